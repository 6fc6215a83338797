"""One endpoint a user has saved, as a value that cannot hold a key."""

from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import parse_qsl, urlsplit

from studio.profile.errors import ConnectionInvalid, KeyInAddress

AuthStyle = Literal["bearer", "goog-key", "query", "both"]
ModelPrefix = Literal["", "google/"]

SANDBOX = "sandbox"  # the name of the one connection that is always there and never saved
LONGEST_NAME = 60
MOST_AT_ONCE = 8
MOST_A_MINUTE = 600

_KEY_WORDS = ("key", "token", "secret", "password", "passwd", "pwd", "auth", "bearer", "credential", "signature", "sig")


@dataclass(frozen=True, kw_only=True)
class SavedConnection:
    """A named endpoint; its key is in the keyring under `id`. Raises ConnectionInvalid, KeyInAddress when made.

    `provider` is the name of the preset it was made from; empty, or unknown here, for one that speaks for itself.
    """

    id: str
    name: str
    base_url: str
    auth: AuthStyle
    model_prefix: ModelPrefix = ""
    plain_http: bool = False
    concurrency: int | None = None
    per_minute: int | None = None
    default_model: str | None = None
    provider: str = ""
    streaming: bool = False

    def __post_init__(self) -> None:
        _need(self.id and self.id.isprintable(), "A connection needs an id.")
        _need(self.name.strip(), "A connection needs a name.", "no name")
        _need(self.name == tidy(self.name) and self.name.isprintable(), "A name is one line of text.", "name of lines")
        _need(len(self.name) <= LONGEST_NAME, f"A name has at most {LONGEST_NAME} characters.", "long name")
        _need(self.auth in get_args(AuthStyle), f"The key can be sent as {', '.join(get_args(AuthStyle))}.")
        _need(self.model_prefix in get_args(ModelPrefix), 'The prefix of model ids is empty or "google/".')
        _need(
            self.concurrency is None or 1 <= self.concurrency <= MOST_AT_ONCE,
            f"From 1 to {MOST_AT_ONCE} generations at once are possible.",
        )
        _need(
            self.per_minute is None or 1 <= self.per_minute <= MOST_A_MINUTE,
            f"Requests a minute are a whole number from 1 to {MOST_A_MINUTE}, or none for as many as come.",
            "per minute",
        )
        _need(
            self.default_model is None or (self.default_model.strip() and self.default_model.isprintable()),
            "The default model is an id of a model, or none.",
            "model",
        )
        _need(isinstance(self.provider, str), "A provider is named by a word.")
        _need(isinstance(self.streaming, bool), "Whether replies are streamed is yes or no.")
        _check_address(self.base_url)


def tidy(name: str) -> str:
    """The name with single spaces and none around it."""
    return " ".join(name.split())


def _need(holds: object, message: str, fault: str = "") -> None:
    if not holds:
        raise ConnectionInvalid(message, fault=fault)


def _check_address(address: str) -> None:
    # No message repeats the address: what is wrong with it may be the key in it.
    _need(address.isprintable() and " " not in address, "The base URL has a space or an invisible character in it.")
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ConnectionInvalid("The base URL is no valid address.") from error
    _need(parts.scheme in ("http", "https") and host, "The base URL must begin with https:// (or http://) and a host.")
    if parts.username is not None or parts.password is not None:
        raise KeyInAddress("The base URL carries a user name or password before the @.")
    for name, _ in parse_qsl(f"{parts.query}&{parts.fragment}", keep_blank_values=True):
        if _is_key_word(name):
            raise KeyInAddress(f"The base URL carries a key (“{name}=”).")


def _is_key_word(name: str) -> bool:
    plain = "".join(letter for letter in name.casefold() if letter.isalnum())
    return plain.endswith(_KEY_WORDS)
