"""The tags of one sheet as one Jinja program that reports rows and their values, line by line traceable to cells."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import CodeType, TracebackType
from typing import Any, cast
from weakref import WeakKeyDictionary

from jinja2 import Environment, Template, TemplateSyntaxError, Undefined, meta, nodes
from jinja2.compiler import Frame

from reportgen.problem import Problem
from reportgen.render.names import probes
from reportgen.render.probes import Probes
from reportgen.render.sandbox import Generator, Sandbox, count_calls, environment, printable
from reportgen.render.wording import UNREADABLE
from reportgen.render.xlsx import bulk, faults
from reportgen.render.xlsx.layout import Block, Iteration, Placed, Segment, Turns

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_MARKER = re.compile(r"\{%[-+]?\s*tr\b\s*(.*?)\s*[-+]?%\}", re.DOTALL)
_SHEET_MARKER = re.compile(r"\{%[-+]?\s*sheet\b\s*(.*?)\s*[-+]?%\}", re.DOTALL)
_MARKER_ONLY = re.compile(rf"(?:\s*{_MARKER.pattern}\s*)+", re.DOTALL)
_WRONG_PREFIX = re.compile(
    r"\{%[-+]?\s*(p|tc|r|vm|hm|hv|cellbg|colspan)\b|\{\{\s*(p|tr|tc|r)\s+(?!(?:if|and|or|not|in|is)\b)[\w\"']"
)
_TRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\{\s+\{|\}\s+\}|\{\s+%|%\s+\}|\{％|％\}|[｛｝❴❵﹛﹜]")
_TYPOGRAPHIC = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " ", "\u202f": " "})
_STATEMENT = re.compile(r"\{%[-+]?\s*(\w+)")
_RUN_START, _RUN_END = "\x01", "\x02"
MAX_FAULTS = 200


def has_tag(text: str | None) -> bool:
    """Tell whether a text holds a tag, or what looks like one that was mistyped."""
    return text is not None and any(mark in text for mark in "{}｛｝❴❵﹛﹜") and _TRACES.search(text) is not None


def markers_of(text: str) -> list[str]:
    """Return the statements of the row markers in a text: `for nv in nhiem_vu`, `endfor`."""
    return [match[1] for match in _MARKER.finditer(text)]


def sheet_markers_of(text: str) -> list[str]:
    """Return the statements of the sheet markers in a text: `for lv in linh_vuc`."""
    return [match[1] for match in _SHEET_MARKER.finditer(text)]


def beside_sheet_marker(text: str) -> str:
    """Return what a text holds besides sheet markers."""
    return _SHEET_MARKER.sub(" ", text).strip()


def only_markers(text: str) -> bool:
    """Tell whether a text is nothing but row markers."""
    return _MARKER_ONLY.fullmatch(text) is not None


def beside(text: str) -> str:
    """Return what a text holds besides row markers."""
    return _MARKER.sub(" ", text).strip()


def spans(text: str, env: Environment) -> list[tuple[int, int]]:
    """Return where the tags of a text begin and end.

    Jinja's own reading is used where it reads the text, because `}}` may stand inside a tag (`{{ {'a': {}} }}`).
    """
    return list(_spans(text, env))


@lru_cache(maxsize=1024)
def _spans(text: str, env: Environment) -> tuple[tuple[int, int], ...]:
    """Do it; one text is asked about several times in a row."""
    if "{" not in text:
        return ()
    try:
        found: list[tuple[int, int]] = []
        position = start = 0
        for _, token, value in env.lexer.tokeniter(text, None):
            place = text.index(value, position)
            position = place + len(value)
            if token in {"variable_begin", "block_begin", "comment_begin", "raw_begin"}:
                start = place
            elif token in {"variable_end", "block_end", "comment_end", "raw_end"}:
                found.append((start, position))
    except (TemplateSyntaxError, ValueError):
        return tuple(match.span() for match in _TAG.finditer(text))
    return tuple(found)


def healed(text: str, env: Environment) -> str:
    """Return a text whose tags have straight quotes, plain blanks and composed letters; the rest is untouched."""
    result, position = [], 0
    for start, end in spans(text.translate(_TYPOGRAPHIC), env):
        result += [text[position:start], unicodedata.normalize("NFC", text[start:end].translate(_TYPOGRAPHIC))]
        position = end
    return "".join([*result, text[position:]])


def expression_of(text: str, env: Environment) -> str | None:
    """Return the expression of a text that is one `{{ expression }}` and nothing else."""
    stripped = text.strip()
    if not (stripped.startswith("{{") and stripped.endswith("}}")) or spans(stripped, env) != [(0, len(stripped))]:
        return None
    found = re.fullmatch(r"\{\{[-+]?(.*?)-?\}\}", stripped, re.DOTALL)
    return found[1].strip() if found else None


def for_header(text: str, env: Environment) -> str:
    """Return the text of a page header whose values cannot be taken for its codes (`&P`, `&14`)."""
    result, position = [], 0
    for start, end in spans(text, env):
        result.append(text[position:start])
        expression = expression_of(text[start:end], env)
        after_size = "true" if re.search(r"&[0-9]+$", text[:start]) else "false"
        kept = expression is None
        result.append(text[start:end] if kept else f"{{{{ ({expression}) | rg__header({after_size}) }}}}")
        position = end
    return "".join([*result, text[position:]])


def header_value(value: object, after_size: bool) -> object:  # noqa: FBT001  called by templates, by position
    """Return a value for a page header: `&` doubled, and kept apart from a size of type that stands before it."""
    if isinstance(value, Undefined):
        return value
    text = str(in_words(value)).replace("&", "&&")
    return f" {text}" if after_size and text[:1].isdigit() else text


def with_run_marks(runs: Iterable[str], env: Environment) -> str:
    """Return the text of rich-text runs as one, each run behind a mark; a tag split over runs joins its first one."""
    texts = list(runs)
    whole = "".join(texts)
    tags = spans(whole, env)
    marked, position, taken = [], 0, 0
    for number, text in enumerate(texts):
        position += len(text)
        cut = next((end for start, end in tags if start < position < end), position)
        cut = max(cut, taken)
        marked.append(f"{_RUN_START}{number}{_RUN_END}{whole[taken:cut]}")
        taken = cut
    return "".join(marked)


def split_runs(text: str) -> list[tuple[int, str]]:
    """Return the runs of a rendered text of `with_run_marks`: number of the run and its text, empty ones left out."""
    result: list[tuple[int, str]] = []
    for piece in text.split(_RUN_START)[1:]:
        number, _, content = piece.partition(_RUN_END)
        if content:
            result.append((int(number), content))
    return result


def in_words(value: object) -> object:
    """Return a value as a tag inside running text prints it: nothing for `None`, days as 31/12/2025."""
    if value is None:
        return ""
    if hasattr(value, "__html__"):
        return html.unescape(str(value))
    if hasattr(value, "isoformat") and hasattr(value, "strftime") and hasattr(value, "year"):
        moment: Any = value
        clock = f" {moment:%H:%M}" if getattr(value, "hour", 0) or getattr(value, "minute", 0) else ""
        return f"{moment.day:02d}/{moment.month:02d}/{moment.year:04d}{clock}"
    return value


@dataclass(slots=True)
class Slot:
    """One tagged place: a cell, a note, a link.

    Attributes:
        where: Place in the template, for people.
        source: The expression, or the text with its tags.
        typed: The source is an expression whose value keeps its type.
        scope: Names that loops around it bring into being.
    """

    where: str
    source: str
    typed: bool
    scope: frozenset[str] = frozenset()


@dataclass(slots=True)
class Marker:
    """A statement of a marker row: its words and place, and the block that it opens; `sheet` for a whole sheet."""

    where: str
    statement: str
    block: Block | None = None
    scope: frozenset[str] = frozenset()
    prefix: str = "tr"


@dataclass(slots=True)
class SegmentStep:
    """A segment and its tagged places, in order."""

    segment: Segment
    slots: list[Slot]


@dataclass(slots=True)
class EndStep:
    """The end of a loop or condition whose first block is `block`."""

    keyword: str
    block: Block


@dataclass(slots=True)
class TextStep:
    """Tagged places outside the rows: headers, titles of charts; worked out first."""

    slots: list[Slot]


Step = SegmentStep | Marker | EndStep | TextStep


@dataclass(slots=True)
class Program:
    """The steps of one sheet, compiled to Jinja on demand.

    `within_sheet` says that it belongs to a sheet that comes once for each item.
    `broken` holds the ids of places to leave out, because they failed: how one run after another finds all faults.
    """

    env: Environment
    steps: list[Step]
    broken: frozenset[int] = frozenset()
    compiled: Template | None = None
    code: CodeType | None = None
    probes: Probes | None = None
    within_sheet: bool = False
    lines: list[Slot | Marker | None] = field(default_factory=list)

    def source(self) -> str:
        """Return the Jinja source; `lines` then says which place each line came from."""
        parts: list[str] = []
        self.lines = [None]

        def emit(text: str, place: Slot | Marker | None) -> None:
            parts.append(text + "\n")
            self.lines.extend([place] * (text.count("\n") + 1))

        for step in self.steps:
            if isinstance(step, SegmentStep):
                names = self._emit_slots(step.slots, f"rg__{step.segment.number}", emit)
                emit(f"{{{{- rg__row({', '.join([str(step.segment.number), *names])}) }}}}", None)
            elif isinstance(step, TextStep):
                names = self._emit_slots(step.slots, "rg__t", emit)
                emit(f"{{{{- rg__texts({', '.join(names)}) }}}}", None)
            elif isinstance(step, EndStep):
                emit(f"{{%- {step.keyword} %}}", None)
                emit(f"{{{{- rg__end({step.block.number}) }}}}", None)
            else:
                self._emit_marker(step, emit)
        return "".join(parts)

    def _emit_slots(
        self, slots: list[Slot], prefix: str, emit: Callable[[str, Slot | Marker | None], None]
    ) -> list[str]:
        names = [f"{prefix}_{number}" for number in range(len(slots))]
        for name, slot in zip(names, slots, strict=True):
            if id(slot) in self.broken:
                emit(f"{{%- set {name} = none %}}", slot)
            elif slot.typed:
                emit(f"{{%- set {name} = (\n{slot.source}\n) %}}", slot)
            else:
                emit(f"{{%- set {name} %}}{slot.source}{{% endset %}}", slot)
        return names

    def _emit_marker(self, step: Marker, emit: Callable[[str, Slot | Marker | None], None]) -> None:
        statement = step.statement
        if id(step) in self.broken:
            keyword = statement.split()[0]
            safe = {"for": "for rg__x in []", "if": "if false", "elif": "elif false", "else": "else"}
            statement = safe.get(keyword, "set rg__x = 0")
        emit(f"{{%- {statement} %}}", step)
        if step.block is not None:
            emit(f"{{{{- rg__next({step.block.number}) }}}}", None)

    def run(self, values: Mapping[str, object], recorder: Recorder) -> None:
        """Run the program; rows and values end up in `recorder`.

        Raises:
            Exception: Whatever a tag raised; `place_of` says which.
        """
        if self.compiled is None:
            self.compiled = self.env.from_string(self.source())
        context: Any = self.compiled.new_context(dict(values))
        context.recorder = recorder
        for _ in self.compiled.root_render_func(context):
            pass
        recorder.finish()

    def place_of(self, trace: TracebackType | None) -> Slot | Marker | None:
        """Return the place whose tag raised an error, by its traceback."""
        place = None
        while trace is not None:
            if self.compiled is not None and trace.tb_frame.f_code.co_filename == (
                self.compiled.filename or "<template>"
            ):
                line = self.compiled.get_corresponding_lineno(trace.tb_lineno)
                place = self.lines[line] if line < len(self.lines) else None
            trace = trace.tb_next
        return place

    def is_data(self, segment: int, slot: int) -> bool:
        """Tell whether a place shows a value of the data as it is, whose characters `plain` has looked at.

        What a sheet for an item of a list knows of its item may have been worked out by the template.
        """
        given = self.probes is not None and not self.within_sheet
        return given and self.probes is not None and self.probes.of_name.get(f"{_OWN}{segment}_{slot}") is not None

    def places(self) -> Iterator[Slot | Marker]:
        """Yield every tagged place and every marker."""
        for step in self.steps:
            if isinstance(step, Marker):
                yield step
            elif isinstance(step, SegmentStep | TextStep):
                yield from step.slots


HELPERS = ("rg__row", "rg__next", "rg__end", "rg__texts")
"""Names by which a program calls its recorder."""


class _Generator(Generator):
    """Jinja's compiler, with short ways for what a sheet does once for every row.

    Calls of the recorder are plain calls of Python, values of cells are plain variables, and a name behind a dot is
    looked up in a group of data without asking the sandbox, which would look there first as well.
    """

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802  named by Jinja
        """Write a call of the recorder."""
        call = node.nodes[0] if len(node.nodes) == 1 else None
        if not (isinstance(call, nodes.Call) and isinstance(call.node, nodes.InternalName)):
            super().visit_Output(node, frame)
            return
        self.newline(node)
        self.visit_Call(call, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002, N802
        """Call the recorder without asking the sandbox."""
        if not isinstance(node.node, nodes.InternalName):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write(f"{node.node.name}(")
        for place, argument in enumerate(node.args):
            self.write(", " if place else "")
            self.visit(argument, frame)
        self.write(")")

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802
        """Write the value of a cell, which is always set."""
        if node.ctx == "load" and node.name.startswith(_OWN):
            self.write(frame.symbols.ref(node.name))
        else:
            super().visit_Name(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Look into a group of data first."""
        if not isinstance(node.node, nodes.Name) or node.node.name.startswith(_OWN):
            super().visit_Getattr(node, frame)
            return
        ref, name = frame.symbols.ref(node.node.name), repr(node.attr)
        self.write(f"({ref}[{name}] if {ref}.__class__ is dict and {name} in {ref} else ")
        super().visit_Getattr(node, frame)
        self.write(")")

    def pop_assign_tracking(self, frame: Frame) -> None:
        """Keep the values of cells out of Jinja's book of variables."""
        self._assign_stack[-1] = {name for name in self._assign_stack[-1] if not name.startswith(_OWN)}
        super().pop_assign_tracking(frame)


class SheetSandbox(Sandbox):
    """The sandbox for sheets."""

    code_generator_class = _Generator

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002  Jinja's signature
    ) -> str:
        for loop in source.find_all(nodes.For):
            found = bulk.names_of(loop)
            if found is not None:
                block, segment, names = found
                words = [nodes.Const(word, lineno=loop.lineno) for word in (block, segment, *names)]
                left = _internal("context.recorder.left", loop.lineno)
                loop.iter = nodes.Call(left, [loop.iter, *words], [], None, None, lineno=loop.lineno)
        for call in source.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in HELPERS:
                call.node = _internal(f"context.recorder.{_METHODS[call.node.name]}", call.lineno)
        return super()._generate(source, name, filename, defer_init)


_OWN = "rg__"
_FEW_CALLS = 31  # between two looks at the budget
_METHODS = {"rg__row": "row", "rg__next": "next", "rg__end": "end", "rg__texts": "keep_texts"}


def sheet_environment() -> SheetSandbox:
    """Return the sandbox for sheets: values go into no markup here, so nothing is escaped before its place is known."""
    made = environment(autoescape=False, finalize=lambda value: printable(in_words(value)), kind=SheetSandbox)
    made.filters["rg__header"] = header_value
    return cast("SheetSandbox", made)


def _internal(name: str, line: int) -> nodes.InternalName:
    """Return a piece of Python as a node, the way that Jinja's parser makes its own."""
    node: nodes.InternalName = object.__new__(nodes.InternalName)
    nodes.Node.__init__(node, name, lineno=line)
    return node


class Recorder:
    """What a program reports while it runs: rows in order, and the iterations they belong to."""

    def __init__(
        self, segments: list[Segment], blocks: list[Block], max_row: int, pads: Mapping[int, Segment] | None = None
    ) -> None:
        """Args: pads: A segment to place blank after a block that brought no rows (an empty table keeps one row)."""
        self.segments = segments
        self.blocks = blocks
        self.max_row = max_row
        self.pads = pads or {}
        self.texts: tuple[object, ...] = ()
        self.placed: list[Placed | Turns] = []
        self.next_row = 1
        self.calls = 0
        self.root = Iteration(blocks[0], None, 1)
        self.current = self.root

    def row(self, number: int, *values: object) -> str:
        """A segment is reached; its values are those of its tags."""
        self.calls += 1
        if self.calls & _FEW_CALLS == 0:
            count_calls(2 * _FEW_CALLS)  # the row, and the iteration that it begins
        segment = self.segments[number]
        if self.current.block is not segment.block:
            self._leave_to(segment.block)
        self.placed.append(Placed(segment, self.next_row, self.current, values))
        if segment.last < self.max_row:
            self.next_row += segment.last - segment.first + 1
            if self.next_row > self.max_row:
                raise RowLimitError
        return ""

    def next(self, number: int) -> str:
        """A new iteration of a block begins."""
        block, around = self.blocks[number], self.current
        if around.block is block and around.parent is not None:  # the next turn of the same loop
            around.high = self.next_row
            around = around.parent
        elif block.parent is not None:
            self._leave_to(block.parent)
            around = self.current
        if around.begun is None:
            around.begun = {}
        turn = around.begun.get(number, 0)
        around.begun[number] = turn + 1
        self.current = Iteration(block, around, self.next_row, 0, turn)
        return ""

    def left(self, items: Any, number: int, segment: int, *names: str) -> Any:
        """Take all turns of a loop that only shows what its items hold; return the items that are left to walk through.

        Args:
            items: Of the loop.
            number: Of its block.
            segment: Of the one segment in it.
            names: What its cells show of an item; see `bulk`.
        """
        found = bulk.values_of(names, items)
        block, shown = self.blocks[number], self.segments[segment]
        if found is None or block.parent is None or shown.last >= self.max_row:
            return items
        count_calls(2 * len(found))
        self._leave_to(block.parent)
        around = self.current
        if around.begun is None:
            around.begun = {}
        turn = around.begun.get(number, 0)
        around.begun[number] = turn + len(found)
        turns = Turns(shown, self.next_row, around, turn, found)
        self.placed.append(turns)
        self.next_row = turns.last + turns.height
        if self.next_row > self.max_row:
            raise RowLimitError
        return ()

    def end(self, number: int) -> str:
        """A loop or condition ends whose first block has this number."""
        parent = self.blocks[number].parent
        if parent is not None:
            self._leave_to(parent)
        segment = self.pads.get(number)
        if segment is not None:
            self._pad(segment)
        return ""

    def keep_texts(self, *values: object) -> str:
        """The texts outside the rows are worked out."""
        self.texts = values
        return ""

    def _pad(self, segment: Segment) -> None:
        chain: list[Block] = []
        block: Block | None = segment.block
        while block is not None and block is not self.current.block:
            chain.append(block)
            block = block.parent
        outer = self.current
        for inner in reversed(chain):
            self.current = Iteration(inner, self.current, self.next_row)
        self.placed.append(Placed(segment, self.next_row, self.current, None))
        self.next_row += segment.last - segment.first + 1
        self._leave_to(outer.block)

    def finish(self) -> None:
        """Close what is open."""
        self._leave_to(self.blocks[0])
        self.root.high = self.max_row + 1

    def _leave_to(self, block: Block) -> None:
        while self.current.block is not block and self.current.parent is not None:
            self.current.high = self.next_row
            self.current = self.current.parent


class RowLimitError(Exception):
    """More rows than a sheet can hold."""


# ---------------------------------------------------------------- static checks

_FORBIDDEN: Mapping[type[nodes.Node], str] = {
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "from",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.ScopedEvalContextModifier: "autoescape",
}
"""Statements that reach beyond the template or change how it is read, with their words."""


@dataclass(slots=True)
class _Judged:
    """What one environment has judged and compiled: the copies of a sheet hold the same tags a hundred times.

    Attributes:
        needs: Names that sound places need, by their source, place and scope. programs: By their sources.
        targets: Names that statements make.
    """

    needs: dict[tuple[str, str, frozenset[str]], frozenset[str]] = field(default_factory=dict)
    programs: dict[str, tuple[Probes, CodeType, Template]] = field(default_factory=dict)
    targets: dict[str, frozenset[str]] = field(default_factory=dict)


_JUDGED: WeakKeyDictionary[Environment, _Judged] = WeakKeyDictionary()


def check_source(place: Slot | Marker, env: Environment) -> tuple[list[Problem], frozenset[str]]:
    """Return the faults of one tagged place that show without data, and the names that it needs."""
    known = _JUDGED.setdefault(env, _Judged()).needs
    key = (_standalone(place), place.where, place.scope)
    if key in known:
        return [], known[key]
    problems, needs = _checked_source(place, env)
    if not problems:
        known[key] = needs
    return problems, needs


def _checked_source(place: Slot | Marker, env: Environment) -> tuple[list[Problem], frozenset[str]]:
    try:
        tree = env.parse(_standalone(place))
        found = list(tree.find_all(nodes.Node))
        problems = _misused(place, found, env)
        needed = frozenset() if problems else _needed(tree, found)
        return problems, needed - place.scope - _may_be_missing(found)
    except UNREADABLE as error:
        words = [word for word in _STATEMENT.findall(_standalone(place)) if word in _FORBIDDEN.values()]
        if words:
            return [faults.forbidden_statement(place.where, words[0])], frozenset()
        return [faults.syntax(place.where, shown(place), error)], frozenset()


def _needed(tree: nodes.Template, found: Iterable[nodes.Node]) -> frozenset[str]:
    """Return the names that a template does not set itself; one of expressions alone sets none."""
    if all(isinstance(node, nodes.Output) for node in tree.body):
        return frozenset(node.name for node in found if isinstance(node, nodes.Name))
    return frozenset(meta.find_undeclared_variables(tree))


def check_compiled(program: Program) -> Problem | None:
    """Return why a program whose places are each read well cannot be compiled, at the place where that shows.

    Python refuses what Jinja lets through: a name given twice, blocks nested too deeply. The compiled program is kept.
    """
    known = _JUDGED.setdefault(program.env, _Judged()).programs
    source = program.source()
    try:
        if source not in known:
            tree = program.env.parse(source)
            asked = probes(tree, {*program.env.globals, *HELPERS})
            code = program.env.compile(tree)
            known[source] = asked, code, Template.from_code(program.env, code, program.env.make_globals(None))
        program.probes, program.code, program.compiled = known[source]
    except UNREADABLE as error:
        for place in program.places():
            try:
                program.env.from_string(_standalone(place))
            except UNREADABLE as fault:
                return faults.syntax(place.where, shown(place), fault)
        markers = [place for place in program.places() if isinstance(place, Marker)]
        deepest = max(markers, key=lambda marker: 0 if marker.block is None else marker.block.depth, default=None)
        where, words = ("", "") if deepest is None else (deepest.where, shown(deepest))
        return faults.syntax(where, words, error)
    return None


def _misused(place: Slot | Marker, found: Sequence[nodes.Node], env: Environment) -> list[Problem]:
    """Return the filters, tests, statements and names of a place that do not exist or may not be used."""
    problems = [
        faults.unknown_filter(place.where, node.name, env.filters)
        for node in found
        if isinstance(node, nodes.Filter) and node.name not in env.filters
    ]
    problems += [
        faults.unknown_test(place.where, node.name, env.tests)
        for node in found
        if isinstance(node, nodes.Test) and node.name not in env.tests
    ]
    problems += [
        faults.forbidden_statement(place.where, _FORBIDDEN[type(node)]) for node in found if type(node) in _FORBIDDEN
    ]
    return problems + [faults.private_name(place.where, name) for name in _reserved(found)]


def _may_be_missing(found: Sequence[nodes.Node]) -> set[str]:
    """Return the names that a place only asks about: `x is defined`, `x | default("")`."""
    asked: dict[str, int] = {}
    for node in found:
        if (
            isinstance(node, nodes.Test | nodes.Filter)
            and isinstance(node.node, nodes.Name)
            and (node.name in {"defined", "undefined", "default", "d"})
        ):
            asked[node.node.name] = asked.get(node.node.name, 0) + 1
    used: dict[str, int] = {}
    for name in found if asked else ():
        if isinstance(name, nodes.Name):
            used[name.name] = used.get(name.name, 0) + 1
    return {name for name, count in asked.items() if count == used[name]}


def _reserved(found: Iterable[nodes.Node]) -> Iterator[str]:
    for node in found:
        if isinstance(node, nodes.Name) and node.name.startswith(_OWN):
            yield node.name


def _standalone(place: Slot | Marker) -> str:
    """Return a template of its own for a place, so that it can be parsed alone."""
    if isinstance(place, Slot):
        return f"{{{{ {place.source}\n }}}}" if place.typed else place.source
    keyword = place.statement.split()[0]
    opening = f"{{% {place.statement} %}}"
    if keyword == "for":
        return opening + "{% endfor %}"
    if keyword == "if":
        return opening + "{% endif %}"
    if keyword in {"elif", "else"}:
        return "{% if true %}" + opening + "{% endif %}"
    return opening


def targets_of(statement: str, env: Environment) -> frozenset[str]:
    """Return the names that a `for` or `set` statement brings into being; empty when it cannot be read."""
    known = _JUDGED.setdefault(env, _Judged()).targets
    if statement not in known:
        known[statement] = _targets(statement, env)
    return known[statement]


def _targets(statement: str, env: Environment) -> frozenset[str]:
    closing = "{% endfor %}" if statement.startswith("for") else ""
    try:
        tree = env.parse(f"{{% {statement} %}}{closing}")
    except TemplateSyntaxError:
        return frozenset()
    names = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
    return frozenset(names | ({"loop"} if closing else set()))


def shown(place: Slot | Marker) -> str:
    """Return the words of a place as the template has them."""
    text = place.statement if isinstance(place, Marker) else place.source
    text = re.sub(rf"{_RUN_START}\d+{_RUN_END}", "", text)
    return (
        f"{{%{place.prefix} {text} %}}" if isinstance(place, Marker) else f"{{{{ {text} }}}}" if place.typed else text
    )


def braces_fault(text: str, where: str, env: Environment) -> Problem | None:
    """Return the fault of a text with braces that are no tag: `{ {`, `｛｛`, a tag that is not closed."""
    rest, position = [], 0
    for start, end in spans(text, env):
        rest.append(text[position:start])
        position = end
    rest.append(text[position:])
    trace = _TRACES.search("\x00".join(rest))
    return None if trace is None else faults.stray_braces(where, text, trace.group())


def prefix_fault(text: str, where: str) -> Problem | None:
    """Return the fault of a Word prefix in Excel: `{%p`, `{%tc`, `{{r`."""
    match = _WRONG_PREFIX.search(text)
    return None if match is None else faults.wrong_prefix(where, (match[1] or match[2]), text)
