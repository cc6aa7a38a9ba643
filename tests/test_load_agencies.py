"""Printed names resolve to agencies by known spellings only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.load.agencies import Directory
from reportgen.model.plan import Party
from reportgen.model.ward import Agency

AGENCIES = (
    Agency("vhxh", "Phòng Văn hóa - Xã hội", "phường", "Phòng VH-XH", ("Phòng VHXXH",)),
    Agency("kthtdt", "Phòng Kinh tế, Hạ tầng và Đô thị", "phường"),
    Agency("vp", "Văn phòng HĐND và UBND", "phường"),
    Agency("mttq", "Ủy ban Mặt trận Tổ quốc", "đoàn thể", "UBMTTQVN"),
    Agency("doan-the", "Các đoàn thể", "tập thể"),
)


@pytest.mark.parametrize(
    "printed",
    [
        "Phòng Văn hóa - Xã hội",
        "- Phòng Văn hóa - Xã hội.",
        "+ phòng Văn hóa- Xã hội;",
        "Phòng Văn hoá – Xã hội",
        "PHÒNG VĂN HÓA - XÃ HỘI,",
        "Phòng VHXXH",
        "Phòng VH-XH..",
        "Phòng Văn hóa - Xã hội (..)",
        "  Phòng  Văn hóa\u00a0- Xã hội ",
    ],
)
def test_known_spellings_resolve(printed: str) -> None:
    assert Directory(AGENCIES).find(printed) == Party(printed, "vhxh")


@pytest.mark.parametrize("printed", ["Phòng Văn hoa Xã hội", "Phòng", "", "-", "Sở Nội vụ", "Văn phòng", "hóa: việc"])
def test_anything_else_stays_unknown(printed: str) -> None:
    assert Directory(AGENCIES).find(printed) == Party(printed, "")


@pytest.mark.parametrize(
    ("printed", "note"),
    [
        ("Phòng VH-XH: theo dõi, kiểm tra.", "theo dõi, kiểm tra"),
        ("Phòng VH-XH (tổng hợp)", "tổng hợp"),
        ("- Phòng VH-XH: tổng hợp: quý, năm", "tổng hợp: quý, năm"),
    ],
)
def test_words_beyond_the_name_are_the_note(printed: str, note: str) -> None:
    assert Directory(AGENCIES).find(printed) == Party(printed, "vhxh", note)


@pytest.mark.parametrize("printed", ["Văn phòng HĐND&UBND", "Văn phòng HĐND & UBND.", "VĂN PHÒNG HĐND VÀ UBND"])
def test_an_ampersand_reads_as_and(printed: str) -> None:
    assert Directory(AGENCIES).find(printed).agency == "vp"


def test_an_item_that_lists_agencies_is_cut_only_where_every_part_is_known() -> None:
    found = Directory(AGENCIES).find_all("Phòng VH-XH, Phòng Kinh tế, Hạ tầng và Đô thị và UBMTTQVN, các đoàn thể")
    assert [(p.printed, p.agency) for p in found] == [
        ("Phòng VH-XH", "vhxh"),
        ("Phòng Kinh tế, Hạ tầng và Đô thị", "kthtdt"),
        ("UBMTTQVN", "mttq"),
        ("các đoàn thể", "doan-the"),
    ]
    unknown = "Phòng VH-XH, Sở Nội vụ"
    assert Directory(AGENCIES).find_all(unknown) == (Party(unknown, ""),)


def test_two_agencies_with_one_spelling_are_a_conflict() -> None:
    directory = Directory((*AGENCIES, Agency("khac", "Phòng khác", "phường", aliases=("phòng văn hoá-xã hội",))))
    assert [(name, a.id, b.id) for name, a, b in directory.conflicts] == [("phòng văn hoá-xã hội", "vhxh", "khac")]
    assert directory.find("Phòng Văn hóa - Xã hội").agency == "vhxh"


def test_an_unknown_name_gets_the_nearest_ones() -> None:
    problem = Directory(AGENCIES).unknown("- Phòng Văn hoa Xã hội.", "plans/2026.yaml, dòng 7")
    assert (problem.code, problem.where) == ("KH002", "plans/2026.yaml, dòng 7")
    assert "“Phòng Văn hoa Xã hội”" in problem.message
    assert "“Phòng Văn hóa - Xã hội”" in problem.remedy


@given(st.text(max_size=80))
def test_no_text_breaks_the_directory(printed: str) -> None:
    directory = Directory(AGENCIES)
    assert directory.find(printed).printed == printed
    assert all(p.agency for p in directory.find_all(printed)) or directory.find_all(printed) == (Party(printed, ""),)
    assert directory.unknown(printed, "x").code == "KH002"
