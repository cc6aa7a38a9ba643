"""RichText as bytes: the runs of a plain one go straight into the run of its tag, without a tree.

docxtpl writes a RichText as runs of one text each. Their forms are few and are judged as any form is, once each; the
texts only have to be texts. Everything out of the common (links, breaks of pages, paragraphs, markup typed by hand)
gives None, and goes the long way, which says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from reportgen.render.wordtype import BREAK, TAB
from reportgen.vi.text import nfc

_RUN: Final = re.compile(
    r'<w:r>(?:<w:rPr>((?:(?!</w:rPr>)[^\a\f\r\n])*)</w:rPr>)?<w:t xml:space="preserve">'
    r"((?:[^<&\x00-\x08\x0b-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]|&(?:amp|lt|gt|quot|#x27|#39);)*)</w:t></w:r>"
)
_NAMESPACES: Final = re.compile(r'\sxmlns:\w+="[^"]*"')
Judge = Callable[[str], str]


def quick_runs(xml: str, judge: Judge) -> bytes | None:
    """Return the runs of a RichText as they stand in a paragraph; None when they have to go the long way.

    Args:
        xml: What docxtpl has made of it.
        judge: Returns the markup of a run with an empty text, judged and put in order; raises `ValueError` for one
            that nothing may let in.
    """
    pieces: list[str] = []
    end = 0
    for found in _RUN.finditer(xml):
        if found.start() != end:
            return None
        end = found.end()
        head = "<w:r>" if found[1] is None else _head(found[1], judge)
        if not head:
            return None
        text = nfc(found[2])
        if "\n" in text or "\t" in text:
            text = text.replace("\n", BREAK).replace("\t", TAB)
        pieces += (head, '<w:t xml:space="preserve">', text, "</w:t></w:r>")
    return "".join(pieces).encode() if end == len(xml) else None


@lru_cache(maxsize=512)
def _head(form: str, judge: Judge) -> str:
    """Return the beginning of a run with a form, "" when the form is none."""
    try:
        run = judge(f'<w:r><w:rPr>{form}</w:rPr><w:t xml:space="preserve"></w:t></w:r>')
    except ValueError:
        return ""
    return _NAMESPACES.sub("", run).partition("<w:t")[0]
