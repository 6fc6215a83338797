"""What a reply says it used."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio.gemini.skeleton import Node


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens, as far as the server says; zeros and gaps are common, `image` is None where they are not told apart."""

    prompt: int = 0
    candidates: int = 0
    thoughts: int = 0
    total: int = 0
    image: int | None = None


def read_usage(found: Sequence[Node]) -> Usage | None:
    """Read what the last of a reply's pieces that says so has used."""
    if not found:
        return None
    node = found[-1]
    details = node.member("candidatesTokensDetails", "candidates_tokens_details")
    entries = details.items() if details else []
    image = sum(_count(entry, "tokenCount", "token_count") for entry in entries if entry.text("modality") == "IMAGE")
    return Usage(
        prompt=_count(node, "promptTokenCount", "prompt_token_count"),
        candidates=_count(node, "candidatesTokenCount", "candidates_token_count"),
        thoughts=_count(node, "thoughtsTokenCount", "thoughts_token_count"),
        total=_count(node, "totalTokenCount", "total_token_count"),
        image=image if entries else None,
    )


def _count(node: Node, *names: str) -> int:
    return max(0, node.whole_number(*names) or 0)
