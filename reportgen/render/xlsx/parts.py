"""What belongs to a workbook outside its rows: links, notes, tables, drawings, charts, names of sheets, properties.

Tags found there are filled in, or refused with their place; none is left standing.
"""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jinja2 import Environment
from lxml import etree

from reportgen.problem import Problem, ReportgenError
from reportgen.render import package as pack
from reportgen.render.chart import in_title
from reportgen.render.xlsx import around, faults, program
from reportgen.render.xlsx.evaluate import Grid, UnknownResultError
from reportgen.render.xlsx.formula import (
    ErrorValue,
    FormulaError,
    Paren,
    Ref,
    col_letters,
    parse,
    range_text,
    split_cell,
    split_range,
)
from reportgen.render.xlsx.layout import Layout, Placed, Segment
from reportgen.render.xlsx.names import XDR, A, C, R, S, texts_of, without_uid
from reportgen.render.xlsx.program import EndStep, Marker, Program, Slot, TextStep, split_runs
from reportgen.render.xlsx.ranges import area_text, areas_of, bounding
from reportgen.render.xlsx.rewrite import Rewriter
from reportgen.render.xlsx.sheet import Sheet
from reportgen.render.xlsx.sheets import owner_parts, settled_title
from reportgen.render.xlsx.strings import Run, rich_item, runs_of
from reportgen.render.xlsx.tables import Table
from reportgen.render.xlsx.threads import moved_threads, rename_author

if TYPE_CHECKING:
    from reportgen.render.xlsx.book import CompiledXlsx

_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_CLEAR_TAG = re.compile(r"\{\{|\{%")
_MAX_HEADER = 255
_MAX_TITLE = 31
_HEADERS = {"oddHeader", "evenHeader", "firstHeader"}
_FOOTERS = {"oddFooter", "evenFooter", "firstFooter"}
_SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+$", re.IGNORECASE)
_NOTE = "{urn:schemas-microsoft-com:office:excel}"
_SHAPE = "{urn:schemas-microsoft-com:vml}shape"
_CACHES = tuple(f"{C}{name}" for name in ("strCache", "numCache", "multiLvlStrCache"))
_TITLES = tuple(
    f"{{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}}{name}"
    for name in ("HeadingPairs", "TitlesOfParts")
)
_VT = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}"
_QUOTED_SHEET = re.compile(r"'(?:[^']|'')+'!")
_FORMULAS = frozenset(
    {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula"}
)
_LINK_ATTRIBUTES = ("display", "tooltip", "location")


@dataclass(slots=True)
class _Place:
    """A tagged text or attribute of a part: the element's place in document order, and its slot.

    `runs` are the places of the text runs of a paragraph, when the tags run through several.
    """

    element: int
    attribute: str | None
    slot: int
    runs: tuple[int, ...] = ()


@dataclass(slots=True)
class Stage:
    """One sheet on its way out: the skeleton that is adapted, and the changes to other parts."""

    sheet: Sheet
    skeleton: etree._Element
    layout: Layout
    texts: tuple[object, ...]
    rewriter: Rewriter
    changes: dict[str, bytes | None]


@dataclass(slots=True)
class _Link:
    slots: dict[str, int] = field(default_factory=dict)
    target: int | None = None


@dataclass(slots=True)
class _Texts:
    """Tagged places outside the sheets that see the same names: those of the workbook, or those that a sheet owns."""

    program: Program
    numbers: list[int]
    sheet: Sheet | None


class Outside:
    """The parts around the sheets of one template."""

    def __init__(self, book: CompiledXlsx) -> None:
        self.book = book
        self.package = book.package
        self.problems: list[Problem] = []
        self.slots: list[Slot] = []
        self.slot_owners: list[Sheet | None] = []
        self.owners = {
            part: sheet
            for sheet in book.sheets
            if sheet.loop is not None
            for part in owner_parts(self.package, sheet.part)
        }
        self.sheet_places: dict[str, list[_Place]] = {}
        self.part_places: dict[str, list[_Place]] = {}
        self.links: dict[str, list[_Link]] = {}
        self.notes: dict[str, list[int | None]] = {}
        self.title_slots: dict[int, int] = {}
        self.drawings = {sheet.part: self._targets(sheet.part, "drawing") for sheet in book.sheets}
        self.charts = [
            part for part, kind in self.package.types.items() if "drawingml.chart+xml" in kind or "chartex" in kind
        ]
        self.tables = {sheet.part: self._targets(sheet.part, "table") for sheet in book.sheets}
        self._scan()
        self.texts = self._groups()

    def _groups(self) -> list[_Texts]:
        found: dict[str, _Texts] = {}
        for number, (slot, owner) in enumerate(zip(self.slots, self.slot_owners, strict=True)):
            group = found.setdefault(owner.part if owner else "", _Texts(Program(self.book.env, []), [], owner))
            group.numbers.append(number)
            if not group.program.steps:
                group.program.steps.append(TextStep([]))
            step = group.program.steps[0]
            if isinstance(step, TextStep):
                step.slots.append(slot)
        return list(found.values())

    @property
    def has_charts(self) -> bool:
        """Whether charts show figures of the sheets."""
        return bool(self.charts)

    def _targets(self, part: str, kind: str) -> list[str]:
        return [
            r.target
            for r in self.package.relationships(part)
            if r.type == kind and not r.external and r.target in self.package.parts
        ]

    # -- finding tags

    def _scan(self) -> None:
        own = {sheet.part for sheet in self.book.sheets}
        own |= {self.book.package.main, self.book.strings_part or "", self.book.styles_part or "", pack.CONTENT_TYPES}
        for sheet in self.book.sheets:
            self._scan_sheet(sheet)
            self._scan_links(sheet)
            for part in self._targets(sheet.part, "comments"):
                self._scan_notes(sheet, part)
                own.add(part)
            own |= {pack.rels_name(sheet.part), *self.tables[sheet.part]}
        self._scan_book()
        for part, data in self.package.parts.items():
            if part not in own and part.lower().endswith((".xml", ".rels", ".vml")):
                self._scan_part(part, data)

    def _slot(self, slots: list[Slot], where: str, text: str, owner: Sheet | None = None) -> int | None:
        """Make a tagged place of a text; `None` after reporting a fault."""
        bare = re.sub("\x01[0-9]+\x02", "", text)
        problem = program.prefix_fault(bare, where) or program.braces_fault(bare, where, self.book.env)
        if problem is not None:
            self.problems.append(problem)
            return None
        scope = frozenset() if owner is None else scope_of(owner, self.book.env)
        slots.append(Slot(where, program.healed(text, self.book.env), typed=False, scope=scope))
        if slots is self.slots:
            self.slot_owners.append(owner)
        return len(slots) - 1

    def _scan_sheet(self, sheet: Sheet) -> None:
        places: list[_Place] = []
        for number, element in enumerate(sheet.skeleton.iter()):
            if not isinstance(element.tag, str) or element.tag == f"{S}hyperlink":
                continue
            local = etree.QName(element).localname
            here = around_cell(element) if local == "dataValidation" else ""
            where = f"{self.book.name}, {sheet.name}{here}, {_place_name(local)}"
            fillable = local in _HEADERS | _FOOTERS or local == "dataValidation"
            for attribute, text in texts_of(element):
                if not (_CLEAR_TAG.search(_bare(local, text)) or (fillable and program.has_tag(text))):
                    continue
                if not fillable or (attribute or "") == "sqref":
                    self.problems.append(faults.not_fillable(where, _place_name(local), text))
                    continue
                slot = self._slot(sheet.texts, where, text, sheet)
                if slot is not None and local in _HEADERS | _FOOTERS:
                    sheet.texts[slot].source = program.for_header(sheet.texts[slot].source, self.book.env)
                if slot is not None:
                    places.append(_Place(number, attribute, slot))
        self.sheet_places[sheet.part] = places

    def _scan_links(self, sheet: Sheet) -> None:
        targets = {r.id: r.target for r in self.package.relationships(sheet.part)}
        links: list[_Link] = []
        for element in sheet.skeleton.iter(f"{S}hyperlink"):
            link = _Link()
            inside = _unquoted(targets.get(element.get(f"{R}id", ""), ""))
            if inside.startswith("#"):  # a place in the book, as some programs write it
                del element.attrib[f"{R}id"]
                element.set("location", inside[1:])
            row, col, _, _ = split_range(element.get("ref", "A1"))
            where = f"{self.book.name}, {sheet.name}!{col_letters(col)}{row}, liên kết"
            slots = sheet.slot_list(row)
            for attribute in _LINK_ATTRIBUTES:
                text = element.get(attribute, "")
                if attribute == "location":
                    text = self._unless_sheet(text)
                if _CLEAR_TAG.search(text):
                    slot = self._slot(slots, where, text, sheet)
                    if slot is not None:
                        link.slots[attribute] = slot
            target = _unquoted(targets.get(element.get(f"{R}id", ""), ""))
            if _CLEAR_TAG.search(target):
                link.target = self._slot(slots, where, target, sheet)
            self._give_scope(sheet, row)
            links.append(link)
        self.links[sheet.part] = links

    def _unless_sheet(self, location: str) -> str:
        """Return the place in the book that a link leads to; nothing where its tags only name a sheet of the book."""
        name = location.rpartition("!")[0].strip("'").replace("''", "'").casefold()
        return "" if name in {sheet.name.casefold() for sheet in self.book.sheets} else location

    def _give_scope(self, sheet: Sheet, row: int) -> None:
        """Let places added to a segment know the names of the loops around it."""
        segment = sheet.shape.segment_at(row)
        if segment is None:
            return
        scope = sheet.scopes[segment.number]
        for slot in sheet.segment_slots[segment.number]:
            slot.scope = scope

    def _scan_notes(self, sheet: Sheet, part: str) -> None:
        found: list[int | None] = []
        for note in pack.parse_xml(self.package.parts[part]).iter(f"{S}comment"):
            row, col = split_cell(note.get("ref", "A1"))
            where = f"{self.book.name}, {sheet.name}!{col_letters(col)}{row}, ghi chú"
            holder = note.find(f"{S}text")
            texts = [] if holder is None else [run.text for run in runs_of(holder)]
            if not program.has_tag("".join(texts)) or row in sheet.shape.markers:
                found.append(None)
                continue
            marked = program.with_run_marks(texts, self.book.env)
            found.append(self._slot(sheet.slot_list(row), where, marked, sheet))
            self._give_scope(sheet, row)
        self.notes[part] = found

    def _scan_book(self) -> None:
        for element in self.book.book.iter():
            if not isinstance(element.tag, str):
                continue
            local = etree.QName(element).localname
            for attribute, text in texts_of(element):
                if not _CLEAR_TAG.search(_bare(local, text)):
                    continue
                where = f"{self.book.name}, trang tính {text}" if local == "sheet" else self.book.name
                if local == "sheet" and attribute == "name":
                    self._scan_title(element, where, text)
                else:
                    self.problems.append(faults.not_fillable(where, _place_name(local), text))

    def _scan_title(self, element: etree._Element, where: str, text: str) -> None:
        parent = element.getparent()
        owner = self.owners.get(self.book.sheet_parts.get(element.get(f"{R}id", ""), ""))
        slot = self._slot(self.slots, where, text, owner)
        if slot is not None and parent is not None:
            self.title_slots[parent.index(element)] = slot

    def _scan_part(self, part: str, data: bytes) -> None:
        if b"{" not in data and b"%7" not in data:
            return
        fillable = part.startswith("docProps/") or "drawing" in self.package.types[part] or part in self.charts
        where = f"{self.book.name}, {_part_name(part)}"
        root = pack.parse_xml(data)
        elements = list(root.iter())
        number_of = {id(element): number for number, element in enumerate(elements)}
        charts = self.book.charts  # fills in the titles of charts by itself: they may hold the chart's data
        titles = list(filter(in_title, root.iter(f"{A}p"))) if charts and part in charts.parts else []
        owner = self.owners.get(part)
        places = self._paragraphs([p for p in root.iter(f"{A}p") if p not in titles], number_of, where, owner)
        taken = {number for place in places for number in place.runs}
        taken |= {number_of[id(e)] for title in titles for e in title.iter()}
        taken |= {number_of[id(e)] for cache in root.iter(*_CACHES, *_TITLES) for e in cache.iter()}
        for number, element in enumerate(elements):
            if number in taken or etree.QName(element).localname == "f":
                continue
            for attribute, text in texts_of(element):
                if not _CLEAR_TAG.search(text):
                    continue
                if not fillable:
                    self.problems.append(faults.not_fillable(where, _part_name(part), text))
                    continue
                slot = self._slot(self.slots, where, text, owner)
                if slot is not None:
                    places.append(_Place(number, attribute, slot))
        if places:
            self.part_places[part] = places

    def _paragraphs(
        self, found: list[etree._Element], number_of: dict[int, int], where: str, owner: Sheet | None
    ) -> list[_Place]:
        """Return the paragraphs of shapes and titles with tags, which may run through several runs."""
        places: list[_Place] = []
        for paragraph in found:
            runs = list(paragraph.iter(f"{A}t"))
            texts = [t.text or "" for t in runs]
            if program.has_tag("".join(texts)):
                slot = self._slot(self.slots, where, program.with_run_marks(texts, self.book.env), owner)
                if slot is not None:
                    numbers = tuple(number_of[id(t)] for t in runs)
                    places.append(_Place(numbers[0], None, slot, numbers))
        return places

    # -- empty tables

    def pads(self, sheet: Sheet, layout: Layout) -> dict[int, Segment]:
        """Return the blank rows that tables without data need, by the block after which they stand."""
        found: dict[int, Segment] = {}
        for part in self.tables[sheet.part]:
            table = pack.parse_xml(self.package.parts[part])
            first, last = _data_rows(table)
            if first > last or layout.rows(first, last, layout.root):
                continue
            segment = next((s for s in sheet.shape.segments if first <= s.first <= last and s.block.depth), None)
            if segment is not None:
                found[_outermost_first(sheet, segment)] = segment
        return found

    def tables_of(self, layouts: Mapping[str, Layout]) -> dict[str, Table]:
        """Return the tables of the output by casefolded name."""
        found: dict[str, Table] = {}
        for sheet in self.book.sheets:
            for part in self.tables[sheet.part]:
                root = pack.parse_xml(self.package.parts[part])
                area = bounding(layouts[sheet.key], split_range(root.get("ref", "A1")))
                columns = [column.get("name", "") for column in root.iter(f"{S}tableColumn")]
                rows = int(root.get("headerRowCount", "1")), int(root.get("totalsRowCount", "0"))
                if area is not None:
                    found[root.get("displayName", "").casefold()] = Table(sheet.key, area, *rows, columns)
        return found

    # -- writing: what hangs on a sheet

    def fill(self, sheet: Sheet, skeleton: etree._Element, texts: tuple[object, ...]) -> None:
        """Fill the tags of a sheet outside its rows."""
        places = self.sheet_places[sheet.part]
        elements = list(skeleton.iter()) if places else []
        for place in places:
            element = elements[place.element]
            text = str(texts[place.slot])
            local = etree.QName(element).localname
            if local in _HEADERS | _FOOTERS:
                text = self._header(sheet, text, local)
            if place.attribute is None:
                element.text = text
            else:
                element.set(place.attribute, text)

    def _header(self, sheet: Sheet, text: str, local: str) -> str:
        where = f"{self.book.name}, {sheet.name}, {_place_name(local)}"
        if len(text) > _MAX_HEADER:
            raise ReportgenError(faults.too_long(where, len(text), _MAX_HEADER))
        return text

    def attach(self, stage: Stage) -> None:
        """Adapt links, notes, tables and drawings of a sheet to its rows."""
        self._attach_links(stage)
        part_of, layout, changes = stage.sheet.part, stage.layout, stage.changes
        for part in self._targets(part_of, "comments"):
            changes[part] = self._notes_part(part, layout, stage.texts)
        for part in self._targets(part_of, "vmlDrawing"):
            moved = _moved_notes(self.package.parts[part], layout)
            if moved is not None:
                changes[part] = moved
        for part in self._targets(part_of, "threadedComment"):
            changes[part] = moved_threads(self.package.parts[part], layout)
        for part in self.tables[part_of]:
            changes[part] = self._table_part(stage, part)
        for part in self.drawings[part_of]:
            changes[part] = _moved_anchors(self.package.parts[part], layout)

    def _attach_links(self, stage: Stage) -> None:
        added: list[tuple[str, str]] = []
        links = self.links[stage.sheet.part]
        for element, link in zip(list(stage.skeleton.iter(f"{S}hyperlink")), links, strict=True):
            area = split_range(element.get("ref", "A1"))
            for values, ref, placed in _appearances(stage.layout, area, stage.texts):
                clone = copy.deepcopy(element)
                clone.set("ref", ref)
                without_uid(clone)
                if not self._fill_link(clone, link, values, around.Speaker(stage.rewriter, stage.sheet.key, placed)):
                    continue
                if link.target is not None:
                    added.append((f"rgLink{len(added) + 1}", self._target(stage.sheet, element, values[link.target])))
                    clone.set(f"{R}id", added[-1][0])
                element.addprevious(clone)
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
        if any(link.target is not None for link in links):
            self._link_relationships(stage, added)

    @staticmethod
    def _fill_link(element: etree._Element, link: _Link, values: tuple[object, ...], at: around.Speaker) -> bool:
        """Fill in a link; `False` when the sheet that it leads to is not there."""
        for attribute, slot in link.slots.items():
            element.set(attribute, str(values[slot]))
        inside = element.get("location")
        if inside and "location" not in link.slots:
            places = at.places(inside)
            if places == []:
                return False
            element.set("location", places[0] if places else inside)
        return True

    def _target(self, sheet: Sheet, element: etree._Element, value: object) -> str:
        """Return the address of a link, which data may not lead to the disk or to a program."""
        target = str(value)
        if not _SAFE_LINK.match(target):
            where = f"{self.book.name}, {sheet.name}!{element.get('ref')}, liên kết"
            reason = "địa chỉ phải bắt đầu bằng http://, https:// hoặc mailto:"
            raise ReportgenError(faults.failed(where, target, reason))
        return target

    def _link_relationships(self, stage: Stage, added: list[tuple[str, str]]) -> None:
        """Write the addresses of links whose address is a tag; those of the template go, for they hold the tags."""
        name = pack.rels_name(stage.sheet.part)
        root = pack.parse_xml(self.package.parts[name])
        used = {e.get(f"{R}id") for e in stage.skeleton.iter() if e.get(f"{R}id")}
        for relationship in list(root):
            if relationship.get("Type", "").endswith("/hyperlink") and relationship.get("Id") not in used:
                root.remove(relationship)
        for number, target in added:
            attributes = {"Id": number, "Type": f"{_OFFICE}/hyperlink", "Target": target, "TargetMode": "External"}
            etree.SubElement(root, f"{{{_REL}}}Relationship", attributes)
        stage.changes[name] = pack.to_xml(root)

    def _notes_part(self, part: str, layout: Layout, texts: tuple[object, ...]) -> bytes:
        root = pack.parse_xml(self.package.parts[part])
        for note, slot in zip(list(root.iter(f"{S}comment")), self.notes[part], strict=True):
            row, col = split_cell(note.get("ref", "A1"))
            for number, (values, ref, _) in enumerate(_appearances(layout, (row, col, row, col), texts)):
                clone = copy.deepcopy(note)
                clone.set("ref", ref)
                rename_author(clone, root, number)
                without_uid(clone)
                if slot is not None:
                    _fill_note(clone, str(values[slot]))
                note.addprevious(clone)
            parent = note.getparent()
            if parent is not None:
                parent.remove(note)
        holder = root.find(f"{S}commentList")
        if holder is not None:
            holder[:] = sorted(holder, key=lambda note: split_cell(note.get("ref", "A1")))
        return pack.to_xml(root)

    def _table_part(self, stage: Stage, part: str) -> bytes:
        sheet, layout = stage.sheet, stage.layout
        table = pack.parse_xml(self.package.parts[part])
        area = split_range(table.get("ref", "A1"))
        moved = bounding(layout, area)
        if moved is None:
            where = f"{self.book.name}, {sheet.name}!{table.get('ref')}"
            raise ReportgenError(faults.not_fillable(where, "bảng (Table) không còn dòng nào", table.get("name", "")))
        table.set("ref", area_text(moved))
        for element in table.iter(f"{S}autoFilter", f"{S}sortState", f"{S}sortCondition"):
            inner = bounding(layout, split_range(element.get("ref", "A1")))
            if inner is not None:
                element.set("ref", area_text(inner))
        if table.get("headerRowCount", "1") != "0":
            _name_columns(table, sheet, layout, area)
        for element in table.iter(f"{S}calculatedColumnFormula", f"{S}totalsRowFormula"):
            text = around.Speaker(stage.rewriter, sheet.key).text(element.text or "", part)
            element.text = text if text is not None else element.text
        return pack.to_xml(table)

    # -- writing: the rest of the workbook

    def titles(self, texts: tuple[object, ...]) -> list[str]:
        """Return the names of the sheets, in the order of the workbook.

        Raises:
            ReportgenError: MB117.
        """
        problems: list[Problem] = []
        result: list[str] = []
        fixed = [
            str(texts[self.title_slots[place]]).strip() if place in self.title_slots else element.get("name", "")
            for place, element in enumerate(self.book.book.iterfind(f"{S}sheets/{S}sheet"))
            if self._copied(element) is None
        ]
        for place, element in enumerate(self.book.book.iterfind(f"{S}sheets/{S}sheet")):
            name = element.get("name", "")
            slot = self.title_slots.get(place)
            where = f"{self.book.name}, trang tính {name}"
            name = name if slot is None else str(texts[slot]).strip()
            if self._copied(element) is not None:
                name = settled_title(name, [*fixed, *result])
            elif slot is not None:
                reason = _bad_title(name, result)
                if reason:
                    problems.append(faults.bad_sheet_name(where, name, reason))
            result.append(name)
        if problems:
            raise ReportgenError(*problems)
        return result

    def _copied(self, element: etree._Element) -> Sheet | None:
        """Return the sheet that an element of the workbook stands for, when it comes once for each item."""
        return self.owners.get(self.book.sheet_parts.get(element.get(f"{R}id", ""), ""))

    def new_names(self, titles: list[str]) -> dict[str, str]:
        """Return the new name of every sheet that is renamed, by its key."""
        found: dict[str, str] = {}
        for element, title in zip(self.book.book.iterfind(f"{S}sheets/{S}sheet"), titles, strict=True):
            copied = self._copied(element)
            if copied is not None or element.get("name", "") != title:
                found[copied.key if copied is not None else element.get("name", "").casefold()] = title
        return found

    def write(
        self,
        texts: tuple[object, ...],
        changes: dict[str, bytes | None],
        rewriter: Rewriter,
        grid: Grid | None,
        titles: list[str],
        *,
        fed: frozenset[str],
    ) -> None:
        """Fill the tags of the other parts, and let charts follow their rows, but those fed with data."""
        for part, places in self.part_places.items():
            data = changes.get(part)
            root = pack.parse_xml(self.package.parts[part] if data is None else data)
            elements = list(root.iter())
            for place in places:
                _fill_place(elements, place, str(texts[place.slot]))
            changes[part] = pack.to_xml(root)
        for part in (one for one in self.charts if one not in fed):
            data = changes.get(part)
            owner = self.owners.get(part)
            at = around.Speaker(rewriter, None if owner is None else owner.key)
            changes[part] = _chart_part(self.package.parts[part] if data is None else data, at, grid, part)
        self._pivots(changes, rewriter)
        if rewriter.new_names:
            self._list_titles(titles, changes)

    def _list_titles(self, titles: list[str], changes: dict[str, bytes | None]) -> None:
        """Let the properties of the file list the sheets that are there."""
        part = next((r.target for r in self.package.relationships("") if r.type == "extended-properties"), "")
        if part not in self.package.parts:
            return
        root = pack.parse_xml(changes.get(part) or self.package.parts[part])
        pairs, names = (root.find(tag) for tag in _TITLES)
        if pairs is None or names is None:
            return
        label = pairs.findtext(f".//{_VT}lpstr") or "Worksheets"
        for holder in (pairs, names):
            holder[:] = []
        vector = etree.SubElement(pairs, f"{_VT}vector", size="2", baseType="variant")
        etree.SubElement(etree.SubElement(vector, f"{_VT}variant"), f"{_VT}lpstr").text = label
        etree.SubElement(etree.SubElement(vector, f"{_VT}variant"), f"{_VT}i4").text = str(len(titles))
        vector = etree.SubElement(names, f"{_VT}vector", size=str(len(titles)), baseType="lpstr")
        for title in titles:
            etree.SubElement(vector, f"{_VT}lpstr").text = title
        changes[part] = pack.to_xml(root)

    def _pivots(self, changes: dict[str, bytes | None], rewriter: Rewriter) -> None:
        """Let pivot tables read the rows that have grown, and refresh when opened."""
        for part, kind in self.package.types.items():
            if "pivotCacheDefinition" not in kind:
                continue
            root = pack.parse_xml(self.package.parts[part])
            for source in root.iter(f"{S}worksheetSource"):
                layout = rewriter.layouts.get(source.get("sheet", "").casefold())
                if layout is None or not source.get("ref"):
                    continue
                source.set("sheet", rewriter.new_names.get(source.get("sheet", "").casefold(), source.get("sheet", "")))
                area = bounding(layout, split_range(source.get("ref", "A1")))
                if area is not None:
                    source.set("ref", area_text(area))
                root.set("refreshOnLoad", "1")
            changes[part] = pack.to_xml(root)


# ---------------------------------------------------------------- words for places


def _bare(local: str, text: str) -> str:
    """Return a formula without the names of sheets, which may hold tags; any other text as it is."""
    return _QUOTED_SHEET.sub("", text) if local in _FORMULAS else text


def scope_of(sheet: Sheet, env: Environment) -> frozenset[str]:
    """Return the names that a sheet's own marker brings into being."""
    return frozenset() if sheet.loop is None else program.targets_of(sheet.loop.statement, env)


def _place_name(local: str) -> str:
    if local in _HEADERS:
        return "đầu trang"
    if local in _FOOTERS:
        return "chân trang"
    names = {"dataValidation": "kiểm tra dữ liệu", "formula": "định dạng có điều kiện", "definedName": "tên vùng"}
    return names.get(local, f"thành phần {local}")


def around_cell(element: etree._Element) -> str:
    """Return the first cell that something applies to, `!B3`; "" when it names none."""
    areas = areas_of(element.get("sqref", ""))
    return f"!{col_letters(areas[0][1])}{areas[0][0]}" if areas else ""


def _part_name(part: str) -> str:
    base = posixpath.basename(part)
    for start, name in (
        ("chart", "biểu đồ"),
        ("drawing", "hình vẽ"),
        ("vmlDrawing", "hình của ghi chú"),
        ("core", "thuộc tính tệp"),
        ("app", "thuộc tính tệp"),
        ("custom", "thuộc tính tệp"),
        ("threadedComment", "trao đổi (comment)"),
    ):
        if base.startswith(start):
            return f"{name} {base}"
    return f"thành phần {base}"


def _bad_title(name: str, taken: list[str]) -> str:
    if not name or len(name) > _MAX_TITLE:
        return "trống hoặc dài quá 31 ký tự"
    if re.search(r"[:\\/?*\[\]\x00-\x1f]", name) or name.startswith("'") or name.endswith("'"):
        return "có ký tự không dùng được"
    return "trùng với trang tính khác" if name.casefold() in {one.casefold() for one in taken} else ""


def _unquoted(target: str) -> str:
    """Return an address whose tags Excel has percent-encoded."""
    if not re.search(r"%7b%7b", target, re.IGNORECASE):
        return target
    from urllib.parse import unquote  # noqa: PLC0415  rarely needed

    return unquote(target)


# ---------------------------------------------------------------- filling


def _appearances(
    layout: Layout, area: tuple[int, int, int, int], texts: tuple[object, ...]
) -> Iterator[tuple[tuple[object, ...], str, Placed | None]]:
    """Yield the values, the reference and the place of every appearance of an object."""
    row1, col1, row2, col2 = area
    segment = layout.shape.segment_at(row1)
    if segment is None or row2 > segment.last:
        for iteration, runs in layout.appearances(row1, row2):
            within = [] if segment is None else layout.within(segment, iteration)
            values = within[0].values if within else None
            yield values or texts, range_text(runs[0][0], col1, runs[-1][1], col2), within[0] if within else None
        return
    for placed in layout.each(segment):
        if placed.values is not None:
            yield placed.values, range_text(row1 + placed.shift, col1, row2 + placed.shift, col2), placed


def _fill_place(elements: list[etree._Element], place: _Place, text: str) -> None:
    if place.runs:
        for number in place.runs:
            elements[number].text = ""
        for run, piece in split_runs(text):
            target = elements[place.runs[run]]
            target.text = (target.text or "") + piece
    elif place.attribute is None:
        elements[place.element].text = text
    else:
        elements[place.element].set(place.attribute, text)


def _fill_note(note: etree._Element, rendered: str) -> None:
    holder = note.find(f"{S}text")
    if holder is None:
        return
    old = runs_of(holder)
    runs = [Run(old[number].properties, piece) for number, piece in split_runs(rendered)]
    xml = rich_item(runs or [Run("", "")], "text").replace("<text>", f'<text xmlns="{S[1:-1]}">', 1)
    fresh = etree.fromstring(xml)
    for run in fresh.iter(f"{S}rPr"):
        if len(run) == 0:
            run.getparent().remove(run)  # type: ignore[union-attr]
    note.replace(holder, fresh)


def _moved_notes(data: bytes, layout: Layout) -> bytes | None:
    """Return the shapes of notes beside their cells, one for each; `None` when there are no notes."""
    root = pack.parse_xml(data)
    shapes = [(shape, shape.find(f"{_NOTE}ClientData")) for shape in list(root.iter(_SHAPE))]
    notes = [(shape, client) for shape, client in shapes if client is not None and client.get("ObjectType") == "Note"]
    if not notes:
        return None
    taken = {shape.get("id") for shape, _ in shapes}
    number = max([1024, *(int(n) for one in taken if one and (n := re.sub(r"\D", "", one.rpartition("_s")[2])))])
    for shape, client in notes:
        row = int(client.findtext(f"{_NOTE}Row", "0")) + 1
        segment = layout.shape.segment_at(row)
        for count, placed in enumerate([] if segment is None else layout.each(segment)):
            if placed.values is None:
                continue
            clone = copy.deepcopy(shape)
            if count:
                number += 1
                clone.set("id", f"_x0000_s{number}")
            _shift_note(clone, placed)
            shape.addprevious(clone)
        parent = shape.getparent()
        if parent is not None:
            parent.remove(shape)
    return pack.to_xml(root)


def _shift_note(shape: etree._Element, placed: Placed) -> None:
    client = shape.find(f"{_NOTE}ClientData")
    if client is None:
        return
    row = client.find(f"{_NOTE}Row")
    if row is not None:
        row.text = str(int(row.text or "0") + placed.shift)
    anchor = client.find(f"{_NOTE}Anchor")
    if anchor is not None and anchor.text:
        numbers = [int(float(n)) for n in anchor.text.split(",")]
        for place in (2, 6):
            if place < len(numbers):
                numbers[place] = max(0, numbers[place] + placed.shift)
        anchor.text = ", ".join(map(str, numbers))


def _moved_anchors(data: bytes, layout: Layout) -> bytes:
    """Return a drawing whose shapes stay beside their rows; a chart drawn across a loop grows with it."""
    root = pack.parse_xml(data)
    for anchor in root.iter(f"{XDR}twoCellAnchor", f"{XDR}oneCellAnchor"):
        start, end = anchor.find(f"{XDR}from/{XDR}row"), anchor.find(f"{XDR}to/{XDR}row")
        if start is None:
            continue
        old = int(start.text or "0")
        start.text = str(layout.position(old + 1) - 1)
        if end is None:
            continue
        if anchor.get("editAs", "twoCell") == "twoCell":
            end.text = str(max(layout.position(int(end.text or "0") + 1) - 1, int(start.text)))
        else:
            end.text = str(int(end.text or "0") + int(start.text) - old)
    return pack.to_xml(root)


# ---------------------------------------------------------------- tables


def _data_rows(table: etree._Element) -> tuple[int, int]:
    row1, _, row2, _ = split_range(table.get("ref", "A1"))
    return row1 + int(table.get("headerRowCount", "1")), row2 - int(table.get("totalsRowCount", "0"))


def _outermost_first(sheet: Sheet, segment: Segment) -> int:
    """Return the first block of the outermost loop or condition around a segment."""
    block = segment.block
    while block.parent is not None and block.parent.depth:
        block = block.parent
    opened: list[list[int]] = []
    for step in sheet.program.steps:
        if isinstance(step, Marker) and step.block is not None:
            if step.statement.split()[0] in {"for", "if"}:
                opened.append([])
            opened[-1].append(step.block.number)
        elif isinstance(step, EndStep):
            blocks = opened.pop()
            if block.number in blocks:
                return step.block.number
    return block.number


def _name_columns(table: etree._Element, sheet: Sheet, layout: Layout, area: tuple[int, int, int, int]) -> None:
    """Give the columns of a table the words of its header cells: Excel refuses a table where they differ."""
    row = sheet.rows.get(area[0])
    segment = layout.shape.segment_at(area[0])
    placed = layout.each(segment) if segment is not None else []
    if row is None or not placed or placed[0].values is None:
        return
    texts = {}
    for cell in row.cells:
        value = placed[0].values[cell.slot] if cell.slot is not None else cell.value
        if cell.slot is not None and len(cell.runs) > 1:
            value = "".join(piece for _, piece in split_runs(str(value)))
        texts[cell.col] = "" if value is None else str(value)
    for number, column in enumerate(table.iter(f"{S}tableColumn")):
        text = texts.get(area[1] + number, "")
        if text and _CLEAR_TAG.search(column.get("name", "")):
            column.set("name", text.replace("\n", "_x000a_"))


# ---------------------------------------------------------------- charts


def _chart_part(data: bytes, at: around.Speaker, grid: Grid | None, part: str) -> bytes:
    root = pack.parse_xml(data)
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or etree.QName(element).localname != "f" or not element.text:
            continue
        moved = at.text(element.text.strip().removeprefix("(").removesuffix(")"), part, inner=True)
        holder = element.getparent()
        if holder is None:
            continue
        if moved is None:
            _without_points(holder)
        else:
            element.text = f"({moved})" if "," in moved and not moved.startswith("(") else moved
            _refresh(holder, moved, grid)
    return pack.to_xml(root)


def _without_points(holder: etree._Element) -> None:
    """Turn a series whose rows are all gone into one of no points."""
    kind = {f"{C}numRef": "numLit", f"{C}strRef": "strLit", f"{C}multiLvlStrRef": "strLit"}.get(str(holder.tag))
    parent = holder.getparent()
    if kind is None or parent is None:
        return
    if parent.tag == f"{C}tx":
        parent.getparent().remove(parent)  # type: ignore[union-attr]
        return
    literal = etree.Element(f"{C}{kind}")
    etree.SubElement(literal, f"{C}ptCount", val="0")
    parent.replace(holder, literal)


def _refresh(holder: etree._Element, formula: str, grid: Grid | None) -> None:
    """Write the points that a chart remembers of its cells; without certain figures it remembers none."""
    for cache in list(holder):
        if cache.tag == f"{C}multiLvlStrCache":
            holder.remove(cache)
        if cache.tag not in {f"{C}numCache", f"{C}strCache"}:
            continue
        try:
            values = _values(formula, grid)
        except (UnknownResultError, FormulaError):
            holder.remove(cache)
            continue
        for old in list(cache):
            if old.tag in {f"{C}pt", f"{C}ptCount"}:
                cache.remove(old)
        number = len(cache)
        cache.insert(number, etree.Element(f"{C}ptCount", val=str(len(values))))
        numeric = cache.tag == f"{C}numCache"
        for place, value in enumerate(values):
            shown = isinstance(value, int | float) if numeric else value is not None
            if shown and not isinstance(value, ErrorValue):
                point = etree.SubElement(cache, f"{C}pt", idx=str(place))
                text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
                etree.SubElement(point, f"{C}v").text = text


def _values(formula: str, grid: Grid | None) -> list[object]:
    tree = parse(f"({formula})")
    if grid is None or not isinstance(tree, Paren):
        raise UnknownResultError
    values: list[object] = []
    for ref in tree.items:
        if not isinstance(ref, Ref) or ref.sheet is None or ref.form == "cols":
            raise UnknownResultError
        key = grid.key(ref.sheet)
        values += [
            grid.value(key, row, col) for row in range(ref.row1, ref.row2 + 1) for col in range(ref.col1, ref.col2 + 1)
        ]
    return values


# ---------------------------------------------------------------- the workbook's own parts


def add_strings(package: pack.Package, changes: dict[str, bytes | None], data: bytes) -> None:
    """Add a table of shared strings to a workbook that had none."""
    folder = posixpath.dirname(package.main)
    part = posixpath.join(folder, "sharedStrings.xml")
    changes[part] = data
    types = pack.parse_xml(changes.get(pack.CONTENT_TYPES) or package.parts[pack.CONTENT_TYPES])
    namespace = types.tag.rpartition("}")[0] + "}"
    etree.SubElement(types, f"{namespace}Override", PartName=f"/{part}", ContentType=_STRINGS_TYPE)
    changes[pack.CONTENT_TYPES] = pack.to_xml(types)
    name = pack.rels_name(package.main)
    root = pack.parse_xml(changes.get(name) or package.parts[name])
    attributes = {"Id": "rgStrings", "Type": f"{_OFFICE}/sharedStrings", "Target": "sharedStrings.xml"}
    etree.SubElement(root, f"{{{_REL}}}Relationship", attributes)
    changes[name] = pack.to_xml(root)


def drop_calculation_chain(package: pack.Package, changes: dict[str, bytes | None]) -> None:
    """Leave out the order of calculation: it names cells that have moved, and Excel makes it anew."""
    parts = [r for r in package.relationships(package.main) if r.type == "calcChain"]
    if not parts:
        return
    types = pack.parse_xml(changes.get(pack.CONTENT_TYPES) or package.parts[pack.CONTENT_TYPES])
    name = pack.rels_name(package.main)
    root = pack.parse_xml(changes.get(name) or package.parts[name])
    for relationship in parts:
        changes[relationship.target] = None
        for element in list(types):
            if element.get("PartName", "").lstrip("/") == relationship.target:
                types.remove(element)
        for element in list(root):
            if element.get("Id") == relationship.id:
                root.remove(element)
    changes[pack.CONTENT_TYPES] = pack.to_xml(types)
    changes[name] = pack.to_xml(root)
