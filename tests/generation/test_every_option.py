"""Every request Studio can build, against the types of Google's own client and the sandbox as strict as Google."""

import json
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from google.genai import types

from studio.gemini.capabilities import Capabilities, ModelRow, Server
from studio.gemini.content import Content, GenerationConfig, ImageConfig, ImagePart, TextPart
from studio.gemini.fitting import Why, choices, fit, takes
from studio.gemini.request import build_body
from studio.gemini.tuning import SAFETY, Setting, Tuning, Value
from studio.resources import read_json
from studio.sandbox.errors import InvalidArgument
from studio.sandbox.models import find_model
from studio.sandbox.rules import CHAINHUB_RULES, GOOGLE_RULES, RELAY_RULES, ROUTERHUB_RULES, VERTEX_RULES
from studio.sandbox.settings import CACHED_CONTENT
from studio.sandbox.validation import read_wish
from tests.fakes.pictures import big_picture

CAPABILITIES = Capabilities.read(read_json("models/capabilities.json"))
KNOWN = tuple(dict.fromkeys(row.id for row in CAPABILITIES.rows.values()))
UNKNOWN = "gemini-9-image"
ANY = Server()
SERVERS = {
    "generativelanguage.googleapis.com": GOOGLE_RULES,
    "aiplatform.googleapis.com": VERTEX_RULES,
    "api.routerhub.ai": ROUTERHUB_RULES,
    "api.chainhub.tech": CHAINHUB_RULES,
    "gateway.example": RELAY_RULES,
    "localhost": GOOGLE_RULES,
}

_VALUES: dict[Setting, tuple[Value, ...]] = {
    Setting.TEMPERATURE: (0.0, 0.5, 1.0, 1.5, 2.0),
    Setting.TOP_P: (0.0, 0.95, 1.0),
    Setting.TOP_K: (1, 64),
    Setting.LEVEL: ("MINIMAL", "LOW", "MEDIUM", "HIGH"),
    Setting.THOUGHTS: (True,),
    Setting.WEB_SEARCH: (True,),
    Setting.IMAGE_SEARCH: (True,),
    Setting.MEDIA_RESOLUTION: ("LOW", "MEDIUM", "HIGH"),
    Setting.INSTRUCTION: ("Draw with a blue pencil.",),
    Setting.CACHED_CONTENT: (CACHED_CONTENT,),
    **dict.fromkeys(SAFETY, ("BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH", "BLOCK_NONE", "OFF")),
}


def wishes() -> Iterator[GenerationConfig]:
    """Every option by itself at every value, every shape and size, and all options at once."""
    wide = CAPABILITIES.row(UNKNOWN)
    yield GenerationConfig()
    yield GenerationConfig(seed=-(2**31))
    yield GenerationConfig(seed=2**31 - 1)
    for ratio in (None, *wide.ratios):
        for size in (None, *wide.sizes):
            yield GenerationConfig(ImageConfig(ratio, size))
    every, last = Tuning(), Tuning()
    for setting, values in _VALUES.items():
        for value in values:
            yield GenerationConfig(tuning=Tuning().put(setting, value))
        every, last = every.put(setting, values[0]), last.put(setting, values[-1])
    for tuning in (every, last):
        yield GenerationConfig(tuning=tuning)
        yield GenerationConfig(ImageConfig("4:3", "2K"), 7, tuning=tuning.put(Setting.CACHED_CONTENT, None))


def body_of(config: GenerationConfig, parts: tuple[Any, ...] = (TextPart("an otter"),)) -> bytes:
    return b"".join(bytes(chunk) for chunk in build_body([Content("user", parts)], config).chunks())


def accepted_by_google_types(model: str, body: bytes) -> None:
    """Validate a body against the parameters of google-genai, which forbid what they do not know."""
    plain = json.loads(body)
    beside = ("safetySettings", "systemInstruction", "tools", "cachedContent")
    config = plain.pop("generationConfig") | {name: plain.pop(name) for name in beside if name in plain}
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # it only warns of a word that an enumeration has not
        types._GenerateContentParameters.model_validate(
            plain | {"model": model, "config": config}, by_alias=True, by_name=False
        )


@pytest.mark.parametrize("model", [*KNOWN, UNKNOWN])
def test_every_request_is_one_of_googles_own(model: str) -> None:
    row = CAPABILITIES.row(model)
    bodies = [body_of(fit(wish, row, ANY).config) for wish in wishes()]
    assert len(bodies) > 100
    for body in bodies:
        accepted_by_google_types(model, body)


@pytest.mark.parametrize("host", SERVERS)
@pytest.mark.parametrize("model", KNOWN)
def test_the_sandbox_takes_every_request_as_strict_as_each_server_is(model: str, host: str) -> None:
    row, strict = CAPABILITIES.row(model), find_model(model, "v1beta")
    for wish in wishes():
        fitted = fit(wish, row, CAPABILITIES.server(host))
        read_wish(bytearray(body_of(fitted.config)), strict, SERVERS[host])


def test_what_routerhub_does_not_document_would_be_refused_there() -> None:
    body = body_of(GenerationConfig(tuning=Tuning(web_search=True)))
    with pytest.raises(InvalidArgument, match="tools"):
        read_wish(bytearray(body), find_model(KNOWN[-1], "v1beta"), SERVERS["api.routerhub.ai"])


@pytest.mark.parametrize("model", KNOWN)
def test_nothing_is_left_out_that_the_sandbox_would_take(model: str) -> None:
    row, strict = CAPABILITIES.row(model), find_model(model, "v1beta")
    refused = 0
    for wish in wishes():
        left_out = fit(wish, row, ANY).left_out
        # Google takes a temperature up to 2, though a model advertises 1, and levels that have no effect.
        idle = {"temperature", "thinkingLevel"} if row.thinks and not row.levels else {"temperature"}
        if {each.setting for each in left_out} - idle:
            refused += 1
            with pytest.raises(InvalidArgument):
                read_wish(bytearray(body_of(wish)), strict)
    assert refused or model == "gemini-nano-banana-2.1"


def test_the_types_of_google_do_refuse() -> None:
    for body in (
        b'{"contents":[],"generationConfig":{"aspectRatio":"1:1"}}',
        b'{"contents":[],"generationConfig":{"thinkingConfig":{"thinkingLevel":"ENORMOUS"}}}',
        b'{"contents":[],"generationConfig":{"image_config":{"aspect_ratio":"1:1"}}}',
        b'{"contents":[],"generationConfig":{},"safety_settings":[]}',
    ):
        with pytest.raises((ValueError, UserWarning)):
            accepted_by_google_types(UNKNOWN, body)


def test_a_picture_and_its_words_are_content_as_google_has_it(tmp_path: Path) -> None:
    (file := tmp_path / "otter.png").write_bytes(big_picture(1, 16))
    picture = ImagePart(file, "image/png", file.stat().st_size)
    body = body_of(GenerationConfig(), (picture, TextPart("now at night")))
    accepted_by_google_types(KNOWN[0], body)
    read_wish(bytearray(body), find_model(KNOWN[0], "v1beta"))


@pytest.mark.parametrize("model", KNOWN)
def test_what_the_row_says_is_what_the_sandbox_knows_of_the_model(model: str) -> None:
    row, strict = CAPABILITIES.row(model), find_model(model, "v1beta")
    assert row.pixels == strict.pixels_by_ratio
    assert (row.signatures, row.web_search, row.image_search) == (strict.signs, strict.web_search, strict.image_search)
    assert (row.thinks, dict(row.tokens).keys()) == (strict.thinks, {*row.sizes} or {""})
    assert set(row.levels) <= strict.thinking_levels


def reasons(wish: Tuning, row: ModelRow, server: Server = ANY) -> dict[str, Why]:
    return {each.setting: each.why for each in fit(GenerationConfig(tuning=wish), row, server).left_out}


def test_what_is_left_out_is_told_with_who_does_not_take_it() -> None:
    first, best = CAPABILITIES.row("gemini-2.5-flash-image"), CAPABILITIES.row("gemini-nano-banana-2.1")
    wish = Tuning(temperature=1.5, level="HIGH", thoughts=True, web_search=True, image_search=True, instruction="Blue.")
    assert reasons(wish, first) == dict.fromkeys(
        ("temperature", "thinkingLevel", "includeThoughts", "webSearch", "imageSearch"), Why.MODEL
    )
    assert reasons(replace(wish, temperature=1.0), best) == {}
    assert reasons(replace(wish, temperature=1.0, level="LOW"), best) == {"thinkingLevel": Why.MODEL}
    router = CAPABILITIES.server("api.routerhub.ai")
    assert reasons(replace(wish, temperature=None), best, router) == dict.fromkeys(
        ("webSearch", "imageSearch"), Why.SERVER
    )
    assert CAPABILITIES.server("gateway.example").without == frozenset()


def test_what_a_cached_content_forbids_is_left_out_where_it_is_sent() -> None:
    best = CAPABILITIES.row("gemini-nano-banana-2.1")
    wish = Tuning(instruction="Blue.", web_search=True, cached_content="cachedContents/a", level="HIGH")
    assert reasons(wish, best) == {"systemInstruction": Why.CACHE, "webSearch": Why.CACHE}
    sent = json.loads(body_of(fit(GenerationConfig(tuning=wish), best, ANY).config))
    assert sent["cachedContent"] == "cachedContents/a"
    assert not {"systemInstruction", "tools"} & sent.keys()
    google = CAPABILITIES.server("generativelanguage.googleapis.com")
    assert reasons(wish, best, google) == {"cachedContent": Why.SERVER}


def test_what_can_be_chosen_is_what_a_row_takes() -> None:
    pro = CAPABILITIES.row("gemini-3-pro-image")
    assert not takes(Setting.LEVEL, None, pro), "it thinks as it likes"
    assert takes(Setting.THOUGHTS, None, pro)
    assert choices(Setting.LEVEL, CAPABILITIES.row("gemini-3.1-flash-image")) == ("MINIMAL", "HIGH")
    assert choices(Setting.INSTRUCTION, pro) is None
    assert takes(Setting.TEMPERATURE, 2.0, CAPABILITIES.row(UNKNOWN))


@pytest.mark.parametrize(
    ("tuning", "fields"),
    [
        (Tuning(web_search=True), {"tools": [{"googleSearch": {}}]}),
        (Tuning(image_search=True), {"tools": [{"googleSearch": {"searchTypes": {"imageSearch": {}}}}]}),
        (
            Tuning(web_search=True, image_search=True),
            {"tools": [{"googleSearch": {"searchTypes": {"webSearch": {}, "imageSearch": {}}}}]},
        ),
        (Tuning(instruction="Blue."), {"systemInstruction": {"parts": [{"text": "Blue."}]}}),
        (
            Tuning(hate_speech="OFF"),
            {"safetySettings": [{"category": "HARM_CATEGORY_HATE_SPEECH", "threshold": "OFF"}]},
        ),
        (Tuning(), {}),
    ],
)
def test_each_field_stands_where_the_protocol_has_it(tuning: Tuning, fields: dict[str, Any]) -> None:
    sent = json.loads(body_of(GenerationConfig(tuning=tuning)))
    assert sent.pop("generationConfig") == {"responseModalities": ["TEXT", "IMAGE"]}
    del sent["contents"]
    assert sent == fields
