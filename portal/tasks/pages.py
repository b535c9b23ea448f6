"""The pages of guests. A module of pages joins by a line here."""

from portal.doors import Pages
from portal.tasks import publication, scope, self_assessment

PARTS: tuple[Pages, ...] = (
    scope.pages,
    self_assessment.pages,
    publication.pages,
)
