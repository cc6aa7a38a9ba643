"""`python -m reportgen` is the command `reportgen`."""

from __future__ import annotations

import gc

from reportgen.bytecode import kept_bytecode

_SELDOM = 100_000
"""New objects between two searches for garbage: a command makes many objects, few in circles, and soon ends."""


def main() -> None:
    """Run the command line of this process and exit."""
    gc.set_threshold(_SELDOM)
    with kept_bytecode():
        from reportgen.cli import main as command_line  # noqa: PLC0415  its modules are found by what stands above

        command_line()


if __name__ == "__main__":
    main()
