"""Where a value stands in a document, and what stands around it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from reportgen.compare.excel import cells_of
from reportgen.compare.word import cells_of_tables
from reportgen.render.package import Package
from reportgen.vi.text import nfc

_TOKEN = re.compile(r"\d+(?:[.,/]\d+)*%?|[^\W\d_]+(?:[-'][^\W\d_]+)*")
PLACES = 2
"""Digits after the comma in which documents print figures."""
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Spot:
    """A paragraph of a document, or a row of a table or sheet.

    Attributes:
        place: Where it is. text: What it says. above: The heading that it stands under.
        cells: Of a row: place, text and formula ("" for none) of every cell that says anything.
    """

    place: str
    text: str
    above: str
    cells: tuple[tuple[str, str, str], ...] = ()

    def where(self, value: str) -> str:
        """Return the place of the cell in which a value stands, of the paragraph where there are no cells."""
        found = [place for place, text, _ in self.cells if stands_in(value, text)]
        return "; ".join(found) or self.place


def spots(package: Package) -> list[Spot]:
    """Return every paragraph and every row of a document, in reading order."""
    found = cells_of(package, PLACES) if package.kind == "xlsx" else cells_of_tables(package)
    rows: dict[str, list[tuple[str, str, str]]] = {}
    for row, place, text, formula in found:
        rows.setdefault(row, []).append((place, nfc(text), formula))
    done: list[Spot] = []
    above = ""
    for row, cells in rows.items():
        text = " | ".join(text for _, text, _ in cells)
        done.append(Spot(row, text, above, tuple(cells) if cells[0][0] != row or len(cells) > 1 else ()))
        if len(text) < _SHOWN * 3 and not text.rstrip().endswith((".", ";", ",")):
            above = text
    return done


def stands_in(value: str, text: str) -> bool:
    """Tell whether a value stands in a text as a word or figure of its own: not `39` in `139`, in `39,5`."""
    return _match(value, text) is not None


def _match(value: str, text: str) -> re.Match[str] | None:
    for found in _pattern(value).finditer(text):
        if not value.isdigit() or _around(text, found).count("/") <= 1:
            return found
    return None


def _around(text: str, found: re.Match[str]) -> str:
    """Return the figure or date of which a match is a part."""
    start, end = found.span()
    while start and (text[start - 1].isdigit() or text[start - 1] == "/"):
        start -= 1
    while end < len(text) and (text[end].isdigit() or text[end] == "/"):
        end += 1
    return text[start:end]


def _pattern(value: str) -> re.Pattern[str]:
    """Return what finds a value, whatever the spaces inside, in any case, but no part of a longer word or figure."""
    words = r"\s+".join(map(re.escape, value.split()))
    start = r"(?<!\w)(?<!\d[.,])" if re.match(r"\w", value) else ""
    end = r"(?!\w)(?![.,]\d)" if re.search(r"\w$", value) else ""
    return re.compile(f"{start}{words}{end}", re.IGNORECASE)


def spellings(value: str) -> list[str]:
    """Return a value as typed, then as it may be printed: `58.97 %` is `58,97%`."""
    plain = nfc(value).strip()
    joined = re.sub(r"(?<=\d)\s+%", "%", plain)
    comma = re.sub(r"^(\d+)\.(\d{1,2})(%?)$", r"\1,\2\3", joined)
    return list(dict.fromkeys([plain, joined, comma]))


def figures_in(value: str) -> list[str]:
    """Return the figures in a value that is more than a figure: `39/65` of `39/65 nhiệm vụ`."""
    return [token for token in dict.fromkeys(_TOKEN.findall(value)) if token[0].isdigit() and token != value]


def found_in(everything: Sequence[Spot], value: str) -> list[Spot]:
    """Return the spots in which a value stands."""
    return [spot for spot in everything if stands_in(value, spot.text)]


def nearest(everything: Sequence[Spot], value: str, most: int = 5) -> list[str]:
    """Return what a document says that looks like a value which it does not say.

    Words are taken whatever their accents; figures are those next in size, then those that look alike.
    """
    tokens = list(dict.fromkeys(token for spot in everything for token in _TOKEN.findall(spot.text)))
    if value[:1].isdigit():
        figures = [token for token in tokens if token[0].isdigit() and token.endswith("%") == value.endswith("%")]
        size = _size(value)
        near = sorted(figures, key=lambda token: abs(_size(token) - size))[: most // 2 + 1] if size >= 0 else []
        return list(dict.fromkeys([*near, *get_close_matches(value, figures, n=most, cutoff=0.5)]))[:most]
    wanted = _bare(value)
    bare = [_as_written(spot.text, wanted) for spot in everything if wanted and wanted in _bare(spot.text)]
    return list(dict.fromkeys(filter(None, bare)))[:most] or get_close_matches(value, tokens, n=most, cutoff=0.5)


def _size(token: str) -> float:
    """Return a figure as a number, less than 0 when it is none: a date, a ratio."""
    text = token.rstrip("%").replace(".", "").replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return -1.0


def _bare(text: str) -> str:
    """Return a text without accents, in small letters."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(letter for letter in letters if unicodedata.category(letter) != "Mn").split())


def _as_written(text: str, wanted: str) -> str:
    """Return the words of a text that are the wanted ones, accents and case aside."""
    words = text.split()
    length = len(wanted.split())
    runs = (words[n : n + length] for n in range(len(words) - length + 1))
    return next((" ".join(run).strip(".,;:()") for run in runs if wanted in _bare(" ".join(run))), "")


def excerpt(text: str, value: str) -> str:
    """Return the words around a value."""
    match = _match(value, text)
    if match is None:
        return text[: 2 * _SHOWN]
    start, end = max(match.start() - _SHOWN, 0), min(match.end() + _SHOWN, len(text))
    return f"{'…' if start else ''}{' '.join(text[start:end].split())}{'…' if end < len(text) else ''}"
