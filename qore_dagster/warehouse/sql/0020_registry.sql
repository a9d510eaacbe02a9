-- The funds. Identity is uuid and cnpj; the slug is made once and never changes; nothing is ever deleted.
create table ctl.fund (
    slug text primary key check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
    uuid uuid not null unique,
    cnpj text unique check (cnpj ~ '^[0-9A-Z]{12}[0-9]{2}$'),
    nome text not null,
    nome_curto text not null,
    active boolean not null default true,
    types text[] not null,
    position integer not null unique deferrable initially deferred,
    successor text references ctl.fund (slug),
    first_seen timestamptz not null default now(),
    last_seen timestamptz not null default now()
);

comment on table ctl.fund is 'One fund of the portal, active or not.';
comment on column ctl.fund.slug is 'Key of the partition; immutable.';
comment on column ctl.fund.uuid is 'The portal''s id.';
comment on column ctl.fund.cnpj is '14 characters without punctuation; null until the portal tells it.';
comment on column ctl.fund.nome is 'Full legal name; display only.';
comment on column ctl.fund.nome_curto is 'Short name of the portal''s list; display only.';
comment on column ctl.fund.active is 'Whether the portal''s latest list has it.';
comment on column ctl.fund.types is 'The file types wanted of it.';
comment on column ctl.fund.position is 'Order of the keys, from 1: inactive funds first, then the active ones in one stretch.';
comment on column ctl.fund.successor is 'The fund that it was merged into.';
comment on column ctl.fund.last_seen is 'When a list last had it.';
