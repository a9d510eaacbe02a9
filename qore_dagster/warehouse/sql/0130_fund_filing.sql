-- Where people look for a fund's files. The registry gives every fund a name at its next synchronisation.
alter table ctl.fund add column filing_name text;
alter table ctl.fund add column filing_folder text;

comment on column ctl.fund.filing_name is 'The fund in the names of its archived files: made once, unique, changed by people only.';
comment on column ctl.fund.filing_folder is 'Its folder below the archive''s root (qore funds import, column pasta); null: filing_name.';
