"""A connection while it is being typed: plain texts, read into a SavedConnection or refused field by field."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from studio.gemini.connections import is_loopback, read_address
from studio.gemini.errors import BadAddress
from studio.gemini.presets import PRESETS, preset_of
from studio.profile.errors import ConnectionProblem
from studio.profile.saved_connection import AuthStyle, ModelPrefix, SavedConnection, tidy

FieldName = Literal["name", "base_url", "auth", "model_prefix", "default_model", "concurrency", "per_minute"]

_FIGURES = re.compile(r"[0-9]{1,9}")
_SOUND = SavedConnection(id="sound", name="Sound", base_url="https://sound.example/v1beta", auth="goog-key")


class FieldRefused(Exception):
    """One field cannot be as it is: `field` is its name, `error` says why."""

    def __init__(self, field: FieldName, error: BadAddress | ConnectionProblem) -> None:
        super().__init__(error.message)
        self.field = field
        self.error = error


@dataclass(frozen=True, slots=True)
class ConnectionFields:
    """What stands in a form; `concurrency` None is the number of the settings, no `per_minute` as many as come."""

    name: str = ""
    base_url: str = ""
    auth: AuthStyle = "goog-key"
    model_prefix: ModelPrefix = ""
    default_model: str = ""
    concurrency: int | None = None
    plain_http: bool = False
    per_minute: str = ""
    provider: str = ""
    streaming: bool = False

    def read(self, connection_id: str) -> SavedConnection:
        """Return the connection that is meant, its address made regular. Raises FieldRefused.

        A model named in a pasted address becomes the default model where none is given.
        """
        try:
            address = read_address(self.base_url, plain_http=self.plain_http)
        except BadAddress as error:
            raise FieldRefused("base_url", error) from error
        base_url = f"{address.base}?{address.query}" if address.query else address.base
        wanted: dict[FieldName, Any] = {
            "name": tidy(self.name),
            "base_url": base_url,
            "auth": self.auth,
            "model_prefix": self.model_prefix,
            "default_model": self.default_model.strip() or address.model,
            "concurrency": self.concurrency,
            "per_minute": _whole(self.per_minute),
        }
        for field, value in wanted.items():
            try:
                replace(_SOUND, **{field: value})
            except ConnectionProblem as error:
                raise FieldRefused(field, error) from error
        plain_http = self.plain_http and self.wants_plain_http
        return SavedConnection(
            id=connection_id,
            plain_http=plain_http,
            provider=self.provider,
            streaming=self.streaming and self.can_stream,
            **wanted,
        )

    @property
    def wants_plain_http(self) -> bool:
        """Whether the address asks to send the key without encryption to another machine."""
        try:
            parts = urlsplit(self.base_url.strip())
            return parts.scheme == "http" and bool(parts.hostname) and not is_loopback(parts.hostname or "")
        except ValueError:
            return False

    @property
    def can_stream(self) -> bool:
        """Whether the server may be able to send a reply as it is made."""
        return preset_of(self.provider, self.base_url.strip()).streams

    @property
    def host(self) -> str:
        """The host the key would be sent to; "" while the address is none."""
        return host_of(self.base_url)


def fields_of(saved: SavedConnection) -> ConnectionFields:
    """Return the fields of a saved connection."""
    return ConnectionFields(
        saved.name,
        saved.base_url,
        saved.auth,
        saved.model_prefix,
        saved.default_model or "",
        saved.concurrency,
        saved.plain_http,
        str(saved.per_minute or ""),
        saved.provider,
        saved.streaming,
    )


def fields_of_preset(provider: str) -> ConnectionFields:
    """Return the fields that the preset of this name fills in."""
    preset = PRESETS[provider]
    return ConnectionFields(
        preset.name,
        preset.base_url,
        preset.auth.value,
        cast("ModelPrefix", preset.model_prefix),
        preset.default_model or "",
        provider=provider,
    )


def _whole(text: str) -> int | None:
    """A number as typed; None for none, and 0, which is refused, for what is no number."""
    text = text.strip()
    return (int(text) if _FIGURES.fullmatch(text) else 0) if text else None


def origin_of(base_url: str) -> str:
    """Return scheme, host and port of a base URL, which tell whom a key is sent to and how; "" when it is none."""
    try:
        address = read_address(base_url, plain_http=True)
    except BadAddress:
        return ""
    return address.base[: len(address.base) - len(urlsplit(address.base).path)]


def host_of(base_url: str) -> str:
    """Return the host and port of a base URL as typed; "" when it is none."""
    try:
        address = read_address(base_url, plain_http=True)
    except BadAddress:
        return ""
    return urlsplit(address.base).netloc
