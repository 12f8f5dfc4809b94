-- What insight may read of venues: ids, codes, minutes and times. No names, no topics, no groups.

create view fact_venue as
select id, area, community, floor_area, operator, zones, week, closed_on from venues_venue;

create view fact_room_booking as
select b.id, b.room, r.venue, r.kind, b.area, b.series, lower(b.during) as starts, upper(b.during) as ends, b.public,
       b.booked_at, b.cancelled_at
from venues_booking b join venues_room r on r.id = b.room;
