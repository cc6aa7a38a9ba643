"""Shared fixtures of the specification."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# Machines are noisy, so no example has a time limit; a landing must not hang on the luck of one draw.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the repository root."""
    return ROOT


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep what runs leave for later runs out of the developer's own cache; child processes inherit it."""
    folder = tmp_path_factory.mktemp("cache") / "reportgen"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPORTGEN_CACHE", str(folder))
        yield folder


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden`: write what is made as approved; then read the diff and open the document."""
    parser.addoption("--update-golden", action="store_true", help="approve what is made now")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Tell whether golden files are to be written anew."""
    return bool(request.config.getoption("--update-golden"))
