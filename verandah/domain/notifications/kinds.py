"""The word for each kind of notice, as pages and apps know it."""

from .models import Notification

KINDS = {
    Notification.Kind.MENTION: "mention",
    Notification.Kind.FOLLOW: "follow",
    Notification.Kind.FOLLOW_REQUEST: "follow_request",
    Notification.Kind.FOLLOW_ACCEPTED: "follow_accepted",
}
