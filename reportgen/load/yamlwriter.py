"""Plain data to YAML as a person would write it: what `yamlsource` reads back, value for value.

The style is that of the shipped files: two spaces, a list item a line, words without quotes where no YAML reader can
take them for anything else, one line a value whatever its length. The same data give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from reportgen.load.scalars import is_text_everywhere
from reportgen.vi.text import nfc

ON_ONE_LINE: Final = frozenset(
    {
        "reports",
        "days_off",
        "working_days",
        "years",
        "columns",
        "fields",
        "areas",
        "authority",
        "issuer",
        "calendar_kinds",
    }
)
"""Keys whose lists of words or numbers stand on one line, in brackets."""
_SPAN: Final = {"from", "to"}
_INDENT: Final = "  "
_ESCAPED: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_STEERS: Final = re.compile(r"^[-?:,\[\]{}#&*!|>'\"%@`+~=<.\\]|: |:$| #|^\s|\s$")
_IN_BRACKETS: Final = re.compile(r"[,\[\]{}:]")
_NAMES: Final = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def yaml_text(data: Mapping[str, object], *, comment: str = "") -> str:
    """Return a whole file.

    Args:
        data: Keys in the order wanted; values `str`, `int`, `bool`, `Decimal`, `date`, None, and lists and mappings
            of such. Text may hold anything; it is brought to NFC.
        comment: Lines printed above, each after `# `.
    """
    lines = [f"# {line}".rstrip() for line in comment.splitlines()]
    for place, (key, value) in enumerate(data.items()):
        block = _is_block(key, value)
        if block and (place or lines):
            lines.append("")
        lines += entry_lines(key, value, 0)
    return "\n".join(lines) + "\n"


def entry_lines(key: str, value: object, depth: int) -> list[str]:
    """Return the lines of one key with its value, `depth` steps in."""
    margin = _INDENT * depth
    if not _is_block(key, value):
        return f"{margin}{scalar(key, one_line=True)}: {_inline(value, depth)}".split("\n")
    lines = [f"{margin}{scalar(key, one_line=True)}:"]
    if isinstance(value, Mapping):
        for inner, content in value.items():
            lines += entry_lines(inner, content, depth + 1)
    elif isinstance(value, Sequence):
        for item in value:
            lines += item_lines(item, depth + 1)
    return lines


def item_lines(item: object, depth: int) -> list[str]:
    """Return the lines of one item of a list, its dash `depth` steps in."""
    margin = _INDENT * depth
    if not isinstance(item, Mapping) or not item:
        return f"{margin}- {_inline(item, depth)}".split("\n")
    lines = [line for key, value in item.items() for line in entry_lines(key, value, depth + 1)]
    return [f"{margin}- {lines[0][len(margin) + 2 :]}", *lines[1:]]


def scalar(text: str, *, in_brackets: bool = False, one_line: bool = False, depth: int = 0) -> str:
    """Return words as YAML writes them: bare, quoted, or as lines under a mark when they are lines.

    Args:
        text: The words.
        in_brackets: Whether they stand in a list in brackets, where commas and colons part.
        one_line: Whether lines must be written with their breaks escaped.
        depth: Steps in of the key or item that they belong to.
    """
    text = nfc(text)
    if "\n" in text and not (in_brackets or one_line) and _are_plain_lines(text):
        margin = _INDENT * (depth + 1)
        return "|-\n" + "\n".join(margin + line for line in text.split("\n"))
    if _ESCAPED.search(text):
        return _escaped(text)
    if text and not _STEERS.search(text) and not (in_brackets and _IN_BRACKETS.search(text)):
        if is_text_everywhere(text):
            return text
    elif '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return _escaped(text)


def _is_block(key: str, value: object) -> bool:
    """Tell whether a value stands under its key rather than after it."""
    if isinstance(value, str) or not isinstance(value, Mapping | Sequence) or not value:
        return False
    if isinstance(value, Mapping):
        return value.keys() != _SPAN
    return key not in ON_ONE_LINE or any(isinstance(v, Mapping) for v in value)


def _inline(value: object, depth: int, *, in_brackets: bool = False) -> str:
    if isinstance(value, str):
        return scalar(value, in_brackets=in_brackets, depth=depth)
    if isinstance(value, Mapping):
        pairs = (f"{scalar(str(k), in_brackets=True)}: {_inline(v, depth, in_brackets=True)}" for k, v in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(_inline(v, depth, in_brackets=True) for v in value) + "]"
    return _figure(value)


def _figure(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def _are_plain_lines(text: str) -> bool:
    """Tell whether lines may stand as they are: none empty, none with spaces at an end, nothing to escape."""
    return all(line and line == line.strip() and not _ESCAPED.search(line) for line in text.split("\n"))


def _escaped(text: str) -> str:
    return '"' + "".join(_letters(text)) + '"'


def _letters(text: str) -> Iterator[str]:
    for letter in text:
        if letter in _NAMES:
            yield _NAMES[letter]
        elif _ESCAPED.match(letter):
            yield f"\\u{ord(letter):04x}"
        else:
            yield letter
