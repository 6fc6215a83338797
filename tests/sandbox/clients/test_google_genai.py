"""Google's own Python client against the sandbox, unchanged: it only has to be told where the server is."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from google import genai
from google.genai import errors, types
from PIL import Image

from studio.sandbox.server import SandboxServer
from tests.sandbox.asking import FIRST, photo, png

MODEL = "gemini-3.1-flash-image"
SMALL = types.GenerateContentConfig(image_config=types.ImageConfig(aspect_ratio="16:9", image_size="512"))
PIXELS = (688, 384)


def client_of(server: SandboxServer, key: str = "", **options: Any) -> genai.Client:
    return genai.Client(api_key=key or server.key, http_options=types.HttpOptions(base_url=server.url, **options))


@pytest.fixture
def client(server: SandboxServer) -> Iterator[genai.Client]:
    running = client_of(server)
    yield running
    running.close()


def picture(parts: list[types.Part] | None) -> Image.Image:
    """The one picture among parts."""
    (blob,) = (part.inline_data for part in parts or [] if part.inline_data is not None)
    assert blob.data is not None
    image = Image.open(io.BytesIO(blob.data))
    image.load()
    return image


def test_generate(client: genai.Client) -> None:
    response = client.models.generate_content(model=MODEL, contents="a lighthouse", config=SMALL)
    assert picture(response.parts).size == PIXELS
    assert response.candidates is not None
    assert response.candidates[0].finish_reason is types.FinishReason.STOP
    assert response.model_version == MODEL
    assert response.usage_metadata is not None
    assert response.usage_metadata.total_token_count > 747


def test_edit(client: genai.Client) -> None:
    sent = types.Part.from_bytes(data=png(photo()), mime_type="image/png")
    response = client.models.generate_content(model=FIRST, contents=["make it night", sent])
    assert response.parts is not None
    assert "turned it into night" in (response.parts[0].text or "")
    assert picture(response.parts).size == (1184, 864)


@pytest.mark.parametrize("streamed", [False, True])
def test_a_chat_of_three_turns_carries_its_signatures(client: genai.Client, streamed: bool) -> None:
    chat = client.chats.create(model=MODEL, config=SMALL)
    said = []
    for words in ("a lighthouse", "make it night", "mirror it"):
        if streamed:
            parts = [part for chunk in chat.send_message_stream(words) for part in chunk.parts or []]
        else:
            parts = chat.send_message(words).parts or []
        assert picture(parts).size == PIXELS
        said.append("".join(part.text or "" for part in parts))
    assert "turned it into night" in said[1]
    assert "mirrored it" in said[2]


def test_a_chat_that_lost_a_signature_is_refused(client: genai.Client) -> None:
    chat = client.chats.create(model=MODEL, config=SMALL)
    chat.send_message("a lighthouse")
    history = chat.get_history()
    assert history[1].parts is not None
    history[1].parts[1].thought_signature = None
    with pytest.raises(errors.ClientError, match="Image part is missing a thought_signature in content position 2"):
        client.chats.create(model=MODEL, config=SMALL, history=history).send_message("make it night")


def test_stream(client: genai.Client) -> None:
    chunks = list(client.models.generate_content_stream(model=MODEL, contents="a lighthouse", config=SMALL))
    assert len(chunks) >= 3
    assert (chunks[0].text or "").startswith("Sandbox:")
    assert picture(chunks[-1].parts).size == PIXELS
    assert chunks[-1].usage_metadata is not None


def test_thoughts(client: genai.Client) -> None:
    thinking = types.ThinkingConfig(include_thoughts=True, thinking_level=types.ThinkingLevel.HIGH)
    config = SMALL.model_copy(update={"thinking_config": thinking})
    response = client.models.generate_content(model=MODEL, contents="a lighthouse", config=config)
    assert [part.thought for part in response.parts or []] == [True, True, None, None]


def test_list_get_and_count(client: genai.Client) -> None:
    names = [model.name for model in client.models.list(config={"page_size": 2})]
    assert len(names) == len(set(names)) == 5
    assert client.models.get(model=MODEL).name == f"models/{MODEL}"
    assert client.models.count_tokens(model=MODEL, contents="a lighthouse").total_tokens == 3


def test_a_file_that_was_uploaded(client: genai.Client) -> None:
    file = client.files.upload(file=io.BytesIO(png(photo())), config={"mime_type": "image/png", "display_name": "me"})
    assert file.name in [one.name for one in client.files.list()]
    response = client.models.generate_content(model=FIRST, contents=["make it night", file])
    assert "turned it into night" in ((response.parts or [])[0].text or "")
    client.files.delete(name=file.name)
    with pytest.raises(errors.ClientError) as caught:
        client.files.get(name=file.name)
    assert caught.value.code == 403


async def test_the_asynchronous_client(server: SandboxServer) -> None:
    async with client_of(server).aio as client:
        response = await client.models.generate_content(model=MODEL, contents="a lighthouse", config=SMALL)
        assert picture(response.parts).size == PIXELS
        chunks = [chunk async for chunk in await client.models.generate_content_stream(model=MODEL, contents="a cat")]
        assert len(chunks) >= 3


ERRORS = [
    ("400-invalid", errors.ClientError, 400, "INVALID_ARGUMENT"),
    ("403-google", errors.ClientError, 403, "PERMISSION_DENIED"),
    ("404-google", errors.ClientError, 404, "NOT_FOUND"),
    ("429-per-day", errors.ClientError, 429, "RESOURCE_EXHAUSTED"),
    ("500-google", errors.ServerError, 500, "INTERNAL"),
    ("503-twice", errors.ServerError, 503, "UNAVAILABLE"),
    ("504-google", errors.ServerError, 504, "DEADLINE_EXCEEDED"),
]


@pytest.mark.parametrize(("script", "kind", "code", "status"), ERRORS)
@pytest.mark.parametrize("streamed", [False, True])
def test_errors(
    server: SandboxServer, script: str, kind: type[errors.APIError], code: int, status: str, streamed: bool
) -> None:
    client = client_of(server, headers={"x-studio-script": script})
    with client, pytest.raises(kind) as caught:
        if streamed:
            list(client.models.generate_content_stream(model=MODEL, contents=f"{script} streamed"))
        else:
            client.models.generate_content(model=MODEL, contents=script)
    assert (caught.value.code, caught.value.status) == (code, status)


def test_a_wrong_key_and_an_unknown_model(server: SandboxServer, client: genai.Client) -> None:
    with client_of(server, key="wrong") as stranger, pytest.raises(errors.ClientError) as caught:
        stranger.models.generate_content(model=MODEL, contents="x")
    assert (caught.value.code, caught.value.details["error"]["details"][0]["reason"]) == (400, "API_KEY_INVALID")
    with pytest.raises(errors.ClientError, match="is not found for API version") as missing:
        client.models.generate_content(model="gemini-9-image", contents="x")
    assert missing.value.code == 404
