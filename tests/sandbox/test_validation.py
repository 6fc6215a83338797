"""Everything the real server refuses, in its words."""

import base64
import io
from typing import Any

import pytest
import requests
from PIL import Image

from studio.sandbox.server import SandboxServer
from tests.sandbox.asking import FIRST, LITE, PRO, image_part, photo, png, post, text_of, user

PROMPT = user("an otter")
PICTURE = png(photo(40, 30))
NANO_2 = "gemini-3.1-flash-image"


def body(**fields: Any) -> dict[str, Any]:
    return {"contents": [PROMPT], **fields}


def config(**fields: Any) -> dict[str, Any]:
    return body(generationConfig=fields)


def parts(*items: Any) -> dict[str, Any]:
    return {"contents": [{"role": "user", "parts": list(items)}]}


IMAGE = image_part(PICTURE)
RATIOS_14 = "'1:1', '1:4', '1:8', '2:3', '3:2', '3:4', '4:1', '4:3', '4:5', '5:4', '8:1', '9:16', '16:9', or '21:9'"
REFUSED: list[tuple[str, str, object, str]] = [
    ("list", FIRST, [], "Invalid JSON payload received."),
    ("nothing", FIRST, {}, "* GenerateContentRequest.contents: contents is not specified"),
    ("null contents", FIRST, {"contents": None}, "contents is not specified"),
    ("no contents", FIRST, {"contents": []}, "contents is not specified"),
    ("contents no list", FIRST, {"contents": "otter"}, "Invalid value at 'contents'"),
    ("null content", FIRST, {"contents": [None]}, "Invalid value at 'contents[0]'"),
    ("unknown at the top", FIRST, body(prompt=1), 'Unknown name "prompt": Cannot find field.'),
    (
        "ratio in the wrong place",
        FIRST,
        config(aspectRatio="1:1"),
        "Unknown name \"aspectRatio\" at 'generation_config'",
    ),
    (
        "unknown deeper",
        FIRST,
        config(imageConfig={"X": 1}),
        "Invalid JSON payload received. Unknown name \"X\" at 'generation_config.image_config': Cannot find field.",
    ),
    ("unknown in a part", FIRST, parts({"text": "a"}, {"txt": "b"}), "Unknown name \"txt\" at 'contents[0].parts[1]'"),
    ("Vertex only", FIRST, config(imageConfig={"personGeneration": "ALLOW_ALL"}), 'Unknown name "personGeneration"'),
    ("both spellings", FIRST, config(topP=0.5, top_p=0.5), "\"top_p\" at 'generation_config' is set twice"),
    (
        "role",
        FIRST,
        {"contents": [{"role": "system", "parts": [{"text": "a"}]}]},
        "Please use a valid role: user, model.",
    ),
    ("no role among turns", FIRST, {"contents": [{"parts": [{"text": "a"}]}, PROMPT]}, "Please use a valid role"),
    ("model alone", FIRST, {"contents": [{"role": "model", "parts": [{"text": "a"}]}]}, "end with a user turn"),
    ("model last", FIRST, {"contents": [PROMPT, {"role": "model", "parts": [{"text": "a"}]}]}, "end with a user turn"),
    ("no parts", FIRST, {"contents": [{"role": "user"}]}, "contents[0].parts: contents.parts must not be empty."),
    ("empty parts", FIRST, parts(), "contents.parts must not be empty."),
    ("empty part", FIRST, parts({}), "must have one initialized field"),
    (
        "two data fields",
        FIRST,
        parts({"text": "a", **IMAGE}),
        "oneof field 'data' is already set. Cannot set 'inlineData'",
    ),
    ("empty text", FIRST, parts({"text": "  "}), "empty text parameter"),
    ("text no string", FIRST, parts({"text": 3}), "Invalid value at 'contents[0].parts[0].text' (TYPE_STRING), 3"),
    ("surrogate", FIRST, parts({"text": "\ud800"}), "Invalid value at 'contents[0].parts[0].text' (TYPE_STRING)"),
    ("function", FIRST, parts({"functionCall": {"name": "f"}}), "Function calling is not enabled for this model"),
    (
        "file",
        FIRST,
        parts({"text": "a"}, {"fileData": {"fileUri": "https://example.org/a.png"}}),
        "the sandbox is offline",
    ),
    ("image/jpg", FIRST, parts(image_part(PICTURE, "image/jpg")), "Unsupported MIME type: image/jpg"),
    ("bare png", FIRST, parts(image_part(PICTURE, "png")), "Unsupported MIME type: png"),
    ("gif", FIRST, parts(image_part(PICTURE, "image/gif")), "Unsupported MIME type: image/gif"),
    ("no type", FIRST, parts({"inlineData": {"data": "AAAA"}}), "Unsupported MIME type: "),
    ("no bytes", FIRST, parts({"inlineData": {"mimeType": "image/png"}}), "inline_data.data must not be empty"),
    ("other type", FIRST, parts(image_part(PICTURE, "image/jpeg")), "Unable to process input image."),
    ("SVG", FIRST, parts(image_part(b"<svg/>", "image/png")), "Unable to process input image."),
    ("cut image", FIRST, parts(image_part(png(photo())[:-900])), "Unable to process input image."),
    ("HEIC", FIRST, parts(image_part(b"\0\0\0\x18ftypheic", "image/heic")), "The sandbox has no reader for image/heic"),
    ("not base64", FIRST, parts({"inlineData": {"mimeType": "image/png", "data": "!"}}), "Base64 decoding failed"),
    (
        "mixed alphabets",
        FIRST,
        parts({"inlineData": {"mimeType": "image/png", "data": "a+_/"}}),
        "Base64 decoding failed",
    ),
    (
        "wrong padding",
        FIRST,
        parts({"inlineData": {"mimeType": "image/png", "data": "AAAA="}}),
        "Base64 decoding failed",
    ),
    ("too many images", PRO, parts({"text": "a"}, *[IMAGE] * 15), "Too many images in request"),
    (
        "modality",
        FIRST,
        config(responseModalities=["PICTURE"]),
        "Invalid value at 'generation_config.response_modalities[0]'",
    ),
    ("audio", FIRST, config(responseModalities=["AUDIO", "IMAGE"]), "combination of response modalities"),
    ("ratio", NANO_2, config(imageConfig={"aspectRatio": "9:21"}), f"aspect_ratio must be one of {RATIOS_14}."),
    (
        "ratio of the smaller table",
        PRO,
        config(imageConfig={"aspectRatio": "1:8"}),
        "generation_config.image_config.aspect_ratio: aspect_ratio must be one of '1:1', '2:3', '3:2'",
    ),
    (
        "size in lower case",
        PRO,
        config(imageConfig={"imageSize": "2k"}),
        "image_size must be one of '1K', '2K', or '4K'.",
    ),
    ("512 of Pro", PRO, config(imageConfig={"imageSize": "512"}), "image_size must be one of"),
    ("2K of Lite", LITE, config(imageConfig={"imageSize": "2K"}), "image_size must be '1K'."),
    ("size of 2.5", FIRST, config(imageConfig={"imageSize": "1K"}), "image_size is not supported for this model"),
    ("candidates", PRO, config(candidateCount=2), "Multiple candidates is not enabled for this model"),
    ("no candidate", PRO, config(candidateCount=0), "candidate_count must be positive"),
    (
        "thinking of 2.5",
        FIRST,
        config(thinkingConfig={"includeThoughts": True}),
        "Thinking is not enabled for this model",
    ),
    (
        "thinking level",
        NANO_2,
        config(thinkingConfig={"thinkingLevel": "low"}),
        "Thinking level LOW is not supported for this model. Please retry with other thinking level.",
    ),
    (
        "level and budget",
        PRO,
        config(thinkingConfig={"thinkingLevel": "HIGH", "thinkingBudget": 0}),
        "only one of thinking",
    ),
    ("temperature", FIRST, config(temperature=2.1), "temperature must be in the range [0, 2]"),
    (
        "temperature in words",
        FIRST,
        config(temperature="hot"),
        "Invalid value at 'generation_config.temperature' (TYPE_FLOAT)",
    ),
    ("topP", FIRST, config(topP=-0.1), "top_p must be in the range [0, 1]"),
    ("topK", FIRST, config(topK=0), "top_k must be in the range"),
    (
        "seed over int32",
        FIRST,
        config(seed=2**31),
        "Invalid value at 'generation_config.seed' (TYPE_INT32), 2147483648",
    ),
    ("half a seed", FIRST, config(seed=0.5), "(TYPE_INT32), 0.5"),
    ("true as a seed", FIRST, config(seed=True), "(TYPE_INT32), true"),
    ("output tokens", FIRST, config(maxOutputTokens=0), "max_output_tokens must be in the range"),
    ("stop sequences", FIRST, config(stopSequences=list("abcdef")), "at most 5 stop sequences"),
    ("penalty", FIRST, config(presencePenalty=0.5), "Penalty is not enabled"),
    ("JSON mode", FIRST, config(responseMimeType="application/json"), "JSON mode is not enabled"),
    ("schema", FIRST, config(responseSchema={"type": "STRING"}), "JSON mode is not enabled"),
    ("logprobs", FIRST, config(responseLogprobs=True), "Logprobs is not enabled"),
    ("speech", FIRST, config(speechConfig={}), "Speech is not enabled"),
    (
        "category",
        FIRST,
        body(safetySettings=[{"category": "X", "threshold": "OFF"}]),
        "Invalid value at 'safety_settings[0].category'",
    ),
    (
        "threshold",
        FIRST,
        body(safetySettings=[{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "X"}]),
        "Invalid value at 'safety_settings[0].threshold' (type.googleapis.com/",
    ),
    (
        "no threshold",
        FIRST,
        body(safetySettings=[{"category": "HARM_CATEGORY_HARASSMENT"}]),
        "threshold is not specified",
    ),
    (
        "category twice",
        FIRST,
        body(safetySettings=[{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "OFF"}] * 2),
        "HARM_CATEGORY_HARASSMENT is set more than once",
    ),
    ("instruction with an image", FIRST, body(systemInstruction={"parts": [IMAGE]}), "only text is allowed"),
    (
        "cache and instruction",
        FIRST,
        body(cachedContent="cachedContents/a", systemInstruction={"parts": [{"text": "a"}]}),
        "CachedContent can not be used with GenerateContent request setting system_instruction",
    ),
    ("functions", PRO, body(tools=[{"functionDeclarations": [{"name": "f"}]}]), "Function calling is not enabled"),
    ("code", PRO, body(tools=[{"codeExecution": {}}]), "Tool code_execution is not supported"),
    ("search of 2.5", FIRST, body(tools=[{"googleSearch": {}}]), "Search Grounding is not supported"),
    (
        "image search",
        PRO,
        body(tools=[{"googleSearch": {"searchTypes": {"imageSearch": {}}}}]),
        "Image search is not supported",
    ),
    (
        "tool config",
        PRO,
        body(toolConfig={"functionCallingConfig": {"mode": "ANY"}}),
        "Function calling config is set without",
    ),
    ("tier", PRO, body(serviceTier="gold"), "Invalid value at 'service_tier'"),
    ("labels", PRO, body(labels={"a": 1}), "Invalid value at 'labels'"),
    ("too long", FIRST, {"contents": [user("word " * 30000)]}, "The input token count (37500) exceeds the maximum"),
]


@pytest.mark.parametrize(("model", "wrong", "words"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refused(server: SandboxServer, model: str, wrong: object, words: str) -> None:
    response = post(server, wrong, model)
    error = response.json()["error"]
    assert (response.status_code, error["code"], error["status"]) == (400, 400, "INVALID_ARGUMENT")
    assert words in error["message"]


@pytest.mark.parametrize(
    "raw", [b"", b"otter", b"{", b"\xff\xfe\xfd", b'{"a":NaN}', b"[" * 100_000, b'{"contents":' + b"9" * 5000 + b"}"]
)
def test_what_is_no_json(server: SandboxServer, raw: bytes) -> None:
    url = f"{server.url}/v1beta/models/{FIRST}:generateContent"
    response = requests.post(url, data=raw, params={"key": server.key}, timeout=60)
    assert response.status_code == 400
    assert response.json()["error"]["message"].startswith("Invalid JSON payload received.")


def test_an_unknown_field_is_named_in_the_details(server: SandboxServer) -> None:
    error = post(server, {"nope": 1, "generationConfig": {"size": 1}, **body()}).json()["error"]
    (detail,) = error["details"]
    assert detail["@type"] == "type.googleapis.com/google.rpc.BadRequest"
    root, deeper = detail["fieldViolations"]
    assert "field" not in root
    assert deeper["field"] == "generation_config"
    assert error["message"] == f"{root['description']}\n{deeper['description']}"


def test_an_unknown_cache_is_403(server: SandboxServer) -> None:
    response = post(server, body(cachedContent="cachedContents/a"))
    assert response.status_code == 403
    assert response.json()["error"]["message"] == "CachedContent not found (or permission denied)"


def test_a_decompression_bomb_is_refused_before_it_is_unpacked(server: SandboxServer) -> None:
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    response = post(server, parts(image_part(bomb.getvalue())))
    assert response.status_code == 400
    assert "20000x20000 pixels" in response.json()["error"]["message"]


def only_words(**fields: Any) -> dict[str, Any]:
    """A request that is answered without the cost of a picture."""
    given = fields.pop("generationConfig", None) or {}
    return body(generationConfig={**given, "responseModalities": ["TEXT"]}, **fields)


ACCEPTED: list[tuple[str, str, object]] = [
    ("nulls", FIRST, only_words(tools=None, systemInstruction=None, labels=None, safetySettings=None)),
    ("empties", FIRST, only_words(safetySettings=[], tools=[])),
    ("a model in the body", FIRST, only_words(model="anything")),
    ("labels, store, tier", PRO, only_words(labels={"a": "b"}, store=True, serviceTier="flex")),
    ("snake case", FIRST, {"contents": [PROMPT], "generation_config": {"response_modalities": ["text"], "top_p": 0.9}}),
    ("numbers in words", FIRST, only_words(generationConfig={"temperature": "0.5", "topK": 40.0, "seed": "7"})),
    ("level in lower case", PRO, only_words(generationConfig={"thinkingConfig": {"thinkingLevel": "low"}})),
    ("budget", PRO, only_words(generationConfig={"thinkingConfig": {"thinkingBudget": -1, "includeThoughts": True}})),
    ("a whole instruction", FIRST, only_words(systemInstruction={"role": "user", "parts": [{"text": "be brief"}]})),
    ("search", PRO, only_words(tools=[{"google_search": {}}])),
    (
        "image search",
        NANO_2,
        only_words(tools=[{"googleSearch": {"searchTypes": {"webSearch": {}, "imageSearch": {}}}}]),
    ),
    ("2K", PRO, only_words(generationConfig={"imageConfig": {"aspectRatio": "21:9", "imageSize": "2K"}})),
    (
        "flags on a part",
        PRO,
        {**only_words(), **parts({"text": "a", "mediaResolution": {"level": "MEDIA_RESOLUTION_LOW"}})},
    ),
    ("14 images", PRO, {**only_words(), **parts({"text": "a"}, *[IMAGE] * 14)}),
    (
        "safety",
        FIRST,
        only_words(safetySettings=[{"category": "HARM_CATEGORY_HATE_SPEECH", "threshold": "BLOCK_NONE"}]),
    ),
]


@pytest.mark.parametrize(("model", "good"), [case[1:] for case in ACCEPTED], ids=[case[0] for case in ACCEPTED])
def test_accepted(server: SandboxServer, model: str, good: object) -> None:
    response = post(server, good, model)
    assert response.status_code == 200, response.text
    assert text_of(response.json()).startswith("Sandbox: only words were asked for")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("url_safe", [True, False])
@pytest.mark.parametrize("padded", [True, False])
def test_images_in_every_type_and_both_alphabets(
    server: SandboxServer, kind: str, url_safe: bool, padded: bool
) -> None:
    data = png(photo(61, 47), kind)
    text = (base64.urlsafe_b64encode if url_safe else base64.b64encode)(data).decode()
    blob = {"mime_type": f"image/{kind.lower()}", "data": text if padded else text.rstrip("=")}
    response = post(server, {**only_words(), **parts({"text": "a"}, {"inline_data": blob})})
    assert response.status_code == 200, response.text


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_every_mode_of_pixels_can_be_edited(server: SandboxServer, mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    image = Image.new("I;16", (60, 40), 30_000) if mode == "I;16" else photo(60, 40).convert(mode)
    response = post(server, parts({"text": "mirror it"}, image_part(png(image, kind), f"image/{kind.lower()}")))
    assert response.status_code == 200, response.text
