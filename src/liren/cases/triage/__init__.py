"""归类 triage: what a message is about and why, and which messages tell of the same matter. Pure: no database, no Django."""

from liren.cases.triage.model import DOUBT, Model, Suggestion
from liren.cases.triage.trouble import TriageError
from liren.cases.triage.why import Span

__all__ = ["DOUBT", "Model", "Span", "Suggestion", "TriageError"]
