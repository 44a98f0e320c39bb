"""What the irritants of the demonstration say. Every fact in them is invented."""

from dataclasses import dataclass

from portal.irritants.words import Audience, Carrying, Frequency, UserType

USERS, INTERNAL = Audience.USERS, Audience.INTERNAL
PEOPLE, STATE = UserType.INDIVIDUAL, UserType.STATE
TOWNS, CLUBS = UserType.LOCAL_AUTHORITY, UserType.ASSOCIATION
SCHOOLS, FIRMS = UserType.SCHOOL, UserType.BUSINESS


@dataclass(frozen=True)
class Tale:
    """A deposit: who, where, and what is told."""

    author: str
    house: str
    title: str
    problem: str
    who: tuple[UserType, ...] = (PEOPLE,)
    audience: Audience = USERS
    people: int | None = 1000
    frequency: Frequency | None = Frequency.WEEKLY
    minutes: int | None = 30
    territory: str = "Haut-Vernois"
    administration: str = "Préfecture du Haut-Vernois"
    workarounds: str = ""
    evidence: str = ""
    idea: str = ""
    named: bool = True
    secret: bool = False
    public: bool = False
    carrying: Carrying = Carrying.NO

    def answers(self, house_ref: str | None) -> dict:
        """The fields of the deposit."""
        return {
            "title": self.title,
            "problem": self.problem,
            "user_types": list(self.who),
            "audience": self.audience,
            "people_affected": self.people,
            "frequency": self.frequency,
            "times": 1,
            "minutes": self.minutes,
            "territory": self.territory,
            "administration": self.administration,
            "workarounds": self.workarounds,
            "evidence": self.evidence,
            "solution_idea": self.idea,
            "identity_shown": self.named,
            "confidential": self.secret,
            "publish_consent": self.public,
            "carrying": self.carrying,
            "incubator_ref": house_ref,
        }


TALES = {
    "convocations": Tale(
        "agent",
        "forge",
        "Les convocations partent après la date du rendez-vous",
        "Quand le rendez-vous est pris par téléphone, la convocation est imprimée le vendredi…",
        people=None,
        minutes=None,
        frequency=None,
    ),
    "badges": Tale(
        "agent",
        "forge",
        "Un agent nouveau attend trois semaines son badge d’accès",
        "Le badge se demande sur un formulaire que trois services signent à la suite. En attendant, l’agent sonne à l’accueil chaque matin, et un collègue descend lui ouvrir. Pour dix arrivées par mois, cela fait deux cents descentes.",
        (STATE,),
        INTERNAL,
        people=120,
        frequency=Frequency.DAILY,
        minutes=10,
        workarounds="On prête le badge d’un absent, ce qui est interdit.",
    ),
    "barrieres": Tale(
        "agent2",
        "fabrique",
        "Une fête de village demande onze autorisations à six guichets",
        "Le comité des fêtes remplit onze formulaires, dont sept redemandent le plan et l’assurance. Deux fêtes ont été annulées l’an dernier parce qu’un avis manquait la veille.",
        (CLUBS, TOWNS),
        people=260,
        frequency=Frequency.YEARLY,
        minutes=600,
        administration="Département du Haut-Vernois",
        evidence="Relevé des demandes de 2 cantons sur un an.",
    ),
    "astreintes": Tale(
        "leila",
        "forge",
        "Le planning des astreintes est recopié quatre fois à la main",
        "Le même tableau est tenu au standard, au cabinet, au service de garde et à la paie. Une erreur de recopie sur cinquante conduit à appeler la mauvaise personne la nuit.",
        (STATE,),
        INTERNAL,
        people=45,
        frequency=Frequency.WEEKLY,
        minutes=90,
        secret=True,
    ),
    "haies": Tale(
        "yvette",
        "",
        "Personne ne sait qui répond quand une haie tombe sur la route",
        "La mairie renvoie au département, qui renvoie à la préfecture, qui renvoie à la mairie. L’an dernier, un signalement a fait quatre tours avant qu’une équipe se déplace.",
        (PEOPLE, TOWNS),
        people=800,
        frequency=Frequency.MONTHLY,
        minutes=45,
        administration="Mairie de Pont-l’Aubier",
    ),
    "cartes": Tale(
        "rachid",
        "forge",
        "La photo d’identité refusée oblige à tout recommencer",
        "Une photo sur huit est refusée au moment de l’instruction, trois semaines après le dépôt. La personne reprend un rendez-vous et repaie une photo.",
        people=9200,
        frequency=Frequency.ONCE,
        minutes=120,
        evidence="Comptage de janvier à mars à Sainte-Ombre : 412 refus.",
    ),
    "delais": Tale(
        "fatou",
        "forge",
        "On ne peut pas dire à un usager où en est son dossier",
        "Au guichet, un appel sur deux demande où en est un dossier. L’agent ouvre trois logiciels, et répond le plus souvent qu’il ne sait pas. La personne rappelle la semaine suivante.",
        (PEOPLE, STATE),
        people=31000,
        frequency=Frequency.DAILY,
        minutes=12,
        named=False,
        evidence="11 200 appels de ce type en six mois.",
    ),
    "subventions": Tale(
        "agent",
        "forge",
        "Les associations attendent sept mois la réponse à une subvention",
        "Le dossier attend surtout entre deux services. Les petites associations avancent l’argent, et certaines renoncent à l’action prévue.",
        (CLUBS,),
        people=50,
        frequency=Frequency.YEARLY,
        minutes=240,
    ),
    "handicap": Tale(
        "agent",
        "forge",
        "Un certificat médical identique est demandé chaque année",
        "Pour un handicap qui ne changera pas, la famille fournit chaque année le même certificat. Le médecin le recopie, l’agent le relit, et le droit est rompu deux mois quand il tarde.",
        people=14300,
        frequency=Frequency.YEARLY,
        minutes=180,
        public=True,
        evidence="14 300 renouvellements l’an dernier, 2 100 ruptures de droit.",
        idea="Reconnaître une fois pour toutes ce qui ne change pas.",
        carrying=Carrying.HELP,
    ),
    "logiciel": Tale(
        "agent2",
        "forge",
        "La saisie d’une visite de chantier prend plus de temps que la visite",
        "Le contrôleur note sur papier, puis retape le soir dans un logiciel qui perd la page si l’on s’arrête. Une visite d’une heure donne une heure et demie de saisie.",
        (STATE,),
        INTERNAL,
        people=210,
        frequency=Frequency.DAILY,
        minutes=90,
    ),
    "salles": Tale(
        "simon",
        "forge",
        "Les salles de réunion réservées restent vides",
        "Une salle sur trois est réservée et vide, tandis que des entretiens se tiennent dans le couloir. Le registre est un classeur à l’accueil.",
        (STATE,),
        INTERNAL,
        people=340,
        frequency=Frequency.DAILY,
        minutes=10,
    ),
    "adresse": Tale(
        "gaspard",
        "forge",
        "Un changement d’adresse se déclare à neuf administrations",
        "La personne qui déménage remplit neuf fois la même déclaration. Celles qu’elle oublie envoient leurs lettres à l’ancienne adresse pendant des mois.",
        people=48000,
        frequency=Frequency.ONCE,
        minutes=150,
        public=True,
    ),
    "stages": Tale(
        "agent2",
        "forge",
        "Les collégiens sans réseau ne trouvent pas de stage",
        "Les stages d’observation passent par les relations des parents. Dans trois collèges, un élève sur quatre fait son stage dans son propre établissement.",
        (SCHOOLS, PEOPLE),
        people=5200,
        frequency=Frequency.YEARLY,
        minutes=300,
        administration="Sous-préfecture de Sainte-Ombre",
    ),
    "bruit": Tale(
        "paulin",
        "forge",
        "Une plainte pour bruit de voisinage n’a jamais de suite connue",
        "Celui qui se plaint n’apprend pas ce qui a été fait. Il recommence, et la mairie traite en moyenne quatre fois la même plainte.",
        (PEOPLE, TOWNS),
        people=1900,
        frequency=Frequency.WEEKLY,
        minutes=40,
        administration="Mairie de Vaubrun-sur-Lys",
    ),
    "veterans": Tale(
        "mireille",
        "forge",
        "Les aidants découvrent leurs droits trop tard",
        "En moyenne, un proche aidant demande son premier droit quatorze mois après avoir commencé. Les droits ne sont pas rétroactifs, et personne ne prévient au bon moment.",
        people=27000,
        frequency=Frequency.ONCE,
        minutes=600,
        administration="Agence des parcours de vie",
        evidence="Enquête auprès de 640 aidants.",
    ),
    "eau": Tale(
        "yvette",
        "forge",
        "Une coupure d’eau est annoncée sur une affiche que personne ne voit",
        "L’arrêté est affiché en mairie. Les habitants appellent le matin de la coupure, et les personnes sous dialyse à domicile sont prévenues par hasard.",
        people=6400,
        frequency=Frequency.MONTHLY,
        minutes=30,
        administration="Mairie de Pont-l’Aubier",
    ),
    "logement": Tale(
        "agent",
        "forge",
        "Une demande de logement se met à jour sans savoir ce qui manque",
        "La demande expire si une pièce n’est pas à jour, mais rien ne dit laquelle. Chaque mois, des familles perdent leur ancienneté pour un avis d’imposition.",
        people=11800,
        frequency=Frequency.YEARLY,
        minutes=90,
        evidence="1 340 demandes radiées en un an, dont 900 réinscrites aussitôt.",
        carrying=Carrying.HELP,
    ),
    "relances": Tale(
        "odile",
        "forge",
        "Les courriers de relance font peur et n’expliquent rien",
        "La lettre parle de recouvrement dès la première ligne. Un tiers des destinataires ne devait plus rien ; beaucoup appellent en pleurs.",
        people=22000,
        frequency=Frequency.MONTHLY,
        minutes=35,
        named=False,
    ),
    "naissance": Tale(
        "loic",
        "forge",
        "Après une naissance, sept démarches retombent sur des parents épuisés",
        "Chaque organisme a son délai et son formulaire. Les parents qui manquent le deuxième mois perdent une aide, sans recours.",
        people=7600,
        frequency=Frequency.ONCE,
        minutes=400,
        administration="Agence des parcours de vie",
    ),
    "titres": Tale(
        "agent",
        "forge",
        "Le récépissé expire avant que la carte n’arrive",
        "Le récépissé vaut trois mois, la carte arrive souvent au quatrième. Entre les deux, la personne perd son emploi ou son logement, et l’agent refait un récépissé à la main.",
        people=18500,
        frequency=Frequency.DAILY,
        minutes=55,
        public=True,
        evidence="3 900 récépissés refaits en un an au guichet de Vaubrun.",
        carrying=Carrying.HELP,
    ),
    "guichet": Tale(
        "leila",
        "forge",
        "L’usager fait la queue pour apprendre qu’il n’est pas au bon guichet",
        "Une personne sur cinq attend quarante minutes avant d’être envoyée ailleurs. L’accueil n’a pas de quoi l’orienter dès l’entrée.",
        (PEOPLE, STATE),
        people=40000,
        frequency=Frequency.DAILY,
        minutes=40,
        named=False,
    ),
    "devis": Tale(
        "agent2",
        "forge",
        "Trois devis sont exigés pour un achat de trente euros",
        "La règle interne date d’avant la carte d’achat. Un agent passe deux heures à réunir des devis pour une rallonge électrique.",
        (STATE,),
        INTERNAL,
        people=600,
        frequency=Frequency.WEEKLY,
        minutes=120,
    ),
    "cantine": Tale(
        "agent2",
        "forge",
        "Le menu de la cantine administrative n’est connu que sur place",
        "Les agents au régime particulier descendent, regardent, remontent et commandent ailleurs. Il suffirait d’afficher le menu la veille.",
        (STATE,),
        INTERNAL,
        people=300,
        frequency=Frequency.DAILY,
        minutes=10,
    ),
    "bus": Tale(
        "gaspard",
        "forge",
        "Le car scolaire ne dit pas aux familles qu’il est en retard",
        "Les enfants attendent dehors jusqu’à quarante minutes en hiver. Le transporteur sait où est le car, la famille non.",
        (SCHOOLS, PEOPLE),
        people=3100,
        frequency=Frequency.WEEKLY,
        minutes=25,
        administration="Département du Haut-Vernois",
    ),
}
