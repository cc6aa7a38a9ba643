"""What loading a ward comes to. Apart from the loader, which takes long to import."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reportgen.model.progress import WardData
from reportgen.problem import Problem

Inspect = Callable[[WardData], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A ward's folder, well formed.

    Attributes:
        data: The model. problems: Warnings met while reading; what the finished model shows is for `check`.
    """

    data: WardData
    problems: tuple[Problem, ...]
