"""The XML names of a workbook that more than one module needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml import etree

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
S: Final = f"{{{MAIN}}}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
XDR: Final = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
XM: Final = "{http://schemas.microsoft.com/office/excel/2006/main}"


def attributes(element: etree._Element) -> list[tuple[str, str]]:
    """Return the attributes of an element, names as lxml spells them (`{namespace}name`)."""
    return [(str(name), str(value)) for name, value in element.attrib.items()]


def texts_of(element: etree._Element) -> list[tuple[str | None, str]]:
    """Return the text of an element (under `None`) and its attributes, the empty ones left out."""
    found: list[tuple[str | None, str]] = [(None, element.text or ""), *attributes(element)]
    return [(name, text) for name, text in found if text]


def without_uid(element: etree._Element) -> None:
    """Take an element's identity away, so that a copy of it is no double."""
    for name, _ in attributes(element):
        if name.endswith("}uid"):
            del element.attrib[name]
