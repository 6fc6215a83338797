"""JSON read as Google's front end reads it: by a message description, both spellings, nothing unknown let through."""

import binascii
import json
import math
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from studio.sandbox.errors import InvalidArgument, Violation, bad_request

_SHOWN = 100
_INT32 = range(-(2**31), 2**31)


class Kind(Protocol):
    """How one kind of value is read; whatever is wrong is added to `found` and the result is then of no use."""

    def decode(self, value: object, path: str, found: list[Violation]) -> Any:
        """The plain value of a JSON value at a path."""


@dataclass(frozen=True)
class Scalar:
    """A single value; `convert` raises ValueError, whose words follow the type in the refusal."""

    label: str
    convert: Callable[[object], Any]

    def decode(self, value: object, path: str, found: list[Violation]) -> Any:
        """The converted value, or None with a violation."""
        try:
            return self.convert(value)
        except ValueError as error:
            found.append(_invalid(path, self.label, str(error) or _shown(value)))
            return None


@dataclass(frozen=True)
class Enumeration:
    """One of some names, in any case, as upper case."""

    type_name: str
    names: frozenset[str]

    def decode(self, value: object, path: str, found: list[Violation]) -> str | None:
        """The name in upper case."""
        if isinstance(value, str) and value.upper() in self.names:
            return value.upper()
        found.append(_invalid(path, self.type_name, _shown(value)))
        return None


@dataclass(frozen=True)
class Repeated:
    """A list of values of one kind."""

    element: Kind

    def decode(self, value: object, path: str, found: list[Violation]) -> list[Any]:
        """The list of plain values."""
        if not isinstance(value, list):
            found.append(_invalid(path, "list", _shown(value)))
            return []
        return [self.element.decode(item, f"{path}[{index}]", found) for index, item in enumerate(value)]


@dataclass(frozen=True)
class Structure:
    """An object whose fields are nobody's business here."""

    def decode(self, value: object, path: str, found: list[Violation]) -> Mapping[str, Any]:
        """The object as it is."""
        if isinstance(value, dict):
            return value
        found.append(_invalid(path, "google.protobuf.Struct", _shown(value)))
        return {}


@dataclass(frozen=True)
class Message:
    """An object of known fields, by proto name; at most one of `data_fields` may be set.

    Those in `camel_only` are known in the JSON spelling alone. What is unknown is refused; one that
    forgives leaves it out.
    """

    type_name: str
    fields: Mapping[str, Kind]
    data_fields: frozenset[str] = frozenset()
    camel_only: frozenset[str] = frozenset()
    forgives: bool = False
    spellings: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        both = {name: name for name in self.fields if name not in self.camel_only}
        both |= {camel_case(name): name for name in self.fields}
        object.__setattr__(self, "spellings", both)

    def decode(self, value: object, path: str, found: list[Violation]) -> dict[str, Any]:
        """The set fields by proto name; a null field is an absent one."""
        if not isinstance(value, dict):
            found.append(_invalid(path, self.type_name, _shown(value)))
            return {}
        plain: dict[str, Any] = {}
        for spelling, item in value.items():
            name = self.spellings.get(spelling)
            if name is None:
                found += [] if self.forgives else [_unknown(path, spelling)]
            elif item is not None:
                found.extend(self._clash(plain, name, spelling, path))
                plain[name] = self.fields[name].decode(item, f"{path}.{name}" if path else name, found)
        return plain

    def _clash(self, plain: Mapping[str, Any], name: str, spelling: str, path: str) -> list[Violation]:
        if name in plain:
            shown = f"at '{path}' " if path else ""
            words = f'Invalid JSON payload received. Field "{spelling}" {shown}is set twice, in two spellings.'
            return [Violation(path, words)]
        if name in self.data_fields and self.data_fields & plain.keys():
            return [_invalid(path, "oneof", f"oneof field 'data' is already set. Cannot set '{spelling}'")]
        return []


NOT_JSON = "Invalid JSON payload received. {reason}"


def parse(body: bytes | bytearray, message: Message, not_json: str = NOT_JSON) -> dict[str, Any]:
    """The fields of a whole body by proto name; raises InvalidArgument naming everything that is wrong with it."""
    try:
        document = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise InvalidArgument(not_json.format(reason=reason[:_SHOWN])) from error
    if not isinstance(document, dict):
        raise InvalidArgument('Invalid JSON payload received. Unknown name "": Root element must be a message.')
    found: list[Violation] = []
    plain = message.decode(document, "", found)
    if found:
        raise bad_request(found)
    return plain


def decode_base64(text: str) -> bytes:
    """Bytes of base64 in the standard or the URL-safe alphabet, not both mixed; padding may be absent, never wrong."""
    core = text.rstrip("=")
    padding = len(text) - len(core)
    url_safe = "-" in core or "_" in core
    if padding not in (0, -len(core) % 4) or (url_safe and ("+" in core or "/" in core)):
        raise ValueError("not base64")
    try:
        return b64decode(core + "=" * (-len(core) % 4), altchars=b"-_" if url_safe else None, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


def camel_case(name: str) -> str:
    """The JSON spelling of a proto field name."""
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    if not value.isascii():
        value.encode()
    return value


def _bytes(value: object) -> bytes:
    text = _text(value)
    try:
        return decode_base64(text)
    except ValueError as error:
        raise ValueError(f"Base64 decoding failed for {_shown(text)}") from error


def _standard_bytes(value: object) -> bytes:
    text = _text(value)
    if "-" in text or "_" in text:
        raise ValueError(f"Base64 decoding failed for {_shown(text)}")
    return _bytes(text)


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError
    try:
        number = float(value)
    except OverflowError as error:
        raise ValueError from error
    if not math.isfinite(number):
        raise ValueError
    return number


def _integer(value: object) -> int:
    number = _number(value)
    if number != int(number) or int(number) not in _INT32:
        raise ValueError
    return int(number)


def _labels(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError
    return {_text(name): _text(item) for name, item in value.items()}


TEXT = Scalar("TYPE_STRING", _text)
BYTES = Scalar("TYPE_BYTES", _bytes)
STANDARD_BYTES = Scalar("TYPE_BYTES", _standard_bytes)
BOOLEAN = Scalar("TYPE_BOOL", _boolean)
NUMBER = Scalar("TYPE_FLOAT", _number)
INTEGER = Scalar("TYPE_INT32", _integer)
LABELS = Scalar("TYPE_MAP", _labels)
STRUCTURE = Structure()


def _unknown(path: str, name: str) -> Violation:
    where = f" at '{path}'" if path else ""
    return Violation(path, f'Invalid JSON payload received. Unknown name "{name[:_SHOWN]}"{where}: Cannot find field.')


def _invalid(path: str, type_name: str, words: str) -> Violation:
    return Violation(path, f"Invalid value at '{path}' ({type_name}), {words}")


def _shown(value: object) -> str:
    if isinstance(value, str):
        return json.dumps(value[:_SHOWN])
    return "an object" if isinstance(value, dict | list) else json.dumps(value)[:_SHOWN]


def _refuse_constant(name: str) -> float:
    raise ValueError(f"Unexpected token {name}.")
