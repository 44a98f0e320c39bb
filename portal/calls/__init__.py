"""Calls for problems: a window, questions, a pre-jury, a pitch day, laureates, everyone answered."""
