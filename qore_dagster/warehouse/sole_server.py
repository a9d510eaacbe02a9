"""A folder has one server at a time, even where nobody can see the other's processes.

Belongs here: the lock that a server holds for as long as it lives. Does not: whether a server that can be seen is ours
(`server`).

Two containers on one folder have a table of processes each: in the second, the process id that the first one's server
wrote down is nobody's, or another program's. The server therefore inherits an open file with a lock on it: the system
lets go of it when the server and its children have ended, however they ended. Windows has no such containers, and no
such files to inherit.
"""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def claimed(path: Path) -> Generator[tuple[int, ...]]:
    """Take the lock for a server that is started meanwhile.

    Args:
        path: the file that carries the lock; made if absent.

    Yields:
        The descriptors that the server has to inherit.

    Raises:
        BlockingIOError: a server holds it.
    """
    if sys.platform == "win32":
        yield ()
        return
    import fcntl

    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield (descriptor,)
    finally:
        os.close(descriptor)  # ours; the lock stays with who inherited it
