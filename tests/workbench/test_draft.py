"""The draft: pictures taken in for real, into a real library, and the wishes made of it."""

import asyncio
import base64
import gc
import json
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage

from studio.gemini.capabilities import Capabilities
from studio.gemini.download_errors import LinkIsNoPicture
from studio.gemini.fitting import LeftOut, Why
from studio.gemini.tuning import Tuning
from studio.generation.errors import InputIsDrawing, InputMissing, InputNotAnImage, InputRefused
from studio.generation.input_notes import Converted, MetadataRemoved
from studio.library.library import Library
from studio.library.records import Turn
from studio.resources import read_json
from studio.workbench import taking_in
from studio.workbench.carrying import OWN_TYPE, key_of
from studio.workbench.draft import Draft, Lack, NotReady
from studio.workbench.draft_input import DraftInput, FolderCut, SettingsDropped
from studio.workbench.draft_settings import Estimate
from studio.workbench.sources import BytesSource, DataLinkSource, FileSource, ImageSource, LinkSource
from studio.workbench.taking_in import FolderWithoutPictures
from studio.workbench.tasks import Tasks
from tests.fakes.replies import picture
from tests.fakes.server import plain, serving
from tests.generation.painted import exif, paint, saved
from tests.library.making import new_turn
from tests.ui.waiting import until

CAPABILITIES = Capabilities.read(read_json("models/capabilities.json"))
PNG = picture()


@pytest.fixture(autouse=True)
def collected() -> None:
    """Collect the loops of earlier tests here: they hold QObjects, which must not end in a worker thread."""
    gc.collect()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go; nothing may be left there."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
async def draft(library: Library, scratch: Path) -> AsyncIterator[Draft]:
    tasks = Tasks()
    failed: list[object] = []
    tasks.failed.connect(lambda *failure: failed.append(failure))
    draft = Draft(tasks)
    draft.open(library, CAPABILITIES)
    yield draft
    draft.close()
    await tasks.close()
    assert not failed
    await until(lambda: not list(scratch.iterdir()), "the scratch folder to be empty")


@pytest.fixture
def closed() -> Draft:
    """A draft before there is a library: nothing is taken in."""
    draft = Draft(Tasks())
    draft.know(CAPABILITIES)
    return draft


@pytest.fixture
def turn(library: Library) -> Turn:
    return make_turn(library)


def make_turn(library: Library, parent: Turn | None = None, **changes: Any) -> Turn:
    new = new_turn(library, parent, **changes)
    with library.transaction():
        library.conversations.ensure(new.conversation_id, "Otters", 1)
        return library.turns.begin(new)


def states(draft: Draft) -> list[str]:
    return [each.state for each in draft.inputs]


async def settled(draft: Draft) -> tuple[DraftInput, ...]:
    await until(lambda: "preparing" not in states(draft), "pictures to be taken in")
    return draft.inputs


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., list[Path]]:
    def make(*names: str) -> list[Path]:
        for number, name in enumerate(names):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(picture(number))
        return [tmp_path / name for name in names]

    return make


async def test_files_are_taken_in_and_stay_as_they_were(draft: Draft, tmp_path: Path, library: Library) -> None:
    path = tmp_path / "otter ä.jpg"
    path.write_bytes(saved(paint(), "JPEG", exif=exif(6)))
    before = path.read_bytes(), path.stat().st_mtime_ns
    draft.add_files([path], "edit")
    assert (draft.inputs[0].state, draft.inputs[0].name, draft.inputs[0].role) == ("preparing", "otter ä.jpg", "edit")
    (ready,) = await settled(draft)
    assert ready.image is not None
    assert (ready.image.width, ready.image.height, ready.image.origin) == (32, 48, "imported")
    assert MetadataRemoved() in ready.notes
    assert library.images.absolute_path(ready.image).exists()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


async def test_several_stay_in_order_however_they_end(draft: Draft, files: Any, tmp_path: Path) -> None:
    first, third = files("b.png", "a.png")
    text = tmp_path / "second.txt"
    text.write_text("no picture")
    draft.add_files([first, text, third, tmp_path / "none.png"], "reference")
    inputs = await settled(draft)
    assert [each.name for each in inputs] == ["b.png", "second.txt", "a.png", "none.png"]
    assert [each.state for each in inputs] == ["ready", "refused", "ready", "refused"]
    assert isinstance(inputs[1].failure, InputNotAnImage)
    assert isinstance(inputs[3].failure, InputMissing)


async def test_what_is_dropped_before_the_library_is_open_waits(library: Library, files: Any) -> None:
    tasks = Tasks()
    draft = Draft(tasks)
    draft.prompt = "an otter"
    draft.model = "x"
    draft.add_files(files("a.png"), "reference")
    await asyncio.sleep(0)
    assert states(draft) == ["preparing"]
    draft.open(library, CAPABILITIES)
    (ready,) = await settled(draft)
    assert ready.state == "ready"
    await tasks.close()


async def test_a_folder_gives_its_pictures_by_name_and_at_most_fourteen(
    draft: Draft, files: Any, tmp_path: Path
) -> None:
    files(*(f"shots/{number}.png" for number in range(1, 18)), "shots/sub/x.png", "shots/.hidden.png", "last.png")
    (tmp_path / "shots" / "notes.txt").write_text("x")
    noticed: list[object] = []
    draft.noticed.connect(noticed.append)
    draft.add_files([tmp_path / "shots", tmp_path / "last.png"], "reference")
    await until(lambda: len(draft.inputs) == 15)
    inputs = await settled(draft)
    assert [each.name for each in inputs] == [*(f"{number}.png" for number in range(1, 15)), "last.png"]
    assert noticed == [FolderCut("shots", 17, 14)]
    assert str(noticed[0]) == "“shots” has 17 pictures; the first 14 were added"
    assert draft.crowd == 14


async def test_a_folder_without_pictures_says_so(draft: Draft, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    draft.add_files([folder], "edit")
    (refused,) = await settled(draft)
    assert isinstance(refused.failure, FolderWithoutPictures)
    assert isinstance(refused.failure, InputRefused)
    assert refused.failure.message == "“empty” is a folder without pictures."


async def test_pixels_bytes_and_data_links_are_taken_in(draft: Draft) -> None:
    pixels = QImage(30, 20, QImage.Format.Format_ARGB32)
    pixels.fill(QColor("teal"))
    link = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    gif = saved(paint(), "GIF")
    clipboard = QMimeData()
    clipboard.setImageData(pixels)
    assert draft.add_mime(clipboard, "reference")
    draft.add_sources(
        [BytesSource(gif, "a/b:c.gif"), DataLinkSource(link), DataLinkSource("data:image/png;base64,x")], "reference"
    )
    inputs = await settled(draft)
    assert [each.state for each in inputs] == ["ready", "ready", "ready", "refused"]
    sizes = [(each.image.width, each.image.height) for each in inputs if each.image]
    assert sizes == [(30, 20), (48, 32), (64, 48)]
    assert inputs[0].name == "", "nobody named it"
    assert Converted("GIF", "PNG") in inputs[1].notes
    drawing = DataLinkSource("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E")
    draft.add_sources([drawing], "reference")
    assert isinstance((await settled(draft))[-1].failure, InputIsDrawing)


async def test_a_link_is_fetched(draft: Draft) -> None:
    with serving(plain(PNG)) as server:
        draft.add_sources([LinkSource(f"{server.url}/pictures/otter.png?w=1")], "reference")
        (ready,) = await settled(draft)
        assert (ready.state, ready.name) == ("ready", "otter.png")
    with serving(plain(b"<!doctype html><title>Log in</title>")) as server:
        draft.add_sources([LinkSource(server.url)], "reference")
        assert isinstance((await settled(draft))[-1].failure, LinkIsNoPicture)


async def test_removing_a_picture_that_is_fetched_hangs_up(draft: Draft, files: Any) -> None:
    gone = Event()

    def hold(_: object, wire: Any) -> None:
        wire.until_gone()
        gone.set()

    with serving(hold) as server:
        draft.add_sources([LinkSource(server.url)], "reference")
        draft.add_files(files("next.png"), "reference")
        await until(lambda: server.requests)
        draft.remove(draft.inputs[0].id)
        await until(gone.is_set)
        (other,) = await settled(draft)
        assert (other.name, other.state) == ("next.png", "ready")


async def test_a_picture_removed_while_it_is_prepared_is_not_kept(
    draft: Draft, files: Any, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    import studio.generation.prepare as preparing

    begun, go_on, real = Event(), Event(), preparing.prepare

    def slow(path: Path, into: Path) -> Any:
        begun.set()
        go_on.wait(30)
        return real(path, into)

    monkeypatch.setattr(preparing, "prepare", slow)
    draft.add_files(files("a.png"), "reference")
    await until(begun.is_set)
    draft.remove(draft.inputs[0].id)
    assert draft.inputs == ()
    go_on.set()
    draft.add_files(files("b.png"), "reference")
    await settled(draft)
    assert [image.name for image in library.images.newest(9)] == ["b.png"]


async def test_images_of_the_library_are_ready_at_once(draft: Draft, files: Any, library: Library) -> None:
    draft.add_files(files("a.png"), "reference")
    image = (await settled(draft))[0].image
    assert image is not None
    draft.add_images([image], "edit")
    assert draft.inputs[1].state == "ready"
    assert draft.inputs[1].image == image
    carried = QMimeData()
    carried.setData(OWN_TYPE, json.dumps({"library": key_of(library.folder.root), "images": [image.id]}).encode())
    assert draft.add_mime(carried, "reference")
    assert (await settled(draft))[2].image == image, "no copy of what is here already"
    assert len(library.images.newest(9)) == 1


async def test_an_image_of_another_library_comes_by_its_file(draft: Draft, files: Any) -> None:
    (path,) = files("far.png")
    stranger = "0" * 32
    draft.add_sources([ImageSource(stranger, FileSource(path)), ImageSource(stranger)], "edit")
    far, lost = await settled(draft)
    assert (far.state, far.name) == ("ready", "far.png")
    assert isinstance(lost.failure, InputMissing)


async def test_ids_count_only_where_they_come_from(draft: Draft, files: Any, library: Library) -> None:
    (path,) = files("far.png")
    draft.add_files([path], "edit")
    image = (await settled(draft))[0].image
    assert image is not None
    carried = QMimeData()
    carried.setData(OWN_TYPE, json.dumps({"library": "a copy of this one", "images": [image.id]}).encode())
    assert not draft.add_mime(carried, "edit"), "there is nothing else in it"
    carried.setUrls([QUrl.fromLocalFile(str(path))])
    assert draft.add_mime(carried, "edit")
    assert draft.inputs[-1].source == FileSource(path)
    await settled(draft)


async def test_an_image_whose_type_cannot_be_sent_is_converted(draft: Draft, tmp_path: Path, library: Library) -> None:
    path = tmp_path / "old.bmp"
    path.write_bytes(saved(paint(), "BMP"))
    image = library.images.import_file(path, mime="image/bmp", width=48, height=32, name="old.bmp")
    draft.add_images([image], "reference")
    (ready,) = await settled(draft)
    assert ready.image is not None
    assert ready.image.blob.type == "image/png"


async def test_mime_without_pictures_adds_nothing(draft: Draft) -> None:
    text = QMimeData()
    text.setText("an otter")
    assert not draft.add_mime(text, "edit")
    assert draft.inputs == ()


async def test_no_room_for_temporary_files_is_told(draft: Draft, monkeypatch: pytest.MonkeyPatch, files: Any) -> None:
    def full(**_: object) -> Any:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(taking_in.tempfile, "TemporaryDirectory", full)
    draft.add_files(files("a.png"), "edit")
    (refused,) = await settled(draft)
    assert isinstance(refused.failure, InputRefused)
    assert "No space left" in str(refused.failure)


async def test_a_bug_while_taking_in_is_shown_and_told(
    library: Library, files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = Tasks()
    told: list[object] = []
    tasks.failed.connect(lambda name, error: told.append(error))
    draft = Draft(tasks)
    draft.open(library, CAPABILITIES)
    bug = RuntimeError("a bug")

    def broken(*_: object) -> None:
        raise bug

    monkeypatch.setattr(taking_in, "take_in", broken)
    draft.add_files(files("a.png"), "edit")
    (refused,) = await settled(draft)
    assert refused.failure is bug
    await until(lambda: told == [bug])
    await tasks.close()


# Order and nothing replaced.


@given(
    st.lists(
        st.tuples(st.sampled_from(["add", "remove", "move", "role", "label"]), st.integers(0, 5), st.integers(-2, 9))
    )
)
def test_pictures_keep_their_order_and_none_is_ever_replaced(moves: list[tuple[str, int, int]]) -> None:
    draft = Draft(Tasks())
    model: list[int] = []
    edited: set[int] = set()
    for verb, which, to in moves:
        known = {each.id: each for each in draft.inputs}
        some = model[which % len(model)] if model else 0
        if verb == "add":
            draft.add_sources([FileSource(Path(f"{to}.png"))] * (which % 3), "edit" if to % 2 else "reference")
            model += [each.id for each in draft.inputs if each.id not in known]
            edited |= {each.id for each in draft.inputs if each.id not in known and to % 2}
        elif verb == "remove":
            draft.remove(some)
            model = [each for each in model if each != some]
        elif verb == "move" and model:
            draft.move(some, to)
            model.remove(some)
            model.insert(max(0, min(to, len(model))), some)
        elif verb == "role":
            draft.set_role(some, "edit")
            edited.add(some)
        elif verb == "label":
            draft.set_label(some, "logo")
        model.sort(key=lambda each: each not in edited)
        assert [each.id for each in draft.inputs] == model, "what is edited leads, else behind what was there"
        for each in draft.inputs:
            if each.id in known:
                assert replace(each, role="edit", label=None) == replace(known[each.id], role="edit", label=None)
        labels = [each.label for each in draft.inputs if each.label]
        assert len(labels) == len(set(labels))


async def test_what_is_to_be_edited_is_sent_first(draft: Draft, files: Any, library: Library) -> None:
    draft.add_files(files("a.png", "b.png"), "reference")
    draft.add_files(files("c.png"), "edit")
    await settled(draft)
    assert [each.name for each in draft.inputs] == ["c.png", "a.png", "b.png"]
    told: list[None] = []
    draft.changed.connect(lambda: told.append(None))
    draft.move(draft.inputs[0].id, 2)
    draft.move(draft.inputs[2].id, 0)
    assert [each.name for each in draft.inputs] == ["c.png", "b.png", "a.png"]
    assert len(told) == 1
    draft.set_role(draft.inputs[2].id, "edit")
    draft.set_role(draft.inputs[0].id, "reference")
    draft.prompt = "as at night"
    (wish,) = draft.wishes(library.ids)
    assert [(given.image.name, given.role) for given in wish.inputs] == [
        ("a.png", "edit"),
        ("c.png", "reference"),
        ("b.png", "reference"),
    ]


async def test_moving_to_the_same_place_says_nothing(draft: Draft, files: Any) -> None:
    draft.add_files(files("a.png", "b.png"), "reference")
    inputs = await settled(draft)
    told: list[None] = []
    draft.changed.connect(lambda: told.append(None))
    draft.move(inputs[0].id, 0)
    draft.move(99, 0)
    draft.remove(99)
    draft.set_role(inputs[0].id, "reference")
    assert not told
    draft.move(inputs[0].id, 1)
    assert len(told) == 1


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("logo", "logo"),
        ("@logo", "logo"),
        (" my logo! ", "my-logo"),
        ("标志", "标志"),
        ("", None),
        ("@@", None),
        ("x" * 99, "x" * 24),
    ],
)
def test_a_short_name_can_stand_in_a_prompt(closed: Draft, typed: str, label: str | None) -> None:
    closed.add_sources([FileSource(Path("/none"))], "reference")
    closed.set_label(closed.inputs[0].id, typed)
    assert closed.inputs[0].label == label


def test_two_pictures_are_never_called_the_same(closed: Draft) -> None:
    closed.add_sources([FileSource(Path("/none"))] * 3, "reference")
    for each in closed.inputs:
        closed.set_label(each.id, "Logo")
    closed.set_label(closed.inputs[0].id, "Logo")
    assert [each.label for each in closed.inputs] == ["Logo", "Logo-2", "Logo-3"]


# Settings, wishes and what they cost.


async def test_a_draft_says_what_it_lacks(draft: Draft, files: Any, library: Library, tmp_path: Path) -> None:
    def lack() -> Lack:
        with pytest.raises(NotReady) as caught:
            draft.wishes(library.ids)
        return caught.value.lack

    assert lack() is Lack.PROMPT
    draft.prompt = " \n"
    assert lack() is Lack.PROMPT
    draft.prompt = "an otter"
    draft.model = " "
    assert lack() is Lack.MODEL
    draft.model = "gemini-3-pro-image"
    draft.add_files(files("a.png"), "reference")
    assert lack() is Lack.PREPARING
    await settled(draft)
    assert draft.lack is None
    draft.add_files([tmp_path / "none"], "reference")
    await settled(draft)
    assert lack() is Lack.REFUSED
    assert draft.lack is not None
    assert draft.lack.input == draft.inputs[1]
    draft.remove(draft.inputs[1].id)
    assert draft.wishes(library.ids)
    closed = Draft(Tasks())
    closed.prompt = closed.model = "x"
    assert closed.lack is not None
    assert closed.lack.lack is Lack.LIBRARY


def test_in_a_library_that_may_only_be_read_nothing_can_be_sent(library: Library) -> None:
    with Library.open(library.folder.root, read_only=True) as same:
        draft = Draft(Tasks())
        draft.prompt = "an otter"
        draft.open(same, CAPABILITIES)
        with pytest.raises(NotReady) as caught:
            draft.wishes(same.ids)
        assert caught.value.lack is Lack.READ_ONLY
        draft.close()


async def test_one_wish_is_made_for_each_variant(draft: Draft, files: Any, library: Library) -> None:
    draft.add_files(files("a.png", "b.png"), "reference")
    await settled(draft)
    draft.set_label(draft.inputs[1].id, "logo")
    draft.move(draft.inputs[1].id, 0)
    draft.prompt, draft.count, draft.seed = "  an otter\n", 3, 2**31 - 2
    draft.model, draft.aspect_ratio, draft.image_size = "gemini-3-pro-image", "16:9", "2K"
    wishes = draft.wishes(library.ids)
    assert len({wish.turn_id for wish in wishes}) == 3
    assert len({(wish.send_id, wish.conversation_id) for wish in wishes}) == 1
    assert [wish.seed for wish in wishes] == [2**31 - 2, 2**31 - 1, -(2**31)]
    first = wishes[0]
    assert (first.prompt, first.model, first.origin, first.parent) == (
        "an otter",
        "gemini-3-pro-image",
        "variant",
        None,
    )
    assert (first.aspect_ratio, first.image_size) == ("16:9", "2K")
    assert [(entry.image, entry.role, entry.name) for entry in first.inputs] == [
        (draft.inputs[0].image, "reference", "logo"),
        (draft.inputs[1].image, "reference", None),
    ]
    draft.seed = None
    assert {wish.seed for wish in draft.wishes(library.ids)} == {None}


async def test_a_turn_is_continued_unless_a_picture_is_edited(
    draft: Draft, files: Any, library: Library, turn: Turn
) -> None:
    draft.prompt = "night"
    assert draft.wishes(library.ids)[0].origin == "new"
    draft.continue_from(turn, 3)
    (wish,) = draft.wishes(library.ids)
    assert (wish.parent, wish.conversation_id, wish.origin) == (turn, turn.conversation_id, "continue")
    draft.add_files(files("a.png"), "edit")
    await settled(draft)
    assert draft.starts_anew
    (wish,) = draft.wishes(library.ids)
    assert (wish.parent, wish.conversation_id, wish.origin) == (None, turn.conversation_id, "new")
    draft.set_role(draft.inputs[0].id, "reference")
    assert draft.wishes(library.ids)[0].parent == turn
    draft.continue_from(None)
    assert draft.parent_number is None
    (wish,) = draft.wishes(library.ids)
    assert (wish.parent, wish.conversation_id) == (None, turn.conversation_id)


async def test_another_try_at_a_turn_is_an_edit_of_it(draft: Draft, library: Library, turn: Turn) -> None:
    settings = {"aspectRatio": "4:3", "imageSize": "2K", "seed": 7}
    child = make_turn(library, turn, prompt="night", settings=settings, model="gemini-3-pro-image")
    draft.continue_from(turn, 1)
    draft.use_settings_of(child)
    assert (draft.prompt, draft.model, draft.aspect_ratio, draft.image_size, draft.seed) == (
        "night", "gemini-3-pro-image", "4:3", "2K", 7,
    )  # fmt: skip
    assert draft.wishes(library.ids)[0].origin == "edit"
    draft.continue_from(child, 2)
    assert draft.wishes(library.ids)[0].origin == "continue"
    draft.continue_from(turn, 1)
    draft.sent()
    assert (draft.prompt, draft.inputs, draft.model) == ("", (), "gemini-3-pro-image")
    draft.prompt = "day"
    assert draft.wishes(library.ids)[0].origin == "continue"


async def test_what_a_new_connection_does_not_take_is_dropped_aloud(draft: Draft) -> None:
    noticed: list[object] = []
    draft.noticed.connect(noticed.append)
    draft.model = "gemini-nano-banana-2.1"
    draft.tuning = Tuning(web_search=True, instruction="Blue.", cached_content="cachedContents/a", level="MEDIUM")
    draft.host = "api.routerhub.ai"
    assert noticed == [SettingsDropped("Nano Banana 2.1", (LeftOut("webSearch", True, Why.SERVER),))]
    assert draft.tuning == Tuning(instruction="Blue.", cached_content="cachedContents/a", level="MEDIUM")
    draft.host = "gateway.example"
    draft.model = "gemini-3.1-flash-image"
    assert noticed[1:] == [SettingsDropped("Nano Banana 2", (LeftOut("thinkingLevel", "MEDIUM", Why.MODEL),))]
    assert draft.tuning.instruction == "Blue.", "without the cached content it is sent again"


async def test_what_a_new_model_does_not_take_is_dropped_aloud(draft: Draft) -> None:
    noticed: list[object] = []
    draft.noticed.connect(noticed.append)
    draft.model = "gemini-3.1-flash-image"
    draft.aspect_ratio, draft.image_size = "8:1", "512"
    draft.model = "gemini-3-pro-image"
    assert (draft.aspect_ratio, draft.image_size) == (None, None)
    assert noticed == [
        SettingsDropped(
            "Nano Banana Pro", (LeftOut("aspectRatio", "8:1", Why.MODEL), LeftOut("imageSize", "512", Why.MODEL))
        )
    ]
    assert str(noticed[0]) == (
        "Nano Banana Pro does not take aspectRatio 8:1 and imageSize 512; the choice is left to it"
    )
    draft.aspect_ratio, draft.image_size = "16:9", "4K"
    draft.model = "google/something-new"
    assert (draft.aspect_ratio, draft.image_size) == ("16:9", "4K"), "nobody knows what it takes"
    draft.model = "gemini-2.5-flash-image"
    assert (draft.aspect_ratio, draft.image_size) == ("16:9", None)
    assert len(noticed) == 2


@pytest.mark.parametrize(
    ("model", "size", "count", "free", "expected"),
    [
        ("gemini-3-pro-image", None, 2, False, Estimate(268_000, 2, False)),
        ("gemini-3-pro-image", "4K", 1, False, Estimate(240_000, 1, False)),
        ("something-new", "4K", 3, False, Estimate(None, 3, False)),
        ("something-new", None, 99, True, Estimate(0, 8, True)),
    ],
)
async def test_the_estimate_is_honest(
    draft: Draft, model: str, size: str | None, count: int, free: bool, expected: Estimate
) -> None:
    draft.model, draft.image_size, draft.count, draft.free = model, size, count, free
    assert draft.estimate == expected


def test_a_model_that_keeps_few_pictures_apart_is_told(closed: Draft) -> None:
    closed.add_sources([FileSource(Path("/none"))] * 4, "reference")
    assert closed.crowd is None
    closed.model = "gemini-2.5-flash-image"
    assert closed.crowd == 3
    closed.model = "something-new"
    assert closed.crowd is None


async def test_closing_lets_go_of_all_that_belongs_to_the_library(draft: Draft, turn: Turn, files: Any) -> None:
    draft.prompt = "kept"
    draft.continue_from(turn, 1)
    draft.add_files(files("a.png", "b.png"), "edit")
    draft.close()
    assert (draft.inputs, draft.parent_turn, draft.conversation_id, draft.is_open) == ((), None, None, False)
    assert draft.prompt == "kept"


async def test_signals_tell_what_changed_and_only_that(draft: Draft) -> None:
    changed: list[str] = []
    draft.changed.connect(lambda: changed.append("changed"))
    draft.prompt_changed.connect(lambda: changed.append("prompt"))
    draft.prompt = "x"
    draft.prompt = "x"
    draft.count = 1
    draft.seed = 3
    draft.seed = 3
    assert changed == ["prompt", "changed"]
