"""One part of a Word template: which tags it holds, where each stands, and the Jinja source that they make.

docxtpl gives every tag its meaning; its `patch_xml` rewrites the markup around them. What it reads here has been
prepared so that nothing can be lost or misread on the way: every tag is brought together from its runs and stands as
`{%tr N %}` with a number for its expression, and every other brace is hidden. Each expression then gets a line of
its own, so that whatever Jinja complains about is a tag with a place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from reportgen.problem import Problem
from reportgen.render.sandbox import Sandbox
from reportgen.render.tags import CELL_WORDS, Kind, Tag, Token, check_tag, scan
from reportgen.render.wordblocks import NUMBER, Spot, check_blocks, cut_through
from reportgen.render.wordcharts import Drawn, call_of
from reportgen.render.wordfix import settle
from reportgen.render.wordlayout import Layout, read_layout
from reportgen.render.wordprepare import drop_commented_out, grids_hold, make_room, needs_docxtpl, patch, unwrap
from reportgen.render.wordtext import (
    HOLDERS,
    Text,
    W,
    beside,
    has_tag,
    hidden,
    merges_back,
    merges_on,
    paragraph_of,
    rewrite,
    up,
)

_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REPEATING: Final = frozenset({"for", "macro", "call"})
_ENDS: Final = frozenset({"endfor", "endmacro", "endcall"})
_MAKERS: Final = frozenset({"for", "set", "with", "macro", "call"})
_MATH_TEXT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_REACHING_FIELD: Final = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE|MACROBUTTON)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class WordPart:
    """A part that has been read.

    Attributes:
        name: Of the part. layout: Its Jinja source and what is proved of it. columns: Whether cells may repeat.
    """

    name: str
    layout: Layout
    columns: bool

    def spot(self, line: int | None) -> Spot | None:
        """Return the tag on a line of the source; None when there is none."""
        spots = self.layout.spots
        return spots[min(line - 2, len(spots) - 1)] if line is not None and line >= 2 and spots else None  # noqa: PLR2004


@dataclass
class Reader:
    """Reads the tags of one Word part.

    Attributes:
        environment: For the syntax of expressions. problems: Everything wrong that was found.
        charts: The charts with tags that each part draws. repeated: Parts of those that have one for each turn.
    """

    environment: Sandbox
    charts: Mapping[str, Mapping[str, Drawn]] = field(default_factory=dict)
    repeated: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    _spots: list[Spot] = field(default_factory=list)
    _relations: dict[etree._Element, str] = field(default_factory=dict)
    _changed: bool = False
    _dropped: set[str] = field(default_factory=set)

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
        self._relations.clear()
        self._refuse_objects(root, places, rest)
        self._dropped = drop_commented_out(root)
        self._changed = bool(self._dropped)
        texts = {p: Text.of(p) for p in places if p.getroottree().getroot() is root}
        for paragraph, text in texts.items():
            self._check_hidden_text(paragraph, places[paragraph])
            self._check_alone(paragraph, texts, places[paragraph])
            self._faults(text.faults, places[paragraph])
        for paragraph, text in texts.items():
            before = len(self._spots)
            if text.braces:
                self._paragraph(paragraph, text, places[paragraph])
            if self.charts.get(name):
                self._charts_in(paragraph, before, name, places[paragraph])
        self._elsewhere(root, places, rest)
        for element, tag in self._relations.items():
            element.set(_RELATION, tag)
        self.problems += check_blocks(self._spots)
        if len(self.problems) > known or not (self._spots or self._changed):
            return None
        settle(root)
        make_room(root, self._spots)
        return self._source(name, root)

    # tags of one paragraph

    def _paragraph(self, paragraph: etree._Element, text: Text, where: str) -> None:
        spots = [self._spot(token.tag, where, paragraph) if token.tag else None for token in text.tokens]
        self._changed |= any(token.tag or token.literal != text.shown[token.start : token.end] for token in text.tokens)
        rewrite(text, [None if s is None else self._number(s) for s in spots])

    def _spot(self, tag: Tag, where: str, paragraph: etree._Element) -> Spot | None:
        if tag.kind is Kind.COMMENT:
            return None
        self.problems += check_tag(tag, self.environment, where)
        spot = Spot(len(self._spots), tag, where, paragraph)
        self._spots.append(spot)
        return spot

    def _charts_in(self, paragraph: etree._Element, before: int, owner: str, where: str) -> None:
        """Make a tag of the relationship of every chart that repeats, or uses names that tags have made."""
        found = [e for e in paragraph.iter(_CHART) if up(e, "p") is paragraph]
        words = [spot.tag.word for spot in self._spots]
        loops = sum(word in _REPEATING for word in words[:before]) - sum(word in _ENDS for word in words[:before])
        for element in found:
            relation = element.get(_RELATION, "")
            drawn = self.charts[owner].get(relation)
            if drawn is None:
                continue
            makers = [spot.tag.body for spot in self._spots if spot.tag.word in _MAKERS]
            made = {name for body in makers for name in re.findall(r"[^\W\d]\w*", body)} | {"loop"}
            inside = loops > 0 or any(word in _REPEATING for word in words[before:])
            names = frozenset(drawn.names & (made if inside else made - {"loop"}))
            if inside or names:
                body = call_of(owner, drawn.part, relation, drawn.prefix, names)
                spot = Spot(len(self._spots), Tag(Kind.PRINT, "", body, "", "", "của biểu đồ"), where, paragraph)
                self._spots.append(spot)
                self._relations[element] = self._number(spot)
                self.repeated.add(drawn.part)

    def _faults(self, faults: list[str], where: str) -> None:
        remedy = "Gõ lại thẻ cho đủ và liền dấu: {{ tên }}, {% lệnh %}; mỗi thẻ nằm trọn trong một đoạn."
        self.problems += [Problem("MB011", where, fault, remedy) for fault in faults]

    def _number(self, spot: Spot) -> str:
        """Return the tag as docxtpl is to see it."""
        tag, number = spot.tag, f"{NUMBER}{spot.number}{NUMBER}"
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
        unseen = {"delText": "chữ đã xóa đang được theo dõi (Track Changes)", "instrText": "mã trường (field)"}
        for name, what in unseen.items():
            text = "".join(e.text or "" for e in paragraph.iter(W + name))
            if has_tag(text):
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
            where = places.get(paragraph_of(element), rest)
            remedy = "Xóa đối tượng nhúng; bảng và ảnh thì chèn trực tiếp vào mẫu."
            self.problems.append(Problem("MB006", where, "mẫu có đối tượng nhúng (OLE, ActiveX)", remedy))

    # markers

    def _outside_table(self, tag: Tag, where: str, instead: str) -> None:
        message = f"thẻ {tag.text} phải nằm trong bảng"
        self.problems.append(Problem("MB013", where, message, f"Đưa thẻ vào bảng, hoặc dùng {instead}."))

    def _check_alone(self, paragraph: etree._Element, texts: Mapping[etree._Element, Text], where: str) -> None:
        """Refuse whatever would vanish with a marker's paragraph, row or cell, or between paragraphs that merge."""
        for token in texts[paragraph].tokens:
            tag = token.tag
            if (
                tag is not None
                and tag.kind is Kind.PRINT
                and tag.prefix in {"tr", "tc"}
                and up(paragraph, tag.prefix) is None
            ):
                self._outside_table(tag, where, "{{ ... }}")
            if tag is None or tag.kind is not Kind.STATEMENT:
                continue
            if tag.prefix not in HOLDERS:
                self._check_merge(paragraph, token, texts, where)
                continue
            holder = paragraph if tag.prefix == "p" else up(paragraph, tag.prefix)
            if holder is None:
                self._outside_table(tag, where, "{%p ... %}")
                continue
            lost = beside(holder, tag, texts)
            if lost:
                message = f"{lost} nằm cùng {HOLDERS[tag.prefix]} với thẻ {tag.text} sẽ mất khi lập báo cáo"
                remedy = f"Để thẻ một mình trên {HOLDERS[tag.prefix]} riêng; {HOLDERS[tag.prefix]} đó sẽ biến mất."
                self.problems.append(Problem("MB014", where, message, remedy))

    def _check_merge(
        self, paragraph: etree._Element, token: Token, texts: Mapping[etree._Element, Text], where: str
    ) -> None:
        """Refuse a dash where there is no paragraph to merge with, or something else in between."""
        tag = token.tag
        if tag is None or not (tag.before or tag.after):
            return
        fine = not tag.before or merges_back(paragraph, token, texts[paragraph])
        fine &= not tag.after or merges_on(paragraph, token, texts[paragraph])
        if not fine:
            message = f"thẻ {tag.text} có dấu - nhưng không gộp được với đoạn liền kề"
            remedy = "Đặt {%- ở ngay đầu dòng, -%} ở ngay cuối dòng; dòng liền kề phải có chữ. Nếu không, bỏ dấu -."
            self.problems.append(Problem("MB014", where, message, remedy))

    # what is in no paragraph

    def _elsewhere(self, root: etree._Element, places: Mapping[etree._Element, str], rest: str) -> None:
        """Fill in tags of attributes (alternative text) and equations; refuse those of any other text."""
        read = {f"{W}t", f"{W}instrText", f"{W}delText"}
        for element in list(root.iter()):
            tagged = [(k, str(v)) for k, v in element.attrib.items() if has_tag(str(v))]
            text = (element.text or "") if element.tag not in read else ""
            if not tagged and not has_tag(text):
                continue
            where = places.get(paragraph_of(element), rest)
            for key, value in tagged:
                element.set(key, self._plain_text(value, where, root))
            if not has_tag(text):
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
            out.append(hidden(token.literal) if spot is None else self._number(spot))
        return "".join(out)

    def read_properties(self, name: str, root: etree._Element, where: str) -> WordPart | None:
        """Return the document properties made ready (title, subject, author, ...), or None as `read` does."""
        known = len(self.problems)
        self._spots.clear()
        self._dropped = set()
        for element in root.iter():
            if has_tag(element.text or ""):
                label = etree.QName(element).localname
                here = f"{where} ({PROPERTIES.get(label, label)})"
                element.text = self._plain_text(element.text or "", here, element)
        self.problems += check_blocks(self._spots)
        return None if len(self.problems) > known or not self._spots else self._source(name, root)

    # source

    def _source(self, name: str, root: etree._Element) -> WordPart | None:
        grids = grids_hold(root, self._spots)
        patched = patch(root) if needs_docxtpl(self._spots) else unwrap(root, self._spots)
        self.problems += list(cut_through(patched, self._spots))
        columns = "tc" in self._dropped or any(
            s.tag.prefix == "tc" or (s.tag.word in CELL_WORDS and not grids) for s in self._spots
        )
        return WordPart(name, read_layout(patched, self._spots), columns)


PROPERTIES: Final = {
    "title": "Tiêu đề",
    "subject": "Chủ đề",
    "creator": "Tác giả",
    "description": "Ghi chú",
    "keywords": "Từ khóa",
    "category": "Loại",
}
"""What Word calls the document properties that may hold tags."""


def has_tags(root: etree._Element) -> bool:
    """Return whether any text or attribute of a part holds a tag, runs joined."""
    return has_tag("".join(map(str, root.itertext()))) or any(
        has_tag(str(v)) for e in root.iter() for v in e.attrib.values()
    )
