"""Invented irritants: a thing, a nuisance, and several people who tell the same in their own way."""

TOLD = {
    ("séjour", "attente"): [
        (
            "Renouveler son titre de séjour prend presque un an",
            "Des salariés en règle perdent leur poste parce que leur carte de séjour n’arrive pas. "
            "Ils ont déposé leur demande dix mois plus tôt.",
        ),
        (
            "Carte de résident : une attente sans fin",
            "Nous recevons chaque semaine des étrangers dont le récépissé expire avant la réponse. "
            "Le renouvellement traîne pendant des mois.",
        ),
    ],
    ("séjour", "rendez-vous"): [
        (
            "Plus aucun créneau pour déposer un dossier de séjour",
            "Le module de réservation de la préfecture affiche complet dès minuit. "
            "Les étrangers qui veulent leur titre de séjour y retournent chaque nuit.",
        ),
        (
            "Titre de séjour : impossible d’avoir un rendez-vous",
            "L’agenda en ligne n’offre jamais de date. Certains achètent leur rendez-vous à des revendeurs.",
        ),
    ],
    ("crèche", "pièces"): [
        (
            "À la crèche, on réclame toujours les mêmes justificatifs",
            "Chaque année, les parents renvoient l’avis d’imposition et le justificatif de domicile "
            "qu’ils ont déjà fournis l’an dernier pour leur place en crèche.",
        ),
        (
            "Fournir trois fois les documents pour un mode de garde",
            "Pour inscrire un enfant à l’accueil petite enfance, il faut donner des attestations "
            "que la caisse d’allocations familiales possède déjà.",
        ),
    ],
    ("crèche", "inégal"): [
        (
            "Les critères d’attribution des crèches changent d’une commune à l’autre",
            "Deux familles dans la même situation n’ont pas la même réponse. "
            "Chaque commission applique ses propres règles.",
        ),
        (
            "Places en crèche : à la tête du client ?",
            "Les règles d’admission varient selon la mairie, les familles parlent d’injustice.",
        ),
    ],
    ("retraite", "erreur"): [
        (
            "Relevés de carrière truffés d’erreurs",
            "Des trimestres manquent, des salaires sont faux. Les futurs retraités passent des heures "
            "à faire corriger leur relevé de carrière avant de liquider leur pension.",
        ),
        (
            "Des trimestres oubliés au moment du départ en retraite",
            "Les données de la caisse de retraite sont inexactes et il faut tout rectifier "
            "bulletin de paie après bulletin de paie.",
        ),
    ],
    ("retraite", "contact"): [
        (
            "Impossible de joindre un conseiller retraite",
            "Le numéro sonne dans le vide. Les assurés qui préparent leur départ en retraite ne savent "
            "plus à qui parler.",
        ),
        (
            "Caisse de retraite aux abonnés absents",
            "Personne ne décroche, les courriels restent sans réponse pendant que l’on attend sa pension.",
        ),
    ],
    ("amende", "jargon"): [
        (
            "Des avis de contravention que personne ne comprend",
            "Les lettres sont pleines de sigles et de renvois au code de la route. "
            "Les gens paient une amende majorée faute d’avoir compris le texte.",
        ),
        (
            "Amendes : un langage de juriste",
            "Le courrier de contravention emploie des termes juridiques que les conducteurs ne saisissent pas.",
        ),
    ],
    ("amende", "papier"): [
        (
            "Contester une contravention : tout par lettre recommandée",
            "Le formulaire de contestation d’une amende s’imprime, se remplit au stylo et part par la poste.",
        ),
        (
            "Aucune démarche en ligne quand on conteste une amende",
            "Il faut envoyer des originaux papier par courrier, alors que tout le reste est numérique.",
        ),
    ],
    ("paie", "ressaisie"): [
        (
            "Les primes sont tapées dans deux logiciels de paie",
            "Les gestionnaires recopient chaque mois les éléments variables de la rémunération d’un "
            "tableur vers l’application du ministère.",
        ),
        (
            "Double saisie des éléments de salaire",
            "Les collègues des ressources humaines entrent les mêmes données de paie plusieurs fois, "
            "une fois par outil.",
        ),
    ],
    ("paie", "panne"): [
        (
            "Le logiciel de paie tombe en panne à chaque fin de mois",
            "L’application se fige au moment où tout le monde calcule les salaires.",
        ),
        (
            "Fiches de paie bloquées par une application vétuste",
            "L’outil plante, l’écran se ferme, et les bulletins de salaire partent en retard.",
        ),
    ],
    ("eau", "suivi"): [
        (
            "On ne sait jamais où en est un branchement d’eau potable",
            "Après le dépôt du dossier, aucune nouvelle : les communes ignorent à quelle étape est leur demande.",
        ),
        (
            "Raccordement au réseau d’eau : aucun retour sur l’avancement",
            "Les habitants demandent sans cesse l’état de leur dossier d’eau potable et nous n’avons rien à dire.",
        ),
    ],
    ("eau", "coût"): [
        (
            "Analyser l’eau potable coûte trop cher aux petites communes",
            "Les factures du laboratoire engloutissent le budget du syndicat des eaux.",
        ),
        (
            "Le prix exorbitant des contrôles de l’eau",
            "Chaque analyse du réseau d’eau potable est payée plusieurs centaines d’euros, une dépense "
            "disproportionnée pour un village.",
        ),
    ],
}
"""By thing and nuisance, what people say: `(title, problem)`."""


def pairs() -> list[tuple[tuple[str, str], tuple[str, str], bool]]:
    """Every pair of two different texts, and whether they tell the same problem."""
    told = [(about, text) for about, texts in TOLD.items() for text in texts]
    return [
        (one, other, about == also)
        for at, (about, one) in enumerate(told)
        for also, other in told[at + 1 :]
    ]


def close_calls() -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Pairs that tell of the same thing another nuisance: the hardest to tell apart."""
    told = [(about, text) for about, texts in TOLD.items() for text in texts]
    return [
        (one, other)
        for about, one in told
        for also, other in told
        if about[0] == also[0] and about[1] < also[1]
    ]
