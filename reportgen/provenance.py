"""What a document says of its making in its custom properties, and whether anybody has changed it since.

`read` tells it of any .docx or .xlsx, wherever the file lies and whatever it is called. The seal, `content_hash`, is
taken over the table of contents of the zip (name, size, CRC-32 of every part), so that judging a file unpacks none of
its text: Word, Excel and LibreOffice write every part anew and break it; copying, renaming or mailing a file does not.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from reportgen.render.archive import Entry, archive, entries_of, pack, unpack

if TYPE_CHECKING:
    import zipfile

UNSEALED: Final = "0" * 64
"""Stands for the seal while a document is not finished, and while the seal is taken."""
PROPERTIES: Final = "docProps/custom.xml"
_MOST: Final = 1 << 20
"""Bytes of the part of properties; a longer one is none of ours."""
_NEEDED: Final = ("kind", "ward", "data_hash", "template_hash", "version")
_PROPERTY: Final = re.compile(
    r"<(?:\w+:)?property\b(?P<start>[^<>]*)>\s*<(?P<tag>[\w:]+)[^<>]*>(?P<value>[^<]*)</(?P=tag)>", re.ASCII
)
_NAME: Final = re.compile(r"""\bname\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LINK: Final = re.compile(r"<(?:\w+:)?Relationship\b[^<>]*custom-properties[^<>]*>", re.ASCII)
_TARGET: Final = re.compile(r"""\bTarget\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a document was made; texts as they stand in its properties, "" where it says nothing.

    Attributes:
        kind: Command that made it, `quarterly`. ward: Id. period: Key, `2026-q3`; of a free range
            `tu-2026-07-01-den-2026-09-14`; "" of a plan. as_of: ISO date.
        data_hash: SHA-256 over the ward's files. template_hash: Of the template. version: Of reportgen.
        template: File name of the template. number, issued: As printed in it, the day in ISO. subject: Trích yếu given.
        verbatim: "1" for a plan printed with its misprints.
        content_hash: The seal.
    """

    kind: str
    ward: str
    period: str
    as_of: str
    data_hash: str
    template_hash: str
    version: str
    template: str = ""
    number: str = ""
    issued: str = ""
    subject: str = ""
    verbatim: str = ""
    content_hash: str = ""

    def properties(self) -> dict[str, str]:
        """Return the custom properties of a document, not sealed yet; what has a default is left out when empty."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        optional = {field.name for field in fields(self) if field.default == ""}
        return {n: v for n, v in told.items() if v or n not in optional} | {"content_hash": UNSEALED}


def read(data: bytes) -> Provenance | None:
    """Return what a file says of its making; None when we did not make it, or it is no .docx or .xlsx. Never fails.

    Args:
        data: The whole file, from anywhere.
    """
    import zipfile  # noqa: PLC0415  takes longer to load than a report to make

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            found = dict(_properties(_part(package, _properties_part(package))))
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, RuntimeError, EOFError):
        return None
    return _told(found)


def read_made(document: bytes) -> Provenance | None:
    """Return what `read` returns, of a document that we have just made: it needs no `zipfile`, which loads slowly."""
    for entry in entries_of(document):
        if entry.name.startswith("docProps/") and entry.name.endswith(".xml") and entry.size <= _MOST:
            told = _told(dict(_properties(unpack(entry))))
            if told is not None:
                return told
    return None


def _told(found: Mapping[str, str]) -> Provenance | None:
    if not all(found.get(name) for name in _NEEDED):
        return None
    return Provenance(**{field.name: found.get(field.name, "") for field in fields(Provenance)})


def unchanged(data: bytes) -> bool | None:
    """Tell whether a document is as we wrote it; None when it bears no seal: made by an older version, or not by us."""
    import zipfile  # noqa: PLC0415  takes longer to load than a report to make

    told = read(data)
    if told is None or not told.content_hash:
        return None
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        name = _properties_part(package)
        kept = _part(package, name)
        listed = [
            Entry(i.filename, 0, i.CRC, i.file_size, b"") for i in package.infolist() if not i.filename.endswith("/")
        ]
    return _seal(listed, name, kept, told.content_hash) == told.content_hash


def sealed(document: bytes) -> bytes:
    """Return a finished document with its seal; one without a place for it is left as it is.

    Args:
        document: As `render` writes it.
    """
    entries = entries_of(document)
    for place, entry in enumerate(entries):
        # the part may bear another name in a template that has properties of its own
        if entry.name.endswith(".xml") and entry.size <= _MOST and entry.name.startswith("docProps/"):
            part = unpack(entry)
            if UNSEALED.encode() in part:
                seal = _seal(entries, entry.name, part, UNSEALED)
                entries[place] = pack(entry.name, part.replace(UNSEALED.encode(), seal.encode()), entry.method)
                return archive(entries)
    return document


def _seal(entries: Iterable[Entry], name: str, part: bytes, seal: str) -> str:
    """Return the seal over a file whose properties stand in the part `name` and hold `seal`."""
    total = hashlib.sha256()
    blank = part.replace(seal.encode(), UNSEALED.encode())
    total.update(blank)
    for entry in sorted(entries, key=lambda entry: entry.name):
        if entry.name != name:
            total.update(f"{entry.name}\0{entry.size}\0{entry.crc}\0".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def _properties_part(package: zipfile.ZipFile) -> str:
    """Return the name of the part of custom properties, as the package says."""
    link = _LINK.search(_part(package, "_rels/.rels").decode("utf-8"))
    target = _TARGET.search(link.group()) if link else None
    return (target.group(1) or target.group(2) or "").lstrip("/") if target else PROPERTIES


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    info = package.getinfo(name)
    if info.file_size > _MOST:
        raise ValueError(name)
    with package.open(info) as stream:
        return stream.read(_MOST)


def _properties(part: bytes) -> Iterator[tuple[str, str]]:
    """Yield names and values of texts; no parser, hence no entities and no DOCTYPE."""
    for found in _PROPERTY.finditer(part.decode("utf-8")):
        name = _NAME.search(found["start"])
        if name:
            yield _plain(name.group(1) or name.group(2) or ""), _plain(found["value"])


def _plain(text: str) -> str:
    """Return a text of XML as it reads."""
    if "&" not in text:
        return text
    from html import unescape  # noqa: PLC0415  takes a while to load

    return unescape(text)
