-- People may switch a fund off; the portal's list neither does that nor undoes it.
alter table ctl.fund rename column active to listed;
alter table ctl.fund add column wanted boolean not null default true;
alter table ctl.fund add column active boolean not null generated always as (listed and wanted) stored;

comment on column ctl.fund.listed is 'Whether the portal''s latest list has it.';
comment on column ctl.fund.wanted is 'Whether people want it (qore funds import, column ativo).';
comment on column ctl.fund.active is 'Whether its files are asked for: listed and wanted.';
