"""What the drawing program hands back."""

from dataclasses import dataclass

from PIL import Image


@dataclass(frozen=True)
class Picture:
    """A finished RGB picture and one plain sentence that says what was done."""

    image: Image.Image
    words: str
