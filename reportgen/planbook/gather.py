"""From the rows of the workbook to the plan's contents under the keys of its file, and the cell of every value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from reportgen.forms.returned import Place
from reportgen.planbook import layout
from reportgen.planbook.layout import Column, Kind, Table
from reportgen.planbook.read import Line, Understood, where_of
from reportgen.vi.sort import vi_key

Path = tuple[str | int, ...]
Data = dict[str, Any]
_CODES: Final = frozenset({"id", "number", "area", "group"})
STAND_IN: Final = "?"
"""Words in the place of a cell that is refused, so that the rest can still be looked at."""


@dataclass(slots=True)
class Gathered:
    """A plan as the workbook has it.

    Attributes:
        data: Under the keys of the plan's file; where cells are refused, with what stood there before or `STAND_IN`.
        places: Cell of every value, by its path in `data`. refused: Cells that are refused.
        blind: Whether a code is among them, so that what names it may seem to name nothing.
    """

    data: Data
    places: dict[Path, Place] = field(default_factory=dict)
    refused: set[Place] = field(default_factory=set)
    blind: bool = False

    def place(self, path: Path) -> Place | None:
        """Return the cell of a value, or of the nearest thing around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return None


def gather(understood: Understood, base: Mapping[str, Any]) -> Gathered:
    """Return the plan that a workbook holds.

    Args:
        understood: The workbook; what is wrong between its rows (a code twice, one that names nothing) is added to
            its problems.
        base: The plan as it was written out: what a table says that is gone or stands unchanged.
    """
    return _Gatherer(understood, base).gather()


class _Gatherer:
    """Puts one plan together."""

    def __init__(self, understood: Understood, base: Mapping[str, Any]) -> None:
        self.understood = understood
        self.base = base
        self.result = Gathered({})

    def gather(self) -> Gathered:
        """Return the plan."""
        data, tables = self.result.data, self.understood.tables
        for lines in tables.values():
            for line in lines:
                self.result.refused |= {line.places[key] for key in line.faulty if key in line.places}
                self.result.blind |= bool(line.faulty & _CODES)
        self._info(data, tables.get("info", []))
        for key in ("bases", "text", "indicators", "duties", "unit_duties", "appendices", "errata"):
            if key in tables:
                data[key] = getattr(self, f"_{key}")(tables[key])
            elif key in self.base:
                data[key] = self.base[key]
            if key in self.understood.same:
                data[key] = self.base.get(key, [])
        data["areas"] = self._areas()
        return self.result

    # simple tables

    def _info(self, data: Data, lines: Sequence[Line]) -> None:
        if not lines:
            data |= {k: v for k, v in self.base.items() if k in {"years", *(c.key for c in layout.INFO.columns)}}
            return
        line = lines[0]
        values = self._values(line, layout.INFO)
        data["years"] = [values.pop("first_year"), values.pop("last_year")]
        data |= values
        for key, place in line.places.items():
            self.result.places[(key,)] = place
        self.result.places["years",] = line.places["first_year"]

    def _bases(self, lines: Sequence[Line]) -> list[str]:
        for number, line in enumerate(lines):
            self.result.places["bases", number] = line.places["text"]
        return [str(self._values(line, layout.BASES).get("text", STAND_IN)) for line in lines]

    def _text(self, lines: Sequence[Line]) -> list[Data]:
        blocks = []
        for number, line in enumerate(lines):
            values = self._values(line, layout.TEXT)
            self.result.places["text", number] = line.places["text"]
            blocks.append({values["kind"]: values["text"]})
        return blocks

    def _indicators(self, lines: Sequence[Line]) -> list[Data]:
        rows = self._rows("indicators", layout.INDICATORS, lines, once="id")
        for number, row in enumerate(rows):
            row["years"] = [row.pop("first_year"), row.pop("last_year")]
            row.setdefault("target", None)
            self.result.places["indicators", number, "years"] = lines[number].places["first_year"]
        return rows

    def _duties(self, lines: Sequence[Line]) -> list[Data]:
        return self._rows("duties", layout.DUTIES, lines, once="id")

    def _appendices(self, lines: Sequence[Line]) -> list[Data]:
        rows = self._rows("appendices", layout.APPENDICES, lines)
        for row, line in zip(rows, lines, strict=True):
            heads, fields = row.setdefault("columns", []), row.setdefault("fields", [])
            if len(heads) != len(fields) and not line.faulty:
                message = f"có {len(heads)} tiêu đề cột nhưng nêu nội dung của {len(fields)} cột"
                remedy = "Ghi mỗi cột một dòng ở cả hai ô, cùng thứ tự."
                self.understood.fault("BK024", line.places["fields"], message, remedy)
        return rows

    def _errata(self, lines: Sequence[Line]) -> list[Data]:
        return [{"corrected": "", **row} for row in self._rows("errata", layout.ERRATA, lines)]

    def _unit_duties(self, lines: Sequence[Line]) -> list[Data]:
        units: list[Data] = []
        for line in lines:
            values = self._values(line, layout.UNITS)
            agency, item = values.get("agency", ""), values.get("item", "")
            if not units and not agency:
                message = "dòng đầu chưa ghi đơn vị nào được giao việc"
                self.understood.fault("BK021", line.places["agency"], message, "Ghi tên đơn vị vào ô này.")
                self.result.refused.add(line.places["agency"])
                agency = STAND_IN
            if agency and (not units or units[-1]["agency"] != agency):
                units.append({"agency": agency, "items": []})
                self.result.places["unit_duties", len(units) - 1] = line.places["agency"]
                self.result.places["unit_duties", len(units) - 1, "agency"] = line.places["agency"]
            if item:
                at = ("unit_duties", len(units) - 1, "items", len(units[-1]["items"]))
                self.result.places[at] = line.places["item"]
                units[-1]["items"].append(item)
        return units

    def _rows(self, key: str, table: Table, lines: Sequence[Line], *, once: str = "") -> list[Data]:
        """Return the rows of a table as they are, telling of codes given twice."""
        for number, line in enumerate(lines):
            self.result.places[key, number] = line.place
            for name, place in line.places.items():
                self.result.places[key, number, name] = place
        if once:
            self._once(table, once, [(line.values.get(once, ""), line) for line in lines])
        return [self._values(line, table) for line in lines]

    def _once(self, table: Table, key: str, codes: Sequence[tuple[str, Line]]) -> None:
        first: dict[str, Line] = {}
        for code, line in codes:
            other = first.setdefault(code, line) if code else line
            if other is not line:
                name = table.column(key).heading.lower()
                message = f"{name} “{code}” ghi hai lần, lần trước ở {where_of(other.places[key])}"
                self.understood.fault("BK022", line.places[key], message, "Sửa cho khác nhau, hoặc xóa dòng thừa.")
                self.result.refused.add(line.places[key])
                self.result.blind = True

    def _values(self, line: Line, table: Table) -> Data:
        """Return the values of a row; in the place of a cell that is refused what stood there, or a stand-in."""
        values: Data = {}
        for column in table.columns:
            if column.key in line.values:
                values[column.key] = line.values[column.key]
            elif column.key in line.faulty:
                was = line.base.get(column.key) if line.base else None
                values[column.key] = was if was is not None else self._stand_in(column)
            elif column.must and column.kind is not Kind.IGNORED:
                values[column.key] = line.base.get(column.key, STAND_IN) if line.base else STAND_IN
        return {key: value for key, value in values.items() if value is not None}

    def _stand_in(self, column: Column) -> Any:
        if column.kind is Kind.YEAR:
            return self.base["years"][0]
        if column.kind in {Kind.WORD, Kind.WORDS}:
            word = next(iter(column.words.values()))
            return word if column.kind is Kind.WORD else [word]
        if column.kind in {Kind.FIGURE, Kind.DATE, Kind.AGENCY}:
            return None
        return [STAND_IN] if column.kind in {Kind.LINES, Kind.CODES} else STAND_IN

    # areas, groups, tasks

    def _areas(self) -> list[Data]:
        tables, same = self.understood.tables, self.understood.same
        names = ("areas", "groups", "tasks")
        if any(name not in tables for name in names):
            return list(self.base["areas"])
        areas = self._rows("areas", layout.AREAS, tables["areas"], once="id")
        homes = _Homes(areas)
        for line in tables["groups"]:
            self._group(line, homes)
        for area in areas:
            if not area["groups"]:
                area["groups"].append({"id": area["id"], "title": area["title"], "tasks": []})
        lines: dict[int, list[Line]] = {}
        for line in tables["tasks"]:
            group = self._home(line, homes)
            if group is not None:
                lines.setdefault(id(group), []).append(line)
        for i, area in enumerate(areas):
            for j, group in enumerate(area["groups"]):
                self._tasks(group, lines.get(id(group), []), ("areas", i, "groups", j), str(area["id"]))
        return list(self.base["areas"]) if same.issuperset(names) else areas

    def _group(self, line: Line, homes: _Homes) -> None:
        values = self._values(line, layout.GROUPS)
        area = homes.area(str(values["area"]))
        if area is None:
            if "area" not in line.faulty:
                self._nowhere(line.places["area"], f"không có lĩnh vực “{values['area']}”", homes.codes())
            return
        i, groups = homes.areas.index(area), area["groups"]
        if any(group["id"] == values["id"] for group in groups):
            message = f"nhóm “{values['id']}” của lĩnh vực “{area['id']}” ghi hai lần"
            self.understood.fault("BK022", line.places["id"], message, "Sửa cho khác nhau, hoặc xóa dòng thừa.")
            return
        for name in ("id", "title"):
            self.result.places["areas", i, "groups", len(groups), name] = line.places[name]
        self.result.places["areas", i, "groups", len(groups)] = line.places["id"]
        groups.append({"id": values["id"], "title": values["title"], "tasks": []})

    def _home(self, line: Line, homes: _Homes) -> Data | None:
        """Return the group that a task belongs to; None after telling that there is none."""
        values = self._values(line, layout.TASKS)
        area, group = str(values.get("area", "")), str(values.get("group", ""))
        if line.faulty & {"area", "group"}:
            return None
        found = homes.groups(area, group)
        if len(found) == 1:
            return found[0]
        if not area and not group:
            message, place = "chưa ghi nhiệm vụ thuộc lĩnh vực, nhóm nào", line.places["area"]
        elif area and homes.area(area) is None:
            message, place = f"không có lĩnh vực “{area}”", line.places["area"]
        elif group:
            of = f" trong lĩnh vực “{area}”" if area else ""
            message, place = f"{'có nhiều' if found else 'không có'} nhóm “{group}”{of}", line.places["group"]
        else:
            message, place = f"lĩnh vực “{area}” có nhiều nhóm, chưa rõ nhóm nào", line.places["group"]
        self._nowhere(place, message, homes.codes())
        return None

    def _nowhere(self, place: Place, message: str, known: Sequence[str]) -> None:
        remedy = f"Ghi mã có ở trang Lĩnh vực, Nhóm nhiệm vụ: {'; '.join(known)}."
        self.understood.fault("BK023", place, message, remedy)
        self.result.refused.add(place)
        self.result.blind = True

    def _tasks(self, group: Data, lines: Sequence[Line], path: Path, area: str) -> None:
        """Put the tasks into a group, by number where the plan numbers them in order."""
        was = [t["number"] for a in self.base["areas"] for g in a["groups"] if (a["id"], g["id"]) == (area, group["id"])
               for t in g["tasks"]]  # fmt: skip
        if was == sorted(was, key=vi_key):
            lines = sorted(lines, key=lambda line: vi_key(str(line.values.get("number", ""))))
        numbered = [(str(line.values.get("number", "")).rstrip("."), line) for line in lines]
        self._once(layout.TASKS, "number", numbered)
        for k, line in enumerate(lines):
            values = self._values(line, layout.TASKS)
            task = {key: value for key, value in values.items() if key not in {"area", "group"}}
            group["tasks"].append({"lead": [], "deadlines": [], **task})
            self.result.places[*path, "tasks", k] = line.place
            for name, place in line.places.items():
                self.result.places[*path, "tasks", k, name] = place


class _Homes:
    """The areas and their groups, by their codes."""

    def __init__(self, areas: list[Data]) -> None:
        self.areas = areas
        for area in areas:
            area["groups"] = []

    def codes(self) -> list[str]:
        """Return the codes of areas, and of groups where they differ."""
        groups = [str(group["id"]) for area in self.areas for group in area["groups"]]
        return list(dict.fromkeys([*(str(area["id"]) for area in self.areas), *groups]))

    def area(self, code: str) -> Data | None:
        """Return an area."""
        return next((area for area in self.areas if area["id"] == code), None)

    def groups(self, area: str, group: str) -> list[Data]:
        """Return the groups that two codes may mean; either may be empty."""
        return [
            g
            for a in self.areas
            if not area or a["id"] == area
            for g in a["groups"]
            if (area or group) and (not group or g["id"] == group)
        ]
