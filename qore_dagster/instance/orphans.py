"""A step process does not outlive the run's process.

Belongs here: noticing that the run's process has died, and ending. Does not: an interruption (Dagster's own, which
reaches the steps through the run's process), nor what dead runs leave behind (`dead_runs`).
"""

import multiprocessing
import os
import threading

_KILLED = 137  # what a shell says of a process that SIGKILL ended


def end_with_parent() -> None:
    """End this process at once when the one that made it ends without a word; nothing in the first process.

    A step whose run was killed would go on: fetching and loading what nobody waits for, and keeping its lease on the
    embedded server. Its transaction is rolled back and its half-written files are cleared by the next run, as after a
    kill of the step itself.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(_KILLED)

    threading.Thread(target=wait, name="end-with-parent", daemon=True).start()
