"""Bytes of a YAML file to plain data in which every value remembers its line.

Stricter than YAML on purpose: people who do not program edit these files. No anchors, aliases, tags, second
documents, duplicate keys or tabs; and no scalar is given a type here: `no`, `0123`, `12:30` and `2026-02-30` stay
the words that were typed, so that the schema, which knows what is wanted, decides (see `load.scalars`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from reportgen.load.encoding import decode, illegal_characters
from reportgen.load.folder import MOST_BYTES
from reportgen.load.wording import Path, place, shown
from reportgen.load.yamlsyntax import syntax_problem
from reportgen.problem import Problem

MOST_NODES = 200_000
DEEPEST = 24

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LEADING_TAB = re.compile(r"^[ \t]*\t")
_REPLACEMENT = "\ufffd"
_NOWHERE = "\0"  # no file can hold this key: what stands under it is read and thrown away


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as typed.

    Attributes:
        text: Its characters. plain: True when written without quotes or block mark.
        broken: True when it stands for something already reported; whatever is said of it again is noise.
    """

    text: str
    plain: bool = True
    broken: bool = False

    @property
    def is_null(self) -> bool:
        """Whether it says "nothing": an empty place, `~` or `null`."""
        return self.plain and self.text in {"", "~", "null", "Null", "NULL"}


BROKEN = Scalar("", broken=True)


@dataclass(frozen=True, slots=True)
class Source:
    """What one file holds.

    Attributes:
        where: How people call the file: `truc-lam/ward.yaml`.
        data: Nested `dict`, `list` and `Scalar`; None when the file could not be read.
        lines: Line (from 1) of every key and item by its path.
        problems: What was found while reading.
    """

    where: str
    data: object
    lines: dict[Path, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def line(self, *path: str | int) -> int:
        """Return the line of the key or item at `path`, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def at(self, *path: str | int) -> str:
        """Return the place as problems and `source` fields print it: `truc-lam/ward.yaml, dòng 12`."""
        return place(self.where, self.line(*path))


def read_yaml(content: bytes, where: str) -> Source:
    """Read one YAML file.

    Args:
        content: Its bytes, any bytes at all.
        where: How people call it.

    Returns:
        A source; `data` is None when nothing can be made of the file, and then `problems` says why.
    """
    if len(content) > MOST_BYTES:
        return _unread(where, _too_large(where, f"tệp dài {len(content):,} byte".replace(",", ".")))
    text, problems = decode(content, where)
    if text is None:
        return Source(where, None, {}, tuple(problems))
    illegal = illegal_characters(text, where)
    for found in illegal.found:
        text = text.replace(found, _REPLACEMENT)
    tabs = [n for n, line in enumerate(text.split("\n"), 1) if _LEADING_TAB.match(line)]
    problems += illegal.problems
    if tabs:
        problems.append(_tab(where, tabs))
        text = "\n".join(line.replace("\t", "  ") if _LEADING_TAB.match(line) else line for line in text.split("\n"))
    builder = _Builder(where)
    try:
        builder.feed(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        if not tabs and not illegal.found:  # else the same fault again, in other words
            problems.append(syntax_problem(error, where, text))
        return Source(where, None, {}, tuple(problems + builder.problems))
    except _GiveUpError:
        return Source(where, None, {}, tuple(problems + builder.problems))
    if builder.root is None or (isinstance(builder.root, Scalar) and builder.root.is_null):
        builder.problems.append(
            Problem("DL209", where, "tệp không có nội dung", "Điền nội dung theo mẫu, hoặc xóa tệp nếu không dùng.")
        )
        return Source(where, None, {}, tuple(problems + builder.problems))
    return Source(where, builder.root, builder.lines, tuple(problems + builder.problems))


def _unread(where: str, problem: Problem) -> Source:
    return Source(where, None, {}, (problem,))


class _GiveUpError(Exception):
    """Reading on is pointless or dangerous; the problem is recorded."""


@dataclass(slots=True)
class _Frame:
    """An open collection: its container, its path, and for a mapping the key that waits for its value."""

    container: dict[str, object] | list[object]
    path: Path
    key: str | None = None
    as_key: bool = False  # a collection used as a key: read to its end and thrown away


class _Builder:
    """Builds plain data from parser events, without recursion, so that no nesting can exhaust the stack."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.root: object = None
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self._stack: list[_Frame] = []
        self._nodes = 0
        self._documents = 0

    def feed(self, events: Iterator[yaml.Event]) -> None:
        """Take all events of a stream."""
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._start_document(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close()
            elif isinstance(event, yaml.NodeEvent):
                self._node(event)

    def _start_document(self, event: yaml.Event) -> None:
        self._documents += 1
        if self._documents > 1:
            self._report("DL205", event, "tệp có nhiều văn bản YAML, ngăn cách bằng “---”", _ONE_DOCUMENT)
            raise _GiveUpError

    def _node(self, event: yaml.NodeEvent) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES or len(self._stack) > DEEPEST:
            self.problems.append(_too_large(place(self.where, _line(event)), "nội dung lồng quá sâu hoặc quá nhiều"))
            raise _GiveUpError
        if isinstance(event, yaml.AliasEvent):
            self._report("DL203", event, f"không được dùng bí danh YAML {shown(f'*{event.anchor}')}", _NO_ANCHOR)
            self._put(BROKEN, event)
            return
        if event.anchor is not None:
            self._report("DL203", event, f"không được dùng mỏ neo YAML {shown(f'&{event.anchor}')}", _NO_ANCHOR)
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._report("DL204", event, f"không được dùng thẻ kiểu YAML {shown(_tag(tag))}", _NO_TAG)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, tagged=tag is not None)
        else:
            self._open({} if isinstance(event, yaml.MappingStartEvent) else [], event, tagged=tag is not None)

    def _scalar(self, event: yaml.ScalarEvent, *, tagged: bool) -> None:
        text = event.value
        if event.style == '"':  # only there can an escape hide a character that the raw text does not show
            illegal = illegal_characters(text, self.where, first_line=_line(event))
            self.problems += illegal.problems
            if illegal.found:
                self._put(BROKEN, event)
                return
        self._put(BROKEN if tagged else Scalar(text, plain=not event.style), event)

    def _open(self, container: dict[str, object] | list[object], event: yaml.Event, *, tagged: bool) -> None:
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.container, dict) and top.key is None:
            self._report("DL208", event, "tên khóa phải là chữ, không phải danh sách hay nhóm khóa", _PLAIN_KEY)
            self._stack.append(_Frame(container, (*top.path, _NOWHERE), as_key=True))
            return
        path = self._put(BROKEN if tagged else container, event)
        self._stack.append(_Frame(container, path))

    def _close(self) -> None:
        frame = self._stack.pop()
        if frame.as_key and self._stack:
            self._stack[-1].key = _NOWHERE

    def _put(self, value: object, event: yaml.Event) -> Path:
        """Give `value` its place; a scalar where a mapping wants a key becomes the key."""
        if not self._stack:
            self.root = value
            self.lines[()] = _line(event)
            return ()
        top = self._stack[-1]
        if isinstance(top.container, list):
            path: Path = (*top.path, len(top.container))
            top.container.append(value)
            self.lines[path] = _line(event)
            return path
        if top.key is None:
            self._take_key(top, value, event)
            return top.path
        key, top.key = top.key, None
        if key == _NOWHERE or key in top.container:  # reported at the key; read on for faults of form only
            return (*top.path, _NOWHERE)
        top.container[key] = value
        return (*top.path, key)

    def _take_key(self, top: _Frame, value: object, event: yaml.Event) -> None:
        assert isinstance(value, Scalar)  # noqa: S101 - collections go through _open
        top.key = _NOWHERE if value.broken else value.text
        path = (*top.path, top.key)
        if top.key in top.container:
            message = f'khóa "{top.key[:40]}" ghi hai lần, lần trước ở dòng {self.lines[path]}'
            self._report("DL202", event, message, "Giữ một lần, xóa lần kia.")
        else:
            self.lines[path] = _line(event)

    def _report(self, code: str, event: yaml.Event, message: str, remedy: str) -> None:
        self.problems.append(Problem(code, place(self.where, _line(event)), message, remedy))


_ONE_DOCUMENT = "Mỗi tệp chỉ một văn bản: bỏ dòng “---” ở giữa tệp, chuyển phần sau sang tệp khác."
_NO_ANCHOR = "Chép lại nội dung thay cho ký hiệu & hoặc *; nếu là chữ thì đặt trong ngoặc kép."
_NO_TAG = "Bỏ phần bắt đầu bằng dấu “!”; nếu là chữ thì đặt cả dòng trong ngoặc kép."
_PLAIN_KEY = 'Viết dạng "khóa: giá trị"; giá trị có dấu { } hoặc [ ] thì đặt trong ngoặc kép.'


def _line(event: yaml.Event) -> int:
    return int(event.start_mark.line) + 1 if event.start_mark is not None else 1


def _tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!", 1)


def _too_large(where: str, message: str) -> Problem:
    return Problem("DL002", where, message, "Kiểm tra lại có đúng tệp dữ liệu không; tách tệp nếu thật sự cần.")


def _tab(where: str, lines: list[int]) -> Problem:
    more = f" (và {len(lines) - 1} dòng khác)" if len(lines) > 1 else ""
    return Problem(
        "DL206", place(where, lines[0]), f"thụt lề bằng phím Tab{more}", "Thay mỗi dấu Tab đầu dòng bằng dấu cách."
    )
