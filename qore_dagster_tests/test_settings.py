"""A wrong setting is told in Portuguese, by its name, with what it should be, and never with what it was."""

import re

import pytest

from qore_dagster.settings import SettingsError, load_settings


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("QORE_WORKERS", "dez-ou-onze", "deve ser um número inteiro"),
        ("QORE_WORKERS", "0", "deve ser no mínimo 1"),
        ("QORE_WORKERS", "100", "deve ser no máximo 64"),
        ("QORE_BACKOFF", "pouco-tempo", "deve ser um número"),
        ("QORE_QUOTA_JUMP", "muito-mesmo", "deve ser um número"),
        ("QORE_QUOTA_JUMP", "0", "deve ser maior que 0"),
        ("QORE_PORTAL_CHECK", "talvez-sim", "deve ser true ou false"),
        ("QORE_START_DATE", "anteontem", "deve ser uma data (AAAA-MM-DD)"),
        ("QORE_EXECUTOR", "qualquer-um", "deve ser 'auto', 'multiprocess' ou 'in_process'"),
        ("QORE_TYPES", "PLANILHA-X", "deve ser 'XML_5_0', 'XML_4_01', 'CARTEIRA_EXCEL' ou 'CARTEIRA_PDF'"),
        ("QORE_URL", "http://portal.example", "deve ser um endereço https:// (http:// só para esta máquina)"),
        ("QORE_URL", "https://portal.example:99999", "deve ter porta de 1 a 65535, ou nenhuma"),
        ("QORE_URL", "https://portal.example:0", "deve ter porta de 1 a 65535, ou nenhuma"),
        ("QORE_URL", "https://alguem@portal.example", "não deve conter usuário nem senha"),
        ("QORE_ARCHIVE", "s3://balde-de-arquivos", "deve ser uma pasta desta máquina ou da rede, não uma URL"),
        ("POSTGRES_URI", "senhinha-qualquer", "deve ser postgresql://usuario"),
        ("ACCESS_PATH", "planilha.xlsx", "deve ser um arquivo .accdb ou .mdb"),
        ("ACCESS_BACKEND", "dao-antigo", "deve ser 'auto', 'odbc', 'jackcess' ou 'off'"),
    ],
)
def test_a_wrong_value(name: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=re.escape(f"{name}: {told}")) as caught:
        load_settings()
    assert len(value) < 4 or value not in str(caught.value)
    assert str(caught.value).endswith("corrija a variável de ambiente ou a linha do .env e rode de novo")


def test_every_wrong_one_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QORE_WORKERS", "0")
    monkeypatch.setenv("ACCESS_BACKEND", "dao")
    with pytest.raises(SettingsError, match=r"QORE_WORKERS: .*; ACCESS_BACKEND: "):
        load_settings()
