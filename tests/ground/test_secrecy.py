"""Sentences as people write them to a desk: which give a secret away, and which only speak of one."""

from time import process_time

import pytest

from govdesk.secrecy import holds_secret

GIVEN_AWAY = """
password sunflower
pw: sunflower
Passwort lautet Sonnenblume
the password is X!y
Hi, the password is X!y, please post it for me.
The password for the NOAA account is sunflower.
The Instagram password is Sommer2017!
password for facebook: Hurricane2024
Our new password is "battery horse"
My password is hunter22 and it no longer works
I changed the password to sunflower.
We reset the Twitter password to Blue-Whale-77 yesterday
Please log in with user press and password sunflower
Login: press / Sommer2017
username: noaa_press password: tornado55
user press@noaa.example, pw tornado55
pwd=Tornado55
Password - sunflower
PASSWORD: SUNFLOWER
Password (new): Tornado55!
password -> tornado55
pass: hunter22
passphrase: seven-green-ladders-9
Tornado55! is the new password
use Bl4uw@l! to get in
PIN: 4711
The PIN is 4711.
PIN 4711 for the phone of the duty desk
the passcode is 482913
Your verification code is 482913
verification code 482913 does not work
the code is 482 913
Code: 482913
SMS code: 482913
backup code 4829 1375
Backup codes: 48291375 92817364 10293847
here are the recovery codes a1b2c-d3e4f g5h6i-j7k8l
4829 1375 2940 5817 3391 7752
the recovery key is RK7F-22QX-9KLM-3PPT-8WWE
ABCD2-EFGH3-JKLM4-NPQR5-STUV6
Das Passwort ist Sonnenblume.
Das neue Passwort lautet Sonnenblume, bitte nicht weitergeben.
Passwort: Sonnenblume7
Das Passwort für Instagram lautet Sonnenblume.
Kennwort heißt Sommer2017
Zugangsdaten: presse / Sommer2017
Benutzer presse, Kennwort: Gewitter!
Passwort Sonnenblume
PW Sommer2017 bitte ändern
Ich habe das Passwort auf Sommer2018! geändert
Der Bestätigungscode lautet 482913
Wiederherstellungscodes: 48291375, 92817364, 10293847
Sicherheitscode 482913
Die Geheimzahl ist 4711
Le mot de passe est soleil
mot de passe : soleil22
Le mot de passe du compte Facebook est soleil22.
mdp soleil22
mdp: soleil
identifiants : presse / soleil22
Le code de vérification est 482913
codes de secours : 48291375 92817364
La contraseña es girasol7
otpauth://totp/NOAA:press?secret=JBSWY3DPEHPK3PXP&issuer=NOAA
the seed is JBSWY3DPEHPK3PXP
JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PX7
jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp
2FA key: jbsw y3dp ehpk 3pxp
token ghp_16C7e42F292c6912E7710c838347Ae178B4a
our bot uses xoxb-263594206564-FGqddMF8t08v8N7Oq4i57vs1
AKIAIOSFODNN7EXAMPLE
EAABwzLixnjYBAKZCZBq7bZA8ZCl2lZBvZBZCZAZC4
eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U
sk-proj4a9Tz81LmQ0vXk27pWcRb5
Authorization: Bearer 6f1c0de2a4b89c11
https://graph.facebook.com/me?access_token=abc123
https://press:tornado55@www.noaa.example/login
https://hooks.slack.com/services/T00000001/B00000001/abcdefghijklmnopqrstuvwx
the webhook is https://discord.com/api/webhooks/109/abcdefghijklmnopqrstuvwxyz
-----BEGIN OPENSSH PRIVATE KEY-----
9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c
the app has a token dGhpcyBpcyBh4bG9uZ3Rva2Vu9
pass\u200bword: sunflower99
ｐａｓｓｗｏｒｄ： sunflower99
set password=Tornado55 in the planner
sessionid=83726451837%3AkdY2
pass: sunflower
use code 381920 to sign in
381920 is your Instagram code
key: AbC123xyz789
nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5
Wachtwoord: zonnebloem
senha: girassol
contraseña: girasol
mot de passe : soleil
p\u0430ssw\u043erd: sunflower
123456-234567-345678-456789-567890
38291-48291-38471-29381
1234 5678, 2345 6789, 3456 7890, 4567 8901
recovery phrase: abandon ability able about above absent absorb abstract absurd abuse access accident
our wallet 1. legal 2. winner 3. thank 4. year 5. wave 6. cat 7. worth 8. useful 9. legal 10. apple 11. thank 12. old
Wiederherstellung: zoo, zoo, zoo, zoo, zoo, zoo, zoo, zoo, zoo, zoo, zoo, wrong
"""

ONLY_SPOKEN_OF = """
please reset my password
password policy
I forgot the password for Facebook
passwords rotate every 90 days
Password Manager entry 12
vault: Social/X main
The password no longer works.
My password is not accepted.
The password is wrong since this morning
the password is in the vault of the press office
the password is kept by security
the password is known to the agency and has to be changed
The password for the NOAA account is with Ann Lee.
Password: see the vault, entry 12
Password: changed on 12 May 2026
Password last changed 2026-05-31
password: unknown
Password expired, cannot sign in
Who has the password?
What is the password of the Instagram account?
Nobody knows the password any more.
I changed the password yesterday.
We changed the password to something longer.
Please change the password to the one in the vault
Change password every quarter
I lost my password and the phone with it.
Somebody changed the password and the recovery address
The password was leaked in a breach
The password was changed by someone else last night.
Is the password the same for both accounts?
The password must have 14 characters
password reset link expired
I never got the password reset mail
Password reset mails arrive every ten minutes from Facebook.
"Change your password now": is this mail genuine?
We got a mail that asks for our password
Facebook asks for a password I do not have
Wrong password, tried 3 times
The password does not work on my new phone
Our password is shared by five people
The password is shared with the agency
Can we have a shared password for the interns?
Instagram wants a new password
password protected PDF
Two-factor codes do not arrive
The code does not arrive by SMS
I never get the verification code
The verification code expires after 10 minutes
backup codes are in the safe, room 214
Backup codes were printed in 2024
error code 1357046 when posting
Error code: 403
Postal code 20230
PIN is needed for the phone of the duty desk
The pinned post is wrong
Pin the post of 12 May, please
secret santa post on Friday
Pinned post: see the token economy
the access token expires on 31 December
Renew the token of Hootsuite before May
API keys are kept in the vault
seed funding announcement for 2027
security key of Ann does not work
The YubiKey 5C is lost
Two people sign in with the same log-in
Login page shows an error since 10:30
user name and password are both in KeePass
Wer hat das Passwort?
Ich habe mein Passwort vergessen.
Bitte Passwort zurücksetzen
Passwort vergessen!
Das Passwort funktioniert nicht mehr
Das Passwort ist beim Team hinterlegt
Das Passwort liegt im Tresor, Ordner Presse
Das Passwort ist seit gestern falsch.
Passwort: liegt im Tresor
Ich habe mein Passwort auf Facebook geändert
Das Passwort wurde geändert, von wem?
Passwort geändert am 12.05.2026
Das Passwort ist nur Frau Lee bekannt
Passwort-Richtlinie 2026
Der Code kommt nicht an
Der Bestätigungscode kommt nicht per SMS
Zugangsdaten bitte an die neue Kollegin geben
Zugangsdaten: siehe Tresor
Kennwort abgelaufen
PIN der SIM-Karte ist unbekannt
J'ai oublié mon mot de passe
J'ai perdu le mot de passe du compte Facebook.
Le mot de passe est dans le coffre
Le mot de passe ne fonctionne plus
Mot de passe oublié
mot de passe : voir le coffre
Merci de réinitialiser le mot de passe
Le mot de passe a été changé hier
Le code de vérification n'arrive pas
Les codes de secours sont dans le coffre
Vault, folder Press, entry 12
ticket GD-1042, see also GD-1043 and GD-1044
https://vault.commerce.example/items/press-2024?view=Full
https://www.facebook.com/profile.php?id=100064512345678
https://www.youtube.com/channel/UCSwf8bGblNsD288wY0w4Rzw
the channel UCSwf8bGblNsD288wY0w4Rzw was renamed
post https://x.com/NOAA/status/1234567890123456789 must go
noaa-social@noaa.example
@Noaa1@social.example
+43 1 555 12 34
Call 555-1234 or 555-9876 before 5 pm
+1 (202) 555-0142
fiscal years 2024-2025, 2025-2026 and 2026-2027
2021 2022 2023 2024 2025
From 20260512 to 20260531, days 20260601 20260602
#NOAA2026Recap #Census2020Day
Decided by the board on 12 March 2026, minutes 3-2026
contract 2026/17 with Acme Media
iPhone 14 Pro of the press office
order 4500123456 of 3 May
550e8400-e29b-41d4-a716-446655440000
Post it at 10:30, 14:45 and 18:00
NOAAFisheriesWestCoastRegion2024
The account has 12345678 followers
R&D newsletter of May
DE89 3704 0044 0532 0130 00
IBAN FR14 2004 1010 0505 0001 3M02 606 of the agency
the code of conduct is ISO27001
Our security code of conduct is ISO27001
Passwords: ISO27001, chapter 9
Press pass: Vienna
boarding pass: window seat
Phones: 6123 4567, 6123 4568, 6123 4569, 6123 4570
Call 6123 4567; 6123 4568; 6123 4569; 6123 4570
2019 2020, 2020 2021, 2021 2022, 2022 2023
2019-2020-2021-2022-2023
0000-0002-1825-0097
0043-1555-1234-56
ad account 123-456-7890
ad accounts 1234567890, 2345678901, 3456789012
use code 20230 for the district
use code SPRING2026 for the tickets
Key: GD-1042
key: NOAA2026Recap
the key is in the drawer
key results: 12 posts, 3400 likes
npub1sn0wdenkukak0d9dfczzeacvhkrgz92ak56egt7vdgzn8pv2wfqqhrjdv9
recovery of the account took three whole days because nobody there could reach anyone else
the wallet app shows posts while people read them with phones and then later again
The seed phrase is in the vault
the recovery mail came late again since other people had changed their phones before they left town
Пресса: новые аккаунты для министерства, срок 12 мая
12 May 2026, 13 May 2026, 14 May 2026
GD-10421, GD-10422, GD-10423
"""


def lines(table: str) -> list[str]:
    return [line for line in table.splitlines() if line]


@pytest.mark.parametrize("text", lines(GIVEN_AWAY))
def test_what_gives_a_secret_away_is_known(text: str) -> None:
    assert holds_secret(text)


@pytest.mark.parametrize("text", lines(ONLY_SPOKEN_OF))
def test_what_only_speaks_of_one_passes(text: str) -> None:
    assert not holds_secret(text)


GOOGLE = "1234 5678\n2345 6789\n3456 7890\n4567 8901\n"


def test_codes_that_stand_one_in_a_line_are_known() -> None:
    assert holds_secret(GOOGLE)
    assert not holds_secret(f"The phones of the desk\nTel.:\n{GOOGLE}")


REPEATED = [
    "a", "password ", "password is ", "password for the ", "ab2-", "1234 5678 ", "a1b2-c3d4 ", "https://a:", "x.",
    "JBSW ", "user a / ", "1a", "=", "AAAA", "code: ", "otpauth:", "bearer token ", "pw: the ", "passwort de la ",
    "seed abcde fghij ", "wallet, ", "1234 5678, ", "12345-", "DE89 3704 ", "use code 1", "key: aA1", " ", "pass\n",
]  # fmt: skip


def seconds(text: str) -> float:
    begun = process_time()
    holds_secret(text)
    return process_time() - begun


@pytest.mark.parametrize("part", REPEATED)
def test_long_texts_take_little_time(part: str) -> None:
    assert min(seconds((part * 64_000)[:64_000]) for _ in range(2)) < 0.1


def test_names_that_stand_in_ever_other_words_take_little_time() -> None:
    assert min(seconds(" ".join(f"password for page {n}" for n in range(2_700))) for _ in range(2)) < 0.1


@pytest.mark.parametrize("part", ["password ", "password for the ", "bearer token ", "x. "])
def test_a_very_long_text_takes_time_that_grows_with_its_length_alone(part: str) -> None:
    assert seconds(part * (400_000 // len(part))) < 1


def test_a_secret_behind_many_repetitions_is_known_still() -> None:
    assert holds_secret("password " * 5_000 + "\nThe password is sunflower.")
