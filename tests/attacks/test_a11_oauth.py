"""A11: OAuth gives nothing to whoever asks in another way.

Beside what is here: every scope at every endpoint (`tests/api/test_scope_matrix.py`), also in streams
(`tests/streaming/test_apps.py`); redirects, codes and challenges in `tests/api/test_oauth.py`:
`test_only_the_registered_address_is_called`, `test_a_code_is_good_once_and_its_second_use_ends_the_token`,
`test_two_uses_at_the_same_moment_end_both`, `test_a_code_with_a_challenge_needs_its_verifier_and_its_address`.
"""

import pytest

from tests.api.oauth_steps import HERE, registered
from tests.factories import PASSWORD
from tests.factors import code, give_factor
from tests.web.entrance import sign_in
from verandah.domain.accounts.models import AccessToken

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(site) -> str:
    app = registered()
    return f"/oauth/authorize?response_type=code&client_id={app.client_id}&redirect_uri={HERE}&scope=read"


def test_consent_waits_for_the_second_factor(alice, client, place):
    give_factor(alice.user)
    assert sign_in(client, "alice", next=place)["Location"].startswith("/sign-in/second-step/")
    assert client.get(place)["Location"].startswith("/sign-in/")
    assert client.post(place, {"decision": "allow"})["Location"].startswith("/sign-in/")
    answer = client.post("/sign-in/second-step/", {"code": code()})
    assert answer["Location"] == place
    assert client.get(place).status_code == 200


@pytest.mark.parametrize("kind", ["password", "implicit", "token", "urn:ietf:params:oauth:grant-type:device_code"])
def test_no_other_way_to_a_token(alice, client, kind):
    asked = {"grant_type": kind, **registered().body, "username": "alice", "password": PASSWORD}
    before = AccessToken.objects.count()
    answer = client.post("/oauth/token", asked)
    assert answer.status_code == 400
    assert answer.json()["error"] == "unsupported_grant_type"
    assert AccessToken.objects.count() == before


def test_no_token_comes_back_in_an_address(alice, client_of, place):
    for kind in ("token", "id_token", "code token"):
        answer = client_of(alice).get(place.replace("response_type=code", f"response_type={kind}"))
        assert "access_token" not in answer.get("Location", "") + answer.content.decode()
        assert answer.status_code in {302, 303, 400, 422}
