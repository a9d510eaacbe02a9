-- Effective dates: how each thing of the registers was described, from which position date on and until when. Views and
-- no columns: each day's description stands in the positions, so that the periods are right in whatever order days are
-- loaded, and right again when a corrected file replaces one. Of several lots and funds that describe a thing on one day,
-- the one counts that describes it in the register: the last lot of the last fund.
--
-- Asked for one thing, a view reads that thing alone; asked for a fund, that fund's alone.
CREATE INDEX pos_rf_thing ON pos.pos_rf (id_ativo_rf, data_pos);
CREATE INDEX pos_rv_thing ON pos.pos_rv (id_ativo_rv, data_pos);

CREATE VIEW cad.vw_vigencia_contas AS
WITH descrito AS (
    SELECT DISTINCT ON (p.id_fundo, p.id_conta, p.data_pos) p.id_fundo, p.id_conta, p.data_pos, p.banco, p.tipo_conta,
           p.descricao, p.moeda
    FROM pos.pos_caixa p
    ORDER BY p.id_fundo, p.id_conta, p.data_pos, p.ordinal DESC),
periodos AS (
    SELECT id_fundo, id_conta, banco, tipo_conta, descricao, moeda, min(data_pos) AS vigente_desde,
           max(data_pos) AS visto_ate
    FROM (
        SELECT *, row_number() OVER (PARTITION BY id_fundo, id_conta ORDER BY data_pos)
                  - row_number() OVER (PARTITION BY id_fundo, id_conta, banco, tipo_conta, descricao,
                                       moeda
                                       ORDER BY data_pos) AS periodo
        FROM descrito) AS d
    GROUP BY id_fundo, id_conta, periodo, banco, tipo_conta, descricao, moeda)
SELECT v.id_conta, v.id_fundo, f.slug AS fundo, r.identidade, v.banco, v.tipo_conta, v.descricao, v.moeda,
       v.vigente_desde,
       lead(v.vigente_desde) OVER (PARTITION BY v.id_fundo, v.id_conta ORDER BY v.vigente_desde) - 1 AS vigente_ate,
       v.visto_ate
FROM periodos v JOIN cad.info_contas r USING (id_fundo, id_conta) JOIN cad.info_fundos f USING (id_fundo);
COMMENT ON VIEW cad.vw_vigencia_contas IS 'Vigência: uma linha por conta de caixa e período em que a descrição foi a mesma.';
COMMENT ON COLUMN cad.vw_vigencia_contas.id_conta IS 'A conta (cad.info_contas).';
COMMENT ON COLUMN cad.vw_vigencia_contas.id_fundo IS 'O fundo (cad.info_fundos).';
COMMENT ON COLUMN cad.vw_vigencia_contas.fundo IS 'Nome fixo do fundo (slug).';
COMMENT ON COLUMN cad.vw_vigencia_contas.identidade IS 'Chave natural, a mesma em todos os dias.';
COMMENT ON COLUMN cad.vw_vigencia_contas.banco IS 'Seis primeiros caracteres do ISIN do banco.';
COMMENT ON COLUMN cad.vw_vigencia_contas.tipo_conta IS 'D depósito, P poupança, N em trânsito, I investimento, J judicial.';
COMMENT ON COLUMN cad.vw_vigencia_contas.descricao IS 'Descrição.';
COMMENT ON COLUMN cad.vw_vigencia_contas.moeda IS 'Moeda (ISO 4217).';
COMMENT ON COLUMN cad.vw_vigencia_contas.vigente_desde IS 'Primeiro dia de carteira com esta descrição.';
COMMENT ON COLUMN cad.vw_vigencia_contas.vigente_ate IS 'Véspera do primeiro dia com outra descrição; vazio se a última é esta.';
COMMENT ON COLUMN cad.vw_vigencia_contas.visto_ate IS 'Último dia de carteira com esta descrição.';

CREATE VIEW cad.vw_vigencia_rf AS
WITH descrito AS (
    SELECT DISTINCT ON (p.id_ativo_rf, p.data_pos) p.id_ativo_rf, p.data_pos, p.codigo AS cod_ativo,
           p.descricao AS nome_ativo,
           CASE WHEN p.secao = 'LOAN' AND p.nivel_2 <> '' THEN p.nivel_2 ELSE p.secao END AS tipo_titulo, p.indexador,
           p.data_vencimento, p.isin, p.tipo_codigo, p.cnpj_emissor, p.cfi, p.data_emissao, p.perc_indexador, p.taxa
    FROM pos.pos_rf p JOIN cad.info_fundos f USING (id_fundo)
    ORDER BY p.id_ativo_rf, p.data_pos, f.slug COLLATE "C" DESC, p.ordinal DESC),
periodos AS (
    SELECT id_ativo_rf, cod_ativo, nome_ativo, tipo_titulo, indexador, data_vencimento, isin, tipo_codigo,
           cnpj_emissor, cfi, data_emissao, perc_indexador, taxa, min(data_pos) AS vigente_desde,
           max(data_pos) AS visto_ate
    FROM (
        SELECT *, row_number() OVER (PARTITION BY id_ativo_rf ORDER BY data_pos)
                  - row_number() OVER (PARTITION BY id_ativo_rf, cod_ativo, nome_ativo, tipo_titulo,
                                       indexador, data_vencimento, isin, tipo_codigo, cnpj_emissor,
                                       cfi, data_emissao, perc_indexador, taxa
                                       ORDER BY data_pos) AS periodo
        FROM descrito) AS d
    GROUP BY id_ativo_rf, periodo, cod_ativo, nome_ativo, tipo_titulo, indexador, data_vencimento, isin, tipo_codigo,
             cnpj_emissor, cfi, data_emissao, perc_indexador, taxa)
SELECT v.id_ativo_rf, r.identidade, v.cod_ativo, v.nome_ativo, v.tipo_titulo, v.indexador, v.data_vencimento, v.isin,
       v.tipo_codigo, v.cnpj_emissor, v.cfi, v.data_emissao, v.perc_indexador, v.taxa, v.vigente_desde,
       lead(v.vigente_desde) OVER (PARTITION BY v.id_ativo_rf ORDER BY v.vigente_desde) - 1 AS vigente_ate, v.visto_ate
FROM periodos v JOIN cad.info_rf r USING (id_ativo_rf);
COMMENT ON VIEW cad.vw_vigencia_rf IS 'Vigência: uma linha por ativo de renda fixa e período em que a descrição foi a mesma.';
COMMENT ON COLUMN cad.vw_vigencia_rf.id_ativo_rf IS 'O ativo (cad.info_rf).';
COMMENT ON COLUMN cad.vw_vigencia_rf.identidade IS 'Chave natural, a mesma em todos os dias.';
COMMENT ON COLUMN cad.vw_vigencia_rf.cod_ativo IS 'Código de mercado.';
COMMENT ON COLUMN cad.vw_vigencia_rf.nome_ativo IS 'Descrição.';
COMMENT ON COLUMN cad.vw_vigencia_rf.tipo_titulo IS 'Tipo do ativo segundo a ANBIMA (tabela nível 1); de um empréstimo, o do título emprestado.';
COMMENT ON COLUMN cad.vw_vigencia_rf.indexador IS 'Indexador.';
COMMENT ON COLUMN cad.vw_vigencia_rf.data_vencimento IS 'Vencimento.';
COMMENT ON COLUMN cad.vw_vigencia_rf.isin IS 'ISIN.';
COMMENT ON COLUMN cad.vw_vigencia_rf.tipo_codigo IS 'Que código é: SELC, CETI, BVMF, TICKER.';
COMMENT ON COLUMN cad.vw_vigencia_rf.cnpj_emissor IS 'CNPJ do emissor.';
COMMENT ON COLUMN cad.vw_vigencia_rf.cfi IS 'Código CFI (ISO 10962).';
COMMENT ON COLUMN cad.vw_vigencia_rf.data_emissao IS 'Emissão.';
COMMENT ON COLUMN cad.vw_vigencia_rf.perc_indexador IS '% do indexador.';
COMMENT ON COLUMN cad.vw_vigencia_rf.taxa IS 'Taxa, % ao ano.';
COMMENT ON COLUMN cad.vw_vigencia_rf.vigente_desde IS 'Primeiro dia de carteira com esta descrição.';
COMMENT ON COLUMN cad.vw_vigencia_rf.vigente_ate IS 'Véspera do primeiro dia com outra descrição; vazio se a última é esta.';
COMMENT ON COLUMN cad.vw_vigencia_rf.visto_ate IS 'Último dia de carteira com esta descrição.';

CREATE VIEW cad.vw_vigencia_rv AS
WITH descrito AS (
    SELECT DISTINCT ON (p.id_ativo_rv, p.data_pos) p.id_ativo_rv, p.data_pos, p.codigo AS cod_papel,
           p.descricao AS nome_papel,
           CASE WHEN p.secao = 'LOAN' AND p.nivel_2 <> '' THEN p.nivel_2 ELSE p.secao END AS categoria,
           p.cfi AS tipo_papel, p.isin, p.tipo_codigo, p.cnpj_emissor
    FROM pos.pos_rv p JOIN cad.info_fundos f USING (id_fundo)
    ORDER BY p.id_ativo_rv, p.data_pos, f.slug COLLATE "C" DESC, p.ordinal DESC),
periodos AS (
    SELECT id_ativo_rv, cod_papel, nome_papel, categoria, tipo_papel, isin, tipo_codigo, cnpj_emissor,
           min(data_pos) AS vigente_desde, max(data_pos) AS visto_ate
    FROM (
        SELECT *, row_number() OVER (PARTITION BY id_ativo_rv ORDER BY data_pos)
                  - row_number() OVER (PARTITION BY id_ativo_rv, cod_papel, nome_papel, categoria,
                                       tipo_papel, isin, tipo_codigo, cnpj_emissor
                                       ORDER BY data_pos) AS periodo
        FROM descrito) AS d
    GROUP BY id_ativo_rv, periodo, cod_papel, nome_papel, categoria, tipo_papel, isin, tipo_codigo, cnpj_emissor)
SELECT v.id_ativo_rv, r.identidade, v.cod_papel, v.nome_papel, v.categoria, v.tipo_papel, v.isin, v.tipo_codigo,
       v.cnpj_emissor, v.vigente_desde,
       lead(v.vigente_desde) OVER (PARTITION BY v.id_ativo_rv ORDER BY v.vigente_desde) - 1 AS vigente_ate, v.visto_ate
FROM periodos v JOIN cad.info_rv r USING (id_ativo_rv);
COMMENT ON VIEW cad.vw_vigencia_rv IS 'Vigência: uma linha por ativo de renda variável e período em que a descrição foi a mesma.';
COMMENT ON COLUMN cad.vw_vigencia_rv.id_ativo_rv IS 'O ativo (cad.info_rv).';
COMMENT ON COLUMN cad.vw_vigencia_rv.identidade IS 'Chave natural, a mesma em todos os dias.';
COMMENT ON COLUMN cad.vw_vigencia_rv.cod_papel IS 'Código de mercado.';
COMMENT ON COLUMN cad.vw_vigencia_rv.nome_papel IS 'Descrição.';
COMMENT ON COLUMN cad.vw_vigencia_rv.categoria IS 'Tipo do ativo segundo a ANBIMA (tabela nível 1); de um empréstimo, o do papel emprestado.';
COMMENT ON COLUMN cad.vw_vigencia_rv.tipo_papel IS 'Código CFI (ISO 10962).';
COMMENT ON COLUMN cad.vw_vigencia_rv.isin IS 'ISIN.';
COMMENT ON COLUMN cad.vw_vigencia_rv.tipo_codigo IS 'Que código é: SELC, CETI, BVMF, TICKER.';
COMMENT ON COLUMN cad.vw_vigencia_rv.cnpj_emissor IS 'CNPJ do emissor.';
COMMENT ON COLUMN cad.vw_vigencia_rv.vigente_desde IS 'Primeiro dia de carteira com esta descrição.';
COMMENT ON COLUMN cad.vw_vigencia_rv.vigente_ate IS 'Véspera do primeiro dia com outra descrição; vazio se a última é esta.';
COMMENT ON COLUMN cad.vw_vigencia_rv.visto_ate IS 'Último dia de carteira com esta descrição.';

CREATE VIEW cad.vw_vigencia_dir_cred AS
WITH descrito AS (
    SELECT DISTINCT ON (p.id_fundo, p.id_ativo_dc, p.data_pos) p.id_fundo, p.id_ativo_dc, p.data_pos,
           p.codigo AS cod_ativo_dc,
           CASE WHEN p.secao = 'LOAN' AND p.nivel_2 <> '' THEN p.nivel_2 ELSE p.secao END AS tipo_recebivel,
           p.descricao, p.isin, p.tipo_codigo, p.cnpj_emissor, p.data_emissao, p.data_vencimento
    FROM pos.pos_dir_cred p
    ORDER BY p.id_fundo, p.id_ativo_dc, p.data_pos, p.ordinal DESC),
periodos AS (
    SELECT id_fundo, id_ativo_dc, cod_ativo_dc, tipo_recebivel, descricao, isin, tipo_codigo, cnpj_emissor,
           data_emissao, data_vencimento, min(data_pos) AS vigente_desde, max(data_pos) AS visto_ate
    FROM (
        SELECT *, row_number() OVER (PARTITION BY id_fundo, id_ativo_dc ORDER BY data_pos)
                  - row_number() OVER (PARTITION BY id_fundo, id_ativo_dc, cod_ativo_dc,
                                       tipo_recebivel, descricao, isin, tipo_codigo, cnpj_emissor,
                                       data_emissao, data_vencimento
                                       ORDER BY data_pos) AS periodo
        FROM descrito) AS d
    GROUP BY id_fundo, id_ativo_dc, periodo, cod_ativo_dc, tipo_recebivel, descricao, isin, tipo_codigo, cnpj_emissor,
             data_emissao, data_vencimento)
SELECT v.id_ativo_dc, v.id_fundo, f.slug AS fundo, r.identidade, v.cod_ativo_dc, v.tipo_recebivel, v.descricao, v.isin,
       v.tipo_codigo, v.cnpj_emissor, v.data_emissao, v.data_vencimento, v.vigente_desde,
       lead(v.vigente_desde) OVER (PARTITION BY v.id_fundo, v.id_ativo_dc ORDER BY v.vigente_desde) - 1 AS vigente_ate,
       v.visto_ate
FROM periodos v JOIN cad.info_dir_cred r USING (id_fundo, id_ativo_dc) JOIN cad.info_fundos f USING (id_fundo);
COMMENT ON VIEW cad.vw_vigencia_dir_cred IS 'Vigência: uma linha por direito creditório e período em que a descrição foi a mesma.';
COMMENT ON COLUMN cad.vw_vigencia_dir_cred.id_ativo_dc IS 'O direito creditório (cad.info_dir_cred).';
COMMENT ON COLUMN cad.vw_vigencia_dir_cred.id_fundo IS 'O fundo (cad.info_fundos).';
COMMENT ON COLUMN cad.vw_vigencia_dir_cred.fundo IS 'Nome fixo do fundo (slug).';
COMMENT ON COLUMN cad.vw_vigencia_dir_cred.identidade IS 'Chave natural, a mesma em todos os dias.';
COMMENT ON COLUMN cad.vw_vigencia_dir_cred.cod_ativo_dc IS 'Código de mercado.';
COMMENT ON COLUMN cad.vw_vigencia_dir_cred.tipo_recebivel IS 'Tipo do ativo segundo a ANBIMA (tabela nível 1).';
COMMENT ON COLUMN cad.vw_vigencia_dir_cred.descricao IS 'Descrição.';
COMMENT ON COLUMN cad.vw_vigencia_dir_cred.isin IS 'ISIN.';
COMMENT ON COLUMN cad.vw_vigencia_dir_cred.tipo_codigo IS 'Que código é: SELC, CETI, BVMF, TICKER.';
COMMENT ON COLUMN cad.vw_vigencia_dir_cred.cnpj_emissor IS 'CNPJ do emissor.';
COMMENT ON COLUMN cad.vw_vigencia_dir_cred.data_emissao IS 'Emissão.';
COMMENT ON COLUMN cad.vw_vigencia_dir_cred.data_vencimento IS 'Vencimento.';
COMMENT ON COLUMN cad.vw_vigencia_dir_cred.vigente_desde IS 'Primeiro dia de carteira com esta descrição.';
COMMENT ON COLUMN cad.vw_vigencia_dir_cred.vigente_ate IS 'Véspera do primeiro dia com outra descrição; vazio se a última é esta.';
COMMENT ON COLUMN cad.vw_vigencia_dir_cred.visto_ate IS 'Último dia de carteira com esta descrição.';

CREATE VIEW cad.vw_vigencia_cpr AS
WITH descrito AS (
    SELECT DISTINCT ON (p.id_fundo, p.id_cpr, p.data_pos) p.id_fundo, p.id_cpr, p.data_pos, p.tipo_cpr, p.codigo,
           p.descricao, p.data_vencimento
    FROM pos.pos_cpr p
    ORDER BY p.id_fundo, p.id_cpr, p.data_pos, p.ordinal DESC),
periodos AS (
    SELECT id_fundo, id_cpr, tipo_cpr, codigo, descricao, data_vencimento, min(data_pos) AS vigente_desde,
           max(data_pos) AS visto_ate
    FROM (
        SELECT *, row_number() OVER (PARTITION BY id_fundo, id_cpr ORDER BY data_pos)
                  - row_number() OVER (PARTITION BY id_fundo, id_cpr, tipo_cpr, codigo, descricao,
                                       data_vencimento
                                       ORDER BY data_pos) AS periodo
        FROM descrito) AS d
    GROUP BY id_fundo, id_cpr, periodo, tipo_cpr, codigo, descricao, data_vencimento)
SELECT v.id_cpr, v.id_fundo, f.slug AS fundo, r.identidade, v.tipo_cpr, v.codigo, v.descricao, v.data_vencimento,
       v.vigente_desde,
       lead(v.vigente_desde) OVER (PARTITION BY v.id_fundo, v.id_cpr ORDER BY v.vigente_desde) - 1 AS vigente_ate,
       v.visto_ate
FROM periodos v JOIN cad.info_cpr r USING (id_fundo, id_cpr) JOIN cad.info_fundos f USING (id_fundo);
COMMENT ON VIEW cad.vw_vigencia_cpr IS 'Vigência: uma linha por conta a pagar ou a receber e período em que a descrição foi a mesma.';
COMMENT ON COLUMN cad.vw_vigencia_cpr.id_cpr IS 'A conta a pagar ou a receber (cad.info_cpr).';
COMMENT ON COLUMN cad.vw_vigencia_cpr.id_fundo IS 'O fundo (cad.info_fundos).';
COMMENT ON COLUMN cad.vw_vigencia_cpr.fundo IS 'Nome fixo do fundo (slug).';
COMMENT ON COLUMN cad.vw_vigencia_cpr.identidade IS 'Chave natural, a mesma em todos os dias.';
COMMENT ON COLUMN cad.vw_vigencia_cpr.tipo_cpr IS 'PAGAR ou RECEBER.';
COMMENT ON COLUMN cad.vw_vigencia_cpr.codigo IS 'Código da conta no arquivo.';
COMMENT ON COLUMN cad.vw_vigencia_cpr.descricao IS 'Descrição.';
COMMENT ON COLUMN cad.vw_vigencia_cpr.data_vencimento IS 'Vencimento.';
COMMENT ON COLUMN cad.vw_vigencia_cpr.vigente_desde IS 'Primeiro dia de carteira com esta descrição.';
COMMENT ON COLUMN cad.vw_vigencia_cpr.vigente_ate IS 'Véspera do primeiro dia com outra descrição; vazio se a última é esta.';
COMMENT ON COLUMN cad.vw_vigencia_cpr.visto_ate IS 'Último dia de carteira com esta descrição.';

CREATE VIEW cad.vw_vigencia_cotistas AS
WITH descrito AS (
    SELECT DISTINCT ON (p.id_cotista, p.data_pos) p.id_cotista, p.data_pos, p.nome AS nome_cotista,
           p.documento AS cpf_cnpj
    FROM pos.pos_passivo p JOIN cad.info_fundos f USING (id_fundo)
    ORDER BY p.id_cotista, p.data_pos, f.slug COLLATE "C" DESC, p.ordinal DESC),
periodos AS (
    SELECT id_cotista, nome_cotista, cpf_cnpj, min(data_pos) AS vigente_desde, max(data_pos) AS visto_ate
    FROM (
        SELECT *, row_number() OVER (PARTITION BY id_cotista ORDER BY data_pos)
                  - row_number() OVER (PARTITION BY id_cotista, nome_cotista, cpf_cnpj
                                       ORDER BY data_pos) AS periodo
        FROM descrito) AS d
    GROUP BY id_cotista, periodo, nome_cotista, cpf_cnpj)
SELECT v.id_cotista, r.identidade, v.nome_cotista, v.cpf_cnpj, v.vigente_desde,
       lead(v.vigente_desde) OVER (PARTITION BY v.id_cotista ORDER BY v.vigente_desde) - 1 AS vigente_ate, v.visto_ate
FROM periodos v JOIN cad.info_cotistas r USING (id_cotista);
COMMENT ON VIEW cad.vw_vigencia_cotistas IS 'Vigência: uma linha por cotista e período em que a descrição foi a mesma.';
COMMENT ON COLUMN cad.vw_vigencia_cotistas.id_cotista IS 'O cotista (cad.info_cotistas).';
COMMENT ON COLUMN cad.vw_vigencia_cotistas.identidade IS 'Chave natural, a mesma em todos os dias.';
COMMENT ON COLUMN cad.vw_vigencia_cotistas.nome_cotista IS 'Nome do cotista.';
COMMENT ON COLUMN cad.vw_vigencia_cotistas.cpf_cnpj IS 'CPF ou CNPJ.';
COMMENT ON COLUMN cad.vw_vigencia_cotistas.vigente_desde IS 'Primeiro dia de carteira com esta descrição.';
COMMENT ON COLUMN cad.vw_vigencia_cotistas.vigente_ate IS 'Véspera do primeiro dia com outra descrição; vazio se a última é esta.';
COMMENT ON COLUMN cad.vw_vigencia_cotistas.visto_ate IS 'Último dia de carteira com esta descrição.';

CREATE VIEW cad.vw_vigencia_fundos AS
WITH descrito AS (
    SELECT DISTINCT ON (p.id_fundo, p.data_pos) p.id_fundo, p.data_pos, p.nome, p.cnpj, p.cnpj_casca, p.isin, p.nivel,
           p.cnpj_administrador, p.cnpj_gestor, p.cnpj_custodiante
    FROM pos.pos_cota p
    ORDER BY p.id_fundo, p.data_pos, p.ordinal DESC),
periodos AS (
    SELECT id_fundo, nome, cnpj, cnpj_casca, isin, nivel, cnpj_administrador, cnpj_gestor, cnpj_custodiante,
           min(data_pos) AS vigente_desde, max(data_pos) AS visto_ate
    FROM (
        SELECT *, row_number() OVER (PARTITION BY id_fundo ORDER BY data_pos)
                  - row_number() OVER (PARTITION BY id_fundo, nome, cnpj, cnpj_casca, isin, nivel,
                                       cnpj_administrador, cnpj_gestor, cnpj_custodiante
                                       ORDER BY data_pos) AS periodo
        FROM descrito) AS d
    GROUP BY id_fundo, periodo, nome, cnpj, cnpj_casca, isin, nivel, cnpj_administrador, cnpj_gestor, cnpj_custodiante)
SELECT v.id_fundo, f.slug AS fundo, v.nome, v.cnpj, v.cnpj_casca, v.isin, v.nivel, v.cnpj_administrador, v.cnpj_gestor,
       v.cnpj_custodiante, v.vigente_desde,
       lead(v.vigente_desde) OVER (PARTITION BY v.id_fundo ORDER BY v.vigente_desde) - 1 AS vigente_ate, v.visto_ate
FROM periodos v JOIN cad.info_fundos f USING (id_fundo);
COMMENT ON VIEW cad.vw_vigencia_fundos IS 'Vigência: uma linha por fundo e período em que a descrição foi a mesma.';
COMMENT ON COLUMN cad.vw_vigencia_fundos.id_fundo IS 'O fundo (cad.info_fundos).';
COMMENT ON COLUMN cad.vw_vigencia_fundos.fundo IS 'Nome fixo do fundo (slug).';
COMMENT ON COLUMN cad.vw_vigencia_fundos.nome IS 'Nome do fundo, como está no arquivo.';
COMMENT ON COLUMN cad.vw_vigencia_fundos.cnpj IS 'CNPJ do fundo ou da classe.';
COMMENT ON COLUMN cad.vw_vigencia_fundos.cnpj_casca IS 'CNPJ do fundo a que a classe pertence.';
COMMENT ON COLUMN cad.vw_vigencia_fundos.isin IS 'ISIN.';
COMMENT ON COLUMN cad.vw_vigencia_fundos.nivel IS 'CLASSE ou SUBCLASSE; vazio se o fundo não está adaptado à RCVM 175.';
COMMENT ON COLUMN cad.vw_vigencia_fundos.cnpj_administrador IS 'CNPJ do administrador.';
COMMENT ON COLUMN cad.vw_vigencia_fundos.cnpj_gestor IS 'CNPJ do gestor.';
COMMENT ON COLUMN cad.vw_vigencia_fundos.cnpj_custodiante IS 'CNPJ do custodiante.';
COMMENT ON COLUMN cad.vw_vigencia_fundos.vigente_desde IS 'Primeiro dia de carteira com esta descrição.';
COMMENT ON COLUMN cad.vw_vigencia_fundos.vigente_ate IS 'Véspera do primeiro dia com outra descrição; vazio se a última é esta.';
COMMENT ON COLUMN cad.vw_vigencia_fundos.visto_ate IS 'Último dia de carteira com esta descrição.';
