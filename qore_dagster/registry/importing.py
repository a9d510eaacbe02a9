"""Read from a file which funds there are, and what people want of them.

Belongs here: `lista_fundos.json` and `config_fundos_qore.json` of the old system, and CSV. Does not: how bytes become
entries (`entries`), what becomes of the funds (`sync`).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from qore_dagster.model import cnpj as cnpjs
from qore_dagster.model.file_names import LONGEST, is_safe, safe_name
from qore_dagster.model.file_type import FileType
from qore_dagster.model.flags import FlagError, read_flag
from qore_dagster.portal.funds import PortalFund
from qore_dagster.registry.changes import RegistryError
from qore_dagster.registry.choices import Choice
from qore_dagster.registry.entries import Entry, read_entries
from qore_dagster.registry.filing_names import may_be_filing_name

_UUID = re.compile(r"(?:.*/fundo-posicao/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:[/?#].*)?", re.IGNORECASE)
_NAMES = {  # of a column or key, as `entries` writes them
    "uuid": ("uuid", "guid", "id", "url", "link"),
    "cnpj": ("cnpj",),
    "nome": ("nome", "razao_social", "nome_completo"),
    "nome_curto": ("nome_curto", "apelido"),
    "ativo": ("ativo",),
    "tipos": ("tipos",),
    "pasta": ("pasta",),
    "nome_arquivo": ("nome_arquivo",),
}
_REFUSED = ': * ? " < > |'
_CHOSEN = (*_NAMES["ativo"], *_NAMES["tipos"], *_NAMES["pasta"], *_NAMES["nome_arquivo"])


@dataclass(frozen=True, slots=True)
class FundList:
    """What a file says.

    Attributes:
        funds: all funds there are, as the portal's own list would tell them. None: the file tells no UUID, so it says
            only what is wanted of funds that the registry has.
        choices: what is wanted of them, where the file says so.
    """

    funds: list[PortalFund] | None
    choices: list[Choice]


def read_fund_list(path: Path) -> FundList:
    """Read the funds of a file.

    Args:
        path: `lista_fundos.json` (an array of `nome` and `url`, the UUID being the segment after `/fundo-posicao/`);
            `config_fundos_qore.json` (`nome`, `cnpj`, `ativo`; its `sigla`, `tipo` and `obs` say nothing of identity
            or of what is wanted, and are not read); or a CSV whose header names `uuid` (or `url`), `nome` and, if
            known, `cnpj` and `nome_curto`. Each may have `ativo`, a yes or no (`model.flags`; a blank cell is no), and
            `tipos`, file types separated by `;`, `,` or space, `pasta`, the fund's folder below the archive's root, and
            `nome_arquivo`, the fund in the names of its archived files (a blank cell leaves each as it is). Without
            `uuid`, `cnpj` and one of these four are needed. Case, accents and spaces in a header do not count.

    Raises:
        RegistryError: names the file, the line and what is wrong with it.
    """
    entries = read_entries(path)
    if not entries:
        raise RegistryError(f"o arquivo {path} não tem fundo algum", "confira o arquivo", code="import")
    known = {name for entry in entries for name in entry.values}
    choices = [choice for entry in entries if (choice := _choice(entry, path)) is not None]
    if not known.isdisjoint(_NAMES["uuid"]):
        return FundList([_fund(entry, path) for entry in entries], choices)
    if "cnpj" not in known or known.isdisjoint(_CHOSEN):
        raise RegistryError(
            f"o arquivo {path} não tem a coluna uuid",
            "ele deve ter uuid (ou url) e nome e, se houver, cnpj e nome_curto; ou então cnpj e ativo (ou tipos)",
            code="import",
        )
    for entry in entries:
        if not _value(entry.values, "cnpj"):
            raise _wrong(path, entry, "falta o CNPJ do fundo")
    return FundList(None, choices)


def _fund(entry: Entry, path: Path) -> PortalFund:
    uuid, nome = _uuid(entry), _value(entry.values, "nome")
    if uuid is None or not nome:
        raise _wrong(path, entry, f"falta o {'nome' if uuid else 'UUID'} do fundo")
    short = _value(entry.values, "nome_curto")
    # With one name only it is the portal's short one; the legal name stays as the registry has it.
    return PortalFund(uuid, short or nome, nome if short else None, _cnpj(entry, path))


def _choice(entry: Entry, path: Path) -> Choice | None:
    values = entry.values
    try:
        wanted = read_flag(values["ativo"]) if "ativo" in values else None
    except FlagError as error:
        raise _wrong(path, entry, f"na coluna ativo, {error.fault.reason}", error.fault.action) from None
    types, name, folder = _types(entry, path), _filing_name(entry, path), _filing_folder(entry, path)
    if wanted is None and types is None and name is None and folder is None:
        return None
    nome = _value(values, "nome") or _value(values, "nome_curto")
    return Choice(nome, _uuid(entry), _cnpj(entry, path), wanted, types, name, folder)


def _types(entry: Entry, path: Path) -> tuple[FileType, ...] | None:
    said: Any = entry.values.get("tipos") or ""
    text = " ".join(map(str, cast("list[Any]", said))) if isinstance(said, list) else str(said)
    try:
        wanted = {FileType(word.upper()) for word in re.split(r"[;,\s]+", text) if word}
    except ValueError:
        known = ", ".join(kind.slug for kind in FileType)
        raise _wrong(path, entry, f"na coluna tipos, {text!r} tem um tipo desconhecido", f"use {known}") from None
    return tuple(kind for kind in FileType if kind in wanted) or None


def _filing_name(entry: Entry, path: Path) -> str | None:
    name = unicodedata.normalize("NFC", _value(entry.values, "nome_arquivo"))
    if not name:
        return None
    if name != safe_name(name) or not may_be_filing_name(name):
        what = f"na coluna nome_arquivo, {name!r} não pode ser nome de arquivo"
        raise _wrong(path, entry, what, f"use até {LONGEST} letras, sem {_REFUSED}, e sem (1) no fim")
    return name


def _filing_folder(entry: Entry, path: Path) -> str | None:
    said = unicodedata.normalize("NFC", str(entry.values.get("pasta") or "")).strip().replace("\\", "/")
    parts = said.split("/")
    if not said:
        return None
    if not all(map(is_safe, parts)):
        what = f"na coluna pasta, {said!r} não pode ser uma pasta dentro do arquivo"
        raise _wrong(path, entry, what, f"use um caminho relativo como FIPs/ZED, sem .. nem {_REFUSED}")
    return said


def _uuid(entry: Entry) -> str | None:
    found = _UUID.fullmatch(_value(entry.values, "uuid"))
    return found[1].lower() if found else None


def _cnpj(entry: Entry, path: Path) -> str | None:
    document = _value(entry.values, "cnpj")
    try:
        return cnpjs.normalise(document) if document else None
    except ValueError:
        said = f"o CNPJ do fundo {_value(entry.values, 'nome')} não é válido"
        raise _wrong(path, entry, said, "corrija o arquivo; no Excel, formate a coluna como texto") from None


def _value(values: Mapping[str, Any], key: str) -> str:
    return next((" ".join(str(values[name]).split()) for name in _NAMES[key] if values.get(name)), "")


def _wrong(path: Path, entry: Entry, what: str, action: str = "corrija o arquivo") -> RegistryError:
    return RegistryError(f"{path}, {entry.place}: {what}", action, code="import")
