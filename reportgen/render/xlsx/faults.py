"""The faults of an Excel template in words; the pages of their codes are in `reportgen.render.xlsx_codes`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportgen.problem import Problem, Severity
from reportgen.render import suggest
from reportgen.render.wording import is_chart, reading_words

_SHOWN = 60


def quoted(text: object) -> str:
    """Return a text from a file fit for one line of a message: shortened, without line breaks and escapes."""
    line = " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())
    return f'"{line}"' if len(line) <= _SHOWN else f'"{line[: _SHOWN - 1]}…"'


def unknown_name(where: str, name: str, suggestions: Sequence[str]) -> Problem:
    """Return the fault of a name (`thoi_hn`, `nv.thoi_hn`) that the data does not have."""
    return Problem("MB101", where, *suggest.unknown_name(name, suggestions))


def syntax(where: str, source: str, error: BaseException) -> Problem:
    """Return the fault of a tag that cannot be read."""
    return _misspelt(where, source, reading_words(error, within=" trong cùng ô"))


def unknown_statement(where: str, source: str, keyword: str) -> Problem:
    """Return the fault of a marker with a word that is no statement."""
    return _misspelt(where, source, f"không có lệnh {quoted(keyword)}" if keyword else "thiếu lệnh")


def _misspelt(where: str, source: str, reason: str) -> Problem:
    return Problem(
        "MB102",
        where,
        f"thẻ {quoted(source)} viết sai: {reason}",
        "Sửa thẻ trong ô; mỗi {{ phải có }} và mỗi {% phải có %}; dòng lặp dùng {%tr for ... %}.",
    )


def unclosed(where: str, statement: str) -> Problem:
    """Return the fault of a marker without its end."""
    keyword = statement.split(maxsplit=1)[0]
    return Problem(
        "MB103",
        where,
        f"dòng đánh dấu {{%tr {statement} %}} không có {{%tr end{keyword} %}} đóng lại",
        f"Thêm một dòng chỉ chứa {{%tr end{keyword} %}} dưới các dòng cần lặp hoặc cần ẩn hiện, trên cùng trang tính.",
    )


def unopened(where: str, statement: str, inner: str | None) -> Problem:
    """Return the fault of a marker that ends or divides nothing that is open."""
    reason = f"trong khi {{%tr {inner} %}} còn mở" if inner else "mà phía trên không có dòng mở tương ứng"
    return Problem(
        "MB103",
        where,
        f"dòng đánh dấu {{%tr {statement} %}} đứng {reason}",
        "Đặt các dòng đánh dấu lồng nhau đúng thứ tự: dòng mở sau thì đóng trước.",
    )


def beside_marker(where: str, content: str) -> Problem:
    """Return the fault of content that would disappear with a marker row."""
    return Problem(
        "MB104",
        where,
        f"ô có nội dung {quoted(content)} nằm trên dòng đánh dấu {{%tr ... %}}; dòng này sẽ mất khi lập báo cáo",
        "Chuyển nội dung sang dòng khác; dòng đánh dấu chỉ được chứa thẻ {%tr ... %}.",
    )


def absent(where: str, source: str, words: str) -> Problem:
    """Return the fault of an item that is not there: of a list too short, of a value left blank."""
    return Problem(
        "MB101",
        where,
        f"thẻ {quoted(source)} không có gì để in: {words}",
        "Kiểm tra trước khi in bằng if, hoặc sửa dữ liệu mà thẻ dùng.",
    )


def unknown_filter(where: str, name: str, known: Iterable[str]) -> Problem:
    """Return the fault of a filter that does not exist."""
    return Problem(
        "MB105",
        where,
        f"không có bộ lọc {quoted(name)}",
        _meant(name, known) or "Bỏ bộ lọc này hoặc dùng bộ lọc có trong hướng dẫn.",
    )


def unknown_test(where: str, name: str, known: Iterable[str]) -> Problem:
    """Return the fault of a test that does not exist."""
    return Problem(
        "MB105",
        where,
        f"không có phép thử {quoted(name)} sau chữ is",
        _meant(name, known) or "Bỏ phép thử này hoặc dùng phép thử có trong hướng dẫn.",
    )


def _meant(name: str, known: Iterable[str]) -> str:
    return suggest.meant(suggest.nearest(name, [k for k in known if not k.startswith(("_", "rg__"))]))


def stray_braces(where: str, text: str, braces: str) -> Problem:
    """Return the fault of braces that resemble a tag."""
    return Problem(
        "MB106",
        where,
        f"dấu ngoặc {quoted(braces)} trong {quoted(text)} giống thẻ nhưng không phải thẻ, hoặc thẻ chưa khép",
        "Gõ lại thẻ liền nhau, không có khoảng trắng giữa hai ngoặc: {{ ten }} hoặc {% if ... %}.",
    )


def wrong_prefix(where: str, prefix: str, text: str) -> Problem:
    """Return the fault of a prefix that only Word templates know."""
    return Problem(
        "MB107",
        where,
        f"tiền tố {quoted(prefix)} trong {quoted(text)} chỉ dùng trong Word",
        "Trong Excel chỉ dùng {{ ... }} trong ô và {%tr ... %} trên dòng đánh dấu riêng.",
    )


def forbidden(where: str, source: str) -> Problem:
    """Return the fault of a tag that the sandbox stopped."""
    return Problem(
        "MB108",
        where,
        f"thẻ {quoted(source)} làm việc mà mẫu không được phép làm",
        "Mẫu chỉ được đọc dữ liệu và dùng các bộ lọc có sẵn; bỏ phần gọi hàm hoặc thuộc tính nội bộ.",
    )


def forbidden_statement(where: str, keyword: str) -> Problem:
    """Return the fault of a statement that templates may not use."""
    return Problem(
        "MB108", where, f"lệnh '{keyword}' không dùng được trong mẫu", "Bỏ lệnh này; mẫu Excel chỉ dùng for, if, set."
    )


def private_name(where: str, name: str) -> Problem:
    """Return the fault of a name kept for the program."""
    return Problem(
        "MB108", where, f"tên {quoted(name)} dành riêng cho chương trình", "Đặt tên khác, không bắt đầu bằng rg__."
    )


def failed(where: str, source: str, reason: str) -> Problem:
    """Return the fault of a tag that could not be worked out."""
    return Problem(
        "MB109",
        where,
        f"thẻ {quoted(source)} không tính được: {reason}",
        "Xem lại phép tính và kiểu dữ liệu của tên dùng trong thẻ.",
    )


def too_long(where: str, length: int, limit: int) -> Problem:
    """Return the fault of a text longer than its place holds."""
    return Problem(
        "MB110",
        where,
        f"nội dung dài {length} ký tự, quá giới hạn {limit} ký tự của Excel",
        "Rút ngắn nội dung, hoặc chia ra nhiều ô.",
    )


def bad_character(where: str, text: str, character: str) -> Problem:
    """Return the fault of a character that XML cannot hold."""
    return Problem(
        "MB111",
        where,
        f"nội dung {quoted(text)} có ký tự U+{ord(character):04X} mà tệp Excel không chứa được",
        "Xóa ký tự lạ đó trong dữ liệu (thường do dán từ phần mềm khác) rồi chạy lại.",
    )


def not_a_value(where: str, source: str, value: object) -> Problem:
    """Return the fault of a list or group where one value is wanted."""
    kind = "một danh sách" if isinstance(value, list | tuple | range) else "một nhóm dữ liệu"
    remedy = "Chọn một trường của nó (ví dụ {{ nv.ten }}), hoặc nối lại bằng bộ lọc join."
    if is_chart(value):
        kind, remedy = "số liệu biểu đồ", "Đặt thẻ này làm tiêu đề của một biểu đồ; trong ô thì chọn một trường của nó."
    message = f"thẻ {quoted(source)} cho ra {kind}, không phải một giá trị ghi được vào ô"
    return Problem("MB112", where, message, remedy)


def bad_number(where: str, value: object) -> Problem:
    """Return the fault of a number that Excel would change."""
    return Problem(
        "MB113",
        where,
        f"số {quoted(value)} không ghi đúng được vào ô Excel (quá 15 chữ số hoặc không hữu hạn)",
        "Số hiệu, mã số dài phải là chữ (đặt trong dấu nháy trong tệp dữ liệu); số liệu thì kiểm tra lại.",
    )


def too_many_rows(where: str) -> Problem:
    """Return the fault of a sheet with more rows than Excel has."""
    return Problem(
        "MB114",
        where,
        "trang tính vượt quá giới hạn số dòng",
        "Giảm số mục của vòng lặp, hoặc chia ra nhiều trang tính.",
    )


def too_much(where: str, reason: str) -> Problem:
    """Return the fault of a template that asks for more work than a report can need."""
    return Problem(
        "MB114",
        where,
        reason,
        "Xem lại các vòng lặp lồng nhau trong mẫu; báo cáo không cần nhiều đến thế.",
    )


def not_fillable(where: str, what: str, text: str) -> Problem:
    """Return the fault of a tag where none can be filled in."""
    return Problem(
        "MB115",
        where,
        f"{what} có thẻ {quoted(text)}; chỗ này không điền được",
        "Bỏ thẻ ở đó; đặt thẻ vào ô của trang tính và tham chiếu tới ô.",
    )


def scattered(where: str, formula: str, ref: str) -> Problem:
    """Return the fault of a formula that needs neighbouring rows."""
    return Problem(
        "MB116",
        where,
        f"công thức {quoted('=' + formula)} dùng {ref} của dòng lặp như một vùng liền nhau, "
        "nhưng các mục không nằm liền nhau",
        "Dùng SUM, COUNT, AVERAGE, SUMIF, COUNTIF; hoặc đặt công thức vào dòng nằm trong vòng lặp.",
    )


def single_expected(where: str, formula: str, ref: str, count: int) -> Problem:
    """Return the fault of a formula that needs one cell."""
    return Problem(
        "MB116",
        where,
        f"công thức {quoted('=' + formula)} ngoài vòng lặp dùng {ref} như một ô, nhưng dòng lặp có {count} mục",
        f"Gộp các mục bằng hàm, ví dụ SUM({ref}), hoặc đặt công thức vào dòng nằm trong vòng lặp.",
    )


def of_several_sheets(where: str, formula: str, count: int) -> Problem:
    """Return the fault of a formula that needs one cell of a sheet that comes once for each item."""
    return Problem(
        "MB116",
        where,
        f"công thức {quoted('=' + formula)} dùng một ô hoặc một vùng của trang tính lặp theo mục, "
        f"nhưng trang đó có {count} bản",
        "Gộp các trang bằng SUM, COUNT, AVERAGE, MIN, MAX; hoặc đặt công thức vào dòng lặp theo cùng danh sách.",
    )


def formula_too_long(where: str, formula: str) -> Problem:
    """Return the fault of a formula that grew beyond the limit."""
    return Problem(
        "MB116",
        where,
        f"công thức {quoted('=' + formula)} trở nên dài quá giới hạn của Excel vì các mục nằm rải rác",
        "Bỏ dòng xen giữa các mục, hoặc cộng từng nhóm rồi cộng các dòng tổng nhóm.",
    )


def tag_in_formula(where: str, formula: str) -> Problem:
    """Return the fault of a tag inside a formula."""
    return Problem(
        "MB115",
        where,
        f"công thức {quoted('=' + formula)} có thẻ bên trong",
        "Đặt thẻ vào một ô riêng và cho công thức tham chiếu tới ô đó.",
    )


def bad_sheet_name(where: str, name: str, reason: str) -> Problem:
    """Return the fault of a sheet name that Excel refuses."""
    return Problem(
        "MB117",
        where,
        f"tên trang tính {quoted(name)} {reason}",
        "Tên trang tính dài từ 1 đến 31 ký tự, không có : \\ / ? * [ ], không trùng nhau.",
    )


def not_copied(where: str, what: str) -> Problem:
    """Return the fault of a sheet for each item with something that cannot be copied."""
    return Problem(
        "MB119",
        where,
        f"trang tính lặp theo mục có {what}; thành phần này không nhân bản được theo trang",
        "Chuyển thành phần đó sang một trang tính khác, không có thẻ {%sheet ... %}.",
    )


def misplaced_sheet_marker(where: str, statement: str, reason: str) -> Problem:
    """Return the fault of a sheet marker where it means nothing."""
    return Problem(
        "MB119",
        where,
        f"thẻ {quoted('{%sheet ' + statement + ' %}')} {reason}",
        "Đặt một thẻ {%sheet for ... in ... %} (hoặc {%sheet if ... %}) trong dòng đầu tiên có nội dung của trang, "
        "dòng đó không có gì khác; không cần thẻ đóng.",
    )


def fixed_address(where: str, formula: str, address: str) -> Problem:
    """Return the warning of an address that does not follow the rows."""
    return Problem(
        "MB121",
        where,
        f"công thức {quoted('=' + formula)} ghi chết địa chỉ {address}; khi dòng lặp dài ra, địa chỉ đó không dời theo",
        "Trỏ thẳng tới ô (không qua INDIRECT, OFFSET), hoặc đặt tên cho vùng (Name Manager) rồi dùng tên đó.",
        Severity.WARNING,
    )


def lost_reference(where: str, formula: str, severity: Severity = Severity.ERROR) -> Problem:
    """Return the fault of a formula that names what was deleted in Excel."""
    return Problem(
        "MB122",
        where,
        f"công thức {quoted('=' + formula)} trỏ tới ô, dòng, cột hoặc trang tính đã bị xóa (#REF!)",
        "Mở mẫu bằng Excel, viết lại công thức cho trỏ tới ô cần lấy; hoặc xóa công thức.",
        severity,
    )


def unreadable_formula(where: str, formula: str, reason: str, severity: Severity) -> Problem:
    """Return the fault of a formula that no program can read."""
    return Problem(
        "MB123",
        where,
        f"công thức {quoted('=' + formula)} viết sai, không đọc được: {reason}",
        "Mở mẫu bằng Excel, gõ lại công thức ở đó; Excel sẽ chỉ chỗ sai khi nhấn Enter.",
        severity,
    )


def unknown_in_formula(where: str, formula: str, unknown: Unknown, severity: Severity) -> Problem:
    """Return the fault of a formula that calls a sheet, a function or a name that there is not."""
    what, written, likely = unknown
    return Problem(
        "MB123",
        where,
        f"công thức {quoted('=' + formula)} gọi {what} {written}, nhưng {_THERE_IS_NOT[what]}",
        suggest.meant(likely) or _INSTEAD[what],
        severity,
    )


Unknown = tuple[str, str, Sequence[str]]
"""What a formula calls that is not there: what it is, how it is written, what is like it."""
_THERE_IS_NOT = {
    "trang tính": "mẫu không có trang tính nào tên như vậy",
    "hàm": "Excel không có hàm này",
    "tên vùng": "mẫu không có tên vùng hay bảng nào như vậy",
}
_INSTEAD = {
    "trang tính": "Sửa tên trang tính trong công thức cho đúng tên ghi ở thẻ trang.",
    "hàm": "Dùng một hàm có sẵn của Excel; tên hàm trong tệp luôn là tên tiếng Anh (SUM, IF, VLOOKUP).",
    "tên vùng": "Đặt tên cho vùng (Formulas, Name Manager), hoặc trỏ thẳng tới ô.",
}


def data_table(where: str) -> Problem:
    """Return the fault of a what-if data table whose cells would move."""
    return Problem(
        "MB120",
        where,
        "bảng thử giá trị (What-If, Data Table) nằm dưới hoặc trong dòng lặp; bảng này không dời theo dòng được",
        "Chuyển bảng thử giá trị cùng ô đầu vào của nó sang trang tính khác, hoặc lên trên dòng lặp.",
    )


def damaged(where: str, what: str) -> Problem:
    """Return the fault of a file that lacks a piece."""
    return Problem("MB118", where, f"mẫu Excel hỏng: {what}", "Mở mẫu bằng Excel, lưu lại thành tệp mới rồi chạy lại.")
