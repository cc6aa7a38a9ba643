"""`template fields`: every name that a template may use, with its meaning, a sample and a ward's own value."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from reportgen.cli import clock, say, workspace
from reportgen.cli.failure import carry_out
from reportgen.problem import Problem, ReportgenError
from reportgen.vi.dates import short_date
from reportgen.vi.numbers import decimal
from reportgen.vi.slug import slug

if TYPE_CHECKING:
    from reportgen.output import NewFile
    from reportgen.templating.declarations import Declaration
    from reportgen.templating.names_sheet import Section
    from reportgen.view.fields import Field

FORMATS = ("terminal", "docx", "xlsx")
FOLDER = "ten-truong"
PIPED_WIDTH = 160
_TAG = 46
"""Letters of the column of tags: the longest marker of a loop fits."""
_LONG = 160
"""Letters of a ward's value that are shown: enough to know it again."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted, as typed.

    Attributes:
        ward: Whose values stand beside the samples; None for none.
        formats: `terminal`, `docx`, `xlsx`, several by commas; None for the terminal.
        word: Of names or meanings; None for all of them.
        out: Folder of the sheets; None for `out/` of the working folder.
    """

    ward: str | None
    formats: str | None
    word: str | None
    out: str | None
    work_folder: str | None

    def wants(self, path: str, meaning: str) -> bool:
        """Return whether a name is looked for; accents and case do not count."""
        return self.word is None or slug(self.word) in f"{slug(path)} {slug(meaning)}"


def fields(asked: Asked, *, as_json: bool) -> int:
    """Print the names of the templates, or write them as sheets; return the exit status.

    Args:
        asked: What is wanted.
        as_json: Whether to print JSON.
    """
    result = say.Outcome(ward=asked.ward, extra={"fields": []})

    def work(_: say.Outcome) -> None:
        from reportgen.output import write_all  # noqa: PLC0415  # help must not wait for them
        from reportgen.templating.declarations import DECLARATIONS  # noqa: PLC0415

        wanted = _formats(asked.formats)
        values = {one.title: _values(one, asked.ward, asked.work_folder) for one in DECLARATIONS}
        parts = {one.title: _sections(one, values[one.title], asked) for one in DECLARATIONS}
        for one in DECLARATIONS if as_json else ():
            result.extra["fields"] += _objects(one, values[one.title], asked)
        for one in DECLARATIONS if "terminal" in wanted and not as_json else ():
            if parts[one.title]:
                result.lines += _table(one, parts[one.title], asked.ward)
                result.drawn = True
        if not any(parts.values()):
            message = f"không có tên nào có chữ {asked.word!r}"
            remedy = "Tìm bằng chữ khác, hoặc bỏ --find để xem mọi tên."
            raise ReportgenError(Problem("LN007", "dòng lệnh, --find", message, remedy), exit_code=2)
        forms = [form for form in wanted if form != "terminal"]
        if forms:
            base = Path(asked.out) if asked.out else workspace.find(asked.work_folder).results(None)
            written = write_all(base, list(_sheets(forms, values, parts, asked.ward)))
            result.files += written.files
            result.add(written.problems)
            if result.lines:
                result.lines += [say.clean(str(file.path)) for file in written.files]

    return carry_out(result, work, as_json=as_json)


def _sections(declaration: Declaration, values: Mapping[str, object], asked: Asked) -> list[Section]:
    """Return the names looked for, each record once, with samples and the ward's values in words."""
    from reportgen.templating.names_sheet import Section, sections  # noqa: PLC0415  # help must not wait for it

    def told(path: str, field: Field) -> tuple[str, str]:
        return worded(field.sample, path), _short(worded(own_value(values, path), path))

    found = []
    for part in sections(declaration, told):
        rows = tuple(row for row in part.rows if asked.wants(row.path, row.meaning))
        if rows:
            found.append(Section(part.title, rows))
    return found


def _formats(text: str | None) -> tuple[str, ...]:
    """Return the forms wanted.

    Raises:
        ReportgenError: LN007, exit status 2.
    """
    words = ["terminal"] if text is None else [word.strip().lower() for word in text.split(",") if word.strip()]
    if not words or set(words) - set(FORMATS):
        remedy = f"Dạng có thể chọn: {', '.join(FORMATS)}."
        message = f"giá trị {text!r} không dùng được"
        raise ReportgenError(Problem("LN007", "dòng lệnh, --format", message, remedy), exit_code=2)
    return tuple(form for form in FORMATS if form in words)


def _values(declaration: Declaration, ward: str | None, work_folder: str | None) -> Mapping[str, object]:
    """Return a ward's values under the names of a declaration, none without a ward.

    Raises:
        ReportgenError: LN001, LN003, LN008; the data cannot be read.
    """
    if ward is None:
        return {}
    from reportgen.cli.ward_values import values_of  # noqa: PLC0415  # help must not wait for it

    return values_of(workspace.find(work_folder).ward(ward), declaration)


# --- terminal and JSON -------------------------------------------------------------------------------------------


def _objects(declaration: Declaration, values: Mapping[str, object], asked: Asked) -> Iterator[dict[str, object]]:
    """Yield what JSON says of every name, each under its full path."""
    from reportgen.view.fields import paths  # noqa: PLC0415  # help must not wait for it

    for path, field in paths(declaration.fields):
        if asked.wants(path, field.meaning):
            yield {
                "template": list(declaration.templates),
                "name": path,
                "kind": field.kind.value,
                "optional": field.optional,
                "meaning": field.meaning,
                "sample": None if field.sample is None else worded(field.sample, path),
                "value": worded(own_value(values, path), path) if asked.ward else None,
            }


def _table(declaration: Declaration, parts: Sequence[Section], ward: str | None) -> Iterator[str]:
    """Yield the lines of the table of a declaration, as wide as the terminal."""
    from rich.console import Console  # noqa: PLC0415  # help must not wait for it
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    terminal = sys.stdout.isatty()
    console = Console(
        file=io.StringIO(),
        width=shutil.get_terminal_size().columns if terminal else PIPED_WIDTH,
        force_terminal=terminal,
        no_color=not terminal or bool(os.environ.get("NO_COLOR")),
        highlight=False,
        legacy_windows=False,
    )
    title = f"Tên dùng trong mẫu {declaration.title}: {', '.join(declaration.templates)}"
    table = Table(title=title, title_justify="left", title_style="bold", expand=True)
    table.add_column("Viết trong mẫu", no_wrap=True, overflow="fold", max_width=_TAG)
    for heading, ratio in (("Ý nghĩa", 4), ("Ví dụ", 3), *([(ward, 3)] if ward else [])):
        table.add_column(heading, ratio=ratio)
    for part in parts:
        table.add_section()
        table.add_row("", Text(say.clean(part.title), style="bold"))
        table.add_section()
        for row in part.rows:
            meaning = f"{row.meaning} ({row.kind})"
            cells = (row.tag, meaning, _line(row.sample), *([_line(row.own)] if ward else []))
            table.add_row(*(Text(say.clean(cell)) for cell in cells))
    console.print(table)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    yield from (line.rstrip() for line in text.splitlines())


def _line(text: str) -> str:
    return " | ".join(text.splitlines())


def own_value(values: Mapping[str, object], path: str) -> object:
    """Return what a ward has under a path, of a list the first item that is not blank; None when it has nothing."""
    found = (value for value in _reached([values], path.split(".")) if value not in (None, "", []))
    return next(found, None)


def _reached(bases: list[Any], keys: list[str]) -> Iterator[object]:
    for base in bases:
        if not keys:
            yield base
            continue
        value = base.get(keys[0].removesuffix("[]")) if isinstance(base, Mapping) else None
        inner = value if keys[0].endswith("[]") and isinstance(value, list) else [value]
        yield from _reached(inner, keys[1:])


def worded(value: object, path: str) -> str:
    """Return a value as an officer reads it: `14/9/2026`, `0,5897`, `có`, lines below one another, `65 mục`.

    Args:
        value: Plain.
        path: Of its name: the number of a year takes no point.
    """
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, Decimal | int):
        return str(value) if path.endswith("nam") else decimal(value, 4)
    if isinstance(value, list | tuple):
        texts = [str(line) for line in value if isinstance(line, str)]
        return "\n".join(texts) if len(texts) == len(value) else f"{len(value)} mục"
    if isinstance(value, Mapping):
        from reportgen.view.fields import chart_words  # noqa: PLC0415  # help must not wait for it

        return chart_words(value) if "chuoi" in value else ""
    return "" if value is None else str(value)


# --- sheets ------------------------------------------------------------------------------------------------------


def _sheets(
    forms: list[str],
    values: Mapping[str, Mapping[str, object]],
    parts: Mapping[str, Sequence[Section]],
    ward: str | None,
) -> Iterator[NewFile]:
    """Yield the sheets, of reports and of the plan each its own."""
    from reportgen.output import NewFile  # noqa: PLC0415  # help must not wait for them
    from reportgen.templating.declarations import DECLARATIONS, PLAN, REMINDER  # noqa: PLC0415
    from reportgen.templating.names_sheet import names_docx, names_xlsx  # noqa: PLC0415

    for declaration in DECLARATIONS:
        name = _name(values[declaration.title], ward)
        title = f"Tên trường dùng trong mẫu {declaration.title} ({', '.join(declaration.templates)})"
        family = {PLAN.title: ["ke-hoach"], REMINDER.title: ["don-doc"]}.get(declaration.title, [])
        stem = "-".join(["ten-truong", *family, *([ward] if ward else [])])
        for form in forms if parts[declaration.title] else ():
            make = names_docx if form == "docx" else names_xlsx
            content = make(title, parts[declaration.title], name, clock.today())
            yield NewFile(PurePosixPath(FOLDER, f"{stem}.{form}"), content, form)


def _name(values: Mapping[str, object], ward: str | None) -> str:
    """Return the printed name of the ward, "" without one."""
    return str(own_value(values, "don_vi.ten_day_du") or ward or "")


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"
