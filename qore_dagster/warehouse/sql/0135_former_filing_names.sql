-- What a fund's archived files were called before a person chose another name: no other fund may take it.

alter table ctl.fund add column former_filing_names text[] not null default '{}';

comment on column ctl.fund.former_filing_names is 'What its archived files were called before; no other fund is given one of these names.';
