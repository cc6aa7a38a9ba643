"""Rule SG-01; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts, RuleFacts
from reportgen.decree30.model import Document, Line
from reportgen.decree30.outcome import Finding, Note, not_evaluated
from reportgen.decree30.running import words

_WRITTEN = re.compile(
    r"^(?P<short>TM|KT|TL|TUQ|Q|T\s?[./]\s?M|K\s?[./]\s?T|T\s?[./]\s?L|T\s?[./]?\s?U\s?[./]?\s?Q)"
    r"(?P<mark>\s?[.:/,-]*)(?P<blank>\s*)(?P<rest>\S.*)$",
    re.IGNORECASE,
)
"""An abbreviation of authority however it is punctuated; without a mark or a blank it is only the start of a word."""


def sg_01(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Quyền hạn của người ký ghi sai (TM., KT., TL., TUQ., Q.).

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm b khoản 7: ký thay mặt tập thể ghi “TM.” trước tên tập thể;
    cấp phó ký thay ghi “KT.”, thừa lệnh ghi “TL.”, thừa ủy quyền ghi “TUQ.”, giao quyền cấp trưởng ghi “Q.” trước chức
    vụ của người đứng đầu.
    ## Cách sửa
    Gõ lại dòng quyền hạn: chữ viết tắt, dấu chấm, một dấu cách, rồi tên tập thể hoặc chức vụ.
    ## Ví dụ
    “KT.CHỦ TỊCH”, “TM UBND”, “TM. CHỦ TỊCH”: báo SG-01. “TM. ỦY BAN NHÂN DÂN”, “KT. CHỦ TỊCH”: không báo.
    """
    del doc
    if parts.signature is None or not parts.signature.lines:
        yield not_evaluated("không tìm thấy quyền hạn, chức vụ của người ký")
        return
    fact = facts["SG-01"]
    for line in parts.signature.lines:
        yield from _judged(line, fact)


def _judged(line: Line, fact: RuleFacts) -> Iterator[Finding]:
    text = words(line)
    written = _WRITTEN.match(text)
    if written is None or not (written["mark"] or written["blank"]):
        if text.upper().startswith(fact.texts("collectives")):
            yield Finding(line.place, f"ghi “{text}” mà không có “TM.”", f"“TM. {text}”")
        return
    short = re.sub(r"[^A-Z]", "", written["short"].upper())
    rest = written["rest"]
    proper = f"{short}. {rest}"
    if text.upper() != proper.upper():
        yield Finding(line.place, f"ghi “{text}”", f"“{proper}”")
    if short == "TM" and rest.upper().startswith(fact.texts("heads")):
        yield Finding(line.place, f"“TM.” đứng trước chức vụ “{rest}”", "“TM.” đứng trước tên tập thể, cơ quan")
    if short != "TM" and rest.upper().startswith(fact.texts("collectives")):
        found = f"“{short}.” đứng trước tên tập thể “{rest}”"
        yield Finding(line.place, found, f"“{short}.” đứng trước chức vụ của người đứng đầu")
