"""The embedded server: one for all who ask, gone with the last, and never somebody else's process.

Each test has a folder of its own and real processes in it.
"""

import json
import multiprocessing
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import psycopg2
import pytest

from qore_dagster.warehouse import server
from qore_dagster.warehouse.errors import ServerError
from qore_dagster.warehouse.lease import Lease, lease
from qore_dagster.warehouse.server import PORTS, EmbeddedServer
from qore_dagster_tests.warehouse.identities import IDENTITIES, USERS, Identity

HOLDER = """
import json, sys
from pathlib import Path
import psycopg2
from qore_dagster.warehouse.lease import lease
folder = Path(sys.argv[1])
with lease(folder, durable=False) as held:
    connection = psycopg2.connect(held.uri("qore"))
    cursor = connection.cursor()
    cursor.execute("select pg_postmaster_start_time()::text, current_setting('timezone')")
    print(json.dumps([*cursor.fetchone(), held.uri("qore")]), flush=True)
    connection.close()
    sys.stdin.readline()
"""

ITSELF = IDENTITIES[0]


class Holder:
    """A process that holds a lease until it is told to go."""

    def __init__(self, folder: Path, identity: Identity = ITSELF) -> None:
        self.process = identity.start(["-c", HOLDER, str(folder)])

    def answer(self) -> tuple[str, str, str]:
        """Wait until it has its lease: server's start, time zone, URI."""
        assert self.process.stdout is not None
        return tuple(json.loads(self.process.stdout.readline()))

    def leave(self) -> None:
        """Let it end in order."""
        self.process.communicate("\n", timeout=60)
        assert self.process.returncode == 0

    def kill(self) -> None:
        """End it without a chance to do anything."""
        self.process.kill()
        self.process.communicate(timeout=60)


@pytest.fixture
def new_folder() -> Generator[Path]:
    """An empty folder that every user can reach, with no server left in it."""
    with tempfile.TemporaryDirectory(prefix="qore-lease-", ignore_cleanup_errors=True) as name:
        path = Path(name) / "home"
        path.mkdir()
        path.parent.chmod(0o755)
        yield path
        leave_no_server(path)


@pytest.fixture(scope="module")
def used_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a server that was made and stopped."""
    path = tmp_path_factory.mktemp("used")
    lease(path, durable=False).release()
    return path


@pytest.fixture
def folder(used_folder: Path) -> Generator[Path]:
    """The same folder for many tests, which spares each the making of a server; none may leave it running."""
    yield used_folder
    leave_no_server(used_folder)


def leave_no_server(folder: Path) -> None:
    """Stop what a failed test left, and see that nothing is left."""
    if EmbeddedServer(folder).running():
        lease(folder, durable=False).release()
    assert not servers_left(folder)


def servers_left(folder: Path) -> list[int]:
    """The servers that are still there when every one has been stopped: pg_ctl may return a moment before they end."""
    deadline = time.monotonic() + 5
    while (found := postgres_processes(folder)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


def postgres_processes(folder: Path) -> list[int]:
    """The servers that run in a folder, by the system's word alone."""
    found: list[int] = []
    for process in psutil.process_iter():
        try:
            if process.name().startswith("postgres") and process.cwd().startswith(str(folder)):
                found.append(process.pid)
        except psutil.Error:
            continue
    return found


def postmaster(folder: Path) -> int:
    """The pid that the running server wrote down."""
    return int((folder / "pg18" / "postmaster.pid").read_text().split("\n", 1)[0])


def select(uri: str, sql: str) -> object:
    """The first value of a query."""
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
        assert row is not None
        return row[0]


@pytest.mark.parametrize("identity", IDENTITIES, ids=lambda identity: identity.name)
def test_serves_this_kind_of_user(identity: Identity, new_folder: Path) -> None:
    identity.own(new_folder)
    first = Holder(new_folder, identity)
    started, timezone, uri = first.answer()
    assert timezone == "UTC"
    second = Holder(new_folder, identity)
    assert second.answer()[0] == started
    first.leave()
    assert select(uri, "select 1") == 1
    second.leave()
    assert not servers_left(new_folder)
    third = Holder(new_folder, identity)
    assert third.answer()[2] == uri
    third.leave()


@pytest.mark.parametrize("order", [IDENTITIES, IDENTITIES[::-1]], ids=["forth", "back"])
def test_root_and_its_container_take_turns(order: Sequence[Identity], new_folder: Path) -> None:
    for identity in order:
        if identity.name not in USERS:
            holder = Holder(new_folder, identity)
            holder.answer()
            holder.leave()


def test_opens_no_folder_to_others(new_folder: Path) -> None:
    new_folder.chmod(0o700)
    with lease(new_folder, durable=False):
        assert stat.S_IMODE(new_folder.stat().st_mode) == 0o700
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in new_folder.iterdir()}
    private = ("pg18.alive", "pg18.lock", "pg18.log", "pg18.password", "pg18.port")
    assert modes == {"pg18": 0o700, **dict.fromkeys(private, 0o600)}


def test_settings_do_not_come_from_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "LC_ALL": "tr_TR.UTF-8",
        "TZ": "Asia/Tokyo",
        "PGOPTIONS": "-c timezone=Asia/Tokyo",
        "PGPORT": "1",
        "PGSSLMODE": "require",
        "QORE_PASSWORD": "secret of the portal",  # pragma: allowlist secret
    }.items():
        monkeypatch.setenv(name, value)
    with lease(folder) as held:
        monkeypatch.delenv("PGOPTIONS")
        with closing(psycopg2.connect(held.uri())) as connection, connection.cursor() as cursor:
            cursor.execute("select name, setting from pg_settings")
            settings = dict(cursor.fetchall())
            cursor.execute("select datcollate, datlocprovider, datlocale from pg_database where datname = 'qore'")
            assert cursor.fetchone() == ("C", "b", "C.UTF-8")
        assert "QORE_PASSWORD" not in psutil.Process(postmaster(folder)).environ()
    assert settings["TimeZone"] == settings["log_timezone"] == "UTC"
    assert settings["fsync"] == settings["synchronous_commit"] == "on"
    assert settings["listen_addresses"] == "127.0.0.1"
    assert settings["max_connections"] == "200"
    assert settings["password_encryption"] == "scram-sha-256"  # pragma: allowlist secret


def test_both_databases_are_there(folder: Path) -> None:
    with lease(folder, durable=False) as held:
        assert select(held.uri("qore"), "select current_database()") == "qore"
        assert select(held.uri("dagster"), "select current_setting('synchronous_commit')") == "off"


def test_a_wrong_password_is_refused(folder: Path) -> None:
    with lease(folder, durable=False) as held:
        wrong = re.sub(r":[^:@/]+@", ":wrong@", held.uri())
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            psycopg2.connect(wrong)


def test_the_password_is_in_no_text_of_ours(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qore_dagster.warehouse.server.RETRY_SECONDS", 0)
    with lease(folder, durable=False) as held:
        password = (folder / "pg18.password").read_text()
        assert len(password) >= 32
        assert password in held.uri()
        assert password not in repr(held) + repr(vars(held))
        assert password not in (folder / "pg18.log").read_text()
        (folder / "pg18.password").write_text("not-the-password")
        with pytest.raises(ServerError) as raised:
            lease(folder, durable=False)
        assert "not-the-password" not in str(raised.value)
        assert password not in str(raised.value)
        (folder / "pg18.password").write_text(password)


def test_a_folder_with_a_long_and_odd_name(new_folder: Path) -> None:
    deep = new_folder.joinpath('D\'Ávila & Filhos $HOME `x` "y"', *["a fairly long folder name" * 2] * 4)
    with lease(deep, durable=False) as held:
        assert len(str(deep)) > 200
        assert select(held.uri(), "select 1") == 1


def test_eight_who_start_at_once_get_one_server(new_folder: Path) -> None:
    holders = [Holder(new_folder) for _ in range(8)]
    assert len({holder.answer()[0] for holder in holders}) == 1
    for holder in holders:
        holder.leave()
    assert not servers_left(new_folder)


def test_a_killed_holder_leaves_the_server_to_the_next(folder: Path) -> None:
    killed = Holder(folder)
    started = killed.answer()[0]
    killed.kill()
    assert postgres_processes(folder)
    following = Holder(folder)
    assert following.answer()[0] == started
    following.leave()
    assert not servers_left(folder)


def test_a_killed_holder_does_not_take_the_server_from_others(folder: Path) -> None:
    staying, killed = Holder(folder), Holder(folder)
    uri = staying.answer()[2]
    killed.answer()
    killed.kill()
    assert select(uri, "select 1") == 1
    staying.leave()
    assert not servers_left(folder)


def test_a_killed_server_is_started_again(folder: Path) -> None:
    with lease(folder, durable=False) as held:
        with closing(psycopg2.connect(held.uri())) as connection, connection, connection.cursor() as cursor:
            cursor.execute("create table kept as select 7 as n")
        os.kill(postmaster(folder), signal.SIGKILL)
        with lease(folder, durable=False) as again:
            assert again.uri() == held.uri()
            assert select(again.uri(), "select n from kept") == 7
            held.release()
            assert select(again.uri(), "select n from kept") == 7
    assert not servers_left(folder)


def test_a_killed_initdb_leaves_nothing_in_the_way(new_folder: Path) -> None:
    half = new_folder / "pg18.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    (new_folder / "pg18.password").write_text("kept")
    with lease(new_folder, durable=False) as held:
        assert ":kept@" in held.uri()
    assert not half.exists()


@pytest.mark.parametrize("name", ["sleep", "postgres"])
def test_a_process_that_got_the_servers_pid_is_left_alone(name: str, folder: Path, tmp_path: Path) -> None:
    """Even one that is called postgres, as that of another folder would be."""
    with lease(folder, durable=False):
        pid_file = (folder / "pg18" / "postmaster.pid").read_text().split("\n")
    program = tmp_path / name
    program.symlink_to("/bin/sleep")
    with running([str(program), "60"]) as innocent:
        (folder / "pg18" / "postmaster.pid").write_text("\n".join([str(innocent.pid), *pid_file[1:]]))
        with lease(folder, durable=False) as held:
            assert select(held.uri(), "select 1") == 1
            assert innocent.poll() is None
        assert innocent.poll() is None
        assert not servers_left(folder)


def test_a_server_that_cannot_be_seen_is_not_started_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another container on the same folder: there, the process id that the server wrote down is another program's."""
    monkeypatch.setattr(server, "RETRY_SECONDS", 0.5)
    with lease(folder, durable=False) as held, running(["sleep", "60"]) as innocent:
        pid_file = folder / "pg18" / "postmaster.pid"
        written = pid_file.read_text()
        pid_file.write_text("\n".join([str(innocent.pid), *written.split("\n")[1:]]))
        with pytest.raises(ServerError, match="contêiner") as refused:
            lease(folder, durable=False)
        assert str(folder) in str(refused.value)
        assert pid_file.exists(), "PostgreSQL stops when its file is gone"
        pid_file.write_text(written)
        assert select(held.uri(), "select 1") == 1


@contextmanager
def running(command: Sequence[str]) -> Generator["subprocess.Popen[bytes]"]:
    """A process for the length of a `with`."""
    with subprocess.Popen(command) as process:
        try:
            yield process
        finally:
            process.kill()


def test_the_port_is_kept_unless_another_program_took_it(folder: Path) -> None:
    with lease(folder, durable=False):
        first = int((folder / "pg18.port").read_text())
    assert first in PORTS
    with lease(folder, durable=False):
        assert int((folder / "pg18.port").read_text()) == first
    with socket.create_server(("127.0.0.1", first)), lease(folder, durable=False) as held:
        second = int((folder / "pg18.port").read_text())
        assert second in PORTS
        assert second != first
        assert f":{second}/" in held.uri()
        assert select(held.uri(), "select 1") == 1
    with lease(folder, durable=False):
        assert int((folder / "pg18.port").read_text()) == second


def test_a_forked_child_does_not_give_back_its_parents_lease(folder: Path) -> None:
    with lease(folder, durable=False) as held:
        fork = multiprocessing.get_context("fork")
        child = fork.Process(target=release_and_end, args=(held,))
        child.start()
        child.join(60)
        assert child.exitcode == 0
        with lease(folder, durable=False):
            pass
        assert select(held.uri(), "select 1") == 1
    assert not servers_left(folder)


def release_and_end(held: Lease) -> None:
    """What a careless child does."""
    held.release()
    del held


def test_giving_back_twice_does_no_harm(folder: Path) -> None:
    held = lease(folder, durable=False)
    with lease(folder, durable=False) as other:
        held.release()
        held.release()
        assert select(other.uri(), "select 1") == 1


def test_the_last_one_out_ends_open_connections(folder: Path) -> None:
    with lease(folder, durable=False) as held:
        connection = psycopg2.connect(held.uri())
    with pytest.raises(psycopg2.OperationalError):
        connection.cursor().execute("select 1")


def test_a_server_that_cannot_start_says_why(new_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with lease(new_folder, durable=False):
        pass
    monkeypatch.setattr("qore_dagster.warehouse.server.RETRY_SECONDS", 0)
    (new_folder / "pg18" / "global" / "pg_control").rename(new_folder / "elsewhere")
    with pytest.raises(ServerError, match="could not open file") as raised:
        lease(new_folder, durable=False)
    assert str(new_folder / "pg18.log") in raised.value.fault.action
    assert (new_folder / "pg18").exists()


def test_a_sigterm_that_becomes_an_exit_gives_the_lease_back(folder: Path) -> None:
    code = f"import signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))\n{HOLDER}"
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 3
    assert not servers_left(folder)
