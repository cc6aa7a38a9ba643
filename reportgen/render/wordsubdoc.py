"""The template with the parts of a caller's Subdoc in it: images, styles, lists and notes of another document.

docxtpl joins those parts to the caller's own `DocxTemplate` when a Subdoc is made. So the file that is filled in is
that one, judged like any template, with the tagged parts of ours in place of its.
"""

from __future__ import annotations

import io
from typing import Any, Final

from reportgen.problem import Problem, ReportgenError
from reportgen.render.package import Package, open_package, parse_xml
from reportgen.render.wordplaces import part_titles
from reportgen.render.wordtext import W
from reportgen.render.wordvalues import Blocks, Carrier

_OWN_PROPERTIES: Final = ("docProps/",)
_REMEDY: Final = "Tạo mọi Subdoc bằng new_subdoc() của cùng một DocxTemplate, mở từ chính mẫu này."


def check_subdoc(subdoc: Any, where: str) -> None:
    """Judge the file that a Subdoc was made of, like any template; one made in code has none.

    Raises:
        ReportgenError: MB003 to MB007, with the place of the value.
    """
    if subdoc.subdocx.part is not subdoc.docx.part:
        open_package(saved(subdoc.subdocx), where)


def with_subdocs(package: Package, carrier: Carrier) -> bytes:
    """Return the template of `package` with the parts that the carried Subdocs rest on.

    Raises:
        ReportgenError: MB032 when the Subdocs were made for another template or for several; MB003 to MB007 for what no
            template may hold, with the place of the value.
    """
    where = next((item.where for item in carrier.items if isinstance(item, Blocks) and item.whole), package.name)
    if len(carrier.subdocs) > 1:
        raise ReportgenError(Problem("MB032", where, "các Subdoc tạo từ nhiều DocxTemplate khác nhau", _REMEDY))
    joined = open_package(saved(carrier.subdocs[0]), where)
    theirs = {(rel.id, rel.target) for rel in joined.relationships(joined.main)}
    if any((rel.id, rel.target) not in theirs for rel in package.relationships(package.main) if not rel.external):
        raise ReportgenError(Problem("MB032", where, "Subdoc tạo từ DocxTemplate của một mẫu khác", _REMEDY))
    for part in (part for part, kind in joined.types.items() if kind.endswith("footnotes+xml")):
        numbers = [note.get(f"{W}id") for note in parse_xml(joined.parts[part])]
        if len(numbers) != len(set(numbers)):  # docxcompose counts the notes, whatever their numbers are
            message = "chú thích của Subdoc trùng số với chú thích của mẫu"
            raise ReportgenError(
                Problem("MB032", where, message, "Mở mẫu bằng Word, lưu lại để đánh số lại, rồi tạo Subdoc.")
            )
    kept = [part for part in part_titles(package) if not part.endswith(("footnotes.xml", "endnotes.xml"))]
    kept += [part for part in package.parts if part.startswith(_OWN_PROPERTIES)]
    return joined.write({part: package.parts[part] for part in kept if part in joined.parts})


def saved(document: Any) -> bytes:
    """Return the bytes of a python-docx document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
