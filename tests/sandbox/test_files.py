"""The Files API: uploads in pieces, whose they are, how long they live, and images that are sent by their address."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from studio.sandbox.endpoints import SandboxSettings
from studio.sandbox.errors import AlreadyExists, Exhausted, InvalidArgument, PermissionDenied
from studio.sandbox.files.store import LIFE, FileStore
from studio.sandbox.profiles import NEW_API, ROUTERHUB
from studio.sandbox.server import SandboxServer
from tests.sandbox.asking import FIRST, photo, png, text_of, user

PHOTO = png(photo())
RESUMABLE = {"X-Goog-Upload-Protocol": "resumable", "X-Goog-Upload-Command": "start"}
FINAL = {"X-Goog-Upload-Command": "upload, finalize"}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A sandbox that takes any key, so that there can be several owners."""
    with SandboxServer(SandboxSettings()) as running:
        yield running.url


def call(method: str, url: str, key: str = "mine", headers: dict[str, str] | None = None, **how: Any) -> Any:
    return requests.request(method, url, headers={"x-goog-api-key": key} | (headers or {}), timeout=60, **how)


def begin(url: str, size: int | None = len(PHOTO), key: str = "mine", **file: str) -> str:
    headers = RESUMABLE | {"X-Goog-Upload-Header-Content-Type": "image/png"}
    if size is not None:
        headers["X-Goog-Upload-Header-Content-Length"] = str(size)
    response = call("POST", f"{url}/upload/v1beta/files", key, headers, json={"file": file})
    assert response.status_code == 200, response.text
    assert response.headers["x-goog-upload-status"] == "active"
    return str(response.headers["x-goog-upload-url"])


def uploaded(url: str, key: str = "mine", data: bytes = PHOTO, **file: str) -> dict[str, Any]:
    place = begin(url, len(data), key, **file)
    response = requests.post(place, data=data, headers=FINAL | {"X-Goog-Upload-Offset": "0"}, timeout=60)
    assert response.status_code == 200, response.text
    assert response.headers["x-goog-upload-status"] == "final"
    document: dict[str, Any] = response.json()["file"]
    return document


def words_with(url: str, uri: str, key: str = "mine", mime_type: str = "image/png") -> Any:
    part = {"fileData": {"fileUri": uri, "mimeType": mime_type}}
    body = {"contents": [user("make it night", part)]}
    return call("POST", f"{url}/v1beta/models/{FIRST}:generateContent", key, json=body)


def test_a_file_is_described(url: str) -> None:
    file = uploaded(url, displayName="Otter")
    assert file["displayName"] == "Otter"
    assert (file["mimeType"], file["sizeBytes"], file["state"]) == ("image/png", str(len(PHOTO)), "ACTIVE")
    assert base64.b64decode(file["sha256Hash"]).decode() == hashlib.sha256(PHOTO).hexdigest()
    lives = datetime.fromisoformat(file["expirationTime"]) - datetime.fromisoformat(file["createTime"])
    assert lives == timedelta(hours=48)
    assert call("GET", file["uri"]).json() == file
    assert call("GET", f"{url}/v1/{file['name']}").json() == file


def test_an_upload_in_pieces(url: str) -> None:
    place = begin(url, None)
    middle = len(PHOTO) // 2
    upload = {"X-Goog-Upload-Command": "upload", "X-Goog-Upload-Offset": "0"}
    first = requests.post(place, data=PHOTO[:middle], headers=upload, timeout=60)
    assert first.headers["x-goog-upload-status"] == "active"
    asked = requests.post(place, headers={"X-Goog-Upload-Command": "query"}, timeout=60)
    assert asked.headers["x-goog-upload-size-received"] == str(middle)
    wrong = requests.post(place, data=PHOTO, headers=FINAL | {"X-Goog-Upload-Offset": "3"}, timeout=60)
    assert (wrong.status_code, "offset 3" in wrong.text) == (400, True)
    last = FINAL | {"X-Goog-Upload-Offset": str(middle)}
    done = requests.post(place, data=PHOTO[middle:], headers=last, timeout=60)
    assert done.json()["file"]["sizeBytes"] == str(len(PHOTO))
    again = requests.post(place, data=b"x", headers=last, timeout=60)
    assert (again.status_code, again.json()["error"]["message"]) == (400, "Upload has already been terminated.")


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({}, "begins with"),
        (RESUMABLE | {"X-Goog-Upload-Command": "upload"}, "begins with"),
        (RESUMABLE, "mime_type is not specified"),
        (RESUMABLE | {"X-Goog-Upload-Header-Content-Length": "many"}, "is no number"),
    ],
)
def test_beginnings_that_are_refused(url: str, headers: dict[str, str], words: str) -> None:
    kind = {"file": {"mimeType": "image/png"}} if "Length" in str(headers) else None
    response = call("POST", f"{url}/upload/v1beta/files", headers=headers, json=kind)
    assert response.status_code == 400
    assert words in response.json()["error"]["message"]


def test_commands_and_lengths_that_are_refused(url: str) -> None:
    place = begin(url, 5)
    odd = requests.post(place, data=b"x", headers={"X-Goog-Upload-Command": "sing"}, timeout=60)
    assert odd.json()["error"]["message"] == 'Unknown X-Goog-Upload-Command "sing".'
    short = requests.post(place, data=b"1234", headers=FINAL, timeout=60)
    assert short.json()["error"]["message"] == "The upload has 4 bytes; 5 were announced."
    cancelled = requests.post(place, headers={"X-Goog-Upload-Command": "cancel"}, timeout=60)
    assert cancelled.headers["x-goog-upload-status"] == "cancelled"
    assert requests.post(place, data=b"5", headers=FINAL, timeout=60).status_code == 400


def test_a_name_is_chosen_once(url: str) -> None:
    assert uploaded(url, name="files/my-otter")["name"] == "files/my-otter"
    headers = RESUMABLE | {"X-Goog-Upload-Header-Content-Type": "image/png"}
    for name, status in (("files/my-otter", 409), ("files/My Otter", 400), ("files/" + "a" * 41, 400), ("-a", 400)):
        response = call("POST", f"{url}/upload/v1beta/files", headers=headers, json={"file": {"name": name}})
        assert response.status_code == status, name


def test_an_image_is_sent_by_its_address(url: str) -> None:
    file = uploaded(url)
    assert "turned it into night" in text_of(words_with(url, file["uri"]).json())
    other_type = words_with(url, file["uri"], mime_type="image/jpeg")
    assert (other_type.status_code, "Unable to process" in other_type.text) == (400, True)
    elsewhere = words_with(url, "https://example.org/a.png")
    assert "the sandbox is offline" in elsewhere.json()["error"]["message"]


def test_a_file_belongs_to_its_key(url: str) -> None:
    file = uploaded(url, key="mine")
    for response in (
        call("GET", file["uri"], "theirs"),
        call("DELETE", file["uri"], "theirs"),
        words_with(url, file["uri"], "theirs"),
        call("GET", f"{url}/v1beta/files/never-was"),
    ):
        assert response.status_code == 403
        assert response.json()["error"]["status"] == "PERMISSION_DENIED"
    assert call("GET", f"{url}/v1beta/files", "theirs").json() == {}
    assert requests.get(file["uri"], timeout=60).status_code == 403


def test_the_list_in_pages_and_what_is_deleted(url: str) -> None:
    names = [uploaded(url, "lister")["name"] for _ in range(3)]
    page = call("GET", f"{url}/v1beta/files", "lister", params={"pageSize": "2"}).json()
    rest = call("GET", f"{url}/v1beta/files", "lister", params={"pageToken": page["nextPageToken"]}).json()
    assert [file["name"] for file in page["files"] + rest["files"]] == names[::-1]
    assert "nextPageToken" not in rest
    assert call("DELETE", f"{url}/v1beta/{names[0]}", "lister").json() == {}
    assert call("GET", f"{url}/v1beta/{names[0]}", "lister").status_code == 403


def test_gateways_have_none() -> None:
    for profile, status in ((NEW_API, 501), (ROUTERHUB, 404)):
        with SandboxServer(SandboxSettings(key="k", profile=profile)) as server:
            assert call("GET", f"{server.url}/v1beta/files", "k").status_code == status
            assert call("POST", f"{server.url}/upload/v1beta/files", "k").status_code == status


def test_after_two_days_it_is_gone() -> None:
    moment = datetime(2026, 11, 27, tzinfo=UTC)
    now = [moment]
    store = FileStore(now=lambda: now[0])
    upload = store.begin("me", "image/png")
    store.append(upload, 0, b"x")
    file = store.finish(upload)
    now[0] = moment + LIFE - timedelta(seconds=1)
    assert store.get("me", file.id) is file
    now[0] = moment + LIFE
    with pytest.raises(PermissionDenied):
        store.get("me", file.id)
    assert store.files("me") == []


def test_memory_is_bounded_and_freed() -> None:
    store = FileStore(most=10)
    first, second = store.begin("me", "image/png", "a"), store.begin("me", "image/png", "a")
    store.append(first, 0, b"123456")
    with pytest.raises(Exhausted):
        store.append(second, 0, b"12345")
    with pytest.raises(Exhausted):
        store.begin("me", "image/png", size=5)
    store.finish(first)
    store.append(second, 0, b"1234")
    with pytest.raises(AlreadyExists):
        store.finish(second)
    store.cancel(second)
    store.delete("me", "a")
    empty = store.begin("me", "image/png", size=10)
    with pytest.raises(InvalidArgument):
        store.finish(empty)
