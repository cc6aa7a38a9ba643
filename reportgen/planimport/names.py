"""Agencies met in a plan, under all their spellings; the `ward.yaml` of a ward that is new.

Two spellings are one agency only when they say the same words: after usual short forms are written out (`VP`, `TT`,
`HĐND`, `UBND`, `VH-XH`) and the ward's own `phường` at the end is left off. Anything further is for a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from reportgen.load.agencies import Directory, spelling
from reportgen.model.ward import Agency, Signer, Ward
from reportgen.planimport.items import parties_in
from reportgen.planimport.signature import Signature
from reportgen.vi.slug import slug
from reportgen.vi.text import fold

_DASH: Final = re.compile(r"^\s*[-–—+*•]\s*")
_ENDS: Final = " .;,:…"
_BRACKETS: Final = re.compile(r"\s*\([^()]*\)?")
_SHORT_FORMS: Final = (
    (re.compile(r"\bvp\b"), "văn phòng"),
    (re.compile(r"\btt(?= phục| pvhcc| dịch| cung| văn)"), "trung tâm"),
    (re.compile(r"\bpvhcc\b"), "phục vụ hành chính công"),
    (re.compile(r"\bhđnd\b"), "hội đồng nhân dân"),
    (re.compile(r"\bubnd\b"), "ủy ban nhân dân"),
    (re.compile(r"\bvh-xh\b"), "văn hóa-xã hội"),
    (re.compile(r"\bkt-ht-đt\b|\bkt,? ht (?:và )?đt\b"), "kinh tế, hạ tầng và đô thị"),
    (re.compile(r"\bca phường\b"), "công an phường"),
    (re.compile(r"\bgdđt\b|\bgd&đt\b"), "giáo dục và đào tạo"),
    (re.compile(r"\b(?:ub)?mttqvn?\b"), "mặt trận tổ quốc việt nam"),
)
_LEVELS: Final = (
    (
        "tập thể",
        re.compile(r"^(các|những|toàn thể|mọi|cơ quan, đơn vị|đơn vị|cơ quan|phòng, ban|lãnh đạo|cán bộ|công chức)\b"),
    ),
    ("trung ương", re.compile(r"^(bộ|chính phủ|trung ương|thủ tướng|tổng cục|cục)\b")),
    (
        "tỉnh",
        re.compile(r"^(sở|thanh tra tỉnh|ủy ban nhân dân (tỉnh|thành phố)|ubnd (tỉnh|thành phố))\b|\b(tỉnh|cấp tỉnh)$"),
    ),
    ("doanh nghiệp", re.compile(r"^(công ty|doanh nghiệp|tập đoàn|ngân hàng|bưu điện|viễn thông)\b")),
    (
        "đoàn thể",
        re.compile(r"^(ubmttq|mttq|mặt trận|ủy ban mặt trận|hội|đoàn|liên đoàn|công đoàn)\b|mặt trận tổ quốc"),
    ),
)
_ISSUER: Final = re.compile(r"^(?:UBND\s+)?((?:PHƯỜNG|XÃ|ĐẶC KHU)\s+.+)$")
_WARD: Final = re.compile(r"\b((?:phường|xã|đặc khu)\s+(?:[A-ZĐÀ-Ỹ0-9][\wÀ-ỹ']*)(?:\s+[A-ZĐÀ-Ỹ][\wÀ-ỹ']*){0,3})")
_PROVINCE: Final = re.compile(
    r"\b((?:tỉnh|thành phố|Thành phố|Tỉnh)\s+(?:[A-ZĐÀ-Ỹ][\wÀ-ỹ']*)(?:[ -]+[A-ZĐÀ-Ỹ][\wÀ-ỹ']*){0,3})"
)
UNKNOWN: Final = "(chưa rõ)"
NEAR: Final = 78.0
"""How alike two names are, of 100, to be asked about."""


@dataclass(slots=True)
class Met:
    """One agency as met: its spellings with how often each, and whether it leads somewhere."""

    spellings: Counter[str] = field(default_factory=Counter)
    leads: bool = False


def bare_name(item: str) -> str:
    """Return a printed item without its dash, brackets, final marks and what follows a colon."""
    name = _BRACKETS.sub("", _DASH.sub("", item)).partition(":")[0]
    return re.sub(r"\s*[–—]\s*", " - ", name).strip(_ENDS)


def same_key(name: str) -> str:
    """Return the key under which spellings of one agency meet."""
    key = spelling(name)
    for rule, words in _SHORT_FORMS:
        key = rule.sub(words, key)
    key = " ".join(re.sub(r"[.,]", " ", key).split())
    return re.sub(r"(?<=\w) phường$", "", key) if key != "công an phường" else "công an"


def level_of(name: str) -> str:
    """Return the level of an agency by its name."""
    words = fold(name)
    return next((level for level, rule in _LEVELS if rule.search(words)), "phường")


def agencies_of(leads: Iterable[str], others: Iterable[str], directory: Directory | None = None) -> dict[str, Agency]:
    """Return the agencies that items of cells name.

    Args:
        leads: Items of lead cells.
        others: Items of the other columns.
        directory: Of a ward that is there already: names that it knows are left out.
    """
    met: dict[str, Met] = {}
    for lead, items in ((True, leads), (False, others)):
        for item in items:
            if directory is not None and all(p.agency for p in directory.find_all(item)):
                continue
            for part in parties_in(_DASH.sub("", item)):
                name = bare_name(part)
                if len(name) > 1:
                    one = met.setdefault(same_key(name), Met())
                    one.spellings[name] += 1
                    one.leads |= lead
    agencies: dict[str, Agency] = {}
    for one in met.values():
        agency = _agency(one, agencies)
        agencies[agency.id] = agency
    return agencies


def _agency(one: Met, taken: dict[str, Agency]) -> Agency:
    """Name an agency by its fullest spelling, well capitalised; the others are aliases."""
    ranked = sorted(one.spellings, key=lambda n: (_fullness(n), one.spellings[n], n), reverse=True)
    name = ranked[0][:1].upper() + ranked[0][1:]
    known = {spelling(name)}
    aliases = []
    for other in ranked[1:]:
        if spelling(other) not in known:
            known.add(spelling(other))
            aliases.append(other)
    id_ = wanted = slug(name)[:80].strip("-") or "co-quan"
    number = 2
    while id_ in taken:
        id_, number = f"{wanted}-{number}", number + 1
    level = level_of(name)
    return Agency(id_, name, level, "", tuple(aliases), reports=level == "phường" and one.leads)


def _fullness(name: str) -> tuple[int, int]:
    """Rank spellings: short forms last, then by capitals at the beginnings of words."""
    shortened = sum(rule.search(fold(name)) is not None for rule, _ in _SHORT_FORMS)
    return (-shortened, sum(word[:1].isupper() for word in name.split()))


def lookalikes(agencies: Iterable[Agency]) -> list[tuple[str, str]]:
    """Return pairs of names of one level that are nearly alike: one agency misspelt, or two; only a person knows."""
    from rapidfuzz import fuzz  # noqa: PLC0415  a new ward only

    listed = [a for a in agencies if a.level != "tập thể"]
    return [
        (one.name, other.name)
        for place, one in enumerate(listed)
        for other in listed[place + 1 :]
        if one.level == other.level and fuzz.ratio(same_key(one.name), same_key(other.name)) >= NEAR
    ]


# --- a new ward ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WardWords:
    """What the document says of its ward; "" for what it does not say."""

    full_name: str
    province: str
    place: str


def ward_words(heads: Sequence[str], date_line: str, texts: Iterable[str]) -> WardWords:
    """Return name, province and place of the ward by the issuer's line, else by how the text speaks of it."""
    place = date_line.partition(",")[0].strip() if "," in date_line else ""
    named = next((m[1] for line in heads if (m := _ISSUER.match(line))), "")
    everything = " ".join(texts)
    full = _proper(named, place) if named else ""
    if not full:
        wards = Counter(m[1] for m in _WARD.finditer(everything))
        with_place = [w for w in wards if place and fold(w).endswith(fold(place))]
        full = with_place[0] if with_place else (wards.most_common(1)[0][0] if wards else "")
    if not full and place:
        full = f"phường {place}"
    provinces = Counter(m[1][:1].lower() + m[1][1:] for m in _PROVINCE.finditer(everything))
    province = provinces.most_common(1)[0][0] if provinces else ""
    return WardWords(full, province, place)


def _proper(capitals: str, place: str) -> str:
    """Return `phường Trúc Lâm` of `PHƯỜNG TRÚC LÂM`: the spelling of the place where it is printed too."""
    kind, _, name = capitals.partition(" ")
    kind = "đặc khu" if fold(capitals).startswith("đặc khu") else kind.lower()
    name = name.removeprefix("KHU ") if kind == "đặc khu" else name
    if place and fold(place) == fold(name):
        return f"{kind} {place}"
    return f"{kind} {' '.join(word.capitalize() for word in name.split())}"


def new_ward(
    ward_id: str, words: WardWords, agencies: dict[str, Agency], *, standing: str, signature: Signature
) -> Ward:
    """Return the ward that a first plan describes; what the plan does not say stands as `(chưa rõ)`."""
    full = words.full_name or UNKNOWN
    name = re.sub(r"^(phường|xã|đặc khu)\s+", "", full)
    province = words.province or UNKNOWN
    authority, signer = signature.authority, signature.signer
    lines = [_line(text) for text in signature.recipients]
    lines = [line for line in lines if line]
    above = re.compile(r"^(sở|ubnd tỉnh|ủy ban nhân dân tỉnh|ubnd thành phố|bộ)\b")
    for_report = ["Như trên", *(line for line in lines if not above.search(fold(line)))]
    return Ward(
        id=ward_id,
        name=name,
        full_name=full,
        province=province,
        place=words.place or name,
        issuer=("ỦY BAN NHÂN DÂN", full.upper()),
        symbol="UBND",
        agencies=agencies,
        standing_agency=standing,
        signer=Signer(tuple(authority) or ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), signer or UNKNOWN),
        addressees=(f"Sở Nội vụ {province}",) if words.province else ("Sở Nội vụ",),
        recipients={"bao-cao": tuple(for_report), "ke-hoach": tuple(lines)} if lines else {},
    )


def _line(text: str) -> str:
    """Return a line of Nơi nhận without its dash and final mark."""
    return re.sub(r"[.;,\s]+$", "", _DASH.sub("", text)).strip()
