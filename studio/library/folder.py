"""Where each file of a library lives (stub of the signatures, the code follows)."""

from datetime import datetime

DEFAULT_TEMPLATE = "{date}_{time}_{slug}_{id}"


def picture_stem(created: datetime, prompt: str, turn_id: str, template: str = DEFAULT_TEMPLATE) -> str:
    """The relative path of a turn's picture without its extension; `created` is aware, in the zone names show."""
    raise NotImplementedError
