"""What of Mastodon's API is empty for now, comes later, or will not come: `docs/api.md` is made of it.

Whatever has an address and does not stand here works. A test compares this table with the addresses and with the
endpoints that apps call most.
"""

# Endpoints that answer, but have nothing to tell until something else is built.
EMPTY = {
    "GET /api/v1/admin/domain_allows": "there is federation",
    "GET /api/v1/custom_emojis": "a site can have emoji of its own",
    "GET /api/v1/instance/peers": "there is federation",
    "GET /api/v1/instance/translation_languages": "posts can be translated",
}

# Endpoints without an address (404), because the site itself cannot do it yet. What is missing stands first.
LATER: dict[str, list[str]] = {}

# What is not offered, and why.
NEVER = {
    "GET /api/oembed": "A post is looked at on its page.",
    "GET /api/proofs": "Nobody proves here who they are elsewhere; a profile has lines for links.",
    "DELETE /oauth/authorize": "The form on the page says no by POST.",
    "GET /api/v1/timelines/link": "Who links to a page is not told to those who do.",
    "POST /api/v1/statuses/:id/translate": "No post is sent to another service.",
}

# What is a page of the site.
PAGES = ("GET /@:id", "GET /@:id/:id", "GET /tags/:id")
PAGES_OF_OAUTH = ("GET /oauth/authorize", "POST /oauth/authorize", "GET /oauth/authorize/native")

# What is answered by the door for streams, beside all tables of addresses: the scope it needs, and what to know of it.
STREAMS = {
    "GET /api/v1/streaming": ("", "WebSocket: `?stream=` and frames that subscribe and unsubscribe"),
    "GET /api/v1/streaming/direct": ("read:statuses", "conversations in which something is said"),
    "GET /api/v1/streaming/hashtag": ("read:statuses", "`tag`"),
    "GET /api/v1/streaming/hashtag/local": ("read:statuses", "the same"),
    "GET /api/v1/streaming/health": ("", "for everyone"),
    "GET /api/v1/streaming/list": ("read:lists", "`list`, one's own"),
    "GET /api/v1/streaming/public": ("read:statuses", "`only_media`"),
    "GET /api/v1/streaming/public/local": ("read:statuses", "the same"),
    "GET /api/v1/streaming/public/remote": ("read:statuses", "silent: there is no federation"),
    "GET /api/v1/streaming/user": ("read:statuses", "notifications too, where the token has `read:notifications`"),
    "GET /api/v1/streaming/user/notification": ("read:notifications", "works"),
}

# What an app should know of the endpoints that work.
NOTES = {
    "DELETE /api/v1/admin/accounts/:id": "403: nobody's account can be erased by an app; suspend it",
    "DELETE /api/v1/admin/domain_allows/:id": "404: there is no such list",
    "DELETE /api/v1/filters/:id": "deletes the word, and its filter with the last one",
    "GET /api/v1/accounts/:id/followers": "needs a member's token",
    "GET /api/v1/accounts/:id/following": "needs a member's token",
    "GET /api/v1/trends/links": "found every quarter of an hour; for guests from public posts alone; `language`",
    "GET /api/v1/admin/accounts": "staff alone, as all of `admin`; whoever is a member, suspended or not",
    "GET /api/v1/admin/domain_allows/:id": "404: there is no such list",
    "GET /api/v1/admin/domain_blocks": "admins; kept, and counts once there is federation",
    "GET /api/v1/admin/email_domain_blocks": "admins; `history` is always 0, because tries are not kept",
    "GET /api/v1/admin/ip_blocks": "admins; `no_access` holds for pages, apps, streams; never for this machine",
    "GET /api/v1/admin/reports": "none about oneself, none of strangers; `statuses` are those that the asker may see",
    "GET /api/v1/annual_reports": "always empty: nobody's year is counted up",
    "GET /api/v1/annual_reports/:id/state": "always `ineligible`",
    "GET /api/v1/directory": "members who want to be found, newest first, whatever `order` says",
    "GET /api/v1/domain_blocks": "what was sent; there is no federation, so it counts for nothing yet",
    "GET /api/v1/domain_blocks/preview": "always 0: nobody is on another server yet",
    "GET /api/v1/emails/check_confirmation": "also before the e-mail address is confirmed",
    "GET /api/v1/instance/activity": "twelve weeks; `logins` are people who were last here in that week",
    "GET /api/v1/instance/domain_blocks": "404: which servers are kept away is not told",
    "GET /api/v1/instance/extended_description": "the page About of the site, or the few lines of its settings",
    "GET /api/v1/instance/privacy_policy": "404 until one is in force; in the language asked for, where there is one",
    "GET /api/v1/instance/rules": "`text` is the title of a rule, `hint` its words; reports name rules by `id`",
    "GET /api/v1/lists/:id/accounts": "all of them with `limit=0`",
    "GET /api/v1/notifications": "`verandah.reaction`: which sign it was; a post on my wall is a mention",
    "GET /api/v1/statuses/:id/card": "an empty object where there is none; what `card` of the status says",
    "GET /api/v1/statuses/:id/favourited_by": "whatever their sign; `/api/verandah/v1/statuses/:id/reactions` tells it",
    "GET /api/v1/statuses/:id/reblogged_by": "shares for followers alone are left out",
    "GET /api/v1/suggestions": "without those whom one has muted or dismissed",
    "GET /api/v1/timelines/public": "`remote` finds nothing; without a token it holds what is on the web",
    "GET /api/v1/timelines/tag/:name": "`remote` finds nothing; without a token it holds what is on the web",
    "GET /api/v2/notifications": "a group stands on one page: that of its newest notification",
    "GET /api/v2/search": "people by name or address, tags by their beginning, posts by their words or address",
    "POST /api/v1/accounts": "as closed or open as the site's own form; `reason` answers its first question, "
    "`invite_code` is out of the address of an invitation, `date_of_birth` is compared and forgotten",
    "POST /api/v1/accounts/:id/endorse": "only people one follows; unfollowing ends it",
    "POST /api/v1/accounts/:id/follow": "`reblogs`, `notify`, `languages`; sent again they change the follow",
    "POST /api/v1/accounts/:id/pin": "the same as `endorse`",
    "POST /api/v1/accounts/:id/unpin": "the same as `unendorse`",
    "POST /api/v1/admin/accounts/:id/action": "`none` is only recorded: nobody is written to yet",
    "POST /api/v1/admin/dimensions": "`languages` and `space_usage`; of other servers nothing",
    "POST /api/v1/admin/domain_allows": "403: there is no such list",
    "POST /api/v1/admin/domain_blocks": "is kept, and counts once there is federation",
    "POST /api/v1/admin/ip_blocks": "with `sign_up_requires_approval`, whoever signs up from there waits for the staff",
    "POST /api/v1/admin/measures": "whole days in UTC; of other servers 0; tags not at all",
    "POST /api/v1/domain_blocks": "is kept, and counts once there is federation",
    "POST /api/v1/emails/confirmations": "also before the e-mail address is confirmed; `email` corrects a mistyped one",
    "POST /api/v1/lists/:id/accounts": "only people one follows; unfollowing takes them off",
    "POST /api/v1/push/subscription": "both forms of Web Push; see [decision 17](decisions/0017-push.md)",
    "POST /api/v1/reports": "twice in ten minutes is the same report; `rule_ids` are those of `instance.rules`",
    "POST /api/v1/statuses": "`visibility` or our own `audience` with `list_ids[]` and `account_ids[]`, see below",
    "POST /api/v1/statuses/:id/favourite": "a like; who gave another of our signs keeps it",
    "POST /api/v1/statuses/:id/pin": "five at most",
    "POST /api/v1/statuses/:id/reblog": "`visibility` can make it narrower than the post, never wider",
    "DELETE /api/verandah/v1/media/:id/captions/:name": "`:name` is the language; also of what is posted",
    "GET /api/verandah/v1/notification_choices": "by kind: in the app, to browsers, by mail at once; digest and night",
    "PATCH /api/verandah/v1/notification_choices": "`choices[reaction][push]=true`; both times of the night together",
    "POST /api/verandah/v1/media/:id/captions": "`file` (WebVTT), `language`, `label`; also of what is posted",
    "POST /api/verandah/v1/uploads": "[tus 1.0](https://tus.io): creation, termination, expiration",
    "GET /api/verandah/v1/uploads/:id": "HEAD as in tus; `media_id` and `Upload-Media-Id` tell what it has become",
    "PATCH /api/verandah/v1/uploads/:id": "a piece; what is no use is refused after the first one",
    "POST /api/v2/filters": "`filter_action=hide` takes posts out of timelines here on the server, too",
    "GET /api/v1/announcements": "those that are for the asker; with `with_dismissed` also what they have put away",
    "PUT /api/v1/announcements/:id/reactions/:name": "one emoji; eight different ones for each announcement",
    "PUT /api/v1/statuses/:id": "the post as a whole: what is not sent is taken out, but `place` and `mood`",
    "GET /api/verandah/v1/accounts/:id/friends": "nobody, if they keep their connections to themselves",
    "GET /api/verandah/v1/accounts/:id/mutual_friends": "friends of both; without those who hide their connections",
    "GET /api/verandah/v1/friend_requests": "who asks; with `sent=true` whom one has asked oneself",
    "POST /api/verandah/v1/accounts/:id/befriend": "asks, or agrees where they have asked; friends follow each other",
    "POST /api/verandah/v1/accounts/:id/unfriend": "also takes a request back; the follows stay",
    "POST /api/verandah/v1/friend_requests/:id/decline": "they are not told, nor am I if they soon ask again",
    "DELETE /api/verandah/v1/albums/:id": "for a day it can be brought back; what is posted stays in its posts",
    "DELETE /api/verandah/v1/albums/:id/items": "`media_ids[]`; what stands in no post is thrown away",
    "GET /api/verandah/v1/albums/:id/items": "what the asker may see: of a file in a post, if they see that as well",
    "GET /api/verandah/v1/drafts": "what was touched last first; at most 50",
    "PUT /api/verandah/v1/drafts/:name": "`:name` is a key of one's own; `fields[]` with `name` and `value`, `place`",
    "DELETE /api/verandah/v1/drafts/:name": "also goes with the post that is sent from its form",
    "POST /api/verandah/v1/albums": "`title`, `text`, `audience` as for a post, `media_ids[]`",
    "POST /api/verandah/v1/albums/:id/items": "`media_ids[]`: files one has posted, or sent for this; no sounds",
    "PUT /api/verandah/v1/albums/:id": "`title`, `text`, `audience`, `cover_id`; what is not sent stays",
    "PUT /api/verandah/v1/albums/:id/order": "`media_ids[]`: these first, the others behind them as before",
    "POST /api/verandah/v1/statuses/limit": "limits posts of one's own to `audience`: friends or followers",
    "GET /api/verandah/v1/statuses/:id/audience": "its author is also told lists, people and how many see it",
    "GET /api/verandah/v1/statuses/:id/audience/:account": "whether someone sees a post of one's own, and why",
    "PUT /api/verandah/v1/statuses/:id/audience": "`audience`, with `list_ids[]`, `account_ids[]` where it takes them",
    "PUT /api/verandah/v1/statuses/:id/reaction": "`kind`: of those on offer, see `GET /api/verandah/v1/reactions`",
    "GET /api/verandah/v1/statuses/:id/reactions": "with `kind` those alone who gave this sign",
    "PUT /api/verandah/v1/statuses/:id/comment_policy": "everyone, friends, nobody; also with a new post",
    "DELETE /api/verandah/v1/comments/:id": "one's own, or somebody's below a post of one's own",
    "POST /api/verandah/v1/comments/:id/restore": "within a day, by whom it was taken away",
    "DELETE /api/verandah/v1/shares/:id": "somebody's share of a post of one's own; they cannot share it again",
    "POST /api/verandah/v1/statuses/:id/conversation/follow": "told of every comment; ends a mute, as a mute ends this",
}
