"""The embedded PostgreSQL server: made, started, found again and stopped in one folder.

Belongs here: the server's files, its port and password, its settings, and whether it runs. Does not: who is using it
and when it may stop (`lease`), and where a database is that is not ours (`address`).

Files in the folder, with the major version in each name (an 18 cannot open a 17's directory):

    pg18/  the data directory        pg18.port      kept and used again
    pg18.log                         pg18.password  0600
    pg18.alive  locked by the server itself for as long as it lives
    pg18.lock  held only while the server is made, started or stopped, and while a lease is taken or given back
"""

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import psutil
import psycopg2
from filelock import FileLock, Timeout

from qore_dagster.warehouse import unprivileged
from qore_dagster.warehouse.binaries import Binaries, find_binaries
from qore_dagster.warehouse.errors import ServerError
from qore_dagster.warehouse.sole_server import claimed

if TYPE_CHECKING:
    from filelock import AcquireReturnProxy
    from psycopg2.extensions import connection as Connection

HOST = "127.0.0.1"
USER = "qore"
MAINTENANCE = "postgres"
PORTS = range(20000, 32768)
"""Below the ports that systems hand out by themselves, so that nobody is given ours while the server is down."""

START_SECONDS = 60
CONNECT_SECONDS = 10
RETRY_SECONDS = 10
"""How long starting and connecting are tried: a killed postmaster's children hold its memory for a moment."""
RETRY_PAUSE = 0.05
SAME_START_SECONDS = 5
"""How far the start that a server wrote down may be from its process's start as the system tells it."""

CONFIGURATION = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",  # a socket's path may have 107 bytes at most; folders are longer
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",  # a failed statement may hold a fund's figures: not into a log
    "shared_buffers": "64MB",
    "io_method": "sync",  # 18: no worker processes for a database that fits into memory
    "max_parallel_workers_per_gather": "0",  # nor shared memory segments, which containers limit to 64 MB
    "jit": "off",
    "wal_level": "minimal",  # nobody replicates it; fsync stays on
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "min_wal_size": "32MB",
}
"""The whole of postgresql.conf, but for the port."""

NOT_DURABLE = {"fsync": "off", "full_page_writes": "off"}
"""For tests: faster, and a power cut may lose the database; a killed server loses nothing."""

SINCE = {"io_method": 18}
"""Settings that older majors do not know."""

_BUILTIN_LOCALES_SINCE = 17
"""The first major with a provider of locales of its own."""


class EmbeddedServer:
    """The one server of a folder; every process that uses the folder has an object like this.

    Args:
        folder: where its files lie; made if absent.
        durable: False for tests only, see `NOT_DURABLE`.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self._binaries: Binaries = find_binaries()
        self._folder = folder.absolute()
        self._name = f"pg{self._binaries.major}"
        self._durable = durable
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(self._path(".lock"), timeout=START_SECONDS * 2, mode=0o600)

    def __repr__(self) -> str:
        """The folder; the password is in none of the object's attributes."""
        return f"EmbeddedServer({str(self._folder)!r})"

    @property
    def data(self) -> Path:
        """The data directory."""
        return self._path("")

    def uri(self, database: str) -> str:
        """The address of a database of the server, with the password: never to be logged."""
        return f"postgresql://{USER}:{self._password()}@{HOST}:{self._port()}/{quote(database)}?sslmode=disable"

    def connect(self) -> "Connection":
        """Connect to the maintenance database, after starting the server if it does not run. Call it within `held`.

        That the connection is made proves that the server is ours: with SCRAM, it too must know the password.

        Raises:
            ServerError: the server cannot be made, started or reached; the end of its log is in the reason.
        """
        deadline = time.monotonic() + RETRY_SECONDS
        while True:
            if not self.running():
                self._start()
            try:
                return self._connection()
            except psycopg2.OperationalError as error:  # killed in this moment, or going down by somebody's pg_ctl
                if time.monotonic() > deadline:
                    raise self._error("não respondeu", str(error).strip()) from None
            time.sleep(RETRY_PAUSE)

    def running(self) -> bool:
        """Whether the server's process is alive, and is the server of this very folder.

        A process id alone proves nothing: after a reboot, or in another container, it is another program's.
        """
        try:
            pid, _, started, *_ = self._pid_file().read_text().split("\n")
            process = psutil.Process(int(pid))
            if process.status() == psutil.STATUS_ZOMBIE or not process.name().startswith("postgres"):
                return False
            try:
                return Path(process.cwd()).samefile(self.data)
            except psutil.AccessDenied:  # root of a container may not look at `unprivileged.NOBODY`
                return abs(process.create_time() - int(started)) < SAME_START_SECONDS
        except (OSError, ValueError, psutil.Error):
            return False

    def _connection(self) -> "Connection":
        return psycopg2.connect(
            host=HOST,
            port=self._port(),
            user=USER,
            password=self._password(),
            dbname=MAINTENANCE,
            sslmode="disable",
            gssencmode="disable",
            connect_timeout=CONNECT_SECONDS,
            application_name="qore lease",
            options="",
        )

    def _start(self) -> None:
        if not self.data.exists():
            self._make()
        deadline = time.monotonic() + RETRY_SECONDS
        while True:
            log_end = self._log_size()
            try:
                if self._started():
                    return
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise ServerError(
                        f"o PostgreSQL embutido de {self._folder} já está em uso: por um servidor que não é visto "
                        "daqui, ou por processos que restaram de um que foi morto",
                        "encerre o outro contêiner que usa a pasta, ou os processos postgres que restaram; ou dê a "
                        "este outra pasta em QORE_HOME",
                    ) from None
            if time.monotonic() > deadline:
                raise self._error("não pôde ser iniciado", self._log_since(log_end))
            time.sleep(RETRY_PAUSE)

    def _started(self) -> bool:
        start = ("start", "--wait", f"--timeout={START_SECONDS}", f"--log={self._name}.log")
        with claimed(self._path(".alive")) as inherited:
            self._pid_file().unlink(missing_ok=True)  # of a dead server, or a process id that is another program's now
            self._configure()
            return self._run("pg_ctl", *start, inherited=inherited) == 0

    def stop(self) -> None:
        """Stop the server, ending every connection to it.

        Call it within `held` and with a connection open: then the process id in the server's file is the server's.

        Raises:
            ServerError: it did not stop.
        """
        log_end = self._log_size()
        if self._run("pg_ctl", "stop", "--wait", "--mode=fast", f"--timeout={START_SECONDS}") != 0:
            raise self._error("não pôde ser parado", self._log_since(log_end))

    def held(self) -> "AcquireReturnProxy[FileLock]":
        """The folder's lock, taken; give it back with `with`.

        Raises:
            ServerError: another process holds it for too long.
        """
        try:
            return self._lock.acquire()
        except Timeout:
            raise ServerError(
                f"outro processo segura {self._path('.lock')} há mais de {START_SECONDS * 2} s",
                "veja que processo está parado (ps, Gerenciador de Tarefas), encerre-o e rode de novo",
            ) from None

    def _make(self) -> None:
        """Run initdb beside the final name, so that an initdb that was killed leaves nothing that looks finished."""
        fresh = self._path(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if not self._path(".password").exists():
            self._write(".password", secrets.token_urlsafe(24))
        locale = ("--locale=C", "--encoding=UTF8")
        if self._binaries.major >= _BUILTIN_LOCALES_SINCE:
            locale += ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        log_end = self._log_size()
        if self._run(
            "initdb",
            f"--username={USER}",
            "--auth=scram-sha-256",
            f"--pwfile={self._name}.password",
            "--no-instructions",
            *locale,
            *(() if self._durable else ("--no-sync",)),
            data=fresh,
        ):
            raise self._error("não pôde ser criado", self._log_since(log_end))
        fresh.rename(self.data)

    def _configure(self) -> None:
        """Write postgresql.conf, with a port that is free now: the kept one if possible."""
        port = self._port()
        if port is None or not _is_free(port):
            port = _free_port()
            self._write(".port", str(port))
        settings = CONFIGURATION | ({} if self._durable else NOT_DURABLE) | {"port": str(port)}
        lines = [
            f"{name} = '{value}'\n" for name, value in settings.items() if self._binaries.major >= SINCE.get(name, 0)
        ]
        (self.data / "postgresql.conf").write_text("".join(lines), encoding="ascii")

    def _run(self, program: str, *arguments: str, data: Path | None = None, inherited: Collection[int] = ()) -> int:
        """Run one of PostgreSQL's programs, its words into the log; give its exit code.

        It sees none of our environment (there are passwords in it). Folders go by the environment and relative names,
        as pg_ctl passes its arguments through a shell.
        """
        data = data or self.data
        command = [*unprivileged.prefix(data), self._binaries.program(program), *arguments]
        kept = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP", "COMSPEC")
        environment = {name: os.environ[name] for name in kept if name in os.environ}
        with os.fdopen(os.open(self._path(".log"), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "ab") as log:
            return subprocess.run(
                command,
                cwd=self._folder,
                env=environment | {"PGDATA": data.name, "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=inherited,
                check=False,
            ).returncode

    def _path(self, suffix: str) -> Path:
        return self._folder / f"{self._name}{suffix}"

    def _pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    def _port(self) -> int | None:
        try:
            return int(self._path(".port").read_text())
        except (FileNotFoundError, ValueError):
            return None

    def _password(self) -> str:
        try:
            return self._path(".password").read_text().strip()
        except FileNotFoundError:
            raise self._error("está sem a sua senha", f"{self._path('.password')} foi apagado") from None

    def _write(self, suffix: str, text: str) -> None:
        """Write a small file that only its owner may read, at once or not at all."""
        fresh = self._path(f"{suffix}.new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
            file.write(text)
        fresh.replace(self._path(suffix))

    def _log_size(self) -> int:
        try:
            return self._path(".log").stat().st_size
        except FileNotFoundError:
            return 0

    def _log_since(self, position: int) -> str:
        with self._path(".log").open("rb") as log:
            log.seek(position)
            return log.read()[-1500:].decode("utf-8", "replace").strip()

    def _error(self, what: str, detail: str) -> ServerError:
        return ServerError(
            f"o PostgreSQL embutido de {self._folder} {what}: {detail}",
            f"veja {self._path('.log')}; espaço em disco e permissões da pasta são as causas comuns; "
            "com POSTGRES_URI pode-se usar outro servidor",
        )


def _is_free(port: int) -> bool:
    try:
        socket.create_server((HOST, port)).close()
    except OSError:
        return False
    return True


def _free_port() -> int:
    for _ in range(100):
        port = secrets.choice(PORTS)
        if _is_free(port):
            return port
    raise ServerError(
        f"não há porta livre entre {PORTS.start} e {PORTS.stop - 1}",
        "encerre programas que não usa, ou informe POSTGRES_URI",
    )
