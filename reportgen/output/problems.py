"""What the system says of a disk, as a problem that a person can put right."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from reportgen.problem import Problem, ReportgenError

RESULTS: Final = ("thư mục kết quả", "Chọn thư mục khác bằng --out, hoặc xin quyền ghi vào thư mục này, rồi chạy lại.")
"""How messages call the folder written into, and what to do when it takes no file: commands that know `--out`."""
DATA: Final = ("thư mục số liệu", "Xin quyền ghi vào thư mục này, hoặc gỡ chế độ chỉ đọc của ổ đĩa, rồi chạy lại.")
"""The same for files of the ward's data, which have one place only."""

_CLOSED: Final = {
    errno.EACCES: "không có quyền ghi",
    errno.EPERM: "không có quyền ghi",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOTDIR: "trên đường dẫn có một tệp đứng ở chỗ của thư mục",
    errno.EEXIST: "trên đường dẫn có một tệp hoặc liên kết hỏng đứng ở chỗ của thư mục",
    errno.EISDIR: "có một thư mục đứng ở chỗ của tệp",
    errno.ENOENT: "đường dẫn không tồn tại",
    errno.ELOOP: "trên đường dẫn có liên kết không dùng được",
}
_FAILING: Final = {
    errno.EIO: "ổ đĩa không đọc, ghi được",
    errno.EMFILE: "quá nhiều tệp đang mở",
    errno.ENFILE: "quá nhiều tệp đang mở",
    errno.ENOMEM: "máy hết bộ nhớ",
    errno.ESTALE: "mất kết nối tới thư mục mạng",
    errno.ETIMEDOUT: "thư mục mạng không trả lời",
    errno.EBUSY: "tệp hoặc ổ đĩa đang bận",
    errno.EXDEV: "thư mục kết quả nằm trên hai ổ đĩa khác nhau",
}
_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_TOO_LONG_ON_WINDOWS: Final = 206
_COULD_NOT_START: Final = {"XB001", "XB006"}


@contextmanager
def guarded(base: Path, names: tuple[str, str] = RESULTS) -> Iterator[None]:
    """Turn what the system says of a disk into a problem.

    Args:
        base: Folder to name when the system names no path.
        names: How messages call the folder, and the remedy when it takes no file: `RESULTS` or `DATA`.

    Raises:
        ReportgenError: XB001, XB002, XB006, XB011.
    """
    try:
        yield
    except OSError as error:
        problem = _problem(error, _place(error, base), names)
        raise ReportgenError(problem, exit_code=2 if problem.code in _COULD_NOT_START else 1) from error


def _place(error: OSError, base: Path) -> str:
    """Return the path that a person should look at: never one of our own temporary names."""
    for named in (error.filename, error.filename2):
        if isinstance(named, str | Path) and not Path(named).name.startswith(".reportgen-"):
            return str(named)
    return str(Path(error.filename).parent if isinstance(error.filename, str | Path) else base)


def _problem(error: OSError, where: str, names: tuple[str, str]) -> Problem:
    """Return the problem behind a system error."""
    folder, elsewhere = names
    if error.errno == errno.ENAMETOOLONG or getattr(error, "winerror", None) == _TOO_LONG_ON_WINDOWS:
        return too_long(where)
    if error.errno in _FULL:
        remedy = "Giải phóng dung lượng ổ đĩa rồi chạy lại. Các tệp đã có vẫn còn nguyên."
        if names == RESULTS:
            remedy = (
                "Giải phóng dung lượng, hoặc chọn ổ đĩa khác bằng --out, rồi chạy lại. Các tệp đã có vẫn còn nguyên."
            )
        return Problem("XB002", where, "ổ đĩa đã đầy hoặc hết hạn mức lưu trữ", remedy)
    if error.errno in _CLOSED:
        return Problem("XB001", where, f"không ghi được vào {folder}: {_CLOSED[error.errno]}", elsewhere)
    cause = _FAILING.get(error.errno or 0)
    told = f"{cause}, mã {error.errno}" if cause else f"mã {error.errno}"
    return Problem(
        "XB011",
        where,
        f"máy báo lỗi khi ghi tệp ({told})",
        f"Kiểm tra ổ đĩa hoặc kết nối mạng tới {folder} rồi chạy lại. Các tệp đã có vẫn còn nguyên.",
    )


def of_machine(error: OSError) -> Problem | None:
    """Return the problem of a machine or disk that fails outside any writing; None when the fault may be ours.

    Args:
        error: What the system said.
    """
    where = str(error.filename) if error.filename else "máy tính"
    if error.errno in _FULL:
        return _problem(error, where, DATA)
    cause = _FAILING.get(error.errno or 0)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        cause = "ổ đĩa chỉ cho đọc" if error.errno == errno.EROFS else "không có quyền"
    if cause is None:
        return None
    return Problem(
        "XB011",
        where,
        f"máy báo lỗi khi đọc hoặc ghi tệp ({cause}, mã {error.errno})",
        "Kiểm tra quyền đọc, ổ đĩa hoặc kết nối mạng rồi chạy lại. Các tệp đã có vẫn còn nguyên.",
    )


def too_long(where: str) -> Problem:
    """Return XB006."""
    return Problem(
        "XB006",
        where,
        "tên tệp hoặc đường dẫn dài quá giới hạn của máy",
        "Đặt thư mục kết quả ở đường dẫn ngắn hơn bằng --out, hoặc rút ngắn tên thư mục của phường.",
    )
