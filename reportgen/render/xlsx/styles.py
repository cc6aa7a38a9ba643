"""Cell formats: what a date needs, and what a wrapped row needs to know."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportgen.render.xlsx.names import MAIN, S
from reportgen.render.xlsx.plainxml import Element, plain, written

if TYPE_CHECKING:
    from lxml import etree

DATE_FORMAT = "dd/mm/yyyy"
MOMENT_FORMAT = "dd/mm/yyyy hh:mm"
TIME_FORMAT = "hh:mm"
_FIRST_CUSTOM = 164
_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Format:
    """What matters here of one cell format.

    Attributes:
        is_date: Its number format shows days or times. wraps: Text is wrapped. rotated: Text is turned.
        size: Font size in points. bold: Bold font. wide: A font wider than Times New Roman. indent: Steps of indent.
    """

    is_date: bool = False
    wraps: bool = False
    rotated: bool = False
    size: float = 11.0
    bold: bool = False
    wide: bool = False
    indent: int = 0


class Styles:
    """styles.xml; formats may be added while rendering, on a copy."""

    def __init__(self, part: bytes | None) -> None:
        from reportgen.render.package import parse_xml  # noqa: PLC0415  lxml

        self.root: Any = parse_xml(part or f'<styleSheet xmlns="{MAIN}"/>'.encode())
        self.codes = {
            int(one.get("numFmtId", "0")): one.get("formatCode", "")
            for one in self.root.iter(f"{S}numFmt")
            if one.getparent() is not None and one.getparent().tag == f"{S}numFmts"  # type: ignore[union-attr]
        }
        fonts = self.root.find(f"{S}fonts")
        self.fonts = [] if fonts is None else list(fonts)
        xfs = self.root.find(f"{S}cellXfs")
        self.formats = [] if xfs is None else [self._format(xf) for xf in xfs]
        self.base_size = self._font_of("0")[0]

    def __getstate__(self) -> dict[str, Any]:
        """Return what is kept from one run to the next, without a tree of lxml."""
        root = self.root if isinstance(self.root, Element) else plain(self.root)
        return {**vars(self), "root": root, "fonts": []}

    def format(self, number: int) -> Format:
        """Return a cell format; the default one for a number that is not there."""
        return self.formats[number] if 0 <= number < len(self.formats) else Format(size=self.base_size)

    def _font_of(self, number: str | None) -> tuple[float, bool, bool]:
        place = int(number or "0")
        if place >= len(self.fonts):
            return 11.0, False, False
        font = self.fonts[place]
        size, bold, name = font.find(f"{S}sz"), font.find(f"{S}b"), font.find(f"{S}name")
        points = 11.0 if size is None else float(size.get("val", "11"))
        is_bold = bold is not None and bold.get("val", "1") not in {"0", "false"}
        wide = name is None or not re.search(r"times|tinos|liberation serif", name.get("val", ""), re.IGNORECASE)
        return points, is_bold, wide

    def _format(self, xf: etree._Element) -> Format:
        number = int(xf.get("numFmtId", "0"))
        size, bold, wide = self._font_of(xf.get("fontId"))
        alignment = xf.find(f"{S}alignment")
        wraps, rotated, indent = False, False, 0
        if alignment is not None:
            vertical, horizontal = alignment.get("vertical", ""), alignment.get("horizontal", "")
            wraps = alignment.get("wrapText", "0") in {"1", "true"} or "justify" in {vertical, horizontal}
            rotated = alignment.get("textRotation", "0") != "0"
            indent = int(alignment.get("indent", "0"))
        is_date = number in _BUILT_IN_DATES or is_date_code(self.codes.get(number, ""))
        return Format(is_date, wraps, rotated, size, bold, wide, indent)


def is_date_code(code: str) -> bool:
    """Tell whether a number format shows days or times."""
    return re.search(r"[ymdhs]", _NOT_CODE.sub("", code.split(";", maxsplit=1)[0]), re.IGNORECASE) is not None


class AddedStyles:
    """Formats added for one output: the cell's own format with a date's number format."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.added: dict[tuple[int, str], int] = {}

    def with_code(self, style: int, code: str) -> int:
        """Return the number of a format like `style` with number format `code`."""
        key = (style, code)
        if key not in self.added:
            self.added[key] = max(1, len(self.styles.formats)) + len(self.added)
        return self.added[key]

    def part(self) -> bytes:
        """Return styles.xml with what was added."""
        root = copy.deepcopy(self.styles.root)
        codes = dict(self.styles.codes)
        formats = root.find(f"{S}numFmts")
        if formats is None:
            formats = root.makeelement(f"{S}numFmts")
            root.insert(0, formats)
        xfs = root.find(f"{S}cellXfs")
        if xfs is None:
            raise LookupError("cellXfs")
        for style, code in self.added:
            number = next((n for n, known in codes.items() if known == code), None)
            if number is None:
                number = max([_FIRST_CUSTOM - 1, *codes]) + 1
                codes[number] = code
                attributes = {"numFmtId": str(number), "formatCode": code}
                formats.append(formats.makeelement(f"{S}numFmt", attributes))
            xf = copy.deepcopy(xfs[style])
            xf.set("numFmtId", str(number))
            xf.set("applyNumberFormat", "1")
            xfs.append(xf)
        formats.set("count", str(len(formats)))
        if len(formats) == 0:
            root.remove(formats)
        xfs.set("count", str(len(xfs)))
        return written(root)
