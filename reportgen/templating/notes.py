"""Notes on cells, as every Excel since 2007 reads them: a part of comments, and their boxes in a VML drawing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lxml import etree

from reportgen.decree30.mend.xml import add_part, free_name
from reportgen.render.package import Package, parse_xml, to_xml
from reportgen.render.tagged import R, S, Sheet, sheets

AUTHOR: Final = "reportgen"
MAX_NOTE: Final = 32_767
_BASE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_COMMENTS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_AFTER: Final = frozenset(
    S + name
    for name in (
        "legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst".split()  # noqa: SIM905
    )
)
"""What the schema wants after `legacyDrawing`."""
_NO_NOTES: Final = f'<comments xmlns="{S[1:-1]}"><authors/><commentList/></comments>'.encode()
_NAMESPACES: Final = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_SHAPE_TYPE: Final = (
    f'<v:shapetype {_NAMESPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_LETTERS_A_LINE: Final = 44
_LINE_PT: Final = 13


def with_notes(package: Package, remarks: Sequence[tuple[str, str]]) -> bytes:
    """Return a workbook with notes.

    Args:
        package: The workbook; notes that it holds are kept, a remark on such a cell is put under its note.
        remarks: Place (`phu-luc.xlsx, Phụ lục 1!B2`) and text; without a cell the first one of its sheet is taken.
    """
    known = sheets(package)
    wanted: dict[str, dict[str, list[str]]] = {}
    for where, text in remarks:
        sheet, cell = _cell(where, known, package.name)
        if sheet is not None:
            wanted.setdefault(sheet.part, {}).setdefault(cell, []).append(text)
    changes: dict[str, bytes] = {}
    for number, sheet in enumerate(known, start=1):
        if sheet.part in wanted:
            _annotate(package, sheet, number, wanted[sheet.part], changes)
    return package.write(changes)


def _cell(where: str, known: Sequence[Sheet], name: str) -> tuple[Sheet | None, str]:
    """Return the sheet and the cell of a place."""
    rest = where.removeprefix(name).removeprefix(", ")
    title, _, cell = rest.rpartition("!")
    found = re.match(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})\b", cell)
    for sheet in known:
        if found and sheet.title == title:
            return sheet, found[1] + found[2]
        if rest == sheet.title or rest.startswith(f"{sheet.title},"):
            return sheet, "A1"
    return (known[0] if known else None), "A1"


def _annotate(
    package: Package, sheet: Sheet, number: int, texts: dict[str, list[str]], changes: dict[str, bytes]
) -> None:
    relations = {r.type: r for r in package.relationships(sheet.part) if r.target in package.parts}
    owner = replace(package, main=sheet.part)
    if "comments" in relations:
        part = relations["comments"].target
        notes = parse_xml(package.parts[part])
    else:
        part = free_name([*package.parts, *changes], "xl", "comments")
        add_part(owner, changes, part, _NO_NOTES, content_type=_COMMENTS, relation=f"{_BASE}comments")
        notes = parse_xml(_NO_NOTES)
    fresh = [cell for cell, lines in texts.items() if _note(notes, cell, "\n\n".join(lines))]
    changes[part] = to_xml(notes)
    if not fresh:
        return
    legacy = sheet.root.find(f"{S}legacyDrawing")
    target = next((r.target for r in package.relationships(sheet.part) if _is(r.id, legacy)), "")
    if target in package.parts:
        drawing = target
        content = package.parts[drawing]
    else:
        taken = [f"{part.rpartition('.')[0]}.xml" for part in (*package.parts, *changes)]
        drawing = free_name(taken, "xl/drawings", "vmlDrawing").removesuffix(".xml") + ".vml"
        content = f'<xml {_NAMESPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{number}"/>'.encode()
        content += b"</o:shapelayout></xml>"
        rid = add_part(owner, changes, drawing, content, content_type=_VML, relation=f"{_BASE}vmlDrawing")
        changes[sheet.part] = _linked(sheet.root, rid)
    changes[drawing] = _with_boxes(content, fresh, texts, number)


def _is(rid: str, legacy: etree._Element | None) -> bool:
    return legacy is not None and legacy.get(f"{R}id") == rid


def _note(notes: etree._Element, cell: str, text: str) -> bool:
    """Write a note; return whether the cell had none and needs a box."""
    authors, listed = notes.find(f"{S}authors"), notes.find(f"{S}commentList")
    if authors is None or listed is None:  # the schema asks for both
        return False
    found = next((note for note in listed if note.get("ref") == cell), None)
    if found is not None:
        holder = found.find(f"{S}text")
        holder = etree.SubElement(found, f"{S}text") if holder is None else holder
        room = MAX_NOTE - len("".join(map(str, holder.itertext())))
        whole = holder.find(f"{S}t")
        if whole is not None and holder.find(f"{S}r") is None:
            whole.text = (whole.text or "") + f"\n\n{text}"[: max(room, 0)]
            whole.set(_SPACE, "preserve")
        else:
            _run(holder, f"\n\n{text}"[: max(room, 0)])
        return False
    names = [author.text for author in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{S}author").text = AUTHOR
        names.append(AUTHOR)
    note = etree.SubElement(listed, f"{S}comment", ref=cell, authorId=str(names.index(AUTHOR)))
    _run(etree.SubElement(note, f"{S}text"), text[:MAX_NOTE])
    return True


def _run(holder: etree._Element, text: str) -> None:
    run = etree.SubElement(holder, f"{S}r")
    props = etree.SubElement(run, f"{S}rPr")
    etree.SubElement(props, f"{S}sz", val="10")
    etree.SubElement(props, f"{S}rFont", val="Times New Roman")
    words = etree.SubElement(run, f"{S}t")
    words.text = "".join(char if char.isprintable() or char in "\n\u200b" else " " for char in text)
    words.set(_SPACE, "preserve")
    # Phonetic readings stand behind all runs.
    for later in holder.findall(f"{S}rPh") + holder.findall(f"{S}phoneticPr"):
        holder.append(later)


def _linked(root: etree._Element, rid: str) -> bytes:
    """Return a sheet that names its drawing of notes, where the schema wants it."""
    for old in root.findall(f"{S}legacyDrawing"):
        root.remove(old)
    place = next((k for k, child in enumerate(root) if child.tag in _AFTER), len(root))
    made = etree.Element(f"{S}legacyDrawing", nsmap={"r": R[1:-1]})
    made.set(f"{R}id", rid)
    root.insert(place, made)
    return to_xml(root)


def _with_boxes(content: bytes, cells: Sequence[str], texts: dict[str, list[str]], number: int) -> bytes:
    """Return a VML drawing with a hidden box for each note; what it holds stays as it is, letter for letter."""
    taken = [int(found) for found in re.findall(rb"_x0000_s(\d{1,9})", content)]
    first = max([number * 1024, *taken]) + 1
    added = "" if b"_x0000_t202" in content else _SHAPE_TYPE
    for shape, cell in enumerate(cells, start=first):
        added += _box(shape, cell, "\n".join(texts[cell]))
    head, end, tail = content.rpartition(b"</xml>")
    return head + added.encode() + end + tail if end else content


def _box(shape: int, cell: str, text: str) -> str:
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]  # as `_cell` made it
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    lines = sum(len(line) // _LETTERS_A_LINE + 1 for line in text.split("\n"))
    row = int(digits) - 1
    return (
        f'<v:shape {_NAMESPACES} id="_x0000_s{shape}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;'
        f'margin-top:2pt;width:240pt;height:{lines * _LINE_PT + 10}pt;z-index:{shape % 1024};visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" '
        'obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
        f"<x:SizeWithCells/><x:Anchor>{column}, 15, {row}, 2, {column + 4}, 15, {row + lines * _LINE_PT // 15 + 1}, 4"
        f"</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column - 1}</x:Column>"
        "</x:ClientData></v:shape>"
    )
