"""What can go wrong with a user's own things, drawn as a tree.

ProfileError
├── FileUnreadable          a file of the profile cannot be read
├── FileNotSaved            a file of the profile cannot be written
├── SettingInvalid          a value outside the limits of its setting
├── ConnectionProblem       about the list of connections
│   ├── ConnectionInvalid   a part of a connection that cannot be
│   ├── NameTaken           another connection has that name
│   ├── KeyInAddress        a base URL that carries a key
│   └── ConnectionUnknown   no such connection
└── KeyProblem              about keys
    ├── KeyInvalid          what was given cannot be a key
    ├── KeyMissing          there is none for this connection
    ├── NoKeyring           this machine offers no keyring
    ├── KeyringLocked       it is locked, and its prompt was dismissed or cannot be shown
    ├── KeyringTimeout      it did not answer in time
    └── KeyringFailed       it failed in another way
"""


class ProfileError(Exception):
    """Something about the user's own things went wrong: the message says what, `advice` what to do."""

    advice = "Try again."

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    @property
    def kind(self) -> str:
        """The name of this failure in records and translations."""
        return type(self).__name__


class FileUnreadable(ProfileError):
    """A file of the profile cannot be read; it was left as it is."""

    advice = "Give yourself the right to read this file, or move it away to start afresh."


class FileNotSaved(ProfileError):
    """A file of the profile cannot be written; it is what it was before."""

    advice = "Make room on the disk or the folder writable, then try again."


class SettingInvalid(ProfileError):
    """A value is outside the limits of its setting; the setting is what it was before.

    `setting` is its name, `rule` what it takes (number, line, length, letters, words, path), `limits` the figures.
    """

    advice = "Choose a value within the limits."

    def __init__(self, message: str, *, setting: str = "", rule: str = "", limits: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.setting = setting
        self.rule = rule
        self.limits = limits


class ConnectionProblem(ProfileError):
    """A connection cannot be added, changed or found; the list is what it was before."""


class ConnectionInvalid(ConnectionProblem):
    """A part of a connection cannot be as it was given; `fault` says which and why in a word, where that is known."""

    advice = "Correct it and try again."

    def __init__(self, message: str, *, fault: str = "") -> None:
        super().__init__(message)
        self.fault = fault


class NameTaken(ConnectionProblem):
    """Another connection has that `name`."""

    advice = "Choose another name, or remove the other connection first."

    def __init__(self, message: str, *, name: str = "") -> None:
        super().__init__(message)
        self.name = name


class KeyInAddress(ConnectionProblem):
    """The base URL carries a key or a password, which would end up in a plain file."""

    advice = "Give the base URL without it, and set the key of the connection by itself: it then goes to the keyring."


class ConnectionUnknown(ConnectionProblem):
    """There is no connection of that name or id."""

    advice = "Look at the list of connections."


class KeyProblem(ProfileError):
    """A key cannot be read, kept or used; nothing was sent, so nothing was charged."""


class KeyInvalid(KeyProblem):
    """What was given cannot be a key."""

    advice = "Copy the key once more from the provider's page and paste only that."


class KeyMissing(KeyProblem):
    """There is no key for a connection."""

    advice = "Set the key of this connection, or choose another connection."

    def __init__(self, message: str, *, advice: str | None = None) -> None:
        super().__init__(message)
        if advice is not None:  # the command line knows the very command
            self.advice = advice


class NoKeyring(KeyProblem):
    """This machine offers no keyring."""

    advice = "Start a keyring service (GNOME Keyring, KWallet, KeePassXC), or use the key for this session only."


class KeyringLocked(KeyProblem):
    """The keyring is locked, and its prompt was dismissed or could not be shown."""

    advice = "Try again and unlock the keyring, or use the key for this session only."


class KeyringTimeout(KeyProblem):
    """The keyring did not answer in time."""

    advice = "Look for an open prompt of the keyring and try again, or use the key for this session only."


class KeyringFailed(KeyProblem):
    """The keyring failed in a way of its own."""

    advice = "Restart the keyring service and try again, or use the key for this session only."
