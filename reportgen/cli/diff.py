"""`diff`: what changed between two documents, in words and on a copy; what an officer rewrote and what we say now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from reportgen.cli import say
from reportgen.cli.failure import carry_out
from reportgen.cli.made import Made, open_made
from reportgen.originals import original_of
from reportgen.output import NewFile, write_all
from reportgen.problem import Problem, ReportgenError

if TYPE_CHECKING:
    from reportgen.compare.carry import Carried
    from reportgen.compare.change import Change

FORMS: Final = ("docx", "xlsx")
_MARK: Final = "so-sanh"
_HOW: Final = {"added": "thêm", "removed": "bỏ", "changed": "sửa"}
_SAME: Final = "chương trình vẫn ghi như trước ở chỗ này; chép lại được nguyên đoạn cán bộ ghi"
_ADDED: Final = "chương trình không có đoạn này; chép lại được nguyên đoạn cán bộ ghi"
_STILL: Final = "bản mới của chương trình vẫn ghi"
_DIFFERS: Final = "bản mới của chương trình ghi"
_GONE: Final = "bản mới của chương trình không còn đoạn này"
_TAKEN: Final = "bản mới của chương trình đã ghi như vậy"


def diff(old: str, new: str, *, as_json: bool) -> int:
    """Compare two documents; return the exit status."""
    result = say.Outcome(extra={"old": old, "new": new, "changes": [], "carried": []})
    return carry_out(result, lambda found: _diff(old, new, found), as_json=as_json)


def _diff(old: str, new: str, result: say.Outcome) -> None:
    before, after = open_made(old), open_made(new)
    form = _form(before, after)
    if before.data == after.data:
        result.lines = ["Hai tệp giống hệt nhau."]
        return
    changes, document = _compared(before, after, form)
    result.extra["changes"] = [change.as_dict() for change in changes]
    rewritten = _rewritten(before, after)
    result.extra["carried"] = [one.as_dict() for one in rewritten]
    if not changes:
        result.lines = ["Lời văn, số liệu của hai tệp không khác nhau; chỉ khác định dạng hoặc thông tin của tệp."]
        return
    head = f"Có {len(changes)} chỗ khác giữa {before.path.name} và {after.path.name}:"
    result.lines = [head, *told(changes), *carried_lines(rewritten)]  # told even if no copy can be written
    if after.told is not None:
        document = _marked(document, after.path.name)
    name = f"{after.path.stem}-{_MARK}.{form}"
    written = write_all(after.path.absolute().parent, [NewFile(PurePosixPath(name), document, form)])
    result.files += written.files
    result.add(written.problems)
    seen = "Bản có đánh dấu thay đổi" if form == "docx" else "Bản có ghi chú ở từng ô khác"
    result.lines += [f"{seen}: {file.path}" for file in written.files]


def _form(before: Made, after: Made) -> str:
    """Return of which kind both are.

    Raises:
        ReportgenError: XX002 when they are not two Word documents or two workbooks.
    """
    forms = {before.form, after.form}
    if len(forms) > 1 or not forms <= set(FORMS):
        message = f"không so sánh được tệp {before.form or '(không đuôi)'} với tệp {after.form or '(không đuôi)'}"
        remedy = "Chọn hai tệp Word (.docx) hoặc hai tệp Excel (.xlsx)."
        raise ReportgenError(Problem("XX002", f"{before.path}, {after.path}", message, remedy), exit_code=2)
    return forms.pop()


def _compared(before: Made, after: Made, form: str) -> tuple[tuple[Change, ...], bytes]:
    names = (before.path.name, after.path.name)
    if names[0] == names[1]:
        names = (f"{names[0]} (bản cũ)", names[1])
    if form == "docx":
        from reportgen.compare import word  # noqa: PLC0415  help must not wait for it

        made = word.compare(before.data, after.data, *names)
        return made.changes, made.document
    from reportgen.compare import excel  # noqa: PLC0415  help must not wait for it

    book = excel.compare(before.data, after.data, *names)
    return book.changes, book.document


def _marked(document: bytes, name: str) -> bytes:
    """Return a comparison that does not say of itself that it is the report of the period."""
    from reportgen.render.package import open_package, stamp  # noqa: PLC0415  help must not wait for it

    package = open_package(document, name)
    return package.write(stamp(package, {}, properties={"kind": _MARK}))


def _rewritten(before: Made, after: Made) -> list[Carried]:
    """Return what an officer rewrote in the old file, when we wrote it and the new one is ours as it stands."""
    if before.edited is False or after.edited is not False:
        return []
    return rewritten(before, after.data)


def rewritten(edited: Made, ours: bytes) -> list[Carried]:
    """Return what an officer rewrote in a document, against what we say now; nothing when our text is not kept."""
    written = original_of(edited.path.absolute(), edited.data)
    if written is None or edited.form not in FORMS:
        return []
    from reportgen.compare.carry import carry  # noqa: PLC0415  help must not wait for it

    return carry(written, edited.data, ours, edited.path.name, edited.path.name)


def told(changes: Sequence[Change]) -> Iterator[str]:
    """Yield the differences in words."""
    for number, change in enumerate(changes, start=1):
        yield f"{number}. {change.place}: {_HOW[change.how.value]}"
        if change.edits:
            yield from (f"     {_quoted(old)} → {_quoted(new)}" for old, new in change.edits)
        else:
            yield f"     {_quoted(change.new or change.old)}"


def carried_lines(found: Sequence[Carried], most: int | None = None) -> list[str]:
    """Return what an officer rewrote, each beside what we say now.

    Args:
        found: All of it.
        most: How many to tell of; None for all.
    """
    if not found:
        return []
    lines = [f"Cán bộ đã sửa {len(found)} chỗ so với bản chương trình ghi trước đó:"]
    for one in found[:most]:
        officer = _quoted(one.officer) if one.officer else "(đã bỏ đoạn này)"
        lines += [f"- {one.place}", f"     cán bộ ghi: {officer}", f"     {_now(one)}"]
    if most is not None and len(found) > most:
        lines.append(f"- và {len(found) - most} chỗ nữa; xem đủ bằng lệnh reportgen diff BẢN_CŨ BẢN_MỚI")
    return lines


def _now(one: Carried) -> str:
    """Return how our text stands to what the officer rewrote."""
    if one.now.value == "taken":
        return _TAKEN
    if one.now.value == "gone":
        return _GONE
    if not one.written:
        return _ADDED
    if one.now.value == "same":
        return _SAME if one.officer else f"{_STILL}: {_quoted(one.ours)}"
    return f"{_DIFFERS}: {_quoted(one.ours)}"


def carried_as_dicts(found: Sequence[Carried]) -> list[dict[str, Any]]:
    """Return the same for `--json`."""
    return [one.as_dict() for one in found]


def _quoted(text: str) -> str:
    return f"“{say.clean(' '.join(text.split()))}”" if text.strip() else "(trống)"
