"""Every address of the site."""

from django.urls import include, path, register_converter
from django.views.i18n import set_language

from verandah.web import comments, errors, frame, home, joining, media, notices, people, polls, posts, reactions

from . import api_urls
from .converters import Number, TagName, Username

register_converter(Number, "number")
register_converter(TagName, "tag")
register_converter(Username, "username")

person = [
    path("", people.profile, name="profile"),
    path("<number:number>/", posts.of_person, name="post_of_person"),
    path("about/", people.about, name="profile_about"),
    path("followers/", people.followers, name="followers"),
    path("following/", people.following, name="following"),
    path("follow/", people.follow, name="follow"),
    path("unfollow/", people.unfollow, name="unfollow"),
    path("remove-follower/", people.remove_follower, name="remove_follower"),
    path("block/", people.block, name="block"),
    path("unblock/", people.unblock, name="unblock"),
    path("mute/", people.mute, name="mute"),
    path("unmute/", people.unmute, name="unmute"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("all/", home.community, name="community"),
    path("newer/", home.newer, name="newer"),
    path("tags/<tag:name>/", home.tag, name="tag"),
    path("announcements/<number:number>/dismiss/", home.dismiss, name="announcement_dismiss"),
    path("p/new/", posts.new, name="post_new"),
    path("p/<number:number>/", posts.permalink, name="post"),
    path("p/<number:number>/delete/", posts.delete, name="post_delete"),
    path("p/<number:number>/restore/", posts.restore, name="post_restore"),
    path("p/<number:number>/comments/", comments.comments, name="post_comments"),
    path("p/<number:number>/reply/", comments.reply, name="post_reply"),
    path("p/<number:number>/react/", reactions.react, name="post_react"),
    path("p/<number:number>/unreact/", reactions.unreact, name="post_unreact"),
    path("p/<number:number>/share/", reactions.share, name="post_share"),
    path("p/<number:number>/unshare/", reactions.unshare, name="post_unshare"),
    path("p/<number:number>/save/", reactions.save, name="post_save"),
    path("p/<number:number>/unsave/", reactions.unsave, name="post_unsave"),
    path("p/<number:number>/vote/", polls.vote, name="poll_vote"),
    path("p/<number:number>/reactions/", reactions.reacted, name="post_reactions"),
    path("p/<number:number>/shares/", reactions.shared, name="post_shares"),
    path("saved/", reactions.saved, name="saved"),
    path("people/", people.directory, name="people"),
    path("people/blocked/", people.blocked, name="blocked"),
    path("people/muted/", people.muted, name="muted"),
    path("requests/", people.requests, name="requests"),
    path("requests/@<username:username>/accept/", people.accept, name="request_accept"),
    path("requests/@<username:username>/decline/", people.decline, name="request_decline"),
    path("notifications/", notices.notifications, name="notifications"),
    path("menu/", notices.menu, name="menu"),
    path("@<username:username>/", include(person)),
    path("language/", set_language, name="set_language"),
    path("brand.css", frame.brand, name="brand"),
    path("media/<slug:name>/<slug:rendition>.<slug:extension>", media.fetch, name="media"),
    path("", include("verandah.config.account_urls")),
    path("", include("verandah.config.oauth_urls")),
    path("", include("verandah.config.api_urls")),
    api_urls.unknown,
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = joining.too_many
handler500 = errors.broken
