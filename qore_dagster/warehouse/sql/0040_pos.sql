-- The positions, partitioned by year of the position date; `warehouse/years.py` makes the partitions as needed. Columns,
-- types and comments are those of `warehouse/tables.py`; a test compares the two. Bare numeric never rounds.

CREATE TABLE pos.pos_cota (
    data_pos date NOT NULL,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal BETWEEN 1 AND 99999),
    id_pos_cota bigint GENERATED ALWAYS AS (((data_pos - DATE '2000-01-01')::bigint * 100000 + id_fundo) * 100000 + ordinal) STORED,
    id_serie integer,
    cota_abertura numeric,
    cota_fechamento numeric NOT NULL,
    qt_cotas_abert numeric,
    qt_cotas_fech numeric NOT NULL,
    pl_abertura numeric,
    pl_fechamento numeric NOT NULL,
    pl_contabil numeric,
    valor_entrada numeric,
    valor_saida numeric,
    rentab_dia numeric,
    rentab_mes numeric,
    rentab_ano numeric,
    pl_posicao numeric GENERATED ALWAYS AS (pl_fechamento) STORED,
    qtde_cota numeric GENERATED ALWAYS AS (qt_cotas_fech) STORED,
    valor_cota numeric GENERATED ALWAYS AS (cota_fechamento) STORED,
    cota_bruta numeric,
    valor_ativos numeric,
    valor_receber numeric,
    valor_pagar numeric,
    cotas_emitir numeric,
    cotas_resgatar numeric,
    cnpj text NOT NULL,
    isin text,
    nome text,
    nivel text,
    cfi text,
    cnpj_administrador text,
    cnpj_gestor text,
    cnpj_custodiante text,
    nome_custodiante text,
    moeda text NOT NULL,
    casas_cota integer,
    despesas numeric,
    criado_em timestamptz,
    formato text NOT NULL,
    situacao_conciliacao text NOT NULL CHECK (situacao_conciliacao IN ('ok', 'fail', 'not_verifiable')),
    version integer NOT NULL,
    arquivo text NOT NULL,
    sha256 text NOT NULL,
    guid text,
    run_id text NOT NULL,
    carregado_em timestamptz DEFAULT now() NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, ordinal),
    UNIQUE NULLS NOT DISTINCT (data_pos, id_fundo, id_serie)
) PARTITION BY RANGE (data_pos);
CREATE INDEX pos_cota_fundo ON pos.pos_cota (id_fundo, data_pos);
COMMENT ON TABLE pos.pos_cota IS 'One row: one fund (or class) on one day.';
COMMENT ON COLUMN pos.pos_cota.data_pos IS 'Position date.';
COMMENT ON COLUMN pos.pos_cota.id_fundo IS 'The fund.';
COMMENT ON COLUMN pos.pos_cota.ordinal IS 'Order of the row in its file, from 1.';
COMMENT ON COLUMN pos.pos_cota.id_pos_cota IS 'Surrogate key, made of date, fund and ordinal: the same after every load.';
COMMENT ON COLUMN pos.pos_cota.id_serie IS 'Series of the quota.';
COMMENT ON COLUMN pos.pos_cota.cota_abertura IS 'Quota at the opening.';
COMMENT ON COLUMN pos.pos_cota.cota_fechamento IS 'Quota (NAV per unit).';
COMMENT ON COLUMN pos.pos_cota.qt_cotas_abert IS 'Units at the opening.';
COMMENT ON COLUMN pos.pos_cota.qt_cotas_fech IS 'Units.';
COMMENT ON COLUMN pos.pos_cota.pl_abertura IS 'Net worth at the opening.';
COMMENT ON COLUMN pos.pos_cota.pl_fechamento IS 'Net worth, signed.';
COMMENT ON COLUMN pos.pos_cota.pl_contabil IS 'Net worth in the books.';
COMMENT ON COLUMN pos.pos_cota.valor_entrada IS 'Subscriptions of the day.';
COMMENT ON COLUMN pos.pos_cota.valor_saida IS 'Redemptions of the day.';
COMMENT ON COLUMN pos.pos_cota.rentab_dia IS 'Return of the day, per cent.';
COMMENT ON COLUMN pos.pos_cota.rentab_mes IS 'Return of the month, per cent.';
COMMENT ON COLUMN pos.pos_cota.rentab_ano IS 'Return of the year, per cent.';
COMMENT ON COLUMN pos.pos_cota.pl_posicao IS 'The same as `pl_fechamento`.';
COMMENT ON COLUMN pos.pos_cota.qtde_cota IS 'The same as `qt_cotas_fech`.';
COMMENT ON COLUMN pos.pos_cota.valor_cota IS 'The same as `cota_fechamento`.';
COMMENT ON COLUMN pos.pos_cota.cota_bruta IS 'Quota before the performance fee.';
COMMENT ON COLUMN pos.pos_cota.valor_ativos IS 'Total assets, signed: positions plus cash.';
COMMENT ON COLUMN pos.pos_cota.valor_receber IS 'Receivables.';
COMMENT ON COLUMN pos.pos_cota.valor_pagar IS 'Payables, a positive number.';
COMMENT ON COLUMN pos.pos_cota.cotas_emitir IS 'Subscriptions, quotas not yet issued; a deduction.';
COMMENT ON COLUMN pos.pos_cota.cotas_resgatar IS 'Redemptions not yet paid; a deduction.';
COMMENT ON COLUMN pos.pos_cota.cnpj IS 'Fund or class, 14 characters.';
COMMENT ON COLUMN pos.pos_cota.isin IS 'ISIN of the quota.';
COMMENT ON COLUMN pos.pos_cota.nome IS 'Name as the file has it.';
COMMENT ON COLUMN pos.pos_cota.nivel IS 'CLASSE or SUBCLASSE, null for a fund that is not adapted to RCVM 175.';
COMMENT ON COLUMN pos.pos_cota.cfi IS 'CFI code (ISO 10962).';
COMMENT ON COLUMN pos.pos_cota.cnpj_administrador IS 'Administrator.';
COMMENT ON COLUMN pos.pos_cota.cnpj_gestor IS 'Manager.';
COMMENT ON COLUMN pos.pos_cota.cnpj_custodiante IS 'Custodian.';
COMMENT ON COLUMN pos.pos_cota.nome_custodiante IS 'Custodian''s name.';
COMMENT ON COLUMN pos.pos_cota.moeda IS 'ISO 4217 currency of the totals.';
COMMENT ON COLUMN pos.pos_cota.casas_cota IS 'Decimals printed of the quota: the quota check''s tolerance needs them.';
COMMENT ON COLUMN pos.pos_cota.despesas IS 'Settled expenses of the period; not in the net worth.';
COMMENT ON COLUMN pos.pos_cota.criado_em IS 'When the administrator made the file.';
COMMENT ON COLUMN pos.pos_cota.formato IS 'The file type that was read.';
COMMENT ON COLUMN pos.pos_cota.situacao_conciliacao IS 'Whether the portfolio reconciles: ok, fail, not_verifiable.';
COMMENT ON COLUMN pos.pos_cota.version IS 'Version of the raw file.';
COMMENT ON COLUMN pos.pos_cota.arquivo IS 'The file''s name as the portal gave it.';
COMMENT ON COLUMN pos.pos_cota.sha256 IS 'Hash of the file''s bytes, lower-case hex.';
COMMENT ON COLUMN pos.pos_cota.guid IS 'The portal''s id of the file.';
COMMENT ON COLUMN pos.pos_cota.run_id IS 'The run that loaded the row.';
COMMENT ON COLUMN pos.pos_cota.carregado_em IS 'When the row was loaded.';

CREATE TABLE pos.pos_caixa (
    data_pos date NOT NULL,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal BETWEEN 1 AND 99999),
    id_pos_caixa bigint GENERATED ALWAYS AS (((data_pos - DATE '2000-01-01')::bigint * 100000 + id_fundo) * 100000 + ordinal) STORED,
    id_conta bigint REFERENCES cad.info_contas NOT NULL,
    banco text,
    descricao text,
    moeda text,
    saldo_fechamento numeric NOT NULL,
    valor numeric GENERATED ALWAYS AS (saldo_fechamento) STORED,
    tipo_conta text,
    situacao_conciliacao text NOT NULL CHECK (situacao_conciliacao IN ('ok', 'fail', 'not_verifiable')),
    version integer NOT NULL,
    arquivo text NOT NULL,
    sha256 text NOT NULL,
    guid text,
    run_id text NOT NULL,
    carregado_em timestamptz DEFAULT now() NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, ordinal)
) PARTITION BY RANGE (data_pos);
CREATE INDEX pos_caixa_fundo ON pos.pos_caixa (id_fundo, data_pos);
COMMENT ON TABLE pos.pos_caixa IS 'One row: one cash account of a portfolio.';
COMMENT ON COLUMN pos.pos_caixa.data_pos IS 'Position date.';
COMMENT ON COLUMN pos.pos_caixa.id_fundo IS 'The fund.';
COMMENT ON COLUMN pos.pos_caixa.ordinal IS 'Order of the row in its file, from 1.';
COMMENT ON COLUMN pos.pos_caixa.id_pos_caixa IS 'Surrogate key, made of date, fund and ordinal: the same after every load.';
COMMENT ON COLUMN pos.pos_caixa.id_conta IS 'Which it is: `cad.info_contas`.';
COMMENT ON COLUMN pos.pos_caixa.banco IS 'First six characters of the bank''s ISIN.';
COMMENT ON COLUMN pos.pos_caixa.descricao IS 'Free text.';
COMMENT ON COLUMN pos.pos_caixa.moeda IS 'ISO 4217.';
COMMENT ON COLUMN pos.pos_caixa.saldo_fechamento IS 'Balance, signed.';
COMMENT ON COLUMN pos.pos_caixa.valor IS 'The same as `saldo_fechamento`.';
COMMENT ON COLUMN pos.pos_caixa.tipo_conta IS 'D deposit, P savings, N in transit, I investment, J judicial.';
COMMENT ON COLUMN pos.pos_caixa.situacao_conciliacao IS 'Whether the portfolio reconciles: ok, fail, not_verifiable.';
COMMENT ON COLUMN pos.pos_caixa.version IS 'Version of the raw file.';
COMMENT ON COLUMN pos.pos_caixa.arquivo IS 'The file''s name as the portal gave it.';
COMMENT ON COLUMN pos.pos_caixa.sha256 IS 'Hash of the file''s bytes, lower-case hex.';
COMMENT ON COLUMN pos.pos_caixa.guid IS 'The portal''s id of the file.';
COMMENT ON COLUMN pos.pos_caixa.run_id IS 'The run that loaded the row.';
COMMENT ON COLUMN pos.pos_caixa.carregado_em IS 'When the row was loaded.';

CREATE TABLE pos.pos_cpr (
    data_pos date NOT NULL,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal BETWEEN 1 AND 99999),
    id_pos_cpr bigint GENERATED ALWAYS AS (((data_pos - DATE '2000-01-01')::bigint * 100000 + id_fundo) * 100000 + ordinal) STORED,
    id_cpr bigint REFERENCES cad.info_cpr NOT NULL,
    valor_presente numeric NOT NULL,
    status text,
    tipo_cpr text NOT NULL,
    codigo text,
    descricao text,
    data_vencimento date,
    situacao_conciliacao text NOT NULL CHECK (situacao_conciliacao IN ('ok', 'fail', 'not_verifiable')),
    version integer NOT NULL,
    arquivo text NOT NULL,
    sha256 text NOT NULL,
    guid text,
    run_id text NOT NULL,
    carregado_em timestamptz DEFAULT now() NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, ordinal)
) PARTITION BY RANGE (data_pos);
CREATE INDEX pos_cpr_fundo ON pos.pos_cpr (id_fundo, data_pos);
COMMENT ON TABLE pos.pos_cpr IS 'One row: one payable or receivable (CPR: contas a pagar e receber).';
COMMENT ON COLUMN pos.pos_cpr.data_pos IS 'Position date.';
COMMENT ON COLUMN pos.pos_cpr.id_fundo IS 'The fund.';
COMMENT ON COLUMN pos.pos_cpr.ordinal IS 'Order of the row in its file, from 1.';
COMMENT ON COLUMN pos.pos_cpr.id_pos_cpr IS 'Surrogate key, made of date, fund and ordinal: the same after every load.';
COMMENT ON COLUMN pos.pos_cpr.id_cpr IS 'Which it is: `cad.info_cpr`.';
COMMENT ON COLUMN pos.pos_cpr.valor_presente IS 'Amount, positive.';
COMMENT ON COLUMN pos.pos_cpr.status IS 'Whether it was paid.';
COMMENT ON COLUMN pos.pos_cpr.tipo_cpr IS 'Side; from the block it stands in, never from its code.';
COMMENT ON COLUMN pos.pos_cpr.codigo IS 'ANBIMA account code.';
COMMENT ON COLUMN pos.pos_cpr.descricao IS 'Text or link (ISIN:, CI:, CNPJ:).';
COMMENT ON COLUMN pos.pos_cpr.data_vencimento IS 'Settlement; may lie before the position date.';
COMMENT ON COLUMN pos.pos_cpr.situacao_conciliacao IS 'Whether the portfolio reconciles: ok, fail, not_verifiable.';
COMMENT ON COLUMN pos.pos_cpr.version IS 'Version of the raw file.';
COMMENT ON COLUMN pos.pos_cpr.arquivo IS 'The file''s name as the portal gave it.';
COMMENT ON COLUMN pos.pos_cpr.sha256 IS 'Hash of the file''s bytes, lower-case hex.';
COMMENT ON COLUMN pos.pos_cpr.guid IS 'The portal''s id of the file.';
COMMENT ON COLUMN pos.pos_cpr.run_id IS 'The run that loaded the row.';
COMMENT ON COLUMN pos.pos_cpr.carregado_em IS 'When the row was loaded.';

CREATE TABLE pos.pos_rf (
    data_pos date NOT NULL,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal BETWEEN 1 AND 99999),
    id_pos_rf bigint GENERATED ALWAYS AS (((data_pos - DATE '2000-01-01')::bigint * 100000 + id_fundo) * 100000 + ordinal) STORED,
    id_ativo_rf bigint REFERENCES cad.info_rf NOT NULL,
    valor_mercado numeric NOT NULL,
    valor_custo numeric GENERATED ALWAYS AS (quantidade * pu_compra) STORED,
    secao text NOT NULL,
    nivel_2 text,
    nivel_3 text,
    isin text,
    codigo text,
    tipo_codigo text,
    codigo_interno text,
    descricao text,
    cnpj_emissor text,
    cfi text,
    mercado text,
    direcao text NOT NULL,
    quantidade numeric,
    qtd_disponivel numeric,
    qtd_bloqueada numeric,
    qtd_garantia numeric,
    qtd_margem numeric,
    pu_mercado numeric,
    pu_curva numeric,
    pu_compra numeric,
    data_compra date,
    pu_emissao numeric,
    pu_vencimento numeric,
    preco_exercicio numeric,
    valor_contabil numeric,
    juros_apropriados numeric,
    resultado_nao_realizado numeric,
    moeda text,
    indexador text,
    perc_indexador numeric,
    taxa numeric,
    data_emissao date,
    data_vencimento date,
    valor_nocional numeric,
    situacao_conciliacao text NOT NULL CHECK (situacao_conciliacao IN ('ok', 'fail', 'not_verifiable')),
    version integer NOT NULL,
    arquivo text NOT NULL,
    sha256 text NOT NULL,
    guid text,
    run_id text NOT NULL,
    carregado_em timestamptz DEFAULT now() NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, ordinal)
) PARTITION BY RANGE (data_pos);
CREATE INDEX pos_rf_fundo ON pos.pos_rf (id_fundo, data_pos);
COMMENT ON TABLE pos.pos_rf IS 'One row: one lot of a bond, private or government, or a repo.';
COMMENT ON COLUMN pos.pos_rf.data_pos IS 'Position date.';
COMMENT ON COLUMN pos.pos_rf.id_fundo IS 'The fund.';
COMMENT ON COLUMN pos.pos_rf.ordinal IS 'Order of the row in its file, from 1.';
COMMENT ON COLUMN pos.pos_rf.id_pos_rf IS 'Surrogate key, made of date, fund and ordinal: the same after every load.';
COMMENT ON COLUMN pos.pos_rf.id_ativo_rf IS 'Which it is: `cad.info_rf`.';
COMMENT ON COLUMN pos.pos_rf.valor_mercado IS 'Market value, signed: what enters total assets.';
COMMENT ON COLUMN pos.pos_rf.valor_custo IS 'Quantity times purchase unit price; null where the file lacks either.';
COMMENT ON COLUMN pos.pos_rf.secao IS 'Asset type: TABELA NIVEL 1 of ANBIMA.';
COMMENT ON COLUMN pos.pos_rf.nivel_2 IS 'Underlying: TABELA NIVEL 2.';
COMMENT ON COLUMN pos.pos_rf.nivel_3 IS 'Detail: TABELA NIVEL 3.';
COMMENT ON COLUMN pos.pos_rf.isin IS 'ISIN; null for fillers such as BR0000000000.';
COMMENT ON COLUMN pos.pos_rf.codigo IS 'Market code: SELIC, CETIP, B3 ticker (futures: DI1F31).';
COMMENT ON COLUMN pos.pos_rf.tipo_codigo IS 'Which code it is: SELC, CETI, BVMF, TICKER.';
COMMENT ON COLUMN pos.pos_rf.codigo_interno IS 'The administrator''s id of the lot.';
COMMENT ON COLUMN pos.pos_rf.descricao IS 'Free text.';
COMMENT ON COLUMN pos.pos_rf.cnpj_emissor IS 'Issuer, or the fund held.';
COMMENT ON COLUMN pos.pos_rf.cfi IS 'CFI code.';
COMMENT ON COLUMN pos.pos_rf.mercado IS 'Market (MIC) or OTCO.';
COMMENT ON COLUMN pos.pos_rf.direcao IS 'LONG or SHOR.';
COMMENT ON COLUMN pos.pos_rf.quantidade IS 'Quantity, positive; direction is `direcao`.';
COMMENT ON COLUMN pos.pos_rf.qtd_disponivel IS 'Available.';
COMMENT ON COLUMN pos.pos_rf.qtd_bloqueada IS 'Blocked.';
COMMENT ON COLUMN pos.pos_rf.qtd_garantia IS 'Given as guarantee.';
COMMENT ON COLUMN pos.pos_rf.qtd_margem IS 'Held as margin.';
COMMENT ON COLUMN pos.pos_rf.pu_mercado IS 'Market unit price.';
COMMENT ON COLUMN pos.pos_rf.pu_curva IS 'Accrual-curve unit price.';
COMMENT ON COLUMN pos.pos_rf.pu_compra IS 'Purchase unit price.';
COMMENT ON COLUMN pos.pos_rf.data_compra IS 'Purchase date.';
COMMENT ON COLUMN pos.pos_rf.pu_emissao IS 'Issue unit price.';
COMMENT ON COLUMN pos.pos_rf.pu_vencimento IS 'Unit price at maturity.';
COMMENT ON COLUMN pos.pos_rf.preco_exercicio IS 'Strike.';
COMMENT ON COLUMN pos.pos_rf.valor_contabil IS 'Book value, signed.';
COMMENT ON COLUMN pos.pos_rf.juros_apropriados IS 'Accrued interest.';
COMMENT ON COLUMN pos.pos_rf.resultado_nao_realizado IS 'Unrealised result.';
COMMENT ON COLUMN pos.pos_rf.moeda IS 'ISO 4217 currency of the instrument.';
COMMENT ON COLUMN pos.pos_rf.indexador IS 'Index.';
COMMENT ON COLUMN pos.pos_rf.perc_indexador IS '% of the index.';
COMMENT ON COLUMN pos.pos_rf.taxa IS 'Rate, % a year.';
COMMENT ON COLUMN pos.pos_rf.data_emissao IS 'Issue.';
COMMENT ON COLUMN pos.pos_rf.data_vencimento IS 'Maturity.';
COMMENT ON COLUMN pos.pos_rf.valor_nocional IS 'Notional of a derivative.';
COMMENT ON COLUMN pos.pos_rf.situacao_conciliacao IS 'Whether the portfolio reconciles: ok, fail, not_verifiable.';
COMMENT ON COLUMN pos.pos_rf.version IS 'Version of the raw file.';
COMMENT ON COLUMN pos.pos_rf.arquivo IS 'The file''s name as the portal gave it.';
COMMENT ON COLUMN pos.pos_rf.sha256 IS 'Hash of the file''s bytes, lower-case hex.';
COMMENT ON COLUMN pos.pos_rf.guid IS 'The portal''s id of the file.';
COMMENT ON COLUMN pos.pos_rf.run_id IS 'The run that loaded the row.';
COMMENT ON COLUMN pos.pos_rf.carregado_em IS 'When the row was loaded.';

CREATE TABLE pos.pos_rv (
    data_pos date NOT NULL,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal BETWEEN 1 AND 99999),
    id_pos_rv bigint GENERATED ALWAYS AS (((data_pos - DATE '2000-01-01')::bigint * 100000 + id_fundo) * 100000 + ordinal) STORED,
    id_ativo_rv bigint REFERENCES cad.info_rv NOT NULL,
    qt_pos numeric GENERATED ALWAYS AS (CASE direcao WHEN 'SHOR' THEN -quantidade ELSE quantidade END) STORED,
    valor_mercado numeric NOT NULL,
    secao text NOT NULL,
    nivel_2 text,
    nivel_3 text,
    isin text,
    codigo text,
    tipo_codigo text,
    codigo_interno text,
    descricao text,
    cnpj_emissor text,
    cfi text,
    mercado text,
    direcao text NOT NULL,
    quantidade numeric,
    qtd_disponivel numeric,
    qtd_bloqueada numeric,
    qtd_garantia numeric,
    qtd_margem numeric,
    pu_mercado numeric,
    pu_curva numeric,
    pu_compra numeric,
    data_compra date,
    pu_emissao numeric,
    pu_vencimento numeric,
    preco_exercicio numeric,
    valor_contabil numeric,
    juros_apropriados numeric,
    resultado_nao_realizado numeric,
    moeda text,
    indexador text,
    perc_indexador numeric,
    taxa numeric,
    data_emissao date,
    data_vencimento date,
    valor_nocional numeric,
    situacao_conciliacao text NOT NULL CHECK (situacao_conciliacao IN ('ok', 'fail', 'not_verifiable')),
    version integer NOT NULL,
    arquivo text NOT NULL,
    sha256 text NOT NULL,
    guid text,
    run_id text NOT NULL,
    carregado_em timestamptz DEFAULT now() NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, ordinal)
) PARTITION BY RANGE (data_pos);
CREATE INDEX pos_rv_fundo ON pos.pos_rv (id_fundo, data_pos);
COMMENT ON TABLE pos.pos_rv IS 'One row: one lot of shares.';
COMMENT ON COLUMN pos.pos_rv.data_pos IS 'Position date.';
COMMENT ON COLUMN pos.pos_rv.id_fundo IS 'The fund.';
COMMENT ON COLUMN pos.pos_rv.ordinal IS 'Order of the row in its file, from 1.';
COMMENT ON COLUMN pos.pos_rv.id_pos_rv IS 'Surrogate key, made of date, fund and ordinal: the same after every load.';
COMMENT ON COLUMN pos.pos_rv.id_ativo_rv IS 'Which it is: `cad.info_rv`.';
COMMENT ON COLUMN pos.pos_rv.qt_pos IS 'Quantity, negative when short.';
COMMENT ON COLUMN pos.pos_rv.valor_mercado IS 'Market value, signed: what enters total assets.';
COMMENT ON COLUMN pos.pos_rv.secao IS 'Asset type: TABELA NIVEL 1 of ANBIMA.';
COMMENT ON COLUMN pos.pos_rv.nivel_2 IS 'Underlying: TABELA NIVEL 2.';
COMMENT ON COLUMN pos.pos_rv.nivel_3 IS 'Detail: TABELA NIVEL 3.';
COMMENT ON COLUMN pos.pos_rv.isin IS 'ISIN; null for fillers such as BR0000000000.';
COMMENT ON COLUMN pos.pos_rv.codigo IS 'Market code: SELIC, CETIP, B3 ticker (futures: DI1F31).';
COMMENT ON COLUMN pos.pos_rv.tipo_codigo IS 'Which code it is: SELC, CETI, BVMF, TICKER.';
COMMENT ON COLUMN pos.pos_rv.codigo_interno IS 'The administrator''s id of the lot.';
COMMENT ON COLUMN pos.pos_rv.descricao IS 'Free text.';
COMMENT ON COLUMN pos.pos_rv.cnpj_emissor IS 'Issuer, or the fund held.';
COMMENT ON COLUMN pos.pos_rv.cfi IS 'CFI code.';
COMMENT ON COLUMN pos.pos_rv.mercado IS 'Market (MIC) or OTCO.';
COMMENT ON COLUMN pos.pos_rv.direcao IS 'LONG or SHOR.';
COMMENT ON COLUMN pos.pos_rv.quantidade IS 'Quantity, positive; direction is `direcao`.';
COMMENT ON COLUMN pos.pos_rv.qtd_disponivel IS 'Available.';
COMMENT ON COLUMN pos.pos_rv.qtd_bloqueada IS 'Blocked.';
COMMENT ON COLUMN pos.pos_rv.qtd_garantia IS 'Given as guarantee.';
COMMENT ON COLUMN pos.pos_rv.qtd_margem IS 'Held as margin.';
COMMENT ON COLUMN pos.pos_rv.pu_mercado IS 'Market unit price.';
COMMENT ON COLUMN pos.pos_rv.pu_curva IS 'Accrual-curve unit price.';
COMMENT ON COLUMN pos.pos_rv.pu_compra IS 'Purchase unit price.';
COMMENT ON COLUMN pos.pos_rv.data_compra IS 'Purchase date.';
COMMENT ON COLUMN pos.pos_rv.pu_emissao IS 'Issue unit price.';
COMMENT ON COLUMN pos.pos_rv.pu_vencimento IS 'Unit price at maturity.';
COMMENT ON COLUMN pos.pos_rv.preco_exercicio IS 'Strike.';
COMMENT ON COLUMN pos.pos_rv.valor_contabil IS 'Book value, signed.';
COMMENT ON COLUMN pos.pos_rv.juros_apropriados IS 'Accrued interest.';
COMMENT ON COLUMN pos.pos_rv.resultado_nao_realizado IS 'Unrealised result.';
COMMENT ON COLUMN pos.pos_rv.moeda IS 'ISO 4217 currency of the instrument.';
COMMENT ON COLUMN pos.pos_rv.indexador IS 'Index.';
COMMENT ON COLUMN pos.pos_rv.perc_indexador IS '% of the index.';
COMMENT ON COLUMN pos.pos_rv.taxa IS 'Rate, % a year.';
COMMENT ON COLUMN pos.pos_rv.data_emissao IS 'Issue.';
COMMENT ON COLUMN pos.pos_rv.data_vencimento IS 'Maturity.';
COMMENT ON COLUMN pos.pos_rv.valor_nocional IS 'Notional of a derivative.';
COMMENT ON COLUMN pos.pos_rv.situacao_conciliacao IS 'Whether the portfolio reconciles: ok, fail, not_verifiable.';
COMMENT ON COLUMN pos.pos_rv.version IS 'Version of the raw file.';
COMMENT ON COLUMN pos.pos_rv.arquivo IS 'The file''s name as the portal gave it.';
COMMENT ON COLUMN pos.pos_rv.sha256 IS 'Hash of the file''s bytes, lower-case hex.';
COMMENT ON COLUMN pos.pos_rv.guid IS 'The portal''s id of the file.';
COMMENT ON COLUMN pos.pos_rv.run_id IS 'The run that loaded the row.';
COMMENT ON COLUMN pos.pos_rv.carregado_em IS 'When the row was loaded.';

CREATE TABLE pos.pos_dir_cred (
    data_pos date NOT NULL,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal BETWEEN 1 AND 99999),
    id_pos_dc bigint GENERATED ALWAYS AS (((data_pos - DATE '2000-01-01')::bigint * 100000 + id_fundo) * 100000 + ordinal) STORED,
    id_ativo_dc bigint REFERENCES cad.info_dir_cred NOT NULL,
    valor_presente numeric NOT NULL,
    status text,
    secao text NOT NULL,
    nivel_2 text,
    nivel_3 text,
    isin text,
    codigo text,
    tipo_codigo text,
    codigo_interno text,
    descricao text,
    cnpj_emissor text,
    cfi text,
    mercado text,
    direcao text NOT NULL,
    quantidade numeric,
    qtd_disponivel numeric,
    qtd_bloqueada numeric,
    qtd_garantia numeric,
    qtd_margem numeric,
    pu_mercado numeric,
    pu_curva numeric,
    pu_compra numeric,
    data_compra date,
    pu_emissao numeric,
    pu_vencimento numeric,
    preco_exercicio numeric,
    valor_contabil numeric,
    juros_apropriados numeric,
    resultado_nao_realizado numeric,
    moeda text,
    indexador text,
    perc_indexador numeric,
    taxa numeric,
    data_emissao date,
    data_vencimento date,
    valor_nocional numeric,
    situacao_conciliacao text NOT NULL CHECK (situacao_conciliacao IN ('ok', 'fail', 'not_verifiable')),
    version integer NOT NULL,
    arquivo text NOT NULL,
    sha256 text NOT NULL,
    guid text,
    run_id text NOT NULL,
    carregado_em timestamptz DEFAULT now() NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, ordinal)
) PARTITION BY RANGE (data_pos);
CREATE INDEX pos_dir_cred_fundo ON pos.pos_dir_cred (id_fundo, data_pos);
COMMENT ON TABLE pos.pos_dir_cred IS 'One row: one lot of credit rights.';
COMMENT ON COLUMN pos.pos_dir_cred.data_pos IS 'Position date.';
COMMENT ON COLUMN pos.pos_dir_cred.id_fundo IS 'The fund.';
COMMENT ON COLUMN pos.pos_dir_cred.ordinal IS 'Order of the row in its file, from 1.';
COMMENT ON COLUMN pos.pos_dir_cred.id_pos_dc IS 'Surrogate key, made of date, fund and ordinal: the same after every load.';
COMMENT ON COLUMN pos.pos_dir_cred.id_ativo_dc IS 'Which it is: `cad.info_dir_cred`.';
COMMENT ON COLUMN pos.pos_dir_cred.valor_presente IS 'Market value, signed: what enters total assets.';
COMMENT ON COLUMN pos.pos_dir_cred.status IS 'NORMAL or ATRASO.';
COMMENT ON COLUMN pos.pos_dir_cred.secao IS 'Asset type: TABELA NIVEL 1 of ANBIMA.';
COMMENT ON COLUMN pos.pos_dir_cred.nivel_2 IS 'Underlying: TABELA NIVEL 2.';
COMMENT ON COLUMN pos.pos_dir_cred.nivel_3 IS 'Detail: TABELA NIVEL 3.';
COMMENT ON COLUMN pos.pos_dir_cred.isin IS 'ISIN; null for fillers such as BR0000000000.';
COMMENT ON COLUMN pos.pos_dir_cred.codigo IS 'Market code: SELIC, CETIP, B3 ticker (futures: DI1F31).';
COMMENT ON COLUMN pos.pos_dir_cred.tipo_codigo IS 'Which code it is: SELC, CETI, BVMF, TICKER.';
COMMENT ON COLUMN pos.pos_dir_cred.codigo_interno IS 'The administrator''s id of the lot.';
COMMENT ON COLUMN pos.pos_dir_cred.descricao IS 'Free text.';
COMMENT ON COLUMN pos.pos_dir_cred.cnpj_emissor IS 'Issuer, or the fund held.';
COMMENT ON COLUMN pos.pos_dir_cred.cfi IS 'CFI code.';
COMMENT ON COLUMN pos.pos_dir_cred.mercado IS 'Market (MIC) or OTCO.';
COMMENT ON COLUMN pos.pos_dir_cred.direcao IS 'LONG or SHOR.';
COMMENT ON COLUMN pos.pos_dir_cred.quantidade IS 'Quantity, positive; direction is `direcao`.';
COMMENT ON COLUMN pos.pos_dir_cred.qtd_disponivel IS 'Available.';
COMMENT ON COLUMN pos.pos_dir_cred.qtd_bloqueada IS 'Blocked.';
COMMENT ON COLUMN pos.pos_dir_cred.qtd_garantia IS 'Given as guarantee.';
COMMENT ON COLUMN pos.pos_dir_cred.qtd_margem IS 'Held as margin.';
COMMENT ON COLUMN pos.pos_dir_cred.pu_mercado IS 'Market unit price.';
COMMENT ON COLUMN pos.pos_dir_cred.pu_curva IS 'Accrual-curve unit price.';
COMMENT ON COLUMN pos.pos_dir_cred.pu_compra IS 'Purchase unit price.';
COMMENT ON COLUMN pos.pos_dir_cred.data_compra IS 'Purchase date.';
COMMENT ON COLUMN pos.pos_dir_cred.pu_emissao IS 'Issue unit price.';
COMMENT ON COLUMN pos.pos_dir_cred.pu_vencimento IS 'Unit price at maturity.';
COMMENT ON COLUMN pos.pos_dir_cred.preco_exercicio IS 'Strike.';
COMMENT ON COLUMN pos.pos_dir_cred.valor_contabil IS 'Book value, signed.';
COMMENT ON COLUMN pos.pos_dir_cred.juros_apropriados IS 'Accrued interest.';
COMMENT ON COLUMN pos.pos_dir_cred.resultado_nao_realizado IS 'Unrealised result.';
COMMENT ON COLUMN pos.pos_dir_cred.moeda IS 'ISO 4217 currency of the instrument.';
COMMENT ON COLUMN pos.pos_dir_cred.indexador IS 'Index.';
COMMENT ON COLUMN pos.pos_dir_cred.perc_indexador IS '% of the index.';
COMMENT ON COLUMN pos.pos_dir_cred.taxa IS 'Rate, % a year.';
COMMENT ON COLUMN pos.pos_dir_cred.data_emissao IS 'Issue.';
COMMENT ON COLUMN pos.pos_dir_cred.data_vencimento IS 'Maturity.';
COMMENT ON COLUMN pos.pos_dir_cred.valor_nocional IS 'Notional of a derivative.';
COMMENT ON COLUMN pos.pos_dir_cred.situacao_conciliacao IS 'Whether the portfolio reconciles: ok, fail, not_verifiable.';
COMMENT ON COLUMN pos.pos_dir_cred.version IS 'Version of the raw file.';
COMMENT ON COLUMN pos.pos_dir_cred.arquivo IS 'The file''s name as the portal gave it.';
COMMENT ON COLUMN pos.pos_dir_cred.sha256 IS 'Hash of the file''s bytes, lower-case hex.';
COMMENT ON COLUMN pos.pos_dir_cred.guid IS 'The portal''s id of the file.';
COMMENT ON COLUMN pos.pos_dir_cred.run_id IS 'The run that loaded the row.';
COMMENT ON COLUMN pos.pos_dir_cred.carregado_em IS 'When the row was loaded.';

CREATE TABLE pos.pos_cotas_fundos (
    data_pos date NOT NULL,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal BETWEEN 1 AND 99999),
    id_pos_cotas_fundos bigint GENERATED ALWAYS AS (((data_pos - DATE '2000-01-01')::bigint * 100000 + id_fundo) * 100000 + ordinal) STORED,
    valor_mercado numeric NOT NULL,
    secao text NOT NULL,
    nivel_2 text,
    nivel_3 text,
    isin text,
    codigo text,
    tipo_codigo text,
    codigo_interno text,
    descricao text,
    cnpj_emissor text,
    cfi text,
    mercado text,
    direcao text NOT NULL,
    quantidade numeric,
    qtd_disponivel numeric,
    qtd_bloqueada numeric,
    qtd_garantia numeric,
    qtd_margem numeric,
    pu_mercado numeric,
    pu_curva numeric,
    pu_compra numeric,
    data_compra date,
    pu_emissao numeric,
    pu_vencimento numeric,
    preco_exercicio numeric,
    valor_contabil numeric,
    juros_apropriados numeric,
    resultado_nao_realizado numeric,
    moeda text,
    indexador text,
    perc_indexador numeric,
    taxa numeric,
    data_emissao date,
    data_vencimento date,
    valor_nocional numeric,
    situacao_conciliacao text NOT NULL CHECK (situacao_conciliacao IN ('ok', 'fail', 'not_verifiable')),
    version integer NOT NULL,
    arquivo text NOT NULL,
    sha256 text NOT NULL,
    guid text,
    run_id text NOT NULL,
    carregado_em timestamptz DEFAULT now() NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, ordinal)
) PARTITION BY RANGE (data_pos);
CREATE INDEX pos_cotas_fundos_fundo ON pos.pos_cotas_fundos (id_fundo, data_pos);
COMMENT ON TABLE pos.pos_cotas_fundos IS 'One row: one lot of quotas of a fund.';
COMMENT ON COLUMN pos.pos_cotas_fundos.data_pos IS 'Position date.';
COMMENT ON COLUMN pos.pos_cotas_fundos.id_fundo IS 'The fund.';
COMMENT ON COLUMN pos.pos_cotas_fundos.ordinal IS 'Order of the row in its file, from 1.';
COMMENT ON COLUMN pos.pos_cotas_fundos.id_pos_cotas_fundos IS 'Surrogate key, made of date, fund and ordinal: the same after every load.';
COMMENT ON COLUMN pos.pos_cotas_fundos.valor_mercado IS 'Market value, signed: what enters total assets.';
COMMENT ON COLUMN pos.pos_cotas_fundos.secao IS 'Asset type: TABELA NIVEL 1 of ANBIMA.';
COMMENT ON COLUMN pos.pos_cotas_fundos.nivel_2 IS 'Underlying: TABELA NIVEL 2.';
COMMENT ON COLUMN pos.pos_cotas_fundos.nivel_3 IS 'Detail: TABELA NIVEL 3.';
COMMENT ON COLUMN pos.pos_cotas_fundos.isin IS 'ISIN; null for fillers such as BR0000000000.';
COMMENT ON COLUMN pos.pos_cotas_fundos.codigo IS 'Market code: SELIC, CETIP, B3 ticker (futures: DI1F31).';
COMMENT ON COLUMN pos.pos_cotas_fundos.tipo_codigo IS 'Which code it is: SELC, CETI, BVMF, TICKER.';
COMMENT ON COLUMN pos.pos_cotas_fundos.codigo_interno IS 'The administrator''s id of the lot.';
COMMENT ON COLUMN pos.pos_cotas_fundos.descricao IS 'Free text.';
COMMENT ON COLUMN pos.pos_cotas_fundos.cnpj_emissor IS 'Issuer, or the fund held.';
COMMENT ON COLUMN pos.pos_cotas_fundos.cfi IS 'CFI code.';
COMMENT ON COLUMN pos.pos_cotas_fundos.mercado IS 'Market (MIC) or OTCO.';
COMMENT ON COLUMN pos.pos_cotas_fundos.direcao IS 'LONG or SHOR.';
COMMENT ON COLUMN pos.pos_cotas_fundos.quantidade IS 'Quantity, positive; direction is `direcao`.';
COMMENT ON COLUMN pos.pos_cotas_fundos.qtd_disponivel IS 'Available.';
COMMENT ON COLUMN pos.pos_cotas_fundos.qtd_bloqueada IS 'Blocked.';
COMMENT ON COLUMN pos.pos_cotas_fundos.qtd_garantia IS 'Given as guarantee.';
COMMENT ON COLUMN pos.pos_cotas_fundos.qtd_margem IS 'Held as margin.';
COMMENT ON COLUMN pos.pos_cotas_fundos.pu_mercado IS 'Market unit price.';
COMMENT ON COLUMN pos.pos_cotas_fundos.pu_curva IS 'Accrual-curve unit price.';
COMMENT ON COLUMN pos.pos_cotas_fundos.pu_compra IS 'Purchase unit price.';
COMMENT ON COLUMN pos.pos_cotas_fundos.data_compra IS 'Purchase date.';
COMMENT ON COLUMN pos.pos_cotas_fundos.pu_emissao IS 'Issue unit price.';
COMMENT ON COLUMN pos.pos_cotas_fundos.pu_vencimento IS 'Unit price at maturity.';
COMMENT ON COLUMN pos.pos_cotas_fundos.preco_exercicio IS 'Strike.';
COMMENT ON COLUMN pos.pos_cotas_fundos.valor_contabil IS 'Book value, signed.';
COMMENT ON COLUMN pos.pos_cotas_fundos.juros_apropriados IS 'Accrued interest.';
COMMENT ON COLUMN pos.pos_cotas_fundos.resultado_nao_realizado IS 'Unrealised result.';
COMMENT ON COLUMN pos.pos_cotas_fundos.moeda IS 'ISO 4217 currency of the instrument.';
COMMENT ON COLUMN pos.pos_cotas_fundos.indexador IS 'Index.';
COMMENT ON COLUMN pos.pos_cotas_fundos.perc_indexador IS '% of the index.';
COMMENT ON COLUMN pos.pos_cotas_fundos.taxa IS 'Rate, % a year.';
COMMENT ON COLUMN pos.pos_cotas_fundos.data_emissao IS 'Issue.';
COMMENT ON COLUMN pos.pos_cotas_fundos.data_vencimento IS 'Maturity.';
COMMENT ON COLUMN pos.pos_cotas_fundos.valor_nocional IS 'Notional of a derivative.';
COMMENT ON COLUMN pos.pos_cotas_fundos.situacao_conciliacao IS 'Whether the portfolio reconciles: ok, fail, not_verifiable.';
COMMENT ON COLUMN pos.pos_cotas_fundos.version IS 'Version of the raw file.';
COMMENT ON COLUMN pos.pos_cotas_fundos.arquivo IS 'The file''s name as the portal gave it.';
COMMENT ON COLUMN pos.pos_cotas_fundos.sha256 IS 'Hash of the file''s bytes, lower-case hex.';
COMMENT ON COLUMN pos.pos_cotas_fundos.guid IS 'The portal''s id of the file.';
COMMENT ON COLUMN pos.pos_cotas_fundos.run_id IS 'The run that loaded the row.';
COMMENT ON COLUMN pos.pos_cotas_fundos.carregado_em IS 'When the row was loaded.';

CREATE TABLE pos.pos_derivativos (
    data_pos date NOT NULL,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal BETWEEN 1 AND 99999),
    id_pos_derivativos bigint GENERATED ALWAYS AS (((data_pos - DATE '2000-01-01')::bigint * 100000 + id_fundo) * 100000 + ordinal) STORED,
    valor_mercado numeric NOT NULL,
    secao text NOT NULL,
    nivel_2 text,
    nivel_3 text,
    isin text,
    codigo text,
    tipo_codigo text,
    codigo_interno text,
    descricao text,
    cnpj_emissor text,
    cfi text,
    mercado text,
    direcao text NOT NULL,
    quantidade numeric,
    qtd_disponivel numeric,
    qtd_bloqueada numeric,
    qtd_garantia numeric,
    qtd_margem numeric,
    pu_mercado numeric,
    pu_curva numeric,
    pu_compra numeric,
    data_compra date,
    pu_emissao numeric,
    pu_vencimento numeric,
    preco_exercicio numeric,
    valor_contabil numeric,
    juros_apropriados numeric,
    resultado_nao_realizado numeric,
    moeda text,
    indexador text,
    perc_indexador numeric,
    taxa numeric,
    data_emissao date,
    data_vencimento date,
    valor_nocional numeric,
    situacao_conciliacao text NOT NULL CHECK (situacao_conciliacao IN ('ok', 'fail', 'not_verifiable')),
    version integer NOT NULL,
    arquivo text NOT NULL,
    sha256 text NOT NULL,
    guid text,
    run_id text NOT NULL,
    carregado_em timestamptz DEFAULT now() NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, ordinal)
) PARTITION BY RANGE (data_pos);
CREATE INDEX pos_derivativos_fundo ON pos.pos_derivativos (id_fundo, data_pos);
COMMENT ON TABLE pos.pos_derivativos IS 'One row: one lot of futures, options, forwards or swaps.';
COMMENT ON COLUMN pos.pos_derivativos.data_pos IS 'Position date.';
COMMENT ON COLUMN pos.pos_derivativos.id_fundo IS 'The fund.';
COMMENT ON COLUMN pos.pos_derivativos.ordinal IS 'Order of the row in its file, from 1.';
COMMENT ON COLUMN pos.pos_derivativos.id_pos_derivativos IS 'Surrogate key, made of date, fund and ordinal: the same after every load.';
COMMENT ON COLUMN pos.pos_derivativos.valor_mercado IS 'Market value, signed: what enters total assets.';
COMMENT ON COLUMN pos.pos_derivativos.secao IS 'Asset type: TABELA NIVEL 1 of ANBIMA.';
COMMENT ON COLUMN pos.pos_derivativos.nivel_2 IS 'Underlying: TABELA NIVEL 2.';
COMMENT ON COLUMN pos.pos_derivativos.nivel_3 IS 'Detail: TABELA NIVEL 3.';
COMMENT ON COLUMN pos.pos_derivativos.isin IS 'ISIN; null for fillers such as BR0000000000.';
COMMENT ON COLUMN pos.pos_derivativos.codigo IS 'Market code: SELIC, CETIP, B3 ticker (futures: DI1F31).';
COMMENT ON COLUMN pos.pos_derivativos.tipo_codigo IS 'Which code it is: SELC, CETI, BVMF, TICKER.';
COMMENT ON COLUMN pos.pos_derivativos.codigo_interno IS 'The administrator''s id of the lot.';
COMMENT ON COLUMN pos.pos_derivativos.descricao IS 'Free text.';
COMMENT ON COLUMN pos.pos_derivativos.cnpj_emissor IS 'Issuer, or the fund held.';
COMMENT ON COLUMN pos.pos_derivativos.cfi IS 'CFI code.';
COMMENT ON COLUMN pos.pos_derivativos.mercado IS 'Market (MIC) or OTCO.';
COMMENT ON COLUMN pos.pos_derivativos.direcao IS 'LONG or SHOR.';
COMMENT ON COLUMN pos.pos_derivativos.quantidade IS 'Quantity, positive; direction is `direcao`.';
COMMENT ON COLUMN pos.pos_derivativos.qtd_disponivel IS 'Available.';
COMMENT ON COLUMN pos.pos_derivativos.qtd_bloqueada IS 'Blocked.';
COMMENT ON COLUMN pos.pos_derivativos.qtd_garantia IS 'Given as guarantee.';
COMMENT ON COLUMN pos.pos_derivativos.qtd_margem IS 'Held as margin.';
COMMENT ON COLUMN pos.pos_derivativos.pu_mercado IS 'Market unit price.';
COMMENT ON COLUMN pos.pos_derivativos.pu_curva IS 'Accrual-curve unit price.';
COMMENT ON COLUMN pos.pos_derivativos.pu_compra IS 'Purchase unit price.';
COMMENT ON COLUMN pos.pos_derivativos.data_compra IS 'Purchase date.';
COMMENT ON COLUMN pos.pos_derivativos.pu_emissao IS 'Issue unit price.';
COMMENT ON COLUMN pos.pos_derivativos.pu_vencimento IS 'Unit price at maturity.';
COMMENT ON COLUMN pos.pos_derivativos.preco_exercicio IS 'Strike.';
COMMENT ON COLUMN pos.pos_derivativos.valor_contabil IS 'Book value, signed.';
COMMENT ON COLUMN pos.pos_derivativos.juros_apropriados IS 'Accrued interest.';
COMMENT ON COLUMN pos.pos_derivativos.resultado_nao_realizado IS 'Unrealised result.';
COMMENT ON COLUMN pos.pos_derivativos.moeda IS 'ISO 4217 currency of the instrument.';
COMMENT ON COLUMN pos.pos_derivativos.indexador IS 'Index.';
COMMENT ON COLUMN pos.pos_derivativos.perc_indexador IS '% of the index.';
COMMENT ON COLUMN pos.pos_derivativos.taxa IS 'Rate, % a year.';
COMMENT ON COLUMN pos.pos_derivativos.data_emissao IS 'Issue.';
COMMENT ON COLUMN pos.pos_derivativos.data_vencimento IS 'Maturity.';
COMMENT ON COLUMN pos.pos_derivativos.valor_nocional IS 'Notional of a derivative.';
COMMENT ON COLUMN pos.pos_derivativos.situacao_conciliacao IS 'Whether the portfolio reconciles: ok, fail, not_verifiable.';
COMMENT ON COLUMN pos.pos_derivativos.version IS 'Version of the raw file.';
COMMENT ON COLUMN pos.pos_derivativos.arquivo IS 'The file''s name as the portal gave it.';
COMMENT ON COLUMN pos.pos_derivativos.sha256 IS 'Hash of the file''s bytes, lower-case hex.';
COMMENT ON COLUMN pos.pos_derivativos.guid IS 'The portal''s id of the file.';
COMMENT ON COLUMN pos.pos_derivativos.run_id IS 'The run that loaded the row.';
COMMENT ON COLUMN pos.pos_derivativos.carregado_em IS 'When the row was loaded.';

CREATE TABLE pos.pos_outros (
    data_pos date NOT NULL,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal BETWEEN 1 AND 99999),
    id_pos_outros bigint GENERATED ALWAYS AS (((data_pos - DATE '2000-01-01')::bigint * 100000 + id_fundo) * 100000 + ordinal) STORED,
    valor_mercado numeric NOT NULL,
    secao text NOT NULL,
    nivel_2 text,
    nivel_3 text,
    isin text,
    codigo text,
    tipo_codigo text,
    codigo_interno text,
    descricao text,
    cnpj_emissor text,
    cfi text,
    mercado text,
    direcao text NOT NULL,
    quantidade numeric,
    qtd_disponivel numeric,
    qtd_bloqueada numeric,
    qtd_garantia numeric,
    qtd_margem numeric,
    pu_mercado numeric,
    pu_curva numeric,
    pu_compra numeric,
    data_compra date,
    pu_emissao numeric,
    pu_vencimento numeric,
    preco_exercicio numeric,
    valor_contabil numeric,
    juros_apropriados numeric,
    resultado_nao_realizado numeric,
    moeda text,
    indexador text,
    perc_indexador numeric,
    taxa numeric,
    data_emissao date,
    data_vencimento date,
    valor_nocional numeric,
    situacao_conciliacao text NOT NULL CHECK (situacao_conciliacao IN ('ok', 'fail', 'not_verifiable')),
    version integer NOT NULL,
    arquivo text NOT NULL,
    sha256 text NOT NULL,
    guid text,
    run_id text NOT NULL,
    carregado_em timestamptz DEFAULT now() NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, ordinal)
) PARTITION BY RANGE (data_pos);
CREATE INDEX pos_outros_fundo ON pos.pos_outros (id_fundo, data_pos);
COMMENT ON TABLE pos.pos_outros IS 'One row: one lot of anything else: real estate, loans of no known paper, unknown.';
COMMENT ON COLUMN pos.pos_outros.data_pos IS 'Position date.';
COMMENT ON COLUMN pos.pos_outros.id_fundo IS 'The fund.';
COMMENT ON COLUMN pos.pos_outros.ordinal IS 'Order of the row in its file, from 1.';
COMMENT ON COLUMN pos.pos_outros.id_pos_outros IS 'Surrogate key, made of date, fund and ordinal: the same after every load.';
COMMENT ON COLUMN pos.pos_outros.valor_mercado IS 'Market value, signed: what enters total assets.';
COMMENT ON COLUMN pos.pos_outros.secao IS 'Asset type: TABELA NIVEL 1 of ANBIMA.';
COMMENT ON COLUMN pos.pos_outros.nivel_2 IS 'Underlying: TABELA NIVEL 2.';
COMMENT ON COLUMN pos.pos_outros.nivel_3 IS 'Detail: TABELA NIVEL 3.';
COMMENT ON COLUMN pos.pos_outros.isin IS 'ISIN; null for fillers such as BR0000000000.';
COMMENT ON COLUMN pos.pos_outros.codigo IS 'Market code: SELIC, CETIP, B3 ticker (futures: DI1F31).';
COMMENT ON COLUMN pos.pos_outros.tipo_codigo IS 'Which code it is: SELC, CETI, BVMF, TICKER.';
COMMENT ON COLUMN pos.pos_outros.codigo_interno IS 'The administrator''s id of the lot.';
COMMENT ON COLUMN pos.pos_outros.descricao IS 'Free text.';
COMMENT ON COLUMN pos.pos_outros.cnpj_emissor IS 'Issuer, or the fund held.';
COMMENT ON COLUMN pos.pos_outros.cfi IS 'CFI code.';
COMMENT ON COLUMN pos.pos_outros.mercado IS 'Market (MIC) or OTCO.';
COMMENT ON COLUMN pos.pos_outros.direcao IS 'LONG or SHOR.';
COMMENT ON COLUMN pos.pos_outros.quantidade IS 'Quantity, positive; direction is `direcao`.';
COMMENT ON COLUMN pos.pos_outros.qtd_disponivel IS 'Available.';
COMMENT ON COLUMN pos.pos_outros.qtd_bloqueada IS 'Blocked.';
COMMENT ON COLUMN pos.pos_outros.qtd_garantia IS 'Given as guarantee.';
COMMENT ON COLUMN pos.pos_outros.qtd_margem IS 'Held as margin.';
COMMENT ON COLUMN pos.pos_outros.pu_mercado IS 'Market unit price.';
COMMENT ON COLUMN pos.pos_outros.pu_curva IS 'Accrual-curve unit price.';
COMMENT ON COLUMN pos.pos_outros.pu_compra IS 'Purchase unit price.';
COMMENT ON COLUMN pos.pos_outros.data_compra IS 'Purchase date.';
COMMENT ON COLUMN pos.pos_outros.pu_emissao IS 'Issue unit price.';
COMMENT ON COLUMN pos.pos_outros.pu_vencimento IS 'Unit price at maturity.';
COMMENT ON COLUMN pos.pos_outros.preco_exercicio IS 'Strike.';
COMMENT ON COLUMN pos.pos_outros.valor_contabil IS 'Book value, signed.';
COMMENT ON COLUMN pos.pos_outros.juros_apropriados IS 'Accrued interest.';
COMMENT ON COLUMN pos.pos_outros.resultado_nao_realizado IS 'Unrealised result.';
COMMENT ON COLUMN pos.pos_outros.moeda IS 'ISO 4217 currency of the instrument.';
COMMENT ON COLUMN pos.pos_outros.indexador IS 'Index.';
COMMENT ON COLUMN pos.pos_outros.perc_indexador IS '% of the index.';
COMMENT ON COLUMN pos.pos_outros.taxa IS 'Rate, % a year.';
COMMENT ON COLUMN pos.pos_outros.data_emissao IS 'Issue.';
COMMENT ON COLUMN pos.pos_outros.data_vencimento IS 'Maturity.';
COMMENT ON COLUMN pos.pos_outros.valor_nocional IS 'Notional of a derivative.';
COMMENT ON COLUMN pos.pos_outros.situacao_conciliacao IS 'Whether the portfolio reconciles: ok, fail, not_verifiable.';
COMMENT ON COLUMN pos.pos_outros.version IS 'Version of the raw file.';
COMMENT ON COLUMN pos.pos_outros.arquivo IS 'The file''s name as the portal gave it.';
COMMENT ON COLUMN pos.pos_outros.sha256 IS 'Hash of the file''s bytes, lower-case hex.';
COMMENT ON COLUMN pos.pos_outros.guid IS 'The portal''s id of the file.';
COMMENT ON COLUMN pos.pos_outros.run_id IS 'The run that loaded the row.';
COMMENT ON COLUMN pos.pos_outros.carregado_em IS 'When the row was loaded.';
