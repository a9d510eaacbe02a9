"""The portal's logins: access tokens as it makes them, refresh tokens that nothing takes.

Belongs here: issue, check, revoke. Does not: HTTP.
"""

import hmac
import secrets
import time
import uuid
from typing import Any

import jwt

from qore_dagster.simulator.configuration import SimulatorConfig

_ROLES = ("USER", "GESTOR_READ", "GESTOR", "GESTOR_ADMIN")
_ALGORITHM = "HS512"
_KEY_BYTES = 64


class TokenOffice:
    """Issues and checks the access tokens of one running portal.

    Attributes:
        logins: logins granted since the start.
        refused: logins refused for a wrong user or password since the start.
    """

    def __init__(self, config: SimulatorConfig) -> None:
        self.logins = 0
        self.refused = 0
        self._config = config
        self._key = secrets.token_bytes(_KEY_BYTES)
        self._user = str(uuid.uuid5(uuid.NAMESPACE_URL, config.username))
        self._revoked: set[str] = set()

    @property
    def user(self) -> str:
        """The user's UUID."""
        return self._user

    def login(self, username: str, password: str) -> dict[str, str] | None:
        """The body of a granted login; None for a wrong user or password."""
        right = hmac.compare_digest(username.encode(), self._config.username.encode())
        if not hmac.compare_digest(password.encode(), self._config.password.encode()) or not right:
            self.refused += 1
            return None
        self.logins += 1
        # `guid` is new with each login: without `iat`, two logins of one second would bear the same token.
        claims: dict[str, Any] = {
            "sub": self._user,
            "guid": str(uuid.uuid4()),
            "exp": int(time.time() + self._config.token_seconds),
            "papeis": list(_ROLES),
            "permissoes": [],
        }
        # PyJWT's types of keys are those of a package that it does without.
        token = jwt.encode(claims, self._key, algorithm=_ALGORITHM)  # pyright: ignore[reportUnknownMemberType]
        return {"access_token": token, "refresh_token": str(uuid.uuid4())}

    def accepts(self, authorization: str) -> bool:
        """Whether the `Authorization` header holds a token of ours that is neither expired nor revoked."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or token in self._revoked:
            return False
        try:
            jwt.decode(token, self._key, algorithms=[_ALGORITHM])  # pyright: ignore[reportUnknownMemberType] - as above
        except jwt.InvalidTokenError:
            return False
        return True

    def revoke(self, authorization: str) -> None:
        """Make the token of this `Authorization` header worthless from now on."""
        self._revoked.add(authorization.partition(" ")[2])
