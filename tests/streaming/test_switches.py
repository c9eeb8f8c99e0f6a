"""A switch that another process has set is known to a running server at once."""

import pytest

from tests.factories import make_account, make_post
from tests.streaming.running import Visitor
from verandah.actions import administering, announcing
from verandah.domain.instance.models import Site
from verandah.domain.instance.switches import SWITCHBOARD
from verandah.domain.posts.audience import Audience

pytestmark = pytest.mark.django_db(transaction=True)


def status(port: int, path: str) -> int:
    with Visitor(port) as visitor:
        visitor.request(f"GET {path}")
        return visitor.head()[0]


def test_every_process_hears_of_it(site) -> None:
    administering.ensure_site()
    path = f"/p/{make_post(make_account('vera'), 'On the web', Audience.PUBLIC).pk}/"
    assert status(site.port, path) == 200
    # As if somebody else had set it: this process has not read it again.
    Site.objects.update(allows_guests=False)
    assert status(site.port, path) == 200
    announcing.switched()
    assert site.until(lambda: status(site.port, path) == 302)
    assert status(site.port, "/rules/") == 200
    assert not SWITCHBOARD.now.allows_guests
