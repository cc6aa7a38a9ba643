"""What a document was made from, kept beside it: the document as we wrote it, the ward's data, the template.

In every output folder stands a hidden folder `.goc/`, its files named by what they hold: `.ban-<seal>` a document as
written, `.so-lieu-<hash>.zip` the YAML files of the ward, `.mau-<hash>` a template. So what an officer rewrote can be
told from what we had written, a figure can be traced and a document issued though the data have changed since. Nothing
is kept twice, and what no document of the folder refers to any more is removed: the folder grows with the number of its
documents, never with the number of runs.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Final

from reportgen.output import digest, put_in_place, read_ledger, staged, sweep
from reportgen.problem import Problem, ReportgenError
from reportgen.provenance import read, read_made

FOLDER: Final = ".goc"
_LETTERS: Final = 24  # of a hash in a name
_DOCUMENT, _DATA, _TEMPLATE = ".ban-", ".so-lieu-", ".mau-"

Kept = Mapping[str, Callable[[], bytes]]
"""What is to be kept: name in the folder to what makes its content, which is not asked for when it is kept already."""


def document_name(seal: str) -> str:
    """Return the name of a document as written, by the seal that it bears."""
    return f"{_DOCUMENT}{seal[:_LETTERS]}"


def data_name(data_hash: str) -> str:
    """Return the name of a ward's data, by their hash."""
    return f"{_DATA}{data_hash[:_LETTERS]}.zip"


def template_name(template_hash: str) -> str:
    """Return the name of a template, by its hash."""
    return f"{_TEMPLATE}{template_hash[:_LETTERS]}"


def of_documents(documents: Iterable[bytes]) -> dict[str, Callable[[], bytes]]:
    """Return what is to be kept of documents of ours about to be written: those that bear a seal."""
    found: dict[str, Callable[[], bytes]] = {}
    for document in documents:
        told = read_made(document)
        if told is not None and told.content_hash:
            found[document_name(told.content_hash)] = lambda kept=document: kept  # type: ignore[misc]
    return found


def keeping(kept: Kept) -> Callable[[Path], AbstractContextManager[None]]:
    """Return what `output.write_all` does around its work: keep before the first rename, tidy up after the last one.

    Args:
        kept: By name, as the functions above make them.
    """

    @contextmanager
    def around(folder: Path) -> Iterator[None]:
        store = _store(folder)
        fresh = [name for name in kept if not (store / name).is_file()]
        for name in fresh:
            with staged(store, kept[name]()) as temporary:
                put_in_place(temporary, store / name)
        yield
        if fresh:  # else nothing has come and nothing can go
            with suppress(OSError):  # the documents stand; the next run tidies up
                _tidy(folder, store)

    return around


def find(folders: Iterable[Path], name: str) -> bytes | None:
    """Return what is kept under a name in the first of several output folders that has it.

    The content is checked against nothing here; whoever asks knows by what hash it was to be found.
    """
    for folder in folders:
        path = folder / FOLDER / name
        with suppress(OSError):
            if path.is_file() and not path.is_symlink() and not path.parent.is_symlink():
                return path.read_bytes()
    return None


def original_of(path: Path, data: bytes, folders: Iterable[Path] = ()) -> bytes | None:
    """Return a document as we wrote it, from the file that a person has made of it; None when it is not kept.

    Args:
        path: The file; its folder is looked through first.
        data: Its content.
        folders: Other output folders in which it may have stood.
    """
    told = read(data)
    if told is not None and told.content_hash:
        return find([path.parent, *folders], document_name(told.content_hash))
    known = set(read_ledger(path.parent).get(path.name, ()))
    store = path.parent / FOLDER
    for kept in sorted(store.glob(f"{_DOCUMENT}*")) if store.is_dir() else ():
        content = kept.read_bytes()  # a program that drops the properties: the ledger knows what we wrote by this name
        if digest(content) in known:
            return content
    return None


def _store(folder: Path) -> Path:
    """Return the folder of what is kept, made when missing.

    Raises:
        ReportgenError: XB004 when its name is a link or a file: what is kept must not go elsewhere.
    """
    store = folder / FOLDER
    if store.is_symlink() or (store.exists() and not store.is_dir()):
        message = "chỗ của thư mục giữ bản gốc đang có một liên kết (lối tắt) hoặc một tệp cùng tên"
        remedy = "Xóa hoặc đổi tên liên kết, tệp đó rồi chạy lại."
        raise ReportgenError(Problem("XB004", str(store), message, remedy))
    store.mkdir(exist_ok=True)
    sweep(store)
    return store


def _tidy(folder: Path, store: Path) -> None:
    """Remove what no document of the folder refers to; a document's own original counts as one of them."""
    wanted: set[str] = set()
    known = {content for contents in read_ledger(folder).values() for content in contents[-1:]}
    for path in folder.iterdir():
        if path.suffix.lower() in {".docx", ".xlsx"} and path.is_file():
            wanted |= _referred(path)
    for path in store.glob(f"{_DOCUMENT}*"):
        if path.name in wanted or digest(path.read_bytes()) in known:
            wanted |= {path.name, *_referred(path)}
    for path in store.iterdir():
        if path.name.startswith((_DOCUMENT, _DATA, _TEMPLATE)) and path.name not in wanted:
            with suppress(OSError):
                path.unlink()


def _referred(path: Path) -> set[str]:
    """Return the names of all that a document was made from."""
    try:
        told = read(path.read_bytes())
    except OSError:
        return set()
    if told is None:
        return set()
    seal = {document_name(told.content_hash)} if told.content_hash else set()
    return {data_name(told.data_hash), template_name(told.template_hash)} | seal


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files as one zip, the same bytes every time."""
    from reportgen.render.archive import archive, pack  # noqa: PLC0415  only when something new is to be kept

    return archive([pack(name, content) for name, content in sorted(files.items())])


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the files of a zip that `packed` has made, by name; nothing when it is damaged or names lead outside."""
    import zipfile  # noqa: PLC0415  takes long to load
    import zlib  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
            if sum(info.file_size for info in infos) > _MOST or any(_leads_out(info.filename) for info in infos):
                return {}
            return {info.filename: package.read(info) for info in infos}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError):
        return {}


_MOST: Final = 256 << 20


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name
