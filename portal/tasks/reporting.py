"""The pages of quarterly reporting: returns, what belongs to one action, and everything that somebody owes."""

from portal.doors import Pages
from portal.tasks import answer_query, everything
from portal.tasks.actions import complete, handing_on
from portal.tasks.returns import check, form, raising, receipt, sheet

REPORTING: tuple[Pages, ...] = (
    everything.pages,
    form.pages,
    check.pages,
    receipt.pages,
    raising.pages,
    sheet.pages,
    complete.pages,
    handing_on.pages,
    answer_query.pages,
)
