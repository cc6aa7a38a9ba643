"""The files of a ward's folder: which count, which are left-overs, and their bytes, read once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.load.wording import printable, shown
from reportgen.problem import Problem, Severity

MOST_BYTES = 4 * 1024 * 1024
"""A data file longer than that is none."""

_YAML = {".yaml", ".yml"}
_SYSTEM = {"desktop.ini", "thumbs.db"}
_LEFT_OVERS = ("~", ".bak", ".tmp", ".swp", ".orig", ".old")


def is_left_over(name: str) -> bool:
    """Tell whether a file is nobody's data: hidden, an editor's copy, an owner file of Word, a Windows file."""
    low = name.lower()
    return low.startswith((".", "~$")) or low in _SYSTEM or low.endswith(_LEFT_OVERS)


def is_yaml(path: Path | str) -> bool:
    """Tell whether a file is a YAML file by its name, in any case: `KE-HOACH.YML`."""
    return Path(path).suffix.lower() in _YAML


def list_wards(data_dir: Path) -> list[str]:
    """Return the ids of all wards of a data folder, sorted: its folders that hold a `ward.yaml`.

    A link that leads out of the data folder is no ward: what stands there was not put there as a ward's data.
    """
    if not data_dir.is_dir():
        return []
    return sorted(
        entry.name
        for entry in data_dir.iterdir()
        if not is_left_over(entry.name)
        and not leads_out(entry, data_dir)
        and entry.is_dir()
        and Folder(entry).find("ward") is not None
    )


def leads_out(path: Path, folder: Path) -> bool:
    """Tell whether `path`, which stands in `folder`, is a link to something elsewhere."""
    return path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


@dataclass(slots=True)
class Folder:
    """A ward's folder while it is read.

    Attributes:
        root: The folder. problems: What was found about files as such (DL001-DL004).
    """

    root: Path
    problems: list[Problem] = field(default_factory=list)
    _read: dict[Path, bytes] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The folder's own name, the ward's id."""
        return self.root.name or self.root.resolve().name

    def where(self, path: Path) -> str:
        """Return how people call a file: its path from the folder that holds all wards, with `/`."""
        return printable("/".join((self.name, *path.relative_to(self.root).parts)))

    def find(self, stem: str) -> Path | None:
        """Return the file `<stem>.yaml` or `.yml` at the top of the folder, in any case; None if there is none."""
        files = [p for p in self._entries(self.root) if is_yaml(p) and p.stem.lower() == stem and self._usable(p)]
        return files[0] if files else None

    def yaml_files(self, path: Path) -> list[Path]:
        """Return the YAML files of a folder by name; others are reported as strays (DL004)."""
        files = []
        for entry in self._entries(path):
            if is_yaml(entry) and not entry.is_dir():
                if self._usable(entry):
                    files.append(entry)
            else:
                self.stray(entry)
        return files

    def folders(self, path: Path) -> tuple[list[Path], list[Path]]:
        """Return the folders and the files inside `path`, left-overs and links out of the ward set aside."""
        usable = [e for e in self._entries(path) if self._usable(e)]
        return [e for e in usable if e.is_dir()], [e for e in usable if not e.is_dir()]

    def stray(self, path: Path) -> None:
        """Report a file that is no data of ours."""
        message = f"{shown(path.name)} không phải tệp dữ liệu YAML, chương trình bỏ qua"
        remedy = "Chuyển tệp ra ngoài thư mục dữ liệu; số liệu trong tệp thì nhập vào tệp YAML của cơ quan."
        self.problems.append(Problem("DL004", self.where(path), message, remedy, Severity.WARNING))

    def read(self, path: Path) -> bytes | None:
        """Return the bytes of a file, at most a little over the limit; None when it cannot be read (DL001)."""
        where = self.where(path)
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        except OSError as error:
            reason = _why(error)
            remedy = "Kiểm tra quyền đọc tệp và tệp đã tải về đủ chưa."
            self.problems.append(Problem("DL001", where, f"không đọc được tệp ({reason})", remedy))
            return None
        self._read[path] = content
        return content

    def taken(self, path: Path) -> bytes:
        """Return the bytes that `read` returned of a file, whatever stands in it by now; none for one not read."""
        return self._read.get(path, b"")

    def digest(self, paths: Iterable[Path]) -> str:
        """Return SHA-256 over names and bytes of files read, in the order of their names."""
        total = hashlib.sha256()
        for path in sorted(paths, key=lambda p: p.relative_to(self.root).parts):
            content = self.taken(path)
            name = "/".join(path.relative_to(self.root).parts)
            total.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
            total.update(content)
        return total.hexdigest()

    def _entries(self, path: Path) -> Iterator[Path]:
        try:
            entries = sorted(path.iterdir(), key=lambda p: p.name) if path.is_dir() else []
        except OSError as error:
            reason = _why(error)
            remedy = "Kiểm tra quyền truy cập thư mục."
            self.problems.append(Problem("DL001", self.where(path), f"không mở được thư mục ({reason})", remedy))
            entries = []
        return (e for e in entries if not is_left_over(e.name))

    def _usable(self, path: Path) -> bool:
        """Refuse links that lead out of the ward's folder, and what is neither file nor folder (DL003)."""
        try:
            inside = path.resolve(strict=True).is_relative_to(self.root.resolve())
            if inside and (path.is_file() or path.is_dir()):
                return True
        except (OSError, RuntimeError):  # a link to itself
            inside = False
        what = (
            "là tệp đặc biệt của hệ thống" if inside else "là liên kết ra ngoài thư mục của phường hoặc liên kết hỏng"
        )
        remedy = "Thay bằng bản sao của chính tệp đó."
        problem = Problem("DL003", self.where(path), f"{shown(path.name)} {what}, không được đọc", remedy)
        if problem not in self.problems:
            self.problems.append(problem)
        return False


def _why(error: OSError) -> str:
    """Return in Vietnamese why something could not be read; the system's own words are English."""
    known: tuple[tuple[type[OSError], str], ...] = (
        (PermissionError, "không có quyền đọc"),
        (FileNotFoundError, "không còn ở đó"),
    )
    return next((words for kind, words in known if isinstance(error, kind)), f"mã lỗi của máy: {error.errno}")
