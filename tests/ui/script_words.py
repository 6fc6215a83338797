"""What the window says of a turn that has ended: on its tile, and under it."""

from studio.generation.wish import Finished
from studio.library.library import Library
from studio.ui.words import Words


def said_in_window(words: Words, library: Library, finished: Finished) -> str:
    """All of it as lines, from what the record keeps."""
    turn = library.turns.get(finished.turn.id)
    last = library.turns.attempts(turn.id)[-1]
    facts = library.turns.facts(last.id)
    lines: list[str] = []
    if last.failure is not None:
        said = words.failure(last.failure, last.charge)
        lines += [said.sentence]
    elif not finished.images:
        said = words.outcome(turn, facts, last.charge)
        lines += [said.sentence, said.detail]
    else:
        mains = [image for image in finished.images if image.role == "main"]
        lines += [words.difference(turn.settings, image) for image in mains] + [words.remark(facts)]
    lines += words.beside.notices(turn.model, facts, has_image=bool(finished.images))
    return "\n".join(line for line in lines if line)
