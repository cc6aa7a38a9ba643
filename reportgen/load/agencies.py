"""Names of agencies as printed to agencies. Only a known spelling resolves; near ones are proposed, never applied."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportgen.load.wording import nearest, shown
from reportgen.model.plan import Party
from reportgen.model.ward import Agency
from reportgen.problem import Problem
from reportgen.vi.text import fold

_LIST_MARK = re.compile(r"^\s*[-–—+*•]\s*")
_BRACKETS = re.compile(r"\(([^()]*)\)?")
_ENDS = " .;,:…"
_SEPARATORS = re.compile(r"\s*[;,]\s*|\s+và\s+", re.IGNORECASE)
_MOST_CUTS = 12


def spelling(name: str) -> str:
    """Return the key under which a printed name is looked up: folded, `&` read as `và`."""
    return " ".join(fold(name.replace("&", " và ")).split())


class Directory:
    """Agencies of a ward under all their spellings."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self.conflicts: list[tuple[str, Agency, Agency]] = []
        """Spellings that two agencies claim: the spelling, the first agency, the second."""
        self._by_spelling: dict[str, Agency] = {}
        self._owners: dict[str, str] = {}  # official name by spelling, to propose
        for agency in agencies:
            for name in dict.fromkeys((agency.name, agency.short, *agency.aliases)):
                if name:
                    self._claim(name, agency)

    def _claim(self, name: str, agency: Agency) -> None:
        owner = self._by_spelling.setdefault(spelling(name), agency)
        if owner.id != agency.id:
            self.conflicts.append((name, owner, agency))
        else:
            self._owners[name] = agency.name

    def find(self, printed: str) -> Party:
        """Resolve one printed item.

        The item's dash, final marks and bracketed words do not matter; words after the first colon are the note
        when what stands before names an agency.

        Returns:
            The party with its item as printed; `agency` is "" when no known spelling fits.
        """
        item = _LIST_MARK.sub("", printed).strip(_ENDS)
        bare = " ".join(_BRACKETS.sub(" ", item).split()).strip(_ENDS)
        inside = "; ".join(words for b in _BRACKETS.findall(item) if (words := b.strip(_ENDS)))
        head, _, tail = bare.partition(":")
        for name, note in ((item, ""), (bare, inside), (head.strip(_ENDS), tail.strip(_ENDS) or inside)):
            agency = self._by_spelling.get(spelling(name))
            if name and agency is not None:
                return Party(printed, agency.id, note)
        return Party(printed, "")

    def find_all(self, printed: str) -> tuple[Party, ...]:
        """Resolve one printed item that may list several agencies: `Phòng VH-XH, UBMTTQVN, các đoàn thể`.

        Names hold commas and "và" themselves (`Phòng Kinh tế, Hạ tầng và Đô thị`), so the item is cut only where
        every part is then a known spelling, into as few parts as possible.

        Returns:
            One party an agency, `printed` being its part; a single unresolved party when no cut fits.
        """
        whole = self.find(printed)
        if whole.agency:
            return (whole,)
        cuts = list(_SEPARATORS.finditer(printed))
        if len(cuts) > _MOST_CUTS:
            return (whole,)
        starts = [0, *(m.end() for m in cuts)]
        ends = [*(m.start() for m in cuts), len(printed)]
        best: list[tuple[Party, ...] | None] = [()] + [None] * len(ends)
        for end in range(1, len(ends) + 1):
            for start in range(end):
                before, known = best[start], best[end]
                if before is None or (known is not None and len(known) <= len(before) + 1):
                    continue
                party = self.find(printed[starts[start] : ends[end - 1]])
                if party.agency:
                    best[end] = (*before, party)
        return best[-1] or (whole,)

    def unknown(self, printed: str, where: str) -> Problem:
        """Return the problem of a name that no known spelling fits, with the nearest ones proposed."""
        name = _LIST_MARK.sub("", printed).strip(_ENDS)
        near = nearest(name, self._owners)
        owners = dict.fromkeys(self._owners[n] for n in near)
        words = " hay ".join(shown(owner) for owner in owners)
        hint = f"Có phải là {words}? " if words else ""
        return Problem(
            "KH002",
            where,
            f"danh mục cơ quan của phường không có {shown(name)}",
            f"{hint}Nếu đúng là cơ quan đã có, thêm cách viết này vào aliases của cơ quan đó trong ward.yaml; "
            "nếu là cơ quan mới, thêm vào agencies.",
        )
