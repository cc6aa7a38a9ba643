"""Theme fonts and colours (ECMA-376 part 1, 20.1.6; 17.3.2.26; 17.18.96)."""

from __future__ import annotations

import colorsys
import re
from typing import Final

from lxml import etree

from reportgen.decree30.ooxml import A, W

_SCRIPTS: Final = {
    "zh-CN": "Hans", "zh-SG": "Hans", "zh-TW": "Hant", "zh-HK": "Hant", "ja": "Jpan", "ko": "Hang",
    "ar": "Arab", "he": "Hebr", "th": "Thai", "vi": "Viet",
}  # fmt: skip
_MAPPED: Final = {"text1": "dk1", "dark1": "dk1", "text2": "dk2", "dark2": "dk2", "tx1": "dk1", "tx2": "dk2",
                  "background1": "lt1", "light1": "lt1", "background2": "lt2", "light2": "lt2", "bg1": "lt1",
                  "bg2": "lt2", "hyperlink": "hlink", "followedHyperlink": "folHlink"}  # fmt: skip
_HEX: Final = re.compile(r"[0-9A-Fa-f]{6}")


class Theme:
    """Fonts and colours of the theme part; an empty theme when the document has none."""

    def __init__(self, root: etree._Element | None, languages: etree._Element | None) -> None:
        """Read the theme.

        Args:
            root: Of the theme part.
            languages: `w:themeFontLang` of the settings.
        """
        self._root = root
        said = {} if languages is None else {str(k): str(v) for k, v in languages.attrib.items()}
        self._script = {"EastAsia": _script(said.get(f"{W}eastAsia", "")), "Bidi": _script(said.get(f"{W}bidi", ""))}
        self._colors = self._read_colors()

    def font(self, reference: str) -> str:
        """Return the font that `minorHAnsi`, `majorBidi`, ... stands for; "" when the theme names none."""
        scheme = "majorFont" if reference.startswith("major") else "minorFont"
        fonts = None if self._root is None else next(self._root.iter(A + scheme), None)
        if fonts is None:
            return ""
        slot = next((s for s in ("EastAsia", "Bidi") if reference.endswith(s)), "")
        if not slot:
            return _face(fonts.find(f"{A}latin"))
        named = _face(fonts.find(A + ("ea" if slot == "EastAsia" else "cs")))
        by_script = next((f.get("typeface", "") for f in fonts if f.get("script") == self._script[slot]), "")
        return named or by_script

    def color(self, name: str, tint: str | None = None, shade: str | None = None) -> str | None:
        """Return `RRGGBB` of a theme colour; None when the theme has none of that name."""
        base = self._colors.get(_MAPPED.get(name, name))
        if base is None:
            return None
        return _shifted(base, _share(tint), _share(shade))

    def _read_colors(self) -> dict[str, str]:
        scheme = None if self._root is None else next(self._root.iter(f"{A}clrScheme"), None)
        colors: dict[str, str] = {}
        for entry in () if scheme is None else scheme:
            for child in entry:
                code = child.get("lastClr") or child.get("val") or ""
                if _HEX.fullmatch(code):
                    colors[etree.QName(entry).localname] = code.upper()
        return colors


def _script(language: str) -> str:
    return _SCRIPTS.get(language) or _SCRIPTS.get(language.partition("-")[0], "")


def _face(element: etree._Element | None) -> str:
    return "" if element is None else element.get("typeface", "")


def _share(text: str | None) -> float | None:
    try:
        return None if text is None else int(text, 16) / 255
    except ValueError:
        return None


def _shifted(code: str, tint: float | None, shade: float | None) -> str:
    """Return the colour made lighter (tint) or darker (shade)."""
    if tint is None and shade is None:
        return code
    hue, light, full = colorsys.rgb_to_hls(*(int(code[i : i + 2], 16) / 255 for i in (0, 2, 4)))
    light = light * shade if shade is not None else light * (tint or 0) + 1 - (tint or 0)
    return "".join(f"{round(max(0.0, min(1.0, c)) * 255):02X}" for c in colorsys.hls_to_rgb(hue, light, full))
