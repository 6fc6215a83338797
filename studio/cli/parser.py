"""The arguments of every command."""

import argparse
from pathlib import Path
from typing import Any, NoReturn

import studio
from studio.cli.tuning_options import add_tuning_options
from studio.gemini.connections import Auth
from studio.gemini.presets import PRESETS

_LIBRARY = "the library folder (Studio, in your pictures)"
_AUTHS = tuple(auth.value for auth in Auth)


class _Parser(argparse.ArgumentParser):
    """A parser without abbreviations, which scripts would come to rely on, and with help for a common slip."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """End with what is wrong; words left over are mostly a prompt that was not quoted."""
        if message.startswith("unrecognized arguments") and " -" not in message:
            message += '\nPut the prompt in quotes: studio generate "a red fox"'
        super().error(message)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser; `command` is None for the window, `action` the second word of commands that have one."""
    parser = _Parser(
        prog="studio",
        description=(
            "Make and change pictures, from a prompt to a file. Without a command it opens the window; files of"
            " conversations behind it (FILE.studio …) are imported there."
        ),
    )
    parser.add_argument("--version", action="version", version=f"studio {studio.__version__}")
    parser.add_argument("--library", metavar="DIR", help=_LIBRARY)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _generate(commands.add_parser("generate", help="turn a prompt into pictures in the library"))
    _connections(commands.add_parser("connections", help="the endpoints that pictures come from"))
    _models(commands.add_parser("models", help="what models there are, what they take and cost"))
    _library(commands.add_parser("library", help="what is in a library, and whether it is sound"))
    _sandbox(commands.add_parser("sandbox", help="serve the offline sandbox, which needs no key and costs nothing"))
    return parser


def _generate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("prompt", metavar="PROMPT", help="what to draw or to change; - reads it from standard input")
    parser.add_argument(
        "--image", action="append", default=[], metavar="FILE", type=Path, help="send this picture along (repeatable)"
    )
    parser.add_argument("--model", metavar="ID", help="the model; any id can be typed")
    parser.add_argument("--connection", metavar="NAME", help="a saved connection, or sandbox")
    parser.add_argument("--base-url", metavar="URL", help="an endpoint that is not saved; its key is STUDIO_API_KEY")
    parser.add_argument("--auth", choices=_AUTHS, help="how --base-url takes the key (goog-key)")
    parser.add_argument("--plain-http", action="store_true", help="let --base-url be http on another machine")
    parser.add_argument("--stream", action="store_true", help="have the reply sent as it is made; not every server can")
    parser.add_argument("--aspect", metavar="W:H", help="the shape, such as 16:9")
    parser.add_argument("--size", metavar="SIZE", help="512, 1K, 2K or 4K, as far as the model has it")
    parser.add_argument("--count", type=int, default=1, metavar="N", help="how many variants, 1 to 8")
    parser.add_argument("--seed", type=int, metavar="N", help="a number to draw from; each variant adds one")
    add_tuning_options(parser)
    parser.add_argument(
        "--continue", dest="continued", metavar="TURN", help="go on from a turn: its id, a unique ending of it, or last"
    )
    parser.add_argument("--out", metavar="DIR", help="also copy the pictures into this folder")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    _library_option(parser)


def _connections(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="save an endpoint; its key is asked for, or read from standard input")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--preset", choices=tuple(PRESETS), help="a provider whose ways are known")
    add.add_argument("--base-url", metavar="URL", help="where it is, unless the preset knows")
    add.add_argument("--auth", choices=_AUTHS, help="how the key travels")
    add.add_argument("--prefix", choices=("google/", "none"), help="what is put before model ids")
    add.add_argument("--model", metavar="ID", help="the model used when none is named")
    add.add_argument("--concurrency", type=int, metavar="N", help="how many requests at once")
    add.add_argument("--per-minute", type=int, metavar="N", help="how many requests a minute, in the window")
    add.add_argument("--plain-http", action="store_true", help="let it be http on another machine")
    add.add_argument("--stream", action="store_true", help="have replies sent as they are made")
    listing = actions.add_parser("list", help="the saved connections")
    listing.add_argument("--json", action="store_true", help="print one JSON object")
    default = actions.add_parser("default", help="where pictures come from when none is named")
    default.add_argument("name", metavar="NAME", help="a saved connection, or sandbox")
    remove = actions.add_parser("remove", help="forget a connection and its key")
    remove.add_argument("name", metavar="NAME")
    test = actions.add_parser("test", help="ask what costs nothing: whether address, key and model are right")
    test.add_argument("name", metavar="NAME")
    test.add_argument("--model", metavar="ID", help="the model to ask for; the connection's default")
    test.add_argument("--json", action="store_true", help="print one JSON object")
    set_key = actions.add_parser("set-key", help="keep a key in the keyring: from a prompt, or standard input")
    set_key.add_argument("name", metavar="NAME")


def _models(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--connection", metavar="NAME", help="ask this connection which of them it lists; free")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _library(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, words in (
        ("list", "the newest turns and their pictures"),
        ("verify", "check the record and every file"),
        ("recover", "take in what an interrupted run left behind"),
        ("reindex", "put search, sizes and files in order after they were changed by hand"),
    ):
        _reporting(actions.add_parser(name, help=words))
    export = actions.add_parser("export", help="write a conversation as one file, or as Markdown with its images")
    export.add_argument(
        "conversation", metavar="CONVERSATION", help="the end of its id, or of a turn's or picture's in it; or last"
    )
    export.add_argument("file", metavar="FILE.studio", nargs="?", type=Path, help="the file to write")
    export.add_argument("--markdown", metavar="FOLDER", type=Path, help="make a folder with text and images in it")
    export.add_argument("--branch", metavar="TURN", help="with --markdown: only the branch that ends at this turn")
    _reporting(export)
    importing = actions.add_parser("import", help="take in conversations that were exported")
    importing.add_argument("files", metavar="FILE.studio", nargs="+", type=Path)
    _reporting(importing)


def _reporting(action: argparse.ArgumentParser) -> None:
    action.add_argument("--json", action="store_true", help="print one JSON object")
    _library_option(action)


def _sandbox(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Serve generateContent, streamGenerateContent, countTokens, the list of models and the Files API as Google"
        " does, under /v1beta and /v1. The pictures are drawn on this machine. Ctrl+C ends it."
    )
    parser.epilog = (
        "[[NAME]] in the prompt, or a header x-studio-script: NAME, plays a reply that --scripts lists. A prompt with"
        " nearly such a name is refused; other words in brackets are drawn, and the reply says that they are no script."
    )
    task = parser.add_mutually_exclusive_group(required=True)
    task.add_argument("--port", type=int, metavar="N", help="the port; 0 picks a free one")
    task.add_argument("--scripts", action="store_true", help="list what it can be told to answer instead of drawing")
    parser.add_argument("--host", default="127.0.0.1", metavar="HOST", help="the address it listens on (127.0.0.1)")
    parser.add_argument("--key", metavar="K", help="the only key that passes; without it any key will do")
    parser.add_argument("--delay", type=float, default=0.0, metavar="S", help="seconds to wait before each picture")
    parser.add_argument(
        "--profile",
        metavar="NAME",
        help="whom it answers like: google (as usual), routerhub, chainhub, new-api, litellm or vertex",
    )


def _library_option(parser: argparse.ArgumentParser) -> None:
    # What was given before the command stays when nothing is given behind it.
    parser.add_argument("--library", metavar="DIR", default=argparse.SUPPRESS, help=_LIBRARY)
