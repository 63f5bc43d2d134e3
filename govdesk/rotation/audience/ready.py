"""Texts to begin with. Whoever uses one can change every word of it."""

from dataclasses import dataclass

from govdesk.i18n import _l


@dataclass(frozen=True)
class Ready:
    subject: str
    text: str


READY = {
    "purposes": Ready(
        _l("Different passwords for different purposes"),
        _l(
            "A password that you use in two places opens both when one of them is broken into. Please take a quarter "
            "of an hour this week:\n\n"
            "1. Use a password of its own for each account of the organisation, and never one that you use at home.\n"
            "2. Let a password manager make and keep them: you need not know them by heart.\n"
            "3. Do not write them into mails, chats, tickets or Govdesk. Say where a password is kept, never what it "
            "is.\n"
            "4. Whoever asks you for a password is not from security. Tell us of it.\n\n"
            "If you have used one password twice, change both, the organisation's first."
        ),
    ),
    "factors": Ready(
        _l("Second factors: what you should have by now"),
        _l(
            "With a second factor a stolen password alone opens nothing. Please look at each account that you can "
            "sign in to:\n\n"
            "1. Is a second factor on? A security key or passkey is best, an app that shows codes is good, codes by "
            "text message are the weakest.\n"
            "2. Is there a second way in, such as a spare key or backup codes, and do you know where your team keeps "
            "it?\n"
            "3. Never read a code to anybody, whoever calls: it is only for the page that you opened yourself.\n"
            "4. If you are asked to confirm a sign-in that is not yours, refuse it and tell security at once."
        ),
    ),
    "phone": Ready(
        _l("What to do when a phone is lost"),
        _l(
            "Know what to do before your phone or computer is lost or stolen:\n\n"
            "1. Tell security at once, at any hour, also when you are not sure. Nobody is blamed for telling early.\n"
            "2. Do not wait until it turns up. A device can be locked and signed out from afar; that can be undone.\n"
            "3. Do not change passwords on a borrowed device. Security says which are to be changed, and in which "
            "order.\n"
            "4. Have a second way to sign in that is not on the phone, and know who keeps it."
        ),
    ),
}
