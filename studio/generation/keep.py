"""From a landed reply to what the library keeps of it; the same for a reply just received and for a recovered one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from studio.gemini.base64_text import DATA_URI_FAULT
from studio.gemini.beside import Source
from studio.gemini.capabilities import ModelRow
from studio.gemini.documents import read_beginning
from studio.gemini.elsewhere import Embedded, Linked, without_pictures
from studio.gemini.errors import Charge, GeminiError, ReplyUnreadable
from studio.gemini.outcome import Outcome, OutcomeKind, ReceivedImage
from studio.gemini.response import read_outcome, rescue_images, with_images_found, words_of
from studio.gemini.wire import Hole
from studio.generation.elsewhere import Stray, take_fetched, take_out, words_around
from studio.generation.forms import holes_of
from studio.generation.prepare import probe
from studio.library import records
from studio.library.records import Commit, EndState, Json, Landed, LandedHole, Picture

_LONGEST_WORDS = 1 << 20
_UNCHARGED = re.compile(
    r"\b(will|were) not be(en)? charged\b", re.IGNORECASE
)  # Google says so of some that it holds back
_GONE_MEANWHILE = "The request was ended before it was fetched."
CHARGES: Mapping[Charge, records.Charge] = {Charge.NO: "none", Charge.MAYBE: "maybe", Charge.YES: "yes"}


@dataclass(frozen=True, slots=True)
class Kept:
    """What a landed reply amounts to: the commit for the library, and its meaning."""

    commit: Commit
    outcome: Outcome | None
    failure: GeminiError | None

    def free(self) -> "Kept":
        """Return the same of an endpoint that asks for no money."""
        commit = replace(self.commit, charge="none")
        if self.failure is not None:
            self.failure.cost_nothing()
            commit = replace(commit, failure=failure_json(self.failure))
        return replace(self, commit=commit)


def read_landed(landed: Landed, *, host: str, row: ModelRow, when: int, lost: Sequence[Source] = ()) -> Kept:
    """Read a reply that has landed; a failure in the result when it is none that can be used. Blocks on the disk.

    `lost` are those of its links that brought nothing.
    """
    try:
        outcome = read_outcome(landed.skeleton, holes_of(landed), host=host)
    except GeminiError as error:
        error.host = host
        return rescue_landed(landed, error, state="failed", when=when)
    pictures = _pictures(outcome.images, landed)
    if outcome.images and not pictures:
        return _unopenable(outcome, landed, host=host, when=when)
    if outcome.elsewhere:
        fetched, missing = take_fetched(outcome.elsewhere, landed.folder)
        strays = [*take_out(outcome.elsewhere, landed), *fetched]
        pictures = _stray_pictures(strays)
        if not pictures and (strays or any(hole.form.fault for hole in holes_of(landed))):
            return _unopenable(outcome, landed, host=host, when=when)
        outcome = _with_lost(with_images_found(outcome) if pictures else outcome, _told(missing, lost))
    commit = Commit(
        state="done",
        ended=when,
        charge="yes" if pictures else "none" if _is_uncharged(outcome) else "maybe",
        outcome=outcome.kind.value,
        words=_words(outcome.words, landed, links=bool(outcome.elsewhere and pictures)),
        content=(outcome.content.start, outcome.content.end) if outcome.content else None,
        pictures=pictures,
        facts=_facts(outcome),
        http_status=200,
        actual_micros=_cost(outcome, pictures, row),
    )
    return Kept(commit, outcome, None)


def _cost(outcome: Outcome, pictures: Sequence[Picture], row: ModelRow) -> int | None:
    if outcome.usage is None:
        return None
    charged = [each for each in pictures if each.role != "thought"]
    drawn = [(each.width, each.height) for each in charged if each.width and each.height]
    return row.cost(row.told_apart(outcome.usage, drawn))


def _unopenable(outcome: Outcome, landed: Landed, *, host: str, when: int) -> Kept:
    """Keep the bytes of a reply whose every picture is damaged or none, but show none of them as a picture."""
    failure = ReplyUnreadable(f"What {host} sent as a picture cannot be opened; its bytes are kept in the library.")
    failure.host = host
    commit = Commit(
        state="failed",
        ended=when,
        charge=CHARGES[failure.charge],
        words=_words(outcome.words, landed),
        facts=_facts(outcome),
        failure=failure_json(failure),
        http_status=200,
    )
    return Kept(commit, outcome, failure)


def rescue_landed(landed: Landed, failure: GeminiError, *, state: EndState, when: int) -> Kept:
    """Keep what arrived of a reply that broke off or cannot be read: every whole picture, never to be sent again.

    Of a stream the words too, which somebody has been reading.
    """
    holes = holes_of(landed)
    texts = [Embedded(0, hole) for hole in holes if hole.kind == "text" or hole.form.fault == DATA_URI_FAULT]
    pictures = _pictures(rescue_images(holes), landed) or _stray_pictures(take_out(texts, landed))
    if pictures:
        failure.charge = Charge.YES
    commit = Commit(
        state=state,
        ended=when,
        charge=CHARGES[failure.charge],
        outcome=OutcomeKind.CUT_OFF.value if pictures else None,
        words=_words(words_of(read_beginning(landed.skeleton, holes)), landed),
        pictures=pictures,
        failure=failure_json(failure),
        http_status=failure.status,
    )
    return Kept(commit, None, failure)


def failure_json(failure: GeminiError) -> Json:
    """Return a failure as the record keeps it."""
    return {"kind": failure.kind, "message": failure.message, "advice": failure.advice, "facts": failure.facts}


def _pictures(images: Sequence[ReceivedImage], landed: Landed) -> tuple[Picture, ...]:
    """Return those images that open, each by what its bytes are; should the main one not, the last of them is main."""
    by_number = {hole.number: hole for hole in landed.holes}
    found = [
        Picture(image.hole.number, image.part, image.role.value, seen.type, seen.width, seen.height)
        for image in images
        if image.hole.number in by_number and (seen := probe(by_number[image.hole.number].path)) is not None
    ]
    if found and not any(picture.role == "main" for picture in found):
        found[-1] = replace(found[-1], role="main")
    return tuple(found)


def _stray_pictures(strays: Sequence[Stray]) -> tuple[Picture, ...]:
    """Return those of the pictures that stood elsewhere which open; the last of them is main."""
    seen = [(stray, found) for stray in strays if (found := probe(stray.file.path)) is not None]
    return tuple(
        Picture(
            None,
            stray.part,
            "main" if stray is seen[-1][0] else "draft",
            found.type,
            found.width,
            found.height,
            stray.file,
        )
        for stray, found in seen
    )


def _words(words: Sequence[str | Hole], landed: Landed, *, links: bool = False) -> str | None:
    """Return what the model said; a text too long for the skeleton is read from its hole.

    Pictures are taken out of it, and `links` to pictures that are there.
    """
    by_number = {hole.number: hole for hole in landed.holes}
    said = [word if isinstance(word, str) else _long_text(by_number[word.number]) for word in words]
    return "\n\n".join(each for text in said if (each := without_pictures(text, links=links))) or None


def _long_text(hole: LandedHole) -> str:
    written = words_around(hole.path, _LONGEST_WORDS)
    # As written between quotes: the escapes that matter for reading are undone, the exact text stays in the hole.
    return written.decode("utf-8", "replace").replace("\\n", "\n").replace('\\"', '"').replace("\\/", "/")


def _told(missing: Sequence[Linked], lost: Sequence[Source]) -> list[Source]:
    """Return the links without a picture, each with what is known of why."""
    known = {each.uri: each for each in lost}
    return [known.get(each.uri) or Source(each.uri, _GONE_MEANWHILE, "lost") for each in missing]


def _with_lost(outcome: Outcome, lost: Sequence[Source]) -> Outcome:
    """Return an outcome some of whose images were links that could not be fetched, with those links to be shown."""
    if not lost:
        return outcome
    beside = replace(outcome.beside, sources=(*outcome.beside.sources, *lost))
    if outcome.kind is OutcomeKind.IMAGES:
        return replace(outcome, beside=beside)
    explanation = f"Its image came as a link, and could not be fetched: {lost[-1].title} Open the link, or ask again."
    return replace(outcome, beside=beside, explanation=explanation)


def _is_uncharged(outcome: Outcome) -> bool:
    """Whether the provider itself says of a reply without an image that it costs nothing."""
    return outcome.kind is not OutcomeKind.IMAGES and bool(_UNCHARGED.search(outcome.finish_message))


def _facts(outcome: Outcome) -> Json:
    parts = outcome.content.parts if outcome.content else ()
    return {
        **outcome.beside.as_json(),
        **({"uncharged": True} if _is_uncharged(outcome) else {}),
        **({"onlyThought": True} if outcome.only_thought else {}),
        **({"elsewhere": True} if outcome.elsewhere and outcome.kind is OutcomeKind.IMAGES else {}),
        "finishReason": outcome.finish_reason,
        "finishMessage": outcome.finish_message,
        "blockReason": outcome.block_reason,
        "explanation": outcome.explanation,
        "modelVersion": outcome.model_version,
        "responseId": outcome.response_id,
        "usage": asdict(outcome.usage) if outcome.usage else None,
        "signed": bool(outcome.content and outcome.content.signed),
        "hasRole": bool(outcome.content and outcome.content.has_role),
        **({"parts": parts} if parts else {}),
    }
