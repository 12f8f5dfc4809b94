"""The outermost room as a Django app: it owns no tables, only the wiring."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "liren.config"
    label = "house"
    verbose_name = "宅：接线"

    def ready(self) -> None:
        from liren.cases import leaning
        from liren.cases.commands import LogCase
        from liren.catalogue.commands import PublishEntry
        from liren.devices import commands as devices
        from liren.devices.commands import cameras, credentials, sip
        from liren.notices.commands import ChangeHook, SubscribeHook
        from liren.people import commands as people
        from liren.places import commands as places
        from liren.services.commands import RegisterMember
        from liren.trust import commands as trust
        from liren.trust import registry
        from liren.venues import commands as venues

        appointing = [
            trust.OpenAccount, people.RegisterPerson, people.LinkAccount, people.AppointDuty, trust.IssueGrants,
        ]  # fmt: skip
        granting = [people.RegrantPost, trust.CloseGrants]
        founding = [people.FoundCounty, trust.IssueResetCode, places.ImportDivisions, trust.ResetPassword]
        founding += [trust.IssueKey, trust.RevokeKey]
        registry.house("founding", may=[*founding, *appointing, *granting])
        drawing = [
            places.ImportDivisions,
            places.ImportAreas,
            places.ImportBuildings,
            places.ImportGround,
            places.AskWalks,
            people.RegisterUnit,
        ]
        lists = [people.ImportPersons, people.ImportDuties, people.NotePartyMembers]
        lists += [people.ImportUnits, people.SetTerm, people.ImportSeats, people.ImportWorkers]
        hosting = [venues.RegisterVenue, venues.NoteAccess, venues.AddRoom, venues.BookRoom]
        registry.house(
            "demo",
            may=[
                *drawing,
                *appointing,
                *lists,
                *hosting,
                PublishEntry,
                trust.IssueKey,
                SubscribeHook,
                ChangeHook,
                RegisterMember,
                devices.RegisterDevice,
                devices.SetMaintenance,
                devices.NameComponent,
                credentials.IssueCredential,
                credentials.RevokeCredential,
                sip.IssueSipPassword,
                cameras.RegisterCamera,
                cameras.ProveRetention,
            ],
        )
        registry.house("import", may=[devices.ImportDevices])
        registry.leans("area", leaning.on_areas)
        registry.leans("building", leaning.on_buildings)
        registry.house("replay", may=[*drawing, PublishEntry, LogCase])
