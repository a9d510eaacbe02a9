-- What a corrected file, or a better source, replaced: each table of a fund's day with the columns of its original, which
-- edition it was, when it went and which run replaced it (`warehouse/history.py`). Few rows: not partitioned.
CREATE SCHEMA hist;
COMMENT ON SCHEMA hist IS 'slices that a corrected file, or a better source, replaced';

CREATE TABLE hist.pos_cota (
    LIKE pos.pos_cota INCLUDING COMMENTS,
    edicao integer NOT NULL,
    substituido_em timestamptz NOT NULL DEFAULT now(),
    substituido_por text NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, edicao, ordinal),
    FOREIGN KEY (id_fundo) REFERENCES cad.info_fundos
);
COMMENT ON TABLE hist.pos_cota IS 'Replaced rows of pos.pos_cota.';
COMMENT ON COLUMN hist.pos_cota.edicao IS 'Edition that was replaced, as in ctl.slice_load.';
COMMENT ON COLUMN hist.pos_cota.substituido_em IS 'When it was replaced.';
COMMENT ON COLUMN hist.pos_cota.substituido_por IS 'The run that replaced it.';

CREATE TABLE hist.pos_caixa (
    LIKE pos.pos_caixa INCLUDING COMMENTS,
    edicao integer NOT NULL,
    substituido_em timestamptz NOT NULL DEFAULT now(),
    substituido_por text NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, edicao, ordinal),
    FOREIGN KEY (id_fundo) REFERENCES cad.info_fundos
);
COMMENT ON TABLE hist.pos_caixa IS 'Replaced rows of pos.pos_caixa.';
COMMENT ON COLUMN hist.pos_caixa.edicao IS 'Edition that was replaced, as in ctl.slice_load.';
COMMENT ON COLUMN hist.pos_caixa.substituido_em IS 'When it was replaced.';
COMMENT ON COLUMN hist.pos_caixa.substituido_por IS 'The run that replaced it.';

CREATE TABLE hist.pos_cpr (
    LIKE pos.pos_cpr INCLUDING COMMENTS,
    edicao integer NOT NULL,
    substituido_em timestamptz NOT NULL DEFAULT now(),
    substituido_por text NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, edicao, ordinal),
    FOREIGN KEY (id_fundo) REFERENCES cad.info_fundos
);
COMMENT ON TABLE hist.pos_cpr IS 'Replaced rows of pos.pos_cpr.';
COMMENT ON COLUMN hist.pos_cpr.edicao IS 'Edition that was replaced, as in ctl.slice_load.';
COMMENT ON COLUMN hist.pos_cpr.substituido_em IS 'When it was replaced.';
COMMENT ON COLUMN hist.pos_cpr.substituido_por IS 'The run that replaced it.';

CREATE TABLE hist.pos_rf (
    LIKE pos.pos_rf INCLUDING COMMENTS,
    edicao integer NOT NULL,
    substituido_em timestamptz NOT NULL DEFAULT now(),
    substituido_por text NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, edicao, ordinal),
    FOREIGN KEY (id_fundo) REFERENCES cad.info_fundos
);
COMMENT ON TABLE hist.pos_rf IS 'Replaced rows of pos.pos_rf.';
COMMENT ON COLUMN hist.pos_rf.edicao IS 'Edition that was replaced, as in ctl.slice_load.';
COMMENT ON COLUMN hist.pos_rf.substituido_em IS 'When it was replaced.';
COMMENT ON COLUMN hist.pos_rf.substituido_por IS 'The run that replaced it.';

CREATE TABLE hist.pos_rv (
    LIKE pos.pos_rv INCLUDING COMMENTS,
    edicao integer NOT NULL,
    substituido_em timestamptz NOT NULL DEFAULT now(),
    substituido_por text NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, edicao, ordinal),
    FOREIGN KEY (id_fundo) REFERENCES cad.info_fundos
);
COMMENT ON TABLE hist.pos_rv IS 'Replaced rows of pos.pos_rv.';
COMMENT ON COLUMN hist.pos_rv.edicao IS 'Edition that was replaced, as in ctl.slice_load.';
COMMENT ON COLUMN hist.pos_rv.substituido_em IS 'When it was replaced.';
COMMENT ON COLUMN hist.pos_rv.substituido_por IS 'The run that replaced it.';

CREATE TABLE hist.pos_dir_cred (
    LIKE pos.pos_dir_cred INCLUDING COMMENTS,
    edicao integer NOT NULL,
    substituido_em timestamptz NOT NULL DEFAULT now(),
    substituido_por text NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, edicao, ordinal),
    FOREIGN KEY (id_fundo) REFERENCES cad.info_fundos
);
COMMENT ON TABLE hist.pos_dir_cred IS 'Replaced rows of pos.pos_dir_cred.';
COMMENT ON COLUMN hist.pos_dir_cred.edicao IS 'Edition that was replaced, as in ctl.slice_load.';
COMMENT ON COLUMN hist.pos_dir_cred.substituido_em IS 'When it was replaced.';
COMMENT ON COLUMN hist.pos_dir_cred.substituido_por IS 'The run that replaced it.';

CREATE TABLE hist.pos_cotas_fundos (
    LIKE pos.pos_cotas_fundos INCLUDING COMMENTS,
    edicao integer NOT NULL,
    substituido_em timestamptz NOT NULL DEFAULT now(),
    substituido_por text NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, edicao, ordinal),
    FOREIGN KEY (id_fundo) REFERENCES cad.info_fundos
);
COMMENT ON TABLE hist.pos_cotas_fundos IS 'Replaced rows of pos.pos_cotas_fundos.';
COMMENT ON COLUMN hist.pos_cotas_fundos.edicao IS 'Edition that was replaced, as in ctl.slice_load.';
COMMENT ON COLUMN hist.pos_cotas_fundos.substituido_em IS 'When it was replaced.';
COMMENT ON COLUMN hist.pos_cotas_fundos.substituido_por IS 'The run that replaced it.';

CREATE TABLE hist.pos_derivativos (
    LIKE pos.pos_derivativos INCLUDING COMMENTS,
    edicao integer NOT NULL,
    substituido_em timestamptz NOT NULL DEFAULT now(),
    substituido_por text NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, edicao, ordinal),
    FOREIGN KEY (id_fundo) REFERENCES cad.info_fundos
);
COMMENT ON TABLE hist.pos_derivativos IS 'Replaced rows of pos.pos_derivativos.';
COMMENT ON COLUMN hist.pos_derivativos.edicao IS 'Edition that was replaced, as in ctl.slice_load.';
COMMENT ON COLUMN hist.pos_derivativos.substituido_em IS 'When it was replaced.';
COMMENT ON COLUMN hist.pos_derivativos.substituido_por IS 'The run that replaced it.';

CREATE TABLE hist.pos_outros (
    LIKE pos.pos_outros INCLUDING COMMENTS,
    edicao integer NOT NULL,
    substituido_em timestamptz NOT NULL DEFAULT now(),
    substituido_por text NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, edicao, ordinal),
    FOREIGN KEY (id_fundo) REFERENCES cad.info_fundos
);
COMMENT ON TABLE hist.pos_outros IS 'Replaced rows of pos.pos_outros.';
COMMENT ON COLUMN hist.pos_outros.edicao IS 'Edition that was replaced, as in ctl.slice_load.';
COMMENT ON COLUMN hist.pos_outros.substituido_em IS 'When it was replaced.';
COMMENT ON COLUMN hist.pos_outros.substituido_por IS 'The run that replaced it.';

CREATE TABLE hist.pos_passivo (
    LIKE pos.pos_passivo INCLUDING COMMENTS,
    edicao integer NOT NULL,
    substituido_em timestamptz NOT NULL DEFAULT now(),
    substituido_por text NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, edicao, ordinal),
    FOREIGN KEY (id_fundo) REFERENCES cad.info_fundos
);
COMMENT ON TABLE hist.pos_passivo IS 'Replaced rows of pos.pos_passivo.';
COMMENT ON COLUMN hist.pos_passivo.edicao IS 'Edition that was replaced, as in ctl.slice_load.';
COMMENT ON COLUMN hist.pos_passivo.substituido_em IS 'When it was replaced.';
COMMENT ON COLUMN hist.pos_passivo.substituido_por IS 'The run that replaced it.';

CREATE TABLE hist.pos_rentabilidade (
    LIKE pos.pos_rentabilidade INCLUDING COMMENTS,
    edicao integer NOT NULL,
    substituido_em timestamptz NOT NULL DEFAULT now(),
    substituido_por text NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, edicao, ordinal),
    FOREIGN KEY (id_fundo) REFERENCES cad.info_fundos
);
COMMENT ON TABLE hist.pos_rentabilidade IS 'Replaced rows of pos.pos_rentabilidade.';
COMMENT ON COLUMN hist.pos_rentabilidade.edicao IS 'Edition that was replaced, as in ctl.slice_load.';
COMMENT ON COLUMN hist.pos_rentabilidade.substituido_em IS 'When it was replaced.';
COMMENT ON COLUMN hist.pos_rentabilidade.substituido_por IS 'The run that replaced it.';

CREATE TABLE hist.pos_despesas (
    LIKE pos.pos_despesas INCLUDING COMMENTS,
    edicao integer NOT NULL,
    substituido_em timestamptz NOT NULL DEFAULT now(),
    substituido_por text NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, edicao, ordinal),
    FOREIGN KEY (id_fundo) REFERENCES cad.info_fundos
);
COMMENT ON TABLE hist.pos_despesas IS 'Replaced rows of pos.pos_despesas.';
COMMENT ON COLUMN hist.pos_despesas.edicao IS 'Edition that was replaced, as in ctl.slice_load.';
COMMENT ON COLUMN hist.pos_despesas.substituido_em IS 'When it was replaced.';
COMMENT ON COLUMN hist.pos_despesas.substituido_por IS 'The run that replaced it.';

CREATE TABLE hist.pos_classes (
    LIKE pos.pos_classes INCLUDING COMMENTS,
    edicao integer NOT NULL,
    substituido_em timestamptz NOT NULL DEFAULT now(),
    substituido_por text NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, edicao, ordinal),
    FOREIGN KEY (id_fundo) REFERENCES cad.info_fundos
);
COMMENT ON TABLE hist.pos_classes IS 'Replaced rows of pos.pos_classes.';
COMMENT ON COLUMN hist.pos_classes.edicao IS 'Edition that was replaced, as in ctl.slice_load.';
COMMENT ON COLUMN hist.pos_classes.substituido_em IS 'When it was replaced.';
COMMENT ON COLUMN hist.pos_classes.substituido_por IS 'The run that replaced it.';

CREATE TABLE hist.pos_detalhes (
    LIKE pos.pos_detalhes INCLUDING COMMENTS,
    edicao integer NOT NULL,
    substituido_em timestamptz NOT NULL DEFAULT now(),
    substituido_por text NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, edicao, ordinal),
    FOREIGN KEY (id_fundo) REFERENCES cad.info_fundos
);
COMMENT ON TABLE hist.pos_detalhes IS 'Replaced rows of pos.pos_detalhes.';
COMMENT ON COLUMN hist.pos_detalhes.edicao IS 'Edition that was replaced, as in ctl.slice_load.';
COMMENT ON COLUMN hist.pos_detalhes.substituido_em IS 'When it was replaced.';
COMMENT ON COLUMN hist.pos_detalhes.substituido_por IS 'The run that replaced it.';

CREATE TABLE hist.unknown_element (
    LIKE ctl.unknown_element INCLUDING COMMENTS,
    edicao integer NOT NULL,
    substituido_em timestamptz NOT NULL DEFAULT now(),
    substituido_por text NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, edicao, ordinal),
    FOREIGN KEY (id_fundo) REFERENCES cad.info_fundos
);
COMMENT ON TABLE hist.unknown_element IS 'Replaced rows of ctl.unknown_element.';
COMMENT ON COLUMN hist.unknown_element.edicao IS 'Edition that was replaced, as in ctl.slice_load.';
COMMENT ON COLUMN hist.unknown_element.substituido_em IS 'When it was replaced.';
COMMENT ON COLUMN hist.unknown_element.substituido_por IS 'The run that replaced it.';

CREATE TABLE hist.quarantine (
    LIKE ctl.quarantine INCLUDING COMMENTS,
    edicao integer NOT NULL,
    substituido_em timestamptz NOT NULL DEFAULT now(),
    substituido_por text NOT NULL,
    PRIMARY KEY (data_pos, id_fundo, edicao, ordinal),
    FOREIGN KEY (id_fundo) REFERENCES cad.info_fundos
);
COMMENT ON TABLE hist.quarantine IS 'Replaced rows of ctl.quarantine.';
COMMENT ON COLUMN hist.quarantine.edicao IS 'Edition that was replaced, as in ctl.slice_load.';
COMMENT ON COLUMN hist.quarantine.substituido_em IS 'When it was replaced.';
COMMENT ON COLUMN hist.quarantine.substituido_por IS 'The run that replaced it.';
