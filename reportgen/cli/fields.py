"""`template fields`: every name that a template may use, with its meaning and a sample."""

from __future__ import annotations

from reportgen.cli import say


def fields() -> int:
    """Print the names of the templates; return the exit status."""
    from reportgen.view import paths  # noqa: PLC0415  # help must not wait for them
    from reportgen.view.plan import plan_paths  # noqa: PLC0415

    for title, names in (("bao-cao-cchc.docx, phu-luc.xlsx", paths()), ("ke-hoach.docx", plan_paths())):
        say.out(f"# {title}")
        for path, field in names.items():
            sample = "" if field.sample is None else f"; ví dụ: {_shown(field.sample)}"
            say.out(f"{path}  ({field.kind.value}) {field.meaning}{sample}")
    return 0


def _shown(sample: object) -> str:
    lines = sample if isinstance(sample, tuple) else str(sample).splitlines()
    return " | ".join(map(str, lines))
