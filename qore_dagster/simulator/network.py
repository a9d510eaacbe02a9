"""The line between portal and client: a wait before each answer and one shared bandwidth.

Belongs here: delays. Does not: broken connections (`broken_answers`).
"""

import asyncio
from collections.abc import AsyncIterator

_SLICE = 64 * 1024


class Network:
    """A line of which all answers of one portal share the bandwidth.

    Args:
        latency_ms: wait before each answer, in milliseconds.
        bandwidth: bytes a second over all answers together; unlimited when None.
    """

    def __init__(self, latency_ms: float, bandwidth: float | None) -> None:
        self._latency = latency_ms / 1000
        self._bandwidth = bandwidth
        self._free_at = 0.0

    async def wait(self) -> None:
        """Let the latency pass."""
        if self._latency:
            await asyncio.sleep(self._latency)

    @property
    def unlimited(self) -> bool:
        """Whether bytes cost no time."""
        return not self._bandwidth

    async def paced(self, body: bytes) -> AsyncIterator[bytes]:
        """The body in slices, each once the line has had time for it."""
        clock = asyncio.get_running_loop().time
        for start in range(0, len(body), _SLICE):
            part = body[start : start + _SLICE]
            if self._bandwidth:
                self._free_at = max(clock(), self._free_at) + len(part) / self._bandwidth
                await asyncio.sleep(self._free_at - clock())
            yield part
