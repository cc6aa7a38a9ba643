"""The page for programmers: its programs run as they stand."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest

from tests.support_render import part_of, pixel, template, xml_text


def test_the_programs_of_the_page_run_as_they_stand(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    programs = re.findall("```python\n(.*?)```", (root / "docs/lap-trinh.md").read_text("utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    Path("mau.docx").write_bytes(template("{{ ten }}", "{%p for nv in nhiem_vu %}", "{{ nv.ten }}", "{%p endfor %}"))
    Path("mau-anh.docx").write_bytes(template("{{r ghi_chu }}", "{{ anh }}"))
    Path("anh.png").write_bytes(pixel())
    names: dict[str, object] = {}
    for program in programs:
        exec(compile(program, "lap-trinh.md", "exec"), names)  # noqa: S102  the page's own words
    assert len(programs) == 2
    assert capsys.readouterr().out == ""
    assert xml_text(Path("van-ban.docx").read_bytes())[:2] == ["Trúc Lâm", "Rà soát"]
    made = names["van_ban"]
    assert isinstance(made, bytes)
    assert docx.Document(io.BytesIO(made)).paragraphs[0].text == "Xem trang của phường"
    assert b"https://example.vn" in part_of(made, "word/_rels/document.xml.rels")


def test_the_first_program_tells_what_is_wrong(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program = re.findall("```python\n(.*?)```", (root / "docs/lap-trinh.md").read_text("utf-8"), re.DOTALL)[0]
    monkeypatch.chdir(tmp_path)
    Path("mau.docx").write_bytes(template("{{ tenn }}", "{{ khac }}"))
    exec(compile(program, "lap-trinh.md", "exec"), {})  # noqa: S102
    assert capsys.readouterr().out.count("MB015") == 2
