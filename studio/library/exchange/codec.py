"""Dataclasses as JSON and back; what comes back is checked against their types, value by value.

Members that a dataclass does not have are left aside, so that a later version may add some and still be read.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from studio.library.errors import StudioFileBroken
from studio.library.texts import storable

T = TypeVar("T")

_LARGEST = 2**63 - 1
_DEPTH = 64


def to_plain(value: object) -> Any:
    """Return dataclasses and tuples of them as what `json` writes; members that are None are left out."""
    if is_dataclass(value):
        members = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {camel(name): to_plain(member) for name, member in members if member is not None}
    return [to_plain(each) for each in value] if isinstance(value, tuple) else value


def from_plain(kind: type[T], value: object, where: str = "") -> T:
    """Return the dataclass that JSON describes; StudioFileBroken names the member that cannot be as it is."""
    if not isinstance(value, dict):
        raise _wrong(where, "an object", value)
    members = {
        field.name: _member(hint, value.get(camel(field.name)), field, f"{where}.{camel(field.name)}".lstrip("."))
        for field, hint in _hints(cast("Hashable", kind))
    }
    return kind(**members)


def camel(name: str) -> str:
    """Return a name as the protocol writes names."""
    first, *rest = name.split("_")
    return first + "".join(each.capitalize() for each in rest)


@cache
def _hints(kind: Any) -> tuple[tuple[Field[Any], Any], ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple((field, hints[field.name]) for field in fields(kind))


def _member(hint: Any, value: object, field: Field[Any], where: str) -> object:
    if value is None and field.default is not MISSING:
        return field.default
    return _value(hint, value, where)


def _value(hint: Any, value: object, where: str) -> object:
    origin = get_origin(hint)
    if origin is Annotated:
        return _annotated(hint, value, where)
    if origin in (Union, UnionType):
        return _optional(hint, value, where)
    if origin is Literal:
        return _one_of(get_args(hint), value, where)
    if origin is tuple:
        return _list(get_args(hint)[0], value, where)
    if is_dataclass(hint):
        return from_plain(cast("type[object]", hint), value, where)
    return _scalar(hint, value, where)


def _annotated(hint: Any, value: object, where: str) -> object:
    inner, holds = get_args(hint)
    found = _value(inner, value, where)
    check: Callable[[Any], bool] = holds
    if not check(found):
        raise _wrong(where, "something that can be there", value)
    return found


def _optional(hint: Any, value: object, where: str) -> object:
    if value is None:
        return None
    (inner,) = (each for each in get_args(hint) if each is not NoneType)
    return _value(inner, value, where)


def _one_of(choices: tuple[object, ...], value: object, where: str) -> object:
    for choice in choices:
        if type(choice) is type(value) and choice == value:
            return choice
    raise _wrong(where, "one of " + ", ".join(map(str, choices)), value)


def _list(hint: Any, value: object, where: str) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise _wrong(where, "a list", value)
    return tuple(_value(hint, each, f"{where}[{number}]") for number, each in enumerate(value))


def _scalar(hint: Any, value: object, where: str) -> object:
    if hint is Mapping or get_origin(hint) is Mapping:
        if isinstance(value, dict):
            return _storable(value, where, _DEPTH)
        raise _wrong(where, "an object", value)
    if type(value) is not hint:
        raise _wrong(where, {str: "text", int: "a whole number", bool: "true or false"}[hint], value)
    if isinstance(value, int) and not -1 <= value <= _LARGEST:
        raise _wrong(where, "a number that can be kept", value)
    return storable(value) if isinstance(value, str) else value


def _storable(value: object, where: str, depth: int) -> object:
    """JSON of any shape as the record can keep and give it back: of whole characters, and not too deep."""
    if not depth:
        raise _wrong(where, "less deep", "what it is")
    if isinstance(value, dict):
        return {storable(key): _storable(each, where, depth - 1) for key, each in value.items()}
    if isinstance(value, list):
        return [_storable(each, where, depth - 1) for each in value]
    return storable(value) if isinstance(value, str) else value


def _wrong(where: str, wanted: str, value: object) -> StudioFileBroken:
    shown = repr(value)
    shown = shown if len(shown) <= 60 else f"{shown[:59]}…"
    reason = f"{where or 'it'} has to be {wanted}, not {shown}"
    return StudioFileBroken(f"conversation.json is not as it should be: {reason}.")
