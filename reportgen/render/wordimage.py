"""Images that a caller hands in as docxtpl's InlineImage: read once, judged, measured."""

from __future__ import annotations

import posixpath
import struct
import zlib
from pathlib import Path
from typing import Any, Final

from docx.image.exceptions import InvalidImageStreamError, UnrecognizedImageError
from docx.image.image import Image

from reportgen.render.package import MAX_PART
from reportgen.render.wordvalues import WEB, Picture, ValueFaultError
from reportgen.vi.text import illegal_xml, nfc

_CONTENT_TYPES: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "tiff": "image/tiff",
}
_MAX_EMU: Final = 27_273_042_316_900  # the schema's largest length
_UNMEASURED: Final = (ArithmeticError, LookupError, TypeError, ValueError)


def read_picture(value: Any, where: str) -> Picture:
    """Return an InlineImage with its bytes and its size on paper.

    Raises:
        ValueFaultError: When the file is not there, is no image or a damaged one, or has no size.
    """
    data, name = _read(value.image_descriptor)
    image = _image(data, name)
    extension = "jpg" if image.ext == "jpeg" else str(image.ext)
    try:
        width, height = (int(length) for length in image.scaled_dimensions(value.width, value.height))
    except _UNMEASURED as error:
        raise ValueFaultError(f"không tính được kích thước ảnh {name!r}") from error
    if not (0 < width <= _MAX_EMU and 0 < height <= _MAX_EMU):
        raise ValueFaultError(f"ảnh {name!r} có chiều rộng hoặc chiều cao không dùng được")
    link = str(value.anchor or "")
    if link and (not WEB.match(link) or illegal_xml(link)):
        raise ValueFaultError(f"địa chỉ {link[:60]!r} của ảnh phải bắt đầu bằng http, https hoặc mailto")
    return Picture(where, name, data, extension, _CONTENT_TYPES[extension], width, height, link)


def _image(data: bytes, name: str) -> Any:
    """Return what python-docx knows of an image: its format, its points, its resolution."""
    try:
        image = Image.from_blob(data)
    except (UnrecognizedImageError, InvalidImageStreamError) as error:
        raise ValueFaultError(f"tệp {name!r} không phải ảnh PNG, JPEG, GIF, BMP hay TIFF") from error
    except Exception as error:  # python-docx ends a damaged header in errors of many kinds, bare ones among them
        raise ValueFaultError(f"ảnh {name!r} bị hỏng hoặc bị cắt cụt") from error
    if image.ext not in {*_CONTENT_TYPES, "jpeg"} or not _is_complete(data):
        raise ValueFaultError(f"ảnh {name!r} bị hỏng hoặc bị cắt cụt")
    return image


def _read(descriptor: Any) -> tuple[bytes, str]:
    """Return the bytes of an image and the name of its file; an open file stays where it stood."""
    try:
        if hasattr(descriptor, "read"):
            position = descriptor.tell()
            descriptor.seek(0)
            data = descriptor.read(MAX_PART + 1)
            descriptor.seek(position)
            name = str(getattr(descriptor, "name", ""))
        else:
            # The value itself names this file, by docxtpl's own convention: no template and no datum can.
            name, file = str(descriptor), Path(descriptor)
            data = file.read_bytes() if file.stat().st_size <= MAX_PART else None
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ValueFaultError(f"không đọc được tệp ảnh {str(descriptor)[:120]!r}") from error
    if not isinstance(data, bytes) or len(data) > MAX_PART:
        raise ValueFaultError(f"ảnh không đọc được hoặc lớn quá {MAX_PART >> 20} MB")
    name = nfc(posixpath.basename(name.replace("\\", "/")))
    return data, "image" if not name or illegal_xml(name) else name


def _is_complete(data: bytes) -> bool:
    """Return whether a PNG or JPEG goes to its end: Word shows a red cross for one that does not."""
    if data.startswith(b"\x89PNG"):
        return _png_is_complete(data)
    return not data.startswith(b"\xff\xd8") or b"\xff\xd9" in data[2:]


def _png_is_complete(data: bytes) -> bool:
    position = 8
    while position + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[position : position + 8])
        end = position + 8 + length
        if end + 4 > len(data) or zlib.crc32(data[position + 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
            return False
        if kind == b"IEND":
            return True
        position = end + 4
    return False
