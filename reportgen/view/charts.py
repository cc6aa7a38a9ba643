"""Charts: the figures of the tables once more, as something that a template can draw.

A chart value is a plain group: `tieu_de`, `nhom` (the categories), `chuoi` (series of `ten`, `gia_tri`). Every figure
is taken from the values that tables and sentences print, so that a chart cannot say anything else. States that no task
is in are left out; with nothing to show, `nhom` and `chuoi` are empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from reportgen.assess.report import Class
from reportgen.model.ward import Ward
from reportgen.vi.numbers import rounded
from reportgen.view.tasks import Values
from reportgen.view.wording import PRINTED_PLACES, capital

_DONE = ("hoan_thanh", "Hoàn thành")
_REGULAR = ("thuong_xuyen", "Thực hiện thường xuyên")
_OPEN = (
    ("dang_trien_khai", capital(Class.IN_PROGRESS.value)),
    ("chua_den_han", capital(Class.NOT_YET_DUE.value)),
    ("den_han", capital(Class.DUE.value)),
    ("dinh_ky", capital(Class.RECURRING.value)),
    ("qua_han", capital(Class.OVERDUE.value)),
    ("cho_cap_tren", capital(Class.WAITING.value)),
    ("chua_ro", capital(Class.NEEDS_HUMAN.value)),
)
_RESOLVED = (
    ("truoc_han", "Trước hạn"),
    ("dung_han", "Đúng hạn"),
    ("qua_han", "Quá hạn"),
)
_VERDICTS = (
    ("dat", "Đạt"),
    ("chua_dat", "Chưa đạt"),
    ("chua_co_so_lieu", "Chưa có số liệu"),
    ("chua_den_ky", "Chưa đến kỳ đánh giá"),
)
_PERCENT = "%"


def charts(values: Mapping[str, object], ward: Ward) -> Values:
    """Return the charts of `names.CHARTS`.

    Args:
        values: Of `view_of`: `linh_vuc`, `co_quan`, `tong_hop`, `chi_tieu`, `chi_tieu_tong`, `ho_so`.
        ward: Whether regular tasks count as done.
    """
    states = (_DONE, *_OPEN) if ward.count_regular_as_done else (_DONE, _REGULAR, *_OPEN)
    return {
        "nhiem_vu_theo_linh_vuc": _stacked(
            "Tình trạng thực hiện nhiệm vụ theo lĩnh vực", _rows(values["linh_vuc"]), "ten", states
        ),
        "nhiem_vu_theo_co_quan": _stacked(
            "Tình trạng thực hiện nhiệm vụ theo cơ quan chủ trì", _rows(values["co_quan"]), "ten_ngan", states
        ),
        "nhiem_vu_theo_tinh_trang": _split(
            "Nhiệm vụ theo tình trạng thực hiện", "Số nhiệm vụ", _group(values["tong_hop"]), states
        ),
        "chi_tieu_theo_danh_gia": _split(
            "Chỉ tiêu theo kết quả đánh giá", "Số chỉ tiêu", _group(values["chi_tieu_tong"]), _VERDICTS
        ),
        "chi_tieu": _indicators(_rows(values["chi_tieu"])),
        "ho_so_theo_linh_vuc": _stacked(
            "Hồ sơ thủ tục hành chính đã giải quyết theo lĩnh vực", _rows(values["ho_so"]), "linh_vuc", _RESOLVED
        ),
    }


def _chart(title: str, categories: Iterable[object], series: Iterable[tuple[str, Sequence[object]]]) -> Values:
    drawn = [{"ten": name, "gia_tri": list(figures)} for name, figures in series]
    return {"tieu_de": title, "nhom": list(categories) if drawn else [], "chuoi": drawn}


def _stacked(title: str, rows: Sequence[Values], name: str, parts: Iterable[tuple[str, str]]) -> Values:
    """Return a chart of rows, each split into its parts; rows and parts without a figure are left out."""
    parts = [(key, words) for key, words in parts if any(row[key] for row in rows)]
    rows = [row for row in rows if any(row[key] for key, _ in parts)]
    return _chart(title, (row[name] for row in rows), ((words, [row[key] for row in rows]) for key, words in parts))


def _split(title: str, name: str, row: Values, parts: Iterable[tuple[str, str]]) -> Values:
    """Return a chart of one total split into its parts."""
    shown = [(words, row[key]) for key, words in parts if row[key]]
    series = [(name, [figure for _, figure in shown])] if shown else []
    return _chart(title, (words for words, _ in shown), series)


def _indicators(rows: Sequence[Values]) -> Values:
    """Return the shares that have a figure beside their targets: figures of other units are on no common axis."""
    shown = [row for row in rows if row["don_vi_tinh"] == _PERCENT and row["gia_tri"] is not None]
    columns = (("muc_tieu_so", "Mục tiêu"), ("gia_tri", "Kết quả kỳ này"), ("ky_truoc", "Kỳ trước"))
    series = [(words, [_printed(row[key]) for row in shown]) for key, words in columns]
    known = [(words, figures) for words, figures in series if any(figure is not None for figure in figures)]
    return _chart("Kết quả thực hiện chỉ tiêu (%)", (row["ten"] for row in shown), known)


def _printed(figure: object) -> Decimal | None:
    """Return a figure as the table prints it."""
    return rounded(figure, PRINTED_PLACES) if isinstance(figure, Decimal) else None


def _rows(value: object) -> list[Values]:
    return list(value) if isinstance(value, list) else []


def _group(value: object) -> Values:
    return dict(value) if isinstance(value, dict) else {}
