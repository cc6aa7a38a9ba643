"""`python -m reportgen` is the command `reportgen`."""

from __future__ import annotations

from reportgen.bytecode import kept_bytecode


def main() -> None:
    """Run the command line of this process and exit."""
    with kept_bytecode():
        from reportgen.cli import main as command_line  # noqa: PLC0415  its modules are found by what stands above

        command_line()


if __name__ == "__main__":
    main()
