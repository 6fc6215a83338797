"""A Wish becomes the reply document: a picture, the words that say plainly what was done, usage and signatures."""

import hashlib
import random
import re
import secrets
from base64 import b64encode
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from PIL import Image

from studio.sandbox.inputs import open_rgb
from studio.sandbox.pictures.drawing import draw_picture
from studio.sandbox.pictures.editing import edit_picture
from studio.sandbox.pictures.picture import Picture
from studio.sandbox.signatures import sign_image, sign_text
from studio.sandbox.validation import details_of, tokens_of
from studio.sandbox.wish import Wish

_JPEG_QUALITY = 92
_PNG_COMPRESSION = 4
_SEEDS = 2**31
_WORDS_AT_ONCE = 6
SKETCH = 4
"""How much smaller than the picture its draft is."""
_THOUGHT = "Sandbox: first a sketch of where things stand, then the picture."


@dataclass(frozen=True)
class _Made:
    """What came of a wish: words, the picture's bytes and those of a draft of it, and how it ended."""

    words: str
    data: bytes | None = None
    draft: bytes | None = None
    finish_reason: str = "STOP"


def answer(
    wish: Wish, model_version: str, *, remark: str = "", in_pieces: bool = False, scale: int = 1
) -> dict[str, Any]:
    """The GenerateContentResponse; draws, which can take seconds for a large picture. A remark ends its words.

    In pieces, for a stream, the words are several parts, of which the first is signed. A scale above 1 draws so much
    smaller: a sketch, whose words are those of the whole picture once the wish is settled.
    """
    made = _make(wish, scale)
    made = replace(made, words=made.words + remark)
    parts = [*_thoughts(wish, made), *_words(wish, made, in_pieces=in_pieces), *_pictures(wish, made)]
    content = {"role": "model", "parts": parts} if parts else {"role": "model"}
    return {
        "candidates": [{"content": content, "finishReason": made.finish_reason, "index": 0}],
        "usageMetadata": _usage(wish, made),
        "modelVersion": model_version,
        "responseId": secrets.token_urlsafe(16),
    }


def settled(wish: Wish) -> Wish:
    """The same wish with its seed chosen: what is drawn of it is the same scene each time."""
    if wish.settings.seed is not None:
        return wish
    return replace(wish, settings=replace(wish.settings, seed=secrets.randbelow(_SEEDS)))


def _make(wish: Wish, scale: int) -> _Made:
    settings = wish.settings
    if not settings.picture:
        return _Made("Sandbox: only words were asked for, so nothing was drawn.")
    needed = wish.model.tokens_by_size[settings.size]
    if settings.most_tokens is not None and settings.most_tokens < needed:
        words = f"Sandbox: nothing was drawn, a picture takes {needed} tokens and maxOutputTokens is lower."
        return _Made(words, finish_reason="MAX_TOKENS")
    seed = settled(wish).settings.seed or 0
    picture = _picture(wish, seed, scale)
    with picture.image as image:
        data = _encode(image, wish.reply_type)
        smaller = max(1, SKETCH // scale)
        draft = _encode(image.reduce(smaller), wish.reply_type) if settings.thoughts else None
    return _Made(f"Sandbox: {picture.words} Seed {seed}.{_unused(wish)}", data, draft)


def _picture(wish: Wish, seed: int, scale: int) -> Picture:
    chance = _chance(wish, seed)
    edited = wish.picture_to_edit
    ratio = wish.settings.ratio or ("1:1" if edited is None else wish.model.nearest_ratio(*edited.size))
    width, height = wish.model.pixels(ratio, wish.settings.size)
    pixels = width // scale, height // scale
    if edited is None:
        return draw_picture(wish.prompt, pixels, chance)
    with open_rgb(edited) as image:
        return edit_picture(image, wish.prompt, pixels, chance)


def _chance(wish: Wish, seed: int) -> random.Random:
    """All the chance there is in a picture. Ratio and size stay out of it: the same scene, only of another shape."""
    digest = hashlib.sha256(f"{wish.model.id}\0{seed}\0{wish.prompt}".encode())
    for image in wish.images:
        digest.update(hashlib.sha256(image.data).digest())
    return random.Random(digest.digest())  # noqa: S311 - repeatable chance is the point


def _encode(image: Image.Image, mime_type: str) -> bytes:
    file = BytesIO()
    if mime_type == "image/png":
        image.save(file, "PNG", compress_level=_PNG_COMPRESSION)
    else:
        image.save(file, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    return file.getvalue()


def _unused(wish: Wish) -> str:
    sent = set(wish.turns[-1].images)
    words = ""
    if sent - {wish.picture_to_edit}:
        from_here = wish.picture_to_edit in sent
        words += (
            " Only the first picture was used." if from_here else " The pictures sent with these words were not used."
        )
    if wish.settings.searches:
        words += " Nothing was searched: the sandbox is offline."
    return words


def _thoughts(wish: Wish, made: _Made) -> list[dict[str, Any]]:
    """What was thought, which is never signed: words, and a small draft of what is drawn."""
    if not wish.settings.thoughts:
        return []
    words = [{"text": _THOUGHT, "thought": True}]
    return words if made.draft is None else [*words, _inline(wish, made.draft) | {"thought": True}]


def _words(wish: Wish, made: _Made, *, in_pieces: bool) -> list[dict[str, Any]]:
    if not wish.settings.words:
        return []
    first, *others = _pieces(made.words) if in_pieces else [made.words]
    signed = {"text": first, **_signature(wish, sign_text(wish.model, first))}
    return [signed, *({"text": piece} for piece in others)]


def _pictures(wish: Wish, made: _Made) -> list[dict[str, Any]]:
    if made.data is None:
        return []
    return [_inline(wish, made.data) | _signature(wish, sign_image(wish.model, made.data))]


def _inline(wish: Wish, data: bytes) -> dict[str, Any]:
    return {"inlineData": {"mimeType": wish.reply_type, "data": b64encode(data).decode("ascii")}}


def _pieces(words: str) -> list[str]:
    """Words as a stream brings them: a few at a time, which put together are the same again."""
    found = re.findall(r"\s*\S+", words)
    return ["".join(found[start : start + _WORDS_AT_ONCE]) for start in range(0, len(found), _WORDS_AT_ONCE)]


def _signature(wish: Wish, signature: bytes) -> dict[str, str]:
    return {"thoughtSignature": b64encode(signature).decode("ascii")} if wish.model.signs else {}


def _usage(wish: Wish, made: _Made) -> dict[str, Any]:
    """Counts as Google gives them: zeros left out, and the details of the reply name the pictures only."""
    prompt = wish.prompt_tokens + wish.image_tokens
    pictures = 0 if made.data is None else wish.model.tokens_by_size[wish.settings.size]
    candidates = pictures + (tokens_of(made.words) if wish.settings.words else 0)
    thoughts = tokens_of(_THOUGHT) if wish.settings.thoughts else 0
    usage: dict[str, Any] = {
        "promptTokenCount": prompt,
        "candidatesTokenCount": candidates,
        "totalTokenCount": prompt + candidates + thoughts,
        "promptTokensDetails": details_of(TEXT=wish.prompt_tokens, IMAGE=wish.image_tokens),
    }
    if thoughts:
        usage["thoughtsTokenCount"] = thoughts
    if pictures:
        usage["candidatesTokensDetails"] = details_of(IMAGE=pictures)
    return usage
