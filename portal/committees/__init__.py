"""Committees: seats, sittings, agenda items, votes and decisions."""
