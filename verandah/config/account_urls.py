"""Addresses of joining, signing in and settings: allauth's views one by one, at our paths, under allauth's names."""

from allauth.account import views
from django.urls import path, re_path

from verandah.web import (
    apps,
    birthday,
    decisions,
    factors,
    joining,
    narrowing,
    notice_settings,
    profile_lines,
    settings,
    unsubscribing,
    welcome,
)
from verandah.web.installed import leaves_nothing
from verandah.web.joining import ours

urlpatterns = [
    path("sign-in/", ours(views.login), name="account_login"),
    path("sign-up/", ours(views.signup), name="account_signup"),
    path("sign-out/", leaves_nothing(ours(views.logout)), name="account_logout"),
    path("sign-in/inactive/", ours(views.account_inactive), name="account_inactive"),
    path("sign-in/second-step/", ours(factors.SecondStep.as_view()), name="mfa_authenticate"),
    path("reauthenticate/", ours(views.reauthenticate), name="account_reauthenticate"),
    path("reauthenticate/code/", ours(factors.CodeAgain.as_view()), name="mfa_reauthenticate"),
    path("reauthenticate/key/", ours(factors.KeyAgain.as_view()), name="mfa_reauthenticate_webauthn"),
    path("email/", ours(views.email), name="account_email"),
    path("confirm-email/", joining.verification_sent, name="account_email_verification_sent"),
    path("confirm-email/again/", joining.send_again, name="confirmation_again"),
    re_path(
        r"^confirm-email/(?P<key>[-:\w]{20,200})/$", ours(joining.ConfirmEmail.as_view()), name="account_confirm_email"
    ),
    path("password/change/", ours(views.password_change), name="account_change_password"),
    path("password/set/", ours(views.password_set), name="account_set_password"),
    path("password/reset/", ours(views.password_reset), name="account_reset_password"),
    path("password/reset/sent/", ours(views.password_reset_done), name="account_reset_password_done"),
    path(
        "password/reset/done/",
        ours(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[-\w]{1,100})/$",
        ours(joining.NewPassword.as_view()),
        name="account_reset_password_from_key",
    ),
    path("settings/", settings.profile, name="settings_profile"),
    path("settings/birthday/", birthday.birthday, name="settings_birthday"),
    path("settings/privacy/", settings.privacy, name="settings_privacy"),
    path("settings/profile/details/", profile_lines.change, name="settings_fields"),
    path("settings/privacy/old-posts/", narrowing.old_posts, name="settings_old_posts"),
    path("settings/notifications/", notice_settings.notifications, name="settings_notifications"),
    path("settings/notifications/push/", notice_settings.subscribe, name="push_subscribe"),
    path("settings/notifications/push/end/", notice_settings.unsubscribe, name="push_unsubscribe"),
    path("settings/display/", settings.display, name="settings_display"),
    path("settings/security/", settings.security, name="settings_security"),
    path("settings/security/sessions/end/", settings.session_end, name="session_end"),
    path("settings/security/second-step/", ours(factors.index), name="mfa_index"),
    path("settings/security/app/", ours(factors.NewApp.as_view()), name="mfa_activate_totp"),
    path("settings/security/app/remove/", ours(factors.AppAway.as_view()), name="mfa_deactivate_totp"),
    path("settings/security/keys/", ours(factors.index), name="mfa_list_webauthn"),
    path("settings/security/keys/add/", ours(factors.NewKey.as_view()), name="mfa_add_webauthn"),
    path("settings/security/keys/<int:pk>/remove/", ours(factors.KeyAway.as_view()), name="mfa_remove_webauthn"),
    path("settings/security/codes/", ours(factors.Codes.as_view()), name="mfa_view_recovery_codes"),
    path("settings/security/codes/new/", ours(factors.NewCodes.as_view()), name="mfa_generate_recovery_codes"),
    path("settings/standing/", decisions.standing, name="settings_standing"),
    path("settings/apps/", apps.with_access, name="settings_apps"),
    path("settings/apps/end/", apps.shut_out, name="app_shut_out"),
    path("theme/", settings.set_theme, name="set_theme"),
    path("letters/<str:link>/", unsubscribing.stop, name="letters_stop"),
    path("welcome/<str:secret>/", welcome.owner, name="welcome_owner"),
]
