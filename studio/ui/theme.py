"""How the window looks: the tokens of both themes, the palette and the one style sheet made from them.

Greys are neutral, colour belongs to the pictures; there is one accent. Whatever paints itself asks `tokens_of` its own
palette, so that a change of theme reaches it as any palette change does.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication


class Tokens(NamedTuple):
    """The colours of one theme; lengths in device-independent pixels on a grid of 4."""

    name: str  # of the folder of resources/icons with the drawings that the style sheet shows
    bg: str
    surface: str
    raised: str
    hover: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    ok: str
    warn: str
    bad: str
    border: str  # of fields: stronger than a line, it has to be seen to be used
    field: str  # what is typed into
    edge: str  # of buttons, which are told by their words too
    space: int = 4
    radius: int = 6


DARK = Tokens(
    name="dark", bg="#191919", surface="#212121", raised="#2a2a2a", hover="#333333", line="#353535",
    text="#ececec", muted="#a8a8a8", faint="#9d9d9d",
    accent="#5b9cff", on_accent="#0b1220", ok="#6fbf8b", warn="#e0b15a", bad="#ee8585", border="#747474",
    edge="#484848", field="#191919",
)  # fmt: skip
LIGHT = Tokens(
    name="light", bg="#ededed", surface="#f7f7f7", raised="#ffffff", hover="#e7e7e7", line="#d9d9d9",
    text="#1b1b1b", muted="#5a5a5a", faint="#606060",
    accent="#1d61cc", on_accent="#ffffff", ok="#1b6b3c", warn="#7a5200", bad="#b3261e", border="#858585",
    edge="#c6c6c6", field="#ffffff",
)  # fmt: skip

CHOICES = ("system", "dark", "light")


def tokens_of(palette: QPalette) -> Tokens:
    """The tokens behind a palette that was made here."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


class Theme(QObject):
    """Dresses the application: dark or light as chosen, or as the system is.

    At first in the palette alone, which is all that the outline of a window needs; `dress` puts on style and sheet.
    Until then the names of `Qt` are not touched: making them takes as long as the rest of the first paint.
    """

    changed = Signal()

    def __init__(self, app: QApplication, choice: str = "system") -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice
        self._worn: Tokens | None = None
        self._has_sheet = False
        font = app.font()
        font.setPixelSize(13)
        app.setFont(font)
        self._system_was_dark = app.palette().color(QPalette.ColorRole.Window).lightness() < 128
        self._wear()

    def choose(self, choice: str) -> None:
        """Wear "dark", "light", or what the "system" does."""
        self._choice = choice
        self._wear()

    def dress(self) -> None:
        """Put on the style sheet, before there are controls."""
        if not self._has_sheet:
            from PySide6.QtCore import QDir

            from studio.resources import resource

            self._has_sheet = True
            QDir.setSearchPaths("icons", [str(resource("icons"))])
            if self._app.style().objectName().lower() != "fusion":
                self._app.setStyle("Fusion")
            self._app.styleHints().colorSchemeChanged.connect(self._wear)
            self._app.setStyleSheet(style_sheet(self.tokens))
            self._wear()

    @property
    def tokens(self) -> Tokens:
        """What is worn."""
        return DARK if self._is_dark() else LIGHT

    def _is_dark(self) -> bool:
        return self._is_system_dark() if self._choice == "system" else self._choice == "dark"

    def _is_system_dark(self) -> bool:
        if not self._has_sheet:
            return self._system_was_dark
        from PySide6.QtCore import Qt

        scheme = self._app.styleHints().colorScheme()
        # Where the platform does not say, the palette it came with does; ours must not be asked.
        return self._system_was_dark if scheme == Qt.ColorScheme.Unknown else scheme == Qt.ColorScheme.Dark

    def _wear(self) -> None:
        tokens = self.tokens
        if tokens == self._worn:
            return
        self._worn = tokens
        self._app.setPalette(palette_of(tokens))
        if self._has_sheet:
            self._app.setStyleSheet(style_sheet(tokens))
        self.changed.emit()


def palette_of(tokens: Tokens) -> QPalette:
    """The palette of a theme, for what Qt draws itself."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette(QColor(tokens.raised), QColor(tokens.bg))
    for each, colour in {
        role.Window: tokens.bg,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.raised,
        role.Text: tokens.text,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.bad,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.faint,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Light: tokens.hover,
        role.Midlight: tokens.hover,
        role.Mid: tokens.line,
        role.Dark: tokens.line,
        role.Shadow: tokens.bg,
    }.items():
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, each, QColor(tokens.faint))
    return palette


def style_sheet(tokens: Tokens) -> str:
    """The style sheet of a theme: every control by its type and its `role` property."""
    text = _SHEET
    for name, value in sorted(tokens._asdict().items(), key=lambda pair: -len(pair[0])):
        text = text.replace(f"@{name}", f"{value}px" if isinstance(value, int) else value)
    return text


_SHEET = """
QMainWindow, QScrollArea, QStackedWidget { background: @bg; }
QDialog { background: @surface; }
QScrollArea { border: none; }
QDialog QScrollArea, QDialog QStackedWidget { background: transparent; }
QFrame[role="surface"] { background: @surface; }
QFrame[role="raised"] { background: @raised; border: 1px solid @line; border-radius: @radius; }
QFrame[role="line"] { background: @line; border: none; }
QFrame[role="composer"] { background: @raised; border: 1px solid @edge; border-radius: 10px; }
QFrame[role="composer"][focused="true"] { border-color: @accent; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: 15px; font-weight: 600; }
QLabel#qt_msgbox_label { font-size: 15px; font-weight: 600; }
QLabel#qt_msgbox_informativelabel { color: @muted; font-size: 12px; }
QLabel[role="name"] { font-size: 13px; font-weight: 600; }
QLabel[role="heading"] { font-size: 11px; font-weight: 600; color: @faint; }
QLabel[role="muted"] { color: @muted; font-size: 12px; }
QLabel[role="faint"] { color: @faint; font-size: 11px; }
QLabel[role="warn"] { color: @warn; font-size: 12px; }
QLabel[role="bad"] { color: @bad; font-size: 12px; }
QLabel[role="ok"] { color: @ok; font-size: 12px; }
QLabel[role="key"] {
    color: @muted; font-size: 11px; border: 1px solid @edge; border-radius: 4px; padding: 1px 6px;
}

QPushButton, QToolButton {
    background: @raised; border: 1px solid @edge; border-radius: @radius; padding: 0 12px; min-height: 28px;
}
QPushButton:hover, QToolButton:hover { background: @hover; border-color: @border; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked { background: @line; }
QPushButton:focus, QToolButton:focus { border: 1px solid @accent; }
QPushButton:disabled, QToolButton:disabled { color: @faint; border-color: @line; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0; }
QPushButton[role="primary"] {
    background: @accent; color: @on_accent; border: 1px solid @accent; font-weight: 600;
    min-height: 32px; border-radius: 8px;
}
QPushButton[role="primary"]:hover { border-color: @text; }
QPushButton[role="primary"]:focus { border: 2px solid @text; }
QPushButton[role="primary"]:disabled { background: @hover; color: @faint; border-color: @line; }
QPushButton[role="danger"] { color: @bad; border-color: @bad; }
QPushButton[role="chip"], QToolButton[role="chip"] {
    background: @hover; border: 1px solid transparent; font-size: 12px; padding: 0 10px;
}
QPushButton[role="chip"]:hover, QToolButton[role="chip"]:hover { border-color: @border; }
QPushButton[role="chip"]:focus, QToolButton[role="chip"]:focus { border-color: @accent; }
QPushButton[role="example"] { text-align: left; min-height: 38px; }
QPushButton[compact="true"] { min-height: 22px; max-height: 22px; padding: 0 8px; font-size: 12px; }
QToolButton[compact="true"] { min-height: 22px; max-height: 22px; min-width: 24px; padding: 0 2px; font-size: 11px; }
QPushButton[role="dashed"] { background: transparent; border: 1px dashed @border; color: @muted; font-size: 12px; }
QPushButton[role="dashed"]:hover { color: @text; }
QPushButton[role="dashed"]:focus { border: 1px dashed @accent; }
QPushButton[role="quiet"], QToolButton[role="quiet"], QPushButton[role="icon"], QToolButton[role="icon"],
QToolButton[role="panel"] { background: transparent; border: 1px solid transparent; color: @muted; }
QPushButton[role="quiet"], QToolButton[role="quiet"] { padding: 0 8px; font-size: 12px; }
QPushButton[role="icon"], QToolButton[role="icon"], QToolButton[role="panel"] { padding: 0; min-width: 28px; }
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover, QPushButton[role="icon"]:hover,
QToolButton[role="icon"]:hover, QToolButton[role="panel"]:hover { background: @hover; color: @text; }
QToolButton[role="icon"]:checked, QToolButton[role="quiet"]:checked { background: @hover; color: @text; }
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus, QPushButton[role="icon"]:focus,
QToolButton[role="icon"]:focus, QToolButton[role="panel"]:focus { border-color: @accent; }

QLineEdit, QSpinBox, QComboBox {
    background: @field; border: 1px solid @border; border-radius: @radius; padding: 0 8px; min-height: 26px;
    selection-background-color: @accent; selection-color: @on_accent;
}
QLineEdit:focus, QSpinBox:focus, QComboBox:focus { border-color: @accent; }
QLineEdit:disabled, QSpinBox:disabled, QComboBox:disabled { color: @faint; border-color: @line; }
QLineEdit[bad="true"], QSpinBox[bad="true"] { border-color: @bad; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }
QComboBox { padding: 0 10px; }
QComboBox:on { border-color: @accent; }
QComboBox[role="chip"] { background: @hover; border-color: transparent; font-size: 12px; padding: 0 8px; }
QComboBox[role="chip"]:hover { border-color: @border; }
QComboBox[role="chip"]:focus { border-color: @accent; }
QComboBox::drop-down { border: none; width: 28px; subcontrol-origin: border; subcontrol-position: center right; }
QComboBox[role="chip"]::drop-down { width: 24px; }
QComboBox::down-arrow { image: url(icons:@name/chevron-down.svg); width: 14px; height: 14px; }
QComboBox[role="chip"]::down-arrow { image: none; }
QComboBox QAbstractItemView {
    background: @raised; border: 1px solid @border; outline: 0; padding: 4px;
    selection-background-color: @hover; selection-color: @text;
}
QLineEdit QToolButton { min-height: 0; padding: 0; border: none; background: transparent; }
QPlainTextEdit, QTextEdit, QTextBrowser {
    background: transparent; border: none; selection-background-color: @accent; selection-color: @on_accent;
}
QPlainTextEdit[role="field"] { background: @field; border: 1px solid @border; border-radius: @radius; padding: 4px; }
QPlainTextEdit[role="field"]:focus { border-color: @accent; }

QAbstractItemView { background: @surface; border: none; outline: 0; }
QListView::item:selected { background: @hover; color: @text; }
QListView[role="field"] { background: @raised; border: 1px solid @line; border-radius: @radius; padding: 4px; }
QListView[role="field"]:focus { border-color: @accent; }
QListView[role="field"]::item { border-radius: 4px; padding-left: 4px; }
QMenu { background: @raised; border: 1px solid @border; border-radius: @radius; padding: 4px; }
QMenu::item { padding: 5px 16px 5px 10px; border-radius: 4px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: @hover; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QToolTip { background: @raised; color: @text; border: 1px solid @border; padding: 4px 6px; }
QSplitter::handle { background: @line; }
QSplitter::handle:hover { background: @accent; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: @edge; border-radius: 3px; margin: 2px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: @border; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: @hover; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QCheckBox, QRadioButton { spacing: 8px; padding: 3px; border: 1px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: @accent; }
QCheckBox:disabled, QRadioButton:disabled { color: @faint; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 14px; height: 14px; background: @field; border: 1px solid @border; border-radius: 4px;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: @text; }
QCheckBox::indicator:checked {
    background: @accent; border-color: @accent; image: url(icons:@name/check.svg);
}
QRadioButton::indicator:checked { width: 6px; height: 6px; background: @on_accent; border: 5px solid @accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: @hover; border-color: @line; }
"""
