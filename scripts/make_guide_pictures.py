"""Make the pictures of docs/huong-dan-mau.md: each template of the guide, and what reportgen makes of it.

python scripts/make_guide_pictures.py [NAME...]

The templates are the blocks of the guide itself, so that a picture cannot show what the text does not say. Needs
LibreOffice, Poppler (`pdftoppm`, `pdftotext`) and ImageMagick (`convert`); a test compares what the pictures were made
from with the guide, not their points.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.fill import ColorChoice, PatternFillProperties
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from reportgen import render
from reportgen.assess import assess
from reportgen.cli import pdf
from reportgen.load.ward import load_ward
from reportgen.model.period import PeriodKind, make_period
from reportgen.render.package import open_package
from reportgen.templating.annotate import remark
from reportgen.templating.lint import lint
from reportgen.view import view_of

ROOT: Final = Path(__file__).resolve().parent.parent
GUIDE: Final = ROOT / "docs" / "huong-dan-mau.md"
PICTURES: Final = ROOT / "docs" / "hinh"
SOURCES: Final = PICTURES / "nguon.json"
"""Digest of the block that each picture was made from."""
WIDTH, COLUMN, GAP = 930, 660, 14
"""Points of a picture, of the page in it, between things."""
RED, YELLOW, GREY, BLUE = "#C00000", "#FFF2CC", "#8A8A8A", "#1F4E79"
_SMALL: Final = 170 / 25.4 * 72
"""Points of the width of a page made here."""
_SAME_LINE: Final = 4
"""Points by which words of one line may differ in height."""
CHART: Final = "Biểu đồ: "
"""Begins the line of a block that stands for a chart and its title."""
_BLOCK: Final = re.compile(r"^```(word|excel)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A template of the guide: `word` or `excel`, the name of its picture or "", its lines."""

    form: str
    name: str
    text: str

    def made(self) -> bytes:
        """Return the template."""
        return _word(self.text.splitlines()) if self.form == "word" else _book(self.text.splitlines())


def blocks(guide: str) -> Iterator[Block]:
    """Yield the templates of the guide in order."""
    for found in _BLOCK.finditer(guide):
        yield Block(found[1], found[2] or "", found[3])


# --- templates ---------------------------------------------------------------------------------------------------


def _cells(line: str) -> list[str]:
    """Return the cells of a line `| a | b |`; a bar inside a tag is written `\\|`."""
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]


def _word(lines: Sequence[str]) -> bytes:
    """Return a Word template: a line a paragraph, lines of bars a table."""
    document: Any = docx.Document()
    page, normal = document.sections[0], document.styles["Normal"]
    page.page_width, page.page_height = Pt(_SMALL), Mm(230)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(6)
    normal.font.name, normal.font.size = "Times New Roman", Pt(13)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    normal.paragraph_format.space_after = Pt(4)
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        if line.startswith("|"):
            rows.append(_cells(line))
            continue
        if rows:
            _word_table(document, rows)
            rows = []
        if line:
            document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _word_table(document: Any, rows: list[list[str]]) -> None:
    width = max(map(len, rows))
    table = document.add_table(len(rows), width, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for line, texts in zip(table.rows, rows, strict=True):
        cell = line.cells[0]
        if len(texts) == 1 and width > 1:  # a marker row: one cell across
            cell = cell.merge(line.cells[-1])
        for number, text in enumerate(texts):
            line.cells[number].text = text
            for paragraph in line.cells[number].paragraphs:
                paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(4)
                for run in paragraph.runs:
                    run.font.size, run.bold = Pt(11), line is table.rows[0]
    shares = [30, 56, 39, 33][:width] if width == 4 else [158 // width] * width
    table.autofit = False
    for column, millimetres in zip(table.columns, shares, strict=True):
        column.width = Mm(millimetres)


def _book(lines: Sequence[str]) -> bytes:
    """Return a workbook: `# name` begins a sheet, a line of bars is a row; printed with its letters and numbers."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet: Any = None
    thin = Side(style="thin", color="FFBFBFBF")
    for line in lines:
        if line.startswith("# "):
            sheet = book.create_sheet(line[2:])
        elif line.startswith("|"):
            row = sheet.max_row + 1 if sheet["A1"].value is not None or sheet.max_row > 1 else 1
            for column, text in enumerate(_cells(line), 1):
                cell = sheet.cell(row, column)
                cell.value = int(text) if text.isdigit() else text or None
                cell.number_format = "0.00%" if re.fullmatch(r"=\w+/\w+", text) else "General"
                cell.font = Font(name="Times New Roman", size=11, bold=row == 1)
                cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
                cell.alignment = Alignment(wrap_text=not text.startswith("{%"), vertical="center")
            sheet.row_dimensions[row].height = 24
        elif line.startswith(CHART):
            sheet.add_chart(_chart(sheet, line.removeprefix(CHART)), f"A{sheet.max_row + 2}")
    for sheet in book.worksheets:
        for column in range(1, sheet.max_column + 1):
            texts = [str(sheet.cell(row, column).value or "") for row in range(1, sheet.max_row + 1)]
            longest = max((len(text) for text in texts if not text.startswith("{%")), default=8)
            named = any(text.endswith(".ten }}") for text in texts)
            sheet.column_dimensions[get_column_letter(column)].width = 40 if named else min(max(longest + 1, 10), 34)
        sheet.print_options.headings = sheet.print_options.gridLines = True
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _chart(sheet: Any, title: str) -> BarChart:
    """Return a chart of the first rows, as Excel makes one of the cells that an officer has marked."""
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.title = "bar", "stacked", 100, title
    data = Reference(sheet, min_col=2, max_col=sheet.max_column, min_row=1, max_row=sheet.max_row)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=sheet.max_row))
    chart.width, chart.height, chart.legend.position = 24, 11, "b"
    chart.x_axis.tickLblSkip = 1
    patterns = ("pct25", "wdUpDiag", "pct75", "smGrid")
    for series, pattern in zip(chart.series, patterns, strict=False):
        series.graphicalProperties.pattFill = PatternFillProperties(
            prst=pattern, fgClr=ColorChoice(prstClr="black"), bgClr=ColorChoice(prstClr="white")
        )
    return chart


def values() -> dict[str, object]:
    """Return the values of the ward that the guide shows."""
    ward = load_ward(ROOT / "data" / "truc-lam").data
    report = assess(ward, make_period(PeriodKind.QUARTER, 2026, 3), date(2026, 9, 14))
    return view_of(report, title="BÁO CÁO", code="BC")


# --- pages -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Word:
    """A word on a page and where it stands, in points of a PDF."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _printed(name: str, document: bytes, folder: Path) -> Path:
    """Return the PDF of a document."""
    target = folder / f"{hashlib.sha256(document).hexdigest()[:12]}.pdf"
    target.write_bytes(pdf.convert(name, document))
    return target


def _words(printed: Path, page: int) -> list[Word]:
    root = ET.fromstring(_run("pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(printed), "-"))  # noqa: S314  ours
    found = []
    for element in root.iter("{http://www.w3.org/1999/xhtml}word"):
        box = [float(element.get(key, "0")) for key in ("xMin", "yMin", "xMax", "yMax")]
        found.append(Word(element.text or "", *box))
    return found


@dataclass(frozen=True)
class Shot:
    """A piece of a page: its picture, its words, the corner of it on the page, points a picture point."""

    picture: Path
    words: tuple[Word, ...]
    left: float
    top: float
    scale: float
    height: int

    def box(self, text: str) -> tuple[int, int, int, int]:
        """Return where a text stands in the picture; of one that goes on in the next line its first line."""
        wanted = text.split()
        starts = range(len(self.words) - len(wanted) + 1)
        at = next((k for k in starts if [w.text for w in self.words[k : k + len(wanted)]] == wanted), None)
        if at is None:
            raise ValueError(text)
        first = self.words[at]
        line = [word for word in self.words[at : at + len(wanted)] if abs(word.top - first.top) < _SAME_LINE]
        edges = (first.left, first.top, max(word.right for word in line), first.bottom)
        shift = (self.left, self.top, self.left, self.top)
        left, top, right, bottom = (round((e - s) * self.scale) for e, s in zip(edges, shift, strict=True))
        return left, top, right, bottom


def shot(printed: Path, folder: Path, *, page: int = 1, until: float = 9_999, wide: bool = False) -> Shot:
    """Return what is written on a page down to a height, in points; `wide`: a small page of ours, margins and all."""
    words = tuple(w for w in _words(printed, page) if w.bottom <= until)
    left, right = (0.0, _SMALL) if wide else (min(w.left for w in words) - 10, max(w.right for w in words) + 14)
    top, bottom = min(w.top for w in words) - 10, max(w.bottom for w in words) + 10
    scale = COLUMN / (right - left)
    target = folder / f"{printed.stem}-{page}-{int(until)}.png"
    corner = [str(max(0, round(v * scale))) for v in (left, top)]
    size = [str(round(v * scale)) for v in (right - left, bottom - top)]
    where = ["-x", corner[0], "-y", corner[1], "-W", size[0], "-H", size[1]]
    _run("pdftoppm", "-png", "-singlefile", "-r", f"{72 * scale:.3f}", "-f", str(page), *where, str(printed),
         str(target.with_suffix("")))  # fmt: skip
    return Shot(target, words, left, top, scale, round((bottom - top) * scale))


# --- pictures ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """One part of a picture: a heading, a piece of a page, remarks on words of it, the names of a book's sheets."""

    heading: str
    shot: Shot
    remarks: Mapping[str, str]
    sheets: tuple[str, ...] = ()


def picture(target: Path, parts: Sequence[Part], folder: Path) -> None:
    """Write a picture: the parts one below another, at the right remarks whose numbers stand at words of the page."""
    font, bold = (_font(f"DejaVu Sans:{weight}") for weight in ("style=Book", "style=Bold"))
    draw: list[str] = []
    top, count = GAP, 0
    for part in parts:
        draw += ["-font", bold, "-pointsize", "15", "-fill", BLUE]
        draw += ["-annotate", f"+{GAP}+{top + 13}", part.heading.replace("%", "%%")]
        top += 24
        draw += [str(part.shot.picture), "-geometry", f"+{GAP}+{top}", "-composite"]
        frame = f"rectangle {GAP},{top} {GAP + COLUMN},{top + part.shot.height}"
        draw += ["-fill", "none", "-stroke", GREY, "-strokewidth", "1", "-draw", frame, "-stroke", "none"]
        reach = top
        for words, text in part.remarks.items():
            count += 1
            x1, y1, x2, y2 = part.shot.box(words)
            box = (x1 + GAP - 3, y1 + top - 2, x2 + GAP + 3, y2 + top + 2)
            draw += ["-fill", "none", "-stroke", RED, "-strokewidth", "2"]
            draw += ["-draw", "roundrectangle {},{} {},{} 4,4".format(*box), "-stroke", "none"]
            draw += _badge(count, box[0] - 3, box[1] - 5, bold)
            label, height = _label(text, font, folder / f"{target.stem}-{count}.png")
            at = max(reach, (box[1] + box[3] - height) // 2)
            draw += [str(label), "-geometry", f"+{GAP + COLUMN + 34}+{at}", "-composite"]
            draw += _badge(count, GAP + COLUMN + 20, at + 13, bold)
            reach = at + height + 6
        below = top + part.shot.height
        if part.sheets:
            below += 26
            draw += _tabs(part.sheets, below - 8, font)
        top = max(below, reach) + GAP
    size = ["-size", f"{WIDTH}x{top}", "xc:white"]
    few = ["+dither", "-colors", "32", "-strip", "-define", "png:compression-level=9"]
    _run("convert", *size, *draw, *few, str(target))


def _tabs(names: Sequence[str], y: int, font: str) -> list[str]:
    """Return what draws the names of the sheets under a page, the first one chosen."""
    drawn = ["-font", font, "-pointsize", "13"]
    left = GAP
    for number, name in enumerate(names):
        width = 9 * len(name) + 18
        if left + width > GAP + COLUMN:
            return [*drawn, "-fill", "black", "-annotate", f"+{left + 4}+{y}", "..."]
        box = f"rectangle {left},{y - 17} {left + width},{y + 6}"
        drawn += ["-fill", "white" if number == 0 else "#E2E2E2", "-stroke", GREY, "-draw", box, "-stroke", "none"]
        drawn += ["-fill", "black", "-annotate", f"+{left + 9}+{y}", name.replace("%", "%%")]
        left += width
    return drawn


def _badge(number: int, x: int, y: int, font: str) -> list[str]:
    """Return what draws a number in a red circle."""
    circle = ["-fill", RED, "-draw", f"circle {x},{y} {x + 8},{y}"]
    return [*circle, "-fill", "white", "-font", font, "-pointsize", "11", "-annotate", f"+{x - 4}+{y + 4}", str(number)]


def _label(text: str, font: str, target: Path) -> tuple[Path, int]:
    """Return the picture of a remark, and its height."""
    style = ["-background", YELLOW, "-fill", "black", "-font", font, "-pointsize", "14", "-bordercolor", YELLOW]
    width = WIDTH - COLUMN - 3 * GAP - 34
    _run("convert", *style, "-size", f"{width}x", f"caption:{text.replace('%', '%%')}", "-border", "6x4", str(target))
    return target, int(_run("identify", "-format", "%h", str(target)))


def _font(pattern: str) -> str:
    return _run("fc-match", "-f", "%{file}", pattern)


TEMPLATE, RESULT = "Tệp mẫu (bạn sửa tệp này)", "Văn bản làm ra"
REMARKS: Final[dict[str, tuple[dict[str, str], dict[str, str]]]] = {
    "so-lieu": (
        {"tong_hop.hoan_thanh": "Thẻ: chỗ chương trình điền số.", "Đến ngày": "Chữ thường: sửa tùy ý."},
        {"39/65": "Số thật của phường, đúng phông và cỡ chữ của thẻ."},
    ),
    "bang": (
        {
            "{%tr for nv in nhiem_vu %}": "Dòng đánh dấu mở. Dòng này biến mất.",
            "{{ nv.ten }}": "Dòng này lặp lại, mỗi nhiệm vụ một dòng.",
            "{%tr endfor %}": "Dòng đánh dấu đóng. Dòng này biến mất.",
        },
        {"1": "Nhiệm vụ thứ nhất, thứ hai, ..."},
    ),
    "dieu-kien": (
        {
            "{%p if qua_han %}": "Có nhiệm vụ quá hạn thì in đoạn dưới.",
            "{%p else %}": "Không có thì in đoạn này.",
            "{%p endif %}": "Hết phần có điều kiện.",
        },
        {"Còn": "Các đoạn đánh dấu biến mất."},
    ),
    "nhieu-doan": (
        {"{%p for doan in kien_nghi %}": "Mỗi kiến nghị một đoạn.", "- {{ doan }}": "Đoạn này lặp lại."},
        {"- Đề nghị": "Đủ mọi kiến nghị, cùng một kiểu chữ."},
    ),
    "moi-muc-mot-trang": (
        {
            "{%sheet for lv in linh_vuc %}": "Dòng đánh dấu ở đầu trang: mỗi lĩnh vực một trang.",
            "{%tr for nv in nhom.nhiem_vu %}": "Dòng lặp trong từng trang.",
        },
        {},
    ),
    "bieu-do": ({"{{ bieu_do.nhiem_vu_theo_linh_vuc }}": "Tiêu đề biểu đồ là một thẻ."}, {}),
    "excel": (
        {
            "{%tr for lv in linh_vuc %}": "Dòng đánh dấu, như trong Word.",
            "{{ lv.ten }}": "Dòng này lặp lại, mỗi lĩnh vực một dòng.",
            "=SUM(C3:C3)": "Công thức chỉ cần trỏ vào dòng mẫu.",
        },
        {"65": "Vùng cộng tự nới ra: =SUM(C2:C8)."},
    ),
}


def _pair(block: Block, folder: Path, given: Mapping[str, object]) -> list[Part]:
    """Return a template and its result."""
    name = f"mau.{'docx' if block.form == 'word' else 'xlsx'}"
    data = block.made()
    compile_: Any = render.compile_docx if block.form == "word" else render.compile_xlsx
    made = compile_(data, name).render(given)
    shown = _with_formulas(data) if block.form == "excel" else data
    before, after = REMARKS[block.name]
    wide = block.form == "word"
    first = shot(_printed(name, shown, folder), folder, wide=wide)
    second = shot(_printed(name, made, folder), folder, until=260 if wide else 540, wide=wide)
    tabs = [() if wide else _sheets(content) for content in (data, made)]
    return [Part(TEMPLATE, first, before, tabs[0]), Part(RESULT, second, after, tabs[1])]


def _sheets(data: bytes) -> tuple[str, ...]:
    from openpyxl import load_workbook  # noqa: PLC0415

    return tuple(sheet.title for sheet in load_workbook(io.BytesIO(data)).worksheets if sheet.sheet_state == "visible")


def _with_formulas(data: bytes) -> bytes:
    """Return a workbook whose formulas are shown as they are written."""
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _report(folder: Path, given: Mapping[str, object]) -> list[Part]:
    """Return the head of our report template and of a report."""
    data = (ROOT / "templates" / "bao-cao-cchc.docx").read_bytes()
    made = render.compile_docx(data, "bao-cao-cchc.docx").render(given)
    before = {
        "{{ so_ky_hieu }}": "Thẻ: chỗ điền số, ký hiệu.",
        "{{ trich_yeu }}": "Thẻ: chỗ điền trích yếu.",
        "{%p for doan in mo_dau %}": "Đoạn đánh dấu: đoạn giữa hai thẻ này lặp lại.",
    }
    after = {"/BC-UBND": "Số để trống, hệ thống văn bản cấp.", "Thực hiện Kế hoạch": "Lời văn lấy từ số liệu."}
    first = shot(_printed("bao-cao-cchc.docx", data, folder), folder, until=560)
    second = shot(_printed("bao-cao-cchc.docx", made, folder), folder, until=400)
    return [Part(TEMPLATE, first, before), Part(RESULT, second, after)]


def _remarked(block: Block, folder: Path) -> list[Part]:
    """Return a faulty template with the remarks that `annotate` puts into it, where Word shows them."""
    data = block.made()
    package = open_package(data, "mau.docx")
    page = shot(_printed("mau.docx", data, folder), folder, wide=True)
    remarks = {}
    for problem in lint(data, "mau.docx").problems:
        line = block.text.splitlines()[int(problem.where.rpartition(" ")[2]) - 1]
        tag = re.search(r"\{[{%].*?[%}]\}", line)
        remarks[tag[0] if tag else line] = "\n".join(remark(problem, package)[:2])
    return [Part("Bản mẫu có nhận xét ở từng chỗ sai, mở bằng Word", page, remarks)]


def main(names: Sequence[str]) -> None:
    """Make the pictures named, or all."""
    guide = GUIDE.read_text("utf-8")
    given = values()
    done: dict[str, str] = json.loads(SOURCES.read_text("utf-8")) if SOURCES.exists() else {}
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not names or "the" in names:
            picture(PICTURES / "the.png", _report(folder, given), folder)
        for block in blocks(guide):
            if block.name and (not names or block.name in names):
                parts = _remarked(block, folder) if block.name == "nhan-xet" else _pair(block, folder, given)
                picture(PICTURES / f"{block.name}.png", parts, folder)
                done[block.name] = digest(block)
    SOURCES.write_text(json.dumps(done, indent=1, sort_keys=True) + "\n", "utf-8")


def digest(block: Block) -> str:
    """Return what a picture was made from, in short."""
    return hashlib.sha256(block.text.encode()).hexdigest()[:16]


if __name__ == "__main__":
    main(sys.argv[1:])
