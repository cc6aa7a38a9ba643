"""Jinja's compiler, that writes bytes: the words of the template are encoded once, values when they are printed.

Inside macros and captured blocks (`{% set x %}`) Jinja puts texts together, so there everything is as it always was:
a `Markup` text that `wordtype` looks at when it is printed.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from types import CodeType
from typing import Final

from jinja2 import nodes
from jinja2.compiler import Frame, optimizeconst
from jinja2.visitor import NodeTransformer

from reportgen.render.sandbox import Generator, Sandbox, environment
from reportgen.render.wordcharts import FUNCTION, chart_turn
from reportgen.render.wordtype import ATTRIBUTE, MARK, PLAIN, RUN, TEXT, attribute, loud, plain_text, run_text, text

_PRINTERS: Final = {TEXT: "_rg_text", RUN: "_rg_run", PLAIN: "_rg_plain", ATTRIBUTE: "_rg_attribute"}
_LOOP: Final = frozenset(
    ("index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "previtem", "nextitem")
)


class _ByteGenerator(Generator):
    """Writes functions that yield bytes, and tuples where a mark stands."""

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802  named by Jinja
        """Write the values between two statements and the markup around them as one piece."""
        if frame.buffer is not None:
            super().visit_Output(nodes.Output(list(map(_without_marks, node.nodes)), lineno=node.lineno), frame)
            return
        run: list[bytes | nodes.Expr] = []
        for child in node.nodes:
            if not isinstance(child, nodes.TemplateData):
                run.append(child)
                continue
            for k, piece in enumerate(child.data.split(MARK)):
                if k % 2:
                    self._yield(run, frame)
                    run = []
                    self.writeline(f"yield {ast.literal_eval(piece)!r}")
                elif piece:
                    run.append(piece.encode())
        self._yield(run, frame)

    def _yield(self, run: Sequence[bytes | nodes.Expr], frame: Frame) -> None:
        if len(run) == 1:
            self._piece("yield ", run[0], frame, "")
        elif run:
            self.writeline("yield b''.join((")
            self.indent()
            for piece in run:
                self._piece("", piece, frame, ",")
            self.outdent()
            self.writeline("))")

    def _piece(self, before: str, piece: bytes | nodes.Expr, frame: Frame, after: str) -> None:
        if isinstance(piece, bytes):
            self.writeline(f"{before}{piece!r}{after}")
            return
        self.writeline(before, piece)
        self.visit(piece, frame)
        self.write(after)

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Write `x.name`: an item of a group is there without a call."""
        if isinstance(node.node, nodes.Name) and node.node.name == "loop" and node.attr in _LOOP:
            self._guess(f"rg_t.{node.attr}", node, frame, " is LoopContext", f"getattr(rg_t, {node.attr!r})")
        else:
            self._item(node, frame, node.attr, "getattr")

    @optimizeconst
    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        """Write `x["name"]` in the same way."""
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            self._item(node, frame, node.arg.value, "getitem")
        else:
            super().visit_Getitem(node, frame)

    def _item(self, node: nodes.Getattr | nodes.Getitem, frame: Frame, key: str, function: str) -> None:
        self._guess(f"rg_t[{key!r}]", node, frame, f" is dict and {key!r} in rg_t", f"{function}(rg_t, {key!r})")

    def _guess(self, quick: str, node: nodes.Getattr | nodes.Getitem, frame: Frame, test: str, slow: str) -> None:
        self.write(f"({quick} if type(rg_t := ")
        self.visit(node.node, frame)
        self.write(f"){test} else environment.{slow})")


def _without_marks(child: nodes.Expr) -> nodes.Expr:
    if not isinstance(child, nodes.TemplateData) or MARK not in child.data:
        return child
    return nodes.TemplateData("".join(child.data.split(MARK)[::2]), lineno=child.lineno)


class _ByteSandbox(Sandbox):
    """The sandbox whose templates yield bytes."""

    code_generator_class = _ByteGenerator


def byte_environment() -> Sandbox:
    """Return the environment for parts that are filled in without a tree; inside macros it prints as the other does."""
    made = environment(finalize=loud, kind=_ByteSandbox)
    made.globals[FUNCTION] = chart_turn
    made.filters |= {
        _PRINTERS[TEXT]: text,
        _PRINTERS[RUN]: run_text,
        _PRINTERS[PLAIN]: plain_text,
        _PRINTERS[ATTRIBUTE]: attribute,
    }
    return made


def compile_bytes(sandbox: Sandbox, tree: nodes.Template, uses: Sequence[str]) -> CodeType:
    """Return the code of a part.

    Args:
        sandbox: Where it will run.
        tree: Of its marked source; it is changed.
        uses: What the tag on line 2, 3, ... is printed as.
    """
    made: CodeType = sandbox.compile(_Printers(sandbox, uses).visit(tree))
    return made


class _Printers(NodeTransformer):
    """Sends every printed value through the function of the place where it is printed."""

    def __init__(self, sandbox: Sandbox, uses: Sequence[str]) -> None:
        self._sandbox = sandbox
        self._uses = uses

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802  named by Jinja
        node.nodes = [c if isinstance(c, nodes.TemplateData) else self._printed(c) for c in node.nodes]
        return node

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:  # noqa: N802
        return node

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> nodes.Node:  # noqa: N802
        return node

    def _printed(self, node: nodes.Expr) -> nodes.Expr:
        name = _PRINTERS[self._uses[node.lineno - 2]]
        made = nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)
        made.set_environment(self._sandbox)
        return made
