"""The YAML files of a ward as people write them: which keys, which kinds of value. Aliases are the keys in the file.

Nothing here knows about other files; references between files are checked where the model is built.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from reportgen.load.scalars import (
    AgencyId,
    BlankText,
    Count,
    Day,
    Figure,
    Flag,
    Percent,
    Place,
    Text,
    Year,
    fault,
    one_of,
)
from reportgen.load.sending import Rule
from reportgen.load.yamlsource import Scalar

LEVELS = ("phường", "tỉnh", "trung ương", "đoàn thể", "doanh nghiệp", "tập thể")
AREA_KINDS = ("direction", "institutions", "procedures", "organisation", "civil-service", "finance", "digital")
APPENDIX_FIELDS = (
    "number", "title", "products", "lead", "cooperating", "deadlines", "name", "unit", "target", "tracker",
)  # fmt: skip
PERIOD_KINDS = ("monthly", "quarterly", "half-year", "nine-month", "annual")
BLOCKS = {"heading1": 1, "heading2": 2, "heading3": 3, "paragraph": 0, "list": 0, "note": 0}


class Row(BaseModel):
    """A group of keys. A known key with nothing after it counts as not written."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_empty_keys(cls, data: object) -> object:
        if isinstance(data, dict):
            known = cls.keys()
            return {k: v for k, v in data.items() if not (k in known and isinstance(v, Scalar) and v.is_null)}
        return data

    @classmethod
    @cache
    def keys(cls) -> set[str]:
        """Return the keys that the file may use."""
        return {field.alias or name for name, field in cls.model_fields.items()}


class WindowRow(Row):
    """A data window."""

    start: Day = Field(alias="from")
    end: Day = Field(alias="to")


class CalendarRow(Row):
    """What the ward says about windows."""

    formed: Day | None = None
    calendar_kinds: tuple[Annotated[str, BeforeValidator(one_of(*PERIOD_KINDS))], ...] = ()
    windows: dict[str, WindowRow] = {}
    reports: tuple[Text, ...] | None = None
    send_by: dict[str, Rule] = {}
    days_off: tuple[Day, ...] = ()
    working_days: tuple[Day, ...] = ()


class AgencyRow(Row):
    """One agency."""

    id: AgencyId
    name: Text
    level: Annotated[str, BeforeValidator(one_of(*LEVELS))]
    short: BlankText = ""
    reports: Flag = False
    aliases: tuple[Text, ...] = ()


class SignerRow(Row):
    """Who signs."""

    authority: tuple[Text, ...]
    name: Text


class WardFile(Row):
    """`ward.yaml`."""

    name: Text
    full_name: Text
    province: Text
    place: Text
    issuer: tuple[Text, ...]
    symbol: Text
    standing_agency: Text
    count_regular_as_done: Flag = True
    addressees: tuple[Text, ...] = ()
    recipients: dict[str, tuple[Text, ...]] = {}
    signer: SignerRow
    calendar: CalendarRow = CalendarRow()
    agencies: tuple[AgencyRow, ...]


class BlockRow(Row):
    """One paragraph: exactly one of the keys."""

    heading1: Text | None = None
    heading2: Text | None = None
    heading3: Text | None = None
    paragraph: Text | None = None
    item: Text | None = Field(None, alias="list")
    note: Text | None = None

    @model_validator(mode="after")
    def _one_key(self) -> BlockRow:
        if len(self.model_fields_set) != 1:
            raise fault(
                "DL303",
                "mỗi đoạn phải có đúng một khóa",
                "Ghi một trong các khóa heading1, heading2, heading3, paragraph, list, note.",
            )
        return self

    def kind_and_text(self) -> tuple[str, str]:
        """Return the key as written and its words."""
        name = next(iter(self.model_fields_set))
        return ("list" if name == "item" else name), str(getattr(self, name))


class AppendixRow(Row):
    """One appendix."""

    label: Text
    title: BlankText = ""
    kind: Annotated[str, BeforeValidator(one_of("tasks", "indicators"))]
    columns: tuple[Text, ...]
    fields_: tuple[Annotated[str, BeforeValidator(one_of(*APPENDIX_FIELDS))], ...] = Field(alias="fields")
    areas: tuple[Text, ...] = ()


class TaskRow(Row):
    """One task of the plan, items as printed."""

    number: Text
    title: Text
    products: tuple[Text, ...] = ()
    lead: tuple[Text, ...]
    cooperating: tuple[Text, ...] = ()
    deadlines: tuple[Text, ...]


class GroupRow(Row):
    """A group of tasks."""

    id: Text
    title: Text
    tasks: tuple[TaskRow, ...]


class AreaRow(Row):
    """One area."""

    id: Text
    title: Text
    heading: Text
    kind: Annotated[str, BeforeValidator(one_of(*AREA_KINDS))]
    lead: BlankText = ""
    groups: tuple[GroupRow, ...] = Field(min_length=1)


class IndicatorRow(Row):
    """One indicator."""

    id: Text
    name: Text
    unit: BlankText = ""
    comparator: Annotated[str, BeforeValidator(one_of(">=", ">", "=", "<="))]
    target: Figure | None = None
    target_text: Text
    phase: BlankText = ""
    years: tuple[Year, Year]
    tracker: BlankText = ""
    numerator: BlankText = ""
    denominator: BlankText = ""
    origin: Annotated[str, BeforeValidator(one_of("phụ lục", "văn bản"))]
    aggregate: Annotated[str, BeforeValidator(one_of("sum", "last"))] = "sum"
    same_as: BlankText = ""
    quote: BlankText = ""


class DutyRow(Row):
    """One reporting duty."""

    id: Text
    who: Text
    to: Text
    when: Text
    quote: Text
    task: BlankText = ""


class UnitDutiesRow(Row):
    """What the plan asks of one unit."""

    agency: Text
    items: tuple[Text, ...]


class ErratumRow(Row):
    """One misprint."""

    place: Text
    printed: Text
    corrected: BlankText
    why: Text


class PlanFile(Row):
    """`plans/<first year>.yaml`."""

    years: tuple[Year, Year]
    title: Text
    subject: tuple[Text, ...]
    number_line: Text
    date_line: Text
    citation: Text
    issued: Day | None = None
    number: BlankText = ""
    bases: tuple[Text, ...]
    text: tuple[BlockRow, ...]
    appendix_heading: tuple[Text, ...] = ()
    appendices: tuple[AppendixRow, ...] = ()
    areas: tuple[AreaRow, ...]
    indicators: tuple[IndicatorRow, ...] = ()
    duties: tuple[DutyRow, ...] = ()
    unit_duties: tuple[UnitDutiesRow, ...] = ()
    recipients: tuple[Text, ...]
    authority: tuple[Text, ...]
    signer: Text
    errata: tuple[ErratumRow, ...] = ()


class EventRow(Row):
    """A superior document or other event."""

    id: Text
    tasks: tuple[Text, ...]
    text: Text
    happened_on: Day
    due: Day | None = None
    deadline: Place | None = None
    illustrative: Flag = False


class EventsFile(Row):
    """`events.yaml`."""

    events: tuple[EventRow, ...] = ()


class DocumentRow(Row):
    """An issued document."""

    kind: Text
    number: Text
    symbol: Text
    day: Day = Field(alias="date")
    title: BlankText = ""


class PartRow(Row):
    """Progress on one deadline."""

    deadline: Place
    done_on: Day | None = None
    delivered: tuple[Day, ...] = ()


class ProgressRow(Row):
    """Progress on one task."""

    id: Text
    status: Annotated[str, BeforeValidator(one_of("done", "in_progress", "not_started"))]
    percent: Percent | None = None
    done_on: Day | None = None
    result: BlankText = ""
    documents: tuple[DocumentRow, ...] = ()
    delivered: tuple[Day, ...] = ()
    parts: tuple[PartRow, ...] = ()
    difficulties: BlankText = ""
    proposals: BlankText = ""


class MeasurementRow(Row):
    """What was measured of one indicator."""

    id: Text
    numerator: Count | None = None
    denominator: Count | None = None
    value: Figure | None = None
    note: BlankText = ""


class ReceivedRow(Row):
    """Hồ sơ nhận giải quyết."""

    total: Count
    online: Count
    direct: Count
    carried_over: Count


class ResolvedRow(Row):
    """Hồ sơ đã giải quyết."""

    total: Count
    early: Count
    on_time: Count
    late: Count


class PendingRow(Row):
    """Hồ sơ đang giải quyết."""

    total: Count
    in_time: Count
    overdue: Count


class FilesRow(Row):
    """Files of one field."""

    name: Text = Field(alias="field")
    received: ReceivedRow
    resolved: ResolvedRow
    pending: PendingRow


class CooperationRow(Row):
    """What was done for a task that another agency leads."""

    id: Text
    result: Text


class ReturnFile(Row):
    """`progress/<period>/<agency id>.yaml`."""

    agency: Text
    period: Text
    illustrative: Flag = False
    reported_on: Day | None = None
    direction: tuple[Text, ...] = ()
    difficulties: tuple[Text, ...] = ()
    causes: tuple[Text, ...] = ()
    proposals: tuple[Text, ...] = ()
    tasks: tuple[ProgressRow, ...] = ()
    indicators: tuple[MeasurementRow, ...] = ()
    files: tuple[FilesRow, ...] = ()
    cooperation: tuple[CooperationRow, ...] = ()
