"""The only reader of resources/, from a checkout or from an installed wheel."""

import json
from pathlib import Path
from typing import Any

# Not importlib.resources: to import it takes as long as the first paint, and Qt needs the paths of files anyway.
_PACKAGE = Path(__file__).parent


def resource(name: str) -> Path:
    """Return a file of resources/ by its path within."""
    installed = _PACKAGE / "_resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*name.split("/"))


def read_json(name: str) -> Any:
    """Return a JSON resource, parsed."""
    return json.loads(resource(name).read_text(encoding="utf-8"))
