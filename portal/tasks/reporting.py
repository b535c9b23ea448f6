"""The pages of quarterly reporting: returns, what belongs to one action, and everything that somebody owes."""

from portal.doors import Pages
from portal.tasks.returns import check, form, receipt

REPORTING: tuple[Pages, ...] = (
    form.pages,
    check.pages,
    receipt.pages,
)
