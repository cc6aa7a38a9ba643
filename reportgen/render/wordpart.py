"""One part of a Word template: which tags it holds, where each stands, and the Jinja source that they make.

docxtpl gives every tag its meaning; its `patch_xml` rewrites the markup around them. What it reads here has been
prepared so that nothing can be lost or misread on the way: every tag is brought together from its runs and stands as
`{%tr N %}` with a number for its expression, and every other brace is hidden. Each expression then gets a line of
its own, so that whatever Jinja complains about is a tag with a place.
"""

from __future__ import annotations

import copy
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final, TypeAlias

from docxtpl import DocxTemplate
from lxml import etree

from reportgen.problem import Problem
from reportgen.render.sandbox import Sandbox
from reportgen.render.tags import BRANCH_WORDS, CELL_WORDS, OPENING_WORDS, Kind, Tag, Token, check_tag, scan
from reportgen.vi.text import nfc

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_MATH_TEXT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# Noncharacters: Unicode keeps them for the inside of programs, so no document holds them.
_OPEN, _CLOSE, _NUMBER = "\ufdd0", "\ufdd1", "\ufdd2"
_NUMBERED: Final = re.compile(f"{_NUMBER}(\\d+){_NUMBER}")
_IN_TEXT: Final = {f"{W}t": "", f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}
_SOLID: Final = tuple(
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
_REACHING_FIELD: Final = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE|MACROBUTTON)\b", re.IGNORECASE
)
_LEVELS: Final = {"tr": "tbl", "tc": "tr"}
_HOLDERS: Final = {"p": "đoạn", "tr": "dòng bảng", "tc": "ô bảng"}

_Piece: TypeAlias = "tuple[etree._Element, str]"  # noqa: SLF001  lxml names its element type so


@dataclass(frozen=True, slots=True)
class Spot:
    """A tag in its part: its number, where a person finds it, and what encloses it."""

    number: int
    tag: Tag
    where: str
    paragraph: etree._Element


@dataclass(frozen=True, slots=True)
class WordPart:
    """A part ready for Jinja.

    Attributes:
        name: Of the part. source: Jinja source, each tag on the line after the one before.
        lines: The tag that stands on line 2, 3, ... in that order. columns: Whether cells may repeat.
    """

    name: str
    source: str
    lines: tuple[Spot, ...]
    columns: bool

    def spot(self, line: int | None) -> Spot | None:
        """Return the tag on a line of the source; None when there is none."""
        return self.lines[min(line - 2, len(self.lines) - 1)] if line is not None and line >= 2 and self.lines else None  # noqa: PLR2004


@dataclass
class Reader:
    """Reads the tags of one Word part.

    Attributes:
        environment: For the syntax of expressions. problems: Everything wrong that was found.
    """

    environment: Sandbox
    problems: list[Problem] = field(default_factory=list)
    _spots: list[Spot] = field(default_factory=list)
    _changed: bool = False

    def read(self, name: str, root: etree._Element, places: Mapping[etree._Element, str], rest: str) -> WordPart | None:
        """Return the part made ready, or None when it has no tags or has problems.

        Args:
            name: Of the part.
            root: Its tree; it is rewritten.
            places: The place of every paragraph.
            rest: The place of what is in no paragraph.
        """
        known = len(self.problems)
        self._spots.clear()
        self._refuse_objects(root, places, rest)
        self._changed = _drop_commented_out(root)
        texts = {p: _Text.of(p) for p in places if p.getroottree().getroot() is root}
        for paragraph, text in texts.items():
            self._check_hidden_text(paragraph, places[paragraph])
            self._check_alone(paragraph, texts, places[paragraph])
            self._faults(text.faults, places[paragraph])
        for paragraph, text in texts.items():
            if text.braces:
                self._paragraph(paragraph, text, places[paragraph])
        self._elsewhere(root, places, rest)
        self._check_blocks()
        if len(self.problems) > known or not (self._spots or self._changed):
            return None
        _make_room(root, self._spots)
        return self._source(name, root)

    # tags of one paragraph

    def _paragraph(self, paragraph: etree._Element, text: _Text, where: str) -> None:
        spots = [self._spot(token.tag, where, paragraph) if token.tag else None for token in text.tokens]
        self._changed |= any(token.tag or token.literal != text.shown[token.start : token.end] for token in text.tokens)
        _rewrite(text, [None if s is None else self._number(s) for s in spots])

    def _spot(self, tag: Tag, where: str, paragraph: etree._Element) -> Spot | None:
        if tag.kind is Kind.COMMENT:
            return None
        self.problems += check_tag(tag, self.environment, where)
        spot = Spot(len(self._spots), tag, where, paragraph)
        self._spots.append(spot)
        return spot

    def _faults(self, faults: list[str], where: str) -> None:
        remedy = "Gõ lại thẻ cho đủ và liền dấu: {{ tên }}, {% lệnh %}; mỗi thẻ nằm trọn trong một đoạn."
        self.problems += [Problem("MB011", where, fault, remedy) for fault in faults]

    def _number(self, spot: Spot) -> str:
        """Return the tag as docxtpl is to see it."""
        tag, number = spot.tag, f"{_NUMBER}{spot.number}{_NUMBER}"
        if tag.body in {"vm", "hm"}:
            return f"{{% {tag.body} %}}"
        if tag.word in {"colspan", "cellbg"}:
            return f"{{% {tag.word} {number} %}}"
        if tag.kind is Kind.PRINT:
            # Values are plain, so {{r x}} and {{p x}} print a text; docxtpl would put it outside every run.
            return f"{{{{{tag.before} {number} {tag.after}}}}}"
        if tag.prefix:  # docxtpl gives a dash no meaning beside a prefix
            return f"{{%{tag.prefix} {number} %}}"
        return f"{{%{tag.before} {number} {tag.after}%}}"

    def _check_hidden_text(self, paragraph: etree._Element, where: str) -> None:
        """Refuse tags where they would not be filled in, and fields that read from outside."""
        hidden = {"delText": "chữ đã xóa đang được theo dõi (Track Changes)", "instrText": "mã trường (field)"}
        for name, what in hidden.items():
            text = "".join(e.text or "" for e in paragraph.iter(W + name))
            if _has_tag(text):
                remedy = "Chấp nhận hoặc từ chối hết thay đổi; không đặt thẻ trong mã trường."
                self.problems.append(Problem("MB020", where, f"thẻ nằm trong {what}: {text.strip()[:60]}", remedy))
        codes = [e.text or "" for e in paragraph.iter(W + "instrText")]
        codes += [e.get(W + "instr", "") for e in paragraph.iter(W + "fldSimple")]
        found = _REACHING_FIELD.search(re.sub(r'"[^"]*"', "", "".join(codes)))
        if found:
            message = f"trường {found.group(1).upper()} lấy nội dung từ bên ngoài tệp"
            self.problems.append(Problem("MB007", where, message, "Xóa trường đó, chép hẳn nội dung vào mẫu."))

    def _refuse_objects(self, root: etree._Element, places: Mapping[etree._Element, str], rest: str) -> None:
        for element in root.iter(f"{W}object", f"{W}control", f"{W}altChunk"):
            where = places.get(_paragraph_of(element), rest)
            remedy = "Xóa đối tượng nhúng; bảng và ảnh thì chèn trực tiếp vào mẫu."
            self.problems.append(Problem("MB006", where, "mẫu có đối tượng nhúng (OLE, ActiveX)", remedy))

    # markers

    def _check_alone(self, paragraph: etree._Element, texts: Mapping[etree._Element, _Text], where: str) -> None:
        """Refuse whatever would vanish with a marker's paragraph, row or cell, or between paragraphs that merge."""
        for token in texts[paragraph].tokens:
            tag = token.tag
            if tag is None or tag.kind is not Kind.STATEMENT:
                continue
            if tag.prefix not in _HOLDERS:
                self._check_merge(paragraph, token, texts, where)
                continue
            holder = paragraph if tag.prefix == "p" else _up(paragraph, tag.prefix)
            if holder is None:
                message = f"thẻ {tag.text} phải nằm trong bảng"
                self.problems.append(Problem("MB013", where, message, "Đưa thẻ vào bảng, hoặc dùng {%p ... %}."))
                continue
            lost = _beside(holder, tag, texts)
            if lost:
                message = f"{lost} nằm cùng {_HOLDERS[tag.prefix]} với thẻ {tag.text} sẽ mất khi kết xuất"
                remedy = f"Để thẻ một mình trên {_HOLDERS[tag.prefix]} riêng; {_HOLDERS[tag.prefix]} đó sẽ biến mất."
                self.problems.append(Problem("MB014", where, message, remedy))

    def _check_merge(
        self, paragraph: etree._Element, token: Token, texts: Mapping[etree._Element, _Text], where: str
    ) -> None:
        """Refuse a dash where there is no paragraph to merge with, or something else in between."""
        tag = token.tag
        if tag is None or not (tag.before or tag.after):
            return
        fine = not tag.before or _merges_back(paragraph, token, texts[paragraph])
        fine &= not tag.after or _merges_on(paragraph, token, texts[paragraph])
        if not fine:
            message = f"thẻ {tag.text} có dấu - nhưng không gộp được với đoạn liền kề"
            remedy = "Đặt {%- ở ngay đầu dòng, -%} ở ngay cuối dòng; dòng liền kề phải có chữ. Nếu không, bỏ dấu -."
            self.problems.append(Problem("MB014", where, message, remedy))

    # blocks

    def _check_blocks(self) -> None:
        """Pair every opening tag with its closing one, at the same level of the document."""
        open_: list[Spot] = []
        for spot in self._spots:
            tag = spot.tag
            if tag.word in CELL_WORDS:
                self._check_cell_word(spot, open_)
            elif tag.opens:
                open_.append(spot)
            elif tag.word in BRANCH_WORDS:
                if not open_ or open_[-1].tag.word not in BRANCH_WORDS[tag.word]:
                    self._unpaired(spot, f"thẻ {tag.text} không nằm trong khối {{% if %}} nào")
                else:
                    self._check_level(open_[-1], spot)
            elif tag.word in OPENING_WORDS.values():
                self._close(spot, open_)
        for spot in open_:
            self._unpaired(spot, f"thẻ {spot.tag.text} mở ra mà không có {{% {spot.tag.opens} %}} để đóng")

    def _close(self, spot: Spot, open_: list[Spot]) -> None:
        word = spot.tag.word
        if any(o.tag.opens == word for o in open_):
            while open_[-1].tag.opens != word:
                left = open_.pop()
                self._unpaired(left, f"thẻ {left.tag.text} mở ra mà không có {{% {left.tag.opens} %}} để đóng")
            self._check_level(open_.pop(), spot)
        else:
            self._unpaired(spot, f"thẻ {spot.tag.text} không có thẻ mở tương ứng")

    def _unpaired(self, spot: Spot, message: str) -> None:
        remedy = "Mỗi for cần một endfor, mỗi if cần một endif, theo đúng thứ tự lồng nhau."
        self.problems.append(Problem("MB012", spot.where, message, remedy))

    def _check_level(self, first: Spot, second: Spot) -> None:
        if first.tag.prefix == second.tag.prefix and _container(first) is _container(second):
            return
        if first.tag.prefix == second.tag.prefix == "tr":
            message = f"thẻ {first.tag.text} ({_short(first.where)}) và {second.tag.text} nằm ở hai bảng khác nhau"
        else:
            message = f"thẻ {first.tag.text} ({_short(first.where)}) và {second.tag.text} không cùng cấp"
        remedy = "Đặt thẻ mở và thẻ đóng cùng loại ({%tr, {%p, ...) trong cùng một bảng, một ô hoặc cùng phần thân."
        self.problems.append(Problem("MB013", second.where, message, remedy))

    def _check_cell_word(self, spot: Spot, open_: list[Spot]) -> None:
        cell = _up(spot.paragraph, "tc")
        if cell is None or cell.find(f".//{W}tbl") is not None:
            message = f"thẻ {spot.tag.text} phải nằm trong ô của bảng, ô đó không chứa bảng khác"
            self.problems.append(Problem("MB013", spot.where, message, "Chuyển thẻ vào ô thường của bảng."))
        elif spot.tag.word in {"vm", "hm"} and not any(o.tag.word == "for" for o in open_):
            message = f"thẻ {spot.tag.text} chỉ dùng được bên trong vòng lặp"
            self.problems.append(Problem("MB012", spot.where, message, "Đặt dòng hoặc ô này giữa for và endfor."))

    # what is in no paragraph

    def _elsewhere(self, root: etree._Element, places: Mapping[etree._Element, str], rest: str) -> None:
        """Fill in tags of attributes (alternative text) and equations; refuse those of any other text."""
        read = {f"{W}t", f"{W}instrText", f"{W}delText"}
        for element in list(root.iter()):
            tagged = [(k, str(v)) for k, v in element.attrib.items() if _has_tag(str(v))]
            text = (element.text or "") if element.tag not in read else ""
            if not tagged and not _has_tag(text):
                continue
            where = places.get(_paragraph_of(element), rest)
            for key, value in tagged:
                element.set(key, self._plain_text(value, where, root))
            if not _has_tag(text):
                continue
            if element.tag == _MATH_TEXT:
                element.text = self._plain_text(text, where, root)
            else:
                message = f"thẻ ở chỗ không điền được: {text.strip()[:60]}"
                self.problems.append(Problem("MB020", where, message, "Đưa thẻ ra đoạn văn hoặc ô bảng."))

    def _plain_text(self, text: str, where: str, paragraph: etree._Element) -> str:
        """Return a text with its tags numbered; markers have no meaning there."""
        tokens, faults = scan(text)
        self._faults(faults, where)
        out = []
        for token in tokens:
            spot = self._spot(token.tag, where, paragraph) if token.tag else None
            if spot is not None and (spot.tag.prefix or spot.tag.word in CELL_WORDS):
                self.problems.append(
                    Problem("MB013", where, f"thẻ {spot.tag.text} không dùng được ở đây", "Chỉ dùng {{ tên }}.")
                )
            out.append(_hidden(token.literal) if spot is None else self._number(spot))
        return "".join(out)

    def read_properties(self, name: str, root: etree._Element, where: str) -> WordPart | None:
        """Return the document properties made ready (title, subject, author, ...), or None as `read` does."""
        known = len(self.problems)
        self._spots.clear()
        for element in root.iter():
            if _has_tag(element.text or ""):
                label = etree.QName(element).localname
                here = f"{where} ({_PROPERTIES.get(label, label)})"
                element.text = self._plain_text(element.text or "", here, element)
        self._check_blocks()
        return None if len(self.problems) > known or not self._spots else self._source(name, root)

    # source

    def _source(self, name: str, root: etree._Element) -> WordPart | None:
        xml = etree.tostring(root, encoding="unicode")
        patched = DocxTemplate("").patch_xml(xml)
        lines: list[Spot] = []

        def expression(found: re.Match[str]) -> str:
            spot = self._spots[int(found.group(1))]
            lines.append(spot)
            body = spot.tag.body
            return "\n" + (body.removeprefix(spot.tag.word) if spot.tag.word in {"colspan", "cellbg"} else body)

        self.problems += list(_cut_through(patched, self._spots))
        visible = patched.replace("\n", "&#10;").replace(_OPEN, "&#123;").replace(_CLOSE, "&#125;")
        source = _NUMBERED.sub(expression, visible)
        columns = any(s.tag.prefix == "tc" or s.tag.word in CELL_WORDS for s in self._spots)
        return WordPart(name, source, tuple(lines), columns)


_PROPERTIES: Final = {
    "title": "Tiêu đề",
    "subject": "Chủ đề",
    "creator": "Tác giả",
    "description": "Ghi chú",
    "keywords": "Từ khóa",
    "category": "Loại",
}


def has_tags(root: etree._Element) -> bool:
    """Return whether any text or attribute of a part holds a tag, runs joined."""
    return _has_tag("".join(map(str, root.itertext()))) or any(
        _has_tag(str(v)) for e in root.iter() for v in e.attrib.values()
    )


def _has_tag(text: str) -> bool:
    return "{{" in text or "{%" in text or "{#" in text


# --- walking the document ----------------------------------------------------------------------------------------


def _pieces(paragraph: etree._Element) -> Iterator[_Piece]:
    """Yield the elements that show text in a paragraph, with it; not those of paragraphs inside (text boxes)."""
    for child in paragraph:
        if child.tag in _IN_TEXT:
            yield child, child.text or "" if child.tag == f"{W}t" else _IN_TEXT[str(child.tag)]
        elif child.tag != f"{W}p":
            yield from _pieces(child)


def _paragraph_of(element: etree._Element) -> etree._Element:
    """Return the outermost paragraph around an element, or the element itself when there is none."""
    around = list(element.iterancestors(f"{W}p"))
    return around[-1] if around else element


def _up(element: etree._Element, name: str) -> etree._Element | None:
    return next(element.iterancestors(W + name), None)


def _container(spot: Spot) -> etree._Element | None:
    """Return what a marker's paragraph, row or cell lies in; of `{%r` and plain tags, what their paragraph lies in."""
    level = _LEVELS.get(spot.tag.prefix)
    if level:
        return _up(spot.paragraph, level)
    return spot.paragraph if spot.tag.prefix == "r" else spot.paragraph.getparent()


def _short(where: str) -> str:
    return where.partition(", ")[2] or where


def _beside(holder: etree._Element, tag: Tag, texts: Mapping[etree._Element, _Text]) -> str:
    """Return what stands beside a marker in its paragraph, row or cell, in words; "" when nothing does."""
    inside = [texts[p] for p in holder.iter(f"{W}p") if p in texts]
    others = [t.tag for text in inside for t in text.tokens if t.tag is not None and t.tag.kind is not Kind.COMMENT]
    others.remove(tag)
    words = " ".join(t.literal for text in inside for t in text.tokens if t.tag is None).split()
    if others:
        return f"thẻ {others[0].text}"
    if words:
        return f"chữ {' '.join(words)[:40]!r}"
    return "hình, trường, chú thích hoặc ngắt trang" if _is_solid(holder.iter(*_SOLID)) else ""


def _is_solid(elements: Iterable[etree._Element]) -> bool:
    """Return whether any element shows something that is no text; a line break does not."""
    solid = (e for e in elements if e.tag in _SOLID)
    return any(e.tag != f"{W}br" or e.get(f"{W}type") in {"page", "column"} for e in solid)


def _merges_back(paragraph: etree._Element, token: Token, text: _Text) -> bool:
    """Return whether `{%-` eats nothing but the break before it: docxtpl cuts back to the text before."""
    ends = text.ends
    first = bisect_right(ends, token.start)
    if token.start > (ends[first - 1] if first else 0):
        return False
    texts = [e for e, _ in text.pieces[:first] if e.tag == f"{W}t"]
    if texts:
        return not _is_solid(_between(paragraph, texts[-1], text.pieces[first][0]))
    return _merges(paragraph.getprevious(), paragraph)


def _merges_on(paragraph: etree._Element, token: Token, text: _Text) -> bool:
    """Return whether `-%}` eats nothing but the break between it and the text after."""
    ends = text.ends
    first, last = bisect_right(ends, token.start), bisect_left(ends, token.end)
    rest = text.shown[token.end : ends[last]] if first == last else ""
    if rest:
        return rest.startswith(("{{", "{%"))
    texts = [e for e, _ in text.pieces[last + (first == last) :] if e.tag == f"{W}t"]
    if texts:
        return not _is_solid(_between(paragraph, text.pieces[first][0], texts[0]))
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
    return not _is_solid(between) and not any(e.tag == f"{W}sectPr" for e in between + after)


# --- rewriting the document --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Text:
    """What a paragraph shows: its elements with their texts, the whole, and the tags in it."""

    pieces: list[_Piece]
    shown: str
    tokens: list[Token]
    faults: list[str]

    @classmethod
    def of(cls, paragraph: etree._Element) -> _Text:
        """Read a paragraph as it stands."""
        pieces = list(_pieces(paragraph))
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


def _rewrite(text: _Text, numbered: list[str | None]) -> None:
    """Put every tag whole into the element where it begins, and hide all other braces."""
    texts: list[list[str]] = [[] for _ in text.pieces]
    inside_tag: set[int] = set()
    ends = text.ends
    for token, number in zip(text.tokens, numbered, strict=True):
        covered = range(bisect_right(ends, token.start), bisect_left(ends, token.end) + 1)
        if token.tag is None and token.literal == text.shown[token.start : token.end]:
            for k in covered:
                start = ends[k] - len(text.pieces[k][1])
                texts[k].append(_hidden(text.shown[max(start, token.start) : min(ends[k], token.end)]))
        else:
            texts[covered[0]].append(number if number is not None else _hidden(token.literal))
            inside_tag.update(covered)
    for k, (element, _) in enumerate(text.pieces):
        if element.tag == f"{W}t":
            element.text = "".join(texts[k])
        elif k in inside_tag:
            _remove(element)  # a line break inside a tag: Word's, not the officer's


def _hidden(text: str) -> str:
    return nfc(text.replace("{", _OPEN).replace("}", _CLOSE))


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _drop_commented_out(root: etree._Element) -> bool:
    """Take out the paragraphs, rows and cells that `{#p #}`, `{#tr #}`, `{#tc #}` comment out.

    Returns:
        Whether there were any.
    """
    dropped = False
    for paragraph in list(root.iter(f"{W}p")):
        text = "".join(shown for _, shown in _pieces(paragraph))
        for token in scan(text)[0] if "{#" in text else ():
            if token.tag is not None and token.tag.kind is Kind.COMMENT and token.tag.prefix in _HOLDERS:
                holder = paragraph if token.tag.prefix == "p" else _up(paragraph, token.tag.prefix)
                if holder is not None:
                    _remove(holder)
                    dropped = True
    return dropped


def _make_room(root: etree._Element, spots: list[Spot]) -> None:
    """Give docxtpl the markup that its patterns count on."""
    for spot in spots:
        if spot.tag.word in CELL_WORDS:
            _give_cell_properties(spot.paragraph)
        if spot.tag.prefix == "p" and spot.tag.kind is Kind.STATEMENT:
            _move_section_break(spot.paragraph)
    for text in [t for t in root.iter(f"{W}t") if t.text and re.search("\\{%-?r ", t.text)]:
        _isolate_run(text)
    for table in root.iter(f"{W}tbl"):
        if table.find(f"{W}tblGrid") is None:
            properties = table.find(f"{W}tblPr")
            table.insert(0 if properties is None else table.index(properties) + 1, table.makeelement(f"{W}tblGrid"))


def _give_cell_properties(paragraph: etree._Element) -> None:
    cell = _up(paragraph, "tc")
    if cell is None:
        return
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        properties = cell.makeelement(f"{W}tcPr")
        cell.insert(0, properties)
    if not len(properties):
        etree.SubElement(properties, f"{W}tcW", {f"{W}w": "0", f"{W}type": "auto"})


def _move_section_break(paragraph: etree._Element) -> None:
    """Keep the section break that Word has stored in a marker's paragraph: it goes into one of its own, after it."""
    section = paragraph.find(f"{W}pPr/{W}sectPr")
    if section is not None:
        own = paragraph.makeelement(f"{W}p")
        etree.SubElement(own, f"{W}pPr").append(section)
        paragraph.addnext(own)


def _isolate_run(text: etree._Element) -> None:
    """Split a run at its `{%r %}` tags, so that the text on both sides keeps its form."""
    run = text.getparent()
    if run is None or run.tag != f"{W}r":
        return
    properties = run.find(f"{W}rPr")
    at = run.index(text)
    after = list(run)[at + 1 :]
    chunks = [c for c in re.split("(\\{%-?r [^}]*%\\})", text.text or "") if c]
    last = run
    for k, chunk in enumerate(chunks):
        if k == 0:
            text.text = chunk
            text.set(_SPACE, "preserve")
            continue
        new = run.makeelement(f"{W}r")
        if properties is not None:
            new.append(copy.deepcopy(properties))
        piece = etree.SubElement(new, f"{W}t", {_SPACE: "preserve"})
        piece.text = chunk
        last.addnext(new)
        last = new
    if last is not run and after:
        tail = run.makeelement(f"{W}r")
        if properties is not None:
            tail.append(copy.deepcopy(properties))
        tail.extend(after)
        last.addnext(tail)


# --- blocks that cut through the markup --------------------------------------------------------------------------

_MARKUP: Final = re.compile(f"<(/?)([^\\s/>]+)[^>]*?(/?)>|\\{{%[-\\s]*{_NUMBER}(\\d+){_NUMBER}")


@dataclass(slots=True)
class _Fragment:
    """The markup between two tags of a block, reduced to what it closes first and what it opens after."""

    first: Spot | None
    closes: list[str] = field(default_factory=list)
    opens: list[str] = field(default_factory=list)

    def add(self, name: str, *, closing: bool) -> None:
        if not closing:
            self.opens.append(name)
        elif self.opens:
            self.opens.pop()
        else:
            self.closes.append(name)

    def may_vanish(self) -> bool:
        """Return whether the document stays whole when the fragment is left out or repeated."""
        return self.closes == self.opens[::-1]


def _cut_through(patched: str, spots: list[Spot]) -> Iterator[Problem]:
    """Find blocks that begin and end in places between which the markup cannot be left out or repeated."""
    stack = [_Fragment(None)]
    for found in _MARKUP.finditer(patched):
        slash, name, empty, number = found.groups()
        if name is not None and not empty and not name.startswith(("?", "!")):
            stack[-1].add(name, closing=bool(slash))
        elif number is not None:
            spot = spots[int(number)]
            if len(stack) > 1 and (spot.tag.word in BRANCH_WORDS or spot.tag.word in OPENING_WORDS.values()):
                fragment = stack.pop()
                if not fragment.may_vanish() and fragment.first is not None:
                    yield _cut(fragment.first, spot)
                for closed in fragment.closes:
                    stack[-1].add(closed, closing=True)
                for opened in fragment.opens:
                    stack[-1].add(opened, closing=False)
            if spot.tag.word in BRANCH_WORDS or spot.tag.opens:
                stack.append(_Fragment(spot))


def _cut(first: Spot, second: Spot) -> Problem:
    message = f"đoạn giữa {first.tag.text} ({_short(first.where)}) và {second.tag.text} cắt ngang bố cục văn bản"
    remedy = "Đặt thẻ mở và thẻ đóng ở cùng một cấp: cùng đoạn, hoặc mỗi thẻ một đoạn riêng với {%p ... %}."
    return Problem("MB013", second.where, message, remedy)
