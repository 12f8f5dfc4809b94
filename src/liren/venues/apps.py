"""Hangs the venues room on the registry: rights, commands, zones, sentences of its constraints."""

from pathlib import Path

from django.apps import AppConfig

HERE = Path(__file__).parent


class VenuesConfig(AppConfig):
    name = "liren.venues"
    verbose_name = "阵：阵地、房间、预约"

    def ready(self) -> None:
        from liren.catalogue import families
        from liren.trust import registry
        from liren.venues import kinds, leaning

        registry.right("venues.see", "查看阵地和预约")
        registry.right("venues.register", "登记阵地和房间")
        registry.right("venues.book", "预约房间")
        registry.leans("area", leaning.on_areas)
        _commands()
        _sentences()
        families.family(
            kinds.FAMILY, shape=kinds.Zone, folder=HERE / "zones", label="阵地功能区", check=kinds.check,
            editable=kinds.EDITABLE,
        )  # fmt: skip


def _commands() -> None:
    from liren.trust import registry
    from liren.venues import commands as c
    from liren.venues import events as e
    from liren.venues.handlers import bookings, imports, rooms, venues

    register, book = "venues.register", "venues.book"
    for order, label, handler, target, right in (
        (c.RegisterVenue, "登记阵地", venues.register, venues.new_venue, register),
        (c.CorrectVenue, "更正阵地信息", venues.correct, venues.load_venue, register),
        (c.SetVenueDay, "定某一天的开放时间", venues.set_day, venues.load_venue, register),
        (c.NoteAccess, "核对无障碍设施", venues.note_access, venues.load_venue, register),
        (c.CloseVenue, "停用阵地", venues.close, venues.load_venue, register),
        (c.ReopenVenue, "恢复阵地", venues.reopen, venues.load_venue, register),
        (c.AddRoom, "登记房间", rooms.add, rooms.into_venue, register),
        (c.CorrectRoom, "更正房间信息", rooms.correct, rooms.load_room, register),
        (c.CloseRoom, "停用房间", rooms.close, rooms.load_room, register),
        (c.ReopenRoom, "恢复房间", rooms.reopen, rooms.load_room, register),
        (c.BookRoom, "预约房间", bookings.book, rooms.load_room, book),
        (c.CancelBooking, "取消预约", bookings.cancel, bookings.load_booking, book),
        (c.ImportVenues, "导入阵地名单", imports.take_over, imports.over_area, register),
        (c.UndoVenuesImport, "撤销阵地名单的导入", imports.undo, imports.load_import, register),
    ):
        registry.command(
            order, label=label, handler=handler, target=target, reach="within", right=right, see="venues.see"
        )
    registry.house("import", may=[c.ImportVenues])
    registry.events(
        e.VenueRegistered, e.VenueCorrected, e.VenueDaySet, e.AccessNoted, e.VenueClosed, e.VenueReopened, e.RoomAdded,
        e.RoomCorrected, e.RoomClosed, e.RoomReopened, e.RoomBooked, e.BookingCancelled, e.VenuesImportUndone,
    )  # fmt: skip


def _sentences() -> None:
    from liren.trust.registry import constraint

    constraint("venues_venue_one_name", "venue_twice", "这个社区已经有同名的阵地，请直接改那一个，或换个名称。")
    constraint("venues_venue_floor", "floor_area", "建筑面积要大于 0，不知道就空着。")
    constraint("venues_venue_place", "venue_place", "坐标超出了经纬度的范围，请在地图上重新选。")
    constraint("venues_day_once", "day_twice", "别人刚刚改过这一天的开放时间，请看过现在的再改。")
    constraint("venues_access_once", "access_twice", "别人刚刚核对过同一项，请看过现在的再改。")
    constraint("venues_access_known", "access", "无障碍的每一项请选：有、没有，或者还没核对。")
    constraint("venues_room_one_name", "room_twice", "这个阵地已经有同名的房间，请换个名称。")
    constraint("venues_room_kind", "room_kind", "没有这种房间，请在列表里选。")
    constraint("venues_room_seats", "room_seats", "座位写 1 到 2000 的整数。")
    constraint("venues_room_gap", "room_gap", "两场之间留 0 到 240 分钟。")
    constraint("venues_booking_once", "slot_taken", "这个时间刚刚已被别人约走，请换个时间。")
    constraint("venues_booking_period", "slot_order", "结束不晚于开始，请改其中一个时间。")
    constraint("venues_booking_reason", "reason", "请写一句为什么取消。")
    constraint("venues_booking_blocked", "slot_gap", "预约的时间和场间隔对不上，请重新选时间。")
