"""The old Access database with invented content: all tables ever named, in the documented volumes, with dirt.

Belongs here: what stands in it, at any scale, and which dirt is planted. Does not: writing the file (`access_writer`).

Counts are those of the old documents; of tables whose count nobody knows they are plausible, and the stock of
receivables takes what is left to the 950,000 rows in all. Everything is drawn from the row's number: the same scale
gives the same rows. The dirt is the same at every scale, and told by `PLANTED`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks.access_writer import DATE, DOUBLE, LONG, MEMO, MONEY, TEXT, writing
from qore_dagster.migration.documents import cpf_check_digits
from qore_dagster.model.cnpj import check_digits
from qore_dagster.model.file_type import FileType
from qore_dagster.registry.funds import Fund

REGISTERED, PORTFOLIOS, HOLDERS = 34, 80, 90
_LAST = datetime(2025, 12, 19)  # noqa: DTZ001 - Access keeps no zone
_FIDCS = range(31, 35)

COUNTS = {
    "BriTech_Historico_Cota": 46_201,
    "BriTech_Posicao_Cotista": 143_245,
    "BriTech_Passivo_Fundos": 36_430,
    "BriTech_Saldo_Caixa": 21_393,
    "CPR_Lancamentos": 135_642,
    "JCOT": 109_058,
    "Cotas_Patrimonio_Qore": 2_170,
    "Caixa_Qore": 2_618,
    "Renda_Fixa_Qore": 1_658,
    "CPR_QORE": 29_746,
    "Sociedade_Limitada_QORE": 1_827,
    "Direito_Creditorio_Qore": 69,
    "Fundos_Qore": 575,
    "Rentabilidade_Qore": 4_238,
    "DIAS_UTEIS": 6_300,
    "FIDC_ESTOQUE": 408_633,
}
"""Rows at full scale; carteiras, cotistas and DEPARA are whole at any scale."""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Planted:
    """Dirt of one source: rows by the reason that they go to quarantine for.

    Attributes:
        table: the source.
        reasons: rows by reason.
    """

    table: str
    reasons: dict[str, int]


def name(number: int) -> str:
    """The short name of a fund, as the portal and FUNDO have it."""
    kind = "FIDC" if number in _FIDCS else "FIP" if number % 3 == 0 else "FIM"
    return f"{kind} AÇUCENA {number:02}"


def registered() -> list[Fund]:
    """The funds that the portal knows."""
    return [
        Fund(
            f"{name(n).lower().replace('ç', 'c').replace(' ', '-')}",
            f"aaaaaaaa-0000-4000-8000-{n:012}",
            cnpj(n),
            f"AÇUCENA {n:02} FUNDO DE INVESTIMENTO",
            name(n),
            listed=True,
            wanted=True,
            types=(FileType.XML_5_0,),
            position=n,
        )
        for n in range(1, REGISTERED + 1)
    ]


def cnpj(number: int) -> str:
    """An invented CNPJ with valid check digits, some with zeros in front."""
    root = f"{(number * 739_391) % 99_999_999:08}0001"
    return root + check_digits(root)


def cpf(number: int) -> str:
    """An invented CPF with valid check digits, some with zeros in front."""
    root = f"{(number * 10_007_123) % 999_999_999:09}"
    return root + cpf_check_digits(root)


def write(path: Path, scale: float = 1.0) -> dict[str, int]:
    """Write the file; tells the rows of each table."""
    with writing(path) as file:
        return {
            table: file.table(table, columns, rows)
            for table, columns, rows in _tables({table: max(8, round(n * scale)) for table, n in COUNTS.items()})
        }


PLANTED = (
    Planted("BriTech_Historico_Cota", {"celula": 1, "fundo_desconhecido": 1, "duplicada": 1, "conflito": 2}),
    Planted("BriTech_Posicao_Cotista", {"negativa": 2, "cotista_desconhecido": 1}),
    Planted("Caixa_Qore", {"celula": 1, "fundo_desconhecido": 2}),
    Planted("CPR_QORE", {"celula": 2, "fundo_desconhecido": 2}),
    Planted("Renda_Fixa_Qore", {"negativa": 1}),
    Planted("DEPARA", {"fundo_desconhecido": 1, "tipo_desconhecido": 1}),
)
"""Rows besides those that another source is preferred to, which depend on the scale."""


def _tables(counts: dict[str, int]) -> Iterator[tuple[str, dict[str, str], Iterator[Row]]]:
    yield "BriTech_Carteiras", {
        "Id_Carteira": LONG, "Nome": TEXT, "de_para_qore": TEXT, "Tipo_Fundo": TEXT, "de_para_maps": TEXT,
    }, _portfolios()  # fmt: skip
    yield "BriTech_Cotistas", {"ID_COTISTA": LONG, "NOME": TEXT, "CPF_CNPJ": DOUBLE}, _holders()
    yield "DEPARA", {"TIPO": TEXT, "DE": TEXT, "PARA": TEXT}, _names()
    yield "DIAS_UTEIS", {"DATA": DATE}, ((_LAST - timedelta(days=n),) for n in range(counts["DIAS_UTEIS"]))
    yield "BriTech_Historico_Cota", {
        "Data": DATE, "Id_Carteira": LONG, "Cota_Abertura": DOUBLE, "Cota_Fechamento": DOUBLE, "PL _Abertura": DOUBLE,
        "PL_Fechamento": DOUBLE, "Quantidade_Fechamento": DOUBLE, "Valor_Entrada": DOUBLE, "Valor_Saida": DOUBLE,
    }, chain(_history(counts["BriTech_Historico_Cota"] - 7), _history_dirt())  # fmt: skip
    holder = {
        "DATA_HISTORICO": DATE, "ID_CARTEIRA": LONG, "ID_COTISTA": LONG, "VALOR_BRUTO": DOUBLE, "VALOR_LIQUIDO": DOUBLE,
        "QUANTIDADE": DOUBLE, "COTA_DIA": DOUBLE, "VALOR_APLICADO": DOUBLE, "DATA_APLICACAO": DATE,
        "COTA_APLICACAO": DOUBLE, "QUANTIDADE_BLOQUEADA": DOUBLE, "VALOR_IR": DOUBLE, "VALOR_IOF": DOUBLE,
        "VALOR_PERFORMACE": DOUBLE, "VALOR_RENDIMENTO": DOUBLE,
    }  # fmt: skip
    yield "BriTech_Posicao_Cotista", holder, chain(_stakes(counts["BriTech_Posicao_Cotista"] - 3, 0), _stakes_dirt())
    yield "BriTech_Passivo_Fundos", holder, _stakes(counts["BriTech_Passivo_Fundos"], 1)
    yield (
        "BriTech_Saldo_Caixa",
        {"DATA": DATE, "ID_CARTEIRA": LONG, "DESCRICAO": TEXT, "SALDO": MONEY},
        (
            (_day(n // PORTFOLIOS), _portfolio(n), "Saldo em conta", f"{_amount(n) % 1_000_000 - 200_000:.2f}")
            for n in range(counts["BriTech_Saldo_Caixa"])
        ),
    )
    yield "Cotas_Patrimonio_Qore", {
        "DATA_INPUT": TEXT, "FUNDO": TEXT, "PL Posição": DOUBLE, "QtdeCota_antes": DOUBLE, "QtdeCota": DOUBLE,
        "Valor da Cota Bruta": DOUBLE, "Valor da Cota Líquida": DOUBLE, "Valor da Cota Rendimento": DOUBLE,
    }, (
        (f"{_day(n // REGISTERED):%d/%m/%Y}", _fund(n), _amount(n), 1000.0 + n, 1000.0 + n, 1.1, _quota(n), None)
        for n in range(counts["Cotas_Patrimonio_Qore"])
    )  # fmt: skip
    yield "Caixa_Qore", {
        "DATA_INPUT": TEXT, "FUNDO": TEXT, "Descrição": TEXT, "Moeda_Origem": TEXT, "Valor": DOUBLE,
    }, chain(_cash(counts["Caixa_Qore"] - 5), _cash_dirt())  # fmt: skip
    yield "CPR_QORE", {
        "DATA_INPUT": DATE, "FUNDO": TEXT, "Descrição": MEMO, "Lançamento": DATE, "Vencimento": DATE, "Valor": DOUBLE,
        "%Valores": DOUBLE, "%PL": DOUBLE,
    }, chain(_payables(counts["CPR_QORE"] - 4), _payables_dirt())  # fmt: skip
    yield "Renda_Fixa_Qore", {
        "DATA_INPUT": DATE, "FUNDO": TEXT, "ID": LONG, "Operação": TEXT, "Emissão": DATE, "Vencimento": DATE,
        "Titulo": TEXT, "Emissor": TEXT, "Qtd": DOUBLE, "QtdBloq": DOUBLE, "Taxa": DOUBLE, "Valor_Aplic": DOUBLE,
        "PU_Mercado": DOUBLE, "Valor_Bruto": DOUBLE, "Tributos": DOUBLE, "Valor_Liquido": DOUBLE, "%RF": DOUBLE,
        "%PL": DOUBLE,
    }, chain(_bonds(counts["Renda_Fixa_Qore"] - 1, 100.0), _bonds(1, -100.0))  # fmt: skip
    yield "Sociedade_Limitada_QORE", {
        "DATA_INPUT": DATE, "FUNDO": TEXT, "Id_Operacao": LONG, "Descricao": TEXT, "Emissor": TEXT,
        "Tipo_Companhia": TEXT, "Codigo": TEXT, "Data_Aquisicao": DATE, "Qtde": DOUBLE, "Qtde_Bloqueada": DOUBLE,
        "PU_Custo": DOUBLE, "Valor_Custo": DOUBLE, "Pu_Mercado": DOUBLE, "Valor_Mercado": DOUBLE,
        "%Outros_Ativos": DOUBLE, "%PL": DOUBLE,
    }, (
        (_day(n // REGISTERED), _fund(n), n, f"Participações Jaó {n % 9} Ltda", f"Jaó {n % 9}", "Ltda", None, _day(900),
         1000.0, 0.0, 1.5, 1500.0, 2.25 + n / 1000, 1000 * (2.25 + n / 1000), 10.0, 5.0)
        for n in range(counts["Sociedade_Limitada_QORE"])
    )  # fmt: skip
    yield "Direito_Creditorio_Qore", {
        "DATA_INPUT": DATE, "FUNDO": TEXT, "Codigo": TEXT, "Descrição": TEXT, "Vencimento": DATE, "Qtde": DOUBLE,
        "Valor_Mercado": DOUBLE, "Observação": TEXT,
    }, (
        (_day(n // 4), name(_FIDCS[n % 4]), f"DC-{n % 7}", "Duplicata mercantil", _day(-90), 1.0, _amount(n), "visto")
        for n in range(counts["Direito_Creditorio_Qore"])
    )  # fmt: skip
    yield "FIDC_ESTOQUE", {
        "NOME_FUNDO": TEXT, "DATA_REFERENCIA": DATE, "SEU_NUMERO": TEXT, "TIPO_RECEBIVEL": TEXT, "NOME_CEDENTE": TEXT,
        "NOME_SACADO": TEXT, "DOC_SACADO": TEXT, "DATA_EMISSAO": DATE, "DATA_VENCIMENTO_AJUSTADA": DATE,
        "VALOR_NOMINAL": DOUBLE, "VALOR_PRESENTE": DOUBLE, "VALOR_AQUISICAO": DOUBLE, "VALOR_PDD": DOUBLE,
        "SITUACAO_RECEBIVEL": TEXT, "TAXA_CESSAO": DOUBLE,
    }, _stock(counts["FIDC_ESTOQUE"])  # fmt: skip
    for table, columns in (
        ("CPR_Lancamentos", {"DATA": DATE, "FUNDO": TEXT, "DESCRICAO": TEXT, "VALOR": DOUBLE}),
        ("JCOT", {"DATA": DATE, "COTISTA": TEXT, "OPERACAO": TEXT, "VALOR": DOUBLE}),
        ("Fundos_Qore", {"DATA_INPUT": DATE, "FUNDO": TEXT, "NOME": TEXT, "VALOR": DOUBLE}),
        ("Rentabilidade_Qore", {"DATA_INPUT": DATE, "FUNDO": TEXT, "PERIODO": TEXT, "VALOR": DOUBLE}),
    ):
        yield table, columns, ((_day(n % 500), _fund(n), "não migrada", _amount(n)) for n in range(counts[table]))


def _day(back: int) -> datetime:
    return _LAST - timedelta(days=back)


def _portfolio(n: int) -> int:
    return 1000 + n % PORTFOLIOS + 1


def _fund(n: int) -> str:
    return name(n % REGISTERED + 1)


def _amount(n: int) -> float:
    """Some of them with a double's noise: 0.1 + 0.2."""
    return (n * 7_919 % 10_000_000) / 100 + 0.1 + 0.2


def _quota(n: int) -> float:
    return 1 + (n * 31 % 99_999_937) / 1e8


def _portfolios() -> Iterator[Row]:
    for n in range(1, PORTFOLIOS + 1):
        known = n <= REGISTERED
        written = f" {name(n).lower()} " if n % 5 == 0 else name(n)
        yield (
            1000 + n,
            f"CARTEIRA AÇUCENA {n:02}",
            written if known else None,
            name(n).split(" ", maxsplit=1)[0],
            f"M{n:03}" if n % 2 else None,
        )


def _holders() -> Iterator[Row]:
    """Persons and companies, documents as numbers; one that nobody has, one with a wrong digit."""
    for n in range(1, HOLDERS + 1):
        document = float(cnpj(n) if n % 3 else cpf(n))
        yield n, f"Cotista João {n}", None if n == 7 else document + 1 if n == 8 else document  # noqa: PLR2004


def _names() -> Iterator[Row]:
    yield from (("FUNDO", f"{name(n)} (ANTIGO)", name(n)) for n in range(1, 6))
    yield from (("ATIVO", f"LFT {year}", f"Tesouro Selic {year}") for year in range(2025, 2035))
    yield from (("EMISSOR", f"BCO {n}", f"Banco Açucena {n} S.A.") for n in range(10))
    yield "FUNDO", "FIM QUALQUER", "FIM QUE NÃO HÁ"
    yield None, "solto", "sem tipo"


def _history(count: int) -> Iterator[Row]:
    for n in range(count):
        quota, quantity = _quota(n), float(1000 + n % 50)
        yield (_day(n // PORTFOLIOS), _portfolio(n), quota, quota, quota * quantity, quota * quantity, quantity, 0.0,
               None)  # fmt: skip


def _history_dirt() -> Iterator[Row]:
    old = datetime(2020, 1, 2)  # noqa: DTZ001
    yield old, 1001, 1.0, 1.0, 100.0, 100.0, 100.0, None, None
    yield old, 1001, 1.0, 1.0, 100.0, 100.0, 100.0, None, None  # the same again
    yield old, 1002, 1.0, 1.0, 100.0, 100.0, 100.0, None, None
    yield old, 1002, 2.0, 2.0, 200.0, 200.0, 100.0, None, None  # another quota of the same day
    yield old, 9999, 1.0, 1.0, 100.0, 100.0, 100.0, None, None  # nobody's portfolio
    yield None, 1003, 1.0, 1.0, 100.0, 100.0, 100.0, None, None  # no day
    yield old, 1004, 1.0, 0.1 + 0.2, 100.0, 1234567.8900000001, 100.0, 0.0, None


def _stakes(count: int, table: int) -> Iterator[Row]:
    for n in range(count):
        quantity, quota = 10.5 + n % 1000, _quota(n)
        gross = quantity * quota
        yield (_day(n // (PORTFOLIOS * 4) + 400 * table), _portfolio(n), 1 + (n // PORTFOLIOS) % HOLDERS, gross,
               gross * 0.985, quantity, quota, quantity, _day(800 + n % 300), 1.0, 0.0, gross * 0.015, 0.0, 0.0,
               gross - quantity)  # fmt: skip


def _stakes_dirt() -> Iterator[Row]:
    for day, holder, quantity in ((2000, 1, -5.0), (2000, 2, -0.01), (2000, 9999, 5.0)):
        yield (_day(day), 1001, holder, 5.0, 5.0, quantity, 1.0, 5.0, _day(2100), 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def _cash(count: int) -> Iterator[Row]:
    for n in range(count):
        yield f"{_day(n // REGISTERED):%Y-%m-%d}", _fund(n), "Conta corrente – Banco Açaí", "BRL", _amount(n) - 20_000


def _cash_dirt() -> Iterator[Row]:
    yield "2020-01-02 00:00:00", name(1), "Conta", "BRL", 0.0
    yield "2020-01-02", name(1), "Conta", "BRL", 0.0  # an equal line under the same name
    yield "2020-01-02", f"{name(2)} (1)", "Conta", "BRL", 10.0  # a copy's name: nobody guesses
    yield "2020-01-02", name(3).removeprefix("FIP "), "Conta", "BRL", 10.0  # without its prefix
    yield "ontem", "   ", "Conta", "BRL", 10.0


def _payables(count: int) -> Iterator[Row]:
    for n in range(count):
        value = (_amount(n) - 50_000) / 100
        yield (_day(n // (REGISTERED * 8)), _fund(n), f"Taxa de administração {n // REGISTERED % 8} a pagar",
               _day(n // 272 + 3), _day(-(n // REGISTERED % 8)), value, n % 100 / 3, value / 1e6)  # fmt: skip


def _payables_dirt() -> Iterator[Row]:
    old = datetime(2020, 1, 2)  # noqa: DTZ001
    yield old, f"{name(2)} (1)", "Auditoria", old, old, -10.0, None, None
    yield old, f"{name(2)} - OBS: reprocessado", "Auditoria", old, old, -10.0, None, None
    yield old, None, "Auditoria", old, old, -10.0, None, None
    yield old, name(1), "Auditoria", old, old, None, None, None


def _bonds(count: int, quantity: float) -> Iterator[Row]:
    for n in range(count):
        price = 1000 + n / 7
        yield (_day(n // REGISTERED), _fund(n), 500 + n % 40, "Compra", _day(1000), _day(-500 - n % 40 * 30),
               f"LFT {n % 40}", "Tesouro Nacional", quantity, 0.0, 0.1 + 0.2, 90_000.0, price, price * quantity, 0.0,
               price * quantity, 50.0, 25.0)  # fmt: skip


def _stock(count: int) -> Iterator[Row]:
    titles = max(2, count // (4 * 40))  # of a fund, on each of forty month ends
    for n in range(count):
        fund, title, month = n % 4, n // 4 % titles, n // (4 * titles)
        nominal = 100 + (title * 37 % 99_991) / 100
        yield (name(_FIDCS[fund]), _day(30 * month + 1), f"{fund}-{title:06}", "Duplicata", f"Cedente {title % 50}",
               f"Sacado Ênio {title % 900}", f"{title % 900:014}", _day(1500), _day(-200 - title % 300), nominal,
               nominal * (0.9 - month / 1000), nominal * 0.85, 0.0, "A VENCER", 1.5)  # fmt: skip
