"""Plans of every sort for properties: words that try whatever YAML, Excel and the loader give a meaning to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from reportgen.load.schema import APPENDIX_FIELDS, AREA_KINDS
from reportgen.model.ward import Agency
from reportgen.vi.text import nfc

AGENCIES = {
    "phong-a": Agency(
        "phong-a", "Phòng Văn hóa - Xã hội", "phường", "Phòng VH-XH", ("Phòng VHXH: tổng hợp",), reports=True
    ),
    "phong-b": Agency("phong-b", "Phòng Kinh tế, Hạ tầng và Đô thị", "phường"),
}
PIECES = (
    *("Thường xuyên", "Quý I/2026", "đ", "Ủy", "no", "yes", "0123", "12:30", "1_000", "2026-02-30", "~", "null", "95"),
    *(": ", ":", " #", "#", "- ", "-", "+ ", "'", '"', "''", "\\", "\\n", "{", "}", "[", "]", ",", "&", "*", "!", "|"),
    *(
        ">",
        "%",
        "@",
        "`",
        "?",
        "? ",
        "=",
        "<<",
        "...",
        "---",
        "\n",
        "\n\n",
        "\n  ",
        "\t",
        "\n\t",
        " ",
        "“",
        "”",
        "≥ 95",
    ),
    *("e\u0309", "🙂", "\u00a0", "𝒜"),
)


def texts() -> st.SearchStrategy[str]:
    """Return words that try whatever YAML gives a meaning to."""
    joined = st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map(lambda p: nfc("".join(p)).strip())
    return joined.filter(bool)


def lists(of: st.SearchStrategy[Any], least: int = 0, most: int = 3) -> st.SearchStrategy[list[Any]]:
    return st.lists(of, min_size=least, max_size=most)


def rows(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(keys)


MISPRINTS = st.sampled_from(["Thường xuyên", "Quý I/2026", "≥ 95", "0123"])
NAMES = st.sampled_from([name for a in AGENCIES.values() for name in (a.name, *a.aliases)])
YEARS = st.sampled_from([[2026, 2026], [2026, 2030]])
TASKS = rows(
    number=st.sampled_from(["1.", "2", "0123", "1.1."]),
    title=texts(),
    products=lists(texts()),
    lead=lists(NAMES),
    cooperating=lists(NAMES.map(lambda name: f"- {name}.")),
    deadlines=lists(texts()),
)
AREAS = rows(
    id=texts(),
    title=texts(),
    heading=texts(),
    kind=st.sampled_from(AREA_KINDS),
    lead=st.sampled_from(["", *AGENCIES]),
    groups=lists(rows(id=texts(), title=texts(), tasks=lists(TASKS)), 1, 2),
)
INDICATORS = rows(
    id=texts(),
    name=texts(),
    unit=st.sampled_from(["%", ""]),
    comparator=st.sampled_from([">=", "<=", ">", "="]),
    target=st.sampled_from([None, Decimal(95), Decimal("0.5"), Decimal(-3)]),
    target_text=texts(),
    years=YEARS,
    tracker=st.one_of(st.just(""), NAMES),
    denominator=texts(),
    origin=st.sampled_from(["phụ lục", "văn bản"]),
    aggregate=st.sampled_from(["sum", "last"]),
    quote=texts(),
)
BLOCKS = st.dictionaries(
    st.sampled_from(["heading1", "heading2", "heading3", "paragraph", "list", "note"]), texts(), min_size=1, max_size=1
)
PLANS = rows(
    years=YEARS,
    title=texts(),
    subject=lists(texts()),
    number_line=texts(),
    date_line=texts(),
    citation=texts(),
    issued=st.sampled_from([None, date(2026, 1, 8)]),
    number=texts(),
    bases=lists(texts()),
    text=lists(BLOCKS),
    appendix_heading=lists(texts()),
    appendices=lists(
        rows(
            label=texts(),
            kind=st.sampled_from(["tasks", "indicators"]),
            columns=lists(texts()),
            fields=lists(st.sampled_from(APPENDIX_FIELDS)),
        )
    ),
    areas=lists(AREAS),
    indicators=lists(INDICATORS),
    duties=lists(rows(id=texts(), who=NAMES, to=texts(), when=texts(), quote=texts())),
    unit_duties=lists(rows(agency=NAMES, items=lists(texts()))),
    recipients=lists(texts()),
    authority=lists(texts()),
    signer=texts(),
    # No word of the agencies' names: a name that is corrected into another is another agency's.
    errata=lists(rows(place=st.just("văn bản"), printed=MISPRINTS, corrected=texts(), why=texts())),
)
