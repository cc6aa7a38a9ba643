"""Texts of cells: the table of shared strings, read from the template and written anew."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.render.xlsx.names import MAIN, XML_SPACE, S

if TYPE_CHECKING:
    from lxml import etree

MAX_TEXT = 32_767
_NS = f' xmlns="{MAIN}"'
_LOOKS_ESCAPED = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of rich text: its properties as XML (or nothing) and its text."""

    properties: str
    text: str


def escape(text: str) -> str:
    """Return a text as XML content; what Excel would take for an escape (`_x0041_`) is escaped itself."""
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_x", text)
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text.replace("\r", "&#13;") if "\r" in text else text


def looks_escaped(text: str) -> bool:
    """Tell whether Excel would take a piece of the text for an escape."""
    return "_x" in text and _LOOKS_ESCAPED.search(text) is not None


def escape_attribute(text: str) -> str:
    """Return a text as the value of an attribute in double quotes."""
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def text_element(text: str) -> str:
    """Return `<t>` with the text; blanks at its ends and line breaks are kept by order."""
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text or "  " in text else ""
    return f"<t{space}>{escape(text)}</t>"


def rich_item(runs: Iterable[Run], name: str = "is") -> str:
    """Return a rich text as the element of that name."""
    return f"<{name}>" + "".join(f"<r>{run.properties}{text_element(run.text)}</r>" for run in runs) + f"</{name}>"


def runs_of(holder: etree._Element) -> list[Run]:
    """Return the runs of an `<si>`, `<is>` or `<text>` element; a plain text is one run without properties."""
    runs: list[Run] = []
    for child in holder:
        if child.tag == f"{S}t":
            runs.append(Run("", child.text or ""))
        elif child.tag == f"{S}r":
            properties = child.find(f"{S}rPr")
            text = "".join(t.text or "" for t in child.iterfind(f"{S}t"))
            runs.append(Run("" if properties is None else bare_xml(properties), text))
    return runs


def bare_xml(element: etree._Element) -> str:
    """Return the XML of an element without the declaration of the main namespace."""
    from lxml import etree  # noqa: PLC0415  what is kept from an earlier run needs no parser

    return etree.tostring(element, encoding="unicode", with_tail=False).replace(_NS, "")


class SharedStrings:
    """The table of an output: the template's entries without tags. What is filled in stands in its own cell.

    The exception are texts that look like an escape of Excel (`_x0041_`): openpyxl reads them right only here.
    """

    def __init__(self, kept: Iterable[str] = ()) -> None:
        self.items = list(kept)
        self.kept = len(self.items)
        self.of_item: dict[str, int] = {xml: number for number, xml in enumerate(self.items)}

    def entry(self, xml: str) -> int:
        """Return the number of an entry given as XML."""
        number = self.of_item.get(xml)
        if number is None:
            number = self.of_item[xml] = len(self.items)
            self.items.append(xml)
        return number

    def part(self) -> bytes:
        """Return sharedStrings.xml; how often the entries are used is left open, as it may be."""
        head = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="{MAIN}" uniqueCount="'
        return f'{head}{len(self.items)}">{"".join(self.items)}</sst>'.encode()


__all__ = ["MAX_TEXT", "XML_SPACE", "Run", "SharedStrings"]
