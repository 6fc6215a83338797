"""Each profile answers as the server it is named for is documented to: keys, paths, lists, rules and refusals."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import requests

from studio.cli.main import main
from studio.sandbox.endpoints import SandboxSettings
from studio.sandbox.profiles import PROFILES
from studio.sandbox.scripts import table
from studio.sandbox.server import SandboxServer
from tests.sandbox.asking import FIRST, PRO, content_of, image_part, photo, png, user

KEY = "sk-rh-secret"
WORDS = {"responseModalities": ["TEXT"]}
BODY: dict[str, Any] = {"contents": [user("an otter")], "generationConfig": WORDS}
HEADER = {"headers": {"x-goog-api-key": KEY}}
BEARER = {"headers": {"Authorization": f"Bearer {KEY}"}}
QUERY = {"params": {"key": KEY}}
FLASH = "gemini-3.1-flash-image"
VERTEX = "/v1beta1/publishers/google/models/"


@pytest.fixture(scope="module")
def urls() -> Iterator[Mapping[str, str]]:
    """A running sandbox of each profile."""
    servers = {name: SandboxServer(SandboxSettings(key=KEY, profile=one)).start() for name, one in PROFILES.items()}
    yield {name: server.url for name, server in servers.items()}
    for server in servers.values():
        server.stop()


def generate(url: str, body: object = BODY, model: str = FIRST, base: str = "/v1beta/models/", **how: Any) -> Any:
    return requests.post(f"{url}{base}{model}:generateContent", json=body, timeout=60, **(how or HEADER))


ENTRANCES = [
    # profile, how the key is shown, status with the right one and with a wrong one
    ("routerhub", BEARER, 200, 401),
    ("routerhub", HEADER, 200, 401),
    ("routerhub", QUERY, 401, 401),
    ("chainhub", QUERY, 200, 401),
    ("chainhub", BEARER, 401, 401),
    ("chainhub", BEARER | QUERY, 200, 401),
    ("new-api", HEADER, 200, 401),
    ("new-api", QUERY, 200, 401),
    ("new-api", BEARER, 200, 401),
    ("litellm", HEADER, 200, 400),
    ("litellm", QUERY, 200, 400),
    ("litellm", BEARER, 200, 400),
    ("vertex", HEADER, 200, 400),
    ("vertex", QUERY, 200, 400),
    ("vertex", BEARER, 403, 403),
]


@pytest.mark.parametrize(("profile", "how", "right", "wrong"), ENTRANCES)
def test_keys(urls: Mapping[str, str], profile: str, how: Mapping[str, Any], right: int, wrong: int) -> None:
    base = VERTEX if profile == "vertex" else "/v1beta/models/"
    assert generate(urls[profile], base=base, **how).status_code == right
    bad = json.loads(json.dumps(how).replace("secret", "guess"))
    assert generate(urls[profile], base=base, **bad).status_code == wrong


NOBODY = [
    ("google", 403, "PERMISSION_DENIED"),
    ("routerhub", 401, "UNAUTHENTICATED"),
    ("chainhub", 401, "new_api_error"),
    ("new-api", 401, "new_api_error"),
]


@pytest.mark.parametrize(("profile", "status", "kind"), NOBODY)
def test_no_key(urls: Mapping[str, str], profile: str, status: int, kind: str) -> None:
    response = requests.post(f"{urls[profile]}/v1beta/models/{FIRST}:generateContent", json=BODY, timeout=60)
    error = response.json()["error"]
    assert response.status_code == status
    assert kind in (error.get("status"), error.get("type"))


def test_litellm_falls_over_without_a_key_and_knows_no_database(urls: Mapping[str, str]) -> None:
    nobody = requests.post(f"{urls['litellm']}/models/{FIRST}:generateContent", json=BODY, timeout=60)
    assert (nobody.status_code, nobody.headers["content-type"]) == (500, "text/plain; charset=utf-8")
    stranger = generate(urls["litellm"], headers={"x-goog-api-key": "x"}).json()["error"]
    assert (stranger["message"], stranger["code"]) == ("No connected db.", "400")


def test_which_key_wins_where_two_are_shown(urls: Mapping[str, str]) -> None:
    wrong_header = {"x-goog-api-key": "x", **BEARER["headers"]}
    assert generate(urls["new-api"], headers=wrong_header).status_code == 401
    assert generate(urls["routerhub"], headers=wrong_header).status_code == 200
    for shown in (KEY.removeprefix("sk-"), f"{KEY}-12"):
        assert generate(urls["new-api"], headers={"x-goog-api-key": shown}).status_code == 200
    assert generate(urls["new-api"], headers={"x-goog-api-key": f"{KEY}x"}).status_code == 401


PATHS = [
    ("google", "POST", f"/v1/models/{FIRST}:generateContent", 200),
    ("google", "POST", f"/v1beta/google/{FIRST}:generateContent", 200),
    ("google", "POST", f"/v1beta/models/google/{FIRST}:generateContent", 200),
    ("routerhub", "POST", f"/v1beta/models/google/{FIRST}:generateContent", 200),
    ("routerhub", "POST", f"/v1beta/models/{FIRST}:streamGenerateContent", 404),
    ("routerhub", "POST", f"/v1beta/models/{FIRST}:countTokens", 404),
    ("routerhub", "POST", f"/v1/models/{FIRST}:generateContent", 404),
    ("routerhub", "POST", f"/v1beta/google/{FIRST}:generateContent", 404),
    ("routerhub", "GET", "/v1beta/models", 404),
    ("chainhub", "GET", "/v1beta/models", 404),
    ("new-api", "POST", f"/v1/models/{FIRST}:generateContent", 200),
    ("new-api", "POST", f"/v1beta/models/google/{FIRST}:generateContent", 503),
    ("new-api", "POST", f"/v1beta/models/{FIRST}:streamGenerateContent", 200),
    ("new-api", "POST", "/v1beta/models/gpt:generateContent", 503),
    ("litellm", "POST", f"/models/google/{FIRST}:generateContent", 200),
    ("litellm", "POST", f"/models/{FIRST}:streamGenerateContent", 200),
    ("litellm", "GET", "/v1beta/models", 404),
    ("vertex", "POST", f"/v1/publishers/google/models/{FIRST}:generateContent", 200),
    ("vertex", "POST", f"/v1beta/models/{FIRST}:generateContent", 404),
]


@pytest.mark.parametrize(("profile", "method", "path", "status"), PATHS)
def test_paths(urls: Mapping[str, str], profile: str, method: str, path: str, status: int) -> None:
    key = QUERY if profile == "chainhub" else HEADER
    assert requests.request(method, urls[profile] + path, json=BODY, timeout=60, **key).status_code == status


@pytest.mark.parametrize("profile", PROFILES)
def test_head_and_options_are_no_fault(urls: Mapping[str, str], profile: str) -> None:
    path = f"{urls[profile]}/v1beta/models"
    key = {"headers": HEADER["headers"], "params": QUERY["params"]}
    seen = requests.get(path, timeout=60, **key)
    head = requests.head(path, timeout=60, **key)
    assert (head.status_code, head.content) == (seen.status_code, b"")
    assert requests.options(path, timeout=60).status_code == 204


def test_the_lists_of_a_relay(urls: Mapping[str, str]) -> None:
    google = requests.get(f"{urls['new-api']}/v1beta/models", timeout=60, **HEADER).json()
    assert google["nextPageToken"] is None
    assert google["models"][0] == {"name": FIRST, "displayName": FIRST}
    openai = requests.get(f"{urls['new-api']}/v1/models", timeout=60, **BEARER).json()
    assert (openai["object"], openai["data"][0]["id"]) == ("list", FIRST)
    strange = requests.get(f"{urls['new-api']}/v1/models", timeout=60, **HEADER)
    assert (strange.status_code, "error" in strange.json()) == (200, True)
    assert requests.get(f"{urls['litellm']}/v1/models", timeout=60, **HEADER).json()["data"][0]["id"] == FIRST


def test_an_unknown_path_and_model_in_the_words_of_a_relay(urls: Mapping[str, str]) -> None:
    path = requests.post(f"{urls['new-api']}/v1beta/v1beta/models/x", timeout=60, **HEADER)
    assert path.status_code == 404
    assert path.json()["error"]["message"] == "Invalid URL (POST /v1beta/v1beta/models/x)"
    model = generate(urls["new-api"], model="gpt").json()["error"]
    assert (model["code"], model["type"]) == ("model_not_found", "new_api_error")
    assert model["message"].startswith("No available channel for model gpt (request id: ")


def test_litellm_folds_the_answer_behind_it_into_its_message(urls: Mapping[str, str]) -> None:
    error = generate(urls["litellm"], {"contents": []}).json()["error"]
    assert error["code"] == "400"
    folded = json.loads(error["message"].partition(" - ")[2])
    assert folded["error"]["status"] == "INVALID_ARGUMENT"


NO_ROLE = {"contents": [{"parts": [{"text": "an otter"}]}], "generationConfig": WORDS}
SNAKE: dict[str, Any] = {"contents": BODY["contents"], "generation_config": WORDS}
UNKNOWN = BODY | {"store": True, "nonsense": 1}
TOOLS = {"tools": [{"googleSearch": {}}]}
RULES = [
    ("google", NO_ROLE, ""),
    ("routerhub", NO_ROLE, "Please use a valid role: user, model."),
    ("vertex", NO_ROLE, "Please use a valid role: user, model."),
    ("new-api", NO_ROLE, ""),
    ("google", SNAKE, ""),
    ("routerhub", SNAKE, 'Unknown name "generation_config"'),
    ("new-api", SNAKE, ""),
    ("google", UNKNOWN, 'Unknown name "nonsense"'),
    ("routerhub", UNKNOWN, 'Unknown name "store"'),
    ("new-api", UNKNOWN, ""),
    ("google", BODY | TOOLS, ""),
    ("routerhub", BODY | TOOLS, 'Unknown name "tools"'),
    ("google", BODY | {"model": f"models/{PRO}", "tools": None, "safetySettings": []}, ""),
    ("routerhub", BODY | {"safetySettings": [], "systemInstruction": {"parts": [{"text": "be brief"}]}}, ""),
    ("chainhub", BODY, ""),
    ("chainhub", {"contents": BODY["contents"]}, "responseModalities is required"),
    # In snake_case it vanishes, so that a category given twice is not even seen.
    ("new-api", BODY | {"safety_settings": [{"category": "X"}]}, ""),
    ("new-api", BODY | {"safetySettings": [{"category": "X"}]}, "Invalid value at 'safety_settings[0].category'"),
]


@pytest.mark.parametrize(("profile", "body", "refusal"), RULES)
def test_rules(urls: Mapping[str, str], profile: str, body: object, refusal: str) -> None:
    base, key = (VERTEX if profile == "vertex" else "/v1beta/models/"), QUERY if profile == "chainhub" else HEADER
    response = generate(urls[profile], body, model=PRO, base=base, **key)
    assert response.status_code == (400 if refusal else 200), response.text
    if refusal:
        assert refusal in response.json()["error"]["message"]


def test_what_is_no_json_and_url_safe_base64_at_the_page_that_names_neither(urls: Mapping[str, str]) -> None:
    url = f"{urls['routerhub']}/v1beta/models/{FIRST}:generateContent"
    error = requests.post(url, data=b"{", timeout=60, **BEARER).json()["error"]
    assert error == {"code": 400, "message": "body must be valid JSON", "status": "INVALID_ARGUMENT"}
    part = image_part(png(photo()))
    part["inlineData"]["data"] = part["inlineData"]["data"].replace("+", "-").replace("/", "_")
    body = {"contents": [user("grey", part)], "generationConfig": WORDS}
    assert generate(urls["routerhub"], body, **BEARER).status_code == 400
    assert generate(urls["google"], body).status_code == 200


def signed_turn(url: str) -> dict[str, Any]:
    words = generate(url, model=PRO)
    assert words.status_code == 200, words.text
    turn = content_of(words.json())
    assert turn["parts"][0]["thoughtSignature"]
    return turn


def continued(url: str, turn: Mapping[str, Any]) -> Any:
    body = {"contents": [user("an otter"), turn, user("and now?")], "generationConfig": WORDS}
    return generate(url, body, model=PRO)


def test_a_signature_holds_where_it_was_given(urls: Mapping[str, str]) -> None:
    turns = {name: signed_turn(urls[name]) for name in ("google", "routerhub", "new-api")}
    for name, url in ((name, urls[name]) for name in turns):
        statuses = {other: continued(url, turn).status_code for other, turn in turns.items()}
        assert statuses == {other: 200 if other == name else 400 for other in turns}


def test_the_image_comes_first_at_routerhub_and_three_totals_with_it(urls: Mapping[str, str]) -> None:
    body = {"contents": [user("an otter")], "generationConfig": {"imageConfig": {"imageSize": "512"}}}
    reply = generate(urls["routerhub"], body, model=f"google/{FLASH}").json()
    turn = content_of(reply)
    assert [sorted(part) for part in turn["parts"]] == [["inlineData", "thoughtSignature"], ["text"]]
    assert set(reply["usageMetadata"]) == {"promptTokenCount", "candidatesTokenCount", "totalTokenCount"}
    assert reply["modelVersion"] == FLASH
    again = {"contents": [user("an otter"), turn, user("and now?")], "generationConfig": WORDS}
    assert generate(urls["routerhub"], again, model=FLASH).status_code == 200
    del turn["parts"][0]["thoughtSignature"]
    assert generate(urls["routerhub"], again, model=FLASH).status_code == 400


@pytest.mark.parametrize("profile", ["new-api", "litellm"])
def test_every_stream_of_a_relay_is_one_of_events(urls: Mapping[str, str], profile: str) -> None:
    for call in (":streamGenerateContent", ":generateContent?alt=sse", ":streamGenerateContent?alt=sse"):
        url = f"{urls[profile]}/v1beta/models/{PRO}{call}"
        response = requests.post(url, json=BODY, timeout=60, **HEADER)
        assert response.headers["content-type"] == "text/event-stream"
        assert response.text.count("data: ") >= 2
        assert isinstance(requests.post(url, json={}, timeout=60, **HEADER).json(), dict)


def test_a_deadline_that_google_finds_too_short(urls: Mapping[str, str]) -> None:
    for seconds, status in (("9", 400), ("10", 200), ("soon", 200)):
        headers = HEADER["headers"] | {"X-Server-Timeout": seconds}
        assert generate(urls["google"], headers=headers).status_code == status
    assert generate(urls["routerhub"], headers=HEADER["headers"] | {"X-Server-Timeout": "9"}).status_code == 200


def test_a_relay_loses_a_signature_in_snake_case(urls: Mapping[str, str]) -> None:
    turn = signed_turn(urls["new-api"])
    for part in turn["parts"]:
        part["thought_signature"] = part.pop("thoughtSignature")
    error = continued(urls["new-api"], turn).json()["error"]
    assert error["message"].startswith("Text part is missing a thought_signature in content position 2")
    assert error["type"] == "upstream_error"


def test_an_unknown_profile_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sandbox", "--port", "0", "--profile", "gogle"]) == 2
    assert "There are google, routerhub, chainhub, new-api" in capsys.readouterr().err


@pytest.mark.parametrize("delay", ["-1", "nan", "inf"])
def test_a_delay_that_never_ends_is_no_delay(delay: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sandbox", "--port", "0", "--delay", delay]) == 2
    assert "--delay is a number of seconds, 0 or more." in capsys.readouterr().err


def test_the_help_names_every_profile_and_says_how_a_script_is_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["sandbox", "--help"])
    told = capsys.readouterr().out
    assert all(name in told for name in PROFILES)
    assert table.HEADER in told
