"""Nơi nhận and the signature block, in a table of two cells or one after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from reportgen.planimport.blocks import Para
from reportgen.planimport.draft import Ledger
from reportgen.vi.text import fold

_RECIPIENTS: Final = re.compile(r"^nơi nhận\s*:?\s*(.*)$", re.IGNORECASE)
_AUTHORITY: Final = re.compile(
    r"^(?:TM|KT|TL|TUQ|Q)\s*\.|^(?:PHÓ\s+)?CHỦ TỊCH\b|^(?:PHÓ\s+)?(?:TRƯỞNG PHÒNG|CHÁNH VĂN PHÒNG|GIÁM ĐỐC)\b"
    r"|^ỦY BAN NHÂN DÂN$|^UỶ BAN NHÂN DÂN$"
)
_NOT_FIRST: Final = re.compile(r"^(?:CHỦ TỊCH )?(?:ỦY BAN|UỶ BAN|UBND)")
_NAME: Final = re.compile(r"^(?:[A-ZĐÀ-Ỹ][\wÀ-ỹ'’.]*\s+){1,6}[A-ZĐÀ-Ỹ][\wÀ-ỹ'’.]*$")
_PLACEHOLDER: Final = re.compile(
    r"^[(\[]?\s*(?:đã ký|ký tên|đã ký tên|chữ ký|ký điện tử|đóng dấu|ký, ghi rõ|ký và)", re.IGNORECASE
)
_SIGNED_BY: Final = re.compile(r"^(?:người ký|thời gian ký|cơ quan)\s*:", re.IGNORECASE)
_GOES_ON: Final = re.compile(r"[;,]$")
_LISTED: Final = re.compile(r"^[-–+*•]|^(?:lưu|như)\b", re.IGNORECASE)


@dataclass(slots=True)
class Signature:
    """What was read: lines of Nơi nhận, lines above the name, the name; "" when it is not there."""

    recipients: list[str] = field(default_factory=list)
    authority: list[str] = field(default_factory=list)
    signer: str = ""


def begins_signature(text: str) -> bool:
    """Tell whether a line opens the signature block or Nơi nhận."""
    if _RECIPIENTS.match(text):
        return True
    # `ỦY BAN NHÂN DÂN` alone is the issuer; `CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG ...` above the bases says who decides.
    return bool(_AUTHORITY.match(text)) and text.upper() == text and not _NOT_FIRST.match(text)


def read_signature(paras: Sequence[Para], into: Signature, ledger: Ledger) -> int:
    """Read the lines from the first of the block on.

    Returns:
        How many lines belong to it.
    """
    found = Signature()
    listing = False
    used = 0
    for para in paras:
        text = para.text
        opened = _RECIPIENTS.match(text)
        if opened:
            listing = True
            ledger.leave(para, "“Nơi nhận:”, chương trình tự in") if not opened[1] else None
            if opened[1]:
                found.recipients.append(opened[1])
                ledger.place(para, "recipients (nơi nhận)")
        elif _AUTHORITY.match(text) and text.upper() == text:
            found.authority.append(text)
            ledger.place(para, "authority (quyền hạn, chức vụ)")
            listing = False
        elif _PLACEHOLDER.match(text) or _SIGNED_BY.match(text):
            ledger.leave(para, "chỗ ký tên, đóng dấu")
        elif found.authority and not found.signer and _NAME.match(text) and fold(text) != fold("Nơi nhận"):
            found.signer = text
            ledger.place(para, "signer (họ tên người ký)")
            listing = False
        elif listing and (
            _LISTED.match(text) or not found.recipients or para.soft or _GOES_ON.search(found.recipients[-1])
        ):
            found.recipients.append(text)
            ledger.place(para, "recipients (nơi nhận)")
        else:
            break
        used += 1
    into.recipients = found.recipients or into.recipients
    into.authority = found.authority or into.authority
    into.signer = found.signer or into.signer
    return used
