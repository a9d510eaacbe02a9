"""The server that step processes are forked from, warm before it is needed.

Belongs here: what it imports, and its early start. Does not: the imports themselves (`warm`); nothing heavy may be
imported here, as the command starts the server before it imports anything itself.
"""

import multiprocessing
from multiprocessing import forkserver


def preload_modules() -> list[str]:
    """For the multiprocess executor: `start_method: {forkserver: {preload_modules: [...]}}`."""
    return ["qore_dagster.instance.warm"]


def start_early() -> None:
    """Start the server now, so that it imports on one core while this process does on another.

    Dagster's executor uses the same server, the one that multiprocessing has for this process. Its children have the
    environment of this moment: call this once the variables are as the steps shall see them. Where the system cannot
    fork, nothing happens.
    """
    if "forkserver" in multiprocessing.get_all_start_methods():
        forkserver.set_forkserver_preload(preload_modules())
        forkserver.ensure_running()
