"""Strategies for bodies: requests that are mostly in order, some of their values bent, and any JSON in their words."""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st
from PIL import Image

from studio.sandbox.protojson import (
    BOOLEAN,
    BYTES,
    INTEGER,
    NUMBER,
    TEXT,
    Enumeration,
    Kind,
    Message,
    Repeated,
    camel_case,
)
from studio.sandbox.schema import COUNT, CREATE_FILE, REQUEST
from tests.sandbox.asking import photo, png

_IMAGES = [b64encode(data).decode() for data in (png(Image.new("RGB", (3, 2))), png(photo(9, 7), "JPEG"))]
_TEXTS: Mapping[str, Sequence[str]] = {
    "role": ("user", "model"),
    "text": ("an otter", "make it night", "[[several]]", "[[stream-chatty]]", "[[image-frist]]", "", "\ud800", "\0"),
    "mime_type": ("image/png", "image/jpeg", "image/webp", "image/heic", "image/jpg", ""),
    "aspect_ratio": ("1:1", "16:9", "9:21"),
    "image_size": ("512", "1K", "4K", "1k"),
    "cached_content": ("cachedContents/sandbox", "cachedContents/x"),
    "file_uri": ("http://sandbox/v1beta/files/x", "gs://a/b", "files/x"),
}
_SCALARS: Mapping[Kind, st.SearchStrategy[Any]] = {
    BOOLEAN: st.booleans(),
    BYTES: st.sampled_from((*_IMAGES, "_-==", "AAAA", "")),
    INTEGER: st.sampled_from((1, 0, -1, 2, 4096, "3", 1.0)),
    NUMBER: st.sampled_from((1, 0.5, 0, 2, -1, "0.5")),
}
_LISTS = ("contents", "parts", "tools", "safetySettings")
_BENT_AT_MOST = 2


def _names_in(kind: object) -> set[str]:
    if isinstance(kind, Repeated):
        return _names_in(kind.element)
    if isinstance(kind, Enumeration):
        return set(kind.names)
    if not isinstance(kind, Message):
        return set()
    own = set(kind.fields) | {camel_case(name) for name in kind.fields}
    return own.union(*(_names_in(field) for field in kind.fields.values()))


_NAMES = sorted(_names_in(REQUEST) | _names_in(COUNT) | _names_in(CREATE_FILE))
names = st.sampled_from(_NAMES) | st.text(max_size=5)
leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from((2**31, 10**400, 1e308, *_IMAGES, *_NAMES))
    | st.text(max_size=8)
)
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=5), max_leaves=20
)


def of_kind(kind: Kind, name: str = "") -> st.SearchStrategy[Any]:
    """Values as a description of a message has them."""
    if isinstance(kind, Repeated):
        return st.lists(of_kind(kind.element, name), max_size=3)
    if isinstance(kind, Enumeration):
        return st.sampled_from(sorted(kind.names))
    if isinstance(kind, Message):
        return st.dictionaries(st.sampled_from(sorted(kind.fields)), st.just(None), max_size=3).flatmap(
            lambda some: st.fixed_dictionaries({camel_case(each): of_kind(kind.fields[each], each) for each in some})
        )
    if kind is TEXT:
        return st.sampled_from(_TEXTS.get(name, ("x", "")))
    return _SCALARS.get(kind, st.dictionaries(names, leaves, max_size=2))


_PARTS = REQUEST.fields["contents"].element.fields["parts"]  # type: ignore[attr-defined]
_SAID = st.lists(st.fixed_dictionaries({"text": st.sampled_from(_TEXTS["text"])}), min_size=1, max_size=2)
_SHOWN = st.fixed_dictionaries(
    {"inlineData": st.fixed_dictionaries({"mimeType": st.just("image/png"), "data": st.just(_IMAGES[0])})}
)
_TURNS = st.lists(
    st.fixed_dictionaries(
        {
            "role": st.sampled_from(("user", "user", "model")),
            "parts": _SAID | st.tuples(_SHOWN).map(list) | of_kind(_PARTS),
        }
    ),
    max_size=2,
)
_LAST = st.fixed_dictionaries({"role": st.just("user"), "parts": _SAID})
_OPTIONS = st.sets(st.sampled_from(sorted(set(REQUEST.fields) - {"contents"})), max_size=2)
requests = st.tuples(_TURNS, _LAST, _OPTIONS).flatmap(
    lambda made: st.fixed_dictionaries(
        {"contents": st.just([*made[0], made[1]])}
        | {camel_case(name): of_kind(REQUEST.fields[name]) for name in sorted(made[2])}
    )
)


@st.composite
def bent(draw: st.DrawFn, asked: st.SearchStrategy[Any]) -> Any:
    """The same with some values in it replaced, renamed or gone."""
    document = json.loads(json.dumps(draw(asked)))
    for _ in range(draw(st.integers(0, _BENT_AT_MOST))):
        holders = list(_holders(document))
        if not holders:
            break
        holder = draw(st.sampled_from(holders))
        place: Any = draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        match draw(st.integers(0, 2)):
            case 0:
                holder[place] = draw(st.sampled_from(("", [], {})) | leaves | anything)
            case 1 if isinstance(holder, dict):
                holder[draw(names)] = holder.pop(place)
            case _:
                del holder[place]
    return document


def _holders(value: Any) -> Iterator[Any]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if inner:
        yield value
    for each in inner:
        yield from _holders(each)


bodies = (
    bent(requests).map(json.dumps)
    | bent(of_kind(COUNT) | of_kind(REQUEST)).map(json.dumps)
    | anything.map(json.dumps)
    | st.binary(max_size=40)
).map(lambda body: body.encode() if isinstance(body, str) else body)


def with_each_field(value: Any) -> Iterator[dict[str, Any]]:
    """Requests in order but for one field, which has this value: one for each field there is."""
    for path in _paths(REQUEST):
        asked: dict[str, Any] = {"contents": [{"role": "user", "parts": [{"text": "an otter"}]}]}
        holder = asked
        for name in path[:-1]:
            holder = _entered(holder, name)
        holder[path[-1]] = value
        yield asked


def _paths(kind: Kind, *before: str) -> Iterator[tuple[str, ...]]:
    while isinstance(kind, Repeated):
        kind = kind.element
    if isinstance(kind, Message):
        for name, field in kind.fields.items():
            yield (*before, camel_case(name))
            yield from _paths(field, *before, camel_case(name))


def _entered(holder: dict[str, Any], name: str) -> dict[str, Any]:
    """What is within a field, made where it is not there yet."""
    inner = holder.setdefault(name, [{}] if name in _LISTS else {})
    made: dict[str, Any] = inner[-1] if isinstance(inner, list) else inner
    return made
