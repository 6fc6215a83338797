"""Scripts whose replies hold a picture, in every order, spelling and place that models and gateways are known for."""

import json
import textwrap
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any

from PIL import Image

from studio.sandbox.scripts.scene import Scene, written
from studio.sandbox.scripts.script import Answer, Document, Raw, Script, Step, whole

_WORDS = "Here is the picture you asked for."
_LONG_SIGNATURE = 2_900_000
_LARGE = (4096, 4096)


def _of(make: Callable[[Scene], dict[str, Any]]) -> Step:
    return lambda scene: Document(make(scene))


def _several(scene: Scene) -> dict[str, Any]:
    return scene.reply(
        scene.text("First, in black and white."),
        scene.image(scene.picture(2)),
        {"text": "And as you asked for it."},
        scene.image(scene.picture()),
    )


def _thought_and_final(scene: Scene) -> dict[str, Any]:
    return scene.reply(
        scene.text("I plan the light first.", thought=True),
        scene.image(scene.picture(3), thought=True),
        scene.text(_WORDS),
        scene.image(scene.picture()),
    )


def _jpeg_marked_png(scene: Scene) -> dict[str, Any]:
    return scene.reply(scene.text(_WORDS), scene.image(scene.drawn_as("image/jpeg"), "image/png"))


def _png_marked_jpg(scene: Scene) -> dict[str, Any]:
    return scene.reply(scene.text(_WORDS), scene.image(scene.drawn_as("image/png"), "image/jpg"))


def _snake_case(scene: Scene) -> Answer:
    return Document(_snake(scene.document()))


def _snake(value: Any) -> Any:
    if isinstance(value, list):
        return [_snake(each) for each in value]
    if isinstance(value, dict):
        return {_snake_name(name): _snake(each) for name, each in value.items()}
    return value


def _snake_name(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def _with_data(scene: Scene, bend: Callable[[bytes], str]) -> dict[str, Any]:
    data = scene.picture()
    image = scene.image(data)
    image["inlineData"]["data"] = bend(data)
    return scene.reply(scene.text(_WORDS), image)


def _escaped(scene: Scene) -> Answer:
    return whole(json.dumps(scene.document()).replace("/", "\\/"))


def _data_uri(scene: Scene) -> str:
    return f"data:{scene.mime_type};base64,{b64encode(scene.picture()).decode('ascii')}"


def _in_markdown(scene: Scene) -> dict[str, Any]:
    return scene.reply({"text": f"{_WORDS}\n\n![image]({_data_uri(scene)})"})


def _by_link(scene: Scene) -> dict[str, Any]:
    return scene.reply({"text": f"{_WORDS}\n\n![image]({scene.served_at(scene.picture())})"})


def _as_file(scene: Scene) -> dict[str, Any]:
    file = {"fileData": {"mimeType": scene.mime_type, "fileUri": scene.served_at(scene.picture())}}
    return scene.reply(scene.text(_WORDS), file)


def _lost_link(scene: Scene) -> dict[str, Any]:
    return scene.reply({"text": f"{_WORDS}\n\n![image]({scene.url}/pictures/gone.png)"})


def _chat(scene: Scene) -> dict[str, Any]:
    image = {"type": "image_url", "image_url": {"url": _data_uri(scene)}}
    message = {"role": "assistant", "content": _WORDS, "images": [image]}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": scene.model_version,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 9, "completion_tokens": 1290, "total_tokens": 1299},
    }


def _images_beside(scene: Scene) -> dict[str, Any]:
    document = scene.reply(scene.text(_WORDS))
    return document | {"images": [{"image_url": {"url": _data_uri(scene)}}]}


def _long_signature(scene: Scene) -> dict[str, Any]:
    signature = b64encode(bytes(range(256)) * (_LONG_SIGNATURE // 256)).decode("ascii")
    image = scene.image(scene.picture(), thoughtSignature=signature)
    return scene.reply(scene.text(_WORDS), image)


def _large(scene: Scene) -> dict[str, Any]:
    with Image.effect_noise(_LARGE, 90) as noise:
        data = written(noise, "image/jpeg")
    return scene.reply(scene.text(_WORDS), scene.image(data, "image/jpeg"))


def _unknown_parts(scene: Scene) -> dict[str, Any]:
    parts: Sequence[dict[str, Any]] = (
        {},
        {"functionCall": {"name": "draw", "args": {}}},
        {"executableCode": {"language": "PYTHON", "code": "1 + 1"}},
        {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "2"}},
        {"partMetadata": {"a": 1}, "text": ""},
    )
    return scene.reply(*parts, scene.text(_WORDS), scene.image(scene.picture()))


def _two_candidates(scene: Scene) -> dict[str, Any]:
    document = scene.document()
    other = scene.reply(scene.image(scene.picture(1)), index=1)
    return document | {"candidates": document["candidates"] + other["candidates"]}


def _without_role(scene: Scene) -> dict[str, Any]:
    document = scene.document()
    del document["candidates"][0]["content"]["role"]
    return document


def _in_array(scene: Scene) -> Raw:
    return whole(json.dumps([scene.document()]))


_ORDERS = (
    Script(
        "image-first",
        "An image, then words.",
        [_of(lambda scene: scene.reply(scene.image(scene.picture()), scene.text(_WORDS)))],
    ),
    Script(
        "text-first",
        "Words, then an image.",
        [_of(lambda scene: scene.reply(scene.text(_WORDS), scene.image(scene.picture())))],
    ),
    Script("image-only", "An image and no word.", [_of(lambda scene: scene.reply(scene.image(scene.picture())))]),
    Script("several", "Two images with words before each.", [_of(_several)]),
    Script("thought-and-final", "Thoughts in words and as an image, then the result.", [_of(_thought_and_final)]),
    Script(
        "drafts",
        "Two drafts that nothing marks as such, then the result.",
        [_of(lambda scene: scene.reply(*(scene.image(scene.picture(number)) for number in (3, 2, 0))))],
    ),
    Script(
        "thought-only",
        "The only image stands in a thought.",
        [_of(lambda scene: scene.reply(scene.image(scene.picture(), thought=True), scene.text(_WORDS)))],
    ),
    Script("two-candidates", "Two candidates with an image each.", [_of(_two_candidates)]),
    Script("unknown-parts", "Parts of kinds that no image client asks for, then the result.", [_of(_unknown_parts)]),
    Script("no-role", "The content names no role.", [_of(_without_role)]),
    Script("array", "The reply is an array of one, as a stream without events is.", [_in_array]),
)
_SPELLINGS = (
    Script("jpeg-marked-png", "JPEG bytes that are declared to be PNG.", [_of(_jpeg_marked_png)]),
    Script("png-marked-jpg", "PNG bytes that are declared as image/jpg, which is no type.", [_of(_png_marked_jpg)]),
    Script("snake-case", "Every member in snake_case.", [_snake_case]),
    Script(
        "url-safe",
        "base64 in its URL-safe alphabet, without padding.",
        [_of(lambda scene: _with_data(scene, lambda data: urlsafe_b64encode(data).decode("ascii").rstrip("=")))],
    ),
    Script(
        "line-breaks",
        "base64 in lines of 76 letters.",
        [_of(lambda scene: _with_data(scene, lambda data: textwrap.fill(b64encode(data).decode("ascii"), 76)))],
    ),
    Script("escaped-slashes", r"Every slash written as \/.", [_escaped]),
    Script("data-uri", "The image is a data URI in Markdown, within the words.", [_of(_in_markdown)]),
    Script("http-link", "The image is a link in Markdown, within the words.", [_of(_by_link)]),
    Script("lost-link", "The image is a link in Markdown that leads nowhere.", [_of(_lost_link)]),
    Script("file-data", "The image is a link in fileData.", [_of(_as_file)]),
    Script("images-beside", "The image stands beside the candidates, as OpenAI's images do.", [_of(_images_beside)]),
    Script("chat", "The reply is one of OpenAI's chat, with the image in its message.", [_of(_chat)]),
    Script("long-signature", "A signature of 3.9 million letters beside the image.", [_of(_long_signature)]),
    Script("huge", "A picture of 4096 × 4096 that fills some twelve megabytes.", [_of(_large)]),
)
CONTENTS: Sequence[Script] = (*_ORDERS, *_SPELLINGS)
