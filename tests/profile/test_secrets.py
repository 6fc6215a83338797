"""Keys and the keyring: what a key may be, every failure typed, nothing that blocks, nothing that leaks."""

import asyncio
import contextlib
import copy
import logging
import pickle
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator

import keyring.errors
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.profile.errors import (
    KeyInvalid,
    KeyProblem,
    KeyringFailed,
    KeyringLocked,
    KeyringTimeout,
    NoKeyring,
)
from studio.profile.secrets import SERVICE, Keyring, Secret, Secrets, SessionSecrets, system_keyring

CANARY = "canary-4711-key"


class MemoryKeyring:
    """A keyring as the package's own backends behave: deleting what is not there raises."""

    def __init__(self) -> None:
        self.passwords: dict[tuple[str, str], str] = {}
        self.threads: list[threading.Thread] = []

    def get_password(self, service: str, username: str) -> str | None:
        self.threads.append(threading.current_thread())
        return self.passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.threads.append(threading.current_thread())
        self.passwords[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.passwords.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("No such password!")


class FailingKeyring:
    """A keyring that raises whatever it is given, made anew for each call."""

    def __init__(self, make: Callable[[], Exception]) -> None:
        self._make = make

    def get_password(self, service: str, username: str) -> str | None:
        raise self._make()

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self._make()

    def delete_password(self, service: str, username: str) -> None:
        raise self._make()


class BlockedKeyring(MemoryKeyring):
    """A keyring whose prompt stays open until the test lets it go."""

    def __init__(self) -> None:
        super().__init__()
        self.entered = threading.Event()
        self.left = threading.Event()
        self.release = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.entered.set()
        self.release.wait(30)
        self.left.set()
        return super().get_password(service, username)


@pytest.fixture
def blocked() -> Iterator[BlockedKeyring]:
    blocked = BlockedKeyring()
    yield blocked
    blocked.release.set()
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join(30)


@pytest.mark.parametrize("make", [lambda: Secrets(MemoryKeyring), SessionSecrets], ids=["keyring", "session"])
async def test_a_key_is_kept_replaced_and_forgotten(make: Callable[[], Secrets]) -> None:
    memory = MemoryKeyring()
    secrets = SessionSecrets() if make is SessionSecrets else Secrets(lambda: memory)
    assert await secrets.get("a", within=10) is None
    await secrets.set("a", Secret("first"), within=10)
    await secrets.set("a", Secret("second"), within=10)
    await secrets.set("b", Secret("other"), within=10)
    assert await secrets.get("a", within=10) == Secret("second")
    await secrets.delete("a", within=10)
    await secrets.delete("a", within=10)
    assert await secrets.get("a", within=10) is None
    assert await secrets.get("b", within=10) == Secret("other")


async def test_the_keyring_sees_the_service_and_the_id() -> None:
    memory = MemoryKeyring()
    await Secrets(lambda: memory).set("0192f0", Secret("k"), within=10)
    assert memory.passwords == {("Studio", "0192f0"): "k"}


async def test_each_call_has_a_daemon_thread_of_its_own() -> None:
    memory = MemoryKeyring()
    secrets = Secrets(lambda: memory)
    await asyncio.gather(*(secrets.get(str(number), within=10) for number in range(8)))
    assert len(set(memory.threads)) == 8
    assert all(thread.daemon and thread is not threading.main_thread() for thread in memory.threads)


async def test_two_sessions_know_nothing_of_each_other() -> None:
    await SessionSecrets().set("a", Secret("k"), within=10)
    assert await SessionSecrets().get("a", within=10) is None


class SecretServiceNotAvailableException(Exception):
    """Named as secretstorage names it."""


class PromptDismissedException(Exception):
    """Named as secretstorage names it."""


class DBusErrorResponse(Exception):
    """Named as jeepney names it; no KeyringError."""


def _from(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


FAILURES: list[tuple[Callable[[], Exception], type[KeyProblem]]] = [
    (lambda: keyring.errors.NoKeyringError("No recommended backend"), NoKeyring),
    (lambda: ModuleNotFoundError("No module named 'secretstorage'"), NoKeyring),
    (lambda: SecretServiceNotAvailableException("The name is not activatable"), NoKeyring),
    (lambda: _from(keyring.errors.InitError("no"), SecretServiceNotAvailableException("unset")), NoKeyring),
    (lambda: keyring.errors.KeyringLocked("Failed to unlock the collection!"), KeyringLocked),
    (lambda: _from(keyring.errors.InitError("no"), PromptDismissedException("Prompt dismissed.")), KeyringLocked),
    (lambda: keyring.errors.InitError("Failed to create the collection"), KeyringFailed),
    (lambda: keyring.errors.PasswordSetError("no"), KeyringFailed),
    (lambda: keyring.errors.PasswordDeleteError("no"), KeyringFailed),
    (lambda: DBusErrorResponse("org.kde.KWallet.Error"), KeyringFailed),
    (lambda: TimeoutError("socket"), KeyringFailed),
    (lambda: StopIteration(), KeyringFailed),
    (lambda: AssertionError(), KeyringFailed),
]


@pytest.mark.parametrize(("make", "kind"), FAILURES)
async def test_every_failure_is_typed_and_says_what_to_do(
    make: Callable[[], Exception], kind: type[KeyProblem]
) -> None:
    secrets = Secrets(lambda: FailingKeyring(make))
    for call in (
        secrets.get("a", within=10),
        secrets.set("a", Secret(CANARY), within=10),
        secrets.delete("a", within=10),
    ):
        with pytest.raises(KeyProblem) as caught:
            await call
        assert type(caught.value) is kind
        assert type(make()).__name__ in caught.value.message
        assert "this session only" in caught.value.advice
        assert type(caught.value.__cause__) is type(make())


async def test_a_backend_that_cannot_be_opened_is_typed() -> None:
    def refuse() -> Keyring:
        raise ImportError("no backend here")

    with pytest.raises(NoKeyring, match="no backend here"):
        await Secrets(refuse).get("a", within=10)


async def test_an_open_prompt_ends_in_a_time_out_and_not_in_a_frozen_loop(blocked: BlockedKeyring) -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0)

    ticking = asyncio.create_task(tick())
    with pytest.raises(KeyringTimeout, match=r"within 0\.05 seconds"):
        await Secrets(lambda: blocked).get("a", within=0.05)
    ticking.cancel()
    assert ticks > 10
    assert blocked.entered.is_set()
    assert not blocked.left.is_set()


async def test_an_answer_after_the_time_limit_disturbs_nobody(
    blocked: BlockedKeyring, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(KeyringTimeout):
        await Secrets(lambda: blocked).get("a", within=0.01)
    blocked.release.set()
    await _threads_gone()
    assert not caplog.records


async def test_a_call_can_be_cancelled(blocked: BlockedKeyring) -> None:
    call = asyncio.create_task(Secrets(lambda: blocked).get("a", within=30))
    while not blocked.entered.is_set():
        await asyncio.sleep(0)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert not blocked.left.is_set()
    blocked.release.set()
    await _threads_gone()


async def _threads_gone() -> None:
    """Wait for the keyring threads to end, then let the loop run what they left."""
    while any(thread.name == "keyring" for thread in threading.enumerate()):
        await asyncio.sleep(0)
    await asyncio.sleep(0)


def test_an_answer_after_the_loop_is_closed_disturbs_nobody(blocked: BlockedKeyring) -> None:
    with contextlib.suppress(KeyringTimeout):
        asyncio.run(Secrets(lambda: blocked).get("a", within=0.01))
    blocked.release.set()
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join(30)
            assert not thread.is_alive()


EXIT_WITH_OPEN_PROMPT = """
import asyncio, threading
from studio.profile.errors import KeyringTimeout
from studio.profile.secrets import Secrets

class Blocked:
    def get_password(self, service, username):
        threading.Event().wait()

async def main():
    try:
        await Secrets(Blocked).get("a", within=0.05)
    except KeyringTimeout:
        print("gave up")

asyncio.run(main())
"""


def test_an_open_prompt_never_holds_the_exit() -> None:
    done = subprocess.run(
        [sys.executable, "-c", EXIT_WITH_OPEN_PROMPT], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "gave up\n", "")


def test_keyring_is_imported_late() -> None:
    code = "import sys, studio.profile.secrets; print('keyring' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="these have keyrings of their own")
def test_the_backend_is_ours_to_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    assert type(system_keyring()).__module__ == "keyring.backends.SecretService"


@pytest.mark.parametrize("pasted", ["key", " key", "key\n", "\tkey\r\n", "\N{NO-BREAK SPACE}key"])
def test_what_a_paste_adds_around_a_key_is_dropped(pasted: str) -> None:
    assert Secret(pasted).reveal() == "key"


@pytest.mark.parametrize("pasted", ["", " \n", "two words", "a\nb", "a\0b", "kéy", "“key”", "key\x7f", "a\tb"])
def test_what_cannot_be_a_key_is_refused_without_repeating_it(pasted: str) -> None:
    with pytest.raises(KeyInvalid) as caught:
        Secret(pasted)
    assert not pasted.strip() or pasted not in f"{caught.value!r} {caught.value.advice}"


async def test_an_unusable_value_in_the_keyring_is_typed() -> None:
    memory = MemoryKeyring()
    memory.passwords[SERVICE, "a"] = "put there\nby hand"
    with pytest.raises(KeyInvalid):
        await Secrets(lambda: memory).get("a", within=10)


@given(text=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1))
def test_any_key_is_itself_and_hides(text: str) -> None:
    secret = Secret(text)
    assert secret.reveal() == text
    assert (secret, hash(secret)) == (Secret(text), hash(Secret(text)))
    assert {str(secret), repr(secret), f"{secret}", f"{secret!r}", "%s" % secret} == {"Secret(…)"}
    assert text not in secret.hidden_in(f"<{text}>") or text in "<…>"


def test_a_secret_equals_no_text() -> None:
    assert Secret("key") != "key"
    assert Secret("key") != Secret("kez")


def test_a_secret_does_not_get_into_records() -> None:
    secret = Secret(CANARY)
    for leak in (lambda: pickle.dumps(secret), lambda: copy.deepcopy(secret), lambda: vars(secret)):
        with pytest.raises(TypeError):
            leak()


@pytest.mark.parametrize("kind", [RuntimeError, keyring.errors.PasswordSetError, NoKeyring])
async def test_a_keyring_that_repeats_the_key_does_not_leak_it(
    kind: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    secrets = Secrets(lambda: FailingKeyring(lambda: kind(f"could not store {CANARY}")))
    with pytest.raises(KeyProblem) as caught:
        await secrets.set("a", Secret(CANARY), within=10)
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("studio").info("it failed", exc_info=caught.value)
    assert "could not store …" in caught.value.message
    assert CANARY not in caplog.text
    assert CANARY not in "".join(traceback.format_exception(caught.value))
