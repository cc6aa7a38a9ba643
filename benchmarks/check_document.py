"""How long judging and mending a Word document takes, and how that grows with its length.

    python benchmarks/check_document.py [--pages 50 100 200] [--rounds 3]

The document is the ward's own plan, its body repeated with other words and figures, so that tables, levels and running
text keep their shares. Pages are estimated from the letters of a page of the plan. CPU seconds, the least of the
rounds; `growth` is the time a page takes against that of the first length: 1.00 grows with the length, no faster.
"""

from __future__ import annotations

import argparse
import copy
import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from reportgen.build import build_plan
from reportgen.decree30.check import check_document
from reportgen.decree30.mend import mend_document
from reportgen.documents import DOCUMENTS
from reportgen.load.ward import load_ward

ROOT = Path(__file__).resolve().parent.parent
WARD = "hang-gon"
LETTERS_A_PAGE = 1_900
HEAD = 8
"""Blocks of the plan that are its header and title; they stand once."""
TAIL = 6
"""Blocks from the signature on."""


def main() -> None:
    """Print a table."""
    asked = arguments()
    plan = plan_document()
    print(f"{'pages':>6}{'KB':>8}{'check, CPU s':>15}{'growth':>9}{'mend, CPU s':>14}{'growth':>9}")
    first: tuple[float, float] | None = None
    for pages in asked.pages:
        good = repeated(plan, pages, spoil=False)
        bad = repeated(plan, pages, spoil=True)
        check = least(lambda document=good: check_document(document, "x.docx"), asked.rounds)
        mend = least(lambda document=bad: mend_document(document, "x.docx"), asked.rounds)
        first = first or (check / pages, mend / pages)
        print(
            f"{pages:>6}{len(good) // 1024:>8}{check:>15.2f}{check / pages / first[0]:>9.2f}"
            f"{mend:>14.2f}{mend / pages / first[1]:>9.2f}"
        )


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[50, 100, 200])
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def least(work: Callable[[], object], rounds: int) -> float:
    """Return the least CPU time of some rounds: what else the machine does only adds to it."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def plan_document() -> bytes:
    """Return the plan of the ward."""
    template = (ROOT / "templates" / "ke-hoach.docx").read_bytes()
    data = load_ward(ROOT / "data" / WARD).data
    return build_plan(data, template, document=DOCUMENTS["plan"], name="ke-hoach.docx").document


def repeated(plan: bytes, pages: int, *, spoil: bool) -> bytes:
    """Return the plan with its body repeated to a length.

    Args:
        plan: The document.
        pages: Length.
        spoil: Whether to give it faults on every page, for mending.
    """
    document = docx.Document(io.BytesIO(plan))
    body: Any = document.element.body
    blocks = [block for block in body if block.tag in {qn("w:p"), qn("w:tbl")}]
    middle = [b for b in blocks[HEAD:-TAIL] if not b.xpath(".//w:sectPr")]
    letters = sum(len(t.text or "") for b in blocks for t in b.iter(qn("w:t")))
    held, turn, last = letters, 1, middle[-1]
    while held < pages * LETTERS_A_PAGE:
        for block in middle:
            twin = copy.deepcopy(block)
            held += reworded(twin, turn)
            last.addnext(twin)
            last = twin
            if held >= pages * LETTERS_A_PAGE:
                break
        turn += 1
    if spoil:
        document.sections[0].left_margin = document.sections[0].left_margin // 2
        for run in body.iter(qn("w:r")):
            run.get_or_add_rPr().get_or_add_rFonts().set(qn("w:ascii"), "Arial")
            run.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hAnsi"), "Arial")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def reworded(block: Any, turn: int) -> int:
    """Change the figures of a copy, so that no cache answers for it; return its letters."""
    count = 0
    for text in block.iter(qn("w:t")):
        text.text = "".join(str((int(c) + turn) % 10) if c.isascii() and c.isdigit() else c for c in text.text or "")
        count += len(text.text)
    return count


if __name__ == "__main__":
    main()
