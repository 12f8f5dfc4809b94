"""Addresses of the office."""

from django.urls import path

from liren.web.office import (
    areas,
    draft,
    duties,
    entry,
    imports,
    kinds,
    looks,
    people,
    person,
    sections,
    troubles,
    units,
)

urlpatterns = [
    path("office/", sections.office, name="office"),
    path("office/people/", people.people_page, name="people"),
    path("office/people/<uuid:id>/", person.person_page, name="person"),
    path("office/people/<uuid:id>/reveal/", person.reveal, name="reveal-person"),
    path("office/people/<uuid:id>/correct/", person.correct, name="correct-person"),
    path("office/people/<uuid:id>/appoint/", person.appoint, name="appoint"),
    path("office/duties/", duties.duties_page, name="duties"),
    path("office/duties/<uuid:id>/", duties.duty_page, name="duty"),
    path("office/units/", units.units_page, name="units"),
    path("office/areas/", areas.areas_page, name="areas"),
    path("office/kinds/", kinds.kinds_page, name="kinds"),
    path("office/kinds/<slug:family>/<slug:code>/", entry.entry_page, name="entry"),
    path("office/kinds/<slug:family>/<slug:code>/draft/", draft.new_draft, name="new-draft"),
    path("office/drafts/<uuid:id>/", draft.draft_page, name="draft"),
    path("office/drafts/<uuid:id>/edit/", draft.edit_draft, name="edit-draft"),
    path("office/drafts/<uuid:id>/publish/", draft.publish, name="publish-draft"),
    path("office/drafts/<uuid:id>/discard/", draft.discard, name="discard-draft"),
    path("office/troubles/", troubles.troubles_page, name="troubles"),
    path("office/looks/", looks.looks, name="looks"),
    path("office/import/", imports.imports_page, name="imports"),
    path("office/import/<slug:code>/", imports.import_page, name="import"),
]
