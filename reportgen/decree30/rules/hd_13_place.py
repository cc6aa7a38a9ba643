"""Rule HD-13; the docstring of its function is its page."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable, not_evaluated
from reportgen.decree30.rules._numbers import read_date
from reportgen.decree30.rules._places import Commune, Naming, commune_in
from reportgen.decree30.rules._shared import folded, issuer_of, joined, no_header


def hd_13(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Địa danh thiếu hoặc không phải nơi cơ quan ban hành đóng trụ sở.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm a khoản 4: địa danh là tên gọi chính thức của đơn vị
    hành chính nơi cơ quan ban hành đóng trụ sở; văn bản của phường Trúc Lâm ghi “Trúc Lâm”. Đơn vị đặt theo tên
    người, bằng chữ số hoặc sự kiện lịch sử thì ghi đủ: “Phường 1”, “Phường Điện Biên Phủ”.
    ## Cách sửa
    Trước chữ “ngày”, ghi tên phường, xã nơi cơ quan đóng trụ sở rồi dấu phẩy: “Trúc Lâm, ngày … tháng … năm …”.
    ## Ví dụ
    UBND phường Trúc Lâm ghi “Thanh Hóa, ngày …” hoặc UBND Phường 1 ghi “1, ngày …”: báo HD-13. “Trúc Lâm, ngày …”:
    không báo.
    """
    line = parts.place_date
    if line is None:
        if parts.kind is not None:
            yield Finding(doc.sections[0].place, "không ghi địa danh", "địa danh trước ngày, tháng, năm ban hành")
        else:
            yield not_applicable("văn bản không có địa danh, thời gian ban hành") if parts.official else no_header()
        return
    place = read_date(line.shown).place
    if not place:
        yield Finding(line.place, "không ghi địa danh", "địa danh trước ngày, tháng, năm ban hành")
        return
    superior, issuer = issuer_of(parts, facts)
    commune = commune_in(joined(issuer), facts) or commune_in(joined(superior), facts)
    if commune is None:
        yield not_evaluated("không biết cơ quan ban hành đóng trụ sở ở đơn vị hành chính nào")
        return
    expected = _expected(place, commune)
    if expected is None:
        yield not_evaluated(f"chưa biết {commune.full} có đặt theo tên người hay không")
    elif expected:
        yield Finding(line.place, f"địa danh ghi “{place}”", f"“{expected}”")


def _expected(place: str, commune: Commune) -> str | None:
    """Return what should stand there, "" when the place is right, None when that cannot be told.

    Capitals are for HD-15 to judge, save the first letter of a full name: `phường 1`.
    """
    short, full = folded(place) == folded(commune.name), folded(place) == folded(commune.full)
    if commune.naming is Naming.UNKNOWN and short:
        return None
    right = {Naming.PLAIN: short, Naming.FULL: full and place[:1].isupper(), Naming.UNKNOWN: full}[commune.naming]
    if right:
        return ""
    return commune.full if commune.naming is Naming.FULL else commune.name
