"""Find the components of a document: header block, title, body, closing, phụ lục."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.decree30.closing import Closing, find_closing
from reportgen.decree30.components import Addressees, Appendix, Components, Kind, Ruling
from reportgen.decree30.facts import Facts, load_facts
from reportgen.decree30.header import Header, find_header, is_ruled
from reportgen.decree30.levels import items_of
from reportgen.decree30.lines import lines_of
from reportgen.decree30.loose import loose_rulings
from reportgen.decree30.model import Alignment, Document, Line, Paragraph, Table
from reportgen.decree30.rulings import column_rulings, rulings_under
from reportgen.decree30.spots import Spot, spots_of
from reportgen.decree30.words import bare, key, mostly_capitals
from reportgen.vi.roman import from_roman

_DECIDING: Final = frozenset({"quyết định", "nghị quyết"})
"""Kinds that name who decides, then the căn cứ, then `QUYẾT ĐỊNH:` (Mẫu 1.1, 1.2)."""
_REACH: Final = 30
"""Lines after the header among which the title stands."""
_ADDRESSEES: Final = re.compile(r"\s*k[íi]nh\s+g[ửu]i\b\s*[:;]?", re.IGNORECASE)
_BASIS: Final = re.compile(r"\s*[-–]?\s*căn cứ\b", re.IGNORECASE)
_BASIS_TOO: Final = re.compile(
    r"\s*[-–]?\s*(?:căn cứ|theo đề nghị|xét đề nghị|xét tờ trình|thực hiện)\b", re.IGNORECASE
)
_OPENS_TEXT: Final = re.compile(
    r",\s*(?:[ủu][ỷy] ban nhân dân|ubnd|phòng|văn phòng|chủ tịch|trung tâm)\b.*"
    r"\b(?:báo cáo|ban hành|xây dựng|kính|trân)",
    re.IGNORECASE,
)
_APPENDIX: Final = re.compile(
    r"\s*phụ\s+lục(?:\s+(?P<word>(?:số\s*)?:?\s*(?P<number>[IVXLC]+|\d{1,3}|[A-Z])))?\s*(?P<rest>[.:–-].*)?",
    re.IGNORECASE,
)
_ATTACHED: Final = re.compile(r"\s*\(?\s*(?:ban hành\s+)?kèm\s+theo\b", re.IGNORECASE)
_HEADING: Final = 4
"""Paragraphs that may stand in a section above its first label: blank ones, a heading over all appendices."""
_DASHED: Final = ("-", "–", "+", "•")


def find_components(document: Document, facts: Facts | None = None) -> Components:
    """Return the components of a document, found by content and position."""
    facts = facts or load_facts()
    spots = spots_of(document.blocks)
    header = find_header(spots, {bare(name) for name in facts.abbreviations})
    title = _find_title(spots, header, facts)
    closing = find_closing(spots, title.end)
    main_end = _main_end(spots, closing, title.end)
    begin = main_end if closing is not None else title.end
    appendices = _appendices(document, spots, begin, closed=closing is not None)
    if appendices:
        main_end = min(main_end, next(i for i, s in enumerate(spots) if s.block >= appendices[0].blocks[0]))
    last = closing.first if closing is not None else main_end
    text = _find_text(spots[title.end : last], deciding=title.words in _DECIDING)
    return Components(
        kind=title.kind,
        kind_words=title.words,
        national_name=header.national_name,
        motto=header.motto,
        motto_rulings=_motto_rulings(header, document),
        superior=header.superior,
        issuer=header.issuer,
        issuer_rulings=_issuer_rulings(header, document),
        number=header.number,
        place_date=header.place_date,
        type_name=title.type_name,
        subject=title.subject or header.about,
        subject_rulings=title.rulings,
        addressees=text.addressees,
        competence=text.competence,
        bases=text.bases,
        enacting=text.enacting,
        body=items_of(text.paragraphs),
        body_tables=_tables(document, spots[title.end : last]),
        end_mark=text.last,
        signature=None if closing is None else closing.signature,
        recipients=None if closing is None else closing.recipients,
        appendices=appendices,
        layout=header.layout,
    )


# --- header ------------------------------------------------------------------------------------------------------


def _motto_rulings(header: Header, document: Document) -> tuple[Ruling, ...]:
    if header.motto is None:
        return ()
    side = _side_of(header, header.motto, header.right)
    found = rulings_under([header.motto], _from(side, header.motto)) or column_rulings(side, header.motto)
    return found or loose_rulings(document, header.motto)


def _issuer_rulings(header: Header, document: Document) -> tuple[Ruling, ...]:
    if not header.issuer:
        return ()
    side = _side_of(header, header.issuer[0], header.left)
    found = rulings_under(header.issuer, _from(side, header.issuer[0])) or column_rulings(side, header.issuer[-1])
    return found or loose_rulings(document, header.issuer[-1])


def _side_of(header: Header, line: Line, usual: Sequence[Spot]) -> Sequence[Spot]:
    """Return the column that holds a line: on a landscape page the Quốc hiệu may stand left of the middle."""
    return next((side for side in (header.left, header.right) if any(spot.line is line for spot in side)), usual)


def _from(spots: Sequence[Spot], line: Line) -> Sequence[Spot]:
    """Return the spots from the one of a line on."""
    at = next((i for i, spot in enumerate(spots) if spot.line is line), 0)
    return spots[at:]


# --- title -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Title:
    kind: Kind | None
    words: str
    type_name: Line | None
    subject: tuple[Line, ...]
    rulings: tuple[Ruling, ...]
    end: int


def _find_title(spots: Sequence[Spot], header: Header, facts: Facts) -> _Title:
    """Find tên loại and trích yếu below the header; `end` is the index of the first spot after them."""
    names = {bare(name): name for name in facts.abbreviations}
    for i in range(header.end, min(header.end + _REACH, len(spots))):
        spot = spots[i]
        if spot.line is None:
            continue
        if _ADDRESSEES.match(spot.text) or _BASIS.match(spot.text):
            break
        name = _type_of(spot, names)
        if name:
            subject, end = _subject(spots, i)
            rulings = rulings_under(subject or [spot.line], spots[i : end + 2])
            return _Title(_kind(name, facts), name, spot.line, subject, rulings, end)
    letter = bool(header.about) or _like_letter(spots, header)
    kind = Kind.LETTER if letter else None
    return _Title(kind, "công văn" if letter else "", None, (), (), header.end)


def _type_of(spot: Spot, names: Mapping[str, str]) -> str:
    """Return the kind that a line names as a title; "" for any other line."""
    text = spot.text
    apart = bare(text)
    standing = spot.line is not None and (spot.line.alignment is Alignment.CENTER or mostly_capitals(text))
    if standing and apart in names:
        return names[apart]
    if not standing or spot.line is None or not _emphatic(spot.line):
        return ""
    return next((n for b, n in names.items() if apart.startswith(b) and text.startswith(n.upper() + " ")), "")


def _emphatic(line: Line) -> bool:
    return all(run.format.bold for run in line.visible_runs)


def _kind(name: str, facts: Facts) -> Kind | None:
    return next((Kind[key.upper()] for key, kind in facts.kinds.items() if kind.name == name), None)


def _like_letter(spots: Sequence[Spot], header: Header) -> bool:
    """Tell whether a document without tên loại is a công văn that forgot its V/v: it has a number and Kính gửi."""
    near = spots[header.end : header.end + _REACH]
    return header.number is not None and any(_ADDRESSEES.match(spot.text) for spot in near)


def _subject(spots: Sequence[Spot], at: int) -> tuple[tuple[Line, ...], int]:
    """Return the lines of the trích yếu below tên loại, and the index after them and what is drawn below."""
    lines: list[Line] = []
    for i in range(at + 1, min(at + 12, len(spots))):
        spot = spots[i]
        if spot.line is None or is_ruled(spot.text):
            drawn = is_ruled(spot.text) or _draws(spot.paragraph)
            if lines and (drawn or spot.line is None):
                return tuple(lines), i + 1 if drawn else i
            continue
        if spot.layout == "table" and spots[at].layout != "table":
            return tuple(lines), i
        if _ends_title(spot, lines):
            return tuple(lines), i
        lines.append(spot.line)
    return tuple(lines), at + 1 + len(lines)


def _draws(paragraph: Paragraph) -> bool:
    return (
        any(s.horizontal for s in paragraph.shapes)
        or paragraph.borders.top is not None
        or paragraph.borders.bottom is not None
    )


def _ends_title(spot: Spot, lines: Sequence[Line]) -> bool:
    """Tell whether a line below tên loại no longer belongs to the trích yếu."""
    text, line = spot.text, spot.line
    if line is None or _ADDRESSEES.match(text) or _BASIS.match(text):
        return True
    if lines and _draws(lines[-1].paragraph) and lines[-1].last:
        return True
    centred = line.alignment is Alignment.CENTER
    if lines and mostly_capitals(text) and not mostly_capitals(lines[-1].shown):
        return True
    if not centred and not _emphatic(line):
        return True
    return bool(lines) and not centred and lines[-1].alignment is Alignment.CENTER


# --- text --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Text:
    addressees: Addressees | None
    competence: tuple[Line, ...]
    bases: tuple[Line, ...]
    enacting: Line | None
    paragraphs: list[Paragraph]
    last: Line | None


def _find_text(spots: Sequence[Spot], *, deciding: bool) -> _Text:
    """Split what stands between title and closing."""
    addressees, at = _addressees(spots)
    head = list(spots[:at]) if addressees is not None else []
    rest = [s for s in spots[at:] if s.layout not in {"table", "boxes"}]
    used = {id(s.paragraph) for s in head}
    competence = _competence(rest) if deciding else ()
    used |= {id(line.paragraph) for line in competence}
    bases = _bases([s for s in rest if id(s.paragraph) not in used], deciding=deciding)
    used |= {id(line.paragraph) for line in bases}
    enacting = _enacting(rest) if deciding else None
    used |= {id(enacting.paragraph)} if enacting is not None else set()
    paragraphs: dict[int, Paragraph] = {}
    for spot in rest:
        if id(spot.paragraph) not in used and not (spot.line is not None and is_ruled(spot.text)):
            paragraphs.setdefault(id(spot.paragraph), spot.paragraph)
    shown = [p for p in paragraphs.values() if not p.empty]
    last = lines_of(shown[-1])[-1] if shown and lines_of(shown[-1]) else None
    return _Text(addressees, competence, bases, enacting, list(paragraphs.values()), last)


def _addressees(spots: Sequence[Spot]) -> tuple[Addressees | None, int]:
    """Return Kính gửi and the index after it."""
    at = next((i for i, s in enumerate(spots[:_REACH]) if s.line is not None and _ADDRESSEES.match(s.text)), None)
    if at is None:
        return None, 0
    head = spots[at]
    match = _ADDRESSEES.match(head.text)
    inline = head.text[match.end() :].strip() if match else ""
    items: list[Line] = []
    end = at + 1
    for i in range(at + 1, len(spots)):
        spot = spots[i]
        if spot.line is None:
            if items or inline:
                break
            continue
        listed = spot.text.startswith(_DASHED) or bool(spot.paragraph.number)
        same = spot.block == head.block and (head.layout == "table" or spot.paragraph is head.paragraph)
        wrapped = items and not items[-1].shown.endswith((";", ".")) and not listed
        if not (listed or same or (not inline and not items) or wrapped):
            break
        items.append(spot.line)
        end = i + 1
        if items[-1].shown.endswith(".") and not same:
            break
    return (None if head.line is None else Addressees(head.line, inline, tuple(items))), end


def _competence(spots: Sequence[Spot]) -> tuple[Line, ...]:
    """Return the line of a quyết định that names who decides: capitals, bold, centred, before the bases."""
    lines: list[Line] = []
    for spot in spots[:8]:
        if spot.line is None:
            continue
        if not (mostly_capitals(spot.text) and spot.line.alignment is Alignment.CENTER):
            break
        lines.append(spot.line)
    return tuple(lines)


def _bases(spots: Sequence[Spot], *, deciding: bool) -> tuple[Line, ...]:
    """Return the căn cứ ban hành: a run of paragraphs that only cite; one that goes on to its verb is running text."""
    lines: list[Line] = []
    for spot in spots:
        if spot.line is None:
            continue
        pattern = _BASIS_TOO if lines else _BASIS
        if pattern.match(spot.text) is None or not _only_cites(spot, decisive=deciding or bool(lines)):
            break
        lines.append(spot.line)
    return tuple(lines)


def _only_cites(spot: Spot, *, decisive: bool) -> bool:
    text = spot.paragraph.shown.strip()
    if text.endswith(":") or _OPENS_TEXT.search(text):
        return False
    italic = all(run.format.italic for run in spot.paragraph.visible_runs)
    return text.endswith(";") or italic or decisive


def _enacting(spots: Sequence[Spot]) -> Line | None:
    return next((s.line for s in spots[:_REACH] if key(s.text).rstrip(" :.") in {"quyết định", "quyết nghị"}), None)


def _tables(document: Document, spots: Sequence[Spot]) -> tuple[Table, ...]:
    numbers = dict.fromkeys(s.block for s in spots if s.layout == "table")
    blocks = (document.blocks[n] for n in numbers)
    return tuple(b for b in blocks if isinstance(b, Table))


# --- appendices --------------------------------------------------------------------------------------------------


def _main_end(spots: Sequence[Spot], closing: Closing | None, start: int) -> int:
    return max(closing.last, start) if closing is not None else len(spots)


def _appendices(document: Document, spots: Sequence[Spot], begin: int, *, closed: bool) -> tuple[Appendix, ...]:
    """Return the phụ lục: each begins at a line `Phụ lục ...` of its own after the main text, if there is one."""
    found = [i for i in range(begin, len(spots)) if _is_label(spots[i], closed=closed)]
    edges = [spots[i].block for i in found] + [len(document.blocks)]
    return tuple(
        _appendix(document, spots[at:], label, (edges[n], edges[n + 1]))
        for n, at in enumerate(found)
        if (label := spots[at].line) is not None
    )


def _is_label(spot: Spot, *, closed: bool) -> bool:
    """Tell a label from a sentence about a phụ lục: its own line, centred or bold, before or after a page break."""
    line = spot.line
    match = None if line is None else _APPENDIX.fullmatch(spot.text)
    if line is None or match is None or spot.bordered:
        return False
    bold = _emphatic(line)
    if match["rest"]:
        return bold and (line.alignment is Alignment.CENTER or mostly_capitals(spot.text))
    return (
        line.alignment in {Alignment.CENTER, Alignment.RIGHT} or bold
        if closed
        else bold and line.alignment is Alignment.CENTER
    )


def _appendix(document: Document, spots: Sequence[Spot], label: Line, blocks: tuple[int, int]) -> Appendix:
    match = _APPENDIX.fullmatch(label.shown)
    number = (match["number"] if match else None) or ""
    inside = [s for s in spots if s.block < blocks[1]]
    title, attached = _appendix_title(inside)
    drawn = rulings_under(attached, inside[:_REACH]) if attached else ()
    section = next(
        (s for s in document.sections if s.first <= blocks[0] < max(s.last, s.first + 1)), document.sections[-1]
    )
    lead = document.blocks[section.first : blocks[0]]
    own = len(lead) <= _HEADING and all(isinstance(b, Paragraph) for b in lead)
    paragraphs = [b for b in document.blocks[blocks[0] : blocks[1]] if isinstance(b, Paragraph)]
    heading = {id(line.paragraph) for line in (label, *title, *attached)}
    return Appendix(
        label=label,
        ordinal=_ordinal(number),
        roman=None if not number else _roman(number) is not None,
        word=(match["word"] if match else "") or "",
        title=title,
        attached=attached,
        rulings=drawn,
        section=section.number,
        own_section=own,
        blocks=blocks,
        items=items_of([p for p in paragraphs if id(p) not in heading and not is_ruled(p.shown)]),
    )


def _appendix_title(spots: Sequence[Spot]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the title below a label, and the lines `(Kèm theo ...)` below it or between the two."""
    title: list[Line] = []
    attached: list[Line] = []
    for spot in spots[1:12]:
        if spot.line is None or is_ruled(spot.text):
            if title and attached:
                break
            continue
        open_bracket = attached and attached[0].shown.startswith("(") and not attached[-1].shown.endswith(")")
        if _ATTACHED.match(spot.text) or open_bracket:
            attached.append(spot.line)
        elif _titles(spot) and not attached:
            title.append(spot.line)
        else:
            break
    return tuple(title), tuple(attached)


def _titles(spot: Spot) -> bool:
    line = spot.line
    return line is not None and not spot.bordered and (line.alignment is Alignment.CENTER or mostly_capitals(spot.text))


def _ordinal(number: str) -> int | None:
    if number.isascii() and number.isdigit():
        return int(number)
    return _roman(number)


def _roman(number: str) -> int | None:
    try:
        return from_roman(number) if number and number == number.upper() else None
    except ValueError:
        return None
