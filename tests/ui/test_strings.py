"""Every string that a person reads goes through `self.tr`, whole, so that it can be translated."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FILES = sorted((ROOT / "studio" / "ui").rglob("*.py"))

# What shows or speaks the words it is given first.
SAYING = {
    "setText", "setToolTip", "setStatusTip", "setAccessibleName", "setAccessibleDescription", "setPlaceholderText",
    "setWindowTitle", "setTitle", "setInformativeText", "setDetailedText", "setPrefix", "setSuffix", "setIconText",
    "addAction", "addMenu", "addItem", "addButton", "addRow", "addTab",
    "QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu",
}  # fmt: skip
WORD = re.compile(r"[A-Za-z]{2,}")
# The same in every language: our own name, what stands in addresses and model ids, markup.
SAME = re.compile(r"\bStudio\b|https?://\S*|\bgoogle/|<[^>]*>")


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def words_in(node: ast.expr) -> str:
    """The words that stand in an expression itself, not in what it calls."""
    return SAME.sub("", literal(node))


def literal(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) for part in node.values)
    if isinstance(node, ast.IfExp):
        return literal(node.body) + literal(node.orelse)
    if isinstance(node, ast.BinOp):
        return literal(node.left) + literal(node.right)
    return ""


def said_by(call: ast.Call) -> list[ast.expr]:
    """The arguments that are read: the second one of a list's item is what it stands for."""
    return call.args[: 1 if name_of(call) == "addItem" else 2] if name_of(call) in SAYING else []


def untranslated(path: Path) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{call.lineno} {name_of(call)}({words_in(argument)!r})"
        for call in calls(path)
        for argument in said_by(call)
        if WORD.search(words_in(argument))
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT / "studio" / "ui")))
def test_what_is_shown_was_translated_and_what_is_translated_is_written_out(path: Path) -> None:
    assert untranslated(path) == []
    for call in calls(path):
        if name_of(call) == "tr":
            said = call.args[0]
            assert isinstance(said, ast.Constant), f"{path.name}:{call.lineno}: a translator finds literals only"
            assert isinstance(call.func, ast.Attribute)
            speaker = call.func.value
            assert isinstance(speaker, ast.Name), f"{path.name}:{call.lineno}"
            assert speaker.id == "self", f"{path.name}:{call.lineno}: only self.tr has the class for a context"


def test_the_test_finds_what_was_forgotten() -> None:
    source = """
label.setText("Generate")
QLabel(f"{count} images", self)
label.setText("×")
label.setText(self.tr("Keep"))
"""
    found = [
        words_in(argument)
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        for argument in said_by(call)
        if WORD.search(words_in(argument))
    ]
    assert found == ["Generate", " images"]
