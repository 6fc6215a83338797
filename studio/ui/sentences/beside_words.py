"""What has to be told beside an image: a mere thought, another model than asked, what is said of the model, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from studio.gemini.beside import Source


class BesideWords(QObject):
    """Notices of a reply, from the facts that were read from it."""

    def notices(self, model: str, facts: Mapping[str, object], *, has_image: bool) -> Iterator[str]:
        """Everything that a person should know of a reply beside what came: nothing for most."""
        if not facts:
            return
        from studio.gemini.beside import Beside
        from studio.gemini.capabilities import is_other_model

        if has_image and facts.get("onlyThought"):
            yield self.tr("The model sent this image as a thought only")
        answered = str(facts.get("modelVersion") or "")
        if is_other_model(model, answered):
            yield self.tr("Asked {asked}, answered by {answered}").format(asked=model, answered=answered)
        beside = Beside.from_json(facts)
        if beside.held_back:
            yield self.tr("Held back for: {harms}").format(harms=", ".join(map(self._harm, beside.held_back)))
        status = beside.status
        if status is not None:
            yield self.tr("The provider says of this model: “{message}”").format(message=status.message or status.stage)

    def _harm(self, harm: str) -> str:
        """What a filter calls a kind of harm; as it came where nobody has called it anything."""
        return {
            "harassment": self.tr("harassment"),
            "hate speech": self.tr("hate speech"),
            "sexually explicit": self.tr("sexual content"),
            "dangerous content": self.tr("dangerous content"),
        }.get(harm, harm)

    def heading(self, source: Source) -> str:
        """What stands before the sources of one kind."""
        return {
            "image": self.tr("Found images"),
            "citation": self.tr("Cited"),
            "lost": self.tr("Not fetched"),
        }.get(source.kind, self.tr("Sources"))

    def searches(self) -> str:
        """What stands before Google's search suggestions."""
        return self.tr("Google Search")

    def title(self, source: Source) -> str:
        """What a source is called: its title, and the licence of what was cited."""
        return f"{source.title} ({source.licence})" if source.licence else source.title

    def opens(self, uri: str) -> str:
        """Where a link leads."""
        return self.tr("Opens {link} in your browser").format(link=uri)
