"""One sheet for each item of a list: a template sheet whose first row is `{%sheet for lv in linh_vuc %}`.

That row disappears. The sheet comes once for each item, in order, with everything that hangs on it (drawings, charts,
tables, notes, names, print settings); no items, no sheet. Its name may hold tags (`{{ lv.ten_ngan }}`). Before rows are
looked at, the package is grown: parts are copied, and the copies are read like any other sheet, each with its item.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment
from lxml import etree

from reportgen.problem import Problem
from reportgen.render import package as pack
from reportgen.render.xlsx import faults, program
from reportgen.render.xlsx.formula import MAX_ROW, FormulaError, Node, parse, refs_of
from reportgen.render.xlsx.layout import Iteration, Layout, Placed
from reportgen.render.xlsx.names import R, S, without_uid
from reportgen.render.xlsx.program import Marker
from reportgen.render.xlsx.stacks import Stacks
from reportgen.render.xlsx.threads import with_copied_ids

if TYPE_CHECKING:
    from reportgen.render.xlsx.book import CompiledXlsx
    from reportgen.render.xlsx.sheet import Sheet

_REL: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CT: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_SHARED: Final = frozenset({"image", "theme", "person"})
_SINGLE: Final = {
    "pivotTable": "bảng tổng hợp (PivotTable)",
    "slicer": "bộ lọc trực quan (Slicer)",
    "timeline": "dòng thời gian (Timeline)",
    "queryTable": "bảng lấy dữ liệu từ ngoài (Query)",
}
"""What hangs on a sheet and has roots elsewhere in the workbook: it cannot be copied with the sheet."""
_MAX_TITLE: Final = 31
_FORBIDDEN: Final = re.compile(r"[:\\/?*\[\]\x00-\x1f\x7f]+")
_NUMBERED: Final = re.compile(r"(\d*)(\.[^.]*)$")
_NAMELESS: Final = "Không có dữ liệu"
COPY: Final = "\x1f"
"""Stands in the key of a copy between the sheet's name and the number of the copy; no title can hold it."""
LOOP: Final = ("index", "index0", "revindex", "revindex0", "first", "last", "length")


@dataclass(frozen=True, slots=True)
class Grown:
    """A package in which sheets have been copied.

    Attributes:
        package: With the copies.
        copies: Number of the copy, the first being 0, by part; only parts of sheets that come once for each item.
        tables: For each table of a sheet with copies: the sheet, and the table's name in each copy by its part.
        names: Names of cells that have become names of the copies, and what they stood for.
        left_out: Sheets of no item, and where they stood.
    """

    package: pack.Package
    copies: Mapping[str, int] = field(default_factory=dict)
    tables: Mapping[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[tuple[str, int], ...] = ()


# ---------------------------------------------------------------- the list


def items_of(marker: Marker, env: Environment, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what the names of a sheet's marker stand for, once for each copy.

    Raises:
        Exception: Whatever the statement raised.
    """
    found: list[dict[str, Any]] = []
    targets = sorted(program.targets_of(marker.statement, env) - {"loop"})
    repeats = marker.statement.split()[0] == "for"

    def keep(turn: Any, *values: Any) -> str:
        loop = {"loop": {name: getattr(turn, name) for name in LOOP}} if repeats else {}
        found.append({**loop, **dict(zip(targets, values, strict=True))})
        return ""

    arguments = ", ".join(["loop" if repeats else "none", *targets])
    source = f"{{%- {marker.statement} %}}{{{{- rg__item({arguments}) }}}}{{% {'endfor' if repeats else 'endif'} %}}"
    env.from_string(source).render({**given, "rg__item": keep})
    return found


def visible_left(sheets: Iterable[etree._Element], counts: Mapping[str, int], parts: Mapping[str, str]) -> bool:
    """Tell whether a visible sheet is left.

    Args:
        sheets: The sheets of the workbook.
        counts: How often each sheet that comes once for each item will come, by its part.
        parts: Parts by id of relationship.
    """
    return any(
        sheet.get("state", "visible") == "visible" and counts.get(parts.get(sheet.get(f"{R}id", ""), ""), 1)
        for sheet in sheets
    )


def faults_of(package: pack.Package, part: str, title: str) -> Iterator[Problem]:
    """Yield what hangs on a sheet, or reads it, and cannot do so with several copies of it."""
    where = f"{package.name}, {title}"
    for relationship in package.relationships(part):
        if relationship.type in _SINGLE:
            yield faults.not_copied(where, _SINGLE[relationship.type])
    for name, kind in package.types.items():
        if "pivotCacheDefinition" in kind:
            sources = pack.parse_xml(package.parts[name]).iter(f"{S}worksheetSource")
            if any(source.get("sheet", "").casefold() == title.casefold() for source in sources):
                yield faults.not_copied(where, "số liệu nguồn của một bảng tổng hợp (PivotTable)")


def within(marker: Marker, source: str) -> str:
    """Return the source of a sheet's tags inside its marker, with the lines where they were."""
    closing = "endfor" if marker.statement.split()[0] == "for" else "endif"
    return f"{{% {marker.statement} %}}{source}{{% {closing} %}}"


def blank(sheet: Sheet) -> Layout:
    """Return the layout of a sheet without data: its own words stay, every tag is blank, loops are empty."""
    root = Iteration(sheet.shape.blocks[0], None, 1, MAX_ROW + 1)
    placed: list[Placed] = []
    following = 1
    for segment in sheet.shape.segments:
        if segment.block is root.block:
            placed.append(Placed(segment, following, root, None))
            following += segment.last - segment.first + 1
    return Layout(sheet.shape, placed, root)


def stacks_of(book: CompiledXlsx, grown: Grown) -> Stacks:
    """Return what references to the sheets of a workbook mean that may have come several times."""
    elements = list(book.book.iterfind(f"{S}sheets/{S}sheet"))
    by_part = {sheet.part: sheet for sheet in book.sheets}
    copies: dict[str, list[str]] = {name.casefold(): [] for name, _ in grown.left_out}
    order: list[str] = []
    for element in elements:
        title = element.get("name", "")
        key = title.casefold()
        order += [title] if title not in order else []
        sheet = by_part.get(book.sheet_parts.get(element.get(f"{R}id", ""), ""))
        if sheet is not None and sheet.loop is not None:
            copies.setdefault(key, []).append(sheet.key)
    for name, place in grown.left_out:
        order.insert(place, name)
    loops: dict[str, dict[str, None]] = {}
    for sheet in book.sheets:
        if sheet.loop is not None and _listed(sheet.loop):
            loops.setdefault(_listed(sheet.loop), {})[sheet.name.casefold()] = None
    twins = {
        (sheet.key, step.block.number): list(loops[_listed(step)])
        for sheet in book.sheets
        for step in sheet.program.steps
        if isinstance(step, Marker) and step.block is not None and _listed(step) in loops
    }
    return Stacks(order, copies, twins, _tables_by_copy(grown, by_part), _names_of(copies, grown), _peers(book, copies))


def _listed(marker: Marker | None) -> str:
    """Return what a loop goes through, with its conditions; nothing for anything but a loop."""
    match = None if marker is None else re.match(r"for\b.*?\bin\b(.*)", marker.statement, re.DOTALL)
    return " ".join(match[1].split()) if match else ""


def _tables_by_copy(grown: Grown, by_part: Mapping[str, Sheet]) -> dict[str, tuple[str, dict[str, str]]]:
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for table, (title, names) in grown.tables.items():
        keys = {by_part[part].key: name for part, name in names.items() if part in by_part}
        found[table.casefold()] = (title.casefold(), keys)
    return found


def _peers(book: CompiledXlsx, copies: Mapping[str, list[str]]) -> dict[str, dict[str, str]]:
    """Return, for each copy of a sheet, the copies of other sheets for the same item."""
    loops = {sheet.name.casefold(): _listed(sheet.loop) for sheet in book.sheets if sheet.loop is not None}
    return {
        own: {other: copies[other][place] for other, loop in loops.items() if loop == loops[key] and loop}
        for key in loops
        for place, own in enumerate(copies[key])
    }


def _names_of(copies: Mapping[str, list[str]], grown: Grown) -> dict[str, tuple[str, Node]]:
    """Return the names of cells on sheets of which there is not one copy; formulas elsewhere mean all."""
    found: dict[str, tuple[str, Node]] = {}
    for name, text in grown.names.items():
        tree = definition(text)
        sheets = {ref.sheet.casefold() for ref in refs_of(tree) if ref.sheet} if tree is not None else set()
        owner = next((sheet for sheet in sheets if sheet in copies), None)
        if tree is not None and owner is not None:
            found[name.casefold()] = (owner, tree)
    return found


# ---------------------------------------------------------------- titles


def settled_title(name: str, taken: Iterable[str]) -> str:
    """Return a title that Excel takes, near to the name asked for and unlike those taken.

    What Excel forbids becomes a hyphen, what is too long ends in `…`, and a second one of a name is numbered.
    """
    bare = " ".join(_FORBIDDEN.sub("-", name).split()).strip("'") or _NAMELESS
    known = {one.casefold() for one in taken} | {"history"}
    title, number = _cut(bare, _MAX_TITLE), 1
    while title.casefold() in known:
        number += 1
        tail = f" ({number})"
        title = _cut(bare, _MAX_TITLE - len(tail)) + tail
    return title


def _cut(text: str, room: int) -> str:
    """Return a text of so many places at most; Excel counts letters beyond the first plane twice."""
    if _places(text) <= room:
        return text
    while _places(text) > room - 1:
        text = text[:-1]
    return text.rstrip(" -") + "…"


def _places(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


# ---------------------------------------------------------------- growing the package


def grown(package: pack.Package, counts: Mapping[str, int]) -> Grown:
    """Return a package with sheets copied or left out.

    Args:
        package: The template.
        counts: How many of each sheet, by part; sheets that are not named stay as they are.
    """
    return _Grower(package, counts).grown()


class _Grower:
    def __init__(self, package: pack.Package, counts: Mapping[str, int]) -> None:
        self.package = package
        self.counts = counts
        self.changes: dict[str, bytes | None] = {}
        self.types = pack.parse_xml(package.parts[pack.CONTENT_TYPES])
        self.rels = pack.parse_xml(package.parts[pack.rels_name(package.main)])
        self.book = pack.parse_xml(package.parts[package.main])
        self.parts = {r.id: r.target for r in package.relationships(package.main)}
        self.copies: dict[str, int] = {}
        self.tables: dict[str, tuple[str, dict[str, str]]] = {}
        self.table_names, self.last_table = _tables(package)
        self.names: dict[str, str] = {}
        self.places: list[list[int]] = []

    def grown(self) -> Grown:
        sheets = self.book.find(f"{S}sheets")
        if sheets is None:
            return Grown(self.package)
        olds = [(element.get("name", ""), self.parts.get(element.get(f"{R}id", ""), "")) for element in sheets]
        for element in list(sheets):
            self._sheet(element)
        self._number(sheets)
        self._names(olds)
        self._views(sheets)
        self.changes[self.package.main] = pack.to_xml(self.book)
        self.changes[pack.CONTENT_TYPES] = pack.to_xml(self.types)
        self.changes[pack.rels_name(self.package.main)] = pack.to_xml(self.rels)
        left_out = tuple((name, place) for place, (name, part) in enumerate(olds) if self.counts.get(part) == 0)
        return Grown(self.package.changed(self.changes), self.copies, self.tables, self.names, left_out)

    def _sheet(self, element: etree._Element) -> None:
        """Copy one sheet as often as asked; note where its copies stand."""
        part = self.parts.get(element.get(f"{R}id", ""), "")
        first = sum(map(len, self.places))
        count = self.counts.get(part, 1)
        self.places.append(list(range(first, first + count)))
        if part not in self.counts:
            return
        self._name_tables(part, element.get("name", ""))
        for number in range(1, count):
            fresh = self._copied(part, part, number)
            clone = copy.deepcopy(element)
            clone.set(f"{R}id", self._related(fresh, element.get(f"{R}id", "")))
            element.getparent().insert(sheets_index(element) + number, clone)  # type: ignore[union-attr]
            self.copies[fresh] = number
        if count:
            self.copies[part] = 0
        else:
            element.getparent().remove(element)  # type: ignore[union-attr]
            self._drop(element.get(f"{R}id", ""), part)

    @staticmethod
    def _number(sheets: etree._Element) -> None:
        """Give every sheet a number of its own."""
        used = {element.get("sheetId") for element in sheets}
        seen: set[str | None] = set()
        following = max((int(one or "0") for one in used), default=0)
        for element in sheets:
            if element.get("sheetId") in seen:
                following += 1
                element.set("sheetId", str(following))
            seen.add(element.get("sheetId"))

    # -- parts

    def _related(self, part: str, like: str) -> str:
        old = next(element for element in self.rels if element.get("Id") == like)
        taken = {element.get("Id") for element in self.rels}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        fresh = etree.SubElement(self.rels, f"{_REL}Relationship", Id=f"rId{number}", Type=old.get("Type", ""))
        fresh.set("Target", f"/{part}")
        return f"rId{number}"

    def _drop(self, number: str, part: str) -> None:
        """Leave a sheet out, with the parts that only it has."""
        for element in list(self.rels):
            if element.get("Id") == number:
                self.rels.remove(element)
        for gone in [part, *_owned(self.package, part)]:
            self.changes[gone] = None
            if pack.rels_name(gone) in self.package.parts:
                self.changes[pack.rels_name(gone)] = None
            for element in list(self.types):
                if element.get("PartName", "").lstrip("/") == gone:
                    self.types.remove(element)

    def _copied(self, part: str, sheet: str, number: int) -> str:
        """Copy a part with what hangs on it; return the name of the copy.

        Args:
            part: The part.
            sheet: The template sheet on which it hangs.
            number: Of the copy.
        """
        fresh = self._free(part)
        self.changes[fresh] = b""  # the name is taken from now on
        override = next((e for e in self.types if e.get("PartName", "").lstrip("/") == part), None)
        if override is not None:
            clone = copy.deepcopy(override)
            clone.set("PartName", f"/{fresh}")
            self.types.append(clone)
        self.changes[fresh] = self._content(part, sheet, number)
        rels = pack.rels_name(part)
        if rels in self.package.parts:
            self.changes[pack.rels_name(fresh)] = self._relationships(part, sheet, fresh, number)
        return fresh

    def _relationships(self, part: str, sheet: str, fresh: str, number: int) -> bytes:
        root = pack.parse_xml(self.package.parts[pack.rels_name(part)])
        by_id = {r.id: r for r in self.package.relationships(part)}
        for element in root:
            relationship = by_id.get(element.get("Id", ""))
            if relationship is None or relationship.external or relationship.target not in self.package.parts:
                continue
            target = relationship.target
            if target == sheet:
                target = fresh  # what points back to its own sheet
            elif relationship.type not in _SHARED:
                target = self._copied(target, sheet, number)
                if relationship.type == "table":
                    self._keep_table(relationship.target, target, fresh)
            element.set("Target", f"/{target}")
        return pack.to_xml(root)

    def _free(self, part: str) -> str:
        """Return the next free name after a part's: `xl/worksheets/sheet7.xml`."""
        match = _NUMBERED.search(part)
        stem, ending = (part[: match.start()], match[2]) if match else (part, "")
        number = 2
        taken = {name.lower() for name in (*self.package.parts, *self.changes)}
        while f"{stem}{number}{ending}".lower() in taken:
            number += 1
        return f"{stem}{number}{ending}"

    def _content(self, part: str, sheet: str, number: int) -> bytes:
        data = self.package.parts[part]
        kind = self.package.types.get(part, "")
        if part == sheet:
            return _second_sheet(data)
        if kind.endswith("spreadsheetml.table+xml"):
            return self._second_table(data, number)
        if "threadedcomments" in kind or kind.endswith("spreadsheetml.comments+xml"):
            return with_copied_ids(data, number)
        return data

    # -- tables

    def _second_table(self, data: bytes, number: int) -> bytes:
        root = pack.parse_xml(data)
        for element in root.iter():
            without_uid(element)
        self.last_table += 1
        root.set("id", str(self.last_table))
        base = root.get("displayName", root.get("name", "Bang"))
        name, suffix = f"{base}_{number + 1}", number + 1
        while name.casefold() in self.table_names:
            suffix += 1
            name = f"{base}_{suffix}"
        self.table_names.add(name.casefold())
        root.set("displayName", name)
        root.set("name", name)
        return pack.to_xml(root)

    def _keep_table(self, old: str, new: str, sheet: str) -> None:
        data = self.changes[new]
        before = pack.parse_xml(self.package.parts[old]).get("displayName", "")
        after = pack.parse_xml(data or b"<table/>").get("displayName", "")
        self.tables[before][1][sheet] = after

    def _name_tables(self, part: str, title: str) -> None:
        for relationship in self.package.relationships(part):
            if relationship.type == "table" and relationship.target in self.package.parts:
                name = pack.parse_xml(self.package.parts[relationship.target]).get("displayName", "")
                self.tables[name] = (title, {part: name})

    # -- the workbook

    def _names(self, olds: list[tuple[str, str]]) -> None:
        """Let names of a sheet go with its copies: those of one sheet are copied, those of the book become such."""
        names = self.book.find(f"{S}definedNames")
        if names is None:
            return
        places = {name.casefold(): place for place, (name, part) in enumerate(olds) if part in self.counts}
        for element in list(names):
            local = element.get("localSheetId")
            place = int(local) if local is not None and local.isdigit() else owner_of(element.text or "", places)
            if place is None or place >= len(self.places) or (local is None and len(self.places[place]) == 1):
                continue
            if local is None:
                self.names[element.get("name", "")] = element.text or ""
            for target in self.places[place]:
                clone = copy.deepcopy(element)
                clone.set("localSheetId", str(target))
                element.addprevious(clone)
            names.remove(element)
        if len(names) == 0:
            self.book.remove(names)

    def _views(self, sheets: etree._Element) -> None:
        """Open the book on a sheet that is there and shown."""
        flat = {old: new[0] for old, new in enumerate(self.places) if new}
        shown = [place for place, element in enumerate(sheets) if element.get("state", "visible") == "visible"]
        for view in self.book.iter(f"{S}workbookView"):
            for name in ("activeTab", "firstSheet"):
                place = flat.get(int(view.get(name, "0")), -1)
                place = place if place in shown else (shown[0] if shown else 0)
                if view.get(name) is not None or place:
                    view.set(name, str(place))


def sheets_index(element: etree._Element) -> int:
    """Return the place of an element among its neighbours."""
    parent = element.getparent()
    return 0 if parent is None else parent.index(element)


def owner_of(text: str, places: Mapping[str, int]) -> int | None:
    """Return the place of the sheet, among those that come once for each item, of which a name speaks."""
    tree = definition(text)
    if tree is None:
        return None
    return next(
        (places[ref.sheet.casefold()] for ref in refs_of(tree) if ref.sheet and ref.sheet.casefold() in places), None
    )


def definition(text: str) -> Node | None:
    """Return the formula of a name; `None` when it cannot be read."""
    try:
        return parse(text)
    except FormulaError:
        return None


def _owned(package: pack.Package, part: str) -> list[str]:
    """Return the parts that hang on a sheet and on nothing else."""
    found: list[str] = []
    waiting = [part]
    while waiting:
        for relationship in package.relationships(waiting.pop()):
            target = relationship.target
            fresh = not relationship.external and target in package.parts and target not in {part, *found}
            if fresh and relationship.type not in _SHARED:
                found.append(target)
                waiting.append(target)
    return found


def _tables(package: pack.Package) -> tuple[set[str], int]:
    """Return the names in use of tables and cells, and the last number of a table."""
    names: set[str] = set()
    last = 0
    for part, kind in package.types.items():
        if kind.endswith("spreadsheetml.table+xml"):
            root = pack.parse_xml(package.parts[part])
            names.add(root.get("displayName", "").casefold())
            last = max(last, int(root.get("id", "0")))
    book = pack.parse_xml(package.parts[package.main])
    names |= {element.get("name", "").casefold() for element in book.iter(f"{S}definedName")}
    return names, last


def _second_sheet(data: bytes) -> bytes:
    """Return a sheet without what only one sheet of a book may have: the selected tab, the name of its module."""
    root = pack.parse_xml(data)
    without_uid(root)
    for view in root.iter(f"{S}sheetView"):
        if view.get("tabSelected"):
            del view.attrib["tabSelected"]
    for properties in root.iter(f"{S}sheetPr"):
        if properties.get("codeName"):
            del properties.attrib["codeName"]
    return pack.to_xml(root)


def owner_parts(package: pack.Package, part: str) -> list[str]:
    """Return a sheet's part and all that hangs on it alone."""
    return [part, *_owned(package, part)]
