"""The watching itself: what the journeys rely on to fail does fail."""

from .test_access import barriers, overflow
from .watch import Watch


def test_a_planted_barrier_and_a_wide_part_are_seen(visit):
    page = visit(viewport={"width": 320, "height": 600})
    page.goto("/sign-in/")
    assert barriers(page) == []
    assert overflow(page) == []
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert "button-name" in barriers(page)[0]
    page.evaluate("document.querySelector('main').style.minWidth = '900px'")
    assert overflow(page) != []


def test_errors_and_other_hosts_are_noticed(running, chromium):
    page = chromium.new_page(base_url=running.url)
    watch = Watch(page, running.url)
    page.goto("/sign-in/")
    assert watch.troubles == []
    # Each is told of a moment later, and a page that is left tells nothing more.
    with page.expect_console_message():
        page.evaluate("fetch('http://127.0.0.2:9/').catch(() => 0)")
    with page.expect_console_message():
        page.evaluate("document.body.setAttribute('onclick', 'x()')")
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('planted') }, 0)")
    page.goto("/no-such-page/")
    found = "\n".join(watch.troubles)
    page.close()
    assert "Content Security Policy" in found
    assert "connect-src" in found
    assert "script-src" in found
    assert "planted" in found
