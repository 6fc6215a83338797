"""Small answers: the list of models a server offers, in Google's shape or OpenAI's, and what countTokens counted."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from studio.gemini.errors import ReplyUnreadable
from studio.gemini.refusal import error_of, refusal

_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: ids as the server writes them, and the token of the next page ("" for the last one)."""

    ids: tuple[str, ...]
    next: str = ""


def read_page(body: bytes, *, host: str, hide: Callable[[str], str]) -> Page | None:
    """Read an answer of status 200; None when it is JSON and no list. ReplyUnreadable, Refused for an error in it.

    `hide` takes the key out of what the server says.
    """
    value = _read(body, host)
    page = _page_of(value)
    if page is not None:
        return Page(tuple(map(hide, page.ids)), page.next)
    _raise_error(value, host, hide)
    return None


def read_count(body: bytes, *, host: str, hide: Callable[[str], str]) -> int | None:
    """Read an answer of countTokens; None when it is JSON and no count. Raises what `read_page` does."""
    value = _read(body, host)
    total = value.get("totalTokens") if isinstance(value, Mapping) else None
    if isinstance(total, int) and not isinstance(total, bool):
        return total
    _raise_error(value, host, hide)
    return None


def raise_error_in(body: bytes, *, host: str, hide: Callable[[str], str]) -> None:
    """Raise the error that an answer of status 200 holds; nothing when it holds none."""
    _raise_error(_read(body, host), host, hide)


def _read(body: bytes, host: str) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ReplyUnreadable(f"{host} answered with something that is no well-formed JSON.") from error


def _raise_error(value: object, host: str, hide: Callable[[str], str]) -> None:
    if (said := error_of(value, 200)) is not None:
        raise refusal(said, host=host, hide=hide)


def _page_of(value: object) -> Page | None:
    if not isinstance(value, Mapping):
        return None
    for entries, name in ((value.get("models"), "name"), (value.get("data"), "id")):
        if isinstance(entries, list):
            found = [entry.get(name) for entry in entries if isinstance(entry, Mapping)]
            token = value.get("nextPageToken")
            return Page(tuple(filter(None, map(_id, found))), token if isinstance(token, str) else "")
    return None


def _id(raw: object) -> str:
    usable = isinstance(raw, str) and raw.isprintable() and len(raw) <= _LONGEST_ID
    return raw.strip() if usable and isinstance(raw, str) else ""
