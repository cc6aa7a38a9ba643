"""`ward.yaml` to a `Ward`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.load.agencies import Directory
from reportgen.load.faults import Parsed
from reportgen.load.references import repeated, unknown
from reportgen.load.schema import PERIOD_KINDS, CalendarRow, WardFile
from reportgen.load.wording import shown
from reportgen.load.yamlsource import Source
from reportgen.model.period import Calendar, PeriodKind, SendRule, Window, parse_key
from reportgen.model.ward import Agency, Signer, Ward
from reportgen.problem import Problem
from reportgen.vi.dates import short_date

PERIOD_KEYS = "2026-m09, 2026-q3, 2026-h1, 2026-9m, 2026-y"
REGULAR = f"{', '.join(PERIOD_KINDS)}, hoặc từng kỳ m01 đến m12, q1 đến q4, h1, h2, 9m, y"


@dataclass(slots=True)
class WardBuilder:
    """Builds the ward; problems gather on the way.

    Attributes:
        parsed: `ward.yaml`, of which something could be read. ward_id: Name of the folder.
        all_agencies: False when faults of the file keep some agency out, so that an unknown name proves nothing.
    """

    parsed: Parsed[WardFile]
    ward_id: str
    problems: list[Problem] = field(default_factory=list)
    all_agencies: bool = True

    @property
    def source(self) -> Source:
        """Where the rows stand."""
        return self.parsed.source

    def build(self) -> tuple[Ward, Directory]:
        """Return the ward and its agencies under all their spellings."""
        file = self.parsed.row
        assert file is not None  # noqa: S101 - the caller has looked
        agencies = [Agency(a.id, a.name, a.level, a.short, a.aliases, a.reports) for a in file.agencies]
        twice = repeated(
            "cơ quan mang mã", [(a.id, ("agencies", i, "id")) for i, a in enumerate(agencies)], self.source
        )
        self.problems += twice
        self.all_agencies = not twice and "agencies" not in self.parsed.lost
        directory = Directory(agencies)
        self._check_spellings(directory, [a.id for a in agencies])
        by_id = {a.id: a for a in agencies}
        sure = self.all_agencies and "standing_agency" not in self.parsed.lost
        if sure and file.standing_agency not in by_id:
            where = self.source.at("standing_agency")
            self.problems.append(unknown("danh mục cơ quan của phường không có mã", file.standing_agency, by_id, where))
        ward = Ward(
            id=self.ward_id,
            name=file.name,
            full_name=file.full_name,
            province=file.province,
            place=file.place,
            issuer=file.issuer,
            symbol=file.symbol,
            agencies=by_id,
            standing_agency=file.standing_agency,
            signer=Signer(file.signer.authority, file.signer.name),
            addressees=file.addressees,
            recipients=dict(file.recipients),
            calendar=self._calendar(file.calendar),
            count_regular_as_done=file.count_regular_as_done,
            source=self.source.at(),
        )
        return ward, directory

    def _check_spellings(self, directory: Directory, ids: list[str]) -> None:
        for name, owner, other in directory.conflicts:
            index = len(ids) - 1 - ids[::-1].index(other.id)
            self.problems.append(
                Problem(
                    "KH003",
                    self.source.at("agencies", index),
                    f"hai cơ quan cùng nhận tên {shown(name)}: {owner.id} và {other.id}",
                    "Mỗi cách viết chỉ để ở một cơ quan: xóa ở name, short hoặc aliases của cơ quan kia.",
                )
            )

    def _calendar(self, row: CalendarRow) -> Calendar:
        windows = {}
        for key, window in row.windows.items():
            where = self.source.at("calendar", "windows", key)
            try:
                parse_key(key)
            except ValueError:
                message = f"{shown(key)} không phải mã kỳ báo cáo"
                self.problems.append(Problem("KH013", where, message, f"Ghi mã kỳ theo mẫu: {PERIOD_KEYS}."))
                continue
            if window.end < window.start:
                message = f"ngày cuối {short_date(window.end)} sớm hơn ngày đầu {short_date(window.start)} của kỳ {key}"
                self.problems.append(Problem("KH013", where, message, "Sửa lại hai ngày from và to."))
                continue
            windows[key] = Window(window.start, window.end)
        return Calendar(
            formed=row.formed,
            calendar_kinds=frozenset(PeriodKind(k) for k in row.calendar_kinds),
            windows=windows,
            reports=None if row.reports is None else tuple(self._reports(row.reports)),
            send_by=dict(self._send_by(row.send_by)),
            days_off=frozenset(row.days_off),
            working_days=frozenset(row.working_days),
        )

    def _reports(self, names: Sequence[str]) -> Iterator[str]:
        """Yield what the ward reports on, each once."""
        for index, name in enumerate(dict.fromkeys(names)):
            if _is_regular(name):
                yield name
            else:
                where = self.source.at("calendar", "reports", index)
                self._no_schedule(where, f"{shown(name)} không phải loại báo cáo hay kỳ báo cáo", f"Ghi {REGULAR}.")

    def _send_by(self, rules: Mapping[str, SendRule]) -> Iterator[tuple[str, SendRule]]:
        """Yield the rules whose key and day go together."""
        for key, rule in rules.items():
            where = self.source.at("calendar", "send_by", key)
            single = is_key(key)
            if not single and not _is_regular(key):
                message = f"{shown(key)} không phải loại báo cáo hay kỳ báo cáo"
                self._no_schedule(where, message, f"Ghi {REGULAR}, hoặc một kỳ của một năm như {PERIOD_KEYS}.")
            elif rule.on is not None and not single:
                message = f"ngày {shown(rule.text)} có năm, chỉ dùng được cho một kỳ của năm đó"
                self._no_schedule(where, message, "Bỏ năm, hoặc ghi dưới mã một kỳ, ví dụ 2026-q3.")
            else:
                yield key, rule

    def _no_schedule(self, where: str, message: str, remedy: str) -> None:
        self.problems.append(Problem("KH030", where, message, remedy))


def is_key(text: str) -> bool:
    """Tell whether a text is the key of one period."""
    try:
        parse_key(text)
    except ValueError:
        return False
    return True


def _is_regular(name: str) -> bool:
    """Tell whether a name is of a kind of report or of a period of every year."""
    return name in PERIOD_KINDS or is_key(f"2026-{name}")
