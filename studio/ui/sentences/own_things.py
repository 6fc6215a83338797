"""Every LibraryError and ProfileError as a sentence: about the folder on disk, the settings, connections and keys."""

from __future__ import annotations

from PySide6.QtCore import QObject

from studio.ui.sentences.said import Fix, Line


class OwnThings(QObject):
    """What is said of the user's library, settings, connections and keyring."""

    def line(self, kind: str) -> Line | None:
        """What is said of a kind of failure; None for one that nobody knows here."""
        for lines in (self._folder, self._disk, self._files, self._profile, self._connections, self._keys):
            if (line := lines().get(kind)) is not None:
                return line
        return None

    def _folder(self) -> dict[str, Line]:
        return {
            "LibraryMissing": Line(
                self.tr("The library, or a file in it, is not there."),
                self.tr("Check that its folder is still in its place."),
                (Fix.SETTINGS,),
            ),
            "LibraryNotAFolder": Line(
                self.tr("A file stands where the library needs a folder."),
                self.tr("Move that file away, or choose another folder."),
                (Fix.SHOW_FOLDER, Fix.SETTINGS),
            ),
            "PathRefused": Line(
                self.tr("No disk takes a path like this."), self.tr("Choose a shorter or simpler one."), (Fix.SETTINGS,)
            ),
            "NotALibrary": Line(
                self.tr("The file library.sqlite in this folder belongs to another program."),
                self.tr("Choose another folder."),
                (Fix.SETTINGS,),
            ),
            "LibraryNewer": Line(
                self.tr("A newer version of Studio wrote this library."), self.tr("Open it with that version.")
            ),
            "LibraryInUse": Line(
                self.tr("Another program is using this library."),
                self.tr("Wait until it is done, or close it. Then try again."),
            ),
            "LibraryClosed": Line(
                self.tr("The library was closed before this was done."), self.tr("Open it again and try once more.")
            ),
            "UnknownTurn": Line(self.tr("There is no such turn in this library."), self.tr("Choose another one.")),
            "PutAway": Line(
                self.tr("What this was to follow is in the trash. It was not sent. Nothing was charged."),
                self.tr("Take that out of the trash, then ask again."),
                (Fix.AGAIN,),
            ),
            "AmbiguousTurn": Line(self.tr("Several turns are meant by that."), self.tr("Give more letters of the id.")),
        }

    def _disk(self) -> dict[str, Line]:
        back = self.tr("Put it back from a copy, or make the picture anew.")
        return {
            "LibraryError": Line(self.tr("The library could not do this."), self.tr("Try again.")),
            "LibraryReadOnly": Line(
                self.tr("This library may only be read."),
                self.tr("Check the rights of its folder, or choose another one."),
                (Fix.SHOW_FOLDER, Fix.SETTINGS),
            ),
            "DiskFull": Line(
                self.tr("The disk of the library is full."),
                self.tr("Free some space, then try again."),
                (Fix.SHOW_FOLDER,),
            ),
            "DiskFailed": Line(
                self.tr("The disk of the library does not work as it should."),
                self.tr("Check the disk and its connection, then try again."),
                (Fix.SHOW_FOLDER,),
            ),
            "LibraryDamaged": Line(
                self.tr("A file of the library is not what was written there."),
                self.tr("Close Studio and put the newest copy from the folder “backups” in its place; pictures stay."),
                (Fix.SHOW_FOLDER,),
            ),
            "PictureDamaged": Line(
                self.tr("The file of this picture is damaged and cannot be shown."), back, (Fix.SHOW_FOLDER,)
            ),
            "PictureMissing": Line(
                self.tr("The file of this picture is not there any more."), back, (Fix.SHOW_FOLDER,)
            ),
            "LibraryBug": Line(
                self.tr("Studio made a mistake of its own. Nothing was changed."), self.tr("Please report it.")
            ),
        }

    def _files(self) -> dict[str, Line]:
        return {
            "StudioFileRefused": Line(
                self.tr("This file cannot be read. Nothing was imported."),
                self.tr("Check that it is still in its place, and that you may read it."),
            ),
            "StudioFileNewer": Line(
                self.tr("A newer version of Studio wrote this file."),
                self.tr("Nothing was imported. Import it with that version."),
            ),
            "StudioFileBroken": Line(
                self.tr("This file is no Studio conversation, or not all of it is there."),
                self.tr("Nothing was imported. Copy it once more, or have it exported once more."),
            ),
            "StudioFileUnsafe": Line(
                self.tr("This file holds what no export of Studio writes."),
                self.tr("Nothing was imported. Ask whoever sent it how it was made."),
            ),
        }

    def _profile(self) -> dict[str, Line]:
        return {
            "ProfileError": Line(self.tr("This could not be done."), self.tr("Try again.")),
            "FileUnreadable": Line(
                self.tr("A file with your settings cannot be read. It was left as it is."),
                self.tr("Give yourself the right to read it, or move it away to start afresh."),
            ),
            "FileNotSaved": Line(
                self.tr("A file with your settings cannot be written. It is what it was before."),
                self.tr("Make room on the disk or its folder writable, then try again."),
            ),
            "SettingInvalid": Line(
                self.tr("This value is outside of what the setting takes."),
                self.tr("Choose a value within the limits."),
            ),
        }

    def _connections(self) -> dict[str, Line]:
        return {
            "ConnectionProblem": Line(self.tr("The connection could not be changed."), self.tr("Try again.")),
            "ConnectionInvalid": Line(
                self.tr("A part of this connection cannot be as it is."),
                self.tr("Correct it and try again."),
                (Fix.CONNECTION,),
            ),
            "NameTaken": Line(
                self.tr("Another connection has this name."),
                self.tr("Choose another name, or remove the other connection first."),
            ),
            "KeyInAddress": Line(
                self.tr("The base URL carries a key or a password, which would end up in a plain file."),
                self.tr("Give the base URL without it, and the key in its own field: it goes to the keyring."),
            ),
            "ConnectionUnknown": Line(
                self.tr("This connection is not there any more."), self.tr("Choose another one."), (Fix.CONNECTION,)
            ),
        }

    def _keys(self) -> dict[str, Line]:
        session = self.tr("Try again, or use the key for this session only.")
        unlock = self.tr("Try again and unlock it, or use the key for this session only.")
        return {
            "KeyProblem": Line(self.tr("The key cannot be used."), self.tr("Set it once more."), (Fix.KEY,)),
            "KeyMissing": Line(
                self.tr("There is no key for this connection."),
                self.tr("Set the key, then ask again."),
                (Fix.KEY, Fix.AGAIN),
            ),
            "KeyInvalid": Line(
                self.tr("This cannot be a key."),
                self.tr("Copy it once more from the provider's page and paste only that."),
                (Fix.KEY,),
            ),
            "NoKeyring": Line(
                self.tr("This machine offers no keyring to keep the key in."),
                self.tr("Start GNOME Keyring, KWallet or KeePassXC, or use the key for this session only."),
                (Fix.AGAIN, Fix.KEY),
            ),
            "KeyringLocked": Line(self.tr("The keyring is locked."), unlock, (Fix.AGAIN, Fix.KEY)),
            "KeyringTimeout": Line(
                self.tr("The keyring did not answer in time. A prompt of it may be open."),
                session,
                (Fix.AGAIN, Fix.KEY),
            ),
            "KeyringFailed": Line(self.tr("The keyring failed in a way of its own."), session, (Fix.AGAIN, Fix.KEY)),
        }
