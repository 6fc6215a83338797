"""Bringing a record to the form this version knows: numbered scripts in `schema/`, each in one transaction."""

import sqlite3
from dataclasses import dataclass
from importlib.resources import files

from studio.library.errors import LibraryNewer, NotALibrary

APPLICATION_ID = 0x53747564  # "Stud"


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: a script that brings a record from `number` - 1 to `number`."""

    number: int
    script: str


def known_migrations() -> tuple[Migration, ...]:
    """The scripts that come with this version, in order."""
    scripts = (path for path in files("studio.library").joinpath("schema").iterdir() if path.name.endswith(".sql"))
    migrations = (Migration(int(path.name.partition("_")[0]), path.read_text("utf-8")) for path in scripts)
    return tuple(sorted(migrations, key=lambda migration: migration.number))


def check_origin(connection: sqlite3.Connection, newest: int) -> int:
    """The record's version, 0 for a new one; raises NotALibrary or LibraryNewer."""
    application, version = (_pragma(connection, name) for name in ("application_id", "user_version"))
    if application != APPLICATION_ID and (application or version or _has_tables(connection)):
        raise NotALibrary("The file library.sqlite in this folder belongs to another program. Choose another folder.")
    if version > newest:
        raise LibraryNewer(
            f"This library was written by a newer Studio (form {version}, this one knows {newest}). "
            "Nothing was changed. Install the newer version to open it."
        )
    return version


def migrate(connection: sqlite3.Connection, migration: Migration) -> None:
    """Run one step; after a failure the record is as it was before."""
    try:
        connection.executescript(
            f"BEGIN IMMEDIATE;\n{migration.script}\n"
            f"PRAGMA application_id = {APPLICATION_ID};\nPRAGMA user_version = {migration.number};\nCOMMIT;"
        )
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _has_tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone() is not None
