"""Both themes can be read by everybody: contrasts by the formula of WCAG 2, and nothing outside the tokens."""

import re

import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from studio.resources import resource
from studio.ui.theme import FAMILY, Theme, palette_of, style_sheet
from studio.ui.tokens import NAMES, Tokens, tokens_named, tokens_of
from studio.ui.widgets.motion import moves

THEMES = [tokens_named(name) for name in NAMES]
DARK, LIGHT = tokens_named("dark"), tokens_named("light")
SURFACES = ("bg", "surface", "raised", "hover", "field")
TEXTS = ("text", "muted", "faint", "accent", "ok", "warn", "bad")
CONTROLS = ("border", "accent")  # what shows where a control is, and which one has the focus


def luminance(colour: str) -> float:
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def colour(tokens: Tokens, name: str) -> str:
    return str(getattr(tokens, name))


def test_the_formula_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", THEMES, ids=NAMES)
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_can_be_read_on_every_surface(tokens: Tokens, text: str, surface: str) -> None:
    assert contrast(colour(tokens, text), colour(tokens, surface)) >= 4.5


@pytest.mark.parametrize("tokens", THEMES, ids=NAMES)
def test_text_on_the_accent_and_on_pressed_controls_can_be_read(tokens: Tokens) -> None:
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent_hover) >= 4.5
    assert contrast(tokens.text, tokens.pressed) >= 4.5
    assert contrast(tokens.muted, tokens.pressed) >= 4.5


@pytest.mark.parametrize("tokens", THEMES, ids=NAMES)
@pytest.mark.parametrize("surface", ["bg", "surface", "raised"])
@pytest.mark.parametrize("edge", CONTROLS)
def test_controls_can_be_told_from_what_they_stand_on(tokens: Tokens, edge: str, surface: str) -> None:
    assert contrast(colour(tokens, edge), colour(tokens, surface)) >= 3


@pytest.mark.parametrize("tokens", THEMES, ids=NAMES)
def test_greys_are_neutral(tokens: Tokens) -> None:
    for name in (*SURFACES, "line", "border", "text", "muted", "faint"):
        grey = QColor(colour(tokens, name))
        assert grey.red() == grey.green() == grey.blue(), name


@pytest.mark.parametrize("tokens", THEMES, ids=NAMES)
def test_the_style_sheet_has_no_colour_but_the_tokens(tokens: Tokens) -> None:
    sheet = style_sheet(tokens)
    assert "@" not in sheet
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", sheet)) <= {value for value in tokens if isinstance(value, str)}
    assert not re.search(r"\brgba?\(", sheet)
    sizes = {int(size) for size in re.findall(r"font-size: (\d+)px", sheet)}
    assert sizes <= {tokens.caption, tokens.small, tokens.body, tokens.prompt, tokens.title} == {11, 12, 13, 14, 15}
    corners = {int(radius) for radius in re.findall(r"border-radius: (\d+)px", sheet)}
    assert corners <= {tokens.radius_small, tokens.radius, tokens.radius_large, 3, 8}  # half of a thin bar, of a dot


@pytest.mark.parametrize("name", ["dark-contrast", "light-contrast"])
@pytest.mark.parametrize("surface", SURFACES)
def test_high_contrast_is_high(name: str, surface: str) -> None:
    tokens = tokens_named(name)
    for text in TEXTS:
        assert contrast(colour(tokens, text), colour(tokens, surface)) >= 7, text
    for edge in ("line", "edge", "border", "accent"):
        assert contrast(colour(tokens, edge), colour(tokens, surface)) >= (3 if surface != "hover" else 2.5), edge


@pytest.mark.parametrize("tokens", THEMES, ids=NAMES)
@pytest.mark.parametrize("shade", ["#000000", "#ffffff", "#777777", "#5b9cff"])
def test_what_is_written_over_pictures_can_be_read_on_any(tokens: Tokens, shade: str) -> None:
    plate, under = QColor(tokens.plate), QColor(shade)
    dense = plate.alphaF()
    mixed = QColor.fromRgbF(
        *(
            dense * over + (1 - dense) * below
            for over, below in zip(plate.getRgbF()[:3], under.getRgbF()[:3], strict=True)
        )
    )
    assert contrast(tokens.on_picture, mixed.name()) >= 4.5


@pytest.mark.parametrize("tokens", THEMES, ids=NAMES)
def test_lengths_are_on_the_grid_and_motion_is_short(tokens: Tokens) -> None:
    assert tokens.space == 4
    assert tokens.shadow_blur % tokens.space == tokens.shadow_drop % tokens.space == 0
    assert 0 < tokens.quick < tokens.calm <= 250


def test_each_theme_is_known_by_its_palette_also_where_a_sheet_has_changed_it(qtbot: QtBot) -> None:
    for tokens in THEMES:
        palette = palette_of(tokens)
        palette.setColor(QPalette.ColorRole.Window, QColor("#808080"))
        assert tokens_of(palette) is tokens
    assert tokens_of(QPalette(QColor("#111111"))) is DARK
    assert tokens_of(QPalette(QColor("#eeeeee"))) is LIGHT


@pytest.mark.parametrize("tokens", THEMES, ids=NAMES)
def test_the_palette_can_be_read_where_qt_paints_by_itself(tokens: Tokens) -> None:
    palette = palette_of(tokens)
    role = QPalette.ColorRole
    for text, ground in (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.ButtonText, role.Button),
        (role.ToolTipText, role.ToolTipBase),
        (role.HighlightedText, role.Highlight),
        (role.PlaceholderText, role.Base),
        (role.Link, role.Base),
    ):
        assert contrast(palette.color(text).name(), palette.color(ground).name()) >= 4.5, (text, ground)
    assert tokens_of(palette) is tokens


def test_what_is_chosen_is_worn_by_every_widget_and_told(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, "dark")
    theme.dress()
    button = QPushButton("Generate")
    qtbot.addWidget(button)
    button.show()
    told: list[Tokens] = []
    theme.changed.connect(lambda: told.append(theme.tokens))
    assert tokens_of(button.palette()) is DARK
    theme.choose("light")
    theme.choose("light")
    assert tokens_of(button.palette()) is LIGHT
    assert told == [LIGHT]
    assert LIGHT.accent in qapp.styleSheet()
    theme.deleteLater()


def test_high_contrast_is_worn_and_taken_off(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, "light", "high")
    theme.dress()
    assert tokens_of(qapp.palette()) is tokens_named("light-contrast")
    theme.choose("dark")
    assert tokens_of(qapp.palette()) is tokens_named("dark-contrast")
    theme.choose_contrast("normal")
    assert tokens_of(qapp.palette()) is DARK
    theme.deleteLater()


def test_with_less_motion_nothing_moves(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, "dark")
    theme.dress()
    button = QPushButton("Generate")
    qtbot.addWidget(button)
    button.show()
    assert moves(button)
    theme.choose_motion("less")
    assert not moves(button)
    theme.choose_motion("system")
    assert moves(button)
    theme.deleteLater()


def test_every_control_is_written_in_the_font_that_comes_along(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, "dark")
    theme.dress()
    label = QLabel("Generate")
    label.setProperty("role", "title")
    qtbot.addWidget(label)
    label.show()
    worn = QFontInfo(label.font())
    assert (worn.family(), worn.pixelSize(), worn.weight()) == (FAMILY, 15, 600)
    theme.deleteLater()


@pytest.mark.parametrize("tokens", THEMES, ids=NAMES)
def test_what_the_style_sheet_draws_is_there_in_the_colours_of_the_theme(tokens: Tokens) -> None:
    shown = re.findall(r"url\(icons:([^)]+)\)", style_sheet(tokens))
    assert shown
    for name in shown:
        text = resource(f"icons/{name}").read_text(encoding="utf-8")
        assert set(re.findall(r"#[0-9a-f]{6}\b", text)) <= {tokens.muted, tokens.on_accent}, name
        assert "currentColor" not in text


def test_a_list_to_choose_from_shows_that_it_opens_and_a_box_that_it_is_checked(
    qapp: QApplication, qtbot: QtBot
) -> None:
    theme = Theme(qapp, "dark")
    theme.dress()
    combo, box = QComboBox(), QCheckBox("Plain")
    combo.addItem("")
    box.setChecked(True)
    for widget in (combo, box):
        qtbot.addWidget(widget)
        widget.resize(200, 30)
    image = combo.grab().toImage()
    arrow = {image.pixelColor(x, y).name() for x in range(172, 198) for y in range(4, 26)}
    assert any(contrast(each, DARK.bg) > 4 for each in arrow)
    image = box.grab().toImage()
    mark = {image.pixelColor(x, y).name() for x in range(2, 20) for y in range(4, 26)}
    assert {DARK.accent, DARK.on_accent} <= mark
    theme.deleteLater()
