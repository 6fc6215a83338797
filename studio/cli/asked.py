"""What the arguments of `studio generate` ask for, checked before anything is opened."""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from studio.cli.exit_status import BadArgument
from studio.cli.links import Unsaved
from studio.cli.tuning import check_tuning, read_tuning
from studio.gemini.capabilities import ModelRow
from studio.gemini.connections import Auth
from studio.gemini.tuning import SEEDS, Tuning

_MOST = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """One call of the command, as checked values; `continued` names a turn, `library` and `out` are folders."""

    prompt: str
    images: tuple[Path, ...]
    count: int
    seed: int | None
    tuning: Tuning
    aspect: str | None
    size: str | None
    model: str | None
    connection: str | None
    unsaved: Unsaved | None
    streaming: bool
    continued: str | None
    library: Path | None
    out: Path | None
    as_json: bool


def read_asked(arguments: argparse.Namespace) -> Asked:
    """Check the arguments; BadArgument says which one cannot be used."""
    for name in ("model", "connection", "base_url", "aspect", "size", "continued", "library", "out"):
        value = getattr(arguments, name)
        # What a shell makes of a variable that is not set must not fall back to something nobody asked for.
        if value is not None and not str(value).strip():
            raise BadArgument(f"--{name.replace('_', '-').replace('continued', 'continue')} is empty.")
    if not 1 <= arguments.count <= _MOST:
        raise BadArgument(f"--count is a number from 1 to {_MOST}.")
    if arguments.seed is not None and not all(
        seed in SEEDS for seed in (arguments.seed, arguments.seed + arguments.count - 1)
    ):
        raise BadArgument("--seed is a whole number of 32 bits, for each variant.")
    return Asked(
        prompt=_prompt(arguments.prompt),
        images=tuple(arguments.image),
        count=arguments.count,
        seed=arguments.seed,
        tuning=read_tuning(arguments),
        aspect=arguments.aspect,
        size=arguments.size.upper() if arguments.size else None,
        model=arguments.model,
        connection=arguments.connection,
        unsaved=_unsaved(arguments),
        streaming=arguments.stream,
        continued=arguments.continued,
        library=Path(arguments.library) if arguments.library else None,
        out=_folder(arguments.out) if arguments.out else None,
        as_json=arguments.json,
    )


def _folder(given: str) -> Path:
    try:
        return Path(given).expanduser()
    except RuntimeError as error:
        raise BadArgument(f"The folder {given} cannot be found: {error}.") from error


def check_settings(asked: Asked, row: ModelRow) -> None:
    """Refuse what the model is known not to take; an id nobody knows is left to the server."""
    check_tuning(asked.tuning, row)
    if not row.known:
        return
    if asked.aspect and asked.aspect not in row.ratios:
        raise BadArgument(f"{row.name} does not draw {asked.aspect}. It takes {', '.join(row.ratios)}.")
    if asked.size and asked.size not in row.sizes:
        sizes = f"It takes {', '.join(row.sizes)}." if row.sizes else "It has one size: leave --size away."
        raise BadArgument(f"{row.name} does not draw {asked.size}. {sizes}")


def _prompt(text: str) -> str:
    """Return the prompt; what a shell or a pipe passes that is no UTF-8 cannot be stored or sent."""
    if text == "-":
        if sys.stdin is None:
            raise BadArgument("There is no standard input to read the prompt from.")
        text = sys.stdin.read()
        if "\0" in text or any("\udc80" <= letter <= "\udcff" for letter in text):
            raise BadArgument("Standard input is no text. To send a picture along, use --image FILE.")
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()
    if not text:
        raise BadArgument("The prompt is empty: say what to draw or to change.")
    return text


def _unsaved(arguments: argparse.Namespace) -> Unsaved | None:
    if arguments.base_url is None:
        if arguments.auth or arguments.plain_http:
            raise BadArgument("--auth and --plain-http go with --base-url; a saved connection knows its own.")
        return None
    if arguments.connection is not None:
        raise BadArgument("Give --connection or --base-url, not both.")
    return Unsaved(arguments.base_url, Auth(arguments.auth or Auth.GOOG_KEY), arguments.plain_http)
