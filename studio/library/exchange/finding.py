"""Which conversation is meant by a few letters."""

from studio.library.errors import AmbiguousTurn, UnknownTurn
from studio.library.ids import is_id
from studio.library.library import Library
from studio.library.records import Conversation

_ENDING = "SELECT id FROM conversation WHERE substr(id, ?) = ? LIMIT 2"
_HEXADECIMAL = frozenset("0123456789abcdef")


def find_conversation(library: Library, text: str) -> Conversation:
    """Return the conversation with this id or unique ending of one, of its own or of a turn or picture in it.

    `last` is the one changed last. UnknownTurn for none, AmbiguousTurn for several.
    """
    wanted = text.strip().lower()
    if wanted == "last":
        newest = library.conversations.newest(1)
        if not newest:
            raise UnknownTurn("There is no conversation yet. Generate a picture first.")
        return newest[0]
    found = library.database.rows(_ENDING, (-len(wanted), wanted)) if _is_ending(wanted) else []
    if len(found) > 1:
        raise AmbiguousTurn(f"Several conversations end in “{text}”. Give more letters of the id.")
    conversation_id: str = found[0]["id"] if found else library.turns.find(text).conversation_id
    return library.conversations.get(conversation_id)


def _is_ending(text: str) -> bool:
    return is_id(text) or (0 < len(text) < 32 and set(text) <= _HEXADECIMAL)
