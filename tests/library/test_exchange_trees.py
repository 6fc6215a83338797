"""Whatever tree a person has grown: it leaves, comes in elsewhere and leaves again as the same file, up to its ids."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from studio.library.exchange.studio_file import StudioFileWriter
from studio.library.exchange.taking_in import StudioFileReader
from studio.library.library import Library
from studio.library.records import Image, NewInput, Turn
from studio.library.verify import verify
from tests.fakes.replies import image_part, picture
from tests.fakes.tree import FLASH, HERE, PRO, THERE, Tree
from tests.library.making import new_turn

STEP = st.fixed_dictionaries(
    {
        "parent": st.integers(0, 9),
        "prompt": st.text(max_size=12),
        "model": st.sampled_from([PRO, FLASH]),
        "endpoint": st.sampled_from([HERE, THERE]),
        "seed": st.integers(0, 2),  # few, so that the same bytes come twice
        "signature": st.sampled_from([None, "c2ln", "s" * 20_000, "\\/\u00e9\u2028" * 3_000]),
        "input": st.sampled_from([None, "edit", "reference", "made"]),
        "after": st.sampled_from(["nothing", "star", "fold", "prune", "rate", "trash image", "fail", "fork"]),
    }
)


class Grown:
    """A tree that grows step by step; what comes after a step is done to its turn."""

    def __init__(self, library: Library, folder: Path) -> None:
        self.library = library
        self.tree = Tree(library)
        self.folder = folder
        self.turns: list[Turn] = []

    def grow(self, step: Mapping[str, Any]) -> None:
        parent = self.turns[step["parent"] % len(self.turns)] if step["parent"] and self.turns else None
        parts = [{"text": "Here."}, image_part(picture(step["seed"], (8, 8)), signature=step["signature"])]
        turn = self.tree.turn(
            step["prompt"],
            parent,
            model=step["model"],
            endpoint=step["endpoint"],
            inputs=self._inputs(step["input"]),
            parts=parts,
        )
        self.turns.append(turn)
        self._do(step["after"], turn)

    def _inputs(self, kind: str | None) -> list[NewInput]:
        if kind is None:
            return []
        made: list[Image] = [image for turn in self.turns for image in self.library.images.of_turn(turn.id)]
        image = made[0] if kind == "made" and made else self.tree.image(len(self.turns) % 3, self.folder)
        return [NewInput("edit" if kind == "edit" else "reference", image.id, kind)]

    def _do(self, what: str, turn: Turn) -> None:
        library = self.library
        match what:
            case "star":
                library.forest.star(turn.id, library.clock())
            case "fold":
                library.forest.fold(turn.id, library.clock())
            case "prune":
                library.forest.prune(turn.id, library.clock())
            case "rate":
                library.images.rate(library.images.of_turn(turn.id)[0].id, -1)
            case "trash image":
                library.images.trash(library.images.of_turn(turn.id)[0].id, library.clock())
            case "fork":  # the rest of the tree grows in the fork, whose turns are copies
                fork = library.forest.fork(turn.id, "fork", library.clock())
                self.tree.conversation = fork.id
                self.turns = list(library.turns.of_conversation(fork.id))
            case "fail":
                failed = library.turns.begin(new_turn(library, turn))
                attempt = library.turns.begin_attempt(failed.id, library.ids.new(), library.clock())
                failure = {"kind": "ServerFailed", "message": "no \ud800", "facts": {"status": 500}}
                library.turns.end_attempt(attempt.id, "unknown", "maybe", library.clock(), failure, 500)


def told(file: Path) -> tuple[Any, list[bytes]]:
    """What a file holds, its ids told by their order and its files by their bytes."""
    with zipfile.ZipFile(file) as archive:
        document = json.loads(archive.read("conversation.json"))
        blobs = [archive.read(name) for name in archive.namelist() if "/" in name]
    ids = {document["id"]} | {image["id"] for image in document["images"]}
    for turn in document["turns"]:
        ids |= {turn["id"], turn["send"], *(attempt["id"] for attempt in turn["attempts"])}
    names = {each: f"id {number}" for number, each in enumerate(sorted(ids))}
    hashes = {each["path"]: each["sha256"] for each in document["files"]}
    document["files"] = sorted(hashes.values())
    text = json.dumps(document)
    for old, new in (*names.items(), *hashes.items()):
        text = text.replace(json.dumps(old), json.dumps(new))
    return json.loads(text), sorted(blobs)


EVERY_DEED = [
    {"parent": 0, "prompt": "\ud800", "model": PRO, "endpoint": HERE, "seed": 0, "signature": None, "input": None}
    | {"after": after}
    for after in ("fork", "star", "fold", "prune", "rate", "trash image", "fail")
]


@settings(max_examples=8)
@example(steps=EVERY_DEED)
@given(steps=st.lists(STEP, min_size=1, max_size=5))
def test_it_comes_and_goes_as_the_same(tmp_path_factory: Any, steps: list[Mapping[str, Any]]) -> None:
    folder: Path = tmp_path_factory.mktemp("trees")
    with Library.open(folder / "here") as here, Library.open(folder / "there") as there:
        grown = Grown(here, folder)
        for step in steps:
            grown.grow(step)
        first = StudioFileWriter(here).write(grown.tree.conversation, folder / "first.studio")
        for library, name in ((there, "second"), (there, "third"), (here, "fourth")):
            came = StudioFileReader(library).take_in(first)
            assert came.again == (name != "second")
            other = StudioFileWriter(library).write(came.conversation_id, folder / f"{name}.studio")
            assert told(other) == told(first), name
            assert verify(library).sound
            with library.transaction():
                library.database.write("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
