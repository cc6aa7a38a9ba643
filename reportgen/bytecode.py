"""The program's own compiled code, kept where Python keeps none.

So it is in a container with `PYTHONDONTWRITEBYTECODE`, or in a folder that cannot be written: every start would compile
a hundred modules anew, which takes longer than a whole report. One entry of the cache holds the code of all modules
used so far; see `reportgen.cache` for whom it trusts.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import cache_from_source
from types import CodeType, ModuleType

from reportgen.cache import Cache, open_cache


@contextmanager
def kept_bytecode() -> Iterator[None]:
    """Take modules of ours from the cache while this lasts, and keep those that were compiled."""
    if not _wanted():
        yield
        return
    shelf = _Shelf(open_cache())
    sys.meta_path.insert(0, shelf)
    try:
        yield
    finally:
        sys.meta_path.remove(shelf)
        shelf.keep()


def _wanted() -> bool:
    """Tell whether Python neither has nor would keep the compiled code of this package."""
    if os.path.exists(cache_from_source(__file__)):  # noqa: PTH110  at every start
        return False
    return sys.dont_write_bytecode or not os.access(os.path.dirname(__file__), os.W_OK)  # noqa: PTH120


class _Shelf:
    """Finds modules of this package as Python does, and hands out their code from what was kept."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._kept: dict[str, bytes] = {}
        self._fresh: dict[str, bytes] = {}
        content = cache.get("code", "")
        if content is not None:
            with suppress(ValueError, EOFError, TypeError):
                self._kept = dict(marshal.loads(content))  # noqa: S302  ours: see the head of `reportgen.cache`

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where a module of ours is, with a loader that asks here for its code."""
        if not name.startswith("reportgen."):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and type(spec.loader) is SourceFileLoader:
            spec.loader = _Loader(spec.loader.name, str(spec.loader.path), self)
        return spec

    def code(self, name: str) -> CodeType | None:
        """Return the code kept of a module."""
        kept = self._kept.get(name)
        try:
            code = None if kept is None else marshal.loads(kept)  # noqa: S302
        except (ValueError, EOFError, TypeError):
            return None
        return code if isinstance(code, CodeType) else None

    def add(self, name: str, code: CodeType) -> None:
        """Take the code of a module that was compiled."""
        self._fresh[name] = marshal.dumps(code)

    def keep(self) -> None:
        """Keep what was compiled, beside what was known."""
        if self._fresh:
            self._cache.put("code", "", marshal.dumps({**self._kept, **self._fresh}))


class _Loader(SourceFileLoader):
    """Python's own loader of source files, but for where compiled code is kept."""

    def __init__(self, name: str, path: str, shelf: _Shelf) -> None:
        super().__init__(name, path)
        self._shelf = shelf

    def get_code(self, fullname: str) -> CodeType | None:
        """Return the code of the module."""
        code = self._shelf.code(fullname)
        if code is None:
            code = super().get_code(fullname)
            if code is not None:
                self._shelf.add(fullname, code)
        return code
