"""An investigation: a few weeks to learn whether irritants are worth a startup."""
