-- What insight may read of orders: ids, codes, numbers and times. No names, no words, no addresses, no requester, and
-- of members only where they help and what with, never who did how much.

create view fact_order as
select id, kind, entry, state, scope, county, town, community, grid, channel, on_behalf, gender, neighbour, no_visit, circle,
       (member is not null) as by_member, reworks, solved, satisfied, cancelled_by, "case", requested_at, triaged_at,
       listed_at, unclaimed_at, claimed_at, scheduled_for, done_at, confirmed_at, closed_at, due_at
from services_order;

create view fact_service_member as
select id, state, home, skills, areas, visits, paused, joined_at, left_at from services_member;
