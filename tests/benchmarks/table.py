"""Plain text tables of what was measured, and lines that say whether a target is met."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.benchmarks.contest import Measured, Results, Spread

_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Target:
    """What is wanted: `found` at most (or at least) `limit`."""

    words: str
    found: float
    limit: float
    at_least: bool = False
    unit: str = "x"
    range: tuple[float, float] | None = None

    def line(self) -> str:
        """Return the verdict in one line."""
        is_met = self.found >= self.limit if self.at_least else self.found <= self.limit
        bound = f"at {'least' if self.at_least else 'most'} {self.limit:g}{self.unit}"
        spread = f", {self.range[0]:.2f} to {self.range[1]:.2f}" if self.range else ""
        return f"  {'met   ' if is_met else 'MISSED'}  {self.words}: {self.found:.2f}{self.unit} ({bound}{spread})"


def ratio(words: str, one: Spread, other: Spread, limit: float, *, at_least: bool = False) -> Target:
    """A target for a ratio taken round by round; its median counts."""
    ratios = one.over(other)
    return Target(words, ratios.median, limit, at_least, range=(min(ratios.values), max(ratios.values)))


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns as wide as the first row and its equals need, the first column to the left.

    A shorter row is a name with a remark, which may run over the columns.
    """
    full = [row for row in rows if len(row) == len(rows[0])]
    widths = [max(map(len, column)) for column in zip(*full, strict=True)]
    widths[0] = max(len(row[0]) for row in rows)
    return "\n".join("  " + "  ".join(_cells(row, widths)) for row in rows)


def _cells(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    if len(row) < len(widths):
        return [row[0].ljust(widths[0]), *row[1:]]
    return [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]


def costs(results: Results, base: str, size: int) -> str:
    """One row for each design: times in milliseconds, as ratios to `base`, and memory against `size` bytes."""
    times = ("wall ms", "min-max", "cpu ms", "min-max", "wall x", "cpu x")
    head = ("design", *times, "memory MB", f"x {size / _MEGABYTE:.0f} MB")
    compared = results[base]
    assert isinstance(compared, Measured), "the base of a table needs nothing installed"
    rows: list[Sequence[str]] = [head]
    for name, measured in results.items():
        rows.append((name, measured) if isinstance(measured, str) else (name, *_cost(measured, compared, size)))
    return aligned(rows)


def _cost(measured: Measured, base: Measured, size: int) -> Sequence[str]:
    return (
        *milliseconds(measured.wall),
        *milliseconds(measured.cpu),
        f"{measured.wall.over(base.wall).median:.2f}",
        f"{measured.cpu.over(base.cpu).median:.2f}",
        f"{measured.growth / _MEGABYTE:.1f}",
        f"{measured.growth / size:.2f}",
    )


def milliseconds(spread: Spread) -> tuple[str, str]:
    """Return the median, and the range, in milliseconds."""
    low, high = min(spread.values) * 1000, max(spread.values) * 1000
    return f"{spread.median * 1000:.1f}", f"{low:.0f}-{high:.0f}"
