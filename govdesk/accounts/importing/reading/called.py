"""What people call the columns of their sheets, language by language: data, no rules.

Accents, case, hyphens and line breaks do not count. A language is added by a table more in each of these; where a
word means two things (French *service*, English *service*), the values of the column decide in the order of `EITHER`.
"""

from collections.abc import Mapping

Names = Mapping[str, Mapping[str, str]]
"""Language → field → names, parted by commas."""

EXACT: Names = {
    "en": {
        "url": "url,link,web address,address,account url,account link,service url,profile url,page url,profile link,"
        "channel link,uri,domain name,domain,website address",
        "platform": "platform,account platform,service key,network,social network,service,channel,medium",
        "handle": "handle,account,username,user name,account handle,screen name,account id",
        "name": "name,account name,display name,title,organization,organisation,account title,channel name,page name",
        "department": "department,departments,agencies,agency,dept,office,division,bureau,unit,team,business unit,"
        "owning department,owner department,department owner,section,group,directorate",
        "owner": "owner,account owner,responsible,responsible person,accountable,business owner,person responsible,"
        "contact person,contact name,responsible contact,point of contact,poc",
        "deputy": "deputy,backup,backup owner,substitute,second contact",
        "custodians": "custodians,custodian,contacts,contact,admins,admin,administrators,editors,account manager,"
        "account managers,managed by,managers,who has access,access",
        "language": "language,languages,lang",
        "tier": "tier,risk,risk tier,risk level,risk class",
        "record": "record,record id,reference,ref,id,no,nr,number,row id",
    },
    "de": {
        "url": "adresse,internetadresse,webadresse,kanallink,profillink,link zum kanal,link zum profil,seite",
        "platform": "plattform,netzwerk,soziales netzwerk,kanal,dienst,kanalart,plattformname,portal",
        "handle": "benutzername,nutzername,konto,kontoname,accountname,profil,profilname,kennung",
        "name": "bezeichnung,kanalname,titel,name des kanals,anzeigename,auftritt",
        "department": "abteilung,bereich,amt,referat,dezernat,fachbereich,fachdienst,sachgebiet,organisationseinheit,"
        "oe,stabsstelle,dienststelle,behörde,ministerium,ressort,stelle,einheit,institut,fakultät",
        "owner": "verantwortlich,verantwortliche,verantwortlicher,verantwortliche person,inhaber,kontoinhaber,"
        "zuständig,zuständige person,zuständigkeit,ansprechpartner,ansprechpartnerin,ansprechperson,kontakt,"
        "kontaktperson,eigentümer,leitung",
        "deputy": "stellvertreter,stellvertreterin,stellvertretung,vertretung,vertreter",
        "custodians": "betreuer,betreuerin,betreut von,redakteure,redaktion,zugang,wer hat zugang,administratoren",
        "language": "sprache,sprachen",
        "tier": "risiko,risikostufe,risikoklasse",
        "record": "lfd nr,laufende nummer,nummer,lfdnr",
    },
    "fr": {
        "url": "lien,adresse web,adresse url,lien du compte,lien vers le compte,lien du profil,adresse du compte",
        "platform": "plateforme,réseau,réseau social,canal,média social",
        "handle": "compte,identifiant,nom d'utilisateur,pseudo,pseudonyme,profil",
        "name": "nom,nom du compte,intitulé,titre,nom de la page,désignation,libellé",
        "department": "service,direction,département,unité,pôle,bureau,entité,division,service responsable",
        "owner": "propriétaire,responsable,référent,référente,titulaire,personne responsable,gestionnaire",
        "deputy": "suppléant,suppléante,adjoint,adjointe,remplaçant,remplaçante",
        "custodians": "administrateurs,administrateur,personnes ayant accès,accès,éditeurs",
        "language": "langue,langues",
        "tier": "risque,niveau de risque",
        "record": "numéro,référence,n°",
    },
    "es": {
        "url": "enlace,dirección,dirección web,enlace de la cuenta,enlace al perfil,vínculo",
        "platform": "plataforma,red,red social,canal,medio",
        "handle": "cuenta,usuario,nombre de usuario,perfil",
        "name": "nombre,título,nombre de la cuenta,denominación,nombre del canal",
        "department": "departamento,área,unidad,dirección general,servicio,oficina,concejalía,organismo,dependencia",
        "owner": "propietario,propietaria,responsable,titular,persona responsable,encargado,encargada",
        "deputy": "suplente,sustituto,sustituta,adjunto,adjunta",
        "custodians": "administradores,administrador,acceso,quién tiene acceso,gestores",
        "language": "idioma,lengua,idiomas",
        "tier": "riesgo,nivel de riesgo",
        "record": "número,referencia",
    },
    "it": {
        "url": "collegamento,indirizzo,indirizzo web,link alla pagina,link del profilo",
        "platform": "piattaforma,rete,rete sociale,canale,social",
        "handle": "conto,utente,nome utente,profilo,nome account",
        "name": "nome,titolo,denominazione,nome della pagina,nome del canale",
        "department": "dipartimento,ufficio,settore,unità,direzione,servizio,ente,assessorato,area",
        "owner": "proprietario,proprietaria,responsabile,titolare,referente,persona responsabile",
        "deputy": "vice,sostituto,sostituta,supplente",
        "custodians": "amministratori,amministratore,accesso,chi ha accesso,gestori",
        "language": "lingua,lingue",
        "tier": "rischio,livello di rischio",
        "record": "numero,riferimento",
    },
    "nl": {
        "url": "koppeling,webadres,adres,link naar account,link naar pagina",
        "platform": "platform,netwerk,sociaal netwerk,kanaal,medium",
        "handle": "gebruikersnaam,accountnaam,profiel,gebruiker",
        "name": "naam,titel,weergavenaam,naam van het kanaal",
        "department": "afdeling,dienst,directie,eenheid,sector,organisatieonderdeel,cluster,domein",
        "owner": "eigenaar,verantwoordelijke,verantwoordelijk,contactpersoon,aanspreekpunt,beheer door",
        "deputy": "plaatsvervanger,vervanger,waarnemer,achtervang",
        "custodians": "beheerders,beheerder,redacteuren,toegang,wie heeft toegang",
        "language": "taal,talen",
        "tier": "risico,risiconiveau",
        "record": "nummer,volgnummer,referentie",
    },
}

TIERS: Mapping[str, str] = {
    "high": "high,high risk,hoch,hohes risiko,élevé,alto,alta,hoog",
    "standard": "standard,standard risk,normal,normale,estándar,standaard",
    "low": "low,low risk,niedrig,gering,geringes risiko,faible,bajo,baja,basso,bassa,laag",
}
"""How much harm it does when somebody else is in, by the value of `Tier`: words of cells, parted by commas."""

EITHER: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("service", "dienst", "servicio", "servizio"), ("platform", "department")),
    **dict.fromkeys(("channel", "kanal", "canal", "canale", "kanaal"), ("platform", "handle", "name")),
    **dict.fromkeys(("social", "medium", "medio", "red", "rete", "portal"), ("platform",)),
    **dict.fromkeys(("account", "konto", "compte", "cuenta", "conto"), ("handle", "name")),
    **dict.fromkeys(("profil", "perfil", "profilo", "profiel", "profile"), ("handle", "name")),
    "nom du compte": ("handle", "name"),
    "domein": ("department",),
    "seite": ("name",),
}
"""Names that mean now this and now that: which of these, or an address, the values tell."""

INSIDE: Names = {
    "en": {
        "department": "department,agency,division,bureau,office",
        "deputy": "deputy,backup",
        "owner": "owner,responsible,contact,poc",
        "custodians": "custodian,custodians,admins,admin,managers,editors",
        "platform": "platform,network",
        "url": "url,link",
        "handle": "handle,username",
        "language": "language",
    },
    "de": {
        "department": "abteilung,amt,referat,fachbereich,dezernat,organisationseinheit,dienststelle,stelle,behörde",
        "deputy": "stellvertret*,vertretung",
        "owner": "verantwortlich*,zuständig*,ansprechpartner*,ansprechperson,inhaber*",
        "platform": "plattform,netzwerk",
        "url": "internetadresse,webadresse",
        "handle": "benutzername,nutzername",
        "language": "sprache",
    },
    "fr": {
        "department": "direction,département",
        "deputy": "suppléant*,adjoint*",
        "owner": "propriétaire,responsable*,référent*",
        "platform": "plateforme,réseau",
        "url": "lien",
        "handle": "identifiant",
        "language": "langue",
    },
    "es": {
        "department": "departamento",
        "deputy": "suplente",
        "owner": "propietari*",
        "platform": "plataforma",
        "url": "enlace",
        "handle": "usuario",
        "language": "idioma",
    },
    "it": {
        "department": "dipartimento,ufficio",
        "deputy": "sostituto",
        "owner": "proprietari*,responsabile,referente",
        "platform": "piattaforma",
        "url": "collegamento,indirizzo",
        "handle": "utente",
        "language": "lingua",
    },
    "nl": {
        "department": "afdeling",
        "deputy": "vervanger,plaatsvervanger",
        "owner": "eigenaar,verantwoordelijke,contactpersoon",
        "platform": "netwerk",
        "url": "webadres",
        "handle": "gebruikersnaam",
        "language": "taal",
    },
}
"""A word that says it all inside a longer name, or its beginning: `zuständig*`. Fields further up win."""

ABOUT_IT: Mapping[str, str] = {
    "en": "phone,mobile,date,count,followers,fans,likes,status,notes,note,comment,comments,last,changed,updated,"
    "created,number,policy,description,since,until",
    "de": "telefon,telefonnummer,mobil,datum,anzahl,abonnenten,bemerkung,bemerkungen,seit,bis,stand,letzte,letzter,"
    "beschreibung,aufgabe,zweck,zielgruppe",
    "fr": "téléphone,date,nombre,abonnés,remarque,remarques,depuis,dernier,dernière,description,statut",
    "es": "teléfono,fecha,número,seguidores,observaciones,desde,último,última,descripción,estado",
    "it": "telefono,data,numero,seguaci,osservazioni,dal,ultimo,ultima,descrizione,stato",
    "nl": "telefoon,datum,aantal,volgers,opmerking,opmerkingen,sinds,laatste,beschrijving",
}
"""Words by which a column tells of the thing rather than names it."""

FREE_TEXT: Mapping[str, str] = {
    "en": "notes,note,comment,comments,description,remarks,remark",
    "de": "bemerkung,bemerkungen,notiz,notizen,anmerkung,anmerkungen,hinweis,hinweise,kommentar,beschreibung",
    "fr": "remarque,remarques,commentaire,commentaires,observations",
    "es": "observaciones,comentarios,comentario,notas,descripción",
    "it": "osservazioni,commenti,commento,descrizione",
    "nl": "opmerking,opmerkingen,toelichting,notities",
}
"""Words in the names of columns in which people write what they like."""

FILLING: Mapping[str, str] = {
    "en": "url,link,page,account,handle,username,address,profile,channel,name,official,our,the,social,group,site,s,"
    "formerly,was,ex",
    "de": "seite,kanal,konto,profil,adresse,auftritt,früher,ehemals,vormals,unser,offiziell",
    "fr": "compte,lien,chaîne,adresse,officiel,notre,anciennement,de,du,la,le",
    "es": "cuenta,enlace,página,canal,perfil,dirección,antes,oficial,nuestra",
    "it": "collegamento,pagina,canale,profilo,indirizzo,già,ufficiale,nostro",
    "nl": "pagina,kanaal,profiel,adres,voorheen,officieel,onze",
}
"""Words that say nothing beside the name of a platform: `Facebook-Seite`, `Compte Instagram`."""
