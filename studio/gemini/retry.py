"""What is tried again without asking: only failures that prove that no work was done."""

from studio.gemini import errors

_LONGEST_WAIT = 300.0
_UNREACHED = (1.0, 3.0)
_BUSY = (2.0, 4.0, 8.0, 16.0)
_PATIENCE = 5


def wait_before_again(error: errors.GeminiError, failures: int) -> float | None:
    """Return the seconds to wait before an attempt after `failures` failed ones; None when the user has to decide."""
    if isinstance(error, errors.Unreachable):
        return _UNREACHED[failures - 1] if failures <= len(_UNREACHED) else None
    if failures > _PATIENCE:
        return None
    if isinstance(error, errors.RateLimited):
        wait = error.wait
    elif isinstance(error, errors.Overloaded):
        wait = error.wait if error.wait is not None else _BUSY[min(failures, len(_BUSY)) - 1]
    else:
        return None
    return wait if wait is not None and wait <= _LONGEST_WAIT else None
