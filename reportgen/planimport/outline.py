"""Areas and groups from the rows that name them: labels of whatever kind, ids that stay unique over the whole plan."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from reportgen.planimport.draft import AppendixDraft, AreaDraft, GroupDraft, TaskDraft

_LABEL: Final = re.compile(
    r"^(?:(?:phần|nhóm|mục|lĩnh vực|chương)\s+)?"
    r"(?P<label>(?:PL\d+\.)?(?:[IVXLC]+(?:\.\d+)*|\d{1,3}(?:\.\d{1,3})*)(?=[.):\s–-])|[A-ZĐ](?=[.):/]))"
    r"[.):\s–-]+(?P<title>\S.*)$",
    re.IGNORECASE,
)
_WORD_LABEL: Final = re.compile(r"^(phần|nhóm|mục|lĩnh vực|chương)\s+(thứ\s+)?(?=\S+$)", re.IGNORECASE)
_KINDS: Final = (
    ("roman", re.compile(r"^(?:PL\d+\.)?[IVXLC]+$")),
    ("roman-dotted", re.compile(r"^(?:PL\d+\.)?[IVXLC]+(?:\.\d+)+$")),
    ("letter", re.compile(r"^[A-ZĐ]$")),
    ("arabic", re.compile(r"^\d{1,3}$")),
    ("dotted", re.compile(r"^(?:\d+|[A-ZĐ])(?:\.\d+)+$")),
    ("small", re.compile(r"^[a-zđ]$")),
)
_NUMBER: Final = re.compile(r"\s(?:số\s*)?([IVXLC]+|\d+|[A-ZĐ])$", re.IGNORECASE)
_ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def kind_of(label: str) -> str:
    """Return what kind of label it is: `roman`, `letter`, `arabic`, `dotted`, ...; "" for none."""
    bare = label.strip().rstrip(".):/–- ").strip()
    return next((kind for kind, rule in _KINDS if rule.match(bare)), "")


def label_and_title(text: str) -> tuple[str, str]:
    """Split `II.1 Cải cách ...` into its label and its words; no label gives ""."""
    match = _LABEL.match(text)
    if match is None or not (match["label"].isupper() or match["label"][0].isdigit()):
        return "", text
    return match["label"], match["title"]


def number_of(label: str) -> str:
    """Return the number of an appendix's label as printed: `01` of `Phụ lục số 01`, `II` of `Phụ lục II`."""
    found = _NUMBER.search(label.rstrip(".: "))
    return found[1] if found and found[1].casefold() != label.casefold() else ""


def ordinal(printed: str) -> int:
    """Return the number that a Roman, Arabic or letter label means; 0 for none."""
    if printed.isdigit():
        return int(printed)
    total, top = 0, 0
    for char in reversed(printed.upper()):
        value = _ROMAN.get(char)
        if value is None:
            return ord(printed.upper()) - ord("A") + 1 if len(printed) == 1 and printed.isalpha() else 0
        total += value if value >= top else -value
        top = max(top, value)
    return total


@dataclass(slots=True)
class Outline:
    """The areas and groups of one appendix while its rows are read.

    Attributes:
        appendix: Where they go. place: Number of the appendix in the plan, from 1.
        used: Ids of the areas and indicators of the whole plan. phase_labels: Label of each phase of indicators.
        heading: Label and title of the area when no row names one: the heading of the body above the table.
        notes: What had to be made up, in Vietnamese.
    """

    appendix: AppendixDraft
    place: int
    used: set[str]
    notes: list[str] = field(default_factory=list)
    phase_labels: dict[str, str] = field(default_factory=dict)
    heading: tuple[str, str] = ("", "")
    _kinds: list[str] = field(default_factory=list)
    _path: list[GroupDraft] = field(default_factory=list)

    @property
    def code(self) -> str:
        """Code of the appendix in ids: `PL1`."""
        return f"PL{ordinal(number_of(self.appendix.label)) or self.place}"

    def group(self, label: str, title: str) -> None:
        """Begin an area, or a group inside the area, by the kind of its label."""
        bare = _WORD_LABEL.sub("", label.strip()).rstrip(".):/–- ").strip()
        self._area_above(bare)
        level = self._level(bare)
        if level == 0 or not self.appendix.areas:
            self._begin_area(bare, title)
        else:
            area = self.appendix.areas[-1]
            above = self._path[: level - 1]
            parent = above[-1].id if above else area.id
            own = bare or str(len(area.groups) + 1)
            id_ = own if own.startswith(f"{area.id}.") else f"{parent}.{own}"
            group = GroupDraft(_free(id_, {g.id for g in area.groups} | {area.id}), title)
            area.groups.append(group)
            self._path[level - 1 :] = [group]

    def _area_above(self, label: str) -> None:
        """Begin the area that a group's label names when no row does: `II.1` in an appendix of one area."""
        above = label.rpartition(".")[0]
        areas = self.appendix.areas
        if kind_of(label) == "roman-dotted" and kind_of(above) == "roman" and not (areas and areas[-1].id == above):
            title = self.appendix.title or self.appendix.label
            self.notes.append(f"{self.appendix.label}: không có dòng tên lĩnh vực {above}, lấy tên phụ lục “{title}”")
            self.group(above, title)

    def _level(self, label: str) -> int:
        kind = kind_of(label)
        areas = self.appendix.areas
        if areas and "." in label and label.rpartition(".")[0].split(".")[0] == areas[-1].id.split(".")[-1]:
            if kind not in self._kinds:
                self._kinds.append(kind)
            return max(1, label.count("."))
        if kind == "roman" and self._kinds[:1] == ["letter"] and self._next_letter(label):
            kind = "letter"
        if kind not in self._kinds:
            self._kinds.append(kind)
        return self._kinds.index(kind)

    def _next_letter(self, label: str) -> bool:
        """Tell whether `C` follows `B`, or is Roman: only its place tells."""
        last = self.appendix.areas[-1].id[-1:] if self.appendix.areas else ""
        return len(label) == 1 and bool(last) and ord(label) == ord(last) + 1

    def _begin_area(self, label: str, title: str) -> None:
        wanted = label or f"{len(self.used) + 1:02d}"
        id_ = (
            wanted
            if wanted not in self.used
            else _free(f"{self.code}.{wanted.removeprefix(f'{self.code}.')}", self.used)
        )
        if id_ != label:
            what = f"trùng mã {wanted}" if label else "không có số"
            self.notes.append(f"{self.appendix.label}: lĩnh vực “{title}” {what} trong văn bản, ghi mã {id_}")
        self.used.add(id_)
        self.appendix.areas.append(AreaDraft(id_, title))
        self._path = []

    def add(self, task: TaskDraft) -> None:
        """Put a task into the group at hand; one that has no number gets the next."""
        if not self.appendix.areas:
            label, title = self.heading
            title = title or self.appendix.title or self.appendix.label
            self._begin_area(label.rstrip(".)") or number_of(self.appendix.label), title)
        area = self.appendix.areas[-1]
        if not self._path:
            self._path = [GroupDraft(area.id, area.title)]
            area.groups.append(self._path[0])
        group = self._path[-1]
        numbers = [t.number.rstrip(".)") for t in group.tasks]
        if not task.number:
            last = next((int(n) for n in reversed(numbers) if n.isdigit()), 0)
            task.number = str(last + 1)
        elif task.number.rstrip(".)") in numbers and task.number.rstrip(".)") == numbers[0]:
            group = self._again(area, group)
        task.group = group
        group.tasks.append(task)

    def _again(self, area: AreaDraft, group: GroupDraft) -> GroupDraft:
        """Begin a group of its own where the numbers begin anew without a title."""
        known = {g.id for g in area.groups}
        number = next(n for n in range(2, 1000) if f"{group.id}.{n}" not in known)
        again = GroupDraft(f"{group.id}.{number}", group.title)
        self.notes.append(f"{self.appendix.label}: số thứ tự đánh lại từ đầu, các dòng sau ghi vào nhóm {again.id}")
        area.groups.append(again)
        self._path[-1:] = [again]
        return again

    def indicator_id(self, phase: str, number: str, suffix: str) -> str:
        """Return a free id of an indicator: `PL1.I.2`."""
        id_ = _free(".".join(p for p in (self.code, phase.rstrip(".)"), number, suffix) if p), self.used)
        self.used.add(id_)
        return id_


def _free(wanted: str, used: set[str]) -> str:
    if wanted not in used:
        return wanted
    return next(f"{wanted}.{n}" for n in range(2, 10_000) if f"{wanted}.{n}" not in used)
