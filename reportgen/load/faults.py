"""From data as typed to rows of the schema, with every fault as a problem at its key's line.

One run must show every fault of every file, also those that only a well-formed row can show (an unknown task in the
row whose percent is wrong). So a file with faults is read again without the smallest parts that carry them, until
the rest is well formed; what is left serves for further checks only, never for a document.
"""

from __future__ import annotations

import types
from dataclasses import dataclass
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
        problems: Every fault of form. whole: False when something was left out.
    """

    row: R | None
    source: Source
    problems: tuple[Problem, ...]
    whole: bool


def parse(schema: type[R], source: Source) -> Parsed[R]:
    """Read a source as the given kind of file."""
    if source.data is None:
        return Parsed(None, source, source.problems, whole=False)
    problems = list(source.problems)
    try:
        return Parsed(schema.model_validate(source.data), source, tuple(problems), whole=True)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        problems += [p for fault in faults if (p := _problem(fault, schema, source)) is not None]
    rest, lines = _salvage(schema, source, faults)
    return Parsed(rest, Source(source.where, source.data, lines, source.problems), tuple(problems), whole=False)


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
        for name, field in annotation.model_fields.items():
            if (field.alias or name) == step:
                return field.annotation
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


def _salvage(schema: type[R], source: Source, faults: list[ErrorDetails]) -> tuple[R | None, dict[Path, int]]:
    """Read the file without its faulty parts.

    Returns:
        What is left, or None; and the lines of its parts by their places in what is left.
    """
    data, lines = _copy(source.data), dict(source.lines)
    for _ in range(_MOST_ROUNDS):
        doomed = {_culprit(fault) for fault in faults}
        if () in doomed or not isinstance(data, dict):
            return None, lines
        # From the end, so that places of earlier items hold; a part inside a doomed part goes with it.
        for path in sorted(doomed, key=_order, reverse=True):
            if not any(path[:depth] in doomed for depth in range(len(path))):
                lines = _remove(data, lines, path)
        try:
            return schema.model_validate(data), lines
        except ValidationError as error:
            faults = error.errors(include_url=False)
    return None, lines


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
