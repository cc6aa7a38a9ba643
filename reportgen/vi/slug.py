"""Names of files and ids made from Vietnamese words."""

from __future__ import annotations

import re
import unicodedata

from reportgen.vi.text import nfc

_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in "123456789¹²³")})
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_NAMELESS = "khong-ten"


def slug(text: str) -> str:
    """Return ASCII words joined by hyphens: `Phòng Văn hóa - Xã hội` -> `phong-van-hoa-xa-hoi`; may be empty."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def safe_name(text: str, max_bytes: int = 120) -> str:
    """Return one file name that every system accepts, accents kept.

    Separators, control and Windows-forbidden characters become `-`; spaces and dots at the ends go; device names
    of Windows (`CON`, `NUL.docx`) get `_` in front; the name is cut at a whole character before `max_bytes` of UTF-8,
    its extension kept. Never empty, `.` or `..`.
    """
    name = _FORBIDDEN.sub("-", nfc(text.encode("utf-8", "replace").decode("utf-8"))).strip(" .")
    if name.partition(".")[0].rstrip().casefold() in _RESERVED:
        name = "_" + name
    if len(name.encode()) > max_bytes:
        stem, dot, extension = name.rpartition(".")
        tail = dot + extension if stem and len(extension) <= 5 else ""  # noqa: PLR2004 - longer ones are not extensions
        body = name[: len(name) - len(tail)].encode()[: max_bytes - len(tail.encode())]
        name = body.decode("utf-8", "ignore").rstrip(" .") + tail
    return name or _NAMELESS
