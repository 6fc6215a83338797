"""Where requests go: base URL, auth style and id prefix of an endpoint."""

import ipaddress
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

from studio.gemini.errors import BadAddress, BadModelId

_METHOD = re.compile(r":(?:generateContent|streamGenerateContent|countTokens|batchGenerateContent)$")
_MODELS = re.compile(r"/models(?:/(?P<model>.+))?$")
_VERSION = r"/v\d+(?:(?:alpha|beta)\d*)?"
_DOUBLED_VERSION = re.compile(rf"({_VERSION})\1+$")
# Vertex has more behind its version.
_COMPLETE = re.compile(rf"{_VERSION}(?:/projects/[^/]+/locations/[^/]+)?(?:/publishers/[^/]+)?$")
_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*://")
_UNFIT_FOR_AN_ID = re.compile(r"\.\.|[?&#%\\\s\x00-\x1f\x7f\ud800-\udfff]|^/|//|/$")
_KEY_NAMES = {"key", "api_key", "apikey", "api-key", "x-goog-api-key", "access_token", "token"}


class Auth(StrEnum):
    """How the key travels: one header or the query; both for a provider that asks for both."""

    BEARER = "bearer"
    GOOG_KEY = "goog-key"
    QUERY = "query"
    BOTH = "both"

    @property
    def in_query(self) -> bool:
        """Whether the key is in the address."""
        return self in (Auth.QUERY, Auth.BOTH)


@dataclass(frozen=True, slots=True)
class Address:
    """A base URL made regular: `base` ends in the API version without a slash; `model` if the text named one."""

    base: str
    query: str = ""
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One place that speaks generateContent, as a client needs to know it."""

    address: Address
    auth: Auth = Auth.GOOG_KEY
    model_prefix: str = ""
    identity: str = ""  # whose signatures it takes: host and path, or a fixed name where the address changes
    name: str = ""  # in messages: the host, unless people know it by another name
    free: bool = False  # it asks for no money, whatever it does
    counts: bool = False  # it is known to have countTokens
    counts_all: bool = False  # of a whole request, and not of contents alone
    streams: bool = False  # it is known to have streamGenerateContent
    streaming: bool = False  # and is asked to send a reply as it is made

    def __post_init__(self) -> None:
        if not self.name:
            object.__setattr__(self, "name", self.host)
        if not self.identity:
            parts = urlsplit(self.address.base)
            object.__setattr__(self, "identity", parts.netloc + parts.path)

    @property
    def host(self) -> str:
        """The host without its port."""
        return urlsplit(self.address.base).hostname or ""

    @property
    def is_loopback(self) -> bool:
        """Whether the endpoint is on this machine."""
        return is_loopback(self.host)

    def generate_url(self, model: str) -> str:
        """Return the URL of a generation by a model id, without a key; BadModelId for an impossible id."""
        if self.streaming:
            return _joined(self.method_url(model, "streamGenerateContent"), (("alt", "sse"),))
        return self.method_url(model, "generateContent")

    def method_url(self, model: str, method: str) -> str:
        """Return the URL of a method of a model, without a key; BadModelId for an impossible id."""
        return self._with_query(f"{self.address.base}/models/{self._model_path(model)}:{method}")

    def models_url(self, page_token: str = "", *, page_size: int = 0) -> str:
        """Return the URL of the model list, or of a further page of it, without a key."""
        fields = (("pageSize", str(page_size or "")), ("pageToken", page_token))
        return _joined(self._with_query(f"{self.address.base}/models"), fields)

    def other_models_url(self) -> str:
        """Return the URL at which OpenAI's clients look for the list, which some gateways have alone; "" for none."""
        base, version = self.address.base.rpartition("/")[::2]
        return self._with_query(f"{base}/v1/models") if version == "v1beta" else ""

    def headers(self, key: str) -> Mapping[str, str]:
        """Return the headers that carry the key."""
        if self.auth in (Auth.BEARER, Auth.BOTH):
            return {"authorization": f"Bearer {key}"}
        return {"x-goog-api-key": key} if self.auth is Auth.GOOG_KEY else {}

    def with_key(self, url: str, key: str) -> str:
        """Return the URL with the key in its query where the auth style wants that."""
        return _joined(url, (("key", key),)) if self.auth.in_query else url

    def _with_query(self, url: str) -> str:
        return f"{url}?{self.address.query}" if self.address.query else url

    def _model_path(self, model: str) -> str:
        model = model.strip().removeprefix("models/")
        if not model or _UNFIT_FOR_AN_ID.search(model):
            raise BadModelId(f"“{model}” cannot be a model id.")
        if not model.startswith(self.model_prefix):
            model = self.model_prefix + model
        return quote(model, safe="/:@.-_~")


def _joined(url: str, fields: Iterable[tuple[str, str]]) -> str:
    """Return a URL with fields more in its query; those without a value stay away."""
    for name, value in fields:
        if value:
            url += f"{'&' if '?' in url else '?'}{name}={quote(value, safe='')}"
    return url


def is_loopback(host: str) -> bool:
    """Return whether a host name or address is this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def read_address(text: str, *, plain_http: bool = False) -> Address:
    """Read what a person typed as base URL; BadAddress says what is wrong with it.

    Takes a bare host, a version, `/models`, or a whole method URL; keeps any other path prefix and query.
    Plain http is for this machine only, unless `plain_http` insists.
    """
    parts = _split(text.strip())
    path = re.sub(r"/{2,}", "/", parts.path.replace("%3A", ":").replace("%3a", ":")).rstrip("/")
    path = _METHOD.sub("", path)
    model = None
    if match := _MODELS.search(path):
        model = unquote(match["model"]) if match["model"] else None
        path = path[: match.start()]
    path = _DOUBLED_VERSION.sub(r"\1", path)
    if not _COMPLETE.search(path):
        path += "/v1beta"
    host = _host(parts)
    if parts.scheme == "http" and not (plain_http or is_loopback(parts.hostname or "")):
        message = f"{host} is asked for without encryption: the key could be read on the way. Use https."
        raise BadAddress(message, fault="plain", host=host)
    # A pasted `alt=sse` asks for a stream, whatever the method.
    query = "&".join(field for field in parts.query.split("&") if field.partition("=")[0] != "alt")
    return Address(f"{parts.scheme}://{host}{path}", query, model)


def _split(text: str) -> SplitResult:
    if not text or re.search(r"[\s\x00-\x1f\\]", text):
        raise BadAddress("The base URL is empty or has a space or control character in it.", fault="space")
    try:
        if not _SCHEME.match(text):
            text = ("http://" if is_loopback(urlsplit(f"//{text}").hostname or "") else "https://") + text
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise BadAddress("The base URL is no web address.", fault="none") from error
    is_half_scheme = parts.netloc.endswith(":")  # https:/host, which would be read as a host called "https"
    if parts.scheme not in ("http", "https") or not parts.hostname or is_half_scheme:
        raise BadAddress("The base URL has to be an https address.", fault="scheme")
    if parts.username or parts.password:
        message = "The base URL must not hold a user name or password: set the key of the connection instead."
        raise BadAddress(message, fault="user")
    if any(name.lower() in _KEY_NAMES for name, _ in parse_qsl(parts.query, keep_blank_values=True)):
        message = "The base URL must not hold a key: set the key of the connection instead."
        raise BadAddress(message, fault="key")
    return parts


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    default = {"http": 80, "https": 443}[parts.scheme]
    return host if parts.port in (None, default) else f"{host}:{parts.port}"
