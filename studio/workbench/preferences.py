"""The settings as the window changes them: at once in memory and on disk by a worker, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from studio.profile.setting import Setting
    from studio.profile.settings import Settings
    from studio.workbench.tasks import Tasks

T = TypeVar("T")


class Preferences(QObject):
    """Changes settings without holding up the window, in the order in which that was asked for."""

    changed = Signal(str)
    """The name of a setting that has another value now, whoever wrote it."""

    def __init__(self, settings: Settings, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self._tasks = tasks
        self._turn: asyncio.Lock | None = None
        self._told = self._values()

    def default_of(self, setting: Setting[T]) -> T:
        """The value a setting has for somebody who never changed it."""
        return self.settings.default_of(setting)

    async def change(self, setting: Setting[T], value: T) -> None:
        """Use and keep another value. Raises SettingInvalid (at once, nothing was done), FileNotSaved."""
        setting.parse(value)
        await self._write(self.settings.change, setting, value)

    async def reset(self, setting: Setting[Any]) -> None:
        """Go back to the default. Raises FileNotSaved, FileUnreadable."""
        await self._write(self.settings.reset, setting)

    async def _write(self, change: Callable[..., None], *arguments: Any) -> None:
        import asyncio

        self._turn = self._turn or asyncio.Lock()
        async with self._turn:
            await self._tasks.in_worker(change, *arguments)
        self._tell()

    def _tell(self) -> None:
        """Tell every difference: a change reads the file afresh, where another program may have written."""
        before, self._told = self._told, self._values()
        for name, value in self._told.items():
            if before[name] != value:
                self.changed.emit(name)

    def _values(self) -> dict[str, Any]:
        return {setting.name: self.settings.value_of(setting) for setting in self.settings.declared()}
