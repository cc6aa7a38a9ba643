"""Rule TD021; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.check.wording import own_words, shown
from reportgen.model.period import Period, make_period, parse_key
from reportgen.model.progress import WardData
from reportgen.problem import Problem, Severity
from reportgen.vi.roman import from_roman

REMEDY = "Sửa tên kỳ trong câu, hoặc chuyển câu về báo cáo của kỳ đó."
_NAMED = re.compile(
    # "cùng kỳ năm 2025" compares; "đã gửi báo cáo quý II" tells of the report that is sent in this quarter.
    r"(?:\b(?:[Tt]rong|(?<!cùng )[Kk]ỳ)|(?:^|[.;\n]\s*)(?:Kết quả|Báo cáo))\s+(?P<words>"
    r"quý (?P<quarter>IV|I{1,3}|[1-4])(?:[/ ](?:năm )?(?P<quarter_year>20\d\d))?"
    r"|tháng (?P<month>1[0-2]|0?[1-9])(?:[/ ](?:năm )?(?P<month_year>20\d\d))?"
    r"|(?P<span>6 tháng đầu năm|9 tháng(?: đầu năm)?)(?: (?P<span_year>20\d\d))?"
    r"|năm (?P<year>20\d\d))\b(?!\d)"
)


def other_period_in_text(data: WardData) -> Iterator[Problem]:
    """Câu chữ trong báo cáo của đơn vị nói về một kỳ khác.

    ## Vì sao
    "Trong quý II, đơn vị đã..." nằm trong báo cáo quý III là câu của kỳ trước chưa sửa; in ra thì cả báo cáo của phường
    sai kỳ.
    ## Cách sửa
    Sửa tên kỳ, hoặc bỏ câu đã báo cáo ở kỳ trước.
    ## Ví dụ
    Báo cáo quý III ghi "Trong quý II/2026, đã tiếp nhận 412 hồ sơ": báo TD021; "Trong năm 2025", "Trong 6 tháng đầu
    năm" cũng báo. "Trong quý III", "Trong tháng 8": không báo.
    """
    for body in data.returns:
        try:
            period = make_period(*parse_key(body.period), data.ward.calendar)
        except ValueError:
            continue
        for where, text in own_words(body):
            for found in _NAMED.finditer(text):
                if _over(found, period):
                    words = shown(found.group().lstrip(".; \n"))
                    message = f"{words} là kỳ đã qua, không phải kỳ của báo cáo này ({body.period})"
                    yield Problem("TD021", where, message, REMEDY, Severity.WARNING)


def _over(found: re.Match[str], period: Period) -> bool:
    """Return whether the period named was over before the return's own began; what is to come may be spoken of."""
    named = (found[f"{part}_year"] for part in ("quarter", "month", "span"))
    year = int(found["year"] or next(filter(None, named), period.year))
    start = period.span.start
    if found["month"]:  # the window of quý III begins in the middle of June
        month, start = int(found["month"]), min(period.window.start, start)
    elif found["quarter"]:
        month = (int(found["quarter"]) if found["quarter"].isdigit() else from_roman(found["quarter"])) * 3
    else:
        month = int(found["span"][0]) if found["span"] else 12
    return (year, month) < (start.year, start.month)
