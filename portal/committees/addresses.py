"""Every file of pages: importing them attaches their addresses to the blueprint."""

from portal.committees import (
    beside,
    calendar_pages,
    condition_pages,
    correction_pages,
    decision_pages,
    dossier_pages,
    item_pages,
    minutes_pages,
    note_pages,
    proxy_pages,
    seat_pages,
    sending_pages,
    sitting_pages,
    vote_pages,
)

ADDRESSES = (
    beside,
    calendar_pages,
    condition_pages,
    correction_pages,
    decision_pages,
    dossier_pages,
    item_pages,
    minutes_pages,
    note_pages,
    proxy_pages,
    seat_pages,
    sending_pages,
    sitting_pages,
    vote_pages,
)
