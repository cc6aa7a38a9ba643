"""`template fields`: every name that a template may use, with its meaning, a sample and a ward's own value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from reportgen.cli import clock, say, workspace
from reportgen.cli.failure import carry_out
from reportgen.problem import Problem, ReportgenError
from reportgen.vi.dates import short_date
from reportgen.vi.numbers import decimal

if TYPE_CHECKING:
    from reportgen.templating.declarations import Declaration
    from reportgen.view.fields import Field

FORMATS = ("terminal", "docx", "xlsx")
FOLDER = "ten-truong"
_LONG = 160
"""Letters of a value that a sheet shows: enough to know it again."""


def fields(ward: str | None, formats: str | None, out: str | None, work_folder: str | None, *, as_json: bool) -> int:
    """Print the names of the templates, or write them as sheets; return the exit status.

    Args:
        ward: Whose values stand beside the samples; None for none.
        formats: `terminal`, `docx`, `xlsx`, several by commas; None for the terminal.
        out: Folder of the sheets; None for `out/` of the working folder.
        work_folder: As typed.
        as_json: Whether to print JSON.
    """
    result = say.Outcome(ward=ward, extra={"fields": []})

    def work(_: say.Outcome) -> None:
        from reportgen.templating.declarations import DECLARATIONS  # noqa: PLC0415  # help must not wait for it

        wanted = _formats(formats)
        values = {declaration.title: _values(declaration, ward, work_folder) for declaration in DECLARATIONS}
        if "terminal" in wanted or as_json:
            for declaration in DECLARATIONS:
                _list(declaration, values[declaration.title], ward, result)
        forms = [form for form in wanted if form != "terminal"]
        if forms:
            base = Path(out) if out else workspace.find(work_folder).root / "out"
            _write(forms, values, ward, base, result)

    return carry_out(result, work, as_json=as_json)


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


def _list(declaration: Declaration, values: Mapping[str, object], ward: str | None, result: say.Outcome) -> None:
    from reportgen.view.fields import paths  # noqa: PLC0415  # help must not wait for it

    result.lines.append(f"# {', '.join(declaration.templates)}")
    for path, field in paths(declaration.fields):
        sample, own = worded(field.sample, path), worded(own_value(values, path), path)
        shown = "; ".join(
            [
                f"{path}  ({field.kind.value}) {field.meaning}",
                *([f"ví dụ: {_line(sample)}"] if field.sample is not None else []),
                *([f"{ward}: {_line(own)}"] if ward and own else []),
            ]
        )
        result.lines.append(say.clean(shown))
        result.extra["fields"].append(
            {
                "template": list(declaration.templates),
                "name": path,
                "kind": field.kind.value,
                "optional": field.optional,
                "meaning": field.meaning,
                "sample": None if field.sample is None else sample,
                "value": own if ward else None,
            }
        )


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
    return "" if value is None or isinstance(value, Mapping) else str(value)


# --- sheets ------------------------------------------------------------------------------------------------------


def _write(
    forms: list[str], values: Mapping[str, Mapping[str, object]], ward: str | None, base: Path, result: say.Outcome
) -> None:
    """Write the sheets, of reports and of the plan each its own."""
    from reportgen.output import NewFile, write_all  # noqa: PLC0415  # help must not wait for them
    from reportgen.templating.declarations import DECLARATIONS, PLAN  # noqa: PLC0415
    from reportgen.templating.names_sheet import names_docx, names_xlsx, sections  # noqa: PLC0415

    files = []
    for declaration in DECLARATIONS:
        mine = values[declaration.title]

        def told(path: str, field: Field, mine: Mapping[str, object] = mine) -> tuple[str, str]:
            return _short(worded(field.sample, path)), _short(worded(own_value(mine, path), path))

        parts = sections(declaration, told)
        title = f"Tên trường dùng trong mẫu {declaration.title} ({', '.join(declaration.templates)})"
        stem = "-".join(["ten-truong", *(["ke-hoach"] if declaration is PLAN else []), *([ward] if ward else [])])
        for form in forms:
            make = names_docx if form == "docx" else names_xlsx
            content = make(title, parts, _name(mine, ward), clock.today())
            files.append(NewFile(PurePosixPath(FOLDER, f"{stem}.{form}"), content, form))
    written = write_all(base, files)
    result.files += written.files
    result.add(written.problems)
    if result.lines:
        result.lines += [str(file.path) for file in written.files]


def _name(values: Mapping[str, object], ward: str | None) -> str:
    """Return the printed name of the ward, "" without one."""
    return str(own_value(values, "don_vi.ten_day_du") or ward or "")


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"
