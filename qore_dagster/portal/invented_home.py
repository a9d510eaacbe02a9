"""The mark of a folder whose funds are invented: no real portal is let into it.

Belongs here: the mark, and who may pass it. Does not: when a folder gets it (`cli.demo_home`).
"""

from pathlib import Path

from qore_dagster.settings import Settings, SettingsError

_MARK = "demonstracao.txt"
_TOLD = """Nesta pasta os fundos e as carteiras são inventados (qore demo). Para recomeçar, apague a pasta toda.
Portal simulado, usuário: """


def is_invented(home: Path) -> bool:
    """Whether the folder has the mark."""
    return (home / _MARK).exists()


def mark_invented(home: Path, username: str) -> None:
    """Make the folder one of invented funds.

    Args:
        home: the folder.
        username: the login of the simulated portal, by which it is known again.
    """
    home.mkdir(parents=True, exist_ok=True)
    (home / _MARK).write_text(f"{_TOLD}{username}\n", encoding="utf-8")


def refuse_real_portal(settings: Settings) -> None:
    """Let nobody but the simulated portal's user ask a portal for what goes into a folder of invented funds.

    Raises:
        SettingsError: somebody else would.
    """
    home = settings.qore_home
    if is_invented(home) and settings.qore_username not in (home / _MARK).read_text(encoding="utf-8").split():
        raise SettingsError(
            f"{home} tem os fundos inventados de `qore demo`",
            "apague a pasta, ou escolha outra com QORE_HOME; nada foi pedido ao portal",
        )
