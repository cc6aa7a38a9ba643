"""A plan imported again: what the document says is new, what a person had added to the old file stays.

The document cannot say how an area is called in reports, how a target is counted, what is a misprint: such keys of the
old file are kept wherever what they belong to is still printed. What can no longer be placed is told, never dropped
in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from reportgen.planimport.blocks import letters_only

Data = dict[str, Any]
_TASK_LISTS: Final = ("products", "lead", "cooperating", "deadlines")
_OF_INDICATOR: Final = ("comparator", "target", "numerator", "denominator", "aggregate", "same_as", "quote", "years")


def merged(new: Data, old: Mapping[str, Any]) -> tuple[Data, list[str]]:
    """Return the new plan with a person's work of the old one.

    Args:
        new: The plan as imported, under the keys of the file.
        old: The plan that is there, so too.

    Returns:
        The plan, and what of the old one could not be kept, in Vietnamese.
    """
    lost: list[str] = []
    result = dict(new)
    if old.get("citation"):
        result["citation"] = old["citation"]
    for key in ("issued", "number"):
        if not result.get(key) and old.get(key):
            result[key] = old[key]
    result["text"] = _text(new["text"], old.get("text", []))
    printed = {letters_only(text) for block in result["text"] for text in block.values()}
    result["bases"] = _if_printed(old.get("bases", []), printed) or new["bases"]
    result["areas"] = _areas(new["areas"], old.get("areas", []))
    result["appendices"] = _appendices(new.get("appendices", []), old.get("appendices", []))
    result["indicators"] = _indicators(new.get("indicators", []), old.get("indicators", []), lost)
    if old.get("duties"):
        result["duties"] = old["duties"]
    units = [u for u in old.get("unit_duties", []) if _if_printed(u["items"], printed, whole=False)]
    if units and len(units) == len(old["unit_duties"]):
        result["unit_duties"] = units
    if old.get("errata"):
        result["errata"] = old["errata"]
    for key in ("appendix_heading", "subject", "recipients", "authority"):
        if _same(result.get(key), old.get(key)):
            result[key] = old.get(key)
    order = {key: place for place, key in enumerate(_ORDER)}
    kept = {key: value for key, value in result.items() if value not in (None, "", []) or key in _ALWAYS}
    return dict(sorted(kept.items(), key=lambda pair: order.get(pair[0], len(order)))), lost


_ORDER: Final = (
    "years", "title", "subject", "number_line", "date_line", "citation", "issued", "number", "bases", "text",
    "appendix_heading", "appendices", "areas", "indicators", "duties", "unit_duties", "recipients", "authority",
    "signer", "errata",
)  # fmt: skip
_ALWAYS: Final = frozenset({"years", "subject", "bases", "text", "areas", "recipients", "authority"})


def _same(new: Any, old: Any) -> bool:
    """Tell whether two lists print the same letters."""
    if not isinstance(new, list) or not isinstance(old, list):
        return False
    return letters_only(" ".join(map(str, new))) == letters_only(" ".join(map(str, old)))


def _if_printed(texts: list[str], printed: set[str], *, whole: bool = True) -> list[str]:
    """Return old paragraphs when all of them are still printed, else none."""
    bare = [letters_only(text) for text in texts]
    known = all(b in printed for b in bare) if whole else all(any(b in p for p in printed) for b in bare)
    return texts if texts and known else []


def _text(new: list[Data], old: list[Data]) -> list[Data]:
    """Return the new paragraphs, those of the same letters as the old file has them."""
    known: dict[str, Data] = {}
    for block in old:
        for text in block.values():
            known.setdefault(letters_only(str(text)), block)
    return [known.get(letters_only(next(iter(block.values()))), block) for block in new]


def _areas(new: list[Data], old: list[Data]) -> list[Data]:
    known = {area["id"]: area for area in old}
    tasks = {
        (area["id"], group["id"], task["number"]): task
        for area in old
        for group in area["groups"]
        for task in group["tasks"]
    }
    result = []
    for area in new:
        before = known.get(area["id"])
        kept = dict(area)
        if before is not None and letters_only(before["title"]) == letters_only(area["title"]):
            kept |= {key: before[key] for key in ("title", "heading", "kind", "lead") if key in before}
            if "lead" not in before:
                kept.pop("lead", None)
        titles = {g["id"]: g["title"] for g in before["groups"]} if before else {}
        kept["groups"] = [
            {
                "id": group["id"],
                "title": _as_before(group["title"], titles.get(group["id"])),
                "tasks": [_task(task, tasks.get((area["id"], group["id"], task["number"]))) for task in group["tasks"]],
            }
            for group in area["groups"]
        ]
        order = ("id", "title", "heading", "kind", "lead", "groups")
        result.append({key: kept[key] for key in order if key in kept})
    return result


def _as_before(new: str, old: str | None) -> str:
    return old if old is not None and letters_only(old) == letters_only(new) else new


def _task(new: Data, old: Data | None) -> Data:
    """Return a task; cells whose letters are those of before keep the items into which a person had cut them."""
    if old is None:
        return new
    kept = dict(new)
    kept["title"] = _as_before(new["title"], old["title"])
    for key in _TASK_LISTS:
        if _same(new.get(key, []), old.get(key, [])):
            kept[key] = old.get(key, [])
    order = ("number", "title", *_TASK_LISTS)
    return {key: kept[key] for key in order if key in kept and (kept[key] or key in {"lead", "deadlines"})}


def _appendices(new: list[Data], old: list[Data]) -> list[Data]:
    """Return the appendices; label and title that print the same letters stay as they were."""
    if len(new) != len(old):
        return new
    result = []
    for now, before in zip(new, old, strict=True):
        same = {
            key for key in ("label", "title") if letters_only(now.get(key, "")) == letters_only(before.get(key, ""))
        }
        same |= {key for key in ("columns",) if _same(now[key], before[key])}
        result.append({key: before[key] if key in same and key in before else value for key, value in now.items()})
    return result


def _indicators(new: list[Data], old: list[Data], lost: list[str]) -> list[Data]:
    """Return the indicators of tables with how a person counts them, and those that a person found in the text."""
    known = {row["id"]: row for row in old}
    ids = {row["id"] for row in new}
    rows = []
    for row in new:
        before = known.get(row["id"])
        if before is None or letters_only(before["name"]) != letters_only(row["name"]):
            if before is not None:
                lost.append(f"chỉ tiêu {row['id']} đã đổi nội dung: cách tính cũ (“{before['name']}”) không giữ")
            rows.append(row)
            continue
        same = {k: before[k] for k in ("name", "unit", "target_text", "phase", "tracker") if _alike(k, row, before)}
        changed = letters_only(row["target_text"]) != letters_only(before["target_text"])
        owned = [k for k in _OF_INDICATOR if not (changed and k in {"comparator", "target"})]
        kept = {k: v for k, v in row.items() if k not in owned} | {k: before[k] for k in owned if k in before} | same
        rows.append({key: kept[key] for key in _INDICATOR_ORDER if key in kept})
    for row in old:
        if row["id"] not in ids:
            if row["origin"] == "văn bản":
                rows.append(row)
            else:
                lost.append(f"chỉ tiêu {row['id']} “{row['name']}” không còn trong bảng của văn bản")
    return rows


def _alike(key: str, new: Data, old: Data) -> bool:
    symbols = str(new.get(key, "")).replace(" ", "") == str(old.get(key, "")).replace(" ", "")
    return key in old and (symbols or (letters_only(str(new.get(key, ""))) == letters_only(str(old[key])) != ""))


_INDICATOR_ORDER: Final = (
    "id", "name", "unit", "comparator", "target", "target_text", "phase", "years", "tracker", "numerator",
    "denominator", "origin", "aggregate", "same_as", "quote",
)  # fmt: skip
