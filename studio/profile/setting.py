"""What a setting is: a name, a type, a default, limits, a label and a hint, declared in one place."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Generic, Protocol, Self, TypeVar, overload

from studio.profile.errors import SettingInvalid
from studio.profile.folders import ProfileFolders

T = TypeVar("T")


class Values(Protocol):
    """Whatever holds the values of settings."""

    def value_of(self, setting: "Setting[T]") -> T:
        """The value in use."""


class Setting(ABC, Generic[T]):
    """A declaration in the body of a class of settings: read on an instance it is the value, on the class itself."""

    def __init__(self, default: Callable[[ProfileFolders], T], *, label: str, hint: str) -> None:
        self.name = ""
        self.default = default
        self.label = label
        self.hint = hint

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: Values, owner: type) -> T: ...

    def __get__(self, instance: Values | None, owner: type) -> Self | T:
        return self if instance is None else instance.value_of(self)

    @abstractmethod
    def parse(self, raw: object) -> T:
        """The value behind what the file holds or a caller gives. Raises SettingInvalid."""

    def stored(self, value: T) -> object:
        """The value as JSON."""
        return value

    def invalid(self, wanted: str, rule: str, *limits: object) -> SettingInvalid:
        """The error that names this setting and says what it takes, in words and as a rule with its limits."""
        return SettingInvalid(f"{self.label} must be {wanted}.", setting=self.name, rule=rule, limits=limits)


class WholeNumber(Setting[int]):
    """A whole number between two limits, both included; `unit` is shown behind it."""

    def __init__(self, default: int, *, least: int, most: int, unit: str = "", label: str, hint: str) -> None:
        super().__init__(lambda _: default, label=label, hint=hint)
        self.least = least
        self.most = most
        self.unit = unit

    def parse(self, raw: object) -> int:
        """A whole number within the limits; true and 2.0 are none."""
        if isinstance(raw, int) and not isinstance(raw, bool) and self.least <= raw <= self.most:
            return raw
        wanted = f"a whole number from {self.least} to {self.most} {self.unit}".rstrip()
        raise self.invalid(wanted, "number", self.least, self.most, self.unit)


class ShortText(Setting[str]):
    """One line of text that is not blank, of at most `longest` characters, without the `refused` ones."""

    def __init__(self, default: str, *, longest: int, refused: str = "", label: str, hint: str) -> None:
        super().__init__(lambda _: default, label=label, hint=hint)
        self.longest = longest
        self.refused = refused

    def parse(self, raw: object) -> str:
        """The text, without spaces around it."""
        text = raw.strip() if isinstance(raw, str) else ""
        if not text or not text.isprintable():
            raise self.invalid("one line of text", "line")
        if len(text) > self.longest:
            raise self.invalid(f"at most {self.longest} characters long", "length", self.longest)
        if set(text) & set(self.refused):
            raise self.invalid(f"without any of {' '.join(self.refused)}", "letters", self.refused)
        return text


class Choice(Setting[str]):
    """One of a few words; `words` are what the file holds, the window has its own for them."""

    def __init__(self, default: str, *others: str, label: str, hint: str) -> None:
        super().__init__(lambda _: default, label=label, hint=hint)
        self.words = (default, *others)

    def parse(self, raw: object) -> str:
        """One of the words, exactly."""
        if isinstance(raw, str) and raw in self.words:
            return raw
        raise self.invalid(f"one of {', '.join(self.words)}", "words", *self.words)


class LibraryFolder(Setting[Path]):
    """A whole path; while none is chosen, the library folder of the profile."""

    def __init__(self, *, label: str, hint: str) -> None:
        super().__init__(lambda folders: folders.library, label=label, hint=hint)

    def parse(self, raw: object) -> Path:
        """The path, with ~ expanded; nothing is looked up on the disk."""
        if isinstance(raw, str | Path) and str(raw).strip() and "\0" not in str(raw):
            path = Path(raw)
            if path.parts[:1] == ("~",):
                path = Path.home().joinpath(*path.parts[1:])
            if path.is_absolute():
                return path
        raise self.invalid("a whole path, such as /home/you/Pictures/Studio", "path")

    def stored(self, value: Path) -> object:
        """The path as text."""
        return str(value)
