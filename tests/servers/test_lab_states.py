"""Who is locked, expired or must change is so on the server, and only the policy's control tells which."""

from collections.abc import Iterator
from dataclasses import replace

import ldap
import pytest
from ldap.controls.ppolicy import PasswordPolicyControl

from tests.directory.lab.company import PASSWORD
from tests.directory.lab.openldap import LAB_OPTIONS, OpenLdapLab, openldap
from tests.servers.directory import connect

LOCKED, EXPIRED, MUST_CHANGE = 1, 0, 2
"""Errors of the password policy's answer. Source: draft-behera-ldap-password-policy, 6.2."""


@pytest.fixture(scope="module")
def lab() -> Iterator[OpenLdapLab]:
    with openldap(ordinary=60) as lab:
        yield lab


def bind(lab: OpenLdapLab, key: str, secret: str = PASSWORD) -> tuple[bool, int | None]:
    """Whether the bind succeeded, and what the policy's control says."""
    connection = connect(lab.slapd.environment())
    asked = connection.simple_bind(lab.dn(key), secret, serverctrls=[PasswordPolicyControl()])
    try:
        _, _, _, controls = connection.result3(asked)
    except ldap.INVALID_CREDENTIALS as refusal:
        [(kind, _, value)] = refusal.args[0].get("ctrls") or [("", 0, b"")]
        return False, _said(value) if kind == PasswordPolicyControl.controlType else None
    return True, controls[0].error if controls else None


def _said(value: bytes) -> int | None:
    control = PasswordPolicyControl()
    control.decodeControlValue(value)
    return int(control.error) if control.error is not None else None


@pytest.mark.parametrize(
    ("key", "lets_in", "says"),
    [
        ("comma", True, None),
        ("disabled", False, LOCKED),
        ("locked", False, LOCKED),
        ("expired", False, EXPIRED),
        ("must-change", True, MUST_CHANGE),
    ],
)
def test_the_right_password_is_answered_as_the_standing_wants(
    lab: OpenLdapLab, key: str, lets_in: bool, says: int | None
) -> None:
    assert bind(lab, key) == (lets_in, says)


def test_a_wrong_password_says_nothing_more(lab: OpenLdapLab) -> None:
    assert bind(lab, "comma", "guess") == (False, None)


def test_a_locked_entry_looks_like_a_wrong_password_when_the_policy_keeps_silent() -> None:
    with openldap(replace(LAB_OPTIONS, tells_what_is_wrong=False), ordinary=60) as lab:
        assert bind(lab, "locked") == (False, None)
