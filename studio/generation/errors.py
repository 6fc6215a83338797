"""What keeps a generation from being begun or kept, drawn as a tree. But for the last two nothing was sent or charged.

GenerationError
├── NoRoom                  the disk could not take the picture
├── NothingToContinue       the earlier turn brought no reply to go on from
├── NoImageToContinue       no earlier turn has an image to go on from
├── TooMuchToSend           the request would be larger than servers take
├── WishUnreadable          what was queued cannot be made out any more
├── InputRefused            a file cannot be an input
│   ├── InputMissing            there is no such file
│   ├── InputUnreadable         the file cannot be read
│   ├── InputIsFolder           it is a folder
│   ├── InputNotAFile           it is a pipe, a device or a socket
│   ├── InputEmpty              it has no bytes
│   ├── InputTooLarge           it has more bytes than any picture needs
│   ├── InputTooManyPixels      it would fill the memory
│   ├── InputNotAnImage         its bytes are of no picture
│   ├── InputFormatRefused      its bytes are of a picture in a format that cannot be sent
│   │   ├── InputIsDrawing      SVG
│   │   ├── InputIsHeic         HEIC or HEIF
│   │   └── InputIsPdf          PDF
│   ├── InputDamaged            its picture cannot be decoded whole
│   └── InputNotCopied          the copy to be sent could not be written
├── NotKept                 a reply came and could not be written to disk
└── NotFetchedYet           a reply came, and a picture that it has a link to may still be fetched
"""

from studio.library.errors import LibraryError


class GenerationError(Exception):
    """A generation could not be begun or kept: the message says why, `advice` what to do."""

    advice = "Try again."

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    @property
    def kind(self) -> str:
        """The name of this failure in records and translations."""
        return type(self).__name__


class NoRoom(GenerationError):
    """The disk of the library has less room than a large picture takes, `needed` bytes."""

    advice = "Free some space, or use a library on another disk."

    def __init__(self, needed: int) -> None:
        super().__init__(f"The disk of the library is nearly full: less than {needed >> 20} MB are free.")
        self.needed = needed


class NothingToContinue(GenerationError):
    """The turn to be continued has no reply that can be sent again: it failed, or broke off."""

    advice = "Go on from the turn before it, or send its picture along with a new prompt."

    def __init__(self, prompt: str) -> None:
        line = " ".join(prompt[:200].split())[:40]
        super().__init__(f"The turn “{line}” brought no whole reply, so there is nothing to go on from.")
        self.line = line


class NoImageToContinue(GenerationError):
    """The turns before have brought words only, or their pictures are in the trash."""

    advice = "Change the request, or begin anew with what it needs to know in the prompt."

    def __init__(self) -> None:
        super().__init__("The turns before this one have no picture to go on from, so it was not sent.")


class TooMuchToSend(GenerationError):
    """The request would have `size` bytes, more than the `budget` that servers are known to take."""

    def __init__(self, size: int, budget: int, *, continues: bool) -> None:
        super().__init__(
            f"The request would have {size / 1e6:.1f} MB; more than {budget / 1e6:.0f} MB are often refused."
        )
        self.size = size
        self.budget = budget
        self.continues = continues
        if continues:
            self.advice = "Continue from the last image alone, instead of the whole conversation."
        else:
            self.advice = "Send fewer or smaller pictures."


class WishUnreadable(GenerationError):
    """A wish in the queue cannot be made out, or the turn or image it speaks of is gone; nothing of it was sent."""

    advice = "Let it go, and ask for it anew."

    def __init__(self, why: str) -> None:
        super().__init__(f"A request that was waiting cannot be read any more: {why}.")
        self.why = why


class NotKept(GenerationError):
    """A reply could not be written to disk; what had arrived stays in the landing folder and is taken in later."""

    advice = "What had arrived whole is taken in as soon as the library can be written again: studio library recover."

    def __init__(self, cause: LibraryError) -> None:
        super().__init__(f"The request was sent, and its reply could not be kept. {cause}")
        self.cause = cause


class NotFetchedYet(GenerationError):
    """A picture that an earlier reply has a link to did not come, and may at another try: the reply stays as it is."""

    advice = "Check the network, and the key of its connection. It is tried again at each start, for free."


class InputRefused(GenerationError):
    """A file cannot be an input: the message names it and says why, `advice` what to do. The file is as it was."""

    says = "cannot be used"
    advice = "Choose another picture."

    def __init__(self, name: str, says: str | None = None) -> None:
        super().__init__(f"“{name}” {says or self.says}.")
        self.name = name


class InputMissing(InputRefused):
    """There is no such file."""

    says = "is not there (any more)"
    advice = "Check the name and the folder, or add the picture from where it is now."


class InputUnreadable(InputRefused):
    """The file cannot be read."""

    says = "cannot be read"
    advice = "Give yourself the right to read it, or copy it to a folder of your own."


class InputIsFolder(InputRefused):
    """The path is a folder."""

    says = "is a folder"
    advice = "Choose the pictures in it."


class InputNotAFile(InputRefused):
    """The path is a pipe, a device or a socket."""

    says = "is no ordinary file"
    advice = "Save the picture to a file first."


class InputEmpty(InputRefused):
    """The file has no bytes."""

    says = "is empty"
    advice = "Save or download the picture once more."


class InputTooLarge(InputRefused):
    """The file has more bytes than any picture to be sent needs."""

    says = "is too large"
    advice = "Export a smaller copy."


class InputTooManyPixels(InputRefused):
    """The picture would fill the memory."""

    says = "has too many pixels"
    advice = "Export a smaller copy."


class InputNotAnImage(InputRefused):
    """The bytes are of no picture that Studio knows."""

    says = "is no picture"
    advice = "Choose a picture, such as PNG, JPEG or WebP."


class InputFormatRefused(InputRefused):
    """The picture is in a format that cannot be sent."""

    says = "is in a format that cannot be sent"
    advice = "Export it as PNG or JPEG."


class InputIsDrawing(InputFormatRefused):
    """The file is an SVG."""

    says = "is a drawing (SVG), not a picture made of pixels"
    advice = "Export it as PNG in the size you need."


class InputIsHeic(InputFormatRefused):
    """The file is HEIC or HEIF."""

    says = "is in Apple's HEIC format, which Studio cannot read"
    advice = "Export it as JPEG, or set the camera to “Most Compatible”."


class InputIsPdf(InputFormatRefused):
    """The file is a PDF."""

    says = "is a PDF document"
    advice = "Export the page as PNG."


class InputDamaged(InputRefused):
    """The picture cannot be decoded whole."""

    says = "is damaged or cut short"
    advice = "Download or export the picture once more."


class InputNotCopied(InputRefused):
    """The copy to be sent could not be written."""

    says = "could not be copied"
    advice = "Make room on the disk and try again."
