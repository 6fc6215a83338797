"""Every reply script of the sandbox through `studio generate`: its end and its words, as the table has them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.sandbox.scripts.table import SCRIPTS
from tests.cli.script_run import command_says
from tests.fakes.scripted import Scripted, scripted_sandbox, table

TABLE = table()


@pytest.fixture(scope="module")
def box() -> Iterator[Scripted]:
    with scripted_sandbox() as running:
        yield running


@pytest.fixture(scope="module")
def one_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of them land in one library, as they would for a person."""
    return tmp_path_factory.mktemp("scripts") / "library"


def test_every_script_is_in_the_table() -> None:
    assert list(TABLE) == list(SCRIPTS)


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_command_ends_as_the_table_says(name: str, box: Scripted, one_library: Path) -> None:
    row = TABLE[name]
    status, said = command_says(box, name, one_library)
    assert (status, said) == (row.exit, row.command)
    assert box.posts[name] == row.posts, "an ambiguous failure is asked once"
