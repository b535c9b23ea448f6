"""The cookies: which there are, and how they are set so that no script and no other site gets at them."""

from datetime import timedelta

from starlette.responses import Response

from portal.office import Office

STAFF, SESSION, VISIT, NOTICE, SIGN_IN = "staff", "session", "visit", "notice", "sign-in"
"""The secret of a session of staff, and of a guest's; what a form without a session is tied to; a sentence for the next
page; a sign-in under way."""

GUESTS_OWN = ("/to-do", "/link")


def sessions_of(path: str) -> tuple[str, str]:
    """Which session's cookie counts on a page, the other only where there is none.

    Somebody of the LGA may also be a peer, or follow links on trial: neither visit ends the other.
    """
    return (SESSION, STAFF) if path.startswith(GUESTS_OWN) else (STAFF, SESSION)


def cookie(name: str, office: Office) -> str:
    """Its full name. Over https the prefix has browsers refuse it from anywhere but this very host."""
    return f"__Host-peer-support-{name}" if office.is_secure else f"peer-support-{name}"


def give_cookie(response: Response, office: Office, name: str, value: str, lasts: timedelta | None = None) -> None:
    """``lasts``: unset, until the browser is closed."""
    response.set_cookie(
        cookie(name, office),
        value,
        max_age=int(lasts.total_seconds()) if lasts else None,
        path="/",
        secure=office.is_secure,
        httponly=True,
        samesite="lax",
    )


def take_cookie(response: Response, office: Office, name: str) -> None:
    response.delete_cookie(cookie(name, office), path="/", secure=office.is_secure, httponly=True, samesite="lax")
