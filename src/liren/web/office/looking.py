"""The dry run of a staged file: what it would do to the lists as they are, and why nothing where it can't be said."""

from datetime import datetime

from django.utils.translation import gettext as _

from liren.cases.commands.hotline import ReceiveOrders
from liren.cases.queries import differences
from liren.catalogue.commands import ImportEntry
from liren.devices.camera_lists import difference as of_cameras
from liren.devices.commands import ImportDevices
from liren.devices.commands.cameras import ImportCameras
from liren.devices.matching import difference as of_devices
from liren.kernel import Actor, AreaCode, Missing, Refusal
from liren.kernel.rows import BadRows, Difference
from liren.people.commands import ImportDuties, ImportPersons, ImportSeats, ImportUnits, ImportWorkers
from liren.people.difference import difference as of_people
from liren.places.commands import DrawPlan
from liren.places.difference import difference as of_places
from liren.places.plan_difference import difference as of_plan
from liren.trust import uploads
from liren.venues.commands import ImportVenues
from liren.venues.difference import difference as of_venues
from liren.web.office import choices
from liren.web.office.sorts import SORTS, Upload, of_list


def upload_of(actor: Actor, up: uploads.Upload, now: datetime) -> Upload:
    """A staged file as the readers take it: what it says is about the widest area of whoever sent it."""
    return Upload(
        content=up.content, name=up.name, datum=up.datum, area=AreaCode(choices.widest(actor)), key=up.id, now=now
    )


def looked_at(actor: Actor, up: uploads.Upload, now: datetime) -> uploads.Look:
    """The difference a file would make, or the sentence that says why there is none to show. Writes nothing."""
    try:
        return uploads.Look(found=_difference(actor, up, now))
    except BadRows as bad:
        return uploads.Look(found=Difference(refused=bad.errors))
    except Missing:
        return uploads.Look(problem=_("文件里有不归您管的区域。请只留您这一级以下的，或者请上一级的管理员导入。"))
    except Refusal as no:
        return uploads.Look(problem=no.sentence)


def _difference(actor: Actor, up: uploads.Upload, now: datetime) -> Difference:
    order = SORTS[up.sort].order(upload_of(actor, up, now))
    if isinstance(order, ImportPersons | ImportDuties | ImportUnits | ImportSeats | ImportWorkers):
        return of_people(actor, order, now)
    if isinstance(order, ImportEntry):
        return of_list(actor, upload_of(actor, up, now))
    if isinstance(order, ReceiveOrders):
        return differences.would_change(actor, order)
    if isinstance(order, ImportCameras):
        return of_cameras(actor, order, now)
    if isinstance(order, ImportDevices):
        return of_devices(actor, order, now)
    if isinstance(order, ImportVenues):
        return of_venues(actor, order)
    return (of_plan if isinstance(order, DrawPlan) else of_places)(actor, order)
