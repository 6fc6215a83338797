"""Edits: each is visible, each starts from the picture it was given, and the words say which was done."""

import random

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from studio.sandbox.pictures.drawing import draw_picture
from studio.sandbox.pictures.editing import edit_picture
from studio.sandbox.pictures.picture import Picture

SIZE = (384, 384)


@pytest.fixture(scope="module")
def scene() -> Image.Image:
    """A picture worth editing."""
    return draw_picture("a fox in a meadow by day", SIZE, random.Random(7)).image


def edit(image: Image.Image, prompt: str, size: tuple[int, int] = SIZE) -> Picture:
    return edit_picture(image, prompt, size, random.Random(11))


def brightness(image: Image.Image) -> float:
    return float(ImageStat.Stat(image.convert("L")).mean[0])


def channels(image: Image.Image) -> list[float]:
    return [float(mean) for mean in ImageStat.Stat(image).mean]


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of the channels, 0 to 255."""
    return sum(channels(ImageChops.difference(one, other))) / 3


def likeness(one: Image.Image, other: Image.Image) -> float:
    """Correlation of the grey values of small copies without their rims, -1 to 1."""
    first, second = (ImageOps.crop(image.convert("L").resize((48, 48)), 5).tobytes() for image in (one, other))
    means = sum(first) / len(first), sum(second) / len(second)
    pairs = [(a - means[0], b - means[1]) for a, b in zip(first, second, strict=True)]
    both = sum(a * b for a, b in pairs)
    return float(both / (sum(a * a for a, _ in pairs) * sum(b * b for _, b in pairs)) ** 0.5)


# Prompt, words of the reply, least likeness to what was sent.
EDITS = [
    ("make it night", "turned it into night", 0.75),
    ("Turn this into a sunset, please", "turned it into a sunset", 0.75),
    ("blur it", "blurred it", 0.9),
    ("as a watercolor painting", "painted it as a watercolour", 0.8),
    ("black and white", "made it black and white", 0.95),
    ("Make it B&W", "made it black and white", 0.95),
    ("warmer", "made it warmer", 0.95),
    ("a bit colder", "made it colder", 0.95),
    ("brighter", "made it brighter", 0.9),
    ("darker", "made it darker", 0.9),
    ("pencil sketch", "drew its lines", 0.3),
    ("put a dragon on it", "knew no edit for these words, so gave it a matte, grained look", 0.85),
    ("blur the background", "blurred its background", 0.9),
]


@pytest.mark.parametrize(("prompt", "says", "least"), EDITS, ids=[case[0] for case in EDITS])
def test_an_edit_is_seen_said_and_starts_from_the_picture(
    scene: Image.Image, prompt: str, says: str, least: float
) -> None:
    edited = edit(scene, prompt)
    assert edited.words == f"took the picture, {says}."
    assert edited.image.size == SIZE
    assert difference(scene, edited.image) > 2
    assert likeness(scene, edited.image) > least
    other = draw_picture("a boat at night", SIZE, random.Random(1)).image
    assert likeness(other, edited.image) < likeness(scene, edited.image)


def test_light_and_colour_go_the_way_they_were_asked(scene: Image.Image) -> None:
    assert brightness(edit(scene, "night").image) < 0.6 * brightness(scene)
    assert brightness(edit(scene, "brighter").image) > brightness(scene) > brightness(edit(scene, "darker").image)
    red, _, blue = channels(scene)
    warm, cold, night, dusk = (channels(edit(scene, word).image) for word in ("warmer", "colder", "night", "sunset"))
    assert warm[0] / warm[2] > red / blue > cold[0] / cold[2]
    assert night[2] > night[0]
    assert dusk[0] / dusk[2] > 1.2 * red / blue
    assert len({round(mean, 3) for mean in channels(edit(scene, "grey").image)}) == 1


def test_mirrored_is_the_flipped_picture(scene: Image.Image) -> None:
    assert difference(edit(scene, "mirror it").image, ImageOps.mirror(scene)) == 0
    assert difference(edit(scene, "mirror it").image, scene) > 5


def test_blur_takes_detail_away(scene: Image.Image) -> None:
    def detail(image: Image.Image) -> float:
        return difference(image, ImageChops.offset(image, 1, 0))

    assert detail(edit(scene, "blur it").image) < 0.7 * detail(scene)


def test_several_edits_combine(scene: Image.Image) -> None:
    both = edit(scene, "flip it, and make it night")
    assert both.words == "took the picture, mirrored it, turned it into night."
    assert likeness(both.image, ImageOps.mirror(scene)) > 0.75
    assert brightness(both.image) < 0.6 * brightness(scene)


@pytest.mark.parametrize("prompt", ["replace the background", "put it on a teal background", "background: plain pink"])
def test_the_background_is_replaced_and_the_middle_kept(scene: Image.Image, prompt: str) -> None:
    edited = edit(scene, prompt)
    assert "put a plain scene behind what stands in its middle" in edited.words
    middle, rim = (172, 210, 212, 290), (0, 0, 384, 40)
    assert difference(edited.image.crop(middle), scene.crop(middle)) < 3
    assert difference(edited.image.crop(rim), scene.crop(rim)) > 20
    assert max(ImageStat.Stat(edited.image.crop(rim)).stddev) < 8


def test_the_colour_of_the_background_is_the_one_named_beside_it(scene: Image.Image) -> None:
    corner = (0, 0, 60, 60)
    plain = edit(scene, "keep the red fur, replace the background").image.crop(corner)
    assert max(channels(plain)) - min(channels(plain)) < 12
    red, _, blue = channels(edit(scene, "keep the red fur, use a blue background").image.crop(corner))
    assert blue > red + 40
    grey = edit(scene, "on a grey background")
    assert "black and white" not in grey.words


def test_words_the_prompt_refuses_are_not_done(scene: Image.Image) -> None:
    assert edit(scene, "brighter, but no blur").words == "took the picture, made it brighter."


@pytest.mark.parametrize(("before", "after"), [((400, 200), (300, 300)), ((200, 400), (300, 300))])
def test_another_shape_is_cropped_at_the_centre_and_said(before: tuple[int, int], after: tuple[int, int]) -> None:
    image = Image.new("RGB", before, (255, 0, 0))
    image.paste((0, 0, 255), (before[0] // 2 - 50, before[1] // 2 - 50, before[0] // 2 + 50, before[1] // 2 + 50))
    edited = edit(image, "mirror", after)
    assert edited.words.startswith(f"took the picture, cropped it at the centre from {before[0]}x{before[1]}")
    assert edited.image.size == after
    assert edited.image.getpixel((150, 150)) == (0, 0, 255)


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 2), (20, 20)])
def test_tiny_and_thin_pictures_are_edited_too(size: tuple[int, int]) -> None:
    for prompt in ("night", "replace the background", "watercolour", "sketch", "zebra", "blur the background"):
        assert edit(Image.new("RGB", size, (90, 120, 60)), prompt, (256, 256)).image.size == (256, 256)
