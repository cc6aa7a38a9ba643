"""On the two real plans `check data` tells the defects that were found in them by hand, and no invented ones."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from reportgen.check import check_data
from reportgen.load.ward import load_ward
from reportgen.problem import Problem

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def told() -> dict[str, tuple[Problem, ...]]:
    return {ward: check_data(load_ward(DATA / ward).data, thorough=True) for ward in ("truc-lam", "hang-gon")}


def test_nothing_but_these_kinds_is_told_of_truc_lam(told: dict[str, tuple[Problem, ...]]) -> None:
    assert Counter(p.code for p in told["truc-lam"]) == {
        "KH016": 2,  # duties "kịp thời" and one without a time
        "KH017": 1,  # three times "trước ngày 19/12/2025" in a plan for 2026, told in one
        "KH022": 7,  # "trên địa bàn tỉnh" five times, "toàn tỉnh", "lãnh đạo tỉnh"
        "KH023": 1,  # 05.7: giai đoạn 2025 - 2030
        "KH024": 3,  # no unit reports on Phụ lục III, IV, VII
        "TD022": 1,  # Công an phường, left out of the illustration on purpose
    }


def test_nothing_but_these_kinds_is_told_of_hang_gon(told: dict[str, tuple[Problem, ...]]) -> None:
    assert Counter(p.code for p in told["hang-gon"]) == {
        "CT009": 1,  # 100% dữ liệu mở stands in the text alone
        "CT010": 2,  # cấp độ 3, cấp độ 4 against 100 %
        "KH010": 4,  # II.2.1, II.2.3, II.3.4, III.2.5 without product
        "KH016": 2,
        "KH019": 2,  # III to V; VII.2 from 1 to 3
        "KH020": 1,  # III.2.1
        "KH021": 1,  # Chiến lược dữ liệu quốc gia twice
        "KH022": 1,  # "trên địa bàn tỉnh" in II.1.3
        "KH023": 1,  # 2021 - 2030 against 2026 - 2030
        "TD022": 1,
    }


@pytest.mark.parametrize(
    ("ward", "code", "words"),
    [
        ("truc-lam", "KH017", "19/12/2025"),
        ("truc-lam", "KH023", "05.7"),
        ("truc-lam", "KH024", "Phụ lục VII"),
        ("truc-lam", "KH022", "lãnh đạo tỉnh"),
        ("hang-gon", "CT009", "dữ liệu mở"),
        ("hang-gon", "CT010", "cấp độ 4"),
        ("hang-gon", "KH010", "III.2.5"),
        ("hang-gon", "KH019", "từ số III sang số V"),
        ("hang-gon", "KH019", "VII.2 nhảy từ số 1 sang số 3"),
        ("hang-gon", "KH021", "VII.1.3 và VII.2.3"),
    ],
)
def test_a_defect_found_by_hand_is_told(ward: str, code: str, words: str, told: dict[str, tuple[Problem, ...]]) -> None:
    assert any(p.code == code and words in p.message for p in told[ward])
