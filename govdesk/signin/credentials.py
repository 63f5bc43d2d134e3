"""What opens a break-glass account: a generated password and a one-time code. Pure but for chance.

Only a scrypt hash of the password is kept; the secret of the codes has to be read again, so it is encrypted with a
key made from GOVDESK_SECRET_KEY and means nothing in a stolen database alone.
"""

import base64
import hmac
import secrets
from datetime import datetime
from functools import lru_cache

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from werkzeug.security import check_password_hash, generate_password_hash

READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that is taken for something else when read from paper."""
GROUPS, IN_A_GROUP = 7, 4
"""28 of 31 characters: 138 bits."""
STEPS_AROUND = (-1, 0, 1)
"""Periods of 30 seconds whose code is taken: clocks differ, and people type slowly."""


def new_password() -> str:
    """As it is printed, in groups."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(IN_A_GROUP)) for _ in range(GROUPS))


def new_secret() -> str:
    """160 bits, as authenticators read them."""
    return pyotp.random_base32()


def authenticator_uri(secret: str, login: str) -> str:
    """What an authenticator reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="Govdesk break-glass")


def password_hash(password: str) -> str:
    return generate_password_hash(_bare(password), method="scrypt")


def is_password(stored: str | None, password: str) -> bool:
    """Whether `password` is right, however its groups are typed; takes as long when there is nothing to compare."""
    return check_password_hash(stored or _nobodys_hash(), _bare(password)) and bool(stored)


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The period whose code this is; None when it is of none around `now`."""
    codes, typed = pyotp.TOTP(secret), "".join(code.split()).encode()
    steps = [codes.timecode(now) + around for around in STEPS_AROUND]
    return next((step for step in steps if hmac.compare_digest(codes.generate_otp(step).encode(), typed)), None)


def sealed(secret: str, key: str) -> str:
    return _box(key).encrypt(secret.encode()).decode()


def unsealed(text: str, key: str) -> str | None:
    """The secret; None when GOVDESK_SECRET_KEY is another one by now."""
    try:
        return _box(key).decrypt(text.encode()).decode()
    except InvalidToken:
        return None


def _bare(password: str) -> str:
    return "".join(c for c in password.casefold() if c.isalnum())


@lru_cache
def _nobodys_hash() -> str:
    return password_hash(new_password())


def _box(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hmac.digest(key.encode(), b"govdesk break-glass codes", "sha256")))
