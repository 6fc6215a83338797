"""What is left to the window without the parser of all commands: a library, and files to import."""

import pytest

from studio.cli.window import WindowArguments, window_arguments


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ([], WindowArguments()),
        (["--library", "/x"], WindowArguments("/x")),
        (["--library=/x"], WindowArguments("/x")),
        (["a b.studio"], WindowArguments("", ("a b.studio",))),
        (["a.studio", "B.STUDIO"], WindowArguments("", ("a.studio", "B.STUDIO"))),
        (["--library", "/x", "a.studio"], WindowArguments("/x", ("a.studio",))),
        (["--library=/x", "a.studio"], WindowArguments("/x", ("a.studio",))),
        (["--library"], None),
        (["--library", " "], None),
        (["--library="], None),
        (["--library", "-x"], None),
        (["generate", "x"], None),
        (["a.png"], None),
        (["-a.studio"], None),
        (["a.studio", "generate"], None),
        (["--help"], None),
    ],
)
def test_what_the_window_is_asked(words: list[str], asked: WindowArguments | None) -> None:
    assert window_arguments(words) == asked
