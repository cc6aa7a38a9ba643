"""Hostile templates through the public face: nothing runs, nothing changes, all ends, each fault has its place."""

from __future__ import annotations

import copy
import html
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import jinja2
import pytest

from reportgen.problem import Problem, ReportgenError
from reportgen.render import compile_docx, compile_xlsx
from tests import render_xlsx
from tests.support_attacks import BOMBS, CODE, ESCAPES, IN_SHEETS, MUTATING, VALUES, WRONG_NAMES
from tests.support_render import NAME, W, part_of, parts_of, replaced, saved, with_notes

PLACES = {
    "body": "bao-cao.docx, thân văn bản, đoạn 1",
    "header": "bao-cao.docx, đầu trang, đoạn 1",
    "footer": "bao-cao.docx, chân trang, đoạn 1",
    "footnote": "bao-cao.docx, chú thích cuối trang, đoạn 1",
    "property": "bao-cao.docx, thuộc tính tài liệu (Tiêu đề)",
    "sheet": "mau.xlsx, Trang!B2",
}

PROMISED = {
    "code from a template": (len(CODE) * len(PLACES), 60),
    "ways out of the sandbox": (len(ESCAPES), 12),
    "changes to the data": (len(MUTATING), 20),
    "bombs": (len(BOMBS), 15),
    "wrong names": (len(WRONG_NAMES), 30),
}


@pytest.mark.parametrize(
    ("cases", "promised"), PROMISED.values(), ids=[f"{name}: {n} of {m}" for name, (n, m) in PROMISED.items()]
)
def test_every_class_of_attack_has_the_cases_that_were_promised(cases: int, promised: int) -> None:
    assert cases >= promised


def placed(payload: str, place: str) -> tuple[bytes, str]:
    """Return a template with a payload at a place, and its file name."""
    if place == "sheet":
        return render_xlsx.template({"Trang": [["{{ ten }}"], ["x", payload]]}), "mau.xlsx"
    document = docx.Document()
    document.add_paragraph(payload if place == "body" else "x")
    document.sections[0].header.paragraphs[0].text = payload if place == "header" else "x"
    document.sections[0].footer.paragraphs[0].text = payload if place == "footer" else "x"
    if place == "property":
        part: Any = document.core_properties
        part.title = "x"
    note = payload if place == "footnote" else "x"
    note = f'<w:footnote w:id="2"><w:p><w:r><w:t>{note.replace("<", "&lt;")}</w:t></w:r></w:p></w:footnote>'
    data = with_notes(saved(document), "footnotes", f'<w:footnotes xmlns:w="{W[1:-1]}">{note}</w:footnotes>')
    return (_titled(data, payload) if place == "property" else data), NAME


def _titled(data: bytes, payload: str) -> bytes:
    """Return a document with a title of any length, which python-docx does not write."""
    return replaced(data, "docProps/core.xml", "<dc:title>x</dc:title>", f"<dc:title>{payload}</dc:title>")


def refusal(data: bytes, name: str, values: dict[str, Any]) -> tuple[Problem, ...]:
    """Return the problems with which a template is refused."""
    compile_ = compile_xlsx if name.endswith(".xlsx") else compile_docx
    with pytest.raises(ReportgenError) as refused:
        compile_(data, name).render(values)
    return refused.value.problems


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("family", CODE)
def test_no_code_of_a_template_ever_runs(
    family: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    data, name = placed(CODE[family], place)
    found = refusal(data, name, VALUES)
    assert {problem.where for problem in found} == {PLACES[place]}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["body", "sheet"])
@pytest.mark.parametrize("way", ESCAPES)
def test_there_is_no_way_out_of_the_sandbox(way: str, place: str) -> None:
    data, name = placed(ESCAPES[way], place)
    assert {problem.where for problem in refusal(data, name, VALUES)} == {PLACES[place]}


def test_jinja_is_one_whose_sandbox_holds() -> None:
    assert tuple(int(number) for number in jinja2.__version__.split(".")[:3]) >= (3, 1, 6)


@pytest.mark.parametrize("place", ["body", "sheet"])
@pytest.mark.parametrize("call", MUTATING)
def test_a_template_changes_no_data_for_the_next(call: str, place: str) -> None:
    values = copy.deepcopy(VALUES)
    good, _ = placed("{{ ten }} {{ don_vi.ten }} {{ nhiem_vu[0].ten }} {{ nhiem_vu | length }}", place)
    data, name = placed("{{ " + call + " }}", place)
    compile_: Any = compile_xlsx if place == "sheet" else compile_docx
    before = compile_(good, name).render(values)
    assert {problem.where for problem in refusal(data, name, values)} == {PLACES[place]}
    assert values == VALUES
    assert compile_(good, name).render(values) == before


@pytest.mark.parametrize("place", ["body", "sheet"])
@pytest.mark.parametrize(("tag", "nearest"), WRONG_NAMES)
def test_a_wrong_name_is_told_with_its_place_and_the_nearest(tag: str, nearest: str, place: str) -> None:
    data, name = placed(tag, place)
    [problem] = refusal(data, name, VALUES)
    assert problem.code in {"MB015", "MB101"}
    assert problem.where == PLACES[place]
    assert nearest in problem.remedy


@pytest.mark.parametrize("place", PLACES)
def test_nothing_of_a_tag_is_left_in_any_part_of_a_document(place: str) -> None:
    data, name = placed("{{ ten }}{% if tong %} năm{% endif %}", place)
    made = (compile_xlsx if place == "sheet" else compile_docx)(data, name).render(VALUES)
    parts = [part_of(made, part) for part in parts_of(made)]
    assert not [part for part in parts if b"{{" in part or b"{%" in part]
    assert any("Trúc Lâm năm" in html.unescape(part.decode("utf-8", "ignore")) for part in parts)


# --- bombs -------------------------------------------------------------------------------------------------------

RUN = """
import json, sys, time
from dataclasses import replace
from pathlib import Path
from reportgen import apart
from reportgen.cli import strangers
from reportgen.memory import NOTHING
from reportgen.problem import ReportgenError
from tests.render_xlsx import template as book
from tests.support_attacks import BOMBS, IN_SHEETS
from tests.support_render import NAME, template

BOOK = "mau.xlsx"
apart.LIMITS = replace(apart.LIMITS, cpu=1, wall=20)
fill = strangers.filler(NOTHING)
good = template("{{ ten }}")
told = {}
bombs = [(name, NAME, template("x", bomb)) for name, bomb in BOMBS.items()]
bombs += [(f"{name}, in a sheet", BOOK, book({"Trang": [["x", BOMBS[name]]]})) for name in IN_SHEETS]
for name, file, data in bombs:
    began = time.monotonic()
    try:
        fill(data, file, {}, None, {})
        problems = []
    except ReportgenError as error:
        problems = [[p.code, p.where, p.remedy] for p in error.problems]
    seconds = time.monotonic() - began
    told[name] = [problems, seconds, len(fill(good, NAME, {"ten": "Sau đó"}, None, {}))]
told["parent"] = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def exploded(root: Path) -> dict[str, Any]:
    """Set every bomb off in one run, as the commands handle a stranger's template, with a second for each."""
    if sys.platform != "linux":
        pytest.skip("the limits of a process are Linux's")
    done = subprocess.run([sys.executable, "-c", RUN], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


ENDS_WITHIN = 35.0
"""Seconds at most; the limits of these tests are 1 second of CPU and 20 by the clock."""


@pytest.mark.parametrize("bomb", [*BOMBS, *(f"{name}, in a sheet" for name in IN_SHEETS)])
def test_a_bomb_ends_in_time_with_a_problem_and_the_next_document_is_made(bomb: str, exploded: dict[str, Any]) -> None:
    problems, seconds, next_document = exploded[bomb]
    assert {code for code, _, _ in problems} <= {"MB010", "MB019", "MB114"}
    assert problems
    file = "mau.xlsx" if bomb.endswith("in a sheet") else NAME
    assert all(where.startswith(file) and remedy for _, where, remedy in problems)
    assert seconds < ENDS_WITHIN
    assert next_document > 1000


@pytest.mark.parametrize("bomb", ["wrapped letter by letter", "texts that are small one by one", "doubling"])
def test_a_bomb_is_told_by_its_tag_where_it_can_be_heard(bomb: str, exploded: dict[str, Any]) -> None:
    [[_, where, _]] = exploded[bomb][0]
    assert where == "bao-cao.docx, thân văn bản, đoạn 2"


def test_the_run_itself_stays_small_while_bombs_go_off(exploded: dict[str, Any]) -> None:
    assert exploded["parent"] < 200
