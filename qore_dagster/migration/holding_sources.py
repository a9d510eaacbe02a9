"""The old tables of bonds, stakes and credit rights.

Belongs here: names, kinds, targets and sums of their columns. Does not: how they are loaded (`positions`).
"""

from qore_dagster.migration.fields import Kind, Landing, Source, System
from qore_dagster.migration.source_fields import BY_NAME, QORE, day, field, fund
from qore_dagster.warehouse.registers import INFO_DIR_CRED, INFO_RF, INFO_RV

RENDA_FIXA = Source(
    "Renda_Fixa_Qore",
    "pos.pos_rf",
    "one lot of a bond of a fund on one day",
    f"{BY_NAME}; the fund's own words, issuer, issue and maturity say which bond it is: no code of the market is there",
    (
        *QORE,
        field("id_operacao", Kind.CODE, "ID"),
        field("operacao", Kind.TEXT, "Operação"),
        field("data_emissao", Kind.DATE, "Emissão"),
        field("data_vencimento", Kind.DATE, "Vencimento"),
        field("titulo", Kind.TEXT, "Titulo"),
        field("emissor", Kind.TEXT, "Emissor"),
        field("quantidade", Kind.QUANTITY, "Qtd", not_negative=True),
        field("qtd_bloqueada", Kind.QUANTITY, "QtdBloq", not_negative=True),
        field("taxa", Kind.RATE, "Taxa"),
        field("valor_aplicado", Kind.MONEY, "Valor_Aplic"),
        field("pu_mercado", Kind.PRICE, "PU_Mercado"),
        field("valor_bruto", Kind.MONEY, "Valor_Bruto", required=True),
        field("tributos", Kind.MONEY, "Tributos"),
        field("valor_liquido", Kind.MONEY, "Valor_Liquido"),
        field("perc_rf", Kind.RATE, "%RF"),
        field("perc_pl", Kind.RATE, "%PL"),
    ),
    System.QORE,
    "valor_bruto",
    Landing(
        {
            "valor_mercado": "s.valor_bruto",
            "secao": "'UNKN'",
            "secao_origem": "'Renda_Fixa_Qore'",
            "direcao": "'LONG'",
            "codigo_interno": "s.id_operacao",
            "descricao": "s.titulo",
            "nome_emissor": "s.emissor",
            "quantidade": "s.quantidade",
            "qtd_bloqueada": "s.qtd_bloqueada",
            "taxa": "s.taxa",
            "principal": "s.valor_aplicado",
            "pu_mercado": "s.pu_mercado",
            "tributos": "s.tributos",
            "data_emissao": "s.data_emissao",
            "data_vencimento": "s.data_vencimento",
        },
        "p.valor_mercado",
        INFO_RF,
        {
            "secao": "'UNKN'",
            "descricao": "s.titulo",
            "nome_emissor": "s.emissor",
            "taxa": "s.taxa",
            "data_emissao": "s.data_emissao",
            "data_vencimento": "s.data_vencimento",
        },
    ),
)

SOCIEDADE_LIMITADA = Source(
    "Sociedade_Limitada_QORE",
    "pos.pos_rv",
    "one stake of a fund in a company that is not listed, on one day",
    f"{BY_NAME}; the fund and Codigo, else its own words and the issuer, say which company it is",
    (
        *QORE,
        field("id_operacao", Kind.CODE, "Id_Operacao"),
        field("descricao", Kind.TEXT, "Descricao"),
        field("emissor", Kind.TEXT, "Emissor"),
        field("tipo_companhia", Kind.TEXT, "Tipo_Companhia"),
        field("codigo_papel", Kind.CODE, "Codigo"),
        field("data_aquisicao", Kind.DATE, "Data_Aquisicao"),
        field("quantidade", Kind.QUANTITY, "Qtde", not_negative=True),
        field("qtd_bloqueada", Kind.QUANTITY, "Qtde_Bloqueada", not_negative=True),
        field("pu_custo", Kind.PRICE, "PU_Custo"),
        field("valor_custo", Kind.MONEY, "Valor_Custo"),
        field("pu_mercado", Kind.PRICE, "Pu_Mercado"),
        field("valor_mercado", Kind.MONEY, "Valor_Mercado", required=True),
        field("perc_outros_ativos", Kind.RATE, "%Outros_Ativos"),
        field("perc_pl", Kind.RATE, "%PL"),
    ),
    System.QORE,
    "valor_mercado",
    Landing(
        {
            "valor_mercado": "s.valor_mercado",
            "secao": "'EQUI'",
            "secao_origem": "'Sociedade_Limitada_QORE'",
            "direcao": "'LONG'",
            "codigo_interno": "s.id_operacao",
            "codigo": "s.codigo_papel",
            "descricao": "s.descricao",
            "nome_emissor": "s.emissor",
            "quantidade": "s.quantidade",
            "qtd_bloqueada": "s.qtd_bloqueada",
            "pu_compra": "s.pu_custo",
            "data_compra": "s.data_aquisicao",
            "pu_mercado": "s.pu_mercado",
        },
        "p.valor_mercado",
        INFO_RV,
        {
            "secao": "'EQUI'",
            "codigo": "s.codigo_papel",
            "descricao": "s.descricao",
            "nome_emissor": "s.emissor",
        },
    ),
)


_CREDIT_RIGHT = {
    "secao": "'RECE'",
    "codigo": "s.codigo_ativo",
    "descricao": "s.descricao",
    "nome_emissor": "s.nome_sacado",  # who owes it; the register keeps the name by itself
    "data_emissao": "s.data_emissao",
    "data_vencimento": "s.data_vencimento",
}


def _credit_right_landing(source: str) -> Landing:
    return Landing(
        columns={
            "valor_presente": "s.valor_presente",
            "status": "s.situacao",
            "secao": "'RECE'",
            "secao_origem": f"'{source}'",
            "direcao": "'LONG'",
            "codigo": "s.codigo_ativo",
            "descricao": "s.descricao",
            "quantidade": "s.quantidade",
            "data_emissao": "s.data_emissao",
            "data_vencimento": "s.data_vencimento",
            "taxa": "s.taxa",
        },
        total="p.valor_presente",
        register=INFO_DIR_CRED,
        described=_CREDIT_RIGHT,
        told={"nome_sacado": "s.nome_sacado", "cnpj_sacado": "s.documento_sacado"},
    )


DIREITO_CREDITORIO = Source(
    "Direito_Creditorio_Qore",
    "pos.pos_dir_cred",
    "one credit right of a fund on one day",
    f"{BY_NAME}; code and maturity, else description, debtor, issue and maturity, say which right it is",
    (
        *QORE,
        field("codigo_ativo", Kind.CODE, "Codigo", "Id_Operacao", "ID"),
        field("descricao", Kind.TEXT, "Descrição", "Titulo"),
        field("nome_sacado", Kind.TEXT, "Sacado", "Nome_Sacado", "Emissor"),
        field("documento_sacado", Kind.CODE, "CNPJ_Sacado", "Doc_Sacado"),
        field("data_emissao", Kind.DATE, "Emissão", "Data_Emissao", "Data_Aquisicao"),
        field("data_vencimento", Kind.DATE, "Vencimento", "Data_Vencimento"),
        field("quantidade", Kind.QUANTITY, "Qtde", "Qtd", not_negative=True),
        field("taxa", Kind.RATE, "Taxa"),
        field("valor_nominal", Kind.MONEY, "Valor_Nominal"),
        field("valor_presente", Kind.MONEY, "Valor_Presente", "Valor_Mercado", "Valor_Bruto", "Valor", required=True),
        field("situacao", Kind.TEXT, "Status", "Situacao"),
    ),
    System.QORE,
    "valor_presente",
    _credit_right_landing("Direito_Creditorio_Qore"),
    documented=False,
)

FIDC_ESTOQUE = Source(
    "FIDC_ESTOQUE",
    "pos.pos_dir_cred",
    "one receivable in the stock of a FIDC on one day",
    "NOME_FUNDO, as FUNDO of the other tables; number of the title and maturity, else its kind, debtor, issue and "
    "maturity, say which right it is",
    (
        day("DATA_REFERENCIA", "DATA_INPUT", "DATA_FUNDO"),
        fund("NOME_FUNDO", "FUNDO"),
        field("codigo_ativo", Kind.CODE, "SEU_NUMERO", "NU_DOCUMENTO"),
        field("descricao", Kind.TEXT, "TIPO_RECEBIVEL"),
        field("nome_cedente", Kind.TEXT, "NOME_CEDENTE"),
        field("nome_sacado", Kind.TEXT, "NOME_SACADO"),
        field("documento_sacado", Kind.CODE, "DOC_SACADO"),
        field("data_emissao", Kind.DATE, "DATA_EMISSAO"),
        field("data_vencimento", Kind.DATE, "DATA_VENCIMENTO_AJUSTADA", "DATA_VENCIMENTO", "DATA_VENCIMENTO_ORIGINAL"),
        field("quantidade", Kind.QUANTITY, "QUANTIDADE", not_negative=True),
        field("taxa", Kind.RATE, "TAXA_CESSAO"),
        field("valor_nominal", Kind.MONEY, "VALOR_NOMINAL"),
        field("valor_presente", Kind.MONEY, "VALOR_PRESENTE", required=True),
        field("valor_aquisicao", Kind.MONEY, "VALOR_AQUISICAO"),
        field("valor_pdd", Kind.MONEY, "VALOR_PDD"),
        field("situacao", Kind.TEXT, "SITUACAO_RECEBIVEL", "STATUS"),
    ),
    System.QORE,
    "valor_presente",
    _credit_right_landing("FIDC_ESTOQUE"),
    after=(DIREITO_CREDITORIO.table,),
    documented=False,
)
