"""Scripts with a picture and something to be told beside it: sources, a model's state, what nobody asked for."""

from collections.abc import Sequence
from typing import Any

from studio.sandbox.scripts.scene import Scene
from studio.sandbox.scripts.script import Answer, Document, Script

_SEARCH = (
    "<style>.chip{display:inline-block}</style>"
    '<div class="container"><div class="carousel">'
    '<a class="chip" href="https://www.google.com/search?q=sea+otters+%26+kelp">sea otters &amp; kelp</a>'
    '<a class="chip" href="https://www.google.com/search?q=otter+hats">otter hats</a>'
    "</div></div>"
)
_WEB: dict[str, Any] = {
    "webSearchQueries": ["sea otters & kelp", "otter hats"],
    "searchEntryPoint": {"renderedContent": _SEARCH},
    "groundingChunks": [
        {
            "web": {
                "uri": "https://vertexaisearch.cloud.google.com/grounding-api-redirect/one",
                "title": "otters.example",
            }
        },
        {"web": {"uri": "https://vertexaisearch.cloud.google.com/grounding-api-redirect/two", "title": "kelp.example"}},
    ],
    "groundingSupports": [
        {"segment": {"startIndex": 0, "endIndex": 12, "text": "Here it is."}, "groundingChunkIndices": [0, 1]}
    ],
}
_IMAGES: dict[str, Any] = {
    "imageSearchQueries": ["otter in kelp"],
    "groundingChunks": [
        {
            "image": {
                "sourceUri": "https://photos.example/otter-in-kelp",
                "imageUri": "https://photos.example/otter.jpg",
                "title": "Otter in kelp",
                "domain": "photos.example",
            }
        }
    ],
    "searchEntryPoint": {"renderedContent": _SEARCH},
}
_RETIRED = {
    "modelStage": "RETIRED_SOON",
    "message": "This model will be shut down on 2027-03-15. Use gemini-3.1-flash-image instead.",
    "retirementTime": "2027-03-15T00:00:00Z",
}
_FULL_SIDE = 1024


def _grounded(metadata: dict[str, Any], scene: Scene) -> Answer:
    document = scene.document()
    document["candidates"][0]["groundingMetadata"] = metadata
    return Document(document)


def _cited(scene: Scene) -> Answer:
    document = scene.document()
    source = {"startIndex": 0, "endIndex": 9, "uri": "https://museum.example/otter", "license": "CC-BY-4.0"}
    document["candidates"][0]["citationMetadata"] = {"citationSources": [source]}
    return Document(document)


def _bad_links(scene: Scene) -> Answer:
    chunks: list[Any] = [
        {"web": {"uri": "javascript:alert(1)", "title": "a script"}},
        {"web": {"uri": "file:///etc/passwd", "title": "a file"}},
        {"web": {"title": "no link"}},
        {"retrievedContext": {"uri": "gs://x"}},
        None,
        {"web": {"uri": "https://otters.example/x?a=1&b=<2>", "title": "<b>Otters</b> & kelp"}},
    ]
    return _grounded({"groundingChunks": chunks, "webSearchQueries": None}, scene)


def _wrong_ratio(scene: Scene) -> Answer:
    wide = scene.wish.settings.ratio not in ("16:9", "21:9", "4:1", "8:1")
    data = scene.resized(1376, 768) if wide else scene.resized(768, 1376)
    return Document(scene.reply(scene.text("Here."), scene.image(data)))


def _wrong_size(scene: Scene) -> Answer:
    return Document(scene.reply(scene.text("Here."), scene.image(scene.resized(_FULL_SIDE // 4, _FULL_SIDE // 4))))


NOTICES: Sequence[Script] = (
    Script("grounding-web", "Found by web search: sources and search suggestions.", [lambda s: _grounded(_WEB, s)]),
    Script("grounding-image", "Found by image search: the page an image is on.", [lambda s: _grounded(_IMAGES, s)]),
    Script("grounding-odd", "Sources that are no web links, or not even sources.", [_bad_links]),
    Script("citation", "A citation with its licence.", [_cited]),
    Script(
        "model-status",
        "The model is to be retired, and says so.",
        [lambda scene: Document(scene.document() | {"modelStatus": _RETIRED})],
    ),
    Script(
        "other-model",
        "Another model answers than was asked.",
        [lambda scene: Document(scene.document() | {"modelVersion": "gemini-2.0-flash-exp-image"})],
    ),
    Script(
        "no-model-version",
        "The reply does not say which model made it.",
        [lambda scene: Document({name: value for name, value in scene.document().items() if name != "modelVersion"})],
    ),
    Script("wrong-ratio", "An image of another shape than was asked for.", [_wrong_ratio]),
    Script("wrong-size", "An image far smaller than was asked for.", [_wrong_size]),
)
