"""Settings, read from the environment once, prefix `PORTAL_` (design §6)."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from environs import Env

from portal.kernel.lines import FORMATS

ROOT = Path(__file__).resolve().parent.parent
DEVELOPMENT_KEY = "clef-de-developpement-sans-valeur"
ENVIRONMENTS = ("production", "development", "demo", "test")


class UnsafeSettings(Exception):
    """Production would start with these settings only by mistake; the message names them."""


@dataclass(frozen=True)
class Settings:
    """What an instance is told from outside. Paths are absolute; `now` is text, see Clock."""

    environment: str = "development"
    database_url: str = ""
    secret_key: str = DEVELOPMENT_KEY
    mail_url: str = ""
    mail_from: str = "ne-pas-repondre@portail.example"
    base_url: str = "http://127.0.0.1:8000"
    theme: str = "dsfr"
    now: str = ""
    log: str = "text"
    instance: Path = field(default_factory=lambda: ROOT / "instance")
    # Argon2id at the OWASP floor: 19 MiB, two passes, one lane.
    argon2_memory_kib: int = 19 * 1024
    argon2_passes: int = 2
    # How many proxies of ours stand in front: their word on who asks is taken, nobody else's.
    proxies: int = 0
    # Where attached files stand, and how heavy one may be, in millions of bytes.
    files_url: str = ""
    files_size: int = 10

    @classmethod
    def from_env(cls, **known: object) -> "Settings":
        """Read `PORTAL_*`; what the caller already knows wins."""
        env = Env(prefix="PORTAL_")
        read = {
            "environment": env.str("ENVIRONMENT", "development", validate=None),
            "database_url": env.str("DATABASE_URL", ""),
            "secret_key": env.str("SECRET_KEY", DEVELOPMENT_KEY),
            "mail_url": env.str("MAIL_URL", ""),
            "mail_from": env.str("MAIL_FROM", cls.mail_from),
            "base_url": env.str("BASE_URL", cls.base_url),
            "theme": env.str("THEME", "dsfr"),
            "now": env.str("NOW", ""),
            "log": env.str("LOG", "text"),
            "instance": Path(env.str("INSTANCE", str(ROOT / "instance"))).resolve(),
            "proxies": env.int("PROXIES", 0),
            "files_url": env.str("FILES_URL", ""),
            "files_size": env.int("FILES_SIZE", 10),
        }
        return cls(**(read | known)).checked()

    def checked(self) -> "Settings":
        """Itself, with the embedded database and files filled in. Raises UnsafeSettings."""
        faults = [sentence for is_wrong, sentence in self._faults() if is_wrong]
        if faults:
            raise UnsafeSettings(" ; ".join(faults))
        return replace(
            self,
            database_url=self.database_url or f"sqlite:///{self.instance / 'portal.db'}",
            files_url=self.files_url or (self.instance / "fichiers").as_uri(),
        )

    def _faults(self):
        live = self.environment == "production"
        weak = self.secret_key == DEVELOPMENT_KEY or len(self.secret_key) < 32
        yield self.environment not in ENVIRONMENTS, "PORTAL_ENVIRONMENT est inconnu"
        yield self.theme not in ("dsfr", "neutral"), "PORTAL_THEME vaut dsfr ou neutral"
        yield self.log not in FORMATS, "PORTAL_LOG vaut text ou json"
        yield not 0 <= self.proxies <= 5, "PORTAL_PROXIES va de 0 à 5"
        yield (
            self._misplaces_files(),
            "PORTAL_FILES_URL est un file:///dossier ou un s3://seau/préfixe",
        )
        yield not 1 <= self.files_size <= 100, "PORTAL_FILES_SIZE va de 1 à 100 (Mo)"
        yield live and weak, "PORTAL_SECRET_KEY doit être propre à l’instance (32 signes au moins)"
        yield live and bool(self.now), "PORTAL_NOW est interdit en production"
        yield live and not self.mail_url, "PORTAL_MAIL_URL manque"
        yield (
            live and not self.base_url.startswith("https://"),
            "PORTAL_BASE_URL doit être en https",
        )

    def _misplaces_files(self) -> bool:
        if not self.files_url:
            return False
        url = urlsplit(self.files_url)
        if url.scheme == "file":
            return bool(url.netloc) or not url.path.startswith("/")
        asked = parse_qs(url.query, keep_blank_values=True)
        return url.scheme != "s3" or not url.netloc or not set(asked) <= {"endpoint", "region"}

    @property
    def is_secure(self) -> bool:
        """Whether people reach the portal by https: cookies are then marked so."""
        return self.base_url.startswith("https://")

    @property
    def is_embedded(self) -> bool:
        """Whether the database is the SQLite file of this machine."""
        return self.database_url.startswith("sqlite")
