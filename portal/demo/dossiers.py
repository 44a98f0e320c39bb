"""What is put before the committee of the demonstration. Every figure is invented."""

from dataclasses import dataclass, field

from portal.committees.grid_words import GridLine
from portal.startups.words import Rung


@dataclass(frozen=True)
class Brief:
    """A proposal, its text, and what is measured on each rung of the impact matrix."""

    who: str
    request: str
    amount: int
    body: str = ""
    provisional: int = 30_000
    figures: dict[Rung, tuple[str, str]] = field(default_factory=dict)
    link: str = ""
    grid: dict[GridLine, str] = field(default_factory=dict)
    proofs: tuple[tuple[str, str], ...] = ()

    @property
    def proposal(self) -> dict:
        """What the ballots answer."""
        return {
            "months": 6,
            "amount": self.amount,
            "provisional_months": 2,
            "provisional_amount": self.provisional,
        }


def _rungs(usable: str, used: str, useful: str, impactful: str, efficient: str, source: str):
    figures = (usable, used, useful, impactful, efficient)
    return {rung: (figure, source) for rung, figure in zip(Rung, figures, strict=True) if figure}


TITRES = Brief(
    "intra",
    "Six mois pour diviser par deux les venues sans objet au guichet des titres de Vaubrun.",
    150_000,
    "Une équipe de trois personnes, à Vaubrun d’abord, à Sainte-Ombre au quatrième mois. Nous envoyons un message à chaque étape du dossier et prolongeons d’office les récépissés.",
    figures=_rungs(
        "Message compris par 58 personnes sur 60",
        "60 personnes pendant trois semaines",
        "47 personnes sur 60 le recommanderaient",
        "4 retours au guichet, contre 23 dans le groupe témoin",
        "",
        "Essai de Vaubrun, rapport d’investigation",
    ),
)
NAISSANCE = Brief(
    "mireille",
    "Clore l’investigation : le service utile existe depuis le printemps.",
    0,
    "Nous avons cherché une startup et trouvé un service qui marche. Nous demandons au comité d’en prendre acte.",
    provisional=0,
    figures=_rungs(
        "",
        "",
        "2 familles sur 45 jugent un second rappel utile",
        "82 % des pertes ont disparu sans nous",
        "",
        "Rapport d’investigation",
    ),
)
TRAJETS = Brief(
    "leila",
    "Six mois de plus pour tenir trois cantons et trouver qui reprendra le service.",
    160_000,
    "Le service tient deux cantons sur trois. Le troisième n’a pas de standardiste depuis l’été.",
    provisional=50_000,
    figures=_rungs(
        "4,1 sur 5 au téléphone, 2,9 sur 5 en ligne",
        "312 trajets par mois, pour 900 visés",
        "88 % des personnes conduites recommenceraient (n = 143)",
        "61 rendez-vous de soin qui auraient été annulés",
        "171 euros par trajet, en baisse de 20 %",
        "Relevé du standard, dernier mois complet",
    ),
)
CARNET = Brief(
    "paulin",
    "Six mois pour ouvrir le carnet aux travailleurs sociaux du département.",
    80_000,
    "Les ateliers sont mieux annoncés, mais ne sont pas plus remplis.",
    provisional=20_000,
    figures=_rungs(
        "3,8 sur 5",
        "41 comptes actifs, pour 400 visés",
        "Avis partagés (n = 26)",
        "Taux de remplissage inchangé : 52 %",
        "Plus de 900 euros par inscription",
        "Registre des maisons de quartier",
    ),
)
NAVETTE = Brief(
    "loic",
    "Six mois pour ouvrir la navette à trois autres marchés.",
    90_000,
    "Les navettes sont deux fois plus remplies. La mairie ne peut plus payer seule.",
    provisional=30_000,
    figures=_rungs(
        "4,1 sur 5 (n = 96)",
        "310 appels par mois",
        "9 personnes sur 10 y retournent",
        "Taux de remplissage : de 22 % à 47 %",
        "4 euros par trajet",
        "Relevé des conducteurs, mois dernier",
    ),
)


REGISTRE = Brief(
    "directrice",
    "Six mois pour que l’annuaire trouve aussi les lieux d’accueil de nuit.",
    90_000,
    "Trente communes ont répondu : les bénévoles se trouvent, les lieux non.",
    figures=_rungs(
        "4,1 sur 5",
        "212 communes inscrites",
        "Avis partagés (n = 88)",
        "Un lieu trouvé en deux heures au lieu de deux jours, dans trois communes",
        "31 euros par demande",
        "Relevé des trois communes d’essai",
    ),
)
NOUVEAU_CAP = {
    "title": "Registre des lieux ouverts",
    "mission": "Trouver en une heure, la nuit, un lieu ouvert et une personne formée",
    "kept": "L’annuaire et son astreinte sont gardés. Les formations en ligne s’arrêtent.",
}
BAIL = Brief(
    "mireille",
    "Six mois pour ouvrir le service à toutes les agences du département.",
    140_000,
    "Deux agences sont ouvertes. Les locataires lisent leur bail avant de signer, et posent leurs questions à temps.",
    provisional=40_000,
    figures=_rungs(
        "4,0 sur 5 (n = 212)",
        "640 baux relus par mois",
        "8 locataires sur 10 disent mieux comprendre leurs charges",
        "Litiges de la première année : de 9 % à 5 %",
        "",
        "Relevé des agences, mois dernier",
    ),
    proofs=(("releve-des-agences.txt", "Agence du Nord : 410 baux. Agence du Sud : 230."),),
)
RENDEZ_VOUS = Brief(
    "odile",
    "Six mois d’accélération pour équiper les cinq sous-préfectures du département.",
    240_000,
    "Deux sous-préfectures sont équipées. Les rendez-vous perdus y sont passés de 31 % à 12 %. Les trois autres ont signé, et attendent l’équipe.",
    provisional=80_000,
    figures=_rungs(
        "4,4 sur 5 (n = 1 208)",
        "2 900 vérifications par mois",
        "91 % des personnes jugent la liste de pièces claire",
        "Rendez-vous perdus : de 31 % à 12 %",
        "25 euros par rendez-vous sauvé",
        "Statistiques publiques du service, mois dernier",
    ),
    link="https://rendez-vous-tenu.demo.gouv.example/stats",
    grid={
        GridLine.POSITION: "Nous ne prenons pas les rendez-vous : nous évitons qu’ils soient perdus faute d’une pièce.",
        GridLine.USE: "Trois agents sur quatre ouvrent la liste avec l’usager. Les autres l’impriment.",
        GridLine.TARGETS: "Le dixième promis n’est pas atteint partout : deux guichets n’ont pas de relais.",
        GridLine.COST: "Le coût baisse parce que les sous-préfectures reprennent les mêmes listes.",
        GridLine.NEXT_TARGETS: "Cinq sous-préfectures, avec un relais formé dans chacune.",
        GridLine.NEXT_COST: "Vingt euros par rendez-vous sauvé si les trois signatures viennent avant mars.",
        GridLine.PRIORITIES: "Former les relais, puis équiper, puis brancher l’annuaire.",
        GridLine.RESOURCES: "Une développeuse part en février. Le chargé de déploiement reste.",
        GridLine.IMPACT_LED: "Chaque lundi, l’équipe regarde les rendez-vous sauvés avant tout autre chiffre.",
        GridLine.AGILITY: "La relance par message a été retirée en août : elle ne changeait rien.",
    },
    proofs=(
        (
            "Relevé des rendez-vous.csv",
            "mois;tenus;perdus\nseptembre;1180;174\noctobre;1310;162\n",
        ),
    ),
)
DOSSIER = Brief(
    "simon",
    "Six mois de construction pour un premier dépôt réel dans deux services.",
    120_000,
    "Le premier service lit les dossiers depuis avril ; le second commence.",
    provisional=40_000,
    figures=_rungs(
        "3,6 sur 5 (n = 18)",
        "22 associations, 2 services",
        "15 associations sur 18 ne veulent pas revenir en arrière",
        "9 heures gagnées par association et par demande",
        "",
        "Entretiens et journal du service",
    ),
)


# What the coach hands in for the first condition of Trajets solidaires, and where it is seen.
RELEVE = (
    "Trois communes du canton relevées pendant un mois : 41 soins maintenus sur 48 demandés.",
    "https://trajets.demo.gouv.example/releve-canton-3",
)
