"""Runs a portal: in this process for a person, in a process of its own for tests, demonstrations and benchmarks.

Belongs here: processes, sockets, start and stop. Does not: what the portal answers (`app`).
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import requests

from qore_dagster.calendar import last_closed_day, previous_business_day
from qore_dagster.model.faults import QoreError
from qore_dagster.simulator.configuration import SimulatorConfig
from qore_dagster.simulator.faults import Fault, FaultKind

_CONTROL_TIMEOUT = 10
_STOP_TIMEOUT = 5


class SimulatorError(QoreError):
    """The simulated portal could not be started or did not do as told."""

    code = "simulator"


@dataclass(frozen=True)
class RunningPortal:
    """A portal in a process of its own.

    Attributes:
        url: address with the path prefix, for `QORE_URL`.
        username: the login that it accepts.
        password: its password.
    """

    url: str
    username: str
    password: str
    _control: str
    _process: "subprocess.Popen[bytes]"

    def __repr__(self) -> str:
        """The address; never the password."""
        return f"RunningPortal({self.url!r})"

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def add_fault(self, kind: str, **where: Any) -> int:
        """Switch a fault on; returns its id.

        Args:
            kind: see `faults.FaultKind`.
            **where: see `faults.Fault`.
        """
        fault = Fault.from_dict({"kind": kind, **where})
        return int(self._ask("POST", "faults", body=fault.to_dict())["ids"][0])

    def clear_faults(self, *, kind: str | None = None, id: int | None = None) -> int:
        """Switch off all faults, or those of one kind, or one; returns how many."""
        query = {"kind": kind, "id": id}
        return int(self._ask("DELETE", "faults", query=query)["cleared"])

    def faults(self) -> list[dict[str, Any]]:
        """The faults that are on, with `id` and `left`."""
        return self._ask("GET", "faults")

    def release_late(self) -> int:
        """Let all late files arrive; returns how many faults that switched off."""
        return self.clear_faults(kind=FaultKind.LATE)

    def requests(self) -> dict[str, Any]:
        """What the portal was asked: `total`, `endpoints`, `statuses`, `logins`, `most_at_once` and the `log`."""
        return self._ask("GET", "requests")

    def forget_requests(self) -> None:
        """Start the record of requests again (logins are counted from the portal's start)."""
        self._ask("DELETE", "requests")

    def stop(self) -> None:
        """End the process; harmless when it has ended already."""
        if self._process.stdin:
            with suppress(OSError):
                self._process.stdin.close()
        try:
            self._process.wait(_STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def _ask(self, method: str, path: str, *, query: Mapping[str, Any] | None = None, body: Any = None) -> Any:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.request(
                method, f"{self._control}/{path}", params=query, json=body, timeout=_CONTROL_TIMEOUT
            )
        if not answer.ok:
            raise SimulatorError(f"o portal simulado recusou {method} {path}: {answer.text}", "corrija o pedido")
        return answer.json() if answer.content else None


@contextmanager
def running(config: SimulatorConfig | None = None) -> Generator[RunningPortal]:
    """A portal in a process of its own, which dies with this one.

    Raises:
        SimulatorError: it did not start.
    """
    portal = start(config or SimulatorConfig())
    try:
        yield portal
    finally:
        portal.stop()


def start(config: SimulatorConfig) -> RunningPortal:
    """Start a portal in a process of its own; the caller stops it.

    Raises:
        SimulatorError: it did not start.
    """
    # The set-up goes through the pipe and not through the arguments, which every user of the machine can read. The
    # child watches the same pipe: its end is the end of this process, however that came. A terminal's Ctrl-C must not
    # reach the child: this process decides how long it is needed.
    process = subprocess.Popen(
        [sys.executable, "-m", "qore_dagster.simulator"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # what Windows has for it
    )
    if process.stdin is None or process.stdout is None:
        raise AssertionError("both were asked for as pipes")
    with suppress(BrokenPipeError):
        process.stdin.write(config.to_json().encode() + b"\n")
        process.stdin.flush()
    line = process.stdout.readline()
    if not line:
        process.stdin.close()
        raise SimulatorError(
            f"o portal simulado não subiu (código {process.wait()})", "veja o erro acima, na saída de erros"
        )
    root = f"http://{_in_url(config.host)}:{json.loads(line)['port']}"
    return RunningPortal(
        url=root + config.path_prefix.rstrip("/"),
        username=config.username,
        password=config.password,
        _control=f"{root}/simulator",
        _process=process,
    )


def serve(config: SimulatorConfig, announce: Callable[[int], None] = lambda _port: None) -> None:
    """Run a portal in this process until SIGINT or SIGTERM.

    Args:
        config: its set-up.
        announce: called with the port as soon as the portal takes connections.

    Raises:
        SimulatorError: the address is taken.
    """
    listening = _listen(config)
    with suppress(KeyboardInterrupt):
        _run(config, listening, announce=lambda: announce(listening.getsockname()[1]))


def serve_parent() -> None:
    """The child's side of `start`: the set-up from the first line of stdin, the port to stdout, death with stdin."""
    config = SimulatorConfig.from_json(sys.stdin.buffer.readline().decode())
    threading.Thread(target=_die_with_parent, daemon=True).start()
    listening = _listen(config)

    def announce() -> None:
        sys.stdout.write(json.dumps({"port": listening.getsockname()[1]}) + "\n")
        sys.stdout.flush()

    _run(config, listening, announce=announce)


def _run(config: SimulatorConfig, listening: socket.socket, *, announce: Callable[[], None]) -> None:
    # Imported here: `running` is used by processes that need no server of their own.
    import uvicorn

    from qore_dagster.simulator.app import Portal
    from qore_dagster.simulator.content.world import World

    first, last = _first_and_last_day(config)
    portal = Portal(config, World(seed=config.seed, funds=config.funds, first_day=first, last_day=last))
    if config.prerender:
        asyncio.run(portal.catalogue.prerender())
    server = uvicorn.Server(
        uvicorn.Config(
            portal.app(),
            ws="none",
            lifespan="off",
            access_log=False,
            server_header=False,
            # What it logs are the faults that were asked for: connections closed in the middle of an answer.
            log_level="critical",
            timeout_graceful_shutdown=1,
            backlog=2048,
        )
    )
    announce()
    server.run(sockets=[listening])


def _first_and_last_day(config: SimulatorConfig) -> tuple[date, date]:
    last = config.last_day or last_closed_day()
    first = last
    for _ in range(config.days - 1):
        first = previous_business_day(first)
    return first, last


def _listen(config: SimulatorConfig) -> socket.socket:
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    try:
        return socket.create_server((config.host, config.port), family=family, backlog=2048)
    except OSError as error:
        raise SimulatorError(
            f"o portal simulado não pode usar {config.host}:{config.port}: {error.strerror}",
            "escolha outra porta (0: qualquer livre)",
        ) from error


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _die_with_parent() -> None:
    while os.read(0, 1024):  # not by `sys.stdin`: a lock of it that is held when Python ends is a fatal error
        pass
    os._exit(0)
