-- The registers: what positions refer to and what keeps its identity over days. Columns, types and comments are those of
-- `warehouse/registers.py`; a test compares the two.

CREATE TABLE cad.info_fundos (
    id_fundo integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug text UNIQUE NOT NULL,
    codigo_britech text,
    codigo_qore text,
    codigo_maps text,
    nome_fundo text NOT NULL,
    nome_curto text,
    tipo_fundo text,
    cnpj text,
    is_active boolean NOT NULL,
    data_criacao timestamptz DEFAULT now() NOT NULL,
    status text GENERATED ALWAYS AS (CASE WHEN is_active THEN 'ATIVO' ELSE 'INATIVO' END) STORED,
    data_inicio date,
    data_fim date,
    fonte text NOT NULL,
    atualizado_em timestamptz DEFAULT now() NOT NULL
);
COMMENT ON TABLE cad.info_fundos IS 'One row: one fund of the registry.';
COMMENT ON COLUMN cad.info_fundos.id_fundo IS 'Surrogate key, given at the first load.';
COMMENT ON COLUMN cad.info_fundos.slug IS 'The fund''s immutable slug in the registry.';
COMMENT ON COLUMN cad.info_fundos.codigo_britech IS 'Code in BriTech.';
COMMENT ON COLUMN cad.info_fundos.codigo_qore IS 'The portal''s UUID.';
COMMENT ON COLUMN cad.info_fundos.codigo_maps IS 'Code in MAPS.';
COMMENT ON COLUMN cad.info_fundos.nome_fundo IS 'Legal name.';
COMMENT ON COLUMN cad.info_fundos.nome_curto IS 'Short name.';
COMMENT ON COLUMN cad.info_fundos.tipo_fundo IS 'Kind of fund: FIDC, FIP, FIM, FIA.';
COMMENT ON COLUMN cad.info_fundos.cnpj IS 'CNPJ, 14 characters.';
COMMENT ON COLUMN cad.info_fundos.is_active IS 'Whether its files are wanted.';
COMMENT ON COLUMN cad.info_fundos.data_criacao IS 'When the row was made.';
COMMENT ON COLUMN cad.info_fundos.status IS 'ATIVO or INATIVO.';
COMMENT ON COLUMN cad.info_fundos.data_inicio IS 'First day of the fund.';
COMMENT ON COLUMN cad.info_fundos.data_fim IS 'Last day of the fund.';
COMMENT ON COLUMN cad.info_fundos.fonte IS 'The fund-day that told the present description; the newest tells.';
COMMENT ON COLUMN cad.info_fundos.atualizado_em IS 'When the row was written last.';

CREATE TABLE cad.info_contas (
    id_conta bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    identidade text UNIQUE NOT NULL,
    banco text,
    agencia text,
    conta text,
    tipo_conta text,
    descricao text,
    moeda text,
    fonte text NOT NULL,
    atualizado_em timestamptz DEFAULT now() NOT NULL
);
CREATE INDEX info_contas_fundo ON cad.info_contas (id_fundo);
COMMENT ON TABLE cad.info_contas IS 'One row: one cash account of a fund.';
COMMENT ON COLUMN cad.info_contas.id_conta IS 'Surrogate key, given at the first load.';
COMMENT ON COLUMN cad.info_contas.id_fundo IS 'The fund.';
COMMENT ON COLUMN cad.info_contas.identidade IS 'Natural key: what makes it the same thing on another day.';
COMMENT ON COLUMN cad.info_contas.banco IS 'First six characters of the bank''s ISIN.';
COMMENT ON COLUMN cad.info_contas.agencia IS 'Branch.';
COMMENT ON COLUMN cad.info_contas.conta IS 'Account number.';
COMMENT ON COLUMN cad.info_contas.tipo_conta IS 'D deposit, P savings, N in transit, I investment, J judicial.';
COMMENT ON COLUMN cad.info_contas.descricao IS 'Free text.';
COMMENT ON COLUMN cad.info_contas.moeda IS 'ISO 4217.';
COMMENT ON COLUMN cad.info_contas.fonte IS 'The fund-day that told the present description; the newest tells.';
COMMENT ON COLUMN cad.info_contas.atualizado_em IS 'When the row was written last.';

CREATE TABLE cad.info_rf (
    id_ativo_rf bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identidade text UNIQUE NOT NULL,
    cod_ativo text,
    nome_ativo text,
    tipo_titulo text NOT NULL,
    indexador text,
    data_vencimento date,
    isin text,
    tipo_codigo text,
    cnpj_emissor text,
    cfi text,
    data_emissao date,
    perc_indexador numeric,
    taxa numeric,
    codigo text GENERATED ALWAYS AS (cod_ativo) STORED,
    emissor text GENERATED ALWAYS AS (cnpj_emissor) STORED,
    vencimento date GENERATED ALWAYS AS (data_vencimento) STORED,
    fonte text NOT NULL,
    atualizado_em timestamptz DEFAULT now() NOT NULL
);
COMMENT ON TABLE cad.info_rf IS 'One row: one fixed-income instrument.';
COMMENT ON COLUMN cad.info_rf.id_ativo_rf IS 'Surrogate key, given at the first load.';
COMMENT ON COLUMN cad.info_rf.identidade IS 'Natural key: what makes it the same thing on another day.';
COMMENT ON COLUMN cad.info_rf.cod_ativo IS 'Market code: SELIC, CETIP, B3 ticker (futures: DI1F31).';
COMMENT ON COLUMN cad.info_rf.nome_ativo IS 'Free text.';
COMMENT ON COLUMN cad.info_rf.tipo_titulo IS 'Asset type; of a loan, that of the bond lent.';
COMMENT ON COLUMN cad.info_rf.indexador IS 'Index.';
COMMENT ON COLUMN cad.info_rf.data_vencimento IS 'Maturity.';
COMMENT ON COLUMN cad.info_rf.isin IS 'ISIN; null for fillers such as BR0000000000.';
COMMENT ON COLUMN cad.info_rf.tipo_codigo IS 'Which code it is: SELC, CETI, BVMF, TICKER.';
COMMENT ON COLUMN cad.info_rf.cnpj_emissor IS 'Issuer, or the fund held.';
COMMENT ON COLUMN cad.info_rf.cfi IS 'CFI code.';
COMMENT ON COLUMN cad.info_rf.data_emissao IS 'Issue.';
COMMENT ON COLUMN cad.info_rf.perc_indexador IS '% of the index.';
COMMENT ON COLUMN cad.info_rf.taxa IS 'Rate, % a year.';
COMMENT ON COLUMN cad.info_rf.codigo IS 'The same as `cod_ativo`.';
COMMENT ON COLUMN cad.info_rf.emissor IS 'The same as `cnpj_emissor`.';
COMMENT ON COLUMN cad.info_rf.vencimento IS 'The same as `data_vencimento`.';
COMMENT ON COLUMN cad.info_rf.fonte IS 'The fund-day that told the present description; the newest tells.';
COMMENT ON COLUMN cad.info_rf.atualizado_em IS 'When the row was written last.';

CREATE TABLE cad.info_rv (
    id_ativo_rv bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identidade text UNIQUE NOT NULL,
    cod_papel text,
    nome_papel text,
    categoria text NOT NULL,
    tipo_papel text,
    isin text,
    tipo_codigo text,
    cnpj_emissor text,
    ticker text GENERATED ALWAYS AS (cod_papel) STORED,
    nome text GENERATED ALWAYS AS (nome_papel) STORED,
    setor text,
    tipo text GENERATED ALWAYS AS (tipo_papel) STORED,
    fonte text NOT NULL,
    atualizado_em timestamptz DEFAULT now() NOT NULL
);
COMMENT ON TABLE cad.info_rv IS 'One row: one share or other equity instrument.';
COMMENT ON COLUMN cad.info_rv.id_ativo_rv IS 'Surrogate key, given at the first load.';
COMMENT ON COLUMN cad.info_rv.identidade IS 'Natural key: what makes it the same thing on another day.';
COMMENT ON COLUMN cad.info_rv.cod_papel IS 'Market code: SELIC, CETIP, B3 ticker (futures: DI1F31).';
COMMENT ON COLUMN cad.info_rv.nome_papel IS 'Free text.';
COMMENT ON COLUMN cad.info_rv.categoria IS 'Asset type; of a loan, that of the paper lent.';
COMMENT ON COLUMN cad.info_rv.tipo_papel IS 'CFI code.';
COMMENT ON COLUMN cad.info_rv.isin IS 'ISIN; null for fillers such as BR0000000000.';
COMMENT ON COLUMN cad.info_rv.tipo_codigo IS 'Which code it is: SELC, CETI, BVMF, TICKER.';
COMMENT ON COLUMN cad.info_rv.cnpj_emissor IS 'Issuer, or the fund held.';
COMMENT ON COLUMN cad.info_rv.ticker IS 'The same as `cod_papel`.';
COMMENT ON COLUMN cad.info_rv.nome IS 'The same as `nome_papel`.';
COMMENT ON COLUMN cad.info_rv.setor IS 'Sector of the issuer.';
COMMENT ON COLUMN cad.info_rv.tipo IS 'The same as `tipo_papel`.';
COMMENT ON COLUMN cad.info_rv.fonte IS 'The fund-day that told the present description; the newest tells.';
COMMENT ON COLUMN cad.info_rv.atualizado_em IS 'When the row was written last.';

CREATE TABLE cad.info_dir_cred (
    id_ativo_dc bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    identidade text UNIQUE NOT NULL,
    cod_ativo_dc text,
    nome_sacado text,
    tipo_recebivel text NOT NULL,
    cnpj_sacado text,
    descricao text,
    isin text,
    tipo_codigo text,
    cnpj_emissor text,
    data_emissao date,
    data_vencimento date,
    fonte text NOT NULL,
    atualizado_em timestamptz DEFAULT now() NOT NULL
);
CREATE INDEX info_dir_cred_fundo ON cad.info_dir_cred (id_fundo);
COMMENT ON TABLE cad.info_dir_cred IS 'One row: one credit right of a fund.';
COMMENT ON COLUMN cad.info_dir_cred.id_ativo_dc IS 'Surrogate key, given at the first load.';
COMMENT ON COLUMN cad.info_dir_cred.id_fundo IS 'The fund.';
COMMENT ON COLUMN cad.info_dir_cred.identidade IS 'Natural key: what makes it the same thing on another day.';
COMMENT ON COLUMN cad.info_dir_cred.cod_ativo_dc IS 'Market code: SELIC, CETIP, B3 ticker (futures: DI1F31).';
COMMENT ON COLUMN cad.info_dir_cred.nome_sacado IS 'Debtor''s name.';
COMMENT ON COLUMN cad.info_dir_cred.tipo_recebivel IS 'Asset type.';
COMMENT ON COLUMN cad.info_dir_cred.cnpj_sacado IS 'Debtor''s CNPJ.';
COMMENT ON COLUMN cad.info_dir_cred.descricao IS 'Free text.';
COMMENT ON COLUMN cad.info_dir_cred.isin IS 'ISIN; null for fillers such as BR0000000000.';
COMMENT ON COLUMN cad.info_dir_cred.tipo_codigo IS 'Which code it is: SELC, CETI, BVMF, TICKER.';
COMMENT ON COLUMN cad.info_dir_cred.cnpj_emissor IS 'Issuer, or the fund held.';
COMMENT ON COLUMN cad.info_dir_cred.data_emissao IS 'Issue.';
COMMENT ON COLUMN cad.info_dir_cred.data_vencimento IS 'Maturity.';
COMMENT ON COLUMN cad.info_dir_cred.fonte IS 'The fund-day that told the present description; the newest tells.';
COMMENT ON COLUMN cad.info_dir_cred.atualizado_em IS 'When the row was written last.';

CREATE TABLE cad.info_cpr (
    id_cpr bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    identidade text UNIQUE NOT NULL,
    tipo_cpr text NOT NULL,
    codigo text,
    descricao text,
    contraparte text,
    data_vencimento date,
    valor_original numeric,
    status text,
    fonte text NOT NULL,
    atualizado_em timestamptz DEFAULT now() NOT NULL
);
CREATE INDEX info_cpr_fundo ON cad.info_cpr (id_fundo);
COMMENT ON TABLE cad.info_cpr IS 'One row: one payable or receivable of a fund: side, code, description and due date, the same on every day it stands.';
COMMENT ON COLUMN cad.info_cpr.id_cpr IS 'Surrogate key, given at the first load.';
COMMENT ON COLUMN cad.info_cpr.id_fundo IS 'The fund.';
COMMENT ON COLUMN cad.info_cpr.identidade IS 'Natural key: what makes it the same thing on another day.';
COMMENT ON COLUMN cad.info_cpr.tipo_cpr IS 'Side; from the block it stands in, never from its code.';
COMMENT ON COLUMN cad.info_cpr.codigo IS 'ANBIMA account code.';
COMMENT ON COLUMN cad.info_cpr.descricao IS 'Text or link (ISIN:, CI:, CNPJ:).';
COMMENT ON COLUMN cad.info_cpr.contraparte IS 'Counterparty.';
COMMENT ON COLUMN cad.info_cpr.data_vencimento IS 'Settlement; may lie before the position date.';
COMMENT ON COLUMN cad.info_cpr.valor_original IS 'Amount when it was agreed.';
COMMENT ON COLUMN cad.info_cpr.status IS 'Whether it was paid.';
COMMENT ON COLUMN cad.info_cpr.fonte IS 'The fund-day that told the present description; the newest tells.';
COMMENT ON COLUMN cad.info_cpr.atualizado_em IS 'When the row was written last.';
