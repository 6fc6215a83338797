"""What the wire's far end does wrong, by name: one answer for each fault that a window has to say."""

import base64
import json
import os
from pathlib import Path

from tests.fakes.replies import google_error, image_part, reply_of
from tests.fakes.server import Answer, Request, Wire, plain, reply

_TOO_MANY = "Quota exceeded for metric: generate_content_free_tier_requests, limit: 0"


def refused(status: int, word: str, message: str) -> Answer:
    """An error as Google shapes it."""
    return reply(google_error(status, word, message), status)


def stopped(reason: str, **fields: object) -> Answer:
    """A whole reply without a picture, and why."""
    return reply({"candidates": [{"finishReason": reason, "index": 0} | fields], "modelVersion": "m"})


def cut(picture: bytes, *, after: int = 0) -> Answer:
    """A reply that breaks off: in the middle of its first picture, or behind `after` whole ones."""
    parts = [image_part(picture) for _ in range(after + 1)]
    data = json.dumps(reply_of(*parts)).encode()
    end = len(data) * (2 * after + 1) // (2 * after + 2)

    def answer(_: Request, wire: Wire) -> None:
        wire.head(200, len(data))
        wire.send(data[:end])  # and no more: a reset could take along what has arrived

    return answer


def silent(_: Request, wire: Wire) -> None:
    """No answer at all."""
    wire.until_gone()


def filling(disk: Path, picture: bytes) -> Answer:
    """A whole reply that comes when the disk has just become full."""

    def answer(request: Request, wire: Wire) -> None:
        free = os.statvfs(disk)
        with (disk / "somebody else's").open("wb") as file:
            file.write(bytes(max(0, free.f_bavail * free.f_frsize - (1 << 20))))
        data = bytes(4 << 20)
        reply(reply_of(image_part(picture + data)))(request, wire)

    return answer


def answers(picture: bytes) -> dict[str, Answer]:
    """Every fault that an answer can be."""
    damaged = json.dumps(reply_of(image_part(picture))).replace(
        base64.b64encode(picture).decode()[40:60], "!not base64!"
    )
    return {
        "Key refused (401)": refused(401, "UNAUTHENTICATED", "API key not valid."),
        "Key without the right (403)": refused(403, "PERMISSION_DENIED", "Your project has been denied access."),
        "Unknown model (404)": refused(404, "NOT_FOUND", "models/x is not found for API version v1beta."),
        "Request refused (400)": refused(400, "INVALID_ARGUMENT", "Aspect ratio 4:3 is not supported by this model."),
        "Place refused (400)": refused(400, "FAILED_PRECONDITION", "User location is not supported for the API use."),
        "History refused (400)": refused(400, "INVALID_ARGUMENT", "Thought signature is not valid."),
        "Too large (413)": refused(413, "INVALID_ARGUMENT", "Request payload size exceeds the limit."),
        "No quota (429)": refused(429, "RESOURCE_EXHAUSTED", _TOO_MANY),
        "Too many requests, no time given (429)": refused(429, "RESOURCE_EXHAUSTED", "Slow down."),
        "Server failed (500)": refused(500, "INTERNAL", "An internal error has occurred."),
        "Gateway failed (502)": plain(b"<html><title>502 Bad Gateway</title></html>", 502, Content_Type="text/html"),
        "Redirected (302)": plain(b"", 302, Location="https://elsewhere.example/v1beta"),
        "Web page": plain(b"<html><title>Welcome</title></html>", Content_Type="text/html"),
        "Foreign JSON": reply({"hello": "world"}),
        "Damaged base64": plain(damaged.encode()),
        "Cut reply": cut(picture),
        "Cut reply behind a whole picture": cut(picture, after=1),
        "Words only": reply(reply_of({"text": "I would draw a lighthouse on a cliff. Shall I?"})),
        "Nothing at all": stopped("STOP"),
        "Prompt blocked": reply({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}),
        "Picture held back": stopped("IMAGE_SAFETY", finishMessage="Unable to show the generated image."),
        "Output limit": stopped("MAX_TOKENS"),
        "Reason nobody knows": stopped("SUNDAY"),
    }
