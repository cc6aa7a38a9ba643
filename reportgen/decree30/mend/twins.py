"""Text boxes are written twice, for new programs and for old ones: the old copy follows the mended one."""

from __future__ import annotations

import copy
import difflib
from typing import Final

from lxml import etree

from reportgen.decree30.ooxml import MC, W

_ALIKE: Final = 0.9


def follow(root: etree._Element) -> None:
    """Let the fallback copy of every text box hold what its first copy holds, when the two said the same."""
    for both in root.iter(f"{MC}AlternateContent"):
        first, second = _box(both.find(f"{MC}Choice")), _box(both.find(f"{MC}Fallback"))
        if first is None or second is None or not _alike(_text(first), _text(second)):
            continue
        second[:] = [copy.deepcopy(element) for element in first]


def _box(branch: etree._Element | None) -> etree._Element | None:
    """Return the only text box of a branch; None for none or several, which are not told apart."""
    boxes = [] if branch is None else list(branch.iter(f"{W}txbxContent"))
    return boxes[0] if len(boxes) == 1 else None


def _text(box: etree._Element) -> str:
    return "".join(t.text or "" for t in box.iter(f"{W}t"))


def _alike(one: str, other: str) -> bool:
    return one == other or difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE
