"""Hồ sơ thủ tục hành chính in a window: the columns of Biểu II.06 added up over its returns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal

from reportgen.assess.history import DatedReturn, covering
from reportgen.assess.report import FileFacts
from reportgen.model.period import Window
from reportgen.model.progress import FileCounts

SUM_ROW = "Tổng số"
_ONE_DAY = timedelta(days=1)


def file_facts(returns: Iterable[DatedReturn], window: Window) -> FileFacts:
    """Return the counts of `window`.

    Files carried over are those of each field's first return, pending ones those of its last: what the first
    quarter handed to the second is neither received nor pending twice.
    """
    used = [r for r in covering(returns, window) if r.body.files]
    held: dict[str, list[FileCounts]] = {}
    for source in used:
        for counts in source.body.files:
            held.setdefault(counts.field, []).append(counts)
    fields = tuple(_join(field, rows) for field, rows in held.items())
    total = _add(fields) if fields else None
    return FileFacts(
        fields=fields,
        total=total,
        window=Window(min(r.window.start for r in used), max(r.window.end for r in used)) if used else None,
        on_time_share=_share(total.early + total.on_time, total.resolved) if total else None,
        online_share=_share(total.online, total.online + total.direct) if total else None,
        complete=_tiles(used, window),
    )


def _join(field: str, rows: Sequence[FileCounts]) -> FileCounts:
    """Join the returns of one field, oldest first."""
    online, direct = sum(r.online for r in rows), sum(r.direct for r in rows)
    early, on_time, late = sum(r.early for r in rows), sum(r.on_time for r in rows), sum(r.late for r in rows)
    first, last = rows[0], rows[-1]
    return FileCounts(
        field=field,
        received=online + direct + first.carried_over,
        online=online,
        direct=direct,
        carried_over=first.carried_over,
        resolved=early + on_time + late,
        early=early,
        on_time=on_time,
        late=late,
        pending=last.pending,
        pending_in_time=last.pending_in_time,
        pending_overdue=last.pending_overdue,
        source=last.source,
    )


def _add(fields: Sequence[FileCounts]) -> FileCounts:
    """Add fields side by side, column by column."""
    return FileCounts(
        field=SUM_ROW,
        received=sum(f.received for f in fields),
        online=sum(f.online for f in fields),
        direct=sum(f.direct for f in fields),
        carried_over=sum(f.carried_over for f in fields),
        resolved=sum(f.resolved for f in fields),
        early=sum(f.early for f in fields),
        on_time=sum(f.on_time for f in fields),
        late=sum(f.late for f in fields),
        pending=sum(f.pending for f in fields),
        pending_in_time=sum(f.pending_in_time for f in fields),
        pending_overdue=sum(f.pending_overdue for f in fields),
        source="",
    )


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None


def _tiles(used: Iterable[DatedReturn], window: Window) -> bool:
    """Tell whether the returns leave no day of `window` out."""
    next_day = window.start
    for span in sorted({(r.window.start, r.window.end) for r in used}):
        if span[0] > next_day:
            return False
        next_day = max(next_day, span[1] + _ONE_DAY)
    return next_day > window.end
