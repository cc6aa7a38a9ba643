"""docs/huong-dan-mau.md tells the truth: its commands run, its templates have no fault, its faults are told so."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import docx
import pytest

from reportgen.templating.lint import lint
from tests.render_xlsx import grid, opened, render
from tests.render_xlsx import template as book
from tests.support_cli import run
from tests.support_render import add_table, saved, template
from tests.support_render import render as filled

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "huong-dan-mau.md"
TEXT = GUIDE.read_text("utf-8")
PICTURES = ROOT / "docs" / "hinh"
FORMS = {"Word": "bao-cao-cchc.docx", "Bảng Word": "bao-cao-cchc.docx", "Excel": "phu-luc.xlsx"}
MOST_BYTES = 1_500_000


def _script() -> ModuleType:
    """Return the script that makes the pictures: it reads the templates of the guide."""
    spec = importlib.util.spec_from_file_location("make_guide_pictures", ROOT / "scripts" / "make_guide_pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


script = _script()
BLOCKS = list(script.blocks(TEXT))
COMMANDS = [
    line for block in re.findall(r"^```sh\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL) for line in block.splitlines()
]


def rows_of(heading: str) -> list[list[str]]:
    """Return the cells of the rows under a heading of a table of the guide."""
    found = re.search(rf"^\| {re.escape(heading)} \|.*\n\|[-|]+\n((?:\|.*\n)+)", TEXT, re.MULTILINE)
    assert found is not None
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in found[1].splitlines()]


def made(form: str, cell: str) -> bytes:
    """Return the template of a cell: each of its pieces of code a paragraph, a row of a table or a cell of a sheet."""
    lines = [line.replace("\\|", "|") for line in re.findall(r"`([^`]+)`", cell)]
    if form == "Excel":
        return book({"A": [[line] for line in lines]})
    if form == "Word":
        return template(*lines)
    document = docx.Document()
    add_table(document, [[line] for line in lines])
    return saved(document)


MISTAKES = rows_of("Ở | Bạn viết | reportgen báo | Viết đúng")


def test_the_guide_has_commands_templates_and_mistakes() -> None:
    assert len(COMMANDS) >= 9
    assert len(BLOCKS) >= 12
    assert len(MISTAKES) >= 15


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_guide_is_one(command: str) -> None:
    words = re.findall(r'"[^"]*"|\S+', command)
    told = run(*(word.strip('"') for word in words[1:]), "--help")  # options that do not exist end with 2 all the same
    assert (words[0], told.exit_code) == ("reportgen", 0)


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_every_template_of_the_guide_has_no_fault(number: int) -> None:
    block = BLOCKS[number]
    found = lint(block.made(), FORMS["Word" if block.form == "word" else "Excel"])
    assert bool(found.problems) == (block.name == "nhan-xet")  # shown for its two faults
    assert len(found.problems) in {0, 2}


@pytest.mark.parametrize("number", range(len(MISTAKES)))
def test_every_mistake_is_told_as_the_guide_says_and_its_cure_has_no_fault(number: int) -> None:
    form, wrong, told, right = MISTAKES[number]
    code, _, words = told.replace("\\|", "|").partition(": ")
    problems = lint(made(form, wrong), FORMS[form]).problems
    assert any(p.code == code and words in f"{p.message}. {p.remedy}" for p in problems), problems
    assert lint(made(form, right), FORMS[form]).problems == ()


def test_every_way_of_writing_gives_what_the_guide_prints() -> None:
    given = script.values()
    for written, printed in rows_of("Gõ | In ra"):
        tag = written.strip("`").replace("\\|", "|")
        assert grid(render(book({"A": [[f"{tag}."]]}), **given)) == [[f"{printed}."]]


def test_every_name_in_the_words_of_the_guide_exists() -> None:
    prose = re.sub(r"^```.*?^```$", "", TEXT, flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^\|.*$", "", prose, flags=re.MULTILINE)
    names = {name for name in re.findall(r"`((?:nv|don_vi|tong_hop|bieu_do|ky)\.[\w.]+)`", prose) if name[-1] != "."}
    tags = re.findall(r"\{\{[^}]+\}\}", prose)
    used = [tag for tag in [*(f"{{{{ {name} }}}}" for name in names), *tags] if "bieu_do" not in tag]
    loops = {"nv.": "{% for nv in nhiem_vu %}", "lv.": "{% for lv in linh_vuc %}", "loop.": "{% for nv in nhiem_vu %}"}
    around = [(next((loops[item] for item in loops if item in tag), ""), tag) for tag in used]
    lines = [f"{loop}{tag}{'{% endfor %}' if loop else ''}" for loop, tag in around]
    assert lint(template(*lines), FORMS["Word"]).problems == ()
    given = script.values()
    charts = given["bieu_do"]
    assert isinstance(charts, dict)
    assert {name.partition(".")[2] for name in names if name.startswith("bieu_do.")} <= set(charts)
    assert len(names) + len(tags) >= 8


def test_what_the_pictures_of_workbooks_say_of_them_is_so() -> None:
    books = {block.name: block for block in BLOCKS if block.form == "excel"}
    sums = opened(render(books["excel"].made(), **script.values()))["Lĩnh vực"]
    assert sums["C9"].value == "=SUM(C2:C8)"
    sheets = opened(render(books["moi-muc-mot-trang"].made(), **script.values())).sheetnames
    assert sheets[:2] == ["Cải cách thể chế", "Cải cách thủ tục hành chính"]


def test_pictures_are_there_light_and_made_from_the_templates_of_the_guide() -> None:
    shown = set(re.findall(r"\]\(hinh/([\w-]+\.png)\)", TEXT))
    assert shown == {path.name for path in PICTURES.glob("*.png")}
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) < MOST_BYTES
    named = {block.name: script.digest(block) for block in BLOCKS if block.name}
    sources = script.json.loads(script.SOURCES.read_text("utf-8"))
    assert sources == named, "python scripts/make_guide_pictures.py"


def test_links_within_the_guide_lead_somewhere() -> None:
    anchors = {
        re.sub(r"[^\w\s-]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) == anchors
    for page in ("README.md", "docs/huong-dan.md"):
        assert "huong-dan-mau.md" in (ROOT / page).read_text("utf-8")


def test_a_word_template_of_the_guide_gives_the_ward_s_figures() -> None:
    block = next(block for block in BLOCKS if block.name == "so-lieu")
    text = docx.Document(script.io.BytesIO(filled(block.made(), script.values()))).paragraphs[0].text
    assert text == "Đến ngày 14/9/2026, phường đã hoàn thành 39/65 nhiệm vụ, đạt 60%."
