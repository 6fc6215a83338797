"""A Wish becomes the reply document: a picture, the words that say plainly what was done, usage and signatures."""

import hashlib
import random
import secrets
from base64 import b64encode
from io import BytesIO
from typing import Any

from PIL import Image

from studio.sandbox.inputs import open_rgb
from studio.sandbox.pictures.drawing import draw_picture
from studio.sandbox.pictures.editing import edit_picture
from studio.sandbox.pictures.picture import Picture
from studio.sandbox.signatures import sign_image, sign_text
from studio.sandbox.validation import tokens_of
from studio.sandbox.wish import Wish

_JPEG_QUALITY = 92
_PNG_COMPRESSION = 4
_SEEDS = 2**31


def answer(wish: Wish, model_version: str) -> dict[str, Any]:
    """The GenerateContentResponse; draws, which can take seconds for a large picture."""
    settings = wish.settings
    if not settings.picture:
        return _document(wish, model_version, "Sandbox: only words were asked for, so nothing was drawn.", None)
    needed = wish.model.tokens_by_size[settings.size]
    if settings.most_tokens is not None and settings.most_tokens < needed:
        words = f"Sandbox: nothing was drawn, a picture takes {needed} tokens and maxOutputTokens is lower."
        return _document(wish, model_version, words, None, finish_reason="MAX_TOKENS")
    seed = secrets.randbelow(_SEEDS) if settings.seed is None else settings.seed
    picture = _picture(wish, seed)
    with picture.image as image:
        data = _encode(image, wish.model.reply_type)
    return _document(wish, model_version, f"Sandbox: {picture.words} Seed {seed}.{_unused(wish)}", data)


def _picture(wish: Wish, seed: int) -> Picture:
    chance = _chance(wish, seed)
    edited = wish.picture_to_edit
    ratio = wish.settings.ratio or ("1:1" if edited is None else wish.model.nearest_ratio(*edited.size))
    pixels = wish.model.pixels(ratio, wish.settings.size)
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


def _document(
    wish: Wish, model_version: str, words: str, data: bytes | None, finish_reason: str = "STOP"
) -> dict[str, Any]:
    parts: list[dict[str, Any]] = []
    if wish.settings.words:
        parts.append({"text": words, **_signature(wish, sign_text(wish.model, words))})
    if data is not None:
        inline = {"mimeType": wish.model.reply_type, "data": b64encode(data).decode("ascii")}
        parts.append({"inlineData": inline, **_signature(wish, sign_image(wish.model, data))})
    content = {"role": "model", "parts": parts} if parts else {"role": "model"}
    return {
        "candidates": [{"content": content, "finishReason": finish_reason, "index": 0}],
        "usageMetadata": _usage(wish, words, has_picture=data is not None),
        "modelVersion": model_version,
        "responseId": secrets.token_urlsafe(16),
    }


def _signature(wish: Wish, signature: bytes) -> dict[str, str]:
    return {"thoughtSignature": b64encode(signature).decode("ascii")} if wish.model.signs else {}


def _usage(wish: Wish, words: str, *, has_picture: bool) -> dict[str, Any]:
    """Counts as Google gives them: zeros left out, and the details of the reply name the pictures only."""
    prompt = wish.prompt_tokens + wish.image_tokens
    pictures = wish.model.tokens_by_size[wish.settings.size] if has_picture else 0
    candidates = pictures + (tokens_of(words) if wish.settings.words else 0)
    usage: dict[str, Any] = {
        "promptTokenCount": prompt,
        "candidatesTokenCount": candidates,
        "totalTokenCount": prompt + candidates,
        "promptTokensDetails": _details(TEXT=wish.prompt_tokens, IMAGE=wish.image_tokens),
    }
    if pictures:
        usage["candidatesTokensDetails"] = _details(IMAGE=pictures)
    return usage


def _details(**counts: int) -> list[dict[str, Any]]:
    return [{"modality": modality, "tokenCount": count} for modality, count in counts.items() if count]
