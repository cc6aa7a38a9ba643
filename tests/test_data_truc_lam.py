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
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.load.ward import load_ward

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
        # an entry may also record that suspected words were looked up and stand as printed
        assert erratum["printed"] != erratum["corrected"] or "giữ nguyên" in erratum["why"]
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


@pytest.mark.parametrize("verbatim", [False, True])
def test_the_folder_loads_and_every_party_is_found(verbatim: bool) -> None:
    plan_read = load_ward(WARD, verbatim=verbatim).data.plan
    assert len(plan_read.tasks) == 65
    assert all(party.agency for task in plan_read.tasks for party in (*task.lead, *task.cooperating))
    assert [d.text for task in plan_read.tasks for d in task.deadlines if d.problem] == []


# --- progress ---------------------------------------------------------------------------------------------------

WINDOWS = {
    "2026-q1": (date(2025, 12, 15), date(2026, 3, 14)),
    "2026-q2": (date(2026, 3, 15), date(2026, 6, 14)),
    "2026-q3": (date(2026, 6, 15), date(2026, 9, 14)),
}
CENTRE = "trung-tam-phuc-vu-hanh-chinh-cong"


@cache
def returns() -> dict[tuple[str, str], Any]:
    paths = sorted((WARD / "progress").glob("*/*.yaml"))
    return {(path.parent.name, path.stem): yaml.safe_load(path.read_text("utf-8")) for path in paths}


def reported() -> Iterator[tuple[str, str, Any]]:
    """Yield period, agency and report of every task report."""
    for (period, agency), body in returns().items():
        for entry in body["tasks"]:
            yield period, agency, entry


def test_every_return_and_event_is_marked_as_illustrative() -> None:
    assert all(body["illustrative"] is True for body in returns().values())
    assert all(event["illustrative"] is True for event in read("events.yaml")["events"])


def test_returns_lie_where_they_say() -> None:
    assert {period for period, _ in returns()} == set(WINDOWS)
    for (period, agency), body in returns().items():
        assert (body["period"], body["agency"]) == (period, agency)
        assert body["reported_on"] > WINDOWS[period][1]


def test_one_agency_has_not_sent_its_third_return() -> None:
    expected = {a["id"] for a in read("ward.yaml")["agencies"] if a.get("reports")}
    missing = {period: expected - {agency for p, agency in returns() if p == period} for period in WINDOWS}
    assert missing == {"2026-q1": set(), "2026-q2": set(), "2026-q3": {"cong-an-phuong"}}


def test_a_task_is_reported_once_a_period_by_one_who_may() -> None:
    collectives = {a["id"] for a in read("ward.yaml")["agencies"] if a["level"] == "tập thể"}
    seen = Counter((period, entry["id"]) for period, _, entry in reported())
    assert set(seen.values()) == {1}
    for _, agency, entry in reported():
        leads = {resolve(item) for item in tasks()[entry["id"]]["lead"]}
        assert agency in leads or leads & collectives, (agency, entry["id"])


def test_every_day_lies_inside_the_window_of_its_return() -> None:
    for period, agency, entry in reported():
        first, last = WINDOWS[period]
        days = [*_days(entry), *(document["date"] for document in entry.get("documents", []))]
        assert all(first <= day <= last for day in days), (period, agency, entry["id"])
        assert all(day.weekday() < 5 for day in days), (period, agency, entry["id"])


def test_a_finished_task_is_not_reported_again() -> None:
    finished: dict[str, str] = {}
    for period, _, entry in reported():
        assert entry["id"] not in finished, (period, entry["id"])
        if entry["status"] == "done":
            finished[entry["id"]] = period
    assert len(finished) >= 6


def test_percentages_never_fall() -> None:
    for task_id in tasks():
        entries = [entry for _, _, entry in sorted(reported(), key=itemgetter(0)) if entry["id"] == task_id]
        shares = [entry["percent"] for entry in entries if "percent" in entry]
        assert shares == sorted(shares), task_id


def test_every_result_is_a_finished_sentence() -> None:
    for _, _, entry in reported():
        for text in (entry["result"], entry.get("difficulties", "."), entry.get("proposals", ".")):
            assert text.endswith("."), entry["id"]
            assert not re.search(r"\s\s|\s[.,;:]", text), entry["id"]


def test_documents_are_numbered_once_and_in_the_order_of_their_days() -> None:
    series: dict[tuple[str, int], set[tuple[date, int, str, str]]] = {}
    for _, _, entry in reported():
        for d in entry.get("documents", []):
            assert re.fullmatch(r"0[1-9]|[1-9]\d+", d["number"])
            name = "công văn" if d["kind"] == "Công văn" else d["symbol"]
            series.setdefault((name, d["date"].year), set()).add((d["date"], int(d["number"]), d["kind"], d["title"]))
    for key, documents in series.items():
        numbers = [number for _, number, _, _ in sorted(documents)]
        assert numbers == sorted(set(numbers)), key


def test_late_overdue_and_missed_work_is_among_the_examples() -> None:
    newest = {entry["id"]: entry for _, _, entry in sorted(reported(), key=itemgetter(0))}
    assert newest["05.1"]["done_on"] > date(2026, 3, 31)  # Quý I/2026, finished in April
    assert newest["05.7"]["status"] == "in_progress"  # Quý I/2026, still open
    assert not any(part["deadline"] == 1 for part in newest["07.6"].get("parts", []))  # quý II/2026, still open
    dialogues = [day for _, _, entry in reported() if entry["id"] == "07.4" for day in entry.get("delivered", [])]
    assert len(dialogues) == 2  # of three quarters
    assert newest["03.1"]["done_on"] <= date(2026, 3, 31)
    months = [d for _, _, e in reported() if e["id"] == "02.3" for part in e["parts"] for d in part["delivered"]]
    assert len(months) == 7  # of the eight months that have ended by 14/9


def test_events_name_tasks_that_wait_and_leave_others_waiting() -> None:
    waiting = {
        task_id
        for task_id, task in tasks().items()
        if re.search(r"sau khi|theo (kế hoạch|lộ trình|tiến độ|hướng dẫn)", " ".join(task["deadlines"]), re.IGNORECASE)
    }
    started = {task_id for event in read("events.yaml")["events"] for task_id in event["tasks"]}
    assert started < waiting
    assert {"03.6", "05.4", "06.9"} <= waiting - started


def test_file_counts_add_up() -> None:
    for period in WINDOWS:
        rows = returns()[period, CENTRE]["files"]
        assert len(rows) == 8
        for row in rows:
            received, resolved, pending = row["received"], row["resolved"], row["pending"]
            assert received["total"] == received["online"] + received["direct"] + received["carried_over"]
            assert resolved["total"] == resolved["early"] + resolved["on_time"] + resolved["late"]
            assert pending["total"] == pending["in_time"] + pending["overdue"]
            assert received["total"] == resolved["total"] + pending["total"]


def test_what_was_pending_is_carried_over() -> None:
    for before, after in pairwise(WINDOWS):
        pending = {row["field"]: row["pending"]["total"] for row in returns()[before, CENTRE]["files"]}
        carried = {row["field"]: row["received"]["carried_over"] for row in returns()[after, CENTRE]["files"]}
        assert pending == carried


def test_every_ratio_has_its_counts_in_every_period() -> None:
    ratios = {i["id"] for i in plan()["indicators"] if i["unit"] == "%"}
    for period in WINDOWS:
        counts = {m["id"]: (m["numerator"], m["denominator"]) for m in returns()[period, CENTRE]["indicators"]}
        assert set(counts) == ratios
        assert all(0 < numerator <= denominator for numerator, denominator in counts.values())


def test_shares_of_files_agree_with_the_file_counts() -> None:
    for period in WINDOWS:
        body = returns()[period, CENTRE]
        counts = {m["id"]: (m["numerator"], m["denominator"]) for m in body["indicators"]}
        resolved = sum(row["resolved"]["total"] for row in body["files"])
        late = sum(row["resolved"]["late"] for row in body["files"])
        assert counts["CT.10"] == (resolved - late, resolved)
        assert counts["CT.07"][1] == resolved


def test_online_payment_misses_its_target_first_and_meets_it_later() -> None:
    shares = []
    for period in WINDOWS:
        counts = {m["id"]: m for m in returns()[period, CENTRE]["indicators"]}["CT.08"]
        shares.append(100 * counts["numerator"] / counts["denominator"])
    assert [share >= 55 for share in shares] == [False, True, True]


def test_words_and_counts_give_the_same_figures() -> None:
    """Every `a/b ... đạt x%` of a result text is its own share; file totals in words are those of the table."""
    found = 0
    for _, _, entry in reported():
        for part, whole, share in re.findall(r"([\d.]+)/([\d.]+) [^,;]*, đạt ([\d,]+)%", entry["result"]):
            exact = Decimal(100) * Decimal(part.replace(".", "")) / Decimal(whole.replace(".", ""))
            assert exact.quantize(Decimal("0.01"), ROUND_HALF_UP) == Decimal(share.replace(",", ".")), entry["id"]
            found += 1
    assert found >= 12
    for period in WINDOWS:
        files = returns()[period, CENTRE]["files"]
        text = next(e["result"] for p, _, e in reported() if p == period and e["id"] == "02.2")
        for column in ("received", "resolved"):
            assert f"{sum(row[column]['total'] for row in files):,}".replace(",", ".") in text


def test_shares_that_a_result_quotes_are_those_of_the_indicators() -> None:
    for period in WINDOWS:
        texts = " ".join(e["result"] for p, agency, e in reported() if p == period and agency == CENTRE)
        for m in returns()[period, CENTRE]["indicators"]:
            if m["id"] in {"CT.07", "CT.08", "CT.10", "CT.11", "CT.12"}:
                assert f"{m['numerator']:,}/{m['denominator']:,}".replace(",", ".") in texts, (period, m["id"])


def _days(entry: Any) -> list[date]:
    parts = [entry, *entry.get("parts", [])]
    days = [day for part in parts for day in part.get("delivered", [])]
    return days + [part["done_on"] for part in parts if "done_on" in part]


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
