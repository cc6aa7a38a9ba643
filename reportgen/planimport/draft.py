"""What was read, on its way to the keys of the file: areas, groups, tasks, indicators, appendices; and the `Ledger`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from reportgen.planimport.blocks import Para, Source, paras_of


@dataclass(slots=True, eq=False)
class TaskDraft:
    """A row of a task table; `extras` are cells of columns that the data do not have, by heading."""

    number: str
    title: list[str] = field(default_factory=list)
    products: list[str] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    cooperating: list[str] = field(default_factory=list)
    deadlines: list[str] = field(default_factory=list)
    extras: list[tuple[str, str]] = field(default_factory=list)
    group: GroupDraft | None = None
    origin: str = ""

    @property
    def id(self) -> str:
        """Its id as the loader makes it."""
        return f"{self.group.id if self.group else ''}.{self.number.rstrip('.')}"


@dataclass(slots=True, eq=False)
class GroupDraft:
    """A group: id and title as printed, its tasks."""

    id: str
    title: str
    tasks: list[TaskDraft] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class AreaDraft:
    """An area: id and title as printed, its groups."""

    id: str
    title: str
    groups: list[GroupDraft] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class IndicatorDraft:
    """A row of an indicator table."""

    id: str
    name: str
    unit: str
    target: str
    tracker: str
    phase: str
    origin: str = ""
    extras: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class AppendixDraft:
    """An appendix: label and title, the columns understood and those not, how many rows were read.

    `lines` stand above its table, `heads` are the paragraphs of its heading: both are in the data once it has rows.
    """

    label: str
    title: str = ""
    kind: str = ""
    columns: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    areas: list[AreaDraft] = field(default_factory=list)
    indicators: list[IndicatorDraft] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    rows: int = 0
    in_body: bool = False
    origin: str = ""
    lines: list[Para] = field(default_factory=list)
    heads: list[Para] = field(default_factory=list)


Fate = str | Callable[[], str]


class Ledger:
    """Where every paragraph of the document went. It begins with all of them: what nobody places is left over."""

    def __init__(self, source: Source) -> None:
        self._paras = tuple(paras_of(source.blocks))
        self._placed: dict[Para, Fate] = {}
        self._left: dict[Para, str] = {}

    def place(self, paras: Para | Iterable[Para], fate: Fate) -> None:
        """Say where paragraphs stand in the data; the first word counts."""
        for para in (paras,) if isinstance(paras, Para) else paras:
            self._placed.setdefault(para, fate)

    def leave(self, paras: Para | Iterable[Para], why: str) -> None:
        """Say why paragraphs are not in the data."""
        for para in (paras,) if isinstance(paras, Para) else paras:
            self._left.setdefault(para, why)

    def entries(self) -> Iterator[tuple[Para, str, str]]:
        """Yield every paragraph in reading order: where it went ("" when it is left over), why it was left."""
        for para in self._paras:
            fate = self._placed.get(para)
            if fate is not None:
                yield para, fate if isinstance(fate, str) else fate(), ""
            else:
                yield para, "", self._left.get(para, "chưa tìm được chỗ trong dữ liệu")
