"""Base64 as it stands in a JSON string: decoded while it arrives, noting what it takes to write the same again."""

import binascii
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import pybase64

from studio.gemini.escapes import begin_of

Alphabet = Literal["standard", "url"]
Piece = bytes | bytearray | memoryview

_ALTERNATIVES: Mapping[Alphabet, bytes] = {"standard": b"+/", "url": b"-_"}
_ESCAPE = re.compile(rb"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPED_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b" ", b"f": b" ", b"/": b"/", b"\\": b"\\", b'"': b'"'}
_NOT_BASE64 = b"\0"
DATA_URI_FAULT = "it is a data URI"
_SCHEME = b"data:"
_WHITE_SPACE = b" \t\r\n"
_TO_STANDARD = bytes.maketrans(b"-_", b"+/")


@dataclass(frozen=True, slots=True)
class Form:
    """How a base64 string was written.

    `plain` counts the leading characters that encoding the bytes again reproduces; None when it reproduces all of
    them. What follows is kept as written. `fault` says why the string is no base64, None when it is.
    """

    alphabet: Alphabet = "standard"
    padded: bool = True
    plain: int | None = None
    fault: str | None = None


def encode(data: Piece, form: Form) -> bytes:
    """Encode a run of bytes in the alphabet and padding of `form`."""
    text = pybase64.b64encode(data, altchars=_ALTERNATIVES[form.alphabet])
    return text if form.padded else text.rstrip(b"=")


def encoded_size(size: int, form: Form) -> int:
    """Return how many characters `size` bytes take in the padding of `form`."""
    return (size + 2) // 3 * 4 if form.padded else (size * 4 + 2) // 3


class Base64Decoder:
    """Decodes one string that comes in pieces cut anywhere, an escape sequence included.

    Bytes go to `decoded` as they become known. From the first character on that encoding would not write again (an
    escape, white space, mixed alphabets, odd padding), the text as written goes to `raw` too.
    """

    def __init__(self, decoded: Callable[[bytes], None], raw: Callable[[Piece], None]) -> None:
        self._decoded = decoded
        self._raw = raw
        self._held = b""  # one to four characters: the last group decides padding, so it is never decoded early
        self._head = b""
        self._plain = 0
        self._alphabet: Alphabet | None = None  # not known before a character that tells
        self._padded = True
        self._careful: _CarefulDecoder | None = None

    def feed(self, text: memoryview) -> None:
        """Take the next characters, as written between the quotes."""
        self._head += bytes(text[: len(_SCHEME) - len(self._head)])
        if self._careful is not None:
            self._keep_raw(text)
            return
        if self._held:
            missing = 4 - len(self._held)
            self._held += bytes(text[:missing])
            text = text[missing:]
            if not text:
                return
            group, self._held = self._held, b""
            if not self._decode(memoryview(group)):
                self._be_careful(group, text)
                return
        # At least one and at most four characters stay behind.
        whole = (len(text) - 1) // 4 * 4 if text else 0
        body, self._held = text[:whole], bytes(text[whole:])
        if body and not self._decode(body):
            held, self._held = self._held, b""
            self._be_careful(body, memoryview(held))

    def finish(self) -> Form:
        """Decode what is left and tell how the string was written."""
        if self._careful is None and not self._finish_plainly():
            held, self._held = self._held, b""
            self._be_careful(held, memoryview(b""))
        if self._careful is None:
            return Form(self._alphabet or "standard", padded=self._padded)
        fault = self._careful.finish()
        if self._head.lower() == _SCHEME:
            fault = DATA_URI_FAULT
        return Form(self._alphabet or "standard", padded=False, plain=self._plain, fault=fault)

    def _decode(self, body: memoryview) -> bool:
        """Decode whole groups in the string's alphabet; False when they hold anything else."""
        if body[-1] == 0x3D:  # "=" with more text behind it
            return False
        for alphabet in self._alphabets():
            data = _decode_strictly(body, alphabet)
            if data is not None:
                break
        else:
            return False
        if self._alphabet is None and (alphabet == "url" or _is_telling(body)):
            self._alphabet = alphabet
        self._decoded(data)
        self._plain += len(body)
        return True

    def _alphabets(self) -> Iterable[Alphabet]:
        return (self._alphabet,) if self._alphabet else _ALTERNATIVES

    def _finish_plainly(self) -> bool:
        """Decode the last group if encoding its bytes writes it again."""
        digits = self._held.rstrip(b"=")
        self._padded = len(digits) != len(self._held) or len(digits) in (0, 4)
        for alphabet in self._alphabets():
            data = _decode_strictly(digits + b"=" * (-len(digits) % 4), alphabet)
            if data is not None and encode(data, Form(alphabet, padded=self._padded)) == self._held:
                self._alphabet = alphabet
                self._decoded(data)
                return True
        return False

    def _be_careful(self, first: Piece, rest: memoryview) -> None:
        self._careful = _CarefulDecoder(self._decoded)
        self._keep_raw(first)
        self._keep_raw(rest)

    def _keep_raw(self, text: Piece) -> None:
        assert self._careful is not None
        if text:
            self._raw(text)
            self._careful.feed(bytes(text))


class _CarefulDecoder:
    """The slow and lenient way: escapes undone, white space skipped, both alphabets taken, any padding."""

    def __init__(self, decoded: Callable[[bytes], None]) -> None:
        self._decoded = decoded
        self._escape = b""  # an escape sequence cut off by the end of a piece
        self._digits = b""
        self._padding = False
        self._fault: str | None = None

    def feed(self, text: bytes) -> None:
        if self._fault is not None:
            return
        text = self._escape + text
        cut = begin_of(text, len(text))
        text, self._escape = text[:cut], text[cut:]
        self._take(_unescaped(text).translate(_TO_STANDARD, _WHITE_SPACE))

    def finish(self) -> str | None:
        if self._fault is None and self._escape:
            self._fault = "an escape sequence is cut off"
        if self._fault is None and len(self._digits) == 1:
            self._fault = "one character too many"
        if self._fault is None and self._digits:
            self._decode(self._digits + b"=" * (-len(self._digits) % 4))
        return self._fault

    def _take(self, text: bytes) -> None:
        digits, padding, rest = text.partition(b"=")
        if (self._padding and digits) or rest.strip(b"="):
            self._fault = "characters follow the padding"
            return
        self._padding = self._padding or bool(padding)
        digits = self._digits + digits
        whole = len(digits) // 4 * 4
        self._digits = digits[whole:]
        if whole:
            self._decode(digits[:whole])

    def _decode(self, groups: bytes) -> None:
        try:
            self._decoded(pybase64.b64decode(groups, validate=True))
        except binascii.Error:
            self._fault = "a character is not base64"


def _decode_strictly(text: Piece, alphabet: Alphabet) -> bytes | None:
    """Decode text of whole groups; None when it is not wholly in this alphabet."""
    if alphabet == "url" and _is_telling(text):  # pybase64 would take both alphabets
        return None
    try:
        return pybase64.b64decode(text, altchars=_ALTERNATIVES[alphabet], validate=True)
    except binascii.Error:
        return None


def _is_telling(text: Piece) -> bool:
    """Return whether the text has a character of the standard alphabet only."""
    written = bytes(text)
    return b"+" in written or b"/" in written


def _unescaped(text: bytes) -> bytes:
    if b"\\" not in text:
        return text
    if b"\\\\" not in text:  # so every backslash begins an escape: these two are what servers write in a whole picture
        text = text.replace(b"\\/", b"/").replace(b"\\n", b"\n")
    return _ESCAPE.sub(_unescape, text) if b"\\" in text else text


def _unescape(match: re.Match[bytes]) -> bytes:
    letter = match.group(1)
    if letter[:1] == b"u" and len(letter) == 5:
        code = int(letter[1:], 16)
        return bytes((code,)) if code < 0x80 else _NOT_BASE64
    return _ESCAPED_LETTERS.get(letter, _NOT_BASE64)
