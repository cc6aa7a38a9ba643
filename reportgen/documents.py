"""The catalogue: every kind of document, its command, its period, its type code, its files and its templates."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.model.period import PeriodKind


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a document.

    Attributes:
        form: `docx` or `xlsx`: the word of `--format` and of `files[].kind` in the JSON.
        base: First part of its file name: `bao-cao-cchc`.
        template: File name of its template: `bao-cao-cchc.docx`.
    """

    form: str
    base: str
    template: str


@dataclass(frozen=True, slots=True)
class Document:
    """One kind of document.

    Attributes:
        command: Command that makes it, and its kind in the document properties: `quarterly`.
        name: What a person calls it: `Báo cáo quý`.
        period: Kind of period that it covers; None for a document that covers none.
        type_name: Tên loại văn bản: `Báo cáo`.
        type_code: Its abbreviation in the ký hiệu (Nghị định 30/2020/NĐ-CP, Phụ lục III, Mục I): `BC`; a công văn
            has none.
        recipients: Key of its Nơi nhận in `ward.yaml`: `bao-cao`.
        parts: Its files, the Word one first.
    """

    command: str
    name: str
    period: PeriodKind | None
    type_name: str
    type_code: str
    recipients: str
    parts: tuple[Part, ...]

    def forms(self) -> tuple[str, ...]:
        """Return the forms in which it can be written, before PDF: `("docx", "xlsx")`."""
        return tuple(part.form for part in self.parts)


REPORT_PARTS = (
    Part("docx", "bao-cao-cchc", "bao-cao-cchc.docx"),
    Part("xlsx", "phu-luc-cchc", "phu-luc.xlsx"),
)
PLAN_PARTS = (Part("docx", "ke-hoach-cchc", "ke-hoach.docx"),)
REMINDER_PARTS = (Part("docx", "cong-van-don-doc", "don-doc.docx"),)


def _report(name: str, period: PeriodKind) -> Document:
    """Return a report of the reform family: one template serves them all, the view words the period."""
    return Document(period.value, name, period, "Báo cáo", "BC", "bao-cao", REPORT_PARTS)


DOCUMENTS: dict[str, Document] = {
    document.command: document
    for document in (
        _report("Báo cáo tháng", PeriodKind.MONTH),
        _report("Báo cáo quý", PeriodKind.QUARTER),
        _report("Báo cáo 6 tháng", PeriodKind.HALF),
        _report("Báo cáo 9 tháng", PeriodKind.NINE_MONTHS),
        _report("Báo cáo năm", PeriodKind.YEAR),
        _report("Báo cáo đột xuất, chuyên đề", PeriodKind.RANGE),
        Document("plan", "Kế hoạch cải cách hành chính", None, "Kế hoạch", "KH", "ke-hoach", PLAN_PARTS),
        Document("remind", "Công văn đôn đốc", None, "Công văn", "", "don-doc", REMINDER_PARTS),
    )
}
"""By command."""


def report_of(kind: PeriodKind) -> Document:
    """Return the report that covers a kind of period."""
    return DOCUMENTS[kind.value]
