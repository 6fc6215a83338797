"""When the card of a turn is shown: once the pointer, or whoever walks by keys, has come to rest on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QWidget

from studio.ui.sentences.shortened import first_words
from studio.ui.tokens import tokens_of
from studio.ui.tree.card import CardText, TreeCard
from studio.ui.tree.diff_text import diff_html, plain_html
from studio.ui.tree.looks import SIGNS
from studio.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from studio.library.outline import Outlined
    from studio.ui.sentences.tree_words import TreeWords
    from studio.ui.tree.model import TreeModel
    from studio.ui.tree.view import TreeView
    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
    from studio.workbench.differences import Differences
    from studio.workbench.outline import Outline

_POINTED, _WALKED = 300, 900  # milliseconds of rest
_GAP, _MARGIN = 8, 8
_BEFORE = 120  # letters of the prompt before


class TreeCards(QObject):
    """Shows one card above the tree, and puts it away as soon as something else is done."""

    def __init__(
        self,
        view: TreeView,
        outline: Outline,
        differences: Differences,
        words: TreeWords,
        thumbnails: AwaitedThumbnails,
        model_name: Callable[[str], str],
        window: QWidget,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._outline = outline
        self._differences = differences
        self._words = words
        self._model_name = model_name
        self._row: int | None = None
        self._card = TreeCard(thumbnails, window)
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._show)
        view.pointed_at.connect(self._on_pointed)
        view.rested.connect(self._on_walked)
        view.left.connect(self._put_away)
        differences.ready.connect(self._on_ready)

    def _on_pointed(self, row: int | None) -> None:
        self._row = row
        if row is None:
            self._put_away()
        elif self._card.isVisible():
            self._show()
        else:
            self._rest.start(_POINTED)

    def _on_walked(self, row: int) -> None:
        self._put_away()
        self._row = row
        self._rest.start(_WALKED)

    def _put_away(self) -> None:
        self._rest.stop()
        self._card.hide()

    def _on_ready(self) -> None:
        if self._card.isVisible():
            self._show()

    def _show(self) -> None:
        """Tell of the turn in the row, unless the difference is still being found: then it comes with that."""
        model: TreeModel = self._view.tree_model
        spot = model.spot(self._row) if self._row is not None else None
        if spot is None or self._row is None or not self._view.isVisible():
            self._put_away()
            return
        turn = spot.turn
        self._card.tell(self._text_of(turn, model), turn.image)
        self._place(self._view.place_above(self._row))
        self._card.show()
        self._raise()

    def _raise(self) -> None:
        """Lie above everything but the messages that pass: what they offer can be done for a few seconds only."""
        window = self._card.parentWidget()
        assert window is not None
        toasts = window.findChildren(Toast, options=Qt.FindChildOption.FindDirectChildrenOnly)
        for widget in (self._card, *toasts):
            widget.raise_()

    def _text_of(self, turn: Outlined, model: TreeModel) -> CardText:
        standing = model.standing(turn)
        prompt, before = self._prompt_of(turn)
        sign = SIGNS.get(standing)
        tone = sign.tint if sign is not None and sign.tint in ("warn", "bad") else "muted"
        status = "" if standing == "picture" else self._words.standing(standing)
        first = (self._model_name(turn.model), turn.connection)
        facts = " · ".join(part for part in (*first, self._words.when(turn), self._words.cost(turn)) if part)
        return CardText(prompt, before, status, tone, facts, self._way_on(turn, model))

    def _way_on(self, turn: Outlined, model: TreeModel) -> str:
        """What the next prompt continues, where somebody looks at a turn before that."""
        following, current = model.next, self._outline.current
        if following is None or current is None or turn.id != current.id:
            return ""
        return self._words.goes_on_elsewhere(following.column + 1, turn.goes_on)

    def _prompt_of(self, turn: Outlined) -> tuple[str, str]:
        """The prompt with what changed in it; where it is another one altogether, with the one before it."""
        from studio.workbench.word_diff import is_alike

        parent = self._outline.turn(turn.parent_id)
        if parent is None:
            return plain_html(turn.prompt), ""
        pieces = self._differences.of(parent.prompt, turn.prompt)
        if pieces is not None and is_alike(pieces):
            same = self._words.same_prompt() if parent.prompt == turn.prompt else ""
            return diff_html(pieces, tokens_of(self._card.palette())), same
        return plain_html(turn.prompt), self._words.prompt_before(first_words(parent.prompt, _BEFORE))

    def _place(self, at: QPoint) -> None:
        """Stand over a turn, above the tree, which is gone through meanwhile, and within the window."""
        window = self._card.parentWidget()
        assert window is not None
        middle = window.mapFromGlobal(at)
        x = middle.x() - self._card.width() // 2
        x = max(_MARGIN, min(x, window.width() - self._card.width() - _MARGIN))
        self._card.move(x, max(_MARGIN, middle.y() - _GAP - self._card.height()))
