"""Long texts, as far as there is room for them."""


def shortened(text: str, most: int) -> str:
    """The beginning of a text, of no more letters than that."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def first_words(prompt: str, most: int) -> str:
    """The beginning of a prompt in one line; what comes far behind it is not even looked at."""
    return shortened(" ".join(prompt[: 4 * most].split()), most)
