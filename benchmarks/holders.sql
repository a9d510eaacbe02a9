-- The tables of holders, for a warehouse whose own migrations do not make them.

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
);
CREATE INDEX pos_passivo_thing ON pos.pos_passivo (id_cotista, data_pos);
CREATE INDEX pos_passivo_fundo ON pos.pos_passivo (id_fundo, data_pos);

