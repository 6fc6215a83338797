"""What the environment may name as the way out, and what is said when there is none."""

from pathlib import Path

import pytest

from studio.gemini.client import Client
from studio.gemini.connections import Endpoint, read_address
from studio.gemini.environment import proxy_for
from studio.gemini.errors import BadCertificates, BadProxy, NotSent

FAR = Endpoint(read_address("https://far.example"))


@pytest.mark.parametrize(
    ("variable", "named", "url"),
    [
        ("HTTPS_PROXY", "proxy.corp.example:8080", "http://proxy.corp.example:8080"),
        ("HTTPS_PROXY", "http://me:pass@proxy.example:8080/", "http://me:pass@proxy.example:8080/"),
        ("https_proxy", "proxy.example", "http://proxy.example"),
        ("ALL_PROXY", "https://proxy.example", "https://proxy.example"),
        ("HTTP_PROXY", "http://other.example", None),
        ("HTTPS_PROXY", "", None),
    ],
)
async def test_the_proxy_may_be_named_without_a_scheme(
    monkeypatch: pytest.MonkeyPatch, variable: str, named: str, url: str | None
) -> None:
    monkeypatch.setenv(variable, named)
    assert proxy_for(FAR) == url
    async with Client(FAR, "a key of some length"):
        pass


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("socks5://127.0.0.1:1080", "SOCKS"),
        ("socks5h://me:hunter2@proxy.example:1080", "SOCKS"),
        ("socks4://127.0.0.1:1080", "SOCKS"),
        ("http://", "no web address"),
        ("http://proxy.example:hunter2", "no web address"),
        ("http://proxy.example:99999", "no web address"),
        ("http://[hunter2", "no web address"),
        ("http://me:hunter2@pro xy.example", "no web address"),
        ("http://pro\x7fxy.example", "no web address"),
        ("http://-\u2024.example", "no web address"),
        ("ftp://proxy.example", "no web address"),
        ("://", "no web address"),
        (":8080", "no web address"),
    ],
)
def test_a_proxy_that_cannot_be_used_is_said_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch, named: str, said: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", named)
    with pytest.raises(BadProxy, match=said) as caught:
        Client(FAR, "a key of some length")
    assert "hunter2" not in str(caught.value)
    assert isinstance(caught.value, NotSent)
    assert "HTTPS_PROXY" in caught.value.advice


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\nQUJD\n"])
def test_certificates_that_cannot_be_read_are_said_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "trust.pem"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with pytest.raises(BadCertificates) as caught:
        Client(FAR, "a key of some length")
    assert "SSL_CERT_FILE" in caught.value.advice
    assert str(tmp_path) not in caught.value.message


async def test_this_machine_needs_neither_proxy_nor_certificates(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://proxy.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none"))
    async with Client(Endpoint(read_address("http://127.0.0.1:1")), "a key of some length"):
        pass
