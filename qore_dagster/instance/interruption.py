"""Ctrl-C and SIGTERM while Dagster executes a run.

Belongs here: noticing them. Dagster puts handlers of its own in the place of ours, makes a failed run of the signal and
goes on. Does not: what a command says of it (`cli.day_output`).
"""

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_NUMBERS = (signal.SIGINT, signal.SIGTERM)
_READ = 4096


@contextmanager
def signals_kept() -> Iterator[None]:
    """What came while the block ran takes effect at its end.

    Python writes each signal's number into the wakeup descriptor, whichever handler it has at that moment. The handlers
    that were there before cannot be called for it: Dagster may have put that of SIGINT on SIGTERM long ago.

    Raises:
        KeyboardInterrupt: SIGINT came.
        SystemExit: SIGTERM came.
    """
    if threading.current_thread() is not threading.main_thread():  # signals are the main thread's
        yield
        return
    handlers = {number: signal.getsignal(number) for number in _NUMBERS}
    came = b""
    reading, writing = socket.socketpair()
    with reading, writing:
        reading.setblocking(False)
        writing.setblocking(False)
        before = signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(before)
            for number, handler in handlers.items():
                signal.signal(number, handler)
            with suppress(BlockingIOError):
                came = reading.recv(_READ)
    if signal.SIGINT in came:
        raise KeyboardInterrupt
    if signal.SIGTERM in came:
        raise SystemExit(128 + signal.SIGTERM)
