"""Replies: their shape, sizes, seeds, and pictures that are a function of what was asked."""

import io
import re
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from studio.sandbox.models import all_models, bare_id, find_model
from studio.sandbox.server import SandboxServer
from tests.sandbox.asking import (
    FIRST,
    LITE,
    PRO,
    ask,
    bytes_of,
    content_of,
    image_part,
    photo,
    picture_of,
    png,
    text_of,
    user,
)

NANO_2 = "gemini-3.1-flash-image"
SEEDED = {"generationConfig": {"seed": 42}}


def test_the_whole_shape(server: SandboxServer) -> None:
    reply = ask(server, user("an otter"), model=f"google/{PRO}-preview", **SEEDED)
    (candidate,) = reply["candidates"]
    assert (candidate["finishReason"], candidate["index"], candidate["content"]["role"]) == ("STOP", 0, "model")
    words, picture = candidate["content"]["parts"]
    assert picture["inlineData"]["mimeType"] == "image/jpeg"
    assert picture_of(reply).format == "JPEG"
    usage = reply["usageMetadata"]
    assert usage["totalTokenCount"] == usage["promptTokenCount"] + usage["candidatesTokenCount"]
    assert usage["promptTokensDetails"] == [{"modality": "TEXT", "tokenCount": 2}]
    assert usage["candidatesTokensDetails"] == [{"modality": "IMAGE", "tokenCount": 1120}]
    assert reply["modelVersion"] == f"{PRO}-preview"
    assert re.fullmatch(r"[\w-]{10,40}", reply["responseId"])
    assert words["text"].startswith("Sandbox: drew an otter ")
    assert words["text"].endswith(" Seed 42.")


@pytest.mark.parametrize(
    ("modalities", "kinds"),
    [
        ([], ["text", "inlineData"]),
        (["Text", "Image"], ["text", "inlineData"]),
        (["IMAGE"], ["inlineData"]),
        (["text"], ["text"]),
    ],
)
def test_only_what_was_asked_for_is_answered(server: SandboxServer, modalities: list[str], kinds: list[str]) -> None:
    reply = ask(server, user("a cup"), generationConfig={"responseModalities": modalities})
    assert [next(iter(part)) for part in content_of(reply)["parts"]] == kinds
    assert ("candidatesTokensDetails" in reply["usageMetadata"]) == ("inlineData" in kinds)


def test_too_few_tokens_for_a_picture(server: SandboxServer) -> None:
    reply = ask(server, user("a cup"), generationConfig={"maxOutputTokens": 100, "responseModalities": ["IMAGE"]})
    assert reply["candidates"] == [{"content": {"role": "model"}, "finishReason": "MAX_TOKENS", "index": 0}]


def test_the_same_request_gives_the_same_bytes(server: SandboxServer) -> None:
    first, second = (ask(server, user("a fox"), **SEEDED) for _ in range(2))
    assert bytes_of(first) == bytes_of(second)
    assert first["responseId"] != second["responseId"]


@pytest.mark.parametrize(
    ("model", "prompt", "seed"),
    [(FIRST, "a fox!", 42), (FIRST, "a fox", 43), (LITE, "a fox", 42), (FIRST, "a fox", -1)],
)
def test_another_request_gives_another_picture(server: SandboxServer, model: str, prompt: str, seed: int) -> None:
    before = picture_of(ask(server, user("a fox"), **SEEDED))
    after = picture_of(ask(server, user(prompt), model=model, generationConfig={"seed": seed}))
    assert before.tobytes() != after.tobytes()


def test_a_drawn_seed_is_said_and_can_be_used_again(server: SandboxServer) -> None:
    first, other = ask(server, user("a fox")), ask(server, user("a fox"))
    seed = re.search(r"Seed (\d+)\.", text_of(first))
    assert seed is not None
    repeated = ask(server, user("a fox"), generationConfig={"seed": int(seed[1])})
    assert bytes_of(first) == bytes_of(repeated)
    assert bytes_of(first) != bytes_of(other)


def test_other_input_bytes_give_another_picture(server: SandboxServer) -> None:
    one, other = photo(), photo()
    other.putpixel((0, 0), (255, 255, 255))
    pictures = {bytes_of(ask(server, user("watercolour", image_part(png(image))), **SEEDED)) for image in (one, other)}
    assert len(pictures) == 2


def test_what_was_not_done_is_said(server: SandboxServer) -> None:
    two = [image_part(png(photo(40, 40))), image_part(png(photo(50, 50)))]
    reply = ask(server, user("grey", *two), model=PRO, tools=[{"googleSearch": {}}])
    assert "Only the first picture was used." in text_of(reply)
    assert "Nothing was searched" in text_of(reply)
    alone = ask(server, user("grey", two[0], two[0]), model=PRO)
    assert "used" not in text_of(alone)


def test_of_several_pictures_the_first_is_changed(server: SandboxServer) -> None:
    first, reference = photo(1024, 1024), photo(1024, 1024).rotate(90)
    reply = ask(
        server, user("mirror it", *(image_part(png(image)) for image in (first, reference, reference))), model=LITE
    )
    expected = png(first.transpose(Image.Transpose.FLIP_LEFT_RIGHT), "JPEG")
    distance = ImageStat.Stat(ImageChops.difference(picture_of(reply), Image.open(io.BytesIO(expected)))).mean
    assert max(distance) < 3
    assert "Only the first picture was used." in text_of(reply)


def test_references_do_not_replace_the_picture_of_the_conversation(server: SandboxServer) -> None:
    turn = content_of(ask(server, user("a small house"), model=LITE, **SEEDED))
    reference = image_part(png(photo(90, 160)))
    reply = ask(server, user("a small house"), turn, user("mirror it", reference), model=LITE)
    before = Image.open(io.BytesIO(b64decode(turn["parts"][1]["inlineData"]["data"])))
    assert picture_of(reply).tobytes() == before.transpose(Image.Transpose.FLIP_LEFT_RIGHT).tobytes()
    assert "The pictures sent with these words were not used." in text_of(reply)


def test_without_a_drawn_picture_the_newest_one_sent_is_changed(server: SandboxServer) -> None:
    old, new = image_part(png(photo(100, 100))), image_part(png(photo(90, 160)))
    said = {"role": "model", "parts": [{"text": "which one?"}]}
    assert picture_of(ask(server, user("grey", old), said, user("this", new))).size == (768, 1344)
    assert picture_of(ask(server, user("grey", new), said, user("go on"))).size == (768, 1344)


# Section 4.2 of the fact sheet, written down a second time on purpose.
FIRST_SIZES = {
    "1:1": (1024, 1024),
    "2:3": (832, 1248),
    "3:2": (1248, 832),
    "3:4": (864, 1184),
    "4:3": (1184, 864),
    "4:5": (896, 1152),
    "5:4": (1152, 896),
    "9:16": (768, 1344),
    "16:9": (1344, 768),
    "21:9": (1536, 672),
}
HALF_SIZES = {
    "1:1": (512, 512),
    "2:3": (424, 632),
    "3:4": (448, 600),
    "4:5": (464, 576),
    "9:16": (384, 688),
    "1:4": (256, 1024),
    "1:8": (192, 1536),
}
TEN = set(FIRST_SIZES)
FOURTEEN = TEN | {"1:4", "4:1", "1:8", "8:1"}
FACTORS = {"512": 1, "1K": 2, "2K": 4, "4K": 8}
OFFERS = {
    FIRST: (TEN, ["1K"]),
    PRO: (TEN, ["1K", "2K", "4K"]),
    NANO_2: (FOURTEEN, ["512", "1K", "2K", "4K"]),
    LITE: (FOURTEEN, ["1K"]),
    "gemini-nano-banana-2.1": (FOURTEEN, ["1K", "2K", "4K"]),
}


def sizes() -> Iterator[tuple[str, str, str, tuple[int, int]]]:
    """Every model, ratio and size with the pixels it has to give."""
    for model, (ratios, names) in OFFERS.items():
        for ratio in sorted(ratios):
            for name in names:
                yield model, ratio, name, FIRST_SIZES[ratio] if model == FIRST else family_size(ratio, name)


def family_size(ratio: str, name: str) -> tuple[int, int]:
    """The pixels of the third generation."""
    if ratio == "21:9":
        width, height = 792, 336
    elif ratio in HALF_SIZES:
        width, height = HALF_SIZES[ratio]
    else:
        height, width = HALF_SIZES[":".join(reversed(ratio.split(":")))]
    return width * FACTORS[name], height * FACTORS[name]


def test_the_table_of_sizes() -> None:
    rows = list(sizes())
    assert len(rows) == 10 + 30 + 56 + 14 + 42
    for model, ratio, name, pixels in rows:
        assert find_model(model, "v1").pixels(ratio, name) == pixels
    assert {model.id for model in all_models()} == set(OFFERS)
    for model in all_models():
        assert (set(model.pixels_by_ratio), list(model.tokens_by_size)) == OFFERS[model.id]


@pytest.mark.parametrize(
    ("model", "ratio", "size"),
    [(FIRST, "21:9", None), (NANO_2, "1:8", "512"), (PRO, "9:16", "2K"), (NANO_2, "1:1", "4K"), (LITE, "8:1", "1K")],
)
def test_pictures_have_exactly_the_size_of_the_table(
    server: SandboxServer, model: str, ratio: str, size: str | None
) -> None:
    wanted = {"aspectRatio": ratio} | ({"imageSize": size} if size else {})
    picture = picture_of(ask(server, user("a city at night"), model=model, generationConfig={"imageConfig": wanted}))
    assert picture.size == (FIRST_SIZES[ratio] if model == FIRST else family_size(ratio, size or "1K"))
    assert picture.mode == "RGB"
    assert len(picture.resize((64, 64)).getcolors(4096) or []) > 100


@pytest.mark.parametrize(
    ("shape", "size"),
    [((160, 90), (1344, 768)), ((90, 160), (768, 1344)), ((100, 100), (1024, 1024)), ((9, 100), (768, 1344))],
)
def test_without_a_ratio_an_edit_keeps_the_shape_of_what_is_changed(
    server: SandboxServer, shape: tuple[int, int], size: tuple[int, int]
) -> None:
    images = [image_part(png(photo(*shape))), image_part(png(photo(30, 60)))]
    assert picture_of(ask(server, user("grey", *images))).size == size


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("models/google/gemini-3-pro-image", "gemini-3-pro-image"),
        ("google/gemini-3-pro-image-preview", "gemini-3-pro-image-preview"),
        ("publishers/google/models/nano-banana-pro-preview", "nano-banana-pro-preview"),
    ],
)
def test_one_model_under_many_names(name: str, bare: str) -> None:
    assert find_model(name, "v1beta").id == PRO
    assert bare_id(name) == bare


def test_no_reply_claims_to_be_a_model(server: SandboxServer) -> None:
    replies: list[dict[str, Any]] = [ask(server, user(words)) for words in ("are you an AI?", "who made you", "zebra")]
    for reply in replies:
        assert text_of(reply).startswith("Sandbox: knew none of these words, so it drew a pattern of plain shapes. ")
        assert not re.search(r"\b(AI|model|Gemini|neural|I)\b", text_of(reply))
