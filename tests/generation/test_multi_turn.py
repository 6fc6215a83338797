"""Many turns: what is sent again is what was received, byte for byte, and no switch ever breaks a signature."""

import asyncio
import base64
import random
import tracemalloc
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.gemini.client import Client
from studio.gemini.connections import Endpoint, read_address
from studio.gemini.content import GenerationConfig
from studio.gemini.request import build_body
from studio.gemini.wire import ReplyReader
from studio.generation.keep import read_landed
from studio.generation.link import Link
from studio.generation.replay import Target, replay
from studio.generation.run import Generator
from studio.generation.wish import Wish
from studio.library.library import Library
from studio.library.records import NewTurn, Turn
from studio.sandbox.endpoints import SandboxSettings
from studio.sandbox.profiles import PROFILES
from studio.sandbox.server import SandboxServer
from tests.fakes.replies import picture
from tests.fakes.tree import CAPABILITIES, FLASH, PRO

NANO_2 = "gemini-3.1-flash-image"
DRAWN = picture(3, (24, 18))
ON_ONE_LIBRARY = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@st.composite
def parts_as_written(draw: st.DrawFn) -> str:
    """A part as somebody may write it: escapes, either spelling, doubled and unknown members, odd numbers."""
    signature = draw(st.sampled_from(["", "c2ln", "sig/+=", "sig\\/\\u002b=", "c2ln" * 5000, '\\"\\\\\\"' * 3000]))
    spelling = draw(st.sampled_from(["thoughtSignature", "thought_signature", "thought\\u0053ignature"]))
    members = [f'"{spelling}":"{signature}"'] if signature else []
    if draw(st.booleans()):
        standard = base64.b64encode(DRAWN).decode()
        odd = standard.replace("+", "-").replace("/", "_")
        broken = standard[:-8] + "\\n" + standard[-8:]
        data = draw(st.sampled_from([standard, standard.rstrip("="), odd, odd.rstrip("="), broken]))
        names = draw(st.sampled_from([("inlineData", "mimeType"), ("inline_data", "mime_type")]))
        members.append(f'"{names[0]}":{{"{names[1]}":"image\\/png","data":"{data}"}}')
    else:
        words = draw(st.sampled_from(["Here.", "a\\u00e9\\n", "\\ud83d\\ude00 {}[]", "x" * 20_000, " "]))
        members.append(f'"text":"{words}"')
    members += draw(st.sampled_from([[], ['"thought":false'], ['"x":1e5', '"x":1.10'], ['"y":{"z":[null,-0.0]}']]))
    space = draw(st.sampled_from(["", " ", "\t "]))
    return "{" + space + f",{space}".join(draw(st.permutations(members))) + "}"


def as_stream(parts: Sequence[str], role: bool, ending: str) -> tuple[bytes, bytes]:
    """A stream of one part an event, and what it is as one Content."""
    written = '"role":"model",' if role else ""
    events = [f'{{"candidates":[{{"content":{{{written}"parts":[{part}]}}}}]}}' for part in parts]
    events.append('{"candidates":[{"finishReason":"STOP"}]}')
    made = "".join(f"data: {event}{ending * 2}" for event in events)
    if len(parts) == 1 and not role:  # it stands there in one, and gets its role as such a one does
        return made.encode(), ('{"parts":[' + parts[0] + '],"role":"model"}').encode()
    return made.encode(), ('{"role":"model","parts":[' + ",".join(parts) + "]}").encode()


def as_one(parts: Sequence[str], role: bool) -> tuple[bytes, bytes]:
    """A reply with all parts, and its Content with the role that it has to have."""
    content = '{"parts":[ ' + " , ".join(parts) + "]"
    written = ',"role":"model"' if role else ""
    raw = f'{{"candidates":[{{"content":{content}{written}}},"finishReason":"STOP"}}]}}'
    return raw.encode(), (content + ',"role":"model"}').encode()


async def received(library: Library, conversation: str, parent: Turn | None, raw: bytes, size: int) -> Turn:
    ids, now = library.ids, library.clock()
    turn = library.turns.begin(
        NewTurn(ids.new(), conversation, parent and parent.id, ids.new(), "new", now, "p", {}, "c", "here/v1", FLASH)
    )
    attempt = ids.new()
    with library.landings.open(attempt, turn.id, f"images/2026-11/22/{attempt}") as landing:
        library.turns.begin_attempt(turn.id, attempt, library.clock())
        reader = ReplyReader(landing)
        for at in range(0, len(raw), size):
            reader.feed(raw[at : at + size])
            await reader.drain()
        assert reader.ended
        reader.finish()
        landed = await landing.finish(complete=True)
        kept = read_landed(landed, host="here", row=CAPABILITIES.row(FLASH), when=library.clock())
        assert kept.failure is None
        library.turns.commit_reply(attempt, landed, kept.commit)
    return library.turns.get(turn.id)


def body_after(library: Library, last: Turn) -> Any:
    path = library.turns.path(last.id)
    found = replay(library, path, Target("here/v1", FLASH, signatures=False), "next", ())
    assert found.decisions == ()
    return build_body(found.contents, GenerationConfig())


def test_any_turns_go_back_as_the_bytes_received(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:

        @ON_ONE_LIBRARY
        @given(
            st.lists(
                st.tuples(
                    st.lists(parts_as_written(), min_size=1, max_size=4),
                    st.booleans(),
                    st.sampled_from(["", "\n", "\r\n"]),
                    st.sampled_from([7_919, 101, 1 << 20]),
                ),
                min_size=1,
                max_size=3,
            )
        )
        def check(replies: list[tuple[list[str], bool, str, int]]) -> None:
            conversation = library.conversations.create(library.ids.new(), "t", library.clock()).id
            last, expected = None, []
            for parts, role, ending, size in replies:
                raw, content = as_stream(parts, role, ending) if ending else as_one(parts, role)
                last = asyncio.run(received(library, conversation, last, raw, size))
                expected.append(content)
            assert last is not None
            body = body_after(library, last)
            made = b"".join(body.chunks())
            assert len(made) == body.size
            user = b'{"role":"user","parts":[{"text":"p"}]},'
            assert made.startswith(b'{"contents":[' + b"".join(user + content + b"," for content in expected))

        check()


def test_signatures_of_three_megabytes_do_not_stand_in_memory(tmp_path: Path) -> None:
    signature = base64.b64encode(random.Random(1).randbytes(3 << 20)).decode()
    data = base64.b64encode(DRAWN + random.Random(2).randbytes(3 << 20)).decode()
    part = f'{{"inlineData":{{"mimeType":"image/png","data":"{data}"}},"thoughtSignature":"{signature}"}}'
    with Library.open(tmp_path / "library") as library:
        conversation = library.conversations.create(library.ids.new(), "t", library.clock()).id
        raw, content = as_stream([part, part], True, "\n")
        turn = asyncio.run(received(library, conversation, None, raw, 1 << 16))
        body = body_after(library, turn)
        tracemalloc.start()
        size = sum(map(len, body.chunks()))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert size == body.size > len(content)
        assert peak < 1 << 20, "far less than one of the four long strings"
        assert content in b"".join(body.chunks())


@pytest.mark.parametrize("seed", range(3))
async def test_no_switch_of_model_or_connection_ever_meets_a_signature_it_breaks(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    async with AsyncExitStack() as stack:
        library = stack.enter_context(Library.open(tmp_path / "library"))
        links = []
        for profile in ("google", "new-api"):
            server = stack.enter_context(SandboxServer(SandboxSettings(key="canary-many", profile=PROFILES[profile])))
            for streaming in (False, True):
                endpoint = Endpoint(read_address(server.url), streaming=streaming)
                client = await stack.enter_async_context(Client(endpoint, "canary-many"))
                links.append(Link(profile, endpoint, client, CAPABILITIES))
        made: list[tuple[Turn, str, str]] = []
        conversation, verbatim = library.ids.new(), 0
        for number in range(8):
            parent, profile, model = chance.choice(made[-2:]) if made else (None, "google", PRO)
            if chance.random() < 0.5:
                profile, model = chance.choice(["google", "new-api"]), chance.choice([PRO, FLASH, NANO_2])
            link = chance.choice([link for link in links if link.name == profile])
            wish = Wish(
                prompt=f"an otter, {number}",
                model=model,
                turn_id=library.ids.new(),
                conversation_id=conversation,
                send_id=library.ids.new(),
                origin="new",
                parent=parent,
            )
            finished = await Generator(library, link).run(wish, lambda _: None)
            assert finished.failure is None, finished.failure
            collapsed = [decision.get("turn_id") for decision in finished.turn.decisions]
            verbatim += parent is not None and parent.id not in collapsed
            made.append((finished.turn, profile, model))
        assert verbatim, "some of them had a history that went as it was"
