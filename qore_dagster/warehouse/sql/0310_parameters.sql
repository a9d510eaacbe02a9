-- What holds for one fund instead of a setting, from a day on (`warehouse/parameters.py`). Columns, types and comments are
-- those of `warehouse/lookups.py`; a test compares them.
CREATE TABLE aux.parametros (
    parametro text NOT NULL CHECK (parametro IN ('variacao_cota_maxima')),
    fundo text NOT NULL REFERENCES ctl.fund,
    vigente_desde date NOT NULL,
    valor numeric CHECK (valor > 0 AND valor < 'Infinity'),
    fonte text DEFAULT current_user NOT NULL,
    atualizado_em timestamptz DEFAULT now() NOT NULL,
    PRIMARY KEY (parametro, fundo, vigente_desde)
);
COMMENT ON TABLE aux.parametros IS 'One row: one parameter of a fund, which holds instead of a setting from a day on, until the next row of the same.';
COMMENT ON COLUMN aux.parametros.parametro IS 'variacao_cota_maxima: largest change of the quota in a business day, %, instead of QORE_QUOTA_JUMP.';
COMMENT ON COLUMN aux.parametros.fundo IS 'The fund''s immutable slug in the registry.';
COMMENT ON COLUMN aux.parametros.vigente_desde IS 'The first position date for which it holds.';
COMMENT ON COLUMN aux.parametros.valor IS 'The value; null: the setting holds again.';
COMMENT ON COLUMN aux.parametros.fonte IS 'Who says so: the database''s user.';
COMMENT ON COLUMN aux.parametros.atualizado_em IS 'When the row was written last.';
