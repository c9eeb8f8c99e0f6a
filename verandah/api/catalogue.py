"""What of Mastodon's API is empty for now, comes later, or will not come: `docs/api.md` is made of it.

Whatever has an address and does not stand here works. A test compares this table with the addresses and with the
endpoints that apps call most.
"""

# Endpoints that answer, but have nothing to tell until something else is built.
EMPTY = {
    "GET /api/v1/accounts/:id/endorsements": "profiles can recommend others",
    "GET /api/v1/accounts/:id/featured_tags": "profiles can show tags",
    "GET /api/v1/accounts/:id/lists": "there are lists of people",
    "GET /api/v1/bookmarks": "there are bookmarks",
    "GET /api/v1/conversations": "there are messages",
    "GET /api/v1/custom_emojis": "a site can have emoji of its own",
    "GET /api/v1/domain_blocks": "there is federation",
    "GET /api/v1/endorsements": "profiles can recommend others",
    "GET /api/v1/favourites": "there are reactions",
    "GET /api/v1/featured_tags": "profiles can show tags",
    "GET /api/v1/featured_tags/suggestions": "profiles can show tags",
    "GET /api/v1/filters": "there are filters",
    "GET /api/v1/followed_tags": "tags can be followed",
    "GET /api/v1/instance/activity": "the site counts its weeks",
    "GET /api/v1/instance/domain_blocks": "there is federation",
    "GET /api/v1/instance/peers": "there is federation",
    "GET /api/v1/instance/rules": "a site can state its rules",
    "GET /api/v1/instance/translation_languages": "posts can be translated",
    "GET /api/v1/lists": "there are lists of people",
    "GET /api/v1/mutes": "people can be muted",
    "GET /api/v1/notifications/requests": "notifications can be held back",
    "GET /api/v1/push/subscription": "there is push (404 until then, as for an app without a subscription)",
    "GET /api/v1/scheduled_statuses": "posts can be scheduled",
    "GET /api/v1/statuses/:id/context": "there are comments",
    "GET /api/v1/statuses/:id/favourited_by": "there are reactions",
    "GET /api/v1/statuses/:id/quotes": "posts can be quoted",
    "GET /api/v1/statuses/:id/reblogged_by": "posts can be shared",
    "GET /api/v1/timelines/list/:id": "there are lists of people (404 until then)",
    "GET /api/v1/trends": "there are trends",
    "GET /api/v1/trends/links": "there are trends",
    "GET /api/v1/trends/statuses": "there are trends",
    "GET /api/v1/trends/tags": "there are trends",
    "GET /api/v2/filters": "there are filters",
}

# Endpoints without an address (404), because the site itself cannot do it yet. What is missing stands first.
LATER = {
    "joining by an app": ["POST /api/v1/accounts", "POST /api/v1/emails/confirmations"],
    "muting": [
        "POST /api/v1/accounts/:id/mute",
        "POST /api/v1/accounts/:id/unmute",
        "POST /api/v1/statuses/:id/mute",
        "POST /api/v1/statuses/:id/unmute",
    ],
    "private notes, recommended people, more of a profile": [
        "POST /api/v1/accounts/:id/note",
        "POST /api/v1/accounts/:id/pin",
        "POST /api/v1/accounts/:id/unpin",
        "GET /api/v1/profile",
        "PATCH /api/v1/profile",
        "PUT /api/v1/profile",
        "POST /api/v1/featured_tags",
        "DELETE /api/v1/featured_tags/:id",
    ],
    "pictures": [
        "POST /api/v1/media",
        "GET /api/v1/media/:id",
        "PUT /api/v1/media/:id",
        "POST /api/v2/media",
        "DELETE /api/v1/profile/avatar",
        "DELETE /api/v1/profile/header",
    ],
    "reactions, shares, bookmarks, pins": [
        "POST /api/v1/statuses/:id/favourite",
        "POST /api/v1/statuses/:id/unfavourite",
        "POST /api/v1/statuses/:id/reblog",
        "POST /api/v1/statuses/:id/unreblog",
        "POST /api/v1/statuses/:id/bookmark",
        "POST /api/v1/statuses/:id/unbookmark",
        "POST /api/v1/statuses/:id/pin",
        "POST /api/v1/statuses/:id/unpin",
        "PUT /api/v1/announcements/:id/reactions/:name",
        "DELETE /api/v1/announcements/:id/reactions/:name",
    ],
    "changing and scheduling posts, quotes": [
        "PUT /api/v1/statuses/:id",
        "GET /api/v1/scheduled_statuses/:id",
        "PUT /api/v1/scheduled_statuses/:id",
        "DELETE /api/v1/scheduled_statuses/:id",
        "PUT /api/v1/statuses/:id/interaction_policy",
        "POST /api/v1/statuses/:id/quotes/:id/revoke",
    ],
    "polls": ["GET /api/v1/polls/:id", "POST /api/v1/polls/:id/votes"],
    "lists": [
        "POST /api/v1/lists",
        "GET /api/v1/lists/:id",
        "PUT /api/v1/lists/:id",
        "DELETE /api/v1/lists/:id",
        "GET /api/v1/lists/:id/accounts",
        "POST /api/v1/lists/:id/accounts",
        "DELETE /api/v1/lists/:id/accounts",
    ],
    "filters": [
        "POST /api/v1/filters",
        "GET /api/v1/filters/:id",
        "PUT /api/v1/filters/:id",
        "DELETE /api/v1/filters/:id",
        "POST /api/v2/filters",
        "GET /api/v2/filters/:id",
        "PUT /api/v2/filters/:id",
        "DELETE /api/v2/filters/:id",
        "GET /api/v2/filters/:id/keywords",
        "POST /api/v2/filters/:id/keywords",
        "GET /api/v2/filters/keywords/:id",
        "PUT /api/v2/filters/keywords/:id",
        "DELETE /api/v2/filters/keywords/:id",
    ],
    "messages": ["DELETE /api/v1/conversations/:id"],
    "following tags": ["POST /api/v1/tags/:id/follow", "POST /api/v1/tags/:id/unfollow"],
    "reports": ["POST /api/v1/reports"],
    "holding notifications back": [
        "PUT /api/v2/notifications/policy",
        "PATCH /api/v2/notifications/policy",
        "POST /api/v1/notifications/requests/:id/accept",
        "POST /api/v1/notifications/requests/:id/dismiss",
    ],
    "push": ["POST /api/v1/push/subscription", "PUT /api/v1/push/subscription", "DELETE /api/v1/push/subscription"],
    "streaming": ["GET /api/v1/streaming"]
    + [f"GET /api/v1/streaming/{name}" for name in ("direct", "hashtag", "hashtag/local", "health", "list", "public")]
    + [f"GET /api/v1/streaming/{name}" for name in ("public/local", "public/remote", "user", "user/notification")],
    "federation": ["POST /api/v1/domain_blocks", "DELETE /api/v1/domain_blocks"],
}

# What is not offered, and why.
NEVER = {
    "DELETE /api/v1/notifications/:id": "`POST …/:id/dismiss` does it.",
    "DELETE /oauth/authorize": "The form on the page says no by POST.",
    "GET /api/v1/timelines/link": "There are no previews of links.",
    "POST /api/v1/statuses/:id/translate": "No post is sent to another service.",
}

# What is a page of the site.
PAGES = ("GET /@:id", "GET /@:id/:id", "GET /tags/:id")
PAGES_OF_OAUTH = ("GET /oauth/authorize", "POST /oauth/authorize", "GET /oauth/authorize/native")

# What an app should know of the endpoints that work.
NOTES = {
    "GET /api/v1/accounts/:id/followers": "needs a member's token",
    "GET /api/v1/accounts/:id/following": "needs a member's token",
    "GET /api/v1/directory": "newest members first, whatever `order` says",
    "GET /api/v1/notifications": "kinds: mention, follow, follow_request",
    "GET /api/v1/timelines/public": "needs a member's token; `remote` and `only_media` find nothing",
    "GET /api/v1/timelines/tag/:name": "needs a member's token; `any`, `all` and `none` are not read",
    "GET /api/v2/notifications": "each notification is a group of its own",
    "GET /api/v2/search": "people by name, tags by their beginning, a post by its address",
    "PATCH /api/v1/accounts/update_credentials": "`display_name`, `note` and `locked`; other fields stay as they are",
    "POST /api/v1/statuses": "text alone; `visibility` or our own `audience`, see below",
}
