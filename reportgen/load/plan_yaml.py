"""From the model back to the files of a ward's folder: `ward.yaml` and `plans/<year>.yaml` (docs/data-format.md).

What the loader reads from the text is the model that was given, but for the lines that `source` names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from reportgen.load.schema import BLOCKS, PERIOD_KINDS, Row
from reportgen.load.yamlwriter import yaml_text
from reportgen.model.plan import Appendix, Area, Block, Duty, Indicator, Plan, Task
from reportgen.model.ward import Agency, Ward

Data = dict[str, Any]


def plan_yaml(
    plan: Plan, agencies: Mapping[str, Agency], *, quotes: Mapping[str, str] | None = None, comment: str = ""
) -> str:
    """Return the text of a plan's file.

    Args:
        plan: The plan as printed: read `verbatim`, or made from a document. (Of a plan with its errata applied the
            misprints are gone, and the errata would be told as naming words that stand nowhere.)
        agencies: The ward's agencies by id: a duty's and a unit's are written by their official names.
        quotes: By indicator id, the sentence that states it, which the model does not hold.
        comment: Lines put above, each after `# `.

    Raises:
        ValueError: A task whose group no area has, a heading deeper than three: what the file cannot hold.
    """
    return yaml_text(plan_data(plan, agencies, quotes=quotes), comment=comment)


def ward_yaml(ward: Ward, *, comment: str = "") -> str:
    """Return the text of `ward.yaml`: name, province, agencies with their other spellings, signer, recipients."""
    return yaml_text(ward_data(ward), comment=comment)


def row_data(row: Row) -> Data:
    """Return what a row of the schema holds under the keys of the file, in their order; empty optional ones left out.

    `yaml_text(row_data(row))` is the file that reads back as the row.
    """
    data: Data = {}
    for name, info in type(row).model_fields.items():
        value = getattr(row, name)
        if info.is_required() or value not in (info.default, None):
            data[info.alias or name] = _plain(value)
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        assert isinstance(value, Row)  # noqa: S101  the schema has no others
        return row_data(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


# --- the plan ------------------------------------------------------------------------------------------------------


def plan_data(plan: Plan, agencies: Mapping[str, Agency], *, quotes: Mapping[str, str] | None = None) -> Data:
    """Return a plan under the keys of its file; arguments and errors as of `plan_yaml`."""
    tasks = _by_group(plan.tasks)
    areas = [_area(area, tasks) for area in plan.areas]
    if tasks:
        raise ValueError(f"tasks of groups that the plan does not have: {sorted(tasks)}")
    return _without_blanks(
        {
            "years": list(plan.years),
            "title": plan.title,
            "subject": list(plan.subject),
            "number_line": plan.number_line,
            "date_line": plan.date_line,
            "citation": plan.citation,
            "issued": plan.issued,
            "number": plan.number,
            "bases": list(plan.bases),
            "text": [_block(block) for block in plan.blocks],
            "appendix_heading": list(plan.appendix_heading),
            "appendices": [_appendix(row) for row in plan.appendices],
            "areas": areas,
            "indicators": [_indicator(row, agencies, quotes or {}) for row in plan.indicators],
            "duties": [_duty(row, agencies) for row in plan.duties],
            "unit_duties": [{"agency": _name(u.agency, agencies), "items": list(u.items)} for u in plan.unit_duties],
            "recipients": list(plan.recipients),
            "authority": list(plan.authority),
            "signer": plan.signer,
            "errata": [
                {"place": e.place, "printed": e.printed, "corrected": e.corrected, "why": e.why} for e in plan.errata
            ],
        },
        keep={"years", "subject", "bases", "text", "areas", "recipients", "authority"},
    )


def _without_blanks(data: Data, *, keep: set[str]) -> Data:
    """Leave out keys that say nothing, but those that the file must have."""
    return {key: value for key, value in data.items() if key in keep or (value is not None and value not in ("", []))}


def _name(agency: str, agencies: Mapping[str, Agency]) -> str:
    return agencies[agency].name if agency in agencies else agency


def _block(block: Block) -> Data:
    key = f"heading{block.level}" if block.kind == "heading" else block.kind
    if key not in BLOCKS:
        raise ValueError(f"no such paragraph in a plan's file: {key}")
    return {key: block.text}


def _appendix(row: Appendix) -> Data:
    data: Data = {"label": row.label, "title": row.title, "kind": row.kind}
    data |= {"columns": list(row.columns), "fields": list(row.fields), "areas": list(row.areas)}
    return _without_blanks(data, keep={"columns", "fields"})


def _by_group(tasks: tuple[Task, ...]) -> dict[tuple[str, str], list[Data]]:
    found: dict[tuple[str, str], list[Data]] = {}
    for task in tasks:
        found.setdefault((task.area, task.group), []).append(_task(task))
    return found


def _area(area: Area, tasks: dict[tuple[str, str], list[Data]]) -> Data:
    """Return an area with its tasks, taken out of `tasks`: of two groups of one name the first gets them, once."""
    groups = [{"id": g.id, "title": g.title, "tasks": tasks.pop((area.id, g.id), [])} for g in area.groups]
    data: Data = {"id": area.id, "title": area.title, "heading": area.heading, "kind": area.kind, "lead": area.lead}
    return _without_blanks(data | {"groups": groups}, keep={"groups"})


def _task(task: Task) -> Data:
    data: Data = {
        "number": task.number,
        "title": task.title,
        "products": list(task.products),
        "lead": [party.printed for party in task.lead],
        "cooperating": [party.printed for party in task.cooperating],
        "deadlines": list(task.deadline_items),
    }
    return _without_blanks(data, keep={"lead", "deadlines"})


def _indicator(row: Indicator, agencies: Mapping[str, Agency], quotes: Mapping[str, str]) -> Data:
    data: Data = {
        "id": row.id,
        "name": row.name,
        "unit": row.unit,
        "comparator": row.comparator,
        "target": row.target,
        "target_text": row.target_text,
        "phase": row.phase,
        "years": [row.first_year, row.last_year],
        "tracker": row.tracker_printed or _name(row.tracker, agencies),
        "numerator": row.numerator,
        "denominator": row.denominator,
        "origin": row.origin,
        "aggregate": "" if row.aggregate == "sum" else row.aggregate,
        "same_as": row.same_as,
        "quote": quotes.get(row.id, ""),
    }
    return _without_blanks(data, keep={"target"})


def _duty(row: Duty, agencies: Mapping[str, Agency]) -> Data:
    data: Data = {"id": row.id, "who": _name(row.who, agencies), "to": row.to, "when": row.when}
    return _without_blanks(data | {"quote": row.quote, "task": row.task}, keep={"who"})


# --- the ward ------------------------------------------------------------------------------------------------------


def ward_data(ward: Ward) -> Data:
    """Return a ward under the keys of `ward.yaml`."""
    return _without_blanks(
        {
            "name": ward.name,
            "full_name": ward.full_name,
            "province": ward.province,
            "place": ward.place,
            "issuer": list(ward.issuer),
            "symbol": ward.symbol,
            "standing_agency": ward.standing_agency,
            "count_regular_as_done": ward.count_regular_as_done,
            "addressees": list(ward.addressees),
            "recipients": {kind: list(lines) for kind, lines in ward.recipients.items()} or None,
            "signer": {"authority": list(ward.signer.authority), "name": ward.signer.name},
            "calendar": _calendar(ward) or None,
            "agencies": [_agency(agency) for agency in ward.agencies.values()],
        },
        keep={"issuer", "agencies"},
    )


def _calendar(ward: Ward) -> Data:
    calendar = ward.calendar
    kinds = {kind.value for kind in calendar.calendar_kinds}
    windows = {key: {"from": window.start, "to": window.end} for key, window in calendar.windows.items()}
    data = {
        "formed": calendar.formed,
        "calendar_kinds": [k for k in PERIOD_KINDS if k in kinds],
        "windows": windows,
        "reports": None if calendar.reports is None else list(calendar.reports),
        "send_by": {key: rule.text for key, rule in calendar.send_by.items()},
        "days_off": sorted(calendar.days_off),
        "working_days": sorted(calendar.working_days),
    }
    return {key: value for key, value in data.items() if value or (key == "reports" and value is not None)}


def _agency(agency: Agency) -> Data:
    data: Data = {"id": agency.id, "name": agency.name, "level": agency.level, "short": agency.short}
    data |= {"reports": True if agency.reports else None, "aliases": list(agency.aliases)}
    return _without_blanks(data, keep=set())
