"""Publishes what ships with Liren after every migration, so that a new release's files become new versions."""

from datetime import UTC, datetime

from liren.catalogue import families
from liren.catalogue.commands import PublishEntry
from liren.catalogue.toml import digest
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import gate, sql

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


LATEST = """
select distinct on (family, code) family, code, digest from catalogue_entry where area = ''
order by family, code, version desc
"""


def publish_all(now: datetime) -> int:
    """Publish every shipped entry whose content is new; how many were. The first version holds since ever.

    The content itself says whether it was published before; a key would tie that to a release's form of the command.
    """
    known = {(row["family"], row["code"]): bytes(row["digest"]) for row in sql.rows(LATEST)}
    new = 0
    for kind in families.FAMILIES.values():
        for path, spec in families.shipped(kind):
            code, mark = str(spec.get("code", path.stem)), digest(spec)
            if known.get((kind.code, code)) == mark:
                continue
            command = PublishEntry(
                entry=new_id(),
                family=kind.code,
                code=code,
                area="",
                spec=spec,
                effective_from=now if (kind.code, code) in known else BEGINNING,
                legal_basis=str(spec.get("legal_basis", "")),
                verified_by=str(spec.get("verified_by", "")),
            )
            gate.execute(command, actor=the_house("setup"), now=now, key=new_id())
            new += 1
    return new
