"""The engines of Python, each as a function from values to bytes; run as a program, one engine in its own process.

    python engines.py JOB.json

`JOB.json` says what to do (see `Job`); one JSON object with the measurements goes to stdout. The clock runs only while
a document is made: reading its values is not work of the engine.
"""
# ruff: noqa: PLC0415  an engine is imported in the process that measures it, and only there

from __future__ import annotations

import io
import json
import os
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

Values: TypeAlias = "dict[str, Any]"
Render: TypeAlias = "Callable[[Values], bytes]"

_LIBRARIES: Final = {"isal": "isal", "zlib-ng": "zlib_ng", "zlib": ""}
_BLOCKED: Final = {"zlib": ("isal", "zlib_ng"), "zlib-ng": ("isal",), "isal": ("zlib_ng",)}


@dataclass(frozen=True)
class Job:
    """What one process measures.

    Attributes:
        engine: Name in `ENGINES`. template: Path. variants: Paths of other templates, equal but for one word, that no
            cache can know. values: Path of a file of one JSON object a line. warm: Documents made before measuring.
        out: Path that the first two documents go to, with `.0` and `.1` at the end.
        codec: `isal`, `zlib-ng` or `zlib`; for ours and the floor. level: Of the floor's deflate.
        cold: Measure the first document of the process only. content: For the engines of Node.js.
    """

    engine: str
    template: str
    variants: list[str]
    values: str
    warm: int
    out: str
    codec: str
    level: int
    cold: bool
    content: str


# --- Word --------------------------------------------------------------------------------------------------------


def docxtpl(template: bytes, _job: Job) -> Render:
    """A new object each time, as its documentation shows; autoescape, because values hold `&` and `<`."""
    from docxtpl import DocxTemplate

    def render(values: Values) -> bytes:
        document = DocxTemplate(io.BytesIO(template))
        document.render(values, autoescape=True)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return render


def mailmerge(template: bytes, _job: Job) -> Render:
    """docx-mailmerge2: fields of Word's own mail merge, rows by their first field."""
    from mailmerge import MailMerge

    def render(values: Values) -> bytes:
        fields = {name: value for name, value in values.items() if isinstance(value, str)}
        out = io.BytesIO()
        with MailMerge(io.BytesIO(template)) as document:
            document.merge(**fields)
            document.merge_rows("c1", values["rows"])
            document.write(out)
        return out.getvalue()

    return render


def ours_docx(template: bytes, _job: Job) -> Render:
    """This project's public face, compiled once."""
    from reportgen.render import compile_docx

    return compile_docx(template).render


def floor_docx(_template: bytes, job: Job) -> Render:
    """Jinja rendering the same text, UTF-8, deflate: less than any engine must do."""
    from jinja2 import Environment
    from wordfile import plain_source

    source = Environment(autoescape=True).from_string(plain_source())
    deflate = deflater(job.codec, job.level)
    return lambda values: deflate(source.render(values).encode())


# --- Excel -------------------------------------------------------------------------------------------------------


def openpyxl(template: bytes, _job: Job) -> Render:
    """The template opened and filled: the style of its one row given to every row."""
    from content import COLUMNS, SHEET_TITLES
    from excelfile import FIRST_ROW, title
    from openpyxl import load_workbook

    def render(values: Values) -> bytes:
        book = load_workbook(io.BytesIO(template))
        sheet: Any = book.active
        for row, words in enumerate(SHEET_TITLES, start=1):
            sheet.cell(row, 1).value = title(words, values.__getitem__)
        styles = [sheet.cell(FIRST_ROW, column)._style for column in range(1, len(COLUMNS) + 1)]  # noqa: SLF001
        for row, item in enumerate(values["rows"], start=FIRST_ROW):
            for column, name in enumerate(COLUMNS, start=1):
                cell = sheet.cell(row, column)
                cell.value = item[name]
                cell._style = styles[column - 1]  # noqa: SLF001
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return render


def xlsxwriter(_template: bytes, _job: Job) -> Render:
    """The whole sheet built in code: no template."""
    from content import COLUMNS, HEADINGS, SHEET_TITLES
    from excelfile import FIRST_ROW, FONT, HEAD_ROW, SHEET, WIDTHS, title
    from xlsxwriter import Workbook

    def render(values: Values) -> bytes:
        out = io.BytesIO()
        book = Workbook(out, {"in_memory": True})
        sheet = book.add_worksheet(SHEET)
        look = {"font_name": FONT, "text_wrap": True}
        top = book.add_format({**look, "font_size": 14, "bold": True, "align": "center", "valign": "vcenter"})
        head = book.add_format({**look, "font_size": 12, "bold": True, "align": "center", "valign": "top", "border": 1})
        body = book.add_format({**look, "font_size": 12, "align": "left", "valign": "top", "border": 1})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        for row, words in enumerate(SHEET_TITLES):
            sheet.merge_range(row, 0, row, len(COLUMNS) - 1, title(words, values.__getitem__), top)
        for column, text in enumerate(HEADINGS):
            sheet.write_string(HEAD_ROW - 1, column, text, head)
        for row, item in enumerate(values["rows"], start=FIRST_ROW - 1):
            for column, name in enumerate(COLUMNS):
                sheet.write_string(row, column, item[name], body)
        sheet.repeat_rows(HEAD_ROW - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        book.close()
        return out.getvalue()

    return render


def xltpl(template: bytes, job: Job) -> Render:
    """Jinja in cells; the writer reused, which is its quicker way."""
    from xltpl.writerx import BookWriter

    del template
    writer = BookWriter(job.template)

    def render(values: Values) -> bytes:
        out = io.BytesIO()
        writer.render_book([{**values, "sheet_name": "Phụ lục", "tpl_idx": 0}])
        writer.save(out)
        return out.getvalue()

    return render


def rustpy(_template: bytes, _job: Job) -> Render:
    """rustpy-xlsxwriter: a writer in Rust that starts from an empty book."""
    from content import COLUMNS, HEADINGS, SHEET_TITLES
    from excelfile import FONT, HEAD_ROW, SHEET, WIDTHS, title
    from rustpy_xlsxwriter import Format, write_worksheet

    body = Format().set_font_name(FONT).set_font_size(12).set_text_wrap().set_border("thin").set_align("top")
    head = (
        Format().set_font_name(FONT).set_font_size(12).set_text_wrap().set_border("thin").set_align("center").set_bold()
    )
    top = Format().set_font_name(FONT).set_font_size(14).set_align("center").set_bold()

    def render(values: Values) -> bytes:
        out = io.BytesIO()
        rows = [dict(zip(HEADINGS, (item[name] for name in COLUMNS), strict=True)) for item in values["rows"]]
        titles = [
            (row, 0, row, len(COLUMNS) - 1, title(words, values.__getitem__), top)
            for row, words in enumerate(SHEET_TITLES)
        ]
        write_worksheet(
            rows, out, SHEET,
            column_widths=list(WIDTHS), column_formats=[body] * len(COLUMNS), header_format=head,
            header_row=HEAD_ROW - 1, merge_ranges=titles,
            page_setup={"landscape": True, "paper_size": 9, "repeat_rows": HEAD_ROW - 1},
        )  # fmt: skip
        return out.getvalue()

    return render


def ours_xlsx(template: bytes, _job: Job) -> Render:
    """This project's public face, compiled once."""
    from reportgen.render import compile_xlsx

    return compile_xlsx(template).render


def floor_xlsx(_template: bytes, job: Job) -> Render:
    """The sheet's XML as one string, UTF-8, deflate."""
    from excelfile import plain_sheet

    deflate = deflater(job.codec, job.level)
    return lambda values: deflate(plain_sheet(values).encode())


# --- measuring ---------------------------------------------------------------------------------------------------

ENGINES: Final[dict[str, Callable[[bytes, Job], Render]]] = {
    "reportgen-docx": ours_docx,
    "floor-docx": floor_docx,
    "docxtpl": docxtpl,
    "rust-docxtpl": docxtpl,
    "docx-mailmerge2": mailmerge,
    "reportgen-xlsx": ours_xlsx,
    "floor-xlsx": floor_xlsx,
    "openpyxl": openpyxl,
    "XlsxWriter": xlsxwriter,
    "xltpl": xltpl,
    "rustpy-xlsxwriter": rustpy,
}
COMPILED: Final = ("reportgen-docx", "reportgen-xlsx")
"""Engines whose preparing of a template is told as the cost of compiling."""


def deflater(codec: str, level: int) -> Callable[[bytes], bytes]:
    """Return a function that deflates without header or trailer, as a zip file holds it."""
    if codec == "isal":
        from isal import isal_zlib as library
    elif codec == "zlib-ng":
        from zlib_ng import zlib_ng as library
    else:
        library = zlib

    def deflate(data: bytes) -> bytes:
        packer = library.compressobj(level, zlib.DEFLATED, -15)
        return bytes(packer.compress(data) + packer.flush())

    return deflate


def memory_mb(line: str) -> float:
    """Return a figure of /proc/self/status in MB: `VmHWM`, the peak, belongs to this program, unlike ru_maxrss."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return float("nan")
    return float(status.split(f"{line}:")[1].split()[0]) / 1024


def documents(path: str) -> Iterator[Values]:
    """Yield the values of one document after another; only one is in memory at a time."""
    with Path(path).open("rb") as lines:
        for line in lines:
            yield json.loads(line)


def measured(job: Job) -> dict[str, Any]:
    """Return CPU ms and wall ms of every measured document, peak memory in MB, and bytes of one document."""
    template = Path(job.template).read_bytes()
    render = ENGINES[job.engine](template, job)
    idle, cpu, wall, size = memory_mb("VmRSS"), [], [], 0
    for number, values in enumerate(documents(job.values)):
        began, cpu_began = time.perf_counter(), time.process_time()
        made = render(values)
        cpu_ms, wall_ms = (time.process_time() - cpu_began) * 1000, (time.perf_counter() - began) * 1000
        if number < 2:
            Path(f"{job.out}.{number}").write_bytes(made)
        if number >= job.warm:
            cpu.append(cpu_ms)
            wall.append(wall_ms)
        size = len(made)
    peak = memory_mb("VmHWM")
    result = {"cpu": cpu, "wall": wall, "idle": idle, "peak": peak, "bytes": size}
    if job.engine in COMPILED:
        result["compile"] = [compiling(Path(path).read_bytes(), job) for path in job.variants]
    return result


def compiling(template: bytes, job: Job) -> float:
    """Return CPU ms of making one template ready that was never seen before."""
    began = time.process_time()
    ENGINES[job.engine](template, job)
    return (time.process_time() - began) * 1000


def cold(job: Job) -> dict[str, Any]:
    """Return CPU ms of the first document of a process, and those of the whole process with its imports."""
    template = Path(job.template).read_bytes()
    values = next(documents(job.values))
    module = {"reportgen-docx": "reportgen.render.docx", "reportgen-xlsx": "reportgen.render.xlsx"}
    started = time.process_time()
    __import__(module.get(job.engine, {"rust-docxtpl": "docxtpl"}.get(job.engine, job.engine)))
    imported = time.process_time()
    ENGINES[job.engine](template, job)(values)
    ended = time.process_time()
    return {"import": (imported - started) * 1000, "first": (ended - imported) * 1000, "process": ended * 1000}


def main() -> None:
    """Do one job."""
    job = Job(**json.loads(Path(sys.argv[1]).read_text("utf-8")))
    os.environ["REPORTGEN_DEFLATE"] = job.codec
    for module in _BLOCKED[job.codec]:
        sys.modules[module] = None  # type: ignore[assignment]  so that importing it fails, as where it is not installed
    print(json.dumps(cold(job) if job.cold else measured(job)))


if __name__ == "__main__":
    main()
