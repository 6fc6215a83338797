"""Edits: each is visible, each starts from the picture it was given, and the words say which was done."""

import random
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps, ImageStat

from studio.sandbox.inputs import check_image, open_rgb
from studio.sandbox.pictures.drawing import draw_picture
from studio.sandbox.pictures.editing import edit_picture
from studio.sandbox.pictures.picture import Picture
from studio.sandbox.pictures.subject import find_subject

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
    ("black and white", "made it black and white", 0.9),
    ("Make it B&W", "made it black and white", 0.9),
    ("as a poster", "made it a flat poster", 0.8),
    ("pixelate it", "made it pixel art", 0.9),
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
    assert brightness(edit(scene, "dark background").image.crop(corner)) < 110
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


def test_a_named_scene_is_drawn_behind_in_its_own_light(scene: Image.Image) -> None:
    edited = edit(scene, "replace the background with a beach at sunset")
    assert edited.words == "took the picture, put the sea at sunset behind what stands in its middle."
    sky, sea = edited.image.crop((0, 0, 60, 60)), edited.image.crop((0, 300, 60, 384))
    assert channels(sky)[1] < channels(sky)[2]
    assert difference(sky, sea.resize(sky.size)) > 10
    plain = edit(scene, "plain studio background")
    assert plain.words == "took the picture, put a plain scene behind what stands in its middle."


def test_a_style_nobody_knows_is_said_and_not_called_watercolour(scene: Image.Image) -> None:
    unknown = "It knows no way to draw in this style: oil painting."
    assert edit(scene, "Turn it into an oil painting").words == (
        f"took the picture, knew no edit for these words, so gave it a matte, grained look. {unknown}"
    )
    assert edit(scene, "warmer, like an oil painting").words == f"took the picture, made it warmer. {unknown}"


VARIED = [case for case in EDITS if case[0] != "Make it B&W" and "pixel" not in case[0] and "poster" not in case[0]]


@pytest.mark.parametrize("prompt", [*(case[0] for case in VARIED), "replace the background", "background: forest"])
def test_another_seed_is_another_reading_and_the_same_seed_the_same(scene: Image.Image, prompt: str) -> None:
    def read(seed: int) -> Image.Image:
        return edit_picture(scene, prompt, SIZE, random.Random(seed)).image

    versions = [read(seed) for seed in range(4)]
    # Seen as small as on a contact sheet, where grain and single stars are gone.
    small = [version.resize((96, 96), Image.Resampling.BOX) for version in versions]
    assert max(difference(small[0], other) for other in small[1:]) > 1.5
    assert versions[3].tobytes() == read(3).tobytes()


def paper() -> Image.Image:
    """A light picture: white and nearly white, with something grey and something black on it."""
    image = Image.new("RGB", SIZE, (255, 255, 255))
    image.paste((232, 232, 232), (0, 280, 384, 384))
    image.paste((190, 180, 170), (120, 120, 260, 320))
    image.paste((8, 8, 8), (160, 160, 220, 220))
    return image


@pytest.mark.parametrize("prompt", ["grey", "brighter", "darker", "warmer", "colder"])
@pytest.mark.parametrize("seed", range(4))
def test_white_paper_stays_white_black_stays_black_and_nothing_is_clipped(prompt: str, seed: int) -> None:
    edited = edit_picture(paper(), prompt, SIZE, random.Random(seed)).image
    assert edited.getpixel((5, 5)) == (255, 255, 255)
    assert max(edited.getpixel((190, 190))) < 24  # type: ignore[arg-type, type-var]  # an RGB pixel is a tuple
    floor = ImageStat.Stat(edited.crop((0, 300, 100, 384)).convert("L")).mean[0]
    assert 205 < floor < 255


@pytest.mark.parametrize("seed", range(4))
def test_night_falls_on_white_paper_too_and_lamps_glow(seed: int) -> None:
    dark = edit_picture(paper(), "make it night", SIZE, random.Random(seed)).image
    red, _, blue = channels(dark.crop((20, 40, 100, 250)))
    assert red < 130
    assert blue > 1.15 * red
    room = Image.new("RGB", SIZE, (120, 120, 120))
    room.paste((255, 255, 250), (60, 60, 90, 90))
    lit = edit_picture(room, "make it night", SIZE, random.Random(seed)).image
    assert brightness(lit.crop((65, 65, 85, 85))) > 2 * brightness(lit.crop((180, 200, 200, 220)))


def test_night_falls_on_the_surround_of_a_cut_out_picture(scene: Image.Image) -> None:
    cut = scene.convert("RGBA")
    cut.putalpha(0)
    cut.paste(scene, (100, 100))
    file = BytesIO()
    cut.save(file, "PNG")
    opened = open_rgb(check_image(file.getvalue(), "image/png"))
    red, _, blue = channels(edit(opened, "make it night").image.crop((10, 100, 80, 380)))
    assert red < 130
    assert blue > 1.15 * red


def desk() -> tuple[Image.Image, Image.Image]:
    """A photo of a cup with a handle before a wall with a window, and the mask of cup and handle."""
    image = ImageOps.colorize(Image.linear_gradient("L").resize(SIZE), (238, 236, 230), (188, 196, 204))
    image.paste((150, 104, 70), (0, 280, 384, 384))
    truth = Image.new("L", SIZE)
    for picture, cup in ((image, (206, 70, 58)), (truth, 255)):
        draw = ImageDraw.Draw(picture)
        draw.ellipse((240, 190, 300, 270), outline=cup, width=13)
        draw.polygon([(140, 165), (258, 165), (244, 320), (154, 320)], fill=cup)
    image.paste((255, 255, 255), (110, 20, 150, 90))
    return image.filter(ImageFilter.GaussianBlur(1)), truth


def test_the_subject_is_whole_and_nothing_floats_beside_it() -> None:
    image, truth = desk()
    subject = find_subject(image)
    assert subject.found
    assert ImageStat.Stat(subject.mask, truth).mean[0] > 235
    handle = truth.crop((262, 190, 301, 270))
    assert ImageStat.Stat(subject.mask.crop((262, 190, 301, 270)), handle).mean[0] > 190
    assert max(subject.mask.crop((90, 0, 180, 120)).getextrema()) == 0


def test_the_frame_of_a_watercolour_is_no_part_of_its_subject() -> None:
    picture = draw_picture("an otter by the sea at dawn, watercolour", SIZE, random.Random(4)).image
    subject = find_subject(picture)
    assert subject.found
    assert ImageStat.Stat(subject.mask).mean[0] / 255 < 0.35
    for corner in ((0, 0, 90, 120), (294, 0, 384, 120), (330, 200, 384, 384), (0, 200, 40, 384)):
        assert max(subject.mask.crop(corner).getextrema()) < 20


def test_where_nothing_stands_out_a_soft_oval_is_kept_and_said() -> None:
    plain = Image.linear_gradient("L").resize(SIZE).convert("RGB")
    edited = edit(plain, "replace the background")
    assert edited.words.endswith("around a soft oval of its middle, as nothing there stood out clearly.")
    assert edit(plain, "blur the background").words == "took the picture, blurred all but its middle."
