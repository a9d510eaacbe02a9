"""Run a Python program as each kind of user that PostgreSQL's launcher must serve.

Belongs here: the kinds that this machine can play, and how. A test session that is not root plays itself only.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from qore_dagster.warehouse.unprivileged import CLONE_NEWUSER, NOBODY

CONFINED = f"""
import ctypes, os, sys
if ctypes.CDLL(None).unshare({CLONE_NEWUSER}):
    sys.exit("no user namespaces")
print("unshared", flush=True)
sys.stdin.readline()
with open("/proc/sys/user/max_user_namespaces", "w") as limit:  # of the new namespace: what Docker does by seccomp
    limit.write("0")
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""

USERS = {"nobody": NOBODY, "a user without an account": 2_000_123}

NOT_ROOT = """
import ctypes, os, sys
from qore_dagster.warehouse.unprivileged import become
become(ctypes.CDLL(None, use_errno=True), int(sys.argv[1]))  # keeps the right to read this Python, maybe in root's home
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""

PROBE = """
import subprocess, tempfile
from pathlib import Path
from qore_dagster.warehouse import lease, unprivileged
from qore_dagster.warehouse.binaries import find_binaries
with tempfile.TemporaryDirectory() as owned:
    subprocess.run([*unprivileged.prefix(Path(owned)), find_binaries().program("postgres"), "--version"])
"""


@dataclass(frozen=True, slots=True)
class Identity:
    """A kind of user."""

    name: str

    def start(self, arguments: Sequence[str]) -> "subprocess.Popen[str]":
        """Start Python with these arguments; its standard streams are pipes, but for the errors."""
        return _STARTERS[self.name](arguments)

    def own(self, folder: Path) -> None:
        """Give a folder to this user."""
        if self.name in USERS:
            os.chown(folder, USERS[self.name], -1)


def _as_it_is(arguments: Sequence[str]) -> "subprocess.Popen[str]":
    return _python(arguments)


def _as_user(name: str, arguments: Sequence[str]) -> "subprocess.Popen[str]":
    return _python(["-c", NOT_ROOT, str(USERS[name]), *arguments])


def _as_root_without_namespaces(arguments: Sequence[str]) -> "subprocess.Popen[str]":
    process = _python(["-c", CONFINED, *arguments])
    assert process.stdin is not None
    assert process.stdout is not None
    if process.stdout.readline().strip() == "unshared":
        for kind in ("uid_map", "gid_map"):
            Path(f"/proc/{process.pid}/{kind}").write_text("0 0 65536", encoding="ascii")
        process.stdin.write("\n")
        process.stdin.flush()
    return process


def _python(arguments: Sequence[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


_STARTERS = {
    "the user of the session": _as_it_is,
    **{name: partial(_as_user, name) for name in USERS},
    "root without user namespaces": _as_root_without_namespaces,
}


def _playable(identity: Identity) -> bool:
    """Whether this machine can play the identity: it must reach this Python, our package and PostgreSQL's programs."""
    try:
        process = identity.start(["-c", PROBE])
    except OSError:
        return False
    with process:
        assert process.stdout is not None
        return process.stdout.read().startswith("postgres")


def _identities() -> list[Identity]:
    itself, *others = map(Identity, _STARTERS)
    is_root = getattr(os, "geteuid", lambda: 1)() == 0
    return [itself, *filter(_playable, others)] if is_root else [itself]


IDENTITIES = _identities()
