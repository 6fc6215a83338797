"""What has come of a streamed reply, for people who watch: its words, and the images that are whole in the landing."""

from studio.gemini.arrivals import Arrivals
from studio.library.landing import Landing
from studio.library.library import Library
from studio.library.records import Blob, Image, LandedHole, Turn

_TYPE = "application/octet-stream"  # nobody has looked at the bytes yet


class Drafts:
    """Makes images of holes, which are in no record: their ids are the attempt's, their files go with its landing."""

    def __init__(self, library: Library, turn: Turn, arrivals: Arrivals, landing: Landing) -> None:
        self._library = library
        self._turn = turn
        self._arrivals = arrivals
        self._landing = landing
        self.images: tuple[Image, ...] = ()

    @property
    def words(self) -> str:
        """The words so far."""
        return self._arrivals.words

    def look(self) -> None:
        """Take in what has become whole."""
        if self._arrivals.look() or len(self.images) < len(self._arrivals.images):
            holes = (self._landing.hole(hole.number) for hole in self._arrivals.images)
            self.images = tuple(self._image(hole) for hole in holes if hole is not None)

    def _image(self, hole: LandedHole) -> Image:
        return Image(
            id=f"{self._landing.attempt_id}-{hole.number}",
            blob=Blob(hole.sha256, self._library.folder.relative(hole.path), _TYPE, hole.size),
            turn_id=self._turn.id,
            part=None,
            origin="generated",
            role="draft",
            name=None,
            width=None,
            height=None,
            created=self._turn.created,
            rating=None,
            trashed=None,
        )
