"""Designs measured against each other: each in a process of its own, taking turns, for several rounds."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.benchmarks.case import Case

Entries = Mapping[str, str]
"""The design's name in the table, and MODULE:CLASS."""


@dataclass(frozen=True)
class Spread:
    """Many measurements of one thing."""

    values: Sequence[float]

    @property
    def median(self) -> float:
        return median(self.values)

    def over(self, other: "Spread") -> "Spread":
        """The ratio, round by round: what disturbs a round disturbs both."""
        return Spread([one / another for one, another in zip(self.values, other.values, strict=True)])


@dataclass(frozen=True)
class Measured:
    """One design's rounds: wall and processor seconds, and the peak of resident memory over idle in bytes.

    Idle is what the process held before its first round: what a round keeps counts in the next.
    """

    wall: Spread
    cpu: Spread
    memory: Spread

    @property
    def growth(self) -> float:
        return self.memory.median


Results = Mapping[str, Measured | str]
"""By the design's name; a string says why there is nothing."""


def contest(entries: Entries, case: Case, rounds: int) -> Results:
    """Let all designs take turns; each round another one begins."""
    with ExitStack() as stack:
        workers = {name: stack.enter_context(_worker(design, case)) for name, design in entries.items()}
        able = [name for name, worker in workers.items() if not worker.missing]
        for number in range(rounds):
            first = number % len(able)
            for name in able[first:] + able[:first]:
                workers[name].run()
    return {name: worker.measured() for name, worker in workers.items()}


class _Worker:
    """The near end of a worker process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._answers: list[dict[str, Any]] = []
        self.missing = str(self._answer().get("missing", ""))

    def run(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("run\n")
        self._process.stdin.flush()
        self._answers.append(self._answer())

    def measured(self) -> Measured | str:
        if self.missing:
            return f"not measured: {self.missing} is not installed (extra “bench”)"
        return Measured(*(Spread([answer[key] for answer in self._answers]) for key in ("wall", "cpu", "growth")))

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("A worker ended too early; what it said stands above.")
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextmanager
def _worker(design: str, case: Case) -> Iterator[_Worker]:
    arguments = [design, str(case.folder), case.url]
    with child("tests.benchmarks.worker", *arguments) as process:
        yield _Worker(process)


@contextmanager
def child(module: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A Python process of ours that ends when its standard input does."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=without_proxies()
    ) as process:
        yield process


def without_proxies() -> dict[str, str]:
    """The environment, in which nothing keeps a request from going straight to the loopback."""
    return {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
