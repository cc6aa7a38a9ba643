"""Rows of the tables of figures: indicators and files of administrative procedures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby

from reportgen.assess.report import FileFacts, IndicatorState, Report, Verdict
from reportgen.model.progress import FileCounts
from reportgen.model.ward import Ward
from reportgen.vi.numbers import rounded
from reportgen.view.summary import no_files_sentence
from reportgen.view.tasks import Values
from reportgen.view.wording import PRINTED_PLACES, change_text, day_text, number_text, share_text

_FILE_COLUMNS = {
    "tiep_nhan": "received",
    "truc_tuyen": "online",
    "truc_tiep": "direct",
    "ky_truoc_chuyen": "carried_over",
    "giai_quyet": "resolved",
    "truoc_han": "early",
    "dung_han": "on_time",
    "qua_han": "late",
    "dang_giai_quyet": "pending",
    "trong_han": "pending_in_time",
    "dang_qua_han": "pending_overdue",
}


def shown_indicators(states: Iterable[IndicatorState]) -> list[IndicatorState]:
    """Return the indicators to print: a target of the text gives way to the appendix row that states the same.

    It stays when it alone has a value.
    """
    by_id = {state.indicator.id: state for state in states}
    return [state for state in by_id.values() if not _told_elsewhere(state, by_id)]


def _told_elsewhere(state: IndicatorState, by_id: dict[str, IndicatorState]) -> bool:
    other = by_id.get(state.indicator.same_as)
    return other is not None and (state.verdict is Verdict.NO_DATA or other.verdict is not Verdict.NO_DATA)


def indicators(states: Iterable[IndicatorState], ward: Ward) -> list[Values]:
    """Return the rows of the table of indicators."""
    return [_indicator(place, state, ward) for place, state in enumerate(states, start=1)]


def by_phase(rows: Sequence[Values]) -> list[Values]:
    """Return the rows grouped by phase; one group without a name when no row has a phase."""
    groups = [(str(phase), list(found)) for phase, found in groupby(rows, key=lambda row: row["giai_doan"])]
    whole = "Chỉ tiêu chung của Kế hoạch" if any(phase for phase, _ in groups) else ""
    return [{"ten": phase or whole, "chi_tieu": found} for phase, found in groups]


def _indicator(place: int, state: IndicatorState, ward: Ward) -> Values:
    indicator = state.indicator
    tracker = ward.agencies.get(indicator.tracker)
    parts = [words for words in (indicator.numerator, indicator.denominator) if words]
    change = _printed_change(state.value, state.previous)
    change_last_year = _printed_change(state.value, state.last_year)
    return {
        "stt": place,
        "ma": indicator.id,
        "ten": indicator.name,
        "giai_doan": indicator.phase,
        "don_vi_tinh": indicator.unit,
        "muc_tieu": indicator.target_text,
        "muc_tieu_so": indicator.target,
        "muc_tieu_so_chu": number_text(indicator.target),
        "gia_tri": state.value,
        "gia_tri_chu": number_text(state.value),
        "tu_so": state.numerator,
        "tu_so_chu": number_text(state.numerator),
        "mau_so": state.denominator,
        "mau_so_chu": number_text(state.denominator),
        "ky_truoc": state.previous,
        "ky_truoc_chu": number_text(state.previous),
        "thay_doi": change,
        "thay_doi_chu": change_text(change),
        "cung_ky": state.last_year,
        "cung_ky_chu": number_text(state.last_year),
        "thay_doi_cung_ky": change_last_year,
        "thay_doi_cung_ky_chu": change_text(change_last_year),
        "ket_luan": state.verdict.value,
        "theo_doi": tracker.name if tracker else indicator.tracker,
        "cach_tinh": " / ".join(parts),
        "ghi_chu": state.note,
    }


def _printed_change(value: Decimal | None, other: Decimal | None) -> Decimal | None:
    """Return what a reader who subtracts the two printed figures gets: 85,44 less 82,87 is 2,57, not 2,58."""
    if value is None or other is None:
        return None
    return rounded(value, PRINTED_PLACES) - rounded(other, PRINTED_PLACES)


def files(facts: FileFacts) -> list[Values]:
    """Return the rows of the table of files, one a field."""
    return [
        {"stt": place, "linh_vuc": counted.field, **_columns(counted)}
        for place, counted in enumerate(facts.fields, start=1)
    ]


def files_total(report: Report) -> Values:
    """Return the sum row with its shares; blanks and a sentence when nothing was reported."""
    facts = report.files
    start, end = (facts.window.start, facts.window.end) if facts.window else (None, None)
    columns = _columns(facts.total) if facts.total else dict.fromkeys(_FILE_COLUMNS)
    worded = {f"{name}_chu": number_text(count) for name, count in columns.items()}
    return {
        "co_so_lieu": facts.total is not None,
        "cau_chua_co": "" if facts.total else no_files_sentence(report),
        "du_so_lieu": facts.complete,
        "tu_ngay": start,
        "tu_ngay_chu": day_text(start),
        "den_ngay": end,
        "den_ngay_chu": day_text(end),
        **columns,
        **worded,
        "ty_le_dung_han": facts.on_time_share,
        "ty_le_dung_han_chu": share_text(facts.on_time_share),
        "ty_le_truc_tuyen": facts.online_share,
        "ty_le_truc_tuyen_chu": share_text(facts.online_share),
    }


def _columns(counted: FileCounts) -> dict[str, int | None]:
    return {name: getattr(counted, attribute) for name, attribute in _FILE_COLUMNS.items()}
