"""`check document` and `fix document`: any Word document against Nghị định 30."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cli import say
from reportgen.cli.beside import write_beside
from reportgen.cli.failure import carry_out
from reportgen.problem import Problem, ReportgenError, Severity, errors

if TYPE_CHECKING:
    from reportgen.decree30.mend import Change
    from reportgen.decree30.outcome import Finding, Judgement, Outcome

MAX_BYTES = 256 << 20
_SHOWN = 5
"""Places that a repeated fault names."""
_WORDS = {Severity.ERROR: "LỖI", Severity.WARNING: "LƯU Ý"}


@dataclass(slots=True)
class Told(say.Outcome):
    """What came of some documents.

    Attributes:
        documents: One JSON object a document, in the order given. single: One file was asked about.
    """

    documents: list[dict[str, Any]] = field(default_factory=list)
    single: bool = True

    def as_dict(self) -> dict[str, Any]:
        """Return the object of `--json`: that of the document, or a list of them."""
        told = [problem.as_dict() for problem in self.problems]
        if self.single:
            document = self.documents[0] if self.documents else {}
            return {"ok": self.exit_code == 0, **document, "problems": [*document.get("problems", []), *told]}
        return {"ok": self.exit_code == 0, "documents": self.documents, "problems": told}


# --- check -------------------------------------------------------------------------------------------------------


def check(paths: Sequence[str], rules: Sequence[str], *, annotate: bool, as_json: bool) -> int:
    """Judge documents; print every fault; return the exit status: 1 when any is an error.

    Args:
        paths: Files as typed.
        rules: Ids of the rules to ask; none for all in force.
        annotate: Whether to write a copy with comments beside each.
        as_json: Whether to print JSON.
    """
    result = Told(single=len(paths) == 1)

    def work(_: say.Outcome) -> None:
        asked = _rules(rules)
        for path in paths:
            try:
                _check_one(Path(path), asked, result, annotate=annotate)
            except ReportgenError as error:
                _unreadable(path, error, result)

    return carry_out(result, work, as_json=as_json)


def _rules(given: Sequence[str]) -> frozenset[str] | None:
    """Return the ids asked for, None for all.

    Raises:
        ReportgenError: LN007, exit status 2, for an id that is none.
    """
    from reportgen.decree30.rules import RULES  # noqa: PLC0415  # help must not wait for it

    words = {rule: rule.strip().upper() for text in given for rule in text.split(",") if rule.strip()}
    unknown = [rule for rule, clean in words.items() if clean not in RULES]
    if unknown:
        raise ReportgenError(
            *(
                Problem("LN007", "dòng lệnh, --rule", f"không có quy định {rule!r}", f"Chọn trong: {', '.join(RULES)}.")
                for rule in unknown
            ),
            exit_code=2,
        )
    return frozenset(words.values()) or None


def _check_one(path: Path, asked: frozenset[str] | None, result: Told, *, annotate: bool) -> None:
    from reportgen.decree30.check import check_document  # noqa: PLC0415  # help must not wait for it

    data = _read(path)
    judgement = check_document(data, path.name, enabled=asked)
    problems = judgement.problems()
    result.documents.append({**_described(str(path), judgement), "problems": [p.as_dict() for p in problems]})
    result.lines += [*_account(str(path), judgement), ""]
    if errors(problems):
        result.exit_code = max(result.exit_code, 1)
    if annotate:
        _annotated(path, data, judgement, result)


def _annotated(path: Path, data: bytes, judgement: Judgement, result: Told) -> None:
    """Write the copy with comments; a signed document is not copied, since its signature would not hold."""
    from reportgen.decree30.annotate import annotate  # noqa: PLC0415  # help must not wait for it

    if judgement.document.signed:
        result.add([_signed(path.name)])
        return
    copy = annotate(data, judgement)
    if copy is data:
        return
    written = write_beside(path.with_name(f"{path.stem}-nhan-xet.docx"), copy)
    result.files.append(written)
    result.documents[-1]["files"] = [_file(written)]
    result.lines.insert(-1, f"Bản có nhận xét: {written.path}")


def _signed(name: str) -> Problem:
    message = "văn bản đã ký số nên không ghi bản có nhận xét"
    remedy = "Xem các lỗi trên màn hình, hoặc ghi nhận xét vào bản dự thảo chưa ký."
    return Problem("VB004", name, message, remedy, Severity.WARNING)


# --- fix ---------------------------------------------------------------------------------------------------------


def fix(path: str, out: str | None, *, as_json: bool) -> int:
    """Write a corrected copy; print what was put right and what remains; return the exit status."""
    result = Told()

    def work(_: say.Outcome) -> None:
        from reportgen.decree30.mend import mend_document  # noqa: PLC0415  # help must not wait for it

        document: dict[str, Any] = {"file": path, "files": [], "changed": [], "problems": []}
        result.documents.append(document)
        source = Path(path)
        data = _read(source)
        mended = mend_document(data, source.name)
        document["changed"] = [_change(c) for c in mended.changed]
        document["problems"] = [problem.as_dict() for problem in mended.left]
        if errors(mended.left):
            result.exit_code = 1
        result.notices += _mending(mended.changed, mended.left)
        if mended.document == data:
            result.lines.append(f"{path}: không có gì sửa được mà không cần người xem xét; không ghi tệp mới")
            return
        written = write_beside(Path(out) if out else source.with_name(f"{source.stem}-da-sua.docx"), mended.document)
        document["files"] = [_file(written)]
        result.lines.append(str(written.path))

    return carry_out(result, work, as_json=as_json)


def _mending(changed: Sequence[Change], left: Sequence[Problem]) -> Iterator[str]:
    """Yield what was put right, rule by rule, and what remains."""
    facts = _facts()
    by_rule: dict[str, list[Finding]] = {}
    for change in changed:
        by_rule.setdefault(change.rule, []).append(change.finding)
    for rule, findings in by_rule.items():
        yield f"ĐÃ SỬA {rule} {facts[rule].title}"
        yield from _findings(findings)
    for problem in left:
        yield f"CÒN LẠI {problem.code} {problem.where}: {problem.message}"
        yield f"   Cách sửa: {problem.remedy}"
    yield f"Đã sửa {len(changed)} chỗ; còn {_counts(left)}"


def _facts() -> Any:
    from reportgen.decree30.facts import load_facts  # noqa: PLC0415  # help must not wait for it

    return load_facts()


def _change(change: Change) -> dict[str, str]:
    return {"rule": change.rule, **_found(change.finding)}


# --- files -------------------------------------------------------------------------------------------------------


def _read(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        ReportgenError: LN018, exit status 2, when there is none or it cannot be read; MB003 when it is too large.
    """
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            message = f"tệp lớn quá {MAX_BYTES >> 20} MB"
            raise ReportgenError(
                Problem("MB003", str(path), message, "Chọn đúng văn bản; văn bản hành chính nhỏ hơn nhiều.")
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise ReportgenError(_no_file(path), exit_code=2) from error


def _no_file(path: Path) -> Problem:
    """Return LN018, naming the Word documents that stand nearby."""
    message = "đây là thư mục, không phải tệp" if path.is_dir() else "không có hoặc không đọc được tệp này"
    folder = path if path.is_dir() else path.parent
    try:
        near = sorted(p.name for p in folder.glob("*.docx") if not p.name.startswith(("~$", ".")))[:_SHOWN]
    except (OSError, ValueError):
        near = []
    hint = f" Trong thư mục này có: {', '.join(near)}." if near else ""
    return Problem("LN018", str(path), message, f"Ghi đúng đường dẫn của tệp .docx.{hint}")


def _unreadable(path: str, error: ReportgenError, result: Told) -> None:
    """Note a file that could not be judged, and go on with the others."""
    result.exit_code = max(result.exit_code, error.exit_code)
    told = [] if result.single else [problem.as_dict() for problem in error.problems]
    result.documents.append({"file": path, "kind": None, "outcomes": [], "problems": told})
    result.problems += error.problems
    result.lines += [f"{path}: không kiểm tra được", ""]


def _file(written: Any) -> dict[str, str]:
    return {"path": written.path.as_posix(), "kind": written.kind, "sha256": written.sha256}


# --- accounts ----------------------------------------------------------------------------------------------------


def _described(path: str, judgement: Judgement) -> dict[str, Any]:
    """Return what JSON says of a document, problems aside."""
    kind = judgement.components.kind
    return {
        "file": path,
        "kind": None if kind is None else kind.value,
        "outcomes": [
            {
                "rule": outcome.rule,
                "state": outcome.state.value,
                "findings": [_found(finding) for finding in outcome.findings],
                "reasons": list(outcome.reasons),
            }
            for outcome in judgement.outcomes
        ],
    }


def _found(finding: Finding) -> dict[str, str]:
    return {"where": str(finding.place), "found": finding.found, "expected": finding.expected}


def _account(path: str, judgement: Judgement) -> Iterator[str]:
    """Yield what a person reads of a document: faults by rule, what could not be judged, counts."""
    kind = judgement.components.kind
    yield f"{say.clean(path)}: {kind.value if kind else 'không rõ loại văn bản'}"
    for problem in judgement.notices:
        yield f"  {_WORDS[problem.severity]} {problem.code}: {say.clean(problem.message)}"
    for outcome in sorted(judgement.outcomes, key=lambda o: _severity(judgement, o) is Severity.WARNING):
        if outcome.findings:
            yield from _of_rule(judgement, outcome)
    doubts = [outcome for outcome in judgement.outcomes if outcome.state.value == "not_evaluated"]
    if doubts:
        yield "  Chưa xét được:"
        yield from (f"    {o.rule}: {say.clean('; '.join(dict.fromkeys(o.reasons)))}" for o in doubts)
    problems = judgement.problems()
    yield f"{say.clean(path)}: {_counts(problems)}; {judgement_line(judgement)}"


def _severity(judgement: Judgement, outcome: Outcome) -> Severity:
    """Return the heaviest severity among the faults of a rule."""
    fact = judgement.facts[outcome.rule].severity
    found = {finding.severity or fact for finding in outcome.findings}
    return Severity.ERROR if Severity.ERROR in found else Severity.WARNING


def _of_rule(judgement: Judgement, outcome: Outcome) -> Iterator[str]:
    fact = judgement.facts[outcome.rule]
    yield f"  {_WORDS[_severity(judgement, outcome)]} {outcome.rule} {fact.title} ({fact.article})"
    yield from _findings(outcome.findings)
    yield f"    Xem cách sửa: reportgen explain {outcome.rule}"


def _findings(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield one line for each kind of fault with its places; what repeats is told once."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.found, finding.expected), []).append(finding)
    for (found, expected), alike in groups.items():
        places = [_place(finding) for finding in alike[:_SHOWN]]
        more = f" và {len(alike) - _SHOWN} nơi khác" if len(alike) > _SHOWN else ""
        yield say.clean(f"    {'; '.join(places)}{more}: {found}; quy định: {expected}")


def _place(finding: Finding) -> str:
    """Return where a fault stands, without the name of the file, with the first words."""
    place = finding.place
    where = str(place).removeprefix(f"{place.file}, ")
    return f"{where} “{place.words}”" if place.words else where


def judgement_line(judgement: Judgement) -> str:
    """Return how many of the rules that could be asked are obeyed."""
    passed = sum(outcome.state.value == "pass" for outcome in judgement.outcomes)
    failed = sum(outcome.state.value == "fail" for outcome in judgement.outcomes)
    return f"đạt {passed}/{passed + failed} quy định đã kiểm tra"


def _counts(problems: Sequence[Problem]) -> str:
    heavy = len(errors(problems))
    return f"{heavy} lỗi, {len(problems) - heavy} lưu ý"
