"""An irritant: what wastes the time or the rights of users or agents, and the answer it gets."""
