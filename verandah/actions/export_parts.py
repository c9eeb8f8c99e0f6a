"""What an archive of someone consists of: each part a file, its rows, and which columns of them are told.

In the columns, `someone@` is told as a user name and `post#` as an address, each only as long as whoever takes the
archive may see it. All else is told as it is. `exporting.readme` describes the files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from verandah.domain.accounts.models import AccessToken, Account, Export, Preferences, User
from verandah.domain.albums.models import Album, AlbumAudience, AlbumItem
from verandah.domain.feeds.models import Marker, Visit
from verandah.domain.graph.models import (
    Block,
    DomainBlock,
    Follow,
    FollowRequest,
    FriendRequest,
    Friendship,
    Mute,
    Note,
    NotSuggested,
    PeopleList,
    PeopleListMember,
    Recommendation,
    StaffPick,
    SuggestedPerson,
)
from verandah.domain.instance.models import (
    Acceptance,
    AnnouncementReaction,
    Dismissal,
    Invite,
    InviteBatch,
    ProfileAnswer,
    SignUp,
)
from verandah.domain.media.models import Media, Upload
from verandah.domain.moderation.models import Appeal, CaseMessage, Report, Statement, Strike
from verandah.domain.notifications.models import (
    Letter,
    Notification,
    NotificationChoices,
    NotificationPolicy,
    NotificationRequest,
    PushSubscription,
)
from verandah.domain.posts.models import (
    Bookmark,
    FeaturedTag,
    Filter,
    FilterKeyword,
    FilterPost,
    FollowedTag,
    Mention,
    Poll,
    PollOption,
    PollVote,
    Post,
    PostAudience,
    PostTag,
    PostVersion,
    Reaction,
    SavedDraft,
    ScheduledPost,
    ThreadState,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

type Which = Callable[[Account], Q]


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the archive: the rows of `model` of which `mine` names the person, unless `which` says more closely.

    `is_seen`: of these posts of others, those that the person may see now.
    """

    name: str
    title: _StrPromise
    model: type[Model]
    mine: str
    columns: str
    which: Which | None = None
    is_seen: bool = False

    def of(self, account: Account) -> Q:
        """Which rows are in it."""
        return self.which(account) if self.which else Q(**{self.mine: account.pk})


def own_posts(account: Account) -> Q:
    """What they have said and not deleted, comments too; not what they have merely shared."""
    return Q(author=account.pk, deleted_at=None, share_of=None)


def told_to_me(account: Account) -> Q:
    """A statement of reasons that has reached them."""
    return Q(account=account.pk, delivered_at__isnull=False)


def told_strikes(account: Account) -> Q:
    """Strikes of decisions that they have been told of."""
    return Q(account=account.pk, decision__in=Statement.objects.filter(told_to_me(account)).values("decision"))


def talks_with_staff(account: Account) -> Q:
    """What they and the staff have written to each other: about decisions on them, and about what they reported."""
    about_me = Q(case__owner=account.pk, side=CaseMessage.Side.OWNER)
    return about_me | Q(report__reporter=account.pk, side=CaseMessage.Side.REPORTER)


LOOKS = (
    "username display_name bio fields avatar_description header_description attribution_domains created_at joined_at"
)
HABITS = (
    "approves_followers hides_connections wall_audience discoverable indexable is_bot shows_media shows_media_replies"
    " shows_recommended default_audience default_sensitive default_language quote_policy posts_count followers_count"
    " following_count media_bytes"
)
SAID = (
    "created_at text html warning is_sensitive audience language place mood is_comment parent# quote_of# wall@"
    " comment_policy quote_policy app__name pinned_at edited_at reactions_count shares_count comments_count"
    " quotes_count"
)
PARTS = (
    Part("profile", _("Profile"), Account, "pk", f"{LOOKS} {HABITS}"),
    Part("login", _("Account"), User, "account", "username email language role last_login"),
    Part("emails", _("E-mail addresses"), EmailAddress, "user__account", "email verified primary"),
    Part("second_factors", _("Second factors"), Authenticator, "user__account", "type created_at last_used_at"),
    Part(
        "sessions", _("Where you are signed in"), UserSession, "user__account", "created_at last_seen_at ip user_agent"
    ),
    Part("visits", _("Visits"), Visit, "account", "began_at seen_at previous_at"),
    Part("apps", _("Apps"), AccessToken, "account", "app__name scopes created_at last_used_at revoked_at"),
    Part("push", _("Messages to browsers"), PushSubscription, "account", "endpoint alerts policy created_at"),
    Part("settings", _("Settings"), Preferences, "account", " ".join(f.name for f in Preferences._meta.fields[1:])),
    Part(
        "notice_choices",
        _("Notification settings"),
        NotificationChoices,
        "account",
        "changed digest quiet_from quiet_until has_no_night digested_at",
    ),
    Part(
        "notice_policy",
        _("Whose notifications you take"),
        NotificationPolicy,
        "account",
        "not_following not_followers new_accounts private_mentions limited_accounts bots",
    ),
    Part("answers", _("Answers in your profile"), ProfileAnswer, "account", "field__texts value audience"),
    Part("posts", _("Posts and comments"), Post, "author", SAID, own_posts),
    Part("post_versions", _("Posts as they were before"), PostVersion, "post__author", "post# created_at text warning"),
    Part("post_audiences", _("Who posts are for"), PostAudience, "post__author", "post# people_list__title account@"),
    Part("post_mentions", _("People you mention"), Mention, "post__author", "post# account@"),
    Part("post_tags", _("Tags of your posts"), PostTag, "post__author", "post# tag__name"),
    Part("polls", _("Your polls"), Poll, "post__author", "post# is_multiple ends_at votes_count voters_count"),
    Part("poll_options", _("Answers of your polls"), PollOption, "poll__post__author", "poll__post# title votes_count"),
    Part(
        "comments_received",
        _("Comments under your posts"),
        Post,
        "root__author",
        "created_at author@ text root#",
        lambda account: Q(root__author=account.pk, is_comment=True, deleted_at=None) & ~Q(author=account.pk),
        is_seen=True,
    ),
    Part("wall", _("What others wrote on your wall"), Post, "wall", "created_at author@ text", is_seen=True),
    Part("posts_for_me", _("Posts for you alone"), PostAudience, "account", "post#"),
    Part("mentions", _("Posts that mention you"), Mention, "account", "post#"),
    Part(
        "shares",
        _("Shares"),
        Post,
        "author",
        "created_at share_of#",
        lambda me: Q(author=me.pk, share_of__isnull=False),
    ),
    Part("reactions", _("Your reactions"), Reaction, "account", "created_at kind post#"),
    Part(
        "reactions_received", _("Reactions to your posts"), Reaction, "post__author", "created_at kind account@ post#"
    ),
    Part("votes", _("Your votes"), PollVote, "account", "created_at poll__post# option__title"),
    Part("saved", _("Saved posts"), Bookmark, "account", "created_at post#"),
    Part("conversations", _("Conversations"), ThreadState, "account", "root# is_muted is_followed last_read_id"),
    Part("scheduled", _("Scheduled posts"), ScheduledPost, "author", "due_at draft failure created_at"),
    Part("drafts", _("Drafts"), SavedDraft, "author", "content place created_at updated_at dropped_at"),
    Part(
        "files",
        _("Pictures, videos and sounds"),
        Media,
        "owner",
        (
            "created_at kind description title artist post# album__title width height duration bytes sha256 captions"
            " is_profile"
        ),
    ),
    Part("uploads", _("Uploads on their way"), Upload, "owner", "created_at length expires_at"),
    Part("albums", _("Albums"), Album, "author", "title text audience created_at changed_at deleted_at"),
    Part(
        "album_items", _("What is in your albums"), AlbumItem, "album__author", "album__title media position created_at"
    ),
    Part(
        "album_audiences",
        _("Who albums are for"),
        AlbumAudience,
        "album__author",
        ("album__title people_list__title account@"),
    ),
    Part(
        "following", _("People you follow"), Follow, "follower", "followee@ created_at shows_shares notifies languages"
    ),
    Part("followers", _("Your followers"), Follow, "followee", "follower@ created_at"),
    Part("asked_to_follow", _("People you asked to follow"), FollowRequest, "follower", "followee@ created_at"),
    Part("follow_requests", _("People who ask to follow you"), FollowRequest, "followee", "follower@ created_at"),
    Part("friends", _("Friends"), Friendship, "account", "friend@ created_at"),
    Part("asked_to_be_friends", _("People you asked to be friends"), FriendRequest, "asker", "asked@ created_at"),
    Part(
        "friend_requests",
        _("People who ask to be friends"),
        FriendRequest,
        "asked",
        "asker@ created_at declined_at",
        (lambda me: Q(asked=me.pk, is_withdrawn=False)),
    ),
    Part("lists", _("Lists"), PeopleList, "owner", "kind title replies is_exclusive created_at"),
    Part(
        "list_members",
        _("People in your lists"),
        PeopleListMember,
        "people_list__owner",
        ("people_list__title account@ created_at"),
    ),
    Part("blocked", _("People you blocked"), Block, "blocker", "blocked@ created_at"),
    Part("muted", _("People you muted"), Mute, "muter", "muted@ created_at until hides_notifications"),
    Part("blocked_servers", _("Servers you avoid"), DomainBlock, "account", "domain"),
    Part("notes", _("Notes about people"), Note, "author", "about@ text"),
    Part("recommended", _("People you recommend"), Recommendation, "account", "recommended@ created_at"),
    Part("suggestions", _("People suggested to you"), SuggestedPerson, "account", "other@ reason found_at"),
    Part("not_suggested", _("Suggestions you put away"), NotSuggested, "account", "other@ until"),
    Part("picked", _("Suggested to newcomers by the staff"), StaffPick, "account", "created_at"),
    Part("followed_tags", _("Tags you follow"), FollowedTag, "account", "tag__name"),
    Part("featured_tags", _("Tags in your profile"), FeaturedTag, "account", "tag__name created_at"),
    Part("filters", _("Filters"), Filter, "owner", "title contexts action until"),
    Part(
        "filter_words",
        _("Words of your filters"),
        FilterKeyword,
        "filter__owner",
        "filter__title keyword is_whole_word",
    ),
    Part("filter_posts", _("Posts in your filters"), FilterPost, "filter__owner", "filter__title post#"),
    Part(
        "notifications",
        _("Notifications"),
        Notification,
        "recipient",
        "created_at kind actor@ post#",
        (lambda me: Q(recipient=me.pk, is_held=False)),
    ),
    Part("held_notifications", _("Notifications held back"), NotificationRequest, "recipient", "actor@ created_at"),
    Part("letters", _("Letters about notifications"), Letter, "account", "created_at sent_at"),
    Part("read_until", _("How far you have read"), Marker, "account", "timeline last_read_id updated_at"),
    Part("accepted", _("Rules and pages you accepted"), Acceptance, "account", "document__slug number accepted_at"),
    Part("announcements_read", _("Announcements you read"), Dismissal, "account", "announcement created_at"),
    Part(
        "announcement_reactions",
        _("Reactions to announcements"),
        AnnouncementReaction,
        "account",
        ("announcement name created_at"),
    ),
    Part(
        "joining",
        _("How you joined"),
        SignUp,
        "account",
        ("state answers said_old_enough invited_by@ decided_at answer created_at"),
    ),
    Part(
        "invites",
        _("Invitations you made"),
        Invite,
        "made_by",
        ("code email name message language most_uses uses expires_at ended_at created_at"),
    ),
    Part("invited", _("People you invited"), SignUp, "invited_by", "account@ created_at"),
    Part("invite_files", _("Files of invitations"), InviteBatch, "made_by", "file_name total sent failed created_at"),
    Part(
        "reports",
        _("Reports you made"),
        Report,
        "reporter",
        ("created_at comment is_illegal language target@ outcome outcome_at action_taken_at"),
    ),
    Part("decisions", _("Decisions about you"), Statement, "account", "puid texts delivered_at read_at", told_to_me),
    Part("strikes", _("Strikes"), Strike, "account", "weight created_at expires_at voided_at", told_strikes),
    Part("appeals", _("Appeals you made"), Appeal, "account", "text state answer created_at decided_at"),
    Part(
        "messages_with_staff",
        _("Messages with the staff"),
        CaseMessage,
        "author",
        ("created_at is_from_staff body"),
        talks_with_staff,
    ),
    Part("archives", _("Archives you took"), Export, "account", "created_at ended_at bytes sha256 fetched_at failure"),
)
BY_NAME = {part.name: part for part in PARTS}
