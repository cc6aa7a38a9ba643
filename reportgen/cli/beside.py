"""A new file beside a person's own: whole or not at all, never over a file that is there."""

from __future__ import annotations

import errno
import os
from itertools import count
from pathlib import Path

from reportgen.output import WrittenFile, digest, staged
from reportgen.problem import Problem, ReportgenError

_CAUSES = {
    errno.EACCES: "không có quyền ghi",
    errno.EPERM: "không có quyền ghi",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOENT: "thư mục không tồn tại",
    errno.ENOTDIR: "trên đường dẫn có một tệp đứng ở chỗ của thư mục",
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.EDQUOT: "hết hạn mức lưu trữ",
    errno.ENAMETOOLONG: "tên tệp quá dài",
}


def write_beside(wanted: Path, content: bytes) -> WrittenFile:
    """Write a new file, under `wanted` or, when that name is taken, under `...-2`, `...-3`.

    Args:
        wanted: Its path.
        content: All its bytes.

    Raises:
        ReportgenError: XB001, exit status 2, when the folder takes no file.
    """
    try:
        with staged(wanted.parent, content) as temporary:
            path = _publish(temporary, wanted)
    except OSError as error:
        cause = _CAUSES.get(error.errno or 0, error.strerror or str(error))
        remedy = "Chọn nơi khác bằng --out, hoặc xin quyền ghi vào thư mục này, rồi chạy lại."
        raise ReportgenError(
            Problem("XB001", str(wanted), f"không ghi được tệp: {cause}", remedy), exit_code=2
        ) from error
    return WrittenFile(path, wanted.suffix.lstrip("."), digest(content))


def _publish(temporary: Path, wanted: Path) -> Path:
    """Give the file the first free name; a name that somebody takes meanwhile is no longer free."""
    for number in count(1):
        path = wanted if number == 1 else wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        if os.path.lexists(path):
            continue
        try:
            os.link(temporary, path)
        except FileExistsError:
            continue
        except OSError:  # a disk without links: USB sticks, some network shares
            if os.path.lexists(path):
                continue
            temporary.rename(path)
        return path
    raise AssertionError  # pragma: no cover  # count() does not end
