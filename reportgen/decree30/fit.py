"""A document fresh from its template: its lines fitted to its text, then judged."""

from __future__ import annotations

from typing import Final

from reportgen.decree30.check import judge
from reportgen.decree30.find import find_components
from reportgen.decree30.outcome import Judgement, State
from reportgen.decree30.reader import read_package
from reportgen.render.package import open_package

LINES: Final = frozenset({"HD-03", "HD-07", "TT-03"})
"""Rules on the lines drawn under Tiêu ngữ, issuer and trích yếu."""


def fit_lines(data: bytes, name: str) -> tuple[bytes, Judgement]:
    """Draw the lines under Tiêu ngữ, issuer and trích yếu as long as the text asks; judge the document.

    A template draws them once, for names and subjects of any length.

    Args:
        data: A document without signature.
        name: Its name, for places.

    Returns:
        The document, `data` itself when every line fits, and the judgement on it.

    Raises:
        ReportgenError: The file cannot be read: MB001 to MB009 of the package, VB001 no Word document, VB002 damaged.
    """
    package = open_package(data, name)
    document = read_package(package)
    judgement = judge(document, find_components(document), notices=package.notices)
    if not failed(judgement) & LINES:
        return data, judgement
    from reportgen.decree30.mend import draw_lines  # noqa: PLC0415  the XML behind each letter is seldom asked for

    return draw_lines(data, name)


def failed(judgement: Judgement) -> frozenset[str]:
    """Return the rules that a document breaks."""
    return frozenset(outcome.rule for outcome in judgement.outcomes if outcome.state is State.FAIL)
