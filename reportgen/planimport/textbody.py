"""The running text to the paragraphs of the file: headings by level, dashes, notes; lines that a page broke joined."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from reportgen.planimport.blocks import Para
from reportgen.planimport.draft import Ledger
from reportgen.vi.text import fold

BASE: Final = re.compile(r"^(căn cứ|thực hiện|theo|xét|trên cơ sở|triển khai|thi hành)\b", re.IGNORECASE)
_CITES: Final = re.compile(
    r"nghị quyết|quyết định|kế hoạch|luật|nghị định|công văn|thông tư|chỉ thị|chương trình|tờ trình|đề nghị",
    re.IGNORECASE,
)
_PART: Final = re.compile(r"^(?:phần|chương)\s+(?:thứ\s+)?[\wÀ-ỹ]+\b|^[IVXLC]+\s*[.)/–-]\s*\S|^[IVXLC]+\s+[A-ZĐÀ-Ỹ]")
_SECTION: Final = re.compile(r"^\d{1,2}\s*[.)/]\s*(?=\D)")
_SUBSECTION: Final = re.compile(r"^\d{1,2}(?:\.\d{1,2})+\.?\s+\S")
_ARTICLE: Final = re.compile(r"^điều\s+\d+\b", re.IGNORECASE)
_LETTERED: Final = re.compile(r"^[a-zđ]{1,2}[.)]\s")
_LISTED: Final = re.compile(r"^[-–—+*]\s*\S")
_ENDED: Final = re.compile(r"[.;:!?…)”\"/]$")
_LONG_HEADING: Final = 250
_SHORT_HEADING: Final = 160


@dataclass(slots=True)
class BodyReader:
    """Gathers the running text.

    Attributes:
        ledger: Told where each line went. scanned: Pages broke paragraphs.
        blocks: `(key of the file, text)` in order. bases: Opening paragraphs that cite superior documents.
        decision_bases: Those of the decision that issues the plan.
    """

    ledger: Ledger
    scanned: bool
    blocks: list[tuple[str, str]] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)
    decision_bases: list[str] = field(default_factory=list)
    _open: bool = True

    @property
    def last_heading(self) -> str:
        """The last heading met, as printed; "" for none."""
        return next((text for key, text in reversed(self.blocks) if key.startswith("heading")), "")

    @property
    def last_heading_words(self) -> str:
        """The last heading without its number."""
        return re.sub(r"^(?:[IVXLC]+|\d+(?:\.\d+)*)\s*[.)/–-]?\s+", "", self.last_heading)

    def add(self, para: Para) -> None:
        """Take the next line."""
        if self.blocks and self._goes_on(para):
            key, before = self.blocks[-1]
            whole = f"{before} {para.text}"
            self.blocks[-1] = ("paragraph" if key.startswith("heading") and not para.bold else key, whole)
        else:
            self.blocks.append((self._kind(para), para.text))
        number = len(self.blocks)
        self.ledger.place(para, f"text, đoạn {number}")

    def finish(self) -> None:
        """Tell the bases from the rest, once all is read."""
        for key, text in self.blocks:
            if key.startswith("heading"):
                break
            if key != "note" and BASE.match(text.lstrip("-– ")) and _CITES.search(text):
                self.bases.append(text)
        self.bases = [*self.decision_bases, *self.bases]

    def _kind(self, para: Para) -> str:
        text = para.text
        if text.startswith("(") and text.rstrip(".").endswith(")"):
            return "note"
        if _LISTED.match(text):
            return "list"
        if len(text) > _LONG_HEADING:
            return "paragraph"
        heading = para.bold or (len(text) <= _SHORT_HEADING and not re.search(r"[.;:,…/]$", text))
        levels = (("heading1", (_PART,)), ("heading3", (_SUBSECTION,)), ("heading2", (_SECTION, _ARTICLE)))
        found = next((key for key, rules in levels if any(rule.match(text) for rule in rules)), "paragraph")
        return found if heading or (found == "heading1" and para.capitals) else "paragraph"

    def _goes_on(self, para: Para) -> bool:
        """Tell whether a line belongs to the paragraph before it."""
        if not (self.scanned or para.soft):
            return False
        key, before = self.blocks[-1]
        text = para.text
        labelled = any(rule.match(text) for rule in (_PART, _SECTION, _SUBSECTION, _LETTERED, _LISTED, _ARTICLE))
        small = text[0].islower() or not text[0].isalpha()
        ended = _ENDED.search(before) and not (small and before.endswith(";"))
        if labelled or ended or text.startswith("("):
            return False
        heading = key.startswith("heading")
        if heading and (para.bold or not small):
            return False
        return small or not (heading or fold(text).startswith(("trên đây", "nơi nhận")))
