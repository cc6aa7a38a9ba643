"""Rule HD-05; the docstring of its function is its page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts, RuleFacts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.rules._shared import folded, issuer_of, joined, no_header
from reportgen.vi.text import nfc

_ROMAN = re.compile(r"[IVXLC]+")
_VOWELS = set("AEIOUY")


def hd_05(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Tên cơ quan ban hành thiếu hoặc viết tắt.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm a khoản 2: tên cơ quan, tổ chức ban hành văn bản là tên
    chính thức, đầy đủ. Chỉ tên cơ quan chủ quản trực tiếp được viết tắt những cụm từ thông dụng.
    ## Cách sửa
    Ghi đủ tên cơ quan ban hành ở ô bên trái đầu trang: “ỦY BAN NHÂN DÂN”, dòng dưới “PHƯỜNG TRÚC LÂM”; không ghi
    “UBND PHƯỜNG TRÚC LÂM”.
    ## Ví dụ
    “UBND PHƯỜNG TRÚC LÂM” chữ đậm là cơ quan ban hành: báo HD-05. “ỦY BAN NHÂN DÂN / PHƯỜNG TRÚC LÂM”: không báo.
    """
    fact = facts["HD-05"]
    _, issuer = issuer_of(parts, facts)
    if not issuer:
        if parts.kind is not None:
            found = "không có tên cơ quan, tổ chức ban hành văn bản"
            yield Finding(doc.sections[0].place, found, "tên chính thức, đầy đủ của cơ quan ban hành")
        else:
            yield not_applicable("không tìm thấy tên cơ quan ban hành") if parts.official else no_header()
        return
    if folded(joined(issuer)) in {folded(half) for half in fact.texts("halves")}:
        found = f"tên cơ quan ban hành chỉ ghi “{joined(issuer)}”"
        yield Finding(issuer[-1].place, found, "tên đầy đủ, có tên đơn vị hành chính")
    for line in issuer:
        short = [word for word in line.shown.split() if _shortened(word, fact)]
        if short:
            found = f"tên cơ quan ban hành viết tắt “{' '.join(short)}”"
            yield Finding(line.place, found, "tên chính thức, đầy đủ, không viết tắt")


def _shortened(word: str, fact: RuleFacts) -> bool:
    """Tell whether a word is an abbreviation: a known one, or letters that no syllable could be (no vowel)."""
    bare = nfc(word).strip("().,;:").upper()
    if bare in fact.texts("short"):
        return True
    pieces = [piece for piece in re.split(r"[^\w]+", bare) if piece]
    return any(_voiceless(piece, dotted=word.endswith(".")) for piece in pieces)


def _voiceless(piece: str, *, dotted: bool) -> bool:
    letters = unicodedata.normalize("NFD", piece)
    if not piece.isalpha() or _VOWELS & set(letters) or _ROMAN.fullmatch(piece):
        return False
    return len(piece) > 1 or dotted
