"""Compression of parts: any library gives a sound stream, and always the same one."""

from __future__ import annotations

import subprocess
import sys
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.render import deflate as codec
from reportgen.render.deflate import ORDER, deflate, library
from reportgen.render.package import open_package
from tests.support_render import part_of, template

TEXT = "".join(f"<w:t>Nhiệm vụ số {n}, thời hạn {n * 7919 % 365} ngày</w:t>" for n in range(60_000)).encode()
PACKED_BY_ZLIB_6 = len(zlib.compress(TEXT, 6))


@pytest.fixture(params=ORDER)
def name(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    chosen = str(request.param)
    monkeypatch.setenv("REPORTGEN_DEFLATE", chosen)
    return chosen


def test_each_library_can_be_chosen_and_its_stream_is_plain_deflate(name: str) -> None:
    assert library() == name
    packed, crc, size = deflate(TEXT)
    assert zlib.decompress(packed, -zlib.MAX_WBITS) == TEXT
    assert (crc, size) == (zlib.crc32(TEXT), len(TEXT))


def test_each_library_packs_within_a_quarter_of_zlib_at_its_default(name: str) -> None:
    assert library() == name
    assert len(deflate(TEXT).packed) < 1.25 * PACKED_BY_ZLIB_6


def test_the_same_bytes_are_packed_the_same_however_they_are_cut(name: str) -> None:
    assert library() == name
    once = deflate(TEXT)
    for step in (999, 65_536, 1_048_576, 2_500_000):
        assert deflate(TEXT[start : start + step] for start in range(0, len(TEXT), step)) == once


@settings(max_examples=60, deadline=None)
@given(pieces=st.lists(st.binary(max_size=50), max_size=8), chosen=st.sampled_from(ORDER))
def test_any_bytes_come_out_as_they_went_in(pieces: list[bytes], chosen: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPORTGEN_DEFLATE", chosen)
        whole = b"".join(pieces)
        assert deflate(pieces) == deflate(whole) == deflate(iter(pieces))
        assert zlib.decompress(deflate(pieces).packed, -zlib.MAX_WBITS) == whole
        assert deflate(pieces).crc == zlib.crc32(whole)


def test_pieces_are_taken_one_after_another_and_never_held_together(name: str) -> None:
    assert library() == name
    alive = 0
    most = 0

    class Piece(bytes):
        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    def pieces() -> Iterator[bytes]:
        nonlocal alive, most
        for _ in range(64):
            alive += 1
            most = max(most, alive)
            yield Piece(b"x" * (256 << 10))

    assert deflate(pieces()).size == 16 << 20
    assert most <= 8


@pytest.mark.parametrize("wanted", ["", "zopfli", "ISAL"])
def test_an_unknown_name_gives_the_best_library_installed(wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTGEN_DEFLATE", wanted)
    assert library() == "isal"


@pytest.mark.parametrize(("missing", "left"), [({"isal"}, "zlib-ng"), ({"isal", "zlib-ng"}, "zlib")])
def test_a_library_that_is_not_installed_is_passed_over(
    missing: set[str], left: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for absent in missing:
        monkeypatch.setitem(sys.modules, codec._MODULES[absent], None)
    monkeypatch.setenv("REPORTGEN_DEFLATE", "isal")
    codec._library.cache_clear()
    assert library() == left
    codec._library.cache_clear()


def test_a_package_is_written_by_the_library_chosen(name: str) -> None:
    data = template("Báo cáo")
    out = open_package(data, "a.docx").write({"word/styles.xml": TEXT})
    assert library() == name
    assert part_of(out, "word/styles.xml") == TEXT
    assert deflate(TEXT).packed in out


def test_no_library_is_loaded_before_something_is_packed() -> None:
    code = "import sys, reportgen.render.deflate; print(*{'isal', 'zlib_ng', 'zlib'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(said.stdout.split()) <= {"zlib"}
