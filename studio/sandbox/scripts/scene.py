"""What a script draws with: the answer the sandbox would give by itself, and more pictures of the same size."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from functools import cached_property
from io import BytesIO
from typing import Any

from PIL import Image, ImageFilter, ImageOps

from studio.sandbox.reply import answer
from studio.sandbox.signatures import sign_image, sign_text
from studio.sandbox.wish import Wish

_DRAFTS = (ImageOps.mirror, ImageOps.grayscale, lambda image: image.filter(ImageFilter.GaussianBlur(12)))
_KINDS = {"image/png": "PNG", "image/jpeg": "JPEG"}
_JPEG_QUALITY = 92
_PNG = b"\x89PNG"


class Scene:
    """One request; nothing is drawn before a script asks for it. `url` is where this server is reached."""

    def __init__(self, wish: Wish, model_version: str, url: str = "") -> None:
        # A script decides what comes, whatever modalities were asked for.
        settings = replace(wish.settings, words=True, picture=True, most_tokens=None)
        self.wish = replace(wish, settings=settings)
        self.model_version = model_version
        self.url = url
        self.served: dict[str, bytes] = {}

    @cached_property
    def _drawn(self) -> dict[str, Any]:
        return answer(self.wish, self.model_version)

    @cached_property
    def _inline(self) -> Mapping[str, str]:
        parts = self._drawn["candidates"][0]["content"]["parts"]
        return next(part["inlineData"] for part in parts if "inlineData" in part)

    @property
    def usage(self) -> dict[str, Any]:
        """What an ordinary answer says it used."""
        return deepcopy(self._drawn["usageMetadata"])

    @property
    def mime_type(self) -> str:
        """What the pictures of this model are."""
        return self._inline["mimeType"]

    def document(self) -> dict[str, Any]:
        """The whole ordinary answer, to be bent."""
        return deepcopy(self._drawn)

    def reply(self, *parts: Mapping[str, Any], **candidate: Any) -> dict[str, Any]:
        """An answer with these parts; further members go beside them in the candidate."""
        document = self.document()
        document["candidates"][0]["content"]["parts"] = list(parts)
        document["candidates"][0] |= candidate
        return document

    def without_picture(self, **candidate: Any) -> dict[str, Any]:
        """An answer whose candidate has no parts at all; nothing is drawn for it."""
        tokens = self.wish.prompt_tokens + self.wish.image_tokens
        return {
            "candidates": [{"content": {}, "index": 0} | candidate],
            "usageMetadata": {
                "promptTokenCount": tokens,
                "thoughtsTokenCount": 96,
                "totalTokenCount": tokens + 96,
            },
            "modelVersion": self.model_version,
            "responseId": "c2FuZGJveC1zY3JpcHQ",
        }

    def picture(self, number: int = 0) -> bytes:
        """The picture that was asked for, or a draft of it."""
        data = b64decode(self._inline["data"])
        return data if number == 0 else self.drawn_as(self.mime_type, number)

    def drawn_as(self, mime_type: str, number: int = 0) -> bytes:
        """The picture, or a draft of it, written in another format."""
        with Image.open(BytesIO(b64decode(self._inline["data"]))) as image:
            draft = _DRAFTS[(number - 1) % len(_DRAFTS)](image) if number else image
            return written(draft, mime_type)

    def resized(self, width: int, height: int) -> bytes:
        """The picture in another size and shape than was asked for."""
        with Image.open(BytesIO(b64decode(self._inline["data"]))) as image:
            return written(ImageOps.fit(image, (width, height)), self.mime_type)

    def image(self, data: bytes, mime_type: str = "", **flags: Any) -> dict[str, Any]:
        """An image part, signed as this model signs; `flags` stand beside it."""
        inline = {"inlineData": {"mimeType": mime_type or self.mime_type, "data": b64encode(data).decode("ascii")}}
        return inline | ({} if flags.get("thought") else self._signature(sign_image(self.wish.model, data))) | flags

    def text(self, words: str, **flags: Any) -> dict[str, Any]:
        """A text part, signed as the first one of a reply is."""
        signed = {} if flags.get("thought") else self._signature(sign_text(self.wish.model, words))
        return {"text": words} | signed | flags

    def served_at(self, data: bytes) -> str:
        """The link under which this server gives out a picture."""
        name = f"{len(data)}.{'png' if data.startswith(_PNG) else 'jpg'}"
        self.served[name] = data
        return f"{self.url}/pictures/{name}"

    def _signature(self, signature: bytes) -> dict[str, str]:
        return {"thoughtSignature": b64encode(signature).decode("ascii")} if self.wish.model.signs else {}


def written(image: Image.Image, mime_type: str) -> bytes:
    """A picture as the bytes of a file."""
    file = BytesIO()
    image.convert("RGB").save(file, _KINDS.get(mime_type, "JPEG"), quality=_JPEG_QUALITY, compress_level=4)
    return file.getvalue()
