"""The text of a Word paragraph as people see it, and the markup that carries it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, TypeAlias

from lxml import etree

from reportgen.render.tags import Kind, Tag, Token, scan
from reportgen.vi.text import nfc

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Noncharacters: Unicode keeps them for the inside of programs, so no document holds them.
HIDDEN_OPEN, HIDDEN_CLOSE = "\ufdd0", "\ufdd1"
_IN_TEXT: Final = {f"{W}t": "", f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}
SOLID: Final = tuple(
    W + name
    for name in (
        "drawing",
        "pict",
        "object",
        "br",
        "footnoteReference",
        "endnoteReference",
        "sym",
        "fldSimple",
        "instrText",
    )
)
HOLDERS: Final = {"p": "đoạn", "tr": "dòng bảng", "tc": "ô bảng"}
"""What vanishes with a marker, by its prefix."""
_Piece: TypeAlias = "tuple[etree._Element, str]"  # noqa: SLF001  lxml names its element type so


@dataclass(frozen=True, slots=True)
class Text:
    """What a paragraph shows: its elements with their texts, the whole, and the tags in it."""

    pieces: list[_Piece]
    shown: str
    tokens: list[Token]
    faults: list[str]

    @classmethod
    def of(cls, paragraph: etree._Element) -> Text:
        """Read a paragraph as it stands."""
        pieces = list(shown_pieces(paragraph))
        shown = "".join(text for _, text in pieces)
        braces = any(brace in shown for brace in "{}｛｝")
        tokens, faults = scan(shown) if braces else ([Token(0, len(shown), None, shown)], [])
        return cls(pieces, shown, tokens, faults)

    @property
    def ends(self) -> list[int]:
        """Where each element's text ends in the whole."""
        return list(accumulate(len(shown) for _, shown in self.pieces))

    @property
    def braces(self) -> bool:
        """Whether anything in it must be rewritten."""
        return "{" in self.shown or "}" in self.shown


def has_tag(text: str) -> bool:
    """Return whether a text holds the beginning of a tag."""
    return "{{" in text or "{%" in text or "{#" in text


def shown_pieces(paragraph: etree._Element) -> Iterator[_Piece]:
    """Yield the elements that show text in a paragraph, with it; not those of paragraphs inside (text boxes)."""
    for child in paragraph:
        if child.tag in _IN_TEXT:
            yield child, child.text or "" if child.tag == f"{W}t" else _IN_TEXT[str(child.tag)]
        elif child.tag != f"{W}p":
            yield from shown_pieces(child)


def paragraph_of(element: etree._Element) -> etree._Element:
    """Return the outermost paragraph around an element, or the element itself when there is none."""
    around = list(element.iterancestors(f"{W}p"))
    return around[-1] if around else element


def up(element: etree._Element, name: str) -> etree._Element | None:
    """Return the nearest `w:name` around an element."""
    return next(element.iterancestors(W + name), None)


# --- what a tag would take with it --------------------------------------------------------------------------------


def beside(holder: etree._Element, tag: Tag, texts: Mapping[etree._Element, Text]) -> str:
    """Return what stands beside a marker in its paragraph, row or cell, in words; "" when nothing does."""
    inside = [texts[p] for p in holder.iter(f"{W}p") if p in texts]
    others = [t.tag for text in inside for t in text.tokens if t.tag is not None and t.tag.kind is not Kind.COMMENT]
    others.remove(tag)
    words = " ".join(t.literal for text in inside for t in text.tokens if t.tag is None).split()
    if others:
        return f"thẻ {others[0].text}"
    if words:
        return f"chữ {' '.join(words)[:40]!r}"
    return "hình, trường, chú thích hoặc ngắt trang" if is_solid(holder.iter(*SOLID)) else ""


def is_solid(elements: Iterable[etree._Element]) -> bool:
    """Return whether any element shows something that is no text; a line break does not."""
    solid = (e for e in elements if e.tag in SOLID)
    return any(e.tag != f"{W}br" or e.get(f"{W}type") in {"page", "column"} for e in solid)


def merges_back(paragraph: etree._Element, token: Token, text: Text) -> bool:
    """Return whether `{%-` eats nothing but the break before it: docxtpl cuts back to the text before."""
    ends = text.ends
    first = bisect_right(ends, token.start)
    if token.start > (ends[first - 1] if first else 0):
        return False
    texts = [e for e, _ in text.pieces[:first] if e.tag == f"{W}t"]
    if texts:
        return not is_solid(_between(paragraph, texts[-1], text.pieces[first][0]))
    return _merges(paragraph.getprevious(), paragraph)


def merges_on(paragraph: etree._Element, token: Token, text: Text) -> bool:
    """Return whether `-%}` eats nothing but the break between it and the text after."""
    ends = text.ends
    first, last = bisect_right(ends, token.start), bisect_left(ends, token.end)
    rest = text.shown[token.end : ends[last]] if first == last else ""
    if rest:
        return rest.startswith(("{{", "{%"))
    texts = [e for e, _ in text.pieces[last + (first == last) :] if e.tag == f"{W}t"]
    if texts:
        return not is_solid(_between(paragraph, text.pieces[first][0], texts[0]))
    return _merges(paragraph, paragraph.getnext())


def _between(holder: etree._Element, first: etree._Element, second: etree._Element) -> list[etree._Element]:
    inside = list(holder.iter())
    return inside[inside.index(first) + 1 : inside.index(second)]


def _merges(first: etree._Element | None, second: etree._Element | None) -> bool:
    """Return whether docxtpl can join two paragraphs at their texts without losing anything between these."""
    if first is None or second is None or first.tag != f"{W}p" or second.tag != f"{W}p":
        return False
    before, after = list(first.iter()), list(second.iter())
    texts = [k for k, e in enumerate(before) if e.tag == f"{W}t"], [k for k, e in enumerate(after) if e.tag == f"{W}t"]
    if not texts[0] or not texts[1]:
        return False
    between = before[texts[0][-1] :] + after[: texts[1][0]]
    return not is_solid(between) and not any(e.tag == f"{W}sectPr" for e in between + after)


# --- rewriting ---------------------------------------------------------------------------------------------------


def rewrite(text: Text, numbered: list[str | None]) -> None:
    """Put every tag whole into the element where it begins, and hide all other braces."""
    texts: list[list[str]] = [[] for _ in text.pieces]
    inside_tag: set[int] = set()
    ends = text.ends
    for token, number in zip(text.tokens, numbered, strict=True):
        covered = range(bisect_right(ends, token.start), bisect_left(ends, token.end) + 1)
        if token.tag is None and token.literal == text.shown[token.start : token.end]:
            for k in covered:
                start = ends[k] - len(text.pieces[k][1])
                texts[k].append(hidden(text.shown[max(start, token.start) : min(ends[k], token.end)]))
        else:
            texts[covered[0]].append(number if number is not None else hidden(token.literal))
            inside_tag.update(covered)
    for k, (element, _) in enumerate(text.pieces):
        if element.tag == f"{W}t":
            element.text = "".join(texts[k])
        elif k in inside_tag:
            remove(element)  # a line break inside a tag: Word's, not the officer's


def hidden(text: str) -> str:
    """Return literal text in NFC, with its braces out of docxtpl's and Jinja's sight."""
    return nfc(text.replace("{", HIDDEN_OPEN).replace("}", HIDDEN_CLOSE))


def remove(element: etree._Element) -> None:
    """Take an element out; lxml keeps a tail with it, and Word markup has none."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
