"""How the window looks: which tokens are worn, and the font, the palette and the one style sheet made from them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from studio.resources import resource
from studio.ui.tokens import Tokens, mark_of, tokens_named

FAMILY = "Inter"
_FONTS = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")
_STILL = "* { widget-animation-duration: 0; }\n"


class Theme(QObject):
    """Dresses the application: dark or light, in high contrast, moving or still, as chosen or as the system is.

    At first in the palette alone, which is all that the outline of a window needs; `dress` puts on font, style and
    sheet. Until then the names of `Qt` are not touched: making them takes as long as the rest of the first paint.
    """

    changed = Signal()

    def __init__(
        self, app: QApplication, choice: str = "system", contrast: str = "system", motion: str = "system"
    ) -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice
        self._contrast = contrast
        self._is_still = motion == "less"
        self._worn: Tokens | None = None
        self._has_sheet = False
        font = app.font()
        font.setPixelSize(tokens_named("dark").body)
        app.setFont(font)
        self._system_was_dark = app.palette().color(QPalette.ColorRole.Window).lightness() < 128
        self._wear()

    def choose(self, choice: str) -> None:
        """Wear "dark", "light", or what the "system" does."""
        self._choice = choice
        self._wear()

    def choose_contrast(self, contrast: str) -> None:
        """Wear "normal" or "high" contrast, or what the "system" asks for."""
        self._contrast = contrast
        self._wear()

    def choose_motion(self, motion: str) -> None:
        """Let things move as the "system" does, or "less": not at all."""
        self._is_still = motion == "less"
        if self._has_sheet:
            self._app.setStyleSheet(self._sheet())

    def dress(self) -> None:
        """Put on font and style sheet, before there are controls."""
        if not self._has_sheet:
            from PySide6.QtCore import QDir

            self._has_sheet = True
            QDir.setSearchPaths("icons", [str(resource("icons"))])
            self._app.setFont(load_font(self._app.font()))
            if self._app.style().objectName().lower() != "fusion":
                self._app.setStyle("Fusion")
            self._follow_system()
            self._app.setStyleSheet(self._sheet())
            self._wear()

    @property
    def tokens(self) -> Tokens:
        """What is worn."""
        name = "dark" if self._is_dark() else "light"
        return tokens_named(f"{name}-contrast" if self._is_high() else name)

    def _follow_system(self) -> None:
        hints = self._app.styleHints()
        hints.colorSchemeChanged.connect(self._wear)
        if hasattr(hints, "accessibility"):  # from Qt 6.10
            hints.accessibility().contrastPreferenceChanged.connect(self._wear)

    def _is_dark(self) -> bool:
        return self._is_system_dark() if self._choice == "system" else self._choice == "dark"

    def _is_system_dark(self) -> bool:
        if not self._has_sheet:
            return self._system_was_dark
        from PySide6.QtCore import Qt

        scheme = self._app.styleHints().colorScheme()
        # Where the platform does not say, the palette it came with does; ours must not be asked.
        return self._system_was_dark if scheme == Qt.ColorScheme.Unknown else scheme == Qt.ColorScheme.Dark

    def _is_high(self) -> bool:
        return self._is_system_high() if self._contrast == "system" else self._contrast == "high"

    def _is_system_high(self) -> bool:
        hints = self._app.styleHints()
        if not self._has_sheet or not hasattr(hints, "accessibility"):
            return False
        from PySide6.QtCore import Qt

        return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast

    def _wear(self) -> None:
        tokens = self.tokens
        if tokens == self._worn:
            return
        self._worn = tokens
        self._app.setPalette(palette_of(tokens))
        if self._has_sheet:
            self._app.setStyleSheet(self._sheet())
        self.changed.emit()

    def _sheet(self) -> str:
        return style_sheet(self.tokens) + (_STILL if self._is_still else "")


def load_font(font: QFont) -> QFont:
    """Return a font like this one in the family that comes along; letters that it lacks are taken from others."""
    from PySide6.QtGui import QFontDatabase

    for name in _FONTS:
        QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}")))
    dressed = QFont(font)
    dressed.setFamilies([FAMILY, *(family for family in font.families() if family != FAMILY)])
    return dressed


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
    }.items():
        palette.setColor(each, QColor(colour))
    palette.setColor(role.Shadow, mark_of(tokens))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, each, QColor(tokens.faint))
    return palette


def style_sheet(tokens: Tokens) -> str:
    """The style sheet of a theme: every control by its type and its `role` property."""
    text = resource("themes/studio.qss").read_text(encoding="utf-8")
    for name, value in sorted(tokens._asdict().items(), key=lambda pair: -len(pair[0])):
        text = text.replace(f"@{name}", f"{value}px" if isinstance(value, int) else value)
    return text
