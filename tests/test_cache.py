"""What one run leaves for the next: found again as it was, or not at all; never a reason to fail."""

from __future__ import annotations

import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from reportgen import cache as module
from reportgen.cache import Cache, open_cache, program_stamp

posix = pytest.mark.skipif(sys.platform == "win32", reason="owners and modes are those of POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "below" / "cache"


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


@pytest.mark.parametrize("value", [b"", b"x", os.urandom(70_000)], ids=["empty", "one byte", "many"])
def test_what_was_kept_is_found_by_another_run(folder: Path, value: bytes) -> None:
    Cache(folder).put("ward", "khóa", value)
    assert Cache(folder).get("ward", "khóa") == value


def test_nothing_is_found_under_another_key_or_kind(folder: Path) -> None:
    Cache(folder).put("ward", "a", b"1")
    assert Cache(folder).get("ward", "b") is None
    assert Cache(folder).get("form", "a") is None


def test_the_last_of_two_values_counts(folder: Path) -> None:
    for value in (b"first", b"second"):
        Cache(folder).put("ward", "a", value)
    assert Cache(folder).get("ward", "a") == b"second"
    assert len(entries(folder)) == 1


@pytest.mark.parametrize("length", [0, 5, 12, 43, 44, 45, -1])
def test_an_entry_cut_short_is_no_entry(folder: Path, length: int) -> None:
    Cache(folder).put("ward", "a", b"whole value")
    (entry,) = entries(folder)
    entry.write_bytes(entry.read_bytes()[:length])
    assert Cache(folder).get("ward", "a") is None


def test_an_entry_with_any_byte_changed_is_no_entry(folder: Path) -> None:
    Cache(folder).put("ward", "a", b"whole")
    (entry,) = entries(folder)
    content = entry.read_bytes()
    for at in range(len(content)):
        entry.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert Cache(folder).get("ward", "a") is None


def test_a_spoilt_entry_is_made_again(folder: Path) -> None:
    Cache(folder).put("ward", "a", b"whole")
    entries(folder)[0].write_bytes(b"spoilt")
    Cache(folder).put("ward", "a", b"whole")
    assert Cache(folder).get("ward", "a") == b"whole"


@posix
def test_the_folder_and_its_entries_are_for_their_owner_alone(folder: Path) -> None:
    Cache(folder).put("ward", "a", b"1")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(entries(folder)[0].stat().st_mode) == 0o600


@posix
@pytest.mark.parametrize("mode", [0o770, 0o702, 0o777])
def test_a_folder_that_others_may_write_is_neither_read_nor_written(folder: Path, mode: int) -> None:
    Cache(folder).put("ward", "a", b"1")
    folder.chmod(mode)
    assert Cache(folder).get("ward", "a") is None
    Cache(folder).put("ward", "b", b"2")
    assert len(entries(folder)) == 1


@posix
@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_an_entry_that_others_may_write_does_not_count(folder: Path, mode: int) -> None:
    Cache(folder).put("ward", "a", b"1")
    entries(folder)[0].chmod(mode)
    assert Cache(folder).get("ward", "a") is None


@posix
def test_what_belongs_to_somebody_else_does_not_count(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Cache(folder).put("ward", "a", b"1")
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    assert Cache(folder).get("ward", "a") is None
    Cache(folder).put("ward", "b", b"2")
    assert len(entries(folder)) == 1


@posix
def test_a_link_in_place_of_the_folder_or_of_an_entry_does_not_count(folder: Path, tmp_path: Path) -> None:
    Cache(folder).put("ward", "a", b"1")
    (tmp_path / "link").symlink_to(folder)
    assert Cache(tmp_path / "link").get("ward", "a") is None
    (entry,) = entries(folder)
    entry.rename(tmp_path / "elsewhere")
    entry.symlink_to(tmp_path / "elsewhere")
    assert Cache(folder).get("ward", "a") is None


def test_where_no_folder_can_be_made_there_is_no_cache(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file" / "cache")
    cache.put("ward", "a", b"1")
    assert cache.get("ward", "a") is None


def test_a_full_disk_leaves_no_cut_entry(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    Cache(folder).put("ward", "a", b"1")
    assert list(folder.iterdir()) == []


def test_old_entries_make_room_for_new_ones(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ENTRIES", 8)
    cache = Cache(folder)
    for number in range(8):
        cache.put("ward", str(number), b"x")
        for age, entry in enumerate(sorted(entries(folder), key=lambda path: -path.stat().st_mtime_ns)):
            os.utime(entry, (1_000_000 - age, 1_000_000 - age))
    cache.put("ward", "newest", b"y")
    assert len(entries(folder)) <= 8
    assert cache.get("ward", "newest") == b"y"
    assert cache.get("ward", "0") is None


def test_the_folder_stays_within_its_size(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 10_000)
    cache = Cache(folder)
    for number in range(20):
        cache.put("ward", str(number), bytes(2000))
        assert sum(entry.stat().st_size for entry in entries(folder)) <= 10_000
    cache.put("ward", "too large", bytes(9000))
    assert cache.get("ward", "too large") is None


def test_an_entry_that_is_used_counts_as_new(folder: Path) -> None:
    Cache(folder).put("ward", "a", b"1")
    (entry,) = entries(folder)
    os.utime(entry, (1000, 1000))
    assert Cache(folder).get("ward", "a") == b"1"
    assert entry.stat().st_mtime > 1_000_000


def test_runs_at_once_find_whole_values_or_none(folder: Path) -> None:
    values = [bytes([65 + number]) * 50_000 for number in range(4)]
    seen: list[bytes | None] = []

    def work(value: bytes) -> None:
        for _ in range(25):
            cache = Cache(folder)
            cache.put("ward", "a", value)
            seen.append(cache.get("ward", "a"))

    threads = [threading.Thread(target=work, args=(value,)) for value in values]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(seen) <= {None, *values}
    assert Cache(folder).get("ward", "a") in values
    assert len(list(folder.iterdir())) == 1


def test_another_program_finds_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Cache(folder).put("ward", "a", b"1")
    monkeypatch.setattr(module, "program_stamp", lambda: "another version")
    assert Cache(folder).get("ward", "a") is None


def test_a_changed_file_of_the_program_makes_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "rules" / "one.py"
    source.parent.mkdir()
    source.write_text("one = 1")
    monkeypatch.setattr(module, "_PACKAGE", tmp_path)
    before = program_stamp()
    assert program_stamp() == before
    source.write_text("one = 11")
    assert program_stamp() != before


@pytest.mark.parametrize("said", ["", "off", " OFF ", "0", "none"])
def test_it_can_be_switched_off(monkeypatch: pytest.MonkeyPatch, said: str, tmp_path: Path) -> None:
    monkeypatch.setenv("REPORTGEN_CACHE", said)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    open_cache().put("ward", "a", b"1")
    assert open_cache().get("ward", "a") is None
    assert list(tmp_path.iterdir()) == []


@posix
def test_it_stands_where_the_system_keeps_caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("REPORTGEN_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    open_cache().put("ward", "a", b"1")
    assert len(entries(tmp_path / "xdg" / "reportgen")) == 1
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    open_cache().put("ward", "a", b"1")
    assert len(entries(tmp_path / "home" / ".cache" / "reportgen")) == 1


def test_it_stands_where_the_variable_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REPORTGEN_CACHE", str(tmp_path / "here"))
    open_cache().put("ward", "a", b"1")
    assert len(entries(tmp_path / "here")) == 1
