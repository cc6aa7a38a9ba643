"""`template list`, `new`: which file serves which document, a copy to edit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.cli import say, workspace
from reportgen.cli.beside import write_beside
from reportgen.cli.failure import carry_out
from reportgen.documents import DOCUMENTS, Document
from reportgen.output import digest
from reportgen.problem import Problem, ReportgenError

_ALONE = {"appendix": "phu-luc.xlsx"}
"""Templates that have a word of their own, beside the kinds of documents that they are part of."""
_SHORT = 12
"""Digits of a SHA-256 that people compare."""


@dataclass(frozen=True, slots=True)
class Served:
    """A template in force.

    Attributes:
        template: Its file name. documents: Kinds of documents made from it. path: Where it stands.
        ward: Id of the ward whose own it is, "" for a common one. packaged: Whether it came with the program.
        sha256: Of its content. changed: Whether it differs from the one that came with the program.
    """

    template: str
    documents: tuple[Document, ...]
    path: Path
    ward: str
    packaged: bool
    sha256: str
    changed: bool

    @property
    def source(self) -> str:
        """Where it comes from, in Vietnamese."""
        if self.ward:
            return f"riêng của {self.ward}"
        return "kèm theo chương trình" if self.packaged else "thư mục làm việc"

    def as_dict(self) -> dict[str, object]:
        """Return what `--json` prints of it."""
        return {
            "template": self.template,
            "documents": [document.command for document in self.documents],
            "path": self.path.as_posix(),
            "source": "ward" if self.ward else "package" if self.packaged else "workspace",
            "ward": self.ward or None,
            "sha256": self.sha256,
            "changed": self.changed,
        }


def users() -> dict[str, tuple[Document, ...]]:
    """Return every template of the catalogue with the documents made from it."""
    found: dict[str, tuple[Document, ...]] = {}
    for document in DOCUMENTS.values():
        for part in document.parts:
            found[part.template] = (*found.get(part.template, ()), document)
    return found


# --- list --------------------------------------------------------------------------------------------------------


def list_templates(ward: str | None, work_folder: str | None, *, as_json: bool) -> int:
    """Print which file serves which document; return the exit status.

    Args:
        ward: Whose templates; None for the common ones and every ward's own.
        work_folder: As typed.
        as_json: Whether to print JSON.
    """
    result = say.Outcome(ward=ward)

    def work(_: say.Outcome) -> None:
        space = workspace.find(work_folder)
        folder = space.ward(ward).name if ward else ""
        served: list[Served] = []
        for name, documents in users().items():
            try:
                served.append(_served(space, folder, name, documents))
            except ReportgenError as error:
                result.add(error.problems)
        if not folder:
            served += [
                _served(space, own, name, documents)
                for own in space.wards()
                for name, documents in users().items()
                if (space.root / "templates" / own / name).is_file()
            ]
        result.extra["templates"] = [one.as_dict() for one in served]
        result.lines += _table(served) if served else ["Không có mẫu nào."]

    return carry_out(result, work, as_json=as_json)


def _served(space: workspace.Workspace, ward: str, name: str, documents: tuple[Document, ...]) -> Served:
    """Return the template that serves a ward.

    Raises:
        ReportgenError: LN009.
    """
    template = space.template(ward, name)
    original = _packaged(name)
    own = template.path == space.root / "templates" / ward / name and bool(ward)
    return Served(
        name,
        documents,
        template.path,
        ward if own else "",
        packaged=not own and template.path != space.root / "templates" / name,
        sha256=digest(template.content),
        changed=original is None or original != template.content,
    )


def _packaged(name: str) -> bytes | None:
    """Return the template that came with the program; None when it is gone."""
    for folder in (workspace.PACKAGE, workspace.PACKAGE.parent):
        path = folder / "templates" / name
        if path.is_file():
            return path.read_bytes()
    return None


def _table(served: list[Served]) -> Iterator[str]:
    rows = [("Tệp mẫu", "Nguồn", "SHA-256", "So với mẫu gốc", "Dùng cho")]
    for one in served:
        documents = ", ".join(document.name for document in one.documents)
        rows.append(
            (one.template, one.source, one.sha256[:_SHORT], "đã sửa" if one.changed else "giống mẫu gốc", documents)
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for row in rows:
        yield "  ".join([*(text.ljust(width) for text, width in zip(row[:-1], widths, strict=True)), row[-1]])


# --- new ---------------------------------------------------------------------------------------------------------


def new(kind: str, ward: str | None, work_folder: str | None, *, as_json: bool) -> int:
    """Copy the templates of a kind of document to where they can be edited; return the exit status.

    Args:
        kind: Command of the document, `quarterly`, or the file name of one template.
        ward: Whose own they become; None for the common ones of the working folder.
        work_folder: As typed.
        as_json: Whether to print JSON.
    """
    result = say.Outcome(ward=ward)

    def work(_: say.Outcome) -> None:
        names = _names(kind)
        space = workspace.find(work_folder)
        folder = space.root / "templates"
        if ward:
            folder /= space.ward(ward).name
        for name in names:
            _copy(folder / name, result)

    return carry_out(result, work, as_json=as_json)


def _names(kind: str) -> list[str]:
    """Return the templates of a kind.

    Raises:
        ReportgenError: LN007, exit status 2, when there is no such kind.
    """
    named = {**_ALONE, **{name: name for name in users()}}
    if kind in named:
        return [named[kind]]
    if kind in DOCUMENTS:
        return [part.template for part in DOCUMENTS[kind].parts]
    remedy = f"Chọn trong: {', '.join([*DOCUMENTS, *_ALONE])}; hoặc tên tệp mẫu: {', '.join(users())}."
    raise ReportgenError(Problem("LN007", "dòng lệnh", f"không có loại văn bản {kind!r}", remedy), exit_code=2)


def _copy(wanted: Path, result: say.Outcome) -> None:
    """Write one template; what is there stays."""
    content = _packaged(wanted.name)
    if content is None:
        remedy = "Cài đặt lại chương trình để lấy lại mẫu gốc."
        raise ReportgenError(Problem("LN009", wanted.name, "không tìm thấy mẫu gốc kèm theo chương trình", remedy))
    if wanted.exists() or wanted.is_symlink():
        result.add([_taken(wanted)])
        return
    try:
        wanted.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        remedy = "Xin quyền ghi vào thư mục này, rồi chạy lại."
        message = f"không tạo được thư mục: {error.strerror or error}"
        raise ReportgenError(Problem("XB001", str(wanted.parent), message, remedy), exit_code=2) from error
    written = write_beside(wanted, content)
    if written.path != wanted:  # somebody took the name meanwhile
        written.path.unlink(missing_ok=True)
        result.add([_taken(wanted)])
        return
    result.files.append(written)


def _taken(path: Path) -> Problem:
    """Return LN019."""
    remedy = "Sửa tiếp tệp đó; muốn bắt đầu lại từ mẫu gốc thì đổi tên hoặc chuyển tệp đó đi trước."
    return Problem("LN019", str(path), "đã có tệp mẫu này, không ghi đè", remedy)
