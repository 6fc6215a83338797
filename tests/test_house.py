"""Rules of the house that a machine can check: what a command loads, what is pinned, what the documents promise."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

import studio

ROOT = Path(__file__).parent.parent

LOADED = """
import json, sys
from studio.cli.main import main
status = main(sys.argv[1:])
print(json.dumps([status, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def loaded_after(*arguments: object) -> set[str]:
    command = [sys.executable, "-c", LOADED, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    status, modules = json.loads(done.stdout.splitlines()[-1])
    assert status == 0, done.stderr
    return set(modules)


def test_studio_generate_loads_no_qt(tmp_path: Path) -> None:
    loaded = loaded_after("generate", "an otter", "--library", tmp_path / "library")
    assert {"httpx", "starlette", "PIL"} <= loaded
    assert not loaded & {"PySide6", "shiboken6", "qasync"}


def test_looking_at_a_library_loads_no_network(tmp_path: Path) -> None:
    loaded_after("generate", "an otter", "--library", tmp_path / "library")
    loaded = loaded_after("library", "list", "--library", tmp_path / "library")
    assert not loaded & {"PySide6", "starlette", "uvicorn", "keyring"}


def test_qt_does_not_lose_references_to_none() -> None:
    # PySide6 6.12.0 on Python 3.11 drops one in every void call, and the process aborts after some thousand calls.
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(200_000):
        thing.setObjectName("x")
    assert sys.getrefcount(None) > before - 100


def test_widgets_are_known_in_ui_and_where_the_application_is_made_only() -> None:
    # import-linter does not look into packages that are not ours.
    knowing = {file for file in (ROOT / "studio").rglob("*.py") if "QtWidgets" in file.read_text(encoding="utf-8")}
    above = {ROOT / "studio" / "app.py", ROOT / "studio" / "display.py"}
    strangers = [file for file in knowing - above if ROOT / "studio" / "ui" not in file.parents]
    assert not strangers


LINES_OF_A_FILE, LINES_OF_A_FUNCTION, METHODS_OF_A_CLASS = 300, 40, 25
SHORT, SHARE_OF_SHORT = 30, 0.99  # lines of a function, and how many of all functions are no longer


def length_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def grown_too_large(file: Path, root: Path) -> Iterator[str]:
    source, name = file.read_text(encoding="utf-8"), file.relative_to(root)
    if (lines := len(source.splitlines())) > LINES_OF_A_FILE:
        yield f"{name} has {lines} lines"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if (lines := length_of(node)) > LINES_OF_A_FUNCTION:
                yield f"{name}: {node.name} has {lines} lines"
        elif isinstance(node, ast.ClassDef):
            methods = sum(isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) for each in node.body)
            if methods > METHODS_OF_A_CLASS:
                yield f"{name}: {node.name} has {methods} methods"


def test_files_functions_and_classes_stay_short() -> None:
    files = sorted((ROOT / "studio").rglob("*.py"))
    assert len(files) > 500
    assert not [each for file in files for each in grown_too_large(file, ROOT)]


def lengths_of_functions(file: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield length_of(node)


def test_nearly_all_functions_are_short() -> None:
    lengths = [length for file in (ROOT / "studio").rglob("*.py") for length in lengths_of_functions(file)]
    assert len(lengths) > 4000
    assert sum(length <= SHORT for length in lengths) >= SHARE_OF_SHORT * len(lengths)


def test_what_has_grown_too_large_is_named(tmp_path: Path) -> None:
    methods = "".join(f"    def m{number}(self): ...\n" for number in range(METHODS_OF_A_CLASS + 1))
    lines = "    x = 1\n" * LINES_OF_A_FILE
    large, small = tmp_path / "large.py", tmp_path / "small.py"
    large.write_text(f"class Crowd:\n{methods}\ndef long():\n{lines}")
    small.write_text("class Few:\n    def one(self): ...\n\ndef short():\n    x = 1\n")
    named = [each.partition(" has ")[0] for each in grown_too_large(large, tmp_path)]
    assert named == ["large.py", "large.py: Crowd", "large.py: long"]
    assert not list(grown_too_large(small, tmp_path))


def test_sizes_of_text_and_corners_come_from_the_tokens() -> None:
    literal = re.compile(r"setPixelSize\(\d|RoundedRect\([^)]*\), [2-9]|RoundedRect\(\w+, [2-9]")
    files = sorted((ROOT / "studio" / "ui").rglob("*.py"))
    assert len(files) > 200
    assert not [file.name for file in files if literal.search(file.read_text(encoding="utf-8"))]


def test_the_changelog_begins_with_this_version() -> None:
    heads = [line for line in (ROOT / "CHANGELOG.md").read_text().splitlines() if line.startswith("## ")]
    assert heads[0].startswith(f"## {studio.__version__}")


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    reasons = (ROOT / "CONTRIBUTING.md").read_text()
    every = project["dependencies"] + [name for extra in project["optional-dependencies"].values() for name in extra]
    for requirement in every:
        name = requirement.partition(">")[0]
        assert f"`{name}`" in reasons, name


def test_the_test_command_of_the_readme_is_the_one_ci_calls() -> None:
    commands = [line for line in (ROOT / "README.md").read_text().splitlines() if " -m pytest" in line]
    assert len(commands) == 1
    assert commands[0] in (ROOT / ".ci" / "run").read_text().splitlines()


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"])
def test_the_usual_documents_are_there(name: str) -> None:
    assert (ROOT / name).read_text().strip()
