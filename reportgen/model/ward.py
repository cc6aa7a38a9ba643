"""Phường: who it is, its agencies under all their spellings, who signs, who receives."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportgen.model.period import Calendar


@dataclass(frozen=True, slots=True)
class Agency:
    """A unit that leads, helps, reports or receives.

    Attributes:
        id: File-safe id, `phong-van-hoa-xa-hoi`.
        name: Official name, the only one that documents print.
        level: `phường`, `tỉnh`, `trung ương`, `đoàn thể`, `doanh nghiệp`, or `tập thể` for a declared collective
            ("Các cơ quan, đơn vị") that names no single owner.
        short: Short name for narrow columns, official use ("Phòng VH-XH").
        aliases: Other spellings met in print; matched after NFC, case and space folding.
        reports: True when the ward expects a progress return from it every period.
    """

    id: str
    name: str
    level: str
    short: str = ""
    aliases: tuple[str, ...] = ()
    reports: bool = False


@dataclass(frozen=True, slots=True)
class Signer:
    """The signature block (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.7).

    Attributes:
        authority: Lines above the name in order, capitals: `("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")`.
        name: Full name without title or degree.
    """

    authority: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward.

    Attributes:
        id: Folder name, `truc-lam`.
        name: Proper name, `Trúc Lâm`.
        full_name: With its type, `phường Trúc Lâm`.
        province: With its type, `tỉnh Thanh Hóa`.
        place: Địa danh of the issue line; for a ward its name alone (II.4).
        issuer: Lines of the issuer, capitals: `("ỦY BAN NHÂN DÂN", "PHƯỜNG TRÚC LÂM")`.
        symbol: Abbreviation of the issuer in the ký hiệu, `UBND`.
        agencies: By id, in printed order.
        standing_agency: Id of the unit that collects and reports (cơ quan thường trực).
        signer: Who signs.
        addressees: `Kính gửi` lines of a report to a superior.
        recipients: By kind of document (`bao-cao`, `ke-hoach`): lines of Nơi nhận, without dash and final mark.
        calendar: Overrides of reporting windows.
        count_regular_as_done: Whether a "thường xuyên" task with results in the period counts as done for it.
        source: Where it was read.
    """

    id: str
    name: str
    full_name: str
    province: str
    place: str
    issuer: tuple[str, ...]
    symbol: str
    agencies: dict[str, Agency]
    standing_agency: str
    signer: Signer
    addressees: tuple[str, ...]
    recipients: dict[str, tuple[str, ...]]
    calendar: Calendar = field(default_factory=Calendar)
    count_regular_as_done: bool = True
    source: str = ""
