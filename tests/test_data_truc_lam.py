"""The shipped data of phường Trúc Lâm against the scanned text of its plan.

The seed is read here by a reader of its own, so that nothing of the package is needed to say whether the data are
whole: every cell, every sentence, every agency.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
WARD = ROOT / "data" / "truc-lam"
SEED = ROOT / "tests" / "seeds" / "truc-lam.txt"

TASKS_OF_APPENDIX = {"01": 6, "02": 12, "03": 10, "04": 6, "05": 10, "06": 15, "07": 6}
CELLS = ("products", "lead", "cooperating", "deadlines")


@cache
def read(name: str) -> Any:
    return yaml.safe_load((WARD / name).read_text("utf-8"))


@cache
def plan() -> Any:
    return read("plans/2026.yaml")


@cache
def tasks() -> dict[str, Any]:
    return {
        f"{group['id']}.{task['number'].rstrip('.')}": task
        for area in plan()["areas"]
        for group in area["groups"]
        for task in group["tasks"]
    }


def running_text() -> list[str]:
    return [text for block in plan()["text"] for text in block.values()]


def show(capsys: pytest.CaptureFixture[str], line: str) -> None:
    """Print a count of the shipped data in the test run itself."""
    with capsys.disabled():
        print(f"\nTrúc Lâm: {line}", end=" ")  # noqa: T201 - the counts are to be seen


# --- the seed ---------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """Return text without the residue of the scan: tags, entities, marks of Markdown, doubled spaces."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", text))
    return " ".join(re.sub(r"^#+ |\*", "", text.strip()).split())


def squeezed(text: str) -> str:
    """Return text without spaces and dashes between items, to compare a cell with its items joined."""
    return re.sub(r"[\s-]", "", text)


@cache
def seed_parts() -> tuple[list[str], list[str], dict[str, list[list[str]]]]:
    """Return the lines before the recipients, the recipients with the signature, and the rows by appendix.

    Rows of `---` are dropped; a row without a number continues the one before it.
    """
    body, tables = SEED.read_text("utf-8").split("**PHỤ LỤC CÁC NHIỆM VỤ", 1)
    text, closing = body.split("***Nơi nhận:***", 1)
    rows: dict[str, list[list[str]]] = {}
    label = ""
    for line in tables.splitlines():
        if found := re.match(r"\*\*Phụ lục số (\d\d):", line):
            label = found[1]
            rows[label] = []
        cells = [plain(cell) for cell in line.split("\t")]
        if len(cells) != 6 or cells[0] == "TT" or set("".join(cells)) <= {"-"}:
            continue
        if cells[0]:
            rows[label].append(cells)
        else:
            rows[label][-1] = [f"{old} {new}".strip() for old, new in zip(rows[label][-1], cells, strict=True)]
    lines = [plain(line) for line in text.splitlines() if line.strip()]
    return lines, [plain(line) for line in closing.splitlines() if line.strip()], rows


def test_every_appendix_has_its_tasks(capsys: pytest.CaptureFixture[str]) -> None:
    counts = Counter(task_id.split(".")[0] for task_id in tasks())
    assert counts == TASKS_OF_APPENDIX
    assert [len(rows) for rows in seed_parts()[2].values()] == list(TASKS_OF_APPENDIX.values())
    show(capsys, f"{len(tasks())} nhiệm vụ: {dict(counts)}")
    assert len(tasks()) == 65


def test_tasks_are_numbered_as_printed() -> None:
    for area, rows in seed_parts()[2].items():
        assert [row[0] for row in rows] == [t["number"] for t in _tasks_of(area)]
        assert [row[0].rstrip(".") for row in rows] == [str(n + 1) for n in range(len(rows))]


def test_every_title_is_the_cell_of_the_seed() -> None:
    for area, rows in seed_parts()[2].items():
        assert [row[1] for row in rows] == [t["title"] for t in _tasks_of(area)]


@pytest.mark.parametrize(("column", "cell"), list(enumerate(CELLS, start=2)))
def test_every_cell_is_its_items_in_order(column: int, cell: str) -> None:
    for area, rows in seed_parts()[2].items():
        for row, task in zip(rows, _tasks_of(area), strict=True):
            assert squeezed(row[column]) == squeezed("".join(task[cell])), (area, row[0], cell)


def test_items_are_separate() -> None:
    """A dash opens an item; inside one it only stands in a name or between years."""
    inner = re.compile(r"(?<!Văn hóa)(?<!Thông tin)(?<!\d{4}) - ")
    for task_id, task in tasks().items():
        for item in (item for cell in CELLS for item in task[cell]):
            assert item.strip() == item, (task_id, item)
            assert item, task_id
            assert not inner.search(item.removeprefix("- ")), (task_id, item)


def test_every_list_item_of_the_scan_is_an_item_of_its_own() -> None:
    printed = Counter(plain(item) for item in re.findall(r"<li>(.*?)</li>", SEED.read_text("utf-8")))
    items = Counter(item for task in tasks().values() for cell in CELLS for item in task[cell])
    assert printed.total() == 242
    assert printed - items == Counter()


def test_rows_cut_by_a_page_break_are_one_row() -> None:
    assert tasks()["02.3"]["lead"][-1] == "- Phòng Văn hóa - Xã hội."
    assert "trong phạm vi cấp tỉnh; kết nối, chia sẻ" in tasks()["06.11"]["title"]


def test_the_whole_running_text_is_there_in_order() -> None:
    lines = seed_parts()[0]
    number, date, title, subject, *rest = lines
    assert (number, date, title) == (plan()["number_line"], plan()["date_line"], plan()["title"])
    assert subject == " ".join(plan()["subject"])
    assert " ".join(rest) == " ".join(running_text())


def test_a_paragraph_cut_by_a_page_break_is_one_paragraph() -> None:
    for text in running_text():
        assert re.match(r"[A-ZĐÁÀÝ(]|\d+\.|[a-zđ]\)", text), text
        assert text[-1] in ".:;," or any(text in block.values() for block in _headings()) or text.endswith(")."), text


def test_the_opening_paragraphs_are_the_bases() -> None:
    assert running_text()[: len(plan()["bases"])] == plan()["bases"]


def test_headings_keep_their_printed_numbers() -> None:
    numbers = [text.split()[0] for block in _headings() for text in block.values()]
    assert " ".join(numbers) == "I. II. 1. 2. 2.1. 2.2. 2.3. 2.4. 2.5. 2.6. 2.6. III. IV. 1. 2. 3. 4. 5."
    assert Counter(key for block in _headings() for key in block) == {"heading1": 4, "heading2": 7, "heading3": 7}


def test_recipients_and_signature_are_as_printed() -> None:
    closing = seed_parts()[1]
    assert closing == [*plan()["recipients"], *plan()["authority"], plan()["signer"]]


def test_appendix_headings_and_columns_are_as_printed() -> None:
    printed = plain(SEED.read_text("utf-8").replace("\n", " "))
    for line in plan()["appendix_heading"]:
        assert line in printed
    for appendix, area in zip(plan()["appendices"], plan()["areas"], strict=True):
        assert f"{appendix['label']}: {appendix['title']} {' '.join(appendix['columns'])} 1" in printed
        assert appendix["areas"] == [area["id"]]
        assert appendix["fields"] == ["number", "title", "products", "lead", "cooperating", "deadlines"]
        assert appendix["title"] == area["title"]


def test_no_residue_of_the_scan_is_left() -> None:
    for path, text in _strings(plan()):
        assert not re.search(r"<\w|</|&amp;|\*\*|^#|\t", text), (path, text)


def test_unit_duties_are_the_paragraphs_of_the_organisation_part() -> None:
    texts = running_text()
    start = texts.index("IV. TỔ CHỨC THỰC HIỆN")
    paragraphs = [t for t in texts[start + 1 : -1] if t not in {v for b in _headings() for v in b.values()}]
    assert [item for unit in plan()["unit_duties"] for item in unit["items"]] == paragraphs
    assert len(plan()["unit_duties"]) == 5


# --- agencies ---------------------------------------------------------------------------------------------------


def fold(name: str) -> str:
    """Return a name as it is compared: NFC, one kind of dash, single spaces, no list dash, no final stops."""
    name = unicodedata.normalize("NFC", name).replace("–", "-").casefold()
    return " ".join(name.split()).removeprefix("- ").rstrip(" .;")


@cache
def spellings() -> dict[str, str]:
    known: dict[str, str] = {}
    for agency in read("ward.yaml")["agencies"]:
        for name in {agency["name"], agency.get("short", agency["name"]), *agency.get("aliases", [])}:
            assert known.setdefault(fold(name), agency["id"]) == agency["id"], name
    return known


def resolve(item: str) -> str | None:
    name = fold(item)
    return spellings().get(name) or spellings().get(name.split(":")[0])


def test_every_lead_and_cooperating_item_is_a_known_agency_or_collective(capsys: pytest.CaptureFixture[str]) -> None:
    items = [item for task in tasks().values() for cell in ("lead", "cooperating") for item in task[cell]]
    unknown = [item for item in items if resolve(item) is None]
    show(capsys, f"{len(items)} mục chủ trì, phối hợp: {len(items) - len(unknown)} nhận ra, {len(unknown)} không")
    assert unknown == []
    assert all(task["lead"] for task in tasks().values())


def test_corrected_names_resolve_too() -> None:
    for erratum in plan()["errata"]:
        task = tasks().get(erratum["place"], {"lead": [], "cooperating": []})
        for item in (item for cell in ("lead", "cooperating") for item in task[cell]):
            assert resolve(item.replace(erratum["printed"], erratum["corrected"])) == resolve(item)


def test_everyone_the_plan_names_is_known() -> None:
    names = [d["who"] for d in plan()["duties"]] + [u["agency"] for u in plan()["unit_duties"]]
    names += [i["tracker"] for i in plan()["indicators"]]
    assert [n for n in names if resolve(n) is None] == []
    ids = {a["id"] for a in read("ward.yaml")["agencies"]}
    assert {a["lead"] for a in plan()["areas"]} | {read("ward.yaml")["standing_agency"]} <= ids


def test_agencies_are_well_formed() -> None:
    levels = {"phường", "tỉnh", "trung ương", "đoàn thể", "doanh nghiệp", "tập thể"}
    agencies = read("ward.yaml")["agencies"]
    assert len({a["id"] for a in agencies}) == len(agencies)
    for agency in agencies:
        assert agency["level"] in levels
        assert re.fullmatch(r"[a-z0-9-]+", agency["id"])
        assert not (agency.get("reports") and agency["level"] == "tập thể")


def test_collectives_are_declared() -> None:
    levels = {a["id"]: a["level"] for a in read("ward.yaml")["agencies"]}
    assert levels[resolve("- Các phòng ban trung tâm thuộc UBND") or ""] == "tập thể"
    assert levels[resolve("Cơ quan, đơn vị có liên quan.") or ""] == "tập thể"
    assert levels[resolve("- Sở Nội vụ: theo dõi, kiểm tra, giám sát, tổng hợp.") or ""] == "tỉnh"


# --- indicators, duties, errata ---------------------------------------------------------------------------------


def test_every_target_of_the_text_is_an_indicator() -> None:
    indicators = plan()["indicators"]
    assert [i["id"] for i in indicators] == [f"CT.{n:02d}" for n in range(1, 14)]
    targets = Counter(i["target"] for i in indicators)
    assert targets == {None: 6, 100: 3, 55: 1, 98: 1, 80: 1, 116: 1}
    assert {i["comparator"] for i in indicators if i["target"] == 98} == {">"}
    printed = set(re.findall(r"(\d+)%", " ".join([*running_text(), *(t["title"] for t in tasks().values())])))
    assert {str(i["target"]) for i in indicators if i["unit"] == "%"} == printed


def test_every_indicator_quotes_the_plan() -> None:
    places = [*running_text(), *(item for task in tasks().values() for item in task["products"])]
    for indicator in plan()["indicators"]:
        assert any(indicator["quote"] in text for text in places), indicator["id"]
        assert (indicator["unit"] == "%") == ("numerator" in indicator) == ("denominator" in indicator)


def test_every_duty_quotes_the_plan() -> None:
    assert {int(d["id"].split(".")[1]) for d in plan()["duties"]} == set(range(12, 32))
    assert len({d["id"] for d in plan()["duties"]}) == len(plan()["duties"])
    columns = [column for appendix in plan()["appendices"] for column in appendix["columns"]]
    products = [item for task in tasks().values() for item in task["products"]]
    for duty in plan()["duties"]:
        task = tasks().get(duty.get("task", ""))
        places = [*task["products"], *task["deadlines"]] if task else [*running_text(), *products]
        assert any(duty["quote"] in text for text in places), duty["id"]
        assert any(duty["when"] in text for text in [*places, *columns]), duty["id"]


def test_dates_that_cannot_be_right_stay_as_printed() -> None:
    wrong = [d for d in plan()["duties"] if d["when"] == "trước ngày 19/12/2025"]
    assert len(wrong) == 3
    assert not any("19/12/2025" in e["printed"] for e in plan()["errata"])


def test_every_erratum_stands_at_its_place() -> None:
    places = {
        "văn bản": running_text(),
        "nơi nhận": plan()["recipients"],
        "chữ ký": [*plan()["authority"], plan()["signer"]],
        "phụ lục": [text for key in ("appendix_heading", "appendices") for _, text in _strings(plan()[key])],
    }
    for task_id, task in tasks().items():
        places[task_id] = [task["title"], *(item for cell in CELLS for item in task[cell])]
    for erratum in plan()["errata"]:
        assert any(erratum["printed"] in text for text in places[erratum["place"]]), erratum
        assert erratum["printed"] != erratum["corrected"]
        assert erratum["why"]


@pytest.mark.parametrize(
    ("place", "printed", "corrected"),
    [
        ("văn bản", "Phân đầu", "Phấn đấu"),
        ("văn bản", "06/QĐTTg", "06/QĐ-TTg"),
        ("văn bản", "Công Dịch vụ công", "Cổng Dịch vụ công"),
        ("văn bản", "2.6. Công tác chỉ đạo", "2.7. Công tác chỉ đạo"),
        ("văn bản", "j) ", "h) "),
        ("văn bản", "k) Tiếp tục", "i) Tiếp tục"),
        ("văn bản", "e) Chủ trì", "đ) Chủ trì"),
        ("nơi nhận", "VHXX..", "VHXH."),
        ("02.12", "thủ hành chính", "thủ tục hành chính"),
        ("03.4", "2026 -2030", "2026 - 2030"),
        ("05.4", "..", "."),
        ("06.9", "232/KH UBND", "232/KH-UBND"),
        ("07.1", "Phòng Văn hóa và Thông tin - Xã hội", "Phòng Văn hóa - Xã hội"),
    ],
)
def test_known_misprints_are_corrected(place: str, printed: str, corrected: str) -> None:
    assert any(
        e["place"] == place and printed in e["printed"] and corrected in e["corrected"] for e in plan()["errata"]
    )


def test_the_signer_signs_for_the_committee() -> None:
    signer = read("ward.yaml")["signer"]
    assert signer["authority"] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert signer["name"] == plan()["signer"]


def test_all_text_is_nfc() -> None:
    for path in sorted(WARD.rglob("*.yaml")):
        text = path.read_text("utf-8")
        assert unicodedata.is_normalized("NFC", text), path
        assert "\t" not in text
        assert text.endswith("\n")


def _headings() -> list[dict[str, str]]:
    return [block for block in plan()["text"] if next(iter(block)).startswith("heading")]


def _tasks_of(area: str) -> list[Any]:
    return [task for task_id, task in tasks().items() if task_id.startswith(f"{area}.")]


def _strings(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item, f"{path}.{key}")
    elif isinstance(value, list):
        for n, item in enumerate(value):
            yield from _strings(item, f"{path}[{n}]")
