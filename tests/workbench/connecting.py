"""A user's connections for tests of the window: real files, a keyring in memory."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.profile.keys import Keys
from studio.profile.saved_connection import SavedConnection
from studio.profile.secrets import Secrets
from studio.workbench.connection_book import ConnectionBook
from studio.workbench.tasks import Tasks
from tests.fakes.folders import folders_in
from tests.fakes.keyrings import MemoryKeyring

KEY = "canary-3d07-key"


@dataclass
class Desk:
    """A loaded book and what it works with."""

    book: ConnectionBook
    keys: Keys
    keyring: MemoryKeyring
    tasks: Tasks
    folder: Path


@asynccontextmanager
async def desk(
    folder: Path, keyring: MemoryKeyring | None = None, environment: dict[str, str] | None = None
) -> AsyncIterator[Desk]:
    """A loaded book over a folder; what it started has to end without a failure."""
    gc.collect()  # loops of earlier tests hold QObjects, which must not end in a worker thread
    keyring = keyring or MemoryKeyring()
    tasks, failures = Tasks(), list[tuple[str, Exception]]()
    tasks.failed.connect(lambda name, error: failures.append((name, error)))
    keys = Keys(Secrets(lambda: keyring), environment or {}, within=20)
    book = ConnectionBook(folders_in(folder), keys, tasks)
    await book.load()
    yield Desk(book, keys, keyring, tasks, folder)
    await tasks.close()
    assert failures == []


def wanted(name: str = "Hub", base_url: str = "http://127.0.0.1:9/v1beta", **fields: Any) -> SavedConnection:
    """A connection to be saved."""
    return SavedConnection(**{"id": "new", "name": name, "base_url": base_url, "auth": "bearer", **fields})
