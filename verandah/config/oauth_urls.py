"""Addresses of OAuth 2. Apps write them with and without a slash at the end, and a form must not be redirected."""

from django.urls import re_path

from verandah.api import oauth
from verandah.web import apps

from .api_urls import at

urlpatterns = [
    re_path(r"^oauth/authorize/?$", apps.authorize, name="oauth_authorize"),
    re_path(r"^oauth/authorize/native/?$", apps.native, name="oauth_native"),
    at("/oauth/token", oauth.token),
    at("/oauth/revoke", oauth.revoke),
    at("/oauth/userinfo", oauth.read_userinfo, oauth.send_userinfo),
    at("/.well-known/oauth-authorization-server", oauth.metadata),
    at("/api/v1/apps", oauth.register),
    at("/api/v1/apps/verify_credentials", oauth.verify_credentials),
]
