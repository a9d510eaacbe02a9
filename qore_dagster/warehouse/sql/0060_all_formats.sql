-- Columns for what 4.01, Excel and the whole of 5.0 tell; a managed account has neither quota nor CNPJ of a fund.

ALTER TABLE pos.pos_cota
    ALTER COLUMN cota_fechamento DROP NOT NULL,
    ALTER COLUMN qt_cotas_fech DROP NOT NULL,
    ALTER COLUMN cnpj DROP NOT NULL,
    ADD COLUMN cnpj_casca text,
    ADD COLUMN codigo_subclasse text,
    ADD COLUMN documento_titular text,
    ADD COLUMN codigo_carteira text,
    ADD COLUMN codigo_anbima text,
    ADD COLUMN tipo_fundo text,
    ADD COLUMN nome_administrador text,
    ADD COLUMN nome_gestor text,
    ADD COLUMN tributos numeric,
    ADD COLUMN nivel_risco text;
COMMENT ON COLUMN pos.pos_cota.cota_fechamento IS 'Quota (NAV per unit); a managed account has none.';
COMMENT ON COLUMN pos.pos_cota.qt_cotas_fech IS 'Units; a managed account has none.';
COMMENT ON COLUMN pos.pos_cota.cnpj IS 'Fund or class, 14 characters; null for a managed account.';
COMMENT ON COLUMN pos.pos_cota.cnpj_casca IS 'The shell fund of a class.';
COMMENT ON COLUMN pos.pos_cota.codigo_subclasse IS 'CVM''s code of a subclass.';
COMMENT ON COLUMN pos.pos_cota.documento_titular IS 'Holder of a managed account: CNPJ or CPF.';
COMMENT ON COLUMN pos.pos_cota.codigo_carteira IS 'A managed account''s code.';
COMMENT ON COLUMN pos.pos_cota.codigo_anbima IS 'ANBIMA''s code of the fund.';
COMMENT ON COLUMN pos.pos_cota.tipo_fundo IS 'ANBIMA''s fund type.';
COMMENT ON COLUMN pos.pos_cota.nome_administrador IS 'Administrator''s name.';
COMMENT ON COLUMN pos.pos_cota.nome_gestor IS 'Manager''s name.';
COMMENT ON COLUMN pos.pos_cota.tributos IS 'Taxes; reported, not in any identity.';
COMMENT ON COLUMN pos.pos_cota.nivel_risco IS 'Risk level as the file writes it.';

ALTER TABLE pos.pos_caixa
    ADD COLUMN nivel_risco text;
COMMENT ON COLUMN pos.pos_caixa.nivel_risco IS 'Risk level as the file writes it.';

ALTER TABLE pos.pos_cpr
    ADD COLUMN conta text;
COMMENT ON COLUMN pos.pos_cpr.conta IS 'ANBIMA''s 5.0 account that the code stands for, null if unknown.';

ALTER TABLE pos.pos_rf
    ADD COLUMN secao_origem text,
    ADD COLUMN nome_emissor text,
    ADD COLUMN cusip text,
    ADD COLUMN operacao text,
    ADD COLUMN qtd_emprestada numeric,
    ADD COLUMN qtd_tomada numeric,
    ADD COLUMN qtd_a_receber numeric,
    ADD COLUMN qtd_a_entregar numeric,
    ADD COLUMN local_garantia text,
    ADD COLUMN lote integer,
    ADD COLUMN tipo_conta text,
    ADD COLUMN valor_disponivel numeric,
    ADD COLUMN valor_garantia numeric,
    ADD COLUMN principal numeric,
    ADD COLUMN tributos numeric,
    ADD COLUMN vencimento_ativo date,
    ADD COLUMN data_registro date,
    ADD COLUMN caracteristica text,
    ADD COLUMN perc_provisao numeric,
    ADD COLUMN nivel_risco text,
    ADD COLUMN conversivel boolean,
    ADD COLUMN participa_lucro boolean,
    ADD COLUMN spe boolean,
    ADD COLUMN ativo_objeto text,
    ADD COLUMN serie text,
    ADD COLUMN tipo_opcao text,
    ADD COLUMN estilo_opcao text,
    ADD COLUMN premio numeric,
    ADD COLUMN data_exercicio date,
    ADD COLUMN hedge boolean,
    ADD COLUMN tipo_hedge text,
    ADD COLUMN garantia text,
    ADD COLUMN cnpj_contraparte text,
    ADD COLUMN cnpj_corretora text,
    ADD COLUMN compromisso_operacao text,
    ADD COLUMN compromisso_data_retorno date,
    ADD COLUMN compromisso_pu_retorno numeric,
    ADD COLUMN compromisso_indexador text,
    ADD COLUMN compromisso_perc_indexador numeric,
    ADD COLUMN compromisso_taxa numeric,
    ADD COLUMN aluguel_contrato text,
    ADD COLUMN aluguel_data_vencimento date,
    ADD COLUMN aluguel_taxa numeric,
    ADD COLUMN aluguel_indexador text,
    ADD COLUMN aluguel_perc_indexador numeric,
    ADD COLUMN aluguel_cnpj_intermediario text,
    ADD COLUMN swap_valor_ativo numeric,
    ADD COLUMN swap_indexador_ativo text,
    ADD COLUMN swap_perc_ativo numeric,
    ADD COLUMN swap_taxa_ativo numeric,
    ADD COLUMN swap_valor_passivo numeric,
    ADD COLUMN swap_indexador_passivo text,
    ADD COLUMN swap_perc_passivo numeric,
    ADD COLUMN swap_taxa_passivo numeric,
    ADD COLUMN moeda_ativa text,
    ADD COLUMN moeda_passiva text,
    ADD COLUMN valor_moeda_origem numeric,
    ADD COLUMN taxa_cambio numeric;
COMMENT ON COLUMN pos.pos_rf.secao_origem IS 'The section as the file itself names it.';
COMMENT ON COLUMN pos.pos_rf.nome_emissor IS 'Issuer''s name (Excel).';
COMMENT ON COLUMN pos.pos_rf.cusip IS 'CUSIP.';
COMMENT ON COLUMN pos.pos_rf.operacao IS '4.01''s own letter: C bought, V sold, D lent, T borrowed, A as termorf has it.';
COMMENT ON COLUMN pos.pos_rf.qtd_emprestada IS 'Lent.';
COMMENT ON COLUMN pos.pos_rf.qtd_tomada IS 'Borrowed.';
COMMENT ON COLUMN pos.pos_rf.qtd_a_receber IS 'Bought, not yet delivered.';
COMMENT ON COLUMN pos.pos_rf.qtd_a_entregar IS 'Sold, not yet delivered.';
COMMENT ON COLUMN pos.pos_rf.local_garantia IS 'Where the guarantee is held (4.01: depgar, 0 to 5).';
COMMENT ON COLUMN pos.pos_rf.lote IS 'Lot size, units a lot.';
COMMENT ON COLUMN pos.pos_rf.tipo_conta IS '1 current account, 2 investment account.';
COMMENT ON COLUMN pos.pos_rf.valor_disponivel IS 'Value of the available quantity.';
COMMENT ON COLUMN pos.pos_rf.valor_garantia IS 'Value of the quantity given as guarantee.';
COMMENT ON COLUMN pos.pos_rf.principal IS 'Principal, signed as the file has it.';
COMMENT ON COLUMN pos.pos_rf.tributos IS 'Taxes provisioned on the row; reported, never subtracted.';
COMMENT ON COLUMN pos.pos_rf.vencimento_ativo IS 'Maturity of the underlying.';
COMMENT ON COLUMN pos.pos_rf.data_registro IS 'Registration of the trade.';
COMMENT ON COLUMN pos.pos_rf.caracteristica IS 'N negotiable (marked to market), V held to maturity.';
COMMENT ON COLUMN pos.pos_rf.perc_provisao IS 'Credit provision, %.';
COMMENT ON COLUMN pos.pos_rf.nivel_risco IS 'Risk level as the file writes it.';
COMMENT ON COLUMN pos.pos_rf.conversivel IS 'Debenture: convertible.';
COMMENT ON COLUMN pos.pos_rf.participa_lucro IS 'Debenture: profit sharing.';
COMMENT ON COLUMN pos.pos_rf.spe IS 'Debenture: the issuer is a special-purpose company.';
COMMENT ON COLUMN pos.pos_rf.ativo_objeto IS 'Underlying of an option, forward or future.';
COMMENT ON COLUMN pos.pos_rf.serie IS 'Series of a derivative (4.01).';
COMMENT ON COLUMN pos.pos_rf.tipo_opcao IS 'CALL or PUTO.';
COMMENT ON COLUMN pos.pos_rf.estilo_opcao IS 'AMER or EURO.';
COMMENT ON COLUMN pos.pos_rf.premio IS 'Premium.';
COMMENT ON COLUMN pos.pos_rf.data_exercicio IS 'Exercise.';
COMMENT ON COLUMN pos.pos_rf.hedge IS 'Part of a hedge.';
COMMENT ON COLUMN pos.pos_rf.tipo_hedge IS 'Kind of hedge as the file writes it (4.01: 0 to 2).';
COMMENT ON COLUMN pos.pos_rf.garantia IS 'Whether and how guaranteed, as the file writes it.';
COMMENT ON COLUMN pos.pos_rf.cnpj_contraparte IS 'Counterparty.';
COMMENT ON COLUMN pos.pos_rf.cnpj_corretora IS 'Broker.';
COMMENT ON COLUMN pos.pos_rf.compromisso_operacao IS 'Repo: C bought with resale, V sold with buy-back.';
COMMENT ON COLUMN pos.pos_rf.compromisso_data_retorno IS 'Repo: return date.';
COMMENT ON COLUMN pos.pos_rf.compromisso_pu_retorno IS 'Repo: return unit price.';
COMMENT ON COLUMN pos.pos_rf.compromisso_indexador IS 'Repo: index.';
COMMENT ON COLUMN pos.pos_rf.compromisso_perc_indexador IS 'Repo: % of the index.';
COMMENT ON COLUMN pos.pos_rf.compromisso_taxa IS 'Repo: rate, % a year.';
COMMENT ON COLUMN pos.pos_rf.aluguel_contrato IS 'Loan: contract.';
COMMENT ON COLUMN pos.pos_rf.aluguel_data_vencimento IS 'Loan: maturity.';
COMMENT ON COLUMN pos.pos_rf.aluguel_taxa IS 'Loan: rate, % a year.';
COMMENT ON COLUMN pos.pos_rf.aluguel_indexador IS 'Loan: index.';
COMMENT ON COLUMN pos.pos_rf.aluguel_perc_indexador IS 'Loan: % of the index.';
COMMENT ON COLUMN pos.pos_rf.aluguel_cnpj_intermediario IS 'Loan: intermediary.';
COMMENT ON COLUMN pos.pos_rf.swap_valor_ativo IS 'Swap: value of the asset leg.';
COMMENT ON COLUMN pos.pos_rf.swap_indexador_ativo IS 'Swap: index of the asset leg.';
COMMENT ON COLUMN pos.pos_rf.swap_perc_ativo IS 'Swap: % of the index, asset leg.';
COMMENT ON COLUMN pos.pos_rf.swap_taxa_ativo IS 'Swap: rate of the asset leg, % a year.';
COMMENT ON COLUMN pos.pos_rf.swap_valor_passivo IS 'Swap: value of the liability leg.';
COMMENT ON COLUMN pos.pos_rf.swap_indexador_passivo IS 'Swap: index of the liability leg.';
COMMENT ON COLUMN pos.pos_rf.swap_perc_passivo IS 'Swap: % of the index, liability leg.';
COMMENT ON COLUMN pos.pos_rf.swap_taxa_passivo IS 'Swap: rate of the liability leg, % a year.';
COMMENT ON COLUMN pos.pos_rf.moeda_ativa IS 'Currency that is received (4.01''s currency derivatives).';
COMMENT ON COLUMN pos.pos_rf.moeda_passiva IS 'Currency that is paid (4.01''s currency derivatives).';
COMMENT ON COLUMN pos.pos_rf.valor_moeda_origem IS 'Value in the instrument''s own currency.';
COMMENT ON COLUMN pos.pos_rf.taxa_cambio IS 'Exchange rate.';

ALTER TABLE pos.pos_rv
    ADD COLUMN secao_origem text,
    ADD COLUMN nome_emissor text,
    ADD COLUMN cusip text,
    ADD COLUMN operacao text,
    ADD COLUMN qtd_emprestada numeric,
    ADD COLUMN qtd_tomada numeric,
    ADD COLUMN qtd_a_receber numeric,
    ADD COLUMN qtd_a_entregar numeric,
    ADD COLUMN local_garantia text,
    ADD COLUMN lote integer,
    ADD COLUMN tipo_conta text,
    ADD COLUMN valor_disponivel numeric,
    ADD COLUMN valor_garantia numeric,
    ADD COLUMN principal numeric,
    ADD COLUMN tributos numeric,
    ADD COLUMN vencimento_ativo date,
    ADD COLUMN data_registro date,
    ADD COLUMN caracteristica text,
    ADD COLUMN perc_provisao numeric,
    ADD COLUMN nivel_risco text,
    ADD COLUMN conversivel boolean,
    ADD COLUMN participa_lucro boolean,
    ADD COLUMN spe boolean,
    ADD COLUMN ativo_objeto text,
    ADD COLUMN serie text,
    ADD COLUMN tipo_opcao text,
    ADD COLUMN estilo_opcao text,
    ADD COLUMN premio numeric,
    ADD COLUMN data_exercicio date,
    ADD COLUMN hedge boolean,
    ADD COLUMN tipo_hedge text,
    ADD COLUMN garantia text,
    ADD COLUMN cnpj_contraparte text,
    ADD COLUMN cnpj_corretora text,
    ADD COLUMN compromisso_operacao text,
    ADD COLUMN compromisso_data_retorno date,
    ADD COLUMN compromisso_pu_retorno numeric,
    ADD COLUMN compromisso_indexador text,
    ADD COLUMN compromisso_perc_indexador numeric,
    ADD COLUMN compromisso_taxa numeric,
    ADD COLUMN aluguel_contrato text,
    ADD COLUMN aluguel_data_vencimento date,
    ADD COLUMN aluguel_taxa numeric,
    ADD COLUMN aluguel_indexador text,
    ADD COLUMN aluguel_perc_indexador numeric,
    ADD COLUMN aluguel_cnpj_intermediario text,
    ADD COLUMN swap_valor_ativo numeric,
    ADD COLUMN swap_indexador_ativo text,
    ADD COLUMN swap_perc_ativo numeric,
    ADD COLUMN swap_taxa_ativo numeric,
    ADD COLUMN swap_valor_passivo numeric,
    ADD COLUMN swap_indexador_passivo text,
    ADD COLUMN swap_perc_passivo numeric,
    ADD COLUMN swap_taxa_passivo numeric,
    ADD COLUMN moeda_ativa text,
    ADD COLUMN moeda_passiva text,
    ADD COLUMN valor_moeda_origem numeric,
    ADD COLUMN taxa_cambio numeric;
COMMENT ON COLUMN pos.pos_rv.secao_origem IS 'The section as the file itself names it.';
COMMENT ON COLUMN pos.pos_rv.nome_emissor IS 'Issuer''s name (Excel).';
COMMENT ON COLUMN pos.pos_rv.cusip IS 'CUSIP.';
COMMENT ON COLUMN pos.pos_rv.operacao IS '4.01''s own letter: C bought, V sold, D lent, T borrowed, A as termorf has it.';
COMMENT ON COLUMN pos.pos_rv.qtd_emprestada IS 'Lent.';
COMMENT ON COLUMN pos.pos_rv.qtd_tomada IS 'Borrowed.';
COMMENT ON COLUMN pos.pos_rv.qtd_a_receber IS 'Bought, not yet delivered.';
COMMENT ON COLUMN pos.pos_rv.qtd_a_entregar IS 'Sold, not yet delivered.';
COMMENT ON COLUMN pos.pos_rv.local_garantia IS 'Where the guarantee is held (4.01: depgar, 0 to 5).';
COMMENT ON COLUMN pos.pos_rv.lote IS 'Lot size, units a lot.';
COMMENT ON COLUMN pos.pos_rv.tipo_conta IS '1 current account, 2 investment account.';
COMMENT ON COLUMN pos.pos_rv.valor_disponivel IS 'Value of the available quantity.';
COMMENT ON COLUMN pos.pos_rv.valor_garantia IS 'Value of the quantity given as guarantee.';
COMMENT ON COLUMN pos.pos_rv.principal IS 'Principal, signed as the file has it.';
COMMENT ON COLUMN pos.pos_rv.tributos IS 'Taxes provisioned on the row; reported, never subtracted.';
COMMENT ON COLUMN pos.pos_rv.vencimento_ativo IS 'Maturity of the underlying.';
COMMENT ON COLUMN pos.pos_rv.data_registro IS 'Registration of the trade.';
COMMENT ON COLUMN pos.pos_rv.caracteristica IS 'N negotiable (marked to market), V held to maturity.';
COMMENT ON COLUMN pos.pos_rv.perc_provisao IS 'Credit provision, %.';
COMMENT ON COLUMN pos.pos_rv.nivel_risco IS 'Risk level as the file writes it.';
COMMENT ON COLUMN pos.pos_rv.conversivel IS 'Debenture: convertible.';
COMMENT ON COLUMN pos.pos_rv.participa_lucro IS 'Debenture: profit sharing.';
COMMENT ON COLUMN pos.pos_rv.spe IS 'Debenture: the issuer is a special-purpose company.';
COMMENT ON COLUMN pos.pos_rv.ativo_objeto IS 'Underlying of an option, forward or future.';
COMMENT ON COLUMN pos.pos_rv.serie IS 'Series of a derivative (4.01).';
COMMENT ON COLUMN pos.pos_rv.tipo_opcao IS 'CALL or PUTO.';
COMMENT ON COLUMN pos.pos_rv.estilo_opcao IS 'AMER or EURO.';
COMMENT ON COLUMN pos.pos_rv.premio IS 'Premium.';
COMMENT ON COLUMN pos.pos_rv.data_exercicio IS 'Exercise.';
COMMENT ON COLUMN pos.pos_rv.hedge IS 'Part of a hedge.';
COMMENT ON COLUMN pos.pos_rv.tipo_hedge IS 'Kind of hedge as the file writes it (4.01: 0 to 2).';
COMMENT ON COLUMN pos.pos_rv.garantia IS 'Whether and how guaranteed, as the file writes it.';
COMMENT ON COLUMN pos.pos_rv.cnpj_contraparte IS 'Counterparty.';
COMMENT ON COLUMN pos.pos_rv.cnpj_corretora IS 'Broker.';
COMMENT ON COLUMN pos.pos_rv.compromisso_operacao IS 'Repo: C bought with resale, V sold with buy-back.';
COMMENT ON COLUMN pos.pos_rv.compromisso_data_retorno IS 'Repo: return date.';
COMMENT ON COLUMN pos.pos_rv.compromisso_pu_retorno IS 'Repo: return unit price.';
COMMENT ON COLUMN pos.pos_rv.compromisso_indexador IS 'Repo: index.';
COMMENT ON COLUMN pos.pos_rv.compromisso_perc_indexador IS 'Repo: % of the index.';
COMMENT ON COLUMN pos.pos_rv.compromisso_taxa IS 'Repo: rate, % a year.';
COMMENT ON COLUMN pos.pos_rv.aluguel_contrato IS 'Loan: contract.';
COMMENT ON COLUMN pos.pos_rv.aluguel_data_vencimento IS 'Loan: maturity.';
COMMENT ON COLUMN pos.pos_rv.aluguel_taxa IS 'Loan: rate, % a year.';
COMMENT ON COLUMN pos.pos_rv.aluguel_indexador IS 'Loan: index.';
COMMENT ON COLUMN pos.pos_rv.aluguel_perc_indexador IS 'Loan: % of the index.';
COMMENT ON COLUMN pos.pos_rv.aluguel_cnpj_intermediario IS 'Loan: intermediary.';
COMMENT ON COLUMN pos.pos_rv.swap_valor_ativo IS 'Swap: value of the asset leg.';
COMMENT ON COLUMN pos.pos_rv.swap_indexador_ativo IS 'Swap: index of the asset leg.';
COMMENT ON COLUMN pos.pos_rv.swap_perc_ativo IS 'Swap: % of the index, asset leg.';
COMMENT ON COLUMN pos.pos_rv.swap_taxa_ativo IS 'Swap: rate of the asset leg, % a year.';
COMMENT ON COLUMN pos.pos_rv.swap_valor_passivo IS 'Swap: value of the liability leg.';
COMMENT ON COLUMN pos.pos_rv.swap_indexador_passivo IS 'Swap: index of the liability leg.';
COMMENT ON COLUMN pos.pos_rv.swap_perc_passivo IS 'Swap: % of the index, liability leg.';
COMMENT ON COLUMN pos.pos_rv.swap_taxa_passivo IS 'Swap: rate of the liability leg, % a year.';
COMMENT ON COLUMN pos.pos_rv.moeda_ativa IS 'Currency that is received (4.01''s currency derivatives).';
COMMENT ON COLUMN pos.pos_rv.moeda_passiva IS 'Currency that is paid (4.01''s currency derivatives).';
COMMENT ON COLUMN pos.pos_rv.valor_moeda_origem IS 'Value in the instrument''s own currency.';
COMMENT ON COLUMN pos.pos_rv.taxa_cambio IS 'Exchange rate.';

ALTER TABLE pos.pos_dir_cred
    ADD COLUMN secao_origem text,
    ADD COLUMN nome_emissor text,
    ADD COLUMN cusip text,
    ADD COLUMN operacao text,
    ADD COLUMN qtd_emprestada numeric,
    ADD COLUMN qtd_tomada numeric,
    ADD COLUMN qtd_a_receber numeric,
    ADD COLUMN qtd_a_entregar numeric,
    ADD COLUMN local_garantia text,
    ADD COLUMN lote integer,
    ADD COLUMN tipo_conta text,
    ADD COLUMN valor_disponivel numeric,
    ADD COLUMN valor_garantia numeric,
    ADD COLUMN principal numeric,
    ADD COLUMN tributos numeric,
    ADD COLUMN vencimento_ativo date,
    ADD COLUMN data_registro date,
    ADD COLUMN caracteristica text,
    ADD COLUMN perc_provisao numeric,
    ADD COLUMN nivel_risco text,
    ADD COLUMN conversivel boolean,
    ADD COLUMN participa_lucro boolean,
    ADD COLUMN spe boolean,
    ADD COLUMN ativo_objeto text,
    ADD COLUMN serie text,
    ADD COLUMN tipo_opcao text,
    ADD COLUMN estilo_opcao text,
    ADD COLUMN premio numeric,
    ADD COLUMN data_exercicio date,
    ADD COLUMN hedge boolean,
    ADD COLUMN tipo_hedge text,
    ADD COLUMN garantia text,
    ADD COLUMN cnpj_contraparte text,
    ADD COLUMN cnpj_corretora text,
    ADD COLUMN compromisso_operacao text,
    ADD COLUMN compromisso_data_retorno date,
    ADD COLUMN compromisso_pu_retorno numeric,
    ADD COLUMN compromisso_indexador text,
    ADD COLUMN compromisso_perc_indexador numeric,
    ADD COLUMN compromisso_taxa numeric,
    ADD COLUMN aluguel_contrato text,
    ADD COLUMN aluguel_data_vencimento date,
    ADD COLUMN aluguel_taxa numeric,
    ADD COLUMN aluguel_indexador text,
    ADD COLUMN aluguel_perc_indexador numeric,
    ADD COLUMN aluguel_cnpj_intermediario text,
    ADD COLUMN swap_valor_ativo numeric,
    ADD COLUMN swap_indexador_ativo text,
    ADD COLUMN swap_perc_ativo numeric,
    ADD COLUMN swap_taxa_ativo numeric,
    ADD COLUMN swap_valor_passivo numeric,
    ADD COLUMN swap_indexador_passivo text,
    ADD COLUMN swap_perc_passivo numeric,
    ADD COLUMN swap_taxa_passivo numeric,
    ADD COLUMN moeda_ativa text,
    ADD COLUMN moeda_passiva text,
    ADD COLUMN valor_moeda_origem numeric,
    ADD COLUMN taxa_cambio numeric;
COMMENT ON COLUMN pos.pos_dir_cred.secao_origem IS 'The section as the file itself names it.';
COMMENT ON COLUMN pos.pos_dir_cred.nome_emissor IS 'Issuer''s name (Excel).';
COMMENT ON COLUMN pos.pos_dir_cred.cusip IS 'CUSIP.';
COMMENT ON COLUMN pos.pos_dir_cred.operacao IS '4.01''s own letter: C bought, V sold, D lent, T borrowed, A as termorf has it.';
COMMENT ON COLUMN pos.pos_dir_cred.qtd_emprestada IS 'Lent.';
COMMENT ON COLUMN pos.pos_dir_cred.qtd_tomada IS 'Borrowed.';
COMMENT ON COLUMN pos.pos_dir_cred.qtd_a_receber IS 'Bought, not yet delivered.';
COMMENT ON COLUMN pos.pos_dir_cred.qtd_a_entregar IS 'Sold, not yet delivered.';
COMMENT ON COLUMN pos.pos_dir_cred.local_garantia IS 'Where the guarantee is held (4.01: depgar, 0 to 5).';
COMMENT ON COLUMN pos.pos_dir_cred.lote IS 'Lot size, units a lot.';
COMMENT ON COLUMN pos.pos_dir_cred.tipo_conta IS '1 current account, 2 investment account.';
COMMENT ON COLUMN pos.pos_dir_cred.valor_disponivel IS 'Value of the available quantity.';
COMMENT ON COLUMN pos.pos_dir_cred.valor_garantia IS 'Value of the quantity given as guarantee.';
COMMENT ON COLUMN pos.pos_dir_cred.principal IS 'Principal, signed as the file has it.';
COMMENT ON COLUMN pos.pos_dir_cred.tributos IS 'Taxes provisioned on the row; reported, never subtracted.';
COMMENT ON COLUMN pos.pos_dir_cred.vencimento_ativo IS 'Maturity of the underlying.';
COMMENT ON COLUMN pos.pos_dir_cred.data_registro IS 'Registration of the trade.';
COMMENT ON COLUMN pos.pos_dir_cred.caracteristica IS 'N negotiable (marked to market), V held to maturity.';
COMMENT ON COLUMN pos.pos_dir_cred.perc_provisao IS 'Credit provision, %.';
COMMENT ON COLUMN pos.pos_dir_cred.nivel_risco IS 'Risk level as the file writes it.';
COMMENT ON COLUMN pos.pos_dir_cred.conversivel IS 'Debenture: convertible.';
COMMENT ON COLUMN pos.pos_dir_cred.participa_lucro IS 'Debenture: profit sharing.';
COMMENT ON COLUMN pos.pos_dir_cred.spe IS 'Debenture: the issuer is a special-purpose company.';
COMMENT ON COLUMN pos.pos_dir_cred.ativo_objeto IS 'Underlying of an option, forward or future.';
COMMENT ON COLUMN pos.pos_dir_cred.serie IS 'Series of a derivative (4.01).';
COMMENT ON COLUMN pos.pos_dir_cred.tipo_opcao IS 'CALL or PUTO.';
COMMENT ON COLUMN pos.pos_dir_cred.estilo_opcao IS 'AMER or EURO.';
COMMENT ON COLUMN pos.pos_dir_cred.premio IS 'Premium.';
COMMENT ON COLUMN pos.pos_dir_cred.data_exercicio IS 'Exercise.';
COMMENT ON COLUMN pos.pos_dir_cred.hedge IS 'Part of a hedge.';
COMMENT ON COLUMN pos.pos_dir_cred.tipo_hedge IS 'Kind of hedge as the file writes it (4.01: 0 to 2).';
COMMENT ON COLUMN pos.pos_dir_cred.garantia IS 'Whether and how guaranteed, as the file writes it.';
COMMENT ON COLUMN pos.pos_dir_cred.cnpj_contraparte IS 'Counterparty.';
COMMENT ON COLUMN pos.pos_dir_cred.cnpj_corretora IS 'Broker.';
COMMENT ON COLUMN pos.pos_dir_cred.compromisso_operacao IS 'Repo: C bought with resale, V sold with buy-back.';
COMMENT ON COLUMN pos.pos_dir_cred.compromisso_data_retorno IS 'Repo: return date.';
COMMENT ON COLUMN pos.pos_dir_cred.compromisso_pu_retorno IS 'Repo: return unit price.';
COMMENT ON COLUMN pos.pos_dir_cred.compromisso_indexador IS 'Repo: index.';
COMMENT ON COLUMN pos.pos_dir_cred.compromisso_perc_indexador IS 'Repo: % of the index.';
COMMENT ON COLUMN pos.pos_dir_cred.compromisso_taxa IS 'Repo: rate, % a year.';
COMMENT ON COLUMN pos.pos_dir_cred.aluguel_contrato IS 'Loan: contract.';
COMMENT ON COLUMN pos.pos_dir_cred.aluguel_data_vencimento IS 'Loan: maturity.';
COMMENT ON COLUMN pos.pos_dir_cred.aluguel_taxa IS 'Loan: rate, % a year.';
COMMENT ON COLUMN pos.pos_dir_cred.aluguel_indexador IS 'Loan: index.';
COMMENT ON COLUMN pos.pos_dir_cred.aluguel_perc_indexador IS 'Loan: % of the index.';
COMMENT ON COLUMN pos.pos_dir_cred.aluguel_cnpj_intermediario IS 'Loan: intermediary.';
COMMENT ON COLUMN pos.pos_dir_cred.swap_valor_ativo IS 'Swap: value of the asset leg.';
COMMENT ON COLUMN pos.pos_dir_cred.swap_indexador_ativo IS 'Swap: index of the asset leg.';
COMMENT ON COLUMN pos.pos_dir_cred.swap_perc_ativo IS 'Swap: % of the index, asset leg.';
COMMENT ON COLUMN pos.pos_dir_cred.swap_taxa_ativo IS 'Swap: rate of the asset leg, % a year.';
COMMENT ON COLUMN pos.pos_dir_cred.swap_valor_passivo IS 'Swap: value of the liability leg.';
COMMENT ON COLUMN pos.pos_dir_cred.swap_indexador_passivo IS 'Swap: index of the liability leg.';
COMMENT ON COLUMN pos.pos_dir_cred.swap_perc_passivo IS 'Swap: % of the index, liability leg.';
COMMENT ON COLUMN pos.pos_dir_cred.swap_taxa_passivo IS 'Swap: rate of the liability leg, % a year.';
COMMENT ON COLUMN pos.pos_dir_cred.moeda_ativa IS 'Currency that is received (4.01''s currency derivatives).';
COMMENT ON COLUMN pos.pos_dir_cred.moeda_passiva IS 'Currency that is paid (4.01''s currency derivatives).';
COMMENT ON COLUMN pos.pos_dir_cred.valor_moeda_origem IS 'Value in the instrument''s own currency.';
COMMENT ON COLUMN pos.pos_dir_cred.taxa_cambio IS 'Exchange rate.';

ALTER TABLE pos.pos_cotas_fundos
    ADD COLUMN secao_origem text,
    ADD COLUMN nome_emissor text,
    ADD COLUMN cusip text,
    ADD COLUMN operacao text,
    ADD COLUMN qtd_emprestada numeric,
    ADD COLUMN qtd_tomada numeric,
    ADD COLUMN qtd_a_receber numeric,
    ADD COLUMN qtd_a_entregar numeric,
    ADD COLUMN local_garantia text,
    ADD COLUMN lote integer,
    ADD COLUMN tipo_conta text,
    ADD COLUMN valor_disponivel numeric,
    ADD COLUMN valor_garantia numeric,
    ADD COLUMN principal numeric,
    ADD COLUMN tributos numeric,
    ADD COLUMN vencimento_ativo date,
    ADD COLUMN data_registro date,
    ADD COLUMN caracteristica text,
    ADD COLUMN perc_provisao numeric,
    ADD COLUMN nivel_risco text,
    ADD COLUMN conversivel boolean,
    ADD COLUMN participa_lucro boolean,
    ADD COLUMN spe boolean,
    ADD COLUMN ativo_objeto text,
    ADD COLUMN serie text,
    ADD COLUMN tipo_opcao text,
    ADD COLUMN estilo_opcao text,
    ADD COLUMN premio numeric,
    ADD COLUMN data_exercicio date,
    ADD COLUMN hedge boolean,
    ADD COLUMN tipo_hedge text,
    ADD COLUMN garantia text,
    ADD COLUMN cnpj_contraparte text,
    ADD COLUMN cnpj_corretora text,
    ADD COLUMN compromisso_operacao text,
    ADD COLUMN compromisso_data_retorno date,
    ADD COLUMN compromisso_pu_retorno numeric,
    ADD COLUMN compromisso_indexador text,
    ADD COLUMN compromisso_perc_indexador numeric,
    ADD COLUMN compromisso_taxa numeric,
    ADD COLUMN aluguel_contrato text,
    ADD COLUMN aluguel_data_vencimento date,
    ADD COLUMN aluguel_taxa numeric,
    ADD COLUMN aluguel_indexador text,
    ADD COLUMN aluguel_perc_indexador numeric,
    ADD COLUMN aluguel_cnpj_intermediario text,
    ADD COLUMN swap_valor_ativo numeric,
    ADD COLUMN swap_indexador_ativo text,
    ADD COLUMN swap_perc_ativo numeric,
    ADD COLUMN swap_taxa_ativo numeric,
    ADD COLUMN swap_valor_passivo numeric,
    ADD COLUMN swap_indexador_passivo text,
    ADD COLUMN swap_perc_passivo numeric,
    ADD COLUMN swap_taxa_passivo numeric,
    ADD COLUMN moeda_ativa text,
    ADD COLUMN moeda_passiva text,
    ADD COLUMN valor_moeda_origem numeric,
    ADD COLUMN taxa_cambio numeric;
COMMENT ON COLUMN pos.pos_cotas_fundos.secao_origem IS 'The section as the file itself names it.';
COMMENT ON COLUMN pos.pos_cotas_fundos.nome_emissor IS 'Issuer''s name (Excel).';
COMMENT ON COLUMN pos.pos_cotas_fundos.cusip IS 'CUSIP.';
COMMENT ON COLUMN pos.pos_cotas_fundos.operacao IS '4.01''s own letter: C bought, V sold, D lent, T borrowed, A as termorf has it.';
COMMENT ON COLUMN pos.pos_cotas_fundos.qtd_emprestada IS 'Lent.';
COMMENT ON COLUMN pos.pos_cotas_fundos.qtd_tomada IS 'Borrowed.';
COMMENT ON COLUMN pos.pos_cotas_fundos.qtd_a_receber IS 'Bought, not yet delivered.';
COMMENT ON COLUMN pos.pos_cotas_fundos.qtd_a_entregar IS 'Sold, not yet delivered.';
COMMENT ON COLUMN pos.pos_cotas_fundos.local_garantia IS 'Where the guarantee is held (4.01: depgar, 0 to 5).';
COMMENT ON COLUMN pos.pos_cotas_fundos.lote IS 'Lot size, units a lot.';
COMMENT ON COLUMN pos.pos_cotas_fundos.tipo_conta IS '1 current account, 2 investment account.';
COMMENT ON COLUMN pos.pos_cotas_fundos.valor_disponivel IS 'Value of the available quantity.';
COMMENT ON COLUMN pos.pos_cotas_fundos.valor_garantia IS 'Value of the quantity given as guarantee.';
COMMENT ON COLUMN pos.pos_cotas_fundos.principal IS 'Principal, signed as the file has it.';
COMMENT ON COLUMN pos.pos_cotas_fundos.tributos IS 'Taxes provisioned on the row; reported, never subtracted.';
COMMENT ON COLUMN pos.pos_cotas_fundos.vencimento_ativo IS 'Maturity of the underlying.';
COMMENT ON COLUMN pos.pos_cotas_fundos.data_registro IS 'Registration of the trade.';
COMMENT ON COLUMN pos.pos_cotas_fundos.caracteristica IS 'N negotiable (marked to market), V held to maturity.';
COMMENT ON COLUMN pos.pos_cotas_fundos.perc_provisao IS 'Credit provision, %.';
COMMENT ON COLUMN pos.pos_cotas_fundos.nivel_risco IS 'Risk level as the file writes it.';
COMMENT ON COLUMN pos.pos_cotas_fundos.conversivel IS 'Debenture: convertible.';
COMMENT ON COLUMN pos.pos_cotas_fundos.participa_lucro IS 'Debenture: profit sharing.';
COMMENT ON COLUMN pos.pos_cotas_fundos.spe IS 'Debenture: the issuer is a special-purpose company.';
COMMENT ON COLUMN pos.pos_cotas_fundos.ativo_objeto IS 'Underlying of an option, forward or future.';
COMMENT ON COLUMN pos.pos_cotas_fundos.serie IS 'Series of a derivative (4.01).';
COMMENT ON COLUMN pos.pos_cotas_fundos.tipo_opcao IS 'CALL or PUTO.';
COMMENT ON COLUMN pos.pos_cotas_fundos.estilo_opcao IS 'AMER or EURO.';
COMMENT ON COLUMN pos.pos_cotas_fundos.premio IS 'Premium.';
COMMENT ON COLUMN pos.pos_cotas_fundos.data_exercicio IS 'Exercise.';
COMMENT ON COLUMN pos.pos_cotas_fundos.hedge IS 'Part of a hedge.';
COMMENT ON COLUMN pos.pos_cotas_fundos.tipo_hedge IS 'Kind of hedge as the file writes it (4.01: 0 to 2).';
COMMENT ON COLUMN pos.pos_cotas_fundos.garantia IS 'Whether and how guaranteed, as the file writes it.';
COMMENT ON COLUMN pos.pos_cotas_fundos.cnpj_contraparte IS 'Counterparty.';
COMMENT ON COLUMN pos.pos_cotas_fundos.cnpj_corretora IS 'Broker.';
COMMENT ON COLUMN pos.pos_cotas_fundos.compromisso_operacao IS 'Repo: C bought with resale, V sold with buy-back.';
COMMENT ON COLUMN pos.pos_cotas_fundos.compromisso_data_retorno IS 'Repo: return date.';
COMMENT ON COLUMN pos.pos_cotas_fundos.compromisso_pu_retorno IS 'Repo: return unit price.';
COMMENT ON COLUMN pos.pos_cotas_fundos.compromisso_indexador IS 'Repo: index.';
COMMENT ON COLUMN pos.pos_cotas_fundos.compromisso_perc_indexador IS 'Repo: % of the index.';
COMMENT ON COLUMN pos.pos_cotas_fundos.compromisso_taxa IS 'Repo: rate, % a year.';
COMMENT ON COLUMN pos.pos_cotas_fundos.aluguel_contrato IS 'Loan: contract.';
COMMENT ON COLUMN pos.pos_cotas_fundos.aluguel_data_vencimento IS 'Loan: maturity.';
COMMENT ON COLUMN pos.pos_cotas_fundos.aluguel_taxa IS 'Loan: rate, % a year.';
COMMENT ON COLUMN pos.pos_cotas_fundos.aluguel_indexador IS 'Loan: index.';
COMMENT ON COLUMN pos.pos_cotas_fundos.aluguel_perc_indexador IS 'Loan: % of the index.';
COMMENT ON COLUMN pos.pos_cotas_fundos.aluguel_cnpj_intermediario IS 'Loan: intermediary.';
COMMENT ON COLUMN pos.pos_cotas_fundos.swap_valor_ativo IS 'Swap: value of the asset leg.';
COMMENT ON COLUMN pos.pos_cotas_fundos.swap_indexador_ativo IS 'Swap: index of the asset leg.';
COMMENT ON COLUMN pos.pos_cotas_fundos.swap_perc_ativo IS 'Swap: % of the index, asset leg.';
COMMENT ON COLUMN pos.pos_cotas_fundos.swap_taxa_ativo IS 'Swap: rate of the asset leg, % a year.';
COMMENT ON COLUMN pos.pos_cotas_fundos.swap_valor_passivo IS 'Swap: value of the liability leg.';
COMMENT ON COLUMN pos.pos_cotas_fundos.swap_indexador_passivo IS 'Swap: index of the liability leg.';
COMMENT ON COLUMN pos.pos_cotas_fundos.swap_perc_passivo IS 'Swap: % of the index, liability leg.';
COMMENT ON COLUMN pos.pos_cotas_fundos.swap_taxa_passivo IS 'Swap: rate of the liability leg, % a year.';
COMMENT ON COLUMN pos.pos_cotas_fundos.moeda_ativa IS 'Currency that is received (4.01''s currency derivatives).';
COMMENT ON COLUMN pos.pos_cotas_fundos.moeda_passiva IS 'Currency that is paid (4.01''s currency derivatives).';
COMMENT ON COLUMN pos.pos_cotas_fundos.valor_moeda_origem IS 'Value in the instrument''s own currency.';
COMMENT ON COLUMN pos.pos_cotas_fundos.taxa_cambio IS 'Exchange rate.';

ALTER TABLE pos.pos_derivativos
    ADD COLUMN secao_origem text,
    ADD COLUMN nome_emissor text,
    ADD COLUMN cusip text,
    ADD COLUMN operacao text,
    ADD COLUMN qtd_emprestada numeric,
    ADD COLUMN qtd_tomada numeric,
    ADD COLUMN qtd_a_receber numeric,
    ADD COLUMN qtd_a_entregar numeric,
    ADD COLUMN local_garantia text,
    ADD COLUMN lote integer,
    ADD COLUMN tipo_conta text,
    ADD COLUMN valor_disponivel numeric,
    ADD COLUMN valor_garantia numeric,
    ADD COLUMN principal numeric,
    ADD COLUMN tributos numeric,
    ADD COLUMN vencimento_ativo date,
    ADD COLUMN data_registro date,
    ADD COLUMN caracteristica text,
    ADD COLUMN perc_provisao numeric,
    ADD COLUMN nivel_risco text,
    ADD COLUMN conversivel boolean,
    ADD COLUMN participa_lucro boolean,
    ADD COLUMN spe boolean,
    ADD COLUMN ativo_objeto text,
    ADD COLUMN serie text,
    ADD COLUMN tipo_opcao text,
    ADD COLUMN estilo_opcao text,
    ADD COLUMN premio numeric,
    ADD COLUMN data_exercicio date,
    ADD COLUMN hedge boolean,
    ADD COLUMN tipo_hedge text,
    ADD COLUMN garantia text,
    ADD COLUMN cnpj_contraparte text,
    ADD COLUMN cnpj_corretora text,
    ADD COLUMN compromisso_operacao text,
    ADD COLUMN compromisso_data_retorno date,
    ADD COLUMN compromisso_pu_retorno numeric,
    ADD COLUMN compromisso_indexador text,
    ADD COLUMN compromisso_perc_indexador numeric,
    ADD COLUMN compromisso_taxa numeric,
    ADD COLUMN aluguel_contrato text,
    ADD COLUMN aluguel_data_vencimento date,
    ADD COLUMN aluguel_taxa numeric,
    ADD COLUMN aluguel_indexador text,
    ADD COLUMN aluguel_perc_indexador numeric,
    ADD COLUMN aluguel_cnpj_intermediario text,
    ADD COLUMN swap_valor_ativo numeric,
    ADD COLUMN swap_indexador_ativo text,
    ADD COLUMN swap_perc_ativo numeric,
    ADD COLUMN swap_taxa_ativo numeric,
    ADD COLUMN swap_valor_passivo numeric,
    ADD COLUMN swap_indexador_passivo text,
    ADD COLUMN swap_perc_passivo numeric,
    ADD COLUMN swap_taxa_passivo numeric,
    ADD COLUMN moeda_ativa text,
    ADD COLUMN moeda_passiva text,
    ADD COLUMN valor_moeda_origem numeric,
    ADD COLUMN taxa_cambio numeric;
COMMENT ON COLUMN pos.pos_derivativos.secao_origem IS 'The section as the file itself names it.';
COMMENT ON COLUMN pos.pos_derivativos.nome_emissor IS 'Issuer''s name (Excel).';
COMMENT ON COLUMN pos.pos_derivativos.cusip IS 'CUSIP.';
COMMENT ON COLUMN pos.pos_derivativos.operacao IS '4.01''s own letter: C bought, V sold, D lent, T borrowed, A as termorf has it.';
COMMENT ON COLUMN pos.pos_derivativos.qtd_emprestada IS 'Lent.';
COMMENT ON COLUMN pos.pos_derivativos.qtd_tomada IS 'Borrowed.';
COMMENT ON COLUMN pos.pos_derivativos.qtd_a_receber IS 'Bought, not yet delivered.';
COMMENT ON COLUMN pos.pos_derivativos.qtd_a_entregar IS 'Sold, not yet delivered.';
COMMENT ON COLUMN pos.pos_derivativos.local_garantia IS 'Where the guarantee is held (4.01: depgar, 0 to 5).';
COMMENT ON COLUMN pos.pos_derivativos.lote IS 'Lot size, units a lot.';
COMMENT ON COLUMN pos.pos_derivativos.tipo_conta IS '1 current account, 2 investment account.';
COMMENT ON COLUMN pos.pos_derivativos.valor_disponivel IS 'Value of the available quantity.';
COMMENT ON COLUMN pos.pos_derivativos.valor_garantia IS 'Value of the quantity given as guarantee.';
COMMENT ON COLUMN pos.pos_derivativos.principal IS 'Principal, signed as the file has it.';
COMMENT ON COLUMN pos.pos_derivativos.tributos IS 'Taxes provisioned on the row; reported, never subtracted.';
COMMENT ON COLUMN pos.pos_derivativos.vencimento_ativo IS 'Maturity of the underlying.';
COMMENT ON COLUMN pos.pos_derivativos.data_registro IS 'Registration of the trade.';
COMMENT ON COLUMN pos.pos_derivativos.caracteristica IS 'N negotiable (marked to market), V held to maturity.';
COMMENT ON COLUMN pos.pos_derivativos.perc_provisao IS 'Credit provision, %.';
COMMENT ON COLUMN pos.pos_derivativos.nivel_risco IS 'Risk level as the file writes it.';
COMMENT ON COLUMN pos.pos_derivativos.conversivel IS 'Debenture: convertible.';
COMMENT ON COLUMN pos.pos_derivativos.participa_lucro IS 'Debenture: profit sharing.';
COMMENT ON COLUMN pos.pos_derivativos.spe IS 'Debenture: the issuer is a special-purpose company.';
COMMENT ON COLUMN pos.pos_derivativos.ativo_objeto IS 'Underlying of an option, forward or future.';
COMMENT ON COLUMN pos.pos_derivativos.serie IS 'Series of a derivative (4.01).';
COMMENT ON COLUMN pos.pos_derivativos.tipo_opcao IS 'CALL or PUTO.';
COMMENT ON COLUMN pos.pos_derivativos.estilo_opcao IS 'AMER or EURO.';
COMMENT ON COLUMN pos.pos_derivativos.premio IS 'Premium.';
COMMENT ON COLUMN pos.pos_derivativos.data_exercicio IS 'Exercise.';
COMMENT ON COLUMN pos.pos_derivativos.hedge IS 'Part of a hedge.';
COMMENT ON COLUMN pos.pos_derivativos.tipo_hedge IS 'Kind of hedge as the file writes it (4.01: 0 to 2).';
COMMENT ON COLUMN pos.pos_derivativos.garantia IS 'Whether and how guaranteed, as the file writes it.';
COMMENT ON COLUMN pos.pos_derivativos.cnpj_contraparte IS 'Counterparty.';
COMMENT ON COLUMN pos.pos_derivativos.cnpj_corretora IS 'Broker.';
COMMENT ON COLUMN pos.pos_derivativos.compromisso_operacao IS 'Repo: C bought with resale, V sold with buy-back.';
COMMENT ON COLUMN pos.pos_derivativos.compromisso_data_retorno IS 'Repo: return date.';
COMMENT ON COLUMN pos.pos_derivativos.compromisso_pu_retorno IS 'Repo: return unit price.';
COMMENT ON COLUMN pos.pos_derivativos.compromisso_indexador IS 'Repo: index.';
COMMENT ON COLUMN pos.pos_derivativos.compromisso_perc_indexador IS 'Repo: % of the index.';
COMMENT ON COLUMN pos.pos_derivativos.compromisso_taxa IS 'Repo: rate, % a year.';
COMMENT ON COLUMN pos.pos_derivativos.aluguel_contrato IS 'Loan: contract.';
COMMENT ON COLUMN pos.pos_derivativos.aluguel_data_vencimento IS 'Loan: maturity.';
COMMENT ON COLUMN pos.pos_derivativos.aluguel_taxa IS 'Loan: rate, % a year.';
COMMENT ON COLUMN pos.pos_derivativos.aluguel_indexador IS 'Loan: index.';
COMMENT ON COLUMN pos.pos_derivativos.aluguel_perc_indexador IS 'Loan: % of the index.';
COMMENT ON COLUMN pos.pos_derivativos.aluguel_cnpj_intermediario IS 'Loan: intermediary.';
COMMENT ON COLUMN pos.pos_derivativos.swap_valor_ativo IS 'Swap: value of the asset leg.';
COMMENT ON COLUMN pos.pos_derivativos.swap_indexador_ativo IS 'Swap: index of the asset leg.';
COMMENT ON COLUMN pos.pos_derivativos.swap_perc_ativo IS 'Swap: % of the index, asset leg.';
COMMENT ON COLUMN pos.pos_derivativos.swap_taxa_ativo IS 'Swap: rate of the asset leg, % a year.';
COMMENT ON COLUMN pos.pos_derivativos.swap_valor_passivo IS 'Swap: value of the liability leg.';
COMMENT ON COLUMN pos.pos_derivativos.swap_indexador_passivo IS 'Swap: index of the liability leg.';
COMMENT ON COLUMN pos.pos_derivativos.swap_perc_passivo IS 'Swap: % of the index, liability leg.';
COMMENT ON COLUMN pos.pos_derivativos.swap_taxa_passivo IS 'Swap: rate of the liability leg, % a year.';
COMMENT ON COLUMN pos.pos_derivativos.moeda_ativa IS 'Currency that is received (4.01''s currency derivatives).';
COMMENT ON COLUMN pos.pos_derivativos.moeda_passiva IS 'Currency that is paid (4.01''s currency derivatives).';
COMMENT ON COLUMN pos.pos_derivativos.valor_moeda_origem IS 'Value in the instrument''s own currency.';
COMMENT ON COLUMN pos.pos_derivativos.taxa_cambio IS 'Exchange rate.';

ALTER TABLE pos.pos_outros
    ADD COLUMN secao_origem text,
    ADD COLUMN nome_emissor text,
    ADD COLUMN cusip text,
    ADD COLUMN operacao text,
    ADD COLUMN qtd_emprestada numeric,
    ADD COLUMN qtd_tomada numeric,
    ADD COLUMN qtd_a_receber numeric,
    ADD COLUMN qtd_a_entregar numeric,
    ADD COLUMN local_garantia text,
    ADD COLUMN lote integer,
    ADD COLUMN tipo_conta text,
    ADD COLUMN valor_disponivel numeric,
    ADD COLUMN valor_garantia numeric,
    ADD COLUMN principal numeric,
    ADD COLUMN tributos numeric,
    ADD COLUMN vencimento_ativo date,
    ADD COLUMN data_registro date,
    ADD COLUMN caracteristica text,
    ADD COLUMN perc_provisao numeric,
    ADD COLUMN nivel_risco text,
    ADD COLUMN conversivel boolean,
    ADD COLUMN participa_lucro boolean,
    ADD COLUMN spe boolean,
    ADD COLUMN ativo_objeto text,
    ADD COLUMN serie text,
    ADD COLUMN tipo_opcao text,
    ADD COLUMN estilo_opcao text,
    ADD COLUMN premio numeric,
    ADD COLUMN data_exercicio date,
    ADD COLUMN hedge boolean,
    ADD COLUMN tipo_hedge text,
    ADD COLUMN garantia text,
    ADD COLUMN cnpj_contraparte text,
    ADD COLUMN cnpj_corretora text,
    ADD COLUMN compromisso_operacao text,
    ADD COLUMN compromisso_data_retorno date,
    ADD COLUMN compromisso_pu_retorno numeric,
    ADD COLUMN compromisso_indexador text,
    ADD COLUMN compromisso_perc_indexador numeric,
    ADD COLUMN compromisso_taxa numeric,
    ADD COLUMN aluguel_contrato text,
    ADD COLUMN aluguel_data_vencimento date,
    ADD COLUMN aluguel_taxa numeric,
    ADD COLUMN aluguel_indexador text,
    ADD COLUMN aluguel_perc_indexador numeric,
    ADD COLUMN aluguel_cnpj_intermediario text,
    ADD COLUMN swap_valor_ativo numeric,
    ADD COLUMN swap_indexador_ativo text,
    ADD COLUMN swap_perc_ativo numeric,
    ADD COLUMN swap_taxa_ativo numeric,
    ADD COLUMN swap_valor_passivo numeric,
    ADD COLUMN swap_indexador_passivo text,
    ADD COLUMN swap_perc_passivo numeric,
    ADD COLUMN swap_taxa_passivo numeric,
    ADD COLUMN moeda_ativa text,
    ADD COLUMN moeda_passiva text,
    ADD COLUMN valor_moeda_origem numeric,
    ADD COLUMN taxa_cambio numeric;
COMMENT ON COLUMN pos.pos_outros.secao_origem IS 'The section as the file itself names it.';
COMMENT ON COLUMN pos.pos_outros.nome_emissor IS 'Issuer''s name (Excel).';
COMMENT ON COLUMN pos.pos_outros.cusip IS 'CUSIP.';
COMMENT ON COLUMN pos.pos_outros.operacao IS '4.01''s own letter: C bought, V sold, D lent, T borrowed, A as termorf has it.';
COMMENT ON COLUMN pos.pos_outros.qtd_emprestada IS 'Lent.';
COMMENT ON COLUMN pos.pos_outros.qtd_tomada IS 'Borrowed.';
COMMENT ON COLUMN pos.pos_outros.qtd_a_receber IS 'Bought, not yet delivered.';
COMMENT ON COLUMN pos.pos_outros.qtd_a_entregar IS 'Sold, not yet delivered.';
COMMENT ON COLUMN pos.pos_outros.local_garantia IS 'Where the guarantee is held (4.01: depgar, 0 to 5).';
COMMENT ON COLUMN pos.pos_outros.lote IS 'Lot size, units a lot.';
COMMENT ON COLUMN pos.pos_outros.tipo_conta IS '1 current account, 2 investment account.';
COMMENT ON COLUMN pos.pos_outros.valor_disponivel IS 'Value of the available quantity.';
COMMENT ON COLUMN pos.pos_outros.valor_garantia IS 'Value of the quantity given as guarantee.';
COMMENT ON COLUMN pos.pos_outros.principal IS 'Principal, signed as the file has it.';
COMMENT ON COLUMN pos.pos_outros.tributos IS 'Taxes provisioned on the row; reported, never subtracted.';
COMMENT ON COLUMN pos.pos_outros.vencimento_ativo IS 'Maturity of the underlying.';
COMMENT ON COLUMN pos.pos_outros.data_registro IS 'Registration of the trade.';
COMMENT ON COLUMN pos.pos_outros.caracteristica IS 'N negotiable (marked to market), V held to maturity.';
COMMENT ON COLUMN pos.pos_outros.perc_provisao IS 'Credit provision, %.';
COMMENT ON COLUMN pos.pos_outros.nivel_risco IS 'Risk level as the file writes it.';
COMMENT ON COLUMN pos.pos_outros.conversivel IS 'Debenture: convertible.';
COMMENT ON COLUMN pos.pos_outros.participa_lucro IS 'Debenture: profit sharing.';
COMMENT ON COLUMN pos.pos_outros.spe IS 'Debenture: the issuer is a special-purpose company.';
COMMENT ON COLUMN pos.pos_outros.ativo_objeto IS 'Underlying of an option, forward or future.';
COMMENT ON COLUMN pos.pos_outros.serie IS 'Series of a derivative (4.01).';
COMMENT ON COLUMN pos.pos_outros.tipo_opcao IS 'CALL or PUTO.';
COMMENT ON COLUMN pos.pos_outros.estilo_opcao IS 'AMER or EURO.';
COMMENT ON COLUMN pos.pos_outros.premio IS 'Premium.';
COMMENT ON COLUMN pos.pos_outros.data_exercicio IS 'Exercise.';
COMMENT ON COLUMN pos.pos_outros.hedge IS 'Part of a hedge.';
COMMENT ON COLUMN pos.pos_outros.tipo_hedge IS 'Kind of hedge as the file writes it (4.01: 0 to 2).';
COMMENT ON COLUMN pos.pos_outros.garantia IS 'Whether and how guaranteed, as the file writes it.';
COMMENT ON COLUMN pos.pos_outros.cnpj_contraparte IS 'Counterparty.';
COMMENT ON COLUMN pos.pos_outros.cnpj_corretora IS 'Broker.';
COMMENT ON COLUMN pos.pos_outros.compromisso_operacao IS 'Repo: C bought with resale, V sold with buy-back.';
COMMENT ON COLUMN pos.pos_outros.compromisso_data_retorno IS 'Repo: return date.';
COMMENT ON COLUMN pos.pos_outros.compromisso_pu_retorno IS 'Repo: return unit price.';
COMMENT ON COLUMN pos.pos_outros.compromisso_indexador IS 'Repo: index.';
COMMENT ON COLUMN pos.pos_outros.compromisso_perc_indexador IS 'Repo: % of the index.';
COMMENT ON COLUMN pos.pos_outros.compromisso_taxa IS 'Repo: rate, % a year.';
COMMENT ON COLUMN pos.pos_outros.aluguel_contrato IS 'Loan: contract.';
COMMENT ON COLUMN pos.pos_outros.aluguel_data_vencimento IS 'Loan: maturity.';
COMMENT ON COLUMN pos.pos_outros.aluguel_taxa IS 'Loan: rate, % a year.';
COMMENT ON COLUMN pos.pos_outros.aluguel_indexador IS 'Loan: index.';
COMMENT ON COLUMN pos.pos_outros.aluguel_perc_indexador IS 'Loan: % of the index.';
COMMENT ON COLUMN pos.pos_outros.aluguel_cnpj_intermediario IS 'Loan: intermediary.';
COMMENT ON COLUMN pos.pos_outros.swap_valor_ativo IS 'Swap: value of the asset leg.';
COMMENT ON COLUMN pos.pos_outros.swap_indexador_ativo IS 'Swap: index of the asset leg.';
COMMENT ON COLUMN pos.pos_outros.swap_perc_ativo IS 'Swap: % of the index, asset leg.';
COMMENT ON COLUMN pos.pos_outros.swap_taxa_ativo IS 'Swap: rate of the asset leg, % a year.';
COMMENT ON COLUMN pos.pos_outros.swap_valor_passivo IS 'Swap: value of the liability leg.';
COMMENT ON COLUMN pos.pos_outros.swap_indexador_passivo IS 'Swap: index of the liability leg.';
COMMENT ON COLUMN pos.pos_outros.swap_perc_passivo IS 'Swap: % of the index, liability leg.';
COMMENT ON COLUMN pos.pos_outros.swap_taxa_passivo IS 'Swap: rate of the liability leg, % a year.';
COMMENT ON COLUMN pos.pos_outros.moeda_ativa IS 'Currency that is received (4.01''s currency derivatives).';
COMMENT ON COLUMN pos.pos_outros.moeda_passiva IS 'Currency that is paid (4.01''s currency derivatives).';
COMMENT ON COLUMN pos.pos_outros.valor_moeda_origem IS 'Value in the instrument''s own currency.';
COMMENT ON COLUMN pos.pos_outros.taxa_cambio IS 'Exchange rate.';
