"""One login for all threads and processes of a run.

The token lives in memory, where every request reads it without a lock, and in a file that only its owner may read, for
the run's other processes; an OS lock, which dies with its process, lets one of them log in at a time. Belongs here: who
logs in when, and keeping the token. Does not: the login itself (`login`).
"""

import hashlib
import json
import os
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import jwt
from filelock import FileLock

from qore_dagster.model.faults import Fault
from qore_dagster.portal import errors
from qore_dagster.portal.errors import PortalError, Rejected

_RENEW_BEFORE = 60.0  # seconds before its end that a token is renewed; a fifth of its life where that is less
_LOGINS_A_MINUTE = 8  # the portal is said to allow 10
_MINUTE = 60.0
_FAILURE_HOLDS = 60.0  # seconds that a failed login answers for everyone, so that nobody hammers the portal
_ABANDONED = 7200.0  # seconds after which the file of a run that never ended is deleted


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token.

    Attributes:
        value: the secret itself; not in the representation.
        renew_at: epoch seconds from which a new one is wanted; None for a token that does not tell its end.
    """

    value: str = field(repr=False)
    renew_at: float | None

    @classmethod
    def issued(cls, value: str, now: float) -> "Token":
        """Read the end of a token (`exp`) that was issued just now; an opaque one has none."""
        try:
            # PyJWT's types of keys are those of a package that it does without.
            claims = jwt.decode(value, options={"verify_signature": False})  # pyright: ignore[reportUnknownMemberType]
            end = int(claims["exp"])
        except (jwt.PyJWTError, KeyError, TypeError, ValueError):
            return cls(value, None)
        life = end - now
        if life <= 0:  # this machine's clock is wrong; the portal's 401 will tell
            return cls(value, None)
        return cls(value, end - min(_RENEW_BEFORE, life / 5))

    def serves(self, now: float) -> bool:
        """Whether it can still be used."""
        return self.renew_at is None or now < self.renew_at


@dataclass(slots=True)
class _State:
    """What the file holds."""

    audience: str
    value: str | None = field(default=None, repr=False)
    renew_at: float | None = None
    logins: list[float] = field(default_factory=list[float])
    failed_at: float = 0.0
    failure: dict[str, str] | None = None

    @property
    def token(self) -> Token | None:
        return Token(self.value, self.renew_at) if self.value else None


class TokenStore:
    """The shared token of one run (or other session).

    Args:
        folder: where token files are kept; made if needed, readable by its owner only.
        session: the run's id; processes that give the same one share a login.
    """

    def __init__(self, folder: Path, session: str) -> None:
        self._folder = folder
        self._path = folder / f"{hashlib.sha256(session.encode()).hexdigest()[:32]}.json"
        self._threads = threading.Lock()
        self._current: Token | None = None

    def token(self, log_in: Callable[[], str], *, audience: str, refused: Token | None = None) -> Token:
        """The token to use now.

        Args:
            log_in: asks the portal for a new one; called by one thread of one process at a time.
            audience: portal and user; a token left by another pair is not used.
            refused: the token that the portal just refused, if any. Only the first to say so logs in again.

        Raises:
            PortalError: the login failed, now or less than a minute ago.
            Rejected: the portal refuses one token after the other.
        """
        current = self._current
        if current is not None and current != refused and current.serves(time.time()):
            return current
        with self._threads, self._processes():
            state = self._read(audience)
            token, now = state.token, time.time()
            if token is None or token == refused or not token.serves(now):
                token = self._renew(state, log_in, now)
            self._current = token
            return token

    def forget(self) -> None:
        """Delete the token, here and on disk."""
        with self._threads, self._processes():
            self._current = None
            self._path.unlink(missing_ok=True)

    def _renew(self, state: _State, log_in: Callable[[], str], now: float) -> Token:
        if state.failure and now - state.failed_at < _FAILURE_HOLDS:
            raise _failure(state.failure)
        state.logins = [at for at in state.logins if now - at < _MINUTE]
        if len(state.logins) >= _LOGINS_A_MINUTE:
            raise Rejected(
                f"o portal recusou {len(state.logins)} logins recém-feitos em um minuto",
                "verifique no portal se o usuário de QORE_USERNAME ainda tem acesso; depois rode de novo",
                code="http_401",
            )
        state.logins.append(now)
        self._write(state)  # before the login: it counts whatever becomes of it
        try:
            token = Token.issued(log_in(), time.time())
        except PortalError as error:
            state.value, state.failed_at = None, time.time()
            state.failure = {"kind": type(error).__name__, **asdict(error.fault)}
            self._write(state)
            raise
        state.value, state.renew_at, state.failure = token.value, token.renew_at, None
        self._write(state)
        return token

    def _processes(self) -> FileLock:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # One lock for the folder: logins are rare, and a lock file for each run would be left behind.
        return FileLock(self._folder / "login.lock", mode=0o600, poll_interval=0.01, is_singleton=False)

    def _read(self, audience: str) -> _State:
        try:
            state = _State(**json.loads(self._path.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return _State(audience)
        return state if state.audience == audience else _State(audience)

    def _write(self, state: _State) -> None:
        for left in self._folder.glob("*.json*"):
            if time.time() - left.stat().st_mtime > _ABANDONED:
                left.unlink(missing_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self._folder, prefix=f"{self._path.name}.")  # mode 0600
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(state), file)
        Path(name).replace(self._path)


def _failure(said: dict[str, Any]) -> PortalError:
    """The error of a login that failed before, perhaps in another process."""
    kind: type[PortalError] = getattr(errors, said["kind"], PortalError)
    fault = Fault(said["code"], said["reason"], said["action"])
    return kind(fault.reason, fault.action, code=fault.code)
