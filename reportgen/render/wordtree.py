"""The slow way: a filled-in part is parsed, mended as a tree, and written again.

For templates of which it cannot be known beforehand that the result will be whole (cells that repeat, blocks printed
by macros), and for values that leave a table without rows.
"""

from __future__ import annotations

from lxml import etree

from reportgen.render.package import UnreadableXmlError, parse_xml, to_xml
from reportgen.render.wordfix import fix_ids, fix_part, is_whole
from reportgen.render.wordwrite import Document


def mended(xml: str, document: Document, own_ids: frozenset[int], *, columns: bool) -> bytes | None:
    """Return a part as Word wants it.

    Args:
        xml: As Jinja has filled it in.
        document: That the part belongs to.
        own_ids: Of the part's drawings in the template.
        columns: Whether cells may repeat, so that the grid of a table has to follow.

    Returns:
        Its bytes; None when the markup does not fit together: nothing is ever recovered.
    """
    root = _parsed(xml)
    if root is None or not is_whole(root):
        return None
    if columns:
        from docxtpl import DocxTemplate  # noqa: PLC0415  takes long to load, and few templates need it

        root = DocxTemplate("").fix_tables(xml)
    fix_part(root)
    fix_ids(root, document, own_ids)
    return to_xml(root)


def _parsed(xml: str) -> etree._Element | None:
    try:
        return parse_xml(xml.encode("utf-8"))
    except (UnreadableXmlError, UnicodeEncodeError):
        return None
