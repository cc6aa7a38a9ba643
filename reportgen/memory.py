"""What a room may ask to be remembered from one run to the next, without knowing a disk.

Only bytes are kept, under a kind and a key that names everything they were made from; `reportgen.cache` keeps them on
disk, `NOTHING` keeps nothing. Whoever asks must come to the same result either way.
"""

from __future__ import annotations

from typing import Final, Protocol


class Memory(Protocol):
    """Keeps what can be made again."""

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was kept, None when nothing is known; never fails."""

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Keep bytes if that can be done; never fails.

        Args:
            kind: A word of letters, `ward`: what the bytes are.
            key: Whatever text tells apart the things that they were made from.
            value: The bytes.
        """


class _Nothing:
    """The memory that keeps nothing."""

    def get(self, kind: str, key: str) -> bytes | None:  # noqa: ARG002  the protocol's names
        """Return None."""
        return None

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Keep nothing."""


NOTHING: Final[Memory] = _Nothing()
