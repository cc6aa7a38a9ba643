"""Bytes to clean Vietnamese text: UTF-8, NFC, no character that documents cannot carry, no legacy letters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportgen.load.wording import shown
from reportgen.problem import Problem, Severity
from reportgen.vi.legacy import legacy_encoding, looks_legacy
from reportgen.vi.text import is_nfc, lookalikes, nfc

# Illegal in XML 1.0, or a break that Word, Excel and YAML each read in their own way (U+0085, U+2028, U+2029).
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_LATIN_1 = re.compile("[\xa1-\xff]")  # where letters of TCVN3 and VNI land
_MOST_TOLD = 5

CONTROL_REMEDY = "Xóa ký tự đó (thường sót lại khi chép từ Word, PDF); cần xuống dòng thì gõ phím Enter."
UTF8_REMEDY = "Mở tệp bằng trình soạn thảo, chuyển sang bảng mã Unicode rồi lưu dạng UTF-8."


@dataclass(frozen=True, slots=True)
class Illegal:
    """Characters that no document can carry.

    Attributes:
        found: The characters. problems: What to tell people, at most a few.
    """

    found: frozenset[str]
    problems: tuple[Problem, ...]


def illegal_characters(text: str, where: str, *, first_line: int = 1) -> Illegal:
    """Find characters that may not enter a document, each with its line and code point.

    Args:
        text: Text of a file, or of one value that begins on line `first_line`.
        where: How people call the file.
        first_line: Line of the first character.
    """
    hits = [(first_line + text.count("\n", 0, m.start()), m.group()) for m in _ILLEGAL.finditer(text)]
    problems = [
        Problem("DL102", f"{where}, dòng {line}", f"có ký tự không được phép U+{ord(c):04X}", CONTROL_REMEDY)
        for line, c in dict.fromkeys(hits)
    ]
    if len(problems) > _MOST_TOLD:
        rest = len(problems) - _MOST_TOLD
        last = problems[_MOST_TOLD - 1]
        problems[_MOST_TOLD - 1 :] = [
            Problem("DL102", last.where, f"{last.message}, và {rest} chỗ khác phía sau", CONTROL_REMEDY)
        ]
    return Illegal(frozenset(c for _, c in hits), tuple(problems))


def decode(content: bytes, where: str) -> tuple[str | None, list[Problem]]:
    r"""Read bytes as UTF-8 text in NFC with `\n` as the only line end.

    Args:
        content: Any bytes.
        where: How people call the file.

    Returns:
        The text, or None when it is in another encoding; and what was found (DL101, DL103, DL104, DL105).
    """
    legacy = legacy_encoding(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return None, [_other_encoding(f"{where}, dòng {line}", legacy)]
    if legacy:
        return None, [_other_encoding(where, legacy)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems: list[Problem] = []
    if not is_nfc(text):
        problems.append(_decomposed(text, where))
        text = nfc(text)
    return text, problems + _foreign_letters(text, where)


def _other_encoding(where: str, legacy: str | None) -> Problem:
    name = f", có vẻ là {legacy}" if legacy and legacy != "không rõ" else ""
    return Problem("DL101", where, f"tệp không phải bảng mã UTF-8{name}", UTF8_REMEDY)


def _decomposed(text: str, where: str) -> Problem:
    lines = [n for n, line in enumerate(text.split("\n"), 1) if not is_nfc(line)]
    more = f" (cùng {len(lines) - 1} dòng khác)" if len(lines) > 1 else ""
    return Problem(
        "DL103",
        f"{where}, dòng {lines[0] if lines else 1}",
        f"chữ có dấu ghi ở dạng Unicode tổ hợp (NFD){more}; chương trình đã đọc thành dạng dựng sẵn (NFC)",
        "Không bắt buộc sửa; nên đặt bộ gõ ở bảng mã Unicode dựng sẵn rồi lưu lại tệp.",
        Severity.WARNING,
    )


def _foreign_letters(text: str, where: str) -> list[Problem]:
    """Find lines typed with a legacy font's letters, and letters that only look Latin."""
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.isascii():
            continue
        place = f"{where}, dòng {number}"
        legacy = looks_legacy(line) if _LATIN_1.search(line) else None
        if legacy:
            message = f"chữ gõ theo bảng mã cũ {legacy}: {shown(line.strip())}"
            remedy = "Chuyển đoạn chữ sang Unicode bằng công cụ của bộ gõ (ví dụ UniKey, Ctrl + Shift + F6)."
            problems.append(Problem("DL104", place, message, remedy))
        else:
            problems += _lookalikes(line, place)
    return problems


def _lookalikes(line: str, place: str) -> list[Problem]:
    """Report each sort of look-alike once a line."""
    problems = []
    for char, meant in dict.fromkeys((c, m) for _, c, m in lookalikes(line)):
        what = f"dễ nhầm với “{meant}”" if meant else "không nhìn thấy được"
        remedy = f"Xóa rồi gõ lại chữ “{meant}”." if meant else "Xóa ký tự đó rồi gõ lại từ chứa nó."
        message = f"có ký tự U+{ord(char):04X} {what}: {shown(line.strip())}"
        problems.append(Problem("DL105", place, message, remedy, Severity.WARNING))
    return problems
