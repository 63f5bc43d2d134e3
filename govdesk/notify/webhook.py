"""Announcing a notice to another program: signed as Standard Webhooks say, without people and without texts."""

import base64
import hashlib
import hmac
import ipaddress
import json
import socket
from datetime import datetime
from urllib.parse import urlsplit

import requests

from govdesk.notify.models import Notice
from govdesk.settings import Settings

SECONDS = 5.0


class NotPosted(Exception):
    """It was not taken; the text says why, and names no address."""


def post(notice: Notice, settings: Settings, now: datetime) -> None:
    """Raises NotPosted. Redirections are not followed: they could lead anywhere."""
    url, body = settings.webhook_url.get_secret_value(), _body(notice, settings)
    _demand_public(url, is_private=settings.webhook_private)
    sent_at = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "webhook-id": notice.key,
        "webhook-timestamp": sent_at,
        "webhook-signature": f"v1,{signature(settings.webhook_secret.get_secret_value(), notice.key, sent_at, body)}",
    }
    try:
        answer = requests.post(url, data=body, headers=headers, timeout=SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        raise NotPosted(type(error).__name__) from None  # its words hold the address
    if not 200 <= answer.status_code < 300:
        raise NotPosted(f"it answered {answer.status_code}")


def signature(secret: str, key: str, sent_at: str, body: bytes) -> str:
    """HMAC-SHA256 over id, moment and body, in base64."""
    raw = base64.b64decode(secret.removeprefix("whsec_")) if secret.startswith("whsec_") else secret.encode()
    digest = hmac.digest(raw, f"{key}.{sent_at}.".encode() + body, hashlib.sha256)
    return base64.b64encode(digest).decode()


def _body(notice: Notice, settings: Settings) -> bytes:
    about = {
        "type": f"notice.{notice.kind}",
        "timestamp": notice.due_at.isoformat(),
        "data": {
            "key": notice.key,
            "stage": notice.stage,
            "subject": {"type": notice.subject_type, "id": notice.subject_id},
            "url": f"{settings.base_url}{notice.path}" if notice.path else None,
        },
    }
    return json.dumps(about, separators=(",", ":")).encode()


def _demand_public(url: str, *, is_private: bool) -> None:
    """A server inside is reached only where the settings say so. Raises NotPosted."""
    if is_private:
        return
    parts = urlsplit(url)
    if parts.scheme != "https":
        raise NotPosted("only https is called unless GOVDESK_WEBHOOK_PRIVATE allows more")
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except OSError:
        raise NotPosted("its name cannot be found") from None
    if not all(ipaddress.ip_address(str(address[0]).partition("%")[0]).is_global for *_rest, address in found):
        raise NotPosted("its address is not public, and GOVDESK_WEBHOOK_PRIVATE does not allow that")
