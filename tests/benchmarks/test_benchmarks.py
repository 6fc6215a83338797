"""Each benchmark runs to its end, at a size that proves nothing about speed."""

import sys

import pytest

from tests.benchmarks.__main__ import main
from tests.benchmarks.table import Target, aligned


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.parametrize(
    ("name", "rows"),
    [
        (
            "landing",
            ("the file alone", "google-genai", "httpx async .content", "Studio, the whole turn", "Memory by size"),
        ),
        ("upload", ("limit: read and encode", "google-genai", "Studio, on an event loop", "http.client")),
        ("stall", ("the window at rest", "Studio", "httpx .content, json, base64 in a thread")),
        ("library", ("Studio, all turns", "bare SELECT, images", "99 of 100", "of its bare SELECTs alone")),
        ("search", ("bare: one word of the index", "Studio: conversations, turns and images", "LIKE")),
        ("jobs", ("16 x 0 MB", "the window at rest", "Studio")),
        (
            "start",
            (
                "an empty PySide6 window",
                "studio, everything in it",
                "python -c pass",
                "studio --version",
                "studio generate x",
                "studio library list",
                "sqlite3",
            ),
        ),
    ],
)
def test_a_benchmark_runs(name: str, rows: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    main([name, "--rounds", "1", "--bytes", "60" if name in ("library", "search") else "400000"])
    printed = capsys.readouterr().out
    for row in rows:
        assert row in printed
    assert "met" in printed or "MISSED" in printed


def test_a_target_is_met_up_to_its_limit() -> None:
    assert Target("small", 1.6, 1.6).line().split()[0] == "met"
    assert Target("small", 1.61, 1.6).line().split()[0] == "MISSED"
    assert Target("fast", 10.0, 10, at_least=True).line().split()[0] == "met"
    assert Target("fast", 9.9, 10, at_least=True).line().split()[0] == "MISSED"


def test_columns_stand_under_each_other() -> None:
    rows = [("name", "ms", "x"), ("a longer name", "12.5", "1"), ("odd", "not measured")]
    assert aligned(rows).splitlines() == [
        "  name             ms  x",
        "  a longer name  12.5  1",
        "  odd            not measured",
    ]
