"""Why a model stopped or a prompt was blocked, each in a plain sentence."""

from collections.abc import Mapping

_REWORD = "Reword the prompt and ask again."
_AGAIN = "Ask again; if it happens twice, reword the prompt."

FINISH_REASONS: Mapping[str, str] = {
    "MAX_TOKENS": "The reply was cut off at the model's output limit. Ask for a smaller picture.",
    "SAFETY": f"The safety filters held the reply back. {_REWORD}",
    "IMAGE_SAFETY": f"A picture was made and held back by the provider's policy; no setting changes that. {_REWORD}",
    "PROHIBITED_CONTENT": f"The provider does not allow this content. {_REWORD}",
    "IMAGE_PROHIBITED_CONTENT": f"The picture would break the provider's rules, a brand perhaps. {_REWORD}",
    "RECITATION": "The reply came too close to existing work. Ask for something more original.",
    "IMAGE_RECITATION": "The picture came too close to existing work. Ask for something more original.",
    "NO_IMAGE": "The model was expected to draw and did not. Ask again, and say that it should only draw.",
    "IMAGE_OTHER": f"The model could not draw this. {_REWORD}",
    "OTHER": "The model stopped without saying why; often a reference image is the cause. Ask again or leave one out.",
    "BLOCKLIST": f"The prompt has a word the provider does not allow. {_REWORD}",
    "SPII": f"The reply would have held sensitive personal data. {_REWORD}",
    "LANGUAGE": "The model does not support this language. Ask in another one.",
    "MALFORMED_FUNCTION_CALL": f"The model made a mistake of its own. {_AGAIN}",
    "UNEXPECTED_TOOL_CALL": f"The model tried to use a tool instead of drawing. {_AGAIN}",
    "TOO_MANY_TOOL_CALLS": f"The model kept using tools instead of drawing. {_AGAIN}",
    "MALFORMED_RESPONSE": f"The model made a mistake of its own. {_AGAIN}",
    "MISSING_THOUGHT_SIGNATURE": "The history did not fit this model. Continue from the last image instead.",
    "MODEL_ARMOR": f"A filter of your organisation held the reply back. {_REWORD}",
}

BLOCK_REASONS: Mapping[str, str] = {
    "SAFETY": f"The safety filters blocked the prompt. {_REWORD}",
    "OTHER": "The prompt was blocked without a reason; often one reference image is the cause. Leave them out in turn.",
    "BLOCKLIST": f"The prompt has a word the provider does not allow. {_REWORD}",
    "PROHIBITED_CONTENT": f"The provider does not allow this prompt. {_REWORD}",
    "IMAGE_SAFETY": "An image you sent was blocked by the provider's policy. Leave it out or use another one.",
    "MODEL_ARMOR": f"A filter of your organisation blocked the prompt. {_REWORD}",
    "JAILBREAK": f"The prompt was taken for an attempt to get round the rules. {_REWORD}",
}


def sentence(reasons: Mapping[str, str], reason: str) -> str:
    """Return the plain sentence for a reason; one nobody knows yet is shown as it came."""
    blocked = f"The prompt was blocked with {reason}. {_REWORD}"
    return reasons.get(reason, blocked if reasons is BLOCK_REASONS else f"The model stopped with {reason}. {_AGAIN}")
