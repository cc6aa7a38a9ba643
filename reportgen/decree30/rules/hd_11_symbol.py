"""Rule HD-11; the docstring of its function is its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.decree30.components import Components, Kind
from reportgen.decree30.facts import Facts
from reportgen.decree30.model import Document, Place
from reportgen.decree30.outcome import Finding, Note, not_applicable, not_evaluated
from reportgen.decree30.rules._numbers import read_number
from reportgen.decree30.rules._shared import folded, issuer_of, joined, no_header


def hd_11(doc: Document, parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    """Ký hiệu không khớp tên loại hoặc cơ quan ban hành.

    ## Vì sao
    Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, điểm b khoản 3 và Phụ lục III, Mục I: ký hiệu gồm chữ viết
    tắt tên loại và chữ viết tắt tên cơ quan ban hành (BC-UBND). Công văn không có chữ viết tắt tên loại; ký hiệu
    gồm chữ viết tắt tên cơ quan và đơn vị soạn thảo hoặc lĩnh vực (UBND-VX).
    ## Cách sửa
    Ghi lại ký hiệu theo tên loại: báo cáo BC, kế hoạch KH, tờ trình TTr, thông báo TB, quyết định QĐ; sau dấu gạch
    nối ghi UBND. Công văn ghi UBND, gạch nối, rồi đơn vị hoặc lĩnh vực.
    ## Ví dụ
    Báo cáo mang “Số: 05/KH-UBND”, công văn mang “Số: 12/CV-UBND”: báo HD-11. “Số: 05/BC-UBND”, “Số: 12/UBND-VX”:
    không báo.
    """
    del doc
    line = parts.number
    if line is None:
        yield not_applicable("văn bản không có số, ký hiệu") if parts.official else no_header()
        return
    read = read_number(line.shown)
    groups = read.groups
    if not groups:
        wanted = _wanted(parts, facts) or "chữ viết tắt tên cơ quan và đơn vị soạn thảo"
        yield Finding(line.place, "không có ký hiệu sau số", f"ký hiệu {wanted}")
    elif parts.kind is Kind.LETTER:
        yield from _letter(line.place, groups, facts)
    else:
        yield from _named(line.place, groups, parts, facts)


def _wanted(parts: Components, facts: Facts) -> str:
    """Return the abbreviation of the tên loại, "" when the table of the decree has none."""
    if parts.kind is not None:
        return facts.kinds[parts.kind.name.lower()].symbol
    return facts.abbreviations.get(folded(parts.kind_words), "")


def _letter(place: Place, groups: tuple[str, ...], facts: Facts) -> Iterator[Finding]:
    types = {text.upper() for text in (*facts.abbreviations.values(), *facts["HD-11"].texts("letter"))}
    symbol = "-".join(groups)
    if len(groups) > 1 and groups[0].upper() in types:
        found = f"ký hiệu công văn “{symbol}” có chữ viết tắt tên loại “{groups[0]}”"
        yield Finding(place, found, "tên cơ quan, gạch nối, đơn vị soạn thảo hoặc lĩnh vực: UBND-VX")
    elif len(groups) == 1:
        found = f"ký hiệu công văn “{symbol}” thiếu đơn vị soạn thảo hoặc lĩnh vực"
        yield Finding(place, found, "tên cơ quan, gạch nối, đơn vị soạn thảo hoặc lĩnh vực: UBND-VX")


def _named(place: Place, groups: tuple[str, ...], parts: Components, facts: Facts) -> Iterator[Finding | Note]:
    wanted = _wanted(parts, facts)
    if not wanted:
        yield not_evaluated("không biết chữ viết tắt của tên loại văn bản")
        return
    symbol = "-".join(groups)
    name = parts.kind.value if parts.kind else folded(parts.kind_words)
    if re.match(r"\d{4}/", symbol) and parts.kind is not Kind.DECISION:
        yield Finding(place, f"ký hiệu “{symbol}” có năm ban hành", f"số, dấu gạch chéo rồi đến {wanted}-")
    elif groups[0].rpartition("/")[2].upper() != wanted.upper():
        yield Finding(place, f"ký hiệu của {name} ghi “{symbol}”", f"bắt đầu bằng {wanted}-")
    elif len(groups) == 1:
        yield Finding(
            place, f"ký hiệu “{symbol}” thiếu chữ viết tắt tên cơ quan", f"{wanted}-, rồi tên cơ quan viết tắt"
        )
    else:
        yield from _organ(place, groups[1:], parts, facts)


def _organ(place: Place, organs: tuple[str, ...], parts: Components, facts: Facts) -> Iterator[Finding]:
    """Yield a finding when the committee or council that issues is not the one that the symbol names.

    How other organs are abbreviated is for their heads to say, so it is not judged.
    """
    fact = facts["HD-11"]
    _, issuer = issuer_of(parts, facts)
    name = folded(joined(issuer))
    for half, key in zip(facts["HD-05"].texts("halves"), ("committee", "council"), strict=True):
        allowed = fact.texts(key)
        if name.startswith(folded(half)) and not any(organ.upper().startswith(allowed) for organ in organs):
            found = f"ký hiệu ghi cơ quan “{'-'.join(organs)}”, cơ quan ban hành là “{joined(issuer)}”"
            yield Finding(place, found, f"chữ viết tắt tên cơ quan ban hành: {allowed[0]}")
