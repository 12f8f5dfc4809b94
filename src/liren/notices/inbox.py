"""Whose inbox: by account, or by the secret link of one subject."""

from liren.kernel import Actor, Missing
from liren.trust.sight import Cond


def mine(viewer: Actor) -> Cond:
    """The condition for the viewer's own notices. Raises Missing for somebody who has no inbox."""
    if viewer.account is not None:
        return Cond("account = %s", (viewer.account,))
    if viewer.link_case is not None:
        return Cond("link = %s", (viewer.link_case,))
    raise Missing
