"""What ends a case that a device began by mistake."""

from liren.cases import commands as c
from liren.cases import events as e
from liren.cases.rules.acts.makers import makes
from liren.cases.rules.scene import Scene
from liren.cases.rules.words import said
from liren.kernel import Code


@makes(c.EndFalseAlarm)
def _end_false_alarm(s: Scene, o: c.EndFalseAlarm, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="怎么看出是误报")
    return e.FalseAlarmEnded(case=s.case.id, state=to, cause=o.cause, closed_at=s.now, note=o.note)
