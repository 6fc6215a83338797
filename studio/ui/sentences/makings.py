"""Every GenerationError as a sentence: what kept a turn from being begun or kept, and why a file cannot be an input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.ui.sentences.amounts import Amounts
from studio.ui.sentences.said import Fix, Line

if TYPE_CHECKING:
    from studio.generation.errors import GenerationError


class Makings(QObject):
    """What is said of turns that could not be begun or kept, and of files that cannot be sent."""

    def __init__(self, amounts: Amounts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._amounts = amounts

    def line(self, error: GenerationError) -> Line | None:
        """What is said of an error; None for a kind that nobody knows here."""
        name = getattr(error, "name", None)
        if name is None:
            return self._turns(error).get(error.kind)
        line = (self._inputs() | self._formats()).get(error.kind)
        return line._replace(what=line.what.format(name=name)) if line is not None else None

    def _turns(self, error: GenerationError) -> dict[str, Line]:
        return {
            "GenerationError": Line(self.tr("This could not be begun."), self.tr("Try again."), (Fix.AGAIN,)),
            "NoRoom": self._no_room(getattr(error, "needed", 0)),
            "NothingToContinue": self._nothing_to_continue(getattr(error, "line", "")),
            "NoImageToContinue": Line(
                self.tr("The turns before this one have no image to go on from, so it was not sent."),
                self.tr("Change the request, or begin anew with what it needs to know in the prompt."),
                (Fix.EDIT,),
            ),
            "TooMuchToSend": self._too_much(error),
            "WishUnreadable": Line(
                self.tr("A request that was waiting cannot be read any more."),
                self.tr("Let it go, and ask for it anew."),
            ),
            "NotKept": Line(
                self.tr("The request was sent, and its reply could not be written to the library."),
                self.tr("What had arrived whole is taken in as soon as the library can be written again."),
                (Fix.SHOW_FOLDER,),
            ),
            "NotFetchedYet": Line(
                self.tr("An image of an earlier request could not be fetched from its server yet."),
                self.tr("Check the network and the key of its connection. It is tried again at each start, for free."),
            ),
        }

    def _no_room(self, needed: int) -> Line:
        what = self.tr("The library's disk is nearly full: less than {bytes} are free.")
        advice = self.tr("Free some space, or use a library on another disk.")
        return Line(what.format(bytes=self._amounts.bytes(needed)), advice, (Fix.SHOW_FOLDER, Fix.AGAIN))

    def _nothing_to_continue(self, line: str) -> Line:
        if line:
            what = self.tr("“{line}” brought no whole reply, so there is nothing to go on from.").format(line=line)
        else:
            what = self.tr("That turn brought no whole reply, so there is nothing to go on from.")
        advice = self.tr("Go on from the turn before it, or send its picture along with a new prompt.")
        return Line(what, advice, (Fix.EDIT,))

    def _too_much(self, error: GenerationError) -> Line:
        size, budget = getattr(error, "size", 0), getattr(error, "budget", 0)
        what = self.tr("The request would have {size}; more than {budget} are often refused.")
        what = what.format(size=self._amounts.bytes(size), budget=self._amounts.bytes(budget))
        if getattr(error, "continues", False):
            advice = self.tr("Continue from the last image alone, instead of the whole conversation.")
            return Line(what, advice, (Fix.CONTINUE_LAST_IMAGE, Fix.EDIT))
        return Line(what, self.tr("Send fewer or smaller pictures."), (Fix.EDIT,))

    def _inputs(self) -> dict[str, Line]:
        once_more = self.tr("Download or export the picture once more.")
        smaller = self.tr("Export a smaller copy.")
        return {
            "InputRefused": Line(self.tr("“{name}” cannot be used."), self.tr("Choose another picture.")),
            "InputMissing": Line(
                self.tr("“{name}” is not there any more."), self.tr("Add the picture from where it is now.")
            ),
            "InputUnreadable": Line(
                self.tr("“{name}” cannot be read."),
                self.tr("Give yourself the right to read it, or copy it to a folder of your own."),
            ),
            "InputIsFolder": Line(self.tr("“{name}” is a folder."), self.tr("Choose the pictures in it.")),
            "InputNotAFile": Line(
                self.tr("“{name}” is no ordinary file."), self.tr("Save the picture to a file first.")
            ),
            "InputEmpty": Line(self.tr("“{name}” is empty."), once_more),
            "InputTooLarge": Line(self.tr("“{name}” is too large a file."), smaller),
            "InputTooManyPixels": Line(self.tr("“{name}” has too many pixels."), smaller),
            "InputNotAnImage": Line(
                self.tr("“{name}” is no picture."), self.tr("Choose a picture, such as PNG, JPEG or WebP.")
            ),
            "InputDamaged": Line(self.tr("“{name}” is damaged or cut short."), once_more),
            "InputNotCopied": Line(
                self.tr("“{name}” could not be copied into the library."),
                self.tr("Make room on the disk and try again."),
            ),
        }

    def _formats(self) -> dict[str, Line]:
        return {
            "InputFormatRefused": Line(
                self.tr("“{name}” is in a format that cannot be sent."), self.tr("Export it as PNG or JPEG.")
            ),
            "InputIsDrawing": Line(
                self.tr("“{name}” is a drawing (SVG), not a picture made of pixels."),
                self.tr("Export it as PNG in the size you need."),
            ),
            "InputIsHeic": Line(
                self.tr("“{name}” is in Apple's HEIC format, which Studio cannot read."),
                self.tr("Export it as JPEG, or set the camera to “Most Compatible”."),
            ),
            "InputIsPdf": Line(self.tr("“{name}” is a PDF document."), self.tr("Export the page as PNG.")),
        }
