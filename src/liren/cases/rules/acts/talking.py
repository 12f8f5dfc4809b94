"""What the reporter's orders come to, and the words of colleagues to him and to each other."""

from liren.cases import commands as c
from liren.cases import events as e
from liren.cases.kinds import SATISFACTION
from liren.cases.rules.acts.makers import makes
from liren.cases.rules.scene import Scene
from liren.cases.rules.words import said, short_enough
from liren.kernel import Code, Refusal


@makes(c.ConfirmCase)
def _confirm(s: Scene, o: c.ConfirmCase, to: Code) -> e.CaseEvent:
    _rateable(o)
    confirm = Code("confirmed" if o.solved else "disputed")
    return e.CaseConfirmed(
        case=s.case.id, state=to, confirm=confirm, solved=o.solved, satisfied=o.satisfied,
        confirmed_at=s.now, note=o.note if o.words.strip() else None,
    )  # fmt: skip


@makes(c.RateJoined)
def _rate_joined(s: Scene, o: c.RateJoined, to: Code) -> e.CaseEvent:
    _rateable(o)
    return e.JoinedRated(
        case=s.case.id, state=to, solved=o.solved, satisfied=o.satisfied, note=o.note if o.words.strip() else None
    )


def _rateable(o: c.ConfirmCase | c.RateJoined) -> None:
    if o.satisfied is not None and o.satisfied not in SATISFACTION:
        raise Refusal("satisfied", f"请选一个：{'、'.join(SATISFACTION.values())}。", field="satisfied")
    short_enough(o.words, field="words")


@makes(c.LapseConfirmation)
def _lapse(s: Scene, o: c.LapseConfirmation, to: Code) -> e.CaseEvent:
    return e.ConfirmationLapsed(case=s.case.id, state=to, confirm=Code("unconfirmed"))


@makes(c.ReopenCase)
def _reopen(s: Scene, o: c.ReopenCase, to: Code) -> e.CaseEvent:
    said(o.reason, field="reason", what="哪里没有办好")
    return e.CaseReopened(case=s.case.id, state=to, reopens=s.case.reopens + 1, confirm=Code("none"), note=o.note)


@makes(c.WithdrawCase)
def _withdraw(s: Scene, o: c.WithdrawCase, to: Code) -> e.CaseEvent:
    short_enough(o.reason, field="reason")
    return e.CaseWithdrawn(case=s.case.id, state=to, closed_at=s.now, note=o.note)


@makes(c.AddWords)
def _add_words(s: Scene, o: c.AddWords, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="要补充什么")
    return e.WordsAdded(case=s.case.id, state=to, note=o.note)


@makes(c.AddPhotos)
def _add_photos(s: Scene, o: c.AddPhotos, to: Code) -> e.CaseEvent:
    if not o.photos:
        raise Refusal("no_photos", "还没有选照片，请先选一张。", field="photos")
    after = len(o.photos) if o.role == "after" else 0
    before = len(o.photos) - after
    return e.PhotosAdded(
        case=s.case.id, state=to,
        photos_before=s.case.photos_before + before, photos_after=s.case.photos_after + after,
    )  # fmt: skip


@makes(c.JoinCase)
def _join(s: Scene, o: c.JoinCase, to: Code) -> e.CaseEvent:
    short_enough(o.words, field="words")
    return e.ReporterJoined(case=s.case.id, state=to, followers=s.case.followers + 1, account=o.account, note=o.note)


@makes(c.MessageReporter)
def _message(s: Scene, o: c.MessageReporter, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="要对反映人说什么")
    return e.ReporterMessaged(case=s.case.id, state=to, note=o.note)


@makes(c.NoteCase)
def _note(s: Scene, o: c.NoteCase, to: Code) -> e.CaseEvent:
    said(o.words, field="words", what="备注")
    return e.CaseNoted(case=s.case.id, state=to, note=o.note)
