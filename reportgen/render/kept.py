"""Compiled templates as bytes between two runs: whose they are, and what is no longer of use."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import jinja2

from reportgen import __version__


class StoredError(ValueError):
    """Bytes that are no compiled template of this version of the program."""


def made_with(kind: str, number: int) -> bytes:
    """Return what bytes begin with that other versions of the program, Jinja or Python must not read.

    Args:
        kind: `docx`, `xlsx`.
        number: Of the form of what follows: raised with every change of it.
    """
    return f"reportgen {kind} {number} {__version__} {jinja2.__version__} {sys.version}".encode() + b"\0"


def unsealed(data: bytes, mark: bytes, read: Callable[[bytes], Any]) -> Any:
    """Return what was written behind a mark.

    Args:
        data: From a place that only the user can write to: it holds code.
        mark: From `made_with`.
        read: Turns the bytes behind it into what they were made of.

    Raises:
        StoredError: When other versions of the program, Jinja or Python wrote it, or it is damaged.
    """
    if not data.startswith(mark):
        raise StoredError("made by another version")
    try:
        return read(data[len(mark) :])
    except Exception as error:  # what is damaged can fail in any way
        raise StoredError("damaged") from error
