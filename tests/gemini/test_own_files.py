"""The files of a server: which addresses they have, and that nothing opens any other."""

import pytest

from studio.gemini.own_files import OwnFiles

KEY = {"x-goog-api-key": "canary-own-files"}
GOOGLE = "https://generativelanguage.googleapis.com"


@pytest.mark.parametrize(
    ("base", "uri", "at"),
    [
        (f"{GOOGLE}/v1beta", f"{GOOGLE}/v1beta/files/abc", f"{GOOGLE}/v1beta/files/abc:download?alt=media"),
        (f"{GOOGLE}/v1beta", f"{GOOGLE}/v1/files/a-1", f"{GOOGLE}/v1/files/a-1:download?alt=media"),
        (
            f"{GOOGLE}/v1beta",
            f"{GOOGLE}/v1beta/files/abc:download?alt=media",
            f"{GOOGLE}/v1beta/files/abc:download?alt=media",
        ),
        (f"{GOOGLE}/v1beta", f"{GOOGLE}/v1/files/a:download", f"{GOOGLE}/v1/files/a:download?alt=media"),
        (
            f"{GOOGLE}/v1beta",
            f"{GOOGLE}/download/v1beta/files/abc:download?alt=media",
            f"{GOOGLE}/download/v1beta/files/abc:download?alt=media",
        ),
        ("https://a.b/v1beta", "https://a.b/v1/files/x?sig=1&exp=2", "https://a.b/v1/files/x?sig=1&exp=2"),
        (
            "https://a.b/gemini/v1beta",
            "https://a.b/gemini/v1beta/files/x",
            "https://a.b/gemini/v1beta/files/x:download?alt=media",
        ),
    ],
)
def test_a_file_is_known_by_its_address(base: str, uri: str, at: str) -> None:
    files = OwnFiles(base, KEY)
    assert files.bytes_at(uri) == at
    assert files.headers_for(at) == KEY
    assert "canary" not in repr(files)


@pytest.mark.parametrize(
    "uri",
    [
        "https://generativelanguage.googleapis.com.evil.example/v1beta/files/abc",
        "https://evil.example/v1beta/files/abc",
        "https://user@generativelanguage.googleapis.com/v1beta/files/abc",
        "https://generativelanguage.googleapis.com:444/v1beta/files/abc",
        "http://generativelanguage.googleapis.com/v1beta/files/abc",
        f"{GOOGLE}/v1beta/files/abc/../../models/m:generateContent",
        f"{GOOGLE}/v1beta/files/",
        f"{GOOGLE}/v1beta/models/files",
        f"{GOOGLE}/picture.png",
        "https://[",
        "",
    ],
)
def test_no_other_address_is_one(uri: str) -> None:
    files = OwnFiles(f"{GOOGLE}/v1beta", KEY)
    assert files.bytes_at(uri) == uri
    assert files.headers_for(uri) == {}
