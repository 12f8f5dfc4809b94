"""Every promise the database keeps has a sentence, and nobody can rewrite history."""

from liren.trust import sql
from liren.trust.registry import CONSTRAINTS

OURS = (
    "trust_",
    "catalogue_",
    "places_",
    "people_",
    "attachments_",
    "venues_",
    "cases_",
    "services_",
    "notices_",
    "devices_",
)
# Guards of rows that only our own code writes, where a violation is a bug and rightly a 500.
INTERNAL = {"trust_entry_salt", "trust_device_session_key", "devices_frame_once"}

NAMED = """
select con.conname from pg_constraint con join pg_class c on c.oid = con.conrelid
where con.contype in ('c', 'u', 'x') and c.relnamespace = 'public'::regnamespace and not c.relispartition
union
select i.relname from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
where x.indisunique and not x.indisprimary and c.relnamespace = 'public'::regnamespace and not c.relispartition
order by 1
"""


def test_every_constraint_of_the_rooms_maps_to_a_refusal(db):
    names = [n for n in sql.values(NAMED) if n.startswith(OURS)]
    assert names
    unmapped = [n for n in names if n not in CONSTRAINTS and n not in INTERNAL]
    assert unmapped == []


def test_every_sentence_belongs_to_a_constraint_that_exists(db):
    names = set(sql.values(NAMED))
    assert [n for n in CONSTRAINTS if n not in names] == []


def test_the_application_role_may_not_rewrite_history(db):
    for table in ("trust_entry", "trust_access", "catalogue_entry"):
        for right in ("UPDATE", "DELETE", "TRUNCATE"):
            assert not sql.value("select has_table_privilege(current_user, %s, %s)", (table, right)), (table, right)


def test_the_application_role_owns_nothing(db):
    assert sql.value("select count(*) from pg_class where relowner = current_user::regrole") == 0
