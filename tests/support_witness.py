"""What Nghị định 30 asks, read off a PDF: an opinion on a document that knows nothing of its Word file but its text.

seen = look(sheets(pdf), texts)
WITNESSES["PG-03"](seen)      # None: cannot tell; []: as the decree asks; else what is wrong, in words
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from tests.support_pdf import MM, SINGLE, Piece, Sheet, Stroke

_LABEL: Final = re.compile(r"Phụ lục(?: [IVX]+)?")
_NUMBER: Final = re.compile(r"(?:- )?(\d{1,3})(?: -)?")
_TYPES: Final = ("BÁO CÁO", "KẾ HOẠCH", "TỜ TRÌNH", "THÔNG BÁO", "QUYẾT ĐỊNH")
_NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
_MARGIN_ZONE: Final = 20.0
_NEAR: Final = 0.6
"""Millimetres that side bearings of letters and rounding may take."""
_ASIDE: Final = 2.5
_FULL_PAGES: Final = 2
_KEPT_LINES_MM: Final = 8.0
_SUNK_TOP: Final = 0.6
"""Fixed line heights move the first line of a page up a little."""
_LINE: Final = 1.35
"""Lines of one component follow each other at less than this many single line heights."""

Witness = Callable[["Seen"], "list[str] | None"]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of the body as printed: its lines and the number of the page on which each stands."""

    words: str
    lines: tuple[Piece, ...]
    pages: tuple[int, ...]

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)


@dataclass(frozen=True, slots=True)
class Seen:
    """Components as they lie on the paper.

    Attributes:
        main: Pages before the first phụ lục; even ones that lie aside as a whole, by `aside` mm, are moved back.
        left, right: Edges of the text of the main document.
    """

    sheets: tuple[Sheet, ...]
    main: tuple[Sheet, ...]
    appendices: tuple[tuple[Sheet, ...], ...]
    aside: float
    left: float
    right: float
    nation: tuple[Piece, ...]
    motto: Piece | None
    issuer: tuple[Piece, ...]
    superior: tuple[Piece, ...]
    number: Piece | None
    dated: Piece | None
    about: tuple[Piece, ...]
    type_name: Piece | None
    subject: tuple[Piece, ...]
    heading: Piece | None
    listed: tuple[Piece, ...]
    titles: tuple[Piece, ...]
    name: Piece | None
    texts: tuple[Text, ...]

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def look(pages: Sequence[Sheet], texts: Sequence[str]) -> Seen:
    """Find the components on the pages of a document.

    Args:
        pages: Measured.
        texts: Of the paragraphs of the document outside tables, in order.
    """
    starts = [n for n, page in enumerate(pages) if any(_LABEL.fullmatch(p.text) for p in _body(page)[:2])]
    main, aside = _straight(pages[: starts[0]] if starts else pages)
    edges = [*starts, len(pages)]
    appendices = tuple(tuple(pages[a:b]) for a, b in pairwise(edges))
    body = [piece for page in main for piece in _body(page)]
    first = _body(main[0])
    motto = _find(first, lambda p: p.text == _MOTTO)
    number = _find(first, lambda p: p.text.startswith("Số:"))
    head = [] if number is None else [p for p in first if p.base < number.base + 1]
    names = _names(first, motto, number)
    parted = next((n for n, p in enumerate(names) if p.text.startswith("PHÒNG ")), 0)
    type_name = _find(first, lambda p: p.text in _TYPES)
    heading, listed, titles, name = _closing(main)
    return Seen(
        sheets=tuple(pages),
        main=main,
        appendices=appendices,
        aside=aside,
        left=min(p.left for p in body),
        right=max(p.right for p in body if p not in head),
        nation=() if motto is None else tuple(p for p in first if p.base < motto.base and p.left > names[0].right),
        motto=motto,
        issuer=names[parted:],
        superior=names[:parted],
        number=number,
        dated=_find(first, lambda p: re.fullmatch(r".*, ngày.*tháng.*năm \d{4}", p.text) is not None),
        about=_about(first, number),
        type_name=type_name,
        subject=() if type_name is None else _following(first, type_name),
        heading=heading,
        listed=listed,
        titles=titles,
        name=name,
        texts=tuple(_aligned(main, texts)),
    )


def _straight(pages: Sequence[Sheet]) -> tuple[tuple[Sheet, ...], float]:
    """Return the pages with even ones moved back, and by how much they lay aside: margins that change places."""
    odd, even = ([p for page in pages[at::2] for p in _body(page)] for at in (0, 1))
    if not even:
        return tuple(pages), 0.0
    aside = min(p.left for p in even) - min(p.left for p in odd)
    other = max(p.right for p in even) - max(p.right for p in odd)
    if abs(aside) < 1 or abs(aside - other) > 1:
        return tuple(pages), 0.0
    return tuple(_moved(page, -aside) if page.number % 2 == 0 else page for page in pages), aside


def _moved(page: Sheet, by: float) -> Sheet:
    pieces = tuple(replace(p, left=p.left + by, right=p.right + by) for p in page.pieces)
    return replace(page, pieces=pieces, strokes=tuple(Stroke(s.left + by, s.right + by, s.y) for s in page.strokes))


def _number_of(page: Sheet) -> Piece | None:
    """Return the page number: figures that stand alone on a line in the top or bottom margin."""
    for piece in (page.pieces[:1] + page.pieces[-1:]) if page.pieces else ():
        outside = piece.base < _MARGIN_ZONE or piece.base > page.height - _MARGIN_ZONE
        alone = all(p is piece or abs(p.base - piece.base) > 1 for p in page.pieces)
        if _NUMBER.fullmatch(piece.text) and outside and alone:
            return piece
    return None


def _body(page: Sheet) -> list[Piece]:
    number = _number_of(page)
    return [piece for piece in page.pieces if piece is not number]


def _find(pieces: Sequence[Piece], test: Callable[[Piece], bool]) -> Piece | None:
    return next((piece for piece in pieces if test(piece)), None)


def _names(first: Sequence[Piece], motto: Piece | None, number: Piece | None) -> tuple[Piece, ...]:
    if motto is None or number is None:
        return ()
    return tuple(p for p in first if p.base < number.base - 1 and p.right < motto.left and p.text == p.text.upper()
                 and not _typed_line(p))  # fmt: skip


def _typed_line(piece: Piece) -> bool:
    return set(piece.text) == {"_"}


def _about(first: Sequence[Piece], number: Piece | None) -> tuple[Piece, ...]:
    head = _find(first, lambda p: p.text.startswith("V/v"))
    if head is None or number is None:
        return ()
    return (head, *_following([p for p in first if p.right < number.right + 40], head))


def _following(pieces: Sequence[Piece], head: Piece) -> tuple[Piece, ...]:
    """Return the lines directly below a line."""
    found = [head]
    for piece in pieces:
        step = piece.base - found[-1].base
        if 1 < step < _LINE * found[-1].size * SINGLE * MM and not _typed_line(piece):
            found.append(piece)
    return tuple(found[1:])


def _closing(main: Sequence[Sheet]) -> tuple[Piece | None, tuple[Piece, ...], tuple[Piece, ...], Piece | None]:
    for page in reversed(main):
        body = _body(page)
        heading = _find(body, lambda p: p.text.startswith("Nơi nhận"))
        if heading is None:
            continue
        below = [p for p in body if p.base > heading.base - 3 and p is not heading]
        listed = tuple(p for p in below if p.left < heading.right and p.base > heading.base)
        right = [p for p in below if p not in listed]
        titles = tuple(p for p in right if p.text == p.text.upper())
        return heading, listed, titles, next((p for p in reversed(right) if p not in titles), None)
    return None, (), (), None


def _aligned(main: Sequence[Sheet], texts: Sequence[str]) -> Iterator[Text]:
    """Match the paragraphs of the document with the lines on paper, in order."""
    lines = [(piece, page.number) for page in main for piece in _body(page)]
    at = 0
    closing = next((n for n, (p, _) in enumerate(lines) if p.text.startswith("Nơi nhận")), len(lines))
    lines = lines[:closing]
    for words in texts:
        bare = "".join(words.split())
        found = _match(lines, at, bare) if bare else None
        if found:
            yield Text(words, tuple(lines[n][0] for n in found), tuple(lines[n][1] for n in found))
            at = found[-1] + 1


def _match(lines: Sequence[tuple[Piece, int]], at: int, bare: str) -> list[int] | None:
    """Return the lines that make up a text, from line `at` on."""
    for start in range(at, len(lines)):
        rest, found = bare, []
        for n in range(start, len(lines)):
            line = "".join(lines[n][0].text.split())
            if not rest.startswith(line):
                break
            rest = rest[len(line) :]
            found.append(n)
            if not rest:
                return found
    return None


# --- opinions ----------------------------------------------------------------------------------------------------


def _paper(seen: Seen) -> list[str]:
    return [
        f"trang {s.number}: {s.width:.1f} x {s.height:.1f}"
        for s in seen.sheets
        if abs(min(s.width, s.height) - 210) > 1 or abs(max(s.width, s.height) - 297) > 1
    ]


def _portrait(seen: Seen) -> list[str]:
    return [f"trang {s.number} nằm ngang" for s in seen.main if s.width > s.height and not s.ruled]


def _margins(seen: Seen) -> list[str]:
    """Measure the ink; the bottom margin shows only where pages run over, and not closer than a line or two."""
    pages = seen.main
    top = min(p.top for page in pages for p in _body(page))
    sides: dict[str, tuple[float, float, float]] = {
        "trái": (seen.left, 30, 35),
        "phải": (pages[0].width - seen.right, 15, 20),
        "trên": (top + _SUNK_TOP, 20, 25),
    }
    if len(pages) > 1:
        lowest = max(p.bottom for page in pages[:-1] for p in _body(page))
        full = 25 + _KEPT_LINES_MM if len(pages) > _FULL_PAGES else pages[0].height
        sides["dưới"] = (pages[0].height - lowest, 20, full)
    if seen.aside:
        sides["trái của trang chẵn"] = (seen.left + seen.aside, 30, 35)
    return [
        f"lề {name} {found:.1f}"
        for name, (found, low, high) in sides.items()
        if not low - _NEAR <= found <= high + _NEAR
    ]


def _letters(seen: Seen) -> list[str]:
    return [
        f"{p.text[:30]}: {', '.join(p.fonts)}, đen {p.black}"
        for s in seen.sheets
        for p in s.pieces
        if not (p.times and p.black) and not (p.times and _ON_BARS.fullmatch(p.text))
    ]


_ON_BARS: Final = re.compile(r"[0-9 ]{1,20}")
"""Figures on the dark bars of a chart are white: a drawing, not a text of the document."""


def _page_numbers(seen: Seen) -> list[str] | None:
    found = []
    shown = 0
    for page in seen.sheets:
        number = _number_of(page)
        main = page.number <= len(seen.main)
        if number is None:
            found += [f"trang {page.number} không có số"] if main and page.number > 1 else []
            continue
        shown += 1
        match = _NUMBER.fullmatch(number.text)
        if page.number == 1:
            found.append("trang 1 hiện số")
        if main and match and int(match[1]) != page.number:
            found.append(f"trang {page.number} ghi {number.text}")
        if number.base > _MARGIN_ZONE or not number.sized(13, 14) or number.some_bold or number.some_italic:
            found.append(f"số trang {page.number}: {number}")
        off = number.centre - seen.middle - (seen.aside if page.number % 2 == 0 else 0.0)
        if main and abs(off) > _ASIDE:
            found.append(f"số trang {page.number} lệch {off:.1f}")
    return found if found or shown else None


def _appendix_numbers(seen: Seen) -> list[str] | None:
    told = [
        (nth, number.text)
        for pages in seen.appendices
        for nth, page in enumerate(pages, start=1)
        if (number := _number_of(page)) is not None
    ]
    return [f"trang {nth} của phụ lục ghi {text}" for nth, text in told if str(nth) != text] if told else None


def _wrong(
    piece: Piece, sizes: tuple[float, float], *, bold: bool | None, italic: bool, under: float | None = None
) -> list[str]:
    """Return what is wrong with the look of a component.

    Args:
        under: Where its middle should stand; None when it is not centred.
    """
    found = []
    if not piece.sized(*sizes):
        found.append(f"{piece.text[:20]} cỡ {piece.sizes}")
    if bold is not None and (not piece.bold if bold else piece.some_bold):
        found.append(f"{piece.text[:20]} đậm {piece.some_bold}")
    if not piece.italic if italic else piece.some_italic:
        found.append(f"{piece.text[:20]} nghiêng {piece.some_italic}")
    if under is not None and abs(piece.centre - under) > _ASIDE:
        found.append(f"{piece.text[:20]} lệch {piece.centre - under:.1f}")
    return found


def _nation(seen: Seen) -> list[str] | None:
    if not seen.nation:
        return None
    words = " ".join(p.text for p in seen.nation)
    said = [] if words == _NATION else [words]
    return said + [fault for p in seen.nation for fault in _wrong(p, (12, 13), bold=True, italic=False)]


def _motto(seen: Seen) -> list[str] | None:
    if seen.motto is None or not seen.nation:
        return None
    return _wrong(seen.motto, (13, 14), bold=True, italic=False, under=seen.nation[0].centre)


def _ruling(seen: Seen, over: Sequence[Piece], share: tuple[float, float]) -> list[str]:
    """Judge the line under a component: far enough below its letters to be no underlining."""
    last = over[-1]
    drawn = [Stroke(p.left, p.right, p.base) for p in seen.main[0].pieces if _typed_line(p)]
    near = [
        stroke
        for stroke in (*seen.main[0].strokes, *drawn)
        if 0.18 * last.size * MM < stroke.y - last.base < 7 and last.left - 5 < stroke.centre < last.right + 5
    ]
    if not near:
        return [f"dưới {last.text[:20]} không có đường kẻ"]
    widths = {last.width, max(p.width for p in over)}
    fits = [s for s in near if any(share[0] <= s.width / w <= share[1] for w in widths)]
    if not fits:
        return [f"đường kẻ dưới {last.text[:20]} dài {near[0].width:.0f} / {last.width:.0f}"]
    return [] if any(abs(s.centre - last.centre) <= 4 for s in fits) else [f"đường kẻ dưới {last.text[:20]} lệch"]


def _motto_line(seen: Seen) -> list[str] | None:
    return None if seen.motto is None else _ruling(seen, [seen.motto], (0.88, 1.12))


def _issuer_line(seen: Seen) -> list[str] | None:
    return _ruling(seen, seen.issuer, (0.29, 0.56)) if seen.issuer else None


def _subject_line(seen: Seen) -> list[str] | None:
    return _ruling(seen, seen.subject, (0.29, 0.56)) if seen.subject else None


def _head_spacing(seen: Seen) -> list[str] | None:
    if seen.motto is None or len(seen.nation) != 1:
        return None
    lines = (seen.motto.base - seen.nation[0].base) / (seen.motto.size * SINGLE * MM)
    return [] if 0.9 <= lines <= 1.15 else [f"{lines:.2f} dòng"]


def _issuer(seen: Seen) -> list[str] | None:
    if not seen.issuer:
        return None
    middle = seen.issuer[-1].centre
    return [fault for p in seen.issuer for fault in _wrong(p, (12, 13), bold=True, italic=False, under=middle)]


def _superior(seen: Seen) -> list[str] | None:
    found = [fault for p in seen.superior for fault in _wrong(p, (12, 13), bold=False, italic=False)]
    return found if seen.superior else None


def _numbered(seen: Seen) -> list[str] | None:
    if seen.number is None or not seen.issuer:
        return None
    return _wrong(seen.number, (13, 13), bold=False, italic=False, under=seen.issuer[-1].centre)


def _dated(seen: Seen) -> list[str] | None:
    if seen.dated is None or seen.motto is None or seen.number is None:
        return None
    found = _wrong(seen.dated, (13, 14), bold=False, italic=True, under=seen.motto.centre)
    apart = seen.dated.base - seen.number.base
    return found + ([f"lệch dòng {apart:.1f}"] if abs(apart) > 1 else [])


def _type_name(seen: Seen) -> list[str] | None:
    if seen.type_name is None:
        return None
    return _wrong(seen.type_name, (13, 14), bold=True, italic=False, under=seen.middle)


def _subject(seen: Seen) -> list[str] | None:
    found = [fault for p in seen.subject for fault in _wrong(p, (13, 14), bold=True, italic=False, under=seen.middle)]
    return found if seen.subject else None


def _letter_subject(seen: Seen) -> list[str] | None:
    if not seen.about or seen.number is None:
        return None
    middle = seen.number.centre
    found = [fault for p in seen.about for fault in _wrong(p, (12, 13), bold=False, italic=False, under=middle)]
    gap = (seen.about[0].base - seen.number.base) / MM - seen.about[0].size * SINGLE
    return found + ([] if 5 <= gap <= 8 else [f"cách số, ký hiệu {gap:.1f} pt"])


_NO_TEXT: Final = re.compile(r"Kính gửi|- .*(?:;|\.)$|QUYẾT ĐỊNH:|CHỦ TỊCH ỦY BAN|_+$|\(.*\)$")
"""What stands in one line and is no running text: addressees, recipients, signatures, the note under a chart."""
_BASES: Final = re.compile(r"(?:Căn cứ|Theo đề nghị)\b.*[;.]$")


def _running(seen: Seen) -> list[Text]:
    """Return what is plainly running text: several lines, not bold, not of the parts with rules of their own."""
    begin = seen.subject[-1].base if seen.subject else 0.0
    texts = [t for t in seen.texts if t.pages[0] > 1 or t.lines[0].base > begin + 1]
    plain = [t for t in texts if not t.bold and not _BASES.match(t.words)]
    return [t for t in plain if len(t.lines) > 1 or not _NO_TEXT.match(t.words)]


def _body_text(seen: Seen) -> list[str] | None:
    texts = _running(seen)
    found = [fault for text in texts for fault in _wrong_text(seen, text)]
    spaced = [(a, b) for a, b in pairwise(texts) if a.pages[-1] == b.pages[0]]
    for above, below in spaced:
        apart = (below.lines[0].base - above.lines[-1].base) / MM
        gap = apart - below.lines[0].size * SINGLE  # LibreOffice spreads lines, but never the first of a paragraph
        if gap < 5.5:
            found.append(f"cách đoạn {gap:.1f} pt: {below.words[:20]}")
    return found if texts else None


def _steps(text: Text) -> list[float]:
    numbered = list(zip(text.lines, text.pages, strict=True))
    return [(b.base - a.base) / MM for (a, page), (b, other) in pairwise(numbered) if page == other]


def _wrong_text(seen: Seen, text: Text) -> Iterator[str]:
    first = text.lines[0]
    told = text.words[:20]
    for line in text.lines:
        if not line.sized(13, 14) or line.italic:
            yield f"{told} cỡ {line.sizes}, nghiêng {line.italic}"
    indent = first.left - seen.left
    if not any(abs(indent - allowed) <= 0.8 for allowed in (10.0, 12.7)):
        yield f"{told} lùi {indent:.1f}"
    if any(seen.right - line.right > 1.0 for line in text.lines[:-1]):
        yield f"{told} không đều lề phải"
    for step in _steps(text):
        if not 0.97 <= step / (first.size * SINGLE) <= 1.53:
            yield f"{told} giãn dòng {step:.1f} pt"


def _signing(seen: Seen) -> list[str] | None:
    found = [fault for p in seen.titles for fault in _wrong(p, (13, 14), bold=True, italic=False)]
    return found if seen.titles else None


def _signer(seen: Seen) -> list[str] | None:
    if seen.name is None or not seen.titles:
        return None
    return _wrong(seen.name, (13, 14), bold=True, italic=False, under=seen.titles[-1].centre)


def _recipients(seen: Seen) -> list[str] | None:
    if seen.heading is None:
        return None
    found = _wrong(seen.heading, (12, 12), bold=True, italic=True)
    if seen.heading.left - seen.left > 2:
        found.append(f"Nơi nhận lùi {seen.heading.left - seen.left:.1f}")
    if seen.titles and abs(seen.heading.base - seen.titles[0].base) > 1.5:
        found.append("Nơi nhận không ngang hàng với chức vụ")
    return found


def _listed(seen: Seen) -> list[str] | None:
    found = [fault for p in seen.listed for fault in _wrong(p, (11, 11), bold=False, italic=False)]
    found += [f"{p.text[:20]} lùi vào" for p in seen.listed if p.text.startswith("-") and p.left - seen.left > 2]
    return found if seen.listed else None


def _heads(seen: Seen) -> Iterator[tuple[Piece, list[Piece], list[Piece]]]:
    """Yield label, title and `(Kèm theo ...)` of every appendix."""
    for pages in seen.appendices:
        label, *rest = [p for p in _body(pages[0]) if not _typed_line(p)]
        at = next((n for n, p in enumerate(rest) if p.text.startswith("(Kèm theo")), None)
        if at is None:
            continue
        end = next((n for n in range(at, len(rest)) if rest[n].text.endswith(")")), at)
        yield label, rest[:at], rest[at : end + 1]


def _labels(seen: Seen) -> list[str] | None:
    heads = list(_heads(seen))
    found = [
        f for label, title, _ in heads for f in _wrong(label, (14, 14), bold=True, italic=False, under=title[0].centre)
    ]
    return found if heads else None


def _appendix_titles(seen: Seen) -> list[str] | None:
    heads = list(_heads(seen))
    found = [
        fault
        for label, title, _ in heads
        for piece in title
        for fault in _wrong(piece, (13, 14), bold=True, italic=False, under=label.centre)
    ]
    return found if heads else None


def _attached(seen: Seen) -> list[str] | None:
    heads = list(_heads(seen))
    found = [
        fault
        for label, _, attached in heads
        for piece in attached
        for fault in _wrong(piece, (13, 14), bold=False, italic=True, under=label.centre)
    ]
    return found if heads else None


WITNESSES: Mapping[str, Witness] = {
    "PG-01": _paper, "PG-02": _portrait, "PG-03": _margins, "PG-04": _letters, "PG-05": _page_numbers,
    "PG-06": _appendix_numbers, "HD-01": _nation, "HD-02": _motto, "HD-03": _motto_line, "HD-04": _head_spacing,
    "HD-06": _issuer, "HD-07": _issuer_line, "HD-08": _superior, "HD-12": _numbered, "HD-15": _dated,
    "TT-01": _type_name, "TT-02": _subject, "TT-03": _subject_line, "TT-04": _letter_subject, "BD-06": _body_text,
    "SG-02": _signing, "SG-03": _signer, "RC-04": _recipients, "RC-05": _listed, "AP-03": _labels,
    "AP-04": _appendix_titles, "AP-05": _attached,
}  # fmt: skip
"""Rule to what the paper says about it."""
