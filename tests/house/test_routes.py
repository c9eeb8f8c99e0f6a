"""Every page is known by name here: who may open it, who may post to it, and where its posts are checked."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.web import test_visibility
from verandah.api.door import Resource
from verandah.domain.accounts.models import Account


@dataclass(frozen=True)
class Route:
    """`path` with a stand-in for what varies; `matrix`: the columns of the visibility matrix that look at it."""

    path: str
    open_to_guests: str = ""
    matrix: tuple[str, ...] = ()


# Open to guests: always with the reason. Everything else sends a guest to the sign-in page, whatever the method.
ROUTES = {
    "home": Route("/", "A guest sees the landing page.", ("home", "home, older")),
    "rules": Route("/rules/", "What holds here is for whoever wants to join."),
    "rule": Route("/rules/be-kind/", "The same, one rule with its versions."),
    "contact": Route("/contact/", "Whom to turn to, for people without an account."),
    "transparency": Route("/transparency/", "Numbers that name nobody."),
    "transparency_table": Route("/transparency/figures.csv", "The same for spreadsheets."),
    "security_txt": Route("/.well-known/security.txt", "Where to tell of a weakness (RFC 9116)."),
    "safety_json": Route("/.well-known/safety.json", "What the pages for everyone say, for programs."),
    "community": Route("/all/", matrix=("community",)),
    "newer": Route("/newer/", matrix=("home, newer", "community, newer")),
    "tag": Route("/tags/birds/", matrix=("tag",)),
    "announcement_dismiss": Route("/announcements/1/dismiss/"),
    "post_new": Route("/p/new/"),
    "post_extras": Route("/p/new/extras/"),
    "complete": Route("/complete/"),
    "post": Route(
        "/p/1/",
        "A public post is for everyone on the web.",
        ("permalink", "more by author", "as a comment", "comments on it"),
    ),
    "post_edit": Route("/p/1/edit/", matrix=("edit page",)),
    "post_history": Route("/p/1/history/", "As its post.", ("history",)),
    "post_go_back": Route("/p/1/history/0/"),
    "notice": Route("/report/", "Whoever finds something illegal can say so without an account (DSA art. 16)."),
    "receipt": Route("/report/receipt/0/", "Whoever has the secret address of a notice reads what came of it."),
    "report": Route("/report/p1/", "A guest is led to the form for everyone.", ("report page",)),
    "own_cases": Route("/cases/"),
    "own_case": Route("/cases/AB-1234/"),
    "snapshot_file": Route("/moderation/pictures/1/"),
    "drafts": Route("/drafts/"),
    "draft_save": Route("/drafts/save/"),
    "draft_drop": Route("/drafts/abc/drop/"),
    "draft_restore": Route("/drafts/abc/restore/"),
    "manifest": Route("/manifest.webmanifest", "What the site is as an app, which its landing page says as well."),
    "app_icon": Route("/icons/192-any.png", "The sign of the site, drawn in its hue."),
    "worker": Route("/sw.js", "A program that is the same for everyone; the browser fetches it apart from any page."),
    "offline": Route("/offline/", "The page without a connection, in which nobody's name may stand."),
    "visitor": Route("/visitor/", "Tells a guest that nobody is signed in."),
    "share": Route("/share/"),
    "post_comments": Route("/p/1/comments/", matrix=("comments anew",)),
    "post_reply": Route("/p/1/reply/", matrix=("answer form",)),
    "post_rest": Route("/p/1/rest/", matrix=("rest of a branch",)),
    "comments_policy": Route("/p/1/comments-policy/"),
    "post_telling": Route("/p/1/conversation/", matrix=("told of",)),
    "post_quotes": Route("/p/1/quotes/", matrix=("who quoted",)),
    "quote_revoke": Route("/p/1/quotes/revoke/"),
    "share_remove": Route("/p/1/shares/2/remove/"),
    "post_react": Route("/p/1/react/", matrix=("reactions to choose",)),
    "post_unreact": Route("/p/1/unreact/"),
    "post_share": Route("/p/1/share/"),
    "post_unshare": Route("/p/1/unshare/"),
    "post_save": Route("/p/1/save/"),
    "post_unsave": Route("/p/1/unsave/"),
    "poll_vote": Route("/p/1/vote/"),
    "post_reactions": Route("/p/1/reactions/", matrix=("who reacted",)),
    "post_shares": Route("/p/1/shares/", matrix=("who shared",)),
    "saved": Route("/saved/", matrix=("saved",)),
    "post_delete": Route("/p/1/delete/", matrix=("delete page",)),
    "post_restore": Route("/p/1/restore/"),
    "search": Route("/search/", matrix=("search", "search, newest")),
    "people": Route("/people/"),
    "friends": Route("/people/friends/"),
    "friend_requests": Route("/people/friend-requests/"),
    "friends_asked": Route("/people/friend-requests/sent/"),
    "profile_as": Route("/@alice/as/"),
    "profile_friends": Route("/@alice/friends/"),
    "profile_mutual": Route("/@alice/mutual/"),
    "befriend": Route("/@alice/befriend/"),
    "unfriend": Route("/@alice/unfriend/"),
    "friend_cancel": Route("/@alice/friend-request/cancel/"),
    "friend_accept": Route("/@alice/friend-request/accept/"),
    "friend_decline": Route("/@alice/friend-request/decline/"),
    "person_lists": Route("/@alice/lists/"),
    "lists": Route("/lists/"),
    "post_audience": Route("/p/1/audience/", matrix=("who sees it",)),
    "post_audience_change": Route("/p/1/audience/change/"),
    "post_audience_undo": Route("/p/audience/undo/"),
    "settings_fields": Route("/settings/profile/details/"),
    "settings_old_posts": Route("/settings/privacy/old-posts/"),
    "list": Route("/lists/1/"),
    "list_offers": Route("/lists/1/offers/"),
    "list_delete": Route("/lists/1/delete/"),
    "blocked": Route("/people/blocked/"),
    "muted": Route("/people/muted/"),
    "requests": Route("/requests/"),
    "request_accept": Route("/requests/@eve/accept/"),
    "request_decline": Route("/requests/@eve/decline/"),
    "notifications": Route("/notifications/", matrix=("notification",)),
    "notifications_read": Route("/notifications/read/"),
    "notifications_count": Route("/notifications/count/", matrix=("notification",)),
    "notification": Route("/notifications/1/", matrix=("people of a notice",)),
    "notification_people": Route("/notifications/1/people/", matrix=("people of a notice",)),
    "notice_requests": Route("/notifications/requests/", matrix=("notices held back",)),
    "notice_request_accept": Route("/notifications/requests/1/accept/"),
    "notice_request_dismiss": Route("/notifications/requests/1/dismiss/"),
    "menu": Route("/menu/"),
    "decisions": Route("/decisions/"),
    "decisions_done": Route("/decisions/done/", "Whoever is in the room of closed accounts leaves it."),
    "decision_case": Route("/decisions/cases/1/"),
    "decision": Route("/decisions/1/"),
    "decision_file": Route("/decisions/1/files/1/"),
    "decision_by_letter": Route("/decisions/not-signed/", "The link of the letter is signed, and opens one statement."),
    "decision_file_by_letter": Route("/decisions/not-signed/files/1/", "As the statement that shows it."),
    "profile": Route(
        "/@alice/", "A profile shows its public posts to everyone.", ("profile", "profile, older", "shared", "quoted")
    ),
    "post_of_person": Route("/@alice/1/", "It leads to the post's page, which asks who may see it."),
    "profile_about": Route("/@alice/about/", "What someone says about themselves is for everyone."),
    "profile_albums": Route("/@alice/albums/", "As the profile; tests/web/test_albums.py has their matrix."),
    "album": Route("/@alice/albums/1/", "An album may be for everyone on the web.", ("album",)),
    "album_item": Route("/@alice/albums/1/2/", "As its album.", ("album, picture",)),
    "album_new": Route("/albums/new/"),
    "album_change": Route("/albums/1/change/"),
    "album_add": Route("/albums/1/add/"),
    "album_delete": Route("/albums/1/delete/"),
    "album_restore": Route("/albums/1/restore/"),
    "profile_photos": Route("/@alice/photos/", "As the profile: what is in posts for everyone.", ("photos",)),
    "profile_videos": Route("/@alice/videos/", "The same.", ("videos",)),
    "followers": Route("/@alice/followers/"),
    "following": Route("/@alice/following/"),
    "follow": Route("/@alice/follow/"),
    "unfollow": Route("/@alice/unfollow/"),
    "remove_follower": Route("/@alice/remove-follower/"),
    "block": Route("/@alice/block/"),
    "unblock": Route("/@alice/unblock/"),
    "mute": Route("/@alice/mute/"),
    "unmute": Route("/@alice/unmute/"),
    "set_language": Route("/language/", "The language is chosen before anyone signs in."),
    "set_theme": Route("/theme/", "So is light or dark."),
    "waiting": Route("/p/waiting/"),
    "waiting_drop": Route("/p/waiting/1/drop/"),
    "link_picture": Route(
        "/media/links/0000000000.jpg", "The picture of a page elsewhere, for whoever was told its address."
    ),
    "uploads": Route("/media/uploads/"),
    "upload": Route("/media/uploads/1/"),
    "upload_file": Route("/media/files/1/"),
    "captions": Route("/media/files/1/captions/"),
    "captions_remove": Route("/media/files/1/captions/remove/"),
    "media": Route("/media/x/full.jpg", "Apps fetch pictures as nobody; who was shown the post has the signature."),
    "brand": Route("/brand.css", "The site's colour stands on the landing page."),
    "settings_profile": Route("/settings/"),
    "settings_birthday": Route("/settings/birthday/"),
    "settings_notifications": Route("/settings/notifications/"),
    "push_subscribe": Route("/settings/notifications/push/"),
    "push_unsubscribe": Route("/settings/notifications/push/end/"),
    "settings_privacy": Route("/settings/privacy/"),
    "settings_display": Route("/settings/display/"),
    "settings_security": Route("/settings/security/"),
    "session_end": Route("/settings/security/sessions/end/"),
    "settings_apps": Route("/settings/apps/"),
    "settings_standing": Route("/settings/standing/"),
    "app_shut_out": Route("/settings/apps/end/"),
    "oauth_authorize": Route("/oauth/authorize", "An app that asks wrongly is told so before anyone signs in."),
    "oauth_native": Route("/oauth/authorize/native"),
    "letters_stop": Route("/letters/not-signed/", "Nobody has to sign in to get no more letters; the link is signed."),
    "welcome_owner": Route("/welcome/not-the-secret/", "The first visitor has no account yet; the secret is the key."),
    "mfa_authenticate": Route("/sign-in/second-step/"),
    "mfa_reauthenticate": Route("/reauthenticate/code/"),
    "mfa_reauthenticate_webauthn": Route("/reauthenticate/key/"),
    "mfa_index": Route("/settings/security/second-step/"),
    "mfa_activate_totp": Route("/settings/security/app/"),
    "mfa_deactivate_totp": Route("/settings/security/app/remove/"),
    "mfa_list_webauthn": Route("/settings/security/keys/"),
    "mfa_add_webauthn": Route("/settings/security/keys/add/"),
    "mfa_remove_webauthn": Route("/settings/security/keys/1/remove/"),
    "mfa_view_recovery_codes": Route("/settings/security/codes/"),
    "mfa_generate_recovery_codes": Route("/settings/security/codes/new/"),
    # The staff's pages are there for nobody else.
    "queue": Route("/moderation/"),
    "queue_live": Route("/moderation/live/"),
    "queue_next": Route("/moderation/next/"),
    "case_bulk": Route("/moderation/bulk/"),
    "case_bulk_undo": Route("/moderation/bulk/1/undo/"),
    "case": Route("/moderation/AB-1234/"),
    "case_reporters": Route("/moderation/AB-1234/reporters/"),
    "case_claim": Route("/moderation/AB-1234/claim/"),
    "case_release": Route("/moderation/AB-1234/release/"),
    "case_assign": Route("/moderation/AB-1234/assign/"),
    "case_pass_on": Route("/moderation/AB-1234/pass-on/"),
    "case_wait": Route("/moderation/AB-1234/wait/"),
    "case_note": Route("/moderation/AB-1234/notes/"),
    "case_pin": Route("/moderation/AB-1234/notes/1/pin/"),
    "case_decide": Route("/moderation/AB-1234/decide/"),
    "case_look": Route("/moderation/AB-1234/look/"),
    "case_undo": Route("/moderation/AB-1234/decisions/1/undo/"),
    "case_link": Route("/moderation/AB-1234/links/"),
    "case_reopen": Route("/moderation/AB-1234/reopen/"),
    "appeal_answer": Route("/moderation/AB-1234/appeal/"),
    "appeal_take_up": Route("/moderation/AB-1234/appeal/take/"),
    "case_message": Route("/moderation/AB-1234/messages/"),
    "staff_clocks": Route("/admin/clocks/"),
    "staff_banks": Route("/moderation/banks/"),
    "staff_banks_release": Route("/moderation/banks/release/"),
    "staff_bank_judge": Route("/moderation/banks/finds/1/"),
    "staff_bank": Route("/moderation/banks/1/"),
    "staff_bank_change": Route("/moderation/banks/1/change/"),
    "staff_bank_add": Route("/moderation/banks/1/add/"),
    "staff_bank_withdraw": Route("/moderation/banks/1/withdraw/"),
    "staff_bank_answer": Route("/moderation/banks/1/proposals/1/"),
    "approvals": Route("/moderation/approvals/"),
    "staff_rules": Route("/moderation/rules/"),
    "staff_rule_new": Route("/moderation/rules/new/words/"),
    "staff_rule": Route("/moderation/rules/1/"),
    "staff_rule_change": Route("/moderation/rules/1/change/"),
    "staff_rule_switch": Route("/moderation/rules/1/mode/"),
    "staff_rule_backtest": Route("/moderation/rules/1/backtest/"),
    "staff_rule_judge": Route("/moderation/rules/hits/1/"),
    "approval_decide": Route("/moderation/approvals/1/"),
    "staff_policy": Route("/admin/policy/"),
    "staff_policy_undo": Route("/admin/policy/1/undo/"),
    "staff_contact": Route("/admin/contact/"),
    "staff_policies": Route("/admin/rules/"),
    "staff_policy_new": Route("/admin/rules/new/"),
    "staff_policy_change": Route("/admin/rules/1/"),
    "staff_policy_move": Route("/admin/rules/1/move/"),
    "staff_trust": Route("/admin/trust/@alice/"),
    "staff_people": Route("/admin/people/"),
    "staff_person": Route("/admin/people/@alice/"),
    "record": Route("/admin/audit/"),
    "account_login": Route("/sign-in/", "Who signs in is not signed in."),
    "account_signup": Route("/sign-up/", "Who joins has no account."),
    "account_logout": Route("/sign-out/", "A guest is taken to the landing page."),
    "account_inactive": Route("/sign-in/inactive/", "Says why signing in did not work."),
    "account_reauthenticate": Route("/reauthenticate/"),
    "account_email": Route("/email/"),
    "account_email_verification_sent": Route("/confirm-email/", "Stands between signing up and signing in."),
    "confirmation_again": Route("/confirm-email/again/", "So does asking for the letter again."),
    "account_confirm_email": Route(f"/confirm-email/{'x' * 30}/", "The link in the letter; its key is the proof."),
    "account_change_password": Route("/password/change/"),
    "account_set_password": Route("/password/set/"),
    "account_reset_password": Route("/password/reset/", "Who forgot the password cannot sign in."),
    "account_reset_password_done": Route("/password/reset/sent/", "Says that a letter is on its way."),
    "account_reset_password_from_key": Route("/password/reset/1-x-y/", "The link in the letter; its key is the proof."),
    "account_reset_password_from_key_done": Route("/password/reset/done/", "Says that the new password is set."),
}
# The stream is no view of Django's and is tried in tests/streaming; the matrix asks it too.
BESIDE = {
    *("home, live", "community, live", "profile, number"),
    *("home, at once", "community, at once", "profile, at once", "permalink, at once"),
}
HIDDEN = {404, 405}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    """All pages. What answers apps knows neither sessions nor forms, and is tried in tests/api."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern)
        elif not isinstance(pattern.callback, Resource):
            yield pattern


def test_every_address_is_known_here():
    assert sorted(str(pattern.name) for pattern in patterns(get_resolver())) == sorted(ROUTES)


def test_the_stand_ins_lead_where_they_should():
    assert {name: get_resolver().resolve(route.path).url_name for name, route in ROUTES.items()} == {
        n: n for n in ROUTES
    }


def test_every_column_of_the_matrix_belongs_to_an_address():
    looked_at = {column for route in ROUTES.values() for column in route.matrix}
    of_pages = {column for column in test_visibility.ROUTES if not column.startswith("app: ")}
    assert looked_at | BESIDE == of_pages


def test_no_address_is_exempt_from_csrf_but_those_that_programs_press():
    exempt = [str(pattern.name) for pattern in patterns(get_resolver()) if getattr(pattern.callback, "csrf_exempt", 0)]
    assert exempt == ["share", "letters_stop"]


def is_sent_to_sign_in(response) -> bool:
    return response.status_code in {302, 303} and response["Location"].startswith("/sign-in/")


def gates(client: Client, method: str) -> dict[str, int | str]:
    """What each address answers: "sign in", or the status."""
    answers = {name: getattr(client, method)(route.path) for name, route in ROUTES.items()}
    return {name: "sign in" if is_sent_to_sign_in(answer) else answer.status_code for name, answer in answers.items()}


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_guest_is_sent_to_sign_in_unless_there_is_a_reason(alice: Account, eve: Account, method: str):
    found = gates(Client(), method)
    assert {name: gate for name, gate in found.items() if gate != "sign in" and gate >= 500} == {}
    closed = {name for name, gate in found.items() if gate == "sign in" or gate in HIDDEN}
    assert {name for name, route in ROUTES.items() if not route.open_to_guests} - closed == set()


def test_what_is_open_opens(alice: Account, eve: Account, client_of):
    # A gate that refused everyone would pass the test above.
    open_to_guests = {name for name, route in ROUTES.items() if route.open_to_guests}
    shut = {name for name, gate in gates(Client(), "get").items() if gate == "sign in"}
    assert shut & open_to_guests == set()
    shut_to_members = {name for name, gate in gates(client_of(eve), "get").items() if gate == "sign in"}
    assert shut_to_members == set()


def test_a_form_without_its_token_is_refused(alice: Account, eve: Account, client_of):
    client = client_of(eve)
    client.handler.enforce_csrf_checks = True
    found = gates(client, "post")
    assert {name: gate for name, gate in found.items() if gate not in {403, 404, 405}} == {}


def test_reasons_are_sentences():
    assert [
        name for name, route in ROUTES.items() if route.open_to_guests and not route.open_to_guests.endswith(".")
    ] == []
