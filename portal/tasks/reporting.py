"""The pages of quarterly reporting: returns, what belongs to one action, and everything that somebody owes."""

from portal.doors import Pages
from portal.tasks.actions import complete, handing_on
from portal.tasks.returns import check, form, receipt

REPORTING: tuple[Pages, ...] = (
    form.pages,
    check.pages,
    receipt.pages,
    complete.pages,
    handing_on.pages,
)
