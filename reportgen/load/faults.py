"""From data as typed to rows of the schema, with every fault as a problem at its key's line.

One run must show every fault of every file, also those that only a well-formed row can show (an unknown task in the
row whose percent is wrong). So a file with faults is read again without the smallest parts that carry them, until
the rest is well formed; what is left serves for further checks only, never for a document.
"""

from __future__ import annotations

import types
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from reportgen.load.schema import Row
from reportgen.load.wording import Path, did_you_mean, path_in_words
from reportgen.load.yamlsource import Scalar, Source
from reportgen.problem import Problem

R = TypeVar("R", bound=Row)

_MOST_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Parsed(Generic[R]):
    """A file of the schema.

    Attributes:
        row: What could be read, or None when nothing could.
        source: Where from. Paths of `row` are paths of the source: parts left out keep their places.
        problems: Every fault of form. lost: Keys of the file's top from which something was left out.
    """

    row: R | None
    source: Source
    problems: tuple[Problem, ...]
    lost: frozenset[str] = frozenset()


def parse(schema: type[R], source: Source) -> Parsed[R]:
    """Read a source as the given kind of file."""
    if source.data is None:
        return Parsed(None, source, source.problems)
    problems = list(source.problems)
    try:
        return Parsed(schema.model_validate(source.data), source, tuple(problems))
    except ValidationError as error:
        faults = _causes(error.errors(include_url=False))
        problems += [p for fault in faults if (p := _problem(fault, schema, source)) is not None]
    salvage = _Salvage(schema, _copy(source.data), dict(source.lines))
    rest = salvage.read(faults)
    left = Source(source.where, source.data, salvage.lines, source.problems)
    return Parsed(rest, left, tuple(problems), frozenset(salvage.lost))


def _causes(faults: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out lists that are too short only because an item in them is faulty."""
    places = [fault["loc"] for fault in faults]
    return [
        fault
        for fault in faults
        if fault["type"] != "too_short"
        or not any(len(p) > len(fault["loc"]) and p[: len(fault["loc"])] == fault["loc"] for p in places)
    ]


def _problem(error: ErrorDetails, schema: type[Row], source: Source) -> Problem | None:
    """Word one of pydantic's errors; None when it repeats what was told already."""
    path: Path = tuple(error["loc"])
    ctx: dict[str, Any] = error.get("ctx", {})
    seen = error["input"]
    if error["type"] == "told" or (isinstance(seen, Scalar) and seen.broken):
        return None
    if error["type"] == "reportgen":
        return _at(ctx["code"], path, source, str(ctx["message"]), str(ctx["remedy"]))
    if error["type"] == "missing":
        return _missing(path, source)
    if error["type"] == "extra_forbidden":
        hint = did_you_mean(str(path[-1]), _keys_at(schema, path[:-1]))
        return _at("DL302", path, source, "khóa này không có trong mẫu", f"{hint}Sửa tên khóa hoặc xóa dòng này.")
    message, remedy = _structure(error["type"], ctx)
    return _at("DL303", path, source, message, remedy)


def _at(code: str, path: Path, source: Source, message: str, remedy: str) -> Problem:
    words = path_in_words(path, source.data)
    return Problem(code, source.at(*path), f"{words}: {message}" if words else message, remedy)


def _missing(path: Path, source: Source) -> Problem:
    key = path[-1]
    if isinstance(key, int):
        return _at("DL303", path[:-1], source, f"thiếu mục thứ {key + 1}", "Ghi đủ số mục theo mẫu.")
    return _at("DL301", path, source, "thiếu nội dung bắt buộc", f'Thêm dòng "{key}: ..." với nội dung theo mẫu.')


def _structure(kind: str, ctx: dict[str, Any]) -> tuple[str, str]:
    if kind in {"model_type", "model_attributes_type", "dict_type", "mapping_type"}:
        return "phải là một nhóm khóa", 'Ghi mỗi khóa một dòng thụt vào, dạng "khóa: giá trị".'
    if kind in {"tuple_type", "list_type"}:
        return "phải là danh sách", 'Ghi mỗi mục một dòng, bắt đầu bằng "- "; một mục cũng ghi như vậy.'
    if kind == "too_short":
        return f"cần ít nhất {ctx.get('min_length', 1)} mục", "Bổ sung cho đủ số mục."
    if kind == "too_long":
        return f"chỉ được {ctx.get('max_length', 'một số')} mục", "Bỏ bớt mục thừa."
    return "giá trị không hợp lệ", "So với mẫu tệp dữ liệu rồi ghi lại."


def _keys_at(schema: type[Row], path: Path) -> set[str]:
    """Return the keys that the file may use at `path`."""
    annotation: object = schema
    for step in path:
        annotation = _step(_row_or_container(annotation), step)
    found = _row_or_container(annotation)
    return found.keys() if isinstance(found, type) and issubclass(found, Row) else set()


def _step(annotation: object, step: str | int) -> object:
    if isinstance(annotation, type) and issubclass(annotation, Row):
        for name, info in annotation.model_fields.items():
            if (info.alias or name) == step:
                return info.annotation
        return None
    arguments = get_args(annotation)
    if get_origin(annotation) is dict:
        return arguments[1]
    return arguments[0] if arguments else None


def _row_or_container(annotation: object) -> object:
    """Return the kind inside `X | None`."""
    if get_origin(annotation) in {Union, types.UnionType}:
        return next((a for a in get_args(annotation) if a is not type(None)), None)
    return annotation


@dataclass(slots=True)
class _Salvage(Generic[R]):
    """Reads a file without its faulty parts.

    Attributes:
        schema: Kind of file. data: A copy of what it holds, cut down on the way.
        lines: Lines of its parts by their places in what is left. lost: Keys of the top that were touched.
    """

    schema: type[R]
    data: object
    lines: dict[Path, int]
    lost: set[str] = field(default_factory=set)

    def read(self, faults: list[ErrorDetails]) -> R | None:
        """Return what is left of the file, or None when nothing is."""
        for _ in range(_MOST_ROUNDS):
            doomed = {_culprit(fault) for fault in faults}
            if not isinstance(self.data, dict) or not self._stand_in_at_top(faults, doomed):
                return None
            # From the end, so that places of earlier items hold; a part inside a doomed part goes with it.
            for path in sorted(doomed, key=_order, reverse=True):
                if not any(path[:depth] in doomed for depth in range(len(path))):
                    self.lines = _remove(self.data, self.lines, path)
                    self.lost.add(str(path[0]))
            try:
                return self.schema.model_validate(self.data)
            except ValidationError as error:
                faults = error.errors(include_url=False)
        return None

    def _stand_in_at_top(self, faults: list[ErrorDetails], doomed: set[Path]) -> bool:
        """Put something in the place of keys that the top cannot do without; False when that is impossible."""
        doomed.discard(())
        for fault in faults:
            if _culprit(fault) == () and isinstance(self.data, dict):
                key = str(fault["loc"][0]) if fault["loc"] else ""
                annotation = _step(self.schema, key)
                if fault["type"] != "missing" or annotation is None:
                    return False
                self.data[key] = _stand_in(annotation)
                self.lost.add(key)
        return True


def _stand_in(annotation: object) -> object:
    """Return the least that a key's kind accepts; for figures and dates nothing does, and the file is given up."""
    if isinstance(annotation, type) and issubclass(annotation, Row):
        fields = annotation.model_fields.items()
        return {f.alias or name: _stand_in(f.annotation) for name, f in fields if f.is_required()}
    if get_origin(annotation) is tuple and Ellipsis in get_args(annotation):
        return []
    return Scalar("?", plain=False)


def _culprit(fault: ErrorDetails) -> Path:
    """Return the smallest part that must go for the fault to go."""
    path: Path = tuple(fault["loc"])
    return path[:-1] if fault["type"] == "missing" else path


def _order(path: Path) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in path)


def _copy(value: object) -> object:
    """Copy containers; recursion is as deep as `yamlsource.DEEPEST` at most."""
    if isinstance(value, dict):
        return {k: _copy(v) for k, v in value.items()}
    return [_copy(v) for v in value] if isinstance(value, list) else value


def _remove(data: object, lines: dict[Path, int], path: Path) -> dict[Path, int]:
    """Remove one part in place and return the lines of the rest, items behind it one place earlier."""
    *around, last = path
    for step in around:
        if isinstance(data, (dict, list)):
            data = data[step]  # type: ignore[index]
    if isinstance(data, dict):
        data.pop(last, None)
        return lines
    if not isinstance(data, list) or not isinstance(last, int):
        return lines
    del data[last]
    depth = len(around)
    kept: dict[Path, int] = {}
    for old, line in lines.items():
        place = old[depth] if len(old) > depth and old[:depth] == tuple(around) else None
        if isinstance(place, int) and place >= last:
            if place > last:
                kept[(*around, place - 1, *old[depth + 1 :])] = line
        else:
            kept[old] = line
    return kept
