"""Run one program as somebody PostgreSQL accepts: not root, and a user that the system knows by name.

Belongs here: the two ways to become one on Linux. It is run as a script of its own, in a fresh interpreter that
then becomes the program, because a process with threads must not change its credentials between fork and exec; so it
imports the standard library only. Does not: anything about PostgreSQL.

    python -I -S unprivileged.py OWNED_FOLDER PROGRAM ARGUMENT…

1. A user namespace with one user in it: ourselves outside, `NOBODY` inside. Files stay ours; no account is made and no
   folder is opened to others.
2. Where a container forbids that to root: `NOBODY` itself, who is given `OWNED_FOLDER` and keeps the one right to pass
   through root's folders (CAP_DAC_OVERRIDE, ambient).
"""

import ctypes
import os
import sys
from pathlib import Path

NOBODY = 65534
CLONE_NEWUSER = 0x10000000
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522


def prefix(owned: Path) -> list[str]:
    """What to write before a command so that it runs as somebody PostgreSQL accepts; nothing if we are somebody.

    Args:
        owned: an existing folder that the command takes for its own.
    """
    if os.name == "nt" or (os.geteuid() != 0 and _has_account(os.geteuid())):
        return []  # on Windows pg_ctl gives up an administrator's rights by itself
    return [sys.executable, "-I", "-S", __file__, str(owned)]


def enter_namespace(libc: ctypes.CDLL) -> None:
    """Become `NOBODY` of a new user namespace.

    Raises:
        OSError: this system or container does not allow it.
    """
    mapping = f"{NOBODY} {os.geteuid()} 1".encode()  # made before: within, nobody has a number yet
    _checked(libc.unshare(CLONE_NEWUSER))
    Path("/proc/self/uid_map").write_bytes(mapping)


def become(libc: ctypes.CDLL, user: int) -> None:
    """Become another user for good, with the right to pass through folders that are root's.

    Raises:
        OSError: this process may not.
    """
    _checked(libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0))
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    only = 1 << CAP_DAC_OVERRIDE
    data = (ctypes.c_uint32 * 6)(only, only, only, 0, 0, 0)  # effective, permitted, inheritable; low and high word
    _checked(libc.capset(header, data))
    _checked(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0))


def give(folder: Path, owner: int) -> None:
    """Make `owner` the owner of a folder and all in it, if it is not already."""
    if folder.stat().st_uid == owner:
        return
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(Path(parent) / name, owner, -1, follow_symlinks=False)
    os.chown(folder, owner, -1)  # last: an interrupted walk is begun again


def main(owned: Path, command: list[str]) -> None:
    """Become somebody, and then the program."""
    libc = ctypes.CDLL(None, use_errno=True)
    us = os.geteuid()
    try:
        give(owned, us)
        enter_namespace(libc)
    except OSError:
        if us == 0:
            give(owned, NOBODY)
            become(libc, NOBODY)
    os.execv(command[0], command)


def _has_account(user: int) -> bool:
    import pwd  # not on Windows

    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def _checked(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
