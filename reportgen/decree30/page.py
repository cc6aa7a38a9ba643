"""The docstring of a rule is its page."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from reportgen.problem import Page

_HEADINGS = ("Vì sao", "Cách sửa", "Ví dụ")


@cache
def page_of(rule: Callable[..., Any]) -> Page:
    """Return the page that a rule's docstring holds.

    Raises:
        ValueError: A section is missing, so a rule without its page cannot be put in force unnoticed.
    """
    title, *parts = re.split(r"^## (.+)$", inspect.getdoc(rule) or "", flags=re.MULTILINE)
    sections = {heading.strip(): " ".join(body.split()) for heading, body in zip(parts[::2], parts[1::2], strict=True)}
    missing = [h for h in _HEADINGS if not sections.get(h)]
    if missing or not title.strip():
        raise ValueError(f"{rule.__name__}: no section {missing}")
    why, fix, example = (sections[h] for h in _HEADINGS)
    return Page(" ".join(title.split()), why, fix, example)
