"""What a test of a connection can truthfully say, against servers of every behaviour, and the sandbox."""

import json
from collections.abc import Callable

import pytest

from studio.gemini.client import Client, TimeLimits
from studio.gemini.connections import Auth, Endpoint, read_address
from studio.gemini.errors import GeminiError, KeyRefused, NotTheProtocol, QuotaSpent, Unreachable
from studio.gemini.ladder import Climbed, KeyCheck, ModelCheck, Rung, Shown, Verdict, climb
from studio.sandbox.endpoints import SandboxSettings
from studio.sandbox.server import SandboxServer
from tests.fakes.nobody import nobody_there
from tests.fakes.replies import google_error
from tests.fakes.server import Answer, FakeServer, Request, Wire, plain, reply, serving

KEY = "canary-91c2-key"
MODEL = "gemini-2.5-flash-image"
LIST = reply({"models": [{"name": f"models/{MODEL}"}, {"name": "models/other"}]})
NO_LIST = plain(b"", 404)
COUNT = reply({"totalTokens": 2})
NO_KEY = reply(google_error(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers"), 403)
BAD_KEY = reply(google_error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."), 400)
NO_CONTENTS = reply(google_error(400, "INVALID_ARGUMENT", "contents is not specified"), 400)
NO_MODEL = reply(google_error(404, "NOT_FOUND", f"models/{MODEL} is not found for API version v1beta"), 404)
NO_PATH = reply({"error": {"message": f"Invalid URL (POST /v1/v1beta/models/{MODEL}:generateContent)"}}, 404)
NO_CHANNEL = reply({"error": {"message": f"No available channel for model {MODEL}", "code": "model_not_found"}}, 503)
PAGE = plain(b"<html><title>Shop</title>")
FORBIDDEN = reply({"error": {"message": "this key may not list models"}}, 403)


def provider(listing: Answer, nothing: Answer, count: Answer = NO_LIST, *, closed: bool = True) -> Answer:
    """A server that answers each question as it is told; without the right key it refuses, where it is `closed`."""

    def answer(request: Request, wire: Wire) -> None:
        given = request.headers.get("x-goog-api-key")
        if closed and given != KEY:
            (BAD_KEY if given else NO_KEY)(request, wire)
        elif request.method == "GET":
            (listing if request.path == "/v1beta/models" else NO_LIST)(request, wire)
        else:
            (count if request.path.endswith(":countTokens") else nothing)(request, wire)

    return answer


async def climbed(
    url: str,
    *,
    key: str = KEY,
    model: str = MODEL,
    counts: bool = False,
    begun: Callable[[Rung], None] = lambda _: None,
) -> Climbed:
    endpoint = Endpoint(read_address(url), counts=counts)
    async with Client(endpoint, key, TimeLimits(connect=5, read=5, total=5)) as client:
        return await climb(client, has_key=bool(key), model=model, begun=begun)


async def of(answer: Answer, *, key: str = KEY, model: str = MODEL, counts: bool = False) -> Climbed:
    with serving(answer) as server:
        found = await climbed(server.url, key=key, model=model, counts=counts)
        costs_nothing(server)
    return found


def costs_nothing(server: FakeServer) -> None:
    for post in server.posts():
        assert post.path.endswith(":countTokens") or json.loads(post.body)["contents"] == [], (
            "a test never pays for anything"
        )


def asked(found: Climbed) -> list[tuple[Rung, Shown]]:
    return [(step.rung, step.shown) for step in found.steps]


async def test_a_list_that_only_the_key_opens_tells_all_that_can_be_known() -> None:
    found = await of(provider(LIST, NO_CONTENTS, COUNT), counts=True)
    assert (found.verdict, found.key, found.model) == (Verdict.WORKS, KeyCheck.ACCEPTED, ModelCheck.LISTED)
    assert found.models == (f"models/{MODEL}", "models/other")
    assert asked(found) == [(Rung.LIST, Shown.THERE)], "nothing is asked that is known"
    assert found.steps[0].number == 2


async def test_where_the_list_does_not_tell_tokens_are_counted() -> None:
    found = await of(provider(NO_LIST, NO_CONTENTS, COUNT), counts=True)
    assert (found.verdict, found.key, found.model) == (Verdict.WORKS, KeyCheck.ACCEPTED, ModelCheck.ANSWERS)
    assert asked(found) == [(Rung.LIST, Shown.NOT_THERE), (Rung.COUNT, Shown.THERE)]
    unlisted = await of(provider(reply({"models": [{"name": "other"}]}), NO_CONTENTS, COUNT), counts=True)
    assert (unlisted.verdict, unlisted.model) == (Verdict.WORKS, ModelCheck.ANSWERS)


async def test_where_neither_tells_a_request_without_contents_does() -> None:
    found = await of(provider(NO_LIST, NO_CONTENTS))
    assert (found.verdict, found.key, found.model) == (Verdict.WORKS, KeyCheck.ACCEPTED, ModelCheck.NOT_REFUSED)
    assert asked(found) == [(Rung.LIST, Shown.NOT_THERE), (Rung.NOTHING, Shown.THERE)]


async def test_a_server_that_looks_at_requests_before_keys_leaves_the_key_open() -> None:
    found = await of(provider(NO_LIST, NO_CONTENTS, closed=False))
    assert (found.verdict, found.key) == (Verdict.NOTHING_AGAINST, KeyCheck.UNCHECKED)
    found = await of(provider(LIST, NO_CONTENTS, closed=False))
    assert (found.verdict, found.key, found.model) == (
        Verdict.NOTHING_AGAINST,
        KeyCheck.UNCHECKED,
        ModelCheck.LISTED,
    ), "a list that is open to everybody proves nothing about the key"


@pytest.mark.parametrize("listing", [LIST, NO_LIST])
@pytest.mark.parametrize("counts", [True, False])
async def test_a_wrong_key_is_told_and_no_key_is_no_wrong_key(listing: Answer, counts: bool) -> None:
    found = await of(provider(listing, NO_CONTENTS, COUNT), key="canary-wrong-key", counts=counts)
    assert (found.verdict, found.key) == (Verdict.KEY_REFUSED, KeyCheck.REFUSED)
    assert isinstance(found.failure, KeyRefused)
    found = await of(provider(listing, NO_CONTENTS, COUNT), key="", counts=counts)
    assert (found.verdict, found.key, found.failure) == (Verdict.KEY_MISSING, KeyCheck.MISSING, None)


async def test_without_a_key_the_path_is_tried_all_the_same() -> None:
    def answer(request: Request, wire: Wire) -> None:
        (NO_LIST if request.method == "GET" else NO_KEY)(request, wire)

    found = await of(answer, key="", counts=True)
    assert (found.verdict, [step.rung for step in found.steps]) == (Verdict.KEY_MISSING, [Rung.LIST, Rung.NOTHING])
    assert (await of(provider(NO_LIST, NO_PATH, closed=False), key="")).verdict is Verdict.WRONG_PATH


async def test_a_key_that_may_not_list_may_still_draw() -> None:
    found = await of(provider(FORBIDDEN, NO_CONTENTS))
    assert (found.verdict, found.key) == (Verdict.WORKS, KeyCheck.ACCEPTED)
    assert asked(found) == [(Rung.LIST, Shown.FAILED), (Rung.NOTHING, Shown.THERE)]
    assert (await of(provider(FORBIDDEN, FORBIDDEN))).verdict is Verdict.KEY_REFUSED


@pytest.mark.parametrize("refusal", [NO_MODEL, NO_CHANNEL], ids=["Google", "gateway"])
async def test_an_unknown_model_is_told(refusal: Answer) -> None:
    found = await of(provider(NO_LIST, refusal, NO_MODEL), counts=True)
    assert (found.verdict, found.model) == (Verdict.MODEL_UNKNOWN, ModelCheck.UNKNOWN)
    assert isinstance(found.failure, GeminiError)
    found = await of(provider(reply({"models": [{"name": "other"}]}), refusal))
    assert (found.verdict, found.key, found.models) == (Verdict.MODEL_UNKNOWN, KeyCheck.ACCEPTED, ("other",))


async def test_a_model_that_is_not_listed_and_not_refused_is_said_to_be_just_that() -> None:
    found = await of(provider(reply({"models": [{"name": "other"}]}), NO_CONTENTS))
    assert (found.verdict, found.model) == (Verdict.KEY_ACCEPTED, ModelCheck.NOT_LISTED)


async def test_an_id_that_cannot_be_one_is_never_sent() -> None:
    found = await of(provider(NO_LIST, NO_CONTENTS), model="a?b")
    assert (found.verdict, found.model) == (Verdict.MODEL_UNKNOWN, ModelCheck.UNKNOWN)


@pytest.mark.parametrize(
    "nothing", [PAGE, NO_PATH, plain(b"", 404), reply({"detail": "Not Found"}, 404), plain(b"hello")]
)
@pytest.mark.parametrize("listing", [PAGE, NO_LIST])
async def test_a_wrong_path_is_told_by_what_answers_there(listing: Answer, nothing: Answer) -> None:
    assert (await of(provider(listing, nothing, closed=False))).verdict is Verdict.WRONG_PATH


async def test_a_page_where_the_list_would_be_says_nothing_about_the_rest() -> None:
    found = await of(provider(PAGE, NO_CONTENTS))
    assert (found.verdict, found.failure) == (Verdict.WORKS, None)
    assert isinstance(found.steps[0].failure, NotTheProtocol)


@pytest.mark.parametrize("broken", [plain(b"oops", 500), reply({"error": "contents are required"}, 500)])
async def test_gateways_that_make_a_500_of_everything(broken: Answer) -> None:
    found = await of(provider(broken, broken))
    works = "contents" in found.steps[-1].failure.said if found.steps[-1].failure else True
    assert found.verdict is (Verdict.WORKS if works else Verdict.FAILED)


async def test_spent_quota_ends_the_test_for_it_says_it_all() -> None:
    busy = reply(google_error(429, "RESOURCE_EXHAUSTED", "Quota exceeded, limit: 0"), 429)
    found = await of(provider(NO_LIST, busy))
    assert (found.verdict, found.key) == (Verdict.FAILED, KeyCheck.UNCHECKED)
    assert isinstance(found.failure, QuotaSpent)


async def test_a_server_that_takes_a_request_without_contents_for_one_is_found_out() -> None:
    found = await of(provider(NO_LIST, reply({"candidates": []})))
    assert (found.steps[-1].shown, found.model) == (Shown.ANSWERED, ModelCheck.UNCHECKED)
    assert found.verdict is Verdict.NOTHING_AGAINST


@pytest.mark.parametrize(
    ("model", "there"),
    [
        ("models/gemini-2.5-flash-image", ModelCheck.LISTED),
        ("google/gemini-2.5-flash-image", ModelCheck.LISTED),
        ("gemini-2.5", ModelCheck.NOT_LISTED),
    ],
)
async def test_a_model_is_found_whatever_stands_before_it(model: str, there: ModelCheck) -> None:
    assert (await of(provider(LIST, NO_CONTENTS), model=model)).model is there


async def test_nobody_there_is_told_at_once() -> None:
    begun: list[Rung] = []
    with nobody_there() as url:
        found = await climbed(url, begun=begun.append)
    assert (found.verdict, found.key, begun) == (Verdict.NO_HOST, KeyCheck.UNCHECKED, [Rung.LIST])
    assert isinstance(found.failure, Unreachable)


async def test_each_question_is_announced_before_it_is_asked() -> None:
    begun: list[tuple[Rung, int]] = []
    with serving(provider(NO_LIST, NO_CONTENTS, NO_LIST)) as server:
        await climbed(server.url, counts=True, begun=lambda rung: begun.append((rung, len(server.posts()))))
    assert begun == [(Rung.LIST, 0), (Rung.COUNT, 0), (Rung.NOTHING, 1)]


@pytest.mark.parametrize("auth", Auth)
async def test_the_key_goes_nowhere_but_where_it_belongs_and_not_along_with_a_redirect(auth: Auth) -> None:
    with serving(LIST) as elsewhere, serving(plain(b"", 307, Location=f"{elsewhere.url}/v1beta/models")) as server:
        endpoint = Endpoint(read_address(server.url), auth, counts=True)
        async with Client(endpoint, KEY) as client:
            found = await climb(client, has_key=True, model=MODEL, begun=lambda _: None)
        assert found.verdict is Verdict.FAILED
        assert elsewhere.requests == []
        for request in server.requests:
            places = {name for name, value in request.headers.items() if KEY in value}
            wanted = {name for name, value in endpoint.headers(KEY).items() if value}
            assert places == wanted
            assert (KEY in request.target) is auth.in_query


async def test_the_sandbox_is_as_strict_as_google() -> None:
    with SandboxServer(SandboxSettings(key=KEY)) as server:
        assert (await climbed(server.url)).verdict is Verdict.WORKS
        assert (await climbed(server.url, key="canary-wrong-key")).verdict is Verdict.KEY_REFUSED
        assert (await climbed(server.url, model="gemini-9-image")).verdict is Verdict.MODEL_UNKNOWN
