"""A function in a process of its own, for tests of several at once and of killed ones.

Belongs here: starting and ending it. Does not: commands (`process_family`), or what the function does.
"""

import multiprocessing
from collections.abc import Callable, Generator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess

SPAWN = multiprocessing.get_context("spawn")
"""New processes, as on Windows; a forked one could not use Java, and would share connections."""


@contextmanager
def spawned(body: Callable[..., None], *arguments: object) -> Generator[BaseProcess]:
    """A process that calls the function; killed at the end if it is still there."""
    process = SPAWN.Process(target=body, args=arguments)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()
