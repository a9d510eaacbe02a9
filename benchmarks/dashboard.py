"""What the pages of a dashboard ask of the views; each question a query of its own.

Belongs here: the queries. Does not: the data (`many_days`), measuring (`views`). A test runs them on little data and
looks at their plans.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Question:
    """A question.

    Attributes:
        name: what it asks, for people.
        sql: the query, with `%(day)s`, `%(first)s` (a day before it), `%(fund)s` (`id_fundo`), `%(isin)s` and
            `%(bond)s` (`id_ativo_rf`).
        whole_history: it asks for all days, and so for all years.
    """

    name: str
    sql: str
    whole_history: bool = False


QUESTIONS = (
    Question(
        "quota and return of all funds on the last day",
        "SELECT * FROM pos.vw_cota_rentabilidade WHERE data_pos = %(day)s",
    ),
    Question(
        "a fund's quotas over all days",
        "SELECT data_pos, cota, variacao_cota, patrimonio_liquido FROM pos.vw_cota_rentabilidade "
        "WHERE id_fundo = %(fund)s AND data_pos BETWEEN %(first)s AND %(day)s ORDER BY data_pos",
        whole_history=True,
    ),
    Question(
        "composition by class, all funds of a day",
        "SELECT * FROM pos.vw_composicao_por_classe WHERE data_pos = %(day)s",
    ),
    Question(
        "composition by class, a fund's day",
        "SELECT * FROM pos.vw_composicao_por_classe WHERE data_pos = %(day)s AND id_fundo = %(fund)s",
    ),
    Question(
        "a fund's portfolio of a day",
        "SELECT * FROM pos.vw_carteira_diaria WHERE data_pos = %(day)s AND id_fundo = %(fund)s ORDER BY 5, 7",
    ),
    Question(
        "who holds an instrument",
        "SELECT * FROM pos.vw_posicao_por_ativo WHERE data_pos = %(day)s AND isin = %(isin)s ORDER BY valor DESC",
    ),
    Question(
        "a fund's portfolio seen through the funds it holds",
        "SELECT * FROM pos.vw_carteira_explodida WHERE data_pos = %(day)s AND id_fundo = %(fund)s",
    ),
    Question(
        "what changed in a fund since the day before",
        "SELECT * FROM pos.vw_variacao_diaria WHERE data_pos = %(day)s AND id_fundo = %(fund)s",
    ),
    Question(
        "the largest changes of a day, all funds",
        "SELECT * FROM pos.vw_variacao_diaria WHERE data_pos = %(day)s ORDER BY abs(diferenca) DESC LIMIT 50",
    ),
    Question("what is late, failed or does not reconcile", "SELECT * FROM ctl.vw_pendencias WHERE data_pos = %(day)s"),
    Question(
        "payables due in a month, all funds",
        "SELECT * FROM pos.vw_contas_pagar_receber WHERE data_pos = %(day)s AND dias_ate_vencimento <= 30",
    ),
    Question("cash of all funds", "SELECT * FROM pos.vw_caixa WHERE data_pos = %(day)s"),
    Question(
        "a fund's subscriptions and redemptions over all days",
        "SELECT * FROM mov.vw_movimento_cotas WHERE id_fundo = %(fund)s AND data_pos BETWEEN %(first)s AND %(day)s",
        whole_history=True,
    ),
    Question("subscriptions and redemptions of a day", "SELECT * FROM mov.vw_movimento_cotas WHERE data_pos = %(day)s"),
    Question(
        "how a bond has been described since when",
        "SELECT * FROM cad.vw_vigencia_rf WHERE id_ativo_rf = %(bond)s ORDER BY vigente_desde",
        whole_history=True,
    ),
    Question(
        "since when a fund's payables stand",
        "SELECT * FROM cad.vw_vigencia_cpr WHERE id_fundo = %(fund)s AND visto_ate = %(day)s",
        whole_history=True,
    ),
)


def asked(first: date, day: date) -> dict[str, object]:
    """The values of the questions: the last day, the first, a fund and a bond of those that `many_days` makes."""
    return {"day": day, "first": first, "fund": 3, "isin": "BRTIT41", "bond": 41}
