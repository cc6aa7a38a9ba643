"""Random templates of a grammar, with random data, beside the same sheets written by hand.

The hand is an expander of its own: it walks the blocks that the grammar made, knows nothing of how the renderer works,
and says of each output row what its cells and its formulas must be.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.render_xlsx import opened, part_names, render, tags_left, template, texts_by_xml

TITLES = ("Phụ lục 1", "Sổ d'Ân")
TEXTS = (
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=12)
    .map(partial(unicodedata.normalize, "NFC"))
    .filter(str.strip)
)
FORMATS = ("General", "#,##0.00", "0%")


@dataclass
class Row:
    """A template row: a text, a figure, twice that, a function of a row of this sheet, and one of the other sheet's.

    Attributes:
        function: Of `D` and `E`. near, far: Which rows of the two sheets they name, as places among all their rows.
        merged: Whether `F` and `G` are one cell. number_format: Of the figure. number: Set when the sheet is laid out.
    """

    function: str
    near: int
    far: int
    merged: bool
    number_format: str
    figure: int
    number: int = 0


@dataclass
class Block:
    """A loop over a list, or a condition with two branches."""

    repeats: bool
    inner: list[Row | Block]
    other: list[Row | Block] = field(default_factory=list)
    name: str = ""


ROWS = st.builds(
    Row,
    st.sampled_from(["SUM", "COUNT", "MAX"]),
    st.integers(0, 99),
    st.integers(0, 99),
    st.booleans(),
    st.sampled_from(FORMATS),
    st.integers(-50, 50),
)


def blocks(depth: int) -> st.SearchStrategy[list[Row | Block]]:
    """Return lists of rows and blocks nested at most so deep."""
    if depth == 0:
        return st.lists(ROWS, min_size=1, max_size=2)
    inner = blocks(depth - 1)
    block = st.builds(Block, st.booleans(), inner, st.one_of(st.just([]), inner))
    return st.lists(st.one_of(ROWS, ROWS, block), min_size=1, max_size=3)


# ---------------------------------------------------------------- the template


def laid_out(nodes: list[Row | Block], prefix: str = "s") -> tuple[list[list[Any]], list[Row]]:
    """Return the template rows of a sheet without its formulas, and its rows with their numbers."""
    lines: list[list[Any]] = []
    found: list[Row] = []

    def walk(some: list[Row | Block], inside: str) -> None:
        for node in some:
            if isinstance(node, Row):
                found.append(node)
                lines.append([f"{{{{ {inside or 'goc'}.ten }}}}", f"{{{{ {inside or 'goc'}.so + {node.figure} }}}}"])
                node.number = len(lines)
                continue
            node.name = f"{prefix}{len(lines)}"
            source = f"{inside}.{node.name}" if inside else node.name
            lines.append([f"{{%tr for {node.name}x in {source} %}}" if node.repeats else f"{{%tr if {source} %}}"])
            walk(node.inner, f"{node.name}x" if node.repeats else inside)
            if node.other:
                lines.append(["{%tr else %}"])
                walk(node.other, inside)
            lines.append(["{%tr endfor %}" if node.repeats else "{%tr endif %}"])

    walk(nodes, "")
    return lines, found


# ---------------------------------------------------------------- the data, and the sheets by hand


@dataclass
class Shown:
    """An output row: its template row, the turns of the loops (and branches) around it, what its item holds."""

    row: Row
    path: tuple[tuple[int, int], ...]
    item: dict[str, Any]
    number: int = 0


def filled(
    nodes: list[Row | Block], item: dict[str, Any], draw: Any, path: tuple[tuple[int, int], ...] = ()
) -> Iterator[Shown]:
    """Draw the data that blocks need into `item`, and yield the rows that appear, in order."""
    for node in nodes:
        if isinstance(node, Row):
            yield Shown(node, path, item)
        elif node.repeats:
            items = [{"ten": draw(TEXTS), "so": draw(st.integers(-999, 999))} for _ in range(draw(st.integers(0, 3)))]
            item[node.name] = items
            for turn, one in enumerate(items):
                yield from filled(node.inner, one, draw, (*path, (id(node.inner), turn)))
            if not items:
                yield from filled(node.other, item, draw, (*path, (id(node.other), 0)))
            else:
                drawn_only(node.other, item, draw)
        else:
            item[node.name] = draw(st.booleans())
            chosen, left = (node.inner, node.other) if item[node.name] else (node.other, node.inner)
            yield from filled(chosen, item, draw, (*path, (id(chosen), 0)))
            drawn_only(left, item, draw)


def drawn_only(nodes: list[Row | Block], item: dict[str, Any], draw: Any) -> None:
    """Give names to blocks that do not appear: a name that is missing is a fault wherever it stands."""
    for node in nodes:
        if isinstance(node, Block):
            item[node.name] = [] if node.repeats else False
            drawn_only(node.inner if not node.repeats else [], item, draw)
            drawn_only(node.other, item, draw)


def around(nodes: list[Row | Block], row: Row, chain: tuple[int, ...] = ()) -> tuple[int, ...] | None:
    """Return the bodies and branches around a template row, from the outside in."""
    for node in nodes:
        if node is row:
            return chain
        for branch in (node.inner, node.other) if isinstance(node, Block) else ():
            found = around(branch, row, (*chain, id(branch)))
            if found is not None:
                return found
    return None


def runs(numbers: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def by_hand(function: str, rows: list[Shown], prefix: str = "") -> tuple[str, float]:
    """Return the formula over output rows and its result."""
    parts = [f"{prefix}B{a}" if a == b else f"{prefix}B{a}:B{b}" for a, b in runs([one.number for one in rows])]
    figures = [one.item["so"] + one.row.figure for one in rows]
    result = {"SUM": sum(figures), "COUNT": len(figures), "MAX": max(figures, default=0)}[function]
    if not parts:
        return {"SUM": "=SUM(0)", "COUNT": "=0", "MAX": "=0"}[function], 0
    return f"={function}({','.join(parts)})", result


@given(st.data())
@settings(max_examples=40)
def test_any_template_becomes_the_sheets_that_a_person_would_write(data: st.DataObject) -> None:
    trees = [data.draw(blocks(3), label=title) for title in TITLES]
    made = [laid_out(tree, prefix) for tree, prefix in zip(trees, "st", strict=True)]
    every = [rows for _, rows in made]
    prefixes = [f"'{title.replace(chr(39), chr(39) * 2)}'!" for title in TITLES]

    def dress(book: Workbook) -> None:
        for place, rows in enumerate(every):
            sheet: Any = book[TITLES[place]]
            for row in rows:
                sheet.cell(row.number, 2).number_format = row.number_format
                sheet.cell(row.number, 3).value = f"=B{row.number}*2"
                sheet.cell(row.number, 4).value = f"={row.function}(B{near(row, place).number})"
                sheet.cell(row.number, 5).value = f"={row.function}({prefixes[1 - place]}$B${far(row, place).number})"
                if row.merged:
                    sheet.merge_cells(start_row=row.number, end_row=row.number, start_column=6, end_column=7)

    def near(row: Row, place: int) -> Row:
        return every[place][row.near % len(every[place])]

    def far(row: Row, place: int) -> Row:
        return every[1 - place][row.far % len(every[1 - place])]

    if not all(every):
        return
    values: dict[str, Any] = {"goc": {"ten": data.draw(TEXTS), "so": data.draw(st.integers(-9, 9))}}
    shown = [list(filled(tree, values, data.draw)) for tree in trees]
    for rows in shown:
        for number, one in enumerate(rows, 1):
            one.number = number
            one.item = one.item if "so" in one.item else values["goc"]
    out = render(template(dict(zip(TITLES, (lines for lines, _ in made), strict=True)), dress), **values)

    assert zipfile.ZipFile(io.BytesIO(out)).testzip() is None
    assert all(ET.fromstring(zipfile.ZipFile(io.BytesIO(out)).read(name)) is not None for name in part_names(out))
    assert tags_left(out) == []
    book, results = opened(out), opened(out, results=True)
    for place, rows in enumerate(shown):
        sheet, computed = book[TITLES[place]], results[TITLES[place]]
        texts = texts_by_xml(out, f"xl/worksheets/sheet{place + 1}.xml")
        for one in rows:
            target, other = near(one.row, place), far(one.row, place)
            chain, theirs = around(trees[place], one.row) or (), around(trees[place], target) or ()
            shared = next(
                (n for n, (a, b) in enumerate(zip(chain, theirs, strict=False)) if a != b), min(len(chain), len(theirs))
            )
            mine = [x for x in rows if x.row is target and x.path[:shared] == one.path[:shared]]
            if target is one.row:
                mine = [one]
            wanted = [
                by_hand(one.row.function, mine),
                by_hand(one.row.function, [x for x in shown[1 - place] if x.row is other], prefixes[1 - place]),
            ]
            wanted[1] = (wanted[1][0].replace("B", "$B$").replace("$B$$", "$B$"), wanted[1][1])
            figure = one.item["so"] + one.row.figure
            line = [cell.value for cell in sheet[one.number][:5]]
            assert line[0] == one.item["ten"] == texts[f"A{one.number}"]
            assert line[1:3] == [figure, f"=B{one.number}*2"]
            assert [line[3], line[4]] == [wanted[0][0], wanted[1][0]]
            assert [cell.value for cell in computed[one.number][2:5]] == [figure * 2, wanted[0][1], wanted[1][1]]
            assert sheet.cell(one.number, 2).number_format == one.row.number_format
        assert {str(m) for m in sheet.merged_cells.ranges} == {f"F{x.number}:G{x.number}" for x in rows if x.row.merged}


@given(
    st.lists(st.tuples(TEXTS, st.lists(st.integers(-99, 99), max_size=3)), max_size=4),
    st.sampled_from(["SUM", "COUNT", "MAX"]),
    st.booleans(),
    st.booleans(),
)
@settings(max_examples=40)
def test_any_list_becomes_its_sheets_with_their_totals(
    items: list[tuple[str, list[int]]], function: str, inside: bool, spans: bool
) -> None:
    """A summary over a sheet for each item: over one row of it or the whole loop, as a total and item by item."""
    area = "B2:B5" if spans else "B3"
    summary = [[f"={function}('{{{{ x.ten }}}}'!{area})"]]
    if inside:
        summary += [
            ["{%tr for x in ds %}"],
            [f"={function}('{{{{ x.ten }}}}'!{area})", "{{ x.ten }}"],
            ["{%tr endfor %}"],
        ]
    sheet = [["{%sheet for x in ds %}"], ["{%tr for s in x.so %}"], [None, "{{ s }}"], ["{%tr endfor %}"], ["hết"]]
    data = [{"ten": name, "so": numbers} for name, numbers in items]
    out = render(template({"Tổng": summary, "{{ x.ten }}": sheet}), ds=data)

    folds: dict[str, Callable[[list[int]], int]] = {"SUM": sum, "COUNT": len, "MAX": lambda some: max(some, default=0)}
    fold = folds[function]
    every = [number for _, numbers in items for number in numbers]
    wanted = [[fold(every)], *([[fold(numbers), name] for name, numbers in items] if inside else [])]
    assert [[cell for cell in row if cell is not None] for row in opened(out, results=True)["Tổng"].values] == wanted
    titles = opened(out).sheetnames[1:]
    assert len(titles) == len(items)
    assert all(len(title.encode("utf-16-le")) <= 62 and not set(title) & set(":\\/?*[]") for title in titles)
    assert len({title.casefold() for title in titles}) == len(titles)
    for title, (_, numbers) in zip(titles, items, strict=True):
        shown = [row[1] for row in opened(out, results=True)[title].values if len(row) > 1 and row[1] is not None]
        assert shown == numbers
    if not any(mark in name for name, _ in items for mark in ("{{", "{%")):  # the words of data stay as they are
        assert tags_left(out) == []
