"""Random Word templates: a small grammar, its WordprocessingML, and what each must print, worked out without Jinja.

template, data = ...                      # drawn from `documents()` and `items()`
data = template.docx(cut=True)            # tags cut into runs as Word cuts them
template.expected(values)                 # part -> texts of its paragraphs, in document order
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

from hypothesis import strategies as st

Env: TypeAlias = Mapping[str, Any]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CELL = '<w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>'


def find(path: str, env: Env) -> Any:
    """Return the value of `x1.ten`."""
    value: Any = env
    for name in path.split("."):
        value = value[name]
    return value


def holds(test: str, env: Env) -> bool:
    """Return whether `not x1.co`, `so > 2` or `con` is so."""
    if test.startswith("not "):
        return not find(test[4:], env)
    name, _, number = test.partition(" > ")
    return find(name, env) > int(number) if number else bool(find(name, env))


def each(over: str, name: str, env: Env) -> list[Env]:
    """Return the names of every turn of a loop."""
    return [{**env, name: item} for item in find(over, env)]


# --- inside a paragraph -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Words:
    """Text of the template's own."""

    text: str

    def source(self) -> str:
        return self.text

    def printed(self, _: Env) -> str:
        return self.text


@dataclass(frozen=True)
class Value:
    """A value, or a quoted text in curly quotes."""

    path: str
    quoted: str = ""

    def source(self) -> str:
        return f"{{{{ “{self.quoted}” }}}}" if self.quoted else f"{{{{ {self.path} }}}}"

    def printed(self, env: Env) -> str:
        return self.quoted or unicodedata.normalize("NFC", str(find(self.path, env)))


@dataclass(frozen=True)
class Choice:
    """A condition inside a paragraph."""

    test: str
    yes: tuple[Inline, ...]
    no: tuple[Inline, ...] | None

    def source(self) -> str:
        other = "" if self.no is None else "{% else %}" + sources(self.no)
        return f"{{% if {self.test} %}}{sources(self.yes)}{other}{{% endif %}}"

    def printed(self, env: Env) -> str:
        return printed(self.yes if holds(self.test, env) else self.no or (), env)


@dataclass(frozen=True)
class Each:
    """A loop inside a paragraph."""

    over: str
    name: str
    body: tuple[Inline, ...]

    def source(self) -> str:
        return f"{{% for {self.name} in {self.over} %}}{sources(self.body)}{{% endfor %}}"

    def printed(self, env: Env) -> str:
        return "".join(printed(self.body, turn) for turn in each(self.over, self.name, env))


Inline: TypeAlias = "Words | Value | Choice | Each"


def sources(inlines: Sequence[Inline]) -> str:
    return "".join(i.source() for i in inlines)


def printed(inlines: Sequence[Inline], env: Env) -> str:
    return "".join(i.printed(env) for i in inlines)


def paragraph(text: str, cuts: Sequence[int] = (), *, cut: bool = False) -> str:
    """Return a paragraph; cut into runs of different forms at the places given."""
    ends = sorted({c % (len(text) + 1) for c in cuts} | {0, len(text)}) if cut else [0, len(text)]
    forms = ("", "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:lang w:val="vi-VN"/></w:rPr>')
    runs = (
        f'<w:r>{forms[k % len(forms)]}<w:t xml:space="preserve">{escape(text[a:b])}</w:t></w:r>'
        for k, (a, b) in enumerate(pairwise(ends))
    )
    return f"<w:p>{''.join(runs)}</w:p>"


# --- blocks -------------------------------------------------------------------------------------------------------

Printed: TypeAlias = "str | list[Printed]"
"""A paragraph's text, or a table: the blocks of its cells one after another."""


@dataclass(frozen=True)
class Line:
    """A paragraph, with a bookmark around its text or without."""

    inlines: tuple[Inline, ...]
    cuts: tuple[int, ...] = ()
    marked: bool = False

    def xml(self, *, cut: bool) -> str:
        made = paragraph(sources(self.inlines), self.cuts, cut=cut)
        if not self.marked:
            return made
        start, end = '<w:bookmarkStart w:id="3" w:name="moc"/>', '<w:bookmarkEnd w:id="3"/>'
        return made.replace("<w:p>", f"<w:p>{start}").replace("</w:p>", f"{end}</w:p>")

    def printed(self, env: Env) -> Iterator[Printed]:
        yield printed(self.inlines, env)


@dataclass(frozen=True)
class Markers:
    """A loop or a condition over blocks, rows or cells.

    Attributes:
        prefix: `p`, `tr` or `tc`. head: `for x1 in con` or `if co`.
        body, other: What stands under it, and under its else.
    """

    prefix: str
    head: str
    body: tuple[Any, ...]
    other: tuple[Any, ...] | None

    def xml(self, *, cut: bool) -> str:
        other = "" if self.other is None else self._marker("else", cut=cut) + xml_of(self.other, cut=cut)
        body = self._marker(self.head, cut=cut) + xml_of(self.body, cut=cut)
        return body + other + self._marker(f"end{self.head.partition(' ')[0]}", cut=cut)

    def _marker(self, words: str, *, cut: bool) -> str:
        inside = paragraph(f"{{%{self.prefix} {words} %}}", (1, 4, 9), cut=cut)
        cell = f"<w:tc>{_CELL}{inside}</w:tc>"
        return {"p": inside, "tr": f"<w:tr>{cell}</w:tr>", "tc": cell}[self.prefix]

    def turns(self, env: Env) -> Iterator[tuple[Env, Any]]:
        """Yield what is printed, each with the names that it sees."""
        word, _, rest = self.head.partition(" ")
        name, _, over = rest.partition(" in ")
        if word == "if":
            yield from ((env, b) for b in (self.body if holds(rest, env) else self.other or ()))
            return
        turns = each(over, name, env)
        for k, turn in enumerate(turns):
            yield from (({**turn, "first": k == 0}, b) for b in self.body)
        if not turns:
            yield from ((env, b) for b in self.other or ())

    def printed(self, env: Env) -> Iterator[Any]:
        for turn, block in self.turns(env):
            yield from block.printed(turn)


@dataclass(frozen=True)
class Cell:
    """A cell; `colour` and `merge` are tags at its beginning, `vm` or `hm`."""

    blocks: tuple[Any, ...]
    colour: str = ""
    merge: str = ""

    def xml(self, *, cut: bool) -> str:
        tag = f"{{% cellbg '{self.colour}' %}}" if self.colour else f"{{% {self.merge} %}}" if self.merge else ""
        first, rest = self.blocks[:1], self.blocks[1:]
        inside = (
            paragraph(tag + sources(first[0].inlines)) + xml_of(rest, cut=cut) if tag else xml_of(self.blocks, cut=cut)
        )
        return f"<w:tc>{_CELL}{inside}{'' if inside.endswith('</w:p>') else '<w:p/>'}</w:tc>"

    def printed(self, env: Env) -> Iterator[list[Printed]]:
        """Yield the cell, unless it is merged into the one beside it."""
        if self.merge == "hm" and not env["first"]:
            return
        inside = [text for block in self.blocks for text in block.printed(env)]
        if self.merge == "vm" and not env["first"]:
            inside = [""]
        if not xml_of(self.blocks, cut=False).endswith("</w:p>"):
            inside.append("")  # the paragraph that Word wants last: the template has it
        yield inside if inside and isinstance(inside[-1], str) else [*inside, ""]


@dataclass(frozen=True)
class Row:
    """A row of a table."""

    cells: tuple[Any, ...]

    def xml(self, *, cut: bool) -> str:
        return f"<w:tr>{xml_of(self.cells, cut=cut)}</w:tr>"

    def printed(self, env: Env) -> Iterator[list[Printed]]:
        cells = [c for cell in self.cells for c in cell.printed(env)]
        if cells:
            yield [text for c in cells for text in c]


@dataclass(frozen=True)
class Table:
    """A table."""

    rows: tuple[Any, ...]

    def xml(self, *, cut: bool) -> str:
        grid = '<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid>'
        return f"<w:tbl>{grid}{xml_of(self.rows, cut=cut)}</w:tbl>"

    def printed(self, env: Env) -> Iterator[Printed]:
        rows = [r for row in self.rows for r in row.printed(env)]
        if rows:
            yield [text for r in rows for text in r]


@dataclass(frozen=True)
class Box:
    """A text box in a paragraph of its own, in the two versions that Word writes."""

    blocks: tuple[Any, ...]

    def xml(self, *, cut: bool) -> str:
        inside = f"<w:txbxContent>{xml_of(self.blocks, cut=cut)}</w:txbxContent>"
        return (
            '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
            '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="9525" cy="9525"/>'
            '<wp:docPr id="1" name="Hộp"/><a:graphic><a:graphicData '
            'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
            f"<wps:spPr/><wps:txbx>{inside}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline>"
            f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>"
            "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )

    def printed(self, env: Env) -> Iterator[Printed]:
        inside = [text for block in self.blocks for text in block.printed(env)] or [""]
        yield ""
        yield from inside
        yield from inside


@dataclass(frozen=True)
class Control:
    """A content control around blocks: it goes with the last of them."""

    blocks: tuple[Any, ...]

    def xml(self, *, cut: bool) -> str:
        inside = xml_of(self.blocks, cut=cut)
        return f'<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'

    def printed(self, env: Env) -> Iterator[Printed]:
        for block in self.blocks:
            yield from block.printed(env)


def xml_of(blocks: Sequence[Any], *, cut: bool) -> str:
    return "".join(b.xml(cut=cut) for b in blocks)


def flat(texts: Sequence[Printed]) -> list[str]:
    return [t for text in texts for t in ([text] if isinstance(text, str) else flat(text))]


# --- documents ----------------------------------------------------------------------------------------------------

PARTS = ("word/document.xml", "word/header1.xml", "word/footer1.xml", "word/footnotes.xml")
_SECTION = (
    f'<w:sectPr xmlns:r="{_R}"><w:headerReference w:type="default" r:id="header1"/>'
    '<w:footerReference w:type="default" r:id="footer1"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
)
_OPEN = {
    PARTS[0]: (f"<w:document {_NAMESPACES}><w:body>", _SECTION + "</w:body></w:document>"),
    PARTS[1]: (f"<w:hdr {_NAMESPACES}>", "</w:hdr>"),
    PARTS[2]: (f"<w:ftr {_NAMESPACES}>", "</w:ftr>"),
    PARTS[3]: (f'<w:footnotes {_NAMESPACES}><w:footnote w:id="1">', "</w:footnote></w:footnotes>"),
}


@dataclass(frozen=True)
class Template:
    """A document by its parts."""

    parts: Mapping[str, tuple[Any, ...]] = field(hash=False)

    def docx(self, *, cut: bool) -> bytes:
        """Return the template as a file, with no part that it does not need."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, xml in _FIXED.items():
                archive.writestr(name, xml)
            for part, blocks in self.parts.items():
                archive.writestr(part, _OPEN[part][0] + _numbered(xml_of(blocks, cut=cut), part) + _OPEN[part][1])
        return out.getvalue()

    def expected(self, env: Env) -> dict[str, list[str]]:
        """Return the text of every paragraph of every part."""
        return {
            part: flat([text for b in blocks for text in b.printed(env)]) or ([""] if part != PARTS[0] else [])
            for part, blocks in self.parts.items()
        }


def _numbered(xml: str, part: str) -> str:
    """Return markup with a number and a name of its own for every bookmark."""
    numbers = count(1)

    def numbered(found: re.Match[str]) -> str:
        number = next(numbers)
        return f'w:id="{number}" w:name="moc_{PARTS.index(part)}_{number}"/>{found.group(1)}w:id="{number}"/>'

    return re.sub('w:id="3" w:name="moc"/>(.*?)w:id="3"/>', numbered, xml)


_KINDS = {"header1": "header", "footer1": "footer", "footnotes": "footnotes"}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FIXED = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    + "".join(f'<Override PartName="/word/{n}.xml" ContentType="{_WORD}.{k}+xml"/>' for n, k in _KINDS.items())
    + "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    + "".join(f'<Relationship Id="{n}" Type="{_R}/{k}" Target="{n}.xml"/>' for n, k in _KINDS.items())
    + "</Relationships>",
}


# --- strategies ---------------------------------------------------------------------------------------------------

TAME = st.text(st.sampled_from("aăâbcdđeêgiớợưỳệ ỮẢ1.,;:-–()&<>\"'"), max_size=12)
_LITERAL = st.text(st.sampled_from("aăâbcdđeêgiớợưỳệ ỮẢ1.,;:-–()&<>\"'“”‘’%#"), min_size=1, max_size=8)
_LEGAL = st.characters(exclude_categories=["Cs"], exclude_characters=[*map(chr, range(0x20)), "\ufffe", "\uffff"])
WILD = st.text(st.one_of(_LEGAL, st.sampled_from(list("{}%#<>&\"'\\ \n\t_-|"))), max_size=20)


def items(text: st.SearchStrategy[str], depth: int = 3) -> st.SearchStrategy[dict[str, Any]]:
    """Return groups of values, whose lists hold groups again."""
    inner = st.lists(items(text, depth - 1), max_size=3) if depth else st.just([])
    return st.fixed_dictionaries({"ten": text, "so": st.integers(0, 5), "co": st.booleans(), "con": inner})


@st.composite
def _inlines(draw: st.DrawFn, names: tuple[str, ...], depth: int = 1) -> tuple[Inline, ...]:
    return tuple(draw(st.lists(_inline(names, depth), min_size=1, max_size=2)))


@st.composite
def _inline(draw: st.DrawFn, names: tuple[str, ...], depth: int) -> Inline:
    kind = draw(st.sampled_from(["words", "value", "value", "choice", "each"] if depth else ["words", "value"]))
    if kind == "words":
        return Words(draw(_LITERAL))
    if kind == "value":
        quoted = draw(st.sampled_from(["", "", "", "Năm", "a – b"]))
        return Value(_path(draw, names, "ten", "so"), quoted)
    if kind == "choice":
        no = draw(st.none() | _inlines(names, depth - 1))
        return Choice(_test(draw, names), draw(_inlines(names, depth - 1)), no)
    name = f"y{depth}"
    return Each(_path(draw, names, "con"), name, draw(_inlines((*names, f"{name}."), depth - 1)))


def _path(draw: st.DrawFn, names: tuple[str, ...], *ends: str) -> str:
    return draw(st.sampled_from(names)) + draw(st.sampled_from(ends))


def _test(draw: st.DrawFn, names: tuple[str, ...]) -> str:
    return (
        draw(st.sampled_from(["", "not "])) + _path(draw, names, "co", "con")
        if draw(st.booleans())
        else (f"{_path(draw, names, 'so')} > {draw(st.integers(0, 4))}")
    )


@st.composite
def _lines(draw: st.DrawFn, names: tuple[str, ...]) -> Line:
    cuts = draw(st.lists(st.integers(0, 200), max_size=6))
    return Line(draw(_inlines(names)), tuple(cuts), draw(st.booleans()))


@st.composite
def _blocks(draw: st.DrawFn, names: tuple[str, ...], depth: int, *, rich: bool = True) -> tuple[Any, ...]:
    return tuple(draw(st.lists(_block(names, depth, rich=rich), min_size=1, max_size=2)))


@st.composite
def _block(draw: st.DrawFn, names: tuple[str, ...], depth: int, *, rich: bool) -> Any:
    kinds = ["line", "line", "for", "if", "control", *(["table", "table", "box"] if rich else [])]
    kind = draw(st.sampled_from(kinds if depth else ["line"]))
    if kind == "line":
        return draw(_lines(names))
    if kind == "table":
        rows = draw(st.lists(_rows(names, depth - 1), min_size=1, max_size=3))
        return Table(tuple(rows))
    if kind == "box":
        return Box(draw(_blocks(names, depth - 1, rich=False)))
    if kind == "control":
        return Control(draw(_blocks(names, depth - 1, rich=rich)))
    inner = lambda known: _blocks(known, depth - 1, rich=rich)  # noqa: E731
    return _markers(draw, "p", kind, names, depth=depth, inner=inner)


def _markers(draw: st.DrawFn, prefix: str, kind: str, names: tuple[str, ...], *, depth: int, inner: Any) -> Markers:
    """Return a loop or a condition, with or without an else."""
    other = draw(st.none() | inner(names))
    if kind == "if":
        return Markers(prefix, f"if {_test(draw, names)}", draw(inner(names)), other)
    name = f"{prefix}{depth}"
    return Markers(prefix, f"for {name} in {_path(draw, names, 'con')}", draw(inner((*names, f"{name}."))), other)


@st.composite
def _rows(draw: st.DrawFn, names: tuple[str, ...], depth: int) -> Any:
    kind = draw(st.sampled_from(["row", "for", "for", "if"] if depth else ["row"]))
    if kind == "row":
        return Row(tuple(draw(st.lists(_cells(names, depth), min_size=1, max_size=2))))
    made = _markers(draw, "tr", kind, names, depth=depth, inner=lambda known: st.tuples(_rows(known, depth - 1)))
    if kind == "for" and draw(st.booleans()):
        merged = Cell((Line((Words(draw(_LITERAL)), Value("ten"))),), merge="vm")
        made = Markers("tr", made.head, (*made.body, Row((merged,))), made.other)
    return made


@st.composite
def _cells(draw: st.DrawFn, names: tuple[str, ...], depth: int) -> Any:
    kind = draw(st.sampled_from(["cell", "cell", "for", "if", "hm"] if depth else ["cell"]))
    if kind == "hm":
        name = f"tc{depth}"
        merged = Cell((Line((Words(draw(_LITERAL)), Value(f"{name}.ten"))),), merge="hm")
        return Markers("tc", f"for {name} in {_path(draw, names, 'con')}", (merged,), None)
    if kind != "cell":
        return _markers(draw, "tc", kind, names, depth=depth, inner=lambda known: st.tuples(_cells(known, 0)))
    colour = draw(st.sampled_from(["", "", "FFCC00"]))
    if colour:
        return Cell((draw(_lines(names)),), colour=colour)
    return Cell(draw(_blocks(names, depth)))


@st.composite
def documents(draw: st.DrawFn) -> Template:
    """Return templates with a body, a header, a footer and a footnote."""
    body = draw(_blocks(("",), 3))
    others = {part: draw(_blocks(("",), 1, rich=False)) for part in PARTS[1:]}
    return Template({PARTS[0]: body, **others})
