"""What keeps a draft from being sent: a link that gives no picture, a missing part, a sandbox that does not start."""

from __future__ import annotations

from PySide6.QtCore import QObject

from studio.ui.sentences.said import Fix, Line


class Drafts(QObject):
    """What is said before anything is sent."""

    def line(self, error: Exception) -> Line | None:
        """What is said of an error; None for one that nobody knows here."""
        kind = type(error).__name__
        if kind == "NotReady":
            return self.lack(str(getattr(error, "lack", "")))
        if kind == "CannotListen":
            what = self.tr("The sandbox cannot be started on this machine.")
            return Line(what, self.tr("Try again, or use another connection."), (Fix.AGAIN, Fix.CONNECTION))
        return self._links(error).get(kind)

    def lack(self, lack: str) -> Line:
        """What a draft lacks before it can be sent."""
        return {
            "library": Line(self.tr("The library is not open yet."), self.tr("Wait a moment.")),
            "read only": Line(
                self.tr("This library can only be looked at: its folder may not be written."),
                self.tr("Give yourself the right to write it, or open another library."),
            ),
            "prompt": Line(self.tr("There is no prompt yet."), self.tr("Say what you would like to see.")),
            "model": Line(self.tr("There is no model yet."), self.tr("Choose one.")),
            "preparing": Line(self.tr("A picture is still being prepared."), self.tr("Wait a moment.")),
            "too much": Line(
                self.tr("This is more than can be sent at once."),
                self.tr("Continue from the last image alone, or send fewer or smaller pictures."),
            ),
            "refused": Line(self.tr("A picture cannot be sent."), self.tr("Take it out, or add another one.")),
        }.get(lack, Line(self.tr("This cannot be sent yet.")))

    def _links(self, error: Exception) -> dict[str, Line]:
        save = self.tr("Save the picture in your browser and drop the file.")
        status = getattr(error, "status", None)
        refused = self.tr("The server of this link refused it.")
        if status:
            refused = self.tr("The server of this link refused it with status {status}.").format(status=status)
        return {
            "DownloadError": Line(self.tr("The picture behind this link could not be fetched."), save),
            "LinkUnusable": Line(self.tr("This link is no address of the web."), save),
            "LinkUnreachable": Line(
                self.tr("The server of this link cannot be reached."),
                self.tr("Check your network, or save the picture in your browser and drop the file."),
            ),
            "LinkTooSlow": Line(self.tr("The picture behind this link did not come in time."), save),
            "LinkRefused": Line(refused, save),
            "LinkRunsInCircles": Line(self.tr("This link leads in a circle."), save),
            "LinkTooLarge": Line(self.tr("What is behind this link is too large for a picture."), save),
            "LinkIsNoPicture": Line(
                self.tr("Behind this link is no picture."),
                self.tr("Drag the picture itself, or save it in your browser and drop the file."),
            ),
        }
