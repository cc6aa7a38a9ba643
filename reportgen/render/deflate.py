"""How parts of a Word or Excel file are compressed: the one function, over whichever library is installed.

In order of preference `isal` (extra `fast`), `zlib-ng` (extra `zlib-ng`), and the standard library's `zlib`. The
environment variable `REPORTGEN_DEFLATE` (`isal`, `zlib-ng` or `zlib`) chooses another; a name that is unknown, or of a
library that is not installed, is passed over in favour of the order above. With one library the same bytes go in and
the same bytes come out, however they are cut into pieces; two libraries, or two of their versions, pack differently.

The levels, by measurement: CPU milliseconds and size against zlib 6, texts of which prose alone packs 2.8 : 1, on a
2.5 GHz EPYC. W1 and W3 are `word/document.xml` with 65 and 5,000 rows of six cells of 110 letters (0.23 and 17.5 MB), X
the same 5,000 rows as an Excel sheet (6.8 MB).

=========  =====  ==============  ==============  ==============
library    level  W1              W3              X
=========  =====  ==============  ==============  ==============
zlib       6      2.5             234             285
zlib       4      1.5 (+5 %)      159 (+6 %)      109 (+10 %)
zlib       **3**  1.1 (+9 %)      123 (+11 %)     112 (+11 %)
zlib       1      0.8 (+17 %)     100 (+19 %)     68 (+27 %)
zlib-ng    6      0.84 (+1 %)     70 (+2 %)       87 (+1 %)
zlib-ng    4      0.74 (+2 %)     61 (+3 %)       63 (+2 %)
zlib-ng    **3**  0.62 (+6 %)     51 (+8 %)       46 (+7 %)
zlib-ng    2      0.51 (+9 %)     44 (+11 %)      38 (+16 %)
isal       3      0.44 (+9 %)     40 (+10 %)      23 (+16 %)
isal       **2**  0.14 (+10 %)    16 (+12 %)      15 (+19 %)
isal       1      0.13 (+14 %)    15 (+14 %)      15 (+23 %)
=========  =====  ==============  ==============  ==============

zlib and zlib-ng stand at 3: half the time of 6, where other programs stand, for a file a twelfth (zlib-ng) to a ninth
(zlib) larger; a report is sent once and made often. isal at 2 is as fast as at 1 and smaller; 3 costs twice as much for
two or three per cent. Their own crc32 costs a tenth of zlib's (0.4 ms against 4.2 of W3).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, Final, NamedTuple

ORDER: Final = ("isal", "zlib-ng", "zlib")
"""Names of the libraries, best first."""
_MODULES: Final = {"isal": "isal.isal_zlib", "zlib-ng": "zlib_ng.zlib_ng", "zlib": "zlib"}
_LEVELS: Final = {"isal": 2, "zlib-ng": 3, "zlib": 3}
_DEFLATED: Final = 8
_RAW: Final = -15  # no header around the stream: the zip has its own
_BLOCK: Final = 1 << 18  # isal packs differently when fed in other pieces, so the pieces are always these


class Deflated(NamedTuple):
    """A part as it stands in a zip.

    Attributes:
        packed: The raw deflate stream. crc: CRC-32 of what it holds. size: Bytes of what it holds.
    """

    packed: bytes
    crc: int
    size: int


class _Library(NamedTuple):
    name: str
    compressobj: Callable[[int, int, int], Any]
    crc32: Callable[[bytes, int], int]
    adler32: Callable[[bytes], int]


def deflate(data: bytes | Iterable[bytes]) -> Deflated:
    """Return a part packed for a zip.

    Args:
        data: The part, whole or in pieces; pieces are never put together, so their sum need not fit into memory.
    """
    library = _library(os.environ.get("REPORTGEN_DEFLATE", ""))
    squeeze = library.compressobj(_LEVELS[library.name], _DEFLATED, _RAW)
    packed, crc, size = [], 0, 0
    for block in _blocks(data):
        packed.append(squeeze.compress(block))
        crc = library.crc32(block, crc)
        size += len(block)
    packed.append(squeeze.flush())
    return Deflated(b"".join(packed), crc, size)


def library() -> str:
    """Return the name of the library in use, `isal`, `zlib-ng` or `zlib`."""
    return _library(os.environ.get("REPORTGEN_DEFLATE", "")).name


def adler32() -> Callable[[bytes], int]:
    """Return the checksum of the library in use; the same numbers from each, from some in half the time."""
    return _library(os.environ.get("REPORTGEN_DEFLATE", "")).adler32


@cache
def _library(wanted: str) -> _Library:
    """Return the library of that name, or the best there is; imported now, not when the program starts."""
    names = dict.fromkeys([*[name for name in ORDER if name == wanted], *ORDER])
    for name in names:
        try:
            module = import_module(_MODULES[name])
        except ImportError:
            continue
        return _Library(name, module.compressobj, module.crc32, module.adler32)
    raise AssertionError("zlib is part of Python")


def _blocks(data: bytes | Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in blocks of one size, the last one shorter."""
    if isinstance(data, bytes):
        yield from (data[start : start + _BLOCK] for start in range(0, len(data), _BLOCK))
        return
    waiting: list[bytes] = []
    length = 0
    for piece in data:
        waiting.append(piece)
        length += len(piece)
        if length >= _BLOCK:
            joined = b"".join(waiting)
            whole = length - length % _BLOCK
            yield from (joined[start : start + _BLOCK] for start in range(0, whole, _BLOCK))
            waiting, length = [joined[whole:]], length - whole
    if length:
        yield b"".join(waiting)
