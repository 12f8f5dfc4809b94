"""The journal by hand: monthly partitions, row-level security, and nobody may rewrite it."""

from django.db import migrations

SCOPED = """exists (select 1 from unnest(string_to_array(nullif(current_setting('liren.scopes', true), ''), ',')) s
                   where s = '*' or starts_with(area, s))"""

JOURNAL = f"""
create table trust_entry (
  id uuid not null,
  recorded_at timestamptz not null,
  at timestamptz not null,
  name text not null,
  version integer not null,
  subject uuid not null,
  area text collate "C" not null,
  actor_kind text not null,
  actor_account uuid,
  actor_name text not null,
  key uuid not null,
  caused_by uuid,
  depth smallint not null,
  mode text not null,
  data jsonb not null,
  salt bytea not null,
  primary key (recorded_at, id),
  constraint trust_entry_salt check (length(salt) = 32)
) partition by range (recorded_at);
create index trust_entry_subject on trust_entry (subject, recorded_at);
create index trust_entry_area on trust_entry (area, recorded_at);

alter table trust_entry enable row level security;
create policy trust_entry_read on trust_entry for select using ({SCOPED});
create policy trust_entry_write on trust_entry for insert with check (true);

create function trust_history_is_kept() returns trigger language plpgsql as $$
begin
  raise exception 'history is never rewritten: %', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger trust_entry_kept before update or delete on trust_entry
  for each row execute function trust_history_is_kept();
create trigger trust_access_kept before update or delete on trust_access
  for each row execute function trust_history_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("trust", "0001_initial")]
    operations = [migrations.RunSQL(JOURNAL, "drop table trust_entry; drop function trust_history_is_kept cascade")]
