"""Thought signatures: issued for the parts of a reply and checked when a model turn comes back.

They hold across runs and processes, since the secret is a constant: it guards nothing, it only shows changed bytes.
"""

import hashlib
import hmac

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


def check_signatures(model: Model, turns: tuple[Turn, ...], *, needed: bool = True) -> None:
    """Raise InvalidArgument for the first model part that carries a wrong signature, or lacks one that is needed."""
    if not model.signs:
        return
    first = True
    for position, turn in enumerate(turns, start=1):
        if turn.role == "user":
            first = True
            continue
        # Chats of Google's SDKs send each piece of a stream back as a turn of its own: together they are one.
        for place, part in enumerate(turn.parts, start=1):
            if not part.thought:
                signed = needed and (first or part.image is not None)
                _check(model, part, signed, f"content position {position}, part position {place}")
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
    signer = f"{model.issuer}/{model.id}" if model.issuer else model.id
    message = b"\0".join((signer.encode(), kind, hashlib.sha256(data).digest()))
    return hmac.digest(_SECRET, message, "sha256")
