-- The rows of a portfolio besides its lots, and what of its file was not read; the holders' register. Partitioned by year
-- as the positions are (`warehouse/years.py`). Columns, types and comments are those of `warehouse/row_tables.py` and
-- `registers.py`; a test compares them.

CREATE TABLE cad.info_cotistas (
    id_cotista bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identidade text UNIQUE NOT NULL,
    codigo_britech text,
    nome_cotista text NOT NULL,
    nome_curto text,
    cpf_cnpj text,
    tipo_pessoa text GENERATED ALWAYS AS (CASE length(cpf_cnpj) WHEN 11 THEN 'PF' WHEN 14 THEN 'PJ' END) STORED,
    tipo_cotista text GENERATED ALWAYS AS (CASE length(cpf_cnpj) WHEN 11 THEN 'PF' WHEN 14 THEN 'PJ' END) STORED,
    is_active boolean,
    fonte text NOT NULL,
    atualizado_em timestamptz DEFAULT now() NOT NULL
);
COMMENT ON TABLE cad.info_cotistas IS 'One row: one holder of quotas: by CNPJ or CPF; without one, a fund''s own, by name.';
COMMENT ON COLUMN cad.info_cotistas.id_cotista IS 'Surrogate key, given at the first load.';
COMMENT ON COLUMN cad.info_cotistas.identidade IS 'Natural key: what makes it the same thing on another day.';
COMMENT ON COLUMN cad.info_cotistas.codigo_britech IS 'Code in BriTech.';
COMMENT ON COLUMN cad.info_cotistas.nome_cotista IS 'Holder.';
COMMENT ON COLUMN cad.info_cotistas.nome_curto IS 'Short name.';
COMMENT ON COLUMN cad.info_cotistas.cpf_cnpj IS 'CNPJ or CPF.';
COMMENT ON COLUMN cad.info_cotistas.tipo_pessoa IS 'PF a person, PJ a company; null without a document.';
COMMENT ON COLUMN cad.info_cotistas.tipo_cotista IS 'The same as `tipo_pessoa`.';
COMMENT ON COLUMN cad.info_cotistas.is_active IS 'Whether the holder still holds quotas.';
COMMENT ON COLUMN cad.info_cotistas.fonte IS 'The fund-day that told the present description; the newest tells.';
COMMENT ON COLUMN cad.info_cotistas.atualizado_em IS 'When the row was written last.';

CREATE TABLE pos.pos_passivo (
    data_pos date NOT NULL,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal >= 1),
    id_cotista bigint REFERENCES cad.info_cotistas NOT NULL,
    id_serie integer,
    qt_cotas numeric,
    qt_cotas_bloqueadas numeric,
    cota_aplicacao numeric,
    cota_dia numeric,
    valor_aplicado numeric,
    valor_bruto numeric,
    valor_liquido numeric,
    valor_rendimento numeric,
    valor_ir numeric,
    valor_iof numeric,
    valor_performance numeric,
    data_aplicacao date,
    is_active boolean,
    nome text NOT NULL,
    documento text,
    tributos numeric,
    percentual numeric,
    formato text NOT NULL,
    situacao_conciliacao text NOT NULL,
    version integer NOT NULL,
    arquivo text NOT NULL,
    sha256 text NOT NULL,
    guid text,
    run_id text NOT NULL,
    carregado_em timestamptz DEFAULT now() NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, ordinal)
) PARTITION BY RANGE (data_pos);
CREATE INDEX pos_passivo_thing ON pos.pos_passivo (id_cotista, data_pos);
CREATE INDEX pos_passivo_fundo ON pos.pos_passivo (id_fundo, data_pos);
COMMENT ON TABLE pos.pos_passivo IS 'One row: one holder of quotas (Excel).';
COMMENT ON COLUMN pos.pos_passivo.data_pos IS 'Position date.';
COMMENT ON COLUMN pos.pos_passivo.id_fundo IS 'The fund.';
COMMENT ON COLUMN pos.pos_passivo.ordinal IS 'Order of the row in its file, from 1.';
COMMENT ON COLUMN pos.pos_passivo.id_cotista IS 'Which it is: `cad.info_cotistas`.';
COMMENT ON COLUMN pos.pos_passivo.id_serie IS 'Series of the quota.';
COMMENT ON COLUMN pos.pos_passivo.qt_cotas IS 'Quotas.';
COMMENT ON COLUMN pos.pos_passivo.qt_cotas_bloqueadas IS 'Blocked quotas.';
COMMENT ON COLUMN pos.pos_passivo.cota_aplicacao IS 'Quota of the day of the subscription.';
COMMENT ON COLUMN pos.pos_passivo.cota_dia IS 'Quota of the day, of the holder''s series.';
COMMENT ON COLUMN pos.pos_passivo.valor_aplicado IS 'Amount subscribed.';
COMMENT ON COLUMN pos.pos_passivo.valor_bruto IS 'Value before taxes.';
COMMENT ON COLUMN pos.pos_passivo.valor_liquido IS 'Value after taxes.';
COMMENT ON COLUMN pos.pos_passivo.valor_rendimento IS 'Income.';
COMMENT ON COLUMN pos.pos_passivo.valor_ir IS 'Income tax.';
COMMENT ON COLUMN pos.pos_passivo.valor_iof IS 'Tax on financial operations.';
COMMENT ON COLUMN pos.pos_passivo.valor_performance IS 'Performance fee.';
COMMENT ON COLUMN pos.pos_passivo.data_aplicacao IS 'Day of the subscription.';
COMMENT ON COLUMN pos.pos_passivo.is_active IS 'Whether the holder still holds quotas.';
COMMENT ON COLUMN pos.pos_passivo.nome IS 'Holder.';
COMMENT ON COLUMN pos.pos_passivo.documento IS 'CNPJ or CPF.';
COMMENT ON COLUMN pos.pos_passivo.tributos IS 'Taxes provisioned.';
COMMENT ON COLUMN pos.pos_passivo.percentual IS 'Share of the fund, %.';
COMMENT ON COLUMN pos.pos_passivo.formato IS 'The file type that was read.';
COMMENT ON COLUMN pos.pos_passivo.situacao_conciliacao IS 'Whether the portfolio reconciles: ok, fail, not_verifiable.';
COMMENT ON COLUMN pos.pos_passivo.version IS 'Version of the portfolio''s file.';
COMMENT ON COLUMN pos.pos_passivo.arquivo IS 'The file''s name as the portal gave it.';
COMMENT ON COLUMN pos.pos_passivo.sha256 IS 'Hash of the file''s bytes, lower-case hex.';
COMMENT ON COLUMN pos.pos_passivo.guid IS 'The portal''s id of the portfolio''s file.';
COMMENT ON COLUMN pos.pos_passivo.run_id IS 'The run that loaded the row.';
COMMENT ON COLUMN pos.pos_passivo.carregado_em IS 'When the row was loaded.';

CREATE TABLE pos.pos_rentabilidade (
    data_pos date NOT NULL,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal >= 1),
    descricao text NOT NULL,
    periodo text NOT NULL,
    rentabilidade numeric NOT NULL,
    formato text NOT NULL,
    situacao_conciliacao text NOT NULL,
    version integer NOT NULL,
    arquivo text NOT NULL,
    sha256 text NOT NULL,
    guid text,
    run_id text NOT NULL,
    carregado_em timestamptz DEFAULT now() NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, ordinal)
) PARTITION BY RANGE (data_pos);
CREATE INDEX pos_rentabilidade_fundo ON pos.pos_rentabilidade (id_fundo, data_pos);
COMMENT ON TABLE pos.pos_rentabilidade IS 'One row: one return of the fund or of an index over one period (Excel).';
COMMENT ON COLUMN pos.pos_rentabilidade.data_pos IS 'Position date.';
COMMENT ON COLUMN pos.pos_rentabilidade.id_fundo IS 'The fund.';
COMMENT ON COLUMN pos.pos_rentabilidade.ordinal IS 'Order of the row in its file, from 1.';
COMMENT ON COLUMN pos.pos_rentabilidade.descricao IS 'What it is the return of: the fund, CDI.';
COMMENT ON COLUMN pos.pos_rentabilidade.periodo IS 'Period as the file titles it: Dia, Mês, Ano.';
COMMENT ON COLUMN pos.pos_rentabilidade.rentabilidade IS 'Return, %.';
COMMENT ON COLUMN pos.pos_rentabilidade.formato IS 'The file type that was read.';
COMMENT ON COLUMN pos.pos_rentabilidade.situacao_conciliacao IS 'Whether the portfolio reconciles: ok, fail, not_verifiable.';
COMMENT ON COLUMN pos.pos_rentabilidade.version IS 'Version of the portfolio''s file.';
COMMENT ON COLUMN pos.pos_rentabilidade.arquivo IS 'The file''s name as the portal gave it.';
COMMENT ON COLUMN pos.pos_rentabilidade.sha256 IS 'Hash of the file''s bytes, lower-case hex.';
COMMENT ON COLUMN pos.pos_rentabilidade.guid IS 'The portal''s id of the portfolio''s file.';
COMMENT ON COLUMN pos.pos_rentabilidade.run_id IS 'The run that loaded the row.';
COMMENT ON COLUMN pos.pos_rentabilidade.carregado_em IS 'When the row was loaded.';

CREATE TABLE pos.pos_despesas (
    data_pos date NOT NULL,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal >= 1),
    secao_origem text NOT NULL,
    codigo text NOT NULL,
    conta text,
    descricao text,
    valor numeric,
    taxa numeric,
    indexador text,
    perc_indexador numeric,
    situacao_conciliacao text NOT NULL,
    version integer NOT NULL,
    arquivo text NOT NULL,
    sha256 text NOT NULL,
    guid text,
    run_id text NOT NULL,
    carregado_em timestamptz DEFAULT now() NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, ordinal)
) PARTITION BY RANGE (data_pos);
CREATE INDEX pos_despesas_fundo ON pos.pos_despesas (id_fundo, data_pos);
COMMENT ON TABLE pos.pos_despesas IS 'One row: one expense of the period; already in cash or provisions, never in the identity of the net worth.';
COMMENT ON COLUMN pos.pos_despesas.data_pos IS 'Position date.';
COMMENT ON COLUMN pos.pos_despesas.id_fundo IS 'The fund.';
COMMENT ON COLUMN pos.pos_despesas.ordinal IS 'Order of the row in its file, from 1.';
COMMENT ON COLUMN pos.pos_despesas.secao_origem IS 'Where it stands: despesas, outrasdespesas, EXPN.';
COMMENT ON COLUMN pos.pos_despesas.codigo IS 'Code or name as the file has it: txadm, 15, ADMF.';
COMMENT ON COLUMN pos.pos_despesas.conta IS 'ANBIMA''s 5.0 account that the code stands for, null if unknown.';
COMMENT ON COLUMN pos.pos_despesas.descricao IS 'Free text.';
COMMENT ON COLUMN pos.pos_despesas.valor IS 'Amount, positive; null where only a rate is told.';
COMMENT ON COLUMN pos.pos_despesas.taxa IS 'Rate of the fee, %.';
COMMENT ON COLUMN pos.pos_despesas.indexador IS 'Index of a performance fee.';
COMMENT ON COLUMN pos.pos_despesas.perc_indexador IS '% of the index.';
COMMENT ON COLUMN pos.pos_despesas.situacao_conciliacao IS 'Whether the portfolio reconciles: ok, fail, not_verifiable.';
COMMENT ON COLUMN pos.pos_despesas.version IS 'Version of the raw file.';
COMMENT ON COLUMN pos.pos_despesas.arquivo IS 'The file''s name as the portal gave it.';
COMMENT ON COLUMN pos.pos_despesas.sha256 IS 'Hash of the file''s bytes, lower-case hex.';
COMMENT ON COLUMN pos.pos_despesas.guid IS 'The portal''s id of the file.';
COMMENT ON COLUMN pos.pos_despesas.run_id IS 'The run that loaded the row.';
COMMENT ON COLUMN pos.pos_despesas.carregado_em IS 'When the row was loaded.';

CREATE TABLE pos.pos_classes (
    data_pos date NOT NULL,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal >= 1),
    nivel text NOT NULL,
    cnpj text,
    codigo_subclasse text,
    isin text,
    nome text,
    cfi text,
    valorcota numeric,
    casas_cota integer,
    valorcota_bruta numeric,
    quantidade numeric,
    valorativos numeric,
    valorreceber numeric,
    valorpagar numeric,
    vlcotasemitir numeric,
    vlcotasresgatar numeric,
    despesas numeric,
    situacao_conciliacao text NOT NULL,
    version integer NOT NULL,
    arquivo text NOT NULL,
    sha256 text NOT NULL,
    guid text,
    run_id text NOT NULL,
    carregado_em timestamptz DEFAULT now() NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, ordinal)
) PARTITION BY RANGE (data_pos);
CREATE INDEX pos_classes_fundo ON pos.pos_classes (id_fundo, data_pos);
COMMENT ON TABLE pos.pos_classes IS 'One row: one further class, subclass or series that the file tells of (the portfolio''s own apart).';
COMMENT ON COLUMN pos.pos_classes.data_pos IS 'Position date.';
COMMENT ON COLUMN pos.pos_classes.id_fundo IS 'The fund.';
COMMENT ON COLUMN pos.pos_classes.ordinal IS 'Order of the row in its file, from 1.';
COMMENT ON COLUMN pos.pos_classes.nivel IS 'What it is beside the portfolio.';
COMMENT ON COLUMN pos.pos_classes.cnpj IS 'Fund or class, 14 characters; null for a managed account.';
COMMENT ON COLUMN pos.pos_classes.codigo_subclasse IS 'CVM''s code of a subclass.';
COMMENT ON COLUMN pos.pos_classes.isin IS 'ISIN of the quota.';
COMMENT ON COLUMN pos.pos_classes.nome IS 'Name as the file has it.';
COMMENT ON COLUMN pos.pos_classes.cfi IS 'CFI code (ISO 10962).';
COMMENT ON COLUMN pos.pos_classes.valorcota IS 'Quota (NAV per unit); a managed account has none.';
COMMENT ON COLUMN pos.pos_classes.casas_cota IS 'Decimals printed of the quota: the quota check''s tolerance needs them.';
COMMENT ON COLUMN pos.pos_classes.valorcota_bruta IS 'Quota before the performance fee.';
COMMENT ON COLUMN pos.pos_classes.quantidade IS 'Units; a managed account has none.';
COMMENT ON COLUMN pos.pos_classes.valorativos IS 'Total assets, signed: positions plus cash.';
COMMENT ON COLUMN pos.pos_classes.valorreceber IS 'Receivables.';
COMMENT ON COLUMN pos.pos_classes.valorpagar IS 'Payables, a positive number.';
COMMENT ON COLUMN pos.pos_classes.vlcotasemitir IS 'Subscriptions, quotas not yet issued; a deduction.';
COMMENT ON COLUMN pos.pos_classes.vlcotasresgatar IS 'Redemptions not yet paid; a deduction.';
COMMENT ON COLUMN pos.pos_classes.despesas IS 'Settled expenses of the period; not in the net worth.';
COMMENT ON COLUMN pos.pos_classes.situacao_conciliacao IS 'Whether the portfolio reconciles: ok, fail, not_verifiable.';
COMMENT ON COLUMN pos.pos_classes.version IS 'Version of the raw file.';
COMMENT ON COLUMN pos.pos_classes.arquivo IS 'The file''s name as the portal gave it.';
COMMENT ON COLUMN pos.pos_classes.sha256 IS 'Hash of the file''s bytes, lower-case hex.';
COMMENT ON COLUMN pos.pos_classes.guid IS 'The portal''s id of the file.';
COMMENT ON COLUMN pos.pos_classes.run_id IS 'The run that loaded the row.';
COMMENT ON COLUMN pos.pos_classes.carregado_em IS 'When the row was loaded.';

CREATE TABLE pos.pos_detalhes (
    data_pos date NOT NULL,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal >= 1),
    tabela text NOT NULL,
    linha_tabela integer,
    bloco text NOT NULL,
    campo text NOT NULL,
    valor text NOT NULL,
    situacao_conciliacao text NOT NULL,
    version integer NOT NULL,
    arquivo text NOT NULL,
    sha256 text NOT NULL,
    guid text,
    run_id text NOT NULL,
    carregado_em timestamptz DEFAULT now() NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, ordinal)
) PARTITION BY RANGE (data_pos);
CREATE INDEX pos_detalhes_fundo ON pos.pos_detalhes (id_fundo, data_pos);
COMMENT ON TABLE pos.pos_detalhes IS 'One row: one fact of a row (or of the portfolio) that has no column of its own.';
COMMENT ON COLUMN pos.pos_detalhes.data_pos IS 'Position date.';
COMMENT ON COLUMN pos.pos_detalhes.id_fundo IS 'The fund.';
COMMENT ON COLUMN pos.pos_detalhes.ordinal IS 'Order of the row in its file, from 1.';
COMMENT ON COLUMN pos.pos_detalhes.tabela IS 'Which canonical table it belongs to.';
COMMENT ON COLUMN pos.pos_detalhes.linha_tabela IS 'The row''s ordinal there; null for the portfolio.';
COMMENT ON COLUMN pos.pos_detalhes.bloco IS 'Block of the file: imoveis, corretagem, BalForSubAcctBrData.';
COMMENT ON COLUMN pos.pos_detalhes.campo IS 'Path of the fact in its block.';
COMMENT ON COLUMN pos.pos_detalhes.valor IS 'Text as the file has it.';
COMMENT ON COLUMN pos.pos_detalhes.situacao_conciliacao IS 'Whether the portfolio reconciles: ok, fail, not_verifiable.';
COMMENT ON COLUMN pos.pos_detalhes.version IS 'Version of the raw file.';
COMMENT ON COLUMN pos.pos_detalhes.arquivo IS 'The file''s name as the portal gave it.';
COMMENT ON COLUMN pos.pos_detalhes.sha256 IS 'Hash of the file''s bytes, lower-case hex.';
COMMENT ON COLUMN pos.pos_detalhes.guid IS 'The portal''s id of the file.';
COMMENT ON COLUMN pos.pos_detalhes.run_id IS 'The run that loaded the row.';
COMMENT ON COLUMN pos.pos_detalhes.carregado_em IS 'When the row was loaded.';

CREATE TABLE ctl.unknown_element (
    data_pos date NOT NULL,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal >= 1),
    caminho text NOT NULL,
    linha integer,
    conteudo text,
    situacao_conciliacao text NOT NULL,
    version integer NOT NULL,
    arquivo text NOT NULL,
    sha256 text NOT NULL,
    guid text,
    run_id text NOT NULL,
    carregado_em timestamptz DEFAULT now() NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, ordinal)
) PARTITION BY RANGE (data_pos);
CREATE INDEX unknown_element_fundo ON ctl.unknown_element (id_fundo, data_pos);
COMMENT ON TABLE ctl.unknown_element IS 'One row: one element that was not understood.';
COMMENT ON COLUMN ctl.unknown_element.data_pos IS 'Position date.';
COMMENT ON COLUMN ctl.unknown_element.id_fundo IS 'The fund.';
COMMENT ON COLUMN ctl.unknown_element.ordinal IS 'Order of the row in its file, from 1.';
COMMENT ON COLUMN ctl.unknown_element.caminho IS 'Its path in the file.';
COMMENT ON COLUMN ctl.unknown_element.linha IS 'Its line in the file.';
COMMENT ON COLUMN ctl.unknown_element.conteudo IS 'Its raw XML.';
COMMENT ON COLUMN ctl.unknown_element.situacao_conciliacao IS 'Whether the portfolio reconciles: ok, fail, not_verifiable.';
COMMENT ON COLUMN ctl.unknown_element.version IS 'Version of the raw file.';
COMMENT ON COLUMN ctl.unknown_element.arquivo IS 'The file''s name as the portal gave it.';
COMMENT ON COLUMN ctl.unknown_element.sha256 IS 'Hash of the file''s bytes, lower-case hex.';
COMMENT ON COLUMN ctl.unknown_element.guid IS 'The portal''s id of the file.';
COMMENT ON COLUMN ctl.unknown_element.run_id IS 'The run that loaded the row.';
COMMENT ON COLUMN ctl.unknown_element.carregado_em IS 'When the row was loaded.';

CREATE TABLE ctl.quarantine (
    data_pos date NOT NULL,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal >= 1),
    tabela text NOT NULL,
    secao_origem text NOT NULL,
    caminho text NOT NULL,
    linha integer,
    motivo text NOT NULL,
    conteudo text,
    formato text NOT NULL,
    situacao_conciliacao text NOT NULL,
    version integer NOT NULL,
    arquivo text NOT NULL,
    sha256 text NOT NULL,
    guid text,
    run_id text NOT NULL,
    carregado_em timestamptz DEFAULT now() NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, ordinal)
) PARTITION BY RANGE (data_pos);
CREATE INDEX quarantine_fundo ON ctl.quarantine (id_fundo, data_pos);
COMMENT ON TABLE ctl.quarantine IS 'One row: one row of a file that could not be read; the rest of its portfolio was.';
COMMENT ON COLUMN ctl.quarantine.data_pos IS 'Position date.';
COMMENT ON COLUMN ctl.quarantine.id_fundo IS 'The fund.';
COMMENT ON COLUMN ctl.quarantine.ordinal IS 'Order of the row in its file, from 1.';
COMMENT ON COLUMN ctl.quarantine.tabela IS 'Which canonical table it would have joined.';
COMMENT ON COLUMN ctl.quarantine.secao_origem IS 'The section as the file itself names it.';
COMMENT ON COLUMN ctl.quarantine.caminho IS 'Its path, or cell, in the file.';
COMMENT ON COLUMN ctl.quarantine.linha IS 'Its line in the file.';
COMMENT ON COLUMN ctl.quarantine.motivo IS 'What is wrong with it (Portuguese).';
COMMENT ON COLUMN ctl.quarantine.conteudo IS 'The row as the file has it.';
COMMENT ON COLUMN ctl.quarantine.formato IS 'The file type that was read.';
COMMENT ON COLUMN ctl.quarantine.situacao_conciliacao IS 'Whether the portfolio reconciles: ok, fail, not_verifiable.';
COMMENT ON COLUMN ctl.quarantine.version IS 'Version of the portfolio''s file.';
COMMENT ON COLUMN ctl.quarantine.arquivo IS 'The file''s name as the portal gave it.';
COMMENT ON COLUMN ctl.quarantine.sha256 IS 'Hash of the file''s bytes, lower-case hex.';
COMMENT ON COLUMN ctl.quarantine.guid IS 'The portal''s id of the portfolio''s file.';
COMMENT ON COLUMN ctl.quarantine.run_id IS 'The run that loaded the row.';
COMMENT ON COLUMN ctl.quarantine.carregado_em IS 'When the row was loaded.';
