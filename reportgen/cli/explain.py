"""`explain`: the page of a problem code."""

from __future__ import annotations

from difflib import get_close_matches

from reportgen.cli import say
from reportgen.cli.codes import all_pages
from reportgen.problem import Page, Problem


def explain(code: str | None) -> int:
    """Print the page of a code, or the list of all codes; return the exit status."""
    pages = all_pages()
    if code is None:
        say.out("\n".join(f"{known}  {page.title}" for known, page in pages.items()))
        return 0
    wanted = code.strip().upper()
    if wanted in pages:
        say.out(page_text(wanted, pages[wanted]).rstrip())
        return 0
    close = get_close_matches(wanted, pages)
    hint = f"Có phải là: {', '.join(close)}? " if close else ""
    say.problems(
        [Problem("LN011", "dòng lệnh", f"không có mã lỗi {code!r}", f"{hint}Xem tất cả các mã: reportgen explain")]
    )
    return 2


def page_text(code: str, page: Page) -> str:
    """Return a page as Markdown, the same on screen and in docs/loi/."""
    return (
        f"# {code}: {page.title}\n\n"
        f"## Vì sao\n\n{page.why}\n\n"
        f"## Cách sửa\n\n{page.fix}\n\n"
        f"## Ví dụ\n\n{page.example}\n"
    )
