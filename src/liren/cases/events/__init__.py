"""What happened to a case. Ids, codes, numbers and times; words live in case notes, named here by `note`.

Each event says where the case stands afterwards (`state`, the next clock and its due time) and carries every state
field it changes under that field's own name, so that rules/fold.py can rebuild a case from its events alone.
"""

from liren.cases.events.alarms import FalseAlarmEnded
from liren.cases.events.base import EVENTS, CaseClosedAsLogged, CaseDispatchedAsLogged, CaseEvent, CaseReported
from liren.cases.events.children import ChildAdded, ChildEnded, ChildReopened, ChildTakenBack
from liren.cases.events.deciding import (
    ArbitrationDecided,
    CaseClosed,
    CaseEscalated,
    CaseExtended,
    CaseResumed,
    CaseSentBack,
    CaseSuspended,
    CaseUrged,
    CaseWarned,
    ClocksRecalculated,
    ReliefDeclined,
)
from liren.cases.events.drills import DrillCaseEnded, DrillLifted
from liren.cases.events.handling import (
    ArbitrationAsked,
    CasePassedOn,
    CaseReturned,
    CaseTakenUp,
    HelpReported,
    ReliefAsked,
    ReporterContacted,
    ResultReported,
)
from liren.cases.events.hotline import LimitGiven
from liren.cases.events.placing import CaseRescoped
from liren.cases.events.receiving import (
    CaseDispatched,
    CaseFiled,
    CaseHanded,
    CaseMerged,
    CaseRefused,
    CaseSolvedOnSpot,
    CaseUnmerged,
    KindCorrected,
    PlaceCorrected,
)
from liren.cases.events.talking import (
    CaseConfirmed,
    CaseNoted,
    CaseReopened,
    CaseWithdrawn,
    ConfirmationLapsed,
    JoinedRated,
    PhotosAdded,
    ReporterJoined,
    ReporterMessaged,
    WordsAdded,
)
from liren.cases.events.turning import CaseTurnedIntoOrder
from liren.cases.events.whistle import ObjectionDecided, UnitCalled, WhistleBlown, WhistleClosed, WhistleWorkDone

__all__ = [
    "EVENTS",
    "ArbitrationAsked",
    "ArbitrationDecided",
    "CaseClosed",
    "CaseClosedAsLogged",
    "CaseConfirmed",
    "CaseDispatched",
    "CaseDispatchedAsLogged",
    "CaseEscalated",
    "CaseEvent",
    "CaseExtended",
    "CaseFiled",
    "CaseHanded",
    "CaseMerged",
    "CaseNoted",
    "CasePassedOn",
    "CaseRefused",
    "CaseReopened",
    "CaseReported",
    "CaseRescoped",
    "CaseResumed",
    "CaseReturned",
    "CaseSentBack",
    "CaseSolvedOnSpot",
    "CaseSuspended",
    "CaseTakenUp",
    "CaseTurnedIntoOrder",
    "CaseUnmerged",
    "CaseUrged",
    "CaseWarned",
    "CaseWithdrawn",
    "ChildAdded",
    "ChildEnded",
    "ChildReopened",
    "ChildTakenBack",
    "ClocksRecalculated",
    "ConfirmationLapsed",
    "DrillCaseEnded",
    "DrillLifted",
    "FalseAlarmEnded",
    "HelpReported",
    "JoinedRated",
    "KindCorrected",
    "LimitGiven",
    "ObjectionDecided",
    "PhotosAdded",
    "PlaceCorrected",
    "ReliefAsked",
    "ReliefDeclined",
    "ReporterContacted",
    "ReporterJoined",
    "ReporterMessaged",
    "ResultReported",
    "UnitCalled",
    "WhistleBlown",
    "WhistleClosed",
    "WhistleWorkDone",
    "WordsAdded",
]
