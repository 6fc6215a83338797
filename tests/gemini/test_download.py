"""Pictures by link, from a real loopback server that misbehaves."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from studio.gemini.download import Downloaded, DownloadLimits, download
from studio.gemini.download_errors import (
    DownloadError,
    LinkIsNoPicture,
    LinkRefused,
    LinkRunsInCircles,
    LinkTooLarge,
    LinkTooSlow,
    LinkUnreachable,
    LinkUnusable,
)
from tests.fakes.nobody import nobody_there
from tests.fakes.replies import picture
from tests.fakes.server import Answer, Request, Wire, plain, serving

PNG = picture()


def redirect(to: str | Callable[[Request], str], status: int = 302) -> Answer:
    def answer(request: Request, wire: Wire) -> None:
        wire.head(status, 0, Location=to if isinstance(to, str) else to(request))

    return answer


def by_path(answers: dict[str, Answer]) -> Answer:
    return lambda request, wire: answers[request.path](request, wire)


async def test_a_picture_is_fetched_and_named_after_its_link() -> None:
    with serving(plain(PNG, Content_Type="text/plain")) as server:
        got = await download(f"{server.url}/pictures/an%20otter.png?width=9")
        assert got == Downloaded(PNG, "an otter.png")
        assert (await download(server.url)).name == "image"


async def test_nothing_personal_goes_along(home: Path) -> None:
    with serving(plain(PNG, Set_Cookie="a=b")) as server:
        host = urlsplit(server.url).hostname
        (home / ".netrc").write_text(f"machine {host} login someone password canary-netrc\n")
        await download(server.url)
        await download(server.url)
        for request in server.requests:
            assert request.method == "GET"
            assert not {"authorization", "cookie", "x-goog-api-key", "referer"} & request.headers.keys()
            assert "canary-netrc" not in str(request)


async def test_five_redirections_are_followed_and_a_sixth_is_not() -> None:
    hops: dict[str, Answer] = {f"/{n}": redirect(f"/{n + 1}", 301 + n % 2) for n in range(10)}
    with serving(by_path({**hops, "/5": plain(PNG)})) as server:
        assert (await download(f"{server.url}/0")).data == PNG
    with serving(by_path(hops)) as server:
        with pytest.raises(LinkRunsInCircles):
            await download(f"{server.url}/0")
        assert len(server.requests) == 6


async def test_a_redirection_to_another_host_carries_no_cookie() -> None:
    def first(request: Request, wire: Wire) -> None:
        port = wire.here[1]
        wire.head(302, 0, Location=f"http://localhost:{port}/there.png", Set_Cookie="canary=1")

    with serving(by_path({"/": first, "/there.png": plain(PNG)})) as server:
        assert (await download(f"{server.url}/")).name == "there.png"
        assert "cookie" not in server.requests[1].headers


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://host/x.png", "javascript:alert(1)", "http://["])
async def test_a_redirection_leads_to_the_web_only(to: str) -> None:
    with serving(redirect(to)) as server:
        with pytest.raises(DownloadError) as caught:
            await download(server.url)
        assert isinstance(caught.value, (LinkUnusable, LinkRefused))


@pytest.mark.parametrize(
    "url", ["", "file:///etc/passwd", "ftp://host/a.png", "http://", "http://[", "http://a:b/c", "x"]
)
async def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(LinkUnusable):
        await download(url)


async def test_too_many_bytes_are_refused_whatever_the_server_says_of_them() -> None:
    def endless(_: Request, wire: Wire) -> None:
        wire.head(200, None, Content_Type="image/png")
        try:
            while not wire.closing.is_set():
                wire.send(PNG * 100)
        except OSError:
            return

    with serving(endless) as server, pytest.raises(LinkTooLarge, match=r"127\.0\.0\.1 has more than 1 MB"):
        await download(server.url, DownloadLimits(size=1_000_000))


@pytest.mark.parametrize("page", [b"<!DOCTYPE html><title>x", b"\xef\xbb\xbf\n <html>", b"<HEAD>"])
async def test_a_web_page_is_told_by_its_bytes(page: bytes) -> None:
    with serving(plain(page, Content_Type="image/png")) as server, pytest.raises(LinkIsNoPicture, match="web page"):
        await download(f"{server.url}/secret-token.png")


async def test_an_empty_answer_is_no_picture() -> None:
    with serving(plain(b"")) as server, pytest.raises(LinkIsNoPicture):
        await download(server.url)


@pytest.mark.parametrize("status", [403, 404, 500, 204])
async def test_an_error_is_told_with_its_status(status: int) -> None:
    with serving(plain(b"" if status == 204 else b"no", status)) as server:
        with pytest.raises(LinkRefused) as caught:
            await download(f"{server.url}/canary-path?token=canary")
        assert caught.value.status == status
        assert "canary" not in caught.value.message


async def test_a_server_that_says_nothing_is_given_up() -> None:
    with serving(lambda _, wire: wire.until_gone()) as server:
        with pytest.raises(LinkTooSlow):
            await download(server.url, DownloadLimits(read=0.05))
        with pytest.raises(LinkTooSlow):
            await download(server.url, DownloadLimits(total=0.05))


async def test_nobody_there_and_a_cut_are_told() -> None:
    with nobody_there() as gone, pytest.raises(LinkUnreachable):
        await download(gone)

    def cut(_: Request, wire: Wire) -> None:
        wire.head(200, len(PNG))
        wire.send(PNG[:100])

    with serving(cut) as server, pytest.raises(LinkUnreachable):
        await download(server.url)


async def test_cancelling_hangs_up() -> None:
    gone = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(_: Request, wire: Wire) -> None:
        wire.head(200, None)
        wire.send(PNG)
        wire.until_gone()
        loop.call_soon_threadsafe(gone.set)

    with serving(slow) as server:
        task = asyncio.create_task(download(server.url))
        while not server.requests:
            await asyncio.sleep(0.005)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(gone.wait(), 30)


async def test_no_log_line_holds_a_link(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with serving(plain(PNG)) as server:
        await download(f"{server.url}/canary-link.png")
    assert "canary-link" not in caplog.text
