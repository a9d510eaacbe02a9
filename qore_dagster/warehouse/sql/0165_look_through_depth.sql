-- Six levels, and no more: each path is followed, and funds that hold each other would have paths without number. What the
-- sixth level holds of funds stays quotas, so that the lines still add up.
CREATE OR REPLACE VIEW pos.vw_carteira_explodida AS
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
        WHERE d.nivel < 6 AND q.direcao = 'LONG' AND q.quantidade IS NOT NULL AND o.qt_cotas_fech > 0
              AND i.id_fundo <> ALL (d.caminho)
    )
    SELECT * FROM dentro OFFSET 0) e
JOIN cad.info_fundos h ON h.id_fundo = e.id_detentor
CROSS JOIN LATERAL (
    SELECT * FROM pos.vw_linhas_carteira l
    WHERE l.data_pos = c.data_pos AND l.id_fundo = e.id_detentor
      AND (e.nivel = 6 OR l.classe <> 'Cotas de Fundos' OR l.direcao <> 'LONG' OR l.quantidade IS NULL
           OR NOT EXISTS (
              SELECT FROM cad.info_fundos i
              JOIN pos.pos_cota o ON o.data_pos = c.data_pos AND o.id_fundo = i.id_fundo
              WHERE i.cnpj = l.cnpj_emissor AND o.qt_cotas_fech > 0 AND i.id_fundo <> ALL (e.caminho)))
    OFFSET 0) l;
COMMENT ON VIEW pos.vw_carteira_explodida IS 'Carteira explodida: em lugar das cotas de um fundo desta casa, a parte proporcional do que ele tem no dia, até o sexto nível; somam o patrimônio líquido.';
COMMENT ON COLUMN pos.vw_carteira_explodida.nivel IS '1 o que o próprio fundo tem, 2 o que têm os fundos em que investe, e assim por diante até 6, em que cotas de fundos ficam como estão.';
