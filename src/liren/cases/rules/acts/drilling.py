"""What the end of a drill, and the word that it is none, come to."""

from liren.cases import commands as c
from liren.cases import events as e
from liren.cases.rules.acts.makers import makes
from liren.cases.rules.scene import Scene
from liren.cases.rules.words import said, short_enough
from liren.kernel import Code


@makes(c.EndDrillCase)
def _end(s: Scene, o: c.EndDrillCase, to: Code) -> e.CaseEvent:
    return e.DrillCaseEnded(case=s.case.id, state=to, closed_at=s.now, note=o.note)


@makes(c.LiftDrill)
def _lift(s: Scene, o: c.LiftDrill, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="看到了什么")
    short_enough(o.words, field="words")
    assert s.case.drill is not None, "the guard lets no other case pass"
    return e.DrillLifted(case=s.case.id, state=to, was=s.case.drill, note=o.note)
