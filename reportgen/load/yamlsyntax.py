"""What the YAML parser's complaints mean, for people who have never heard of YAML."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from reportgen.load.wording import place, shown
from reportgen.problem import Problem


@dataclass(frozen=True, slots=True)
class _Explanation:
    """What some words of the parser mean.

    Attributes:
        message: What to tell. remedy: What to do. at_start: True when the cause is where the complained-of thing
            began, not where the parser stumbled.
    """

    message: str
    remedy: str
    at_start: bool = False


_IN_QUOTES = "Đặt cả nội dung trong ngoặc kép."
_OPEN_QUOTE = _Explanation("ngoặc kép mở mà không đóng", "Thêm dấu ngoặc kép ở cuối nội dung.", at_start=True)
_ESCAPE = _Explanation("dấu “\\” trong ngoặc kép", "Viết “\\\\” thay cho “\\”, hoặc dùng ngoặc đơn (\u0027).")
_FOLD_MARK = _Explanation("dấu “>” hoặc “|” đứng đầu nội dung", 'Đặt cả nội dung trong ngoặc kép, ví dụ ">= 95".')
_INDENT = _Explanation(
    "thụt lề không đều, hoặc còn chữ sau dấu ngoặc kép đóng", "So thụt lề và dấu ngoặc với các dòng trên và dưới."
)
_EXPLANATIONS = {  # by words of libyaml and of PyYAML's own parser, the first that fit
    "unexpected end of stream": _OPEN_QUOTE,
    "unexpected document": _OPEN_QUOTE,
    "mapping values are not allowed": _Explanation(
        "dấu hai chấm “:” đặt không đúng chỗ, hoặc thụt lề sai", "Nội dung có dấu hai chấm thì đặt trong ngoặc kép."
    ),
    "expected ':'": _Explanation(
        "thiếu dấu hai chấm sau tên khóa, hoặc ngoặc kép chưa đóng",
        "Viết dạng “khóa: giá trị”; kiểm tra dấu ngoặc của dòng này và dòng trên.",
        at_start=True,
    ),
    "cannot start any token": _Explanation("giá trị bắt đầu bằng ký tự mà YAML dành riêng (@, %, `)", _IN_QUOTES),
    "comment or line break": _FOLD_MARK,
    "chomping or indentation": _FOLD_MARK,
    "indentation indicator": _FOLD_MARK,
    "alphabetic or numeric": _Explanation("nội dung bắt đầu bằng dấu “&” hoặc “*”", _IN_QUOTES),
    "unknown escape": _ESCAPE,
    "hexdecimal": _ESCAPE,
    "hexadecimal": _ESCAPE,
    "Unicode character code": _Explanation("mã ký tự trong ngoặc kép không hợp lệ", "Gõ thẳng chữ thay cho mã."),
    "',' or ']'": _Explanation(
        "danh sách trong [ ] chưa đóng, hoặc thiếu dấu phẩy", "Thêm “]” hoặc dấu phẩy.", at_start=True
    ),
    "',' or '}'": _Explanation(
        "nhóm khóa trong { } chưa đóng, hoặc thiếu dấu phẩy", "Thêm “}” hoặc dấu phẩy.", at_start=True
    ),
    "block sequence entries": _Explanation(
        "dấu “-” của danh sách đặt không đúng chỗ", "Xuống dòng trước dấu “-” và thụt lề đúng."
    ),
    "'-' indicator": _Explanation(
        "các mục của danh sách thụt lề không đều", "Thụt lề các dấu “-” của cùng một danh sách bằng nhau."
    ),
    "expected key": _INDENT,
    "block end": _INDENT,
    "tag": _Explanation("nội dung bắt đầu bằng dấu “!”", _IN_QUOTES),
    "directive": _Explanation("dòng bắt đầu bằng dấu “%”", _IN_QUOTES),
    "node content": _Explanation("dấu “[”, “{”, “,” hoặc “}” đặt không đúng chỗ", _IN_QUOTES),
}
_LEFT_OPEN = re.compile(r'^\s*(?:- +)*(?:[^"#]*: +)?"(?:[^"\\]|\\.)*$')
_UNKNOWN = _Explanation(
    "nội dung không theo đúng cú pháp YAML", "So dòng này với mẫu: thụt lề, dấu hai chấm, dấu ngoặc."
)


def syntax_problem(error: yaml.YAMLError, where: str, text: str) -> Problem:
    """Word a parser's complaint (DL201).

    Args:
        error: What the parser raised.
        where: How people call the file.
        text: What the file holds.
    """
    words = str(getattr(error, "problem", "") or "")
    meaning = next((e for known, e in _EXPLANATIONS.items() if known in words), _UNKNOWN)
    mark = getattr(error, "problem_mark", None)
    start = getattr(error, "context_mark", None)
    if meaning.at_start and start is not None:
        mark = start
    lines = text.split("\n")
    stumble = getattr(error, "problem_mark", None)
    opened = _left_open(lines, stumble.line) if stumble is not None else None
    if opened is not None:
        return Problem("DL201", place(where, opened + 1), _told(_OPEN_QUOTE, lines[opened]), _OPEN_QUOTE.remedy)
    number = min(mark.line if mark is not None else 0, len(lines) - 1)
    while number > 0 and not lines[number].strip():  # at the end of the file: the last line that says something
        number -= 1
    return Problem("DL201", place(where, number + 1), _told(meaning, lines[number]), meaning.remedy)


def _told(meaning: _Explanation, line: str) -> str:
    return f"{meaning.message}: {shown(line.strip())}"


def _left_open(lines: list[str], stumble: int) -> int | None:
    """Return the line, from 0, of a quote left open that the next quote of the file, on line `stumble`, closed.

    The parser takes everything up to there for one value and complains of what follows it, lines below the fault.
    """
    above = range(min(stumble, len(lines)) - 1, -1, -1)
    quoted = next((number for number in above if '"' in lines[number]), None)
    if quoted is None or stumble >= len(lines) or '"' not in lines[stumble]:
        return None
    return quoted if _LEFT_OPEN.match(lines[quoted]) else None
