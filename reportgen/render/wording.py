"""What Jinja and Python say of a faulty tag, said in Vietnamese.

Both renderers word their faults from these tables, so that Word and Excel templates are told the same. What is in no
table gets a Vietnamese sentence of its kind: an English one helps nobody who edits templates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Final, TypeAlias

from jinja2 import TemplateSyntaxError, Undefined
from jinja2.exceptions import SecurityError
from jinja2.utils import missing

_Table: TypeAlias = Sequence[tuple[str, str]]
_SHOWN: Final = 40

# --- codes ------------------------------------------------------------------------------------------------------------

EXCEL_CODES: Final = {
    "MB010": "MB102",
    "MB011": "MB106",
    "MB013": "MB107",
    "MB015": "MB101",
    "MB016": "MB105",
    "MB017": "MB108",
    "MB018": "MB109",
    "MB019": "MB114",
    "MB020": "MB115",
}
"""What an Excel template calls the faults of tags that a Word template has too."""

# --- words for things ---------------------------------------------------------------------------------------------

_KINDS: Final = {
    "str": "chữ",
    "Markup": "chữ",
    "string": "chữ",
    "int": "số",
    "integer": "số",
    "a string": "chữ",
    "an integer": "số",
    "float": "số",
    "real": "số",
    "complex": "số",
    "decimal.Decimal": "số",
    "Decimal": "số",
    "bool": "giá trị đúng/sai",
    "NoneType": "giá trị trống",
    "None": "giá trị trống",
    "list": "danh sách",
    "tuple": "danh sách",
    "range": "danh sách",
    "dict": "nhóm dữ liệu",
    "mapping": "nhóm dữ liệu",
    "set": "tập hợp",
    "frozenset": "tập hợp",
    "bytes": "dữ liệu nhị phân",
    "bytearray": "dữ liệu nhị phân",
    "datetime.date": "ngày",
    "date": "ngày",
    "datetime.datetime": "ngày giờ",
    "datetime": "ngày giờ",
    "datetime.time": "giờ",
    "datetime.timedelta": "khoảng thời gian",
    "generator": "kết quả của bộ lọc",
    "slice": "đoạn cắt",
}

_TOKENS: Final = {
    "end of print statement": "dấu }}",
    "end of statement block": "dấu %}",
    "begin of print statement": "dấu {{",
    "begin of statement block": "dấu {%",
    "begin of comment": "dấu {#",
    "end of comment": "dấu #}",
    "comment": "ghi chú",
    "template data / text": "chữ ngoài thẻ",
    "end of template": "chỗ hết thẻ",
    "name": "một tên",
    "integer": "một số",
    "float": "một số",
    "string": "chữ trong dấu nháy",
}


def kind_of(name: str) -> str:
    """Return what a value of a Python type is to an officer: `str` is `chữ`, a type of programs `biểu thức này`."""
    return _KINDS.get(name.strip("'\" "), "biểu thức này")


def is_chart(value: object) -> bool:
    """Return whether a value is meant to be drawn: it has no place in running text and cells."""
    return isinstance(value, dict) and {"nhom", "chuoi"} <= value.keys()


def short(text: str) -> str:
    """Return a text of a template or of the data on one line, and no longer than a message can carry."""
    line = re.sub(r"\s+", " ", text)
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _token(name: str) -> str:
    return _TOKENS.get(name) or f"'{short(name)}'"


def _said(table: _Table, message: str, **more: str) -> str | None:
    """Return the sentence of the first entry that the message fits, `{name}` filled in from its groups.

    Groups whose names begin with `kind` are Python types, with `token` Jinja's names of signs, all others quotations.
    """
    for pattern, sentence in table:
        found = re.search(pattern, message, re.DOTALL)
        if found:
            words = {name: text or "" for name, text in found.groupdict().items()}
            for name, text in words.items():
                words[name] = (
                    kind_of(text) if name[:4] == "kind" else _token(text) if name[:5] == "token" else short(text)
                )
            return sentence.format(**words, **more)
    return None


def _word(group: str, text: str) -> str:
    if group.startswith("kind"):
        return kind_of(text)
    return _token(text) if group.startswith("token") else short(text)


# --- tags that cannot be read -------------------------------------------------------------------------------------

_SYNTAX: Final[_Table] = (
    (r"Encountered unknown tag '(?P<word>end\w+|else|elif)'", "có '{word}' mà phía trước{within} không có phần mở"),
    (r"Encountered unknown tag '(?P<word>\w+)'", "không có lệnh '{word}'"),
    (r"nexpected end of template.*innermost block.*'(?P<word>\w+)'", "lệnh '{word}' chưa được đóng{within}"),
    (r"nexpected end of template", "thẻ chưa được đóng"),
    (r"tag name expected", "sau {{% phải là một lệnh như for, if, set"),
    (r"Missing end of raw", "lệnh raw chưa được đóng{within}"),
    (r"Missing end of comment", "ghi chú mở bằng {{# mà không đóng bằng #}}"),
    (r"expected token '(?P<token>end of .*?)', got 'end of", "thẻ mở và đóng bằng hai loại dấu khác nhau"),
    (r"expected token 'end of .*', got (?P<q>['\"])(?P<token>.*)(?P=q)", "thừa {token}, hoặc thiếu dấu trước đó"),
    (r"expected token '(?P<token>.*?)', got 'end of ", "thiếu {token} ở cuối thẻ"),
    (r"expected token '(?P<token1>.*?)', got (?P<q>['\"])(?P<token2>.*)(?P=q)", "chỗ của {token2} phải là {token1}"),
    (r"nexpected '(?P<sign>.*)', expected '(?P<token>.*)'", "thiếu {token} trước '{sign}'"),
    (r"nexpected char (?P<sign>.+) at \d+", "ký tự {sign} không dùng được trong thẻ"),
    (r"nexpected 'end of", "biểu thức viết dở"),
    (r"nexpected '(?P<token>.*)'", "{token} đặt sai chỗ"),
    (r"Expected an expression, got 'end of", "thiếu tên hoặc biểu thức"),
    (r"Expected an expression, got '(?P<token>.*)'", "thiếu tên hoặc biểu thức trước {token}"),
    (r"Expected an expression", "thiếu tên hoặc biểu thức"),
    (r"expected name or number", "sau dấu chấm phải là một tên"),
    (r"expected subscript", "trong dấu ngoặc vuông phải có tên hoặc số"),
    (r"an't assign to special loop variable", "tên loop dành riêng cho vòng lặp, hãy đặt tên khác sau for"),
    (r"an't assign to '?(?P<kind>\w*)", "chỉ đặt giá trị được cho một tên; sau for hoặc set phải là một tên"),
    (r"cannot chain multiple tests", "chỉ viết được một phép thử sau is"),
    (
        r"syntax for function call|follows keyword argument|follows default argument",
        "thứ tự các giá trị trong ngoặc sai",
    ),
    (r"keyword argument repeated", "trong ngoặc có một tên được đặt hai lần"),
    (r"duplicate argument", "trong ngoặc của macro có hai tên trùng nhau"),
    (r"special \"caller\" argument", "tên caller dành riêng cho lệnh call, hãy đặt tên khác trong ngoặc của macro"),
    (r"expected call", "sau call phải là lời gọi một macro, có dấu ngoặc tròn"),
    (r"Invalid character in identifier", "tên có ký tự không dùng được"),
    (r"escape|Unicode character name|ordinal not in", "dấu \\ trong chữ đặt sai; muốn có dấu \\ thì gõ \\\\"),
    (r"Exceeds the limit|too large|invalid literal", "số trong thẻ quá dài"),
    (r"No filter named '(?P<word>.*)'", "không có bộ lọc '{word}'"),
    (r"No test named '(?P<word>.*)'", "không có phép thử '{word}'"),
)


UNREADABLE: Final = (TemplateSyntaxError, SyntaxError, ValueError, OverflowError, RecursionError, MemoryError)
"""What reading a tag may raise: Jinja's errors, and Python's own for what Jinja lets through."""


def reading_words(error: BaseException, *, within: str = "") -> str:
    """Return what is wrong with a tag, from any error of `UNREADABLE`."""
    if is_nesting(error):
        return "ngoặc, phép tính hoặc khối lệnh lồng nhau quá sâu"
    return syntax_words(error.message if isinstance(error, TemplateSyntaxError) else str(error), within=within)


def is_nesting(error: BaseException) -> bool:
    """Return whether tags are nested more deeply than Python can follow: no one of them is wrong by itself."""
    return isinstance(error, RecursionError | MemoryError) or bool(
        isinstance(error, SyntaxError) and re.search("nested|indentation", str(error))
    )


def syntax_words(message: str | None, *, within: str = "") -> str:
    """Return what is wrong with a tag that cannot be read.

    Args:
        message: Of Jinja's or Python's syntax error.
        within: Where the rest of a block is looked for, with a blank before it: ` trong cùng ô`.
    """
    return _said(_SYNTAX, message or "", within=within) or "không đọc được, viết chưa đúng cách"


# --- expressions that cannot be worked out ------------------------------------------------------------------------

_COUNT: Final = "số giá trị trong ngoặc không đúng"

_FAILURES: Final[_Table] = (
    # loops and unpacking
    (r"'NoneType' object is not (?:iterable|reversible)", "danh sách để trống, không lặp được"),
    (r"'(?P<kind>[\w.]+)' object is not (?:iterable|reversible)", "{kind} không phải là danh sách, không lặp được"),
    (r"argument must be iterable|can only join an iterable", "giá trị này không phải là danh sách"),
    (r"cannot unpack non-iterable (?P<kind>\S+)", "{kind} không chia được cho nhiều tên"),
    (r"not enough values to unpack \(expected \D*(?P<n>\d+), got (?P<m>\d+)", "cần {n} giá trị nhưng chỉ có {m}"),
    (r"too many values to unpack \(expected (?P<n>\d+)", "có nhiều hơn {n} giá trị cho {n} tên"),
    (r"loop must have the 'recursive'", "vòng lặp này không được gọi lại chính nó"),
    (r"no items for cycling", "thiếu các giá trị để luân phiên"),
    (r"maximum recursion", "thẻ gọi vòng quá sâu"),
    # operators
    (r"'(?:float|decimal.Decimal)' and '(?:float|decimal.Decimal)'",
     "hai số thuộc hai kiểu khác nhau, không tính chung được"),
    (r"unsupported operand .* for (?P<sign>\S+?)=?(?: or pow\(\))?: '(?P<kind1>.+)' and '(?P<kind2>.+)'",
     "phép {sign} không làm được giữa {kind1} và {kind2}"),
    (r"can only concatenate (?P<kind1>\w+) \(not \"(?P<kind2>.+)\"\)", "không nối được {kind2} vào {kind1}"),
    (r"can't multiply sequence by non-int of type '(?P<kind>.+)'", "chữ, danh sách không nhân được với {kind}"),
    (r"bad operand type for unary (?P<sign>.): '(?P<kind>.+)'", "dấu {sign} không đặt được trước {kind}"),
    (r"bad operand type for abs\(\): '(?P<kind>.+)'", "{kind} không có giá trị tuyệt đối"),
    (r"not supported between instances of '(?P<kind1>.+)' and '(?P<kind2>.+)'",
     "không so sánh hơn kém được {kind1} với {kind2}"),
    (r"argument of type '(?P<kind>.+)' is not iterable", "không tìm được gì trong {kind}"),
    (r"requires string as left operand, not (?P<kind>\S+)", "không tìm được {kind} trong chữ"),
    (r"unhashable type: '(?P<kind>.+)'", "{kind} không dùng làm khóa được"),
    (r"Numerical result out of range|too large|Overflow|Exceeds the limit", "kết quả quá lớn"),
    # parts
    (r"'(?P<kind>[\w.]+)' object is not subscriptable", "{kind} không lấy từng phần được"),
    (r"slice step cannot be zero", "bước nhảy trong ngoặc vuông phải khác 0"),
    (r"slice indices must be", "vị trí trong ngoặc vuông phải là số nguyên"),
    (r"arg 3 must not be zero", "bước nhảy của range phải khác 0"),
    (r"object of type '(?P<kind>.+)' has no len", "{kind} không đếm được số mục"),
    (r"substring not found", "không tìm thấy chữ cần tìm"),
    (r"x not in tuple|is not in list", "không tìm thấy giá trị cần tìm trong danh sách"),
    # calls
    (r"'(?P<kind>[\w.]+)' object is not callable", "{kind} không gọi như hàm được; bỏ dấu ngoặc tròn sau nó"),
    (r"missing (?:a|\d+) required|missing .*argument|requires? a filter argument|requires? at least",
     "thiếu giá trị trong ngoặc"),
    (r"Missing parameter for attribute name", "thiếu tên trường trong ngoặc"),
    (r"two values for the special caller", "macro này không dùng được với lệnh call"),
    (r"multiple values for|at the same time", "trong ngoặc có một giá trị được đặt hai lần"),
    (r"keyword argument '(?P<word>\w+)'", "trong ngoặc có tên không dùng được: {word}"),
    (r"'(?P<word>\w+)' is an invalid keyword", "trong ngoặc có tên không dùng được: {word}"),
    (r"takes no |takes (?:exactly|at most|at least|not more|from|\d|one|an?)|expected (?:exactly |at \w+ )?\d+ arg",
     _COUNT),
    (r"must be an iterable, not (?P<kind>\S+)", "sau dấu * phải là danh sách, không phải {kind}"),
    (r"must be a mapping, not (?P<kind>\S+)", "sau dấu ** phải là nhóm dữ liệu, không phải {kind}"),
    (r"keywords must be strings", "sau dấu ** phải là nhóm dữ liệu có các tên là chữ"),
    (r"dictionary update sequence", "nhóm dữ liệu phải dựng từ các cặp tên và giá trị"),
    (r"No filter named '(?P<word>.*)'", "không có bộ lọc '{word}'"),
    (r"No test named '(?P<word>.*)'", "không có phép thử '{word}'"),
    (r"cannot assign attribute on non-namespace",
     "mẫu không sửa được dữ liệu; muốn có giá trị khác, hãy đặt một tên mới: {{% set ten_moi = ... %}}"),
    # texts and their patterns
    (r"not all arguments converted", "chữ không chia được như số, hoặc khuôn định dạng có ít chỗ hơn số giá trị"),
    (r"not enough arguments for format|Replacement index|tuple index out of range",
     "khuôn định dạng có nhiều chỗ hơn số giá trị"),
    (r"format: .* required, not (?P<kind>\S+)|%c requires", "khuôn định dạng cần số"),
    (r"Unknown format code .* for object of type '(?P<kind>.+)'", "khuôn định dạng này không dùng cho {kind}"),
    (r"format requires a mapping", "khuôn định dạng cần một nhóm dữ liệu"),
    (r"cannot switch from", "khuôn định dạng dùng lẫn chỗ có số và chỗ không có số"),
    (r"[Ff]ormat|Single '.'|expected '.' before|conversion", "khuôn định dạng viết sai"),
    (r"empty separator", "dấu ngăn cách không được để trống"),
    (r"expected str instance, (?P<kind>\S+) found", "chỉ nối được chữ, trong danh sách có {kind}"),
    (r"fill character", "ký tự độn phải là đúng một ký tự"),
    (r"type (?P<kind>\w+) doesn't define __round__", "{kind} không làm tròn được"),
    (r"method must be common", "không có cách làm tròn đó"),
    (r"can only sort by either", "không có cách sắp xếp đó"),
    (r"Can only get item pairs", "chỉ lấy được từng cặp tên và giá trị từ nhóm dữ liệu"),
    (r"expected length >= (?P<n>\d+)", "độ dài phải từ {n} trở lên"),
    (r"invalid width", "độ rộng phải lớn hơn 0"),
    (r"must be (?P<kind1>str|int|a string|an integer)\b.*, not (?P<kind2>[\w.]+)", "cần {kind1} nhưng gặp {kind2}"),
    (r"'(?:float|decimal.Decimal)' object cannot be interpreted", "chỗ này phải là số nguyên, không có phần thập phân"),
    (r"'(?P<kind>[\w.]+)' object cannot be interpreted as an integer", "cần số nguyên nhưng gặp {kind}"),
    (r"invalid literal|could not convert|must be (?:a )?(?:real )?number", "chữ này không đổi ra số được"),
    (r"'(?P<kind>[\w.]+)' object has no attribute", "{kind} không dùng được ở đây"),
    (r"is undefined", "có tên không tồn tại"),
)  # fmt: skip

_BY_TYPE: Final[tuple[tuple[type[BaseException], str], ...]] = (
    (ZeroDivisionError, "chia cho số không"),
    (ArithmeticError, "phép tính không cho ra một con số, thường do chia cho số không"),
    (RecursionError, "thẻ gọi vòng quá sâu"),
    (TypeError, "hai bên không cùng loại, hoặc loại này không dùng được ở đây"),
    (LookupError, "không tìm thấy mục cần lấy"),
    (ValueError, "giá trị không hợp với phép tính"),
)


def failure_words(error: BaseException) -> str:
    """Return why an expression could not be worked out."""
    if isinstance(error, ZeroDivisionError):
        return "chia cho số không"
    if isinstance(error, KeyError) and error.args and isinstance(error.args[0], str | int):
        return f"không có mục '{short(str(error.args[0]))}'"
    known = _said(_FAILURES, str(error))
    fallback = next((words for kind, words in _BY_TYPE if isinstance(error, kind)), "biểu thức không tính được")
    return known or fallback


# --- names that are not there -------------------------------------------------------------------------------------

_HINTS: Final[_Table] = (
    (r"sequence was empty", "danh sách không có mục nào"),
    (r"no previous item", "mục đầu của vòng lặp không có mục trước nó"),
    (r"no next item", "mục cuối của vòng lặp không có mục sau nó"),
    (r"parameter '(?P<word>\w+)' was not provided", "macro được gọi mà không cho giá trị của '{word}'"),
    (r"inline if-expression", "điều kiện if không đúng mà không có else"),
    (r"no parent block|no block", "mẫu không có khối nào để gọi lại"),
)


def undefined_of(trace: TracebackType | None) -> Undefined | None:
    """Return the undefined value that an error was raised for, from its traceback: the message has only English."""
    found = None
    while trace is not None:
        owner = trace.tb_frame.f_locals.get("self")
        if isinstance(owner, Undefined):
            found = owner
        trace = trace.tb_next
    return found


def is_forbidden(value: Undefined) -> bool:
    """Return whether a value is undefined because the sandbox does not give it out."""
    return value._undefined_exception is SecurityError  # noqa: SLF001  Jinja offers no other way to ask


def names_data(value: Undefined) -> bool:
    """Return whether it is a name of the data that is missing, not an item of a list or of what is blank."""
    owner = value._undefined_obj  # noqa: SLF001  as above
    return not value._undefined_hint and (owner is missing or isinstance(owner, dict))  # noqa: SLF001


def undefined_words(value: Undefined | None) -> str:
    """Return which name or item is not there."""
    if value is None:
        return "tên này không có trong dữ liệu"
    owner, name, hint = value._undefined_obj, value._undefined_name, value._undefined_hint  # noqa: SLF001  as above
    if hint:
        return _said(_HINTS, hint) or "giá trị này không tồn tại"
    if owner is missing:
        return f"tên {name} không có trong dữ liệu" if name else "tên này không có trong dữ liệu"
    return _absent(owner, name)


def _absent(owner: Any, name: object) -> str:
    """Return that a value has no item of that name or number."""
    shown = name if isinstance(name, int | float) else f"'{short(name)}'" if isinstance(name, str) else "đó"
    if owner is None:
        return f"giá trị đang để trống, không có mục {shown}"
    if isinstance(owner, str | list | tuple) and isinstance(name, int):
        what = f"chữ có {len(owner)} ký tự" if isinstance(owner, str) else f"danh sách có {len(owner)} mục"
        return f"{what}, không có vị trí {shown} (đếm từ 0)"
    return f"{kind_of(type(owner).__name__)} không có mục {shown}"
