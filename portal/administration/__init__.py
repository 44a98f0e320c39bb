"""Keeping the portal in order: accounts, mandates, mails that did not leave."""
