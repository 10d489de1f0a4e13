"""A bot as a process of its own: started with the double's address, watched, and ended with the test."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from tests.discord_double.double import DiscordDouble

END_S = 30.0
"""How long a process may take to end when asked to."""


class BotProcess:
    """A running bot. Its output is read as it comes, so that it never waits for a reader."""

    def __init__(self, double: DiscordDouble, process: asyncio.subprocess.Process) -> None:
        self._double = double
        self._process = process
        self._output = bytearray()
        self._grew = asyncio.Condition()
        self._reader = asyncio.create_task(self._read())
        self._ended: asyncio.Task[object] = asyncio.create_task(self._end())
        double.journal.watch(self._ended)

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while block := await self._process.stdout.read(1 << 16):
            async with self._grew:
                self._output += block
                self._grew.notify_all()

    async def _end(self) -> str:
        code = await self._process.wait()
        await self._reader
        return f"exit code {code}; its last output:\n{self.output()[-2000:]}"

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def output(self) -> str:
        """All it wrote so far, to stdout and stderr."""
        return self._output.decode(errors="replace")

    async def wrote(self, words: str, times: int = 1, timeout_s: float = 30.0) -> None:
        """Wait until it has written some words so many times; raises TimeoutError."""
        async with asyncio.timeout(timeout_s), self._grew:
            await self._grew.wait_for(lambda: self.output().count(words) >= times)

    def expect_end(self) -> None:
        """Let it end by itself from now on, without failing the waits of the test."""
        self._double.journal.unwatch(self._ended)

    async def send(self, number: signal.Signals) -> int:
        """Send a signal that ends it, and wait for its exit code.

        Raises:
            TimeoutError: it did not end in 10 s.
        """
        self.expect_end()
        if self._process.returncode is None:
            self._process.send_signal(number)
        return await self.wait()

    async def wait(self) -> int:
        """Wait for it to end and return its exit code; raises TimeoutError after 10 s."""
        self.expect_end()
        async with asyncio.timeout(END_S):
            await self._ended
        return self._process.returncode or 0


@asynccontextmanager
async def running(
    double: DiscordDouble, *command: str, env: Mapping[str, str] | None = None
) -> AsyncIterator[BotProcess]:
    """Run a command with the double's token and address in its environment; kill it at the end if need be."""
    environment = {**os.environ, **double.env(), **(env or {})}
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    bot = BotProcess(double, process)
    try:
        yield bot
    finally:
        await bot.send(signal.SIGKILL)
