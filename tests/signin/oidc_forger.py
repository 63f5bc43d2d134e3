"""A provider that sends what no sound one does: real HTTP, its own keys, and tokens as the test wants them."""

import json
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from joserfc import jws, jwt
from joserfc.jwk import ECKey, OctKey

from govdesk import clock
from tools.servers.certificates import Certificates
from tools.servers.process import free_port

CLIENT_ID = "govdesk"


class Forger:
    """Serves what its attributes say at the time of asking."""

    def __init__(self, made: Certificates | None = None) -> None:
        port = free_port()
        self.issuer = f"{'https' if made else 'http'}://localhost:{port}"
        self.key = ECKey.generate_key("P-256", {"kid": "one"})
        self.published: list[ECKey | OctKey] = [self.key]
        self.token: dict[str, Any] = {}
        """The next answer of the token endpoint."""
        self.user_info: dict[str, Any] = {}
        self.changes: dict[str, Any] = {}
        """What the discovery document says otherwise."""
        self.asked: list[str] = []
        """Paths asked for, in order."""
        self.elsewhere: Callable[[BaseHTTPRequestHandler], None] | None = None
        """Answers in place of everything, when set."""
        self._server = ThreadingHTTPServer(("localhost", port), self._handler())
        self._server.daemon_threads = True
        if made:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(made.certificate, made.key)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def environment(self) -> dict[str, str]:
        return {"GOVDESK_OIDC_ISSUER": self.issuer, "GOVDESK_OIDC_CLIENT_ID": CLIENT_ID}

    def claims(self, nonce: str, /, **changes: Any) -> dict[str, Any]:
        """A sound set of claims, but for `changes`; None takes a claim away."""
        now = int(clock.utcnow().timestamp())
        sound = {
            "iss": self.issuer,
            "sub": "sub-ada",
            "aud": CLIENT_ID,
            "exp": now + 300,
            "iat": now,
            "nonce": nonce,
            "preferred_username": "ada",
        }
        return {name: value for name, value in {**sound, **changes}.items() if value is not None}

    def sign(self, claims: dict[str, Any], *, key: ECKey | OctKey | None = None, algorithm: str = "ES256") -> None:
        """Make these claims the next ID token."""
        key = key or self.key
        header = {"alg": algorithm, "kid": key.kid}
        registry = jws.JWSRegistry(algorithms=[algorithm])
        self.hand_out(jwt.encode(header, claims, key, registry=registry))

    def hand_out(self, id_token: str) -> None:
        self.token = {"access_token": "for nothing", "token_type": "Bearer", "id_token": id_token}

    def _document(self) -> dict[str, Any]:
        plain = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/me",
            "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
        }
        return {**plain, **self.changes}

    def _answer(self, path: str) -> Any:
        keys = [key.as_dict(private=isinstance(key, OctKey)) for key in self.published]
        answers = {"/token": self.token, "/keys": {"keys": keys}, "/me": self.user_info}
        return answers.get(path, self._document())

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        forger = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                forger.asked.append(self.path)
                if forger.elsewhere:
                    return forger.elsewhere(self)
                body = json.dumps(forger._answer(self.path)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                return None

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.do_GET()

            def log_message(self, *_words: Any) -> None:
                """Quietly."""

        return Handler
