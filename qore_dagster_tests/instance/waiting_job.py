"""A job that waits for ever, for a code server that is to be killed under it."""

import threading

import dagster as dg


@dg.op
def wait() -> None:
    """Never end by itself."""
    threading.Event().wait()


@dg.job(executor_def=dg.in_process_executor)
def waiting() -> None:
    """Wait."""
    wait()


defs = dg.Definitions(jobs=[waiting])
