"""Every page of the site, as a table: where it stands and who looks at it. Whoever adds a page adds its line."""

from dataclasses import dataclass

GUEST, MEMBER, STAFF = "guest", "member", "staff"

LONG_NAME = "Wilhelmina-Theodora Featherstonehaugh-Cholmondeley"
# What stands there alone in the words of a person, or is called the same everywhere.
SAID = {LONG_NAME, "Alice", "Bob", "Carol", "Eve", "Dan", "Nina", "Olga", "Verandah"}
# Lists that everyone is given, in the language they had then.
SAID |= {"Close friends", "Family", "Colleagues", "Neighbours"}
# Languages as they call themselves, law packs by their titles, and places that time zones are named after.
SAID |= {"English", "Deutsch", "Español", "Français", "European Union", "United Kingdom", "United States"}
SAID |= {"Luxembourg", "Malta"}


@dataclass(frozen=True)
class Sight:
    """A page as someone opens it. In `path`, names in braces stand for what `looking.settle` has made."""

    path: str
    who: str = MEMBER


PAGES: dict[str, Sight] = {
    "home": Sight("/"),
    "community": Sight("/all/"),
    "tag": Sight("/tags/bread/"),
    "announcements": Sight("/announcements/"),
    "post_new": Sight("/p/new/"),
    "drafts": Sight("/drafts/"),
    "post": Sight("/p/{post}/"),
    "post_edit": Sight("/p/{post}/edit/"),
    "post_history": Sight("/p/{post}/history/"),
    "post_audience": Sight("/p/{post}/audience/"),
    "post_delete": Sight("/p/{post}/delete/"),
    "comments_policy": Sight("/p/{post}/comments-policy/"),
    "post_telling": Sight("/p/{post}/conversation/"),
    "post_quotes": Sight("/p/{post}/quotes/"),
    "post_reactions": Sight("/p/{post}/reactions/"),
    "post_shares": Sight("/p/{post}/shares/"),
    "album_new": Sight("/albums/new/"),
    "album": Sight("/@alice/albums/{album}/"),
    "album_item": Sight("/@alice/albums/{album}/{media}/"),
    "album_change": Sight("/albums/{album}/change/"),
    "album_add": Sight("/albums/{album}/add/"),
    "album_delete": Sight("/albums/{album}/delete/"),
    "notice": Sight("/report/", GUEST),
    "report": Sight("/report/p{others}/"),
    "own_cases": Sight("/cases/"),
    "own_case": Sight("/cases/{case}/"),
    "saved": Sight("/saved/"),
    "search": Sight("/search/?q=bread"),
    "people": Sight("/people/"),
    "friends": Sight("/people/friends/"),
    "friend_requests": Sight("/people/friend-requests/"),
    "friends_asked": Sight("/people/friend-requests/sent/"),
    "lists": Sight("/lists/"),
    "list": Sight("/lists/{list}/"),
    "list_delete": Sight("/lists/{list}/delete/"),
    "blocked": Sight("/people/blocked/"),
    "muted": Sight("/people/muted/"),
    "requests": Sight("/requests/"),
    "notifications": Sight("/notifications/"),
    "notification_people": Sight("/notifications/{notice}/people/"),
    "notice_requests": Sight("/notifications/requests/"),
    "menu": Sight("/menu/"),
    "decision": Sight("/decisions/{decision}/"),
    "profile": Sight("/@alice/"),
    "profile_about": Sight("/@alice/about/"),
    "profile_photos": Sight("/@alice/photos/"),
    "profile_videos": Sight("/@alice/videos/"),
    "profile_albums": Sight("/@alice/albums/"),
    "profile_friends": Sight("/@alice/friends/"),
    "profile_mutual": Sight("/@bob/mutual/"),
    "person_lists": Sight("/@bob/lists/"),
    "profile_as": Sight("/@alice/as/"),
    "followers": Sight("/@alice/followers/"),
    "following": Sight("/@alice/following/"),
    "block": Sight("/@bob/block/"),
    "mute": Sight("/@bob/mute/"),
    "captions": Sight("/media/files/{sound}/captions/"),
    "settings_profile": Sight("/settings/"),
    "settings_privacy": Sight("/settings/privacy/"),
    "settings_old_posts": Sight("/settings/privacy/old-posts/"),
    "settings_notifications": Sight("/settings/notifications/"),
    "settings_display": Sight("/settings/display/"),
    "settings_security": Sight("/settings/security/"),
    "settings_apps": Sight("/settings/apps/"),
    "settings_standing": Sight("/settings/standing/"),
    "mfa_activate_totp": Sight("/settings/security/app/"),
    "mfa_add_webauthn": Sight("/settings/security/keys/add/", STAFF),
    "mfa_generate_recovery_codes": Sight("/settings/security/codes/new/", STAFF),
    "account_email": Sight("/email/"),
    "account_change_password": Sight("/password/change/"),
    "account_logout": Sight("/sign-out/"),
    "account_login": Sight("/sign-in/", GUEST),
    "account_signup": Sight("/sign-up/", GUEST),
    "account_inactive": Sight("/sign-in/inactive/", GUEST),
    "account_email_verification_sent": Sight("/confirm-email/", GUEST),
    "account_confirm_email": Sight("/confirm-email/0123456789012345678901234567890/", GUEST),
    "account_reset_password": Sight("/password/reset/", GUEST),
    "account_reset_password_done": Sight("/password/reset/sent/", GUEST),
    "account_reset_password_from_key": Sight("/password/reset/1-x-y/", GUEST),
    "account_reset_password_from_key_done": Sight("/password/reset/done/", GUEST),
    "rules": Sight("/rules/", GUEST),
    "rule": Sight("/rules/{rule}/", GUEST),
    "contact": Sight("/contact/", GUEST),
    "transparency": Sight("/transparency/", GUEST),
    "offline": Sight("/offline/", GUEST),
    "share": Sight("/share/?text=Bread+at+six"),
    "queue": Sight("/moderation/", STAFF),
    "case": Sight("/moderation/{case}/", STAFF),
    "approvals": Sight("/moderation/approvals/", STAFF),
    "staff_rules": Sight("/moderation/rules/", STAFF),
    "staff_rule_new": Sight("/moderation/rules/new/words/", STAFF),
    "staff_rule": Sight("/moderation/rules/{filter}/", STAFF),
    "staff_rule_change": Sight("/moderation/rules/{filter}/change/", STAFF),
    "staff_banks": Sight("/moderation/banks/", STAFF),
    "staff_announcements": Sight("/admin/announcements/", STAFF),
    "staff_announcement_new": Sight("/admin/announcements/new/", STAFF),
    "staff_clocks": Sight("/admin/clocks/", STAFF),
    "staff_policy": Sight("/admin/policy/", STAFF),
    "staff_contact": Sight("/admin/contact/", STAFF),
    "staff_fields": Sight("/admin/fields/", STAFF),
    "staff_field_new": Sight("/admin/fields/new/", STAFF),
    "staff_policies": Sight("/admin/rules/", STAFF),
    "staff_policy_new": Sight("/admin/rules/new/", STAFF),
    "staff_policy_change": Sight("/admin/rules/{policy}/", STAFF),
    "staff_trust": Sight("/admin/trust/@alice/", STAFF),
    "staff_people": Sight("/admin/people/", STAFF),
    "staff_person": Sight("/admin/people/@alice/", STAFF),
    "record": Sight("/admin/audit/", STAFF),
    "staff_mode": Sight("/admin/mode/", STAFF),
    "catch_up": Sight("/catch-up/"),
    "on_this_day": Sight("/on-this-day/"),
    "birthdays": Sight("/birthdays/"),
    "explore": Sight("/explore/"),
    "first_step": Sight("/first-day/people/"),
    "checkup": Sight("/settings/check-up/"),
    "display": Sight("/display/", GUEST),
    "settings_index": Sight("/settings/all/"),
    "settings_data": Sight("/settings/data/"),
    "settings_delete": Sight("/settings/data/delete/"),
    "settings_rest": Sight("/settings/data/rest/"),
    "settings_invites": Sight("/settings/invites/"),
    "invitation": Sight("/invite/no-such-code/", GUEST),
    "staff_overview": Sight("/admin/", STAFF),
    "staff_statistics": Sight("/admin/statistics/", STAFF),
    "staff_storage": Sight("/admin/storage/", STAFF),
    "staff_launch": Sight("/admin/launch/", STAFF),
    "staff_settings": Sight("/admin/settings/", STAFF),
    "staff_setup_safety": Sight("/admin/setup/safety/", STAFF),
    "staff_looks": Sight("/admin/settings/pictures/", STAFF),
    "staff_backups": Sight("/admin/settings/backups/", STAFF),
    "staff_setup_step": Sight("/admin/setup/landing/", STAFF),
    "staff_mail": Sight("/admin/settings/letters/", STAFF),
    "staff_documents": Sight("/admin/documents/", STAFF),
    "staff_joining": Sight("/admin/joining/", STAFF),
    "staff_join_questions": Sight("/admin/joining/questions/", STAFF),
    "staff_join_question_new": Sight("/admin/joining/questions/new/", STAFF),
    "staff_invites": Sight("/admin/invites/", STAFF),
    "staff_invite_tree": Sight("/admin/invites/tree/", STAFF),
    "staff_invite_files": Sight("/admin/invites/import/", STAFF),
    "staff_members": Sight("/admin/members/", STAFF),
    "staff_member": Sight("/admin/members/@alice/", STAFF),
    "staff_trends": Sight("/admin/trends/", STAFF),
}

# Pages of another that look unlike: who looks changes everything, or nothing is there.
ALSO: dict[str, Sight] = {
    "landing": Sight("/", GUEST),
    "profile, to a guest": Sight("/@alice/", GUEST),
    "profile, of another": Sight("/@bob/"),
    "post, to a guest": Sight("/p/{post}/", GUEST),
    "nothing there": Sight("/no-such-page/", GUEST),
    "first_step, picture": Sight("/first-day/picture/"),
    "first_step, tags": Sight("/first-day/tags/"),
    "first_step, post": Sight("/first-day/post/"),
    "search, nothing yet": Sight("/search/"),
}

# Names of addresses at which there is no page to look at, by the reason.
LEFT_OUT: dict[str, str] = {
    "Only takes what a form sends.": """
        accept album_restore announcement_bring_back announcement_dismiss app_shut_out appeal_answer
        appeal_take_up approval_decide archive_start archive_stop befriend captions_remove case_assign case_bulk
        case_bulk_undo case_claim case_decide case_link case_look case_message case_note case_pass_on case_pin
        case_release case_reopen case_reporters case_undo case_wait confirmation_again draft_drop draft_restore
        draft_save follow friend_accept friend_cancel friend_decline invite_end notice_request_accept
        notice_request_dismiss not_suggested notifications_read on_this_day_front_page
        on_this_day_not_today poll_vote post_audience_change
        post_audience_undo post_go_back post_react post_restore post_save post_share post_unreact post_unsave
        post_unshare push_subscribe push_unsubscribe quote_revoke remove_follower request_accept request_decline
        session_end set_language set_theme settings_answers settings_birthday settings_fields share_remove
        staff_announcement_preview
        staff_announcement_sure staff_bank_add staff_bank_answer staff_bank_change
        staff_bank_judge staff_bank_withdraw staff_banks_release staff_document_move staff_document_new
        staff_field_move staff_invite_branch_end staff_invite_file_act staff_join_question_move staff_pick
        staff_joining_decide staff_members_export staff_mode_open staff_policies_confirm
        staff_policy_move staff_policy_undo staff_rule_backtest staff_rule_judge staff_rule_switch
        staff_settings_undo staff_trend_review unblock unfollow unfriend unmute upload uploads waiting_drop
        waiting_room_address waiting_room_withdraw""",
    "A part of a page, or what a script asks for.": """
        complete list_offers newer notifications_count post_comments post_extras post_reply post_rest queue_live
        search_suggest upload_file visitor waiting""",
    "Leads somewhere else.": """
        account_reauthenticate account_set_password decision_case decisions first_day mfa_authenticate mfa_index
        mfa_list_webauthn mfa_reauthenticate mfa_reauthenticate_webauthn notification post_of_person queue_next
        staff_setup welcome_owner""",
    "No page: a file, or what programs read.": """
        app_icon archive brand decision_file decision_file_by_letter favicon feed_atom feed_rss link_picture
        manifest media robots safety_json security_txt site_picture sitemap sitemap_month sitemap_pages
        snapshot_file staff_announcement_table staff_statistics_table transparency_table worker""",
    "Looks like a page in the table, and is tried by its own journey.": """
        checkup_step come_back decision_by_letter decisions_done erased letters_stop mfa_deactivate_totp
        mfa_remove_webauthn mfa_view_recovery_codes oauth_authorize oauth_native receipt staff_announcement
        staff_announcement_readers staff_bank staff_document staff_document_preview staff_field_change
        staff_invite_file staff_job staff_join_question waiting_room""",
    "There once the owner has published such a document; the journey of documents looks at them.": """
        document_about document_accessibility document_imprint document_own document_privacy document_terms
        history_about history_accessibility history_imprint history_own history_privacy history_terms
        version_about version_accessibility version_imprint version_own version_privacy version_terms""",
}


def left_out() -> set[str]:
    """All those names."""
    return {name for names in LEFT_OUT.values() for name in names.split()}
