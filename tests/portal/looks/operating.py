"""For operators and monitors."""

from tests.portal.look import Look, refused
from tests.portal.visits import Visits

OPERATING = (
    Look("/operators", "nothing to do", "empty", Visits.as_operator),
    Look("/operators", "everything fails", "failing", Visits.as_operator),
    Look("/health", "alive", "empty", Visits.as_anyone),
    Look("/health/ready", "not ready", "empty", Visits.as_anyone, status=503),
    Look("/health/relay", "working", "beating", Visits.as_anyone),
    Look("/health/relay", "not working", "empty", Visits.as_anyone, status=503),
    Look("/api", "", "empty", Visits.as_anyone),
    Look("/tokens", "none yet", "empty"),
    Look("/tokens", "refused", "empty", act=refused("Make the token")),
    Look("/tokens", "some", "beating"),
)
