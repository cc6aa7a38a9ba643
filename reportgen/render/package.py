"""The zip of parts behind a .docx or .xlsx: opened with suspicion, written with the same bytes every time.

A template is a file that anybody can hand in, so everything is judged from the table of contents before a byte is
unpacked; what no report needs (macros, entities, remote targets) is refused, never repaired. The one exception is a
template attached from its author's own disk, which Word adds by itself: it is taken out, with a notice.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, NoReturn
from xml.parsers import expat

from lxml import etree

from reportgen.problem import Problem, ReportgenError, Severity
from reportgen.render.archive import Entry, archive, pack
from reportgen.render.prefixes import unprefixed
from reportgen.render.stamping import Stamp, stamped

MAX_ENTRIES: Final = 5_000
MAX_PART: Final = 64 << 20
MAX_TOTAL: Final = 256 << 20
MAX_RATIO: Final = 200
_RATIO_FLOOR: Final = 4096  # a few hundred bytes of XML compress better than any bomb: no ratio below this size
_FEW: Final = 5  # names shown of a long list

CONTENT_TYPES: Final = "[Content_Types].xml"
MAIN_TYPES: Final = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
_OTHER_TYPES: Final = {
    "wordprocessingml.template.main": "mẫu Word (.dotx)",
    "spreadsheetml.template.main": "mẫu Excel (.xltx)",
    "presentationml": "bản trình chiếu PowerPoint",
    "ms-excel.sheet.binary": "bảng tính Excel dạng nhị phân (.xlsb)",
}
_ACTIVE_TYPE: Final = re.compile(r"macroEnabled|vbaProject|vbaData|activeX|oleObject|customUI", re.IGNORECASE)
_ACTIVE_PART: Final = re.compile(r"vbaProject|vbaData|activeX|oleObject|attachedToolbars", re.IGNORECASE)

_CT: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_REL: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DCTERMS: Final = "{http://purl.org/dc/terms/}"
_CUSTOM: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
_VT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}"
_NO_PROPERTIES: Final = f'<Properties xmlns="{_CUSTOM[1:-1]}" xmlns:vt="{_VT[1:-1]}"/>'.encode()
_CUSTOM_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CUSTOM_PART: Final = "docProps/custom.xml"

_SAVE_AS: Final = "Mở tệp trong Word hoặc Excel, chọn Lưu thành (Save As), dạng .docx hoặc .xlsx, rồi chạy lại."
_FRESH_COPY: Final = "Lấy lại bản gốc của tệp, hoặc mở bằng Word, Excel rồi lưu thành tệp mới."


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship of a part.

    Attributes:
        id: `rId7`. type: Last word of its type, `header`. target: Name of the part, or the address as written when
            external. external: Whether the target lies outside the package.
    """

    id: str
    type: str
    target: str
    external: bool


@dataclass(frozen=True)
class Package:
    """An opened .docx or .xlsx.

    Attributes:
        name: File name shown to people.
        kind: `docx` or `xlsx`, by content type, not by extension.
        main: Name of the main part, `word/document.xml`. main_type: Its content type.
        parts: Name to bytes of every part, in the order of the file.
        types: Name to content type of every part.
        notices: Warnings on what was taken out.
        entries: The parts as they stand in the zip, what was taken out gone.
    """

    name: str
    kind: str
    main: str
    main_type: str
    parts: Mapping[str, bytes]
    types: Mapping[str, str]
    notices: tuple[Problem, ...] = ()
    entries: tuple[Entry, ...] = field(default=(), repr=False)

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """Return the relationships of a part (`""` for those of the package), in the order of the file."""
        raw = self.parts.get(rels_name(part))
        return tuple(_relationships(part, raw)) if raw is not None else ()

    def write(self, changes: Mapping[str, bytes | None]) -> bytes:
        """Return the file with some parts replaced, added (at the end) or, for `None`, left out.

        The same input gives the same bytes: the order is the template's, times are 1980-01-01, and parts that do not
        change are copied as the compressed bytes they are.
        """
        kept = [_changed(e, changes) for e in self.entries if changes.get(e.name, b"") is not None]
        known = {e.name for e in self.entries}
        added = [pack(n, data) for n, data in changes.items() if n not in known and data is not None]
        return archive([*kept, *added])

    def changed(self, changes: Mapping[str, bytes | None]) -> Package:
        """Return the package with some parts replaced, added (at the end) or, for `None`, left out."""
        given = {name: data for name, data in changes.items() if data is not None}
        parts = {name: data for name, data in {**self.parts, **given}.items() if changes.get(name, b"") is not None}
        known = {entry.name for entry in self.entries}
        entries = [_changed(entry, changes) for entry in self.entries if entry.name in parts]
        entries += [pack(name, data) for name, data in given.items() if name not in known]
        return replace(self, parts=parts, types=_content_types(parts, self.name), entries=tuple(entries))


def _changed(entry: Entry, changes: Mapping[str, bytes | None]) -> Entry:
    data = changes.get(entry.name)
    return entry if data is None else pack(entry.name, data, entry.method)


def rels_name(part: str) -> str:
    """Return the name of the part that holds the relationships of `part` (`""`: of the package)."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


class UnreadableXmlError(ReportgenError):
    """Sound XML that lxml cannot hold: nested too deep, or with a text too long."""


def parse_xml(data: bytes) -> etree._Element:
    """Return the root of a part that `open_package` has let in: strict, without network or entities.

    Raises:
        UnreadableXmlError: MB005, when no tree can be made of it.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:  # sound, or `open_package` had refused it
        fault = "XML lồng nhau quá sâu hoặc có đoạn quá dài, Word và Excel không bao giờ ghi như vậy"
        raise UnreadableXmlError(Problem("MB005", "tệp mẫu", fault, _FRESH_COPY)) from error


@contextmanager
def naming_parts(package: Package) -> Iterator[None]:
    """Let whoever reads a package say which of its parts no tree can be made of.

    Raises:
        UnreadableXmlError: MB005 of every such part.
    """
    try:
        yield
    except UnreadableXmlError as error:
        parts = [part for part in package.parts if part.lower().endswith((".xml", ".rels", ".vml"))]
        found = [part for part in parts if not _makes_a_tree(package.parts[part])]
        places = [f"{package.name}, {_shown(part)}" for part in found] or [package.name]
        raise UnreadableXmlError(*(replace(error.problems[0], where=place) for place in places)) from error


def _makes_a_tree(data: bytes) -> bool:
    try:
        parse_xml(data)
    except UnreadableXmlError:
        return False
    return True


def to_xml(root: etree._Element) -> bytes:
    """Return a part's bytes with the declaration that Word and Excel write."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


# --- opening -----------------------------------------------------------------------------------------------------


def open_package(data: bytes, name: str) -> Package:
    """Open a .docx or .xlsx after judging it.

    Args:
        data: The whole file.
        name: Its name, for messages only.

    Raises:
        ReportgenError: With every problem found: MB001 another kind of file, MB002 damaged, MB003 too large,
            MB004 unsafe entries, MB005 DOCTYPE or malformed XML, MB006 macros or OLE, MB007 outside targets,
            MB009 a part is missing.
    """
    _refuse_other_files(data, name)
    infos = _table_of_contents(data, name)
    _refuse_bombs(infos, name)
    entries = _entries(data, infos, name)
    parts = {e.name: _unpack(e, name) for e in entries}
    _refuse_bad_xml(parts, name)
    types = _content_types(parts, name)
    main, main_type = _main_part(parts, types, name)
    _refuse_active_content(parts, types, name)
    clean, notices = _outside_targets(parts, name)
    clean = unprefixed(clean) if MAIN_TYPES[main_type] == "xlsx" else clean
    entries = tuple(e if clean[e.name] is parts[e.name] else pack(e.name, clean[e.name], e.method) for e in entries)
    return Package(name, MAIN_TYPES[main_type], main, main_type, clean, types, notices, entries)


def _fail(*problems: Problem) -> NoReturn:
    raise ReportgenError(*problems)


def _refuse_other_files(data: bytes, name: str) -> None:
    """Say what the file really is when it is no zip."""
    if posixpath.basename(name.replace("\\", "/")).startswith("~$"):
        message = "đây là tệp khóa tạm do Word, Excel tạo khi đang mở văn bản, không phải văn bản"
        _fail(Problem("MB001", name, message, f"Chọn tệp cùng tên không có ~$ ở đầu: {name.replace('~$', '', 1)}."))
    what = _what_it_is(data)
    if what:
        _fail(Problem("MB001", name, f"tệp không phải là .docx hay .xlsx mà là {what}", _SAVE_AS))


def _what_it_is(data: bytes) -> str:
    """Return the Vietnamese name of a file that is not a zip, "" for a zip."""
    if data.startswith(b"PK"):
        return ""
    if not data.strip(b"\0"):
        return "tệp rỗng (0 byte) hoặc chưa được tải về từ kho lưu trữ"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _what_ole_it_is(data)
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")) or b"<html" in head:
        return "trang web (HTML) mang tên tệp văn phòng"
    kinds = ((b"%pdf", "tệp PDF"), (b"{\\rtf", "văn bản RTF"), (b"<?xml", "tệp XML đơn"), (b"rar!", "tệp nén RAR"))
    for magic, what in kinds:
        if head.startswith(magic):
            return what
    return "tệp chữ thường" if b"\0" not in data[:1024] else "tệp không rõ loại"


def _what_ole_it_is(data: bytes) -> str:
    """Tell a password from the file formats of 1997: both live in the same container."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "tệp có đặt mật khẩu; hãy gỡ mật khẩu trước"
    if "WordDocument".encode("utf-16-le") in data:
        return "văn bản Word đời cũ (.doc)"
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return "bảng tính Excel đời cũ (.xls)"
    return "tệp văn phòng đời cũ (OLE)"


def _table_of_contents(data: bytes, name: str) -> list[zipfile.ZipInfo]:
    """Return the entries without unpacking any."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, EOFError) as error:
        message = "tệp bị hỏng hoặc bị cắt cụt: không đọc được mục lục của tệp nén"
        raise ReportgenError(Problem("MB002", name, message, _FRESH_COPY)) from error


def _refuse_bombs(infos: list[zipfile.ZipInfo], name: str) -> None:
    """Compare what the table of contents announces with the limits, before anything is unpacked."""
    if len(infos) > MAX_ENTRIES:
        _fail(Problem("MB003", name, f"tệp có {len(infos)} thành phần, quá {MAX_ENTRIES}", _FRESH_COPY))
    problems = []
    for info in infos:
        if info.file_size > MAX_PART or info.file_size > MAX_RATIO * max(info.compress_size, _RATIO_FLOOR):
            sizes = f"{info.compress_size} byte bung ra thành {info.file_size} byte"
            message = f"thành phần quá lớn hoặc nén bất thường: {sizes}"
            problems.append(Problem("MB003", f"{name}, {_shown(info.filename)}", message, _FRESH_COPY))
    total = sum(info.file_size for info in infos)
    if total > MAX_TOTAL:
        message = f"tệp bung ra thành {total >> 20} MB, quá {MAX_TOTAL >> 20} MB"
        problems.append(Problem("MB003", name, message, _FRESH_COPY))
    if problems:
        _fail(*problems[:_FEW])


def _entries(data: bytes, infos: list[zipfile.ZipInfo], name: str) -> tuple[Entry, ...]:
    """Return the entries with their packed bytes, or refuse names and layouts that readers understand differently."""
    problems: list[Problem] = []
    entries: list[Entry] = []
    seen: set[str] = set()
    end = 0
    for info in sorted(infos, key=lambda i: i.header_offset):
        start, local_name = _local_header(data, info)
        fault = _entry_fault(info, seen, overlaps=info.header_offset < end, same=local_name == info.orig_filename)
        seen.add(info.filename.lower())
        end = start + info.compress_size
        if fault:
            problems.append(Problem("MB004", f"{name}, {_shown(info.filename)}", fault, _FRESH_COPY))
        elif end > len(data):
            message = "tệp bị cắt cụt: thiếu phần cuối của thành phần này"
            problems.append(Problem("MB002", f"{name}, {_shown(info.filename)}", message, _FRESH_COPY))
        elif not info.is_dir():
            entries.append(Entry(info.filename, info.compress_type, info.CRC, info.file_size, data[start:end]))
    if problems:
        _fail(*problems)
    order = {info.filename: k for k, info in enumerate(infos)}
    return tuple(sorted(entries, key=lambda e: order[e.name]))


def _local_header(data: bytes, info: zipfile.ZipInfo) -> tuple[int, str]:
    """Return where the packed bytes of an entry begin, and the name written in front of them ("" if none)."""
    header = data[info.header_offset : info.header_offset + 30]
    if info.header_offset < 0 or len(header) != struct.calcsize("<4s5H3I2H") or not header.startswith(b"PK\x03\x04"):
        return len(data) + 1, ""
    *_, name_length, extra_length = struct.unpack("<4s5H3I2H", header)
    raw = data[info.header_offset + 30 : info.header_offset + 30 + name_length]
    name = raw.decode("utf-8" if info.flag_bits & 0x800 else "cp437", "replace")
    return info.header_offset + 30 + name_length + extra_length, name


def _entry_fault(info: zipfile.ZipInfo, seen: set[str], *, overlaps: bool, same: bool) -> str:
    """Return what is wrong with an entry, "" when nothing is."""
    path = info.orig_filename.replace("\\", "/")
    outside = (
        path.startswith("/") or ".." in path.split("/") or "\\" in info.orig_filename or ":" in path or "\0" in path
    )
    faults = (
        (overlaps, "các thành phần chồng lên nhau trong tệp nén"),  # CVE-2024-0450
        (not same, "tên thành phần ghi hai nơi khác nhau trong tệp nén"),
        (outside, "tên thành phần trỏ ra ngoài tệp"),
        (info.filename.lower() in seen, "hai thành phần trùng tên: mỗi chương trình sẽ đọc một khác"),
        (info.flag_bits & 0x1, "thành phần bị mã hóa"),
        (info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}, "kiểu nén lạ, Word và Excel không dùng"),
    )
    return next((message for wrong, message in faults if wrong), "")


def _unpack(entry: Entry, name: str) -> bytes:
    """Return the bytes of a part; never more than it announced."""
    try:
        if entry.method == zipfile.ZIP_STORED:
            data = entry.packed
        else:
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(entry.packed, entry.size + 1)
    except zlib.error:
        data = b""
    if len(data) != entry.size or zlib.crc32(data) != entry.crc:
        _fail(Problem("MB002", f"{name}, {_shown(entry.name)}", "dữ liệu bị hỏng, không bung ra được", _FRESH_COPY))
    return data


def _shown(part: str) -> str:
    """Return a name from the file fit for a terminal: no escape sequences, no line breaks."""
    text = part.encode("unicode_escape").decode("ascii") if not part.isprintable() else part
    return text if len(text) <= 120 else text[:117] + "..."  # noqa: PLR2004  longer names are an attack, not a part


def _refuse_bad_xml(parts: Mapping[str, bytes], name: str) -> None:
    """Refuse DOCTYPE (ECMA-376 part 2 forbids it, and no entity attack lives without it) and malformed XML."""
    problems = []
    for part, data in parts.items():
        if part == CONTENT_TYPES or part.lower().endswith((".xml", ".rels", ".vml")):
            fault = _xml_fault(data)
            if fault:
                problems.append(Problem("MB005", f"{name}, {_shown(part)}", fault, _FRESH_COPY))
    if problems:
        _fail(*problems)


class _DoctypeError(Exception):
    """A part declares a document type."""


def _xml_fault(data: bytes) -> str:
    parser = expat.ParserCreate(namespace_separator=" ")  # finds prefixes that nothing declares

    def doctype(*_: object) -> None:
        raise _DoctypeError

    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)  # noqa: FBT003  expat takes it by position only
    except _DoctypeError:
        return "có khai báo DOCTYPE, tệp Word và Excel không bao giờ có"
    except expat.ExpatError as error:
        return f"XML không hợp lệ (dòng {error.lineno}, cột {error.offset + 1})"
    except (ValueError, LookupError):  # an encoding that expat does not take, or that nobody knows
        return "XML khai báo bảng mã không đọc được"
    return ""


def _content_types(parts: Mapping[str, bytes], name: str) -> dict[str, str]:
    if CONTENT_TYPES not in parts:
        what = (
            "tệp LibreOffice (.odt, .ods)"
            if parts.get("mimetype", b"").startswith(b"application/vnd.oasis")
            else "tệp nén"
        )
        _fail(Problem("MB001", name, f"tệp không phải là .docx hay .xlsx mà là {what}", _SAVE_AS))
    root = parse_xml(parts[CONTENT_TYPES])
    defaults = {d.get("Extension", "").lower(): d.get("ContentType", "") for d in root.iter(f"{_CT}Default")}
    overrides = {o.get("PartName", "").lstrip("/"): o.get("ContentType", "") for o in root.iter(f"{_CT}Override")}
    return {p: overrides.get(p) or defaults.get(p.rpartition(".")[2].lower(), "") for p in parts}


def _main_part(parts: Mapping[str, bytes], types: Mapping[str, str], name: str) -> tuple[str, str]:
    """Return the main part and its type: the judge of what the file is, whatever its extension says."""
    raw = parts.get(rels_name(""))
    mains = [r.target for r in _relationships("", raw) if r.type == "officeDocument"] if raw is not None else []
    if len(mains) != 1 or mains[0] not in parts:
        _fail(Problem("MB009", name, "tệp thiếu phần văn bản chính", _FRESH_COPY))
    main, main_type = mains[0], types[mains[0]]
    if _ACTIVE_TYPE.search(main_type):
        message = "tệp có macro (.docm, .xlsm), dù tên tệp là gì; văn bản và mẫu văn bản không được có macro"
        _fail(Problem("MB006", name, message, "Lưu lại thành .docx hoặc .xlsx (không macro) rồi chạy lại."))
    if main_type not in MAIN_TYPES:
        what = next((v for k, v in _OTHER_TYPES.items() if k in main_type), f"tệp loại khác ({_shown(main_type)})")
        _fail(Problem("MB001", name, f"tệp không phải là .docx hay .xlsx mà là {what}", _SAVE_AS))
    if raw is not None and b"purl.oclc.org/ooxml" in raw + parts[main][:4096]:
        what = "bản Strict Open XML, không phải bản thông thường"
        _fail(Problem("MB001", name, f"tệp là {what}", "Lưu lại, chọn dạng Word Document hoặc Excel Workbook."))
    return main, main_type


def _refuse_active_content(parts: Mapping[str, bytes], types: Mapping[str, str], name: str) -> None:
    problems = [
        Problem(
            "MB006",
            f"{name}, {_shown(part)}",
            "tệp có macro, điều khiển ActiveX hoặc đối tượng nhúng (OLE)",
            "Xóa macro, nút điều khiển, đối tượng nhúng khỏi tệp; bảng và ảnh thì chèn trực tiếp.",
        )
        for part in parts
        if _ACTIVE_TYPE.search(types[part]) or _ACTIVE_PART.search(part)
    ]
    if problems:
        _fail(*problems)


# --- what lies outside the package -------------------------------------------------------------------------------


def _relationships(part: str, raw: bytes) -> Iterator[Relationship]:
    base = posixpath.dirname(part)
    for rel in parse_xml(raw).iter(f"{_REL}Relationship"):
        target, external = rel.get("Target", ""), rel.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/" + base, target)).lstrip("/")
        yield Relationship(rel.get("Id", ""), rel.get("Type", "").rpartition("/")[2], target, external)


def _outside_targets(parts: Mapping[str, bytes], name: str) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """Refuse whatever an office program would fetch by itself; take out a template attached from a local disk."""
    problems: list[Problem] = []
    notices: list[Problem] = []
    clean = dict(parts)
    for rels in [p for p in parts if p.endswith(".rels")]:
        source = _source_of(rels)
        local: list[str] = []
        for rel in _relationships(source, parts[rels]):
            if not rel.external or _harmless_link(rel):
                continue
            if rel.type == "attachedTemplate" and _on_local_disk(rel.target):
                local.append(rel.id)
                notices.append(_detached(name, rel.target))
            else:
                problems.append(_reaches_outside(name, source, rel))
        if local:
            clean[rels] = _without_relationships(parts[rels], local)
            clean[source] = _without_attached_template(parts[source], local)
    if problems:
        _fail(*problems)
    return clean, tuple(notices)


def _source_of(rels: str) -> str:
    folder, base = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))


def _harmless_link(rel: Relationship) -> bool:
    """Return whether it is a link that is followed only when somebody clicks it."""
    web = re.match(r"(?:https?|mailto):|#", rel.target, re.IGNORECASE)
    relative = not re.match(r"[a-z][a-z0-9+.-]*:|[/\\]", rel.target, re.IGNORECASE)
    return rel.type == "hyperlink" and bool(web or relative)


def _on_local_disk(target: str) -> bool:
    path = re.sub(r"^file:/{0,3}(?=[A-Za-z]:|/?[^/\\]+$)", "", target.replace("%20", " "), flags=re.IGNORECASE)
    return not re.match(r"[a-z][a-z0-9+.-]+:|[/\\]{2}", path, re.IGNORECASE)


def _detached(name: str, target: str) -> Problem:
    return Problem(
        "MB008",
        name,
        f"tệp đính kèm một mẫu (.dotx) trên máy của người soạn ({_shown(target)}); văn bản tạo ra sẽ không mang theo",
        "Không phải làm gì; muốn hết cảnh báo, vào Developer, Document Template, xóa tên mẫu đính kèm rồi lưu.",
        Severity.WARNING,
    )


def _reaches_outside(name: str, source: str, rel: Relationship) -> Problem:
    return Problem(
        "MB007",
        f"{name}, {_shown(source)}" if source else name,
        f"tệp lấy nội dung từ bên ngoài ({rel.type}: {_shown(rel.target)})",
        "Chèn hẳn ảnh, bảng vào tệp thay cho liên kết; với đường dẫn, chỉ dùng địa chỉ http, https, mailto.",
    )


def _without_relationships(raw: bytes, ids: list[str]) -> bytes:
    root = parse_xml(raw)
    for rel in list(root):
        if rel.get("Id") in ids:
            root.remove(rel)
    return to_xml(root)


def _without_attached_template(raw: bytes, ids: list[str]) -> bytes:
    root = parse_xml(raw)
    for element in list(root.iter(f"{_W}attachedTemplate")):
        parent = element.getparent()
        if parent is not None and element.get(f"{_R}id") in ids:
            parent.remove(element)
    return to_xml(root)


# --- document properties -----------------------------------------------------------------------------------------


def stamp(
    package: Package,
    changes: Mapping[str, bytes | None],
    *,
    as_of: date | None = None,
    properties: Mapping[str, str] | None = None,
) -> dict[str, bytes | None]:
    """Return the changes with dates and custom properties added.

    Args:
        package: The template.
        changes: What the renderer has changed so far.
        as_of: Written as the day of creation and last change, so that no clock enters the file; None keeps the
            template's dates.
        properties: Custom document properties (File, Info, Advanced Properties in Word), for provenance.
    """
    return {**changes, **stamped(stamp_of(package), changes, as_of=as_of, properties=properties)}


def stamp_of(package: Package) -> Stamp:
    """Read the property parts of a package for `stamping.stamped`."""
    related = {rel.type: rel.target for rel in reversed(package.relationships("")) if rel.target in package.parts}
    core = related.get("core-properties", "")
    core_root = parse_xml(package.parts[core]) if core else None
    dated = [] if core_root is None else list(core_root.iter(f"{_DCTERMS}created", f"{_DCTERMS}modified"))
    custom = related.get("custom-properties", "")
    root = parse_xml(package.parts[custom] if custom else _NO_PROPERTIES)
    return Stamp(
        core,
        b"" if core_root is None else to_xml(core_root),
        tuple(dict.fromkeys(map(_written_name, dated))),
        custom or _CUSTOM_PART,
        to_xml(root),
        _prefix(root),
        _value_tags(root),
        () if custom else _linked(package),
    )


def _written_name(element: etree._Element) -> str:
    return f"{_prefix(element)}{etree.QName(element).localname}"


def _value_tags(root: etree._Element) -> tuple[str, str]:
    """Return the tags around a text in custom properties; their prefix is declared where the root does not."""
    prefix = next((p for p, address in root.nsmap.items() if address == _VT[1:-1] and p), "")
    return (
        (f"<{prefix}:lpwstr>", f"</{prefix}:lpwstr>")
        if prefix
        else (f'<vt:lpwstr xmlns:vt="{_VT[1:-1]}">', "</vt:lpwstr>")
    )


def _linked(package: Package) -> tuple[tuple[str, bytes, str], ...]:
    """Return the parts that have to name a part of custom properties, and how they name it."""
    types, rels = parse_xml(package.parts[CONTENT_TYPES]), parse_xml(package.parts[rels_name("")])
    taken = {rel.get("Id") for rel in rels}
    free = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    override = f'<{_prefix(types)}Override PartName="/{_CUSTOM_PART}" ContentType="{_CUSTOM_TYPE}"/>'
    link = f'<{_prefix(rels)}Relationship Id="{free}" Type="{_CUSTOM_REL}" Target="{_CUSTOM_PART}"/>'
    return ((CONTENT_TYPES, to_xml(types), override), (rels_name(""), to_xml(rels), link))


def _prefix(element: etree._Element) -> str:
    return f"{element.prefix}:" if element.prefix else ""
