"""Rule CP-03; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.lettering import first_words, is_capitals, mentioning
from reportgen.decree30.model import Document
from reportgen.decree30.names import load_names
from reportgen.decree30.outcome import Finding, Note
from reportgen.decree30.rules._capitals import Tally, misspelt


def cp_03(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Tên cơ quan, tổ chức viết hoa sai.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục II, Mục IV, điểm a khoản 1: viết hoa chữ cái đầu của các từ, cụm từ chỉ loại
    hình cơ quan, tổ chức; chức năng, lĩnh vực hoạt động của cơ quan, tổ chức. Chỉ xét những tên có trong danh mục:
    bộ, sở, phòng của phường, xã, Ủy ban nhân dân, Hội đồng nhân dân, Mặt trận Tổ quốc...
    ## Cách sửa
    Viết đúng tên chính thức được nêu; có thể dùng Replace (Ctrl+H) để sửa mọi chỗ.
    ## Ví dụ
    “ủy ban nhân dân phường”, “Sở Nội Vụ”, “Trung tâm phục vụ hành chính công phường”: báo CP-03. “Sở Nội vụ”, “cơ
    sở y tế”, “SỞ NỘI VỤ” trong tiêu đề: không báo.
    """
    del parts, facts
    names = load_names()
    kinds = re.compile(rf"(?<!\w)(?:{'|'.join(names.organ_kinds)})(\s+[^\W\d_]+)(?:\s+[^\W\d_]+){{0,2}}")
    tally = Tally("văn bản không nêu tên cơ quan, tổ chức")
    organs = first_words(entry.name for entry in names.organs.entries)
    for paragraph, text, (organ, kind) in mentioning(doc, organs, first_words(names.organ_kinds)):
        spans: list[range] = []
        for hit in names.organs.find(text) if organ else ():
            found = text[hit.start : hit.end]
            spans.append(range(hit.start, hit.end))
            tally.met = True
            if not is_capitals(found) and not hit.entry.right(found):
                yield misspelt(paragraph, found, hit.entry.name)
        for match in kinds.finditer(text) if kind else ():
            if match[1].strip().istitle() and not any(match.start() in span for span in spans):
                tally.met = True
                tally.undecided(match[0])
    yield from tally.notes()
