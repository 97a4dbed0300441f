"""Cookies: one holds a random token and nothing else; the rest of a session is a row, or derived from it."""

import hashlib
import hmac
import re
import secrets
from typing import Any, cast

from flask import Flask, Request, Response, session
from flask.sessions import SecureCookieSession, SessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeSerializer

TOKEN_BYTES = 32
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_FORM = re.compile(r"[0-9a-f]{40}")

# Names under which Flask-Login, Flask-WTF and Flask keep things in a session.
_WHO, _CSRF, _MESSAGES = "_user_id", "csrf_token", "_flashes"
_LONGEST_MESSAGES = 3000


def new_token() -> str:
    """A random token that nobody can guess, as it stands in a cookie or a link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hashed(token: str) -> str:
    """What is kept of a token: who reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def forget_session() -> None:
    """Take the cookie from the browser, with what belongs to it."""
    session.clear()


class BrowserSession(SecureCookieSession):
    """What a request's cookies say, and what they said before."""

    def __init__(self, found: dict[str, Any]) -> None:
        super().__init__(found)
        self.before = dict(found)

    def has_changed(self, name: str) -> bool:
        return bool(self.get(name) != self.before.get(name))


class TokenSessions(SessionInterface):
    """A session's token in a cookie.

    The secret against forged forms is derived from it. Before anyone is signed in, only a page with a
    form sets a cookie of its own for that. A message for the next page travels in a signed cookie of
    the person's own browser.
    """

    def __init__(self, *, is_secure: bool) -> None:
        prefix = "__Host-" if is_secure else ""
        self.is_secure = is_secure
        self.session_cookie = f"{prefix}readiness"
        self.form_cookie = f"{prefix}readiness_form"
        self.message_cookie = f"{prefix}readiness_message"

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        found: dict[str, Any] = {}
        token = request.cookies.get(self.session_cookie, "")
        form = request.cookies.get(self.form_cookie, "")
        if _TOKEN.fullmatch(token):
            found[_WHO] = token
            found[_CSRF] = _derived(app, token)
        elif _FORM.fullmatch(form):
            found[_CSRF] = form
        messages = self._read_messages(app, request)
        if messages:
            found[_MESSAGES] = messages
        return BrowserSession(found)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        opened = cast(BrowserSession, session)
        if opened.has_changed(_WHO):
            self._set(response, self.session_cookie, opened.get(_WHO))
            if _WHO in opened:
                self._set(response, self.form_cookie, None)
        if opened.has_changed(_CSRF) and _WHO not in opened:
            self._set(response, self.form_cookie, opened.get(_CSRF))
        if opened.has_changed(_MESSAGES):
            self._save_messages(app, opened, response)

    def _save_messages(self, app: Flask, session: BrowserSession, response: Response) -> None:
        messages = list(session.get(_MESSAGES, ()))
        signed = _signer(app).dumps(messages)
        while messages and len(signed) > _LONGEST_MESSAGES:
            messages.pop(0)
            signed = _signer(app).dumps(messages)
        self._set(response, self.message_cookie, str(signed) if messages else None)

    def _read_messages(self, app: Flask, request: Request) -> list[tuple[str, str]]:
        signed = request.cookies.get(self.message_cookie)
        if not signed:
            return []
        try:
            return [(str(category), str(text)) for category, text in _signer(app).loads(signed)]
        except (BadSignature, ValueError, TypeError):
            return []

    def _set(self, response: Response, name: str, value: str | None) -> None:
        """Set a cookie, or take it back. It ends with the browser; the row of the session ends before."""
        if value is None:
            response.delete_cookie(name, secure=self.is_secure, httponly=True, samesite="Lax")
        else:
            response.set_cookie(name, value, secure=self.is_secure, httponly=True, samesite="Lax")


def _derived(app: Flask, token: str) -> str:
    key = str(app.secret_key).encode()
    return hmac.new(key, b"forms of " + token.encode(), hashlib.sha256).hexdigest()


def _signer(app: Flask) -> URLSafeSerializer:
    return URLSafeSerializer(str(app.secret_key), salt="messages")
