"""Where the key of a connection is: for this session in memory, in the keyring, or in the environment."""

import os
from collections.abc import Mapping
from enum import StrEnum

from studio.profile.errors import KeyMissing, KeyProblem
from studio.profile.saved_connection import SavedConnection
from studio.profile.secrets import Secret, Secrets, SessionSecrets

KEY_VARIABLE = "STUDIO_API_KEY"
# As long as a person may need to find and answer the keyring's prompt.
KEYRING_SECONDS = 120.0


class KeyPlace(StrEnum):
    """Where a key was found."""

    SESSION = "session"
    KEYRING = "keyring"
    ENVIRONMENT = "environment"


class Keys:
    """The keys of connections. The environment's one is the last resort: it may belong to another provider."""

    def __init__(
        self,
        keyring: Secrets | None = None,
        environment: Mapping[str, str] | None = None,
        *,
        within: float = KEYRING_SECONDS,
    ) -> None:
        """Use the system's keyring and environment where none are given.

        `within` is how many seconds a keyring may take to answer, its prompt included.
        """
        self._keyring = keyring or Secrets()
        self._environment = os.environ if environment is None else environment
        self._session = SessionSecrets()
        self._within = within
        self._seen: tuple[Secret, ...] = ()

    def hidden_in(self, text: str) -> str:
        """The text without any key that was used or set in this run; for reports, from any thread."""
        for key in self._seen:
            text = key.hidden_in(text)
        return text

    async def of(self, connection: SavedConnection) -> Secret:
        """The key of a connection. Raises KeyMissing, or the KeyProblem of the keyring."""
        found = await self._find(connection.id)
        if found is None:
            raise KeyMissing(f"There is no key for “{connection.name}”.")
        return found[0]

    async def place_of(self, connection_id: str) -> KeyPlace | None:
        """Where the key of a connection is; None when there is none. Raises KeyProblem."""
        found = await self._find(connection_id)
        return found[1] if found else None

    def _see(self, key: Secret) -> Secret:
        if key not in self._seen:
            self._seen = (*self._seen, key)
        return key

    def in_environment(self) -> Secret | None:
        """The key in the environment. Raises KeyInvalid."""
        given = self._environment.get(KEY_VARIABLE)
        return Secret(given) if given else None

    async def keep(self, connection_id: str, key: Secret) -> None:
        """Put a key into the keyring, in place of an earlier one. Raises KeyProblem."""
        self._see(key)
        await self._keyring.set(connection_id, key, within=self._within)
        await self._session.delete(connection_id, within=self._within)

    async def keep_for_session(self, connection_id: str, key: Secret) -> None:
        """Use a key until the program ends; the keyring is left as it is."""
        self._see(key)
        await self._session.set(connection_id, key, within=self._within)

    async def forget(self, connection_id: str) -> None:
        """Forget the key, in memory and in the keyring; fine when there is none. Raises KeyProblem."""
        await self._session.delete(connection_id, within=self._within)
        await self._keyring.delete(connection_id, within=self._within)

    async def _find(self, connection_id: str) -> tuple[Secret, KeyPlace] | None:
        if key := await self._session.get(connection_id, within=self._within):
            return self._see(key), KeyPlace.SESSION
        problem: KeyProblem | None = None
        try:
            if key := await self._keyring.get(connection_id, within=self._within):
                return self._see(key), KeyPlace.KEYRING
        except KeyProblem as error:
            problem = error
        if key := self.in_environment():
            return self._see(key), KeyPlace.ENVIRONMENT
        if problem is not None:
            raise problem
        return None
