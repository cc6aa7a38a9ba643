"""Rule SG-04; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components, authority_of
from reportgen.decree30.facts import Facts, RuleFacts
from reportgen.decree30.model import Document, Line
from reportgen.decree30.outcome import Finding, Note, not_applicable, not_evaluated
from reportgen.decree30.running import quoted, words


def sg_04(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Thứ tự quyền hạn, chức vụ của Ủy ban nhân dân sai.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Điều 13: cơ quan làm việc theo chế độ tập thể thì người đứng đầu thay mặt tập thể ký; cấp
    phó ký thay người đứng đầu. Ở UBND phường: “TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH” hoặc “TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH
    / PHÓ CHỦ TỊCH”; văn bản của cá nhân Chủ tịch thì không có dòng “TM.”.
    ## Cách sửa
    Sắp lại các dòng theo thứ tự: “TM. ỦY BAN NHÂN DÂN”, “KT. CHỦ TỊCH” (khi cấp phó ký), rồi chức vụ của người ký.
    ## Ví dụ
    “TM. ỦY BAN NHÂN DÂN / PHÓ CHỦ TỊCH” (thiếu KT.): báo SG-04. “KT. CHỦ TỊCH / PHÓ CHỦ TỊCH”: không báo.
    """
    del doc
    fact = facts["SG-04"]
    if parts.signature is None or not parts.signature.lines:
        yield not_evaluated("không tìm thấy quyền hạn, chức vụ của người ký")
        return
    lines = [line for line in parts.signature.lines if not words(line).startswith("(")]
    if not _of_committee(lines, parts, fact):
        yield not_applicable("văn bản không do Ủy ban nhân dân hoặc Chủ tịch Ủy ban nhân dân ký")
        return
    yield from _order(lines, fact)


def _of_committee(lines: list[Line], parts: Components, fact: RuleFacts) -> bool:
    """Tell whether a People's Committee or its chairman issues: as issuer (not as superior), or in the signature."""
    names = fact.texts("collectives")
    issuer = " ".join(words(line).upper() for line in parts.issuer)
    signed = any(_bare(line).startswith((*names, fact.text("head"), fact.text("deputy"))) for line in lines)
    return signed and (issuer.startswith((*names, fact.text("head"))) or not issuer)


def _bare(line: Line) -> str:
    """Return a line of the signature in capitals without its abbreviation of authority."""
    text = words(line).upper()
    short = authority_of(text)
    return text[len(short) :].lstrip(" .") if short else text


def _order(lines: list[Line], fact: RuleFacts) -> Iterator[Finding]:
    powers = [authority_of(words(line)) for line in lines]
    last = lines[-1]
    if "TM" in powers[1:]:
        wrong = lines[powers.index("TM", 1)]
        yield Finding(
            wrong.place, f"{quoted(words(wrong))} đứng sau {quoted(words(lines[0]))}", "“TM.” ở dòng đầu tiên"
        )
    if powers[-1] in {"TM", "KT", "TL", "TUQ"}:
        whose = fact.text("deputy") if powers[-1] == "KT" else "chức vụ của người ký"
        yield Finding(last.place, f"dưới {quoted(words(last))} không có chức vụ của người ký", whose)
    if "KT" in powers[:-1] and not words(last).upper().startswith("PHÓ"):
        yield Finding(last.place, f"sau “KT.” ghi {quoted(words(last))}", "chức vụ cấp phó của người ký")
    deputies = [line for line in lines if _bare(line).startswith(fact.text("deputy")) and not authority_of(words(line))]
    if deputies and "KT" not in powers[: lines.index(deputies[0])]:
        found = f"{quoted(words(deputies[0]))} ký mà phía trên không có “{fact.text('acting')}”"
        yield Finding(deputies[0].place, found, f"“{fact.text('acting')}” ở dòng trên “{fact.text('deputy')}”")
