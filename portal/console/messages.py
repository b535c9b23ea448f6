"""Messages about an engagement: what each said, what became of it, and sending it again."""

from sqlalchemy import ColumnElement, Connection, func, or_, select
from starlette.responses import Response

from config.vocabulary import Role
from engagements.database import reading, writing
from engagements.loading import plain
from engagements.state.engagement import EngagementFacts
from notifications import ledger
from notifications.ledger import NoSuchNotification, Notification, NotificationStatus, NotToBeResent
from notifications.letter import Attachment
from notifications.reminders import Reminder
from portal.console.frame import frame
from portal.console.happenings import named
from portal.console.paging import Paging, asked
from portal.doors import Pages, TheVisitor
from portal.downloads import attached
from portal.giving import Problem
from portal.mishaps import NotThere
from portal.office import Office, TheOffice
from portal.posted import Posted
from portal.showing import GoBack, Show, Showing
from portal.visitors import LGA, Visitor

pages = Pages("/engagements/{ref}")

MEANS = {
    NotificationStatus.PENDING: "It waits to be sent, and goes out without anybody doing anything.",
    NotificationStatus.SENDING: "It is being sent at this moment.",
    NotificationStatus.SENT: "The mail system took it over. Whether somebody read it, nobody can tell.",
    NotificationStatus.FAILED: "It could not be delivered. Put the address right, then send it again.",
    NotificationStatus.UNCERTAIN: (
        "It was being handed over when the system stopped, so nobody knows whether it arrived. It is not sent again by "
        "itself, so that nobody gets it twice: ask the recipient, or send it again."
    ),
    NotificationStatus.UNADDRESSED: "Nobody holds the role, or has an address. Put somebody on record in that role.",
    NotificationStatus.SUPERSEDED: "A later list replaced it before it went out.",
    NotificationStatus.ERASED: "Its words were erased with the person whom it was for.",
}
"""What each outcome means for whoever looks at it."""

AGAIN = (NotificationStatus.FAILED, NotificationStatus.UNCERTAIN, NotificationStatus.SENT)


@pages.get("/messages", to=LGA)
def messages(ref: str, office: TheOffice, show: Show, page: str = "") -> Response:
    number, part = asked(page)
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/messages")
        table, about = Notification.table, _about(there.facts)
        count = connection.execute(select(func.count()).select_from(table).where(about)).scalar_one()
        query = select(table).where(about).order_by(table.c.id.desc()).offset(part.after).limit(part.most)
        found = plain(connection.execute(query), Notification)
        names = named(connection, {one.recipient for one in found})
    return show(
        "console/engagement/messages.html", frame=there, messages=found, names=names, paging=Paging(number, count)
    )


@pages.get("/messages/{number:int}", to=LGA)
def message(ref: str, number: int, office: TheOffice, show: Show) -> Response:
    return _page(show, office, ref, number)


@pages.get("/messages/{number:int}/attachments/{which:int}", to=LGA)
def attachment(ref: str, number: int, which: int, office: TheOffice) -> Response:
    with reading(office.engine) as connection:
        found = _found(connection, frame(connection, office, ref, "/messages").facts, number)
    return attached([Attachment(**one) for one in found.attachments], which)


@pages.post("/messages/{number:int}/resend", to=LGA)
def resend(
    ref: str, number: int, posted: Posted, office: TheOffice, visitor: TheVisitor, show: Show, back: GoBack
) -> Response:
    _of_engagement(office, ref, number)
    try:
        with writing(office.engine) as connection:
            sent = ledger.resend(connection, number, _who(visitor), office.now())
    except NotToBeResent as refusal:
        return _page(show, office, ref, number, (Problem("", str(refusal)),))
    return back(f"/engagements/{ref}/messages/{number}", notice=f"It goes to {sent.address} again.")


def _about(facts: EngagementFacts) -> ColumnElement[bool]:
    """Messages about the engagement alone, and the lists of what is owed that name something of it."""
    digests = select(Reminder.table.c.digest).where(
        Reminder.table.c.engagement_id == facts.id, Reminder.table.c.digest.is_not(None)
    )
    return or_(Notification.table.c.engagement_id == facts.id, Notification.table.c.id.in_(digests))


def _found(connection: Connection, facts: EngagementFacts, number: int) -> Notification:
    try:
        found = ledger.find(connection, number)
    except NoSuchNotification:
        raise NotThere from None
    if not connection.execute(
        select(Notification.table.c.id).where(Notification.table.c.id == number, _about(facts))
    ).first():
        raise NotThere
    return found


def _of_engagement(office: Office, ref: str, number: int) -> None:
    with reading(office.engine) as connection:
        _found(connection, frame(connection, office, ref, "/messages").facts, number)


def _page(show: Showing, office: Office, ref: str, number: int, problems: tuple[Problem, ...] = ()) -> Response:
    with reading(office.engine) as connection:
        there = frame(connection, office, ref, "/messages")
        found = _found(connection, there.facts, number)
        names = named(connection, {found.recipient, found.resent_by or ""})
    return show(
        "console/engagement/message.html",
        422 if problems else 200,
        frame=there,
        message=found,
        names=names,
        means=MEANS[found.status],
        again=found.status in AGAIN,
        problems=problems,
    )


def _who(visitor: Visitor) -> str:
    return next(iter(visitor.hats.values()), str(Role.COORDINATOR))
