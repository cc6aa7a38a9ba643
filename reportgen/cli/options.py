"""Options that commands share, and how their values are read. All are text here, so that every message is ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import typer

from reportgen.model.period import PeriodKind
from reportgen.problem import Problem, ReportgenError


def _option(name: str, metavar: str, text: str) -> Any:
    return typer.Option(name, metavar=metavar, help=text, show_default=False)


def _flag(name: str, text: str) -> Any:
    return typer.Option(name, help=text, show_default=False)


Ward = Annotated[str, _option("--ward", "PHƯỜNG", "Mã phường: tên thư mục của phường trong data/, ví dụ truc-lam.")]
Year = Annotated[str | None, _option("--year", "NĂM", "Năm báo cáo, ví dụ 2026.")]
Month = Annotated[str | None, _option("--month", "THÁNG", "Tháng báo cáo, từ 1 đến 12.")]
Quarter = Annotated[str | None, _option("--quarter", "QUÝ", "Quý báo cáo, từ 1 đến 4.")]
Half = Annotated[str | None, _option("--half", "NỬA", "1 là 6 tháng đầu năm, 2 là 6 tháng cuối năm.")]
AsOf = Annotated[
    str | None,
    _option("--as-of", "NGÀY", "Ngày chốt để xét tình trạng nhiệm vụ, ví dụ 2026-09-14 hoặc 14/9/2026."),
]
Number = Annotated[str | None, _option("--number", "SỐ", "Số văn bản; để trống thì hệ thống văn bản điện tử cấp sau.")]
Issued = Annotated[str | None, _option("--date", "NGÀY", "Ngày ban hành; để trống thì ghi khi ký.")]
Formats = Annotated[str | None, _option("--format", "DẠNG", "Dạng tệp, cách nhau dấu phẩy: docx,xlsx,pdf.")]
Out = Annotated[str | None, _option("--out", "THƯ MỤC", "Thư mục kết quả; mặc định là out/ của thư mục làm việc.")]
Replace = Annotated[
    bool,
    _flag(
        "--replace",
        "Bản mới mang đúng tên dù tệp cũ đã sửa tay; tệp cũ giữ thành bản sao lưu ghi ngày (...-sao-luu-2026-11-25).",
    ),
]
FormAgency = Annotated[
    str | None,
    _option("--agency", "ĐƠN VỊ", "Chỉ một đơn vị: mã hoặc tên như trong ward.yaml; mặc định là mọi đơn vị báo cáo."),
]
FormDay = Annotated[
    str | None,
    _option("--send-by", "NGÀY", "Ngày cuối phải gửi số liệu; mặc định là ngày làm việc ngay sau ngày chốt số liệu."),
]
FormReceived = Annotated[str | None, _option("--as-of", "NGÀY", "Ngày nhận biểu mẫu; mặc định là hôm nay.")]
FormToday = Annotated[str | None, _option("--as-of", "NGÀY", "Tính số ngày còn lại từ ngày này; mặc định là hôm nay.")]
RemindDay = Annotated[str | None, _option("--as-of", "NGÀY", "Xét tiến độ đến hết ngày này; mặc định là hôm nay.")]
RemindDays = Annotated[
    str | None, _option("--within", "SỐ NGÀY", "Việc đến hạn trong bấy nhiêu ngày tới là sắp đến hạn; mặc định 30.")
]
RemindAgency = Annotated[
    str | None, _option("--agency", "ĐƠN VỊ", "Chỉ đôn đốc một đơn vị: mã hoặc tên như trong ward.yaml.")
]
RemindEach = Annotated[bool, _flag("--per-agency", "Mỗi cơ quan, đơn vị một công văn riêng.")]
RemindReply = Annotated[
    str | None,
    _option("--reply-by", "NGÀY", "Hạn gửi kết quả thực hiện; mặc định là 5 ngày làm việc sau ngày xét tiến độ."),
]
TemplateFiles = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="TỆP...", help="Tệp mẫu .docx, .xlsx; không nêu thì kiểm tra mọi mẫu đang dùng.", show_default=False
    ),
]
TemplateWard = Annotated[
    str | None, _option("--ward", "PHƯỜNG", "Xét mẫu phường này đang dùng, thử cả với số liệu của phường.")
]
WorkFolder = Annotated[
    str | None,
    _option("--workspace", "THƯ MỤC", "Thư mục làm việc có data/, templates/; mặc định là thư mục hiện tại."),
]
AsJson = Annotated[bool, _flag("--json", "In kết quả thành một đối tượng JSON cho chương trình khác đọc.")]

DOCUMENT_NUMBER = re.compile(r"[0-9]{1,5}[a-zđ]?(/[^\s/]{1,30})?")
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
PRINTED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
YEARS = (2000, 2100)


@dataclass(frozen=True, slots=True)
class Common:
    """Options of every command that writes documents, as typed."""

    ward: str
    year: str | None
    number: str | None
    issued: str | None
    formats: str | None
    out: str | None
    workspace: str | None
    as_json: bool
    replace: bool = False


class Reader:
    """Reads option values; keeps every problem until `done`, so that a person sees all of them at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def whole(self, option: str, text: str | None, low: int, high: int) -> int | None:
        """Return a whole number from `low` to `high`; a quarter may be written I to IV."""
        if text is None:
            return None
        written = unicodedata.normalize("NFKC", text).strip()
        number = ROMAN.get(written.upper(), -1) if high <= len(ROMAN) else -1
        if re.fullmatch(r"[0-9]{1,6}", written):
            number = int(written)
        if not low <= number <= high:
            self._bad(option, text, f"Dùng số từ {low} đến {high}.")
            return None
        return number

    def year(self, text: str | None) -> int | None:
        """Return a year of four digits."""
        return self.whole("--year", text, *YEARS)

    def day(self, option: str, text: str | None) -> date | None:
        """Return a date written `2026-09-14` or `14/9/2026`."""
        if text is None:
            return None
        written = unicodedata.normalize("NFKC", text).strip()
        try:
            if iso := ISO.fullmatch(written):
                return date(int(iso[1]), int(iso[2]), int(iso[3]))
            if printed := PRINTED.fullmatch(written):
                return date(int(printed[3]), int(printed[2]), int(printed[1]))
        except ValueError:
            self._bad(option, text, "Ngày này không có trong lịch; kiểm tra lại ngày và tháng.")
            return None
        self._bad(option, text, "Viết ngày theo dạng 2026-09-14 hoặc 14/9/2026.")
        return None

    def kind(self, option: str, text: str | None, possible: Sequence[PeriodKind]) -> PeriodKind | None:
        """Return a kind of period by the name of its command."""
        known = {kind.value: kind for kind in possible}
        if text is None:
            return None
        if text.strip().lower() not in known:
            self._bad(option, text, f"Loại kỳ có thể chọn: {', '.join(known)}.")
        return known.get(text.strip().lower())

    def document_number(self, text: str | None) -> str:
        """Return the number of a document, `5` or whole `05/BC-UBND`; "" when none is given."""
        written = unicodedata.normalize("NFC", text or "").strip()
        if text is not None and not DOCUMENT_NUMBER.fullmatch(written):
            self._bad("--number", text, "Viết số văn bản, ví dụ 5 hoặc 05/BC-UBND.")
        return written

    def refuse(self, option: str, message: str, remedy: str) -> None:
        """Note a combination that cannot be."""
        self.problems.append(Problem("LN007", f"dòng lệnh, {option}", message, remedy))

    def formats(self, text: str | None, possible: tuple[str, ...]) -> tuple[str, ...]:
        """Return the forms wanted, each once, in the order of `possible`; all but PDF when none are given."""
        if text is None:
            return tuple(form for form in possible if form != "pdf")
        wanted = [word.strip().lower() for word in text.split(",") if word.strip()]
        if not wanted or set(wanted) - set(possible):
            self._bad("--format", text, f"Dạng tệp có thể chọn: {', '.join(possible)}.")
        return tuple(form for form in possible if form in wanted)

    def done(self) -> None:
        """Stop when any value could not be read.

        Raises:
            ReportgenError: LN007 for each, exit status 2.
        """
        if self.problems:
            raise ReportgenError(*self.problems, exit_code=2)

    def _bad(self, option: str, text: str, remedy: str) -> None:
        self.refuse(option, f"giá trị {text!r} không dùng được", remedy)
