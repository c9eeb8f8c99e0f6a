"""Every address with a page is looked at in a browser, or it is said why not."""

from django.urls import get_resolver

from tests.browser.pages import ALSO, LEFT_OUT, PAGES, left_out

from .test_routes import patterns


def test_every_page_is_looked_at_or_left_out_with_a_reason():
    names = {str(pattern.name) for pattern in patterns(get_resolver())}
    assert names - set(PAGES) - left_out() == set(), "Give it a line in tests/browser/pages.py."
    assert (set(PAGES) | left_out()) - names == set()


def test_each_is_named_once():
    listed = [name for names in LEFT_OUT.values() for name in names.split()]
    assert len(listed) == len(set(listed))
    assert set(PAGES) & left_out() == set()
    assert set(PAGES) & set(ALSO) == set()
