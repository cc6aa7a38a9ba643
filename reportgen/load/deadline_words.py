"""The grammar of one deadline expression: printed words, already split and without label, to typed values.

Every rule must match the whole expression, so that words not understood are never skipped: what no rule matches is
unread, and a person is asked. Patterns P1-P11 and their meaning stand in docs/thoi-han.md.

All functions here take text folded by `folded`: lower case, one spelling of tones, plain dashes without spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from reportgen.model.deadline import Cycle, Deadline, Pattern
from reportgen.model.period import Window
from reportgen.vi.roman import from_roman
from reportgen.vi.text import fold

_DAY = timedelta(days=1)
_ANY_YEAR = 2001
"""Stands for "each year": not a leap year, so that month ends are the same in all of them but February's."""

# --- moments: a day, month, quarter, half, year

_YEAR = r"(?:(?:\s*[/.,-]\s*(?:năm\s*)?|\s+(?:của\s+)?năm\s+|\s+)(?P<year>20\d\d))?"
_CLOCK = r"(?:\d{1,2}\s*(?:giờ|h|:)\s*(?:\d{2}\s*(?:phút)?)?\s*,?\s*)"
_MOMENTS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?:ngày\s*)?(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>20\d\d)",
        r"(?:ngày\s*)?(?P<day>\d{1,2})/(?P<month>\d{1,2})" + _YEAR,
        r"ngày\s*(?P<day>\d{1,2})\s*tháng\s*(?P<month>\d{1,2})" + _YEAR,
        r"(?:tháng|t\.?)\s*(?P<month>\d{1,2})" + _YEAR,
        r"(?P<month>\d{1,2})/(?P<year>20\d\d)",
        r"(?:quý|q\.?)\s*(?P<quarter>[ivx]+|\d)" + _YEAR,
        r"(?:0?6|sáu)\s*tháng\s*(?P<half>đầu|cuối)(?:\s*năm(?=\s*$))?" + _YEAR,
        r"nửa\s*(?P<half>đầu|cuối)(?:\s*năm(?=\s*$))?" + _YEAR,
        r"(?P<nine>(?:0?9|chín)\s*tháng)(?:\s*đầu)?(?:\s*năm(?=\s*$)|\s+năm\s+(?P<year>20\d\d))",
        r"(?:cả\s+)?(?P<whole>năm)(?:\s+(?P<year>20\d\d))?",
        r"(?P<whole>)(?P<year>20\d\d)",
    )
)
_PART_OF = re.compile(r"(?:ngày\s+)?(?P<part>giữa|cuối)\s+(?P<rest>.+)")
_MID_MONTH = 15


def folded(text: str) -> str:
    """Return the key on which the grammar works; `hàng` and `hằng`, `Quí` and `Quý` are the same words."""
    key = fold(text).replace("hàng", "hằng").replace("quí", "quý")
    return re.sub(r"(?<![\d])0(?=[69] tháng)", "", key)


def moment(text: str, year: int | None) -> Window | None:
    """Return the days that words such as `quý iv/2026` or `cuối năm` name, or None.

    Args:
        text: The words, without preposition.
        year: Year of words that give none; None when that would be a guess.
    """
    part = _PART_OF.fullmatch(text)
    if part:
        whole = moment(part["rest"], year)
        return whole and _part_of(part["part"], whole)
    for pattern in _MOMENTS:
        match = pattern.fullmatch(text)
        if match:
            groups = match.groupdict()
            found = groups.get("year") or year
            return None if found is None else _window(groups, int(found))
    return None


def _window(groups: dict[str, str | None], year: int) -> Window | None:
    """Return the days of a matched moment; None when the calendar has no such day, month or quarter."""
    try:
        if groups.get("day"):
            day = date(year, int(groups["month"] or 0), int(groups["day"] or 0))
            return Window(day, day)
        if groups.get("month"):
            return _months(year, int(groups["month"] or 0), 1)
        if groups.get("quarter"):
            return _months(year, 3 * _quarter(groups["quarter"] or "") - 2, 3)
    except ValueError:
        return None
    if groups.get("half"):
        return _months(year, 1 if groups["half"] == "đầu" else 7, 6)
    return _months(year, 1, 9 if groups.get("nine") else 12)


def _quarter(word: str) -> int:
    number = int(word) if word.isdecimal() else from_roman(word)
    if not 1 <= number <= 4:  # noqa: PLR2004
        raise ValueError(f"no quarter {word}")
    return number


def _months(year: int, first: int, count: int) -> Window:
    last = first + count - 1
    return Window(date(year, first, 1), date(year + last // 12, last % 12 + 1, 1) - _DAY)


def _part_of(part: str, whole: Window) -> Window | None:
    """Return the day that Bộ luật Dân sự 2015, Điều 146, means by "giữa" and "cuối".

    "Đầu tháng", "đầu năm" are left unread: by that article they are the first day, which hardly anyone who writes a
    plan means, and a task would be called overdue a day later.
    """
    length = (whole.end - whole.start).days + 1
    if length == 1:
        return None
    if part == "cuối":
        return Window(whole.end, whole.end)
    if length <= 31:  # noqa: PLR2004 - a month
        day = whole.start.replace(day=_MID_MONTH)
    elif length >= 365:  # noqa: PLR2004 - a year
        day = date(whole.start.year, 6, 30)
    else:
        return None
    return Window(day, day)


# --- one last day

_UNTIL = re.compile(
    r"(?P<before>(?:(?:xong|chậm nhất(?: là)?|muộn nhất(?: là)?|đến)\s+)?trước(?:\s+hạn)?\s+)?"
    r"(?(before)|(?:(?:xong|chậm nhất(?: là)?|muộn nhất(?: là)?|dự kiến|hạn(?: cuối)?(?: là)?)\s*)?"
    r"(?:(?:ngay\s+)?trong(?:\s+cả)?\s+|vào\s+|(?:cho\s+)?(?:đến|tới)\s+(?:hết\s+)?|hết\s+|"
    r"không\s+(?:quá|muộn hơn|chậm hơn)\s+|là\s+)?)"
    rf"(?P<clock>{_CLOCK}(?=ngày|\d))?(?P<what>.+)"
)
_STAGE = re.compile(
    r"(?:trong\s+)?(?:(?:cả\s+)?giai đoạn\s+|nhiệm kỳ\s+|các năm\s+|thời gian\s+)?(?:(?:kể\s+)?từ\s+)?(?P<what>.+)"
)
_FROM = re.compile(
    r"(?:bắt đầu\s+)?(?:kể\s+)?từ\s+(?P<from>.+?)(?:\s+(?:trở đi|và (?:các|những) năm (?:tiếp theo|sau|tiếp)))?"
    r"|(?P<on>năm\s+20\d\d)\s+và (?:các|những) năm (?:tiếp theo|sau|tiếp)"
)
_TO = re.compile(r"-|\s+(?:đến|tới)\s+(?:hết\s+)?")
_UNIT = re.compile(r"(?:ngày|tháng|quý|năm)\b")


def _until(text: str, year: int | None) -> date | None:
    """Return the last day of `trước ngày 15/12/2026`, `chậm nhất tháng 01/2026`, `năm 2026`, or None.

    `trước X` ends the day before X begins; every other word includes the whole of X. An hour on a day
    (`trước 17 giờ ngày 15/12/2026`) leaves that day in.
    """
    match = _UNTIL.fullmatch(text)
    span = match and moment(match["what"], year)
    if not match or not span:
        return None
    return span.start - _DAY if match["before"] and not match["clock"] else span.end


def _stage(text: str, year: int | None) -> Deadline | None:
    """Read two moments: `giai đoạn 2026-2030`, `quý iv/2026-quý ii/2027`, `từ tháng 3 đến tháng 6/2026`."""
    match = _STAGE.fullmatch(text)
    words = match["what"] if match else text
    for cut in _TO.finditer(words):
        left, right = words[: cut.start()], words[cut.end() :]
        unit = _UNIT.match(left)
        end = moment(right, year) or (moment(f"{unit.group()} {right}", year) if unit else None)
        start = moment(left, end.end.year) if end else None
        if start and end and start.start < end.end and start.end <= end.end:
            return Deadline("", "", Pattern.STAGE, start=start.start, last_day=end.end)
    return None


def _open_stage(text: str, year: int | None) -> Deadline | None:
    """Read `từ năm 2026`, `năm 2026 và các năm tiếp theo`: a first day and no last one."""
    match = _FROM.fullmatch(text)
    start = match and moment(match["from"] or match["on"], year)
    return Deadline("", "", Pattern.STAGE, start=start.start) if start else None


def _dated(text: str, year: int | None) -> Deadline | None:
    last_day = _until(text, year)
    return Deadline("", "", Pattern.DATE, last_day=last_day) if last_day else None


# --- regular, yearly, periodic

_REGULAR = re.compile(
    r"(?:thực hiện\s+|triển khai\s+|tiến hành\s+)?(?:thường xuyên|liên tục)(?:\s+hằng năm|[\s,]+"
    r"(?:và\s+)?(?:thường xuyên|liên tục|kịp thời|hằng ngày|trong (?:cả\s+)?năm(?:\s+20\d\d)?|"
    r"(?:trong )?giai đoạn 20\d\d-20\d\d))*"
)
_EACH_YEAR = r"(?:(?:của\s+)?(?:hằng|mỗi|từng)\s+năm|(?:trong\s+|của\s+)?các năm)"
_YEARLY_ON = re.compile(
    rf"(?:định kỳ\s+)?(?P<what>.+?)[\s,(]+{_EACH_YEAR}\)?|(?:định kỳ\s+)?{_EACH_YEAR}[\s,]*[(,\s]\s*(?P<after>.+?)\)?"
)
_CYCLES = {
    "tháng": Cycle.MONTHLY, "1 tháng": Cycle.MONTHLY, "quý": Cycle.QUARTERLY, "3 tháng": Cycle.QUARTERLY,
    "6 tháng": Cycle.HALF_YEARLY, "sáu tháng": Cycle.HALF_YEARLY, "nửa năm": Cycle.HALF_YEARLY,
    "9 tháng": Cycle.NINE_MONTHS, "chín tháng": Cycle.NINE_MONTHS, "năm": Cycle.YEARLY, "12 tháng": Cycle.YEARLY,
}  # fmt: skip
_CYCLE = r"(?:(?:1|3|6|sáu|9|chín|12)\s+tháng(?:\s+đầu\s+năm)?|nửa năm|tháng|quý|năm)"
_ONCE = r"(?:\s*/\s*|\s+)(?:0?1|một)?\s*lần"
_PERIODIC = re.compile(
    r"(?P<fixed>(?:định|thường)\s+kỳ[\s,]+)?(?P<each>(?:theo\s+)?(?:hằng|mỗi|từng)\s+|theo\s+)?"
    rf"(?P<list>{_CYCLE}(?:(?:\s*[,/-]\s*|\s+và\s+|\s+hoặc\s+)(?:(?:định kỳ|hằng|mỗi|từng|cả)\s+)*{_CYCLE})*)"
    rf"(?P<once>{_ONCE})?"
)
_TIMES = re.compile(r"(?:0?1|một)\s+lần\s*(?:/|trong|mỗi|một)\s*(?:1\s+|một\s+)?(?=(?:6 )?(?:tháng|quý|năm))")
_NO_DEADLINE = r"(?:(?!\b(?:quý|tháng|năm|ngày|định kỳ|hằng|trước|giai đoạn)\b)\D)+"
_LAW = r"(?:luật|nghị định|nghị quyết|thông tư|quyết định|kế hoạch|quy chế)\b.*"
_ADHOC = re.compile(
    r"[\s,/(]*(?:(?:hoặc|và|hay)\s+)?(?:báo cáo\s+)?(?:khi\s+)?đột xuất\)?"
    rf"(?:[\s,(]+(?:theo|khi|nếu|báo cáo)\s{_NO_DEADLINE})?"
)
_BY_RULE = re.compile(
    rf"[\s,]+(?:theo (?:đúng )?quy định(?:\s+(?:của|tại)\s+{_LAW}|\s{_NO_DEADLINE})?|(?:gửi|báo cáo)\s{_NO_DEADLINE})"
)
_OWN_YEARS = re.compile(
    r"[\s,]+(?:(?:trong|của)\s+)?(?:(?:cả\s+)?giai đoạn\s+(?P<first>20\d\d)-|năm\s+)(?P<last>20\d\d)"
)


def _regular(text: str, _year: int | None) -> Deadline | None:
    return Deadline("", "", Pattern.REGULAR) if _REGULAR.fullmatch(text) else None


def periodic(text: str) -> Deadline | None:
    """Read `định kỳ hằng quý`, `hằng quý, 6 tháng, 9 tháng, năm hoặc đột xuất`, `6 tháng/lần`, `hằng năm`.

    A cycle of one year alone is the pattern YEARLY. Bare units (`quý, năm`) are not enough: one of "định kỳ", "hằng",
    "mỗi", "... một lần" must say that they repeat.
    """
    text, adhoc = _tail(text)
    match = _PERIODIC.fullmatch(_TIMES.sub("hằng ", text))
    if not match or not (match["fixed"] or match["each"] or match["once"]):
        return None
    units = re.findall(_CYCLE, match["list"])
    cycles = tuple(dict.fromkeys(_CYCLES[re.sub(r"\s+đầu\s+năm", "", " ".join(unit.split()))] for unit in units))
    if cycles == (Cycle.YEARLY,):
        return Deadline("", "", Pattern.YEARLY, adhoc=adhoc)
    return Deadline("", "", Pattern.PERIODIC, cycles=cycles, adhoc=adhoc)


def _tail(text: str) -> tuple[str, bool]:
    """Cut off "hoặc đột xuất ..." and "theo quy định"; tell whether the former was there."""
    for pattern, adhoc in ((_ADHOC, True), (_BY_RULE, False)):
        for match in pattern.finditer(text):
            if match.end() == len(text) and match.start():
                return text[: match.start()], adhoc or _tail(text[: match.start()])[1]
    return text, False


def _yearly_on(text: str, _year: int | None) -> Deadline | None:
    """Read a day, month or quarter of each year: `tháng 12 hằng năm`, `hằng năm, trước ngày 15/12`.

    The month's end is kept as `month`. Another day is kept as `last_day` in a year that `read` puts in place.
    """
    match = _YEARLY_ON.fullmatch(text)
    day = match and _until(match["what"] or match["after"], _ANY_YEAR)
    if not day or day.year != _ANY_YEAR or re.search(r"20\d\d", text):
        return None
    if (day + _DAY).month != day.month:
        return Deadline("", "", Pattern.YEARLY, month=day.month)
    return Deadline("", "", Pattern.YEARLY, last_day=day)


# --- several moments of one kind

_SERIES = re.compile(
    rf"(?:trong\s+|vào\s+)?(?P<items>(?P<unit>quý|tháng)\s*(?:[ivx]+|\d{{1,2}})(?:(?:\s*,\s*|\s+và\s+)"
    rf"(?:(?:quý|tháng)\s*)?(?:[ivx]+|\d{{1,2}}))+)(?:{_YEAR}|[\s,]+(?P<each>{_EACH_YEAR}))"
)


def _series(text: str, year: int | None) -> tuple[Deadline, ...]:
    """Read `quý ii và quý iv/2026`, `tháng 6, tháng 12 hằng năm`: one deadline each.

    Neighbours with the unit printed once (`quý iii, iv/2026`) may mean both or the span of both: left unread.
    """
    match = _SERIES.fullmatch(text)
    if not match or (match["unit"] == "tháng" and re.search(r"quý", match["items"])):
        return ()
    base = _ANY_YEAR if match["each"] else int(match["year"] or year or 0)
    words = re.split(r"\s*,\s*|\s+và\s+", match["items"])
    spans = [moment(w if w.startswith(match["unit"]) else f"{match['unit']} {w}", base) for w in words] if base else []
    ends = [span.end for span in spans if span]
    if not ends or len(ends) < len(words) or any(b <= a for a, b in pairwise(ends)):
        return ()
    length = 1 if match["unit"] == "tháng" else 3
    repeated = all(w.startswith(match["unit"]) for w in words)
    if not match["each"] and not repeated and any(b.month - a.month == length for a, b in pairwise(ends)):
        return ()
    if match["each"]:
        return _yearly_series([end.month for end in ends])
    return tuple(Deadline("", "", Pattern.DATE, last_day=end) for end in ends)


_DAY_OF_SERIES = re.compile(
    r"(?P<lead>(?:(?:xong\s+)?trước\s+|(?:đến|hết|vào)\s+)?(?:ngày\s*)?)"
    r"(?P<day>\d{1,2}(?:\s*tháng\s*|[/.-])\d{1,2})(?:(?:[/.-]|\s*năm\s+)(?P<year>20\d\d))?",
    re.ASCII,
)


def _days(text: str, year: int | None) -> tuple[Deadline, ...]:
    """Read `15/3/2026 và 15/9/2026`, `trước ngày 14/3, 14/6, 14/9`: one deadline each.

    A day printed bare has the preposition of the one before it and the year of the one after it. Days that do not
    follow each other are left unread.
    """
    found = [_DAY_OF_SERIES.fullmatch(piece) for piece in re.split(r"\s*,\s*(?:và\s+)?|\s+và\s+", text)]
    ends: list[date | None] = []
    lead, known, years = "", str(year or ""), []
    for match in reversed(found):
        known = (match and match["year"]) or known
        years.append(known)
    for match, own in zip(found, reversed(years), strict=True):
        lead = (match and match["lead"].strip()) or lead
        day = re.sub(r"\s*tháng\s*|[.-]", "/", match["day"]) if match else ""
        ends.append(_until(f"{lead} {day}/{own}".strip(), None) if own else None)
    days = [end for end in ends if end]
    if len(days) < 2 or len(days) < len(found) or any(b <= a for a, b in pairwise(days)):  # noqa: PLR2004 - a series
        return ()
    return tuple(Deadline("", "", Pattern.DATE, last_day=day) for day in days)


def _yearly_series(months: list[int]) -> tuple[Deadline, ...]:
    for cycle, ends in ((Cycle.HALF_YEARLY, [6, 12]), (Cycle.QUARTERLY, [3, 6, 9, 12])):
        if months == ends:
            return (Deadline("", "", Pattern.PERIODIC, cycles=(cycle,)),)
    return tuple(Deadline("", "", Pattern.YEARLY, month=month) for month in months)


# --- leading verbs

_VERBS = (
    "tiếp tục|tổ chức|triển khai|thực hiện|hoàn thành|ban hành|tiến hành|phấn đấu|duy trì|áp dụng|vận hành|trình|nộp|"
    "gửi"
)
_BARE_VERBS = re.compile(rf"(?:(?:{_VERBS}|xong|thời gian|thời hạn)[\s,]+)+")
_VERB_PHRASE = re.compile(
    rf"(?:{_VERBS}|xây dựng|tham mưu|báo cáo|phê duyệt|công bố|nghiệm thu|đưa vào|sơ kết|tổng kết|rà soát|kiểm tra|"
    r"cùng|lồng ghép|kết hợp)\s+[^\d:;]*"
)
_NOT_IN_PHRASE = re.compile(
    r"\b(?:khi|sau|trước|không|chưa|trừ|theo|từ|kể|giai đoạn|quý|tháng|năm|ngày|định kỳ|hằng|mỗi|hết|đầu|giữa|cuối|nếu|"
    r"tuần)\b"
)
_PLAIN_START = re.compile(
    r"(?:trước|trong|chậm nhất|muộn nhất|đến|hết|vào|xong|không quá|định kỳ|hằng|mỗi|ngay|sau khi|khi|theo|kể từ)\b"
)
_MAX_PHRASE = 20


def _leads(text: str) -> Iterator[tuple[str, bool]]:
    """Yield `text` without the words before its deadline, longest first, and whether those are mere verbs."""
    yield text, True
    verbs = _BARE_VERBS.match(text)
    if verbs:
        yield text[verbs.end() :], True
    for space in list(re.finditer(r"[\s,]+", text))[:_MAX_PHRASE]:
        lead, rest = text[: space.end()], text[space.end() :]
        if _NOT_IN_PHRASE.search(lead):
            return
        if _VERB_PHRASE.fullmatch(lead) and _PLAIN_START.match(rest):
            yield rest, False


# --- deadlines that others set

_LENGTH = (
    r"(?:(?:trong(?:\s+(?:vòng|thời hạn))?|chậm nhất(?: là)?|sau|không quá)\s+)?\d{1,3}\s+(?:ngày|tháng)"
    r"(?:\s+làm việc)?[\s,]+"
)
_VAGUE = (
    r"\s+(?:nào|rảnh|rỗi|tiện|thuận lợi|phù hợp|thích hợp|cần|thấy|"
    r"(?:có\s+|đủ\s+)(?:điều kiện|thời gian|dịp|thể|nhu cầu))\b"
)
"""Words after "khi" that name no event of which anybody could say on what day it happened."""
_AFTER = re.compile(
    rf"(?:{_LENGTH})?(?:ngay\s+)?(?:(?:sau\s+|từ\s+)?khi(?!{_VAGUE})|kể\s+từ\s+(?:khi|ngày)|"
    r"sau(?!\s+(?:khi|ngày|tháng|quý|năm|đó|này)\b|\s+\d))\s+(?!\d).+"
)
_GUIDED = re.compile(
    r"(?P<theo>theo\s+)?(?:sự\s+|văn bản\s+)?(?:hướng dẫn|chỉ đạo|yêu cầu|đề nghị)(?(theo)\b.*|\s+của\s.+)"
    r"|(?:khi\s+)?(?:có\s+)?(?:phát sinh|đột xuất)(?:[\s,(].*)?"
)
_OWN_PLAN = re.compile(
    r"theo\s+kế hoạch\s+(?:công tác\s+)?hằng\s+năm(?:\s+của\s+(?:ubnd\s+)?"
    r"(?:phường|xã|cơ quan, đơn vị|cơ quan|đơn vị))?"
)
_SCHEDULED = re.compile(
    r"theo\s+(?:đúng\s+)?(?:lộ trình|tiến độ|kế hoạch|chương trình|đề án|dự án|quyết định|nghị quyết|nghị định|"
    r"thông tư|chỉ thị|công văn|quy định|thời gian|thời hạn|lịch|phân công|phương án)\b.*"
)
_HIDDEN_LIMIT = re.compile(r"\b(?:trước|chậm nhất|muộn nhất|không quá|hoàn thành|xong)\s[^,;]*?(?:20\d\d|\d/\d)")
"""A last day inside the words of an event: whether it binds us or the event, only a person can tell."""


def _after_event(text: str) -> Deadline | None:
    if _AFTER.fullmatch(text) or _GUIDED.fullmatch(text):
        return Deadline("", "", Pattern.EVENT, adhoc=text.startswith("đột xuất"))
    return None


def _elsewhere(text: str) -> Deadline | None:
    """Read a deadline that stands in a plan or roadmap: the ward's own yearly plan (P10), or another's (P8)."""
    own, adhoc = _tail(text)
    if _OWN_PLAN.fullmatch(own):
        return Deadline("", "", Pattern.PLAN_OR_ADHOC, adhoc=adhoc)
    return Deadline("", "", Pattern.SCHEDULE) if _SCHEDULED.fullmatch(text) else None


# --- the whole


@dataclass(frozen=True, slots=True)
class Reading:
    """What one expression means.

    Attributes:
        deadlines: At least one, text and label still empty.
        closed: True when every word was understood; False when it ends in free words (an event, a document's name),
            which may hide the beginning of another deadline.
    """

    deadlines: tuple[Deadline, ...]
    closed: bool


def read(text: str, years: tuple[int, int]) -> Reading | None:
    """Read one folded expression; None when it cannot be read without guessing.

    Args:
        text: From `folded`, without label.
        years: First and last year of the plan. Words without a year mean the plan's own when it has only one.
    """
    year = years[0] if years[0] == years[1] else None
    for words, bare in _leads(text):
        found = _closed(words, year, years, allow_stage=bare)
        if found:
            return Reading(tuple(_placed(d, years) for d in found), closed=True)
    if _HIDDEN_LIMIT.search(text):
        return None
    for words, _ in _leads(text):
        other = _elsewhere(words) or _after_event(words)
        if other:
            return Reading((other,), closed=False)
    return None


def _closed(text: str, year: int | None, years: tuple[int, int], *, allow_stage: bool) -> tuple[Deadline, ...]:
    """Read an expression of which every word is understood; () when none of the rules knows it."""
    if text in {"cả giai đoạn", "trong cả giai đoạn", "trong giai đoạn"} and years[0] < years[1]:
        return (Deadline("", "", Pattern.STAGE, start=date(years[0], 1, 1), last_day=date(years[1], 12, 31)),)
    whole, adhoc = _tail(text)
    rules = (_regular, _dated, _stage, _open_stage, _yearly_on) if allow_stage else (_regular, _dated, _yearly_on)
    for rule in rules:
        found = rule(whole, year)
        if found:
            return (replace(found, adhoc=adhoc),)
    recurring = periodic(_without_own_years(text, years))
    return (recurring,) if recurring else _series(whole, year) or _days(whole, year)


def _without_own_years(text: str, years: tuple[int, int]) -> str:
    """Cut off the plan's own years (`hằng năm giai đoạn 2026-2030`, `hằng quý trong năm 2026`): nothing new."""
    for match in _OWN_YEARS.finditer(text):
        own = (int(match["first"] or match["last"]), int(match["last"])) == years
        if own and match.end() == len(text):
            return text[: match.start()]
    return text


def _placed(deadline: Deadline, years: tuple[int, int]) -> Deadline:
    """Move the day of a yearly duty into the plan's first year."""
    if deadline.pattern is Pattern.YEARLY and deadline.last_day:
        return replace(deadline, last_day=deadline.last_day.replace(year=years[0]))
    return deadline
