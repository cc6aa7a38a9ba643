"""A ward's folder read before and unchanged since: its model without reading YAML again.

What is remembered is found by the names of all files of the folder and the bytes of all its YAML files. A folder with
errors is never remembered, nor one with links or special files in it: those are read the long way every time.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from reportgen.load.folder import MOST_BYTES, Folder, is_left_over, is_yaml
from reportgen.load.loaded import Inspect, Loaded
from reportgen.memory import Memory
from reportgen.model.progress import WardData
from reportgen.problem import Problem

_MOST_ENTRIES: Final = 5000
_PLAIN: Final = frozenset({("datetime", "date"), ("decimal", "Decimal"), ("builtins", "frozenset")})


def load_remembered(
    folder: Path,
    memory: Memory,
    *,
    year: int | None = None,
    verbatim: bool = False,
    inspect: Inspect | None = None,
) -> Loaded:
    """Read one ward's folder, or remember how it read; arguments and errors as of `load_ward`."""
    folder = Path(folder)
    found = fingerprint(folder)
    key = "" if found is None else f"{found} {year} {verbatim}"
    kept = memory.get("ward", key) if key else None
    loaded = None if kept is None else _recalled(kept)
    if loaded is not None:
        return loaded
    from reportgen.load.ward import load_ward  # noqa: PLC0415  takes long to import

    loaded = load_ward(folder, year=year, verbatim=verbatim, inspect=inspect)
    if key and fingerprint(folder) == found:  # nobody saved a file meanwhile
        memory.put("ward", key, pickle.dumps((loaded.data, loaded.problems), protocol=5))
    return loaded


def fingerprint(folder: Path) -> str | None:
    """Return the SHA-256 (hex) over everything that loading can depend on, None when that cannot be told."""
    total = hashlib.sha256()
    total.update(f"{Folder(folder).name}\0".encode("utf-8", "surrogateescape"))
    try:
        for count, (name, content) in enumerate(_entries(str(folder), "")):
            if count > _MOST_ENTRIES:
                return None
            kind = "d" if content is None else f"f{len(content)}"
            total.update(f"{name}\0{kind}\0".encode("utf-8", "surrogateescape"))
            total.update(content or b"")
    except (OSError, ValueError):
        return None
    return total.hexdigest()


def _entries(folder: str, above: str) -> Iterator[tuple[str, bytes | None]]:
    """Yield name and bytes of everything in a folder that counts, in order; None for folders, no bytes if not YAML.

    Raises:
        ValueError: There is something that is neither file nor folder.
    """
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if is_left_over(entry.name):
            continue
        name = f"{above}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield name, None
            yield from _entries(entry.path, f"{name}/")
        elif not entry.is_file(follow_symlinks=False):
            raise ValueError(name)
        elif is_yaml(entry.name):
            with open(entry.path, "rb") as file:  # noqa: PTH123  a scandir entry gives its path as text
                yield name, file.read(MOST_BYTES + 1)
        else:
            yield name, b""


class _Unpickler(pickle.Unpickler):
    """Makes values of the model and of nothing else."""

    def find_class(self, module: str, name: str) -> object:
        """Return a class of the model, a date or a decimal."""
        ours = module == "reportgen.problem" or module.startswith("reportgen.model.")
        if (ours and "." not in name) or (module, name) in _PLAIN:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


def _recalled(kept: bytes) -> Loaded | None:
    """Return what was kept, None when it makes no sense."""
    try:
        data, problems = _Unpickler(io.BytesIO(kept)).load()
    except Exception:  # noqa: BLE001  whatever is wrong with an entry, the folder is read again
        return None
    if isinstance(data, WardData) and all(isinstance(problem, Problem) for problem in problems):
        return Loaded(data, tuple(problems))
    return None
