"""Every failure and outcome has a sentence of its own, the record says what the moment said, and no key gets in."""

import importlib
import json
import pkgutil
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from PySide6.QtCore import QLocale, QObject
from PySide6.QtWidgets import QApplication

import studio.generation
from studio.gemini import errors
from studio.gemini.download_errors import DownloadError, LinkRefused
from studio.gemini.errors import Charge, GeminiError
from studio.gemini.fitting import LeftOut
from studio.gemini.fitting import Why as Why_
from studio.gemini.hiding import Hiding
from studio.gemini.reasons import BLOCK_REASONS, FINISH_REASONS
from studio.gemini.refusal import read_refusal
from studio.gemini.tuning import LEVELS, THRESHOLDS, Setting
from studio.generation.errors import GenerationError, InputRefused, NoRoom, NothingToContinue, NotKept, TooMuchToSend
from studio.generation.foresee import Foreseen
from studio.generation.input_notes import ColoursConverted, Converted, FirstFrameOnly, MetadataRemoved, TurnedUpright
from studio.generation.keep import CHARGES, failure_json
from studio.generation.refused import refusal_json
from studio.generation.replay import Decision, Reason
from studio.generation.wish import JobState, Progress
from studio.library.errors import DiskFull, LibraryError, UnknownTurn
from studio.profile.errors import KeyringLocked, NoKeyring, ProfileError
from studio.sandbox.errors import CannotListen
from studio.ui.sentences.plans import Plans
from studio.ui.words import Fix, Said, Words
from studio.workbench.draft import Lack, NotReady
from studio.workbench.job import Waits, Why

KEY = "sk-canary-0123456789abcdef"
NOON = 1_795_348_800.0  # 22 November 2026, 12:00 UTC
UNPAID = {"NoRoom", "NothingToContinue", "NoImageToContinue", "TooMuchToSend", "WishUnreadable"}


@pytest.fixture
def words(qapp: QApplication) -> Words:
    return Words(locale=QLocale(QLocale.Language.English), clock=lambda: NOON)


def family(root: type[Exception]) -> Iterator[type[Exception]]:
    """A class and all that come from it in the program, each once."""
    for package in ("gemini", "generation", "library", "profile"):
        found = importlib.import_module(f"studio.{package}")
        for module in pkgutil.iter_modules(found.__path__):
            importlib.import_module(f"studio.{package}.{module.name}")
    seen, left = [], [root]
    while left:
        each = left.pop()
        seen.append(each)
        left += [child for child in each.__subclasses__() if child.__module__.startswith("studio.")]
    return iter(dict.fromkeys(seen))


def made(kind: type[Exception]) -> Exception:
    """One of a kind, however it wants to be made."""
    cause = DiskFull("Writing a picture: the disk is full.")
    ways: tuple[Any, ...] = (
        lambda: kind("host.example did something."),
        lambda: kind(),
        lambda: kind("host.example timed out.", phase="read", seconds=300.0),
        lambda: kind(Charge.MAYBE),
        lambda: kind(64 << 20),
        lambda: kind(20_000_000, 18_000_000, continues=True),
        lambda: kind("host.example refused.", 404),
    )
    if kind is NotKept:
        return NotKept(cause)
    if kind is errors.Cancelled:
        return errors.Cancelled(Charge.MAYBE)
    if kind is NoRoom:
        return NoRoom(64 << 20)
    if issubclass(kind, InputRefused):
        return kind("otter.png")
    for way in ways:
        try:
            error = way()
        except TypeError:
            continue
        assert isinstance(error, Exception)
        return error
    raise AssertionError(f"{kind} cannot be made")


def whole(said: Said) -> str:
    return " ".join(map(str, said))


def is_finished(text: str) -> bool:
    return text.endswith((".", "”", "?")) and "{" not in text and "}" not in text and "  " not in text


@pytest.mark.parametrize("root", [GeminiError, GenerationError, LibraryError, ProfileError, DownloadError])
def test_every_kind_of_failure_has_a_sentence_of_its_own(words: Words, root: type[Exception]) -> None:
    sentences: dict[str, str] = {}
    for kind in family(root):
        said = words.error(made(kind))
        assert is_finished(said.what), kind
        assert said.what != "Studio made a mistake of its own.", kind
        assert said.what not in sentences, f"{kind.__name__} and {sentences[said.what]} say the same"
        assert not said.advice or is_finished(said.advice), kind
        assert all(words.fix(fix) for fix in said.fixes)
        # Refused is what RequestInvalid is called when nothing more is known: they may say the same.
        if kind is not errors.Refused:
            sentences[said.what] = kind.__name__
    assert len(sentences) > 6


def test_every_failure_of_a_request_says_what_to_do_or_lets_it_be_done(words: Words) -> None:
    for kind in family(GeminiError):
        said = words.error(made(kind))
        assert said.fixes, kind
        assert said.advice or kind is errors.Cancelled, kind


@pytest.mark.parametrize("charge", list(Charge))
@pytest.mark.parametrize("free", [False, True])
def test_the_record_says_after_a_restart_what_the_moment_said(words: Words, charge: Charge, free: bool) -> None:
    for kind in family(GeminiError):
        failure = made(kind)
        assert isinstance(failure, GeminiError)
        failure.host, failure.said, failure.status, failure.charge = "host.example", "No such thing.", 403, charge
        if isinstance(failure, errors.ModelUnknown):
            failure.model, failure.successor = "old-model", "new-model"
        if free:
            failure.cost_nothing()
        kept = json.loads(json.dumps(failure_json(failure)))
        said = words.error(failure)
        assert words.failure(kept, CHARGES[failure.charge]) == said
        if isinstance(failure, errors.Refused | errors.ReplyBroken | errors.TimedOut):
            assert "host.example" in said.what


def test_what_could_not_be_begun_is_told_after_a_restart_as_it_was_at_the_time(words: Words) -> None:
    for kind in (KeyringLocked, NoKeyring, DiskFull):
        said = words.failure(refusal_json(made(kind)), "none")
        assert (said.what, said.advice) == (words.error(made(kind)).what, words.error(made(kind)).advice)
        assert said.money == "Nothing was charged."


def test_a_record_without_facts_or_of_a_newer_version_is_still_told(words: Words) -> None:
    old = words.failure({"kind": "Unreachable", "message": "x cannot be reached: no such host."}, "none")
    assert old.what == "The server cannot be reached."
    assert old.detail == "x cannot be reached: no such host."
    newer = words.failure({"kind": "MoonInTheWay", "message": "The moon is in the way.", "advice": "Wait."}, "maybe")
    assert newer[:3] == ("The moon is in the way.", "It may have been charged.", "Wait.")
    assert words.failure(None, None).what == "The request to the server brought nothing."


def test_money_is_told_as_it_is_and_not_at_all_where_it_is_free(words: Words) -> None:
    refused = words.error(errors.KeyRefused("…", status=401))
    assert refused.money == "Nothing was charged."
    cut = errors.ReplyCut("…")
    assert words.error(cut).money == "It may have been charged."
    assert words.error(cut).advice == "Ask again only if you accept paying twice."
    cut.charge = Charge.YES
    assert words.error(cut)[1:3] == ("It was charged.", "What had arrived is kept. Asking again costs once more.")
    cut.cost_nothing()
    assert words.error(cut)[1:3] == ("", "Ask again.")
    free = words.error(errors.TimedOut("…", phase="total", seconds=900), free=True)
    assert free[:3] == ("The server did not finish within 15 min.", "", "Ask again.")
    for kind in (*family(LibraryError), *family(ProfileError)):
        assert words.error(made(kind)).money == ""
        assert words.error(made(kind), asked=True).money == "Nothing was charged."
        assert words.error(made(kind), asked=True, free=True).money == ""
    for kind in family(GenerationError):
        said = words.error(made(kind))
        expected = "It may have been charged." if kind is NotKept else "Nothing was charged."
        assert said.money == (expected if kind.__name__ in UNPAID or kind is NotKept else "")
    assert words.error(NoRoom(1), free=True).money == ""


@pytest.mark.parametrize(
    ("charge", "free", "said"),
    [
        (Charge.NO, False, "You cancelled this. Nothing was charged."),
        (Charge.NO, True, "You cancelled this. Nothing was charged."),
        (Charge.MAYBE, True, "You cancelled this. Nothing was charged."),
        (Charge.MAYBE, False, "You cancelled this after it had been sent. It may have been charged."),
        (Charge.YES, False, "You cancelled this after it had been sent. It was charged."),
    ],
)
def test_whoever_cancels_is_always_told_of_money(words: Words, charge: Charge, free: bool, said: str) -> None:
    cancelled = errors.Cancelled(charge)
    assert words.error(cancelled, free=free, asked=True).sentence == said
    if free:
        cancelled.cost_nothing()
    kept = json.loads(json.dumps(failure_json(cancelled)))
    assert words.failure(kept, CHARGES[cancelled.charge]).sentence == said


@pytest.mark.parametrize("kind", [errors.ModelUnknown, errors.PathUnknown])
def test_streaming_is_doubted_where_it_may_be_what_is_not_known(
    words: Words, kind: type[errors.ModelUnknown | errors.PathUnknown]
) -> None:
    failure = kind("…")
    assert "streaming" not in words.error(failure).advice
    failure.streamed = True
    assert "turn streaming off" in words.error(failure).advice
    assert "turn streaming off" in words.failure(json.loads(json.dumps(failure_json(failure))), "none").advice


def test_a_stream_with_too_much_in_it_is_to_be_asked_for_in_one_piece(words: Words) -> None:
    failure = errors.ReplyTooLarge("…")
    assert "treaming" not in words.error(failure).advice
    kept = json.loads(json.dumps(failure_json(failure.as_streamed())))
    line = words.failure(kept, "maybe")
    assert "What came of its images is kept." in line.sentence
    assert line.advice == "Turn streaming off for this connection. Ask again only if you accept paying twice."


def test_the_ways_out_fit_the_failure(words: Words) -> None:
    assert words.error(errors.KeyRefused("…")).fixes == (Fix.KEY, Fix.AGAIN)
    assert words.error(errors.Unreachable("…")).fixes == (Fix.AGAIN, Fix.CONNECTION)
    assert words.error(errors.TimedOut("…", phase="read")).fixes == (Fix.AGAIN, Fix.SETTINGS)
    assert words.error(errors.ModelUnknown("…")).fixes[0] == Fix.EDIT
    assert words.error(TooMuchToSend(2, 1, continues=True)).fixes[0] == Fix.CONTINUE_LAST_IMAGE
    assert words.error(TooMuchToSend(2, 1, continues=False)).fixes == (Fix.EDIT,)
    for paid in (errors.ServerFailed, errors.ReplyCut, errors.Interrupted):
        said = words.error(made(paid))
        assert words.fix(said.fixes[0]) == "Ask again"
        assert "twice" in said.advice


def test_what_is_known_stands_in_the_sentence(words: Words) -> None:
    unreachable = errors.Unreachable("…", reason="unknown host")
    unreachable.host = "gateway.example"
    assert words.error(unreachable).what == "gateway.example cannot be found on the network."
    slow = errors.RateLimited("…", status=429, wait=12)
    assert words.error(slow).advice == "Wait 12 s, then ask again."
    assert words.error(TooMuchToSend(24_100_000, 18_000_000, continues=True)).what == (
        "The request would have 24 MB; more than 18 MB are often refused."
    )
    assert words.error(NothingToContinue("a {curly} otter")).what.startswith("“a {curly} otter” brought no whole reply")
    assert words.error(InputRefused("{0}.png")).what == "“{0}.png” cannot be used."
    full = words.error(NotKept(DiskFull("…")))
    assert full.what.endswith("The disk of the library is full.")
    assert full.fixes == (Fix.SHOW_FOLDER,)
    assert words.error(LinkRefused("…", 403)).what.endswith("with status 403.")


def test_the_sandbox_is_called_as_its_place_in_the_sentence_wants(words: Words) -> None:
    cut, busy = errors.ReplyCut("…"), errors.RateLimited("…")
    cut.host = busy.host = "The sandbox"
    assert words.error(cut).what == "The connection to the sandbox broke before the whole reply was there."
    assert words.error(busy).what == "The sandbox asks to slow down: too many requests."
    cut.host = "RouterHub"
    assert words.error(cut).what == "The connection to RouterHub broke before the whole reply was there."


def test_every_reason_for_which_history_stays_behind_is_told_before_and_after(words: Words) -> None:
    plans = Plans(words)
    for reason in get_args(Reason):
        decision = Decision("turn", reason, "image")
        why = words.history_reason(reason)
        assert why != reason, f"{reason} has no words"
        assert plans.replays(Foreseen((decision,), 1, continues=True), 3).endswith(f"goes along: {why}.")
        assert words.decision(decision.as_json()).endswith(f"was sent: {why}.")


def test_a_child_that_nobody_thought_of_is_told_as_its_parent_and_a_stranger_as_a_mistake(words: Words) -> None:
    class LockedTight(KeyringLocked):
        pass

    class Lost(UnknownTurn):
        pass

    assert words.error(LockedTight("…")).what == words.error(KeyringLocked("…")).what
    assert words.error(Lost("…")).what == words.error(UnknownTurn("…")).what
    stranger = words.error(ZeroDivisionError("by zero"))
    assert stranger.what == "Studio made a mistake of its own."
    assert stranger.detail == "ZeroDivisionError: by zero"


def test_what_a_draft_lacks_and_a_sandbox_that_does_not_start(words: Words) -> None:
    said = [words.error(NotReady(lack)) for lack in Lack]
    assert len({each.what for each in said}) == len(Lack)
    assert all(each.advice and is_finished(each.what) for each in said)
    assert words.error(CannotListen("…")).what == "The sandbox cannot be started on this machine."


def test_a_key_that_a_server_quotes_is_not_told(words: Words) -> None:
    for spelling in (KEY, KEY.replace("-", "%2D")):
        body = json.dumps({"error": {"code": 400, "status": "X", "message": f"Bad key {spelling}, sorry."}}).encode()
        for status in (400, 401, 403, 404, 413, 429, 500, 503):
            refused = read_refusal(status, {}, body, host="host.example", hide=Hiding(KEY).in_words)
            for said in (words.error(refused), words.failure(failure_json(refused), "none")):
                assert "canary" not in whole(said)
                assert "canary" not in json.dumps(failure_json(refused))
                assert "sorry" in whole(said)


@pytest.mark.parametrize("reason", FINISH_REASONS)
def test_every_finish_reason_has_a_sentence(words: Words, reason: str) -> None:
    said = words.outcome(turn("nothing"), {"finishReason": reason}, "maybe")
    assert is_finished(said.what)
    assert is_finished(said.advice)
    assert reason not in said.what
    assert said.fixes
    assert said.money == "It may have been charged."


@pytest.mark.parametrize("reason", BLOCK_REASONS)
def test_every_block_reason_has_a_sentence(words: Words, reason: str) -> None:
    facts = {"finishReason": "STOP", "blockReason": reason, "finishMessage": "Not this."}
    said = words.outcome(turn("blocked"), facts, "none")
    assert is_finished(said.what)
    assert reason not in said.what
    assert said.money == ""
    assert said.detail == "The provider says: “Not this.”"


def test_outcomes_without_a_reason_and_with_an_unknown_one(words: Words) -> None:
    assert words.outcome(turn("words"), {"finishReason": "STOP"}).what == (
        "The model answered in words and drew nothing."
    )
    assert words.outcome(turn("nothing"), {}).what == "The model sent neither a picture nor a word."
    assert words.outcome(turn("nothing"), {"finishReason": "TIRED"}).what == "The model stopped with TIRED."
    assert words.outcome(turn("blocked"), {"blockReason": "RAIN"}).what == "The prompt was blocked with RAIN."
    assert words.remark({"finishReason": "STOP"}) == ""
    assert words.remark({"finishReason": "MAX_TOKENS"}).endswith("cut off at the model's output limit.")


def turn(outcome: str) -> Any:
    return SimpleNamespace(outcome=outcome)


def job(state: JobState, **progress: Any) -> Any:
    return SimpleNamespace(progress=Progress(state, **progress), waits=None)


def test_a_job_in_the_queue_tells_what_it_waits_for(words: Words) -> None:
    def queued(waits: Waits, connection: str | None = "RouterHub") -> str:
        name = connection or "sandbox"
        return words.job(SimpleNamespace(waits=waits, connection=name, connection_id=connection))  # type: ignore[arg-type]

    assert queued(Waits(Why.WRITING)) == "Queued"
    assert queued(Waits(Why.PAUSED)) == "Queued: the queue is paused"
    assert queued(Waits(Why.ROOM, 2)) == "Queued: RouterHub takes 2 at once"
    assert queued(Waits(Why.ROOM, 2), None) == "Queued: the sandbox takes 2 at once"
    assert queued(Waits(Why.RATE, 3, 12)) == "Queued for 12 s: RouterHub takes 3 a minute"


def test_a_job_tells_how_far_it_is(words: Words) -> None:
    slow = job(JobState.WAITING, wait=37.0, failure=errors.RateLimited("…", wait=37))
    assert words.job(job(JobState.QUEUED)) == "Queued"
    assert words.job(job(JobState.SENDING, bytes=1_234_567)) == "Sending 1.2 MB"
    assert words.job(job(JobState.THINKING)) == "Thinking"
    assert words.job(job(JobState.RECEIVING, bytes=3_200_000)) == "Receiving 3.2 MB"
    assert (words.job(slow), words.why_waiting(slow)) == ("Tries again in 37 s", "There were too many requests.")
    unknown = job(JobState.WAITING, wait=0.3)
    assert (words.job(unknown), words.why_waiting(unknown)) == ("Tries again in 1 s", "")
    for state in JobState:
        assert words.job(job(state)) != state.value


def test_money_in_figures(words: Words) -> None:
    assert words.money(67_000) == "$0.067"
    assert words.money(268_000, estimated=True) == "≈ $0.27"
    assert words.money(39_000, estimated=True) == "≈ $0.039"
    assert words.money(810_000) == "$0.81"
    assert words.money(12_404_000) == "$12.40"
    assert words.money(120) == "under $0.001"
    assert words.money(0) == "$0.00"
    assert words.money(None) == ""
    assert words.money(None, free=True) == "free"
    german = Words(locale=QLocale(QLocale.Language.German))
    assert german.money(67_000) == "$0,067"


def test_bytes_durations_and_pixels(words: Words) -> None:
    assert words.bytes(412_300) == "412 kB"
    assert words.bytes(3_200_000) == "3.2 MB"
    assert words.bytes(24_100_000) == "24 MB"
    assert [words.seconds(value) for value in (0.2, 14, 60, 125, 3840)] == [
        "0 s",
        "14 s",
        "1 min",
        "2 min 5 s",
        "1 h 4 min",
    ]
    assert words.pixels(1376, 768) == "1376 × 768"


def test_times_by_the_clock_of_the_user(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    british = Words(locale=QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom), clock=lambda: NOON)
    now, hour, day = round(NOON * 1000), 3_600_000, 86_400_000
    assert british.when(now - 5_000) == "now"
    assert british.when(now - hour) == "11:00"
    assert british.when(now - day) == "Yesterday 12:00"
    assert british.when(now - 19 * day) == "3 Nov 12:00"
    assert british.when(now - 400 * day) == "18 Oct 2025"
    assert [british.day(now - days * day) for days in (0, 1, 3, 40, 400)] == [
        "Today",
        "Yesterday",
        "Last 7 days",
        "October",
        "October 2025",
    ]
    monkeypatch.undo()
    time.tzset()


def test_notes_decisions_and_differences(words: Words) -> None:
    notes = [
        Converted("HEIC", "PNG"), TurnedUpright(), FirstFrameOnly("page"), FirstFrameOnly("frame"),
        ColoursConverted(), MetadataRemoved(),
    ]  # fmt: skip
    said = [words.note(note) for note in notes]
    assert said[0] == "Converted from HEIC to PNG"
    assert len(set(said)) == len(notes)
    for reason in ("another model", "another endpoint", "no signatures", "cut off"):
        kept = words.decision({"reason": reason, "image_id": "1"})
        assert kept != words.decision({"reason": reason, "image_id": None})
        assert is_finished(kept)
    asked = {"aspectRatio": "16:9", "imageSize": "4K", "seed": None}
    image: Any = SimpleNamespace(width=1376, height=768)
    assert words.difference(asked, image) == "Asked 4K 16:9, got 1376 × 768"
    assert words.difference({"aspectRatio": "16:9", "imageSize": None}, image) == ""
    assert words.difference(asked, SimpleNamespace(width=None, height=None)) == ""  # type: ignore[arg-type]


def test_what_was_left_out_is_named_with_what_it_stood_at_and_who_does_not_take_it(words: Words) -> None:
    def told(setting: str, value: object, why: Why_) -> str:
        return words.decision(LeftOut(setting, value, why).as_json("t"))  # type: ignore[arg-type]

    assert told("thinkingLevel", "HIGH", Why_.MODEL) == "Not sent: Thinking: High. The model does not take it."
    assert told("webSearch", True, Why_.SERVER) == "Not sent: Web search. This connection does not take it."
    cached = told("systemInstruction", "A long text.", Why_.CACHE)
    assert cached == "Not sent: System instruction. The cached content brings its own."
    assert told("imageSize", "2K", Why_.MODEL) == "Not sent: 2K. The model does not take it."
    for setting in Setting:
        assert words.tunings.name(setting) != setting.value, "it has a name that people read"
    for value in (*LEVELS, *THRESHOLDS):
        assert words.tunings.value(value) != value
    for why in Why_:
        assert is_finished(words.tunings.why(why))
        assert words.tunings.why_short(why)


def left(fate: str, images: int = 0, free: bool = False, in_trash: bool = False) -> Any:
    turn = SimpleNamespace(prompt="A cute {baby} otter\n" * 19, created=0, connection="{far}")
    return SimpleNamespace(turn=turn, fate=fate, images=[None] * images, free=free, in_trash=in_trash)


def test_what_an_earlier_run_left_is_told_in_one_sentence_and_one_by_one(words: Words) -> None:
    said = words.left_behind
    kept, lost, free, unsent = left("kept", 1), left("unknown"), left("unknown", free=True), left("never sent")
    assert said.heading([kept, lost]) == (
        "2 requests were interrupted: one image had arrived and was kept; one may have been charged."
    )
    assert said.heading([free]) == "One request was interrupted: one was free."
    assert "3 images had arrived" in said.heading([kept, left("kept", 2), unsent])
    assert said.heading([unsent, unsent]).endswith(": 2 were never sent.")
    assert len({said.fate(each) for each in (kept, left("kept", 2), lost, free, unsent)}) == 5
    assert said.facts(left("unknown", in_trash=True)).startswith("{far} · ")
    assert said.facts(left("unknown", in_trash=True)).endswith(" · in the trash")
    assert said.prompt(lost.turn.prompt).startswith("A cute {baby} otter A cute")
    assert said.prompt(lost.turn.prompt).endswith("…")
    assert said.waiting(1) != said.waiting(2)


def test_importing_words_loads_nothing_heavy() -> None:
    import subprocess
    import sys

    code = (
        "import sys; import studio.ui.words;"
        "heavy = {'httpx', 'keyring', 'PIL', 'sqlite3', 'asyncio', 'studio.gemini.errors', 'studio.library.library'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=_root())
    assert done.stdout.strip() == "[]"


def test_every_sentence_can_be_translated() -> None:
    """Only `self.tr` with a literal gets into the catalogue, in a QObject whose name is its context."""
    import ast

    folder = _root() / "studio" / "ui"
    for path in [folder / "words.py", *(folder / "sentences").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "tr":
                assert isinstance(node.func.value, ast.Name), path
                assert node.func.value.id == "self", path
                assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"
    assert issubclass(Words, QObject)


def _root() -> Path:
    return Path(studio.generation.__path__[0]).parent.parent
