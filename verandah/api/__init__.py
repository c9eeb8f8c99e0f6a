"""The door for apps: the Mastodon client API and OAuth 2."""
