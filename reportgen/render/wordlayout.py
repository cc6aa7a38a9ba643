"""What is proved of a Word part before anything is filled in, so that a filled-in part need not be parsed again.

The markup that docxtpl has rewritten is read once, tag after tag. A part is `sure` when whatever the values are, the
result is well formed and as Word wants it: values are printed only where text may stand, every block can be left out
or repeated, and nothing that must be unique is repeated. Where that hangs on the values, a mark is set:

- a cell that may lose its last paragraph is looked at when it is written, `("cell",)`;
- a table, header or control that may lose all it holds, at its end, `("open",)` and `("close",)`;
- a bookmark, or the id of a content control, inside a loop is written once, `("once", number, markup)`;
- a drawing inside a loop takes an id that is free, `("id", its own)`.

What repeats and may stand once only without being missed (editing ids of paragraphs) is taken out of loops altogether.
Of everything else, `doubt` says why the slow way, over a tree, has to be gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, TypeAlias

from reportgen.render.tags import BRANCH_WORDS, OPENING_WORDS
from reportgen.render.wordblocks import NUMBER, Spot
from reportgen.render.wordfix import CELL_PROPERTIES
from reportgen.render.wordtext import HIDDEN_CLOSE, HIDDEN_OPEN, W
from reportgen.render.wordtype import ATTRIBUTE, BREAK, MARK, PLAIN, RUN, TAB, TEXT

Mark: TypeAlias = tuple[str] | tuple[str, int] | tuple[str, int, bytes]
_TOKEN: Final = re.compile(r"<[^>]*>|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_JINJA: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_ALONE: Final = re.compile(
    r"<w:r(?:\s[^<>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t(?:\s[^<>]*)?>"
    f"\\{{\\{{-?\\s*{NUMBER}(\\d+){NUMBER}\\s*-?\\}}\\}}</w:t></w:r>",
    re.DOTALL,
)
_NUMBERED: Final = re.compile(f"{NUMBER}(\\d+){NUMBER}")
_EDITING_IDS: Final = re.compile(r'\s[\w.-]+:(?:paraId|textId)="[^"]*"')
_PARA_ID: Final = re.compile(r'\s[\w.-]+:paraId="([^"]*)"')
_ID: Final = re.compile(r'(\s(?:w:)?id=")([^"]*)"')
_BOOKMARK_NAME: Final = re.compile(r'\sw:name="([^"]*)"')
_SDT_ID: Final = re.compile(r'\sw:val="([^"]*)"')
_DRAWING: Final = re.compile(rb'<(?:[\w.-]+:)?docPr\s[^>]*?\bid="(\d+)"')
_PREFIXES: Final = re.compile(r'\sxmlns(:[\w.-]+)?="([^"]*)"')

_TEXTS: Final = frozenset({"w:t", "w:delText", "w:instrText", "w:delInstrText"})
_RUNS: Final = frozenset({"w:p", "w:r", "w:hyperlink"})
_BLOCKS: Final = frozenset({"w:p", "w:tbl", "w:sdt", "w:customXml"})
_CELL_ENDS: Final = frozenset({"w:p", "w:sdt", "w:customXml"})
_CONTENT: Final[Mapping[str, frozenset[str]]] = {
    "w:tbl": frozenset({"w:tr"}),
    "w:tr": frozenset({"w:tc"}),
    "w:sdtContent": frozenset(),  # anything
    **dict.fromkeys(("w:hdr", "w:ftr", "w:footnote", "w:endnote", "w:comment", "w:txbxContent"), _BLOCKS),
}
"""What an element must hold at least one of."""
_HOLDERS: Final = frozenset({"w:tc", *_CONTENT})
_OWN_TAGS: Final = {"{% if loop.first %}": "if", "{% else %}": "else", "{% endif %}": "endif"}
_ONCE: Final = frozenset({"w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"})
_BOOKMARKS: Final = frozenset({"w:bookmarkStart", "w:bookmarkEnd"})
_REPEATING: Final = frozenset({"for", "macro", "call", "filter", "set"})


@dataclass(slots=True)
class _Frame:
    """An element that is open.

    Attributes:
        name: Of it. depth: Blocks open when it began. at: Where its start tag stands in the output.
        kept: Whether it surely holds what it must. perhaps: Whether it holds that inside a block. odd: Whether it
            holds something else that a block may leave behind alone. slot: Where its mark would stand. last: Name of
            the last element that surely ends it, "" after a block. touched: Whether its text is more than literal.
        children: Of the properties of a cell, where each begins.
    """

    name: str
    depth: int
    at: int
    kept: bool = False
    perhaps: bool = False
    odd: bool = False
    slot: int = -1
    last: str = ""
    touched: bool = False
    children: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Standing:
    """Something that may stand once only: where, under which id and name, inside which blocks, and in a loop or not."""

    at: int
    kind: str
    id: str
    name: str
    blocks: tuple[int, ...]
    repeats: bool


@dataclass
class Layout:
    """A part as it has been read.

    Attributes:
        spots: The tags on lines 2, 3, ... of the source. uses: What each of them is printed as, "" of statements.
        doubt: Why the part cannot be filled in the quick way; "" when it can.
        drawings: Ids of its drawings.
    """

    spots: list[Spot] = field(default_factory=list)
    uses: list[str] = field(default_factory=list)
    doubt: str = ""
    drawings: list[int] = field(default_factory=list)
    _pieces: list[str | Mark] = field(default_factory=list)
    _drawings: list[_Standing] = field(default_factory=list)

    def give_ids(self, taken: set[int]) -> None:
        """Give every drawing an id that no other of the document has; ids in loops change at every turn.

        Args:
            taken: Ids of the document, added to.
        """
        numbers = self.drawings
        for drawing in self._drawings:
            own = int(drawing.id) if drawing.id.isdigit() else 0
            numbers.append(max(taken, default=0) + 1 if own in taken or own == 0 else own)
            taken.add(numbers[-1])
        for drawing, number in reversed(list(zip(self._drawings, numbers, strict=True))):  # the places behind shift
            self._pieces[drawing.at : drawing.at + 1] = _numbered(str(self._pieces[drawing.at]), number, drawing)

    @property
    def source(self) -> str:
        """The Jinja source, each tag on the line after the one before, without marks."""
        return "".join(p if isinstance(p, str) else _unmarked(p) for p in self._pieces)

    @property
    def marked(self) -> str:
        """The same with marks."""
        return "".join(p if isinstance(p, str) else f"{MARK}{p!r}{MARK}" for p in self._pieces)


def _unmarked(mark: Mark) -> str:
    """Return what stands in a mark's place where a tree is mended afterwards."""
    if len(mark) == 3:  # noqa: PLR2004  ("once", number, markup)
        return mark[2].decode()
    return str(mark[1]) if len(mark) == 2 else ""  # noqa: PLR2004  ("id", own)


def _numbered(token: str, number: int, drawing: _Standing) -> list[str | Mark]:
    """Return the start tag of a drawing with that id, which changes at every turn of a loop."""
    found = _ID.search(token)
    head, tail = (token[: found.end(1)], token[found.end(2) :]) if found else re.split(r"(?<=docPr)", token, maxsplit=1)
    if found is None:
        head, tail = f'{head} id="', f'"{tail}'
    return [head, ("id", number), tail] if drawing.repeats else [f"{head}{number}{tail}"]


def read_layout(patched: str, spots: Sequence[Spot]) -> Layout:
    """Read the markup of a part.

    Args:
        patched: As docxtpl leaves it, tags numbered.
        spots: The tags by number.
    """
    reading = _Reading(spots)
    reading.run(patched)
    return reading.layout


class _Reading:
    """Goes through a part once; every handler writes its token on, changed or not."""

    def __init__(self, spots: Sequence[Spot]) -> None:
        self.layout = Layout()
        self._spots = spots
        self._alone: set[int] = set()
        self._out: list[str | Mark] = self.layout._pieces  # noqa: SLF001  the layout is built here
        self._frames: list[_Frame] = []
        self._blocks: list[int] = []
        self._words: list[str] = []
        self._count = 0
        self._seen: set[tuple[str, str]] = set()
        self._once: list[_Standing] = []
        self._controls: list[_Standing] = []
        self._bookmarks: list[_Standing] = []
        self._openers: Mapping[str, Callable[[str, str], str]] = {
            "w:p": self._with_editing_id,
            "w:tr": self._with_editing_id,
            "w:id": self._control_id,
            **dict.fromkeys(_ONCE, self._mark_once),
            **dict.fromkeys(_BOOKMARKS, self._bookmark),
        }

    def run(self, patched: str) -> None:
        """Read the whole part."""
        self._check_prefixes(patched)
        self._alone = {int(found) for found in _ALONE.findall(patched)}
        position = 0
        for found in _TOKEN.finditer(patched):
            if found.start() > position:
                self._text(patched[position : found.start()])
            token = found.group()
            if token[0] == "{":
                self._tag(token)
            elif token[1] == "/":
                self._close(token)
            elif token[1] in "?!":
                self._out.append(token)
            else:
                self._open(token)
            position = found.end()
        self._text(patched[position:])
        if self._frames or self._blocks:
            self._doubt("markup that does not pair")
        self._settle_bookmarks()
        self._settle_once()

    def _doubt(self, reason: str) -> None:
        self.layout.doubt = self.layout.doubt or reason

    def _check_prefixes(self, patched: str) -> None:
        """Doubt a part in which `w:` is not what Word means by it, or Word's elements have another prefix."""
        for prefix, address in _PREFIXES.findall(patched):
            if (prefix == ":w") != (address == W[1:-1]):
                self._doubt("prefixes of its own")

    # text and tags

    def _text(self, text: str) -> None:
        top = self._frames[-1] if self._frames else None
        literal = text.replace(HIDDEN_OPEN, "&#123;").replace(HIDDEN_CLOSE, "&#125;")
        if top is not None and top.name == "w:t":
            top.touched |= text[:1].isspace() or text[-1:].isspace()
            literal = literal.replace("\n", BREAK).replace("\t", TAB)
        elif top is not None and top.name.startswith("w:") and top.name not in _TEXTS and not text.isspace() and text:
            self._doubt(f"text in {top.name}")
        self._out.append(literal.replace("\n", "&#10;"))

    def _tag(self, token: str) -> None:
        top = self._frames[-1] if self._frames else None
        if token[1] == "{":
            if top is None or (top.name.startswith("w:") and top.name not in _TEXTS):
                self._doubt("a value outside of texts")
            use = TEXT if top is not None and top.name == "w:t" else PLAIN
        else:
            use = ""
        if top is not None:
            top.touched = True
            top.last = ""
            if not use and top.slot < 0 and top.name in _CONTENT:
                top.slot = len(self._out)
                self._out.append("")
        self._out.append(self._lined(token, use))

    def _lined(self, token: str, use: str) -> str:
        """Return a tag with its expression on a line of its own, and keep account of the blocks it opens and ends."""
        found = _NUMBERED.search(token)
        if found is None:
            self._own_block(token)
            return token
        number = int(found.group(1))
        spot = self._spots[number]
        use = RUN if use == TEXT and number in self._alone else use
        self.layout.spots.append(spot)
        self.layout.uses.append(use)
        if not use:
            self._block(spot)
        body = spot.tag.body
        if spot.tag.word in {"colspan", "cellbg"}:
            body = body.removeprefix(spot.tag.word)
        return f"{token[: found.start()]}\n{body}{token[found.end() :]}"

    def _own_block(self, token: str) -> None:
        """Keep account of the conditions that docxtpl writes for `{% vm %}`."""
        word = _OWN_TAGS.get(token, "")
        if word == "if":
            self._enter(word)
        elif word == "endif" and self._blocks:
            self._leave()
        elif word != "else":
            self._doubt("a tag of docxtpl's own")

    def _enter(self, word: str) -> None:
        self._count += 1
        self._blocks.append(self._count)
        self._words.append(word)

    def _leave(self) -> None:
        self._blocks.pop()
        self._words.pop()

    def _block(self, spot: Spot) -> None:
        word = spot.tag.word
        if word in BRANCH_WORDS and self._blocks:
            self._count += 1
            self._blocks[-1] = self._count
        elif word in OPENING_WORDS.values() and self._blocks:
            self._leave()
        elif spot.tag.opens:
            self._enter(word)

    @property
    def _repeats(self) -> bool:
        return bool(_REPEATING.intersection(self._words))

    # elements

    def _open(self, token: str) -> None:
        name = token[1 : -2 if token[-2] == "/" else -1].partition(" ")[0]
        if "{" in token:
            token = self._attributes(token)
        if self._frames:
            self._inside(name)
            if self._frames[-1].name == "w:tcPr":
                self._frames[-1].children.append(len(self._out))
        opener = self._openers.get(name)
        if opener is not None:
            token = opener(name, token)
        elif name.endswith(":docPr"):
            self._drawing(token)
        elif name.startswith("v:") and self._repeats and _ID.search(token):
            self._doubt("a shape of VML that stands twice")
        if token[-2:] in {"/>", ""}:
            self._out.append(token)
            return
        self._frames.append(_Frame(name, len(self._blocks), len(self._out)))
        self._out.append(token)

    def _inside(self, name: str) -> None:
        """Tell the elements around that one begins in them."""
        top = self._frames[-1]
        if top.name in _TEXTS or (name == "w:p" and top.name in _RUNS):
            self._doubt(f"{name} in {top.name}")
        if top.name in _HOLDERS:
            always = len(self._blocks) <= top.depth
            top.last = name if always else ""
            if top.name != "w:tc":
                wanted = _CONTENT[top.name]
                fits = not wanted or name in wanted
                top.kept |= fits and always
                top.perhaps |= fits and not always
                top.odd |= not fits and top.slot >= 0

    def _close(self, token: str) -> None:
        name = token[2:-1].strip()
        if not self._frames or self._frames[-1].name != name:
            self._doubt("markup that does not pair")
            self._out.append(token)
            return
        frame = self._frames.pop()
        if name == "w:t":
            self._keep_blanks(frame)
        elif name == "w:tcPr":
            self._sort_properties(frame)
        elif name in _HOLDERS:
            self._end_holder(frame)
        self._out.append(token)

    def _end_holder(self, frame: _Frame) -> None:
        """Mark the end of an element that the values may leave empty."""
        if len(self._blocks) > frame.depth:
            self._doubt(f"{frame.name} cut through")
        elif frame.name == "w:tc":
            if frame.last not in _CELL_ENDS:
                self._out.append(("cell",))
        elif not frame.kept:
            if frame.odd or not frame.perhaps or frame.slot < 0:
                self._doubt(f"{frame.name} that may be empty")
            else:
                self._out[frame.slot] = ("open",)
                self._out.append(("close",))

    def _sort_properties(self, frame: _Frame) -> None:
        """Put the properties of a cell in Word's order: docxtpl adds some where it finds room."""
        starts = [*frame.children, len(self._out)]
        children = [self._out[start:end] for start, end in pairwise(starts)]
        ranks = [CELL_PROPERTIES.get(W + str(child[0])[3:].partition(" ")[0].rstrip("/>"), 99) for child in children]
        if ranks == sorted(ranks):
            return
        if len(self._blocks) > frame.depth or any(not isinstance(p, str) for child in children for p in child):
            self._doubt("properties of a cell that cannot be put in order")
            return
        ordered = sorted(zip(ranks, range(len(ranks)), children, strict=True))
        lined = [number for _, number, child in ordered if "\n" in "".join(map(str, child))]
        if lined != sorted(lined):
            self._doubt("tags that would change places")
            return
        self._out[starts[0] :] = [piece for _, _, child in ordered for piece in child]

    def _keep_blanks(self, frame: _Frame) -> None:
        start = str(self._out[frame.at])
        if frame.touched and "xml:space=" not in start:
            self._out[frame.at] = f'{start[:-1]} xml:space="preserve">'

    def _attributes(self, token: str) -> str:
        """Return a start tag with the tags in its attributes lined; blocks must begin and end in one value."""
        quotes: list[int] = []
        depth = len(self._blocks)

        def lined(found: re.Match[str]) -> str:
            text, before = found.group(), token[: found.start()].count('"')
            if text[1] == "{":
                return self._lined(text, ATTRIBUTE)
            quotes.append(before)
            return self._lined(text, "")

        out = _JINJA.sub(lined, token)
        if len(set(quotes)) > 1 or len(self._blocks) != depth:
            self._doubt("a block over several attributes")
        return out

    # what may stand once only

    def _first(self, kind: str, value: str) -> bool:
        """Return whether something is the first of its kind."""
        known = (kind, value) in self._seen
        self._seen.add((kind, value))
        return not known

    def _with_editing_id(self, _name: str, token: str) -> str:
        found = _PARA_ID.search(token)
        if found is not None and (self._repeats or not self._first("paragraph", found.group(1))):
            return _EDITING_IDS.sub("", token)
        return token

    def _control_id(self, _name: str, token: str) -> str:
        found = _SDT_ID.search(token)
        if not self._frames or self._frames[-1].name != "w:sdtPr" or found is None:
            return token
        if token[-2] != "/":
            self._doubt("an id with content")
            return token
        if not self._first("control", found.group(1)):
            return ""
        self._controls.append(self._standing("control", token))
        return token

    def _standing(self, kind: str, token: str, name: str = "") -> _Standing:
        found = _ID.search(token)
        shown = found.group(2) if found else ""
        return _Standing(len(self._out), kind, shown, name, tuple(self._blocks), self._repeats)

    def _mark_once(self, name: str, token: str) -> str:
        self._once.append(self._standing(name, token))
        return self._whole(token)

    def _bookmark(self, name: str, token: str) -> str:
        found = _BOOKMARK_NAME.search(token)
        self._bookmarks.append(self._standing(name, token, found.group(1) if found else ""))
        return self._whole(token)

    def _whole(self, token: str) -> str:
        if token[-2] != "/":
            self._doubt("a mark with content")
        return token

    def _drawing(self, token: str) -> None:
        self.layout._drawings.append(self._standing("drawing", token))  # noqa: SLF001  the layout is built here

    def _settle_bookmarks(self) -> None:
        """Pair the bookmarks; each name once, each pair with an id of its own; those without a partner go."""
        taken = {int(b.id) for b in self._bookmarks if b.id.isdigit()}
        waiting: dict[str, list[_Standing]] = {}
        used: set[str] = set()
        first: dict[str, _Standing] = {}
        for mark in self._bookmarks:
            if mark.kind == "w:bookmarkStart":
                waiting.setdefault(mark.id, []).append(mark)
                continue
            start = waiting[mark.id].pop() if waiting.get(mark.id) else None
            if start is None:
                self._out[mark.at] = ""
                continue
            self._settle_pair(start, mark, first, used, taken)
        for start in [s for left in waiting.values() for s in left]:
            self._out[start.at] = ""

    def _settle_pair(
        self, start: _Standing, end: _Standing, first: dict[str, _Standing], used: set[str], taken: set[int]
    ) -> None:
        if start.blocks != end.blocks:
            self._doubt("a bookmark that leaves its block")
            return
        earlier = first.setdefault(start.name, start)
        if earlier is not start:
            if earlier.blocks:
                self._doubt("a bookmark that stands twice")
            self._out[start.at] = self._out[end.at] = ""
            return
        if start.id in used:
            fresh = max(taken, default=0) + 1
            taken.add(fresh)
            for mark in (start, end):
                self._out[mark.at] = _ID.sub(rf'\g<1>{fresh}"', str(self._out[mark.at]), count=1)
        used.add(start.id)
        self._only_once([start, end])

    def _settle_once(self) -> None:
        self._only_once(self._controls)
        first: dict[tuple[str, str], _Standing] = {}
        for mark in self._once:
            earlier = first.setdefault((mark.kind, mark.id), mark)
            if earlier is mark:
                self._only_once([mark])
            elif earlier.blocks:
                self._doubt("a comment that stands twice")
            else:
                self._out[mark.at] = ""

    def _only_once(self, marks: Iterable[_Standing]) -> None:
        for mark in marks:
            if mark.repeats:
                self._out[mark.at] = ("once", mark.at, str(self._out[mark.at]).encode())


def drawing_ids(part: bytes) -> set[int]:
    """Return the ids of the drawings of a part that stays as it is."""
    return {int(found) for found in _DRAWING.findall(part)}
