"""The command line as a test runs it: the real entry point, in this process, with nothing in the environment."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from studio.cli.main import main

KEY = "canary-7c41-key"


@dataclass(frozen=True)
class Ended:
    """How a command ended: exit status, standard output, standard error."""

    status: int
    out: str
    err: str

    @property
    def paths(self) -> list[Path]:
        return [Path(line) for line in self.out.splitlines()]


Studio = Callable[..., Ended]


@pytest.fixture
def studio(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Studio:
    """Run `studio ARGUMENTS` with `stdin` and without a bus, so that there is no keyring."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/no-bus")
    monkeypatch.setenv("STUDIO_API_KEY", KEY)

    def run(*arguments: object, stdin: str = "") -> Ended:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        capfd.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as end:  # argparse
            status = int(str(end.code))
        captured = capfd.readouterr()
        assert "Traceback" not in captured.err
        return Ended(status, captured.out, captured.err)

    return run


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder for a library, not made yet."""
    return tmp_path / "library"
