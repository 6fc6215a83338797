"""The fields of GenerateContentRequest on the Gemini Developer API, as data."""

from studio.sandbox.protojson import (
    BOOLEAN,
    BYTES,
    INTEGER,
    LABELS,
    NUMBER,
    STRUCTURE,
    TEXT,
    Enumeration,
    Message,
    Repeated,
)

_PACKAGE = "type.googleapis.com/google.ai.generativelanguage.v1beta."
FUNCTION_PARTS = frozenset(
    {
        "function_call",
        "function_response",
        "tool_call",
        "tool_response",
        "executable_code",
        "code_execution_result",
    }
)
OTHER_TOOLS = frozenset(
    {
        "function_declarations",
        "google_search_retrieval",
        "code_execution",
        "url_context",
        "google_maps",
        "computer_use",
        "file_search",
    }
)


def _enumeration(name: str, *values: str) -> Enumeration:
    return Enumeration(_PACKAGE + name, frozenset(values))


_MEDIA_LEVELS = ("UNSPECIFIED", "LOW", "MEDIUM", "HIGH")
_BLOB = Message(_PACKAGE + "Blob", {"mime_type": TEXT, "data": BYTES})
_FILE_DATA = Message(_PACKAGE + "FileData", {"file_uri": TEXT, "mime_type": TEXT})
_PART_RESOLUTION = Message(
    _PACKAGE + "Part.MediaResolution",
    {
        "level": _enumeration(
            "Part.MediaResolution.Level", *(f"MEDIA_RESOLUTION_{level}" for level in (*_MEDIA_LEVELS, "ULTRA_HIGH"))
        )
    },
)
_PART = Message(
    _PACKAGE + "Part",
    {
        "text": TEXT,
        "inline_data": _BLOB,
        "file_data": _FILE_DATA,
        "thought": BOOLEAN,
        "thought_signature": BYTES,
        "media_resolution": _PART_RESOLUTION,
        "part_metadata": STRUCTURE,
        "video_metadata": STRUCTURE,
        **dict.fromkeys(sorted(FUNCTION_PARTS), STRUCTURE),
    },
    data_fields=FUNCTION_PARTS | {"text", "inline_data", "file_data"},
)
_CONTENT = Message(_PACKAGE + "Content", {"role": TEXT, "parts": Repeated(_PART)})

_THINKING = Message(
    _PACKAGE + "ThinkingConfig",
    {
        "include_thoughts": BOOLEAN,
        "thinking_budget": INTEGER,
        "thinking_level": _enumeration(
            "ThinkingConfig.ThinkingLevel",
            *("THINKING_LEVEL_UNSPECIFIED", "MINIMAL", "LOW", "MEDIUM", "HIGH", "XHIGH"),
        ),
    },
)
_GENERATION_CONFIG = Message(
    _PACKAGE + "GenerationConfig",
    {
        "response_modalities": Repeated(
            _enumeration("GenerationConfig.Modality", "MODALITY_UNSPECIFIED", "TEXT", "IMAGE", "AUDIO", "VIDEO")
        ),
        "image_config": Message(_PACKAGE + "ImageConfig", {"aspect_ratio": TEXT, "image_size": TEXT}),
        "temperature": NUMBER,
        "top_p": NUMBER,
        "top_k": INTEGER,
        "seed": INTEGER,
        "candidate_count": INTEGER,
        "max_output_tokens": INTEGER,
        "stop_sequences": Repeated(TEXT),
        "presence_penalty": NUMBER,
        "frequency_penalty": NUMBER,
        "media_resolution": _enumeration(
            "GenerationConfig.MediaResolution", *(f"MEDIA_RESOLUTION_{level}" for level in _MEDIA_LEVELS)
        ),
        "thinking_config": _THINKING,
        "response_mime_type": TEXT,
        "response_schema": STRUCTURE,
        "response_json_schema": STRUCTURE,
        "response_logprobs": BOOLEAN,
        "logprobs": INTEGER,
        "speech_config": STRUCTURE,
        "enable_enhanced_civic_answers": BOOLEAN,
    },
)
_SAFETY_SETTING = Message(
    _PACKAGE + "SafetySetting",
    {
        "category": _enumeration(
            "HarmCategory",
            *(
                f"HARM_CATEGORY_{name}"
                for name in ("HARASSMENT", "HATE_SPEECH", "SEXUALLY_EXPLICIT", "DANGEROUS_CONTENT", "CIVIC_INTEGRITY")
            ),
        ),
        "threshold": _enumeration(
            "SafetySetting.HarmBlockThreshold",
            *("HARM_BLOCK_THRESHOLD_UNSPECIFIED", "BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE"),
            *("BLOCK_ONLY_HIGH", "BLOCK_NONE", "OFF"),
        ),
    },
)
_GOOGLE_SEARCH = Message(
    _PACKAGE + "GoogleSearch",
    {
        "search_types": Message(
            _PACKAGE + "GoogleSearch.SearchTypes", {"web_search": STRUCTURE, "image_search": STRUCTURE}
        ),
        "time_range_filter": Message(
            "type.googleapis.com/google.type.Interval", {"start_time": TEXT, "end_time": TEXT}
        ),
    },
)
_TOOL = Message(
    _PACKAGE + "Tool",
    {
        **dict.fromkeys(sorted(OTHER_TOOLS), STRUCTURE),
        "google_search": _GOOGLE_SEARCH,
        "function_declarations": Repeated(STRUCTURE),
    },
)

REQUEST = Message(
    _PACKAGE + "GenerateContentRequest",
    {
        "model": TEXT,
        "contents": Repeated(_CONTENT),
        "system_instruction": _CONTENT,
        "generation_config": _GENERATION_CONFIG,
        "safety_settings": Repeated(_SAFETY_SETTING),
        "tools": Repeated(_TOOL),
        "tool_config": STRUCTURE,
        "cached_content": TEXT,
        "service_tier": _enumeration("ServiceTier", "SERVICE_TIER_UNSPECIFIED", "FLEX", "STANDARD", "PRIORITY"),
        "labels": LABELS,
        "store": BOOLEAN,
        "continuation_token": TEXT,
    },
)

COUNT = Message(
    _PACKAGE + "CountTokensRequest",
    {"model": TEXT, "contents": Repeated(_CONTENT), "generate_content_request": REQUEST},
)
CREATE_FILE = Message(
    _PACKAGE + "CreateFileRequest",
    {
        "file": Message(
            _PACKAGE + "File",
            {"name": TEXT, "display_name": TEXT, "mime_type": TEXT, "size_bytes": INTEGER, "uri": TEXT},
        )
    },
)
