"""Replies as Google sends them, to be bent by tests."""

import base64
import io
import random
from typing import Any

from PIL import Image


def picture(seed: int = 0, size: tuple[int, int] = (64, 48), kind: str = "PNG") -> bytes:
    """A small real picture of noise, different for each seed."""
    noise = random.Random(seed).randbytes(size[0] * size[1] * 3)
    file = io.BytesIO()
    Image.frombytes("RGB", size, noise).save(file, kind)
    return file.getvalue()


def image_part(data: bytes, mime_type: str = "image/png", signature: str | None = None) -> dict[str, Any]:
    part: dict[str, Any] = {"inlineData": {"mimeType": mime_type, "data": base64.b64encode(data).decode()}}
    return part | ({"thoughtSignature": signature} if signature else {})


def reply_of(*parts: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A whole reply with these parts; further fields go beside them in the candidate."""
    return {
        "candidates": [
            {"content": {"role": "model", "parts": list(parts)}, "finishReason": "STOP", "index": 0} | fields
        ],
        "usageMetadata": {
            "promptTokenCount": 10,
            "candidatesTokenCount": 1290,
            "totalTokenCount": 1300,
            "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 1290}],
        },
        "modelVersion": "gemini-2.5-flash-image",
        "responseId": "abc",
    }


def google_error(status: int, word: str, message: str, *details: dict[str, Any]) -> dict[str, Any]:
    error: dict[str, Any] = {"code": status, "message": message, "status": word}
    return {"error": error | ({"details": list(details)} if details else {})}
