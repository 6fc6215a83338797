"""The command line on disks that are nearly full, fill up half way, or cannot be written."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from studio.library.library import Library
from tests.cli.conftest import Studio, studio  # noqa: F401  # the fixture
from tests.fakes.disks import mounted, remount
from tests.fakes.pictures import big_picture
from tests.fakes.replies import image_part, picture, reply_of
from tests.fakes.server import Request, Wire, reply, serving

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform != "linux", reason="mounts a tmpfs")]

Mount = Callable[[int], Path]


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Mount a disk of some bytes; it goes with the test."""
    with ExitStack() as disks:
        yield lambda size: disks.enter_context(mounted(tmp_path / "disk", size))


def test_a_disk_that_is_nearly_full_costs_nothing(studio: Studio, mount: Mount) -> None:  # noqa: F811
    disk = mount(20 << 20)
    with serving(reply(reply_of(image_part(picture())))) as server:
        ended = studio("generate", "x", "--library", disk / "library", "--base-url", server.url)
    assert ended.status == 2
    assert "nearly full" in ended.err
    assert "Nothing was charged." in ended.err
    assert server.requests == []


def test_a_disk_without_any_room_is_said(studio: Studio, mount: Mount) -> None:  # noqa: F811
    disk = mount(1 << 20)
    (disk / "filler").write_bytes(bytes((1 << 20) - 8192))
    ended = studio("generate", "x", "--library", disk / "library")
    assert ended.status == 2
    assert "disk is full" in ended.err
    assert "Nothing was charged." in ended.err


def test_a_disk_that_fills_up_while_the_reply_arrives(studio: Studio, mount: Mount) -> None:  # noqa: F811
    disk = mount(80 << 20)
    first, second = picture(1), big_picture(2, 6 << 20)

    def fill_up(request: Request, wire: Wire) -> None:
        left = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        (disk / "filler").write_bytes(bytes(left - (1 << 20)))
        reply(reply_of(image_part(first), image_part(second)))(request, wire)

    with serving(fill_up) as server:
        ended = studio("generate", "x", "--library", disk / "library", "--base-url", server.url)
    assert ended.status == 3
    assert "disk is full" in ended.err
    assert "It may have been charged." in ended.err
    assert len(server.posts()) == 1
    (disk / "filler").unlink()
    recovered = studio("library", "recover", "--library", disk / "library")
    assert recovered.status == 0
    with Library.open(disk / "library") as library:
        (image,) = library.images.newest(10)
        assert library.images.absolute_path(image).read_bytes() == first
    assert studio("library", "verify", "--library", disk / "library").status == 0


def test_a_library_that_can_only_be_read(studio: Studio, mount: Mount) -> None:  # noqa: F811
    disk = mount(80 << 20)
    with serving(reply(reply_of(image_part(picture())))) as server:
        assert studio("generate", "x", "--library", disk / "library", "--base-url", server.url).status == 0
        remount(disk, "ro")
        ended = studio("generate", "x", "--library", disk / "library", "--base-url", server.url)
        assert len(server.posts()) == 1
    assert ended.status == 2
    assert "Nothing was charged." in ended.err
    listed = studio("library", "list", "--library", disk / "library")
    assert listed.status == 0
    assert ".png" in listed.out
    assert studio("library", "verify", "--library", disk / "library").status == 0


def test_a_copy_is_whole_or_not_there(studio: Studio, mount: Mount, tmp_path: Path) -> None:  # noqa: F811
    disk = mount(64 << 10)
    with serving(reply(reply_of(image_part(big_picture(1, 300_000))))) as server:
        place = ("--library", tmp_path / "library", "--base-url", server.url)
        ended = studio("generate", "x", *place, "--out", disk / "out")
    assert ended.status == 0
    assert "could not be saved" in ended.err
    assert "the disk is full" in ended.err
    assert ended.paths[0].is_relative_to(tmp_path / "library")
    assert list((disk / "out").iterdir()) == []
