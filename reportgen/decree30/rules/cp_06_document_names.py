"""Rule CP-06; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.lettering import first_words, is_capitals, low, mentioning, same_capitals
from reportgen.decree30.model import Document
from reportgen.decree30.names import either, load_names
from reportgen.decree30.outcome import Finding, Note
from reportgen.decree30.rules._capitals import Tally, misspelt


def cp_06(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Tên văn bản cụ thể viết hoa sai.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục II, Mục V, khoản 6: viết hoa chữ cái đầu của tên loại văn bản và chữ cái đầu
    của âm tiết thứ nhất tạo thành tên gọi của văn bản trong trường hợp nói đến một văn bản cụ thể. Xét tên loại
    đứng trước số, ký hiệu và tên các luật có trong danh mục.
    ## Cách sửa
    Viết “Nghị định số 30/2020/NĐ-CP”, “Kế hoạch số 12/KH-UBND”, “Luật Đất đai”.
    ## Ví dụ
    “theo nghị định số 30/2020/NĐ-CP”, “Luật đất đai”: báo CP-06. “các nghị định của Chính phủ”, “pháp luật đất
    đai”: không báo.
    """
    del parts, facts
    lexicon = load_names().documents
    official = {low(name): name for name in load_names().document_types}
    tally = Tally("văn bản không nêu tên văn bản cụ thể")
    named = first_words(entry.name for entry in lexicon.entries)
    for paragraph, text, (numbered, law) in mentioning(doc, first_words(official), named):
        for match in _numbered().finditer(low(text)) if numbered else ():
            found, expected = text[slice(*match.span(1))], official[" ".join(match[1].split())]
            tally.met = True
            if not is_capitals(found) and not same_capitals(found, expected):
                yield misspelt(paragraph, f"{found} số", f"{expected} số")
        for hit in lexicon.find(text) if law else ():
            found = text[hit.start : hit.end]
            tally.met = True
            if not is_capitals(found) and not hit.entry.right(found):
                yield misspelt(paragraph, found, hit.entry.name)
    yield from tally.notes()


@cache
def _numbered() -> re.Pattern[str]:
    """Return the pattern of a type of document before a number with its ký hiệu; the number may be blank."""
    return re.compile(rf"(?<!\w)({either(load_names().document_types)})\s+số\s*:?[\s.…]*(?=\d[\w.]*\s?[/-]|[/-])")
