"""The draft that was not sent: it is there again after a restart, a crash and another library, and only there."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from studio.library.library import Library
from studio.library.records import Image
from studio.workbench.bench import Bench
from studio.workbench.kept_draft import KeptDraft
from studio.workbench.sending import Sending
from tests.fakes.replies import picture
from tests.fakes.server import serving
from tests.ui.waiting import until
from tests.workbench.bench_rig import bench, make_bench
from tests.workbench.rig import GOOD

PRO = "gemini-3-pro-image-preview"


def file_of(root: Path) -> Path:
    return root / "draft.json"


def written(root: Path) -> dict[str, object]:
    try:
        found: dict[str, object] = json.loads(file_of(root).read_text())
    except FileNotFoundError:
        return {}
    return found


async def picture_in(b: Bench, folder: Path) -> Image:
    file = folder / "logo.png"
    file.write_bytes(picture(1))
    b.draft.add_files([file], "reference")
    await until(lambda: b.draft.inputs[-1].state == "ready")
    image = b.draft.inputs[-1].image
    assert image is not None
    return image


async def is_back(b: Bench) -> None:
    await until(lambda: b.kept_draft.is_back, "the draft")


async def test_all_of_it_is_there_after_a_restart(tmp_path: Path) -> None:
    async with bench(tmp_path) as (b, _):
        await is_back(b)
        draft = b.draft
        draft.model, draft.prompt = PRO, "two hundred words\nin two lines"
        draft.aspect_ratio, draft.image_size, draft.count, draft.seed = "16:9", "2K", 3, 7
        image = await picture_in(b, tmp_path)
        draft.add_images([image], "edit")
        draft.set_label(draft.inputs[0].id, "logo")
    async with bench(tmp_path) as (b, _):
        await until(lambda: len(b.draft.inputs) == 2)
        draft = b.draft
        assert (draft.prompt, draft.model) == ("two hundred words\nin two lines", PRO)
        assert (draft.aspect_ratio, draft.image_size, draft.count, draft.seed) == ("16:9", "2K", 3, 7)
        assert [(each.role, each.label, each.state) for each in draft.inputs] == [
            ("edit", "logo", "ready"),
            ("reference", None, "ready"),
        ]
        assert [each.image for each in draft.inputs] == [image, image]
        assert draft.lack is None


async def test_it_is_on_the_disk_a_moment_later_for_a_program_that_dies(tmp_path: Path) -> None:
    async with bench(tmp_path) as (b, _):
        await is_back(b)
        b.draft.prompt = "an otter"
        await until(lambda: written(tmp_path / "library").get("prompt") == "an otter")
        b.draft.prompt = "an otter at night"
        await until(lambda: written(tmp_path / "library").get("prompt") == "an otter at night")


async def test_what_was_sent_does_not_come_back_but_its_settings_do(tmp_path: Path) -> None:
    async with bench(tmp_path) as (b, _):
        await is_back(b)
        b.draft.count, b.draft.prompt = 2, "an otter"
        await picture_in(b, tmp_path)
        await until(lambda: written(tmp_path / "library").get("inputs"))
        Sending(b).send_draft()
        await until(lambda: not b.jobs.under_way)
        await until(lambda: written(tmp_path / "library").get("prompt") == "")
    async with bench(tmp_path) as (b, _):
        await is_back(b)
        assert (b.draft.prompt, b.draft.inputs, b.draft.count) == ("", (), 2)


async def test_each_library_has_its_own(tmp_path: Path) -> None:
    async with bench(tmp_path) as (b, _):
        await is_back(b)
        b.draft.prompt = "of the first"
        await b.open(tmp_path / "other")
        await is_back(b)
        assert b.draft.prompt == ""
        b.draft.prompt = "of the other"
        await b.open(tmp_path / "library")
        await is_back(b)
        assert b.draft.prompt == "of the first"
        assert written(tmp_path / "other")["prompt"] == "of the other"


async def test_what_was_typed_while_the_library_opened_comes_behind_it(tmp_path: Path) -> None:
    async with bench(tmp_path) as (b, _):
        await is_back(b)
        b.draft.prompt, b.draft.count = "an otter", 4
    with serving(GOOD) as server:
        b = make_bench(server)
        await b.prepare()
        b.draft.prompt, b.draft.count = "at night", 2
        await b.open(tmp_path / "library")
        await is_back(b)
        assert (b.draft.prompt, b.draft.count) == ("an otter\nat night", 2)
        await b.close()


async def test_pictures_that_are_gone_are_left_out(tmp_path: Path) -> None:
    async with bench(tmp_path) as (b, _):
        await is_back(b)
        b.draft.prompt = "an otter"
        await picture_in(b, tmp_path)
    document = written(tmp_path / "library")
    kept = document["inputs"]
    assert isinstance(kept, list)
    document["inputs"] = [{"image": "0" * 32, "role": "edit"}, "?", {"image": 3}, *kept]
    file_of(tmp_path / "library").write_text(json.dumps(document))
    async with bench(tmp_path) as (b, _):
        await is_back(b)
        assert [each.name for each in b.draft.inputs] == ["logo.png"]
        image = b.draft.inputs[0].image
        assert image is not None
        assert b.library is not None
        original = b.library.images.absolute_path(image)
    original.unlink()
    async with bench(tmp_path) as (b, _):
        await is_back(b)
        assert (b.draft.prompt, b.draft.inputs) == ("an otter", ())


async def test_a_file_that_says_nonsense_does_no_harm(tmp_path: Path) -> None:
    Library.open(tmp_path / "library").close()
    nonsense: dict[str, object] = {
        "prompt": 3,
        "model": None,
        "aspectRatio": "7:7",
        "count": "many",
        "seed": True,
        "inputs": {},
    }
    for text in (json.dumps(nonsense), json.dumps(nonsense | {"count": -9}), "no JSON", "[]"):
        file_of(tmp_path / "library").write_text(text)
        async with bench(tmp_path) as (b, _):
            await is_back(b)
            draft = b.draft
            assert draft.model
            assert (draft.prompt, draft.aspect_ratio, draft.count, draft.seed, draft.inputs) == ("", None, 1, None, ())


async def test_no_more_is_asked_for_than_can_be_chosen_whatever_the_file_says(tmp_path: Path) -> None:
    Library.open(tmp_path / "library").close()
    file_of(tmp_path / "library").write_text(json.dumps({"prompt": "an otter", "count": 500}))
    async with bench(tmp_path) as (b, _):
        await is_back(b)
        assert (b.draft.prompt, b.draft.count) == ("an otter", 8)


@asynccontextmanager
async def kept_in(library: Library, b: Bench) -> AsyncIterator[KeptDraft]:
    kept = KeptDraft(b.drafts, b.tasks)
    kept.open(library)
    await until(lambda: kept.is_back)
    yield kept
    await kept.close()


async def test_a_library_that_is_only_looked_at_stays_as_it_is(tmp_path: Path) -> None:
    Library.open(tmp_path / "read").close()
    with serving(GOOD) as server, Library.open(tmp_path / "read", read_only=True) as library:
        b = make_bench(server)
        async with kept_in(library, b):
            b.draft.prompt = "an otter"
        assert not file_of(tmp_path / "read").exists()
        await b.close()
