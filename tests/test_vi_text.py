"""Unicode, comparison keys, look-alike letters and legacy encodings of Vietnamese text."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.vi.legacy import _TCVN3, _VNI_ALONE, from_tcvn3, from_vni, legacy_encoding, looks_legacy
from reportgen.vi.text import fold, illegal_xml, is_nfc, lookalikes, modern_tones, nfc

MOTTO = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc; ủy ban nhân dân phường được ưu đãi, những kỳ ở"
)
LETTERS = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"


def to_tcvn3(text: str) -> str:
    letters = {shown: byte for byte, shown in _TCVN3.items()}
    return "".join(letters.get(c, letters.get(c.lower(), c)) for c in text)


def to_vni(text: str) -> str:
    alone = {shown: byte for byte, shown in _VNI_ALONE.items()}
    marks = {"\u0300": "ø", "\u0301": "ù", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
    round_ = {"": "â", "\u0300": "à", "\u0301": "á", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
    breve = {"": "ê", "\u0300": "è", "\u0301": "é", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
    out = ""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tone = next((c for c in parts if c in marks), "")
        if char in alone:
            out += alone[char]
        elif "\u0302" in parts:
            out += parts[0] + round_[tone]
        elif "\u0306" in parts:
            out += parts[0] + breve[tone]
        elif tone:
            bare = nfc(parts.replace(tone, ""))
            out += alone.get(bare, bare) + marks[tone]
        else:
            out += char
    return out


def to_cp1258(text: str) -> bytes:
    out = b""
    for char in text:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tone = next(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
            out += nfc(parts.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")
    return out


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hoà", "hòa"),
        ("uỷ", "ủy"),
        ("Thuỷ", "Thủy"),
        ("khoẻ", "khỏe"),
        ("TUỲ", "TÙY"),
        ("qúy", "quý"),
        ("tòan", "toàn"),
    ],
)
def test_both_placements_of_tones_are_one_word(old: str, new: str) -> None:
    assert modern_tones(old) == new
    assert fold(old) == fold(new)


def test_modern_spelling_stays() -> None:
    words = "quý giữa gìn giá ngoài khuỷu thuở rượu của mía Nguyễn hoàn yếu quyền nghiêng"
    assert modern_tones(words) == words


@given(st.text(alphabet=LETTERS + "bcdghklmnpqrstvx aeiouy", max_size=30))
def test_moving_tones_never_changes_letters_or_tones(text: str) -> None:
    assert sorted(unicodedata.normalize("NFD", modern_tones(text))) == sorted(unicodedata.normalize("NFD", text))
    assert modern_tones(modern_tones(text)) == modern_tones(text)


@pytest.mark.parametrize(
    "other",
    [
        "Phòng Văn hóa – Xã hội", "phòng Văn hóa- Xã hội", "PHÒNG VĂN HÓA — XÃ HỘI.", "Phòng\u00a0Văn  hoá - Xã hội..",
        unicodedata.normalize("NFD", "Phòng Văn hóa - Xã hội"), "Phòng Văn\u200b hóa-Xã hội ",
    ],
)  # fmt: skip
def test_other_spellings_of_a_name_have_its_key(other: str) -> None:
    assert fold(other) == fold("Phòng Văn hóa - Xã hội")


def test_accents_tell_names_apart() -> None:
    assert fold("Hà Nội") != fold("Ha Noi")
    assert fold("“Một cửa”") == fold('"một cửa"')


@given(st.text())
def test_a_key_of_a_key_is_the_key(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_every_letter_is_known_in_both_normal_forms() -> None:
    for letter in LETTERS + LETTERS.upper():
        assert fold(unicodedata.normalize("NFD", letter)) == fold(letter)
        assert is_nfc(letter)


def test_what_an_office_file_cannot_hold_is_found_with_its_place() -> None:
    assert illegal_xml("A\x0bB\ud800\n\t\x0c\x07\ufffe") == [(1, 0x0B), (3, 0xD800), (6, 0x0C), (7, 0x07), (8, 0xFFFE)]
    assert illegal_xml(MOTTO + "\n\t") == []
    assert {code for code in range(0x20) if not illegal_xml(chr(code))} == {0x09, 0x0A}


def test_letters_that_only_look_right_are_named() -> None:
    assert lookalikes("nǎm hоá\u200b") == [(1, "ǎ", "ă"), (5, "о", "o"), (7, "\u200b", "")]
    assert lookalikes(MOTTO + LETTERS) == []


@pytest.mark.parametrize(("text", "encoding"), [("C«ng hoµ", "TCVN3"), ("Coäng hoøa", "VNI")])
def test_short_legacy_words_are_recognised(text: str, encoding: str) -> None:
    assert looks_legacy(text) == encoding


def test_legacy_letters_are_recognised_and_named() -> None:
    assert (looks_legacy(to_tcvn3(MOTTO)), looks_legacy(to_vni(MOTTO))) == ("TCVN3", "VNI")
    assert from_tcvn3(to_tcvn3(MOTTO)) == MOTTO
    assert from_vni(to_vni(MOTTO)) == MOTTO


@pytest.mark.parametrize(
    "text", [MOTTO, "", "© 2026 «x» 1½ 25°C", "Malmö Björn señor naïve Übung Noël", "Häagen-Dazs", "98 ± 2 µm"]
)
def test_other_text_is_not_called_legacy(text: str) -> None:
    assert looks_legacy(text) is None


def test_seeds_are_not_legacy(root: Path) -> None:
    for ward in ("truc-lam", "hang-gon"):
        data = (root / f"tests/seeds/{ward}.txt").read_bytes()
        assert legacy_encoding(data) is None
        assert looks_legacy(data.decode()) is None


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (MOTTO.encode(), None),
        (MOTTO.encode("utf-8-sig"), None),
        (b"years: [2026, 2026]\n", None),
        (b"", None),
        (MOTTO.encode("utf-16"), "UTF-16"),
        (MOTTO.encode("utf-16-be"), "UTF-16"),
        (to_tcvn3(MOTTO).encode("latin-1"), "TCVN3"),
        (to_vni(MOTTO).encode("latin-1"), "VNI"),
        (to_cp1258(MOTTO), "Windows-1258"),
        (b"Co^.ng ho`a xa~ ho^.i chu? nghi~a Vie^.t Nam", "VIQR"),
        (b"\xff\xff\xff", "không rõ"),
    ],
)
def test_the_encoding_of_a_file_is_named(data: bytes, encoding: str | None) -> None:
    assert legacy_encoding(data) == encoding


@given(st.binary(max_size=60))
def test_any_bytes_are_utf8_or_named(data: bytes) -> None:
    if legacy_encoding(data) is None:
        assert data.decode("utf-8") is not None
