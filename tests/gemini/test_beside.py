"""What has to be shown beside a reply, read from it and from a record that anybody may have written."""

import json
from typing import Any

import pytest

from studio.gemini.beside import Beside, ModelStatus, Search, Source
from studio.gemini.capabilities import is_other_model
from studio.gemini.response import read_outcome
from studio.gemini.wire import ReplyReader
from tests.fakes.memory_sink import MemorySink
from tests.fakes.replies import image_part, picture, reply_of


def beside(metadata: Any, **more: Any) -> Beside:
    reader = ReplyReader(MemorySink())
    reader.feed(json.dumps(reply_of(image_part(picture()), groundingMetadata=metadata) | more).encode())
    return read_outcome(reader.skeleton, reader.holes, host="h").beside


def test_sources_are_links_with_titles() -> None:
    chunks = [
        {"web": {"uri": "https://a.example/1", "title": "Otters\n at sea"}},
        {"web": {"uri": "https://b.example/2"}},
        {
            "image": {
                "sourceUri": "https://c.example/page",
                "imageUri": "https://c.example/x.png",
                "domain": "c.example",
            }
        },
        {"web": {"uri": "https://a.example/1", "title": "again"}},
    ]
    assert beside({"groundingChunks": chunks}).sources == (
        Source("https://a.example/1", "again"),
        Source("https://b.example/2", "b.example"),
        Source("https://c.example/page", "c.example", "image"),
    )
    assert beside({"grounding_chunks": chunks[:1]}).sources == (Source("https://a.example/1", "Otters at sea"),)
    cited = {"citationSources": [{"uri": "https://d.example", "license": "CC0"}, {"uri": "javascript:x"}, 7]}
    reader = ReplyReader(MemorySink())
    reader.feed(json.dumps(reply_of(image_part(picture()), citationMetadata=cited)).encode())
    (source,) = read_outcome(reader.skeleton, reader.holes, host="h").beside.sources
    assert (source.kind, source.licence) == ("citation", "CC0")


def test_searches_are_those_of_the_widget_else_those_that_were_made() -> None:
    widget = '<style>a{}</style><a class="chip" href="https://www.google.com/search?q=x&amp;y=1">sea <b>otters</b></a>'
    queries = ["kelp & hats", "", 7]
    shown = beside({"searchEntryPoint": {"renderedContent": widget}, "webSearchQueries": queries})
    assert shown.searches == (Search("sea otters", "https://www.google.com/search?q=x&y=1"),)
    assert beside({"webSearchQueries": queries}).searches == (
        Search("kelp & hats", "https://www.google.com/search?q=kelp+%26+hats"),
    )


@pytest.mark.parametrize("markup", ["<![foo", "<a href=javascript:x>x</a>", "<a href='https://x'", "<!--", "</a></a>"])
def test_a_widget_that_is_none_has_no_links(markup: str) -> None:
    assert beside({"searchEntryPoint": {"renderedContent": markup}}).searches == ()


@pytest.mark.parametrize(
    "uri", ["javascript:x", "file:///x", "https://", "http:///x", "x", 7, None, "https://a\n.b", ""]
)
def test_only_web_addresses_are_links(uri: Any) -> None:
    assert beside({"groundingChunks": [{"web": {"uri": uri}}]}).sources == ()
    assert Beside.from_json({"sources": [{"uri": uri}], "searches": [{"uri": uri}]}) == Beside()


def test_the_state_of_a_model_is_told() -> None:
    status = {"modelStage": "RETIRED_SOON", "message": "Use another.", "retirementTime": "2027-03-15T00:00:00Z"}
    found = beside(None, modelStatus=status)
    assert found.status == ModelStatus("RETIRED_SOON", "Use another.", "2027-03-15T00:00:00Z")
    assert beside(None, modelStatus={}).status is None
    assert beside(None, modelStatus={"modelStage": 7}).status is None


def test_the_record_gives_back_what_was_read() -> None:
    chunks = [{"web": {"uri": "https://a.example", "title": "A"}}]
    found = beside({"groundingChunks": chunks, "webSearchQueries": ["b"]}, modelStatus={"message": "c"})
    assert Beside.from_json(json.loads(json.dumps(found.as_json()))) == found
    assert Beside().as_json() == {}


@pytest.mark.parametrize("facts", [{}, {"sources": 7}, {"sources": [7, {}], "searches": {}, "modelStatus": []}])
def test_a_record_that_says_nothing_useful_is_nothing(facts: Any) -> None:
    assert Beside.from_json(facts) == Beside()


@pytest.mark.parametrize(
    ("asked", "answered", "other"),
    [
        ("gemini-3-pro-image", "gemini-3-pro-image", False),
        ("google/gemini-3-pro-image-preview", "gemini-3-pro-image", False),
        ("gemini-2.5-flash-image", "models/gemini-2.5-flash-image-preview-05-20", False),
        ("gemini-2.5-flash-image", "gemini-2.5-flash-image-001", False),
        ("gemini-2.5-flash-image", "Gemini-2.5-Flash-Image@default", False),
        ("gemini-3-pro-image", "", False),
        ("nano-banana-pro", "gemini-3-pro-image", False),
        ("gemini-3-pro-image", "gemini-2.5-flash-image", True),
        ("gemini-nano-banana-2.1", "gemini-nano-banana-2", True),
        ("gemini-3-pro-image", "gpt-image-1", True),
    ],
)
def test_another_model_is_told_from_another_name(asked: str, answered: str, other: bool) -> None:
    assert is_other_model(asked, answered) is other


def test_what_a_filter_held_back_is_named() -> None:
    def rating(category: Any, blocked: Any) -> dict[str, Any]:
        return {"category": category, "probability": "HIGH", "blocked": blocked}

    ratings = [rating("HARM_CATEGORY_HATE_SPEECH", True), rating("HARM_CATEGORY_HARASSMENT", False), rating(7, True), 7]
    reader = ReplyReader(MemorySink())
    feedback = {"blockReason": "SAFETY", "safetyRatings": [rating("HARM_CATEGORY_NEW_HARM", True)]}
    stopped = {"content": {}, "finishReason": "SAFETY", "safetyRatings": ratings}
    reader.feed(json.dumps({"candidates": [stopped], "promptFeedback": feedback}).encode())
    found = read_outcome(reader.skeleton, reader.holes, host="h").beside
    assert found.held_back == ("hate speech", "new harm")
    assert Beside.from_json(found.as_json()) == found
