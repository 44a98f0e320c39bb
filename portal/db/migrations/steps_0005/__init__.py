"""Revision 0005 in three steps: sittings, items, votes."""
