"""The worded view of a plan: its text and appendix tables as a Word template prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reportgen.model.plan import Appendix, Area, Block, Group, Indicator, Party, Plan, Task
from reportgen.model.ward import Ward
from reportgen.vi.dates import issue_line
from reportgen.view.fields import Field, Kind, Record, sample_values
from reportgen.view.fields import paths as _paths
from reportgen.view.names import SIGNATURE, WARD
from reportgen.view.wording import recipients_lines, ward_values

_BLOCK_KIND = {"paragraph": "doan", "list": "gach", "note": "ghi_chu"}
_BLANK_NUMBER = "     "
_GAP = "      "
_MONTH_YEAR = re.compile(r"tháng\s*(\d{0,2})\s*năm\s*(\d{4})")

BLOCK = Record(
    "đoạn văn",
    "d",
    (
        Field("kieu", Kind.TEXT, "Kiểu đoạn: muc1, muc2, muc3 (đề mục), doan, gach (gạch đầu dòng), ghi_chu", "muc1"),
        Field("noi_dung", Kind.TEXT, "Nội dung như in trong kế hoạch", "I. MỤC ĐÍCH, YÊU CẦU"),
    ),
)
ROW = Record(
    "dòng của bảng",
    "dong",
    (
        Field("la_nhom", Kind.FLAG, "Dòng tên lĩnh vực, nhóm, giai đoạn (gộp ngang bảng)", sample=False),
        Field("so", Kind.TEXT, "Số thứ tự hoặc mã nhóm", "1."),
        Field("ten", Kind.TEXT, "Tên nhóm; để trống ở dòng thường", ""),
        Field(
            "o",
            Kind.TEXTS,
            "Nội dung từng ô theo thứ tự cột",
            (
                "1.",
                "Sửa đổi, bổ sung, ban hành mới các quy định thuộc thẩm quyền của phường.",
                "- Nghị quyết của HĐND.\n- Quyết định của UBND.",
                "- Văn phòng Hội đồng nhân dân và Ủy ban nhân dân.",
                "- Các phòng, ban, đơn vị liên quan.",
                "- Quý II/2026.",
            ),
        ),
    ),
)
APPENDIX = Record(
    "phụ lục",
    "pl",
    (
        Field("nhan", Kind.TEXT, "Số phụ lục", "Phụ lục I"),
        Field("ten", Kind.TEXT, "Tên phụ lục", "CẢI CÁCH THỂ CHẾ"),
        Field("tren_ten", Kind.TEXTS, "Các dòng in trên số phụ lục, nếu có", ("PHỤ LỤC CÁC NHIỆM VỤ TRỌNG TÂM",)),
        Field(
            "kem_theo",
            Kind.TEXT,
            "Dòng chỉ dẫn kèm theo; để trống khi bản in không có",
            "(Kèm theo Kế hoạch số      /KH-UBND ngày      tháng 01 năm 2026 của Ủy ban nhân dân phường Trúc Lâm)",
        ),
        Field("la_chi_tieu", Kind.FLAG, "Bảng chỉ tiêu", sample=False),
        Field("so_cot", Kind.INTEGER, "Số cột của bảng", 6),
        Field(
            "cot",
            Kind.TEXTS,
            "Tên các cột",
            (
                "TT",
                "Nội dung thực hiện",
                "Sản phẩm/Kết quả",
                "Cơ quan chủ trì",
                "Cơ quan phối hợp",
                "Thời gian hoàn thành",
            ),
        ),
        Field("dong", Kind.LIST, "Các dòng của bảng", record=ROW),
    ),
)
PLAN_NAMES: tuple[Field, ...] = (
    Field("don_vi", Kind.RECORD, "Phường ban hành kế hoạch", record=WARD),
    Field("ten_loai", Kind.TEXT, "Tên loại văn bản, chữ in hoa", "KẾ HOẠCH"),
    Field("trich_yeu", Kind.TEXTS, "Các dòng trích yếu", ("Cải cách hành chính trên địa bàn phường năm 2026",)),
    Field("dong_so", Kind.TEXT, "Dòng số, ký hiệu", "Số:      /KH-UBND"),
    Field("dong_ngay_thang", Kind.TEXT, "Địa danh và thời gian ban hành", "Trúc Lâm, ngày      tháng 01 năm 2026"),
    Field("doan", Kind.LIST, "Toàn văn kế hoạch, theo thứ tự in", record=BLOCK),
    Field("noi_nhan", Kind.TEXTS, "Các dòng Nơi nhận", ("- Sở Nội vụ (để b/c);",)),
    Field("chu_ky", Kind.RECORD, "Khối chữ ký", record=SIGNATURE),
    Field("phu_luc", Kind.LIST, "Các phụ lục", record=APPENDIX),
)
"""All names of the plan template, in the order of the documentation."""


def plan_paths() -> dict[str, Field]:
    """Return every name of the plan template by its full path."""
    return dict(_paths(PLAN_NAMES))


def plan_samples() -> dict[str, object]:
    """Return sample values of all names of the plan template."""
    return sample_values(PLAN_NAMES)


def plan_view(ward: Ward, plan: Plan, *, verbatim: bool = False, year: int | None = None) -> dict[str, object]:
    """Return the names of the plan template.

    Args:
        ward: Who issues it.
        plan: Read verbatim when `verbatim`, else with its errata applied.
        verbatim: Print number, date, signature and recipients as the issued copy does; otherwise as
            Nghị định 30/2020/NĐ-CP wants them (II.2-II.9, III.1).
        year: Year of the issue line when the plan bears no date; None: the plan's first year.
    """
    authority, name = (plan.authority, plan.signer) if verbatim else (ward.signer.authority, ward.signer.name)
    return {
        "don_vi": ward_values(ward),
        "ten_loai": plan.title,
        "trich_yeu": list(plan.subject),
        "dong_so": plan.number_line if verbatim else _number_line(ward, plan),
        "dong_ngay_thang": plan.date_line if verbatim else _issue_line(ward, plan, year or plan.years[0]),
        "doan": [_block(block, verbatim=verbatim) for block in plan.blocks],
        "noi_nhan": list(plan.recipients) if verbatim else recipients_lines(ward, "ke-hoach"),
        "chu_ky": {"quyen_han": list(authority), "ho_ten": name},
        "phu_luc": [_appendix(ward, plan, n, verbatim=verbatim) for n in range(len(plan.appendices))],
    }


def _block(block: Block, *, verbatim: bool) -> dict[str, object]:
    """Return one paragraph; a heading of the first level is set in capitals (II.6.đ), unless as printed."""
    kind = _BLOCK_KIND.get(block.kind, f"muc{block.level}")
    capitals = kind == "muc1" and not verbatim
    return {"kieu": kind, "noi_dung": block.text.upper() if capitals else block.text}


def _number_line(ward: Ward, plan: Plan) -> str:
    number = plan.number.partition("/")[0] or _BLANK_NUMBER
    return f"Số: {number}/KH-{ward.symbol}"


def _issue_line(ward: Ward, plan: Plan, year: int) -> str:
    if plan.issued is not None:
        return issue_line(ward.place, plan.issued)
    printed = _MONTH_YEAR.search(plan.date_line)
    month, printed_year = printed.groups() if printed else ("", "")
    return f"{ward.place}, ngày{_GAP}tháng{f' {month} ' if month else _GAP}năm {printed_year or year}"


def _appendix(ward: Ward, plan: Plan, place: int, *, verbatim: bool) -> dict[str, object]:
    appendix = plan.appendices[place]
    above = [line for line in plan.appendix_heading if verbatim or "kèm theo" not in line.casefold()]
    named = {} if verbatim else {key: agency.name for key, agency in ward.agencies.items()}
    rows_of = _indicator_rows if appendix.kind == "indicators" else _task_rows
    return {
        "nhan": appendix.label,
        "ten": appendix.title if verbatim else appendix.title.upper(),
        "tren_ten": above if place == 0 else [],
        "kem_theo": "" if verbatim else _attached_to(ward, plan),
        "la_chi_tieu": appendix.kind == "indicators",
        "so_cot": len(appendix.columns),
        "cot": list(appendix.columns),
        "dong": list(rows_of(appendix, plan, named)),
    }


def _attached_to(ward: Ward, plan: Plan) -> str:
    """Return the line under an appendix's title (Phụ lục I, III.1.c); the number and date stay blank in a draft."""
    number = plan.number.partition("/")[0] or _BLANK_NUMBER
    day = _issue_line(ward, plan, plan.years[0]).partition(", ")[2]
    return f"(Kèm theo Kế hoạch số {number}/KH-{ward.symbol} {day} của Ủy ban nhân dân {ward.full_name})"


def _task_rows(appendix: Appendix, plan: Plan, named: Mapping[str, str]) -> Iterator[dict[str, object]]:
    """Yield the rows of a table of tasks; agencies by the names of `named`, as printed where it has none."""
    areas = [area for area in plan.areas if area.id in appendix.areas]
    for area in areas:
        if len(areas) > 1:
            yield _title_row(area)
        for group in area.groups:
            if group.id != area.id:
                yield _title_row(group)
            for task in plan.tasks:
                if task.group == group.id:
                    yield _row(task.number, [_task_cell(task, field, named) for field in appendix.fields])


def _indicator_rows(appendix: Appendix, plan: Plan, named: Mapping[str, str]) -> Iterator[dict[str, object]]:
    phase, number, phases = "", 0, 0
    for indicator in plan.indicators:
        if indicator.origin != "phụ lục":
            continue
        if indicator.phase != phase:
            phase, number, phases = indicator.phase, 0, phases + 1
            yield {"la_nhom": True, "so": ("", "I", "II", "III", "IV", "V")[phases], "ten": phase, "o": []}
        number += 1
        cells = [_indicator_cell(indicator, number, field, named) for field in appendix.fields]
        yield _row(str(number), cells)


def _title_row(titled: Area | Group) -> dict[str, object]:
    return {"la_nhom": True, "so": titled.id, "ten": titled.title, "o": []}


def _row(number: str, cells: list[str]) -> dict[str, object]:
    return {"la_nhom": False, "so": number, "ten": "", "o": cells}


def _task_cell(task: Task, field: str, named: Mapping[str, str]) -> str:
    words = {
        "number": task.number,
        "title": task.title,
        "products": "\n".join(task.products),
        "lead": _parties(task.lead, named),
        "cooperating": _parties(task.cooperating, named),
        "deadlines": "\n".join(task.deadline_items),
    }
    return words.get(field, "")


def _parties(parties: tuple[Party, ...], named: Mapping[str, str]) -> str:
    return "\n".join(_party(party, named) for party in parties)


def _party(party: Party, named: Mapping[str, str]) -> str:
    """Return one item of a cell: its list mark and final mark as printed, the agency by its official name."""
    name = named.get(party.agency)
    if name is None:
        return party.printed
    printed = party.printed.strip()
    dash = "- " if printed.startswith("-") else ""
    mark = printed[len(printed.rstrip(".;,")) :][:1]
    return f"{dash}{name}{f': {party.note}' if party.note else ''}{mark}"


def _indicator_cell(indicator: Indicator, number: int, field: str, named: Mapping[str, str]) -> str:
    words = {
        "number": str(number),
        "name": indicator.name,
        "unit": indicator.unit,
        "target": indicator.target_text,
        "tracker": named.get(indicator.tracker, indicator.tracker_printed),
    }
    return words.get(field, "")
