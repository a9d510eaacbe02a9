"""Where the simulated portal's data may go: a folder of its own, and nothing that the settings name besides.

Belongs here: claiming the folder, leaving out the rest. Does not: keeping real portals out of it
(`portal.invented_home`).
"""

import os
from pathlib import Path

from qore_dagster.portal.invented_home import is_invented, mark_invented
from qore_dagster.settings import AccessBackend, Settings, SettingsError, load_settings
from qore_dagster.simulator.configuration import SimulatorConfig

_OF_PLATFORM = ("pg18", "raw", "dagster")  # what a folder that was used has

DESTINATIONS = (
    "POSTGRES_URI",
    "DAGSTER_POSTGRES_URL",
    "QORE_RAW_URL",
    "ACCESS_PATH",
    "ACCESS_MIGRATION_PATH",
    "QORE_ARCHIVE",
    "QORE_ARCHIVE_MONITORING",
    "QORE_ARCHIVE_EXCEL",
    "QORE_ARCHIVE_XML",
)
"""Settings that lead out of the platform's folder."""

DESTINATIONS_HELP = (
    "Usa também o banco, o Access e as pastas das configurações; sem ela, tudo fica em QORE_HOME, para que nada "
    "inventado chegue aonde estão dados de verdade."
)


def use_simulator(config: SimulatorConfig, settings: Settings, *, destinations: bool) -> tuple[Settings, list[str]]:
    """Point this process and its children at a simulated portal that is about to start.

    Args:
        config: of the portal.
        settings: as they are.
        destinations: use those that the settings name as well.

    Returns:
        The settings from now on, and the destinations that are left out.

    Raises:
        SettingsError: the folder has what came from another portal.
    """
    _claim(settings.qore_home, config.username)
    left_out = [] if destinations else [name for name in DESTINATIONS if _is_set(settings, name)]
    os.environ |= {
        "QORE_URL": f"http://{config.host}:{config.port}",
        "QORE_USERNAME": config.username,
        "QORE_PASSWORD": config.password,
        "QORE_HOME": str(settings.qore_home),
        **dict.fromkeys(left_out, ""),  # empty, and not unset: the .env file would hold again
    }
    if "ACCESS_PATH" in left_out:
        os.environ["ACCESS_BACKEND"] = AccessBackend.AUTO.value  # another one asks for a path
    return load_settings(), left_out


def _claim(home: Path, username: str) -> None:
    if is_invented(home):
        return
    if any((home / name).exists() for name in _OF_PLATFORM):
        raise SettingsError(
            f"{home} tem dados de um portal, e a demonstração é de fundos inventados",
            "escolha outra pasta com QORE_HOME, ou apague essa; nada mudou",
        )
    mark_invented(home, username)


def _is_set(settings: Settings, name: str) -> bool:
    value = getattr(settings, name.lower())
    return bool(value.get_secret_value() if hasattr(value, "get_secret_value") else value)
