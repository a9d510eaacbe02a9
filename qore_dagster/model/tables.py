"""The canonical tables: every column of a portfolio, stated once.

Belongs here: names, types, meanings and the place in ANBIMA 5.0 (semt.003.001.04, ANBIMA profile). Derived from them:
frames, pandera schemas, DDL and documentation. Does not belong here: reading (`formats`) or loading (`warehouse`).
"""

from qore_dagster.model.fields import Field, FieldType, Table

_T = FieldType

_KEY = (
    Field("data_pos", _T.DATE, "Position date.", "StmtGnlDtls/StmtDtTm", required=True),
    Field("fundo", _T.TEXT, "The fund's slug in the registry.", required=True),
)
_ROW = (*_KEY, Field("ordinal", _T.INTEGER, "Order of the row in its file, from 1.", required=True))

PORTFOLIO = Table(
    "portfolio",
    "one fund (or class) on one day",
    ("data_pos", "fundo"),
    (
        *_KEY,
        Field(
            "cnpj",
            _T.TEXT,
            "Fund or class, 14 characters; null for a managed account.",
            "BalForAcct/FinInstrmId/OthrId[CNPJCLASSE|CNPJ]",
        ),
        Field("cnpj_casca", _T.TEXT, "The shell fund of a class.", "BalForAcct/FinInstrmId/OthrId[CNPJCASCA]"),
        Field(
            "codigo_subclasse", _T.TEXT, "CVM's code of a subclass.", "BalForAcct/FinInstrmId/OthrId[CODIGOSUBCLASSE]"
        ),
        Field(
            "documento_titular",
            _T.TEXT,
            "Holder of a managed account: CNPJ or CPF.",
            "BalForAcct/FinInstrmId/OthrId[CNPJ TITULAR|CPF TITULAR]",
        ),
        Field("codigo_carteira", _T.TEXT, "A managed account's code.", "BalForAcct/FinInstrmId/OthrId[CARTEIRA CONTA]"),
        Field("codigo_anbima", _T.TEXT, "ANBIMA's code of the fund.", "BalForAcct/FinInstrmId/OthrId[CODIGOANBIMA]"),
        Field("tipo_fundo", _T.TEXT, "ANBIMA's fund type.", "BalForAcct/FinInstrmId/OthrId[TIPODEFUNDO]"),
        Field("isin", _T.TEXT, "ISIN of the quota.", "BalForAcct/FinInstrmId/ISIN"),
        Field("nome", _T.TEXT, "Name as the file has it.", "BalForAcct/FinInstrmId/Desc"),
        Field(
            "nivel",
            _T.TEXT,
            "CLASSE or SUBCLASSE, null for a fund that is not adapted to RCVM 175.",
            "BalForAcct/FinInstrmId/OthrId[Nivel de Fundo]",
        ),
        Field("cfi", _T.TEXT, "CFI code (ISO 10962).", "BalForAcct/FinInstrmAttrbts/ClssfctnTp/ClssfctnFinInstrm"),
        Field("cnpj_administrador", _T.TEXT, "Administrator.", "AcctOwnr/PrtryId/Id"),
        Field("nome_administrador", _T.TEXT, "Administrator's name."),
        Field("cnpj_gestor", _T.TEXT, "Manager.", "AcctSvcr/PrtryId/Id"),
        Field("nome_gestor", _T.TEXT, "Manager's name."),
        Field("cnpj_custodiante", _T.TEXT, "Custodian.", "SfkpgAcct/Id"),
        Field("nome_custodiante", _T.TEXT, "Custodian's name.", "SfkpgAcct/Nm"),
        Field(
            "moeda",
            _T.TEXT,
            "ISO 4217 currency of the totals.",
            "AcctBaseCcyTtlAmts/TtlHldgsValOfStmt/Amt@Ccy",
            required=True,
        ),
        Field(
            "valorcota",
            _T.PRICE,
            "Quota (NAV per unit); a managed account has none.",
            "BalForAcct/PricDtls[NAVL]/Val/Amt",
        ),
        Field("casas_cota", _T.INTEGER, "Decimals printed of the quota: the quota check's tolerance needs them."),
        Field("valorcota_bruta", _T.PRICE, "Quota before the performance fee.", "BalForAcct/PricDtls[INTE]/Val/Amt"),
        Field("quantidade", _T.QUANTITY, "Units; a managed account has none.", "BalForAcct/AggtBal/Qty/Qty/Qty/Unit"),
        Field("patliq", _T.MONEY, "Net worth, signed.", "AcctBaseCcyTtlAmts/TtlHldgsValOfStmt", required=True),
        Field(
            "valorativos", _T.MONEY, "Total assets, signed: positions plus cash.", "BalForAcct/AcctBaseCcyAmts/HldgVal"
        ),
        Field("valorreceber", _T.MONEY, "Receivables.", "BalForAcct/BalBrkdwn[RECE]/Qty/Qty/FaceAmt"),
        Field("valorpagar", _T.MONEY, "Payables, a positive number.", "BalForAcct/BalBrkdwn[PAYA]/Qty/Qty/FaceAmt"),
        Field(
            "vlcotasemitir",
            _T.MONEY,
            "Subscriptions, quotas not yet issued; a deduction.",
            "BalForAcct/BalBrkdwn[PEND]/Qty/Qty/FaceAmt",
        ),
        Field(
            "vlcotasresgatar",
            _T.MONEY,
            "Redemptions not yet paid; a deduction.",
            "BalForAcct/BalBrkdwn[PENR]/Qty/Qty/FaceAmt",
        ),
        Field(
            "despesas",
            _T.MONEY,
            "Settled expenses of the period; not in the net worth.",
            "BalForAcct/BalBrkdwn[EXPN]/Qty/Qty/FaceAmt",
        ),
        Field(
            "margem",
            _T.MONEY,
            "Margin that some administrators state beside the assets; a deduction.",
            "BalForAcct/BalBrkdwn[MARGEM]/Qty/Qty",
        ),
        Field("tributos", _T.MONEY, "Taxes; reported, not in any identity.", "BalForAcct/AddtlBalBrkdwn[DIRT]"),
        Field("nivel_risco", _T.TEXT, "Risk level as the file writes it.", "SplmtryData/…/RiskLv"),
        Field("criado_em", _T.TIMESTAMP, "When the administrator made the file.", "AppHdr/CreDt"),
        Field(
            "formato",
            _T.TEXT,
            "The file type that was read.",
            required=True,
            allowed=("XML_5_0", "XML_4_01", "CARTEIRA_EXCEL", "CARTEIRA_PDF"),
        ),
        Field("arquivo", _T.TEXT, "The file's name as the portal gave it.", required=True),
        Field("sha256", _T.TEXT, "Hash of the file's bytes, lower-case hex.", required=True),
    ),
)

HOLDINGS = Table(
    "holdings",
    "one lot of a portfolio (cash apart)",
    ("data_pos", "fundo", "ordinal"),
    (
        *_ROW,
        Field(
            "secao",
            _T.TEXT,
            "Asset type: TABELA NIVEL 1 of ANBIMA.",
            "FinInstrmId/OthrId[TABELA NIVEL 1]/Id",
            required=True,
            allowed=(
                "EQUI",
                "OPTN",
                "FWRD",
                "GOVE",
                "FUTU",
                "LOAN",
                "REPO",
                "SWAP",
                "DEBE",
                "CORP",
                "SHAR",
                "REAL",
                "STRU",
                "RECE",
                "UNKN",
            ),
        ),
        Field("secao_origem", _T.TEXT, "The section as the file itself names it."),
        Field("nivel_2", _T.TEXT, "Underlying: TABELA NIVEL 2.", "FinInstrmId/OthrId[TABELA NIVEL 2]/Id"),
        Field("nivel_3", _T.TEXT, "Detail: TABELA NIVEL 3.", "FinInstrmId/OthrId[TABELA NIVEL 3]/Id"),
        Field("isin", _T.TEXT, "ISIN; null for fillers such as BR0000000000.", "FinInstrmId/ISIN"),
        Field("codigo", _T.TEXT, "Market code: SELIC, CETIP, B3 ticker (futures: DI1F31).", "FinInstrmId/OthrId"),
        Field("tipo_codigo", _T.TEXT, "Which code it is: SELC, CETI, BVMF, TICKER.", "FinInstrmId/OthrId/Tp"),
        Field("codigo_interno", _T.TEXT, "The administrator's id of the lot.", "FinInstrmId/OthrId[CODIGOINTERNO]/Id"),
        Field("descricao", _T.TEXT, "Free text.", "FinInstrmId/Desc"),
        Field("cnpj_emissor", _T.TEXT, "Issuer, or the fund held.", "FinInstrmId/OthrId[CNPJ]/Id"),
        Field("cusip", _T.TEXT, "CUSIP."),
        Field("cfi", _T.TEXT, "CFI code.", "FinInstrmAttrbts/ClssfctnTp/ClssfctnFinInstrm"),
        Field("mercado", _T.TEXT, "Market (MIC) or OTCO.", "FinInstrmAttrbts/PlcOfListg"),
        Field("direcao", _T.TEXT, "LONG or SHOR.", "AggtBal/ShrtLngInd", required=True, allowed=("LONG", "SHOR")),
        Field(
            "operacao",
            _T.TEXT,
            "4.01's own letter: C bought, V sold, D lent, T borrowed, A as termorf has it.",
            allowed=("C", "V", "D", "T", "A"),
        ),
        Field("quantidade", _T.QUANTITY, "Quantity, positive; direction is `direcao`.", "AggtBal/Qty/Qty/Qty"),
        Field("qtd_disponivel", _T.QUANTITY, "Available.", "BalBrkdwn[AWAS]/Qty/Qty/Unit"),
        Field("qtd_bloqueada", _T.QUANTITY, "Blocked.", "BalBrkdwn[BLOK]/Qty/Qty/Unit"),
        Field("qtd_garantia", _T.QUANTITY, "Given as guarantee.", "BalBrkdwn[COLO]/Qty/Qty/Unit"),
        Field("qtd_margem", _T.QUANTITY, "Held as margin.", "BalBrkdwn[MARG]/Qty/Qty/Unit"),
        Field("qtd_emprestada", _T.QUANTITY, "Lent.", "BalBrkdwn[LOAN]/Qty/Qty/Unit"),
        Field("qtd_tomada", _T.QUANTITY, "Borrowed.", "BalBrkdwn[BORR]/Qty/Qty/Unit"),
        Field("qtd_a_receber", _T.QUANTITY, "Bought, not yet delivered.", "BalBrkdwn[PENR]/Qty/Qty/Unit"),
        Field("qtd_a_entregar", _T.QUANTITY, "Sold, not yet delivered.", "BalBrkdwn[PEND]/Qty/Qty/Unit"),
        Field("local_garantia", _T.TEXT, "Where the guarantee is held (4.01: depgar, 0 to 5)."),
        Field("lote", _T.INTEGER, "Lot size, units a lot."),
        Field("tipo_conta", _T.TEXT, "1 current account, 2 investment account."),
        Field("pu_mercado", _T.PRICE, "Market unit price.", "PricDtls[MRKT]/Val/Amt"),
        Field("pu_curva", _T.PRICE, "Accrual-curve unit price.", "PricDtls[INDC]/Val/Amt"),
        Field("pu_compra", _T.PRICE, "Purchase unit price.", "PricDtls[OFFR]/Val/Amt"),
        Field("data_compra", _T.DATE, "Purchase date.", "PricDtls[OFFR]/QtnDt"),
        Field("pu_emissao", _T.PRICE, "Issue unit price.", "FinInstrmAttrbts/SbcptPric"),
        Field("pu_vencimento", _T.PRICE, "Unit price at maturity.", "FinInstrmAttrbts/ConvsPric"),
        Field("preco_exercicio", _T.PRICE, "Strike.", "FinInstrmAttrbts/StrkPric"),
        Field(
            "valor_mercado",
            _T.MONEY,
            "Market value, signed: what enters total assets.",
            "AcctBaseCcyAmts/HldgVal",
            required=True,
        ),
        Field("valor_disponivel", _T.MONEY, "Value of the available quantity.", "BalBrkdwn[AWAS]"),
        Field("valor_garantia", _T.MONEY, "Value of the quantity given as guarantee.", "BalBrkdwn[COLO]"),
        Field("principal", _T.MONEY, "Principal, signed as the file has it."),
        Field("tributos", _T.MONEY, "Taxes provisioned on the row; reported, never subtracted."),
        Field("valor_contabil", _T.MONEY, "Book value, signed.", "AcctBaseCcyAmts/BookVal"),
        Field("juros_apropriados", _T.MONEY, "Accrued interest.", "AcctBaseCcyAmts/AcrdIntrstAmt"),
        Field("resultado_nao_realizado", _T.MONEY, "Unrealised result.", "AcctBaseCcyAmts/UrlsdGnLoss"),
        Field("moeda", _T.TEXT, "ISO 4217 currency of the instrument.", "FinInstrmAttrbts/DnmtnCcy"),
        Field("indexador", _T.TEXT, "Index.", "FinInstrmAttrbts/CpnAttchdNb/Lng/Id"),
        Field("perc_indexador", _T.RATE, "% of the index.", "FinInstrmAttrbts/IndxRateBsis"),
        Field("taxa", _T.RATE, "Rate, % a year.", "FinInstrmAttrbts/IntrstRate"),
        Field("data_emissao", _T.DATE, "Issue.", "FinInstrmAttrbts/IsseDt"),
        Field("data_vencimento", _T.DATE, "Maturity.", "FinInstrmAttrbts/MtrtyDt"),
        Field("vencimento_ativo", _T.DATE, "Maturity of the underlying.", "SplmtryData/…/UndrlygSctiesMtrtyDt"),
        Field("data_registro", _T.DATE, "Registration of the trade."),
        Field("caracteristica", _T.TEXT, "N negotiable (marked to market), V held to maturity.", allowed=("N", "V")),
        Field("perc_provisao", _T.RATE, "Credit provision, %."),
        Field("nivel_risco", _T.TEXT, "Risk level as the file writes it.", "SplmtryData/…/RiskLv"),
        Field("conversivel", _T.FLAG, "Debenture: convertible.", "SplmtryData/…/Debe/ConvInd"),
        Field("participa_lucro", _T.FLAG, "Debenture: profit sharing.", "SplmtryData/…/Debe/ProfSharInd"),
        Field("spe", _T.FLAG, "Debenture: the issuer is a special-purpose company.", "SplmtryData/…/Debe/SpeInd"),
        Field("valor_nocional", _T.MONEY, "Notional of a derivative.", "AddtlDerivAttrbts/NtnlCcyAndAmt"),
        Field("ativo_objeto", _T.TEXT, "Underlying of an option, forward or future.", "UndrlygFinInstrmId"),
        Field("serie", _T.TEXT, "Series of a derivative (4.01)."),
        Field("tipo_opcao", _T.TEXT, "CALL or PUTO.", "FinInstrmAttrbts/OptnTp", allowed=("CALL", "PUTO")),
        Field("estilo_opcao", _T.TEXT, "AMER or EURO.", "FinInstrmAttrbts/OptnStyle", allowed=("AMER", "EURO")),
        Field("premio", _T.MONEY, "Premium."),
        Field("data_exercicio", _T.DATE, "Exercise.", "FinInstrmAttrbts/XpryDt"),
        Field("hedge", _T.FLAG, "Part of a hedge.", "SplmtryData/…/HedgTp"),
        Field("tipo_hedge", _T.TEXT, "Kind of hedge as the file writes it (4.01: 0 to 2).", "SplmtryData/…/HedgTp"),
        Field("garantia", _T.TEXT, "Whether and how guaranteed, as the file writes it."),
        Field("cnpj_contraparte", _T.TEXT, "Counterparty."),
        Field("cnpj_corretora", _T.TEXT, "Broker.", "SfkpgPlc"),
        Field("compromisso_operacao", _T.TEXT, "Repo: C bought with resale, V sold with buy-back.", allowed=("C", "V")),
        Field("compromisso_data_retorno", _T.DATE, "Repo: return date."),
        Field("compromisso_pu_retorno", _T.PRICE, "Repo: return unit price."),
        Field("compromisso_indexador", _T.TEXT, "Repo: index."),
        Field("compromisso_perc_indexador", _T.RATE, "Repo: % of the index."),
        Field("compromisso_taxa", _T.RATE, "Repo: rate, % a year."),
        Field("aluguel_contrato", _T.TEXT, "Loan: contract.", "FinInstrmId/OthrId[CONTRATO BTC]/Id"),
        Field("aluguel_data_vencimento", _T.DATE, "Loan: maturity."),
        Field("aluguel_taxa", _T.RATE, "Loan: rate, % a year."),
        Field("aluguel_indexador", _T.TEXT, "Loan: index."),
        Field("aluguel_perc_indexador", _T.RATE, "Loan: % of the index."),
        Field("aluguel_cnpj_intermediario", _T.TEXT, "Loan: intermediary."),
        Field("swap_valor_ativo", _T.MONEY, "Swap: value of the asset leg."),
        Field("swap_indexador_ativo", _T.TEXT, "Swap: index of the asset leg."),
        Field("swap_perc_ativo", _T.RATE, "Swap: % of the index, asset leg."),
        Field("swap_taxa_ativo", _T.RATE, "Swap: rate of the asset leg, % a year."),
        Field("swap_valor_passivo", _T.MONEY, "Swap: value of the liability leg."),
        Field("swap_indexador_passivo", _T.TEXT, "Swap: index of the liability leg."),
        Field("swap_perc_passivo", _T.RATE, "Swap: % of the index, liability leg."),
        Field("swap_taxa_passivo", _T.RATE, "Swap: rate of the liability leg, % a year."),
        Field("moeda_ativa", _T.TEXT, "Currency that is received (4.01's currency derivatives)."),
        Field("moeda_passiva", _T.TEXT, "Currency that is paid (4.01's currency derivatives)."),
        Field("valor_moeda_origem", _T.MONEY, "Value in the instrument's own currency.", "InstrmCcyAmts/HldgVal"),
        Field("taxa_cambio", _T.PRICE, "Exchange rate.", "FXDtls/XchgRate"),
    ),
)

CASH = Table(
    "cash",
    "one cash account of a portfolio",
    ("data_pos", "fundo", "ordinal"),
    (
        *_ROW,
        Field(
            "tipo_conta",
            _T.TEXT,
            "D deposit, P savings, N in transit, I investment, J judicial.",
            "FinInstrmAttrbts/ClssfctnTp/AltrnClssfctn[TIPODECONTA]/Id",
        ),
        Field(
            "instituicao",
            _T.TEXT,
            "First six characters of the bank's ISIN.",
            "FinInstrmId/OthrId[INSTITUICAOFINANCEIRA]/Id",
        ),
        Field("descricao", _T.TEXT, "Free text.", "FinInstrmId/Desc"),
        Field("moeda", _T.TEXT, "ISO 4217.", "FinInstrmAttrbts/DnmtnCcy"),
        Field("saldo", _T.MONEY, "Balance, signed.", "AcctBaseCcyAmts/HldgVal", required=True),
        Field("nivel_risco", _T.TEXT, "Risk level as the file writes it.", "SplmtryData/…/RiskLv"),
    ),
)

PROVISIONS = Table(
    "provisions",
    "one payable or receivable (CPR: contas a pagar e receber)",
    ("data_pos", "fundo", "ordinal"),
    (
        *_ROW,
        Field(
            "tipo_cpr",
            _T.TEXT,
            "Side; from the block it stands in, never from its code.",
            "BalForAcct/BalBrkdwn[PAYA|RECE]",
            required=True,
            allowed=("PAGAR", "RECEBER"),
        ),
        Field("codigo", _T.TEXT, "ANBIMA account code.", "AddtlBalBrkdwnDtls/SubBalTp/Prtry/Id"),
        Field("conta", _T.TEXT, "ANBIMA's 5.0 account that the code stands for, null if unknown."),
        Field("descricao", _T.TEXT, "Text or link (ISIN:, CI:, CNPJ:).", "AddtlBalBrkdwnDtls/SubBalTp/Prtry/SchmeNm"),
        Field(
            "data_vencimento",
            _T.DATE,
            "Settlement; may lie before the position date.",
            "AddtlBalBrkdwnDtls/SubBalAddtlDtls",
        ),
        Field("valor", _T.MONEY, "Amount, positive.", "AddtlBalBrkdwnDtls/Qty/Qty/FaceAmt", required=True),
    ),
)

EXPENSES = Table(
    "expenses",
    "one expense of the period; already in cash or provisions, never in the identity of the net worth",
    ("data_pos", "fundo", "ordinal"),
    (
        *_ROW,
        Field("secao_origem", _T.TEXT, "Where it stands: despesas, outrasdespesas, EXPN.", required=True),
        Field("codigo", _T.TEXT, "Code or name as the file has it: txadm, 15, ADMF.", required=True),
        Field("conta", _T.TEXT, "ANBIMA's 5.0 account that the code stands for, null if unknown."),
        Field("descricao", _T.TEXT, "Free text.", "AddtlBalBrkdwnDtls/SubBalTp/Prtry/SchmeNm"),
        Field(
            "valor", _T.MONEY, "Amount, positive; null where only a rate is told.", "AddtlBalBrkdwnDtls/Qty/Qty/FaceAmt"
        ),
        Field("taxa", _T.RATE, "Rate of the fee, %."),
        Field("indexador", _T.TEXT, "Index of a performance fee."),
        Field("perc_indexador", _T.RATE, "% of the index."),
    ),
)

RETURNS = Table(
    "returns",
    "one return of the fund or of an index over one period (Excel)",
    ("data_pos", "fundo", "ordinal"),
    (
        *_ROW,
        Field("descricao", _T.TEXT, "What it is the return of: the fund, CDI.", required=True),
        Field("periodo", _T.TEXT, "Period as the file titles it: Dia, Mês, Ano.", required=True),
        Field("rentabilidade", _T.RATE, "Return, %.", required=True),
    ),
)

HOLDERS = Table(
    "holders",
    "one holder of quotas (Excel)",
    ("data_pos", "fundo", "ordinal"),
    (
        *_ROW,
        Field("nome", _T.TEXT, "Holder.", required=True),
        Field("documento", _T.TEXT, "CNPJ or CPF."),
        Field("quantidade", _T.QUANTITY, "Quotas."),
        Field("valor_bruto", _T.MONEY, "Value before taxes."),
        Field("tributos", _T.MONEY, "Taxes provisioned."),
        Field("valor_liquido", _T.MONEY, "Value after taxes."),
        Field("percentual", _T.RATE, "Share of the fund, %."),
    ),
)

CLASSES = Table(
    "classes",
    "one further class, subclass or series that the file tells of (the portfolio's own apart)",
    ("data_pos", "fundo", "ordinal"),
    (
        *_ROW,
        Field(
            "nivel",
            _T.TEXT,
            "What it is beside the portfolio.",
            required=True,
            allowed=("CLASSE", "SUBCLASSE", "SERIE"),
        ),
        *(
            known
            for known in PORTFOLIO.fields
            if known.name
            in {
                "cnpj",
                "codigo_subclasse",
                "isin",
                "nome",
                "cfi",
                "valorcota",
                "casas_cota",
                "valorcota_bruta",
                "quantidade",
                "valorativos",
                "valorreceber",
                "valorpagar",
                "vlcotasemitir",
                "vlcotasresgatar",
                "despesas",
            }
        ),
    ),
)

DETAILS = Table(
    "details",
    "one fact of a row (or of the portfolio) that has no column of its own",
    ("data_pos", "fundo", "ordinal"),
    (
        *_ROW,
        Field("tabela", _T.TEXT, "Which canonical table it belongs to.", required=True),
        Field("linha_tabela", _T.INTEGER, "The row's ordinal there; null for the portfolio."),
        Field("bloco", _T.TEXT, "Block of the file: imoveis, corretagem, BalForSubAcctBrData.", required=True),
        Field("campo", _T.TEXT, "Path of the fact in its block.", required=True),
        Field("valor", _T.TEXT, "Text as the file has it.", required=True),
    ),
)

UNKNOWN = Table(
    "unknown",
    "one element that was not understood",
    ("data_pos", "fundo", "ordinal"),
    (
        *_ROW,
        Field("caminho", _T.TEXT, "Its path in the file.", required=True),
        Field("linha", _T.INTEGER, "Its line in the file."),
        Field("conteudo", _T.TEXT, "Its raw XML."),
    ),
)

QUARANTINE = Table(
    "quarantine",
    "one row of a file that could not be read; the rest of its portfolio was",
    ("data_pos", "fundo", "ordinal"),
    (
        *_ROW,
        Field("tabela", _T.TEXT, "Which canonical table it would have joined.", required=True),
        Field("secao_origem", _T.TEXT, "The section as the file itself names it.", required=True),
        Field("caminho", _T.TEXT, "Its path, or cell, in the file.", required=True),
        Field("linha", _T.INTEGER, "Its line in the file."),
        Field("motivo", _T.TEXT, "What is wrong with it (Portuguese).", required=True),
        Field("conteudo", _T.TEXT, "The row as the file has it."),
    ),
)

ROW_TABLES = (HOLDINGS, CASH, PROVISIONS, EXPENSES, RETURNS, HOLDERS, CLASSES, DETAILS)
"""Tables whose rows are read from rows of a file: each is read, or in quarantine."""

TABLES: dict[str, Table] = {table.name: table for table in (PORTFOLIO, *ROW_TABLES, UNKNOWN, QUARANTINE)}
