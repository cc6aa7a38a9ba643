"""The zip behind a .docx or .xlsx, written: entries that do not change are copied as the packed bytes they are.

Nothing here reads XML: a template compiled before can be filled in without loading a parser.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import Final, NamedTuple

from reportgen.render.deflate import deflate

STORED, DEFLATED = 0, 8  # `zipfile` knows them too, and takes longer to load than all of this takes to run
_DOS_DATE: Final = 0x21  # 1980-01-01, the first day a zip can name: no clock enters the file
_UTF8_FLAG: Final = 0x800
_LOCAL, _LISTED, _END = 30, 46, 22  # bytes of the headers of a part, of its line in the listing, of the end


class Entry(NamedTuple):
    """One entry of a zip.

    Attributes:
        name: Of the part. method: 0 stored, 8 deflated. crc: CRC-32 of the part. size: Its bytes unpacked.
        packed: Its bytes as they stand in the zip.
    """

    name: str
    method: int
    crc: int
    size: int
    packed: bytes


def pack(name: str, data: bytes | Iterable[bytes], method: int = DEFLATED) -> Entry:
    """Return a part ready for the zip; its data may come in pieces."""
    if method == STORED:
        whole = data if isinstance(data, bytes) else b"".join(data)
        return Entry(name, method, zlib.crc32(whole), len(whole), whole)
    packed, crc, size = deflate(data)
    return Entry(name, DEFLATED, crc, size, packed)


def unpack(entry: Entry) -> bytes:
    """Return the bytes of a part that `pack` has packed."""
    return entry.packed if entry.method == STORED else zlib.decompress(entry.packed, -zlib.MAX_WBITS)


def archive(entries: Iterable[Entry]) -> bytes:
    """Return the zip of entries already packed; `zipfile` can only pack again, which costs time and moves bytes."""
    body, directory, offset = [], [], 0
    for entry in entries:
        name = entry.name.encode("utf-8")
        flags = 0 if entry.name.isascii() else _UTF8_FLAG
        common = (20, flags, entry.method, 0, _DOS_DATE, entry.crc, len(entry.packed), entry.size, len(name), 0)
        header = struct.pack("<4s5H3I2H", b"PK\x03\x04", *common)
        directory += [struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, *common, 0, 0, 0, 0, offset), name]
        body += [header, name, entry.packed]
        offset += len(header) + len(name) + len(entry.packed)
    listing = b"".join(directory)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(body) // 3, len(body) // 3, len(listing), offset, 0)
    return b"".join([*body, listing, end])


def entries_of(data: bytes) -> list[Entry]:
    """Return the entries of a zip that `archive` has written; of any other zip ask `zipfile`."""
    (count, _, start) = struct.unpack_from("<HII", data, len(data) - _END + 10)
    found, at = [], start
    for _ in range(count):
        method, crc, packed, size, name_length, offset = struct.unpack_from("<10xH4xIIIH12xI", data, at)
        name = data[at + _LISTED : at + _LISTED + name_length].decode("utf-8")
        body = offset + _LOCAL + name_length
        found.append(Entry(name, method, crc, size, data[body : body + packed]))
        at += _LISTED + name_length
    return found
