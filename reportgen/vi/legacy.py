"""Legacy Vietnamese encodings: TCVN3 (ABC, fonts .Vn*), VNI (fonts VNI-*), VIQR, Windows-1258, UTF-16.

We recognise them and refuse: a silent conversion would be a guess about an official text.
"""

from __future__ import annotations

import re
import unicodedata

from reportgen.vi.text import nfc

_TCVN3 = dict(
    zip(
        "\u00b5\u00b6\u00b7\u00b8\u00b9\u00a8\u00bb\u00bc\u00bd\u00be\u00c6\u00a9\u00c7\u00c8\u00c9\u00ca\u00cb\u00ae"
        "\u00cc\u00ce\u00cf\u00d0\u00d1\u00aa\u00d2\u00d3\u00d4\u00d5\u00d6\u00d7\u00d8\u00dc\u00dd\u00de"
        "\u00df\u00e1\u00e2\u00e3\u00e4\u00ab\u00e5\u00e6\u00e7\u00e8\u00e9\u00ac\u00ea\u00eb\u00ec\u00ed\u00ee"
        "\u00ef\u00f1\u00f2\u00f3\u00f4\u00ad\u00f5\u00f6\u00f7\u00f8\u00f9\u00fa\u00fb\u00fc\u00fd\u00fe"
        "\u00a1\u00a2\u00a3\u00a4\u00a5\u00a6\u00a7",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
"""TCVN 5712:1993 VN3 as seen through Latin-1."""

_VNI_ALONE = dict(zip("ñÑôÔöÖæÆóÓòÒîÎíÍìÌ", "đĐơƠưƯỉỈĩĨịỊỵỴíÍìÌ", strict=True))
_VNI_MARKS = dict(zip("øùûõï", "\u0300\u0301\u0309\u0303\u0323", strict=True))
_VNI_CIRCUMFLEX = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}

_VIETNAMESE = set("aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
_ODD = re.compile(f"[{''.join(c for c in map(chr, range(0xA1, 0x100)) if c.lower() not in _VIETNAMESE)}]")
"""Letters and signs of the upper half of Latin-1 that Vietnamese lacks; all legacy text is full of them."""
_NUCLEI = (
    "a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iu oa oă oe oi ôi ơi ua uâ uê ui uô uơ uy ưa ưi ươ ưu yê "
    "iêu oai oao oay oeo uây uôi uya uyê uyu ươi ươu yêu"
)
_SYLLABLE = re.compile(
    r"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    rf"(?:{'|'.join(sorted(_NUCLEI.split(), key=len, reverse=True))})"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_VIQR = re.compile(r"[AaEeOo]\^[`'?~.]|[OoUu]\+[`'?~.]|[Dd]{2}[AaOoUu]")
_MICRO = re.compile(r"\u00b5[mgslAVWF]")
_TOKEN = re.compile(r"[^\s,;:()\"/]+")


def from_tcvn3(text: str) -> str:
    """Return `text`, TCVN3 bytes read as Latin-1, in Unicode."""
    return "".join(_TCVN3.get(c, c) for c in text)


def from_vni(text: str) -> str:
    """Return `text`, VNI bytes read as Latin-1, in Unicode."""
    out: list[str] = []
    for char in text:
        combined = _vni_combined(out[-1] if out else "", char)
        if combined:
            out[-1] = combined
        else:
            out.append(_VNI_ALONE.get(char, char))
    return "".join(out)


def _vni_combined(base: str, mark: str) -> str:
    """Return the letter that `mark` makes of the letter before it, or ""."""
    low, mark = base.lower(), mark.lower()
    if low in {"a", "e", "o"} and mark in _VNI_CIRCUMFLEX:
        return nfc(base + "\u0302" + _VNI_CIRCUMFLEX[mark])
    if low == "a" and mark in _VNI_BREVE:
        return nfc(base + "\u0306" + _VNI_BREVE[mark])
    if low and low in "aeouyơư" and mark in _VNI_MARKS:
        return nfc(base + _VNI_MARKS[mark])
    return ""


def _is_syllable(word: str) -> bool:
    """Tell whether `word` is spelled like a Vietnamese syllable that bears at least one mark or đ."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in parts if c in "\u0300\u0309\u0303\u0301\u0323"]
    bare = nfc("".join(c for c in parts if c not in "\u0300\u0309\u0303\u0301\u0323"))
    return len(tones) <= 1 and not word.isascii() and _SYLLABLE.fullmatch(bare) is not None


def looks_legacy(text: str) -> str | None:
    """Recognise TCVN3 or VNI letters inside Unicode text: `C«ng hoµ`, `Coäng hoøa`.

    They stay in a document when its font `.VnTime` or `VNI-Times` was merely changed to Times New Roman.

    Returns:
        `TCVN3`, `VNI`, or None for text that reads as Vietnamese (or as another language).
    """
    text = nfc(text)
    if not _ODD.search(text):  # nearly every line
        return None
    words = [w.strip(".-!?") for w in _TOKEN.findall(text)]
    odd = [w for w in words if _ODD.search(w)]
    odd = [w for w in odd if any(c.isascii() and c.isalpha() for c in w) and not _MICRO.fullmatch(w)]
    scores = {
        "TCVN3": sum(_is_syllable(from_tcvn3(w)) for w in odd),
        "VNI": sum(_is_syllable(from_vni(w)) for w in odd),
    }
    best = max(scores, key=lambda name: scores[name])
    lettered = sum(any(c.isalpha() for c in w) for w in words)
    enough = scores[best] >= 3 or scores[best] * 5 >= lettered  # noqa: PLR2004 - three words, or a fifth of a short text
    return best if scores[best] and enough else None


def legacy_encoding(data: bytes) -> str | None:
    """Name the encoding of a text file that is not UTF-8.

    Returns:
        None for UTF-8 (with or without BOM); else `UTF-16`, `TCVN3`, `VNI`, `VIQR`, `Windows-1258`, or
        `không rõ` when it is none of these either.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or _is_bare_utf16(data):
        return "UTF-16"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _single_byte(data)
    if text.isascii():
        return "VIQR" if len(_VIQR.findall(text)) >= 3 else None  # noqa: PLR2004 - one or two may be arithmetic
    return None


def _is_bare_utf16(data: bytes) -> bool:
    """Tell whether every other byte is mostly NUL: UTF-16 without its mark."""
    half = len(data) // 2
    return half > 1 and max(data[::2].count(0), data[1::2].count(0)) * 2 > half


def _single_byte(data: bytes) -> str:
    latin = data.decode("latin-1")
    tokens = [w.strip(".-!?'") for w in _TOKEN.findall(latin) if not w.isascii()]
    scores = {
        "Windows-1258": sum(_is_syllable(nfc(w.encode("latin-1").decode("cp1258", "replace"))) for w in tokens),
        "TCVN3": sum(_is_syllable(from_tcvn3(w)) for w in tokens),
        "VNI": sum(_is_syllable(from_vni(w)) for w in tokens),
    }
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] else "không rõ"
