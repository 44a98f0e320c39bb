"""What the tests of backups prepare serves here too."""

from tests.backup.conftest import closed as closed, kept as kept
