-- The rooms of the warehouse. `ctl` (ledger, migrations) is made by the migration runner, which keeps its list there.
create schema if not exists cad;
create schema if not exists pos;
comment on schema cad is 'registers: funds, institutions, instruments';
comment on schema pos is 'positions by fund and date';
comment on schema ctl is 'what was received, loaded and reconciled; the migrations applied';
