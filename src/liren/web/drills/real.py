"""这是真的: from wherever an alarm of a drill is shown, one form with a few words makes it real."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from liren.devices.commands import SayReal
from liren.web import staff
from liren.web.attempt import Typed, attempt


@staff.staff
@require_POST
def say_real(request: HttpRequest) -> HttpResponse:
    """`alarm`, `reason`, and `next`: the page to go back to. Refused, the alarm's own page says why."""
    typed = Typed(request.POST)
    alarm = typed.uuid("alarm", _("没有找到这条告警，请刷新页面。"))
    tried = attempt(request, typed, lambda: SayReal(alarm=alarm or typed.key, words=typed.text("reason")))
    if tried.answer is None:
        messages.error(request, " ".join(problem.sentence for problem in tried.problems))
        return redirect("alarm", alarm) if alarm else redirect("alarms")
    messages.success(request, _("记下了：这是真的。案件不再是演练，请马上派遣；需要消防队，先打 119。"))
    back = str(request.POST.get("next", ""))
    inside = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if inside else "alarms") if inside or not alarm else redirect("alarm", alarm)
