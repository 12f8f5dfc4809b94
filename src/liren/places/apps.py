"""Hangs the places room on the registry: rights, commands, sentences of its constraints."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "liren.places"
    verbose_name = "地：区划、网格、楼栋"

    def ready(self) -> None:
        from liren.places import commands, events
        from liren.places.handlers import areas, buildings, deeds, divisions, ground, undo
        from liren.trust import registry

        registry.right("places.see", "查看区划、网格与楼栋")
        registry.right("places.import", "导入区划与网格")
        registry.right("places.divide", "划分微网格")
        registry.right("places.adopt", "启用微网格划分")
        orders = (
            (commands.ImportDivisions, "导入区划", divisions.import_divisions),
            (commands.ImportAreas, "导入网格", areas.import_areas),
            (commands.ImportBuildings, "导入楼栋", buildings.import_buildings),
            (commands.ImportGround, "导入道路、水系和绿地", ground.import_ground),
            (commands.RenameArea, "更改区域名称", areas.rename),
            (commands.CloseArea, "停用区域", areas.close),
        )
        for command, label, handler in orders:
            registry.command(
                command, label=label, handler=handler, target=areas.over_area,
                reach="within", right="places.import", see="places.see",
            )  # fmt: skip
        registry.command(
            commands.UndoMapImport, label="撤销区划、网格、楼栋或底图的导入", handler=undo.undo, target=undo.load_import,
            reach="within", right="places.import", see="places.see",
        )  # fmt: skip
        registry.house("import", may=[command for command, _, _ in orders])
        registry.events(
            events.DivisionsImported,
            events.AreasImported,
            events.BuildingsImported,
            events.GroundImported,
            events.AreaRenamed,
            events.AreaClosed,
            events.MapImportUndone,
        )
        deeds.hang_up()
        say = registry.constraint
        say("places_area_level", "area_code", "区划代码的长度和层级对不上，请核对代码。")
        say("places_area_parent", "area_parent", "上级代码必须是本级代码的开头几位，请改正代码。")
        say("places_area_version_days", "area_days", "区域版本要有开始的日子，而且不能在开始之前结束。")
        say("places_area_version_one_a_day", "area_race", "别人刚刚改过同一个区域，请看过现在的边界再改。")
        say("places_area_version_now", "area_race", "别人刚刚改过同一个区域，请看过现在的边界再改。")
        say("places_stay_days", "stay_days", "楼栋在一个微网格里的日子要有开头，而且不能在开头之前结束。")
        say("places_stay_one_at_a_time", "stay_twice", "一栋楼同一天只能在一个微网格里，请刷新后再办。")
        say("places_stay_now", "stay_twice", "一栋楼同一天只能在一个微网格里，请刷新后再办。")
        say("places_building_code", "building_code", "已经有一栋楼用了这个编号，请换一个编号。")
        say("places_building_households", "building_households", "户数不能小于 0，没有就填 0。")
        say("places_feature_kind", "feature_kind", "底图的类别只有道路、水系、绿地，请改正类别一列。")
        say("places_feature_rank", "feature_rank", "道路要有等级，水系和绿地没有等级，请改正等级一列。")
        say("places_feature_bounds", "feature_bounds", "坐标超出了经纬度的范围，请核对坐标系。")
        say("places_building_place", "building_place", "坐标超出了经纬度的范围，请核对经度、纬度两列。")
