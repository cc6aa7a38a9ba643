"""Rule HD-14; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reportgen.decree30.components import Components
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document
from reportgen.decree30.outcome import Finding, Note, not_applicable
from reportgen.decree30.rules._numbers import DateLine, read_date
from reportgen.decree30.rules._shared import no_header
from reportgen.vi.dates import day as printed_day
from reportgen.vi.dates import month as printed_month

_FORM = "“ngày … tháng … năm …”, các số bằng chữ số Ả Rập"
_MONTHS = 12
_LEAP_YEAR = 2000


def hd_14(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Ngày, tháng, năm ban hành viết tắt, sai số 0 hoặc không có thật.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm b khoản 4: thời gian ban hành viết đầy đủ, các số dùng
    chữ số Ả Rập; ngày nhỏ hơn 10 và tháng 1, tháng 2 phải ghi thêm số 0 phía trước. Tháng 3 đến tháng 9 không thêm
    số 0. Dự thảo được để trống ngày, tháng, năm.
    ## Cách sửa
    Ghi lại dòng ngày: “ngày 05 tháng 01 năm 2026”, “ngày 07 tháng 3 năm 2026”; chưa ban hành thì để trống số.
    ## Ví dụ
    “ngày 5 tháng 1 năm 2026”, “ngày 05 tháng 07 năm 2026”, “05/01/2026”: báo HD-14. “ngày 05 tháng 7 năm 2026”,
    “ngày tháng 01 năm 2026”: không báo.
    """
    del facts
    line = parts.place_date
    if line is None:
        if parts.kind is not None:
            yield Finding(doc.sections[0].place, "không ghi thời gian ban hành", _FORM)
        else:
            yield not_applicable("văn bản không có địa danh, thời gian ban hành") if parts.official else no_header()
        return
    read = read_date(line.shown)
    if not read.worded:
        found = f"thời gian ban hành ghi “{read.when}”" if read.when else "không ghi thời gian ban hành"
        yield Finding(line.place, found, _FORM)
        return
    faults = list(_faults(read))
    for found, expected in faults:
        yield Finding(line.place, found, expected)
    if not faults and not (read.day or read.month or read.year):
        yield not_applicable("ngày, tháng, năm để trống cho văn thư hoặc Hệ thống ghi")


def _faults(read: DateLine) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with day, month and year, each blank one skipped, and what should stand there."""
    for name, text in (("ngày", read.day), ("tháng", read.month), ("năm", read.year)):
        if text and not re.fullmatch(r"[0-9]+", text):
            yield f"{name} ghi “{text}”", _FORM
            return
    if read.day and read.day != printed_day(int(read.day)):
        yield f"ngày ghi “{read.day}”", f"“{printed_day(int(read.day))}”"
    if read.month and read.month != printed_month(int(read.month)):
        yield f"tháng ghi “{read.month}”", f"“{printed_month(int(read.month))}”"
    if read.year and not re.fullmatch(r"[1-9][0-9]{3}", read.year):
        yield f"năm ghi “{read.year}”", "năm viết đủ bốn chữ số"
    elif not _exists(read):
        yield (
            f"ngày {read.day or '…'} tháng {read.month or '…'} năm {read.year or '…'} không có thật",
            "ngày có trong lịch",
        )


def _exists(read: DateLine) -> bool:
    """Tell whether a day, month and year could be a date, blank ones left open."""
    try:
        date(int(read.year or _LEAP_YEAR), int(read.month or _MONTHS), int(read.day or 1))
    except ValueError:
        return False
    return True
