"""Each preset against a server that behaves as its provider's page says: what a test finds, and nothing is drawn."""

import pytest

from studio.gemini.client import Client, TimeLimits
from studio.gemini.connections import Auth, Endpoint, read_address
from studio.gemini.content import Content, GenerationConfig, TextPart
from studio.gemini.ladder import Climbed, KeyCheck, ModelCheck, Rung, Shown, Verdict, climb
from studio.gemini.presets import PRESETS
from studio.gemini.request import build_count, build_whole_count
from studio.gemini.tuning import Tuning
from studio.sandbox.endpoints import SandboxSettings
from studio.sandbox.profiles import PROFILES
from studio.sandbox.server import SandboxServer

KEY = "canary-5f21-key"
MODEL = "gemini-3.1-flash-image"
PLACE = {"vertex": "/v1beta1/publishers/google"}


async def climbed(
    name: str, *, key: str = KEY, model: str = MODEL, auth: Auth | None = None, base: str = ""
) -> Climbed:
    preset = PRESETS[name]
    with SandboxServer(SandboxSettings(key=KEY, profile=PROFILES[name])) as server:
        endpoint = Endpoint(
            read_address(server.url + (base or PLACE.get(name, ""))),
            auth or preset.auth,
            preset.model_prefix,
            counts=preset.counts,
        )
        async with Client(endpoint, key, TimeLimits(connect=5, read=10, total=20)) as client:
            return await climb(client, has_key=bool(key), model=model, begun=lambda _: None)


def asked(found: Climbed) -> dict[Rung, Shown]:
    return {step.rung: step.shown for step in found.steps}


@pytest.mark.parametrize("name", PRESETS)
async def test_a_good_key_is_known_to_be_good_however_it_may_travel(name: str) -> None:
    for auth in PRESETS[name].auths:
        found = await climbed(name, auth=auth)
        assert (found.verdict, found.key) == (Verdict.WORKS, KeyCheck.ACCEPTED), auth
        assert Shown.ANSWERED not in asked(found).values()


@pytest.mark.parametrize("name", PRESETS)
async def test_a_wrong_key_is_refused_and_none_is_missed(name: str) -> None:
    assert (await climbed(name, key="canary-wrong-key")).verdict is Verdict.KEY_REFUSED
    assert (await climbed(name, key="")).verdict is Verdict.KEY_MISSING


@pytest.mark.parametrize("name", PRESETS)
async def test_a_model_that_nobody_has_is_unknown(name: str) -> None:
    found = await climbed(name, model="gemini-9-image")
    assert (found.verdict, found.model) == (Verdict.MODEL_UNKNOWN, ModelCheck.UNKNOWN)


@pytest.mark.parametrize("name", PRESETS)
async def test_a_wrong_path_is_no_unknown_model(name: str) -> None:
    assert (await climbed(name, base="/proxy/v1beta")).verdict in (Verdict.WRONG_PATH, Verdict.KEY_REFUSED)


@pytest.mark.parametrize("name", PRESETS)
async def test_no_more_is_asked_than_a_provider_has(name: str) -> None:
    found = asked(await climbed(name))
    preset = PRESETS[name]
    assert (found[Rung.LIST] is Shown.THERE) == preset.lists
    assert Rung.COUNT not in found or preset.counts
    assert (Rung.NOTHING in found) == (not preset.lists and not preset.counts)


async def test_google_counts_an_instruction_that_goes_along_and_refuses_none_of_its_fields() -> None:
    contents = [Content("user", (TextPart("an otter"),))]
    config = GenerationConfig(tuning=Tuning(instruction="Paint in oil.", web_search=True, media_resolution="HIGH"))
    with SandboxServer(SandboxSettings(key=KEY, profile=PROFILES["google"])) as server:
        endpoint = Endpoint(read_address(server.url), counts=PRESETS["google"].counts)
        async with Client(endpoint, KEY, TimeLimits(connect=5, read=10, total=20)) as client:
            alone = await client.count_tokens(MODEL, build_count(contents))
            whole = await client.count_tokens(MODEL, build_whole_count(MODEL, contents, config))
    assert alone is not None
    assert whole is not None
    assert whole > alone
