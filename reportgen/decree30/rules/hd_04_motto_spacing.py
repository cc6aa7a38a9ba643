"""Rule HD-04; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts, RuleFacts, number
from reportgen.decree30.model import Document, Line, LineRule
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.rules._shared import no_header


def hd_04(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Quốc hiệu và Tiêu ngữ không cách nhau dòng đơn.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm c khoản 1: hai dòng chữ Quốc hiệu và Tiêu ngữ được
    trình bày cách nhau dòng đơn.
    ## Cách sửa
    Trong Word, chọn hai dòng, vào Home, Line and Paragraph Spacing, Line Spacing Options; ở Line spacing chọn
    Single.
    ## Ví dụ
    Hai dòng giãn 1,5 lần dòng đơn: báo HD-04. Hai dòng đặt Single: không báo.
    """
    del doc
    lines = [(line, name) for line, name in ((parts.national_name, "Quốc hiệu"), (parts.motto, "Tiêu ngữ")) if line]
    if not lines:
        yield not_applicable("văn bản không có Quốc hiệu, Tiêu ngữ") if parts.official else no_header()
        return
    for line, name in lines:
        distance = _distance(line, facts["HD-04"])
        if distance is not None:
            yield Finding(line.place, f"{name} giãn {number(distance)} lần dòng đơn", "cách nhau dòng đơn (Single)")


def _distance(line: Line, fact: RuleFacts) -> float | None:
    """Return the line spacing as a multiple of single spacing, None when it is single."""
    spacing = line.paragraph.line
    size = max((run.format.size_pt for run in line.visible_runs), default=line.paragraph.mark.size_pt)
    lines = spacing.lines(size)
    allowed = fact.share("lines" if spacing.rule is LineRule.MULTIPLE else "fixed")
    return None if lines in allowed else lines
