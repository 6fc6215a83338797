"""The model: chosen by name, or any id typed and kept exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)

from studio.ui.composer.chip_combo import ChipCombo, Rows
from studio.ui.theme import tokens_of

if TYPE_CHECKING:
    from studio.gemini.capabilities import Capabilities

_ID = Qt.ItemDataRole.UserRole
_POPUP = 360


class ModelPicker(ChipCombo):
    """Lists the models of the table; `chosen` tells an id."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("modelPicker", 104, 240, parent)
        self._model_id = ""
        self._edit = QLineEdit(self)
        self.setAccessibleName(self.tr("Model"))
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setItemDelegate(_RowsWithIds(self))
        self.setMaxVisibleItems(16)
        self._edit.setObjectName("modelEdit")
        self._edit.setAccessibleName(self.tr("Model"))
        self._edit.setPlaceholderText(self.tr("Model or its id"))
        self.setLineEdit(self._edit)
        completer = QCompleter(self.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self._edit.editingFinished.connect(self._take_text)
        self.activated.connect(self._take_row)

    def set_capabilities(self, capabilities: Capabilities) -> None:
        """List the models of a table, each once, whatever other names it goes by."""
        self.clear()
        for row in {row.id: row for row in capabilities.rows.values()}.values():
            self.addItem(row.name, row.id)
            self.setItemData(self.count() - 1, row.id, Qt.ItemDataRole.ToolTipRole)
        self.show_model(self._model_id)

    def show_model(self, model_id: str) -> None:
        """Show the name of a model, or the id itself where there is none for it."""
        self._model_id = model_id
        row = self.findData(model_id, _ID)
        self.setCurrentIndex(row)
        self._edit.setText(self.itemText(row) if row >= 0 else model_id)
        self._edit.setCursorPosition(0)
        self.setToolTip(self.tr("Model: {id}\nAny other id can be typed.").format(id=model_id))
        self.setAccessibleDescription(model_id)
        self.updateGeometry()

    def showPopup(self) -> None:
        self.view().setMinimumWidth(_POPUP)
        super().showPopup()

    def _take_row(self, row: int) -> None:
        if row >= 0:
            self._take(str(self.itemData(row, _ID)))

    def _take_text(self) -> None:
        text = self._edit.text().strip()
        row = self.findText(text, Qt.MatchFlag.MatchFixedString)
        if not text:
            self.show_model(self._model_id)
        elif row < 0:
            self._take(text)
        elif self.itemText(row) != self._shown():
            self._take(str(self.itemData(row, _ID)))
        else:
            self.show_model(self._model_id)

    def _shown(self) -> str:
        row = self.findData(self._model_id, _ID)
        return self.itemText(row) if row >= 0 else self._model_id

    def _take(self, model_id: str) -> None:
        changed = model_id != self._model_id
        self.show_model(model_id)
        if changed:
            self.chosen.emit(model_id)


class _RowsWithIds(Rows):
    """A model's name, and its id behind it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        rect: QRect = option.rect.adjusted(0, 0, -12, 0)
        font = painter.font()
        painter.save()
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(QColor(tokens_of(QGuiApplication.palette()).faint))
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(index.data(_ID)))
        painter.restore()
