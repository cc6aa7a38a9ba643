"""Rule TX-03; the docstring of its function is its page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.lettering import is_syllable
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note
from reportgen.vi.text import LOOKALIKES, lookalikes, nfc

_SHY: Final = "\u00ad"
"""A place where a word may be divided: it is Word's own, and shows nothing."""
_WORD: Final = re.compile(rf"[^\W\d_{re.escape(''.join(c for c in LOOKALIKES if not LOOKALIKES[c]))}]+")
_OTHER_SCRIPTS: Final = ("CYRILLIC", "GREEK")


def tx_03(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Chữ chỉ trông giống chữ Việt.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 4: bộ mã ký tự Unicode theo TCVN 6909:2001. Chữ “ǎ”
    (dấu mũ ngược) trông như “ă”, chữ “а” của tiếng Nga trông như “a”, ký tự không độ rộng thì không thấy; tìm kiếm,
    tra cứu, kiểm tra chính tả đều không nhận ra. Thường gặp khi chép từ tệp PDF, ảnh quét hoặc trang mạng.
    ## Cách sửa
    Trong Word, vào Replace (Ctrl+H), chép chữ sai vào ô Find what, gõ chữ đúng vào ô Replace with, chọn Replace
    All.
    ## Ví dụ
    “nǎng lực” (chữ ǎ, mã U+01CE): báo TX-03. “năng lực” (chữ ă, mã U+0103): không báo; ký hiệu α đứng một mình:
    không báo.
    """
    del parts, facts
    for paragraph in doc.paragraphs():
        wrong = dict.fromkeys((char, meant) for _, char, meant in _meant_otherwise(nfc(paragraph.shown)))
        for char, meant in wrong:
            code = f"U+{ord(char):04X}"
            if meant:
                yield Finding(paragraph.place, f"chữ “{char}” (mã {code})", f"chữ “{meant}” (mã U+{ord(meant):04X})")
            else:
                yield Finding(paragraph.place, f"ký tự ẩn không độ rộng (mã {code})", "không có ký tự ẩn")


def _meant_otherwise(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the look-alikes that stand among Latin letters or for a Vietnamese word."""
    found = lookalikes(text)
    if not found:
        return
    words = {at: match[0] for match in _WORD.finditer(text) for at in range(match.start(), match.end())}
    foreign = any(_script(c) in _OTHER_SCRIPTS and c not in LOOKALIKES for c in text)
    for at, char, meant in found:
        if not meant:
            if char != _SHY:
                yield at, char, meant
        elif _stands_for(words.get(at, char), char, foreign=foreign):
            yield at, char, meant


def _stands_for(word: str, char: str, *, foreign: bool) -> bool:
    """Tell whether a look-alike in a word was meant as the Latin letter.

    A Greek letter alone is a symbol; words of another script are that language's when some letter of it has no
    Latin twin; a caron in a word that is no Vietnamese syllable may be pinyin.
    """
    if _script(char) not in _OTHER_SCRIPTS:
        latin = "".join(LOOKALIKES.get(c, c) for c in word)
        return not _has_caron(char) or is_syllable(latin)
    mixed = any(_script(c) == "LATIN" for c in word)
    cyrillic = _script(char) == "CYRILLIC"
    return mixed or (not foreign and (len(word) > 1 or cyrillic))


def _has_caron(char: str) -> bool:
    return "\u030c" in unicodedata.normalize("NFD", char)


def _script(char: str) -> str:
    return unicodedata.name(char, "").split(" ", 1)[0] if char.isalpha() else ""
