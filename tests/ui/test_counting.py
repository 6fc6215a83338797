"""How many tokens the draft has: asked when a person wants to know, told in the composer, and never unasked."""

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel

from studio.gemini.tuning import Tuning
from studio.profile.saved_connection import SavedConnection
from studio.profile.secrets import Secret
from tests.fakes.replies import google_error
from tests.fakes.server import Answer, Request, Wire, reply
from tests.ui.waiting import until
from tests.ui.window_rig import Shown, shown
from tests.workbench.rig import GOOD

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, which has no real screen
PRO = "gemini-3-pro-image"


def counting(answer: Answer) -> Answer:
    """A server that draws, and answers so when it is asked to count."""

    def answers(request: Request, wire: Wire) -> None:
        (answer if request.path.endswith(":countTokens") else GOOD)(request, wire)

    return answers


def count(w: Shown) -> None:
    w.find(QAction, "count_tokensAction").trigger()


def plan(w: Shown) -> str:
    label = w.find(QLabel, "planText")
    return label.text() if label.isVisible() else ""


async def use_litellm(w: Shown) -> None:
    """Ask over a connection that costs something and is known to count."""
    at_server = SavedConnection(id="x", name="proxy", base_url=w.server.url, auth="goog-key", provider="litellm")
    saved = await w.bench.connections.add(at_server)
    await w.bench.connections.set_key(saved.id, Secret("canary-counting"), for_session_only=True)


async def test_tokens_are_counted_on_demand_and_told_until_the_draft_is_another(tmp_path: Path) -> None:
    async with shown(tmp_path, counting(reply({"totalTokens": 129_000}))) as w:
        await use_litellm(w)
        w.bench.draft.model = PRO
        w.type("an otter")
        assert w.server.posts() == [], "nothing leaves this machine before it is asked for"
        count(w)
        await until(lambda: plan(w) == "About 129,000 tokens go in with each request, ≈ $0.26 to read.")
        (post,) = w.server.posts()
        assert post.path == f"/v1beta/models/{PRO}:countTokens"
        assert post.json == {"contents": [{"role": "user", "parts": [{"text": "an otter"}]}]}
        count(w)
        assert len(w.server.posts()) == 1, "it is known already"
        w.type("!")
        assert plan(w) == ""
        w.bench.draft.prompt = "an otter"
        count(w)
        assert "129,000" in plan(w)
        assert len(w.server.posts()) == 1


async def test_what_goes_along_beside_the_contents_is_counted_with_them(tmp_path: Path) -> None:
    async with shown(tmp_path, counting(reply({"totalTokens": 40}))) as w:
        w.bench.draft.model = PRO
        w.type("an otter")
        count(w)
        await until(lambda: "40" in plan(w))
        w.bench.draft.tuning = Tuning(instruction="Paint in oil.", web_search=True)
        assert plan(w) == "", "it is another request"
        count(w)
        await until(lambda: plan(w) == "About 40 tokens go in with each request.")
        assert "generateContentRequest" not in w.server.posts()[0].json
        (asked,) = w.server.posts()[-1].json.values()
        assert asked["model"] == f"models/{PRO}"
        assert asked["contents"] == [{"role": "user", "parts": [{"text": "an otter"}]}]
        assert asked["systemInstruction"] == {"parts": [{"text": "Paint in oil."}]}
        assert asked["tools"] == [{"googleSearch": {}}]


async def test_what_a_server_does_not_count_is_said(tmp_path: Path) -> None:
    async with shown(tmp_path, counting(reply({"totalTokens": 129_000}))) as w:
        await use_litellm(w)
        w.bench.draft.model = PRO
        w.bench.draft.tuning = Tuning(instruction="Paint in oil.", temperature=0.5)
        w.type("an otter")
        count(w)
        said = "About 129,000 tokens go in with each request, ≈ $0.26 to read. Not counted: System instruction."
        await until(lambda: plan(w) == said, said)
        assert list(w.server.posts()[-1].json) == ["contents"]


async def test_a_change_ends_the_asking(tmp_path: Path) -> None:
    async with shown(tmp_path, counting(lambda _, wire: wire.until_gone())) as w:
        w.type("an otter")
        count(w)
        await until(lambda: w.server.posts())
        assert plan(w) == "Counting tokens…"
        w.type("!")
        assert plan(w) == ""
        assert not w.bench.tokens.is_asking


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (reply(google_error(404, "NOT_FOUND", "no"), 404), "The tokens could not be counted: "),
        (reply({}, 501), "This connection does not count tokens."),
        (reply({"totalTokens": 7}), "About 7 tokens go in with each request."),
    ],
)
async def test_what_could_not_be_counted_is_said(tmp_path: Path, answer: Answer, said: str) -> None:
    async with shown(tmp_path, counting(answer)) as w:
        w.type("an otter")
        count(w)
        await until(lambda: plan(w).startswith(said), said)


async def test_a_mistake_of_ours_does_not_leave_it_counting_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def mistaken(*_: object) -> int:
        raise RuntimeError("a mistake")

    async with shown(tmp_path, counting(reply({"totalTokens": 5}))) as w:
        w.type("an otter")
        with monkeypatch.context() as patch:
            patch.setattr("studio.generation.counting.count_tokens", mistaken)
            count(w)
            assert plan(w) == "Counting tokens…"
            await until(lambda: not w.bench.tokens.is_asking)
        assert plan(w) == ""
        count(w)
        await until(lambda: plan(w).startswith("About 5 tokens"))


async def test_a_history_is_counted_with_it(tmp_path: Path) -> None:
    async with shown(tmp_path, counting(reply({"totalTokens": 1_300}))) as w:
        await w.generate("an otter")
        w.type("at night")
        await until(lambda: w.bench.draft.parent_turn is not None)
        count(w)
        await until(lambda: "1,300" in plan(w))
        contents = w.server.posts()[-1].json["contents"]
        assert [content["role"] for content in contents] == ["user", "model", "user"]
