"""Scripts without an image: each reason to stop or to block, with and without a message, and everything left out."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from studio.sandbox.scripts.scene import Scene
from studio.sandbox.scripts.script import Answer, Document, Script

FINISH_REASONS = (
    "MAX_TOKENS", "SAFETY", "IMAGE_SAFETY", "PROHIBITED_CONTENT", "IMAGE_PROHIBITED_CONTENT", "RECITATION",
    "IMAGE_RECITATION", "NO_IMAGE", "IMAGE_OTHER", "OTHER", "BLOCKLIST", "SPII", "LANGUAGE", "MALFORMED_FUNCTION_CALL",
    "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", "MALFORMED_RESPONSE", "MISSING_THOUGHT_SIGNATURE", "MODEL_ARMOR",
    "ESCALATION", "PUP_LIMITED_DISABLED", "CONTINUATION", "FINISH_REASON_UNSPECIFIED",
)  # fmt: skip
BLOCK_REASONS = (
    "SAFETY", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT", "IMAGE_SAFETY", "MODEL_ARMOR", "JAILBREAK",
    "BLOCKED_REASON_UNSPECIFIED",
)  # fmt: skip
_SAID: Mapping[str, str] = {
    "IMAGE_OTHER": (
        "Unable to show the generated image. The model could not generate the image based on the prompt provided. "
        "You will not be charged for this request. Try rephrasing the prompt."
    ),
    "IMAGE_PROHIBITED_CONTENT": (
        "Unable to show the generated image. The image may violate third-party content providers' rights. "
        "Support code: 15236754"
    ),
}
_ANYTHING_SAID = "The sandbox was told to end like this. Support code: 4711"
_RATINGS = [{"category": "HARM_CATEGORY_HARASSMENT", "probability": "HIGH", "blocked": True}]


def _word(reason: str) -> str:
    return reason.lower().replace("_", "-")


def _finished(reason: str, message: str, scene: Scene) -> Answer:
    said: dict[str, Any] = {"finishMessage": message} if message else {}
    said |= {"safetyRatings": _RATINGS} if reason == "SAFETY" else {}
    return Document(scene.without_picture(finishReason=reason, **said))


def _blocked(reason: str, message: str, scene: Scene) -> Answer:
    document = scene.without_picture()
    del document["candidates"]
    said = {"blockReasonMessage": message} if message else {}
    return Document(document | {"promptFeedback": {"blockReason": reason, "safetyRatings": _RATINGS} | said})


def _by_reason() -> tuple[Script, ...]:
    silent = (
        Script(f"finish-{_word(reason)}", f"No image: it stopped with {reason}.", [partial(_finished, reason, "")])
        for reason in FINISH_REASONS
    )
    said = (
        Script(
            f"finish-{_word(reason)}-said",
            f"No image: it stopped with {reason} and says why.",
            [partial(_finished, reason, _SAID.get(reason, _ANYTHING_SAID))],
        )
        for reason in FINISH_REASONS
    )
    blocked = (
        Script(f"blocked-{_word(reason)}", f"The prompt is blocked: {reason}.", [partial(_blocked, reason, "")])
        for reason in BLOCK_REASONS
    )
    why = Script(
        "blocked-safety-said",
        "The prompt is blocked, with a message.",
        [partial(_blocked, "SAFETY", "The prompt was held back by a filter.")],
    )
    return (*silent, *said, *blocked, why)


def _words_only(scene: Scene) -> Answer:
    content = {"role": "model", "parts": [scene.text("Which otter do you mean: the one at sea or the one in a hat?")]}
    return Document(scene.without_picture(content=content, finishReason="STOP"))


def _thought_words(scene: Scene) -> Answer:
    content = {"role": "model", "parts": [scene.text("I should draw an otter now.", thought=True)]}
    return Document(scene.without_picture(content=content, finishReason="STOP"))


def _kept_with(reason: str, scene: Scene) -> Answer:
    document = scene.document()
    document["candidates"][0]["finishReason"] = reason
    return Document(document)


def _with(scene: Scene, **members: Any) -> Answer:
    """An answer without an image in which some members of the top stand otherwise."""
    return Document(scene.without_picture() | members)


def _candidate(scene: Scene, **members: Any) -> Answer:
    return _with(scene, candidates=[members])


def _no_candidates(scene: Scene) -> Answer:
    document = scene.without_picture()
    del document["candidates"]
    return Document(document)


def _usage(usage: Mapping[str, Any] | None, scene: Scene) -> Answer:
    document = scene.document()
    del document["usageMetadata"]
    return Document(document if usage is None else document | {"usageMetadata": usage})


_ZEROS = {"promptTokenCount": 0, "candidatesTokenCount": 0, "totalTokenCount": 0}
_TOTALS = {"promptTokenCount": 12, "candidatesTokenCount": 1120, "totalTokenCount": 1132}
_FEWER = {
    "promptTokenCount": 12,
    "candidatesTokenCount": 1460,
    "thoughtsTokenCount": 230,
    "totalTokenCount": 1702,
    "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 1120}],
    "serviceTier": "standard",
}

ENDINGS: Sequence[Script] = (
    Script("text-only", "The model asks back instead of drawing.", [_words_only]),
    Script("thought-words", "A thought in words and nothing else.", [_thought_words]),
    Script("image-and-safety", "An image, and yet it stopped with SAFETY.", [partial(_kept_with, "SAFETY")]),
    Script("image-and-new-reason", "An image, and a reason nobody knows.", [partial(_kept_with, "TIDE_TURNED")]),
    *_by_reason(),
    Script("candidates-null", "The candidates are null.", [lambda scene: _with(scene, candidates=None)]),
    Script("candidates-empty", "There are no candidates in the array.", [lambda scene: _with(scene, candidates=[])]),
    Script("candidates-missing", "There is no array of candidates.", [_no_candidates]),
    Script("candidate-empty", "A candidate of nothing.", [_candidate]),
    Script("content-empty", "The content is an empty object.", [lambda scene: _candidate(scene, content={})]),
    Script("content-null", "The content is null.", [lambda scene: _candidate(scene, content=None)]),
    Script("parts-null", "The parts are null.", [lambda scene: _candidate(scene, content={"parts": None})]),
    Script(
        "parts-empty",
        "There are no parts in the array.",
        [lambda scene: _candidate(scene, content={"role": "model", "parts": []})],
    ),
    Script(
        "parts-missing", "There is no array of parts.", [lambda scene: _candidate(scene, content={"role": "model"})]
    ),
    Script("usage-missing", "Nothing says what was used.", [partial(_usage, None)]),
    Script("usage-zeros", "All that was used is told as zero.", [partial(_usage, _ZEROS)]),
    Script("usage-totals", "Only three totals say what was used.", [partial(_usage, _TOTALS)]),
    Script("usage-fewer", "The details account for fewer tokens than the total.", [partial(_usage, _FEWER)]),
)
