"""Rule TD021; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.check.wording import shown
from reportgen.model.period import Period, make_period, parse_key
from reportgen.model.progress import AgencyReturn, WardData
from reportgen.problem import Problem, Severity
from reportgen.vi.roman import from_roman

REMEDY = "Sửa tên kỳ trong câu, hoặc chuyển câu về báo cáo của kỳ đó."
_NAMED = re.compile(
    r"\b(?:[Tt]rong|[Kk]ết quả|[Bb]áo cáo|[Kk]ỳ)\s+(?P<words>"
    r"quý (?P<quarter>IV|I{1,3}|[1-4])(?:[/ ](?:năm )?(?P<quarter_year>20\d\d))?"
    r"|tháng (?P<month>1[0-2]|0?[1-9])(?:[/ ](?:năm )?(?P<month_year>20\d\d))?)\b(?!\d)"
)


def other_period_in_text(data: WardData) -> Iterator[Problem]:
    """Câu chữ trong báo cáo của đơn vị nói về một kỳ khác.

    ## Vì sao
    "Trong quý II, đơn vị đã..." nằm trong báo cáo quý III là câu của kỳ trước chưa sửa; in ra thì cả báo cáo của phường
    sai kỳ.
    ## Cách sửa
    Sửa tên kỳ, hoặc bỏ câu đã báo cáo ở kỳ trước.
    ## Ví dụ
    Báo cáo quý III ghi "Trong quý II/2026, đã tiếp nhận 412 hồ sơ": báo TD021. "Trong quý III", "Trong tháng 8": không
    báo.
    """
    for body in data.returns:
        try:
            period = make_period(*parse_key(body.period), data.ward.calendar)
        except ValueError:
            continue
        for where, text in _texts(body):
            for found in _NAMED.finditer(text):
                if _over(found, period):
                    message = f"{shown(found.group())} là kỳ đã qua, không phải kỳ của báo cáo này ({body.period})"
                    yield Problem("TD021", where, message, REMEDY, Severity.WARNING)


def _texts(body: AgencyReturn) -> Iterator[tuple[str, str]]:
    """Yield the texts that an agency wrote of this period; proposals speak of what is to come."""
    for text in (*body.direction, *body.difficulties, *body.causes):
        yield body.source, text
    for entry in body.tasks:
        yield entry.source, entry.result
        yield entry.source, entry.difficulties


def _over(found: re.Match[str], period: Period) -> bool:
    """Return whether the period named was over before the return's own began; what is to come may be spoken of."""
    year = int(found["quarter_year"] or found["month_year"] or period.year)
    text = found["quarter"]
    if text:
        month, start = (int(text) if text.isdigit() else from_roman(text)) * 3, period.span.start
    else:  # the window of quý III begins in the middle of June
        month, start = int(found["month"]), min(period.window.start, period.span.start)
    return (year, month) < (start.year, start.month)
