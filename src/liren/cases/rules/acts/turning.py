"""What handing a case to the neighbours comes to."""

from liren.cases import commands as c
from liren.cases import events as e
from liren.cases.rules.acts.makers import makes
from liren.cases.rules.scene import Scene
from liren.cases.rules.words import said
from liren.kernel import Code, Refusal


@makes(c.TurnIntoOrder)
def _to_order(s: Scene, o: c.TurnIntoOrder, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="对反映人说明")
    if not s.found.service_known:
        raise Refusal("service", "没有这项服务，请从列表里选。", field="service")
    if not s.found.phone_left:
        raise Refusal("no_phone", "反映人没有留电话，来帮的人约不了时间。请照原来的办，或者请他自己在“我要求助”里点。")
    return e.CaseTurnedIntoOrder(
        case=s.case.id, state=to, order=o.order, service=o.service, closed_at=s.now, note=o.note
    )
