"""What stands in a reply beside its parts and has to be shown: sources, search suggestions, the state of the model.

Google's terms ask for it: each source is a link of its own, an image that was searched for leads to the page it is on,
and the search suggestions are shown whenever there are any. Links that are no web addresses are left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import chain
from typing import Literal, TypeVar, cast, get_args
from urllib.parse import quote_plus, urlsplit

from studio.gemini.skeleton import Node

SourceKind = Literal["web", "image", "citation", "lost"]

_MOST_LINKS = 30
_LONGEST_LINK = 4096
_LONGEST_TITLE = 200
_SEARCH = "https://www.google.com/search?q="


@dataclass(frozen=True, slots=True)
class Source:
    """A page that a reply goes back to: found on the web, found as an image, or cited (with its `licence`).

    `lost` is a picture of the reply itself that was given as a link and could not be fetched.
    """

    uri: str
    title: str
    kind: SourceKind = "web"
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """A search that Google suggests beside a reply."""

    words: str
    uri: str


_Link = TypeVar("_Link", Source, Search)


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """What a provider says of the model itself: that it is to be retired, and when."""

    stage: str = ""
    message: str = ""
    retirement: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """All of it for one reply; `held_back` are the kinds of harm for which a filter held something back."""

    sources: Sequence[Source] = ()
    searches: Sequence[Search] = ()
    status: ModelStatus | None = None
    held_back: Sequence[str] = ()

    def as_json(self) -> dict[str, object]:
        """Return it as the record keeps it; without what is not there."""
        status = self.status
        found: dict[str, object] = {
            "sources": [
                {"uri": each.uri, "title": each.title, "kind": each.kind, "licence": each.licence}
                for each in self.sources
            ],
            "searches": [{"words": each.words, "uri": each.uri} for each in self.searches],
            "modelStatus": {"stage": status.stage, "message": status.message, "retirement": status.retirement}
            if status
            else None,
            "heldBack": list(self.held_back),
        }
        return {name: value for name, value in found.items() if value}

    @classmethod
    def from_json(cls, facts: Mapping[str, object]) -> "Beside":
        """Return what the record has of it; facts may have come in from anybody, so nothing in them is believed."""
        return cls(
            tuple(_recorded_sources(facts.get("sources"))),
            tuple(
                Search(_line(str(each.get("words") or uri)), uri)
                for each in _objects(facts.get("searches"))
                if (uri := _web_link(each.get("uri")))
            ),
            _recorded_status(facts.get("modelStatus")),
            tuple(_harm(str(each)) for each in _list(facts.get("heldBack"))),
        )


def read_beside(replies: Sequence[Node], candidates: Sequence[Node]) -> Beside:
    """Read what stands beside the parts of a reply."""
    grounding = [node for each in candidates if (node := each.member("groundingMetadata", "grounding_metadata"))]
    chunks = (source for node in grounding for chunk in _items(node, "groundingChunks") for source in _chunk(chunk))
    citations = (source for each in candidates for source in _citations(each))
    searches = (search for node in grounding for search in _searches(node))
    return Beside(
        _each_once(chain(chunks, citations)),
        _each_once(searches),
        _status(replies),
        tuple(dict.fromkeys(_held_back(replies, candidates))),
    )


def _each_once(found: Iterable[_Link]) -> tuple[_Link, ...]:
    """Return the first of them, none twice: a reply may have any number."""
    kept: dict[str, _Link] = {}
    for link in found:
        kept[link.uri] = link
        if len(kept) == _MOST_LINKS:
            break
    return tuple(kept.values())


def _held_back(replies: Sequence[Node], candidates: Sequence[Node]) -> Iterator[str]:
    feedback = [node for each in replies if (node := each.member("promptFeedback", "prompt_feedback"))]
    for rating in [rating for each in (*candidates, *feedback) for rating in _items(each, "safetyRatings")]:
        blocked = rating.member("blocked")
        if blocked is not None and blocked.value is True and (category := rating.text("category")):
            yield _harm(category)


def _harm(category: str) -> str:
    return _line(category.removeprefix("HARM_CATEGORY_").replace("_", " ").lower())


def _chunk(chunk: Node) -> Iterator[Source]:
    image, web = chunk.member("image"), chunk.member("web")
    if image is not None and (page := _web_link(image.text("sourceUri", "source_uri"))):
        yield Source(page, _title(image, page), "image")
    elif web is not None and (page := _web_link(web.text("uri"))):
        yield Source(page, _title(web, page))


def _citations(candidate: Node) -> Iterator[Source]:
    metadata = candidate.member("citationMetadata", "citation_metadata")
    if metadata is None:
        return
    for each in [*_items(metadata, "citationSources"), *_items(metadata, "citations")]:
        if page := _web_link(each.text("uri")):
            yield Source(page, _title(each, page), "citation", _line(each.text("license") or ""))


def _searches(grounding: Node) -> Iterator[Search]:
    """The suggestions of the widget that is to be shown, else the searches that were made."""
    entry = grounding.member("searchEntryPoint", "search_entry_point")
    shown = _links_in((entry.text("renderedContent", "rendered_content") if entry else "") or "")
    if shown:
        yield from shown
        return
    for name in ("webSearchQueries", "imageSearchQueries"):
        for query in _items(grounding, name):
            if isinstance(query.value, str) and (words := _line(query.value)):
                yield Search(words, f"{_SEARCH}{quote_plus(words)}")


def _links_in(markup: str) -> list[Search]:
    links = _Links()
    with suppress(AssertionError):  # Python's answer to some markup that is none
        links.feed(markup)
    return links.found


class _Links(HTMLParser):
    """Collects the links of a piece of HTML with their words."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Search] = []
        self._uri = ""
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._uri, self._words = _web_link(dict(attrs).get("href")), ""

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._uri and (words := _line(self._words)):
            self.found.append(Search(words, self._uri))
        if tag == "a":
            self._uri = ""


def _status(replies: Sequence[Node]) -> ModelStatus | None:
    nodes = [node for reply in replies if (node := reply.member("modelStatus", "model_status")) is not None]
    if not nodes:
        return None
    retirement = nodes[-1].text("retirementTime", "retirement_time") or ""
    stage = nodes[-1].text("modelStage", "model_stage") or ""
    found = ModelStatus(_line(stage), _line(nodes[-1].text("message") or ""), _line(retirement))
    return found if found != ModelStatus() else None


def _items(node: Node, camel: str) -> list[Node]:
    snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in camel)
    array = node.member(camel, snake)
    return array.items() if array is not None else []


def _title(node: Node, page: str) -> str:
    return _line(node.text("title") or node.text("domain") or "") or urlsplit(page).netloc


def _recorded_sources(value: object) -> Iterator[Source]:
    for each in _objects(value):
        if page := _web_link(each.get("uri")):
            kind = cast("SourceKind", each["kind"]) if each.get("kind") in get_args(SourceKind) else "web"
            title = _line(str(each.get("title") or "")) or urlsplit(page).netloc
            yield Source(page, title, kind, _line(str(each.get("licence") or "")))


def _recorded_status(value: object) -> ModelStatus | None:
    if not isinstance(value, Mapping):
        return None
    return ModelStatus(*(_line(str(value.get(name) or "")) for name in ("stage", "message", "retirement")))


def _objects(value: object) -> list[Mapping[str, object]]:
    return [each for each in _list(value) if isinstance(each, Mapping)]


def _list(value: object) -> Sequence[object]:
    return value[:_MOST_LINKS] if isinstance(value, list | tuple) else ()


def _web_link(value: object) -> str:
    """Return a web address, "" for anything else: a script, a file, a link to this machine's programs."""
    if not isinstance(value, str) or len(value) > _LONGEST_LINK or not value.isprintable():
        return ""
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return ""
    return value.strip() if parts.scheme.lower() in ("http", "https") and parts.hostname else ""


def _line(text: str) -> str:
    return " ".join(text[: 2 * _LONGEST_TITLE].split())[:_LONGEST_TITLE]
