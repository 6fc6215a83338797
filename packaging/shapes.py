"""Which pictures the contact sheet has, and what their files are called."""

STATES = ("empty", "full", "busy", "failed", "large", "compared")
THEMES = ("dark", "light")
SHAPES = {1: ((900, 600), (1440, 900), (2560, 1080)), 2: ((900, 600), (1440, 900))}


def name_of(state: str, theme: str, size: tuple[int, int], scale: int) -> str:
    """The file of one picture."""
    return f"{state}-{theme}-{size[0]}x{size[1]}@{scale}.png"
