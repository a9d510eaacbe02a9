-- Subscriptions and redemptions apart, in money as well: the two names that people know of pos_cota, where no source
-- tells them. A view and not a table: the movement of a day follows from two days' quotas, so that a day that comes
-- late or corrected would make the next day's row of a table wrong.

CREATE OR REPLACE VIEW mov.vw_movimento_cotas AS
SELECT c.data_pos, a.data_pos AS data_anterior, c.id_fundo, f.slug AS fundo, f.nome_fundo,
       a.qt_cotas_fech AS qt_cotas_anterior, c.qt_cotas_fech AS qt_cotas,
       CASE WHEN c.qt_cotas_fech > a.qt_cotas_fech THEN c.qt_cotas_fech - a.qt_cotas_fech
            WHEN c.qt_cotas_fech <= a.qt_cotas_fech THEN 0 END AS cotas_emitidas,
       CASE WHEN c.qt_cotas_fech < a.qt_cotas_fech THEN a.qt_cotas_fech - c.qt_cotas_fech
            WHEN c.qt_cotas_fech >= a.qt_cotas_fech THEN 0 END AS cotas_resgatadas,
       (c.qt_cotas_fech - a.qt_cotas_fech) * c.cota_fechamento AS valor_liquido,
       c.cotas_emitir AS valor_a_emitir, c.cotas_resgatar AS valor_a_resgatar,
       CASE WHEN c.qt_cotas_fech > a.qt_cotas_fech THEN (c.qt_cotas_fech - a.qt_cotas_fech) * c.cota_fechamento
            WHEN c.qt_cotas_fech <= a.qt_cotas_fech THEN 0 END AS valor_entrada,
       CASE WHEN c.qt_cotas_fech < a.qt_cotas_fech THEN (a.qt_cotas_fech - c.qt_cotas_fech) * c.cota_fechamento
            WHEN c.qt_cotas_fech >= a.qt_cotas_fech THEN 0 END AS valor_saida
FROM pos.pos_cota c
JOIN cad.info_fundos f ON f.id_fundo = c.id_fundo
CROSS JOIN LATERAL (
    SELECT p.data_pos, p.qt_cotas_fech FROM pos.pos_cota p
    WHERE p.id_fundo = c.id_fundo AND p.data_pos < c.data_pos
    ORDER BY p.data_pos DESC LIMIT 1) a;
COMMENT ON COLUMN mov.vw_movimento_cotas.valor_entrada IS 'Aplicações: cotas emitidas pelo valor da cota do dia, estimado; zero se não houve.';
COMMENT ON COLUMN mov.vw_movimento_cotas.valor_saida IS 'Resgates: cotas resgatadas pelo valor da cota do dia, estimado, positivo; zero se não houve.';
