"""The tree's benchmark runs to its end, at a size that proves nothing about speed."""

import pytest

from tests.benchmarks.__main__ import main


def test_the_benchmark_runs(capsys: pytest.CaptureFixture[str]) -> None:
    main(["tree", "--rounds", "1", "--bytes", "12"])
    printed = capsys.readouterr().out
    assert "12 in a row" in printed
    assert "a key at many turns" in printed
