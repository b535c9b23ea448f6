"""The fire and rescue services of England, and who governs each, as of a date."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from config.calendar import in_words
from config.vocabulary import GovernanceType

WORDS = {
    GovernanceType.COMBINED: "combined fire authority",
    GovernanceType.COUNTY: "county council",
    GovernanceType.UNITARY: "unitary council",
    GovernanceType.METROPOLITAN: "metropolitan fire authority",
    GovernanceType.MAYOR: "mayor",
    GovernanceType.PFCC: "police, fire and crime commissioner",
}


class Governance(BaseModel):
    """Who the authority was on a day: what was last known then, and as of when. Type None is not known."""

    model_config = ConfigDict(frozen=True)

    type: GovernanceType | None
    verified: bool
    as_of: date

    @property
    def shown(self) -> str:
        if self.type is None:
            return "not known"
        return f"{WORDS[self.type]} (as of {in_words(self.as_of)}{'' if self.verified else ', not verified'})"


class Service(BaseModel):
    """A fire and rescue service. Bounds of None: it existed before, or exists after, the dates that matter here."""

    model_config = ConfigDict(frozen=True)

    slug: str
    official_name: str
    region: str
    ons_code: str
    exists_from: date | None
    exists_to: date | None  # the last day
    successor: str | None  # the slug of the service that followed
    round1_tranche: int | None
    governance: tuple[Governance, ...]  # earliest first

    def exists_on(self, day: date) -> bool:
        return (self.exists_from is None or self.exists_from <= day) and (
            self.exists_to is None or day <= self.exists_to
        )

    def governance_on(self, day: date) -> Governance:
        """What was last known on that day; not known before the first known date, or when the service did not exist."""
        known = [fact for fact in self.governance if fact.as_of <= day]
        if not known or not self.exists_on(day):
            return Governance(type=None, verified=False, as_of=day)
        return known[-1]
