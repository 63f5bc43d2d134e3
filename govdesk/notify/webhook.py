"""Announcing a notice to another program: signed as Standard Webhooks say, without people and without texts."""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta

from govdesk.notify import calling
from govdesk.notify.calling import Answer, Busy, NotPosted, Unwanted
from govdesk.notify.models import Notice
from govdesk.settings import Settings

GONE, BUSY = 410, (429, 503)
LONGEST_PAUSE = timedelta(hours=6)
"""However long it asks for."""


def post(notice: Notice, settings: Settings, now: datetime) -> None:
    """Raises NotPosted."""
    body, sent_at = _body(notice, settings), str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "webhook-id": notice.key,
        "webhook-timestamp": sent_at,
        "webhook-signature": f"v1,{signature(settings.webhook_secret.get_secret_value(), notice.key, sent_at, body)}",
    }
    _judge(calling.post(settings.webhook_url.get_secret_value(), body, headers, is_private=settings.webhook_private))


def _judge(answer: Answer) -> None:
    if answer.status == GONE:
        raise Unwanted("it is gone (410)")
    if answer.status in BUSY and answer.retry_after.isdecimal():
        raise Busy(f"it answered {answer.status}", min(timedelta(seconds=int(answer.retry_after[:9])), LONGEST_PAUSE))
    if not 200 <= answer.status < 300:
        raise NotPosted(f"it answered {answer.status}")


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
