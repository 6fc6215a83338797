"""What a turn was asked with goes with it: sent, written down, asked again, taken over, copied, carried away."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from studio.gemini.capabilities import Capabilities
from studio.gemini.client import Client
from studio.gemini.connections import Endpoint, read_address
from studio.gemini.tuning import Setting, Tuning
from studio.generation.link import Link
from studio.generation.queued import from_queue, to_queue
from studio.generation.request_code import request_of
from studio.generation.run import Generator
from studio.generation.wish import Wish
from studio.library.exchange.studio_file import StudioFileWriter
from studio.library.exchange.taking_in import StudioFileReader
from studio.library.library import Library
from studio.library.records import Turn
from studio.profile.saved_connection import SavedConnection
from studio.workbench.again import wish_again
from studio.workbench.draft_document import document_of, find_state, state_of
from studio.workbench.draft_state import DraftState, with_words
from tests.fakes.replies import image_part, picture, reply_of
from tests.fakes.server import FakeServer, reply, serving
from tests.gemini.test_tuning import FULL
from tests.workbench.forest_rig import CAPABILITIES

BEST, FIRST = "gemini-nano-banana-2.1", "gemini-2.5-flash-image"
TUNED = replace(FULL, cached_content="")
SENT = {
    "responseModalities": ["TEXT", "IMAGE"],
    "imageConfig": {"aspectRatio": "16:9", "imageSize": "2K"},
    "seed": 7,
    "temperature": 0.7,
    "topP": 0.9,
    "topK": 40,
    "thinkingConfig": {"thinkingLevel": "HIGH", "includeThoughts": True},
    "mediaResolution": "MEDIA_RESOLUTION_LOW",
}


def wish_in(library: Library, model: str = BEST, tuning: Tuning = TUNED) -> Wish:
    new = library.ids.new
    return Wish(
        "an otter", model, new(), new(), new(), "new", aspect_ratio="16:9", image_size="2K", seed=7, tuning=tuning
    )


async def made(
    library: Library, server: FakeServer, wish: Wish, capabilities: Capabilities = CAPABILITIES
) -> tuple[Turn, dict[str, object]]:
    """Make a turn at a server; the turn, and what the server was sent beside the contents."""
    endpoint = Endpoint(read_address(server.url))
    async with Client(endpoint, "a-key") as client:
        finished = await Generator(library, Link("far", endpoint, client, capabilities)).run(wish, lambda _: None)
    assert finished.failure is None
    sent = server.posts()[-1].json
    del sent["contents"]
    return finished.turn, sent


async def test_a_turn_is_sent_asked_again_and_copied_with_all_its_settings(tmp_path: Path) -> None:
    with serving(reply(reply_of(image_part(picture())))) as server, Library.open(tmp_path / "library") as library:
        wish = wish_in(library)
        turn, sent = await made(library, server, wish)
        assert sent == {
            "generationConfig": SENT,
            "safetySettings": [
                {"category": "HARM_CATEGORY_HARASSMENT", "threshold": "OFF"},
                {"category": "HARM_CATEGORY_HATE_SPEECH", "threshold": "BLOCK_NONE"},
                {"category": "HARM_CATEGORY_SEXUALLY_EXPLICIT", "threshold": "BLOCK_ONLY_HIGH"},
                {"category": "HARM_CATEGORY_DANGEROUS_CONTENT", "threshold": "BLOCK_LOW_AND_ABOVE"},
            ],
            "systemInstruction": {"parts": [{"text": "Draw with a blue pencil."}]},
            "tools": [{"googleSearch": {"searchTypes": {"webSearch": {}, "imageSearch": {}}}}],
        }
        assert turn.decisions == ()
        again = wish_again(library, turn)
        assert (again.tuning, again.seed, again.config) == (TUNED, 7, wish.config)
        saved = SavedConnection(id="x", name="far", base_url=f"{server.url}/v1beta", auth="goog-key")
        copied = request_of(library, turn, [saved], CAPABILITIES).body
        assert b"".join(bytes(chunk) for chunk in copied.chunks()) == server.posts()[-1].body


async def test_what_a_model_does_not_take_is_written_down_with_the_turn_and_asked_for_no_less(tmp_path: Path) -> None:
    with serving(reply(reply_of(image_part(picture())))) as server, Library.open(tmp_path / "library") as library:
        turn, sent = await made(library, server, wish_in(library, FIRST))
        assert isinstance(config := sent["generationConfig"], dict)
        assert config.keys() == {
            "responseModalities", "imageConfig", "seed", "temperature", "topP", "topK", "mediaResolution"
        }  # fmt: skip
        assert config["imageConfig"] == {"aspectRatio": "16:9"}
        assert "tools" not in sent
        told = {str(each["setting"]): (each["value"], each["reason"]) for each in turn.decisions}
        assert told == {
            "imageSize": ("2K", "not by the model"),
            "thinkingLevel": ("HIGH", "not by the model"),
            "includeThoughts": (True, "not by the model"),
            "webSearch": (True, "not by the model"),
            "imageSearch": (True, "not by the model"),
        }
        assert {each["turn_id"] for each in turn.decisions} == {turn.id}
        assert wish_again(library, turn).tuning == TUNED
        assert turn.estimate_micros == CAPABILITIES.row(FIRST).estimate(None)


async def test_what_a_host_does_not_take_is_not_sent_there(tmp_path: Path) -> None:
    with serving(reply(reply_of(image_part(picture())))) as server, Library.open(tmp_path / "library") as library:
        host = read_address(server.url).base.partition("//")[2].partition(":")[0]
        strict = replace(CAPABILITIES, servers={host: CAPABILITIES.server("api.routerhub.ai")})
        turn, sent = await made(library, server, wish_in(library), strict)
        assert "tools" not in sent
        assert {str(each["reason"]) for each in turn.decisions} == {"not by the server"}


async def test_a_conversation_takes_them_along(tmp_path: Path) -> None:
    with serving(reply(reply_of(image_part(picture())))) as server, Library.open(tmp_path / "library") as library:
        turn, _ = await made(library, server, wish_in(library, FIRST, FULL))
        file = StudioFileWriter(library).write(turn.conversation_id, tmp_path / "otter.studio")
        with zipfile.ZipFile(file) as archive:
            (plain,) = json.loads(archive.read("conversation.json"))["turns"]
        assert plain["generationConfig"] | {"responseModalities": ["TEXT", "IMAGE"]} == SENT
        with Library.open(tmp_path / "there") as there:
            for _ in range(2):  # the second time, under other ids
                came = StudioFileReader(there).take_in(file).conversation_id
                (copy,) = there.turns.of_conversation(came)
                assert copy.settings == turn.settings
                assert wish_again(there, copy).tuning == FULL
                own = [{**each, "turn_id": copy.id} for each in turn.decisions]
                assert list(copy.decisions) == own


def test_the_queue_and_the_kept_draft_have_them(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        wish = replace(wish_in(library), tuning=FULL)
        assert from_queue(library, to_queue(wish, None, "sandbox", 7)) == wish
        state = DraftState("an otter", BEST, "16:9", seed=7, tuning=FULL)
        written = json.loads(json.dumps(document_of(state)))

        def ready(*_: object) -> None:
            pytest.fail("there is no picture in it")

        assert state_of(find_state(library, written), ready) == state  # type: ignore[arg-type]
        odd = {**written, "tuning": {**written["tuning"], "topP": 7}}
        assert state_of(find_state(library, odd), ready).tuning == FULL.put(Setting.TOP_P, None)  # type: ignore[arg-type]
        assert state_of(find_state(library, {**written, "tuning": 7}), ready).tuning == Tuning()  # type: ignore[arg-type]


def test_a_draft_takes_over_the_settings_of_a_turn() -> None:
    before = DraftState("a fox", FIRST, tuning=Tuning(top_k=3))
    after = with_words(before, "an otter", BEST, {"seed": 7, **TUNED.record()})
    assert (after.prompt, after.model, after.seed, after.tuning) == ("an otter", BEST, 7, TUNED)
    assert with_words(after, "an otter", BEST, {}).tuning == Tuning()
