"""Commands that write documents: read, check, assess, build everything in memory, then write it as one set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

from reportgen.cache import open_cache
from reportgen.cli import clock, say, workspace
from reportgen.cli.choose import INDEX_OPTION, LAST_INDEX, Choice, choose
from reportgen.cli.failure import carry_out
from reportgen.cli.options import Common, Reader
from reportgen.cli.strangers import filler
from reportgen.documents import DOCUMENTS, Document, Part, report_of
from reportgen.memory import Memory
from reportgen.model.period import Period, PeriodKind, file_suffix, label, make_range, slug
from reportgen.originals import Kept, data_name, keeping, of_documents, packed, template_name
from reportgen.output import NewFile, WrittenFile, digest, write_all
from reportgen.problem import Problem, ReportgenError, Severity, errors
from reportgen.provenance import read_made
from reportgen.register import issued_in
from reportgen.vi.dates import short_date
from reportgen.vi.slug import slug as words_of

if TYPE_CHECKING:
    from reportgen.assess.report import Report, Totals
    from reportgen.build import Built
    from reportgen.load.loaded import Loaded

CARRIED_SHOWN = 20  # places that an officer rewrote; `diff` tells all of them
SUBJECT_LETTERS = 60  # of a subject in a file name: the folder above it takes its part of the path too


Builder: TypeAlias = "Callable[[Part, workspace.Template], Built]"
"""Makes one part of a document from its template."""


@dataclass(frozen=True, slots=True)
class Job:
    """A command line once read: where, what, in which forms, with which number and date; what runs before left.

    With `replace`, new documents take their own names even where a person edited the former ones.
    """

    space: workspace.Workspace
    ward: Path
    out: Path
    year: int | None
    formats: tuple[str, ...]
    number: str
    issued: date | None
    memory: Memory
    replace: bool


def report(
    kind: PeriodKind,
    common: Common,
    *,
    index: str | None = None,
    as_of: str | None = None,
    start: str | None = None,
    end: str | None = None,
    subject: str = "",
) -> int:
    """Write a report; print what came of it; return the exit status.

    Args:
        kind: What period it covers.
        common: Options of every command that writes.
        index: Month, quarter or half, as typed.
        as_of: Day at whose end tasks are judged, as typed.
        start: First day of a free range, as typed.
        end: Its last day, as typed.
        subject: Trích yếu of a report on a free range.
    """

    def work(result: say.Outcome) -> None:
        reader = Reader()
        number = reader.whole(INDEX_OPTION[kind], index, 1, LAST_INDEX[kind]) if kind in INDEX_OPTION else None
        day = reader.day("--as-of", as_of)
        days = (reader.day("--from", start), reader.day("--to", end))
        job = job_of(common, report_of(kind), reader)
        choice = _choice(job, kind, number, days, day)
        _write_report(job, choice, day, subject, result)

    return carry_out(say.Outcome(ward=common.ward), work, as_json=common.as_json)


def scheduled(
    space: workspace.Workspace, ward: Path, loaded: Loaded, period: Period, *, memory: Memory, result: say.Outcome
) -> None:
    """Write the report of a period whose data have closed, as of that day, in all its forms; `result` tells of it.

    Raises:
        ReportgenError: As the report commands.
    """
    formats = report_of(period.kind).forms()
    job = Job(space, ward, space.root / "out", period.year, formats, "", None, memory, replace=False)
    _write_report(job, Choice(loaded, period), period.window.end, "", result)


def plan(common: Common, *, verbatim: bool) -> int:
    """Write the plan itself, without its errata when `verbatim`; return the exit status."""

    def work(result: say.Outcome) -> None:
        from reportgen.build import build_plan  # noqa: PLC0415  # help must not wait for it

        document = DOCUMENTS["plan"]
        reader = Reader()
        if verbatim and (common.number or common.issued):
            reader.refuse(
                "--verbatim", "không dùng cùng --number, --date", "Bỏ --verbatim, hoặc bỏ --number và --date."
            )
        job = job_of(common, document, reader)
        loaded = loader(job, verbatim=verbatim)(job.year)
        result.add(loaded.problems)
        stop_on_errors(result)
        first, last = loaded.data.plan.years
        years = f"{first}" if first == last else f"{first}-{last}"
        folder = PurePosixPath(job.ward.name, str(first), "ke-hoach")
        mark = f"{years}-nguyen-van" if verbatim else years

        def build(part: Part, template: workspace.Template) -> Built:
            return build_plan(
                loaded.data,
                template.content,
                document=document,
                name=part.template,
                verbatim=verbatim,
                number=job.number,
                issued=job.issued,
                output=f"{part.base}-{mark}.{part.form}",
                memory=job.memory,
                fill=filler(job.memory),
            )

        write(job, document, build, result, folder=folder, mark=mark)

    return carry_out(say.Outcome(ward=common.ward), work, as_json=common.as_json)


def job_of(common: Common, document: Document, reader: Reader) -> Job:
    """Read the options that all these commands share.

    Raises:
        ReportgenError: LN007 for every value that cannot be read, LN001, LN008.
    """
    year = reader.year(common.year)
    number = reader.document_number(common.number)
    issued = reader.day("--date", common.issued)
    formats = reader.formats(common.formats, (*document.forms(), "pdf"))
    reader.done()
    space = workspace.find(common.workspace)
    ward = space.ward(common.ward)
    out = space.results(common.out)
    return Job(space, ward, out, year, formats, number, issued, open_cache(), common.replace)


def loader(job: Job, *, verbatim: bool = False) -> Callable[[int | None], Loaded]:
    """Return what reads the ward's data for a year."""
    from reportgen.check import check_data  # noqa: PLC0415  # help must not wait for them
    from reportgen.load.remembered import load_remembered  # noqa: PLC0415

    return lambda year: load_remembered(job.ward, job.memory, year=year, verbatim=verbatim, inspect=check_data)


def _choice(
    job: Job, kind: PeriodKind, index: int | None, days: tuple[date | None, date | None], as_of: date | None
) -> Choice:
    """Return the period that the command is about; one that nobody named is the newest as of the as-of date."""
    load = loader(job)
    start, end = days
    if start is None or end is None:
        today = clock.today()
        # a window that ends with the as-of day has closed by then: things are judged at the end of that day
        known = min(today, as_of + timedelta(days=1)) if as_of else today
        return choose(load, kind, year=job.year, index=index, today=known)
    loaded = load(end.year)
    try:
        return Choice(loaded, make_range(start, end, loaded.data.ward.calendar))
    except ValueError as error:
        message = f"khoảng ngày từ {short_date(start)} đến {short_date(end)} không dùng được"
        remedy = "Ngày đầu phải trước ngày cuối, và ngày cuối phải sau ngày thành lập phường."
        raise ReportgenError(Problem("LN007", "dòng lệnh, --from, --to", message, remedy), exit_code=2) from error


def _write_report(job: Job, choice: Choice, as_of: date | None, subject: str, result: say.Outcome) -> None:
    """Check, assess, build and write one report."""
    from reportgen.assess import assess  # noqa: PLC0415  # help must not wait for them
    from reportgen.build import build as build_report  # noqa: PLC0415
    from reportgen.check import check_data  # noqa: PLC0415

    data, period = choice.loaded.data, choice.period
    result.period = period
    result.as_of = as_of or min(period.window.end, clock.today())
    if choice.notice:
        result.notices.append(choice.notice)
    if as_of and as_of < period.window.start:
        raise ReportgenError(_too_early(as_of, period), exit_code=2)
    result.add(choice.loaded.problems)
    result.add(check_data(data))
    stop_on_errors(result)
    facts = assess(data, period, result.as_of)
    if facts.missing:
        result.add([_not_reported(facts)])
    if facts.open_window:
        result.add([_provisional(period, result.as_of)])
    document = report_of(period.kind)

    def build(part: Part, template: workspace.Template) -> Built:
        return build_report(
            facts,
            template.content,
            document=document,
            name=part.template,
            number=job.number,
            issued=job.issued,
            subject=subject,
            output=f"{part.base}-{mark}.{part.form}",
            memory=job.memory,
            fill=filler(job.memory),
        )

    folder = PurePosixPath(job.ward.name, str(period.year), slug(period))
    # Two reports on one span differ by their subject: without it in the name the second would replace the first.
    topic = words_of(subject)[:SUBJECT_LETTERS].strip("-")
    mark = "-".join(word for word in (topic, file_suffix(period)) if word)
    write(job, document, build, result, folder=folder, mark=mark)
    result.totals = totals_of(facts)
    result.illustrative = facts.illustrative


def write(
    job: Job,
    document: Document,
    build: Builder,
    result: say.Outcome,
    *,
    folder: PurePosixPath,
    mark: str,
) -> None:
    """Build the files wanted and write them as one set; a PDF that fails leaves the others standing."""
    files: list[NewFile] = []
    built_of = _built(job, document, build)
    for part, _, built in built_of:
        # The file stands, whatever is said of its form: the text may be the ward's own, and the signer decides.
        result.problems += built.problems
        if built.form is not None:
            result.notices.append(str(built.form))
        stem = f"{part.base}-{mark}"
        if part.form in job.formats:
            files.append(NewFile(folder / f"{stem}.{part.form}", built.document, part.form))
        if "pdf" in job.formats:
            from reportgen.cli import pdf  # noqa: PLC0415  # the others need not wait for it

            try:
                content = pdf.convert(f"{stem}.{part.form}", built.document)
            except ReportgenError as error:
                result.add(error.problems)
            else:
                files.append(NewFile(folder / f"{stem}.pdf", content, "pdf"))
    if files:
        kept = _originals(job, files, [t for _, t, _ in built_of])
        written = write_all(
            job.out,
            files,
            replace=clock.today() if job.replace else None,
            around=keeping(kept),
            issued=issued_in(job.ward, job.space.root),
        )
        result.files += written.files
        result.add(written.problems)
        _carried(job, files, written.files, result)


def _carried(job: Job, files: Sequence[NewFile], written: Sequence[WrittenFile], result: say.Outcome) -> None:
    """Tell what an officer rewrote in a document that was therefore left, or kept aside, against what we say now."""
    for file, stands in zip(files, written, strict=True):
        if (stands.backup is None and stands.path.name == file.path.name) or file.kind == "pdf":
            continue
        from reportgen.cli import diff  # noqa: PLC0415  only when somebody has edited a document
        from reportgen.cli.made import open_made  # noqa: PLC0415

        try:
            edited = open_made(str(stands.backup or job.out / file.path))
            found = [] if edited.edited is False else diff.rewritten(edited, file.content)
        except (ReportgenError, OSError):  # the officer's file cannot be opened: it is kept, and that is all
            continue
        result.notices += diff.carried_lines(found, CARRIED_SHOWN)
        if found:
            result.extra.setdefault("carried", []).extend(diff.carried_as_dicts(found))


def _built(job: Job, document: Document, build: Builder) -> list[tuple[Part, workspace.Template, Built]]:
    """Build every part wanted.

    Raises:
        ReportgenError: With the problems of all templates, so that they are put right in one go.
    """
    done: list[tuple[Part, workspace.Template, Built]] = []
    refused: list[Problem] = []
    # PDF alone is made from the Word document, which then stays in memory.
    for part in [p for p in document.parts if p.form in job.formats] or document.parts[:1]:
        try:
            template = job.space.template(job.ward.name, part.template)
            done.append((part, template, build(part, template)))
        except ReportgenError as error:
            refused += error.problems
    if refused:
        raise ReportgenError(*refused)
    return done


def _originals(job: Job, files: Sequence[NewFile], templates: Sequence[workspace.Template]) -> Kept:
    """Return what is kept beside the documents: themselves, the ward's data, the templates."""

    def data() -> bytes:
        from reportgen.load.snapshot import data_files  # noqa: PLC0415  only when the data are not kept yet

        return packed(data_files(job.ward))

    words = [file.content for file in files if file.kind != "pdf"]
    kept = dict(of_documents(words))
    hashes = {told.data_hash for content in words if (told := read_made(content)) is not None}
    kept |= {data_name(data_hash): data for data_hash in hashes}
    for template in templates:
        kept[template_name(digest(template.content))] = lambda content=template.content: content  # type: ignore[misc]
    return kept


def totals_of(facts: Report) -> dict[str, object]:
    """Return the totals of a report as JSON prints them: counts as numbers, shares as decimal text."""
    return {
        **_counts(facts.totals),
        "by_status": {status.value: count for status, count in facts.totals.statuses.items()},
        "by_area": [{"id": area.area.id, "title": area.area.heading, **_counts(area.totals)} for area in facts.areas],
        "by_agency": [
            {"id": fact.agency.id, "name": fact.agency.name, "reported": fact.reported, **_counts(fact.totals)}
            for fact in facts.agencies
        ],
        "not_reported": [agency.name for agency in facts.missing],
    }


def _counts(totals: Totals) -> dict[str, object]:
    """Return counts of tasks; `classes` add up to `total`."""
    return {
        "total": totals.total,
        "done": totals.done,
        "done_share": None if totals.done_share is None else str(totals.done_share),
        "done_late": totals.done_late,
        "classes": {class_.name.lower(): count for class_, count in totals.classes.items()},
    }


def stop_on_errors(result: say.Outcome) -> None:
    """Stop before anything is written when the data hold an error; every problem is already in the result."""
    if errors(result.problems):
        raise ReportgenError(exit_code=1)


def _not_reported(facts: Report) -> Problem:
    """Return LN017: the report goes out without the progress of these agencies, and says so."""
    names = "; ".join(agency.name for agency in facts.missing)
    return Problem(
        "LN017",
        f"{facts.ward.id}/progress, {label(facts.period)}",
        f"chưa có báo cáo tiến độ của: {names}",
        "Đôn đốc cơ quan gửi báo cáo rồi chạy lại; nếu ký ngay, báo cáo đã nêu tên cơ quan chưa gửi.",
        Severity.WARNING,
    )


def _provisional(period: Period, as_of: date) -> Problem:
    """Return LN015."""
    return Problem(
        "LN015",
        f"kỳ báo cáo {label(period)}",
        f"kỳ chốt số liệu vào ngày {short_date(period.window.end)}; số liệu tạm tính đến ngày {short_date(as_of)}",
        "Chạy lại sau ngày chốt để có số liệu chính thức.",
        Severity.WARNING,
    )


def _too_early(as_of: date, period: Period) -> Problem:
    """Return LN007 for an as-of date before the period."""
    return Problem(
        "LN007",
        "dòng lệnh, --as-of",
        f"ngày chốt {short_date(as_of)} sớm hơn ngày đầu của kỳ ({short_date(period.window.start)})",
        f"Chọn ngày từ {short_date(period.window.start)} trở đi, hoặc chọn kỳ báo cáo sớm hơn.",
    )
