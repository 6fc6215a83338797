"""What is sent for a path of turns: verbatim where it can be, else collapsed to an image, and always explained."""

import base64
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.generation.replay import Target, replay
from studio.library.library import Library
from studio.library.records import NewInput, Turn
from tests.fakes.replies import image_part, picture
from tests.fakes.tree import FLASH, HERE, PRO, THERE, Tree, sent


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Tree]:
    with Library.open(tmp_path / "library") as library:
        yield Tree(library)


def shapes(contents: Sequence[Any]) -> list[tuple[str, list[str]]]:
    """Role and kinds of parts of each content."""
    kinds = {"text": "words", "inlineData": "image"}
    return [
        (content["role"], [next(kinds[key] for key in part if key in kinds) for part in content["parts"]])
        for content in contents
    ]


def sent_image(content: Any, part: int = 0) -> bytes:
    return base64.b64decode(content["parts"][part]["inlineData"]["data"])


def test_a_first_turn_is_images_then_words(tree: Tree, tmp_path: Path) -> None:
    result, contents = tree.replayed(None, "mix", images=[tree.image(1, tmp_path), tree.image(2, tmp_path)])
    assert shapes(contents) == [("user", ["image", "image", "words"])]
    assert [sent_image(contents[0], part) for part in (0, 1)] == [picture(1), picture(2)]
    assert result.decisions == ()


def test_a_path_of_the_same_model_and_place_goes_verbatim(tree: Tree) -> None:
    first = tree.turn("one", seed=1)
    second = tree.turn("two", first, seed=2)
    result, contents = tree.replayed(second, "three")
    assert [content["role"] for content in contents] == ["user", "model", "user", "model", "user"]
    assert contents[1]["parts"] == [
        {"text": "Here.", "thoughtSignature": "sig1"},
        image_part(picture(1), signature="sig1"),
    ]
    assert contents[3]["parts"][1]["thoughtSignature"] == "sig2"
    assert result.decisions == ()
    assert result.carried is None


def test_what_a_newer_version_noted_of_a_picture_is_passed_by(tree: Tree) -> None:
    turn = tree.turn("one", seed=1)
    as_written = tree.replayed(turn, "two")[1]
    with closing(sqlite3.connect(tree.library.folder.root / "library.sqlite")) as newer, newer:
        newer.execute("UPDATE hole SET form = json_set(form, '$.newer', 'of tomorrow')")
    result, contents = tree.replayed(turn, "two")
    assert contents == as_written
    assert result.decisions == ()


@pytest.mark.parametrize(
    ("made", "target", "reason"),
    [
        ({"model": FLASH, "signed": False}, {}, "another model"),
        ({"endpoint": THERE}, {}, "another endpoint"),
        ({"signed": False}, {}, "no signatures"),
    ],
)
def test_what_the_target_cannot_take_collapses_to_its_main_image(
    tree: Tree, made: dict[str, Any], target: dict[str, Any], reason: str
) -> None:
    turn = tree.turn("one", seed=1, **made)
    result, contents = tree.replayed(turn, "two", **target)
    assert shapes(contents) == [("user", ["image", "words"])]
    assert sent_image(contents[0]) == picture(1)
    assert [decision.reason for decision in result.decisions] == [reason]
    assert result.carried is not None
    assert result.decisions[0].image_id == result.carried.id


def test_turns_after_the_last_unfit_one_go_verbatim_behind_its_image(tree: Tree, tmp_path: Path) -> None:
    logo = tree.image(9, tmp_path)
    first = tree.turn("one", seed=1, endpoint=THERE)
    second = tree.turn("two", first, seed=2, inputs=[NewInput("reference", logo.id)])
    _, contents = tree.replayed(second, "three")
    assert shapes(contents) == [
        ("user", ["image", "image", "words"]),
        ("model", ["words", "image"]),
        ("user", ["words"]),
    ]
    assert sent_image(contents[0], 0) == picture(1)
    assert sent_image(contents[0], 1) == picture(9)


def test_an_image_carried_once_is_carried_again_and_not_doubled(tree: Tree) -> None:
    first = tree.turn("one", seed=1, endpoint=THERE)
    carried, _ = tree.replayed(first, "two")
    assert carried.carried is not None
    second = tree.turn("two", first, seed=2, inputs=[NewInput("carried", carried.carried.id)])
    _, contents = tree.replayed(second, "three")
    assert shapes(contents)[0] == ("user", ["image", "words"])


def test_a_model_without_signatures_needs_none(tree: Tree) -> None:
    turn = tree.turn("one", seed=1, model=FLASH, signed=False)
    result, contents = tree.replayed(turn, "two", model=f"google/{FLASH}")
    assert [content["role"] for content in contents] == ["user", "model", "user"]
    assert result.decisions == ()


def test_words_alone_leave_nothing_to_carry_and_say_so(tree: Tree) -> None:
    turn = tree.turn("one", parts=[{"text": "Which otter?"}], endpoint=THERE)
    result, contents = tree.replayed(turn, "a brown one")
    assert shapes(contents) == [("user", ["words"])]
    assert result.decisions[0].image_id is None


def test_the_image_of_an_earlier_turn_is_carried_over_words(tree: Tree) -> None:
    first = tree.turn("one", seed=1, endpoint=THERE)
    second = tree.turn("two", first, parts=[{"text": "Why?"}], endpoint=THERE)
    _, contents = tree.replayed(second, "three")
    assert sent_image(contents[0]) == picture(1)


def test_the_last_image_that_is_no_thought_is_the_main_one(tree: Tree) -> None:
    parts = [image_part(picture(1)), image_part(picture(2)), image_part(picture(3)) | {"thought": True}]
    turn = tree.turn("one", parts=parts, endpoint=THERE)
    _, contents = tree.replayed(turn, "two")
    assert sent_image(contents[0]) == picture(2)


def test_a_turn_that_broke_off_is_never_sent_as_a_turn(tree: Tree) -> None:
    turn = tree.turn("one", seed=1)._replace(content=None)
    target = Target(HERE, PRO, signatures=True)
    result = replay(tree.library, (turn,), target, "two", ())
    assert [content.role for content in result.contents if hasattr(content, "role")] == ["user"]
    assert result.decisions[0].reason == "cut off"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from([PRO, FLASH]), st.sampled_from([HERE, THERE]), st.booleans()), min_size=1, max_size=4
    ),
    target=st.tuples(st.sampled_from([PRO, FLASH]), st.sampled_from([HERE, THERE])),
)
def test_whatever_the_path_contents_alternate_and_no_foreign_signature_is_sent(
    tree: Tree, steps: list[tuple[str, str, bool]], target: tuple[str, str]
) -> None:
    last: Turn | None = None
    for number, (model, endpoint, signed) in enumerate(steps):
        parts = [image_part(picture(number), signature=f"{endpoint} {model}" if signed else None)]
        last = tree.turn(f"turn {number}", last, model=model, endpoint=endpoint, parts=parts)
    _, contents = tree.replayed(last, "next", *target)
    roles = [content["role"] for content in contents]
    assert roles == ["user", "model"] * (len(roles) // 2) + ["user"]
    owner = f"{target[1]} {target[0]}"
    for content in contents[1::2]:
        for part in content["parts"]:
            assert part.get("thoughtSignature", owner) == owner
            assert target[0] == FLASH or part["thoughtSignature"] == owner
    assert contents[-1]["parts"][-1] == {"text": "next"}


@pytest.mark.parametrize(("model", "endpoint"), [(PRO, HERE), (FLASH, HERE), (PRO, THERE)])
def test_a_copy_of_a_branch_sends_the_same_bytes(tree: Tree, tmp_path: Path, model: str, endpoint: str) -> None:
    given = NewInput("reference", tree.image(9, tmp_path).id, "logo")
    odd = [{"text": "1e5 \\u00e9 \ud800", "thoughtSignature": "s\\/+="}, image_part(picture(1), signature="sig1")]
    first = tree.turn("one", seed=1, inputs=[given], parts=odd)
    tree.turn("another way", first, seed=5)
    middle = tree.turn("two", first, seed=2)
    last = tree.turn("three", middle, seed=3)
    original, contents = tree.replayed(last, "four", model, endpoint)
    assert len(contents) == (7 if (model, endpoint) == (PRO, HERE) else 1)
    for copy in tree.copies(last):
        copied, _ = tree.replayed(copy, "four", model, endpoint)
        assert sent(copied) == sent(original)
        assert copied.carried == original.carried
        assert [decision.reason for decision in copied.decisions] == [each.reason for each in original.decisions]


def test_a_copy_goes_on_sending_what_was_pruned_elsewhere(tree: Tree) -> None:
    first = tree.turn("one", seed=1)
    last = tree.turn("two", first, seed=2)
    before = sent(tree.replayed(last, "three")[0])
    copies = tree.copies(last)
    tree.library.forest.prune(first.id, 5)
    tree.library.conversations.trash(tree.conversation, 6)
    for copy in copies:
        assert sent(tree.replayed(copy, "three")[0]) == before
