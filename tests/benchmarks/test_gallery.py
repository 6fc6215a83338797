"""The gallery's benchmark runs to its end, at a size that proves nothing about speed."""

import sys

import pytest

from tests.benchmarks.__main__ import main


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_the_benchmark_runs(capsys: pytest.CaptureFixture[str]) -> None:
    main(["gallery", "--rounds", "1", "--bytes", "1000"])
    printed = capsys.readouterr().out
    assert "Studio, 1,000" in printed
    assert "QListView, an item for each" in printed
    assert "met" in printed
