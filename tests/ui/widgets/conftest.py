"""What the tests of single widgets share: a theme that is worn."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from studio.ui.theme import Theme


@pytest.fixture(params=[("dark", "normal"), ("light", "normal"), ("dark", "high")], ids="-".join)
def theme(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Theme]:
    """The theme that the application wears, each in turn."""
    theme = Theme(qapp, *request.param)
    theme.dress()
    yield theme
    theme.deleteLater()
    qapp.setStyleSheet("")
