"""A value to the bytes that stand for it in a Word part, in one call: looked at, escaped, encoded.

What is printed needs no second look: texts of the data have been checked by `sandbox.plain`, and the sandbox lets no
expression make a character that XML cannot hold.
"""

from __future__ import annotations

import re
import sys
from types import FrameType
from typing import Any, Final, NoReturn

from markupsafe import Markup, escape

from reportgen.render.sandbox import ExpressionError, printable, spend

MARK: Final = "\ufdd3"
"""Stands around the spelling of a mark in the Jinja source; a noncharacter, see `wordtext`."""
TEXT, RUN, PLAIN, ATTRIBUTE = "text", "run", "plain", "attribute"
"""Where a value is printed: in a `w:t`, as all that a run holds, in the text of another element, in an attribute."""
_ENDS: Final = b"</w:t></w:r>"
_BEGINS: Final = b"<w:r><w:t>"
BREAK: Final = '</w:t><w:br/><w:t xml:space="preserve">'
TAB: Final = '</w:t><w:tab/><w:t xml:space="preserve">'
_LONG: Final = 1 << 16  # a text that must be counted before it is put together with others
_ESCAPED: Final = re.compile(r"(?:[^&<]|&(?:amp|lt|gt|quot|apos|#\d{1,7});)*+")


class NeedsTreeError(Exception):
    """What is printed, or left out, may break the markup around it: the part has to be gone through as a tree."""


class Carried:
    """What a template sees of a value with a form of its own: something to print, no name, no method to reach for.

    Joined with others (`join`) or escaped (`e`) it stays what it is, as docxtpl's values do.
    """

    __slots__ = ("_number", "_runs")

    def __init__(self, number: int, runs: bytes | None = None) -> None:
        self._number = number
        self._runs = runs

    def __str__(self) -> NoReturn:
        """Refuse to become a text: a filter would quietly lose the form, or the picture.

        Raises:
            ExpressionError: Always.
        """
        raise ExpressionError("giá trị có định dạng chỉ in thẳng được, không nối với chữ, không qua bộ lọc này")

    __repr__ = __str__

    def __html__(self) -> Markup:
        return loud(self)


def number_of(value: Carried) -> int:
    """Return which of the carried values it is; here, so that no template can ask."""
    return value._number  # noqa: SLF001


def text(value: Any) -> bytes:
    r"""Return what `{{ }}` prints in a text of Word: `\n` and `\t` as Word's own.

    Raises:
        NeedsTreeError: For the result of a macro that is more than text, and for values with a form of their own.
    """
    if value.__class__ is not str:
        return _other(value).replace("\n", BREAK).replace("\t", TAB).encode()
    if "&" in value or "<" in value or ">" in value or "\n" in value or "\t" in value or "\r" in value:
        value = _marked_up(value).replace("\n", BREAK).replace("\t", TAB)
    if len(value) > _LONG:
        spend(len(value))
    data: bytes = value.encode()
    return data


def run_text(value: Any) -> bytes:
    """Return what `{{ }}` prints where it is all that a run holds: the runs of a RichText may stand beside that."""
    if type(value) is Carried and value._runs is not None:  # noqa: SLF001  as `number_of`
        if len(value._runs) > _LONG:  # noqa: SLF001
            spend(len(value._runs))  # noqa: SLF001
        return _ENDS + value._runs + _BEGINS  # noqa: SLF001
    return text(value)


def plain_text(value: Any) -> bytes:
    """Return what `{{ }}` prints in the text of any other element, an equation or a property."""
    if value.__class__ is not str:
        return _other(value).encode()
    if len(value) > _LONG:
        spend(len(value))
    return _marked_up(value).encode()


def attribute(value: Any) -> bytes:
    """Return what `{{ }}` prints in an attribute, where a line break is a blank."""
    shown = _other(value) if value.__class__ is not str else _marked_up(value).replace('"', "&quot;")
    if '"' in shown:
        raise NeedsTreeError
    if len(shown) > _LONG:
        spend(len(shown))
    return shown.replace("\n", " ").replace("\t", " ").encode()


def _marked_up(value: str) -> str:
    if "\r" in value:  # from a text of the template: XML itself makes one line end of it
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _other(value: Any) -> str:
    """Return a value that is no plain text, escaped; what macros give is escaped already."""
    if type(value) is Carried:
        raise NeedsTreeError
    shown = printable(value)
    if not isinstance(shown, Markup):
        return _marked_up(shown)
    if not _ESCAPED.fullmatch(shown):
        raise NeedsTreeError
    return str.__str__(shown)


def loud(value: Any) -> Markup:
    """Return what a tag prints, as XML; braces as references, so that no text of the data is ever taken for a tag."""
    if type(value) is Carried:
        from reportgen.render.wordform import mark  # noqa: PLC0415  loaded already, with the value

        return mark(value, printing_line())
    return Markup(str(escape(printable(value))).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704  escaped


def printing_line() -> int:
    """Return the line of the template source that is printing now, 0 when none is."""
    frame: FrameType | None = sys._getframe()  # noqa: SLF001  a traceback without an exception
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return int(template.get_corresponding_lineno(frame.f_lineno))
        frame = frame.f_back
    return 0
