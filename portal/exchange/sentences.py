"""Every remark the reader may make on a file: its level and its French sentence, by code."""

from flask_babel import lazy_gettext as _l

from .words import Level

_FILES = {
    "not_utf8": (Level.REFUSED, _l("Le fichier n’est pas en UTF-8.")),
    "too_big": (Level.REFUSED, _l("Le fichier dépasse %(limit)s Ko.")),
    "nul": (Level.REFUSED, _l("Le fichier contient un caractère nul.")),
    "no_front_matter": (
        Level.REFUSED,
        _l("L’en-tête manque : la fiche commence par une ligne « --- »."),
    ),
    "open_front_matter": (
        Level.REFUSED,
        _l("L’en-tête n’est pas refermé par une ligne « --- »."),
    ),
    "bad_yaml": (
        Level.REFUSED,
        _l("L’en-tête YAML est illisible à partir d’ici (colonne %(column)s)."),
    ),
    "bad_value": (Level.REFUSED, _l("La valeur « %(value)s » ne peut pas être lue.")),
    "too_deep": (Level.REFUSED, _l("L’en-tête emboîte trop de niveaux.")),
    "yaml_alias": (Level.REFUSED, _l("Les renvois YAML (& et *) ne sont pas acceptés.")),
    "yaml_tag": (Level.REFUSED, _l("Les étiquettes YAML (!…) ne sont pas acceptées.")),
    "not_mapping": (Level.REFUSED, _l("L’en-tête doit être une suite de « clé : valeur ».")),
    "bad_slug": (
        Level.REFUSED,
        _l("Ce nom de fichier n’est pas un identifiant (lettres, chiffres, . - _)."),
    ),
    "same_slug": (Level.REFUSED, _l("« %(other)s » porte déjà l’identifiant « %(slug)s ».")),
    "link": (Level.DOUBT, _l("Ce lien symbolique n’a pas été suivi.")),
    "ignored": (Level.DOUBT, _l("Ce fichier n’est pas une fiche : il n’a pas été lu.")),
    "no_extension": (
        Level.INFO,
        _l("L’extension .md manque : le site public ignore ce fichier, il est lu ici."),
    ),
    "bom": (Level.INFO, _l("Une marque d’ordre des octets ouvrait le fichier.")),
    "no_folder": (Level.INFO, _l("Le dossier « %(folder)s » est absent.")),
}

_KEYS = {
    "missing_key": (Level.REFUSED, _l("« %(key)s » est obligatoire.")),
    "wrong_shape": (Level.REFUSED, _l("« %(key)s » n’a pas la forme attendue.")),
    "not_a_date": (
        Level.REFUSED,
        _l("« %(key)s » n’est pas une date (AAAA-MM-JJ) : « %(value)s »."),
    ),
    "not_a_number": (
        Level.REFUSED,
        _l("« %(key)s » n’est pas un nombre entier : « %(value)s »."),
    ),
    "not_a_flag": (Level.DOUBT, _l("« %(key)s » n’est ni vrai ni faux : « %(value)s » écarté.")),
    "not_a_url": (
        Level.DOUBT,
        _l("« %(key)s » n’est pas une adresse http(s) : « %(value)s » écarté."),
    ),
    "escaped_url": (Level.INFO, _l("« %(key)s » contenait du code HTML (&…;) : décodé.")),
    "read_as_text": (Level.DOUBT, _l("« %(key)s » est lu comme du texte : « %(value)s ».")),
    "loose_date": (Level.DOUBT, _l("« %(key)s » n’est pas une date nue : « %(value)s » lu.")),
    "same_key": (
        Level.DOUBT,
        _l("« %(key)s » figure plusieurs fois : la dernière valeur compte."),
    ),
    "padded": (Level.INFO, _l("Espaces superflus autour de « %(key)s » : retirés.")),
    "unknown_key": (Level.INFO, _l("La clé « %(key)s » est inconnue : elle est conservée.")),
    "split_list": (Level.INFO, _l("« %(key)s » contenait une liste en une seule valeur.")),
}

_REFERENCES = {
    "unknown_incubator": (
        Level.REFUSED,
        _l("L’incubateur « %(slug)s » n’existe pas.%(hint)s"),
    ),
    "unknown_co_incubator": (
        Level.DOUBT,
        _l("Le co-incubateur « %(slug)s » n’existe pas : écarté.%(hint)s"),
    ),
    "incubator_not_listed": (
        Level.DOUBT,
        _l("« incubators » ne cite pas l’incubateur principal « %(slug)s » : ajouté."),
    ),
    "unknown_organisation": (
        Level.DOUBT,
        _l("L’organisation « %(slug)s » n’existe pas.%(hint)s"),
    ),
    "odd_reference": (
        Level.DOUBT,
        _l("« %(value)s » n’a pas la forme /organisations/nom : « %(slug)s » compris."),
    ),
    "unknown_startup": (Level.INFO, _l("La startup mise en avant « %(slug)s » est absente.")),
    "unknown_cohort": (Level.DOUBT, _l("La promotion FAST %(number)s n’existe pas.")),
    "cohort_number": (
        Level.DOUBT,
        _l("La promotion %(number)s contredit le nom du fichier : le nom compte."),
    ),
    "cohort_name": (Level.REFUSED, _l("Le nom attendu est NN-fast ou NN_fast.")),
    "same_cohort": (Level.REFUSED, _l("« %(other)s » décrit déjà la promotion %(number)s.")),
}

_STARTUPS = {
    "unknown_phase": (Level.REFUSED, _l("La phase « %(name)s » est inconnue.")),
    "old_phase": (Level.INFO, _l("Ancien nom de phase « %(name)s » : lu « %(code)s ».")),
    "no_sponsor": (Level.DOUBT, _l("La fiche n’a pas de sponsor.")),
    "empty_body": (Level.DOUBT, _l("La fiche n’a pas de texte.")),
    "raw_html": (Level.INFO, _l("Le texte contient du HTML brut : il sera assaini.")),
    "active_html": (Level.DOUBT, _l("Le texte contient <%(tag)s> : il ne sera pas affiché.")),
    "missing_image": (Level.INFO, _l("Le texte cite une image : elle n’est pas reprise.")),
    "stats_denied": (Level.DOUBT, _l("« stats » est faux alors que « stats_url » est donné.")),
    "stats_nowhere": (Level.DOUBT, _l("« stats » est vrai sans « stats_url ».")),
    "free_user_type": (Level.INFO, _l("Type d’usagers libre : « %(value)s ».")),
    "free_theme": (Level.INFO, _l("Thématique libre : « %(value)s ».")),
    "unknown_event": (Level.DOUBT, _l("Événement inconnu : « %(name)s ».")),
    "unknown_accessibility": (
        Level.DOUBT,
        _l("Niveau d’accessibilité inconnu : « %(value)s »."),
    ),
    "unknown_kind": (Level.DOUBT, _l("Type d’organisation inconnu : « %(value)s ».")),
}

_HISTORY = {
    "same_day": (Level.INFO, _l("Plusieurs phases commencent le %(day)s.")),
    "ambiguous_current": (
        Level.DOUBT,
        _l("La phase courante est ambiguë : %(names)s commencent le %(day)s."),
    ),
    "future_phase": (Level.DOUBT, _l("La phase « %(name)s » commence dans le futur (%(day)s).")),
    "future_event": (Level.DOUBT, _l("L’événement « %(name)s » est dans le futur (%(day)s).")),
    "no_investigation": (Level.INFO, _l("L’histoire ne commence pas par une investigation.")),
    "no_construction": (Level.INFO, _l("L’histoire n’a pas de construction.")),
    "backward": (Level.DOUBT, _l("Retour en arrière : « %(name)s » suit « %(before)s ».")),
    "restart": (Level.DOUBT, _l("« %(name)s » repart après une fin (« %(before)s »).")),
    "overlap": (Level.INFO, _l("La phase finit après le début de la suivante.")),
    "gap": (Level.INFO, _l("%(days)s jours séparent cette phase de la suivante.")),
    "past_end": (Level.DOUBT, _l("La phase courante porte une fin passée (%(day)s).")),
    "end_before_start": (Level.DOUBT, _l("La phase finit avant de commencer.")),
}

SENTENCES = _FILES | _KEYS | _REFERENCES | _STARTUPS | _HISTORY
HINT = _l(" Serait-ce « %(slug)s » ?")
