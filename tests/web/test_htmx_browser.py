"""htmx in a real browser: back, forward, reload and a shared address show the page one was on."""

import time

import pytest


def sight(page) -> dict:
    """What the reader has before their eyes: the address, the list, the filters, the title."""
    return page.evaluate(
        """() => ({
            address: location.pathname + location.search,
            title: document.title,
            count: document.querySelector('#irritants h2, .pagination__total, nav .pagination__total')?.innerText,
            rows: [...document.querySelectorAll('main h2, main h3')].map(one => one.innerText),
            current: document.querySelector('[aria-current=page].fr-pagination__link')?.innerText,
            filters: [...document.querySelectorAll('main form [name]')]
                .filter(one => one.type !== 'hidden').map(one => [one.name, one.type === 'checkbox' ? one.checked : one.value]),
            whole: document.querySelectorAll('header, main, footer').length,
        })"""
    )


def assert_seen(page, expected: dict) -> None:
    """The page comes to show this: an answer from the server may be under way."""
    limit = time.monotonic() + 5
    while time.monotonic() < limit and sight(page) != expected:
        page.wait_for_timeout(50)
    assert sight(page) == expected


def swapped(page, part: str, gesture) -> dict:
    """Do the gesture, wait for the part of the page that it brings, and look."""
    for marked in ("html", part):
        page.locator(marked).evaluate("node => node.setAttribute('data-before', '')")
    gesture()
    page.locator(f"{part}:not([data-before])").wait_for(state="attached")
    page.locator(".htmx-settling, .htmx-request").first.wait_for(state="detached")
    assert page.locator("html[data-before]").count(), "toute la page est venue"
    return sight(page)


@pytest.mark.parametrize("part", ["irritants", "startups"])
def test_history_shows_what_one_saw(served, reader, part):
    page, place = reader, f"#{part}"
    page.goto(f"{served.url}/{part}")
    seen = [sight(page)]

    page.locator("main [name=q]").fill("papier")
    seen.append(swapped(page, place, lambda: page.keyboard.press("Enter")))
    if part == "startups":
        page.get_by_text("Filtrer et trier").click()
    page.locator("main [name=tri]").select_option(index=1)
    seen.append(swapped(page, place, page.locator("main form [type=submit]").first.click))
    further = page.get_by_role("link", name="Page suivante")
    seen.append(swapped(page, place, further.click))
    assert len({one["address"] for one in seen}) == 4
    assert seen[3]["current"] == "2" and seen[3]["rows"] != seen[2]["rows"]

    for before in reversed(seen[:-1]):
        page.go_back()
        assert_seen(page, before)
    for after in seen[1:]:
        page.go_forward()
        assert_seen(page, after)
    page.reload()
    assert_seen(page, seen[3])
    friend = page.context.new_page()
    friend.goto(served.url + seen[3]["address"])
    assert_seen(friend, seen[3])


def test_leaving_a_list_and_coming_back_shows_the_whole_page(served, reader):
    page = reader
    page.goto(f"{served.url}/irritants")
    page.locator("main [name=q]").fill("papier")
    swapped(page, "#irritants", lambda: page.keyboard.press("Enter"))
    further = page.get_by_role("link", name="Page suivante")
    there = swapped(page, "#irritants", further.click)

    page.locator("#irritants h3 a").first.click()
    page.get_by_role("heading", level=1).get_by_text("Papier").wait_for()
    page.go_back()

    assert_seen(page, there)


@pytest.mark.parametrize("last", ["filter", "page"])
def test_the_last_gesture_wins(served, reader, last):
    page = reader
    page.goto(f"{served.url}/irritants")
    page.refusals_expected = True
    # The first answer comes late, after another gesture was made.
    held = []
    page.route("**/irritants?q=papier*", lambda route: held.append(route))
    page.locator("main [name=q]").fill("papier")
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    assert held

    if last == "filter":
        page.locator("main [name=q]").fill("timbre")
        there = swapped(page, "#irritants", lambda: page.keyboard.press("Enter"))
    else:
        further = page.get_by_role("link", name="Page suivante")
        there = swapped(page, "#irritants", further.click)
    for route in held:
        route.continue_()
    page.wait_for_timeout(300)

    assert_seen(page, there)
    assert ("q=timbre" if last == "filter" else "page=2") in there["address"]


@pytest.mark.parametrize("part", ["irritants", "startups"])
def test_another_page_of_a_list_begins_at_its_heading(served, reader, part):
    page = reader
    page.goto(f"{served.url}/{part}")
    page.get_by_role("link", name="Page suivante").focus()
    swapped(page, f"#{part}", lambda: page.keyboard.press("Enter"))

    assert page.locator(":focus").inner_text() == f"33\u00a0{part}"


@pytest.mark.parametrize("part", ["irritants", "startups"])
def test_how_many_were_found_is_said_and_not_the_whole_list(served, reader, part):
    page = reader
    page.goto(f"{served.url}/{part}")
    for word, said in (("papier", None), ("zygomatique", "Aucun")):
        page.locator("main [name=q]").fill(word)
        swapped(page, f"#{part}", lambda: page.keyboard.press("Enter"))
        status = page.locator("#portal-status").inner_text()
        assert status == page.locator(f"#{part} [data-said]").first.inner_text()
        assert said is None or status.startswith(said)
    assert page.locator(f"#{part}[aria-live], [aria-live] #{part}").count() == 0
