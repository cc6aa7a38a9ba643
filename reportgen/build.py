"""Facts and a template to one document. Pure: the same input gives the same bytes, on any machine, on any day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any, TypeAlias

from reportgen import __version__, render
from reportgen.assess.reminders import Reminders
from reportgen.assess.report import Report
from reportgen.documents import Document
from reportgen.memory import NOTHING, Memory
from reportgen.model.period import Period, PeriodKind, file_suffix, period_key
from reportgen.model.progress import WardData
from reportgen.problem import Problem, ReportgenError, Severity
from reportgen.provenance import Provenance, sealed
from reportgen.view import ILLUSTRATIVE, view_of
from reportgen.view.plan import plan_view

Fill: TypeAlias = "Callable[[bytes, str, Mapping[str, object], date | None, Mapping[str, str]], bytes]"
"""What fills in a template: its bytes, its file name, the values, the as-of date, the document's properties."""


@dataclass(frozen=True, slots=True)
class Built:
    """A finished document and what the person who signs it should know; `form` of a Word document only."""

    document: bytes
    problems: tuple[Problem, ...]
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """How a Word document stands by Nghị định 30.

    Attributes:
        passed, judged: Rules obeyed, of those that apply and could be judged.
        official: It has a header block or a tên loại; what has none is not judged.
        verbatim: It prints a former document with its faults, which are no problems of ours.
    """

    passed: int
    judged: int
    official: bool = True
    verbatim: bool = False

    def __str__(self) -> str:
        """Return the line that a person reads: `Thể thức: đạt 47/47 quy định đã kiểm tra`."""
        if not self.official:
            return "Thể thức: không kiểm tra, vì mẫu không có phần đầu và tên loại của văn bản hành chính"
        kept = "; bản nguyên văn giữ cả chỗ sai của văn bản gốc" if self.verbatim else ""
        return f"Thể thức: đạt {self.passed}/{self.judged} quy định đã kiểm tra{kept}"


def filled(
    template: bytes,
    name: str,
    values: Mapping[str, object],
    as_of: date | None,
    about: Mapping[str, str],
    *,
    memory: Memory = NOTHING,
) -> bytes:
    """Fill in a Word or an Excel template.

    Raises:
        ReportgenError: As `render`; with a fault of the tags come the unknown names, which no rendering would tell.
    """
    form = "xlsx" if PurePosixPath(name).suffix == ".xlsx" else "docx"
    try:
        compiled = _compiled(template, name, form, memory)
    except ReportgenError as error:
        from reportgen.render.failing import problems_beside  # noqa: PLC0415  # a template without fault must not wait

        raise ReportgenError(*dict.fromkeys([*error.problems, *problems_beside(template, name, values)])) from error
    document: bytes = compiled.render(values, as_of=as_of, properties=about)
    return document


def _compiled(template: bytes, name: str, form: str, memory: Memory) -> Any:
    """Compile a template, or remember how it was compiled; one with faults is judged anew every time."""
    key = f"{hashlib.sha256(template).hexdigest()} {name}"
    kept = memory.get(form, key)
    if kept is not None:
        with suppress(ValueError):  # kept by another version of a library
            return getattr(render, f"load_{form}")(kept)
    compiled = getattr(render, f"compile_{form}")(template, name)
    if memory is not NOTHING:  # writing a compiled template down takes as long as filling it in
        memory.put(form, key, compiled.dump())
    return compiled


def build(
    report: Report,
    template: bytes,
    *,
    document: Document,
    name: str,
    number: str = "",
    issued: date | None = None,
    subject: str = "",
    output: str = "",
    memory: Memory = NOTHING,
    fill: Fill = filled,
) -> Built:
    """Word and render one report, then judge its form.

    Args:
        report: All its facts.
        template: The officer's template.
        document: Which kind of document it is.
        name: File name of the template, as messages print it; its ending says Word or Excel.
        number: Number of the document; "" leaves it blank (Nghị định 30/2020/NĐ-CP, Điều 15 khoản 3).
        issued: Day of issue; None leaves it blank.
        subject: Trích yếu of a báo cáo đột xuất, chuyên đề; "" for the usual one.
        output: File name that the document will bear, for places in it; "" for that of the template.
        memory: What former runs left; it changes no result.
        fill: What fills in the template; a shell may have it done in another process.

    Raises:
        ReportgenError: MB codes, when the template cannot be filled in.
    """
    values = view_of(
        report,
        number=number,
        issued_on=issued,
        subject=subject,
        title=document.type_name.upper(),
        code=document.type_code,
    )
    about = _provenance(
        document, report, template, name, as_of=report.as_of, period=report.period, number=number, issued=issued
    )
    about = replace(about, subject=subject)
    made = Built(fill(template, name, values, report.as_of, about.properties()), ())
    return _sealed(_formed(made, output or name, memory))


def build_plan(
    data: WardData,
    template: bytes,
    *,
    document: Document,
    name: str,
    verbatim: bool = False,
    number: str = "",
    issued: date | None = None,
    output: str = "",
    memory: Memory = NOTHING,
    fill: Fill = filled,
) -> Built:
    """Word and render the plan itself, then judge its form; arguments as in `build`.

    Args:
        data: The ward and its plan, read verbatim when `verbatim`.
        template: The officer's template.
        document: Which kind of document it is.
        name: File name of the template.
        verbatim: As printed, misprints included; then `number` and `issued` have no say.
        number: Number instead of the plan's own; "" keeps that.
        issued: Day of issue instead of the plan's own; None keeps that.
        output: File name that the document will bear.
        memory: What former runs left; it changes no result.
        fill: What fills in the template; a shell may have it done in another process.

    Raises:
        ReportgenError: MB codes, when the template cannot be filled in.
    """
    plan = replace(data.plan, number=number or data.plan.number, issued=issued or data.plan.issued)
    values = plan_view(data.ward, plan, verbatim=verbatim)
    about = _provenance(document, data, template, name, number=number, issued=issued)
    about = replace(about, verbatim="1" if verbatim else "")
    made = Built(fill(template, name, values, None, about.properties()), ())
    return _sealed(_formed(made, output or name, memory, verbatim=verbatim))


def build_reminder(
    found: Reminders,
    template: bytes,
    *,
    document: Document,
    name: str,
    reply_by: date,
    number: str = "",
    issued: date | None = None,
    output: str = "",
    memory: Memory = NOTHING,
    fill: Fill = filled,
) -> Built:
    """Word and render one công văn đôn đốc, then judge its form; arguments as in `build`.

    Args:
        found: Whom it urges, about what.
        template: The officer's template.
        document: Which kind of document it is.
        name: File name of the template.
        reply_by: Last day to answer.
        number: Number of the letter.
        issued: Day of issue.
        output: File name that the document will bear.
        memory: What former runs left; it changes no result.
        fill: What fills in the template; a shell may have it done in another process.

    Raises:
        ReportgenError: MB codes, when the template cannot be filled in.
    """
    from reportgen.view.reminder import reminder_view  # noqa: PLC0415  no other document waits for it

    values = reminder_view(found, reply_by=reply_by, number=number, issued_on=issued, illustrative=(ILLUSTRATIVE,))
    about = _provenance(document, found.facts, template, name, number=number, issued=issued, as_of=found.facts.as_of)
    made = Built(fill(template, name, values, found.facts.as_of, about.properties()), ())
    return _sealed(_formed(made, output or name, memory))


def _formed(built: Built, output: str, memory: Memory, *, verbatim: bool = False) -> Built:
    """Fit the lines of a finished Word document to its text and judge it; what is no official document is left."""
    if PurePosixPath(output).suffix != ".docx":
        return built
    key = f"{hashlib.sha256(built.document).hexdigest()} {output}"
    kept = memory.get("form", key)
    judged = None if kept is None else _recalled(kept)
    if judged is None:
        try:
            judged = _judged(built.document, output)
        except ReportgenError as error:  # too large to be opened again with suspicion; the document itself stands
            return replace(built, problems=(*built.problems, *error.problems))
        memory.put("form", key, _kept(judged))
    form = judged.form
    problems = () if verbatim or form is None or not form.official else judged.problems
    document = judged.document or built.document
    if form is not None:
        form = replace(form, verbatim=verbatim and form.official)
    return replace(built, document=document, problems=(*built.problems, *problems), form=form)


def _judged(document: bytes, output: str) -> Built:
    """Return how a finished document stands; `document` is empty where it needs no change."""
    from reportgen.decree30.fit import fit_lines  # noqa: PLC0415  an unchanged document is not judged again
    from reportgen.decree30.outcome import State  # noqa: PLC0415

    fitted, judgement = fit_lines(document, output)
    if not judgement.components.official:
        return Built(b"", (), Form(0, 0, official=False))
    states = [outcome.state for outcome in judgement.outcomes]
    passed = states.count(State.PASS)
    form = Form(passed, passed + states.count(State.FAIL))
    return Built(b"" if fitted == document else fitted, judgement.problems(), form)


def _kept(judged: Built) -> bytes:
    """Return a judgement as bytes: a line of JSON, then the document."""
    form = judged.form or Form(0, 0, official=False)
    said = [form.passed, form.judged, form.official, [problem.as_dict() for problem in judged.problems]]
    return json.dumps(said).encode() + b"\n" + judged.document


def _recalled(kept: bytes) -> Built | None:
    """Return a judgement from its bytes, None when they make no sense."""
    said, _, document = kept.partition(b"\n")
    try:
        passed, judged, official, problems = json.loads(said)
        told = tuple(Problem(**{**problem, "severity": Severity(problem["severity"])}) for problem in problems)
        return Built(document, told, Form(int(passed), int(judged), official=bool(official)))
    except (ValueError, TypeError, KeyError):
        return None


def _sealed(built: Built) -> Built:
    """Seal a finished document, so that whoever changes it is noticed wherever the file goes."""
    return replace(built, document=sealed(built.document))


def _provenance(
    document: Document,
    source: Report | WardData,
    template: bytes,
    name: str,
    *,
    as_of: date | None = None,
    period: Period | None = None,
    number: str = "",
    issued: date | None = None,
) -> Provenance:
    """Return what a document says of its making in its properties, so that it can be made again."""
    return Provenance(
        kind=document.command,
        ward=source.ward.id,
        period="" if period is None else _key(period),
        as_of="" if as_of is None else as_of.isoformat(),
        data_hash=source.data_hash,
        template_hash=hashlib.sha256(template).hexdigest(),
        version=__version__,
        template=name,
        number=number,
        issued="" if issued is None else issued.isoformat(),
    )


def _key(period: Period) -> str:
    """Return the key of a period; of a free range its days."""
    if period.kind is PeriodKind.RANGE:
        return file_suffix(period)
    return period_key(period.kind, period.year, period.index)
