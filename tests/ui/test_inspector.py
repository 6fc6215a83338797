"""What is said of pictures: every fact in its line, what differs in the colour of a warning, and ways to act on it."""

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio.library.records import Blob, Image, Input, Turn
from studio.ui.image_actions import Verb
from studio.ui.inspector.inspector import Inspector
from studio.ui.widgets.link_button import LinkButton
from studio.ui.widgets.stars import Stars
from studio.ui.words import Words
from studio.workbench.costs import Cost
from studio.workbench.inspection import Inspected, Inspection, Origin, Several
from studio.workbench.tasks import Tasks
from studio.workbench.thumbnails import Thumbnails

W = TypeVar("W", bound=QObject)

IMAGE = Image(
    "a" * 32, Blob("b" * 64, "images/otter.png", "image/png", 2_100_000), "c" * 32, 0, "generated", "main", None,
    1200, 896, 1_790_000_000_000, 4, None,
)  # fmt: skip
TURN = Turn(
    id="c" * 32, conversation_id="d" * 32, parent_id="e" * 32, send_id="f" * 32, origin="continue",
    created=1_790_000_000_000, prompt="Make it night", settings={"aspectRatio": "4:3", "imageSize": "1K", "seed": 7},
    connection="RouterHub", endpoint="x", model="gemini-3-pro-image", decisions=(), outcome="images", words=None,
    content=None, estimate_micros=None, actual_micros=134_000, trashed=None,
)  # fmt: skip
ORIGIN = Origin(TURN, 3, "Otter campaign", (), 18.2, Cost(134_000))
ONE = Inspected(IMAGE, Path("/pictures/2026-11-22_make-it-night.png"), ORIGIN)


class Shown:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.inspection = Inspection(Tasks())
        self.verbs: list[tuple[Verb, int]] = []
        self.turns: list[Turn] = []
        self.inspector = Inspector(
            self.inspection, Thumbnails(Tasks(), folder), Words(), lambda model: f"the model {model}"
        )
        qtbot.addWidget(self.inspector)
        self.inspector.verb.connect(lambda verb, images: self.verbs.append((verb, len(images))))
        self.inspector.turn_wanted.connect(self.turns.append)
        self.inspector.resize(332, 500)
        self.inspector.show()

    def tell(self, subject: Inspected | Several | None) -> None:
        self.inspection.subject = subject
        self.inspection.changed.emit()
        QApplication.processEvents()  # it is laid out a moment later

    def find(self, kind: type[W], name: str) -> W:
        found = self.inspector.findChild(kind, name)
        assert found is not None, name
        return found

    def facts(self) -> dict[str, str]:
        """What is said, by the key of its line."""
        labels = (each for each in self.inspector.findChildren(QLabel) if each.objectName().startswith("inspected-"))
        return {each.objectName().removeprefix("inspected-"): each.text() for each in labels if each.isVisible()}


@pytest.fixture
def shown(qtbot: QtBot, tmp_path: Path) -> Shown:
    return Shown(qtbot, tmp_path)


def test_nothing_selected_is_taught_in_one_line(shown: Shown) -> None:
    assert shown.find(QLabel, "inspectorTitle").text() == "Select a picture to see how it was made"
    assert not shown.find(QPushButton, "inspectorFold").isVisible()
    shown.tell(ONE)
    assert shown.find(QLabel, "inspectorTitle").text() == "Information"
    shown.tell(None)
    assert shown.facts() == {}


def test_everything_that_is_known_of_a_picture_is_said(shown: Shown) -> None:
    shown.tell(ONE)
    facts = shown.facts()
    assert facts.pop("made")
    assert facts == {
        "model": "the model gemini-3-pro-image",
        "connection": "RouterHub",
        "pixels": "4:3 1K → 1200 × 896",
        "seed": "7",
        "took": "18 s",
        "cost": "$0.134",
        "weight": "PNG, 2.1 MB",
    }
    assert shown.find(QPlainTextEdit, "inspectorPrompt").toPlainText() == "Make it night"
    assert shown.find(LinkButton, "inspectorFile").whole == "2026-11-22_make-it-night.png"
    assert shown.find(LinkButton, "inspectorTurn").whole == "Turn 3, from turn 2"
    assert shown.find(Stars, "inspectorStars").value() == 4


def test_what_else_was_asked_for_is_said_and_an_instruction_is_there_to_be_read(shown: Shown) -> None:
    finer = {"thinkingLevel": "HIGH", "webSearch": True, "temperature": 0.7, "systemInstruction": "Flat colours."}
    shown.tell(replace(ONE, origin=ORIGIN._replace(turn=TURN._replace(settings={"seed": 7, **finer}))))
    assert shown.facts()["settings"] == "Temperature: 0.7, Thinking: High, Web search, System instruction"
    assert shown.find(QLabel, "inspected-settings").toolTip() == "Flat colours."


def test_what_came_otherwise_than_asked_is_a_warning_and_told_to_screen_readers(shown: Shown) -> None:
    shown.tell(ONE)
    label = shown.find(QLabel, "inspected-pixels")
    assert (label.property("role"), label.accessibleDescription()) == ("value", "")
    turn = TURN._replace(settings={"aspectRatio": "16:9", "imageSize": "4K"})
    shown.tell(replace(ONE, origin=ORIGIN._replace(turn=turn)))
    assert label.text() == "16:9 4K → 1200 × 896"
    assert (label.property("role"), label.accessibleDescription()) == ("warn", "Asked 4K 16:9, got 1200 × 896")


@pytest.mark.parametrize(
    ("cost", "said"),
    [(Cost(40_000, is_estimate=True), "≈ $0.04"), (Cost(0, is_free=True), "free"), (Cost(None), "not known")],
)
def test_an_estimate_is_marked_and_what_is_not_known_is_said(shown: Shown, cost: Cost, said: str) -> None:
    shown.tell(replace(ONE, origin=ORIGIN._replace(cost=cost)))
    assert shown.facts()["cost"] == said


def test_a_picture_that_was_brought_in_is_known_by_its_name(shown: Shown) -> None:
    shown.tell(ONE)
    shown.tell(Inspected(IMAGE._replace(turn_id=None, name="logo.png", origin="imported"), Path("/pictures/logo.png")))
    assert set(shown.facts()) == {"pixels", "made", "weight"}
    assert shown.find(QPlainTextEdit, "inspectorPrompt").toPlainText() == "logo.png"
    assert not shown.find(QWidget, "inspectorTurn").isVisible()
    assert not shown.find(QWidget, "inspector-PROMPT").isVisible()
    assert shown.find(QWidget, "inspector-EDIT").isVisible()


def test_of_several_the_sum_and_what_is_common_is_said(shown: Shown) -> None:
    images = (IMAGE, IMAGE._replace(id="1" * 32), IMAGE._replace(id="2" * 32, rating=None))
    shown.tell(Several(images, Cost(402_000), model="m", ratio="4:3", size="1K"))
    assert shown.find(QLabel, "inspectorTitle").text() == "3 images"
    assert shown.facts() == {"cost": "$0.402", "model": "the model m", "asked": "4:3 1K"}
    assert not shown.find(QWidget, "inspectorPrompt").isVisible()
    assert not shown.find(QWidget, "inspectorFile").isVisible()
    assert shown.find(Stars, "inspectorStars").value() == 0
    QTest.mouseClick(shown.find(QPushButton, "inspector-COPY"), Qt.MouseButton.LeftButton)
    assert shown.verbs == [(Verb.COPY, 3)]


def test_stars_are_given_by_click_and_key_and_taken_back(shown: Shown) -> None:
    shown.tell(ONE)
    stars = shown.find(Stars, "inspectorStars")
    second = QPoint(4 + 20 + 8, stars.height() // 2)
    QTest.mouseClick(stars, Qt.MouseButton.LeftButton, pos=second)
    QTest.mouseClick(stars, Qt.MouseButton.LeftButton, pos=second)
    QTest.keyClick(stars, Qt.Key.Key_Right)
    assert [verb for verb, _ in shown.verbs] == [Verb.RATE_2, Verb.RATE_NONE, Verb.RATE_1]
    shown.tell(replace(ONE, image=IMAGE._replace(rating=-1)))
    assert (stars.value(), stars.accessibleDescription()) == (0, "Rejected")
    assert len(shown.verbs) == 3


def test_buttons_and_links_ask_for_what_they_say(shown: Shown) -> None:
    shown.tell(ONE)
    for name in ("inspector-EDIT", "inspector-PROMPT", "inspector-COPY", "inspectorFile", "inspectorTurn"):
        QTest.mouseClick(shown.find(QPushButton, name), Qt.MouseButton.LeftButton)
    assert [verb for verb, _ in shown.verbs] == [Verb.EDIT, Verb.PROMPT, Verb.COPY, Verb.SHOW]
    assert shown.turns == [TURN]
    assert shown.find(QPushButton, "inspector-PROMPT").accessibleName() == "Use prompt and settings"


def test_what_it_was_made_from_is_shown_small_and_opened_large(shown: Shown) -> None:
    logo = IMAGE._replace(id="9" * 32)
    inputs = (Input(TURN.id, 0, "edit", IMAGE, None), Input(TURN.id, 1, "reference", logo, "logo"))
    shown.tell(replace(ONE, origin=ORIGIN._replace(inputs=inputs)))
    one, two = (shown.find(QWidget, f"source-{place}") for place in (0, 1))
    assert (one.accessibleName(), two.accessibleName()) == ("1: Edited image", "2: @logo")
    opened: list[str] = []
    shown.inspector.verb.connect(lambda verb, images: opened.append(images[0].id))
    QTest.mouseClick(two, Qt.MouseButton.LeftButton)
    assert shown.verbs == [(Verb.OPEN, 1)]
    assert opened == [logo.id]


def test_a_long_prompt_shows_its_first_lines_and_all_of_it_when_asked(shown: Shown) -> None:
    long = " ".join(["a very long description of an otter"] * 40)
    shown.tell(replace(ONE, origin=ORIGIN._replace(turn=TURN._replace(prompt=long))))
    text, more = shown.find(QPlainTextEdit, "inspectorPrompt"), shown.find(QPushButton, "inspectorPromptMore")
    line = text.fontMetrics().lineSpacing()
    assert text.height() == 4 * line
    assert more.text() == "Show all"
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert text.height() == round(text.document().size().height()) * line > 4 * line
    assert more.text() == "Show less"
    shown.tell(ONE)
    assert (text.height(), more.isVisible()) == (line, False)
    shown.tell(replace(ONE, origin=ORIGIN._replace(turn=TURN._replace(prompt=long))))
    assert text.height() == 4 * line


def test_a_prompt_is_read_and_selected_but_not_changed(shown: Shown) -> None:
    shown.tell(ONE)
    text = shown.find(QPlainTextEdit, "inspectorPrompt")
    text.setFocus()
    QTest.keyClicks(text, "x")
    QTest.keyClick(text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert text.textCursor().selectedText() == "Make it night"


def test_where_it_is_narrow_buttons_are_told_by_their_drawings_and_stay_in_one_line(shown: Shown) -> None:
    shown.tell(ONE)
    names = ("inspector-EDIT", "inspector-PROMPT", "inspector-COPY")
    wide = shown.find(QPushButton, "inspector-PROMPT").width()
    shown.inspector.resize(240, 500)
    QApplication.processEvents()
    places = [shown.find(QPushButton, name).geometry() for name in names]
    assert len({place.center().y() // 4 for place in places}) == 1
    assert places[1].width() < wide
    assert shown.find(QPushButton, "inspector-PROMPT").accessibleName() == "Use prompt and settings"
