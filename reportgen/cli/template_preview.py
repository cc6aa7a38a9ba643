"""`template preview`: a template filled in with a ward's newest data, once or each time it is saved."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from reportgen.cache import open_cache
from reportgen.cli import pdf, say, strangers, workspace
from reportgen.cli.failure import carry_out
from reportgen.cli.template_files import users
from reportgen.cli.template_lint import no_file, read_template
from reportgen.documents import DOCUMENTS
from reportgen.model.period import file_suffix
from reportgen.output import NewFile, withdraw, write_all
from reportgen.problem import Problem, ReportgenError

PREVIEWS = "xem-truoc"
FORMS = ("docx", "xlsx", "pdf", "png")
_STOP = "bấm Ctrl+C để dừng"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted, as typed.

    Attributes:
        path: File, or the bare name of a template: the ward's in force.
        ward: Whose data. out: Folder of results; None for `out/` of the working folder.
        formats: `docx,pdf,png`; None for all that this machine can make.
    """

    path: str
    ward: str
    formats: str | None
    out: str | None
    work_folder: str | None


def preview(asked: Asked, *, watch: bool, as_json: bool) -> int:
    """Render a template with a ward's newest data; return the exit status.

    Args:
        asked: What is wanted.
        watch: Whether to do so again each time the template is saved, until Ctrl+C; then the status is 0.
        as_json: Whether to print JSON.
    """
    if watch and not as_json:
        return _watch(asked)

    def work(result: say.Outcome) -> None:
        if watch:
            remedy = "Bỏ --json để theo dõi, hoặc bỏ --watch để lấy kết quả một lần."
            message = "--watch chạy cho đến khi bị dừng nên không in được một đối tượng JSON"
            raise ReportgenError(Problem("LN007", "dòng lệnh, --watch", message, remedy), exit_code=2)
        forms = _forms(asked.formats)
        source = _source(asked)
        _make(asked, forms, source, read_template(source), result)

    return carry_out(say.Outcome(ward=asked.ward), work, as_json=as_json)


def _forms(text: str | None) -> tuple[str, ...] | None:
    """Return the forms wanted, None for all that can be made.

    Raises:
        ReportgenError: LN007, exit status 2.
    """
    if text is None:
        return None
    words = [word.strip().lower() for word in text.split(",") if word.strip()]
    if not words or set(words) - set(FORMS):
        message, remedy = f"giá trị {text!r} không dùng được", f"Dạng có thể chọn: {', '.join(FORMS)}."
        raise ReportgenError(Problem("LN007", "dòng lệnh, --format", message, remedy), exit_code=2)
    return tuple(form for form in FORMS if form in words)


def _source(asked: Asked) -> Path:
    """Return the file that was meant.

    Raises:
        ReportgenError: LN001, LN008, LN009 as `workspace` raises them.
    """
    space = workspace.find(asked.work_folder)
    folder = space.ward(asked.ward)
    if not Path(asked.path).is_file() and asked.path in users():
        return space.template(folder.name, asked.path).path
    return Path(asked.path)


# --- once --------------------------------------------------------------------------------------------------------


def _make(asked: Asked, forms: Sequence[str] | None, source: Path, data: bytes, result: say.Outcome) -> None:
    """Fill in a template and write what was asked for.

    Raises:
        ReportgenError: LN003; MB codes of the template; problems of the data; XB codes of the disk.
    """
    space = workspace.find(asked.work_folder)
    folder = space.ward(asked.ward)
    document, mark = _rendered(source, data, folder, result)
    form = source.suffix.lstrip(".").lower()
    stem = PurePosixPath(PREVIEWS, folder.name, f"{source.stem}-{PREVIEWS}-{mark}")
    files = [NewFile(stem.with_name(f"{stem.name}.{form}"), document, form)]
    files += _printed(files[0], forms, result)
    base = space.results(asked.out)
    written = write_all(base, files)
    result.files += written.files
    result.add(written.problems)
    pages = [str(file.path) for file in written.files if file.kind == "png"]
    others = [str(file.path) for file in written.files if file.kind != "png"]
    result.lines += [*others, *(f"{page} (trang 1 trong {len(pages)} trang)" for page in pages[:1])]
    _withdraw_pages(base, stem, len(pages))


def _printed(made: NewFile, forms: Sequence[str] | None, result: say.Outcome) -> list[NewFile]:
    """Return the document as PDF and as pictures of its pages, as far as asked for and as this machine can."""
    if forms is not None and not {"pdf", "png"} & set(forms):
        return []
    name, wanted = made.path.name, forms or FORMS
    done: list[NewFile] = []
    try:
        content = pdf.convert(name, made.content)
        if "pdf" in wanted:
            done.append(NewFile(made.path.with_suffix(".pdf"), content, "pdf"))
        if "png" in wanted:
            pages = pdf.pages(name, content)
            done += [NewFile(_page(made.path.with_suffix(""), n), page, "png") for n, page in enumerate(pages, 1)]
    except ReportgenError as error:
        if forms is not None:
            result.add(error.problems)
        else:  # nobody asked for it in so many words: the document is there, and how to get the rest is said
            result.notices += [f"{problem.message}. {problem.remedy}" for problem in error.problems]
    return done


def _page(stem: PurePosixPath, number: int) -> PurePosixPath:
    return stem.with_name(f"{stem.name}-trang-{number:02d}.png")


def _withdraw_pages(base: Path, stem: PurePosixPath, pages: int) -> None:
    """Remove the pictures of pages that a former, longer preview had."""
    folder = base / stem.parent
    shape = re.compile(re.escape(stem.name) + r"-trang-(\d{2,4})\.png")
    found = [(path, shape.fullmatch(path.name)) for path in folder.glob("*.png")]
    old = [stem.with_name(path.name) for path, match in found if match is not None and int(match[1]) > pages]
    if pages and old:
        withdraw(base, old)


def _rendered(source: Path, data: bytes, folder: Path, result: say.Outcome) -> tuple[bytes, str]:
    """Return the document made from a ward's newest data, and what its file name says of these.

    Raises:
        ReportgenError: LN003; MB codes of the template; problems of the data.
    """
    from reportgen.build import build, build_plan, build_reminder  # noqa: PLC0415  # help must not wait for them
    from reportgen.cli.remind import usual  # noqa: PLC0415
    from reportgen.cli.ward_values import facts_of, loader, newest, stop_on_errors  # noqa: PLC0415
    from reportgen.templating.declarations import PLAN, REMINDER  # noqa: PLC0415

    memory = open_cache()
    fill = strangers.filler(memory)
    declaration = strangers.chosen_for(data, source.name, memory).declaration
    if declaration is PLAN:
        loaded = loader(folder)(None)
        stop_on_errors(loaded)
        years = "-".join(map(str, dict.fromkeys(loaded.data.plan.years)))
        built = build_plan(loaded.data, data, document=DOCUMENTS["plan"], name=source.name, fill=fill)
        mark = years
    elif declaration is REMINDER:
        found, reply_by = usual(folder)
        result.as_of, result.illustrative = found.facts.as_of, found.facts.illustrative
        built = build_reminder(
            found, data, document=DOCUMENTS["remind"], name=source.name, reply_by=reply_by, fill=fill
        )
        mark = found.facts.as_of.isoformat()
    else:
        choice = newest(folder)
        facts, document = facts_of(choice)
        result.period, result.as_of, result.illustrative = choice.period, facts.as_of, facts.illustrative
        built = build(facts, data, document=document, name=source.name, fill=fill)
        mark = file_suffix(choice.period)
    result.problems += built.problems
    if built.form is not None:
        result.notices.append(str(built.form))
    return built.document, mark


# --- each time it is saved ---------------------------------------------------------------------------------------


def _watch(asked: Asked) -> int:
    """Make a preview now and after each save, whatever is wrong with the template; return the exit status."""
    from reportgen.cli.watch import SECONDS, saves  # noqa: PLC0415  # help must not wait for it

    ready: list[tuple[tuple[str, ...] | None, Path]] = []

    def begin(_: say.Outcome) -> None:
        ready.append((_forms(asked.formats), _source(asked)))
        if not ready[0][1].is_file():
            raise ReportgenError(no_file(ready[0][1]), exit_code=2)

    if status := carry_out(say.Outcome(ward=asked.ward), begin, as_json=False):
        return status
    forms, source = ready[0]
    try:
        for content in saves(source, lambda: time.sleep(SECONDS)):
            if content is None:
                say.err(say.clean(f"Không còn thấy tệp {source}; lưu lại tệp này để xem tiếp, {_STOP}."))
                continue
            # A fault of the template, of the data, of the disk or of ours is told, and the next save is waited for.
            carry_out(
                say.Outcome(ward=asked.ward),
                lambda result, data=content: _make(asked, forms, source, data, result),  # type: ignore[misc]
                as_json=False,
            )
            moment = datetime.now().astimezone()
            say.err(say.clean(f"{moment:%H:%M:%S} Đang theo dõi {source}; lưu tệp để xem bản mới, {_STOP}."))
            sys.stdout.flush()
    except KeyboardInterrupt:
        say.err("Đã dừng theo dõi.")
    return 0
