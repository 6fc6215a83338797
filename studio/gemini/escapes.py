"""The escape sequences of a JSON string: nothing that cuts it or masks a piece of it may stop within one."""

_BACKSLASH = b"\\"
_LONGEST = 6  # \u00e9


def is_escaped(text: bytes | bytearray, position: int, start: int = 0) -> bool:
    """Return whether the character at a position is escaped: an odd run of backslashes stands before it."""
    for window in (8, 4096, position):  # a run may fill the whole text, but hardly ever does
        tail = text[max(start, position - window) : position]
        run = len(tail) - len(tail.rstrip(_BACKSLASH))
        if run < len(tail) or position - window <= start:
            break
    return run % 2 == 1


def begin_of(text: bytes | bytearray, position: int) -> int:
    """Return where the escape begins that a position stands within, or else the position; the text begins within none.

    At the end of a text this is where one begins that it cuts off.
    """
    slash = text.rfind(_BACKSLASH, max(0, position - _LONGEST + 1), position)
    if slash < 0 or is_escaped(text, slash) or slash + _length(text, slash) <= position:
        return position
    return slash


def end_of(text: bytes | bytearray, position: int) -> int:
    """Return where the escape ends that a position stands within, or else the position."""
    begin = begin_of(text, position)
    return position if begin == position else min(len(text), begin + _length(text, begin))


def _length(text: bytes | bytearray, slash: int) -> int:
    return _LONGEST if text[slash + 1 : slash + 2] == b"u" else 2
