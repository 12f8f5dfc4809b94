-- What insight may read of cases: ids, codes, numbers and times. No names, no words, no coordinates, no reporter.
-- Drills (演练) are out: nothing that is counted knows of them. Confidential cases are in, so that every figure adds up; insight shows them as counted stubs (secrecy 2).

create or replace view fact_case as
select id, kind, entry, workflow, channel, severity, secrecy, state, scope, county, town, community, grid, area, area_version,
       placed, unit, about_unit, drawn, result, confirm, solved, satisfied, exit, told, returns, arbitrations,
       extensions, extended_days, reworks, reopens, urges, escalation, followers, ("into" is not null) as merged,
       reported_at, filed_at, dispatched_at, contacted_at, closed_at, confirmed_at, next_clock, next_due_at
from cases_case where drill is null;

create or replace view fact_case_clock as
select k.case_id, k.kind, k.no, k.entry, k.calendar, k."limit", k.unit, k.used_s, k.extended_s, k.started_at, k.due_at,
       k.ended_at, k.late_at, k.provisional, c.kind as case_kind, c.scope, c.town, c.community, c.grid
from cases_clock k join cases_case c on c.id = k.case_id where c.drill is null;
