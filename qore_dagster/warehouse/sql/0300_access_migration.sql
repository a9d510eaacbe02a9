-- What the migration of the old Access database needs: where it stages, what it found, which names stand for which fund.
-- Columns, types and comments of `aux` and of cad.info_calendario are those of `warehouse/lookups.py`; a test compares
-- them. The tables of `stage` are made by the migration itself, from the sources as stated in `migration/sources.py`.

CREATE SCHEMA IF NOT EXISTS aux;
CREATE SCHEMA IF NOT EXISTS stage;
COMMENT ON SCHEMA aux IS 'what names and codes of other systems stand for';
COMMENT ON SCHEMA stage IS 'rows of other databases, as they came, on their way into cad, pos and aux';

CREATE TABLE aux.depara_fundos (
    sistema text NOT NULL,
    codigo text NOT NULL,
    id_fundo integer REFERENCES cad.info_fundos NOT NULL,
    fonte text NOT NULL,
    atualizado_em timestamptz DEFAULT now() NOT NULL,
    PRIMARY KEY (sistema, codigo, id_fundo)
);
CREATE INDEX depara_fundos_fundo ON aux.depara_fundos (id_fundo);
COMMENT ON TABLE aux.depara_fundos IS 'One row: one name or code of a fund in one system; of two funds under one name neither holds, until a person says which.';
COMMENT ON COLUMN aux.depara_fundos.sistema IS 'Who calls it so: QORE (names), BRITECH (Id_Carteira), MAPS.';
COMMENT ON COLUMN aux.depara_fundos.codigo IS 'The name or code, as it is written there.';
COMMENT ON COLUMN aux.depara_fundos.id_fundo IS 'The fund.';
COMMENT ON COLUMN aux.depara_fundos.fonte IS 'Who says so: pessoa (before all others), cadastro, BriTech_Carteiras, DEPARA.';
COMMENT ON COLUMN aux.depara_fundos.atualizado_em IS 'When the row was written last.';

CREATE TABLE aux.depara_ativos (
    de text PRIMARY KEY,
    para text NOT NULL,
    fonte text NOT NULL,
    atualizado_em timestamptz DEFAULT now() NOT NULL
);
COMMENT ON TABLE aux.depara_ativos IS 'One row: one name of an instrument.';
COMMENT ON COLUMN aux.depara_ativos.de IS 'What the instrument is called.';
COMMENT ON COLUMN aux.depara_ativos.para IS 'The instrument that it is.';
COMMENT ON COLUMN aux.depara_ativos.fonte IS 'Who says so.';
COMMENT ON COLUMN aux.depara_ativos.atualizado_em IS 'When the row was written last.';

CREATE TABLE aux.depara_emissores (
    de text PRIMARY KEY,
    para text NOT NULL,
    fonte text NOT NULL,
    atualizado_em timestamptz DEFAULT now() NOT NULL
);
COMMENT ON TABLE aux.depara_emissores IS 'One row: one name of an issuer.';
COMMENT ON COLUMN aux.depara_emissores.de IS 'What the issuer is called.';
COMMENT ON COLUMN aux.depara_emissores.para IS 'The issuer that it is.';
COMMENT ON COLUMN aux.depara_emissores.fonte IS 'Who says so.';
COMMENT ON COLUMN aux.depara_emissores.atualizado_em IS 'When the row was written last.';

CREATE TABLE cad.info_calendario (
    data date PRIMARY KEY,
    dia_util boolean NOT NULL,
    descricao text,
    fonte text NOT NULL,
    atualizado_em timestamptz DEFAULT now() NOT NULL
);
COMMENT ON TABLE cad.info_calendario IS 'One row: one day of the calendar that people keep.';
COMMENT ON COLUMN cad.info_calendario.data IS 'The day.';
COMMENT ON COLUMN cad.info_calendario.dia_util IS 'Whether it is a business day.';
COMMENT ON COLUMN cad.info_calendario.descricao IS 'Free text, such as the holiday''s name.';
COMMENT ON COLUMN cad.info_calendario.fonte IS 'Who says so.';
COMMENT ON COLUMN cad.info_calendario.atualizado_em IS 'When the row was written last.';

CREATE TABLE ctl.migrated_source (
    source text PRIMARY KEY,
    arquivo text NOT NULL,
    sha256 text NOT NULL,
    forma text NOT NULL,
    linhas bigint NOT NULL CHECK (linhas >= 0),
    completa boolean NOT NULL,
    atualizado_em timestamptz DEFAULT now() NOT NULL
);
COMMENT ON TABLE ctl.migrated_source IS 'How far each table of an Access file is staged: the next run goes on behind `linhas`, if it is the same file, read in the same way.';

CREATE TABLE ctl.migrated_total (
    source text NOT NULL REFERENCES ctl.migrated_source ON DELETE CASCADE,
    fundo text NOT NULL,
    linhas bigint NOT NULL,
    soma numeric NOT NULL,
    PRIMARY KEY (source, fundo)
);
COMMENT ON TABLE ctl.migrated_total IS 'Rows and sum of what was read of the file, by the fund as it is written there (empty: none).';

CREATE TABLE ctl.migrated_quarantine (
    source text NOT NULL,
    linha bigint NOT NULL,
    codigo text NOT NULL,
    motivo text NOT NULL,
    carregada boolean NOT NULL,
    fundo text NOT NULL,
    data date,
    valor numeric,
    conteudo jsonb NOT NULL,
    PRIMARY KEY (source, linha)
);
CREATE INDEX migrated_quarantine_codigo ON ctl.migrated_quarantine (source, codigo);
COMMENT ON TABLE ctl.migrated_quarantine IS 'Rows of the file that are not in their table, each with the reason; with `carregada`, rows that are there, but for a value that was none.';
