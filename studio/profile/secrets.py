"""Keys, and the only door to the operating system's keyring.

A call into a keyring lasts as long as its user looks at a prompt. So each one runs in a daemon thread of its own, which
neither the loop nor the end of the program waits for.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NoReturn, Protocol, TypeVar

from studio.profile.errors import KeyInvalid, KeyProblem, KeyringFailed, KeyringLocked, KeyringTimeout, NoKeyring

if TYPE_CHECKING:
    import asyncio

SERVICE = "Studio"

T = TypeVar("T")

# Names, because these classes live in packages that are imported late, or not at all on other systems.
# The last two: an address of a bus that nobody listens at.
_MEANS_NO_KEYRING = {
    "NoKeyringError",
    "ImportError",
    "SecretServiceNotAvailableException",
    "FileNotFoundError",
    "ConnectionRefusedError",
}
_MEANS_LOCKED = {"KeyringLocked", "LockedException", "PromptDismissedException"}


class Secret:
    """A key that shows itself only when asked: not when printed, formatted, logged, copied into a record or pickled."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Take a key as pasted; blanks and line ends around it are dropped. Raises KeyInvalid."""
        text = text.strip()
        if not text:
            raise KeyInvalid("The key is empty.")
        if not text.isascii() or not text.isprintable() or " " in text:
            raise KeyInvalid("The key has a character in it that no key has, such as a space or a line end.")
        self._text = text

    def reveal(self) -> str:
        """The key itself: for the keyring and for the request, nothing else."""
        return self._text

    def hidden_in(self, text: str) -> str:
        """The text with every occurrence of the key replaced."""
        return text.replace(self._text, "…")

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        import hmac

        return isinstance(other, Secret) and hmac.compare_digest(self._text, other._text)

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not copied into records")


class Keyring(Protocol):
    """What Studio uses of a backend of the keyring package."""

    def get_password(self, service: str, username: str) -> str | None:
        """The password, None when there is none."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep the password."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget the password; raises when there is none."""


def system_keyring() -> Keyring:
    """This system's own keyring. Never what `keyring` would choose: that can be a file, or ask on standard input."""
    if sys.platform == "darwin":
        from keyring.backends.macOS import Keyring as Backend
    elif sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring as Backend
    else:
        from keyring.backends.SecretService import Keyring as Backend
    return Backend()  # type: ignore[no-untyped-call]  # the constructors of keyring's backends are untyped


class Secrets:
    """Keys in the operating system's keyring, as service "Studio" and the connection's id as user name.

    A call that was cancelled or ran out of time may still take effect, when the user answers its prompt later.
    """

    def __init__(self, open_keyring: Callable[[], Keyring] = system_keyring) -> None:
        self._open_keyring = open_keyring

    async def get(self, reference: str, *, within: float) -> Secret | None:
        """The key, None when there is none. Raises KeyProblem."""
        text = await self._call(lambda keyring: keyring.get_password(SERVICE, reference), within)
        return None if text is None else Secret(text)

    async def set(self, reference: str, secret: Secret, *, within: float) -> None:
        """Keep the key, in place of an earlier one. Raises KeyProblem."""
        await self._call(lambda keyring: keyring.set_password(SERVICE, reference, secret.reveal()), within, secret)

    async def delete(self, reference: str, *, within: float) -> None:
        """Forget the key; fine when there is none. Raises KeyProblem."""

        def delete(keyring: Keyring) -> None:
            if keyring.get_password(SERVICE, reference) is not None:
                keyring.delete_password(SERVICE, reference)

        await self._call(delete, within)

    async def _call(self, work: Callable[[Keyring], T], within: float, secret: Secret | None = None) -> T:
        import asyncio  # not for the first paint, for which the window needs the rest of this

        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()

        def run() -> None:
            try:
                settle = partial(_succeed, answer, work(self._open_keyring()))
            except Exception as error:  # noqa: BLE001 - keyrings let anything through, such as bare D-Bus errors
                settle = partial(_fail, answer, _typed(error, secret))
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(settle)

        threading.Thread(target=run, name="keyring", daemon=True).start()
        try:
            async with asyncio.timeout(within):
                return await answer
        except TimeoutError as error:
            raise KeyringTimeout(f"The keyring did not answer within {within:g} seconds.") from error


class SessionSecrets(Secrets):
    """Keys for this run only, in memory: for where there is no keyring, when the user says so."""

    def __init__(self) -> None:
        memory = _Memory()
        super().__init__(lambda: memory)


class _Memory:
    def __init__(self) -> None:
        self._passwords: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._passwords[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self._passwords[service, username]


def _succeed(answer: asyncio.Future[T], value: T) -> None:
    if not answer.done():
        answer.set_result(value)


def _fail(answer: asyncio.Future[T], failure: KeyProblem) -> None:
    if not answer.done():
        answer.set_exception(failure)


def _typed(error: Exception, secret: Secret | None) -> KeyProblem:
    text = f"{type(error).__name__}: {error}"
    failure = _kind(error)(secret.hidden_in(text) if secret else text)
    if not secret or secret.reveal() not in repr(error):  # else the log of the failure would print the key
        failure.__cause__ = error
    return failure


def _kind(error: Exception) -> Callable[[str], KeyProblem]:
    names = {kind.__name__ for each in _causes(error) for kind in type(each).__mro__}
    if names & _MEANS_NO_KEYRING:
        return lambda detail: NoKeyring(f"No keyring answers on this machine ({detail}).")
    if names & _MEANS_LOCKED:
        return lambda detail: KeyringLocked(f"The keyring stayed locked ({detail}).")
    return lambda detail: KeyringFailed(f"The keyring failed ({detail}).")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__
