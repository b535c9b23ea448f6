"""What every answer tells browsers: load nothing from elsewhere, run nothing written into a page, keep no copy."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'none'",
        "connect-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}
"""Unless the answer itself says otherwise: a file to keep has a stricter policy, an asset may be kept for good."""

HTTPS_ALONE = "max-age=31536000; includeSubDomains"
LINKS = "/link/"
"""Addresses that hold a token: whatever is opened from such a page is not told where it was found."""


class Headers:
    """Around the whole application, so that the page for a fault of ours has them too.

    A fault has been logged and answered by then; it goes no further, since a server would write its text into a log
    of its own, and that text may hold what somebody typed.
    """

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self.app = app
        self.always = {**HEADERS, "Strict-Transport-Security": HTTPS_ALONE} if secure else HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        answered = False

        async def told(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = True
                headers = MutableHeaders(scope=message)
                if scope["path"].startswith(LINKS):
                    headers["Referrer-Policy"] = "no-referrer"
                for name, value in self.always.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self.app(scope, receive, told)
        except Exception:
            if not answered:
                raise
