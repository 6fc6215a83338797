"""Thought signatures: issued for the parts of a reply and checked when a model turn comes back.

They hold across runs and processes, since the secret is a constant: it guards nothing, it only shows changed bytes.
"""

import hashlib
import hmac
from collections.abc import Iterator

from studio.sandbox.errors import InvalidArgument
from studio.sandbox.models import Model
from studio.sandbox.wish import Part, Turn

_SECRET = b"the sandbox signs, so that clients learn to keep what they are given"


def sign_text(model: Model, text: str) -> bytes:
    """The signature of a text part."""
    return _sign(model, b"text", text.encode())


def sign_image(model: Model, data: bytes) -> bytes:
    """The signature of an image part, by its bytes."""
    return _sign(model, b"image", data)


def check_signatures(model: Model, turns: tuple[Turn, ...]) -> None:
    """Raise InvalidArgument for the first model part that lacks its signature or carries a wrong one."""
    if not model.signs:
        return
    for turn_position, turn in enumerate(turns, start=1):
        if turn.role == "model":
            for part_position, part, needed in _signed_parts(turn):
                _check(model, part, needed, f"content position {turn_position}, part position {part_position}")


def _signed_parts(turn: Turn) -> Iterator[tuple[int, Part, bool]]:
    first = True
    for position, part in enumerate(turn.parts, start=1):
        if not part.thought:
            yield position, part, first or part.image is not None
            first = False


def _check(model: Model, part: Part, needed: bool, place: str) -> None:
    if part.signature is None:
        if needed:
            kind = "Text" if part.image is None else "Image"
            raise InvalidArgument(f"{kind} part is missing a thought_signature in {place}.")
        return
    expected = sign_text(model, part.text) if part.image is None else sign_image(model, part.image.data)
    if not hmac.compare_digest(part.signature, expected):
        raise InvalidArgument("Corrupted thought signature.")


def _sign(model: Model, kind: bytes, data: bytes) -> bytes:
    message = b"\0".join((model.id.encode(), kind, hashlib.sha256(data).digest()))
    return hmac.digest(_SECRET, message, "sha256")
