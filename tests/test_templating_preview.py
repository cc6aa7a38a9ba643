"""`reportgen template preview`: what a template gives with a ward's data, once or each time it is saved."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reportgen.cli import pdf, watch
from reportgen.cli.watch import GONE, PATIENCE, saves
from reportgen.problem import ReportgenError
from tests.render_xlsx import grid
from tests.render_xlsx import template as book
from tests.support_cli import TODAY, Told, on_day, run
from tests.support_render import python_docx_text, template

ROOT = Path(__file__).resolve().parent.parent
WARD = "truc-lam"


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a ward of ours and templates of its own."""
    shutil.copytree(ROOT / "data" / WARD, tmp_path / "data" / WARD)
    (tmp_path / "templates" / WARD).mkdir(parents=True)
    on_day(monkeypatch, TODAY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def look(path: str | Path, *words: str | Path, form: str = "docx") -> Told:
    """Preview without LibreOffice."""
    return run("template", "preview", path, "--ward", WARD, "--format", form, *words)


# --- once --------------------------------------------------------------------------------------------------------


def test_a_preview_holds_the_ward_s_newest_data_and_says_that_it_is_one(space: Path) -> None:
    path = written(space / "mau-moi.docx", template("{{ don_vi.ten }}, {{ ky.ten }}", "{{ tong_hop.tong }}"))
    told = look(path)
    assert told.exit_code == 0
    [made] = told.paths
    assert made.parent == space / "out" / "xem-truoc" / WARD
    assert made.name.startswith("mau-moi-xem-truoc-")
    assert python_docx_text(made.read_bytes())[1] == "65"


def test_a_preview_of_a_workbook_and_of_the_plan(space: Path) -> None:
    sheet = written(space / "bang.xlsx", book({"A": [["{{ don_vi.ten }}"]]}))
    [made] = look(sheet, form="xlsx").paths
    assert grid(made.read_bytes()) == [["Trúc Lâm"]]
    [plan] = look("ke-hoach.docx").paths
    assert plan.name == "ke-hoach-xem-truoc-2026.docx"


def test_a_preview_of_a_faulty_template_writes_nothing_and_tells_the_faults(space: Path) -> None:
    path = written(space / "mau-moi.docx", template("{{ ky.tenn }}", "{{ ky.ten | }}"))
    told = look(path)
    assert (told.exit_code, told.codes) == (1, ["MB010", "MB015"])
    assert not (space / "out").exists()


def test_a_hand_edited_preview_is_not_overwritten(space: Path) -> None:
    path = written(space / "mau-moi.docx", template("{{ ky.ten }}"))
    [made] = look(path).paths
    written(made, template("ghi chú của tôi"))
    [second] = look(path).paths
    assert second != made
    assert python_docx_text(made.read_bytes()) == ["ghi chú của tôi"]


def test_a_wrong_form_and_a_missing_file_end_with_2(space: Path) -> None:
    path = written(space / "mau-moi.docx", template("{{ ky.ten }}"))
    assert (look(path, form="jpg").exit_code, look(path, form="jpg").codes) == (2, ["LN007"])
    told = look(space / "mau-mooi.docx")
    assert (told.exit_code, told.codes) == (2, ["LN018"])
    assert "mau-moi.docx" in told.err


@pytest.mark.office
def test_without_forms_the_document_its_pdf_and_a_picture_of_each_page_are_written(space: Path) -> None:
    pages = ("{{ ky.ten }}", *(["x"] * 90))
    path = written(space / "mau-moi.docx", template(*pages))
    told = run("template", "preview", path, "--ward", WARD, "--json").json
    names = [Path(file["path"]).name for file in told["files"]]
    stem = names[0].removesuffix(".docx")
    assert names[:2] == [f"{stem}.docx", f"{stem}.pdf"]
    assert names[2:] == [f"{stem}-trang-{n:02d}.png" for n in range(1, len(names) - 1)]
    assert len(names) > 3
    pictures = [Path(file["path"]) for file in told["files"] if file["kind"] == "png"]
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)
    # A shorter template leaves no page of the longer one behind, and no page that somebody drew on is lost.
    written(pictures[-1], b"my own")
    written(path, template("{{ ky.ten }}"))
    assert run("template", "preview", path, "--ward", WARD).exit_code == 0
    assert sorted(picture for picture in pictures if picture.exists()) == [pictures[0], pictures[-1]]


@pytest.mark.parametrize("asked", [True, False])
def test_without_libreoffice_the_document_is_written_and_the_rest_is_told(
    space: Path, monkeypatch: pytest.MonkeyPatch, *, asked: bool
) -> None:
    monkeypatch.setattr(pdf, "program", lambda: None)
    path = written(space / "mau-moi.docx", template("{{ ky.ten }}"))
    told = look(path, form="docx,pdf") if asked else run("template", "preview", path, "--ward", WARD)
    assert (told.exit_code, told.codes) == ((1, ["LN012"]) if asked else (0, []))
    assert "máy chưa cài LibreOffice" in told.err
    assert [made.suffix for made in told.paths] == [".docx"]


def test_without_poppler_the_pdf_is_written_and_the_rest_is_told(space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "convert", lambda *_: b"%PDF-1.7 /Type /Page %%EOF")
    monkeypatch.setattr(shutil, "which", lambda *_: None)
    told = look(written(space / "mau-moi.docx", template("{{ ky.ten }}")), form="docx,pdf,png")
    assert (told.exit_code, told.codes) == (1, ["LN020"])
    assert "poppler-utils" in told.err
    assert [made.suffix for made in told.paths] == [".docx", ".pdf"]


def test_pictures_that_cannot_be_made_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_: sys.executable)
    monkeypatch.setattr(pdf, "_run", lambda *_: "hỏng")
    with pytest.raises(ReportgenError, match="hỏng") as refused:
        pdf.pages("mau.docx", b"%PDF-")
    assert [problem.code for problem in refused.value.problems] == ["LN021"]


# --- the watch ---------------------------------------------------------------------------------------------------

WHOLE, OTHER = template("một"), template("hai")


def watched(path: Path, *steps: Callable[[], object]) -> Iterator[bytes | None]:
    """Yield what a watch sees while the steps happen, one at each look; it ends with the last one."""
    left = list(steps)

    def tick() -> None:
        if not left:
            raise KeyboardInterrupt
        left.pop(0)()

    def until_stopped() -> Iterator[bytes | None]:
        try:
            yield from saves(path, tick)
        except KeyboardInterrupt:
            return

    return until_stopped()


def wait() -> None:
    """Let a look pass."""


def save(path: Path, data: bytes, moment: int) -> Callable[[], None]:
    """Return a step that writes a file, at a moment of its own: a test is faster than a clock of the disk."""

    def step() -> None:
        path.write_bytes(data)
        os.utime(path, ns=(moment, moment))

    return step


def test_a_file_is_seen_at_once_and_again_after_each_save(tmp_path: Path) -> None:
    path = written(tmp_path / "mau.docx", WHOLE)
    steps = [wait, save(path, OTHER, 1), wait, wait, save(path, WHOLE, 2), wait, wait]
    assert list(watched(path, *steps)) == [WHOLE, OTHER, WHOLE]


def test_a_save_by_renaming_is_seen_once(tmp_path: Path) -> None:
    path = written(tmp_path / "mau.docx", WHOLE)
    fresh = written(tmp_path / "~WRD0001.tmp", OTHER)
    steps = [
        wait,
        lambda: path.rename(tmp_path / "~WRL0002.tmp"),
        wait,
        lambda: fresh.rename(path),
        wait,
        (tmp_path / "~WRL0002.tmp").unlink,
        wait,
    ]
    assert list(watched(path, *steps)) == [WHOLE, OTHER]


def test_owner_files_of_word_are_nothing_to_see(tmp_path: Path) -> None:
    path = written(tmp_path / "mau.docx", WHOLE)
    owner = tmp_path / "~$mau.docx"
    steps = [lambda: owner.write_bytes(b"ten"), wait, owner.unlink, wait, wait]
    assert list(watched(path, *steps)) == [WHOLE]


def test_a_file_half_written_is_waited_for(tmp_path: Path) -> None:
    path = written(tmp_path / "mau.docx", WHOLE)
    half = save(path, OTHER[: len(OTHER) // 2], 1)
    assert list(watched(path, wait, half, wait, wait, wait, save(path, OTHER, 2), wait, wait)) == [WHOLE, OTHER]


def test_a_file_that_stays_half_is_given_out_so_that_its_fault_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "mau.docx", WHOLE)
    half = OTHER[: len(OTHER) // 2]
    assert list(watched(path, save(path, half, 1), *[wait] * (PATIENCE + 3))) == [WHOLE, half]


def test_a_save_without_a_change_is_no_new_version(tmp_path: Path) -> None:
    path = written(tmp_path / "mau.docx", WHOLE)
    assert list(watched(path, save(path, WHOLE, 1), wait, wait)) == [WHOLE]


def test_a_missing_file_is_told_once_and_waited_for(tmp_path: Path) -> None:
    path = written(tmp_path / "mau.docx", WHOLE)
    steps = [wait, path.unlink, *[wait] * (GONE * 2), save(path, OTHER, 1), wait, wait]
    assert list(watched(path, *steps)) == [WHOLE, None, OTHER]


def test_a_watch_makes_the_preview_again_tells_faults_and_goes_on(space: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(space / "mau-moi.docx", template("{{ ky.ten }}"))
    steps = [
        wait,
        save(path, template("{{ ky.tenn }}"), 1),
        wait,
        wait,
        save(path, template("Kỳ: {{ ky.ten }}"), 2),
        wait,
        wait,
    ]

    def tick(_: float) -> None:
        if not steps:
            raise KeyboardInterrupt
        steps.pop(0)()

    monkeypatch.setattr(time, "sleep", tick)
    told = look(path, "--watch")
    assert told.exit_code == 0
    assert told.codes == ["MB015"]
    assert len(told.paths) == 2
    assert told.paths[0] == told.paths[1]
    assert python_docx_text(told.paths[0].read_bytes()) == ["Kỳ: quý III năm 2026"]
    assert told.err.count("Đang theo dõi") == 3
    assert told.err.splitlines()[-1] == "Đã dừng theo dõi."


def test_a_watch_of_nothing_and_a_watch_in_json_end_with_2(space: Path) -> None:
    assert look(space / "khong-co.docx", "--watch").codes == ["LN018"]
    told = look(written(space / "mau-moi.docx", template("x")), "--watch", "--json")
    assert (told.exit_code, told.json["problems"][0]["code"]) == (2, "LN007")


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_ends_a_watch_cleanly(space: Path) -> None:
    path = written(space / "mau-moi.docx", template("{{ ky.ten }}"))
    command = [sys.executable, "-m", "reportgen", "template", "preview", str(path), "--ward", WARD]
    process = subprocess.Popen(
        [*command, "--format", "docx", "--watch"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
        # a shell that runs the tests in the background has told every process to take no notice of Ctrl+C
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  no thread here
    )
    assert process.stdout is not None
    first = process.stdout.readline()  # comes as soon as the preview is there, also through a pipe
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, Path(first.strip()).suffix) == (0, ".docx")
    assert err.splitlines()[-1] == "Đã dừng theo dõi."


def test_a_look_at_the_file_comes_often_enough_to_feel_immediate() -> None:
    assert 0 < watch.SECONDS <= 1
