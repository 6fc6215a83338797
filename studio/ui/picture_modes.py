"""One picture large, or two compared, in the place of the thread."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.ui.image_actions import ImageActions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.library.records import Image
    from studio.ui.drag_out import DragOut
    from studio.ui.stage.stage import Stage
    from studio.ui.stage.viewer import Viewer
    from studio.ui.stage.wipe import Wipe
    from studio.ui.words import Words
    from studio.workbench.bench import Bench


class PictureModes(QObject):
    """Opens the viewer and the wipe on the stage; each is made when it is first wanted."""

    verb = Signal(object, tuple)
    """A Verb, and the images it is for."""
    looked_at = Signal(tuple)
    """These Images are shown large now: one, two that are compared, or none any more."""

    def __init__(self, bench: Bench, stage: Stage, words: Words, drags: DragOut, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._stage = stage
        self._words = words
        self._drags = drags
        self._actions = ImageActions(self)
        self._actions.chosen.connect(self.verb)
        stage.currentChanged.connect(self._on_left)
        bench.inspection.changed.connect(self._on_known)

    def open_large(self, image: Image) -> None:
        """Show a picture among those of the branch."""
        steps = self._bench.branch.steps
        row = [each for step in steps for entry in step.entries for each in entry.images]
        self.open_among(image, row if any(each.id == image.id for each in row) else [image])

    def open_among(self, image: Image, neighbours: Sequence[Image]) -> None:
        """Show a picture in a row of its own choice."""
        self._viewer.show_image(image, neighbours)
        self._stage.show_mode(self._viewer)
        self.looked_at.emit((image,))

    def open_current(self, selected: Sequence[Image]) -> bool:
        """Show what has the focus, else one that is selected, else the last of the branch; False if there is none."""
        last = [image for step in self._bench.branch.steps for entry in step.entries for image in entry.images][-1:]
        focused = self._stage.focused_image
        images = [*([focused] if focused is not None else []), *selected[:1], *last]
        for image in images[:1]:
            self.open_large(image)
        return bool(images)

    def set_bare(self, bare: bool) -> None:
        """Show one picture without the row under it, or with it."""
        if "_viewer" in self.__dict__:
            self._viewer.set_bare(bare)

    def compare(self, one: Image, other: Image) -> None:
        """Show two pictures, one wiped over the other."""
        self._wipe.compare(one, other)
        self._stage.show_mode(self._wipe)
        self.looked_at.emit((one, other))

    def _on_known(self) -> None:
        """Let the viewer show the rating that the record has now."""
        image = getattr(self._bench.inspection.subject, "image", None)
        if image is not None and "_viewer" in self.__dict__:
            self._viewer.tell(image)

    def _on_left(self) -> None:
        if self._stage.shows_thread:
            self.looked_at.emit(())

    @property
    def compares(self) -> bool:
        """Whether two pictures are compared now."""
        return "_wipe" in self.__dict__ and self._stage.currentWidget() is self._wipe

    def compare_otherwise(self) -> None:
        """Compare the same two in the next way there is."""
        self._wipe.change_how()

    @cached_property
    def _viewer(self) -> Viewer:
        from studio.ui.stage.viewer import Viewer

        bench = self._bench
        viewer = Viewer(
            bench.pictures, bench.thumbnails, bench.prompts, self._words, self._drags, self._actions, self._stage
        )
        viewer.turned_to.connect(lambda image: self.looked_at.emit((image,)))
        self._stage.add_mode(viewer)
        return viewer

    @cached_property
    def _wipe(self) -> Wipe:
        from studio.ui.stage.wipe import Wipe

        bench = self._bench
        wipe = Wipe(bench.pictures, bench.thumbnails, bench.prompts, self._words, self._stage)
        self._stage.add_mode(wipe)
        return wipe
