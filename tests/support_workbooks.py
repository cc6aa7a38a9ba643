"""A corpus of Excel templates: what each holds, and what it must become, worked out without the renderer."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from openpyxl import Workbook

from tests.render_xlsx import part, part_names, rezipped, template

Rows = list[list[Any]]
Items = list[dict[str, Any]]


def items(count: int) -> Items:
    """Return so many tasks; figures go up and down, groups come mixed."""
    return [
        {
            "ten": f"Việc {n}",
            "so": n * 37 % 23 + 1,
            "gia": n * 1000 + 500,
            "nhom": "Đúng hạn" if n % 3 else "Quá hạn",
            "ngay": date(2026, 1, 1) + timedelta(days=n * 17),
        }
        for n in range(1, count + 1)
    ]


def values(count: int) -> dict[str, Any]:
    """Return the values for a rendering: `ds`, the same in groups of two, and some single ones."""
    ds = items(count)
    groups = [{"ten": f"Nhóm {k // 2 + 1}", "ds": ds[k : k + 2]} for k in range(0, count, 2)]
    return {"ds": ds, "nhom": groups, "ky": "quý III", "co": count % 2 == 1, "so": count, "rong": []}


def sums(ds: Items, key: str = "so") -> int:
    """Return the total of a figure."""
    return sum(x[key] for x in ds)


@dataclass(frozen=True)
class Case:
    """A template and what it must become.

    Attributes:
        name: Of the template. features: What it is about, in the words of the table of features.
        sheets: Rows by title. want: Values given -> the results of some sheets, row by row.
        dress: Adds what rows cannot say. raw: Changes the finished package.
        check: Values, output package -> asserts on its structure. many: Also rendered with 500 items.
        open: Results that only a program can work out: our cells may hold none.
        volatile: LibreOffice answers otherwise than Excel, or with the clock: its answer is not compared.
    """

    name: str
    features: str
    sheets: Mapping[str, Sequence[Any]]
    want: Callable[[dict[str, Any]], dict[str, Rows]]
    dress: Callable[[Workbook], object] | None = None
    raw: Callable[[bytes], bytes] | None = None
    check: Callable[[dict[str, Any], bytes], object] | None = None
    many: bool = False
    open: bool = False
    volatile: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)

    def template(self) -> bytes:
        """Return the template."""
        made = template(self.sheets, self.dress)
        if len(self.name) % 2:  # half of them as Excel keeps texts, half as other programs do
            made = with_shared_strings(made)
        return made if self.raw is None else self.raw(made)


def with_shared_strings(data: bytes) -> bytes:
    """Return a workbook whose texts stand in a table of strings, as Excel keeps them; openpyxl keeps them in cells."""
    items: dict[str, int] = {}

    def shared(match: re.Match[str]) -> str:
        return f'{match[1]} t="s"><v>{items.setdefault(match[2], len(items))}</v></c>'

    sheets = {n: part(data, n) for n in part_names(data) if n.startswith("xl/worksheets/sheet")}
    pattern = re.compile(r'(<c [^>]*?) t="inlineStr"([^>]*)><is>(.*?)</is></c>', re.DOTALL)
    sheets = {n: pattern.sub(lambda m: shared(re.match(r"(.*)\0(.*)", f"{m[1]}{m[2]}\0{m[3]}", re.DOTALL) or m), text)
              for n, text in sheets.items()}  # fmt: skip
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    table = f'<sst xmlns="{namespace}">' + "".join(f"<si>{item}</si>" for item in items) + "</sst>"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    return added(rezipped(data, sheets), "xl/sharedStrings.xml", table, kind, "xl/workbook.xml", relation, "rIdStrings")


def patched(data: bytes, name: str, *pairs: tuple[str, str]) -> bytes:
    """Return a package with words of one part replaced; each must be there."""
    text = part(data, name)
    for old, new in pairs:
        assert old in text, (name, old, text[:3000])
        text = text.replace(old, new, 1)
    return rezipped(data, {name: text})


def added(data: bytes, name: str, content: str, *link: str) -> bytes:
    """Return a package with one more part; `link`: its content type, who points to it, how, and by which id."""
    kind, owner, relation, number = link
    folder, _, base = owner.rpartition("/")
    rels = f"{folder}/_rels/{base}.rels"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    empty = (
        f'{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    )
    old = part(data, rels) if rels in part_names(data) else empty
    if old.rstrip().endswith("/>") and "<Relationship " not in old:
        old = empty
    types = part(data, "[Content_Types].xml")
    changes = {
        name: content if content.startswith("<?xml") else head + content,
        rels: old.replace(
            "</Relationships>", f'<Relationship Id="{number}" Type="{relation}" Target="/{name}"/></Relationships>'
        ),
        "[Content_Types].xml": types.replace(
            "</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
        ),
    }
    return rezipped(data, changes)


def formulas(data: bytes, name: str = "xl/worksheets/sheet1.xml") -> dict[str, str]:
    """Return the formulas of a sheet by cell."""
    return dict(re.findall(r'<c r="([A-Z]+\d+)"[^>]*><f[^>]*>([^<]*)</f>', part(data, name)))


def refs(data: bytes, tag: str, name: str = "xl/worksheets/sheet1.xml", attribute: str = "ref") -> list[str]:
    """Return an attribute of all elements of a name, in order."""
    return re.findall(rf"<(?:\w+:)?{tag}\b[^>]*?\b{attribute}=\"([^\"]*)\"", part(data, name))


def read(data: bytes, name: str) -> bytes:
    """Return the bytes of a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)
