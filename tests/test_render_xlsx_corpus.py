"""At least sixty Excel templates with every feature, each with no, one, three (some with 500) items.

What comes out is compared with expected values worked out independently, and with what LibreOffice computes.
"""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from reportgen.problem import ReportgenError
from reportgen.render.xlsx import compile_xlsx
from tests.render_xlsx import opened, part, part_names, rezipped, tags_left
from tests.support_workbooks import Case, Rows, values
from tests.support_workbooks_objects import OBJECT_CASES
from tests.support_workbooks_rows import ROW_CASES

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported and will be removed:UserWarning")
CASES: list[Case] = [*ROW_CASES, *OBJECT_CASES]
RUNS = [(case, count) for case in CASES for count in (0, 1, 3, *((500,) if case.many else ()))]
IDS = [f"{case.name}-{count}" for case, count in RUNS]
VALIDATOR = Path(__file__).parent / "tools" / "validate_office.py"
MOST_FILES = 150  # of one call: LibreOffice leaves out those beyond some 240
EPOCH = date(1899, 12, 30)


@pytest.fixture(scope="module")
def outputs() -> dict[tuple[str, int], bytes]:
    """Every template rendered; a template is compiled once, and one that fails is missed by its own tests alone."""
    found: dict[tuple[str, int], bytes] = {}
    for case in CASES:
        with suppress(ReportgenError):
            compiled = compile_xlsx(case.template(), "mau.xlsx")
            for count in (count for one, count in RUNS if one is case):
                found[case.name, count] = compiled.render({**values(count), **case.extra})
    return found


def results(data: bytes) -> dict[str, Rows]:
    """Return the results of all sheets, row by row, without blank cells at the ends of rows."""
    found: dict[str, Rows] = {}
    for sheet in opened(data, results=True).worksheets:
        rows = [[plain(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        found[sheet.title] = [trimmed(row) for row in rows]
    return found


def plain(value: Any) -> Any:
    if isinstance(value, datetime):
        value = value.date() if (value.hour, value.minute) == (0, 0) else value
    if isinstance(value, date):
        return (value - EPOCH).days
    return None if value == "" else value


def trimmed(row: list[Any]) -> list[Any]:
    while row and row[-1] is None:
        row = row[:-1]
    return row


def differences(got: Rows, wanted: Rows, *, blanks: bool = False) -> list[tuple[int, int, Any, Any]]:
    """Return the cells that differ; `blanks`: a cell that was not worked out is no difference."""
    wide = max((len(row) for row in [*got, *wanted]), default=0)
    found = []
    for number in range(max(len(got), len(wanted))):
        for col in range(wide):
            mine, theirs = (
                rows[number][col] if number < len(rows) and col < len(rows[number]) else None for rows in (got, wanted)
            )
            theirs = (theirs - EPOCH).days if isinstance(theirs, date) else theirs
            if not same(mine, theirs) and not (blanks and mine is None):
                found.append((number + 1, col + 1, mine, theirs))
    return found


def same(mine: Any, theirs: Any) -> bool:
    numbers = [isinstance(v, int | float) and not isinstance(v, bool) for v in (mine, theirs)]
    return math.isclose(mine, theirs, rel_tol=1e-12, abs_tol=1e-12) if all(numbers) else mine == theirs


FEATURES = """
marker rows · nested · conditional rows · conditional rows inside loops · one below another · several sheets · no items
formulas in repeated rows · formulas below · formulas above · formulas on other sheets · quoted Vietnamese · apostrophes
absolute and mixed · ranges that span the loop · running totals · row above · whole columns · intersections · 3-D
shared formulas · array formulas outside · array formulas in loop rows · dynamic array · structured references outside
structured references inside · totals rows · defined names, global · defined names, local · that are formulas · INDIRECT
R1C1 · 1904 · what-if data tables · print area and titles · page breaks · frozen panes · autofilter with hidden rows
conditional formatting · colour scales · x14 conditional formats · data validation · x14 data validations · sparklines
merges · merges in loop rows · merges that span a group · hyperlinks · HYPERLINK · notes · threaded comments
row heights and outline levels · images · shapes · header pictures · chart series · chart anchors · charts on another
chart sheets · pivot caches · slicers · protection · hidden sheets · rich text · keep their types · stays text
height that shows the text · sheet names with tags · one sheet per item · errors in formulas · texts, joins
"""
"""What the corpus covers, in words that the cases' own list of features must hold."""


def test_every_feature_has_a_template() -> None:
    assert len(CASES) == len({case.name for case in CASES}) >= 60
    said = " ; ".join(case.features for case in CASES)
    features = [feature.strip() for feature in re.split(r"[·\n]", FEATURES) if feature.strip()]
    assert [feature for feature in features if feature not in said] == []


@pytest.mark.parametrize(("case", "count"), RUNS, ids=IDS)
def test_a_template_becomes_what_a_person_would_have_made(
    case: Case, count: int, outputs: dict[tuple[str, int], bytes]
) -> None:
    out = outputs[case.name, count]
    given = {**values(count), **case.extra}
    got = results(out)
    for title, wanted in case.want(given).items():
        assert differences(got[title], wanted, blanks=case.open) == [], title
    assert tags_left(out) == []
    assert not [n for n in part_names(out) if n.startswith("xl/worksheets/sheet") and "#REF!" in part(out, n)]
    if case.check is not None:
        case.check(given, out)


@pytest.fixture(scope="module")
def recalculated(
    outputs: dict[tuple[str, int], bytes], tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, int], bytes]:
    """What LibreOffice makes of every output without our results, in one call."""
    bare = [without_results(data) for data in outputs.values()]
    return dict(zip(outputs, saved_by_libreoffice(bare, tmp_path_factory.mktemp("tinh-lai")), strict=True))


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every template as LibreOffice saves it, in one call."""
    made = {case.name: case.template() for case in CASES}
    return dict(zip(made, saved_by_libreoffice(list(made.values()), tmp_path_factory.mktemp("luu-lai")), strict=True))


def saved_by_libreoffice(books: list[bytes], folder: Path) -> list[bytes]:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("soffice")
    names = [str(folder / f"{number}.xlsx") for number in range(len(books))]
    for name, data in zip(names, books, strict=True):
        Path(name).write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/ho-so"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    command += ["--outdir", str(folder / "ra")]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    for start in range(0, len(names), MOST_FILES):
        some = [*command, *names[start : start + MOST_FILES]]
        subprocess.run(some, check=True, capture_output=True, timeout=500, env=environment)
    return [(folder / "ra" / Path(name).name).read_bytes() for name in names]


def without_results(data: bytes) -> bytes:
    bare = {
        name: re.sub(r"(<c [^>]*?)( t=\"\w+\")?(>(?:<f[^>]*>[^<]*</f>))<v>[^<]*</v>", r"\1\3", part(data, name))
        for name in part_names(data)
        if name.startswith("xl/worksheets/sheet")
    }
    return rezipped(data, bare)


@pytest.mark.office
@pytest.mark.parametrize(
    ("case", "count"),
    [r for r in RUNS if not r[0].volatile],
    ids=[i for i, r in zip(IDS, RUNS, strict=True) if not r[0].volatile],
)
def test_libreoffice_computes_what_our_cells_say_and_what_is_expected(
    case: Case, count: int, outputs: dict[tuple[str, int], bytes], recalculated: dict[tuple[str, int], bytes]
) -> None:
    ours, theirs = results(outputs[case.name, count]), results(recalculated[case.name, count])
    for title, rows in ours.items():
        assert differences(rows, theirs[title], blanks=True) == [], title
    for title, wanted in case.want({**values(count), **case.extra}).items():
        assert differences(theirs[title], wanted) == [], title


@pytest.mark.office
@pytest.mark.parametrize("case", [c for c in CASES if not c.volatile], ids=[c.name for c in CASES if not c.volatile])
def test_a_template_edited_in_libreoffice_still_works(case: Case, resaved: dict[str, bytes]) -> None:
    given = {**values(3), **case.extra}
    out = compile_xlsx(resaved[case.name], "mau.xlsx").render(given)
    got = results(out)
    for title, wanted in case.want(given).items():
        assert differences(got[title], wanted, blanks=case.open) == [], title
    assert tags_left(out) == []


@pytest.mark.sdk
@pytest.mark.parametrize("case", CASES[::3], ids=[case.name for case in CASES[::3]])
def test_the_validator_finds_nothing(case: Case, outputs: dict[tuple[str, int], bytes], tmp_path: Path) -> None:
    target = tmp_path / "ra.xlsx"
    target.write_bytes(outputs[case.name, 3])
    done = subprocess.run([sys.executable, str(VALIDATOR), str(target)], check=False, capture_output=True, text=True)
    if done.returncode == 2:
        pytest.skip("the npm validator is not here")
    assert done.returncode == 0, done.stdout
