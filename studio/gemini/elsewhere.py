"""Pictures that gateways put elsewhere than into inlineData: links, data URIs within the words, OpenAI's chat."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from urllib.parse import quote, urlsplit

from studio.gemini.base64_text import DATA_URI_FAULT
from studio.gemini.skeleton import Node
from studio.gemini.wire import Hole

DATA_URI = re.compile(r"data:image/[a-z0-9.+-]{1,40};base64,", re.IGNORECASE)
_IN_MARKDOWN = re.compile(r"!\[[^\]\n]{0,200}\]\(\s*<?(https?://[^\s)>]{1,4000})>?[^)\n]{0,200}\)", re.IGNORECASE)
_WHOLE_DATA_URI = re.compile(
    rf"(?:!\[[^\]\n]{{0,200}}\]\(\s*)?{DATA_URI.pattern}[A-Za-z0-9+/=_\-\s]*\)?", re.IGNORECASE
)
_MOST = 20
_STORED = "gs://"  # a file in Google's cloud storage, which has a web address too


@dataclass(frozen=True, slots=True)
class Linked:
    """A picture that a part gives a link to."""

    part: int
    uri: str


@dataclass(frozen=True, slots=True)
class Embedded:
    """A string that holds a picture as a data URI, or, where it is too long to have been looked at, may do so."""

    part: int
    text: str | Hole


Elsewhere = Linked | Embedded


def read_elsewhere(parts: Sequence[Node], replies: Sequence[Node]) -> tuple[Elsewhere, ...]:
    """Find the pictures that stand elsewhere, each once, in the order of the reply."""
    in_parts = (each for index, part in enumerate(parts) for each in _in_part(index, part))
    found: dict[Elsewhere, None] = {}
    for each in chain(in_parts, (each for reply in replies for each in _in_chat(reply))):
        found[each] = None
        if len(found) == _MOST:
            break
    return tuple(found)


def chat_messages(replies: Sequence[Node]) -> list[Node]:
    """The messages of a reply that came in the shape of OpenAI's chat."""
    choices = [choice for reply in replies if (array := reply.member("choices")) for choice in array.items()]
    return [message for choice in choices if (message := choice.member("message")) is not None]


def without_pictures(words: str, *, links: bool) -> str:
    """Take data URIs out of what a model said, and `links` in Markdown whose pictures are there: nobody reads them."""
    if links:
        words = _IN_MARKDOWN.sub("", words).strip()
    return _WHOLE_DATA_URI.sub("", words).strip() if DATA_URI.search(words) else words


def may_be_fetched(uri: str, base: str) -> bool:
    """Whether a link that a server sent is followed: https anywhere, and whatever lies at the server itself.

    Words may come from anybody, so no other address of this machine or its network is asked for one.
    """
    try:
        link, own = urlsplit(uri), urlsplit(base)
        host, same = link.hostname or "", (link.scheme, link.netloc) == (own.scheme, own.netloc)
    except ValueError:
        return False
    is_public = "." in host and not re.fullmatch(r"[0-9.]+", host) and not host.endswith((".local", ".internal"))
    return same or (link.scheme == "https" and is_public)


def _in_part(index: int, part: Node) -> Iterator[Elsewhere]:
    thought = part.member("thought")
    if thought is not None and thought.value is True:
        return
    inline = part.member("inlineData", "inline_data")
    data = inline.member("data") if inline is not None else None
    if data is not None and isinstance(data.value, Hole) and data.value.form.fault == DATA_URI_FAULT:
        yield Embedded(index, data.value)
    file = part.member("fileData", "file_data")
    uri = file.text("fileUri", "file_uri") if file is not None else None
    if file is not None and uri and (file.text("mimeType", "mime_type") or "image/").startswith("image/"):
        yield from _of_address(index, uri)
    text = part.member("text")
    if text is not None:
        yield from _in_text(index, text)


def _in_text(index: int, text: Node) -> Iterator[Elsewhere]:
    if isinstance(text.value, Hole):
        yield Embedded(index, text.value)
    elif isinstance(text.value, str):
        if DATA_URI.search(text.value):
            yield Embedded(index, text.value)
        for match in _IN_MARKDOWN.finditer(text.value):
            yield Linked(index, match.group(1))


def _in_chat(reply: Node) -> Iterator[Elsewhere]:
    """OpenAI's places: images beside, or in a message; and a message's words, whole or in pieces."""
    for holder in [reply, *chat_messages([reply])]:
        images, content = holder.member("images"), holder.member("content")
        for image in images.items() if images is not None else []:
            yield from _in_image(image)
        for piece in content.items() if content is not None else []:
            yield from _in_image(piece)
        if content is not None and not content.items():
            yield from _in_text(0, content)


def _in_image(image: Node) -> Iterator[Elsewhere]:
    url = image.member("image_url", "imageUrl")
    url = url.member("url") if url is not None and isinstance(url.value, dict) else url
    if url is not None and isinstance(url.value, Hole):
        yield Embedded(0, url.value)
    elif url is not None and isinstance(url.value, str):
        yield from _of_address(0, url.value)


def _of_address(index: int, uri: str) -> Iterator[Elsewhere]:
    if DATA_URI.match(uri):
        yield Embedded(index, uri)
    elif uri.lower().startswith(("https://", "http://")):
        yield Linked(index, uri)
    elif uri.lower().startswith(_STORED):
        yield Linked(index, f"https://storage.googleapis.com/{quote(uri[len(_STORED) :])}")
