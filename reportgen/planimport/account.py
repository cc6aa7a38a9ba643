"""The side-by-side account of an import: the document on the left, where it went on the right; what is left first.

It is one page of HTML without scripts or links, so that any browser shows it and nothing in a document can act.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any, Final

from reportgen.planimport.compose import Imported, candidates, is_expected
from reportgen.planimport.draft import AppendixDraft

FIELD_WORDS: Final = {
    "number": "số thứ tự", "title": "nội dung nhiệm vụ", "products": "sản phẩm, kết quả", "lead": "chủ trì",
    "cooperating": "phối hợp", "deadlines": "thời hạn", "name": "tên chỉ tiêu", "unit": "đơn vị tính",
    "target": "mức phải đạt", "tracker": "cơ quan theo dõi",
}  # fmt: skip
_STYLE: Final = (
    "body{font:15px/1.45 'Times New Roman',serif;margin:24px}"
    "table{border-collapse:collapse;width:100%;margin:8px 0 24px}"
    "td,th{border:1px solid #999;padding:4px 8px;vertical-align:top;text-align:left}th{background:#eee}"
    ".left{background:#fff3d6}.where{width:22%;color:#444}.to{width:28%}"
)


def as_dict(result: Imported) -> dict[str, Any]:
    """Return the account for JSON: tables, what was left and why, what stands outside the reading order."""
    entries = list(result.ledger.entries())
    return {
        "tables": [_table(a) for a in result.parts.appendices],
        "left": [{"where": p.origin, "text": p.text, "why": why} for p, fate, why in entries if not fate],
        "outside": [{"where": a.origin, "text": a.text, "why": a.why} for a in result.source.asides],
        "lines": [
            {"where": p.origin, "text": p.text, "to": fate or f"chưa đưa vào: {why}"} for p, fate, why in entries
        ],
        "notes": [*result.source.notices, *dict.fromkeys(result.parts.notes)],
        "targets_in_text": list(candidates(result.data)) if result.data else [],
    }


def _table(appendix: AppendixDraft) -> dict[str, Any]:
    tasks = sum(len(g.tasks) for area in appendix.areas for g in area.groups)
    return {
        "label": appendix.label,
        "title": appendix.title,
        "kind": appendix.kind,
        "where": appendix.origin,
        "rows": appendix.rows,
        "tasks": tasks,
        "indicators": len(appendix.indicators),
        "columns": [{"heading": h, "field": f} for h, f in zip(appendix.columns, appendix.fields, strict=True)],
        "unread_columns": list(dict.fromkeys(appendix.unread)),
        "areas": [{"id": a.id, "title": a.title, "tasks": sum(len(g.tasks) for g in a.groups)} for a in appendix.areas],
    }


def summary(result: Imported) -> list[str]:
    """Return the account in short, for the screen."""
    lines = []
    for appendix in result.parts.appendices:
        found = _table(appendix)
        count = f"{found['tasks']} nhiệm vụ" if appendix.kind == "tasks" else f"{found['indicators']} chỉ tiêu"
        lines.append(f"{appendix.label}: đọc {appendix.rows} dòng, được {count}.")
        columns = "; ".join(
            f"{heading} → {FIELD_WORDS[name]}" for heading, name in zip(appendix.columns, appendix.fields, strict=True)
        )
        lines.append(f"  Cột: {columns}.")
        if unread := list(dict.fromkeys(appendix.unread)):
            lines.append(f"  Cột không đưa vào dữ liệu: {'; '.join(unread)}.")
    body = len(result.parts.body.blocks)
    left = sum(1 for _, fate, why in result.ledger.entries() if not fate and not is_expected(why))
    left += len(result.source.asides)
    lines.append(f"Thân văn bản: {body} đoạn. Chưa đưa vào dữ liệu: {left} chỗ (xem bản đối chiếu).")
    return lines


def page(result: Imported, ward: str, plan_file: str) -> str:
    """Return the account as a page.

    Args:
        result: The import.
        ward: Name of the ward.
        plan_file: Where the plan was written, as people call it.
    """
    entries = list(result.ledger.entries())
    left = [(p.origin, p.text, why) for p, fate, why in entries if not fate and not is_expected(why)]
    left += [(a.origin, a.text, a.why) for a in result.source.asides]
    printed = [(p.origin, p.text, why) for p, fate, why in entries if not fate and is_expected(why)]
    parts = [
        f"<h1>Đối chiếu nhập kế hoạch: {_text(ward)}</h1>",
        f"<p>Từ tệp: {_text(result.source.name)}. Vào tệp: {_text(plan_file)}.</p>",
        "<h2>Các bảng đã đọc</h2>",
        _rows(
            ("Bảng", "Cột trong văn bản", "Hiểu là", "Dòng"),
            [row for a in result.parts.appendices for row in _columns(a)],
        ),
        f"<h2>Chưa đưa vào dữ liệu ({len(left)} chỗ)</h2>",
        _rows(("Chỗ trong văn bản", "Nguyên văn", "Vì sao"), left, mark=True),
    ]
    if result.ward is not None:
        told = "Các cách viết ở cột thứ hai được gộp vào cơ quan ở cột đầu; soát lại rồi sửa trong ward.yaml nếu cần."
        agencies = [
            (a.name, "; ".join(a.aliases), a.level, "có" if a.reports else "") for a in result.ward.agencies.values()
        ]
        heads = ("Cơ quan", "Cách viết khác", "Cấp", "Báo cáo hằng kỳ")
        parts += ["<h2>Các cơ quan của phường mới</h2>", f"<p>{told}</p>", _rows(heads, agencies)]
    notes = [*result.source.notices, *dict.fromkeys(result.parts.notes)]
    if notes:
        parts += ["<h2>Những điều cần xem lại</h2>", _rows(("Nội dung",), [(note,) for note in notes])]
    extras = [(f"nhiệm vụ {task.id}", heading, text) for task in result.tasks for heading, text in task.extras]
    if extras:
        parts += ["<h2>Ô của các cột không có trong dữ liệu</h2>", _rows(("Nhiệm vụ", "Cột", "Nguyên văn"), extras)]
    shares = list(candidates(result.data)) if result.data else []
    if shares:
        told = "Các câu nêu tỷ lệ trong văn bản; câu nào là chỉ tiêu phải theo dõi thì ghi thêm vào indicators."
        parts += [
            "<h2>Chỉ tiêu nêu trong lời văn</h2>",
            f"<p>{told}</p>",
            _rows(("Nguyên văn",), [(s,) for s in shares]),
        ]
    if printed:
        parts += ["<h2>Không cần đưa vào</h2>", _rows(("Chỗ trong văn bản", "Nguyên văn", "Vì sao"), printed)]
    whole = [(p.origin, p.text, fate or f"chưa đưa vào: {why}") for p, fate, why in entries]
    parts += ["<h2>Toàn văn, từng chỗ một</h2>", _rows(("Chỗ trong văn bản", "Nguyên văn", "Trong dữ liệu"), whole)]
    head = f'<meta charset="utf-8"><title>Đối chiếu nhập kế hoạch {_text(ward)}</title><style>{_STYLE}</style>'
    return (
        f'<!DOCTYPE html>\n<html lang="vi">\n<head>{head}</head>\n<body>\n' + "\n".join(parts) + "\n</body>\n</html>\n"
    )


def _columns(appendix: AppendixDraft) -> Iterable[tuple[str, str, str, str]]:
    label = f"{appendix.label} {appendix.title}".strip()
    for heading, name in zip(appendix.columns, appendix.fields, strict=True):
        yield label, heading, FIELD_WORDS[name], str(appendix.rows)
    for heading in dict.fromkeys(appendix.unread):
        yield label, heading, "không có trong dữ liệu", str(appendix.rows)


def _rows(heads: Sequence[str], rows: Sequence[Sequence[str]], *, mark: bool = False) -> str:
    if not rows:
        return "<p>Không có.</p>"
    top = "".join(f"<th>{_text(head)}</th>" for head in heads)
    css = ' class="left"' if mark else ""
    body = "\n".join(f"<tr{css}>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>\n<tr>{top}</tr>\n{body}\n</table>"


def _text(text: str) -> str:
    return html.escape(text, quote=False)
