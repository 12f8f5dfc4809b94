"""The outermost room as a Django app: it owns no tables, only the wiring."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "liren.config"
    label = "house"
    verbose_name = "宅：接线"

    def ready(self) -> None:
        from liren.people import commands as people
        from liren.places import commands as places
        from liren.trust import commands as trust
        from liren.trust import registry

        registry.house(
            "demo",
            may=[
                places.ImportDivisions, places.ImportAreas, places.ImportBuildings,
                people.RegisterUnit, people.RegisterPerson, people.LinkAccount, people.AppointDuty,
                trust.OpenAccount, trust.IssueGrants,
            ],
        )  # fmt: skip
