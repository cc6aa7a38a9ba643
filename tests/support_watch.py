"""Work under watch, in a copy of this process: what it starts, whom it calls, what it writes, and what it touches.

Two witnesses. Python's own audit events tell programs that are started, sockets, and files opened for writing, with all
children; `inotify` of the kernel tells whatever touches a folder that nothing should touch, C libraries included.
"""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_ROOM: Final = 1 << 20
_ALL_EVENTS: Final = 0xFFF
_EVENT: Final = struct.Struct("iIII")
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_STARTS: Final = ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "subprocess.Popen", "pty.spawn", "os.startfile")
_CHANGES: Final = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod")


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of some work.

    Attributes:
        answer: What it returned, as JSON carries it. started: Programs and sockets.
        written: Paths opened for writing, made, renamed or removed. touched: Names in the folder under guard.
    """

    answer: Any
    started: tuple[str, ...]
    written: tuple[Path, ...]
    touched: tuple[str, ...]


def watched(work: Callable[[], Any], guarded: Path) -> Seen:
    """Do some work in a copy of this process and tell what it did.

    Args:
        work: What it returns must be something that JSON can hold.
        guarded: Folder; whatever opens, reads, makes or removes something in it or below is seen.
    """
    notes = mmap.mmap(-1, _ROOM)
    guard = _guard(guarded)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(guard)
        sys.addaudithook(_hook(notes))
        try:
            with os.fdopen(writer, "w", encoding="utf-8") as stream:
                json.dump(work(), stream)
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as stream:
        answer = stream.read()
    os.waitpid(child, 0)
    touched = tuple(_touched(guard))
    os.close(guard)
    lines = notes[8 : 8 + struct.unpack("q", notes[:8])[0]].decode("utf-8", "replace").splitlines()
    notes.close()
    return Seen(
        json.loads(answer) if answer else None,
        tuple(line[1:] for line in lines if line.startswith("!")),
        tuple(Path(line[1:]) for line in lines if line.startswith(">")),
        touched,
    )


def _hook(notes: mmap.mmap) -> Callable[[str, tuple[Any, ...]], None]:
    """Return what enters audit events in memory that all copies of the process share."""

    def note(line: str) -> None:
        data = (line.replace("\n", " ") + "\n").encode("utf-8", "replace")
        end = struct.unpack("q", notes[:8])[0]
        if 8 + end + len(data) <= _ROOM:
            notes[8 + end : 8 + end + len(data)] = data
            notes[:8] = struct.pack("q", end + len(data))

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = args
            if isinstance(path, str | bytes | os.PathLike) and flags & _WRITING:
                note(">" + os.path.abspath(os.fsdecode(path)))  # noqa: PTH100  a link stays a link
        elif event in _CHANGES:
            for path in args[:2] if event in {"os.rename", "os.link", "os.symlink"} else args[:1]:
                if isinstance(path, str | bytes | os.PathLike):
                    above = args[1] if event in {"os.remove", "os.rmdir"} else -1
                    here = os.readlink(f"/proc/self/fd/{above}") if above >= 0 else ""  # noqa: PTH115
                    note(">" + os.path.abspath(os.path.join(here, os.fsdecode(path))))  # noqa: PTH100, PTH118
        elif event in _STARTS or event.startswith("socket."):
            note(f"!{event} {args!r}"[:300])

    return hook


def _guard(folder: Path) -> int:
    """Return a handle that collects what is done to a folder and those below."""
    libc = ctypes.CDLL(None, use_errno=True)
    handle = int(libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC))
    for path in (folder, *(below for below in folder.rglob("*") if below.is_dir())):
        assert libc.inotify_add_watch(handle, os.fsencode(path), _ALL_EVENTS) >= 0, os.strerror(ctypes.get_errno())
    return handle


def _touched(handle: int) -> Iterator[str]:
    """Yield the names of what was touched; a folder itself is "."."""
    try:
        data = os.read(handle, 1 << 16)
    except BlockingIOError:
        return
    while data:
        _, _, _, size = _EVENT.unpack(data[: _EVENT.size])
        yield data[_EVENT.size : _EVENT.size + size].rstrip(b"\0").decode("utf-8", "replace") or "."
        data = data[_EVENT.size + size :]
