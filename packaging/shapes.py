"""Which pictures the contact sheets have, and what their files are called."""

USUAL = (1440, 900)
# In the order of the sheets; the size of the window in each.
SCENES = {
    "first-run": USUAL,
    "typing": USUAL,
    "busy": USUAL,
    "done": USUAL,
    "failed": USUAL,
    "long": USUAL,
    "tree": USUAL,
    "queue": USUAL,
    "interrupted": USUAL,
    "gallery-only": USUAL,
    "full-size": USUAL,
    "drop": USUAL,
    "no-keyring": USUAL,
    "small": (900, 600),
    "wide": (2560, 1080),
}
THEMES = ("dark", "light")
SCALES = (1.0, 2.0)
# Where lines do not fall on pixels by themselves: two scenes, to look for blur.
BROKEN_SCALES = (1.25, 1.5)
BROKEN_SCENES = ("typing", "done")


def scenes_at(scale: float) -> tuple[str, ...]:
    """The scenes that are taken at a scale."""
    return BROKEN_SCENES if scale in BROKEN_SCALES else tuple(SCENES)


def name_of(scene: str, theme: str, scale: float) -> str:
    """The file of one picture."""
    return f"{scene}-{theme}@{scale:g}.png"
