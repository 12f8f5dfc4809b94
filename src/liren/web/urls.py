"""Addresses of the pages, face by face."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import include, path

from liren.web import reader
from liren.web.demo import texts
from liren.web.errors import offline
from liren.web.login import devices, first, reset
from liren.web.login import views as login
from liren.web.telling import mine as telling

urlpatterns = [
    *reader.urlpatterns,
    *offline.urlpatterns,
    path("", include("liren.web.resident.urls")),
    path("", include("liren.web.orders.urls")),
    path("", include("liren.web.whistles.urls")),
    path("", include("liren.web.desk.urls")),
    path("", include("liren.web.work.urls")),
    path("", include("liren.web.field.urls")),
    path("", include("liren.web.board.urls")),
    path("", include("liren.web.followup.urls")),
    path("", include("liren.web.grids.urls")),
    path("", include("liren.web.alarms.urls")),
    path("", include("liren.web.drills.urls")),
    path("", include("liren.web.command.urls")),
    path("", include("liren.web.office.urls")),
    path("", include("liren.web.audit.urls")),
    path("", include("liren.web.cameras.urls")),
    path("", include("liren.web.search.urls")),
    path("", include("liren.web.maps.urls")),
    path("", include("liren.web.developers.urls")),
    path("login/", login.Login.as_view(), name="account_login"),
    path("login/demo/", login.demo, name="demo_login"),
    path("login/reset/", reset.reset_page, name="reset-password"),
    path("login/devices/", devices.devices_page, name="devices"),
    path("login/devices/<uuid:id>/out/", devices.sign_out, name="end-session"),
    path("demo/texts/", texts.texts, name="demo-texts"),
    path("me/told/", telling.mine, name="told"),
    path("setup/", first.setup_page, name="setup-county"),
    path("logout/", account.logout, name="account_logout"),
    path("login/closed/", account.account_inactive, name="account_inactive"),
    path("login/signup/", account.signup, name="account_signup"),
    path("login/again/", account.reauthenticate, name="account_reauthenticate"),
    path("login/password/", account.password_change, name="account_change_password"),
    path("login/password/none/", login.no_password, name="account_set_password"),
    path("mfa/", mfa.index, name="mfa_index"),
    path("mfa/code/", mfa.authenticate, name="mfa_authenticate"),
    path("mfa/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("mfa/totp/", totp.activate_totp, name="mfa_activate_totp"),
    path("mfa/totp/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("mfa/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("mfa/recovery/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("mfa/recovery/download/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]
