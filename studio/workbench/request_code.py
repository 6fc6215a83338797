"""The request of a turn as something to run elsewhere: read in a worker, with its body in a file where it is large."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from studio.generation.request_code import TurnRequest
    from studio.workbench.bench import Bench

Language = Literal["curl", "Python"]


class RequestCode:
    """Reads, saves and writes requests of the library that is open."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    async def read(self, turn_id: str) -> TurnRequest | None:
        """The request of a turn, None where no library is open. Raises GeminiError, LibraryError."""
        from studio.generation.request_code import request_of

        library, capabilities = self._bench.library, self._bench.capabilities
        if library is None or capabilities is None:
            return None
        turn = await self._bench.tasks.in_worker(library.turns.get, turn_id)
        connections = self._bench.connections.all()
        return await self._bench.tasks.in_worker(request_of, library, turn, connections, capabilities)

    async def save(self, request: TurnRequest, file: Path) -> None:
        """Write the body of a request to a file. Raises GeminiError, LibraryError."""
        from studio.generation.request_code import write_body

        await self._bench.tasks.in_worker(write_body, request.body, file)

    async def text(self, language: Language, request: TurnRequest, file: Path | None) -> str:
        """What sends it: `file` has its body where that is saved. Raises GeminiError."""
        return await self._bench.tasks.in_worker(request.curl if language == "curl" else request.python, file)
