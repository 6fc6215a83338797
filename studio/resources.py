"""The only reader of resources/, from a checkout or from an installed wheel."""

import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any


def resource(name: str) -> Traversable:
    """Return a file of resources/ by its path within."""
    installed = files("studio") / "_resources"
    root: Traversable = installed if installed.is_dir() else Path(__file__).parent.parent / "resources"
    return root.joinpath(*name.split("/"))


def read_json(name: str) -> Any:
    """Return a JSON resource, parsed."""
    return json.loads(resource(name).read_text(encoding="utf-8"))
