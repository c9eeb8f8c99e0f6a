"""The word for each kind of notice, as pages know it and as apps do."""

from .models import Notification

KINDS = {
    Notification.Kind.MENTION: "mention",
    Notification.Kind.FOLLOW: "follow",
    Notification.Kind.FOLLOW_REQUEST: "follow_request",
    Notification.Kind.FOLLOW_ACCEPTED: "follow_accepted",
    Notification.Kind.REACTION: "reaction",
    Notification.Kind.SHARE: "share",
    Notification.Kind.POST: "post",
    Notification.Kind.POLL_ENDED: "poll_ended",
    Notification.Kind.EDITED: "edited",
    Notification.Kind.QUOTE: "quote",
    Notification.Kind.COMMENT: "comment",
    Notification.Kind.REPORT: "report",
    Notification.Kind.JOINED: "joined",
    Notification.Kind.FRIEND_REQUEST: "friend_request",
    Notification.Kind.FRIEND_ACCEPTED: "friend_accepted",
    Notification.Kind.WALL: "wall",
    Notification.Kind.BIRTHDAY: "birthday",
    Notification.Kind.MODERATION: "moderation",
    Notification.Kind.CASE: "case",
    Notification.Kind.ANNOUNCEMENT: "announcement",
}

# The kinds of which several are told as one, if nobody asks for less.
GROUPED = ("reaction", "share", "follow", "joined", "birthday")

# Mastodon's word for each of our kinds. It has none for "they let you follow them", for friends and for birthdays, and
# some apps fail at a word they do not know. What is written on my wall is shown by apps as what names me.
TYPES = {
    "mention": "mention",
    "comment": "mention",
    "wall": "mention",
    "post": "status",
    "share": "reblog",
    "follow": "follow",
    "follow_request": "follow_request",
    "reaction": "favourite",
    "poll_ended": "poll",
    "edited": "update",
    "quote": "quote",
    "joined": "admin.sign_up",
    "report": "admin.report",
    "moderation": "moderation_warning",
}
# What only staff is told, and only where their token may look after it: with the scope it needs.
STAFF_KINDS = {"joined": "admin:read:accounts", "report": "admin:read:reports"}

# What an app can ask to be told of in the background.
ALERTS = (
    "mention",
    "status",
    "reblog",
    "follow",
    "follow_request",
    "favourite",
    "poll",
    "update",
    "quote",
    "quoted_update",
    "admin.sign_up",
    "admin.report",
)
# By whom it must have been.
POLICIES = ("all", "followed", "follower", "none")
