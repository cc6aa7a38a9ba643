"""Faults of the system: every call that touches the disk fails, or is the last one of the process, at its turn.

`SHIM` is a C library that stands before libc (LD_PRELOAD, Linux). Armed, it counts the calls of the process that open,
write, read, flush, rename, link, remove or make something, and when it has counted enough, one call (or every further
one) fails with the error asked for, or the process gets SIGKILL.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

SHIM: Final = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/types.h>
#include <unistd.h>

enum { OFF, ONCE, FROM_NOW_ON, KILL };
static int mode = OFF, wanted = 0, fault = 0, counted = 0;

void arm(int how, int at, int error) { mode = how; wanted = at; fault = error; counted = 0; }
int disarm(void) { mode = OFF; return counted; }

static int fails(void) {
    if (mode == OFF) return 0;
    int now = counted++;
    if (mode == KILL && now == wanted) kill(getpid(), SIGKILL);
    if ((mode == ONCE && now == wanted) || (mode == FROM_NOW_ON && now >= wanted)) { errno = fault; return 1; }
    return 0;
}
#define REAL(name) dlsym(RTLD_NEXT, name)
#define CALL(type, name, declared, given)                                   \
    type name declared {                                                    \
        static type (*real) declared;                                       \
        if (!real) real = REAL(#name);                                      \
        return fails() ? (type)-1 : real given;                             \
    }
#define OPEN(name)                                                          \
    int name(const char *path, int flags, ...) {                            \
        static int (*real)(const char *, int, ...);                         \
        va_list rest; va_start(rest, flags);                                \
        int bits = va_arg(rest, int); va_end(rest);                         \
        if (!real) real = REAL(#name);                                      \
        return fails() ? -1 : real(path, flags, bits);                      \
    }
#define OPENAT(name)                                                        \
    int name(int folder, const char *path, int flags, ...) {                \
        static int (*real)(int, const char *, int, ...);                    \
        va_list rest; va_start(rest, flags);                                \
        int bits = va_arg(rest, int); va_end(rest);                         \
        if (!real) real = REAL(#name);                                      \
        return fails() ? -1 : real(folder, path, flags, bits);              \
    }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)
CALL(ssize_t, write, (int handle, const void *data, size_t size), (handle, data, size))
CALL(ssize_t, read, (int handle, void *data, size_t size), (handle, data, size))
CALL(int, fsync, (int handle), (handle))
CALL(int, rename, (const char *from, const char *to), (from, to))
CALL(int, link, (const char *from, const char *to), (from, to))
CALL(int, linkat, (int f, const char *from, int t, const char *to, int flags), (f, from, t, to, flags))
CALL(int, unlink, (const char *path), (path))
CALL(int, mkdir, (const char *path, mode_t bits), (path, bits))
"""
ONCE, FROM_NOW_ON, KILL = 1, 2, 3
_LOADED: Final = "REPORTGEN_TEST_SHIM"


def can_build() -> bool:
    """Tell whether this machine can build the library."""
    return sys.platform == "linux" and shutil.which("gcc") is not None


def run_with_shim(folder: Path, module: str, *words: str) -> str:
    """Run a module of the tests with the library before libc and return what it printed.

    Raises:
        AssertionError: It did not end well; with what it said.
    """
    source, library = folder / "shim.c", folder / "shim.so"
    source.write_text(SHIM, "utf-8")
    subprocess.run(["gcc", "-shared", "-fPIC", "-w", "-o", library, source, "-ldl"], check=True)
    environment = {**os.environ, "LD_PRELOAD": str(library), _LOADED: str(library)}
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=Path(__file__).resolve().parent.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


class Faults:
    """The library of this process, which `run_with_shim` has started."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(os.environ[_LOADED])

    def arm(self, how: int, at: int, error: int = 0) -> None:
        """Let call `at`, counted from 0, come to grief."""
        self._library.arm(how, at, error)

    def disarm(self) -> int:
        """Let all calls go well again; return how many were counted."""
        return int(self._library.disarm())
