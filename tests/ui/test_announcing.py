"""Words for screen readers reach Qt's accessibility, when somebody listens."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from studio.ui.announcing import announce

Said = list[tuple[str, QAccessible.AnnouncementPoliteness]]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[Said]:
    """What is sent; the platform of tests has no screen reader to send it to."""
    said: Said = []

    def hear(event: QAccessibleEvent) -> None:
        assert event.type() == QAccessible.Event.Announcement
        said.append((event.message(), event.politeness()))  # type: ignore[attr-defined]

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    yield said
    QAccessible.setActive(False)


def test_words_are_said_at_once_or_in_turn(qapp: object, said: Said) -> None:
    widget = QWidget()
    QAccessible.setActive(True)
    announce(widget, "Done", urgent=False)
    announce(widget, "Error", urgent=True)
    politeness = QAccessible.AnnouncementPoliteness
    assert said == [("Done", politeness.Polite), ("Error", politeness.Assertive)]


def test_nothing_is_made_when_nobody_listens(qapp: object, said: Said) -> None:
    QAccessible.setActive(False)
    announce(QWidget(), "Done", urgent=False)
    assert said == []


def test_qt_takes_what_is_made(qapp: object) -> None:
    QAccessible.setActive(True)
    announce(QWidget(), "Done", urgent=False)
    QAccessible.setActive(False)
