"""An identity provider for tests, on a real port: it can answer as it should, and lie in every way."""

import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.support.make import NOON

CLIENT, SECRET = "coop", "a-secret-of-the-test"


class Provider:
    """What it knows and how it behaves. `claims` are laid over the honest ones; None leaves a claim out."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.subject = "person-1"
        self.claims: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.signing = "RS256"
        self.down = False
        self.new_key("first")
        self.asked: dict[str, str] = {}
        self.tokens_given = 0

    def new_key(self, kid: str) -> None:
        """Sign with a new key from now on, and publish it."""
        self.key = self.published = RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}, auto_kid=False)

    def visit(self, address: str) -> dict[str, str]:
        """Somebody arrives there and signs in: what they are sent back with."""
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}" == self.issuer
        self.asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return {"code": "a-code", "state": self.asked["state"], "iss": self.issuer}

    def signed_out(self, **claims: Any) -> str:
        """What it sends when somebody signed out there; None leaves a claim out."""
        at = int(NOON.timestamp())
        event: dict[str, Any] = {"http://schemas.openid.net/event/backchannel-logout": {}}
        honest = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": at,
            "jti": "message-1",
            "sub": self.subject,
            "events": event,
        }
        told = {name: value for name, value in {**honest, **claims}.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": str(self.key.kid), "typ": "logout+jwt"}, told, self.key)

    def answer(self, path: str, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        """What it says to the site."""
        if self.down:
            return 503, {}
        if path.endswith("openid-configuration"):
            return 200, {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/auth",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "end_session_endpoint": f"{self.issuer}/end",
                **self.metadata,
            }
        if path == "/jwks":
            return 200, {"keys": [self.published.as_dict(private=False)]}
        return self._token(form, authorization)

    def _token(self, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        digest = sha256(form.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(digest).decode().rstrip("=")
        fits = (
            form.get("code") == "a-code"
            and challenge == self.asked.get("code_challenge")
            and self.asked.get("code_challenge_method") == "S256"
            and form.get("redirect_uri") == self.asked.get("redirect_uri")
            and authorization.startswith("Basic ")
        )
        if not fits:
            return 400, {"error": "invalid_grant"}
        self.tokens_given += 1
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self._id_token()}

    def _id_token(self) -> str:
        at = int(NOON.timestamp())
        honest = {"iss": self.issuer, "sub": self.subject, "aud": CLIENT, "iat": at, "exp": at + 300}
        said = {**honest, "nonce": self.asked["nonce"], "name": "Joke V.", **self.claims}
        claims = {name: value for name, value in said.items() if value is not None}
        if self.signing == "HS256":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))
        if self.signing == "none":
            parts = [
                urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in ({"alg": "none"}, claims)
            ]
            return ".".join([*parts, ""])
        return jwt.encode({"alg": "RS256", "kid": str(self.key.kid)}, claims, self.key)


@contextmanager
def running() -> Iterator[Provider]:
    """A provider on a port of its own."""
    holder: list[Provider] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say({})

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            self._say({name: values[0] for name, values in parse_qs(content).items()})

        def _say(self, form: dict[str, str]) -> None:
            status, content = holder[0].answer(urlsplit(self.path).path, form, self.headers.get("Authorization") or "")
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    holder.append(Provider(f"http://127.0.0.1:{server.server_address[1]}"))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield holder[0]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def back(slug: str, answer: dict[str, str]) -> str:
    """The address at which somebody comes back."""
    return f"/inloggen/terug/{slug}?{urlencode(answer)}"
