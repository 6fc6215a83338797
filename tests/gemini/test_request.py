"""Request bodies against the standard json, and received Contents sent again byte for byte."""

import base64
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from studio.gemini.body import Body
from studio.gemini.content import Content, GenerationConfig, HoleFile, ImageConfig, ImagePart, ReceivedContent, TextPart
from studio.gemini.errors import InputChanged, ReplyUnreadable
from studio.gemini.request import build_body
from studio.gemini.response import read_outcome
from studio.gemini.wire import ReplyLimits, ReplyReader
from tests.fakes.memory_sink import MemorySink

QUESTION = Content("user", (TextPart("now at night"),))
HELD_FOR_ALL = settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def bytes_of(body: Body) -> bytes:
    made = b"".join(body.chunks())
    assert len(made) == body.size
    return made


def image(folder: Path, data: bytes, mime_type: str = "image/png") -> ImagePart:
    file = folder / f"{random.Random(data).getrandbits(64):x}"
    file.write_bytes(data)
    return ImagePart(file, mime_type, len(data))


def received(reply: bytes, folder: Path, limits: ReplyLimits | None = None) -> ReceivedContent:
    """The model Content of a reply as the library hands it back: its holes in files."""
    sink = MemorySink()
    reader = ReplyReader(sink, limits)
    reader.feed(reply)
    assert reader.ended
    span = read_outcome(reader.skeleton, reader.holes, host="example.org").content
    assert span is not None
    files = []
    for hole, kept in zip(reader.holes, sink.holes, strict=True):
        path, raw_path = folder / f"{hole.number}", folder / f"{hole.number}.raw"
        path.write_bytes(kept.data)
        raw_path.write_bytes(kept.raw)
        raw = (raw_path, len(kept.raw)) if kept.raw else (None, 0)
        files.append(HoleFile(hole.offset, hole.kind, hole.form, path, len(kept.data), *raw))
    return ReceivedContent(reader.skeleton, span.start, span.end, files[::-1], span.has_role)


def again(content: ReceivedContent) -> bytes:
    """The bytes that a received Content becomes within a request."""
    made = bytes_of(build_body([QUESTION, content, QUESTION], GenerationConfig()))
    question = json.dumps({"role": "user", "parts": [{"text": "now at night"}]}, separators=(",", ":")).encode()
    head = b'{"contents":[' + question + b","
    tail = b"," + question + b'],"generationConfig":{"responseModalities":["TEXT","IMAGE"]}}'
    assert made.startswith(head)
    assert made.endswith(tail)
    return made[len(head) : -len(tail)]


@HELD_FOR_ALL
@given(
    contents=st.lists(
        st.tuples(st.sampled_from(["user", "model"]), st.lists(st.text() | st.binary(), min_size=1, max_size=4)),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_written_is_the_json_it_should_be(
    tmp_path: Path, contents: list[tuple[Any, list[str | bytes]]]
) -> None:
    written, expected = [], []
    for role, parts in contents:
        written.append(
            Content(role, [TextPart(part) if isinstance(part, str) else image(tmp_path, part) for part in parts])
        )
        expected.append({"role": role, "parts": [plain_part(part) for part in parts]})
    made = json.loads(bytes_of(build_body(written, GenerationConfig())))
    assert made == {"contents": expected, "generationConfig": {"responseModalities": ["TEXT", "IMAGE"]}}


def plain_part(part: str | bytes) -> dict[str, Any]:
    if isinstance(part, str):
        return {"text": part}
    return {"inlineData": {"mimeType": "image/png", "data": base64.b64encode(part).decode()}}


@pytest.mark.parametrize(
    ("config", "fields"),
    [
        (GenerationConfig(), {"responseModalities": ["TEXT", "IMAGE"]}),
        (GenerationConfig(modalities=("IMAGE",)), {"responseModalities": ["IMAGE"]}),
        (
            GenerationConfig(ImageConfig("16:9", "4K"), seed=7),
            {
                "responseModalities": ["TEXT", "IMAGE"],
                "imageConfig": {"aspectRatio": "16:9", "imageSize": "4K"},
                "seed": 7,
            },
        ),
        (
            GenerationConfig(ImageConfig(aspect_ratio="1:1")),
            {"responseModalities": ["TEXT", "IMAGE"], "imageConfig": {"aspectRatio": "1:1"}},
        ),
        (
            GenerationConfig(ImageConfig(image_size="512"), seed=0),
            {"responseModalities": ["TEXT", "IMAGE"], "imageConfig": {"imageSize": "512"}, "seed": 0},
        ),
    ],
)
def test_only_what_was_asked_for_is_in_the_config(config: GenerationConfig, fields: dict[str, Any]) -> None:
    assert json.loads(bytes_of(build_body([QUESTION], config)))["generationConfig"] == fields


def has_only_camel_case(value: object) -> bool:
    if isinstance(value, list):
        return all(has_only_camel_case(item) for item in value)
    if isinstance(value, dict):
        return all("_" not in key and has_only_camel_case(item) for key, item in value.items())
    return True


def test_every_field_is_in_camel_case(tmp_path: Path) -> None:
    content = Content("user", (image(tmp_path, b"abc"), TextPart("x")))
    made = json.loads(bytes_of(build_body([content], GenerationConfig(ImageConfig("1:1", "1K"), seed=1))))
    assert has_only_camel_case(made)


def test_a_prompt_of_five_megabytes_goes_whole() -> None:
    prompt = ('Ottər \N{OTTER} "hat"\n\\' * (5 << 20))[: 5 << 20]
    made = bytes_of(build_body([Content("user", (TextPart(prompt),))], GenerationConfig()))
    assert json.loads(made)["contents"][0]["parts"][0]["text"] == prompt


def test_half_a_surrogate_pair_does_not_stop_a_prompt() -> None:
    made = bytes_of(build_body([Content("user", (TextPart("an \ud83e otter"),))], GenerationConfig()))
    assert json.loads(made)["contents"][0]["parts"][0]["text"] == "an ? otter"


def test_an_image_that_is_gone_is_told_when_the_body_is_read(tmp_path: Path) -> None:
    part = image(tmp_path, b"abc")
    body = build_body([Content("user", (part,))], GenerationConfig())
    part.path.unlink()
    with pytest.raises(InputChanged):
        bytes_of(body)


@st.composite
def contents_as_written(draw: st.DrawFn) -> str:
    """A model Content as a server may write it: any parts, spaces, spellings, escapes and unknown members."""
    space = draw(st.sampled_from(["", " ", "\n\t", " \r\n"]))

    def joined(items: list[str], ends: str) -> str:
        return ends[0] + space + f"{space},{space}".join(items) + space + ends[1]

    def string(text: str) -> str:
        written = json.dumps(text, ensure_ascii=draw(st.booleans()))
        return written.replace("/", "\\/") if draw(st.booleans()) else written

    def picture() -> str:
        data = draw(st.binary(max_size=90))
        text = draw(st.sampled_from([base64.b64encode, base64.urlsafe_b64encode]))(data).decode()
        bent = draw(st.sampled_from([text, text, text.rstrip("="), text.replace("/", "\\/"), text + "\\n", text + "*"]))
        fields = ['"mimeType":"image/png"', f'"data":{space}"{bent}"']
        return '"inlineData":' + joined(draw(st.permutations(fields)), "{}")

    def part() -> str:
        members = [draw(st.sampled_from([picture, lambda: '"text":' + string(draw(st.text()))]))()]
        if draw(st.booleans()):
            members.append('"thoughtSignature":' + string(draw(st.text(alphabet="Ab+/=\n", max_size=60))))
        if draw(st.booleans()):
            members.append(f'"later": {draw(st.sampled_from(["1e5", "1.10", "null", "[]", "[{}, 1]"]))}')
        return joined(draw(st.permutations(members)), "{}")

    parts = [part() for _ in range(draw(st.integers(1, 4)))]
    members = ['"parts":' + joined(parts, "[]")]
    members += draw(st.sampled_from([[], ['"role":"model"'], ['"x":1', '"role" : "model"', '"x":1']]))
    return joined(draw(st.permutations(members)), "{}")


@HELD_FOR_ALL
@given(content=contents_as_written())
def test_a_received_content_is_sent_again_as_the_bytes_received(tmp_path: Path, content: str) -> None:
    reply = '{"a":"%s","candidates": [{"content":%s}],"usageMetadata":{}}' % ("otter" * 9, content)
    try:
        stored = received(reply.encode(), tmp_path, ReplyLimits(string=16))
    except ReplyUnreadable:  # a damaged picture and no whole one: there is nothing to continue
        reject()
    expected = content.encode() if '"role"' in content else content.encode()[:-1] + b',"role":"model"}'
    assert again(stored) == expected
    assert json.loads(expected)["role"] == "model"


@pytest.mark.parametrize("role", ["", '"role":null,', '"role":"",', '"role":"assistant",'])
def test_a_content_without_the_role_model_gets_it(tmp_path: Path, role: str) -> None:
    content = '{%s"parts":[{"inlineData":{"data":"QUJD"}}]}' % role
    made = again(received(b'{"candidates":[{"content":%s}]}' % content.encode(), tmp_path))
    assert made == content.encode()[:-1] + b',"role":"model"}'
    assert json.loads(made)["role"] == "model"


def test_a_signature_of_three_megabytes_goes_back_once_and_as_it_came(tmp_path: Path) -> None:
    signature = base64.b64encode(random.Random(1).randbytes(2_250_000)).decode().replace("/", "\\/")
    picture = base64.b64encode(random.Random(2).randbytes(50_000)).decode()
    content = '{"role":"model","parts":[{"thoughtSignature":"%s","inlineData":{"data":"%s"}}]}' % (signature, picture)
    stored = received(b'{"candidates":[{"content":%s}]}' % content.encode(), tmp_path)
    assert len(signature) > 3_000_000
    assert len(stored.skeleton) < 200
    made = again(stored)
    assert made == content.encode()
    assert made.count(signature[:64].encode()) == 1


def test_holes_outside_the_content_stay_outside(tmp_path: Path) -> None:
    content = b'{"role":"model","parts":[{"inlineData":{"data":"QUJD"}}]}'
    before, behind = b'{"inlineData":{"data":"WFha"}}', b'{"inlineData":{"data":"WVlZ"}}'
    reply = b'{"first":%s,"candidates":[{"content":%s}],"last":%s}' % (before, content, behind)
    assert again(received(reply, tmp_path)) == content
