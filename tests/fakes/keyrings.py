"""Keyrings for tests: one in memory, one whose prompt stays open, one that fails."""

import threading
from collections.abc import Callable


class MemoryKeyring:
    """Keeps passwords; `reads` counts how often it was asked for one."""

    def __init__(self) -> None:
        self.passwords: dict[str, str] = {}
        self.reads = 0
        self.threads: set[threading.Thread] = set()

    def get_password(self, _service: str, username: str) -> str | None:
        self.reads += 1
        self.threads.add(threading.current_thread())
        return self.passwords.get(username)

    def set_password(self, _service: str, username: str, password: str) -> None:
        self.threads.add(threading.current_thread())
        self.passwords[username] = password

    def delete_password(self, _service: str, username: str) -> None:
        self.threads.add(threading.current_thread())
        del self.passwords[username]


class PromptingKeyring(MemoryKeyring):
    """Answers only once `answered` is set, as one with an open prompt; `asked` tells that the prompt is open."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()
        self.answered = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self._prompt()
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._prompt()
        super().set_password(service, username, password)

    def _prompt(self) -> None:
        self.asked.set()
        assert self.answered.wait(30)


class FailingKeyring(MemoryKeyring):
    """Raises what `failure` makes, while there is one."""

    def __init__(self, failure: Callable[[], Exception]) -> None:
        super().__init__()
        self.failure: Callable[[], Exception] | None = failure

    def get_password(self, service: str, username: str) -> str | None:
        self._fail()
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._fail()
        super().set_password(service, username, password)

    def _fail(self) -> None:
        if self.failure is not None:
            raise self.failure()


class LockedKeyringError(Exception):
    """Named below as the keyring package names it."""


LockedKeyringError.__name__ = "KeyringLocked"


def locked() -> Exception:
    """What a keyring raises whose prompt was dismissed."""
    return LockedKeyringError("Failed to unlock the collection!")


def absent() -> Exception:
    """What there is instead of a keyring where there is none."""
    return ImportError("no backend here")
