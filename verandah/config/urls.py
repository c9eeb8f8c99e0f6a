"""Every address of the site."""

from django.urls import include, path, register_converter
from django.views.i18n import set_language

from verandah.web import (
    albums,
    captions,
    comments,
    compiling,
    errors,
    frame,
    home,
    joining,
    media,
    notices,
    people,
    pictures,
    polls,
    posts,
    reactions,
    uploads,
    waiting,
)

from . import api_urls
from .converters import Number, TagName, Username

register_converter(Number, "number")
register_converter(TagName, "tag")
register_converter(Username, "username")

person = [
    path("", people.profile, name="profile"),
    path("<number:number>/", posts.of_person, name="post_of_person"),
    path("about/", people.about, name="profile_about"),
    path("photos/", pictures.photos, name="profile_photos"),
    path("videos/", pictures.videos, name="profile_videos"),
    path("albums/", albums.of_person, name="profile_albums"),
    path("albums/<number:number>/", albums.album, name="album"),
    path("albums/<number:number>/<number:media>/", albums.item, name="album_item"),
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
    path("p/waiting/", waiting.waiting, name="waiting"),
    path("p/waiting/<number:number>/drop/", waiting.drop, name="waiting_drop"),
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
    path("albums/new/", compiling.new, name="album_new"),
    path("albums/<number:number>/change/", compiling.change, name="album_change"),
    path("albums/<number:number>/add/", compiling.add, name="album_add"),
    path("albums/<number:number>/delete/", compiling.delete, name="album_delete"),
    path("albums/<number:number>/restore/", compiling.restore, name="album_restore"),
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
    path("media/uploads/", uploads.create, name="uploads"),
    path("media/uploads/<number:number>/", uploads.upload, name="upload"),
    path("media/files/<number:number>/", uploads.file, name="upload_file"),
    path("media/files/<number:number>/captions/", captions.captions, name="captions"),
    path("media/files/<number:number>/captions/remove/", captions.remove, name="captions_remove"),
    path("media/links/<slug:name>.<slug:extension>", media.fetch_of_link, name="link_picture"),
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
