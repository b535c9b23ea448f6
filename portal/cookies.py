"""The cookies: which there are, and how they are set so that no script and no other site gets at them."""

from datetime import timedelta

from starlette.responses import Response

from portal.office import Office

SESSION, VISIT, NOTICE, SIGN_IN = "session", "visit", "notice", "sign-in"
"""A session's secret; what a form without a session is tied to; a sentence for the next page; a sign-in under way."""


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
