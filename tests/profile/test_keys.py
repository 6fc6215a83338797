"""Where a key comes from: this session, the keyring, the environment; and that none is a failure of its own."""

from pathlib import Path

import pytest

from studio.profile.errors import KeyMissing, KeyProblem, NoKeyring
from studio.profile.keys import KEY_VARIABLE, KeyPlace, Keys
from studio.profile.saved_connection import SavedConnection
from studio.profile.secrets import Keyring, Secret, Secrets, SessionSecrets

HUB = SavedConnection(id="hub", name="My hub", base_url="https://hub.example/v1beta", auth="bearer")


def no_keyring() -> Keyring:
    raise ImportError("no backend here")


async def test_the_session_comes_before_the_keyring_and_that_before_the_environment() -> None:
    keys = Keys(SessionSecrets(), {KEY_VARIABLE: "from-outside"})
    assert await keys.of(HUB) == Secret("from-outside")
    assert await keys.place_of("hub") is KeyPlace.ENVIRONMENT
    await keys.keep("hub", Secret("kept"))
    assert (await keys.of(HUB), await keys.place_of("hub")) == (Secret("kept"), KeyPlace.KEYRING)
    await keys.keep_for_session("hub", Secret("tonight"))
    assert (await keys.of(HUB), await keys.place_of("hub")) == (Secret("tonight"), KeyPlace.SESSION)


async def test_a_key_that_is_kept_takes_the_place_of_the_session_s() -> None:
    keys = Keys(SessionSecrets(), {})
    await keys.keep_for_session("hub", Secret("tonight"))
    await keys.keep("hub", Secret("kept"))
    assert await keys.of(HUB) == Secret("kept")


async def test_no_key_anywhere_names_the_connection() -> None:
    keys = Keys(SessionSecrets(), {})
    assert await keys.place_of("hub") is None
    with pytest.raises(KeyMissing, match="no key for “My hub”") as caught:
        await keys.of(HUB)
    assert isinstance(caught.value, KeyProblem)
    assert "Set the key" in caught.value.advice


async def test_forgetting_forgets_both(tmp_path: Path) -> None:
    keys = Keys(SessionSecrets(), {})
    await keys.keep("hub", Secret("kept"))
    await keys.keep_for_session("hub", Secret("tonight"))
    await keys.forget("hub")
    assert await keys.place_of("hub") is None


async def test_without_a_keyring_the_environment_or_the_session_does() -> None:
    keys = Keys(Secrets(no_keyring), {})
    with pytest.raises(NoKeyring):
        await keys.of(HUB)
    with pytest.raises(NoKeyring):
        await keys.place_of("hub")
    await keys.keep_for_session("hub", Secret("tonight"))
    assert await keys.of(HUB) == Secret("tonight")
    assert await Keys(Secrets(no_keyring), {KEY_VARIABLE: "outside"}).of(HUB) == Secret("outside")


async def test_a_key_that_could_not_be_kept_changes_nothing() -> None:
    keys = Keys(Secrets(no_keyring), {})
    await keys.keep_for_session("hub", Secret("tonight"))
    with pytest.raises(NoKeyring):
        await keys.keep("hub", Secret("kept"))
    assert await keys.of(HUB) == Secret("tonight")


async def test_every_key_of_this_run_is_hidden_in_reports() -> None:
    keys = Keys(Secrets(no_keyring), {KEY_VARIABLE: "from-the-environment"})
    said = "from-the-environment, just-typed, not-kept and nothing-else"
    assert keys.hidden_in(said) == said
    await keys.of(HUB)
    await keys.keep_for_session("one", Secret("just-typed"))
    with pytest.raises(KeyProblem):
        await keys.keep("two", Secret("not-kept"))
    assert keys.hidden_in(said) == "…, …, … and nothing-else"
