"""Rule TX-02; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.lettering import is_syllable, legacy_of
from reportgen.decree30.model import Document, Paragraph
from reportgen.decree30.outcome import Finding, Note
from reportgen.vi.legacy import from_tcvn3, from_vni
from reportgen.vi.text import nfc

_FONTS: Final = ((re.compile(r"\.vn", re.IGNORECASE), "TCVN3"), (re.compile(r"vni[-\s]", re.IGNORECASE), "VNI"))
_READ: Final[dict[str, Callable[[str], str]]] = {"TCVN3": from_tcvn3, "VNI": from_vni}
_PRIVATE: Final = {0xF000 + code: code for code in range(0xA1, 0x100)}
"""Where Word keeps the letters of a font that it takes for symbols."""
_SYMBOLS: Final = re.compile("[\uf0a1-\uf0ff]")
_LATIN: Final = 0xFF
_LAST_LATIN: Final = chr(_LATIN)
_ENOUGH: Final = 3
"""Words that must betray an encoding: one or two may be foreign."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_SHOWN: Final = 8
"""Words of the readable text that a message shows."""


def tx_02(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Chữ gõ bằng bảng mã cũ (TCVN3, VNI).

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 4: bộ mã ký tự Unicode theo TCVN 6909:2001. Chữ gõ bằng
    TCVN3 (phông .VnTime) hoặc VNI (phông VNI-Times) chỉ đọc được khi máy có đúng phông đó; đổi phông sang Times New
    Roman thì thành chữ lạ chứ không thành chữ Việt.
    ## Cách sửa
    Chuyển mã cả đoạn sang Unicode (UniKey: Công cụ; hoặc chép đoạn rồi chuyển mã nhanh Ctrl+Shift+F9), đặt phông
    Times New Roman, rồi đọc soát lại.
    ## Ví dụ
    “C«ng hoµ x· héi” (phông nào cũng vậy): báo TX-02. “Cộng hòa xã hội”: không báo.
    """
    del parts, facts
    for paragraph in doc.paragraphs():
        encoding, text = _by_font(paragraph) or _by_letters(paragraph)
        if encoding:
            words = " ".join(nfc(_READ[encoding](text)).split()[:_SHOWN])
            yield Finding(paragraph.place, f"chữ theo bảng mã {encoding}", f"chữ Unicode, có lẽ là “{words}”")


def _by_font(paragraph: Paragraph) -> tuple[str, str] | None:
    """Return the encoding that the font of some run names, with its text, when letters of that encoding are in it."""
    for pattern, encoding in _FONTS:
        if not any(pattern.match(run.format.font) for run in paragraph.runs):
            continue
        text = "".join(run.text for run in paragraph.runs if pattern.match(run.format.font)).translate(_PRIVATE)
        marked = [c for c in text if 0xA0 < ord(c) <= _LATIN]  # noqa: PLR2004 - the upper half of Latin-1
        foreign = [c for c in text if ord(c) > _LATIN and c.isalpha()]  # Unicode under a stale font
        if marked and len(marked) > len(foreign) and _READ[encoding](text) != text:
            return encoding, text
    return None


def _by_letters(paragraph: Paragraph) -> tuple[str, str]:
    """Return the encoding that the letters betray, whatever the font; two empty texts when they read as text."""
    text = paragraph.text
    if _SYMBOLS.search(text):
        text = text.translate(_PRIVATE)
    return legacy_of(text) or _spelled(text), text


@lru_cache(maxsize=2048)
def _spelled(text: str) -> str:
    """Return the encoding in which words that are no syllables become some: `quyeát`, of ordinary letters alone."""
    words = [word for word in _WORD.findall(nfc(text)) if not word.isascii()]
    odd = [word for word in words if max(word) <= _LAST_LATIN and not is_syllable(word)]
    if len(odd) < _ENOUGH:
        return ""
    scores = {name: sum(_becomes(word, read(word)) for word in odd) for name, read in _READ.items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= _ENOUGH and scores[best] * 5 >= len(words) else ""


def _becomes(word: str, read: str) -> bool:
    return read != word and not read.isascii() and is_syllable(read)
