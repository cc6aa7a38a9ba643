"""The data files of this room."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def text_of(name: str) -> str:
    """Return the text of a data file."""
    return Path(__file__).with_name(name).read_text("utf-8")


def read_own(name: str) -> Any:
    """Return what a YAML file of this room says, by libyaml where it is installed: ten times as fast."""
    import yaml  # noqa: PLC0415  kept out of the start of the program

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text_of(name), Loader=loader)  # noqa: S506  a safe loader either way
