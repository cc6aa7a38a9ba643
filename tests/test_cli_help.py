"""Help and usage errors: Vietnamese to the last word, instant, and with the exit status that the table promises."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from reportgen.cli import app

HEAVY = ("pydantic", "lxml", "docx", "docxtpl", "openpyxl", "jinja2", "yaml", "babel", "rich", "defusedxml")
COMMANDS = [
    [],
    ["monthly"],
    ["quarterly"],
    ["half-year"],
    ["nine-month"],
    ["annual"],
    ["adhoc"],
    ["plan"],
    ["remind"],
    ["status"],
    ["check"],
    ["check", "data"],
    ["explain"],
    ["doctor"],
    ["due"],
    ["run-due"],
    ["schedule"],
    ["schedule", "show"],
    ["schedule", "install"],
    ["schedule", "remove"],
    ["show"],
    ["diff"],
    ["issue"],
    ["trace"],
]
ENGLISH = re.compile(
    r"\b(usage|options?|commands?|arguments?|error|missing|such|invalid|show|this|message|exit|default|required|"
    r"try|help for|got|unexpected|extra|requires|an|the|value|is|not|valid|env|install|completion|did|mean|possible)\b",
    re.IGNORECASE,
)
OURS = re.compile(r"--[a-z-]+|\b(reportgen|check|status|explain|schedule|install|show|issue|trace|diff)\b")
"""Names of commands and options are English by design."""


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words), prog_name="reportgen")
    return result.exit_code, result.stdout, result.stderr


def english(text: str) -> list[str]:
    return [found[0] for found in ENGLISH.finditer(OURS.sub("", text))]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_holds_no_english_word(words: list[str]) -> None:
    code, out, err = run(*words, "--help")
    assert (code, err) == (0, "")
    assert out.startswith("Cách dùng: reportgen")
    assert "--help" in out
    assert english(out) == []


@pytest.mark.parametrize(
    "words", [words for words in COMMANDS if words not in ([], ["check"], ["schedule"])], ids=" ".join
)
def test_help_ends_with_an_example_of_that_command(words: list[str]) -> None:
    _, out, _ = run(*words, "--help")
    assert out.rstrip().rpartition("Ví dụ:\n  ")[2].startswith(" ".join(["reportgen", *words]))


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["quaterly", "--ward", "x"], "LN004", "quarterly"),
        (["check", "dota"], "LN004", "data"),
        (["quarterly", "--wrad", "x"], "LN005", "--ward"),
        (["quarterly", "-x"], "LN005", "-x"),
        (["--nonsense"], "LN005", "--nonsense"),
        (["quarterly"], "LN006", "--ward"),
        (["adhoc", "--ward", "x", "--from", "2026-01-01", "--to", "2026-02-01"], "LN006", "--subject"),
        (["quarterly", "--ward"], "LN006", "--ward"),
        (["quarterly", "--json=yes"], "LN007", "--json"),
        (["quarterly", "--ward", "x", "truc", "lam"], "LN010", "truc lam"),
    ],
)
def test_a_wrong_command_line_is_told_in_vietnamese_and_ends_with_2(words: list[str], code: str, said: str) -> None:
    exit_code, out, err = run(*words)
    assert (exit_code, out) == (2, "")
    assert err.startswith(f"LỖI {code} ")
    assert said in err
    assert "Cách sửa:" in err
    assert english(err) == []


def test_a_wrong_command_line_with_json_gives_one_object_and_nothing_else() -> None:
    exit_code, out, err = run("quarterly", "--json")
    told = json.loads(out)
    assert (exit_code, err, told["ok"]) == (2, "", False)
    assert set(told) == {"ok", "ward", "period", "as_of", "files", "totals", "problems"}
    assert told["problems"][0]["code"] == "LN006"


def test_status_promises_its_own_keys_too() -> None:
    assert {"tasks", "indicators"} <= set(json.loads(run("status", "--json")[1]))


def test_without_words_the_help_is_shown() -> None:
    exit_code, out, err = run()
    assert (exit_code, out) == (2, "")
    assert err.startswith("Cách dùng:")


def test_every_option_has_a_meaning_and_a_vietnamese_placeholder() -> None:
    root = get_command(app)
    for words in COMMANDS:
        command = root
        for word in words:
            command = command.commands[word]  # type: ignore[attr-defined]
        for param in command.params:
            assert getattr(param, "help", ""), f"{words} {param.name}"
            assert getattr(param, "is_flag", False) or param.metavar, f"{words} {param.name}"


def test_help_loads_nothing_heavy() -> None:
    script = f"import sys, reportgen.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_python_dash_m_is_the_same_command() -> None:
    done = subprocess.run([sys.executable, "-m", "reportgen", "--version"], capture_output=True, text=True, check=True)
    assert re.fullmatch(r"reportgen \d+\.\d+\.\d+\n", done.stdout)
