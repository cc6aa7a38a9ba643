"""Where documents may stand: under their folder, by names that every machine can take, no two of them alike."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from reportgen.output.problems import too_long
from reportgen.output.staging import make_folder
from reportgen.problem import Problem, ReportgenError

NAME_BYTES: Final = 255 - len("-sao-luu-2026-11-25-999")
"""Bytes of a name that leave room for what revisions and backups add."""
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?", re.IGNORECASE)
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')


def folder_of(base: Path, paths: Sequence[PurePosixPath]) -> Path:
    """Return the folder of all `paths`, made when missing, after proving that it lies under `base`.

    Args:
        base: Folder of the results; made when missing.
        paths: Places under it, all in one folder, at least one.

    Raises:
        ReportgenError: XB005 out of `base`; XB006 too long; XB013 unusable names; XB014 names alike.
    """
    if "\0" in str(base):
        raise ReportgenError(_unusable(str(base).replace("\0", "\\0")), exit_code=2)
    relative = paths[0].parent
    escaping = [p for p in paths if p.is_absolute() or ".." in p.parts or not p.name or p.parent != relative]
    if escaping:
        raise ReportgenError(*map(_escapes, escaping), exit_code=2)
    parts = [*relative.parts, *(path.name for path in paths)]
    bad = [too_long(part) for part in parts if len(os.fsencode(part)) > NAME_BYTES]
    bad += [_unusable(part) for part in parts if not usable(part)]
    bad += [_alike(path.name, twin) for path, twin in _twins(paths)]
    if bad:
        raise ReportgenError(*bad, exit_code=2)
    make_folder(base)
    root = Path(os.path.realpath(base))
    folder = root / relative
    # A folder under out/ that is a link to elsewhere must not take the documents with it.
    if not Path(os.path.realpath(folder)).is_relative_to(root):
        raise ReportgenError(_escapes(relative), exit_code=2)
    for path in [folder, *folder.parents][: len(relative.parts)]:
        twin = twin_of(path)
        if twin is not None:
            raise ReportgenError(_alike(str(path), twin), exit_code=2)
    make_folder(folder)
    return folder


def usable(part: str) -> bool:
    """Tell whether Windows, too, can hold a file or folder of that name: results are copied from machine to machine."""
    return not (_RESERVED.fullmatch(part) or _FORBIDDEN.search(part) or part[-1:] in {".", " "})


def folded(name: str) -> str:
    """Return what disks that know neither case nor the two ways of writing accents make of a name."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def twin_of(path: Path) -> str | None:
    """Return the name of another entry beside `path` that some disks could not tell from it; None without one."""
    try:
        alike = [
            one for one in path.parent.iterdir() if one.name != path.name and folded(one.name) == folded(path.name)
        ]
    except FileNotFoundError:
        return None
    return next((one.name for one in alike if not _same(path, one)), None)


def _same(path: Path, other: Path) -> bool:
    """Tell whether two names are one entry, as on a disk that knows no case."""
    try:
        return os.path.samestat(path.lstat(), other.lstat())
    except FileNotFoundError:
        return False


def _twins(paths: Sequence[PurePosixPath]) -> list[tuple[PurePosixPath, str]]:
    """Return every path of a set whose name another before it has already, and that one's name."""
    seen: dict[str, str] = {}
    found = []
    for path in paths:
        if (key := folded(path.name)) in seen:
            found.append((path, seen[key]))
        seen.setdefault(key, path.name)
    return found


def refuse_special(path: Path) -> bool:
    """Tell whether a file stands at `path`.

    Raises:
        ReportgenError: XB003 a folder stands there; XB004 a link, or something else that is no file.
    """
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISREG(mode):
        return True
    if stat.S_ISDIR(mode):
        raise ReportgenError(
            Problem(
                "XB003",
                str(path),
                "chỗ của tệp sẽ ghi đang có một thư mục cùng tên",
                "Đổi tên hoặc chuyển thư mục đó đi nơi khác rồi chạy lại.",
            )
        )
    link = stat.S_ISLNK(mode)
    what = "một liên kết (lối tắt) chứ không phải tệp thường" if link else "một tệp đặc biệt của hệ thống"
    remedy = "Xóa liên kết đó (tệp gốc không bị xóa theo)" if link else "Chuyển tệp đó đi nơi khác"
    raise ReportgenError(Problem("XB004", str(path), f"chỗ của tệp sẽ ghi đang có {what}", f"{remedy} rồi chạy lại."))


def refuse_linked(folder: Path) -> None:
    """Refuse a folder of ours that is a link, or holds one: what is kept there must not go, or come from, elsewhere.

    Raises:
        ReportgenError: XB004; nothing when there is no such folder.
    """
    linked = [folder] if folder.is_symlink() or (folder.exists() and not folder.is_dir()) else []
    if not linked and folder.is_dir():
        linked = [path for path in folder.iterdir() if path.is_symlink()]
    message = "chỗ này đang có một liên kết (lối tắt) hoặc một tệp không đúng chỗ nên không đọc, không ghi"
    remedy = "Xóa liên kết đó (tệp gốc không bị xóa theo) rồi chạy lại."
    if linked:
        raise ReportgenError(*(Problem("XB004", str(path), message, remedy) for path in linked))


def _escapes(path: PurePosixPath) -> Problem:
    """Return XB005."""
    return Problem(
        "XB005",
        str(path),
        "đường dẫn này dẫn ra ngoài thư mục kết quả nên không ghi",
        "Thay liên kết bên trong thư mục kết quả bằng thư mục thường, hoặc chọn thư mục khác bằng --out.",
    )


def _unusable(name: str) -> Problem:
    """Return XB013."""
    return Problem(
        "XB013",
        name,
        "tên này có ký tự hoặc là từ mà Windows không cho đặt làm tên tệp, tên thư mục",
        "Đổi tên (thường là tên thư mục của phường trong data/): chỉ dùng chữ, số và dấu gạch nối.",
    )


def _alike(name: str, twin: str) -> Problem:
    """Return XB014."""
    return Problem(
        "XB014",
        name,
        f"đã có {twin!r}, chỉ khác chữ hoa, chữ thường hoặc cách gõ dấu; trên Windows hai tên này là một",
        "Đổi một trong hai tên cho khác hẳn rồi chạy lại.",
    )
