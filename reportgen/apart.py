"""Work on a stranger's file in a process of its own: bounded in time, memory and answer, and heard out in plain data.

The sandbox of templates counts loops and texts, but one call of a filter can still ask for more than the machine has.
Here such a call ends one child, not the run. The child may use so much memory and so many seconds, writes no file,
holds none of the parent's files, and answers over a pipe in JSON and raw bytes: nothing that it says is ever run, so
a template that got out of the sandbox could lie about its own document and no more.

Where the system can (`fork`, and no other thread that a copy would lose), the child starts as a copy of this process
within milliseconds; elsewhere it is a new Python, and on Windows only the clock bounds it.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final, NoReturn, Protocol

from reportgen.problem import Problem, ReportgenError, Severity

if TYPE_CHECKING:
    import subprocess


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may use.

    Attributes:
        memory: Bytes of address space of the child, its program included; half of it on top of what a copied
            parent holds already, where that is more.
        cpu: Seconds of computing. wall: Seconds until an answer.
        answer: Bytes of the answer.
    """

    memory: int = 1 << 30
    cpu: int = 30
    wall: float = 35.0
    answer: int = 64 << 20


LIMITS: Final = Limits()
_HEAD: Final = struct.Struct("<4sI")
_MAGIC: Final = b"RGA1"
_MOST_TEXT: Final = 16 << 20
"""Bytes of the JSON of an answer: problems and counts, never a document."""
_FAULT_LETTERS: Final = 8_000
_GRACE: Final = 2  # seconds of computing after SIGXCPU, for work that hears it and tells what it was doing
_DEVICES: Final = 3  # stdin, stdout, stderr
_REMEDY: Final = "Bỏ vòng lặp, phép nhân chữ thừa trong mẫu; nếu không phải bạn soạn mẫu này, đừng dùng."


class ApartError(RuntimeError):
    """The work failed in a way that nobody foresaw; the text is the child's traceback."""


def apart(task: Callable[..., Any], *args: Any, name: str, limits: Limits = LIMITS) -> Any:
    """Do some work in a process of its own and return its result.

    Args:
        task: A function of a module. Its result is made of None, yes/no, numbers, texts, bytes, problems, lists,
            tuples (which come back as lists) and mappings with texts as keys.
        args: Its arguments; whatever can be pickled.
        name: File that the work is about, for the problem of a limit.
        limits: What it may use.

    Raises:
        ReportgenError: What the work raised, with the same problems; MB019 with the file and the limit when it used
            more than it may, or ended without an answer.
        ApartError: The work raised anything else.
    """
    import threading  # noqa: PLC0415  a run with our own templates never comes here

    forks = sys.platform != "darwin" and hasattr(os, "fork") and threading.active_count() == 1
    child: _Child = _Copy(task, args, limits) if forks else _Fresh(task, args, limits)
    late = threading.Event()

    def stop() -> None:
        late.set()
        child.kill()

    clock = threading.Timer(limits.wall, stop)
    clock.daemon = True
    try:
        clock.start()
        answer = _heard(child.stream, limits)
    except BaseException:  # Ctrl-C too: nothing of the run is left behind
        child.kill()
        raise
    finally:
        status = child.end()
        clock.cancel()
        clock.join()
    if answer is not None:
        with suppress(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
            return _result(answer, name, limits)
    raise ReportgenError(Problem("MB019", name, _limit(late=late.is_set(), status=status, limits=limits), _REMEDY))


# --- the answer --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a child said: its JSON, and the bytes that stand behind it."""

    said: dict[str, Any]
    blobs: Sequence[bytes]


def _heard(stream: IO[bytes], limits: Limits) -> _Answer | None:
    """Return the answer of a child; None when it broke off, or speaks nonsense."""
    with suppress(OSError, ValueError, RecursionError, struct.error, KeyError, TypeError):
        magic, length = _HEAD.unpack(stream.read(_HEAD.size))
        if magic != _MAGIC or length > _MOST_TEXT:
            return None
        said = json.loads(stream.read(length))
        sizes = said["sizes"]
        if not all(type(size) is int and size >= 0 for size in sizes) or sum(sizes) > limits.answer:
            return None
        blobs = [stream.read(size) for size in sizes]
        if [len(blob) for blob in blobs] == sizes:
            return _Answer(said, blobs)
    return None


def _result(answer: _Answer, name: str, limits: Limits) -> Any:
    """Return what the work returned, or raise what it raised."""
    said = answer.said
    if "value" in said:
        return _unpacked(said["value"], answer.blobs)
    if "problems" in said:
        problems = _unpacked(said["problems"], answer.blobs)
        raise ReportgenError(*problems, exit_code=int(said["exit"]))
    if "limit" in said:
        raise ReportgenError(Problem("MB019", name, _words(str(said["limit"]), limits), _REMEDY))
    raise ApartError(str(said.get("fault", "")))


def _unpacked(value: Any, blobs: Sequence[bytes]) -> Any:
    """Return a value as it was before `_packed`."""
    if isinstance(value, list):
        return [_unpacked(item, blobs) for item in value]
    if not isinstance(value, dict):
        return value
    [(kind, inner)] = value.items()
    if kind == "bytes":
        return blobs[inner]
    if kind == "problem":
        code, where, message, remedy, severity = map(str, inner)
        return Problem(code, where, message, remedy, Severity(severity))
    return {str(key): _unpacked(item, blobs) for key, item in inner.items()}


def _packed(value: Any, blobs: list[bytes]) -> Any:
    """Return a value as JSON can hold it; its bytes go to `blobs`."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, bytes):
        blobs.append(value)
        return {"bytes": len(blobs) - 1}
    if isinstance(value, Problem):
        return {"problem": [value.code, value.where, value.message, value.remedy, value.severity.value]}
    if isinstance(value, dict):
        return {"group": {key: _packed(item, blobs) for key, item in value.items()}}
    if isinstance(value, list | tuple):
        return [_packed(item, blobs) for item in value]
    raise TypeError(f"{type(value).__name__} cannot be told to another process")


def _limit(*, late: bool, status: int, limits: Limits) -> str:
    """Return why there is no answer, in words. `status`: exit status of the child, negative for a signal."""
    import signal  # noqa: PLC0415

    if late:
        return _words("wall", limits)
    return _words("cpu" if status == -getattr(signal, "SIGXCPU", 0) and status else "end", limits)


def _words(limit: str, limits: Limits) -> str:
    return {
        "cpu": f"xử lý mẫu này tốn quá {limits.cpu} giây tính toán",
        "wall": f"xử lý mẫu này quá {limits.wall:.0f} giây chưa xong",
        "memory": f"xử lý mẫu này cần quá {limits.memory >> 20} MB bộ nhớ",
        "answer": f"văn bản kết xuất lớn quá {limits.answer >> 20} MB",
    }.get(limit, "xử lý mẫu này bị dừng đột ngột, thường do thẻ lồng nhau quá sâu hoặc cần quá nhiều bộ nhớ")


# --- the child, seen from the parent -----------------------------------------------------------------------------


class _Child(Protocol):
    """A process that will write one answer to a stream."""

    stream: IO[bytes]

    def kill(self) -> None:
        """End it now; nothing happens when it has ended."""

    def end(self) -> int:
        """Close the stream, see that it ends, and return its exit status, negative for a signal."""


class _Copy:
    """A child that starts as a copy of this process."""

    def __init__(self, task: Callable[..., Any], args: tuple[Any, ...], limits: Limits) -> None:
        import signal  # noqa: PLC0415
        import threading  # noqa: PLC0415

        heard, told = os.pipe()
        # Ctrl-C waits until the two are apart: in the copy it would climb up through the parent's code.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._pid = os.fork()
            if not self._pid:
                _live(told, limits, lambda: (task, args))
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        os.close(told)
        self.stream: IO[bytes] = os.fdopen(heard, "rb")
        self._ended = False
        self._lock = threading.Lock()

    def kill(self) -> None:
        """End it now; never another process that was given its number since."""
        import signal  # noqa: PLC0415

        with self._lock:
            if not self._ended:
                os.kill(self._pid, signal.SIGKILL)

    def end(self) -> int:
        """See that it ends, by itself or by the clock."""
        self.stream.close()
        os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOWAIT)
        with self._lock:
            self._ended = True
            return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])


class _Fresh:
    """A child that is a new Python; it is told its work as a pickle, which goes from us to it and never back."""

    def __init__(self, task: Callable[..., Any], args: tuple[Any, ...], limits: Limits) -> None:
        import pickle  # noqa: PLC0415
        import subprocess  # noqa: PLC0415

        order = pickle.dumps((task, args, limits))
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self._process: subprocess.Popen[bytes] = subprocess.Popen(
            [sys.executable, "-c", "from reportgen.apart import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise AssertionError("both were asked for")
        self.stream: IO[bytes] = self._process.stdout
        with suppress(OSError):
            self._process.stdin.write(order)
            self._process.stdin.close()

    def kill(self) -> None:
        """End it now."""
        self._process.kill()

    def end(self) -> int:
        """See that it ends, by itself or by the clock."""
        self.stream.close()
        return self._process.wait()


# --- the child, seen from inside ---------------------------------------------------------------------------------


def serve() -> NoReturn:
    """Do the one piece of work that stdin tells, and answer on stdout."""
    import pickle  # noqa: PLC0415

    task, args, limits = pickle.loads(sys.stdin.buffer.read())  # noqa: S301  from the parent, never from a file
    _live(os.dup(1), limits, lambda: (task, args))


def _live(told: int, limits: Limits, work: Callable[[], tuple[Callable[..., Any], tuple[Any, ...]]]) -> NoReturn:
    """Be the child: bound, work, answer, end. Nothing of the parent's runs after it, whatever happens."""
    status = 1
    try:
        _shut(told)
        _bind(limits)
        task, args = work()
        for piece in _answered(task, args, limits):
            _write(told, piece)
        status = 0
    finally:
        os._exit(status)


def _shut(told: int) -> None:
    """Let go of the parent's files, streams and Ctrl-C: the parent hears that and ends the child itself."""
    import signal  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nothing = os.open(os.devnull, os.O_RDWR)
    for device in range(_DEVICES):
        os.dup2(nothing, device)
    if hasattr(os, "fork"):
        os.closerange(_DEVICES, told)
        os.closerange(told + 1, told + 4096)
    sys.stdout = sys.stderr = os.fdopen(1, "w", encoding="utf-8")


def _bind(limits: Limits) -> None:
    """Set the limits of the system on this process; a system without them has the parent's clock."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return
    memory = max(limits.memory, _held() + limits.memory // 2)
    bounds = {
        resource.RLIMIT_AS: (memory, memory),
        resource.RLIMIT_CPU: (limits.cpu, limits.cpu + _GRACE),
        resource.RLIMIT_FSIZE: (0, 0),  # no file is written from here
        resource.RLIMIT_CORE: (0, 0),
    }
    for which, (soft, hard) in bounds.items():
        most = resource.getrlimit(which)[1]
        within = [value if most == resource.RLIM_INFINITY else min(value, most) for value in (soft, hard)]
        with suppress(OSError, ValueError):
            resource.setrlimit(which, (within[0], within[1]))


def _held() -> int:
    """Return bytes of address space that this process has, 0 where the system does not say."""
    with suppress(OSError, ValueError, IndexError), open("/proc/self/statm", "rb") as figures:  # noqa: PTH123
        return int(figures.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _answered(task: Callable[..., Any], args: tuple[Any, ...], limits: Limits) -> list[bytes]:
    """Return the answer, ready for the pipe."""
    blobs: list[bytes] = []
    try:
        said: dict[str, Any] = {"value": _packed(task(*args), blobs)}
        if sum(map(len, blobs)) > limits.answer:
            said, blobs = {"limit": "answer"}, []
    except ReportgenError as error:
        said = {"problems": _packed(error.problems, blobs), "exit": error.exit_code}
    except MemoryError:
        said, blobs = {"limit": "memory"}, []
    except RecursionError:
        said, blobs = {"limit": "depth"}, []
    except Exception:  # noqa: BLE001  whatever it is, the parent tells it as a fault of ours
        import traceback  # noqa: PLC0415

        said, blobs = {"fault": traceback.format_exc()[-_FAULT_LETTERS:]}, []
    text = json.dumps({**said, "sizes": [len(blob) for blob in blobs]}).encode()
    return [_HEAD.pack(_MAGIC, len(text)) + text, *blobs]


def _write(told: int, piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[os.write(told, view) :]
