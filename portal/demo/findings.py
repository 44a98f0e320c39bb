"""What the investigations of the demonstration learn. Every fact in them is invented."""

from dataclasses import dataclass

from portal.investigations.words import Channel, EntryKind, HypothesisState, Met

INTERVIEW, TEST = EntryKind.INTERVIEW, EntryKind.TEST
SEEN, PROOF = EntryKind.OBSERVATION, EntryKind.EVIDENCE
KEPT, DROPPED = HypothesisState.KEPT, HypothesisState.DROPPED


@dataclass(frozen=True)
class Finding:
    """A question and what was learned; days count from the opening."""

    title: str
    question: str
    logged: tuple[tuple, ...]
    hypotheses: tuple[tuple, ...]
    report: str = ""
    reported: int = 0


ACCUEIL = Finding(
    "Savoir où en est son titre sans se déplacer",
    "Pourquoi une personne dont le dossier avance revient-elle au guichet, et que lui faudrait-il pour ne pas revenir ?",
    (
        (
            3,
            SEEN,
            "Deux jours à l’accueil de Vaubrun : 71 venues sur 180 n’avaient qu’une question d’avancement.",
        ),
        (6, INTERVIEW, "Agente d’accueil, 12 ans de poste : « Je réponds avec ce que je devine. »"),
        (
            9,
            INTERVIEW,
            "Usager venu quatre fois pour le même récépissé ; il a perdu deux journées de salaire.",
        ),
        (
            15,
            INTERVIEW,
            "Employeur d’une entreprise de nettoyage : il suspend le contrat dès que le récépissé expire.",
        ),
        (24, PROOF, "Sur un an, 3 900 récépissés refaits à la main, 22 minutes chacun."),
        (
            33,
            TEST,
            "Message envoyé à 60 personnes à chaque étape du dossier : 4 sont revenues au guichet, contre 23 dans le groupe témoin.",
        ),
        (
            45,
            INTERVIEW,
            "Cheffe du bureau des titres : les étapes existent dans l’outil national, personne ne les lit.",
        ),
    ),
    (
        (
            5,
            "Les gens reviennent parce qu’ils ne savent rien, non parce qu’ils sont pressés.",
            KEPT,
            "41 personnes interrogées sur 50 le disent ; le message d’étape divise les retours par cinq.",
        ),
        (
            12,
            "Un site de suivi suffirait.",
            DROPPED,
            "Les personnes concernées n’ouvrent pas de compte : 3 sur 60 y sont parvenues. Le message, lui, est lu.",
        ),
        (
            30,
            "Prolonger le récépissé d’office réglerait le reste.",
            KEPT,
            "Le bureau des titres l’a fait pour 40 dossiers : aucun employeur n’a suspendu de contrat.",
        ),
    ),
    """## Ce que nous avons appris

Une venue au guichet sur trois ne sert qu’à demander où en est un dossier. Les étapes sont connues de l’administration ; elles ne sont dites à personne.

## Ce qui marche

Un message à chaque étape, sans compte à ouvrir : 4 retours au guichet sur 60 personnes, contre 23. Le récépissé prolongé d’office évite les ruptures de contrat.

## Ce que nous proposons

Une équipe de trois personnes pendant six mois, à Vaubrun puis à Sainte-Ombre, avec un but : deux fois moins de venues sans objet.
""",
    52,
)

NAISSANCE = Finding(
    "Les démarches d’après une naissance",
    "Peut-on éviter aux parents de perdre une aide dans les deux mois qui suivent une naissance ?",
    (
        (4, INTERVIEW, "Mère de jumeaux : deux aides perdues, apprises d’une autre mère."),
        (
            11,
            INTERVIEW,
            "Sage-femme : les parents demandent, elle n’a rien à leur donner d’à jour.",
        ),
        (
            21,
            PROOF,
            "L’agence verse déjà l’aide principale sans demande depuis le printemps ; 82 % des pertes viennent d’avant.",
        ),
        (
            36,
            TEST,
            "Rappel par la maternité à 45 familles : 2 l’ont jugé utile, les autres avaient déjà reçu celui de l’agence.",
        ),
    ),
    (
        (6, "Les parents ignorent les délais.", KEPT, "30 parents sur 34."),
        (
            18,
            "Un rappel au bon moment suffirait.",
            DROPPED,
            "Il existe depuis le printemps, et il a presque fait disparaître les pertes.",
        ),
    ),
    """## Ce que nous avons appris

Le problème était réel jusqu’au printemps dernier. Depuis, l’agence verse l’aide principale sans demande et rappelle les deux autres ; les pertes ont baissé de quatre cinquièmes.

## Ce que nous recommandons

Ne rien construire. Faire connaître ce service aux maternités, qui l’ignorent, et revoir les chiffres dans un an.
""",
    50,
)

COUPURES = Finding(
    "Être prévenu d’une coupure d’eau",
    "Qui doit savoir, et combien de temps avant, pour qu’une coupure d’eau ne mette personne en danger ?",
    (
        (
            3,
            INTERVIEW,
            "Régie des eaux : l’arrêté est affiché, le tableau des personnes fragiles date d’il y a trois ans.",
        ),
        (8, INTERVIEW, "Infirmière à domicile : trois séances de dialyse perdues en un an."),
        (
            16,
            SEEN,
            "Une matinée de coupure à Pont-l’Aubier : 94 appels en mairie entre 7 h et 9 h.",
        ),
        (
            27,
            TEST,
            "Message vocal la veille à 120 foyers d’une rue : 6 appels le lendemain, contre 31 dans la rue voisine.",
        ),
        (35, PROOF, "17 coupures programmées en un an, toutes connues cinq jours avant."),
    ),
    (
        (
            7,
            "La coupure est connue assez tôt pour prévenir.",
            KEPT,
            "Cinq jours avant, 17 fois sur 17.",
        ),
        (
            20,
            "Les habitants préfèrent une application.",
            DROPPED,
            "2 foyers sur 120 l’auraient installée ; le téléphone touche tout le monde.",
        ),
    ),
    """## Ce que nous avons appris

Les coupures sont connues cinq jours avant ; les habitants l’apprennent au robinet. Un appel la veille divise les appels en mairie par cinq, et protège les malades soignés chez eux.

## Ce que nous proposons

Six mois dans trois communes, avec la régie des eaux, pour 70 000 euros. Nous arrêterons si moins de huit foyers sur dix sont joints.
""",
    44,
)

LOGEMENT = Finding(
    "Garder son rang dans la demande de logement",
    "Pourquoi des familles en règle sont-elles radiées, et à quel moment pourrait-on l’empêcher ?",
    (
        (
            2,
            INTERVIEW,
            "Agente d’enregistrement : « Le motif de radiation est un code à deux lettres. »",
            {"met": Met.AGENT, "channel": Channel.THERE, "territory": "63"},
        ),
        (
            6,
            INTERVIEW,
            "Pères et mères radiés pour un avis d’imposition reçu trop tard.",
            {"met": Met.USER, "persons": 9, "channel": Channel.PHONE, "territory": "63"},
        ),
        (11, SEEN, "Sur 40 courriers de relance relus, 28 ne nomment pas la pièce qui manque."),
        (
            19,
            INTERVIEW,
            "Bailleur : la moitié des dossiers radiés sont rouverts dans le mois.",
            {"met": Met.PARTNER, "persons": 2, "channel": Channel.VIDEO},
        ),
    ),
    (
        (
            9,
            "La lettre fait peur, et l’on ne la lit pas jusqu’au bout.",
            KEPT,
            "21 personnes sur 26 s’arrêtent à la première ligne.",
        ),
        (14, "Nommer la pièce qui manque évite la moitié des radiations."),
        (22, "Un rappel par message serait mieux reçu qu’une lettre."),
    ),
)
