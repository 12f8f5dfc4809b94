"""Orders to the case engine. Words, names and phones may travel here; events never carry them.

Every order about an existing case names its `case` and has an `act`, the word that workflows use for it, with the
Chinese verb that buttons and refusals show. `note` ids are made where the words are born, so a retry is one note.
"""

from liren.cases.commands.alarms import EndFalseAlarm
from liren.cases.commands.base import COMMANDS, CaseCommand, LogCase, ReportCase
from liren.cases.commands.children import AddChild, ReopenChild, TakeBackChild
from liren.cases.commands.deciding import (
    DecideArbitration,
    DecideRelief,
    EscalateCase,
    RecalculateClocks,
    ResumeCase,
    UrgeCase,
    VerifyCase,
    WarnCase,
)
from liren.cases.commands.drills import EndDrillCase, LiftDrill
from liren.cases.commands.handling import (
    AskArbitration,
    AskRelief,
    ContactReporter,
    PassOn,
    ReportHelp,
    ReportResult,
    ReturnCase,
    TakeUpCase,
)
from liren.cases.commands.placing import RescopeCases
from liren.cases.commands.receiving import (
    CorrectKind,
    CorrectPlace,
    DispatchCase,
    FileCase,
    HandToKeeper,
    MergeCase,
    RefuseCase,
    SolveOnSpot,
    UnmergeCase,
)
from liren.cases.commands.recounting import RecountClocks
from liren.cases.commands.talking import (
    AddPhotos,
    AddWords,
    ConfirmCase,
    JoinCase,
    LapseConfirmation,
    MessageReporter,
    NoteCase,
    RateJoined,
    ReopenCase,
    WithdrawCase,
)
from liren.cases.commands.turning import TurnIntoOrder

__all__ = [
    "COMMANDS",
    "AddChild",
    "AddPhotos",
    "AddWords",
    "AskArbitration",
    "AskRelief",
    "CaseCommand",
    "ConfirmCase",
    "ContactReporter",
    "CorrectKind",
    "CorrectPlace",
    "DecideArbitration",
    "DecideRelief",
    "DispatchCase",
    "EndDrillCase",
    "EndFalseAlarm",
    "EscalateCase",
    "FileCase",
    "HandToKeeper",
    "JoinCase",
    "LapseConfirmation",
    "LiftDrill",
    "LogCase",
    "MergeCase",
    "MessageReporter",
    "NoteCase",
    "PassOn",
    "RateJoined",
    "RecalculateClocks",
    "RecountClocks",
    "RefuseCase",
    "ReopenCase",
    "ReopenChild",
    "ReportCase",
    "ReportHelp",
    "ReportResult",
    "RescopeCases",
    "ResumeCase",
    "ReturnCase",
    "SolveOnSpot",
    "TakeBackChild",
    "TakeUpCase",
    "TurnIntoOrder",
    "UnmergeCase",
    "UrgeCase",
    "VerifyCase",
    "WarnCase",
    "WithdrawCase",
]
