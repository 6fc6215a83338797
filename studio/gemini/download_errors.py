"""Why a picture could not be fetched from a link; apart from download.py, so that naming them does not load httpx.

DownloadError
├── LinkUnusable            it is no http or https address
├── LinkUnreachable         no such host, refused, no certificate to trust, broken off
├── LinkTooSlow             it did not come within the time limits
├── LinkRefused             the server answered with an error
├── LinkRunsInCircles       too many redirections
├── LinkTooLarge            more bytes than Studio fetches
└── LinkIsNoPicture         what came is a web page, or nothing
"""


class DownloadError(Exception):
    """A picture could not be fetched: the message names the host and says why, `advice` what to do."""

    advice = "Save the picture in your browser and drop the file."

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    @property
    def kind(self) -> str:
        """The name of this failure in translations."""
        return type(self).__name__


class LinkUnusable(DownloadError):
    """The link is no http or https address."""


class LinkUnreachable(DownloadError):
    """The host could not be reached, or the connection broke."""

    advice = "Check your network, or save the picture in your browser and drop the file."


class LinkTooSlow(DownloadError):
    """The picture did not come within the time limits."""


class LinkRefused(DownloadError):
    """The server answered with an error; `status` is its HTTP status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class LinkRunsInCircles(DownloadError):
    """There were too many redirections."""


class LinkTooLarge(DownloadError):
    """There are more bytes than Studio fetches."""


class LinkIsNoPicture(DownloadError):
    """What came is a web page, or nothing."""

    advice = "Drag the picture itself, or save it in your browser and drop the file."
