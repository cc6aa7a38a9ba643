"""Rules of body, signature, recipients and phụ lục: each finds its faults in spoilt good documents, and only there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reportgen.decree30.check import check_document
from reportgen.decree30.outcome import Outcome, State
from reportgen.decree30.rules import RULES
from reportgen.problem import Severity
from reportgen.render import compile_docx
from reportgen.view import view_of
from tests.support_docx import (
    KINDS,
    LAYOUTS,
    RULINGS,
    add,
    edit,
    find,
    good_document,
    insert_after,
    remove,
    replace_text,
    set_text,
    style,
)
from tests.support_report import full_report

MINE = tuple(rule for rule in RULES if rule[:2] in {"BD", "SG", "RC", "AP"})
Change = Callable[[Any], object]


def judged(data: bytes, rule: str) -> Outcome:
    return check_document(data, "van-ban.docx", enabled=[rule]).outcome(rule)


def shown(outcome: Outcome) -> list[str]:
    """One line a finding: place, found, expected."""
    return [f"{f.place} | {f.place.words} | {f.found} | {f.expected}" for f in outcome.findings]


# --- ways to spoil ------------------------------------------------------------------------------------------------


def text(old: str, new: str) -> Change:
    return lambda doc: replace_text(find(doc, old), old, new)


def whole(words: str, new: str) -> Change:
    return lambda doc: set_text(find(doc, words), new)


def look(words: str, **changes: Any) -> Change:
    return lambda doc: style(find(doc, words), **changes)


def align(words: str, how: Any) -> Change:
    return lambda doc: setattr(find(doc, words), "alignment", how)


def layout(words: str, **changes: Any) -> Change:
    def change(doc: Any) -> None:
        for name, value in changes.items():
            setattr(find(doc, words).paragraph_format, name, value)

    return change


def below(words: str, new: str, **format_: Any) -> Change:
    settings = {"align": BOTH, "before": 6, "first_mm": 12.7, **format_}
    return lambda doc: insert_after(find(doc, words), new, **settings)


def gone(words: str) -> Change:
    return lambda doc: remove(find(doc, words))


def both(*changes: Change) -> Change:
    return lambda doc: [change(doc) for change in changes]


def nothing(doc: Any) -> None:
    del doc


BOTH, LEFT = WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
CENTER, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def lettered(count: int) -> Change:
    """Number points by Word's own a), b), c) below the two typed ones' khoản."""

    def change(doc: Any) -> None:
        numbering = doc.part.numbering_part.element
        abstract = OxmlElement("w:abstractNum")
        abstract.set(qn("w:abstractNumId"), "77")
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), "0")
        for name, value in (("start", "1"), ("numFmt", "lowerLetter"), ("lvlText", "%1)")):
            element = OxmlElement(f"w:{name}")
            element.set(qn("w:val"), value)
            level.append(element)
        abstract.append(level)
        numbering.insert(0, abstract)
        number = OxmlElement("w:num")
        number.set(qn("w:numId"), "77")
        reference = OxmlElement("w:abstractNumId")
        reference.set(qn("w:val"), "77")
        number.append(reference)
        numbering.append(number)
        at = find(doc, "Số hồ sơ được giải quyết đúng hạn")
        for _ in range(count):
            at = insert_after(at, "Thực hiện nhiệm vụ được giao.", align=BOTH, before=6, first_mm=12.7)
            properties = OxmlElement("w:numPr")
            for name, value in (("ilvl", "0"), ("numId", "77")):
                element = OxmlElement(f"w:{name}")
                element.set(qn("w:val"), value)
                properties.append(element)
            at._p.get_or_add_pPr().insert(0, properties)

    return change


PARTS = (
    "Ủy ban nhân dân phường Trúc Lâm báo cáo kết quả thực hiện như sau:",
    "Phần I",
    "TÌNH HÌNH THỰC HIỆN",
    "I. KẾT QUẢ",
    "1. Công tác chỉ đạo",
    "Các cơ quan, đơn vị đã triển khai nhiệm vụ.",
    "Phần II",
    "PHƯƠNG HƯỚNG",
    "Các cơ quan, đơn vị tiếp tục thực hiện./.",
)


def headed(doc: Any) -> None:
    """Dress `Phần I` and its title as the decree asks."""
    for words in ("Phần I", "TÌNH HÌNH THỰC HIỆN", "Phần II", "PHƯƠNG HƯỚNG"):
        for paragraph in (p for p in doc.paragraphs if p.text == words):
            paragraph.alignment = CENTER
            paragraph.paragraph_format.first_line_indent = Mm(0)
            style(paragraph, bold=True)


# --- faults -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A good document, what is done to it, and what the rule says: parts of one finding's line."""

    rule: str
    change: Change
    says: tuple[str, ...]
    kind: str = "báo cáo"
    options: dict[str, Any] = field(default_factory=dict)
    severity: Severity | None = None

    def data(self) -> bytes:
        return edit(good_document(self.kind, **self.options), self.change)


OPENING = "Thực hiện Kế hoạch số 12/KH-UBND"
TAIL = " ngày 08 tháng 01 năm 2026 của Ủy ban nhân dân phường Trúc Lâm về cải cách hành chính năm 2026"
RUNNING = "Ủy ban nhân dân phường đã ban hành 05 văn bản"
QD, KH, CV, TB, TTR = "quyết định", "kế hoạch", "công văn", "thông báo", "tờ trình"
CAN_CU = "Căn cứ Nghị quyết số 76/NQ-CP"
TWO = {"addressees": ("Ủy ban nhân dân tỉnh Thanh Hóa", "Sở Nội vụ")}
TWO_AP = {"appendices": 2}

FAULTS = (
    Case("BD-01", look("Căn cứ Luật", italic=False), ("thân văn bản", "căn cứ chữ đứng", "chữ nghiêng"), QD),
    Case("BD-01", look("Căn cứ Luật", size=12), ("cỡ chữ 12", "13 đến 14"), QD),
    Case("BD-01", text("2025;", "2025."), ("kết thúc bằng “.”", "dấu chấm phẩy (;)"), QD),
    Case("BD-01", text("Xã hội.", "Xã hội;"), ("căn cứ cuối cùng kết thúc bằng “;”", "dấu chấm (.)"), QD),
    Case("BD-01", text(" ngày 15 tháng 7 năm 2021 của Chính phủ", ""), ("thiếu thời gian ban hành, tên cơ quan",), QD),
    Case("BD-01", text("Nghị quyết số 76/NQ-CP", "Nghị quyết"), ("Nghị quyết thiếu số, ký hiệu",), QD),
    Case("BD-01", text("địa phương ngày", "địa phương số 72/2025/QH15 ngày"), ("số, ký hiệu của Luật",), QD),
    Case("BD-01", both(*[gone("Căn cứ")] * 2, gone("Theo đề nghị")), ("không có căn cứ ban hành",), QD),
    Case("BD-02", text(TAIL, ""), ("đoạn", "viện dẫn lần đầu “Kế hoạch số 12/KH-UBND” thiếu thời gian", "cơ quan")),
    Case("BD-02", text(" về cải cách hành chính năm 2026, ", ". "), ("thiếu trích yếu", "lần đầu ghi đầy đủ")),
    Case(
        "BD-02",
        below(RUNNING, f"{OPENING}{TAIL}, phường đã hoàn thành 10 nhiệm vụ."),
        ("viện dẫn lại “Kế hoạch số 12/KH-UBND”", "chỉ ghi tên loại và số, ký hiệu"),
    ),
    Case("BD-02", text("12/KH-UBND", "12/BC-UBND"), ("ký hiệu “BC”", "kế hoạch viết tắt là “KH”")),
    Case(
        "BD-02", text("05 văn bản", "05 văn bản theo Luật Đất đai số 31/2024/QH15"), ("“Luật Đất đai số 31/2024/QH15”",)
    ),
    Case("BD-03", whole("I. KẾT QUẢ", "I."), ("đoạn", "mục I không có tiêu đề")),
    Case("BD-03", whole("II. PHƯƠNG", "II. "), ("mục II không có tiêu đề", "mục phải có tiêu đề"), KH),
    Case(
        "BD-03",
        both(headed, below("Các cơ quan, đơn vị đã triển khai", "Chương I", bold=True, align=CENTER, first_mm=0)),
        ("Chương I không có tiêu đề",),
        options={"body": PARTS[:6] + PARTS[8:]},
    ),
    Case(
        "BD-03",
        nothing,
        ("phần xuất hiện sau mục",),
        options={"body": (*PARTS[:1], *PARTS[3:6], "Phần I", *PARTS[8:])},
    ),
    Case("BD-04", whole("I. KẾT QUẢ", "I. Kết quả thực hiện"), ("đoạn", "tiêu đề của mục không in hoa", "chữ in hoa")),
    Case("BD-04", look("I. KẾT QUẢ", bold=False), ("mục chữ không đậm", "chữ đậm")),
    Case("BD-04", look("1. Công tác chỉ đạo", bold=False), ("khoản có tiêu đề chữ không đậm",), KH),
    Case("BD-04", look("1. Công tác chỉ đạo", italic=True), ("khoản có tiêu đề chữ nghiêng", "chữ đứng"), KH),
    Case("BD-04", whole("1. Công tác chỉ đạo", "1. CÔNG TÁC CHỈ ĐẠO"), ("tiêu đề của khoản in hoa",)),
    Case("BD-04", look("a) Các cơ quan", bold=True), ("điểm chữ đậm", "chữ không đậm"), CV),
    Case("BD-04", look("1. Tiếp tục rà soát", bold=True), ("khoản không có tiêu đề mà chữ đậm",)),
    Case("BD-04", look("b) Công tác", size=13), ("điểm cỡ chữ 13", "bằng cỡ chữ của lời văn (14)")),
    Case("BD-04", look("2. Cải cách thủ tục", size=15), ("khoản cỡ chữ 15", "13 đến 14")),
    Case("BD-04", nothing, ("Phần I", "chữ không đậm"), options={"body": PARTS}),
    Case("BD-04", both(headed, align("Phần II", LEFT)), ("phần canh trái", "canh giữa"), options={"body": PARTS}),
    Case(
        "BD-04",
        both(headed, whole("PHƯƠNG HƯỚNG", "Phương hướng")),
        ("tiêu đề của phần không in hoa",),
        options={"body": PARTS},
    ),
    Case("BD-04", lambda doc: style(find(doc, "Điều 1."), bold=False), ("“Điều” và số thứ tự chữ không đậm",), QD),
    Case("BD-05", text("2. Cải cách", "3. Cải cách"), ("đoạn", "“3.” sau “1.”", "“2.”")),
    Case("BD-05", text("2. Cải cách", "1. Cải cách"), ("“1.” sau “1.”", "“2.”"), KH),
    Case("BD-05", text("II. PHƯƠNG", "III. PHƯƠNG"), ("số thứ tự mục ghi “III.” sau “I.”", "“II.”"), TTR),
    Case("BD-05", text("II. PHƯƠNG", "IIII. PHƯƠNG"), ("mục ghi “IIII”", "La Mã")),
    Case("BD-05", text("b) Công tác", "c) Công tác"), ("điểm ghi “c)” sau “a)”", "“b)”"), TB),
    Case("BD-05", text("b) Công tác", "a) Công tác"), ("điểm ghi “a)” sau “a)”",), CV),
    Case("BD-05", text("a) Các cơ quan", "j) Các cơ quan"), ("“j)”", "không phải chữ cái", "“a)”")),
    Case("BD-05", text("b) Công tác", "b. Công tác"), ("điểm ghi “b.”", "dấu đóng ngoặc đơn")),
    Case("BD-05", text("1. Tiếp tục", "1) Tiếp tục"), ("khoản ghi “1)”", "dấu chấm (.)")),
    Case("BD-05", lettered(5), ("điểm ghi “e)” (đánh số tự động) sau “d)”", "“đ)”")),
    Case("BD-05", text("Điều 2. ", "Điều 4. "), ("điều ghi “Điều 4.” sau “Điều 1”", "“Điều 2”"), QD),
    Case("BD-05", both(headed, text("Phần II", "Phần 2")), ("phần ghi “2”", "La Mã"), options={"body": PARTS}),
    Case("BD-06", align(RUNNING, LEFT), ("đoạn", "lời văn canh trái", "canh đều hai lề")),
    Case("BD-06", align("a) Các cơ quan", CENTER), ("lời văn canh giữa", "canh đều hai lề"), CV),
    Case("BD-06", look(RUNNING, size=12), ("lời văn cỡ chữ 12", "13 đến 14"), KH),
    Case("BD-06", look(RUNNING, italic=True), ("lời văn chữ nghiêng", "chữ đứng"), TB),
    Case("BD-06", layout(RUNNING, first_line_indent=Mm(0)), ("lùi 0 mm", "10 mm hoặc 12,7 mm"), TTR),
    Case("BD-06", layout("- Đăng tải", first_line_indent=Mm(5)), ("lùi 5 mm",)),
    Case("BD-06", layout(RUNNING, space_before=Pt(3)), ("cách đoạn trên 3 pt", "tối thiểu 6 pt")),
    Case("BD-06", layout("2. Cải cách", space_before=Pt(0)), ("cách đoạn trên 0 pt",)),
    Case("BD-06", layout(RUNNING, line_spacing=2.0), ("giãn dòng 2 lines", "từ dòng đơn đến 1,5 lines")),
    Case("BD-06", layout(RUNNING, line_spacing=Pt(14)), ("giãn dòng đúng 14 pt",)),
    Case("BD-06", layout("Điều 2.", first_line_indent=Mm(20)), ("lùi 20 mm",), QD),
    Case("BD-06", lambda doc: set_text(find(doc, RUNNING), find(doc, RUNNING).text.upper()), ("lời văn in hoa",)),
    Case(
        "BD-06",
        lambda doc: setattr(find(doc, RUNNING).add_run(" (nếu có)"), "italic", True),
        ("lời văn có chữ nghiêng",),
        severity=Severity.WARNING,
    ),
    Case("BD-07", text("./.", "."), ("đoạn", "nội dung kết thúc bằng “Trúc Lâm.”", "“./.”")),
    Case("BD-07", text("./.", "/."), ("Lâm/.”", "“./.”"), CV),
    Case("BD-07", text("này./.", "này."), ("“định này.”",), QD),
    Case("BD-08", below(RUNNING, "1.1. Đã hoàn thành 10 nhiệm vụ."), ("đoạn", "1.1. Đã", "đánh số thập phân", "khoản")),
    Case("BD-08", below(RUNNING, "2.1.3. Đã hoàn thành 10 nhiệm vụ."), ("2.1.3. Đã", "đánh số thập phân"), KH),
    Case("SG-01", text("KT. CHỦ", "KT.CHỦ"), ("bảng", "ô 2", "ghi “KT.CHỦ TỊCH”", "“KT. CHỦ TỊCH”")),
    Case("SG-01", text("TM. ỦY", "T/M ỦY"), ("“T/M ỦY BAN NHÂN DÂN”", "“TM. ỦY BAN NHÂN DÂN”"), KH),
    Case("SG-01", text("TM. ỦY", "TM: ỦY"), ("“TM. ỦY BAN NHÂN DÂN”",), CV),
    Case("SG-01", text("TM. ỦY", "ỦY"), ("“ỦY BAN NHÂN DÂN” mà không có “TM.”",), QD),
    Case("SG-01", text("TM. ỦY BAN NHÂN DÂN", "TM. CHỦ TỊCH"), ("“TM.” đứng trước chức vụ “CHỦ TỊCH”",)),
    Case("SG-01", text("KT. CHỦ TỊCH", "KT. ỦY BAN NHÂN DÂN"), ("“KT.” đứng trước tên tập thể",), TB),
    Case("SG-02", text("PHÓ CHỦ TỊCH", "Phó Chủ tịch"), ("bảng", "ô 2", "Phó Chủ tịch", "không in hoa", "chữ in hoa")),
    Case("SG-02", look("KT. CHỦ", bold=False), ("chức vụ của người ký chữ không đậm",), TTR),
    Case("SG-02", look("TM. ỦY", size=12), ("cỡ chữ 12", "13 đến 14"), KH),
    Case("SG-02", look("PHÓ CHỦ", italic=True), ("chữ nghiêng", "chữ đứng"), QD),
    Case("SG-03", text("Lê Huy Du", "LÊ HUY DU"), ("bảng", "“LÊ HUY DU” in hoa", "chữ in thường")),
    Case("SG-03", text("Lê Huy Du", "ThS. Lê Huy Du"), ("họ tên ghi kèm “ThS.”", "chỉ ghi họ"), KH),
    Case("SG-03", look("Lê Huy Du", bold=False), ("họ tên người ký chữ không đậm",), CV),
    Case("SG-03", look("Lê Huy Du", size=12), ("cỡ chữ 12",), TB),
    Case("SG-03", align("Lê Huy Du", LEFT), ("không canh giữa dưới chức vụ",), QD),
    Case("SG-04", gone("KT. CHỦ TỊCH"), ("“PHÓ CHỦ TỊCH” ký mà phía trên không có “KT. CHỦ TỊCH”",)),
    Case(
        "SG-04",
        nothing,
        ("“TM. ỦY BAN NHÂN DÂN” đứng sau “KT. CHỦ TỊCH”", "dòng đầu tiên"),
        KH,
        {"authority": ("KT. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH")},
    ),
    Case(
        "SG-04",
        nothing,
        ("dưới “KT. CHỦ TỊCH” không có chức vụ",),
        TB,
        {"authority": ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")},
    ),
    Case(
        "SG-04",
        nothing,
        ("sau “KT.” ghi “CHỦ TỊCH”", "cấp phó"),
        QD,
        {"authority": ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "CHỦ TỊCH")},
    ),
    Case("RC-01", gone("Kính gửi"), ("công văn không có “Kính gửi”",), CV),
    Case("RC-01", gone("Kính gửi"), ("tờ trình không có “Kính gửi”",), TTR),
    Case("RC-01", gone("Kính gửi"), ("báo cáo không có “Kính gửi”",)),
    Case("RC-01", gone("- Như trên"), ("bảng", "bắt đầu bằng", "“- Như trên;”"), CV),
    Case("RC-02", nothing, ("kế hoạch có “Kính gửi:", "chỉ có “Nơi nhận”"), KH, {"addressees": ("Sở Nội vụ",)}),
    Case("RC-02", nothing, ("quyết định có “Kính gửi:",), QD, TWO),
    Case("RC-02", whole("- Các cơ quan, đơn vị thuộc", "- Như trên;"), ("thông báo ghi “- Như trên;”",), TB),
    Case("RC-03", look("Kính gửi", bold=True), ("đoạn", "“Kính gửi” chữ đậm", "chữ không đậm")),
    Case("RC-03", look("Kính gửi", size=12), ("cỡ chữ 12",), CV),
    Case("RC-03", text("Kính gửi:", "Kính gửi"), ("ghi “Kính gửi S”", "“Kính gửi:”"), TTR),
    Case("RC-03", text("Thanh Hóa", "Thanh Hóa; Sở Tài chính"), ("cùng dòng với “Kính gửi”", "mỗi nơi một dòng"), CV),
    Case("RC-03", text("Thanh Hóa;", "Thanh Hóa,"), ("kết thúc bằng “,”", "dấu chấm phẩy (;)"), options=TWO),
    Case("RC-03", whole("- Sở Nội vụ.", "- Sở Nội vụ;"), ("dòng cuối cùng", "dấu chấm (.)"), CV, TWO),
    Case("RC-03", whole("- Sở Nội vụ.", "Sở Nội vụ."), ("không còn dòng nào có gạch (-)",), CV, TWO),
    Case("RC-03", layout("- Sở Nội vụ.", left_indent=Mm(60)), ("không thẳng hàng",), TTR, TWO),
    Case("RC-03", both(gone("- Sở Nội vụ."), text("Hóa;", "Hóa.")), ("chỉ gửi một nơi mà xuống dòng",), CV, TWO),
    Case("RC-04", look("Nơi nhận:", size=14), ("bảng", "ô 1", "“Nơi nhận” cỡ chữ 14", "cỡ chữ 12")),
    Case("RC-04", look("Nơi nhận:", italic=False), ("“Nơi nhận” chữ đứng", "chữ nghiêng"), QD),
    Case("RC-04", look("Nơi nhận:", bold=False), ("chữ không đậm",), KH),
    Case("RC-04", whole("Nơi nhận:", "Nơi nhận"), ("ghi “Nơi nhận”", "“Nơi nhận:”"), CV),
    Case("RC-04", align("Nơi nhận:", CENTER), ("không sát lề trái",), TB),
    Case("RC-05", look("- Lưu", size=12), ("bảng", "ô 1", "danh sách nơi nhận cỡ chữ 12", "cỡ chữ 11")),
    Case("RC-05", look("- Như trên", italic=True), ("chữ nghiêng", "chữ đứng"), CV),
    Case("RC-05", text("Như trên;", "Như trên,"), ("“- Như trên,” kết thúc bằng “,”", "dấu chấm phẩy (;)"), TTR),
    Case("RC-05", whole("- Lưu", "- Lưu VT"), ("dòng cuối cùng ghi “- Lưu VT”", "- Lưu: VT, [đơn vị"), KH),
    Case("RC-05", text("VHXH.", "VHXH"), ("dòng cuối cùng ghi “- Lưu: VT, VHXH”",), QD),
    Case("RC-05", whole("- Lưu", "- Văn phòng."), ("dòng cuối cùng ghi “- Văn phòng.”",), TB),
    Case("RC-05", text("- Như trên", "Như trên"), ("“Như trên;” không có gạch (-)",)),
    Case("RC-05", layout("- Lưu", left_indent=Mm(10)), ("không sát lề trái",), CV),
    Case("AP-01", text(", Phụ lục II kèm", " kèm"), ("không nhắc đến “Phụ lục II”", "chỉ dẫn"), options=TWO_AP),
    Case("AP-01", gone("Số liệu chi tiết"), ("“Phụ lục I”",), KH, TWO_AP),
    Case("AP-01", gone("Số liệu chi tiết"), ("không nhắc đến “Phụ lục”",), CV, {"appendices": 1}),
    Case("AP-02", lambda doc: _appendix_label(doc, 2, "Phụ lục số 02"), ("không dùng chữ số La Mã",), options=TWO_AP),
    Case("AP-02", lambda doc: _appendix_label(doc, 2, "Phụ lục III"), ("đứng sau Phụ lục I",), KH, TWO_AP),
    Case("AP-02", lambda doc: _appendix_label(doc, 2, "Phụ lục"), ("không có số thứ tự",), TTR, TWO_AP),
    Case(
        "AP-03",
        lambda doc: _appendix_label(doc, 1, "PHỤ LỤC I"),
        ("PHỤ LỤC I", "in hoa", "chữ in thường"),
        options=TWO_AP,
    ),
    Case("AP-03", lambda doc: style(_label(doc, 1), size=13), ("“Phụ lục” cỡ chữ 13", "cỡ chữ 14"), KH, TWO_AP),
    Case("AP-03", lambda doc: style(_label(doc, 2), bold=False), ("chữ không đậm",), CV, TWO_AP),
    Case("AP-03", lambda doc: setattr(_label(doc, 2), "alignment", LEFT), ("canh trái", "canh giữa"), TB, TWO_AP),
    Case(
        "AP-04", whole("KẾT QUẢ THỰC HIỆN CHỈ", "Kết quả thực hiện chỉ tiêu"), ("không in hoa",), KH, {"appendices": 1}
    ),
    Case("AP-04", look("KẾT QUẢ THỰC HIỆN CHỈ", bold=False), ("tên phụ lục chữ không đậm",), options=TWO_AP),
    Case("AP-04", look("KẾT QUẢ THỰC HIỆN CHỈ", size=16), ("cỡ chữ 16", "13 đến 14"), CV, TWO_AP),
    Case("AP-05", gone("(Kèm theo"), ("Phụ lục I", "không có dòng “(Kèm theo ...)”"), options=TWO_AP),
    Case("AP-05", look("(Kèm theo", italic=False), ("chữ đứng", "chữ nghiêng"), KH, TWO_AP),
    Case("AP-05", text("(Kèm theo Báo cáo", "(Kèm theo Kế hoạch"), ("“Kèm theo Báo cáo số ...”",), options=TWO_AP),
    Case("AP-05", text("số 05/KH-UBND", "số 06/KH-UBND"), ("phụ lục ghi “số 06/KH-UBND”",), KH, TWO_AP),
    Case("AP-05", lambda doc: _dated(doc, "05 tháng 3"), ("2026-03-05", "2026-01-05"), QD, TWO_AP),
    Case("AP-05", text(" của Ủy ban nhân dân phường Trúc Lâm)", ")"), ("thiếu tên cơ quan ban hành",), TB, TWO_AP),
    Case("AP-05", align("(Kèm theo", LEFT), ("canh trái", "canh giữa dưới tên phụ lục"), TTR, TWO_AP),
)


def _label(doc: Any, number: int) -> Any:
    labels = [p for p in doc.paragraphs if p.text.startswith("Phụ lục")]
    return labels[number - 1]


def _appendix_label(doc: Any, number: int, words: str) -> None:
    set_text(_label(doc, number), words)


def _dated(doc: Any, day: str) -> None:
    replace_text(find(doc, "(Kèm theo"), "05 tháng 01", day)


def _name(case: Case) -> str:
    return f"{case.rule} {case.kind}: {case.says[-1]}"


@pytest.mark.parametrize("case", FAULTS, ids=_name)
def test_rule_finds_the_fault_and_says_where_and_what(case: Case) -> None:
    outcome = judged(case.data(), case.rule)
    assert outcome.state is State.FAIL
    lines = shown(outcome)
    assert any(all(part in line for part in case.says) for line in lines), lines
    if case.severity is not None:
        assert {finding.severity for finding in outcome.findings} == {case.severity}


@pytest.mark.parametrize("rule", MINE)
def test_every_rule_has_two_failing_documents_at_least(rule: str) -> None:
    assert rule == "AP-07" or sum(case.rule == rule for case in FAULTS) >= 2


# --- good documents -----------------------------------------------------------------------------------------------

GOOD = (
    *[(kind, {"layout": how}, nothing) for kind in KINDS for how in LAYOUTS],
    *[(kind, {"rulings": how, "appendices": 2, "number": ""}, nothing) for kind in KINDS for how in RULINGS],
    *[(kind, {"appendices": 1, "date": "ngày      tháng 01 năm 2026"}, nothing) for kind in KINDS],
    *[(kind, {"authority": ("CHỦ TỊCH",)}, nothing) for kind in KINDS],
    *[(kind, {"authority": ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")}, nothing) for kind in KINDS],
    (CV, {"authority": ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")}, nothing),
    (CV, TWO, nothing),
    (TTR, TWO, nothing),
    ("báo cáo", {"body": PARTS}, headed),
)
ALLOWED = (
    Case("BD-01", text(" ngày 16 tháng 6 năm 2025", ""), (), QD),  # a Luật needs no number, no issuer
    Case(
        "BD-01",
        below(
            "Căn cứ Luật",
            "Căn cứ Kế hoạch cải cách hành chính số 257/KH-UBND ngày 22/12/2025 của Ủy ban nhân dân tỉnh;",
            italic=True,
        ),
        (),
        QD,
    ),
    Case("BD-02", below(RUNNING, "Đến nay, Kế hoạch số 12/KH-UBND đã hoàn thành."), ()),
    Case("BD-02", below(RUNNING, "Đã kiểm tra 04 phòng (Báo cáo số 292/BC-UBND ngày 10/9/2026)."), ()),
    Case(
        "BD-02",
        below(
            RUNNING,
            "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị, về đột phá phát triển; Nghị "
            "quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ về việc thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024.",
        ),
        (),
    ),
    Case(
        "BD-02",
        below(
            RUNNING,
            "Rà soát các quy định được Chính phủ quy định tại Nghị định số 186/2025/NĐ-CP ngày 01 "
            "tháng 7 năm 2025, Nghị định số 286/2025/NĐ-CP ngày 03 tháng 11 năm 2025.",
        ),
        (),
    ),
    Case("BD-02", below(RUNNING, "Đã ban hành Kế hoạch số      /KH-UBND trong tháng 01."), ()),
    Case("BD-02", below(RUNNING, "Đã ban hành Kế hoạch triển khai thực hiện Nghị quyết số 79-NQ/TW tại phường."), ()),
    Case("BD-02", below(RUNNING, "Quy định số 12-QĐ/TW ngày 05/01/2026 của Bộ Chính trị về công tác cán bộ."), ()),
    Case("BD-06", below(RUNNING, "Bảng 1. Kết quả giải quyết hồ sơ", align=CENTER, first_mm=0), ()),
    Case("BD-06", below(RUNNING, "Đơn vị tính: hồ sơ", align=RIGHT, first_mm=0, italic=False), ()),
    Case("BD-06", below(RUNNING, "Kết quả cụ thể:", align=LEFT, bold=True), ()),
    Case("BD-07", below("./.", "(Có danh sách kèm theo)"), ()),
    Case("BD-03", nothing, (), QD),
    Case("BD-04", look("1. Tiếp tục", italic=False), ()),
    Case("BD-04", below(RUNNING, "1.1. Cải cách thể chế", bold=True, italic=True), ()),
    Case("BD-05", below("2. Cải cách", "2.6. Nội dung một."), ()),
    Case("BD-05", both(below(RUNNING, "c) Ba."), gone("a) Các"), gone("b) Công"), text("c) Ba", "a) Ba")), ()),
    Case("BD-05", lettered(4), ()),
    Case("BD-05", both(*[below("b) Công tác", f"{c}) Nội dung.") for c in "ihgeđdc"]), ()),
    Case("BD-06", layout(RUNNING, first_line_indent=Mm(10)), ()),
    Case("BD-06", layout(RUNNING, line_spacing=1.5), ()),
    Case("BD-06", layout(RUNNING, line_spacing_rule=WD_LINE_SPACING.AT_LEAST, line_spacing=Pt(17)), ()),
    Case("BD-06", layout("I. KẾT QUẢ", first_line_indent=Mm(0), alignment=LEFT), ()),
    Case("BD-06", look(RUNNING, size=13), ()),
    Case("BD-06", lambda doc: add(doc.tables[0].rows[0].cells[0], "chữ trong bảng", size=10, italic=True), ()),
    Case("BD-07", text("./.", " ./."), ()),
    Case("BD-07", gone("Nơi nhận:"), ()),
    Case("SG-02", text("PHÓ CHỦ TỊCH", "PHÓ CHỦ TỊCH PHỤ TRÁCH"), ()),
    Case("SG-04", nothing, (), KH, {"authority": ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")}),
    Case("RC-02", text("- Các cơ quan", "- Như Điều 3 Quyết định này; các cơ quan"), (), KH),
    Case("RC-03", text("Thanh Hóa", "Thanh Hóa."), (), CV),
    Case("RC-05", below("- Lưu", "PL.(300)", size=11, align=LEFT, before=0, first_mm=0), ()),
    Case("RC-05", text("VT, VHXH.", "VT, TH (VX), 05 bản."), ()),
    Case("AP-01", text("Phụ lục I, Phụ lục II", "các Phụ lục I và II"), (), options=TWO_AP),
    Case("AP-01", text("tại Phụ lục I, Phụ lục II", "tại Phụ lục"), (), options=TWO_AP),
    Case(
        "AP-05",
        text(
            "(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 01 năm 2026",
            "(Kèm theo Báo cáo số      /BC-UBND ngày      tháng      năm 2026",
        ),
        (),
        options=TWO_AP,
    ),
)


@pytest.mark.parametrize(
    ("kind", "options", "change"), GOOD, ids=lambda value: getattr(value, "__name__", str(value))[:60]
)
def test_good_documents_raise_no_false_alarm(kind: str, options: dict[str, Any], change: Change) -> None:
    judgement = check_document(edit(good_document(kind, **options), change), "van-ban.docx", enabled=MINE)
    assert [(o.rule, shown(o)) for o in judgement.outcomes if o.state is State.FAIL] == []
    assert [(o.rule, o.reasons) for o in judgement.outcomes if o.state is State.NOT_EVALUATED] == []


@pytest.mark.parametrize("case", ALLOWED, ids=lambda case: case.rule)
def test_what_the_decree_allows_is_no_fault(case: Case) -> None:
    assert shown(judged(case.data(), case.rule)) == []


def test_the_report_that_our_template_makes_breaks_none_of_these_rules(root: Path) -> None:
    template = compile_docx((root / "templates" / "bao-cao-cchc.docx").read_bytes())
    judgement = check_document(template.render(view_of(full_report())), "bao-cao.docx", enabled=MINE)
    assert [(o.rule, shown(o)) for o in judgement.outcomes if o.state is State.FAIL and o.rule != "BD-08"] == []


# --- answers that are no fault ------------------------------------------------------------------------------------


def answer(rule: str, kind: str, change: Change = nothing, **options: Any) -> State:
    return judged(edit(good_document(kind, **options), change), rule).state


def test_what_cannot_be_judged_is_no_pass() -> None:
    no_sign = both(gone("Kính gửi"), gone("- Như trên"))
    assert answer("RC-01", "báo cáo", no_sign) is State.NOT_EVALUATED
    assert answer("SG-03", "báo cáo", gone("Lê Huy Du")) is State.NOT_EVALUATED
    named = text("tại Phụ lục I, Phụ lục II", "tại Phụ lục I, Phụ lục II, Phụ lục III")
    assert answer("AP-07", "báo cáo", named, appendices=2) is State.NOT_EVALUATED


def test_rules_without_their_component_do_not_apply() -> None:
    assert answer("BD-01", "báo cáo") is State.NOT_APPLICABLE
    assert answer("BD-03", "quyết định") is State.NOT_APPLICABLE
    assert answer("RC-01", "kế hoạch") is State.NOT_APPLICABLE
    assert answer("RC-02", "công văn") is State.NOT_APPLICABLE
    assert answer("RC-03", "thông báo") is State.NOT_APPLICABLE
    assert answer("AP-02", "kế hoạch", appendices=1) is State.NOT_APPLICABLE
    office: dict[str, Any] = {"issuer": ("PHÒNG VĂN HÓA - XÃ HỘI",), "superior": ("UBND PHƯỜNG TRÚC LÂM",)}
    authority = ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")
    assert answer("SG-04", "báo cáo", authority=authority, **office) is State.NOT_APPLICABLE


def test_decimal_numbers_are_judged_only_when_asked() -> None:
    data = edit(good_document("kế hoạch"), below(RUNNING, "1.1. Đã hoàn thành 10 nhiệm vụ."))
    judgement = check_document(data, "van-ban.docx")
    assert "BD-08" not in {outcome.rule for outcome in judgement.outcomes}
    assert judgement.outcome("BD-05").state is State.PASS


def test_an_automatic_list_is_told_once_with_a_remedy_of_its_own() -> None:
    outcome = judged(edit(good_document("báo cáo"), lettered(8)), "BD-05")
    assert len(outcome.findings) == 1
    assert "không có chữ đ" in (outcome.findings[0].remedy or "")


def test_capital_letters_are_no_numbers_of_a_section_and_what_stands_below_counts_from_one() -> None:
    body = ("Nội dung:", "A. CHUNG", "I. MỤC TIÊU", "B. NHIỆM VỤ", "I. CẢI CÁCH", "II. KHÁC", "C. CHÓT", "Hết./.")
    found = [finding.found for finding in judged(good_document("kế hoạch", body=body), "BD-05").findings]
    assert found == [f"số thứ tự mục ghi “{letter}”" for letter in "ABC"]


def test_an_article_of_a_phrase_has_a_title_and_one_of_a_sentence_has_none() -> None:
    body = ("Nội dung:", "Điều 1. Phạm vi điều chỉnh", "Một.", "Điều 2. Quy chế này áp dụng cho phường.", "Hết./.")
    found = [finding.found for finding in judged(good_document("thông báo", body=body), "BD-03").findings]
    assert found == ["Điều 2 không có tiêu đề"]


def test_one_skip_is_told_once() -> None:
    body = ("Nội dung như sau:", "1. Một.", "2. Hai.", "4. Bốn.", "5. Năm.", "Hết./.")
    assert len(judged(good_document("thông báo", body=body), "BD-05").findings) == 1


def test_a_list_of_text_under_a_titled_clause_counts_for_itself() -> None:
    body = (
        "Nội dung như sau:",
        "1. Cải cách thể chế",
        "1. Rà soát.",
        "2. Ban hành.",
        "2. Cải cách tài chính",
        "Hết./.",
    )
    assert shown(judged(good_document("kế hoạch", body=body), "BD-05")) == []


def test_points_begin_again_after_a_sentence_that_introduces_them() -> None:
    body = ("Giao các phòng:", "a) Một;", "b) Hai.", "Giao Công an phường:", "a) Một;", "b) Hai.", "Hết./.")
    assert shown(judged(good_document("thông báo", body=body), "BD-05")) == []
    again = ("Giao các phòng:", "a) Một;", "b) Hai.", "Giao Công an phường.", "a) Một;", "Hết./.")
    assert len(judged(good_document("thông báo", body=again), "BD-05").findings) == 1
