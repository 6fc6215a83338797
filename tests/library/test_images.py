"""Images: imported durably, paged, rated, trashed."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.library.errors import LibraryBug, LibraryMissing
from studio.library.library import Library
from studio.library.records import Image
from studio.library.verify import verify
from tests.library.making import picture_bytes


def import_picture(library: Library, folder: Path, seed: str, name: str | None = "My Photo.png") -> Image:
    source = folder / "prepared"
    source.write_bytes(picture_bytes(seed))
    return library.images.import_file(source, mime="image/png", width=30, height=20, name=name)


def test_an_imported_file_is_kept_as_it_is(library: Library, tmp_path: Path) -> None:
    image = import_picture(library, tmp_path, "otter")
    assert library.images.get(image.id) == image
    assert library.images.absolute_path(image).read_bytes() == picture_bytes("otter")
    assert image.blob.sha256 == hashlib.sha256(picture_bytes("otter")).hexdigest()
    assert image.blob.path.startswith("inputs/")
    assert image.blob.path.endswith(f"/my-photo_{image.id[-6:]}.png")
    assert (image.origin, image.name, image.width, image.height) == ("imported", "My Photo.png", 30, 20)
    assert list(library.folder.landing.iterdir()) == []
    assert verify(library).stray == ()


def test_the_same_file_twice_is_two_images_and_one_file(library: Library, tmp_path: Path) -> None:
    one, two = import_picture(library, tmp_path, "otter"), import_picture(library, tmp_path, "otter")
    assert one.id != two.id
    assert one.blob == two.blob
    assert verify(library).checked == 1


def test_a_name_that_is_no_text_does_no_harm(library: Library, tmp_path: Path) -> None:
    assert import_picture(library, tmp_path, "otter", "f\udcffo.png").name == "f\ufffdo.png"
    assert import_picture(library, tmp_path, "beaver", None).name is None


def test_a_source_that_is_gone_is_told_and_leaves_nothing(library: Library, tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing, match="nowhere"):
        library.images.import_file(tmp_path / "nowhere", mime="image/png", width=1, height=1, name=None)
    assert list(library.folder.landing.iterdir()) == []
    assert library.images.newest(5) == ()


def test_an_unknown_type_still_gets_an_ending(library: Library, tmp_path: Path) -> None:
    (tmp_path / "odd").write_bytes(b"odd")
    image = library.images.import_file(tmp_path / "odd", mime="image/odd", width=None, height=None, name="a.odd")
    assert image.blob.path.endswith(".bin")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
@given(times=st.lists(st.integers(0, 5), max_size=25), size=st.integers(1, 7))
def test_pages_show_every_image_once_newest_first(
    tmp_path_factory: pytest.TempPathFactory, times: list[int], size: int
) -> None:
    folder = tmp_path_factory.mktemp("pages")
    clock = iter(times)
    with Library.open(folder / "library", clock=lambda: next(clock, 9)) as library:
        blob = import_picture(library, folder, "otter").blob
        with library.transaction():
            for number, created in enumerate(times):
                row = (f"{number:032x}", blob.sha256, created)
                library.database.write("INSERT INTO image (id, blob, origin, created) VALUES (?, ?, 'derived', ?)", row)
        seen: list[Image] = []
        while page := library.images.newest(size, seen[-1] if seen else None):
            assert len(page) <= size
            seen.extend(page)
    assert len(seen) == len(times) + 1
    keys = [(image.created, image.id) for image in seen]
    assert keys == sorted(set(keys), reverse=True)


def test_the_trash_has_pages_of_its_own(library: Library, tmp_path: Path) -> None:
    kept, dropped = import_picture(library, tmp_path, "a"), import_picture(library, tmp_path, "b")
    library.images.trash(dropped.id, 5)
    assert library.images.newest(5) == (kept,)
    (found,) = library.images.newest(5, trashed=True)
    assert (found.id, found.trashed) == (dropped.id, 5)
    assert library.images.absolute_path(found).is_file()
    library.images.restore(dropped.id)
    assert library.images.newest(5) == (dropped, kept)


def test_ratings(library: Library, tmp_path: Path) -> None:
    image = import_picture(library, tmp_path, "a")
    for rating in (5, 1, -1, None):
        library.images.rate(image.id, rating)
        assert library.images.get(image.id).rating == rating
    for rating in (0, 6, -2):
        with pytest.raises(LibraryBug):
            library.images.rate(image.id, rating)


def test_an_unknown_image_is_our_mistake(library: Library) -> None:
    for call in (library.images.get, library.images.restore, lambda image_id: library.images.rate(image_id, 1)):
        with pytest.raises(LibraryBug):
            call("f" * 32)
