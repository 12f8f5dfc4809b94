"""Every address of the house, by face."""

from django.urls import include, path

from liren.config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("", include("liren.api.urls")),
    path("", include("liren.channels.urls")),
    path("", include("liren.gateway.urls")),
    path("", include("liren.web.urls")),
]

handler400 = "liren.web.errors.views.bad_request"
handler403 = "liren.web.errors.views.forbidden"
handler404 = "liren.web.errors.views.not_found"
handler429 = "liren.web.errors.views.too_many"
handler500 = "liren.web.errors.views.broken"
