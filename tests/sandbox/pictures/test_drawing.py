"""Drawings: every word that is known is drawn and said, in every style, light and shape."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from studio.sandbox.pictures.animals import ANIMALS
from studio.sandbox.pictures.backdrops import BACKDROPS
from studio.sandbox.pictures.colours import NAMED, PALETTES
from studio.sandbox.pictures.drawing import draw_picture, make_plan
from studio.sandbox.pictures.prompt_words import Figure, read_scene

SIZE = (256, 256)
THINGS = ["house", "lighthouse", "boat", "balloon", "robot", "cup", "bottle", "tree", "pine", "flower", "bird", "fish"]


def draw(prompt: str, size: tuple[int, int] = SIZE, seed: int = 3) -> Image.Image:
    return draw_picture(prompt, size, random.Random(seed)).image


def changed(one: Image.Image, other: Image.Image) -> float:
    """Mean difference, 0 to 255."""
    return float(ImageStat.Stat(ImageChops.difference(one, other).convert("L")).mean[0])


@pytest.mark.parametrize("name", [*ANIMALS, *THINGS])
def test_every_figure_is_drawn_and_said(name: str) -> None:
    empty = draw("hills by day")
    picture = draw_picture(f"{name}, hills, by day", SIZE, random.Random(3))
    assert f" {name} before rolling hills by day." in picture.words
    assert picture.image.size == SIZE
    assert changed(picture.image, empty) > 3


@pytest.mark.parametrize("backdrop", BACKDROPS)
@pytest.mark.parametrize("light", PALETTES)
def test_every_backdrop_in_every_light(backdrop: str, light: str) -> None:
    time = {"golden": "autumn"}.get(light, light)
    picture = draw_picture(f"{backdrop} in {time}", (128, 96), random.Random(1))
    assert picture.image.size == (128, 96)
    assert max(ImageStat.Stat(picture.image).stddev) > 8
    if light == "night":
        assert ImageStat.Stat(picture.image.convert("L")).mean[0] < 190


@pytest.mark.parametrize("style", ["watercolour", "line drawing", "flat poster", "pixel art"])
def test_every_style_changes_the_picture_and_is_said(style: str) -> None:
    picture = draw_picture(f"a cat by day, {style}", SIZE, random.Random(5))
    assert style in picture.words
    assert changed(picture.image, draw("a cat by day", seed=5)) > 3


@pytest.mark.parametrize("size", [(256, 256), (384, 96), (48, 384), (300, 200)])
def test_any_shape(size: tuple[int, int]) -> None:
    for prompt in ("otter with a hat", "city at night", "zebra", "three mountains in snow", "rain on the sea"):
        assert draw(prompt, size).size == size


def test_a_hat_is_where_hats_are_worn() -> None:
    bare, hat = draw("otter on a hill by day"), draw("otter on a hill by day with a hat")
    box = ImageChops.difference(bare, hat).convert("L").point(lambda value: 255 if value > 40 else 0).getbbox()
    assert box is not None
    left, top, right, bottom = box
    assert 90 < left < right < 166
    assert bottom - top < 70
    assert top < 128


@pytest.mark.parametrize("worn", ["scarf", "glasses", "bow tie", "hat"])
def test_clothes_are_seen_and_said(worn: str) -> None:
    picture = draw_picture(f"a bear with a {worn}, in a meadow, by day", SIZE, random.Random(2))
    assert worn.removeprefix("a ") in picture.words
    assert changed(picture.image, draw("a bear in a meadow, by day", seed=2)) > 0.1


def test_a_boat_wears_nothing() -> None:
    assert "wearing" not in draw_picture("a boat and a hat", SIZE, random.Random(2)).words


def test_colours_go_to_what_they_stand_before() -> None:
    words = read_scene("a small red boat and a blue bird, with a tiny green hat in a pink sunset")
    assert words.figures == (Figure("boat", NAMED["red"]), Figure("bird", NAMED["blue"]))
    assert words.hat_colour == NAMED["green"]
    assert (words.time, words.style) == ("sunset", None)


@pytest.mark.parametrize(
    ("prompt", "figures"),
    [
        ("Two kittens and PUPPIES!", ("cat", "dog")),
        ("no cat, just a fox", ("fox",)),
        ("foxes, houses, mice, trees, boats", ("fox", "house", "mouse")),
        ("ein Zebra", ()),
        ("", ()),
    ],
)
def test_words_are_read_as_people_write_them(prompt: str, figures: tuple[str, ...]) -> None:
    assert tuple(figure.name for figure in read_scene(prompt).figures) == figures


def test_a_prompt_without_known_words_is_a_pattern_and_one_about_light_a_landscape() -> None:
    assert make_plan(read_scene("zebra"), random.Random(1)).backdrop == "abstract"
    assert make_plan(read_scene("moonlight"), random.Random(1)).backdrop == "hills"
    assert make_plan(read_scene("cup"), random.Random(1)).backdrop == "room"


@pytest.mark.parametrize(
    ("prompt", "says"),
    [
        ("zebra", "knew none of these words, so it drew a pattern of plain shapes. It draws simple scenes: animals, "),
        ("zebra at night", "knew no subject in these words, so it drew rolling hills at night."),
        ("an abstract pattern", "drew a pattern of plain shapes."),
        (
            "mountains by day, oil painting",
            "drew mountains by day. It knows no way to draw in this style: oil painting.",
        ),
        (
            "a cat by day in a room, anime, as a sketch",
            "drew a cat in a room by day, as a line drawing. It knows no way",
        ),
        ("a cat by day in a room, no anime", "drew a cat in a room by day."),
    ],
)
def test_what_was_not_understood_is_said(prompt: str, says: str) -> None:
    words = draw_picture(prompt, (64, 48), random.Random(3)).words
    assert words.startswith(says)
    assert ("It knows no way" in words) == ("It knows no way" in says)
    assert ("It draws simple scenes" in words) == (prompt == "zebra")


def test_size_leaves_the_scene_as_it_is() -> None:
    small, large = draw("a robot in the city", (256, 256)), draw("a robot in the city", (512, 512))
    assert changed(small, large.resize((256, 256), Image.Resampling.LANCZOS)) < 4


@settings(max_examples=25)
@given(st.text(max_size=60) | st.lists(st.sampled_from([*THINGS, *ANIMALS, *NAMED, "no", "snow", "a"])).map(" ".join))
def test_any_prompt_gives_a_picture_and_the_same_again(prompt: str) -> None:
    first, second = (draw_picture(prompt, (64, 48), random.Random(9)) for _ in range(2))
    assert first.image.tobytes() == second.image.tobytes()
    assert first.words == second.words
    assert first.words.startswith(("drew ", "knew no"))
