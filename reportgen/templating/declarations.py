"""Which names a template is to be judged by: those of the reports, of the plan or of the reminders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from reportgen.documents import DOCUMENTS, PLAN_PARTS, REMINDER_PARTS
from reportgen.view.fields import Field
from reportgen.view.names import NAMES
from reportgen.view.plan import PLAN_NAMES
from reportgen.view.reminder import REMINDER_NAMES


@dataclass(frozen=True, slots=True)
class Declaration:
    """The names of one family of templates.

    Attributes:
        title: What its templates make, in Vietnamese: `báo cáo`.
        fields: The names. templates: Files of the catalogue that use them.
    """

    title: str
    fields: tuple[Field, ...]
    templates: tuple[str, ...]


_FILES: Final = tuple(dict.fromkeys(part.template for document in DOCUMENTS.values() for part in document.parts))
_OF_PLAN: Final = tuple(part.template for part in PLAN_PARTS)
_OF_REMINDERS: Final = tuple(part.template for part in REMINDER_PARTS)
_OF_REPORTS: Final = tuple(name for name in _FILES if name not in {*_OF_PLAN, *_OF_REMINDERS})
REPORT: Final = Declaration("báo cáo", NAMES, _OF_REPORTS)
PLAN: Final = Declaration("kế hoạch", PLAN_NAMES, _OF_PLAN)
REMINDER: Final = Declaration("công văn đôn đốc", REMINDER_NAMES, _OF_REMINDERS)
DECLARATIONS: Final = (REPORT, PLAN, REMINDER)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A declaration, and why it was taken, in Vietnamese: `theo tên tệp`."""

    declaration: Declaration
    reason: str


def choose(
    name: str, misfits: Callable[[Declaration], int], declarations: Sequence[Declaration] = DECLARATIONS
) -> Chosen:
    """Return what a template is to be judged by: by its file name, else what fits with fewest unknown names.

    Args:
        name: Of the file, with or without folders.
        misfits: Counts the unknown names of the template under a declaration.
        declarations: To choose from; of equal ones the first is taken.
    """
    base = PurePosixPath(name.replace("\\", "/")).name.casefold()
    for declaration in declarations:
        if base in declaration.templates:
            return Chosen(declaration, "theo tên tệp")
    counts = {id(declaration): misfits(declaration) for declaration in declarations}
    best = min(declarations, key=lambda declaration: counts[id(declaration)])
    return Chosen(best, "vì mẫu khớp với các tên này nhất")
