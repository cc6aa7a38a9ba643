"""typer's own words in Vietnamese: help pages, usage errors, and the last word when something of ours breaks."""

from __future__ import annotations

import inspect
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from reportgen.cli import say
from reportgen.cli.failure import carry_out
from reportgen.problem import Problem, ReportgenError

# The base of all usage errors has no public name in typer.
UsageError: Any = typer.BadParameter.__base__
INTERRUPTED = 130  # what shells expect after Ctrl+C
HELP_WIDTH = (60, 100)
# Report commands promise these keys in every answer, whatever went wrong.
EMPTY: dict[str, dict[str, Any]] = {"status": {"tasks": [], "indicators": []}}


class Command(TyperCommand):
    """A command whose help and usage errors are in Vietnamese."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        # Arguments too many are told in our own words, in `parse_args`.
        settings["context_settings"] = {**(settings.get("context_settings") or {}), "allow_extra_args": True}
        super().__init__(*args, **settings)
        for param in self.params:
            _take_words_as_typed(param)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read options; refuse words that no argument takes."""
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise usage(
                "LN010",
                f"thừa từ trên dòng lệnh: {' '.join(rest)}",
                f"Bỏ phần thừa; giá trị có dấu cách phải đặt trong dấu nháy. Xem: {ctx.command_path} --help",
            )
        return rest

    def get_help_option(self, ctx: Any) -> Any:
        """Return `--help`, explained in Vietnamese."""
        return _explained(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        formatter.write(help_page(self, ctx, _width()))


class Group(TyperGroup):
    """A group of commands in Vietnamese; the outermost one also has the last word on every failure."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        for param in self.params:
            _take_words_as_typed(param)

    def get_help_option(self, ctx: Any) -> Any:
        """Return `--help`, explained in Vietnamese."""
        return _explained(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page with the list of commands."""
        formatter.write(help_page(self, ctx, _width()))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that was named."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            close = get_close_matches(args[0], self.commands)
            hint = f"Có phải là: {', '.join(close)}? " if close else ""
            raise usage(
                "LN004", f"không có lệnh {args[0]!r}", f"{hint}Xem các lệnh có thể dùng: {ctx.command_path} --help"
            )
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002  # typer's signature
        windows_expand_args: bool = True,  # noqa: FBT001, FBT002
        **extra: Any,
    ) -> Any:
        """Run the command named in `args` and exit; no failure reaches the person as a traceback."""
        words = list(sys.argv[1:] if args is None else args)
        say.prepare_streams()
        try:
            code = super().main(words, prog_name or "reportgen", complete_var, False, windows_expand_args, **extra)  # noqa: FBT003
        except Exception as error:  # noqa: BLE001  # the last word: whatever it is, a person reads it
            code = _fail(error, words)
        if code == INTERRUPTED:
            say.err("Đã dừng theo yêu cầu. Không có tệp nào ghi dở.")
        if standalone_mode:
            sys.exit(code or 0)
        return code


class _Words:
    """Reads the value of an option that is text, or not given: as typed. typer would load pydantic for that."""

    def __init__(self, typers_own: Callable[[], Any]) -> None:
        self._typers_own = typers_own

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return words as they are, lists of them as a list; what is neither is left to typer."""
        several = param.multiple or param.nargs == -1
        if value is None:
            return () if several else None
        if several and isinstance(value, list | tuple) and all(map(_is_word, value)):
            return list(value)
        return value if not several and _is_word(value) else self._typers_own().coerce(value, param=param, ctx=ctx)


def _is_word(value: object) -> bool:
    """Tell whether a value is text that can be printed again: letters that the system could not read are not."""
    return isinstance(value, str) and (value.isascii() or value.encode("utf-8", "ignore").decode("utf-8") == value)


def _take_words_as_typed(param: Any) -> None:
    annotation = getattr(getattr(param, "type_descriptor", None), "annotation", None)
    if annotation in {str, list[str], bool} and hasattr(param, "get_runtime_param"):
        words = _Words(param.get_runtime_param)
        param.get_runtime_param = lambda: words


def usage(code: str, message: str, remedy: str) -> ReportgenError:
    """Return the error of a command line that could not be read."""
    return ReportgenError(Problem(code, "dòng lệnh", message, remedy), exit_code=2)


def _fail(error: Exception, words: Sequence[str]) -> int:
    """Tell the person about a failure before any command began; return the exit status."""
    if type(error).__name__ == "NoArgsIsHelpError":
        say.err(str(error))
        return 2

    def work(_result: say.Outcome) -> None:
        raise _translated(error) if isinstance(error, UsageError) else error

    result = say.Outcome(extra=dict(EMPTY.get(words[0] if words else "", {})))
    return carry_out(result, work, as_json="--json" in words)


def _translated(error: Any) -> ReportgenError:
    """Return a usage error of typer in our own words."""
    kind, ctx = type(error).__name__, error.ctx
    remedy = f"Xem các tùy chọn: {ctx.command_path} --help" if ctx else "Xem các tùy chọn: thêm --help vào lệnh."
    if kind == "NoSuchOption":
        known = [name for param in ctx.command.get_params(ctx) for name in param.opts] if ctx else []
        close = get_close_matches(error.option_name, known)
        hint = f"Có phải là: {', '.join(close)}? " if close else ""
        return usage("LN005", f"không có tùy chọn {error.option_name}", hint + remedy)
    if kind == "MissingParameter":
        return usage("LN006", f"thiếu {_name(error.param)}", f"Thêm vào dòng lệnh. {remedy}")
    if kind == "BadOptionUsage":
        if "not take" in error.message:  # typer tells the two apart in words alone
            return usage("LN007", f"tùy chọn {error.option_name} không nhận giá trị", f"Bỏ phần sau dấu bằng. {remedy}")
        return usage("LN006", f"thiếu giá trị sau {error.option_name}", remedy)
    if getattr(error, "param", None) is not None:
        return usage("LN007", f"giá trị của {_name(error.param)} không dùng được", remedy)
    return usage("LN004", "chưa nêu lệnh cần chạy, hoặc dòng lệnh viết chưa đúng", remedy)


def _explained(option: Any) -> Any:
    """Return the help option with its explanation in Vietnamese."""
    if option is not None:
        _take_words_as_typed(option)
        option.help = "Xem trang hướng dẫn này."
    return option


def _name(param: Any) -> str:
    """Return a parameter as a person writes it: `tùy chọn --ward`."""
    if param.param_type_name == "argument":
        return f"{param.metavar or param.name}"
    return f"tùy chọn {param.opts[0]}"


def _width() -> int:
    """Return how many columns a help page may take in this terminal."""
    return max(HELP_WIDTH[0], min(HELP_WIDTH[1], shutil.get_terminal_size().columns)) - 2


def help_page(command: Any, ctx: Any, width: int) -> str:
    """Return the help page: usage, what the command does, its words and options, its commands, an example.

    Args:
        command: A command or group of typer.
        ctx: Its context, which knows the words before it.
        width: Columns to wrap at.
    """
    params = [param for param in command.get_params(ctx) if not getattr(param, "hidden", False)]
    arguments = [param for param in params if param.param_type_name == "argument"]
    options = [param for param in params if param.param_type_name == "option"]
    commands = [c for c in getattr(command, "commands", {}).values() if not c.hidden]
    words = [param.metavar if param.required else f"[{param.metavar}]" for param in arguments]
    under = "[LỆNH ...]" if getattr(command, "invoke_without_command", False) else "LỆNH ..."
    line = " ".join([ctx.command_path, "[TÙY CHỌN]", *words, *([under] if commands else [])])
    parts = [f"Cách dùng: {line}", *_paragraphs(command.help or "", width)]
    parts += _list("Tham số", [(param.metavar, param.help or "") for param in arguments], width)
    parts += _list("Tùy chọn", [_option(param) for param in options], width)
    parts += _list("Lệnh", [(c.name, c.short_help or _first_line(c.help or "")) for c in commands], width)
    parts += _paragraphs(command.epilog or "", width)
    return "\n\n".join(parts) + "\n"


def _option(param: Any) -> tuple[str, str]:
    """Return an option and what it means."""
    names = ", ".join([*param.opts, *param.secondary_opts])
    left = names if param.is_flag or not param.metavar else f"{names} {param.metavar}"
    return left, f"{param.help}{' Bắt buộc.' if param.required else ''}"


def _list(title: str, rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Yield a titled list in two columns, nothing when it is empty."""
    if not rows:
        return
    indent = min(max(len(left) for left, _ in rows), 22) + 4
    lines = [f"{title}:"]
    for left, right in rows:
        wrapped = textwrap.wrap(right, max(width - indent, 20)) or [""]
        if len(left) + 4 > indent:
            lines.append(f"  {left}")
        else:
            lines.append(f"  {left:<{indent - 2}}{wrapped.pop(0)}")
        lines += [" " * indent + line for line in wrapped]
    yield "\n".join(lines)


def _paragraphs(text: str, width: int) -> Iterator[str]:
    """Yield paragraphs wrapped to `width`; lines that begin with a blank are examples and stay as they are."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if not paragraph:
            continue
        kept = any(line.startswith(" ") for line in paragraph.splitlines())
        yield paragraph if kept else textwrap.fill(paragraph, width)


def _first_line(text: str) -> str:
    return inspect.cleandoc(text).split("\n\n")[0].replace("\n", " ")
