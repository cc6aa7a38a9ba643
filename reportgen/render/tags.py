"""The tags in a text: `{{ ten }}`, `{%tr for nv in nhiem_vu %}`, `{# ghi chú #}`, and what only looks like one.

Word and people spoil tags in a few known ways (curly quotes, a blank between the braces, a brace lost); here each is
mended where there is one meaning, and named where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final, cast

from jinja2 import nodes

from reportgen.problem import Problem
from reportgen.render.sandbox import Sandbox
from reportgen.render.suggest import meant, nearest
from reportgen.render.wording import UNREADABLE, reading_words
from reportgen.vi.text import nfc

_OPENING: Final = re.compile(r"\{_\{|\}_\}|\{_%|%_\}|\{\{|\{%|\{#")
_ESCAPES: Final = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}
_CLOSING: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_STRAY: Final = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_LOOKALIKE: Final = re.compile(r"[{｛]\s+[{｛%％]|[}｝%％]\s+[}｝]|｛\s*[{｛%％]|\{[｛％]|[｝％]\}|[}｝%％]｝")
_PREFIX: Final = re.compile(r"(tr|tc|p|r)\s+(?=\S)")
_RAW: Final = re.compile(r"\{%[-+]?\s*raw\s*[-+]?%\}(.*?)\{%[-+]?\s*endraw\s*[-+]?%\}", re.DOTALL)
_DOUBLE: Final = '"“”„‟'
_SINGLE: Final = "'‘’‚‛"
_BRACKETS: Final = {"{": "}", "[": "]", "(": ")"}

OPENING_WORDS: Final = {"for": "endfor", "if": "endif", "macro": "endmacro", "call": "endcall", "filter": "endfilter",
                        "with": "endwith", "set": "endset"}  # fmt: skip
BRANCH_WORDS: Final = {"else": ("if", "for"), "elif": ("if",)}
CELL_WORDS: Final = ("colspan", "cellbg", "vm", "hm")
_FORBIDDEN_WORDS: Final = ("include", "import", "from", "extends", "block", "endblock", "autoescape", "endautoescape")


class Kind(Enum):
    """What a tag does."""

    PRINT = "{{"
    STATEMENT = "{%"
    COMMENT = "{#"


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag.

    Attributes:
        kind: What it does. prefix: `p`, `tr`, `tc`, `r`, or "".
        body: What stands between the braces, quotes straightened, NFC, on one line.
        before, after: `-` where it eats the text before, after it; else "".
        text: The tag as a person sees it, shortened.
    """

    kind: Kind
    prefix: str
    body: str
    before: str
    after: str
    text: str

    @property
    def word(self) -> str:
        """The first word of a statement, `for`; "" of other tags."""
        found = re.match(r"\w+", self.body) if self.kind is Kind.STATEMENT else None
        return found.group() if found else ""

    @property
    def opens(self) -> str:
        """The word that closes the block this tag opens, "" when it opens none."""
        if self.word == "set" and re.match(r"set\s[^=]*=", self.body):
            return ""
        return OPENING_WORDS.get(self.word, "")


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of text: `start` to `end`; a tag, or literal text that is printed as `literal`."""

    start: int
    end: int
    tag: Tag | None
    literal: str = ""


def scan(text: str) -> tuple[list[Token], list[str]]:
    """Split a text into tags and literal stretches.

    Returns:
        The tokens, which cover the whole text, and what is wrong with it: tags that do not close, look-alikes.
    """
    tokens: list[Token] = []
    position = 0
    while opening := _OPENING.search(text, position):
        if opening.start() > position:
            tokens.append(Token(position, opening.start(), None, text[position : opening.start()]))
        token = _token(text, opening)
        if token is None:  # never closed: the rest of the text is literal, and named as stray
            position = opening.start()
            break
        tokens.append(token)
        position = token.end
    if position < len(text):
        tokens.append(Token(position, len(text), None, text[position:]))
    faults = [fault for token in tokens if token.tag is None for fault in _stray(text[token.start : token.end])]
    return tokens, faults


def _token(text: str, opening: re.Match[str]) -> Token | None:
    mark, start = opening.group(), opening.start()
    if mark in _ESCAPES:
        return Token(start, opening.end(), None, _ESCAPES[mark])
    raw = _RAW.match(text, start)
    if raw:
        return Token(start, raw.end(), None, raw.group(1))
    if mark == "{#":
        end = text.find("#}", opening.end())
        return (
            None if end < 0 else Token(start, end + 2, _tag(Kind.COMMENT, text[start : end + 2], text[start + 2 : end]))
        )
    found = _inside(text, opening.end(), _CLOSING[mark])
    if found is None:
        return None
    body, end = found
    return Token(start, end, _tag(Kind(mark), text[start:end], body))


def _inside(text: str, start: int, closing: str) -> tuple[str, int] | None:
    """Return what a tag holds, with straight quotes, and where it ends.

    Quoted text may hold braces, and brackets may nest: `{{ {"a": {"b": 1}}["a"] }}`. A tag whose quotes or brackets do
    not pair ends at the first closing braces; its syntax error is told later.
    """
    body: list[str] = []
    quote, depth, position = "", 0, start
    while position < len(text):
        char = text[position]
        if not quote and depth == 0 and text.startswith(closing, position):
            return "".join(body), position + 2
        if quote:
            # A curly quote inside straight ones is text; only a quote of its own sort ends the string.
            ends = char in quote and (char == quote[0] or quote[0] not in "\"'")
            # A tab between quotes is text: docxtpl drops Word's tabs there, and a blank would not be what was typed.
            body.append(_straight(char) if ends else "\\t" if char == "\t" else char)
            quote = "" if ends else quote
        else:
            kinds = _DOUBLE if char in _DOUBLE else _SINGLE if char in _SINGLE else ""
            quote = char + kinds if kinds else ""
            depth += (char in _BRACKETS) - (char in _BRACKETS.values())
            body.append(_straight(char) if kinds else char)
        position += 1
    end = text.find(closing, start)
    return None if end < 0 else ("".join(map(_straight, text[start:end])), end + 2)


def _straight(char: str) -> str:
    return '"' if char in _DOUBLE else "'" if char in _SINGLE else char


def _tag(kind: Kind, text: str, inside: str) -> Tag:
    before = after = ""
    if kind is not Kind.COMMENT:
        before = inside[:1] if inside[:1] in {"-", "+"} else ""
        after = inside[-1:] if inside[-1:] in {"-", "+"} and len(inside) > 1 else ""
        inside = inside[len(before) : len(inside) - len(after)]
    prefix = _PREFIX.match(inside)
    body = inside[prefix.end() :] if prefix else inside
    shown = re.sub(r"\s+", " ", text)
    return Tag(
        kind,
        prefix.group(1) if prefix else "",
        nfc(re.sub(r"\s*[\n\t\r]\s*", " ", body)).strip(),
        before.replace("+", ""),
        after.replace("+", ""),
        shown if len(shown) <= 80 else shown[:77] + "...",  # noqa: PLR2004  a message is read on one line
    )


def _stray(text: str) -> Iterator[str]:
    """Tell what in a literal text was meant as a tag."""
    if text in _ESCAPES or _RAW.fullmatch(text):
        return
    for found in _STRAY.finditer(text):
        mark, around = found.group(), _around(text, found)
        if mark in _CLOSING:
            yield f"thẻ mở bằng {mark} mà không đóng bằng {_CLOSING[mark]} trong cùng một đoạn: {around}"
        else:
            yield f"dấu đóng {mark} không có dấu mở đi trước: {around}"
    for found in _LOOKALIKE.finditer(text):
        # One half alone may be prose about programs; two halves are a tag that somebody meant.
        if found.group()[0] in "{｛" and not re.search("[}｝]", text[found.end() :]):
            continue
        if found.group()[0] not in "{｛" and not re.search("[{｛]", text[: found.start()]):
            continue
        yield f"{found.group()!r} trông giống dấu thẻ nhưng không phải: {_around(text, found)}"


def _around(text: str, found: re.Match[str]) -> str:
    return "..." + re.sub(r"\s+", " ", text[max(0, found.start() - 15) : found.end() + 25]).strip() + "..."


# --- one tag by itself -------------------------------------------------------------------------------------------


def check_tag(tag: Tag, environment: Sandbox, where: str) -> list[Problem]:
    """Return everything wrong with a tag by itself: syntax, unknown filters and tests, forbidden expressions."""
    if tag.kind is Kind.COMMENT or tag.body in {"vm", "hm"} or _is_plain(tag):
        return []
    fault = _misused(tag)
    if fault:
        return [Problem("MB010", where, f"thẻ {tag.text} sai: {fault}", _SYNTAX_REMEDY)]
    try:
        tree = environment.parse(alone(tag))
        return [*_unknown_filters(tag, tree, environment, where), *_forbidden(tag, tree, where)]
    except UNREADABLE as error:
        return [unreadable(tag, error, where)]


_NAME: Final = r"(?!(?:and|else|if|in|is|not|or|true|True|false|False|none|None|self)\b)[^\W\d_]\w*"
_DOTTED: Final = rf"{_NAME}(?:\.[^\W\d_]\w*)*"
_PLAIN: Final = {
    Kind.PRINT: re.compile(_DOTTED),
    Kind.STATEMENT: re.compile(rf"(?:el)?if {_DOTTED}|for {_NAME} in {_DOTTED}|else|endfor|endif"),
}


def _is_plain(tag: Tag) -> bool:
    """Return whether a tag is of those that nearly all are, and that nothing can be wrong with; they are not parsed."""
    return bool(_PLAIN[tag.kind].fullmatch(tag.body))


def unreadable(tag: Tag, error: BaseException, where: str) -> Problem:
    """Return the problem of a tag that cannot be read."""
    return Problem("MB010", where, f"thẻ {tag.text} sai cú pháp: {reading_words(error)}", _SYNTAX_REMEDY)


_SYNTAX_REMEDY: Final = "Sửa lại thẻ trong mẫu; gõ liền dấu ngoặc, không ngắt thẻ sang dòng hay đoạn khác."


def _misused(tag: Tag) -> str:
    """Return what is wrong with the first word of a tag, "" when nothing is."""
    word = tag.word
    if not tag.body:
        return "thẻ trống"
    if tag.kind is Kind.PRINT or word in {"elif", "set", *OPENING_WORDS, *CELL_WORDS}:
        return ""
    if word in _FORBIDDEN_WORDS:
        return f"không dùng lệnh '{word}' trong mẫu"
    if word in {"tr", "tc", "p", "r"}:
        return f"viết liền {{%{word}, không để khoảng trắng sau {{%"
    if word in {"else", *OPENING_WORDS.values()}:
        return "" if tag.body == word else f"sau {word} không viết gì thêm"
    hint = meant(nearest(word, [*OPENING_WORDS, *OPENING_WORDS.values(), *BRANCH_WORDS, *CELL_WORDS]))
    return f"không có lệnh {word or tag.body.split()[0]!r}" + (f". {hint}" if hint else "")


def alone(tag: Tag) -> str:
    """Return a little template that holds the tag with whatever it needs around it."""
    if tag.kind is Kind.PRINT:
        return f"{{{{ {tag.body} }}}}"
    if tag.word in {"colspan", "cellbg"}:
        return f"{{{{ {tag.body.removeprefix(tag.word)} }}}}"
    if tag.word == "elif":
        return f"{{% if 1 %}}{{% {tag.body} %}}{{% endif %}}"
    closing = f"{{% {tag.opens} %}}" if tag.opens else ""
    return f"{{% {tag.body} %}}{closing}" if closing or tag.word == "set" else ""


def _unknown_filters(tag: Tag, tree: nodes.Template, environment: Sandbox, where: str) -> Iterator[Problem]:
    for node in tree.find_all((nodes.Filter, nodes.Test)):
        known = environment.filters if isinstance(node, nodes.Filter) else environment.tests
        if node.name not in known:
            what = "bộ lọc" if isinstance(node, nodes.Filter) else "phép thử"
            hint = meant(nearest(node.name, [name for name in known if not name.startswith(("_", "rg__"))]))
            remedy = hint or f"Bỏ {what} này hoặc dùng {what} có trong hướng dẫn."
            yield Problem("MB016", where, f"không có {what} {node.name!r} trong thẻ {tag.text}", remedy)


def _forbidden(tag: Tag, tree: nodes.Template, where: str) -> Iterator[Problem]:
    """Name what the sandbox would refuse at run time anyway, already when the template is opened."""
    for node in tree.find_all((nodes.Getattr, nodes.Getitem)):
        name = node.attr if isinstance(node, nodes.Getattr) else _constant(cast("nodes.Getitem", node).arg)
        if isinstance(name, str) and name.startswith("_"):
            message = f"thẻ {tag.text} đòi truy cập {name!r}, mẫu không được phép"
            yield Problem("MB017", where, message, "Xóa thẻ này; nếu không phải bạn viết, đừng dùng mẫu.")
            return


def _constant(node: nodes.Node) -> object:
    return node.value if isinstance(node, nodes.Const) else None
