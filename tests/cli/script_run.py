"""`studio generate` against a script of the sandbox, in this process."""

import contextlib
import io
import os
from pathlib import Path
from unittest.mock import patch

from studio.cli.main import main
from tests.fakes.scripted import MODEL, RATIO, SEED, SIZE, Scripted

_ITS_OWN = ("Cost ", "Sandbox: ")  # what a picture costs and what was drawn is told elsewhere


def command_says(box: Scripted, name: str, library: Path, *options: str) -> list[int | str]:
    """The exit status, and what is written for people to read."""
    out, err = io.StringIO(), io.StringIO()
    arguments = ["generate", box.prompt(name), "--library", library, "--base-url", box.server.url, "--model", MODEL]
    arguments += ["--size", SIZE, "--aspect", RATIO, "--seed", SEED, *options]
    with (
        patch.dict(os.environ, {"STUDIO_API_KEY": box.server.key}),
        patch("studio.cli.links.limits_of", lambda _: box.limits(name)),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        status = main([str(each) for each in arguments])
    lines = err.getvalue().replace(box.server.url, "URL").splitlines()
    return [status, "\n".join(line for line in lines if line and not line.startswith(_ITS_OWN))]
