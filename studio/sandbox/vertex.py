"""What the fields of a request are on Vertex: some more than on the Gemini Developer API, and some fewer."""

from collections.abc import Mapping
from dataclasses import replace

from studio.sandbox.protojson import INTEGER, TEXT, Enumeration, Kind, Message, Repeated

_HERE, _THERE = "google.ai.generativelanguage.v1beta.", "google.cloud.aiplatform.v1beta1."
_PACKAGE = f"type.googleapis.com/{_THERE}"
_NOT_THERE = frozenset({"service_tier", "time_range_filter"})
_CATEGORIES = frozenset(
    f"HARM_CATEGORY_{name}"
    for name in ("JAILBREAK", "IMAGE_HATE", "IMAGE_DANGEROUS_CONTENT", "IMAGE_HARASSMENT", "IMAGE_SEXUALLY_EXPLICIT")
)


def _enumeration(name: str, *values: str) -> Enumeration:
    return Enumeration(_PACKAGE + name, frozenset(values))


_FIELDS: Mapping[str, Mapping[str, Kind]] = {
    "Blob": {"display_name": TEXT},
    "FileData": {"display_name": TEXT},
    "SafetySetting": {"method": _enumeration("SafetySetting.HarmBlockMethod", "SEVERITY", "PROBABILITY")},
    "ImageConfig": {
        "person_generation": _enumeration("ImageConfig.PersonGeneration", "ALLOW_ALL", "ALLOW_ADULT", "ALLOW_NONE"),
        "prominent_people": _enumeration(
            "ImageConfig.ProminentPeople", "ALLOW_PROMINENT_PEOPLE", "BLOCK_PROMINENT_PEOPLE"
        ),
        "image_output_options": Message(
            _PACKAGE + "ImageConfig.ImageOutputOptions", {"mime_type": TEXT, "compression_quality": INTEGER}
        ),
    },
}


def on_vertex(kind: Kind) -> Kind:
    """A kind as Vertex has it."""
    if isinstance(kind, Repeated):
        return Repeated(on_vertex(kind.element))
    if isinstance(kind, Enumeration):
        more = _CATEGORIES if kind.type_name.endswith(".HarmCategory") else frozenset()
        return Enumeration(kind.type_name.replace(_HERE, _THERE), kind.names | more)
    if isinstance(kind, Message):
        fields = {name: on_vertex(field) for name, field in kind.fields.items() if name not in _NOT_THERE}
        fields |= _FIELDS.get(kind.type_name.rpartition(".")[2], {})
        return replace(kind, type_name=kind.type_name.replace(_HERE, _THERE), fields=fields)
    return kind
