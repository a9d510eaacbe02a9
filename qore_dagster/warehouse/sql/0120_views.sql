-- Views for people: Portuguese names, one row as the comment says, prunable by `data_pos`. Where a view looks into another
-- day or another fund it does so per row of pos_cota (LATERAL … OFFSET 0), so that the date given prunes there as well.

CREATE SCHEMA mov;
COMMENT ON SCHEMA mov IS 'movements: subscriptions and redemptions, told from the quotas of consecutive days';

CREATE VIEW pos.vw_linhas_carteira AS
SELECT data_pos, id_fundo, 'Renda Fixa' AS classe, secao, ordinal, isin, codigo, descricao, cnpj_emissor, direcao,
       quantidade, pu_mercado AS preco, valor_mercado AS valor, moeda, data_vencimento, situacao_conciliacao
FROM pos.pos_rf
UNION ALL
SELECT data_pos, id_fundo, 'Renda Variável', secao, ordinal, isin, codigo, descricao, cnpj_emissor, direcao,
       quantidade, pu_mercado, valor_mercado, moeda, data_vencimento, situacao_conciliacao
FROM pos.pos_rv
UNION ALL
SELECT data_pos, id_fundo, 'Cotas de Fundos', secao, ordinal, isin, codigo, descricao, cnpj_emissor, direcao,
       quantidade, pu_mercado, valor_mercado, moeda, data_vencimento, situacao_conciliacao
FROM pos.pos_cotas_fundos
UNION ALL
SELECT data_pos, id_fundo, 'Direitos Creditórios', secao, ordinal, isin, codigo, descricao, cnpj_emissor, direcao,
       quantidade, pu_mercado, valor_presente, moeda, data_vencimento, situacao_conciliacao
FROM pos.pos_dir_cred
UNION ALL
SELECT data_pos, id_fundo, 'Derivativos', secao, ordinal, isin, codigo, descricao, cnpj_emissor, direcao,
       quantidade, pu_mercado, valor_mercado, moeda, data_vencimento, situacao_conciliacao
FROM pos.pos_derivativos
UNION ALL
SELECT data_pos, id_fundo, 'Outros', secao, ordinal, isin, codigo, descricao, cnpj_emissor, direcao,
       quantidade, pu_mercado, valor_mercado, moeda, data_vencimento, situacao_conciliacao
FROM pos.pos_outros
UNION ALL
SELECT data_pos, id_fundo, 'Caixa', NULL, ordinal, NULL, NULL, coalesce(descricao, banco), NULL, NULL,
       NULL, NULL, saldo_fechamento, moeda, NULL, situacao_conciliacao
FROM pos.pos_caixa
UNION ALL
SELECT data_pos, id_fundo, CASE tipo_cpr WHEN 'PAGAR' THEN 'Contas a Pagar' ELSE 'Contas a Receber' END, NULL, ordinal,
       NULL, codigo, descricao, NULL, NULL, NULL, NULL,
       CASE tipo_cpr WHEN 'PAGAR' THEN -valor_presente ELSE valor_presente END, NULL, data_vencimento,
       situacao_conciliacao
FROM pos.pos_cpr
UNION ALL
SELECT data_pos, id_fundo, 'Cotas a Emitir', NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, -cotas_emitir, moeda,
       NULL, situacao_conciliacao
FROM pos.pos_cota WHERE cotas_emitir <> 0
UNION ALL
SELECT data_pos, id_fundo, 'Cotas a Resgatar', NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, -cotas_resgatar, moeda,
       NULL, situacao_conciliacao
FROM pos.pos_cota WHERE cotas_resgatar <> 0;
COMMENT ON VIEW pos.vw_linhas_carteira IS 'Uma linha por lote, conta, valor a pagar ou a receber de um fundo no dia; somam o patrimônio líquido. Base das outras visões.';
COMMENT ON COLUMN pos.vw_linhas_carteira.data_pos IS 'Data da posição.';
COMMENT ON COLUMN pos.vw_linhas_carteira.id_fundo IS 'O fundo (cad.info_fundos).';
COMMENT ON COLUMN pos.vw_linhas_carteira.classe IS 'Classe de ativo, Caixa, Contas a Pagar, Contas a Receber, Cotas a Emitir ou Cotas a Resgatar.';
COMMENT ON COLUMN pos.vw_linhas_carteira.secao IS 'Tipo do ativo segundo a ANBIMA (tabela nível 1).';
COMMENT ON COLUMN pos.vw_linhas_carteira.ordinal IS 'Ordem da linha no arquivo.';
COMMENT ON COLUMN pos.vw_linhas_carteira.isin IS 'ISIN.';
COMMENT ON COLUMN pos.vw_linhas_carteira.codigo IS 'Código de mercado, ou código da conta a pagar ou a receber.';
COMMENT ON COLUMN pos.vw_linhas_carteira.descricao IS 'Descrição.';
COMMENT ON COLUMN pos.vw_linhas_carteira.cnpj_emissor IS 'CNPJ do emissor, ou do fundo investido.';
COMMENT ON COLUMN pos.vw_linhas_carteira.direcao IS 'LONG ou SHOR.';
COMMENT ON COLUMN pos.vw_linhas_carteira.quantidade IS 'Quantidade, positiva.';
COMMENT ON COLUMN pos.vw_linhas_carteira.preco IS 'Preço unitário a mercado.';
COMMENT ON COLUMN pos.vw_linhas_carteira.valor IS 'Valor com sinal: o que entra no patrimônio líquido.';
COMMENT ON COLUMN pos.vw_linhas_carteira.moeda IS 'Moeda (ISO 4217).';
COMMENT ON COLUMN pos.vw_linhas_carteira.data_vencimento IS 'Vencimento.';
COMMENT ON COLUMN pos.vw_linhas_carteira.situacao_conciliacao IS 'Se a carteira concilia: ok, fail, not_verifiable.';

CREATE VIEW pos.vw_carteira_diaria AS
SELECT l.data_pos, l.id_fundo, f.slug AS fundo, f.nome_fundo, l.classe, l.secao, l.ordinal, l.isin, l.codigo,
       l.descricao, l.cnpj_emissor, l.direcao, l.quantidade, l.preco, l.valor,
       100 * l.valor / nullif(c.pl_fechamento, 0) AS perc_pl, l.moeda, l.data_vencimento, l.situacao_conciliacao
FROM pos.vw_linhas_carteira l
JOIN pos.pos_cota c ON c.data_pos = l.data_pos AND c.id_fundo = l.id_fundo
JOIN cad.info_fundos f ON f.id_fundo = l.id_fundo;
COMMENT ON VIEW pos.vw_carteira_diaria IS 'Carteira diária: uma linha por lote, conta, valor a pagar ou a receber de um fundo no dia.';
COMMENT ON COLUMN pos.vw_carteira_diaria.data_pos IS 'Data da posição.';
COMMENT ON COLUMN pos.vw_carteira_diaria.id_fundo IS 'O fundo (cad.info_fundos).';
COMMENT ON COLUMN pos.vw_carteira_diaria.fundo IS 'Nome fixo do fundo (slug).';
COMMENT ON COLUMN pos.vw_carteira_diaria.nome_fundo IS 'Nome do fundo.';
COMMENT ON COLUMN pos.vw_carteira_diaria.classe IS 'Classe de ativo, Caixa, Contas a Pagar, Contas a Receber, Cotas a Emitir ou Cotas a Resgatar.';
COMMENT ON COLUMN pos.vw_carteira_diaria.secao IS 'Tipo do ativo segundo a ANBIMA (tabela nível 1).';
COMMENT ON COLUMN pos.vw_carteira_diaria.ordinal IS 'Ordem da linha no arquivo.';
COMMENT ON COLUMN pos.vw_carteira_diaria.isin IS 'ISIN.';
COMMENT ON COLUMN pos.vw_carteira_diaria.codigo IS 'Código de mercado, ou código da conta a pagar ou a receber.';
COMMENT ON COLUMN pos.vw_carteira_diaria.descricao IS 'Descrição.';
COMMENT ON COLUMN pos.vw_carteira_diaria.cnpj_emissor IS 'CNPJ do emissor, ou do fundo investido.';
COMMENT ON COLUMN pos.vw_carteira_diaria.direcao IS 'LONG ou SHOR.';
COMMENT ON COLUMN pos.vw_carteira_diaria.quantidade IS 'Quantidade, positiva.';
COMMENT ON COLUMN pos.vw_carteira_diaria.preco IS 'Preço unitário a mercado.';
COMMENT ON COLUMN pos.vw_carteira_diaria.valor IS 'Valor com sinal: o que entra no patrimônio líquido.';
COMMENT ON COLUMN pos.vw_carteira_diaria.perc_pl IS 'Participação no patrimônio líquido, em %.';
COMMENT ON COLUMN pos.vw_carteira_diaria.moeda IS 'Moeda (ISO 4217).';
COMMENT ON COLUMN pos.vw_carteira_diaria.data_vencimento IS 'Vencimento.';
COMMENT ON COLUMN pos.vw_carteira_diaria.situacao_conciliacao IS 'Se a carteira concilia: ok, fail, not_verifiable.';

CREATE VIEW pos.vw_cota_rentabilidade AS
SELECT c.data_pos, c.id_fundo, f.slug AS fundo, f.nome_fundo, c.cota_fechamento AS cota, c.qt_cotas_fech AS qt_cotas,
       c.pl_fechamento AS patrimonio_liquido, a.data_pos AS data_anterior, a.cota_fechamento AS cota_anterior,
       100 * (c.cota_fechamento / nullif(a.cota_fechamento, 0) - 1) AS variacao_cota,
       r.dia AS rentab_dia_informada, r.mes AS rentab_mes_informada, r.ano AS rentab_ano_informada,
       c.situacao_conciliacao
FROM pos.pos_cota c
JOIN cad.info_fundos f ON f.id_fundo = c.id_fundo
LEFT JOIN LATERAL (
    SELECT p.data_pos, p.cota_fechamento FROM pos.pos_cota p
    WHERE p.id_fundo = c.id_fundo AND p.data_pos < c.data_pos
    ORDER BY p.data_pos DESC LIMIT 1) a ON true
LEFT JOIN LATERAL (
    SELECT max(p.rentabilidade) FILTER (WHERE p.periodo = 'Dia') AS dia,
           max(p.rentabilidade) FILTER (WHERE p.periodo = 'Mês') AS mes,
           max(p.rentabilidade) FILTER (WHERE p.periodo = 'Ano') AS ano
    FROM pos.pos_rentabilidade p
    WHERE p.data_pos = c.data_pos AND p.id_fundo = c.id_fundo AND p.descricao ILIKE 'fundo%') r ON true;
COMMENT ON VIEW pos.vw_cota_rentabilidade IS 'Cota e rentabilidade: uma linha por fundo e dia.';
COMMENT ON COLUMN pos.vw_cota_rentabilidade.data_pos IS 'Data da posição.';
COMMENT ON COLUMN pos.vw_cota_rentabilidade.id_fundo IS 'O fundo (cad.info_fundos).';
COMMENT ON COLUMN pos.vw_cota_rentabilidade.fundo IS 'Nome fixo do fundo (slug).';
COMMENT ON COLUMN pos.vw_cota_rentabilidade.nome_fundo IS 'Nome do fundo.';
COMMENT ON COLUMN pos.vw_cota_rentabilidade.cota IS 'Valor da cota.';
COMMENT ON COLUMN pos.vw_cota_rentabilidade.qt_cotas IS 'Quantidade de cotas.';
COMMENT ON COLUMN pos.vw_cota_rentabilidade.patrimonio_liquido IS 'Patrimônio líquido.';
COMMENT ON COLUMN pos.vw_cota_rentabilidade.data_anterior IS 'Dia anterior que está carregado, útil ou não o intervalo entre os dois.';
COMMENT ON COLUMN pos.vw_cota_rentabilidade.cota_anterior IS 'Valor da cota naquele dia.';
COMMENT ON COLUMN pos.vw_cota_rentabilidade.variacao_cota IS 'Variação da cota desde aquele dia, em %: calculada.';
COMMENT ON COLUMN pos.vw_cota_rentabilidade.rentab_dia_informada IS 'Rentabilidade no dia que a planilha informa, em %.';
COMMENT ON COLUMN pos.vw_cota_rentabilidade.rentab_mes_informada IS 'Rentabilidade no mês que a planilha informa, em %.';
COMMENT ON COLUMN pos.vw_cota_rentabilidade.rentab_ano_informada IS 'Rentabilidade no ano que a planilha informa, em %.';
COMMENT ON COLUMN pos.vw_cota_rentabilidade.situacao_conciliacao IS 'Se a carteira concilia: ok, fail, not_verifiable.';

CREATE VIEW pos.vw_composicao_por_classe AS
SELECT l.data_pos, l.id_fundo, f.slug AS fundo, f.nome_fundo, l.classe, count(*) AS linhas, sum(l.valor) AS valor,
       100 * sum(l.valor) / nullif(c.pl_fechamento, 0) AS perc_pl
FROM pos.vw_linhas_carteira l
JOIN pos.pos_cota c ON c.data_pos = l.data_pos AND c.id_fundo = l.id_fundo
JOIN cad.info_fundos f ON f.id_fundo = l.id_fundo
GROUP BY l.data_pos, l.id_fundo, f.slug, f.nome_fundo, l.classe, c.pl_fechamento;
COMMENT ON VIEW pos.vw_composicao_por_classe IS 'Composição: uma linha por fundo, dia e classe.';
COMMENT ON COLUMN pos.vw_composicao_por_classe.data_pos IS 'Data da posição.';
COMMENT ON COLUMN pos.vw_composicao_por_classe.id_fundo IS 'O fundo (cad.info_fundos).';
COMMENT ON COLUMN pos.vw_composicao_por_classe.fundo IS 'Nome fixo do fundo (slug).';
COMMENT ON COLUMN pos.vw_composicao_por_classe.nome_fundo IS 'Nome do fundo.';
COMMENT ON COLUMN pos.vw_composicao_por_classe.classe IS 'Classe, como em pos.vw_carteira_diaria.';
COMMENT ON COLUMN pos.vw_composicao_por_classe.linhas IS 'Quantas linhas da carteira são da classe.';
COMMENT ON COLUMN pos.vw_composicao_por_classe.valor IS 'Soma dos valores, com sinal.';
COMMENT ON COLUMN pos.vw_composicao_por_classe.perc_pl IS 'Participação no patrimônio líquido, em %.';

CREATE VIEW pos.vw_contas_pagar_receber AS
SELECT p.data_pos, p.id_fundo, f.slug AS fundo, f.nome_fundo, p.tipo_cpr, p.id_cpr, p.codigo, p.conta, p.descricao,
       p.data_vencimento, p.data_vencimento - p.data_pos AS dias_ate_vencimento, p.valor_presente AS valor,
       100 * p.valor_presente / nullif(c.pl_fechamento, 0) AS perc_pl, p.situacao_conciliacao
FROM pos.pos_cpr p
JOIN pos.pos_cota c ON c.data_pos = p.data_pos AND c.id_fundo = p.id_fundo
JOIN cad.info_fundos f ON f.id_fundo = p.id_fundo;
COMMENT ON VIEW pos.vw_contas_pagar_receber IS 'Contas a pagar e a receber: uma linha por conta de um fundo no dia.';
COMMENT ON COLUMN pos.vw_contas_pagar_receber.data_pos IS 'Data da posição.';
COMMENT ON COLUMN pos.vw_contas_pagar_receber.id_fundo IS 'O fundo (cad.info_fundos).';
COMMENT ON COLUMN pos.vw_contas_pagar_receber.fundo IS 'Nome fixo do fundo (slug).';
COMMENT ON COLUMN pos.vw_contas_pagar_receber.nome_fundo IS 'Nome do fundo.';
COMMENT ON COLUMN pos.vw_contas_pagar_receber.tipo_cpr IS 'PAGAR ou RECEBER.';
COMMENT ON COLUMN pos.vw_contas_pagar_receber.id_cpr IS 'A conta (cad.info_cpr), a mesma em todos os dias em que está em aberto.';
COMMENT ON COLUMN pos.vw_contas_pagar_receber.codigo IS 'Código da conta no arquivo.';
COMMENT ON COLUMN pos.vw_contas_pagar_receber.conta IS 'Conta da ANBIMA que o código significa.';
COMMENT ON COLUMN pos.vw_contas_pagar_receber.descricao IS 'Descrição.';
COMMENT ON COLUMN pos.vw_contas_pagar_receber.data_vencimento IS 'Vencimento.';
COMMENT ON COLUMN pos.vw_contas_pagar_receber.dias_ate_vencimento IS 'Dias corridos até o vencimento; negativo se já venceu.';
COMMENT ON COLUMN pos.vw_contas_pagar_receber.valor IS 'Valor, positivo.';
COMMENT ON COLUMN pos.vw_contas_pagar_receber.perc_pl IS 'Valor em relação ao patrimônio líquido, em %.';
COMMENT ON COLUMN pos.vw_contas_pagar_receber.situacao_conciliacao IS 'Se a carteira concilia: ok, fail, not_verifiable.';

CREATE VIEW pos.vw_caixa AS
SELECT x.data_pos, x.id_fundo, f.slug AS fundo, f.nome_fundo, x.id_conta, x.banco, x.descricao, x.tipo_conta, x.moeda,
       x.saldo_fechamento AS saldo, 100 * x.saldo_fechamento / nullif(c.pl_fechamento, 0) AS perc_pl,
       x.situacao_conciliacao
FROM pos.pos_caixa x
JOIN pos.pos_cota c ON c.data_pos = x.data_pos AND c.id_fundo = x.id_fundo
JOIN cad.info_fundos f ON f.id_fundo = x.id_fundo;
COMMENT ON VIEW pos.vw_caixa IS 'Caixa: uma linha por conta de um fundo no dia.';
COMMENT ON COLUMN pos.vw_caixa.data_pos IS 'Data da posição.';
COMMENT ON COLUMN pos.vw_caixa.id_fundo IS 'O fundo (cad.info_fundos).';
COMMENT ON COLUMN pos.vw_caixa.fundo IS 'Nome fixo do fundo (slug).';
COMMENT ON COLUMN pos.vw_caixa.nome_fundo IS 'Nome do fundo.';
COMMENT ON COLUMN pos.vw_caixa.id_conta IS 'A conta (cad.info_contas).';
COMMENT ON COLUMN pos.vw_caixa.banco IS 'Banco, como o arquivo o identifica.';
COMMENT ON COLUMN pos.vw_caixa.descricao IS 'Descrição.';
COMMENT ON COLUMN pos.vw_caixa.tipo_conta IS 'D depósito, P poupança, N em trânsito, I investimento, J judicial.';
COMMENT ON COLUMN pos.vw_caixa.moeda IS 'Moeda (ISO 4217).';
COMMENT ON COLUMN pos.vw_caixa.saldo IS 'Saldo no fechamento, com sinal.';
COMMENT ON COLUMN pos.vw_caixa.perc_pl IS 'Participação no patrimônio líquido, em %.';
COMMENT ON COLUMN pos.vw_caixa.situacao_conciliacao IS 'Se a carteira concilia: ok, fail, not_verifiable.';

CREATE VIEW pos.vw_posicao_por_ativo AS
SELECT l.data_pos, l.isin, l.codigo, l.descricao, l.classe, l.secao, l.id_fundo, f.slug AS fundo, f.nome_fundo,
       count(*) AS lotes,
       sum(CASE l.direcao WHEN 'SHOR' THEN -l.quantidade ELSE l.quantidade END) AS quantidade,
       sum(l.valor) AS valor, 100 * sum(l.valor) / nullif(c.pl_fechamento, 0) AS perc_pl
FROM pos.vw_linhas_carteira l
JOIN pos.pos_cota c ON c.data_pos = l.data_pos AND c.id_fundo = l.id_fundo
JOIN cad.info_fundos f ON f.id_fundo = l.id_fundo
WHERE l.secao IS NOT NULL
GROUP BY l.data_pos, l.isin, l.codigo, l.descricao, l.classe, l.secao, l.id_fundo, f.slug, f.nome_fundo, c.pl_fechamento;
COMMENT ON VIEW pos.vw_posicao_por_ativo IS 'Quem tem um ativo: uma linha por ativo, fundo e dia, os lotes somados.';
COMMENT ON COLUMN pos.vw_posicao_por_ativo.data_pos IS 'Data da posição.';
COMMENT ON COLUMN pos.vw_posicao_por_ativo.isin IS 'ISIN.';
COMMENT ON COLUMN pos.vw_posicao_por_ativo.codigo IS 'Código de mercado.';
COMMENT ON COLUMN pos.vw_posicao_por_ativo.descricao IS 'Descrição.';
COMMENT ON COLUMN pos.vw_posicao_por_ativo.classe IS 'Classe de ativo.';
COMMENT ON COLUMN pos.vw_posicao_por_ativo.secao IS 'Tipo do ativo segundo a ANBIMA (tabela nível 1).';
COMMENT ON COLUMN pos.vw_posicao_por_ativo.id_fundo IS 'O fundo (cad.info_fundos).';
COMMENT ON COLUMN pos.vw_posicao_por_ativo.fundo IS 'Nome fixo do fundo (slug).';
COMMENT ON COLUMN pos.vw_posicao_por_ativo.nome_fundo IS 'Nome do fundo.';
COMMENT ON COLUMN pos.vw_posicao_por_ativo.lotes IS 'Quantos lotes.';
COMMENT ON COLUMN pos.vw_posicao_por_ativo.quantidade IS 'Quantidade, negativa se vendida.';
COMMENT ON COLUMN pos.vw_posicao_por_ativo.valor IS 'Valor de mercado, com sinal.';
COMMENT ON COLUMN pos.vw_posicao_por_ativo.perc_pl IS 'Participação no patrimônio líquido do fundo, em %.';

CREATE VIEW pos.vw_carteira_explodida AS
SELECT c.data_pos, c.id_fundo, f.slug AS fundo, f.nome_fundo, e.nivel, e.id_detentor, h.slug AS detentor, e.caminho,
       e.fracao, l.classe, l.secao, l.isin, l.codigo, l.descricao, l.cnpj_emissor, l.direcao,
       e.fracao * l.quantidade AS quantidade, e.fracao * l.valor AS valor,
       100 * e.fracao * l.valor / nullif(c.pl_fechamento, 0) AS perc_pl, l.moeda, l.data_vencimento
FROM pos.pos_cota c
JOIN cad.info_fundos f ON f.id_fundo = c.id_fundo
CROSS JOIN LATERAL (
    WITH RECURSIVE dentro AS (
        SELECT c.id_fundo AS id_detentor, 1 AS nivel, 1::numeric AS fracao, ARRAY[c.id_fundo] AS caminho
        UNION ALL
        SELECT i.id_fundo, d.nivel + 1, d.fracao * q.quantidade / o.qt_cotas_fech, d.caminho || i.id_fundo
        FROM dentro d
        JOIN pos.pos_cotas_fundos q ON q.data_pos = c.data_pos AND q.id_fundo = d.id_detentor
        JOIN cad.info_fundos i ON i.cnpj = q.cnpj_emissor
        JOIN pos.pos_cota o ON o.data_pos = c.data_pos AND o.id_fundo = i.id_fundo
        WHERE q.direcao = 'LONG' AND q.quantidade IS NOT NULL AND o.qt_cotas_fech > 0 AND i.id_fundo <> ALL (d.caminho)
    )
    SELECT * FROM dentro OFFSET 0) e
JOIN cad.info_fundos h ON h.id_fundo = e.id_detentor
CROSS JOIN LATERAL (
    SELECT * FROM pos.vw_linhas_carteira l
    WHERE l.data_pos = c.data_pos AND l.id_fundo = e.id_detentor
      AND (l.classe <> 'Cotas de Fundos' OR l.direcao <> 'LONG' OR l.quantidade IS NULL OR NOT EXISTS (
              SELECT FROM cad.info_fundos i
              JOIN pos.pos_cota o ON o.data_pos = c.data_pos AND o.id_fundo = i.id_fundo
              WHERE i.cnpj = l.cnpj_emissor AND o.qt_cotas_fech > 0 AND i.id_fundo <> ALL (e.caminho)))
    OFFSET 0) l;
COMMENT ON VIEW pos.vw_carteira_explodida IS 'Carteira explodida: em lugar das cotas de um fundo desta casa, a parte proporcional do que ele tem no dia, até o último nível; somam o patrimônio líquido.';
COMMENT ON COLUMN pos.vw_carteira_explodida.data_pos IS 'Data da posição.';
COMMENT ON COLUMN pos.vw_carteira_explodida.id_fundo IS 'O fundo cuja carteira é explodida (cad.info_fundos).';
COMMENT ON COLUMN pos.vw_carteira_explodida.fundo IS 'Nome fixo do fundo (slug).';
COMMENT ON COLUMN pos.vw_carteira_explodida.nome_fundo IS 'Nome do fundo.';
COMMENT ON COLUMN pos.vw_carteira_explodida.nivel IS '1 o que o próprio fundo tem, 2 o que têm os fundos em que investe, e assim por diante.';
COMMENT ON COLUMN pos.vw_carteira_explodida.id_detentor IS 'O fundo que tem a linha diretamente.';
COMMENT ON COLUMN pos.vw_carteira_explodida.detentor IS 'Nome fixo desse fundo (slug).';
COMMENT ON COLUMN pos.vw_carteira_explodida.caminho IS 'Fundos por que se chega a ele, do primeiro ao último; nenhum se repete, mesmo que invistam uns nos outros.';
COMMENT ON COLUMN pos.vw_carteira_explodida.fracao IS 'Parte do detentor que é do fundo: cotas que tem dele sobre as que ele emitiu, ao longo do caminho.';
COMMENT ON COLUMN pos.vw_carteira_explodida.classe IS 'Classe, como em pos.vw_carteira_diaria.';
COMMENT ON COLUMN pos.vw_carteira_explodida.secao IS 'Tipo do ativo segundo a ANBIMA (tabela nível 1).';
COMMENT ON COLUMN pos.vw_carteira_explodida.isin IS 'ISIN.';
COMMENT ON COLUMN pos.vw_carteira_explodida.codigo IS 'Código de mercado, ou código da conta a pagar ou a receber.';
COMMENT ON COLUMN pos.vw_carteira_explodida.descricao IS 'Descrição.';
COMMENT ON COLUMN pos.vw_carteira_explodida.cnpj_emissor IS 'CNPJ do emissor, ou do fundo investido.';
COMMENT ON COLUMN pos.vw_carteira_explodida.direcao IS 'LONG ou SHOR.';
COMMENT ON COLUMN pos.vw_carteira_explodida.quantidade IS 'Quantidade proporcional, positiva.';
COMMENT ON COLUMN pos.vw_carteira_explodida.valor IS 'Valor proporcional, com sinal.';
COMMENT ON COLUMN pos.vw_carteira_explodida.perc_pl IS 'Participação no patrimônio líquido do fundo, em %.';
COMMENT ON COLUMN pos.vw_carteira_explodida.moeda IS 'Moeda (ISO 4217).';
COMMENT ON COLUMN pos.vw_carteira_explodida.data_vencimento IS 'Vencimento.';

CREATE VIEW pos.vw_variacao_diaria AS
SELECT v.data_pos, v.data_anterior, v.id_fundo, f.slug AS fundo, f.nome_fundo, v.classe, v.isin, v.codigo, v.descricao,
       v.data_vencimento,
       CASE WHEN count(*) FILTER (WHERE NOT v.hoje) = 0 THEN 'ENTROU'
            WHEN count(*) FILTER (WHERE v.hoje) = 0 THEN 'SAIU' ELSE 'MUDOU' END AS mudanca,
       sum(v.quantidade) FILTER (WHERE NOT v.hoje) AS quantidade_anterior,
       sum(v.quantidade) FILTER (WHERE v.hoje) AS quantidade,
       sum(v.valor) FILTER (WHERE NOT v.hoje) AS valor_anterior,
       sum(v.valor) FILTER (WHERE v.hoje) AS valor,
       coalesce(sum(v.valor) FILTER (WHERE v.hoje), 0) - coalesce(sum(v.valor) FILTER (WHERE NOT v.hoje), 0) AS diferenca
FROM (
    SELECT c.data_pos, a.data_pos AS data_anterior, c.id_fundo, d.hoje, l.classe, l.isin, l.codigo, l.descricao,
           l.data_vencimento, CASE l.direcao WHEN 'SHOR' THEN -l.quantidade ELSE l.quantidade END AS quantidade, l.valor
    FROM pos.pos_cota c
    CROSS JOIN LATERAL (
        SELECT p.data_pos FROM pos.pos_cota p
        WHERE p.id_fundo = c.id_fundo AND p.data_pos < c.data_pos
        ORDER BY p.data_pos DESC LIMIT 1) a
    CROSS JOIN LATERAL (VALUES (true, c.data_pos), (false, a.data_pos)) d (hoje, dia)
    CROSS JOIN LATERAL (
        SELECT * FROM pos.vw_linhas_carteira l WHERE l.data_pos = d.dia AND l.id_fundo = c.id_fundo OFFSET 0) l
) v
JOIN cad.info_fundos f ON f.id_fundo = v.id_fundo
GROUP BY v.data_pos, v.data_anterior, v.id_fundo, f.slug, f.nome_fundo, v.classe, v.isin, v.codigo, v.descricao,
         v.data_vencimento
HAVING (sum(v.quantidade) FILTER (WHERE v.hoje), sum(v.valor) FILTER (WHERE v.hoje))
       IS DISTINCT FROM (sum(v.quantidade) FILTER (WHERE NOT v.hoje), sum(v.valor) FILTER (WHERE NOT v.hoje));
COMMENT ON VIEW pos.vw_variacao_diaria IS 'O que mudou desde o dia anterior: uma linha por ativo, conta ou valor que entrou, saiu ou mudou de quantidade ou valor; só de fundos com um dia anterior carregado.';
COMMENT ON COLUMN pos.vw_variacao_diaria.data_pos IS 'Data da posição.';
COMMENT ON COLUMN pos.vw_variacao_diaria.data_anterior IS 'Último dia carregado antes desse.';
COMMENT ON COLUMN pos.vw_variacao_diaria.id_fundo IS 'O fundo (cad.info_fundos).';
COMMENT ON COLUMN pos.vw_variacao_diaria.fundo IS 'Nome fixo do fundo (slug).';
COMMENT ON COLUMN pos.vw_variacao_diaria.nome_fundo IS 'Nome do fundo.';
COMMENT ON COLUMN pos.vw_variacao_diaria.classe IS 'Classe, como em pos.vw_carteira_diaria.';
COMMENT ON COLUMN pos.vw_variacao_diaria.isin IS 'ISIN.';
COMMENT ON COLUMN pos.vw_variacao_diaria.codigo IS 'Código de mercado, ou código da conta a pagar ou a receber.';
COMMENT ON COLUMN pos.vw_variacao_diaria.descricao IS 'Descrição.';
COMMENT ON COLUMN pos.vw_variacao_diaria.data_vencimento IS 'Vencimento.';
COMMENT ON COLUMN pos.vw_variacao_diaria.mudanca IS 'ENTROU, SAIU ou MUDOU.';
COMMENT ON COLUMN pos.vw_variacao_diaria.quantidade_anterior IS 'Quantidade no dia anterior, negativa se vendida.';
COMMENT ON COLUMN pos.vw_variacao_diaria.quantidade IS 'Quantidade no dia, negativa se vendida.';
COMMENT ON COLUMN pos.vw_variacao_diaria.valor_anterior IS 'Valor no dia anterior, com sinal.';
COMMENT ON COLUMN pos.vw_variacao_diaria.valor IS 'Valor no dia, com sinal.';
COMMENT ON COLUMN pos.vw_variacao_diaria.diferenca IS 'Valor no dia menos o anterior.';

CREATE VIEW ctl.vw_pendencias AS
SELECT s.date AS data_pos, s.fund AS fundo, f.nome AS nome_fundo,
       CASE s.state WHEN 'missing' THEN 'ARQUIVO ATRASADO' ELSE 'ARQUIVO COM FALHA' END AS pendencia,
       s.type AS tipo_arquivo, s.reason AS motivo, s.action AS o_que_fazer, s.updated_at AS desde
FROM ctl.file_status s LEFT JOIN ctl.fund f ON f.slug = s.fund
WHERE s.state IN ('missing', 'failed')
UNION ALL
SELECT l.date, l.fund, f.nome, CASE l.verdict WHEN 'fail' THEN 'NÃO CONCILIA' ELSE 'CONCILIAÇÃO NÃO VERIFICADA' END,
       NULL, r.explicacao, NULL, l.loaded_at
FROM ctl.slice_load l
LEFT JOIN ctl.fund f ON f.slug = l.fund
LEFT JOIN LATERAL (
    SELECT string_agg(r.explanation, '; ' ORDER BY r.position) AS explicacao FROM ctl.reconciliation r
    WHERE r.fund = l.fund AND r.date = l.date AND r.version = l.version AND r.status = l.verdict) r ON true
WHERE l.sink = 'postgres' AND l.verdict <> 'ok'
UNION ALL
SELECT q.data_pos, i.slug, i.nome_fundo, 'LINHA NÃO LIDA', q.formato,
       concat_ws(', ', q.arquivo, q.secao_origem, 'linha ' || q.linha) || ': ' || q.motivo, NULL, q.carregado_em
FROM ctl.quarantine q JOIN cad.info_fundos i ON i.id_fundo = q.id_fundo;
COMMENT ON VIEW ctl.vw_pendencias IS 'O que está atrasado, falhou, não concilia ou não pôde ser lido: uma linha por motivo.';
COMMENT ON COLUMN ctl.vw_pendencias.data_pos IS 'Data da posição.';
COMMENT ON COLUMN ctl.vw_pendencias.fundo IS 'Nome fixo do fundo (slug).';
COMMENT ON COLUMN ctl.vw_pendencias.nome_fundo IS 'Nome do fundo.';
COMMENT ON COLUMN ctl.vw_pendencias.pendencia IS 'ARQUIVO ATRASADO, ARQUIVO COM FALHA, NÃO CONCILIA, CONCILIAÇÃO NÃO VERIFICADA ou LINHA NÃO LIDA.';
COMMENT ON COLUMN ctl.vw_pendencias.tipo_arquivo IS 'Tipo do arquivo; vazio quando se trata da carteira.';
COMMENT ON COLUMN ctl.vw_pendencias.motivo IS 'O que aconteceu.';
COMMENT ON COLUMN ctl.vw_pendencias.o_que_fazer IS 'O que fazer.';
COMMENT ON COLUMN ctl.vw_pendencias.desde IS 'Quando foi visto pela última vez.';

CREATE VIEW mov.vw_movimento_cotas AS
SELECT c.data_pos, a.data_pos AS data_anterior, c.id_fundo, f.slug AS fundo, f.nome_fundo,
       a.qt_cotas_fech AS qt_cotas_anterior, c.qt_cotas_fech AS qt_cotas,
       CASE WHEN c.qt_cotas_fech > a.qt_cotas_fech THEN c.qt_cotas_fech - a.qt_cotas_fech
            WHEN c.qt_cotas_fech <= a.qt_cotas_fech THEN 0 END AS cotas_emitidas,
       CASE WHEN c.qt_cotas_fech < a.qt_cotas_fech THEN a.qt_cotas_fech - c.qt_cotas_fech
            WHEN c.qt_cotas_fech >= a.qt_cotas_fech THEN 0 END AS cotas_resgatadas,
       (c.qt_cotas_fech - a.qt_cotas_fech) * c.cota_fechamento AS valor_liquido,
       c.cotas_emitir AS valor_a_emitir, c.cotas_resgatar AS valor_a_resgatar
FROM pos.pos_cota c
JOIN cad.info_fundos f ON f.id_fundo = c.id_fundo
CROSS JOIN LATERAL (
    SELECT p.data_pos, p.qt_cotas_fech FROM pos.pos_cota p
    WHERE p.id_fundo = c.id_fundo AND p.data_pos < c.data_pos
    ORDER BY p.data_pos DESC LIMIT 1) a;
COMMENT ON VIEW mov.vw_movimento_cotas IS 'Aplicações e resgates: uma linha por fundo e dia, o saldo das cotas desde o dia anterior carregado. Aplicações e resgates do mesmo dia se compensam.';
COMMENT ON COLUMN mov.vw_movimento_cotas.data_pos IS 'Data da posição.';
COMMENT ON COLUMN mov.vw_movimento_cotas.data_anterior IS 'Último dia carregado antes desse.';
COMMENT ON COLUMN mov.vw_movimento_cotas.id_fundo IS 'O fundo (cad.info_fundos).';
COMMENT ON COLUMN mov.vw_movimento_cotas.fundo IS 'Nome fixo do fundo (slug).';
COMMENT ON COLUMN mov.vw_movimento_cotas.nome_fundo IS 'Nome do fundo.';
COMMENT ON COLUMN mov.vw_movimento_cotas.qt_cotas_anterior IS 'Quantidade de cotas no dia anterior.';
COMMENT ON COLUMN mov.vw_movimento_cotas.qt_cotas IS 'Quantidade de cotas no dia.';
COMMENT ON COLUMN mov.vw_movimento_cotas.cotas_emitidas IS 'Cotas a mais que no dia anterior; zero se não são mais.';
COMMENT ON COLUMN mov.vw_movimento_cotas.cotas_resgatadas IS 'Cotas a menos que no dia anterior; zero se não são menos.';
COMMENT ON COLUMN mov.vw_movimento_cotas.valor_liquido IS 'Diferença de cotas pelo valor da cota do dia; negativo se houve mais resgates. Estimado: a conversão pode ser por outra cota.';
COMMENT ON COLUMN mov.vw_movimento_cotas.valor_a_emitir IS 'Aplicações recebidas cujas cotas ainda não foram emitidas.';
COMMENT ON COLUMN mov.vw_movimento_cotas.valor_a_resgatar IS 'Resgates ainda não pagos.';
