"""Where people keep their data, templates and results."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from reportgen.problem import Problem, ReportgenError
from reportgen.vi.slug import slug

VARIABLE = "REPORTGEN_WORKSPACE"
PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Template:
    """A template: its file name as messages print it, where it was found, its bytes."""

    name: str
    path: Path
    content: bytes


@dataclass(frozen=True, slots=True)
class Workspace:
    """One working folder: `data/`, `templates/`, `out/`."""

    root: Path

    @property
    def data(self) -> Path:
        """Folder of the wards."""
        return self.root / "data"

    def wards(self) -> tuple[str, ...]:
        """Return the ids of all wards, sorted."""
        from reportgen.load.folder import list_wards  # noqa: PLC0415  # help must not wait for it

        return tuple(list_wards(self.data))

    def results(self, given: str | None) -> Path:
        """Return the folder of the results: as given, else `out/`.

        Raises:
            ReportgenError: XB005, exit status 2, when `out/` is a link out of the working folder: a folder that came
                from somebody else must not send documents elsewhere unless the person says so.
        """
        if given:
            return Path(given)
        out = self.root / "out"
        aim = Path(os.path.realpath(out))
        if not aim.is_relative_to(self.root):
            message = f"thư mục kết quả mặc định là liên kết dẫn tới {aim}, ngoài thư mục làm việc"
            remedy = f'Nếu đúng là nơi cần ghi, thêm --out "{aim}"; nếu không, thay liên kết bằng thư mục thường.'
            raise ReportgenError(Problem("XB005", str(out), message, remedy), exit_code=2)
        return out

    def ward(self, given: str) -> Path:
        """Return the folder of a ward. Only names found in `data/` are opened, so `../..` leads nowhere.

        Raises:
            ReportgenError: LN001, exit status 2, with the nearest names.
        """
        known = {unicodedata.normalize("NFC", name): name for name in self.wards()}
        name = known.get(unicodedata.normalize("NFC", given))
        if name is None:
            raise ReportgenError(_unknown_ward(given, tuple(known), self.data), exit_code=2)
        return self.data / name

    def template(self, ward: str, name: str) -> Template:
        """Return the ward's own template, else the workspace's, else the one that came with the program.

        Raises:
            ReportgenError: LN009 when there is none, it cannot be read, or it is a link out of the working folder.
        """
        own = self.root / "templates"
        places = [own / ward / name, own / name, PACKAGE / "templates" / name, PACKAGE.parent / "templates" / name]
        for path in places:
            if path.is_relative_to(own) and not _within(path, self.root, PACKAGE.parent):
                raise ReportgenError(_linked_template(str(path)))
            if path.is_file():
                try:
                    return Template(name, path, path.read_bytes())
                except OSError as error:
                    raise ReportgenError(_closed_template(str(path))) from error
        raise ReportgenError(_no_template(str(places[1])))


def find(given: str | None) -> Workspace:
    """Return the workspace: as given, by environment, the current folder, else the program's own.

    Raises:
        ReportgenError: LN008, exit status 2, when it has no `data/`.
    """
    chosen = given or os.environ.get(VARIABLE)
    candidates = [Path(chosen)] if chosen else [Path.cwd(), PACKAGE.parent]
    for root in candidates:
        if (root / "data").is_dir():
            return Workspace(root.resolve())
    raise ReportgenError(
        Problem(
            "LN008",
            str(candidates[0]),
            "thư mục làm việc không có thư mục con data/",
            "Chạy lệnh trong thư mục có data/, hoặc chỉ rõ bằng --workspace THƯ_MỤC.",
        ),
        exit_code=2,
    )


def nearest(given: str, known: Sequence[str]) -> list[str]:
    """Return known names that look like the one given, however it is spelled."""
    return get_close_matches(slug(given), known, n=3, cutoff=0.5)


def _unknown_ward(given: str, known: Sequence[str], data: Path) -> Problem:
    """Return LN001."""
    if any(entry.name == given and entry.is_symlink() and not _within(entry, data) for entry in data.iterdir()):
        message = f"thư mục {given!r} trong data/ là liên kết ra ngoài thư mục làm việc, không được đọc"
        return Problem("LN001", f"data/{given}", message, "Chép hẳn thư mục dữ liệu của phường vào data/.")
    if any(entry.name == given and entry.is_dir() for entry in data.iterdir()):
        message = f"thư mục {given!r} trong data/ chưa có tệp ward.yaml"
        return Problem("LN001", f"data/{given}", message, "Thêm tệp ward.yaml của phường theo docs/data-format.md.")
    close = nearest(given, known)
    hint = f"Có phải là: {', '.join(close)}? " if close else ""
    listed = f"Các phường có dữ liệu: {', '.join(known)}." if known else f"Thư mục {data} chưa có phường nào."
    return Problem("LN001", "dòng lệnh, --ward", f"không có phường {given!r}", f"{hint}{listed}")


def _within(path: Path, *folders: Path) -> bool:
    """Tell whether something really stands in one of some folders, all links followed."""
    real = Path(os.path.realpath(path))
    return any(real.is_relative_to(os.path.realpath(folder)) for folder in folders)


def _linked_template(where: str) -> Problem:
    """Return LN009 for a template that is a link out of the working folder."""
    message = "tệp mẫu, hoặc thư mục chứa tệp mẫu, là liên kết ra ngoài thư mục làm việc nên không được đọc"
    return Problem("LN009", where, message, "Chép hẳn tệp mẫu vào thư mục templates/ thay cho liên kết.")


def _no_template(where: str) -> Problem:
    """Return LN009 for a template that is nowhere."""
    remedy = (
        "Chép tệp mẫu vào thư mục templates/ của thư mục làm việc, hoặc cài đặt lại chương trình để lấy lại mẫu gốc."
    )
    return Problem("LN009", where, "không tìm thấy tệp mẫu", remedy)


def _closed_template(where: str) -> Problem:
    """Return LN009 for a template that is there and cannot be read."""
    remedy = "Kiểm tra quyền đọc tệp; nếu tệp nằm trên kho lưu trữ thì chờ tải về xong rồi chạy lại."
    return Problem("LN009", where, "không đọc được tệp mẫu", remedy)
