"""What people type as base URL, and what becomes of it."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.gemini.connections import Address, Auth, Endpoint, is_loopback, read_address
from studio.gemini.errors import BadAddress, BadModelId, Charge

GOOGLE = "https://generativelanguage.googleapis.com/v1beta"
KEY = "canary/4f9a+key="


@pytest.mark.parametrize(
    ("typed", "base"),
    [
        ("generativelanguage.googleapis.com", GOOGLE),
        ("https://generativelanguage.googleapis.com", GOOGLE),
        ("https://generativelanguage.googleapis.com/", GOOGLE),
        (GOOGLE, GOOGLE),
        (GOOGLE + "/", GOOGLE),
        (GOOGLE + "/models", GOOGLE),
        (GOOGLE + "/models/", GOOGLE),
        ("  " + GOOGLE + " \n", GOOGLE),
        ("HTTPS://GenerativeLanguage.GoogleAPIs.com/v1beta", GOOGLE),
        (GOOGLE + "/v1beta", GOOGLE),
        (GOOGLE + "/v1beta/v1beta/", GOOGLE),
        (GOOGLE + "/v1beta/models", GOOGLE),
        ("https://generativelanguage.googleapis.com//v1beta//models", GOOGLE),
        (GOOGLE + "#models", GOOGLE),
        ("https://h.example/v1", "https://h.example/v1"),
        ("https://h.example/v1/models", "https://h.example/v1"),
        ("https://h.example/v1alpha", "https://h.example/v1alpha"),
        ("https://h.example/models", "https://h.example/v1beta"),
        ("https://h.example/api/v1/v1beta", "https://h.example/api/v1/v1beta"),
        ("https://h.example/gemini", "https://h.example/gemini/v1beta"),
        ("https://h.example/proxy/v1beta/", "https://h.example/proxy/v1beta"),
        ("https://h.example/v1/team/google-ai-studio/v1beta", "https://h.example/v1/team/google-ai-studio/v1beta"),
        ("https://h.example/v1/gemini", "https://h.example/v1/gemini/v1beta"),
        ("https://h.example/v1betas", "https://h.example/v1betas/v1beta"),
        ("h.example:8443/v1beta", "https://h.example:8443/v1beta"),
        ("https://h.example:443", "https://h.example/v1beta"),
        ("http://localhost:80/v1beta", "http://localhost/v1beta"),
        ("localhost", "http://localhost/v1beta"),
        ("LocalHost:8080", "http://localhost:8080/v1beta"),
        ("localhost:8080/gemini/", "http://localhost:8080/gemini/v1beta"),
        ("studio.localhost:1", "http://studio.localhost:1/v1beta"),
        ("127.0.0.1:8080", "http://127.0.0.1:8080/v1beta"),
        ("127.8.9.1", "http://127.8.9.1/v1beta"),
        ("[::1]:8080/v1beta", "http://[::1]:8080/v1beta"),
        ("http://[::1]", "http://[::1]/v1beta"),
        ("https://[2001:db8::1]:444", "https://[2001:db8::1]:444/v1beta"),
        ("[2001:db8::1]", "https://[2001:db8::1]/v1beta"),
        ("https://localhost:1", "https://localhost:1/v1beta"),
        ("https://aiplatform.googleapis.com/v1beta1", "https://aiplatform.googleapis.com/v1beta1"),
    ],
)
def test_whatever_is_typed_becomes_a_base_that_ends_in_its_version(typed: str, base: str) -> None:
    assert read_address(typed) == Address(base)
    assert read_address(base) == Address(base), "a regular base stays as it is"


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("/models/gemini-3-pro-image:generateContent", "gemini-3-pro-image"),
        ("/models/gemini-3-pro-image:generateContent/", "gemini-3-pro-image"),
        ("/models/gemini-3-pro-image%3AgenerateContent", "gemini-3-pro-image"),
        ("/models/gemini-3-pro-image%3astreamGenerateContent", "gemini-3-pro-image"),
        ("/models/gemini-3-pro-image:countTokens", "gemini-3-pro-image"),
        ("/models/gemini-3-pro-image", "gemini-3-pro-image"),
        ("/models/google/gemini-3-pro-image:generateContent", "google/gemini-3-pro-image"),
        ("/models/google%2Fgemini-3-pro-image:generateContent", "google/gemini-3-pro-image"),
    ],
)
def test_the_model_is_taken_out_of_a_method_url(path: str, model: str) -> None:
    assert read_address(GOOGLE + path) == Address(GOOGLE, "", model)


@pytest.mark.parametrize(
    "project",
    ["/v1beta1/publishers/google", "/v1/projects/p-1/locations/global/publishers/google"],
)
def test_what_stands_behind_the_version_on_vertex_stays(project: str) -> None:
    address = read_address(f"https://aiplatform.googleapis.com{project}/models/gemini-3-pro-image:generateContent")
    assert address == Address(f"https://aiplatform.googleapis.com{project}", "", "gemini-3-pro-image")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("?team=a%2Fb&x=", "team=a%2Fb&x="),
        ("/models/m:generateContent?team=1", "team=1"),
        ("/models/m:streamGenerateContent?alt=sse&team=1", "team=1"),
        ("?alt=sse", ""),
        ("?", ""),
    ],
)
def test_a_query_is_kept_but_for_what_asks_for_a_stream(typed: str, kept: str) -> None:
    address = read_address(GOOGLE + typed)
    assert address.query == kept
    tail = f"?{kept}" if kept else ""
    assert Endpoint(address).generate_url("m") == f"{GOOGLE}/models/m:generateContent{tail}"
    assert Endpoint(address).models_url() == f"{GOOGLE}/models{tail}"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("https://a b.example", "space"),
        ("https://a.example/\tx", "space"),
        ("https://a.example\\v1beta", "space"),
        ("ftp://a.example", "https"),
        ("file:///etc/passwd", "https"),
        ("https://", "https"),
        ("https:///v1beta", "https"),
        ("/v1beta", "https"),
        ("https://a.example:port", "no web address"),
        ("https://a.example:99999", "no web address"),
        ("https://[::1", "no web address"),
        ("https://[nonsense]", "no web address"),
        ("https://canary-4f9a@a.example", "user name or password"),
        ("https://me:canary-4f9a@a.example", "user name or password"),
        (f"https://a.example?key={KEY}", "must not hold a key"),
        (f"https://a.example/v1beta?x=1&Key={KEY}", "must not hold a key"),
        ("https://a.example?api_key=", "must not hold a key"),
        (f"https://a.example?access_token={KEY}", "must not hold a key"),
        (f"https://a.example?x-goog-api-key={KEY}", "must not hold a key"),
        (f"https://a.example:99999?key={KEY}", "no web address"),
        ("https:/a.example", "has to be an https address"),
        ("htp:/a.example", "has to be an https address"),
        ("http://a.example", "without encryption"),
        ("http://192.168.0.7:3000", "without encryption"),
        ("http://localhost.a.example", "without encryption"),
        ("http://0.0.0.0", "without encryption"),
    ],
)
def test_what_cannot_be_used_is_refused_without_quoting_a_key(typed: str, says: str) -> None:
    with pytest.raises(BadAddress) as caught:
        read_address(typed)
    assert says in caught.value.message
    assert "canary" not in caught.value.message
    assert caught.value.charge is Charge.NO


def test_plain_http_elsewhere_needs_insisting() -> None:
    assert read_address("http://192.168.0.7:3000", plain_http=True).base == "http://192.168.0.7:3000/v1beta"
    assert read_address("192.168.0.7:3000", plain_http=True).base == "https://192.168.0.7:3000/v1beta"


@settings(max_examples=500)
@given(text=st.text() | st.text(alphabet="ahtps:/.[]@?&=%v1beta models#\\-").map(lambda text: "https://" + text))
def test_any_text_is_read_or_refused_and_reading_it_again_changes_nothing(text: str) -> None:
    try:
        address = read_address(text)
    except BadAddress:
        return
    assert urlsplit(address.base).hostname
    assert read_address(address.base).base == address.base


@pytest.mark.parametrize(
    ("model", "prefix", "path"),
    [
        ("gemini-3-pro-image", "", "gemini-3-pro-image"),
        ("models/gemini-3-pro-image", "", "gemini-3-pro-image"),
        (" gemini-3-pro-image ", "", "gemini-3-pro-image"),
        ("google/gemini-3-pro-image", "", "google/gemini-3-pro-image"),
        ("gemini-3-pro-image", "google/", "google/gemini-3-pro-image"),
        ("google/gemini-3-pro-image", "google/", "google/gemini-3-pro-image"),
        ("models/google/gemini-3-pro-image", "google/", "google/gemini-3-pro-image"),
        ("team:model@2026", "", "team:model@2026"),
        ("modèle", "", "mod%C3%A8le"),
    ],
)
def test_a_model_id_stands_in_the_path_as_it_is(model: str, prefix: str, path: str) -> None:
    endpoint = Endpoint(read_address(GOOGLE), model_prefix=prefix)
    assert endpoint.generate_url(model) == f"{GOOGLE}/models/{path}:generateContent"


@pytest.mark.parametrize(
    "model",
    [
        "",
        "  ",
        "models/",
        "a\x00",
        "\ud83e",
        "../x",
        "a/../b",
        "a?b",
        "a&key=x",
        "a#b",
        "a%2Fb",
        "a b",
        "a\\b",
        "a\nb",
        "/a",
        "a/",
        "a//b",
    ],
)
def test_an_id_that_would_change_the_address_is_refused(model: str) -> None:
    with pytest.raises(BadModelId):
        Endpoint(read_address(GOOGLE)).generate_url(model)


@settings(max_examples=300)
@given(model=st.text(max_size=20))
def test_no_model_id_leaves_the_base(model: str) -> None:
    try:
        url = Endpoint(read_address(GOOGLE)).generate_url(model)
    except BadModelId:
        return
    parts = urlsplit(url)
    assert parts.netloc == "generativelanguage.googleapis.com"
    assert parts.path.startswith("/v1beta/models/")
    assert parts.path.endswith(":generateContent")
    assert (parts.query, parts.fragment) == ("", "")


@pytest.mark.parametrize(
    ("auth", "headers", "tail"),
    [
        (Auth.BEARER, {"authorization": f"Bearer {KEY}"}, ""),
        (Auth.GOOG_KEY, {"x-goog-api-key": KEY}, ""),
        (Auth.QUERY, {}, "?key=canary%2F4f9a%2Bkey%3D"),
        (Auth.BOTH, {"authorization": f"Bearer {KEY}"}, "?key=canary%2F4f9a%2Bkey%3D"),
    ],
)
def test_the_key_is_in_one_place_or_in_both_on_purpose(auth: Auth, headers: dict[str, str], tail: str) -> None:
    endpoint = Endpoint(read_address(GOOGLE), auth)
    assert endpoint.headers(KEY) == headers
    assert endpoint.with_key(endpoint.generate_url("m"), KEY) == f"{GOOGLE}/models/m:generateContent{tail}"


def test_the_key_joins_a_query_that_is_there() -> None:
    endpoint = Endpoint(read_address(f"{GOOGLE}?team=1"), Auth.QUERY)
    assert endpoint.with_key(endpoint.models_url(), "k") == f"{GOOGLE}/models?team=1&key=k"


def test_signatures_belong_to_host_and_path() -> None:
    def identity(typed: str) -> str:
        return Endpoint(read_address(typed)).identity

    assert identity(GOOGLE) == identity("generativelanguage.googleapis.com/models?x=1")
    assert identity(GOOGLE) == "generativelanguage.googleapis.com/v1beta"
    assert len({identity(typed) for typed in ("a.example", "b.example", "a.example:8443", "a.example/gemini")}) == 4
    assert Endpoint(read_address("localhost:5"), identity="sandbox").identity == "sandbox"


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("x.localhost", True),
        ("127.0.0.1", True),
        ("127.255.0.1", True),
        ("::1", True),
        ("notlocalhost", False),
        ("localhost.example", False),
        ("128.0.0.1", False),
        ("0.0.0.0", False),
        ("", False),
    ],
)
def test_only_this_machine_is_this_machine(host: str, here: bool) -> None:
    assert is_loopback(host) is here


def test_an_endpoint_knows_its_host() -> None:
    assert Endpoint(read_address("[::1]:8080")).host == "::1"
    assert Endpoint(read_address("[::1]:8080")).is_loopback
    assert not Endpoint(read_address(GOOGLE)).is_loopback
