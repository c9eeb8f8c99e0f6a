"""What the people of the sample town show of themselves: faces, photos, a film and a tune."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import F

from verandah.base import video
from verandah.domain.accounts.models import Account
from verandah.domain.media.models import State
from verandah.domain.posts.models import Post

from . import picturing, uploading
from .developing import develop
from .painting import Scene, painted, played
from .uploading import Details

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo, and what it shows for who cannot see it."""

    scene: Scene
    words: str


# To which posts of the town there are photos, by how their texts begin.
PHOTOS = {
    "Saw two seals off the pier": [
        Shot(Scene("dawn", True, 1), "The bay at seven in the morning: calm water, hills in haze, and a low sun."),
    ],
    "High water is at 18:20": [
        Shot(Scene("dusk", True, 2), "Water up to the edge of the lower quay in the evening light."),
        Shot(Scene("mist", True, 3), "The same quay in the morning, still dry."),
    ],
    "We cleaned the beach in two hours": [
        Shot(Scene("noon", True, 4), "The beach after the work, without a single bag on it."),
        Shot(Scene("noon", False, 5), "The dunes behind the beach, green and clean."),
        Shot(Scene("noon", True, 6), "The bay from the path, where we had tea."),
    ],
    "Idea for the exhibition": [
        Shot(
            Scene(light, place % 2 == 0, 10 + place),
            f"Draft for the wall, number {place + 1}: the bay at another hour.",
        )
        for place, light in enumerate(("night", "dawn", "mist", "noon", "noon", "dusk", "night"))
    ],
}
FILM, TUNE = "It is safe again", "Rain on the tin roof"
FACES = ("alice", "bob", "mo", "noa", "jonas", "malia", "karim")
HEADER = Scene("dawn", True, 42, (1500, 500))


def illustrate() -> int:
    """Give some people a face and some posts files. Twice: who and what has some stays as it is."""
    count = sum(show(start, [photo(shot) for shot in shots]) for start, shots in PHOTOS.items())
    if video.ffmpeg():
        count += show(FILM, [film()]) + show(TUNE, [tune()])
    for place, account in enumerate(Account.objects.filter(username__in=FACES, avatar=None).order_by("username")):
        light = ("noon", "dusk", "dawn", "night", "mist")[place % 5]
        face = painted(Scene(light, place % 2 == 0, 100 + place, (420, 420)))
        picturing.set_picture(account, "avatar", SimpleUploadedFile("face.jpg", face))
    for account in Account.objects.filter(username=FACES[0], header=None):
        picturing.set_picture(account, "header", SimpleUploadedFile("header.jpg", painted(HEADER)))
    return count


type Taken = tuple[SimpleUploadedFile, str]


def photo(shot: Shot) -> Taken:
    """The photo as it is sent."""
    return SimpleUploadedFile("photo.jpg", painted(shot.scene)), shot.words


def film() -> Taken:
    """Eight seconds over the water, slowly nearer."""
    nearer = "scale=1920:-2,zoompan=z='1+on/800':d=200:s=960x640:fps=25:x='iw/2-iw/zoom/2':y='ih/3'"
    made = converted("scene.jpg", painted(Scene("noon", True, 7)), "film.mp4", "-vf", nearer, "-pix_fmt", "yuv420p")
    return SimpleUploadedFile("film.mp4", made), "Slowly over the calm bay, towards the hills."


def tune() -> Taken:
    """A slow tune on plucked strings."""
    named = ["-metadata", "title=Low tide", "-metadata", "artist=Alder Bay Strings"]
    return SimpleUploadedFile("tune.flac", converted("tune.wav", played(), "tune.flac", *named)), ""


def converted(name: str, content: bytes, target: str, *words: str) -> bytes:
    """What ffmpeg makes of a file of our own."""
    with TemporaryDirectory() as folder:
        source, made = Path(folder) / name, Path(folder) / target
        source.write_bytes(content)
        program = [video.ffmpeg(), "-nostdin", "-loglevel", "error", "-i", str(source), *words, str(made)]
        subprocess.run(program, check=True, timeout=SECONDS)  # noqa: S603  # Our own words about our own file.
        return made.read_bytes()


def show(start: str, taken: Sequence[Taken]) -> int:
    """Put the files into the post that begins like this, if it is there and holds none; how many there were."""
    post = Post.objects.filter(text__startswith=start, has_media=False).select_related("author").first()
    if post is None:
        return 0
    ids = [ready(post.author, sent, words) for sent, words in taken]
    with transaction.atomic():
        uploading.attach(post.author, post, ids)
        Post.objects.filter(pk=post.pk).update(has_media=True, rev=F("rev") + 1)
    return len(ids)


def ready(owner: Account, sent: SimpleUploadedFile, words: str) -> int:
    """Take it in and make it at once. Until all is done, a worker of a running site must not see that there is work."""
    with transaction.atomic():
        row = uploading.accept(owner, sent, Details(description=words), at_once=True)
        if row.state == State.WAITING:
            develop.call(row.pk)
    return row.pk
