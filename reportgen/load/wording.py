"""How faults in people's files are worded: values made safe to print, nearest names, the path of a key in words."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.vi.text import fold

LONGEST_SHOWN = 60
NEAR_ENOUGH = 60.0

ITEM_WORDS = {
    "tasks": "nhiệm vụ",
    "indicators": "chỉ tiêu",
    "files": "lĩnh vực hồ sơ",
    "parts": "phần",
    "documents": "văn bản",
    "agencies": "cơ quan",
    "areas": "lĩnh vực",
    "groups": "nhóm",
    "text": "đoạn",
    "duties": "chế độ báo cáo",
    "unit_duties": "nhiệm vụ đơn vị",
    "errata": "đính chính",
    "appendices": "phụ lục",
    "events": "sự kiện",
}
NAMING_KEYS = ("id", "number", "field", "label", "agency", "place")

Path = tuple[str | int, ...]


def shown(value: str) -> str:
    r"""Return a person's text as messages print it: quoted, at most `LONGEST_SHOWN` letters, no control characters.

    A control, format or odd space character prints as its code point, `\u202e`, so that a value can neither break a
    line of the log nor steer the terminal.
    """
    cut = value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"
    return f"“{printable(cut)}”"


def printable(text: str) -> str:
    """Return text with everything that a terminal does not print written as its code point."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def place(where: str, line: int) -> str:
    """Return a place in a text file as problems print it: `truc-lam/ward.yaml, dòng 12`."""
    return f"{where}, dòng {line}"


def nearest(word: str, known: Iterable[str], *, limit: int = 3) -> list[str]:
    """Return the known words that resemble `word` most, best first; empty when none comes near."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  only when something is misspelt

    choices = {k: fold(k) for k in known}
    found = process.extract(fold(word), choices, scorer=fuzz.WRatio, limit=limit, score_cutoff=NEAR_ENOUGH)
    return [str(key) for _, _, key in found]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `Có phải là “a” hay “b”? `, or nothing when no known word comes near."""
    words = " hay ".join(shown(w) for w in nearest(word, known))
    return f"Có phải là {words}? " if words else ""


def path_in_words(path: Path, data: object) -> str:
    """Return a key's path as a person says it: `khóa "percent" của nhiệm vụ "03.1"`; empty for the file itself.

    Args:
        path: Keys and places (from 0) from the top of the file.
        data: What the file holds, to name items by their own id or number.
    """
    owners: list[str] = []
    tail = ""
    for depth, step in enumerate(path):
        here = _value_at(data, path[: depth + 1])
        before = path[depth - 1] if depth else ""
        if isinstance(step, int):
            word = ITEM_WORDS.get(str(before))
            if word is None or not isinstance(here, dict):
                tail = f'mục thứ {step + 1} của khóa "{before}"'
            else:
                owners.insert(0, f"{word} {_name_of(here) or f'thứ {step + 1}'}")
                tail = ""
        elif depth == len(path) - 1 or not isinstance(path[depth + 1], int):
            tail = f"khóa {_key(step)}" + (f" trong {tail}" if tail.startswith("khóa") else "")
    return " của ".join([tail, *owners] if tail else owners)


def _key(step: str) -> str:
    return shown(step).replace("“", '"').replace("”", '"')


def _name_of(item: dict[str, object]) -> str:
    for key in NAMING_KEYS:
        text = getattr(item.get(key), "text", "")
        if text:
            return shown(text)
    return ""


def _value_at(data: object, path: Path) -> object:
    for step in path:
        if isinstance(step, int) and isinstance(data, list) and step < len(data):
            data = data[step]
        elif isinstance(step, str) and isinstance(data, dict):
            data = data.get(step)
        else:
            return None
    return data
