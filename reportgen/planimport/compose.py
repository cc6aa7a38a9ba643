"""The parts of a plan to the keys of `plans/<year>.yaml`, and to a `ward.yaml` when the ward is new."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from reportgen.load.agencies import Directory
from reportgen.model.ward import Agency, Ward
from reportgen.planimport import infer, names
from reportgen.planimport.blocks import Source, paras_of
from reportgen.planimport.draft import AppendixDraft, AreaDraft, IndicatorDraft, Ledger, TaskDraft
from reportgen.planimport.items import begins_a_name
from reportgen.planimport.rows import DASH, DITTO
from reportgen.planimport.sections import Parts, parts_of
from reportgen.problem import Problem, Severity
from reportgen.vi.slug import slug

Data = dict[str, Any]
_MOST_PAIRS: Final = 12
NOT_STATED: Final = "(không ghi)"
_CLOSER: Final = "Đọc bản đối chiếu, mở văn bản gốc ở chỗ được nêu rồi bổ sung vào tệp kế hoạch."


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person said beside the file: `year` of the plan, `province` of a new ward; None for nothing."""

    year: int | None = None
    province: str | None = None


@dataclass(slots=True)
class Imported:
    """What became of a document.

    Attributes:
        source: The document. ledger: Where its words went. parts: As recognised.
        data: The plan under the keys of its file; None when there is no table of tasks or no year.
        ward: The new ward; None when the ward was there already.
        problems: What a person must look at.
        aliases: Spellings that were taken for one agency of a new ward, in words.
    """

    source: Source
    ledger: Ledger
    parts: Parts
    data: Data | None = None
    ward: Ward | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def tasks(self) -> list[TaskDraft]:
        """All tasks in printed order."""
        return [t for a in self.parts.appendices for area in a.areas for g in area.groups for t in g.tasks]

    @property
    def indicators(self) -> list[IndicatorDraft]:
        """All indicators of tables in printed order."""
        return [i for a in self.parts.appendices for i in a.indicators]


def imported(source: Source, ward_id: str, known: Ward | None, asked: Asked) -> Imported:
    """Turn a document into data.

    Args:
        source: The document.
        ward_id: Id of the ward.
        known: The ward when it is there already: its names resolve; None for a new one, which is made.
        asked: What a person said.
    """
    ledger = Ledger(source)
    result = Imported(source, ledger, parts_of(source, ledger))
    years = infer.years_of(result.parts.subject, result.parts.date_line)
    if asked.year is not None and (years is None or not years[0] <= asked.year <= years[1]):
        if years is not None:
            message = f"văn bản là kế hoạch {years[0]} - {years[1]}, không gồm năm {asked.year}"
            result.problems.append(Problem("NK005", source.name, message, "Bỏ --year, hoặc chọn đúng tệp kế hoạch."))
            return result
        years = (asked.year, asked.year)
    if not result.tasks:
        result.problems.append(_no_tasks(result))
        return result
    if years is None:
        remedy = "Chạy lại với --year NĂM, ví dụ --year 2026."
        result.problems.append(
            Problem("NK005", source.name, "không thấy năm của kế hoạch trong tên và ngày tháng", remedy)
        )
        return result
    _Composer(result, ward_id, known, years, asked).run()
    return result


def _no_tasks(result: Imported) -> Problem:
    tables = sum(1 for block in result.source.blocks if not hasattr(block, "text"))
    have = f"có {tables} bảng, không bảng nào có cột nội dung nhiệm vụ" if tables else "không có bảng nào"
    message = f"không thấy bảng nhiệm vụ: văn bản {have}; chương trình không tự đặt ra nhiệm vụ"
    remedy = (
        "Nhập tệp có phụ lục phân công nhiệm vụ (cột nội dung, cơ quan chủ trì, thời gian), hoặc soạn tệp kế hoạch."
    )
    return Problem("NK004", result.source.name, message, remedy)


@dataclass(slots=True)
class _Composer:
    """Composes the data of one plan."""

    result: Imported
    ward_id: str
    known: Ward | None
    years: tuple[int, int]
    asked: Asked
    directory: Directory = field(default_factory=lambda: Directory(()))
    units: list[infer.UnitWords] = field(default_factory=list)
    duties: list[infer.DutyWords] = field(default_factory=list)

    def run(self) -> None:
        parts = self.result.parts
        self.directory = Directory(self.known.agencies.values() if self.known else ())
        self.units = infer.unit_duties(parts.body.blocks, self._is_agency)
        self.duties = list(infer.reporting_duties(self.units))
        if self.known is None:
            self.result.ward = self._new_ward()
            self.directory = Directory(self.result.ward.agencies.values())
        ward = self.known or self.result.ward
        assert ward is not None  # noqa: S101  one of the two
        self.result.data = self._plan(ward)
        self._tell_what_is_left()

    def _is_agency(self, name: str) -> bool:
        return bool(self.directory.find(name).agency) or (0 < len(name) <= 120 and begins_a_name(name))  # noqa: PLR2004

    # --- the plan ----------------------------------------------------------------------------------------------------

    def _plan(self, ward: Ward) -> Data:
        parts = self.result.parts
        signature = parts.signature
        data: Data = {
            "years": list(self.years),
            "title": parts.title or "KẾ HOẠCH",
            "subject": parts.subject or [self._no_subject()],
            "number_line": parts.number_line or self._blank("số, ký hiệu", f"Số: /KH-{ward.symbol}"),
            "date_line": parts.date_line
            or self._blank("địa danh, ngày tháng", f"{ward.place}, ngày tháng năm {self.years[0]}"),
            "citation": re.sub(
                re.escape(ward.name),
                lambda _: ward.name,
                infer.citation_of(parts.subject, self.years),
                flags=re.IGNORECASE,
            ),
            "issued": infer.issued_on(parts.date_line),
            "number": infer.number_in(parts.number_line),
            "bases": list(parts.body.bases),
            "text": [{key: text} for key, text in parts.body.blocks],
            "appendix_heading": list(parts.appendix_heading),
            "appendices": [_appendix(a) for a in parts.appendices],
            "areas": [self._area(area, a) for a in parts.appendices for area in a.areas],
            "indicators": [self._indicator(i) for i in self.result.indicators],
            "duties": [self._duty(number, d) for number, d in enumerate(self.duties, start=1)],
            "unit_duties": [{"agency": u.agency, "items": list(u.items)} for u in self.units],
            "recipients": list(signature.recipients),
            "authority": list(signature.authority),
            "signer": signature.signer or self._no_signer(ward),
        }
        required = {"years", "subject", "bases", "text", "areas", "recipients", "authority"}
        return {key: value for key, value in data.items() if key in required or value not in (None, "", [])}

    def _blank(self, what: str, blank: str) -> str:
        self._warn(f"không thấy dòng {what}: để trống như bản thảo, ghi là “{blank}”")
        return blank

    def _no_subject(self) -> str:
        words = infer.citation_of((), self.years).removeprefix("Kế hoạch ")
        words = words[:1].upper() + words[1:]
        self._warn(f"không thấy tên (trích yếu) của kế hoạch: tạm ghi “{words}”")
        return words

    def _no_signer(self, ward: Ward) -> str:
        self._warn(f"không thấy họ tên người ký: tạm ghi “{ward.signer.name}”")
        return ward.signer.name

    def _warn(self, message: str, where: str = "", code: str = "NK008") -> None:
        where = where or self.result.source.name
        self.result.problems.append(Problem(code, where, message, _CLOSER, Severity.WARNING))

    def _area(self, area: AreaDraft, appendix: AppendixDraft) -> Data:
        kind = infer.kind_of_area(area.title)
        if not kind:
            kind = "direction"
            message = (
                f"lĩnh vực {area.id} “{area.title}” chưa rõ thuộc phần nào của báo cáo, tạm xếp vào chỉ đạo, điều hành"
            )
            self._warn(message, code="NK007")
        labels = [appendix.label] if len(appendix.areas) == 1 and appendix.label != "Phụ lục" else []
        lead = infer.lead_of_area(kind, labels, self.units)
        groups = [{"id": g.id, "title": g.title, "tasks": [self._task(t) for t in g.tasks]} for g in area.groups]
        data: Data = {"id": area.id, "title": area.title, "heading": infer.sentence_case(area.title), "kind": kind}
        if agency := self.directory.find(lead).agency if lead else "":
            data["lead"] = agency
        return data | {"groups": groups or [{"id": area.id, "title": area.title, "tasks": []}]}

    def _task(self, task: TaskDraft) -> Data:
        title = " ".join(task.title)
        if not title:
            self._warn(f"nhiệm vụ {task.id} không có nội dung: ghi là “{NOT_STATED}”", task.origin)
        data: Data = {"number": task.number, "title": title or NOT_STATED, "products": task.products, "lead": task.lead}
        data |= {"cooperating": task.cooperating, "deadlines": task.deadlines}
        return {key: value for key, value in data.items() if key in {"lead", "deadlines"} or value}

    def _indicator(self, row: IndicatorDraft) -> Data:
        comparator, target = infer.target_of(row.target, row.name)
        if not row.target:
            self._warn(f"chỉ tiêu {row.id} không có mức phải đạt: ghi là “{NOT_STATED}”", row.origin)
        data: Data = {"id": row.id, "name": row.name or NOT_STATED, "unit": row.unit, "comparator": comparator}
        data |= {"target": target, "target_text": row.target or NOT_STATED, "phase": row.phase}
        data |= {"years": list(infer.phase_years(row.phase, self.years)), "tracker": row.tracker, "origin": "phụ lục"}
        return {key: value for key, value in data.items() if value not in (None, "")}

    def _duty(self, number: int, duty: infer.DutyWords) -> Data:
        return {"id": f"CD.{number:02d}", "who": duty.who, "to": duty.to, "when": duty.when, "quote": duty.quote}

    # --- the ward ----------------------------------------------------------------------------------------------------

    def _new_ward(self) -> Ward:
        parts = self.result.parts
        texts = [p.text for p in paras_of(self.result.source.blocks)]
        words = names.ward_words(parts.heads, parts.date_line, texts)
        if self.asked.province:
            words = names.WardWords(words.full_name, self.asked.province, words.place)
        leads = [item for task in self.result.tasks for item in task.lead]
        others = [item for task in self.result.tasks for item in task.cooperating]
        whole = [
            name for name in (*(i.tracker for i in self.result.indicators), *(u.agency for u in self.units)) if name
        ]
        agencies = names.agencies_of(leads, [*others, *whole])
        self._add_whole(agencies, whole, whole=True)
        self._add_whole(agencies, [*leads, *others], whole=False)
        standing = self._standing(agencies)
        ward = names.new_ward(self.ward_id, words, agencies, standing=standing, signature=parts.signature)
        self._tell_about_ward(words, ward)
        return ward

    def _add_whole(self, agencies: dict[str, Agency], items: Sequence[str], *, whole: bool) -> None:
        """Add what the loader would not find otherwise, each name as it is printed."""
        directory = Directory(agencies.values())
        for item in dict.fromkeys(items):
            found = directory.find(item).agency if whole else all(p.agency for p in directory.find_all(item))
            if found:
                continue
            name = names.bare_name(item) or item
            same = next((a for a in agencies.values() if names.same_key(a.name) == names.same_key(name)), None)
            if same is not None:
                aliases = (*same.aliases, name)
                agencies[same.id] = Agency(same.id, same.name, same.level, same.short, aliases, same.reports)
                directory = Directory(agencies.values())
                continue
            id_ = wanted = slug(name)[:80].strip("-") or "co-quan"
            number = 2
            while id_ in agencies:
                id_, number = f"{wanted}-{number}", number + 1
            level = "tập thể" if "," in name or ";" in name else names.level_of(name)
            agencies[id_] = Agency(id_, name, level)
            directory = Directory(agencies.values())

    def _standing(self, agencies: dict[str, Agency]) -> str:
        """Return the id of the standing agency: as the text names it, else the ward's unit that leads most."""
        directory = Directory(agencies.values())
        said = infer.standing_unit(self.units)
        if said and (found := directory.find(said).agency):
            return found
        counts: dict[str, int] = {}
        for task in self.result.tasks:
            for item in task.lead:
                for party in directory.find_all(item):
                    if party.agency and agencies[party.agency].level == "phường":
                        counts[party.agency] = counts.get(party.agency, 0) + 1
        best = max(counts, key=lambda id_: counts[id_], default=next(iter(agencies), ""))
        self._warn(f"văn bản không nêu cơ quan thường trực, tạm ghi “{agencies[best].name if best else names.UNKNOWN}”")
        return best or "chua-ro"

    def _tell_about_ward(self, words: names.WardWords, ward: Ward) -> None:
        missing = [
            (not words.full_name, "tên phường", "Ghi name, full_name, place, issuer trong ward.yaml."),
            (not words.province, "tên tỉnh, thành phố", "Chạy lại với --province, hoặc ghi province trong ward.yaml."),
            (ward.signer.name == names.UNKNOWN, "họ tên người ký", "Ghi signer trong ward.yaml và trong tệp kế hoạch."),
        ]
        for absent, what, remedy in missing:
            if absent:
                message = f"văn bản không cho biết {what}: ghi là “{names.UNKNOWN}”"
                self.result.problems.append(
                    Problem("NK009", self.result.source.name, message, remedy, Severity.WARNING)
                )

        pairs = names.lookalikes(ward.agencies.values())
        if len(pairs) > _MOST_PAIRS:
            self._warn(
                f"có {len(pairs)} cặp tên cơ quan gần giống nhau, {_MOST_PAIRS} cặp đầu nêu dưới đây", code="NK012"
            )
        for one, other in pairs[:_MOST_PAIRS]:
            message = f"hai tên cơ quan gần giống nhau, ghi thành hai cơ quan: “{one}” và “{other}”"
            remedy = (
                "Nếu là một, chuyển một tên sang aliases của cơ quan kia trong ward.yaml; nếu là hai thì để nguyên."
            )
            where = f"{self.ward_id}/ward.yaml"
            self.result.problems.append(Problem("NK012", where, message, remedy, Severity.WARNING))

    # --- what is left ------------------------------------------------------------------------------------------------

    def _tell_what_is_left(self) -> None:
        left = [why for _, fate, why in self.result.ledger.entries() if not fate]
        open_ = [why for why in left if not is_expected(why)]
        if open_ or self.result.source.asides:
            count = len(open_) + len(self.result.source.asides)
            message = f"{count} chỗ của văn bản không vào dữ liệu (ô của cột lạ, dòng lẻ, chữ ẩn, ...)"
            remedy = "Xem mục “Chưa đưa vào dữ liệu” của bản đối chiếu; chỗ nào cần thì ghi thêm vào tệp kế hoạch."
            self.result.problems.append(Problem("NK010", self.result.source.name, message, remedy, Severity.WARNING))
        for note in dict.fromkeys(self.result.parts.notes):
            place, colon, words = note.partition(": ")
            own = bool(colon) and place.startswith(f"{self.result.source.name}, ")
            where, message = (place, words) if own else (self.result.source.name, note)
            self.result.problems.append(Problem("NK011", where, message, _CLOSER, Severity.WARNING))


def is_expected(why: str) -> bool:
    """Tell whether what was left for this reason needs nobody: the program prints it itself, or it says nothing."""
    return "chương trình tự" in why or why in {
        "đường kẻ", "số trang", "dòng đánh số cột", "chỗ ký tên, đóng dấu", DASH, DITTO,
    }  # fmt: skip


def _appendix(appendix: AppendixDraft) -> Data:
    data: Data = {"label": appendix.label, "title": appendix.title, "kind": appendix.kind}
    data |= {"columns": list(appendix.columns), "fields": list(appendix.fields)}
    data |= {"areas": [area.id for area in appendix.areas]}
    return {key: value for key, value in data.items() if key in {"columns", "fields"} or value}


def candidates(data: Data) -> Iterator[str]:
    """Yield sentences of the text that state a share: targets that no table holds, for a person to add."""
    for block in data["text"]:
        for key, text in block.items():
            if not key.startswith("heading") and infer.SHARE.search(text):
                yield text
