"""Addresses of orders: for who asks, who sees to it, who helps."""

from django.urls import path

from liren.web.orders import asking, batch, entry, inviting, membership, offers, order, queue, team, tracking
from liren.web.telling import track as told

urlpatterns = [
    path("help/", asking.which, name="ask-which"),
    path("help/receipt/", tracking.receipt, name="ask-receipt"),
    path("help/from-report/", tracking.from_case, name="order-from-case"),
    path("help/track/", tracking.track, name="order-track"),
    path("help/track/told/", told.choose_for_order, name="order-told"),
    path("help/track/<slug:act>/", tracking.act, name="order-act"),
    path("help/<slug:kind>/", asking.ask, name="ask"),
    path("o/<str:token>", tracking.by_link, name="order-link"),
    path("orders/", queue.orders_page, name="orders"),
    path("orders/new/", entry.entry_page, name="order-new"),
    path("orders/batch/", batch.batch_page, name="order-batch"),
    path("orders/team/", team.team_page, name="team"),
    path("orders/team/invite/", inviting.invite_page, name="team-invite"),
    path("orders/team/<uuid:id>/withdraw/", team.withdraw, name="team-withdraw"),
    path("orders/team/<uuid:id>/confirm/", team.confirm, name="team-confirm"),
    path("orders/offers/", offers.offers_page, name="offers"),
    path("orders/me/", membership.membership_page, name="membership"),
    path("orders/<uuid:id>/", order.order_page, name="order"),
    path("orders/<uuid:id>/told/", entry.told, name="order-told"),
    path("orders/<uuid:id>/where/", order.where, name="order-where"),
    path("orders/<uuid:id>/<slug:act>/", order.act, name="order-do"),
]
