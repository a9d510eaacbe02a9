"""Every setting of the platform, typed, from the environment or `.env`; the only reader of either.

Belongs here: names, types, units, defaults and their checks. Does not: what is done with them. `docs/settings.md` is
made from this model.
"""

import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from qore_dagster.model.faults import QoreError
from qore_dagster.model.file_type import FileType


class Executor(StrEnum):
    """How the steps of a run are executed."""

    AUTO = "auto"
    MULTIPROCESS = "multiprocess"
    IN_PROCESS = "in_process"


class EventStorage(StrEnum):
    """How rows get into Dagster's event log."""

    BATCHED = "batched"
    STOCK = "stock"


class AccessBackend(StrEnum):
    """What works on the Access file."""

    AUTO = "auto"
    ODBC = "odbc"
    JACKCESS = "jackcess"
    OFF = "off"


ACCESS_SUFFIXES = frozenset({".accdb", ".mdb"})

_WRONG = {
    "int_parsing": "deve ser um número inteiro",
    "float_parsing": "deve ser um número",
    "decimal_parsing": "deve ser um número",
    "bool_parsing": "deve ser true ou false",
    "date_from_datetime_parsing": "deve ser uma data (AAAA-MM-DD)",
    "greater_than": "deve ser maior que {gt}",
    "greater_than_equal": "deve ser no mínimo {ge}",
    "less_than_equal": "deve ser no máximo {le}",
    "enum": "deve ser {expected}",
    "value_error": "{error}",
}
"""What pydantic finds, by its type, for who reads it."""


class SettingsError(QoreError):
    """A variable has a wrong value; the message names it and what it should be, never its secret."""

    code = "settings"


class Settings(BaseSettings):
    """The settings; each is an environment variable or a line of `.env`."""

    model_config = SettingsConfigDict(
        env_file=".env", env_prefix="", extra="ignore", populate_by_name=True, hide_input_in_errors=True, frozen=True
    )

    qore_url: str = Field(
        "https://hub.qoredtvm.com.br",
        description="Portal address; a path prefix is kept. Plain http is accepted for this machine (loopback) only.",
    )
    qore_username: str = Field("", description="Portal login (e-mail).")
    qore_password: SecretStr = Field(SecretStr(""), description="Portal password.")
    qore_workers: int = Field(10, ge=1, le=64, description="Requests to the portal at a time, in one process.")
    qore_connect_timeout: float = Field(10.0, gt=0, description="Seconds to wait for a connection to the portal.")
    qore_read_timeout: float = Field(60.0, gt=0, description="Seconds to wait for the next bytes of an answer.")
    qore_retries: int = Field(
        3,
        ge=0,
        le=10,
        description="Further tries of a request after 408, 429, 5xx or a broken "
        "connection. A login is never repeated blindly.",
    )
    qore_backoff: float = Field(
        0.5,
        ge=0,
        description="Seconds before the second try; doubled each time. Retry-After "
        "goes first where the portal sends it.",
    )
    qore_max_retry_after: float = Field(120.0, ge=0, description="Longest Retry-After that is waited for, in seconds.")
    qore_max_file_mb: int = Field(256, ge=1, description="Largest file accepted from the portal, in MB.")
    qore_home: Path = Field(
        Path(".qore"),
        description="Folder of all that the platform writes: database, raw files, frames, Dagster's home, tokens.",
    )
    qore_raw_url: str = Field(
        "", description="Where raw files are kept (folder or object-store URL). Empty: `raw` under QORE_HOME."
    )
    qore_archive: str = Field(
        "",
        description="Folder in which people look for files: each PDF goes to its fund's folder below it, and it is "
        "where the other archive folders are by default. It must exist. Empty: files are archived only where one of "
        "the other archive folders is set.",
    )
    qore_archive_monitoring: str = Field(
        "", description="Folder of a second copy of each PDF; must exist. Empty: `Monitoramento` in QORE_ARCHIVE."
    )
    qore_archive_excel: str = Field(
        "", description="Folder of the Excel files; must exist. Empty: `Excel` in QORE_ARCHIVE."
    )
    qore_archive_xml: str = Field(
        "", description="Folder of the XML files, 5.0 and 4.01; must exist. Empty: `XML` in QORE_ARCHIVE."
    )
    qore_types: Annotated[tuple[FileType, ...], NoDecode] = Field(
        tuple(FileType),
        description="File types to fetch, separated by commas: XML_5_0, XML_4_01, CARTEIRA_EXCEL, CARTEIRA_PDF.",
    )
    qore_start_date: date = Field(date(2025, 1, 2), description="First partition date (YYYY-MM-DD).")
    qore_portal_check: bool = Field(
        True,
        description="Compare each quota and net worth with what the portal itself shows: one more request a fund.",
    )
    qore_quota_jump: Decimal = Field(
        Decimal(5),
        gt=0,
        description="Largest change of a quota from one business day to the next that is not told as a jump, "
        "in per cent.",
    )
    qore_executor: Executor = Field(
        Executor.AUTO,
        description="auto, multiprocess or in_process. auto: multiprocess "
        "where the system can fork, in_process elsewhere and for a handful of files.",
    )
    qore_max_processes: int = Field(2, ge=1, description="Step processes at a time of the multiprocess executor.")
    qore_keep_days: int = Field(
        90,
        ge=1,
        description="Days that listings and positions between steps are kept once nothing reads them any more. Files, "
        "versions, tables and checks are kept for good.",
    )
    qore_event_storage: EventStorage = Field(
        EventStorage.BATCHED,
        description="batched: events are written many at a time; stock: Dagster's own way. Same tables, same rows.",
    )
    postgres_uri: SecretStr = Field(
        SecretStr(""),
        description="Warehouse database (postgresql://…). Empty: an embedded "
        "PostgreSQL under QORE_HOME is started when needed.",
    )
    dagster_postgres_url: SecretStr = Field(
        SecretStr(""),
        description="Database of Dagster's own tables. Empty: beside "
        "the warehouse, in a database called `dagster` of the same server.",
    )

    access_path: Path | None = Field(
        None, description="The Access file (.accdb or .mdb), made if absent. Empty: no Access, and no Java needed."
    )
    access_backend: AccessBackend = Field(
        AccessBackend.AUTO,
        description="auto, odbc (Microsoft's driver, on Windows), jackcess (Java, anywhere) or off. auto: off without "
        "ACCESS_PATH, else odbc on Windows and jackcess elsewhere.",
    )
    access_migration_path: Path | None = Field(
        None,
        description="The old Access database, only read, for the assets `migration/*` and their job. Empty: none; "
        "`qore migrate-access FILE` needs no setting.",
    )

    @field_validator("qore_types", mode="before")
    @classmethod
    def _split_types(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip().upper() for part in value.split(",") if part.strip())
        return value

    @field_validator("qore_url")
    @classmethod
    def _check_url(cls, value: str) -> str:
        parts = urlsplit(value)
        try:
            has_port = parts.port != 0
        except ValueError:  # what stands there is no port
            has_port = False
        if not has_port:
            raise ValueError("deve ter porta de 1 a 65535, ou nenhuma")
        if parts.username or parts.password:
            raise ValueError("não deve conter usuário nem senha; use QORE_USERNAME e QORE_PASSWORD")
        if parts.scheme == "https" and parts.hostname:
            return value.rstrip("/")
        if parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}:
            return value.rstrip("/")
        raise ValueError("deve ser um endereço https:// (http:// só para esta máquina)")

    @field_validator("postgres_uri", "dagster_postgres_url")
    @classmethod
    def _check_postgres(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        if not text:
            return value
        scheme, separator, rest = text.partition("://")
        if not separator or scheme not in {"postgres", "postgresql", "postgresql+psycopg2"} or not rest:
            raise ValueError("deve ser postgresql://usuario:senha@servidor:porta/banco")  # pragma: allowlist secret
        return SecretStr(f"postgresql://{rest}")

    @field_validator("qore_archive", "qore_archive_monitoring", "qore_archive_excel", "qore_archive_xml")
    @classmethod
    def _check_archive(cls, value: str) -> str:
        if "://" in value:
            raise ValueError("deve ser uma pasta desta máquina ou da rede, não uma URL")
        return str(Path(value.strip()).expanduser().absolute()) if value.strip() else ""

    @field_validator("qore_home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("access_path", "access_migration_path", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if value == "" else value

    @field_validator("access_path", "access_migration_path")
    @classmethod
    def _check_access(cls, value: Path | None) -> Path | None:
        if value is not None and value.suffix.lower() not in ACCESS_SUFFIXES:
            raise ValueError("deve ser um arquivo .accdb ou .mdb")
        return value.expanduser().absolute() if value else None

    @model_validator(mode="after")
    def _access_has_a_path(self) -> Self:
        if self.access_path is None and self.access_backend in {AccessBackend.ODBC, AccessBackend.JACKCESS}:
            raise ValueError("ACCESS_BACKEND precisa de ACCESS_PATH, o arquivo do Access")
        return self

    @cached_property
    def access(self) -> AccessBackend:
        """What works on the Access file here: `auto` resolved."""
        if self.access_path is None:
            return AccessBackend.OFF
        if self.access_backend is not AccessBackend.AUTO:
            return self.access_backend
        return AccessBackend.ODBC if sys.platform == "win32" else AccessBackend.JACKCESS

    @cached_property
    def dagster_home(self) -> Path:
        """The home of Dagster's instance."""
        return self.qore_home / "dagster"

    @property
    def frames(self) -> Path:
        """Where positions are kept between steps."""
        return self.qore_home / "frames"

    @cached_property
    def raw_url(self) -> str:
        """Where raw files are kept, as a path or URL."""
        return self.qore_raw_url or str(self.qore_home / "raw")


def load_settings(**overrides: Any) -> Settings:
    """Read the settings.

    Args:
        **overrides: values that win over the environment, by field name.

    Raises:
        SettingsError: names each wrong variable and what it should be.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        wrong = "; ".join(
            ": ".join([*(str(place).upper() for place in e["loc"][:1]), _said(e["type"], e.get("ctx", {}))])
            for e in error.errors(include_input=False, include_url=False)
        )
        raise SettingsError(
            f"configuração inválida: {wrong}", "corrija a variável de ambiente ou a linha do .env e rode de novo"
        ) from None


def _said(kind: str, context: Mapping[str, Any]) -> str:
    """What is wrong with a value; the value itself may be a secret."""
    said = _WRONG.get(kind, "valor inválido: veja docs/settings.md")
    return said.format(**{name: str(value).replace(" or ", " ou ") for name, value in context.items()})
