"""Cold, warm or without a cache: the same files, the same words, the same JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reportgen.cache import Cache
from reportgen.check import check_data
from reportgen.load import ward as loader
from reportgen.load.remembered import fingerprint, load_remembered
from reportgen.load.ward import load_ward
from reportgen.memory import NOTHING
from reportgen.problem import ReportgenError
from tests.support_ward import write_ward

RETURN = "progress/2026-q3/van-phong-hdnd-ubnd.yaml"
WARDS = ("truc-lam", "hang-gon")


def run(cache: str, out: Path, root: Path, *words: str) -> tuple[int, str, str, dict[str, bytes]]:
    """Run the command in a process of its own; return status, stdout, stderr and the documents, paths aside."""
    environment = {**os.environ, "REPORTGEN_CACHE": cache, "NO_COLOR": "1"}
    place = ["--out", str(out)] if words[0] != "status" else []
    done = subprocess.run(
        [sys.executable, "-m", "reportgen", *words, *place],
        capture_output=True,
        text=True,
        cwd=root,
        env=environment,
        check=False,
    )
    files = {p.name: p.read_bytes() for p in out.rglob("*.*") if not p.name.startswith(".")} if out.exists() else {}
    return done.returncode, done.stdout.replace(str(out), "OUT"), done.stderr.replace(str(out), "OUT"), files


@pytest.mark.parametrize("ward", WARDS)
@pytest.mark.parametrize(
    "words", [("quarterly", "--year", "2026", "--quarter", "3", "--json"), ("plan",), ("status", "--year", "2026")]
)
def test_a_cache_changes_no_result(root: Path, tmp_path: Path, ward: str, words: tuple[str, ...]) -> None:
    command = (*words, "--ward", ward)
    cache = str(tmp_path / "cache")
    without = run("off", tmp_path / "out-off", root, *command)
    cold = run(cache, tmp_path / "out-cold", root, *command)
    assert list((tmp_path / "cache").iterdir())
    warm = run(cache, tmp_path / "out-warm", root, *command)
    assert cold == without
    assert warm == without
    if "--json" in words:
        assert json.loads(warm[1])["ok"] is True


def test_runs_at_once_with_one_empty_cache_do_not_harm_each_other(root: Path, tmp_path: Path) -> None:
    command = ("quarterly", "--year", "2026", "--quarter", "3", "--ward", "truc-lam", "--json")
    without = run("off", tmp_path / "out-off", root, *command)
    with ThreadPoolExecutor(3) as runs:
        outs = [tmp_path / f"out-{number}" for number in range(3)]
        told = list(runs.map(lambda out: run(str(tmp_path / "cache"), out, root, *command), outs))
    assert told == [without] * 3
    assert not [path.name for path in (tmp_path / "cache").iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("home", ["a file", "nowhere", "others may write"])
def test_a_home_that_cannot_serve_only_means_no_cache(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    monkeypatch.delenv("REPORTGEN_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    place = tmp_path / "home"
    if home == "a file":
        place.write_text("")
    elif home == "others may write":
        (place / ".cache" / "reportgen").mkdir(parents=True)
        (place / ".cache" / "reportgen").chmod(0o777)
    monkeypatch.setenv("HOME", "relative" if home == "nowhere" else str(place))
    command = [sys.executable, "-m", "reportgen", "status", "--ward", "truc-lam", "--year", "2026", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, check=True)
    assert json.loads(done.stdout)["ok"] is True
    assert not [path for path in tmp_path.rglob("*-*") if path.is_file()]


@pytest.mark.parametrize("ward", WARDS)
@pytest.mark.parametrize("verbatim", [False, True])
def test_a_remembered_ward_equals_the_one_read(root: Path, tmp_path: Path, ward: str, *, verbatim: bool) -> None:
    folder, cache = root / "data" / ward, Cache(tmp_path / "cache")
    read = load_ward(folder, verbatim=verbatim)
    first = load_remembered(folder, cache, verbatim=verbatim)
    second = load_remembered(folder, cache, verbatim=verbatim)
    assert first == read
    assert second == read
    assert repr(second) == repr(read)


@pytest.fixture
def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every reading of YAML fail."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(loader, "load_ward", refuse)


def test_an_unchanged_folder_is_not_read_again(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    folder, cache = write_ward(tmp_path), Cache(tmp_path / "cache")
    read = load_remembered(folder, cache)
    request.getfixturevalue("no_reading")
    assert load_remembered(folder, cache) == read


@pytest.mark.parametrize("change", ["byte", "new file", "file gone", "stray", "renamed", "year", "verbatim", "ward"])
def test_whatever_changes_is_read_again(tmp_path: Path, change: str, request: pytest.FixtureRequest) -> None:
    folder, cache = write_ward(tmp_path), Cache(tmp_path / "cache")
    load_remembered(folder, cache)
    request.getfixturevalue("no_reading")
    path = folder / RETURN
    asked: dict[str, object] = {}
    match change:
        case "byte":
            path.write_bytes(path.read_bytes() + b"\n")
        case "new file":
            (folder / "progress/2026-q3/phong-moi.yaml").write_text("agency: x")
        case "file gone":
            path.unlink()
        case "stray":
            (folder / "ghi-chu.txt").write_text("")
        case "renamed":
            path.rename(path.with_suffix(".yml"))
        case "year":
            asked["year"] = 2026
        case "verbatim":
            asked["verbatim"] = True
        case _:
            folder = folder.rename(tmp_path / "suoi-khac")
    with pytest.raises(AssertionError, match="read again"):
        load_remembered(folder, cache, **asked)  # type: ignore[arg-type]


def test_left_overs_make_no_difference(tmp_path: Path) -> None:
    folder = write_ward(tmp_path)
    before = fingerprint(folder)
    (folder / "plans" / ".2026.yaml.swp").write_text("x")
    (folder / "plans" / "2026.yaml.bak").write_text("x")
    assert fingerprint(folder) == before


def test_a_folder_with_errors_is_told_in_full_every_time(tmp_path: Path) -> None:
    edits = {"ward.yaml": {"symbol: UBND": "symbol: [UBND"}}
    folder, cache = write_ward(tmp_path, edits=edits), Cache(tmp_path / "cache")
    told = []
    for memory in (NOTHING, cache, cache):
        with pytest.raises(ReportgenError) as caught:
            load_remembered(folder, memory, inspect=check_data)
        told.append((caught.value.problems, caught.value.exit_code))
    assert told[0] == told[1] == told[2]
    assert "dòng" in told[0][0][0].where
    assert not (tmp_path / "cache").exists()


def test_warnings_are_remembered_with_the_data(tmp_path: Path) -> None:
    folder, cache = write_ward(tmp_path, files={"plans/ghi-chu.txt": "x"}), Cache(tmp_path / "cache")
    told = [load_remembered(folder, memory).problems for memory in (NOTHING, cache, cache)]
    assert [problem.code for problem in told[0]] == ["DL004"]
    assert told[0] == told[1] == told[2]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_folder_with_links_is_read_every_time(tmp_path: Path) -> None:
    folder, cache = write_ward(tmp_path), Cache(tmp_path / "cache")
    (folder / RETURN).rename(tmp_path / "elsewhere.yaml")
    (folder / RETURN).symlink_to(tmp_path / "elsewhere.yaml")
    assert fingerprint(folder) is None
    with pytest.raises(ReportgenError):
        load_remembered(folder, cache)


def test_an_entry_of_other_classes_is_not_unpickled(tmp_path: Path) -> None:
    class Planted:
        get = staticmethod(lambda *_: b"cposix\nsystem\n(S'touch " + str(tmp_path / "ran").encode() + b"'\ntR.")
        put = staticmethod(lambda *_: None)

    folder = write_ward(tmp_path)
    assert load_remembered(folder, Planted()) == load_ward(folder)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("kept", [b"", b"x", b"\x80\x05N.", b"\x80\x05K\x01K\x02\x86."])
def test_an_entry_that_makes_no_sense_is_read_again(tmp_path: Path, kept: bytes) -> None:
    class Spoilt:
        get = staticmethod(lambda *_: kept)
        put = staticmethod(lambda *_: None)

    folder = write_ward(tmp_path)
    assert load_remembered(folder, Spoilt()) == load_ward(folder)
