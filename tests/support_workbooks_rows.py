"""The corpus of Excel templates, first half: rows, formulas and names."""

from __future__ import annotations

import re
from datetime import date
from itertools import accumulate
from typing import Any

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from tests.render_xlsx import opened, part
from tests.support_workbooks import Case, Rows, formulas, patched, refs, sums

LOOP = "{%tr for x in ds %}"
END = "{%tr endfor %}"
ROW = ["{{ x.ten }}", "{{ x.so }}"]
TITLE = "Phụ lục 1"
SHEET = "xl/worksheets/sheet1.xml"
DAY_1904 = date(1904, 1, 1)


def listed(v: dict[str, Any], *more: Any) -> Rows:
    """Return the rows of the items; functions of an item make further cells."""
    return [[x["ten"], x["so"], *(one(x) for one in more)] for x in v["ds"]]


def mean(numbers: list[int]) -> Any:
    return sum(numbers) / len(numbers) if numbers else "#DIV/0!"


def array(cell: str, ref: str, text: str) -> Any:
    def dress(book: Workbook) -> None:
        book.worksheets[0][cell] = ArrayFormula(ref, text)

    return dress


def names(**texts: str) -> Any:
    def dress(book: Workbook) -> None:
        for name, text in texts.items():
            book.defined_names[name] = DefinedName(name, attr_text=text)

    return dress


def local_name(book: Workbook) -> None:
    for number, sheet in enumerate(book.worksheets, 1):
        sheet.defined_names["Tong"] = DefinedName("Tong", attr_text=f"'{sheet.title}'!$B${3 + number}")


def shared(data: bytes) -> bytes:
    return patched(
        data,
        SHEET,
        ("<f>B2*2</f>", '<f t="shared" ref="C2:C5" si="0">B2*2</f>'),
        ("<f>B5*2</f>", '<f t="shared" si="0"/>'),
    )


def dynamic(data: bytes) -> bytes:
    """A dynamic array formula as Excel keeps it: an array formula whose cell says so in its metadata."""
    from tests.support_workbooks import added  # noqa: PLC0415  beside its only use

    metadata = (
        '<metadata xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray"><metadataTypes count="1">'
        '<metadataType name="XLDAPR" minSupportedVersion="120000" copy="1" pasteAll="1" pasteValues="1" merge="1" '
        'splitFirst="1" rowColShift="1" clearFormats="1" clearComments="1" assign="1" coerce="1" cellMeta="1"/>'
        '</metadataTypes><futureMetadata name="XLDAPR" count="1"><bk><extLst><ext '
        'uri="{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}"><xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext>'
        '</extLst></bk></futureMetadata><cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>'
    )
    data = added(
        data,
        "xl/metadata.xml",
        metadata,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml",
        "xl/workbook.xml",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sheetMetadata",
        "rIdMeta",
    )
    return patched(
        data, SHEET, ("<f>SUM(B3*2)</f>", '<f t="array" ref="B5">SUM(B3*2)</f>'), ('<c r="B5"', '<c r="B5" cm="1"')
    )


def tabled(ref: str, columns: list[str], totals: str | None = None, name: str = "Bang1") -> Any:
    def dress(book: Workbook) -> None:
        table: Any = Table(displayName=name, ref=ref)
        if totals:
            table.totalsRowCount = 1
            table.totalsRowShown = True
        table._initialise_columns()
        for column, title in zip(table.tableColumns, columns, strict=True):
            column.name = title
        if totals:
            table.tableColumns[0].totalsRowLabel = "Tổng"
            table.tableColumns[1].totalsRowFunction = "sum"
            table.autoFilter.ref = re.sub(r"\d+$", lambda m: str(int(m[0]) - 1), ref)
        book.worksheets[0].add_table(table)

    return dress


def what_if(data: bytes) -> bytes:
    """A data table: the results of D3 for the values in A6:A7."""
    return patched(
        data,
        "xl/worksheets/sheet2.xml",
        ("<f>1+0</f><v></v>", '<f t="dataTable" ref="B6:B7" dt2D="0" dtr="0" r1="B1"/><v>20</v>')
        if "<f>1+0</f><v></v>" in part(data, "xl/worksheets/sheet2.xml")
        else ("<f>1+0</f><v/>", '<f t="dataTable" ref="B6:B7" dt2D="0" dtr="0" r1="B1"/><v>20</v>'),
    )


def groups_of(v: dict[str, Any]) -> Rows:
    rows: Rows = []
    for g in v["nhom"]:
        rows.append([g["ten"], sums(g["ds"]), len(g["ds"])])
        rows += [[f"- {x['ten']}", x["so"]] for x in g["ds"]]
    return rows


NESTED: Rows = [
    ["{%tr for g in nhom %}"],
    ["{{ g.ten }}", "=SUM(B4)", "=COUNT(B4)"],
    ["{%tr for x in g.ds %}"],
    ["- {{ x.ten }}", "{{ x.so }}"],
    [END],
    [END],
    ["Tổng", "=SUM(B4)", "=SUM(C2)", "=SUM(B2)"],
]

ROW_CASES = [
    Case(
        "tổng dưới",
        "marker rows; formulas below",
        {TITLE: [["Tên", "Số"], [LOOP], ROW, [END], ["Tổng", "=SUM(B3)"]]},
        lambda v: {TITLE: [["Tên", "Số"], *listed(v), ["Tổng", sums(v["ds"])]]},
        many=True,
    ),
    Case(
        "tổng trên",
        "formulas above",
        {TITLE: [["Tổng", "=SUM(B3)", "=MAX(B3)", "=COUNT(B3)"], [LOOP], ROW, [END]]},
        lambda v: {TITLE: [["Tổng", sums(v["ds"]), max([x["so"] for x in v["ds"]], default=0), v["so"]], *listed(v)]},
        many=True,
    ),
    Case(
        "trang khác",
        "formulas on other sheets; quoted Vietnamese names",
        {
            TITLE: [["Tên", "Số"], [LOOP], ROW, [END], ["Tổng", "=SUM(B3)"]],
            "Tổng hợp": [["=SUM('Phụ lục 1'!B3)", "='Phụ lục 1'!B5", "='Phụ lục 1'!$A$5&\"!\""]],
        },
        lambda v: {"Tổng hợp": [[sums(v["ds"]), sums(v["ds"]), "Tổng!"]]},
        many=True,
    ),
    Case(
        "nháy đơn",
        "sheet names with apostrophes",
        {"Sở d'Ân 'A": [[LOOP], ROW, [END]], "T": [["=SUM('Sở d''Ân ''A'!B2)", "=COUNTA('Sở d''Ân ''A'!A1:A3)"]]},
        lambda v: {"T": [[sums(v["ds"]), v["so"]]]},
    ),
    Case(
        "khóa địa chỉ",
        "formulas in repeated rows; absolute and mixed references",
        {
            TITLE: [
                ["hệ số", 3, 10],
                [LOOP],
                [*ROW, "=B3*$B$1", "=B3*C$1", "=$B3+$C$1"],
                [END],
                ["T", "=SUM(B$3:B$3)", "=SUM($C3)"],
            ]
        },
        lambda v: {
            TITLE: [
                ["hệ số", 3, 10],
                *listed(v, lambda x: x["so"] * 3, lambda x: x["so"] * 10, lambda x: x["so"] + 10),
                ["T", sums(v["ds"]), sums(v["ds"]) * 3],
            ]
        },
        many=True,
    ),
    Case(
        "vùng trùm",
        "ranges that span the loop grow",
        {
            TITLE: [
                ["đầu", 100],
                [LOOP],
                ROW,
                [END],
                ["cuối", 1000],
                ["T", "=SUM(B1:B5)", "=SUM(B2:B4)", "=COUNT(B1:B4)"],
            ]
        },
        lambda v: {
            TITLE: [
                ["đầu", 100],
                *listed(v),
                ["cuối", 1000],
                ["T", sums(v["ds"]) + 1100, sums(v["ds"]) + 100, v["so"] + 1],
            ]
        },
        many=True,
    ),
    Case(
        "lồng nhau",
        "nested loops",
        {TITLE: NESTED},
        lambda v: {TITLE: [*groups_of(v), ["Tổng", sums(v["ds"]), v["so"], sums(v["ds"])]]},
        many=True,
    ),
    Case(
        "lồng ba tầng",
        "nested loops; conditional rows",
        {
            TITLE: [
                ["{%tr for g in nhom %}"],
                ["{%tr for x in g.ds %}"],
                ["{%tr for k in [1, 2] %}"],
                ["{{ x.ten }}.{{ k }}", "{{ x.so * k }}"],
                [END],
                [None, "=SUM(B4)"],
                [END],
                ["nhóm", "=SUM(B6)"],
                [END],
                ["T", "=SUM(B8)", "=SUM(B4)"],
            ]
        },
        lambda v: {
            TITLE: [
                *(
                    row
                    for g in v["nhom"]
                    for row in [
                        *(
                            r
                            for x in g["ds"]
                            for r in [
                                [f"{x['ten']}.1", x["so"]],
                                [f"{x['ten']}.2", x["so"] * 2],
                                [None, x["so"] * 3],
                            ]
                        ),
                        ["nhóm", sums(g["ds"]) * 3],
                    ]
                ),
                ["T", sums(v["ds"]) * 3, sums(v["ds"]) * 3],
            ]
        },
    ),
    Case(
        "điều kiện",
        "conditional rows",
        {
            TITLE: [
                ["a", 1],
                ["{%tr if co %}"],
                ["có", 5],
                ["{%tr else %}"],
                ["không", 7],
                ["{%tr endif %}"],
                ["T", "=SUM(B1:B6)", "=SUM(B3)", "=SUM(B5)"],
            ]
        },
        lambda v: {
            TITLE: [
                ["a", 1],
                ["có", 5] if v["co"] else ["không", 7],
                ["T", 6 if v["co"] else 8, 5 if v["co"] else 0, 0 if v["co"] else 7],
            ]
        },
    ),
    Case(
        "điều kiện trong vòng",
        "conditional rows inside loops",
        {
            TITLE: [
                [LOOP],
                ["{%tr if x.so > 10 %}"],
                ROW,
                ["{%tr else %}"],
                ["{{ x.ten }}", None, "{{ x.so }}"],
                ["{%tr endif %}"],
                [END],
                ["T", "=SUM(B3)", "=SUM(C5)", "=COUNTA(A2:A6)"],
            ]
        },
        lambda v: {
            TITLE: [
                *([x["ten"], x["so"]] if x["so"] > 10 else [x["ten"], None, x["so"]] for x in v["ds"]),
                [
                    "T",
                    sum(x["so"] for x in v["ds"] if x["so"] > 10),
                    sum(x["so"] for x in v["ds"] if x["so"] <= 10),
                    v["so"],
                ],
            ]
        },
        many=True,
    ),
    Case(
        "không có mục",
        "a loop that says what stands for no items",
        {TITLE: [[LOOP], ROW, ["{%tr else %}"], ["Không có việc"], [END], ["T", "=SUM(B2)", "=COUNTA(A1:A5)"]]},
        lambda v: {TITLE: [*(listed(v) or [["Không có việc"]]), ["T", sums(v["ds"]), max(v["so"], 1)]]},
    ),
    Case(
        "hai vòng nối tiếp",
        "loops one below another",
        {
            TITLE: [
                [LOOP],
                ROW,
                [END],
                ["T1", "=SUM(B2)"],
                ["{%tr for x in ds[1:] %}"],
                ROW,
                [END],
                ["T2", "=SUM(B6)", "=B4+B8", "=SUM(B2,B6)"],
            ]
        },
        lambda v: {
            TITLE: [
                *listed(v),
                ["T1", sums(v["ds"])],
                *listed(v)[1:],
                ["T2", sums(v["ds"][1:]), sums(v["ds"]) + sums(v["ds"][1:]), sums(v["ds"]) + sums(v["ds"][1:])],
            ]
        },
        many=True,
    ),
    Case(
        "hai vòng liền kề",
        "loops one below another without a row between",
        {TITLE: [[LOOP], ROW, [END], [LOOP], ROW, [END], ["T", "=SUM(B2)", "=SUM(B5)", "=SUM(B1:B6)"]]},
        lambda v: {TITLE: [*listed(v), *listed(v), ["T", sums(v["ds"]), sums(v["ds"]), 2 * sums(v["ds"])]]},
    ),
    Case(
        "nhiều trang có vòng",
        "loops on several sheets that refer to each other",
        {
            "Một": [[LOOP], [*ROW, "=SUM(Hai!B2)"], [END], ["T", "=SUM(B2)+Hai!B4"]],
            "Hai": [[LOOP], ["{{ x.ten }}", "{{ x.gia }}"], [END], ["=SUM(Một!B2)", "=SUM(B2)"]],
        },
        lambda v: {
            "Một": [*listed(v, lambda _: sums(v["ds"], "gia")), ["T", sums(v["ds"]) + sums(v["ds"], "gia")]],
            "Hai": [*([x["ten"], x["gia"]] for x in v["ds"]), [sums(v["ds"]), sums(v["ds"], "gia")]],
        },
    ),
    Case(
        "hai dòng một mục",
        "several rows of one item; scattered rows",
        {
            TITLE: [
                [LOOP],
                ROW,
                ["ghi chú", None, "=B2*2"],
                [END],
                ["T", "=SUM(B2)", "=SUM(C3)", "=COUNT(B2)", '=COUNTIF(B2,">5")', '=SUMIF(B2,">5")', "=AVERAGE(B2,1)"],
            ]
        },
        lambda v: {
            TITLE: [
                *(r for x in v["ds"] for r in [[x["ten"], x["so"]], ["ghi chú", None, x["so"] * 2]]),
                [
                    "T",
                    sums(v["ds"]),
                    sums(v["ds"]) * 2,
                    v["so"],
                    sum(1 for x in v["ds"] if x["so"] > 5),
                    sum(x["so"] for x in v["ds"] if x["so"] > 5),
                    (sums(v["ds"]) + 1) / (v["so"] + 1),
                ],
            ]
        },
    ),
    Case(
        "lũy kế",
        "running totals",
        {TITLE: [["Tên"], [LOOP], [*ROW, "=SUM(B$3:B3)", "=COUNTA(A$3:A3)"], [END]]},
        lambda v: {
            TITLE: [
                ["Tên"],
                *(
                    [x["ten"], x["so"], t, n]
                    for n, (x, t) in enumerate(zip(v["ds"], accumulate(x["so"] for x in v["ds"]), strict=True), 1)
                ),
            ]
        },
        many=True,
    ),
    Case(
        "dòng trên",
        "a reference to the row above",
        {TITLE: [["đầu", 0, 0], [LOOP], [*ROW, "=C2+B3"], [END], ["cuối", "=C4"]]},
        lambda v: {
            TITLE: [
                ["đầu", 0, 0],
                *([x["ten"], x["so"], t] for x, t in zip(v["ds"], accumulate(x["so"] for x in v["ds"]), strict=True)),
                ["cuối", sums(v["ds"])],
            ]
        },
        many=True,
    ),
    Case(
        "tỷ trọng",
        "shares of a total below; no items, no error",
        {
            TITLE: [
                [LOOP],
                [*ROW, "=B2/B$4", "=ROUND(B2/SUM(B1:B3)*100,1)"],
                [END],
                ["T", "=SUM(B2)", "=IFERROR(SUM(C2),0)"],
            ]
        },
        lambda v: {
            TITLE: [
                *listed(v, lambda x: x["so"] / sums(v["ds"]), lambda x: int(x["so"] / sums(v["ds"]) * 1000 + 0.5) / 10),
                ["T", sums(v["ds"]), 1 if v["ds"] else 0],
            ]
        },
        many=True,
    ),
    Case(
        "thống kê",
        "statistics over the items, none of them too",
        {
            TITLE: [
                [LOOP],
                ROW,
                [END],
                [
                    "=MIN(B2)",
                    "=MAX(B2)",
                    "=AVERAGE(B2)",
                    "=COUNT(B2)",
                    "=COUNTA(A2)",
                    "=IFERROR(AVERAGE(B2),0)",
                    "=PRODUCT(B2)",
                    "=SUBTOTAL(9,B2)",
                    "=SUBTOTAL(103,A2)",
                ],
            ]
        },
        lambda v: {
            TITLE: [
                *listed(v),
                [
                    min([x["so"] for x in v["ds"]], default=0),
                    max([x["so"] for x in v["ds"]], default=0),
                    mean([x["so"] for x in v["ds"]]),
                    v["so"],
                    v["so"],
                    mean([x["so"] for x in v["ds"]]) if v["ds"] else 0,
                    product(v),
                    sums(v["ds"]),
                    v["so"],
                ],
            ]
        },
    ),
    Case(
        "tích có điều kiện",
        "SUMPRODUCT and conditions",
        {
            TITLE: [
                [LOOP],
                [*ROW, "{{ x.nhom }}", "{{ x.gia }}"],
                [END],
                [
                    "=SUMPRODUCT(B2,D2)",
                    "=SUMPRODUCT((B2>5)*D2)",
                    '=COUNTIF(C2,"Quá*")',
                    '=SUMIFS(B2,C2,"đúng hạn",D2,">1500")',
                    '=COUNTIFS(C2,"<>Quá hạn")',
                    '=SUMIF(C2,"Quá hạn",B2)',
                ],
            ]
        },
        lambda v: {
            TITLE: [
                *listed(v, lambda x: x["nhom"], lambda x: x["gia"]),
                [
                    sum(x["so"] * x["gia"] for x in v["ds"]),
                    sum(x["gia"] for x in v["ds"] if x["so"] > 5),
                    sum(1 for x in v["ds"] if x["nhom"] == "Quá hạn"),
                    sum(x["so"] for x in v["ds"] if x["nhom"] == "Đúng hạn" and x["gia"] > 1500),
                    sum(1 for x in v["ds"] if x["nhom"] != "Quá hạn"),
                    sum(x["so"] for x in v["ds"] if x["nhom"] == "Quá hạn"),
                ],
            ]
        },
        many=True,
    ),
    Case(
        "tra cứu",
        "look-ups in a loop on another sheet",
        {
            TITLE: [
                [LOOP],
                [
                    "{{ x.ten }}",
                    "=VLOOKUP(A2,'Danh mục'!A2:B2,2,FALSE)",
                    "=INDEX('Danh mục'!B2:B2,MATCH(A2,'Danh mục'!A2:A2,0))",
                ],
                [END],
            ],
            "Danh mục": [[LOOP], ["{{ x.ten }}", "{{ x.gia }}"], [END], ['=IFERROR(VLOOKUP("Việc 2",A2:B2,2,0),"-")']],
        },
        lambda v: {
            TITLE: [[x["ten"], x["gia"], x["gia"]] for x in v["ds"]],
            "Danh mục": [*([x["ten"], x["gia"]] for x in v["ds"]), [2500 if v["so"] > 1 else "-"]],
        },
    ),
    Case(
        "cả cột",
        "whole columns and whole rows",
        {
            TITLE: [["Tên", "Số", "="], [LOOP], ROW, [END]],
            "T": [
                [
                    "=SUM('Phụ lục 1'!B:B)",
                    "=COUNTA('Phụ lục 1'!A:A)",
                    "=COUNTA('Phụ lục 1'!$1:$1)",
                    "=COUNTIF('Phụ lục 1'!B:B,\">5\")",
                ]
            ],
        },
        lambda v: {"T": [[sums(v["ds"]), v["so"] + 1, 3, sum(1 for x in v["ds"] if x["so"] > 5)]]},
        many=True,
    ),
    Case(
        "giao và hợp",
        "intersections and unions",
        {TITLE: [["a", 1, 2], [LOOP], [*ROW, "=SUM(A3:C3 B1:B6)"], [END], ["T", "=SUM((B3,B1))", "=SUM(B1:C6 B1:B1)"]]},
        lambda v: {TITLE: [["a", 1, 2], *listed(v, lambda x: x["so"]), ["T", sums(v["ds"]) + 1, 1]]},
        open=True,
    ),
    Case(
        "ba chiều",
        "3-D references",
        {
            "Q1": [[LOOP], ROW, [END], ["T", "=SUM(B2)"]],
            "Q2": [["x"], ["y"], ["z"], ["T", 9]],
            "Q3": [[LOOP], ROW, [END], ["T", "=SUM(B2)"]],
            "Năm": [["=SUM(Q1:Q3!B4)", "=MAX(Q1:Q3!B4)"]],
        },
        lambda v: {"Năm": [[2 * sums(v["ds"]) + 9, max(sums(v["ds"]), 9)]]},
    ),
    Case(
        "công thức dùng chung",
        "shared formulas",
        {TITLE: [[LOOP], [*ROW, "=B2*2"], [END], ["x"], ["y", 4, "=B5*2"]]},
        lambda v: {TITLE: [*listed(v, lambda x: x["so"] * 2), ["x"], ["y", 4, 8]]},
        raw=shared,
        check=lambda _, out: not_in(part(out, SHEET), 't="shared"'),
    ),
    Case(
        "công thức mảng",
        "array formulas outside",
        {TITLE: [["đầu"], [LOOP], ROW, [END], ["T", None]]},
        lambda v: {TITLE: [["đầu"], *listed(v), ["T", sum(x["so"] * 2 for x in v["ds"])]]},
        dress=array("B5", "B5", "=SUM(B3*2)"),
        many=True,
    ),
    Case(
        "công thức mảng trong vòng",
        "array formulas in loop rows",
        {TITLE: [["hs", 1, 2], [LOOP], [*ROW, None], [END]]},
        lambda v: {TITLE: [["hs", 1, 2], *listed(v, lambda x: x["so"] * 3)]},
        dress=array("C3", "C3", "=SUM(B3*B$1:C$1)"),
        check=lambda v, out: equal(refs(out, "f", SHEET), [f"C{n}" for n in range(2, v["so"] + 2)]),
    ),
    Case(
        "mảng động",
        "dynamic array formulas",
        {TITLE: [["đầu"], [LOOP], ROW, [END], ["T", "=SUM(B3*2)"]]},
        lambda v: {TITLE: [["đầu"], *listed(v), ["T", sum(x["so"] * 2 for x in v["ds"])]]},
        raw=dynamic,
        check=lambda v, out: equal(re.findall(r'<c r="(\w+)"[^>]* cm="1"', part(out, SHEET)), [f"B{v['so'] + 2}"]),
    ),
    Case(
        "bảng",
        "tables; structured references outside",
        {
            TITLE: [
                ["Tên", "Số"],
                [LOOP],
                ROW,
                [END],
                ["T", "=SUM(Bang1[Số])", "=COUNTA(Bang1[Tên])", "=ROWS(Bang1[[#All],[Số]])"],
            ],
            "T": [["=SUM(Bang1[Số])", '=COUNTIF(Bang1[Số],">5")', "=Bang1[[#Headers],[Số]]"]],
        },
        lambda v: {"T": [[sums(v["ds"]), sum(1 for x in v["ds"] if x["so"] > 5), "Số"]]},
        dress=tabled("A1:B4", ["Tên", "Số"]),
        check=lambda v, out: equal(refs(out, "table", "xl/tables/table1.xml"), [f"A1:B{max(v['so'], 1) + 1}"]),
        many=True,
    ),
    Case(
        "bảng có dòng tổng",
        "structured references inside tables; totals rows",
        {
            TITLE: [
                ["Tên", "Số", "Gấp"],
                [LOOP],
                [*ROW, "=Bang1[[#This Row],[Số]]*2"],
                [END],
                ["Tổng", "=SUBTOTAL(109,Bang1[Số])", "=SUM(Bang1[Gấp])"],
                ["x", "=Bang1[[#Totals],[Số]]"],
            ]
        },
        lambda v: {
            TITLE: [
                ["Tên", "Số", "Gấp"],
                *(listed(v, lambda x: x["so"] * 2) or [[]]),
                ["Tổng", sums(v["ds"]), sums(v["ds"]) * 2],
                ["x", sums(v["ds"])],
            ]
        },
        dress=tabled("A1:C5", ["Tên", "Số", "Gấp"], totals="sum"),
        check=lambda v, out: equal(refs(out, "table", "xl/tables/table1.xml"), [f"A1:C{max(v['so'], 1) + 2}"]),
        many=True,
    ),
    Case(
        "tên vùng",
        "defined names, global",
        {
            TITLE: [["Tên", "Số"], [LOOP], ROW, [END], ["T", "=SUM(CacSo)", "=Tong*2", "=HeSo*2"]],
            "T": [["=SUM(CacSo)", "=Tong"]],
        },
        lambda v: {
            TITLE: [["Tên", "Số"], *listed(v), ["T", sums(v["ds"]), sums(v["ds"]) * 2, 3]],
            "T": [[sums(v["ds"])] * 2],
        },
        dress=names(CacSo="'Phụ lục 1'!$B$3", Tong="'Phụ lục 1'!$B$5", HeSo="1.5"),
        many=True,
    ),
    Case(
        "tên vùng riêng",
        "defined names, local",
        {
            "Một": [[LOOP], ROW, [END], ["T", "=SUM(B2)", "=Tong+1"]],
            "Hai": [["x"], ["y"], ["z"], ["q"], ["T", 5, "=Tong+1"], ["=Một!Tong"]],
        },
        lambda v: {
            "Một": [*listed(v), ["T", sums(v["ds"]), sums(v["ds"]) + 1]],
            "Hai": [["x"], ["y"], ["z"], ["q"], ["T", 5, 6], [sums(v["ds"])]],
        },
        dress=local_name,
    ),
    Case(
        "tên là công thức",
        "defined names that are formulas",
        {TITLE: [["Tên", "Số"], [LOOP], ROW, [END], ["T", "=TrungBinh", "=SUM(Dich)"]]},
        lambda v: {TITLE: [["Tên", "Số"], *listed(v), ["T", sums(v["ds"]) / 2, sums(v["ds"])]]},
        dress=names(
            TrungBinh="SUM('Phụ lục 1'!$B$3)/2", Dich="OFFSET('Phụ lục 1'!$B$1,1,0,COUNT('Phụ lục 1'!$B$3)+1,1)-0"
        ),
        open=True,
        volatile=True,
    ),
    Case(
        "bảng thử giá trị",
        "what-if data tables",
        {
            TITLE: [[LOOP], ROW, [END]],
            "Thử": [["lãi", 2], ["gốc", 10], ["x"], ["y"], [None, "=B1*B2"], [2, "=1+0"], [3, 30]],
        },
        lambda v: {TITLE: listed(v), "Thử": [["lãi", 2], ["gốc", 10], ["x"], ["y"], [None, 20], [2, 20], [3, 30]]},
        raw=what_if,
        open=True,
        volatile=True,
        check=lambda _, out: equal(
            re.findall(r'<f t="dataTable"[^>]*ref="([^"]*)"', part(out, "xl/worksheets/sheet2.xml")), ["B6:B7"]
        ),
    ),
    Case(
        "nối chữ",
        "texts, joins and formats in formulas",
        {
            TITLE: [
                [LOOP],
                [*ROW, '=A2&": "&B2', '=IF(B2>10,"cao","thấp")', "=UPPER(LEFT(A2,4))"],
                [END],
                ['="Có "&COUNTA(A2)&" việc"', '=TEXT(COUNT(B2),"000")', '=LEN("Trúc Lâm")'],
            ]
        },
        lambda v: {
            TITLE: [
                *listed(
                    v, lambda x: f"{x['ten']}: {x['so']}", lambda x: "cao" if x["so"] > 10 else "thấp", lambda _: "VIỆC"
                ),
                [f"Có {v['so']} việc", f"{v['so']:03d}", 8],
            ]
        },
        many=True,
    ),
    Case(
        "lỗi có sẵn",
        "errors in formulas travel, and are no fault of ours",
        {TITLE: [[LOOP], [*ROW, "=B2/0"], [END], ["=IFERROR(SUM(C2),-1)", "=1/0", "=NA()", '="a"+1']]},
        lambda v: {TITLE: [*listed(v, lambda _: "#DIV/0!"), [-1 if v["ds"] else 0, "#DIV/0!", "#N/A", "#VALUE!"]]},
    ),
    Case(
        "tự thân",
        "references of a row to its own and to the heading",
        {TITLE: [["Tên", "Số"], [LOOP], [*ROW, "=A$1&A3", "=ROW()", "=COLUMN()", "=ROWS(A$3:A3)"], [END]]},
        lambda v: {
            TITLE: [
                ["Tên", "Số"],
                *([x["ten"], x["so"], f"Tên{x['ten']}", n + 1, 5, n] for n, x in enumerate(v["ds"], 1)),
            ]
        },
        many=True,
    ),
    Case(
        "mỗi mục một trang",
        "one sheet per item",
        {
            "T": [
                ["=SUM('{{ g.ten }}'!B4)", "=COUNT('{{ g.ten }}'!B6)"],
                ["{%tr for g in nhom %}"],
                ["{{ g.ten }}", "='{{ g.ten }}'!B6"],
                [END],
            ],
            "{{ g.ten }}": [
                ["{%sheet for g in nhom %}"],
                ["{{ g.ten }}"],
                ["{%tr for x in g.ds %}"],
                ROW,
                [END],
                ["T", "=SUM(B4)", "=B6/T!A1"],
            ],
        },
        lambda v: {
            "T": [[sums(v["ds"]), len(v["nhom"])], *([g["ten"], sums(g["ds"])] for g in v["nhom"])],
            **{
                g["ten"]: [
                    [g["ten"]],
                    *([x["ten"], x["so"]] for x in g["ds"]),
                    ["T", sums(g["ds"]), sums(g["ds"]) / sums(v["ds"])],
                ]
                for g in v["nhom"]
            },
        },
    ),
    Case(
        "gián tiếp",
        "INDIRECT and OFFSET",
        {TITLE: [["hs", 2], [LOOP], ROW, [END], ["T", '=INDIRECT("B1")*2', "=OFFSET(B5,-1,0)"]]},
        lambda v: {TITLE: [["hs", 2], *listed(v), ["T", 4, v["ds"][-1]["so"] if v["ds"] else 2]]},
        open=True,
    ),
    Case(
        "kiểu R1C1",
        "workbooks that show R1C1 references",
        {TITLE: [[LOOP], [*ROW, "=B2*2"], [END]]},
        lambda v: {TITLE: listed(v, lambda x: x["so"] * 2)},
        raw=lambda data: patched(data, "xl/workbook.xml", ("<calcPr ", '<calcPr refMode="R1C1" ')),
        check=lambda _, out: is_in(part(out, "xl/workbook.xml"), 'refMode="R1C1"'),
    ),
    Case(
        "hệ ngày 1904",
        "the 1904 date system",
        {TITLE: [[LOOP], ["{{ x.ten }}", "{{ x.ngay }}", "=B2+1"], [END], ["=MAX(B2)-MIN(B2)"]]},
        lambda v: {
            TITLE: [
                *([x["ten"], x["ngay"], (x["ngay"] - DAY_1904).days + 1] for x in v["ds"]),
                [17 * max(v["so"] - 1, 0)],
            ]
        },
        raw=lambda data: patched(data, "xl/workbook.xml", ("<workbookPr", '<workbookPr date1904="1"')),
        volatile=True,
    ),
]


def product(v: dict[str, Any]) -> int:
    result = 1 if v["ds"] else 0
    for x in v["ds"]:
        result *= x["so"]
    return result


def equal(got: object, wanted: object) -> None:
    assert got == wanted, (got, wanted)


def is_in(text: str, words: str) -> None:
    assert words in text, text


def not_in(text: str, words: str) -> None:
    assert words not in text


__all__ = ["ROW_CASES", "equal", "formulas", "is_in", "not_in", "opened"]
