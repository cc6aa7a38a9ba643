"""The zip of parts: what is let in, what is refused with which words, and what comes out."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from datetime import date

import openpyxl
import pytest

from reportgen.problem import ReportgenError, Severity
from reportgen.render import compile_docx
from reportgen.render.package import open_package, stamp
from tests.support_render import part_of, parts_of, replaced, rezip, template

DOCX = template("Báo cáo")
RELS = "word/_rels/document.xml.rels"
SETTINGS_RELS = "word/_rels/settings.xml.rels"
REL_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


def xlsx() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def refused(data: bytes, name: str = "mẫu.docx") -> list[tuple[str, str, str]]:
    with pytest.raises(ReportgenError) as error:
        open_package(data, name)
    return [(p.code, p.where, p.message) for p in error.value.problems]


def relationship(kind: str, target: str) -> str:
    return f'<Relationship Id="rIdX" Type="{REL_TYPE}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'


def linked(kind: str, target: str) -> bytes:
    return replaced(DOCX, RELS, "</Relationships>", relationship(kind, target))


def with_entries(entries: Mapping[str, bytes]) -> bytes:
    return rezip(DOCX, lambda _, raw: raw, entries)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.docx", "rỗng"),
        (b"\0" * 4096, "a.docx", "rỗng"),
        (OLE + "WordDocument".encode("utf-16-le"), "a.docx", "(.doc)"),
        (OLE + "Workbook".encode("utf-16-le"), "a.xlsx", "(.xls)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "mật khẩu"),
        (b"<html><table></table></html>", "a.xlsx", "HTML"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "a.docx", "HTML"),
        (b"%PDF-1.7\n", "a.docx", "PDF"),
        (b"{\\rtf1 x}", "a.docx", "RTF"),
        (b"TT,Noi dung\n1,A\n", "a.xlsx", "chữ thường"),
        (DOCX, "~$mau.docx", "khóa tạm"),
        (rezip(DOCX, lambda *_: None, {"a.txt": b"a"}), "a.docx", "tệp nén"),
        (
            rezip(DOCX, lambda *_: None, {"mimetype": b"application/vnd.oasis.opendocument.text"}),
            "a.docx",
            "LibreOffice",
        ),
    ],
)
def test_another_kind_of_file_is_named_for_what_it_is(data: bytes, name: str, said: str) -> None:
    [(code, where, message)] = refused(data, name)
    assert (code, where) == ("MB001", name)
    assert said in message


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9, 0.99])
def test_a_truncated_file_is_called_damaged(kept: float) -> None:
    assert [code for code, _, _ in refused(DOCX[: int(len(DOCX) * kept)])] == ["MB002"]


def test_flipped_bytes_inside_a_part_are_found() -> None:
    start = DOCX.index(b"word/document.xml") + 60
    assert (
        refused(DOCX[:start] + bytes(b ^ 0xFF for b in DOCX[start : start + 20]) + DOCX[start + 20 :])[0][0] == "MB002"
    )


def test_a_bomb_is_refused_by_its_announced_size() -> None:
    [(code, where, _)] = refused(with_entries({"word/bomb.xml": b" " * (70 << 20)}))
    assert (code, where) == ("MB003", "mẫu.docx, word/bomb.xml")


def test_a_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    data = with_entries({"word/bomb.bin": b"a" * (8 << 20)})
    size, lie = struct.pack("<I", 8 << 20), struct.pack("<I", 1000)
    assert refused(data.replace(size, lie))[0][0] == "MB002"


def test_too_many_entries_are_refused() -> None:
    assert refused(with_entries({f"word/{k}.txt": b"" for k in range(5_001)}))[0][0] == "MB003"


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "word/../../evil.xml", "C:/evil.xml"])
def test_paths_out_of_the_package_are_refused(name: str) -> None:
    assert refused(with_entries({name: b"<a/>"}))[0][0] == "MB004"


def test_backslash_paths_are_refused() -> None:
    assert refused(with_entries({"word/evil__x.xml": b"<a/>"}).replace(b"evil__x", b"..\\..\\x"))[0][0] == "MB004"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["word/document.xml", "WORD/Document.xml"])
def test_two_parts_of_one_name_are_refused(name: str) -> None:
    assert refused(with_entries({name: b"<a/>"}))[0][0] == "MB004"


def test_overlapping_entries_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.xml", b"<a/>")
        archive.writestr("b.xml", b"<b/>")
        archive.filelist[1].header_offset = archive.filelist[0].header_offset
    assert "MB004" in {code for code, _, _ in refused(out.getvalue())}


def test_encrypted_entries_are_refused() -> None:
    directory = DOCX.index(b"PK\x01\x02")
    assert refused(DOCX[: directory + 8] + b"\x01" + DOCX[directory + 9 :])[0][0] == "MB004"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["word/document.xml", "docProps/core.xml", RELS, "[Content_Types].xml"])
def test_a_doctype_is_refused_in_any_part_and_encoding(part: str, encoding: str) -> None:
    evil = '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode(encoding)
    [(code, where, message)] = refused(rezip(DOCX, lambda name, raw: evil if name == part else raw))
    assert (code, where) == ("MB005", f"mẫu.docx, {part}")
    assert "DOCTYPE" in message


def test_malformed_xml_is_refused_with_its_part() -> None:
    [(code, where, _)] = refused(rezip(DOCX, lambda n, raw: raw[:-20] if n == "word/styles.xml" else raw))
    assert (code, where) == ("MB005", "mẫu.docx, word/styles.xml")


def test_a_prefix_that_nothing_declares_is_refused_with_its_part() -> None:
    [(code, where, _)] = refused(replaced(DOCX, "word/document.xml", "xmlns:w=", "xmlns:v9="))
    assert (code, where) == ("MB005", "mẫu.docx, word/document.xml")


@pytest.mark.parametrize("encoding", ["TF-8", "utf-7", ""])
def test_an_encoding_that_nobody_knows_is_refused_with_its_part(encoding: str) -> None:
    strange = f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode()
    [(code, where, _)] = refused(rezip(DOCX, lambda n, raw: strange if n == "word/styles.xml" else raw))
    assert (code, where) == ("MB005", "mẫu.docx, word/styles.xml")


def test_markup_nested_beyond_all_measure_is_refused_not_a_crash() -> None:
    deep = "<w:sdt><w:sdtContent>" * 2000 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 2000
    with pytest.raises(ReportgenError) as error:
        compile_docx(replaced(DOCX, "word/document.xml", "<w:body>", f"<w:body>{deep}"))
    assert [p.code for p in error.value.problems] == ["MB005"]


def test_a_macro_file_is_judged_by_its_content_type_not_its_name() -> None:
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    plain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    assert refused(replaced(DOCX, "[Content_Types].xml", plain, macro))[0][0] == "MB006"


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml"])
def test_parts_with_programs_are_refused(part: str) -> None:
    assert refused(with_entries({part: b"<a/>"}))[0][0] == "MB006"


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "http://example.org/a.png"),
        ("image", "file:///C:/Users/a/a.png"),
        ("image", "\\\\server\\share\\a.png"),
        ("attachedTemplate", "http://example.org/a.dotm"),
        ("attachedTemplate", "file://server/share/a.dotm"),
        ("attachedTemplate", "\\\\server\\share\\a.dotm"),
        ("oleObject", "file:///C:/a.xlsx"),
        ("hyperlink", "file:///C:/a.docx"),
        ("hyperlink", "javascript:alert(1)"),
    ],
)
def test_what_would_be_fetched_from_outside_is_refused(kind: str, target: str) -> None:
    [(code, _, message)] = refused(linked(kind, target))
    assert code == "MB007"
    assert kind in message


@pytest.mark.parametrize(
    "target", ["https://example.org/", "http://example.org/", "mailto:a@example.org", "phu-luc.docx"]
)
def test_links_that_wait_for_a_click_are_kept(target: str) -> None:
    package = open_package(linked("hyperlink", target), "mẫu.docx")
    assert package.notices == ()
    assert target in part_of(package.write({}), RELS).decode()


@pytest.mark.parametrize(
    "target", ["file:///C:\\Users\\a%20b\\Normal.dotm", "C:\\mau.dotm", "/home/a/mau.dotm", "mau.dotm"]
)
def test_a_template_attached_from_the_authors_disk_is_taken_out_with_a_notice(target: str) -> None:
    settings = part_of(DOCX, "word/settings.xml").decode()
    head, mark, tail = settings.partition("<w:zoom")
    attached = f'{head}<w:attachedTemplate xmlns:r="{REL_TYPE}" r:id="rIdX"/>{mark}{tail}'
    opening = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    rels = opening + relationship("attachedTemplate", target)
    data = rezip(
        DOCX, lambda n, raw: attached.encode() if n == "word/settings.xml" else raw, {SETTINGS_RELS: rels.encode()}
    )
    package = open_package(data, "mẫu.docx")
    assert [(p.code, p.severity) for p in package.notices] == [("MB008", Severity.WARNING)]
    out = package.write({})
    assert b"attachedTemplate" not in part_of(out, SETTINGS_RELS) + part_of(out, "word/settings.xml")


def test_a_package_without_its_main_part_is_refused() -> None:
    assert refused(rezip(DOCX, lambda n, raw: None if n == "word/document.xml" else raw))[0][0] == "MB009"


def test_kind_and_main_part_are_known() -> None:
    word, excel = open_package(DOCX, "a.docx"), open_package(xlsx(), "a.xlsx")
    assert (word.kind, word.main, excel.kind, excel.main) == ("docx", "word/document.xml", "xlsx", "xl/workbook.xml")


def test_nothing_changed_means_every_part_as_it_was_in_its_order() -> None:
    out = open_package(DOCX, "a.docx").write({})
    assert parts_of(out) == parts_of(DOCX)
    assert all(part_of(out, part) == part_of(DOCX, part) for part in parts_of(DOCX))


def test_parts_are_replaced_added_and_left_out() -> None:
    out = open_package(DOCX, "a.docx").write(
        {"word/styles.xml": b"<a/>", "word/mới.xml": b"<b/>", "word/theme/theme1.xml": None}
    )
    assert part_of(out, "word/styles.xml") == b"<a/>"
    assert parts_of(out)[-1] == "word/mới.xml"
    assert "word/theme/theme1.xml" not in parts_of(out)


def test_the_zip_is_sound_and_names_no_time() -> None:
    with zipfile.ZipFile(io.BytesIO(open_package(DOCX, "a.docx").write({"word/styles.xml": b"<a/>"}))) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_written_again_the_bytes_are_the_same() -> None:
    once = open_package(DOCX, "a.docx").write({"word/styles.xml": b"<a/>"})
    assert open_package(DOCX, "a.docx").write({"word/styles.xml": b"<a/>"}) == once
    assert open_package(once, "a.docx").write({}) == once


def test_a_stamp_dates_the_file_and_names_where_it_comes_from() -> None:
    package = open_package(DOCX, "a.docx")
    out = package.write(
        stamp(package, {}, as_of=date(2026, 9, 30), properties={"kind": "quý", "data_hash": "ab & <c>"})
    )
    assert part_of(out, "docProps/core.xml").count(b"2026-09-30T00:00:00Z") == 2
    custom = part_of(out, "docProps/custom.xml").decode()
    assert 'name="kind"' in custom
    assert "ab &amp; &lt;c&gt;" in custom
    assert b"docProps/custom.xml" in part_of(out, "_rels/.rels")


def test_a_second_stamp_replaces_the_first() -> None:
    package = open_package(DOCX, "a.docx")
    once = package.write(stamp(package, {}, properties={"kind": "quý", "period": "2026-q2"}))
    again = open_package(once, "a.docx")
    custom = part_of(again.write(stamp(again, {}, properties={"kind": "năm"})), "docProps/custom.xml").decode()
    assert custom.count('name="kind"') == 1
    assert "năm" in custom
    assert "2026-q2" in custom
