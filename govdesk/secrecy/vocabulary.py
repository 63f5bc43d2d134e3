"""The words by which people speak of secrets, in English, German, French and Spanish.

All are compared in small letters. A word that follows the name of a secret, and is none of `ORDINARY`, may be one.
"""

NAMES = (
    r"pass\s?words?|passwor[td]s?|passphrases?|pass\s?codes?|passwd|pass|pwd|psw|pw|p/w|pin(?:s|[- ]codes?)?"
    r"|secret(?: key)?|token|seed|(?:api|access|secret)[- ]?keys?|client[- ]secret|credentials?"
    r"|pa(?:ss|ß)w(?:ort|örter)s?|kennw(?:ort|örter)s?|losungswort|geheimzahl|zugangsdaten|anmeldedaten"
    r"|zugangsschlüssel|mots? de passe|mdp|identifiants?|clés? (?:api|secrète|d'accès)|jetons?|contraseñas?|claves?"
    r"|wachtwoord(?:en)?|senhas?"
)
"""What a secret is called."""

CODES = (
    r"(?:recovery|backup|back-up|log-?in|verification|security|sms|2fa|mfa|otp|authenticator|one-time|auth)[- ]?"
    r"codes?(?! of conduct)|(?:backup|wiederherstellungs|bestätigungs|sicherheits|zugangs|einmal|sms)-?codes?"
    r"|codes? (?:de (?:secours|récupération|vérification|sécurité|sauvegarde)|secrets?|d'accès)|otp"
)
"""What the codes are called of which each lets somebody in."""

IS = (
    r"is|was|are|were|(?:will|shall) be|remains|stays|=|lautet|lauten|lautete|ist|war|sind|hei(?:ß|ss)t|wird|bleibt"
    r"|est|était|sont|sera|reste|es|son"
)
STILL = (
    r"now|currently|still|simply|just|always|again|actually|really|probably|jetzt|nun|noch|immer noch|wieder|einfach"
    r"|maintenant|toujours|encore|ahora"
)
OF = r"for|of|to|on|at|für|fürs|am|von|vom|zu|zum|zur|bei|beim|der|des|pour|du|de|de la|sur|d[’']|para|del"
TO = r"to|into|auf|in|à|en|a"
SET = (
    r"set|sets|changed|change|reset|resets|updated|switched|geändert|setze|setzt|gesetzt|ändere|zurückgesetzt"
    r"|changé|modifié|mis|cambiado"
)

_PLATFORMS = """
facebook instagram threads linkedin youtube tiktok twitter x bluesky mastodon pinterest reddit flickr medium
github tumblr vimeo whatsapp telegram discord google gmail outlook microsoft apple meta hootsuite buffer
sprinklr lastpass bitwarden keepass keepassxc 1password dashlane vault okta canva wordpress mailchimp
twofactor
"""

_ENGLISH = """
a an the my our your his her their its this that these those it he she we they i you who whom whose what which
when where why how if whether as at by for from in into of off on onto out over since than then there to under
until up via with within without about above after again against along already also although always and any
anymore anyone anybody anywhere because been before being below between both but can cannot can't could did do
does doesn't don't done during each either else ever every everybody everyone few gets got had has hasn't have
here itself just keeps least less let like long longer lot many may maybe me might mine more most much must
needs neither never new next no nobody none nor not nothing now often ok okay old once one ones only or other
others ours please quite rather really right same shall short should so some somebody someone something
sometimes somewhere soon still such thanks today tomorrow too twice us very was well were will won't works
would wrong yes yesterday yet yours tba tbc tbd n/a na ditto see ask all away back down access account
accounts admin administrator age app application attempt authentication box breach breaches card change
changes character characters check checker complexity compromise compromised confirmation correct data day
days deadline dead different difficult due easy email emails empty enough entry entries error expiration
expired expires expiry failure fatigue field fields file fine folder forever form forms generator gone good
handling handover hard hash hashes help hint hints history holder holders hygiene ill immediately incident
incorrect infeasible insecure instead invalid issue issues kept known late later leak leaks left length letter
letters link links list lists locker lock login logins lost lockout mail mails management manager managers
managing mandatory message messages missing monthly month months necessary needed number numbers obsolete
optional outdated owner owners page pages paper people person phone policies policy pop-up portal private
problem problems procedure process prompt prompts protected protection protector public question questions
quarterly reached ready record recovery refresh rejected reminder reminders renewal request requests required
requirement requirements reset resets reuse review rotate rotates rotation rotations rule rules safe screen
secret secure security self-service sent service services set shared sharing sheet sheets showed shown shows
side sign-in sign-on sign-up sick simple sms software spray spraying stale standard standards state stays step
steps stolen stopped storage store stored string strength strong sync system task team temporary test theft
things ticket tickets time times tool tools training true unchanged unclear unique unknown unsafe update
updates upgrade useless user users valid value values vault vaults weak weakness week weekly weeks window word
words work worked year years goes went says said asks asked lets makes made means comes came seems looks
looked gives gave takes took keep fails failed leaked expire wiped blank taken sure monday tuesday wednesday
thursday friday saturday sunday january february march april june july august september october november
december economy bank sauce santa ballot agent garden first last available approved broken blocked locked
unlocked disabled enabled okayed per two three four five six seven eight nine ten office agency press duty
desk head deputy colleague colleagues intern interns vendor everything anything knows know stands lies sits
hangs belongs arrives arrived appears appeared disappeared working concerns remains remained changed holds
held becomes became happens happened
"""

_GERMAN = """
der die das den dem des ein eine einen einem einer kein keine keiner mein meine unser unsere unserer ihr ihre
sein seine dieses diese dieser es er sie wir ich du man wer wem wen wessen was welche welches wann wo wohin
warum wie ob als am an auf aus bei beim bis durch für gegen hinter im in ins nach nicht nie niemand noch nur
oder ohne schon sehr seit so sofort und um unter vom von vor wegen weil wenn dass wieder zu zum zur zwischen
auch alle aller alles andere anderen anders bereits bekannt bitte dabei damit danach dann daran dort erst
falsch fehlt fehlerhaft fertig funktioniert geht geheim gehört gespeichert gilt gültig hat haben hatte heute
gestern morgen hier hinterlegt hängt immer ist war wurde wird werden worden wollen will soll sollte muss
müssen kann können könnte darf jeder jede jemand jetzt klappt korrekt kommt lange leer leider liegt läuft los
mehr mir mit möglich nichts nötig notwendig ok richtig sicher schwach stark steht stimmt teilen trotzdem
unbekannt ungültig unklar unsicher uns veraltet verloren vergessen verfügbar verschwunden vorhanden weg weiß
wissen kennt kennen zurück zurückgesetzt abgelaufen geändert gewechselt erneuert gesperrt kompromittiert
öffentlich lang kurz neu neues neue neuer neuen alt altes alte alten erforderlich pflicht gleich dasselbe
gemeinsam bleibt ablauf richtlinie richtlinien manager wechsel änderung zurücksetzung tresor liste eintrag
frage verwaltung sicherheit rotation länge regel regeln abfrage eingabe feld problem probleme vergabe schutz
hinweis wiederherstellung bzw usw siehe sobald während jährlich monatlich wöchentlich vierteljährlich täglich
montag dienstag mittwoch donnerstag freitag samstag sonntag beide beiden zwei drei vier fünf sechs mal tage
tagen wochen monaten team kollege kollegin kollegen abteilung pressestelle leitung vertretung konto kontos
jahr jahre passt kam fiel
"""

_FRENCH = """
le la les l un une des du de au aux à ce cet cette ces mon ma mes notre nos votre vos son sa ses leur leurs il
elle on nous vous ils elles je tu qui que quoi dont où quand comment pourquoi si et ou mais donc car ni ne n
pas plus jamais rien personne aucun aucune avec sans sous sur par pour dans chez en entre depuis avant après
pendant vers contre doit doivent peut peuvent sera était a ont avait est sont reste fonctionne marche expire
actuel actuelle ancien ancienne autre autres bon bien commun conservé correct changé connu dépassé différent
erroné expiré facile faible fort fuité gardé gestionnaire faux identique incorrect inconnu introuvable
invalide long manquant mauvais modifié nécessaire nouveau nouvelle obligatoire obsolète oublié partagé perdu
périmé politique possible privé public refusé requis réinitialisé sécurisé simple stocké sûr toujours trop
très unique valable valide volé aussi encore déjà hier demain aujourd'hui ici là merci svp inchangé vide
temporaire compris coffre chaque tous toutes tout toute jour jours semaine semaines mois an ans règle règles
équipe collègue facebook compte bloqué accessible disponible secret exigé demandé
"""

_SPANISH = """
el los las una uno de del al y o pero no nunca está esta es fue mi nuestra su para por con sin en que quien
donde cuando como caducada caducado olvidada olvidado incorrecta incorrecto cambiada guardada desconocida
nueva vieja válida segura débil perdida compartida
"""

ORDINARY = frozenset(f"{_PLATFORMS} {_ENGLISH} {_GERMAN} {_FRENCH} {_SPANISH}".split())
"""What stands in that place where a sentence only speaks of a secret."""
