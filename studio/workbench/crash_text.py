"""What a report says: where Studio runs, what went wrong and where, and nothing that belongs to nobody else."""

from __future__ import annotations

import platform
import re
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

Hide = Callable[[str], str]

_LONGEST = 100_000  # characters
_HIDDEN = "•••"
# Keys by their looks, for those that `hide` was never told of; with what stands before them kept.
_KEYS = tuple(
    re.compile(pattern)
    for pattern in (
        r"()AIza[\w-]{16,}",
        r"()\bsk-[\w-]{12,}",
        r"(?i)(\bbearer\s+)[\w.~+/=-]{8,}",
        r"(?i)([?&](?:key|api_?key|access_token|token)=)[^&\s'\"]+",
        r"(?i)((?:x-goog-api-key|authorization|api[-_]?key)['\"]?\s*[:=]\s*['\"]?)(?!bearer)[\w.~+/=-]{8,}",
    )
)


def report_of(error: BaseException, where: str, hide: Hide) -> str:
    """The whole report, with keys and the home folder taken out. Reads source files, so not for the painting thread."""
    lines = traceback.format_exception(error)
    return _cleaned(f"{_head()}\n{where}\n\n{''.join(lines)}", hide)


def fault_report(stacks: str, hide: Hide) -> str:
    """The report of a process that died at once, from what it left behind."""
    return _cleaned(f"{_head()}\nAn earlier run of Studio ended at once. What it was doing:\n\n{stacks}", hide)


def name_of(error: BaseException, hide: Hide) -> str:
    """One line that names an error."""
    words = " ".join(str(error).split())[:200]
    name = type(error).__name__
    return _cleaned(f"{name}: {words}" if words else name, hide)


def _head() -> str:
    import PySide6

    from studio import __version__

    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    now = datetime.now(UTC).astimezone().isoformat(sep=" ", timespec="seconds")
    return f"Studio {__version__}, Python {sys.version.split()[0]}, Qt {PySide6.__version__}, {system}\n{now}"


def _cleaned(text: str, hide: Hide) -> str:
    try:
        text = hide(text)
    except Exception:  # noqa: BLE001 - a report that cannot be cleaned is not worth a leaked key
        return f"{_head()}\n\nThis report could not be cleaned of keys, so nothing of it is kept."
    for pattern in _KEYS:
        text = pattern.sub(rf"\g<1>{_HIDDEN}", text)
    for home in _homes():
        text = text.replace(home, "~")
    if len(text) > _LONGEST:
        half = _LONGEST // 2
        text = f"{text[:half]}\n… {len(text) - _LONGEST} characters are left out here …\n{text[-half:]}"
    return text.encode("utf-8", "replace").decode()


def _homes() -> list[str]:
    """The home folder as it may be written, the longest first."""
    try:
        home = Path.home()
        ways = {str(home), str(home.resolve()), home.as_posix()}
    except (RuntimeError, OSError):
        return []
    ways |= {way.replace("\\", "\\\\") for way in ways}
    return sorted((way for way in ways if len(way) > 3), key=len, reverse=True)
