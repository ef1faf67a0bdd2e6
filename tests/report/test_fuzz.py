"""Mangled point files and arguments: a result that follows the schema, or one line that says what is wrong."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import Outcome, read, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from darktmm.report.points import bundled

TEXT = bundled("reference").read_text(encoding="utf-8")
ALLOWED = bundled("allowed").read_text(encoding="utf-8")


def assert_orderly(outcome: Outcome) -> None:
    """Numbers or a refusal, never a traceback, half a document or a page of words."""
    assert outcome.exception is None or isinstance(outcome.exception, SystemExit), outcome.exception
    assert outcome.exit_code in {0, 2}
    assert "Traceback" not in outcome.output
    if outcome.exit_code == 0:
        read(outcome.stdout)
        return
    assert outcome.stdout == ""
    if outcome.stderr.startswith("error: "):
        assert outcome.stderr.count("\n") == 1 and outcome.stderr[:-1].isprintable()
        assert len(outcome.stderr) < 8000
    else:  # what the command line itself refuses
        assert "Usage:" in outcome.stderr


def evaluated(path: Path, content: str | bytes) -> Outcome:
    """`evaluate --json -` of a file with this content."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return run("evaluate", path, "--json", "-")


# --- files that were found to matter ---------------------------------------------------------------


def swapped(old: str, new: str) -> str:
    """The reference point with something else in one place."""
    assert old in TEXT
    return TEXT.replace(old, new, 1)


REFUSED: dict[str, str | bytes] = {
    "nothing": b"",
    "zeros": b"\0" * 100,
    "UTF-16": TEXT.encode("utf-16"),
    "latin-1": b"# \xe9\n" + TEXT.encode(),
    "carriage returns alone": TEXT.replace("\n", "\r"),
    "half of it": TEXT[: len(TEXT) // 2],
    "twice": TEXT * 2,
    "arrays 20 000 deep": "a = " + "[" * 20_000 + "]" * 20_000,
    "tables 2 000 deep": swapped("g_D = 0.5", "g_D" + ".a" * 2_000 + " = 1"),
    "a value 300 deep": swapped("g_D = 0.5", "g_D = " + "[" * 300 + "]" * 300),
    "tables in arrays": "a = " + "[{a=" * 2_000 + "1" + "}]" * 2_000,
    "a long key": swapped("g_D = 0.5", "g" * 3_000 + " = 0.5"),
    "a key of markup": swapped("g_D = 0.5", '"[b]g_D[/b]" = 0.5'),
    "a key that moves the cursor": swapped("g_D = 0.5", '"\\u001b[2J\\n" = 0.5'),
    "a long list": swapped("g_D = 0.5", f"g_D = {list(range(5_000))}"),
    "a long word": swapped("g_D = 0.5", f'g_D = "{"x" * 5_000}"'),
    "a date": swapped("g_D = 0.5", "g_D = 1979-05-27"),
    "a truth": swapped("g_D = 0.5", "g_D = true"),
    "an integer of 400 digits": swapped("g_D = 0.5", "g_D = 1" + "0" * 400),
    "an integer of 5000 digits": swapped("g_D = 0.5", "g_D = 1" + "0" * 5_000),
    "no number": swapped("g_D = 0.5", "g_D = nan"),
    "infinite": swapped("m_D = 0.3", "m_D = -inf"),
    "beyond doubles": swapped("m_D = 0.3", "m_D = 1e400"),
    "negative mass": swapped("M_E = 2000.0", "M_E = -2000.0"),
    "massless partner": swapped("M_E = 2000.0", "M_E = 0.0"),
    "no scalars": swapped("M_H = [0.25, 0.35]", "M_H = []"),
    "scalars in lists": swapped("M_H = [0.25, 0.35]", "M_H = [[0.25], [0.35]]"),
    "one scalar too few": swapped("M_H = [0.25, 0.35]", "M_H = [0.25]"),
    "a number for a section": "fermion = 3\n" + TEXT.replace("[fermion]", "[other]"),
    "an array of sections": swapped("[gauge]", "[[gauge]]"),
    "half a pair": swapped("[0.08, 0.01]", "[0.08]"),
    "a matrix with a hole": swapped("theta_R = 0.3", "O_R = [[1.0, 0.0], [0.0]]"),
    "an empty matrix": swapped("theta_R = 0.3", "O_R = []"),
    "no rotation": swapped("theta_R = 0.3", "O_R = [[1.0, 0.0], [1.0, 1.0]]"),
    "a matrix of 1e200": swapped("theta_R = 0.3", "O_R = [[1e200, 0.0], [0.0, 1e200]]"),
    "y = 1e77": swapped("[0.08, 0.01]", "[1e77, 0.01]"),
    "y = 1e100": swapped("[0.08, 0.01]", "[1e100, 0.01]"),
    "y = 1e200": swapped("[0.08, 0.01]", "[1e200, 0.01]"),
    "epsilon = 1": swapped("epsilon = 1e-4", "epsilon = 1.0"),
    "a scalar of 1e-300": swapped("M_H = [0.25,", "M_H = [1e-300,"),
    "scalars of 1e300": swapped("M_H = [0.25, 0.35]", "M_H = [1e300, 2e300]"),
}

ACCEPTED: dict[str, str | bytes] = {
    "byte-order mark": b"\xef\xbb\xbf" + TEXT.encode(),
    "Windows lines": TEXT.replace("\n", "\r\n"),
    "no line at the end": TEXT.rstrip("\n"),
    "whole numbers": swapped("M_E = 2000.0", "M_E = 2000"),
    "underscores": swapped("M_E = 2000.0", "M_E = 2_000.0"),
    "a subnormal coupling": swapped("[0.08, 0.01]", "[5e-324, 0.01]"),
    "no coupling at all": swapped("g_D = 0.5", "g_D = 0"),
    "no kinetic mixing": swapped("epsilon = 1e-4", "epsilon = 0"),
    "a very light dark photon": swapped("m = 0.05", "m = 1e-30"),
    "a very heavy dark photon": swapped("m = 0.05", "m = 1e10"),
    "large angles": swapped("theta_R = 0.3", "theta_R = 1e6"),
    "turned about": swapped("theta_R = 0.3", "theta_R = -7.5"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_to_be_refused(tmp_path: Path, name: str) -> None:
    """One line."""
    outcome = evaluated(tmp_path / "point.toml", REFUSED[name])
    assert_orderly(outcome)
    assert outcome.exit_code == 2


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_may_be_written(tmp_path: Path, name: str) -> None:
    """A document."""
    outcome = evaluated(tmp_path / "point.toml", ACCEPTED[name])
    assert_orderly(outcome)
    assert outcome.exit_code == 0, outcome.output


ARGUMENTS: tuple[tuple[str, ...], ...] = (
    ("evaluate", ""),
    ("evaluate", "\0"),
    ("evaluate", "x" * 5_000),
    ("evaluate", "[b]", "--json", "-"),
    ("evaluate", "{point}", "--json", ""),
    ("evaluate", "{point}", "--mu-e-gamma", "²"),
    ("evaluate", "{point}", "--mu-e-gamma", "٢٠٢٤"),
    ("evaluate", "{point}", "--mu-e-gamma", "9" * 5_000),
    ("evaluate", "{point}", "--mu-e-gamma", ""),
    ("evaluate", "{point}", "--mu-e-gamma", "[/]"),
    ("evaluate", "{point}", "--borexino-window", "[b]"),
    ("evaluate", "{point}", "{point}"),
    ("joint", "--g-d", "²"),
    ("joint", "--g-d", "1e400"),
    ("joint", "--g-d", ""),
    ("joint", "--masses", "²"),
    ("joint", "--masses", "-1"),
    ("joint", "--mass", "1e400"),
    ("joint", "--mass", "0x1"),
    ("joint", "--without", "[b]"),
    ("joint", "--without", ""),
    ("joint", "--min-scalar", "inf"),
    ("joint", "--max-mass", "-inf"),
    ("joint", "--seed", "1.5"),
    ("joint", "--strategy", "[red]"),
    ("joint", "--save", ""),
    ("verify", "--id", ""),
    ("verify", "--id", "[b]"),
    ("verify", "--paper", "../papers"),
    ("verify", "--paper", ""),
    ("verify", "--paper", "."),
    ("verify", "--point", ""),
    ("verify", "--paper", "known_answers", "--point", "{point}"),
    ("derive", "--result", "\x1b[31m"),
    ("latex", "--result", ""),
    ("plot", "[b]"),
    ("plot", "fig7", "--masses", "0"),
    ("plot", "fig7", "--version", ""),
    ("point", "../reference"),
    ("schema", "[b]"),
    ("[b]",),
)


@pytest.mark.parametrize(
    "arguments", ARGUMENTS, ids=lambda a: " ".join(a)[:40].encode("unicode_escape").decode()
)
def test_arguments_that_are_wrong(arguments: tuple[str, ...]) -> None:
    """One line, or the usage; a destination without a name has the code of what cannot be written."""
    outcome = run(*(a.format(point=bundled("reference")) for a in arguments))
    if arguments[-2:] in {("--json", ""), ("--save", "")}:
        assert outcome.exit_code == 3
        assert outcome.stderr == "error: '': cannot be written: no name is given\n"
        return
    assert_orderly(outcome)
    assert outcome.exit_code == 2


# --- files that nobody thought of ------------------------------------------------------------------

STRANGE = st.one_of(
    st.floats().map(repr),
    st.floats(min_value=-320, max_value=320).map(lambda x: f"1e{int(x)}"),
    st.integers(-3, 3).map(str),
    st.sampled_from(["true", '""', '"0.3"', "[]", "[[]]", "{}", "[1, 2]", "[[1, 2], [3, 4]]"]),
    st.sampled_from(["1979-05-27", "07:32:00", "0x10", "1__0", "+nan", "-0.0", "'[b]'"]),
)


@st.composite
def with_strange_values(draw: Callable[..., Any]) -> str:
    """One or several values replaced."""
    lines = draw(st.sampled_from([TEXT, ALLOWED])).splitlines()
    places = [k for k, line in enumerate(lines) if "=" in line and line[0] != "#"]
    for k in draw(st.lists(st.sampled_from(places), min_size=1, max_size=3)):
        lines[k] = f"{lines[k].partition('=')[0]}= {draw(STRANGE)}"
    return "\n".join(lines)


@st.composite
def with_scaled_numbers(draw: Callable[..., Any]) -> str:
    """Every number of the point times a power of ten."""
    lines = draw(st.sampled_from([TEXT, ALLOWED])).splitlines()
    words = "\n".join(lines).replace("[", "[ ").replace("]", " ]").replace(",", " ,").split(" ")
    for k in draw(st.lists(st.integers(0, len(words) - 1), min_size=1, max_size=4)):
        try:
            number = float(words[k])
        except ValueError:
            continue
        if math.isfinite(number):
            words[k] = f"{number * 10.0 ** draw(st.integers(-60, 60)):.17g}"
    return " ".join(words)


@st.composite
def with_torn_bytes(draw: Callable[..., Any]) -> bytes:
    """Bytes lost, doubled or replaced."""
    data = bytearray(TEXT.encode())
    for _ in range(draw(st.integers(1, 4))):
        k = draw(st.integers(0, len(data) - 1))
        end = min(len(data), k + draw(st.integers(0, 20)))
        data[k:end] = draw(
            st.sampled_from([b"", bytes(data[k:end]) * 2, b"\xff", b"[", b"\n", b"="])
        )
    return bytes(data)


MANGLED = st.one_of(with_strange_values(), with_scaled_numbers(), with_torn_bytes())


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(content=MANGLED)
def test_whatever_is_in_the_file(tmp_path: Path, content: str | bytes) -> None:
    """A document or one line."""
    assert_orderly(evaluated(tmp_path / "point.toml", content))


WORDS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["-", "--", "--json", "--all", "any", "1", "-1", "0.5", "nan", "[b]", "fig7"]),
)


@settings(max_examples=60, deadline=None)
@given(
    command=st.sampled_from(["evaluate", "verify", "point", "schema", "derive"]),
    words=st.lists(WORDS, max_size=4),
)
def test_whatever_the_arguments_are(command: str, words: list[str]) -> None:
    """Options and names that nobody thought of: usage, a line, or what was asked for."""
    harmless = [w for w in words if "help" not in w and "completion" not in w]
    outcome = run(command, "--result" if command == "derive" else "--list", *harmless)
    assert outcome.exception is None or isinstance(outcome.exception, SystemExit), outcome.exception
    assert outcome.exit_code in {0, 2, 3}
    assert "Traceback" not in outcome.output
