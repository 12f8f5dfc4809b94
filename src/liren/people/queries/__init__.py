"""What other rooms and pages may ask about people. Viewer first; sealed fields only inside `look`."""

from liren.people.covering import Coverage, Place, coverage, day_of
from liren.people.holding import HolderCard
from liren.people.outdated import OutdatedPost, outdated_posts
from liren.people.queries.accounts import (
    AccountCard,
    Staffing,
    account_card,
    account_list,
    staffing,
    without_account,
)
from liren.people.queries.chain import Answering, ChainLink, PublicLink, chain, public_chain
from liren.people.queries.checks import CheckCard, check_names, checked, checks
from liren.people.queries.colleagues import Colleague, colleagues_named
from liren.people.queries.consents import ConsentCard, agreed, consents
from liren.people.queries.duties import (
    PublicKeeper,
    duties_by_person,
    duties_of,
    duty_card,
    duty_chain,
    duty_history,
    duty_list,
    holders,
    keeper_of,
    on_duty,
    public_keeper,
    unit_members,
)
from liren.people.queries.leaves import LeaveCard, away, duties_named, leaves_of, standing_in
from liren.people.queries.party import PartyShare, party_share, party_shares
from liren.people.queries.persons import (
    PersonCard,
    PersonLine,
    emails_of,
    names_of,
    people_list,
    person_card,
    person_search,
    revealed,
)
from liren.people.queries.units import UnitCard, public_units, unit_names, unit_tree

__all__ = [
    "AccountCard",
    "Answering",
    "ChainLink",
    "CheckCard",
    "Colleague",
    "ConsentCard",
    "Coverage",
    "HolderCard",
    "LeaveCard",
    "OutdatedPost",
    "PartyShare",
    "PersonCard",
    "PersonLine",
    "Place",
    "PublicKeeper",
    "PublicLink",
    "Staffing",
    "UnitCard",
    "account_card",
    "account_list",
    "agreed",
    "away",
    "chain",
    "check_names",
    "checked",
    "checks",
    "colleagues_named",
    "consents",
    "coverage",
    "day_of",
    "duties_by_person",
    "duties_named",
    "duties_of",
    "duty_card",
    "duty_chain",
    "duty_history",
    "duty_list",
    "emails_of",
    "holders",
    "keeper_of",
    "leaves_of",
    "names_of",
    "on_duty",
    "outdated_posts",
    "party_share",
    "party_shares",
    "people_list",
    "person_card",
    "person_search",
    "public_chain",
    "public_keeper",
    "public_units",
    "revealed",
    "staffing",
    "standing_in",
    "unit_members",
    "unit_names",
    "unit_tree",
    "without_account",
]
