"""A plan's file with other contents: only what differs is written anew."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from reportgen.load.encoding import decode
from reportgen.load.faults import Parsed, parse
from reportgen.load.plan_yaml import Data, row_data
from reportgen.load.schema import PlanFile
from reportgen.load.yamledit import edit_yaml
from reportgen.load.yamlsource import read_yaml
from reportgen.load.yamlwriter import yaml_text
from reportgen.problem import errors

_BOM = "\ufeff".encode()


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A file's new content, and whether it was written whole: comments inside it are then in the former one only."""

    content: bytes
    whole: bool


def parse_plan(content: bytes, where: str) -> Parsed[PlanFile]:
    """Return what the bytes of a plan's file hold, with every fault of form."""
    return parse(PlanFile, read_yaml(content, where))


def rewritten(content: bytes, data: Data) -> Rewritten:
    """Return a plan's file with other contents.

    Args:
        content: The file as it stands; it has no faults.
        data: What it is to hold, as of `row_data`.

    Returns:
        The same bytes when it holds that already. Else entries that differ are written anew and all else stays as
        the person wrote it, comments and blank lines too; where that cannot be done, the whole file, with the comment
        at its head.
    """
    text, _ = decode(content, "")
    before = parse_plan(content, "").row
    assert text is not None  # noqa: S101  the caller has read it
    assert before is not None  # noqa: S101
    old = row_data(before)
    if old == data:
        return Rewritten(content, whole=False)
    edited = edit_yaml(text, old, data)
    whole = edited is None or not _holds(edited, data)
    if edited is None or whole:
        head = [line.lstrip("#").strip() for line in takewhile(lambda li: li.startswith("#"), text.split("\n"))]
        edited = yaml_text(data, comment="\n".join(head))
    if b"\r\n" in content:
        edited = edited.replace("\n", "\r\n")
    return Rewritten(_BOM * content.startswith(_BOM) + edited.encode(), whole)


def _holds(text: str, data: Data) -> bool:
    parsed = parse_plan(text.encode(), "")
    return parsed.row is not None and not errors(parsed.problems) and row_data(parsed.row) == data
