"""Copies of the database that can be trusted: made while it is written to, proved, given back."""
