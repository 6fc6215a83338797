"""What a body is held to: Google's own rules, and where gateways are stricter or more forgiving than Google."""

from dataclasses import dataclass, replace

from studio.sandbox.protojson import BYTES, NOT_JSON, STANDARD_BYTES, Kind, Message, Repeated
from studio.sandbox.schema import FUNCTION_PARTS, REQUEST
from studio.sandbox.vertex import on_vertex

# What these gateways read in camelCase alone; in snake_case it vanishes like anything unknown.
_CAMEL_IN_RELAYS = frozenset({"thought_signature", "file_data", "safety_settings", "cached_content"})
_UNKNOWN_TO_RELAYS = frozenset({"model", "service_tier", "labels", "store", "continuation_token"})
_UNKNOWN_TO_PAGES = _UNKNOWN_TO_RELAYS | {"tools", "tool_config", "file_data", "video_metadata", "part_metadata"}


@dataclass(frozen=True)
class Rules:
    """The known fields, what has to be there though Google does without, and the shortest deadline in seconds.

    `cache_conflict` says what cannot be set beside cached content, whose name may begin with a project where there are
    `projects`. `unsigned` are the models whose turns may come without their signatures.
    """

    request: Message = REQUEST
    needs_roles: bool = False
    needs_modalities: bool = False
    not_json: str = NOT_JSON
    shortest_deadline: int = 0
    projects: bool = False
    cache_conflict: str = (
        "CachedContent can not be used with GenerateContent request setting system_instruction, tools or tool_config. "
        "Proposed fix: move those values to CachedContent from GenerateContent request."
    )
    unsigned: frozenset[str] = frozenset()


def _to_the_letter(kind: Kind) -> Kind:
    """A kind that takes what a page documents and no other spelling of it."""
    if isinstance(kind, Repeated):
        return Repeated(_to_the_letter(kind.element))
    if isinstance(kind, Message):
        unknown = _UNKNOWN_TO_PAGES | FUNCTION_PARTS
        fields = {name: _to_the_letter(field) for name, field in kind.fields.items() if name not in unknown}
        return replace(kind, fields=fields, camel_only=frozenset(fields))
    return STANDARD_BYTES if kind is BYTES else kind


def _relayed(kind: Kind) -> Kind:
    """A kind as it is after a relay has written it anew from a struct of its own."""
    if isinstance(kind, Repeated):
        return Repeated(_relayed(kind.element))
    if isinstance(kind, Message):
        fields = {name: _relayed(field) for name, field in kind.fields.items() if name not in _UNKNOWN_TO_RELAYS}
        return replace(kind, fields=fields, camel_only=_CAMEL_IN_RELAYS, forgives=True)
    return kind


def _message(kind: Kind) -> Message:
    assert isinstance(kind, Message)
    return kind


GOOGLE_RULES = Rules(shortest_deadline=10)
VERTEX_RULES = Rules(
    _message(on_vertex(REQUEST)),
    needs_roles=True,
    projects=True,
    cache_conflict=(
        "Tool config, tools and system instruction should not be set in the request when using cached content."
    ),
    unsigned=frozenset({"gemini-3-pro-image"}),
)
ROUTERHUB_RULES = Rules(
    _message(_to_the_letter(REQUEST)),
    needs_roles=True,
    not_json="body must be valid JSON",
    projects=True,
)
RELAY_RULES = Rules(_message(_relayed(REQUEST)))
CHAINHUB_RULES = replace(RELAY_RULES, needs_modalities=True)
