"""A ward's data files as one set of bytes: kept with what was made from them, read again in a folder of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from reportgen.load.folder import MOST_BYTES, is_left_over, is_yaml

_FOLDERS: Final = ("plans", "progress")


def data_files(folder: Path) -> dict[str, bytes]:
    """Return the YAML files of a ward's folder that loading may read: path relative to it, with `/`, to content."""
    root = folder.resolve()
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if any(map(is_left_over, parts)) or not is_yaml(path) or not path.is_file():
            continue
        if (len(parts) == 1 or parts[0].lower() in _FOLDERS) and path.resolve().is_relative_to(root):
            with path.open("rb") as file:
                found["/".join(parts)] = file.read(MOST_BYTES + 1)
    return found


@contextmanager
def laid_out(ward: str, files: Mapping[str, bytes]) -> Iterator[Path]:
    """Give a ward's folder that holds these files for a while, to be read by `load_ward`.

    Args:
        ward: Id of the ward, the name of the folder.
        files: As `data_files` returns them.
    """
    with TemporaryDirectory(prefix="reportgen-") as above:
        folder = Path(above) / ward
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield folder


def differing(files: Mapping[str, bytes], others: Mapping[str, bytes]) -> list[str]:
    """Return the names of files that are not the same in both, sorted."""
    return sorted(name for name in {*files, *others} if files.get(name) != others.get(name))
