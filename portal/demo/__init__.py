"""The demonstration: invented people and stories, made by the real actions alone."""

from collections.abc import Callable
from datetime import datetime

from flask import Flask

Progress = Callable[[int, int, datetime], None]


def _silent(_done: int, _left: int, _when: datetime) -> None:
    """Say nothing."""


def build(app: Flask, now: datetime, progress: Progress = _silent) -> int:
    """Tell the whole story up to `now` in an empty database; how many steps it took.

    `progress` is called after each step: steps done, stories under way, moment told.
    """
    from portal.demo import (
        after,
        attachments,
        calls,
        committees,
        crossing,
        desk,
        following,
        funding,
        investigations,
        irritants,
        leaving,
        people,
        places,
        sittings,
        threads,
        unheard,
    )
    from portal.demo.stage import Stage

    with app.app_context():
        stage = Stage(app, now)
        stories = [
            people.open_accounts(stage),
            *places.stories(stage),
            *irritants.stories(stage),
            *threads.stories(stage),
            *desk.stories(stage),
            *attachments.stories(stage),
            *attachments.together(stage),
            *calls.stories(stage),
            *investigations.stories(stage),
            committees.founding(stage),
            *sittings.stories(stage),
            *unheard.stories(stage),
            *following.stories(stage),
            *funding.stories(stage),
            *after.stories(stage),
            *crossing.stories(stage),
            *leaving.stories(stage),
        ]
        return stage.tell(stories, progress)
