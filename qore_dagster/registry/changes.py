"""What changed in the registry, and that it could not be changed.

Belongs here: the record, its words, the error. Does not: finding out (`matching`, `choices`).
"""

from dataclasses import dataclass, fields

from qore_dagster.model.faults import QoreError
from qore_dagster.registry.funds import Fund


class RegistryError(QoreError):
    """The list of funds contradicts itself or the registry; nothing is changed."""

    code = "registry"


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed of a known fund.

    Attributes:
        slug: the fund's key, which stays.
        nome: its legal name now.
        before: its names, or UUID and CNPJ, as they were.
        after: the same as they are now.
    """

    slug: str
    nome: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RegistryChange:
    """What a new list, or the choices of people, changed.

    Attributes:
        added: funds that were not known.
        renamed: the same UUID and CNPJ under another name.
        reidentified: the same fund by one of UUID and CNPJ, while the other is new.
        vanished: no longer in the list; inactive from now on, history and slug kept.
        returned: in the list again.
        switched_off: a person does not want them any more.
        switched_on: a person wants them again.
        retyped: a person wants other file types of them.
        refiled: a person wants their archived files under another name or in another folder.
    """

    added: tuple[Fund, ...] = ()
    renamed: tuple[Changed, ...] = ()
    reidentified: tuple[Changed, ...] = ()
    vanished: tuple[Fund, ...] = ()
    returned: tuple[Fund, ...] = ()
    switched_off: tuple[Fund, ...] = ()
    switched_on: tuple[Fund, ...] = ()
    retyped: tuple[Fund, ...] = ()
    refiled: tuple[Fund, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return any(getattr(self, field.name) for field in fields(self))

    def __or__(self, other: "RegistryChange") -> "RegistryChange":
        """Both, one after the other."""
        return RegistryChange(
            *(getattr(self, field.name) + getattr(other, field.name) for field in fields(RegistryChange))
        )

    def lines(self) -> list[str]:
        """The changes as log lines, for the end user."""
        return [
            *(f"[+] fundo novo: {_named(fund)}" for fund in self.added),
            *(f"[+] fundo de volta à lista: {_named(fund)}" for fund in self.returned),
            *(f"[!] fundo renomeado: {c.before} agora é {c.after}; a chave continua {c.slug}" for c in self.renamed),
            *(f"[!] fundo {c.slug} mudou de registro: {c.before} → {c.after}; confira" for c in self.reidentified),
            *(
                f"[!] fundo saiu da lista do portal: {_named(fund)}; fica inativo, com seu histórico"
                for fund in self.vanished
            ),
            *(f"[!] fundo desligado: {_named(fund)}; não será mais pedido" for fund in self.switched_off),
            *(f"[+] fundo ligado: {_named(fund)}" for fund in self.switched_on),
            *(
                f"[+] tipos pedidos de {_named(fund)}: {', '.join(kind.slug for kind in fund.types)}"
                for fund in self.retyped
            ),
            *(
                f"[+] arquivos de {_named(fund)}: daqui em diante na pasta {fund.filing_folder or fund.filing_name}, "
                f"com o nome {fund.filing_name}"
                for fund in self.refiled
            ),
        ]


def _named(fund: Fund) -> str:
    return f"{fund.nome_curto} ({fund.slug})"
