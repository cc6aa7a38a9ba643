"""The plan of phường Hàng Gòn as data: nothing lost, nothing added, every name known, every sum right."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.load.ward import load_ward

ROOT = Path(__file__).resolve().parent.parent
WARD_DIR = ROOT / "data" / "hang-gon"
SEED = (ROOT / "tests" / "seeds" / "hang-gon.txt").read_text("utf-8")

COUNTS = {
    "I": 6, "II.1": 3, "II.2": 7, "II.3": 4, "III.1": 3, "III.2": 8, "V": 5, "VI": 5, "VII.1": 4, "VII.2": 7,
}  # fmt: skip
CELLS = ("title", "lead", "cooperating", "products", "deadlines")


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


PLAN: dict[str, Any] = read(WARD_DIR / "plans" / "2026.yaml")
WARD: dict[str, Any] = read(WARD_DIR / "ward.yaml")


def plain(text: str) -> str:
    """Return the words alone: scanning residue, separators of items and runs of blanks become one space."""
    text = re.sub(r"</?i>|\*+", "", unicodedata.normalize("NFC", text).replace("&amp;", "&"))
    text = re.sub(r"(^|[\s;])[-+] (?=\S)", r"\1", text)
    return re.sub(r"\s+", " ", re.sub(r"[,;“”]", " ", text)).strip()


def fold(name: str) -> str:
    """Return a name as agencies are compared: case, kinds and spacing of dashes, blanks, list dash, final dot."""
    name = re.sub(r"\s*[-\u2010-\u2015]\s*", "-", unicodedata.normalize("NFC", name).strip().removeprefix("- "))
    return re.sub(r"\s+", " ", name).strip(" .;,").casefold()


def seed_text() -> list[str]:
    """Return the lines of the running text, from the opening to the closing paragraph."""
    lines = SEED.split("\n")
    return [line for line in lines[_line("Thực hiện Quyết định") : _line("Nơi nhận:")] if line.strip()]


def _line(start: str) -> int:
    return next(n for n, line in enumerate(SEED.split("\n")) if line.startswith(start))


def seed_rows(start: str, end: str | None, width: int) -> list[list[str]]:
    """Return the rows of a table between two lines; a row that a page break cut is one row."""
    rows: list[list[str]] = []
    for line in SEED.split("\n")[_line(start) : _line(end) if end else None]:
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) < 2 or cells[0] in {"STT", "---"}:
            continue
        cells += [""] * (width - len(cells))
        if cells[0]:
            rows.append(cells)
        else:
            rows[-1] = [f"{old} {new}".strip() for old, new in zip(rows[-1], cells, strict=True)]
    return rows


def seed_tasks() -> dict[str, dict[str, str]]:
    """Return the cells of Phụ lục II by task id."""
    tasks: dict[str, dict[str, str]] = {}
    group = ""
    for number, *cells in seed_rows("CÁC NHIỆM VỤ CẢI CÁCH", None, 6):
        if not number.isdigit():
            group = number
            continue
        # The heading of II.2 fell out of the table: its row 1 comes right after II.1.3.
        if group == "II.1" and number == "1" and "II.1.3" in tasks:
            group = "II.2"
        title, lead, cooperating, products, deadlines = cells
        tasks[f"{group}.{number}"] = dict(zip(CELLS, (title, lead, cooperating, products, deadlines), strict=True))
    return tasks


def groups() -> list[dict[str, Any]]:
    return [group for area in PLAN["areas"] for group in area["groups"]]


def tasks() -> dict[str, dict[str, Any]]:
    return {f"{group['id']}.{task['number']}": task for group in groups() for task in group["tasks"]}


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in (*strings(key), *strings(item))]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return []


def agencies() -> dict[str, str]:
    """Return the agency id of every known spelling, folded."""
    known: dict[str, str] = {}
    for agency in WARD["agencies"]:
        for name in (agency["name"], agency.get("short", agency["name"]), *agency.get("aliases", [])):
            assert known.setdefault(fold(name), agency["id"]) == agency["id"], name
    return known


# The plan


def test_every_group_has_its_printed_number_of_tasks() -> None:
    assert {group["id"]: len(group["tasks"]) for group in groups()} == COUNTS
    assert sum(COUNTS.values()) == len(tasks()) == 52


def test_task_ids_are_those_printed_without_iv_and_vii_2_2() -> None:
    assert list(tasks()) == list(seed_tasks())
    assert "VII.2.2" not in tasks()
    assert [area["id"] for area in PLAN["areas"]] == ["I", "II", "III", "V", "VI", "VII"]


@pytest.mark.parametrize("task_id", list(seed_tasks()))
def test_every_cell_of_a_task_reads_as_printed(task_id: str) -> None:
    printed, kept = seed_tasks()[task_id], tasks()[task_id]
    for cell in CELLS:
        value = kept[cell]
        assert plain(value if isinstance(value, str) else " ".join(value)) == plain(printed[cell]), cell


def test_cells_that_list_several_items_are_split() -> None:
    plan = tasks()
    assert plan["II.2.3"]["cooperating"] == ["Trung tâm Dịch vụ tổng hợp,", "các cơ quan, đơn vị"]
    assert plan["II.2.4"]["cooperating"] == ["Phòng VH-XH,", "UBMTTQVN,", "các đoàn thể"]
    assert plan["III.2.1"]["cooperating"] == ["Công an phường;", "Phòng VHXXH;", "các cơ quan đơn vị"]
    assert plan["VII.1.1"]["lead"] == ["Phòng Văn hóa – Xã hội,", "Công an"]
    assert len(plan["III.1.2"]["products"]) == 2
    assert [key for key, task in plan.items() if not task["products"]] == ["II.2.1", "II.2.3", "II.3.4", "III.2.5"]


def test_titles_of_areas_and_groups_read_as_printed() -> None:
    printed = plain(SEED)
    for item in [*PLAN["areas"], *groups()]:
        assert plain(item["title"]) in printed
        assert item["title"] == item["title"].strip()
    assert groups()[2]["title"].startswith("Tạo chuyển biến mạnh mẽ")


def test_running_text_is_whole_and_in_order() -> None:
    kept = [text for block in PLAN["text"] for text in block.values()]
    assert plain(" ".join(kept)) == plain(" ".join(seed_text()))
    assert len(kept) == len(seed_text()) - 2  # two paragraphs were cut by a page break


def test_headings_of_the_text_carry_their_level() -> None:
    kinds = [key for block in PLAN["text"] for key in block]
    assert kinds.count("heading1") == 3
    assert kinds.count("heading2") == 3 + 6 + 6
    assert kinds.count("note") == 2


def test_opening_closing_and_signature_read_as_printed() -> None:
    assert PLAN["bases"] == [PLAN["text"][0]["paragraph"]]
    lines = [line.strip("* ") for line in SEED.split("\n")]
    for text in (PLAN["title"], *PLAN["subject"], PLAN["number_line"], PLAN["date_line"], PLAN["signer"]):
        assert text in lines
    assert all(line in lines for line in (*PLAN["recipients"], *PLAN["authority"]))
    assert len(PLAN["recipients"]) == 11


def test_appendices_name_every_column_once() -> None:
    header_one, header_two = (line.split("\t") for line in SEED.split("\n") if line.startswith("STT\t"))
    assert [appendix["columns"] for appendix in PLAN["appendices"]] == [header_one, header_two]
    for appendix in PLAN["appendices"]:
        assert len(appendix["fields"]) == len(appendix["columns"]) == len(set(appendix["fields"]))
        assert appendix["title"] in SEED.split("\n")


def test_duties_of_units_are_the_paragraphs_of_part_iii() -> None:
    kept = [text for block in PLAN["text"] for text in block.values()]
    part = kept[kept.index("III. Tổ chức thực hiện") + 1 : -1]
    printed = [re.sub(r"^\d\. ", "", text) for text in part]
    assert [text for unit in PLAN["unit_duties"] for text in (unit["agency"], *unit["items"])] == printed


def test_reporting_duties_quote_the_plan() -> None:
    printed = plain(SEED)
    assert len(PLAN["duties"]) == 15
    for duty in PLAN["duties"]:
        assert plain(duty["quote"]) in printed
        assert plain(duty["when"]) in printed
        assert duty.get("task", "I.2") in tasks()


# Indicators


def test_the_thirteen_rows_of_phu_luc_i_read_as_printed() -> None:
    rows = [row for row in seed_rows("DANH MỤC CÁC CHỈ TIÊU", "Phụ lục II", 5) if row[0].isdigit()]
    kept = [item for item in PLAN["indicators"] if item["origin"] == "phụ lục"]
    assert [item["id"] for item in kept] == [f"PL1.I.{n}" for n in range(1, 6)] + [f"PL1.II.{n}" for n in range(1, 9)]
    assert [[item["name"], item["unit"], item["target_text"], item["tracker"]] for item in kept] == [
        row[1:] for row in rows
    ]
    for item in kept:
        assert f"{item['target']}" == item["target_text"].removeprefix("≥ ")
        assert item["comparator"] == ">=" or "≥" not in item["target_text"]


def test_targets_of_the_text_quote_it_and_name_the_row_that_states_the_same() -> None:
    printed = [plain(line) for line in seed_text()]
    rows = {item["id"]: item for item in PLAN["indicators"] if item["origin"] == "phụ lục"}
    stated = [item for item in PLAN["indicators"] if item["origin"] == "văn bản"]
    assert [item["id"] for item in stated] == [f"CT.{n:02d}" for n in range(1, 15)]
    for item in stated:
        assert plain(item["quote"]) in printed
        assert item["target_text"] in item["quote"]
        assert str(item["target"]) in item["target_text"]
        if item["unit"] == "%" and "same_as" in item:
            row = rows[item["same_as"]]
            assert [row[key] for key in ("target", "comparator", "years")] == [
                item[key] for key in ("target", "comparator", "years")
            ]
    assert {item.get("same_as") for item in stated} == {*rows, None}


def test_every_percentage_of_the_targets_part_is_an_indicator() -> None:
    lines = [plain(line) for line in seed_text()]
    start, end = (next(n for n, line in enumerate(lines) if line.startswith(key)) for key in ("2. Một số", "3. Yêu"))
    figures = sum(len(re.findall(r"\d+%|cấp độ \d", line)) for line in lines[start:end])
    stated = [item for item in PLAN["indicators"] if item["origin"] == "văn bản"]
    assert figures == len(stated) - 1  # "y tế, giáo dục công lập" is one figure and two rows of the table


def test_every_ratio_names_what_is_counted() -> None:
    for item in PLAN["indicators"]:
        assert bool(item.get("numerator")) == bool(item.get("denominator")) == (item["unit"] == "%")


# Agencies


def test_every_agency_named_by_the_plan_is_known() -> None:
    known = agencies()
    named = [name for task in tasks().values() for name in (*task["lead"], *task["cooperating"])]
    named += [item["tracker"] for item in PLAN["indicators"] if "tracker" in item]
    named += [duty["who"] for duty in PLAN["duties"]] + [unit["agency"] for unit in PLAN["unit_duties"]]
    assert [name for name in named if fold(name) not in known] == []
    ids = {agency["id"] for agency in WARD["agencies"]}
    assert {WARD["standing_agency"], *(area["lead"] for area in PLAN["areas"])} <= ids


def test_every_unit_that_leads_tasks_is_expected_to_report() -> None:
    known = agencies()
    leading = {known[fold(name)] for task in tasks().values() for name in task["lead"]}
    levels = {agency["id"]: agency["level"] for agency in WARD["agencies"]}
    expected = {agency["id"] for agency in WARD["agencies"] if agency.get("reports")}
    assert expected == {agency for agency in leading if levels[agency] != "tập thể"}


# Misprints


def texts_at(place: str) -> list[str]:
    """Return the texts that stand at a place of an erratum."""
    parts = {"nơi nhận": PLAN["recipients"], "chữ ký": PLAN["authority"], "văn bản": PLAN["text"]}
    if place in parts:
        return strings(parts[place])
    if place in tasks():
        return strings(tasks()[place])
    return strings(next(item for item in PLAN["indicators"] if item["id"] == place))


@pytest.mark.parametrize("erratum", PLAN["errata"], ids=lambda e: f"{e['place']} {e['printed']}")
def test_every_misprint_stands_where_the_erratum_says(erratum: dict[str, str]) -> None:
    texts = texts_at(erratum["place"])
    hits = [text for text in texts if erratum["printed"] in text]
    assert hits
    for text in hits:
        corrected = text.replace(erratum["printed"], erratum["corrected"])
        assert corrected != text
        assert not re.search(re.escape(erratum["printed"]) + r"(?!\w)", corrected)
    assert erratum["why"]


def test_no_known_misprint_survives_correction() -> None:
    bad = r"Phần đầu|chông|Công Dịch vụ|QĐTTg|thường đạt chuẩn|phiền,|dân bàn|VHXXH|Đô th\b|KT\.C|667/|\d- \d|của xã"
    for place in ("văn bản", "nơi nhận", "chữ ký", *tasks(), *(item["id"] for item in PLAN["indicators"])):
        for text in texts_at(place):
            corrected = text
            for erratum in PLAN["errata"]:
                if erratum["place"] == place:
                    corrected = corrected.replace(erratum["printed"], erratum["corrected"])
            assert not re.search(bad, corrected), place


def test_all_text_is_composed_unicode_without_scanning_residue() -> None:
    for path in sorted(WARD_DIR.rglob("*.yaml")):
        text = path.read_text("utf-8")
        assert unicodedata.is_normalized("NFC", text), path
        assert not re.search(r"<[a-z/]|&amp;|\*\*|[\u200b\u00a0\ufeff]", text), path
    for value in strings(PLAN):
        assert value == re.sub(r"\s+", " ", value).strip()


@pytest.mark.parametrize("verbatim", [False, True])
def test_the_loader_reads_the_folder_without_a_single_remark(verbatim: bool) -> None:
    loaded = load_ward(WARD_DIR, verbatim=verbatim)
    assert loaded.problems == ()
    plan = loaded.data.plan
    assert [task.id for task in plan.tasks] == list(tasks())
    assert all(party.agency for task in plan.tasks for party in (*task.lead, *task.cooperating))
    assert ("66.7/2025/NQ-CP" in " ".join(block.text for block in plan.blocks)) is not verbatim


def test_ward_is_named_and_signed_as_the_plan_prints() -> None:
    assert WARD["issuer"] == ["ỦY BAN NHÂN DÂN", "PHƯỜNG HÀNG GÒN"]
    assert WARD["signer"]["name"] == PLAN["signer"]
    assert WARD["calendar"]["formed"] == date(2025, 7, 1)


# Progress, invented for illustration

WINDOWS = {
    "2026-q1": (date(2025, 12, 15), date(2026, 3, 14)),
    "2026-q2": (date(2026, 3, 15), date(2026, 6, 14)),
    "2026-q3": (date(2026, 6, 15), date(2026, 9, 14)),
}
CENTRE = "trung-tam-phuc-vu-hanh-chinh-cong"
RETURNS: dict[tuple[str, str], dict[str, Any]] = {
    (path.parent.name, path.stem): read(path) for path in sorted((WARD_DIR / "progress").rglob("*.yaml"))
}
EVENTS: list[dict[str, Any]] = read(WARD_DIR / "events.yaml")["events"]


def reported(period: str) -> dict[str, list[dict[str, Any]]]:
    """Return the entries of one period by task id."""
    found: dict[str, list[dict[str, Any]]] = {}
    for (key, _), body in RETURNS.items():
        for entry in body["tasks"] if key == period else []:
            found.setdefault(entry["id"], []).append(entry)
    return found


def measured(period: str) -> dict[str, tuple[int, int]]:
    return {
        item["id"]: (item["numerator"], item["denominator"])
        for (key, _), body in RETURNS.items()
        if key == period
        for item in body.get("indicators", [])
    }


def thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def test_everything_invented_says_so() -> None:
    assert all(body["illustrative"] is True for body in RETURNS.values())
    assert all(event["illustrative"] is True for event in EVENTS)


def test_every_expected_agency_reported_but_one_in_the_third_quarter() -> None:
    expected = {agency["id"] for agency in WARD["agencies"] if agency.get("reports")}
    came = {period: {agency for key, agency in RETURNS if key == period} for period in WINDOWS}
    assert {period: expected - agencies for period, agencies in came.items()} == {
        "2026-q1": set(),
        "2026-q2": set(),
        "2026-q3": {"cong-an-phuong"},
    }
    for (period, agency), body in RETURNS.items():
        assert (body["period"], body["agency"]) == (period, agency)
        assert body["reported_on"] > WINDOWS[period][1]


def test_every_task_is_reported_in_the_year_by_a_leader_of_it() -> None:
    known = agencies()
    for (period, agency), body in RETURNS.items():
        ids = [entry["id"] for entry in body["tasks"]]
        assert ids == [task for task in tasks() if task in ids], f"{period}, {agency}: printed order, each once"
        for task_id in ids:
            leads = {known[fold(name)] for name in tasks()[task_id]["lead"]}
            assert leads & {agency, "cac-co-quan-don-vi"}, (period, agency, task_id)
    assert {task for period in WINDOWS for task in reported(period)} == set(tasks())


def test_results_are_sentences_and_states_agree_with_percent() -> None:
    for (period, agency), body in RETURNS.items():
        voices = [text for key in ("direction", "difficulties", "causes", "proposals") for text in body.get(key, [])]
        for entry in body["tasks"]:
            voices += [entry[key] for key in ("result", "difficulties", "proposals") if key in entry]
            assert (entry["status"] == "done") == ("done_on" in entry)
            assert {"done": 100, "not_started": 0}.get(entry["status"], entry.get("percent")) == entry.get("percent")
        assert [text for text in voices if not re.fullmatch(r"[A-ZĐ].*[^ .]\.", text)] == [], (period, agency)


def test_every_regular_task_of_the_third_quarter_but_one_has_a_result() -> None:
    regular = {key for key, task in tasks().items() if task["deadlines"] == ["Thường xuyên"]}
    assert len(regular) == 15
    assert regular - set(reported("2026-q3")) == {"II.2.4"}


def test_days_fall_inside_the_window_of_their_return() -> None:
    for (period, _), body in RETURNS.items():
        start, end = WINDOWS[period]
        for entry in body["tasks"]:
            days = [item["date"] for item in entry.get("documents", [])] + entry.get("delivered", [])
            days += [entry["done_on"]] if "done_on" in entry else []
            assert all(start <= day <= end and day.weekday() < 5 for day in days), (period, entry["id"])


def test_documents_of_one_series_are_numbered_in_the_order_of_their_days() -> None:
    series: dict[str, list[tuple[date, str]]] = {}
    for body in RETURNS.values():
        for entry in body["tasks"]:
            for item in entry.get("documents", []):
                symbol = "công văn" if item["kind"] == "Công văn" else item["symbol"]
                series.setdefault(symbol, []).append((item["date"], item["number"]))
    for symbol, issued in series.items():
        numbers = [int(number) for _, number in sorted(issued, key=lambda pair: (pair[0], int(pair[1])))]
        assert numbers == sorted(set(numbers)), symbol
        assert all(number == f"{int(number):02d}" for _, number in issued)


@pytest.mark.parametrize("period", WINDOWS)
def test_counts_of_files_add_up(period: str) -> None:
    rows = RETURNS[period, CENTRE]["files"]
    assert len({row["field"] for row in rows}) == 8
    for row in rows:
        received, resolved, pending = row["received"], row["resolved"], row["pending"]
        assert received["total"] == received["online"] + received["direct"] + received["carried_over"]
        assert resolved["total"] == resolved["early"] + resolved["on_time"] + resolved["late"]
        assert pending["total"] == pending["in_time"] + pending["overdue"]
        assert received["total"] == resolved["total"] + pending["total"]
        assert min(*received.values(), *resolved.values(), *pending.values()) >= 0


@pytest.mark.parametrize(("before", "after"), [("2026-q1", "2026-q2"), ("2026-q2", "2026-q3")])
def test_files_pending_are_carried_over(before: str, after: str) -> None:
    pending = {row["field"]: row["pending"]["total"] for row in RETURNS[before, CENTRE]["files"]}
    carried = {row["field"]: row["received"]["carried_over"] for row in RETURNS[after, CENTRE]["files"]}
    assert carried == pending


@pytest.mark.parametrize("period", WINDOWS)
def test_words_of_the_centre_repeat_its_counts(period: str) -> None:
    rows, entries, counts = RETURNS[period, CENTRE]["files"], reported(period), measured(period)
    resolved = sum(row["resolved"]["total"] for row in rows)
    online = sum(row["received"]["online"] for row in rows)
    words = entries["III.2.5"][0]["result"]
    assert f"đã giải quyết {thousands(resolved)} hồ sơ" in words
    assert f"(trực tuyến {thousands(online)} hồ sơ)" in words
    assert counts["PL1.I.3"][1] == resolved
    assert counts["PL1.II.3"][1] <= resolved
    for task, indicator in (("III.2.4", "PL1.I.3"), ("III.2.2", "PL1.II.4"), ("VII.2.1", "PL1.II.3")):
        assert "/".join(map(thousands, counts[indicator])) in entries[task][0]["result"]


@pytest.mark.parametrize("period", WINDOWS)
def test_every_ratio_of_the_first_phase_is_measured(period: str) -> None:
    counts = measured(period)
    assert {f"PL1.I.{n}" for n in range(1, 6)} <= set(counts)
    ratios = {item["id"] for item in PLAN["indicators"] if item["unit"] == "%"}
    assert set(counts) <= ratios
    assert all(0 <= numerator <= denominator for numerator, denominator in counts.values())
    if period == "2026-q3":
        targets = {item["id"]: item["target"] for item in PLAN["indicators"]}
        missed = [key for key, (a, b) in counts.items() if key.startswith("PL1.I.") and 100 * a < targets[key] * b]
        assert missed == ["PL1.I.4"]


def test_events_date_tasks_that_wait_and_leave_others_waiting() -> None:
    waiting = {key for key, task in tasks().items() if task["deadlines"][0].startswith(("Sau khi", "Theo "))}
    answered = {task for event in EVENTS for task in event["tasks"]}
    assert answered < waiting
    assert [event["id"] for event in EVENTS if "due" not in event] == ["SK.03"]
    assert all(event["happened_on"] < event.get("due", date.max) for event in EVENTS)


def test_progress_shows_early_on_time_late_and_overdue() -> None:
    due = {task: event["due"] for event in EVENTS if "due" in event for task in event["tasks"]}
    done = {key: entries[0]["done_on"] for key, entries in reported("2026-q3").items() if "done_on" in entries[0]}
    assert done["V.2"] < date(2026, 12, 31)
    assert done["II.2.6"] <= due["II.2.6"]
    assert done["VI.3"] > due["VI.3"]
    assert "II.3.2" not in done
    assert due["II.3.2"] <= WINDOWS["2026-q3"][1]
