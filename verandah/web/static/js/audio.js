// A sound plays in a bar at the foot of the window, which goes along from page to page.
import { each, faster, play } from "./video.js";

const KEPT = "sound";
const form = document.getElementById("soundbar");
const of = document.body.dataset.textOf;
let bar = null;
let sound = null;
let since = 0;

const media = () => bar.querySelector("audio");
const card = () => document.querySelector(`.audio[data-sound="${sound.id}"]`);
const clock = (all) => {
  const [minutes, seconds] = [Math.floor(all / 60), String(Math.floor(all % 60)).padStart(2, "0")];
  return minutes < 60 ? `${minutes}:${seconds}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${seconds}`;
};

function prepare(box) {
  const [button, wave, times, plain] = [".play", ".wave", ".times", "audio"].map((name) => box.querySelector(name));
  if (!button.hidden) return;
  button.hidden = wave.hidden = times.hidden = false;
  plain.hidden = true;
  button.addEventListener("click", () => (sound?.id === box.dataset.sound ? toggle() : begin(told(box))));
  wave.querySelector("input").addEventListener("input", ({ target }) => {
    if (sound?.id !== box.dataset.sound) begin({ ...told(box), time: Number(target.value) });
    else seek(Number(target.value));
  });
  if (sound) refresh();
}

/** What is to be known of a sound when its post is not there any more. */
function told(box) {
  return {
    id: box.dataset.sound,
    post: box.dataset.post,
    url: box.querySelector("audio").src,
    cover: box.querySelector(":scope > img")?.src ?? "",
    title: box.querySelector("b").textContent,
    artist: box.querySelector(".row bdi")?.textContent ?? "",
    wave: box.querySelector("path").getAttribute("d"),
    length: Number(box.querySelector("input").max),
    time: 0,
    speed: 1,
  };
}

/** Put the bar there and play, where the browser lets us: after a press it does, also on the next page. */
function begin(next) {
  close();
  sound = next;
  bar = form.content.firstElementChild.cloneNode(true);
  const cover = bar.querySelector(".cover");
  cover.hidden = !sound.cover;
  if (sound.cover) cover.src = sound.cover;
  const [title, artist] = bar.querySelectorAll(".what bdi");
  title.textContent = sound.title;
  title.closest("a").href = sound.post;
  artist.textContent = sound.artist;
  for (const path of bar.querySelectorAll("path")) path.setAttribute("d", sound.wave);
  bar.querySelector("input").max = sound.length;
  listen();
  document.body.append(bar);
  media().src = sound.url;
  media().playbackRate = media().defaultPlaybackRate = sound.speed;
  bar.querySelector(".speed bdi").textContent = `${sound.speed}×`;
  if (sound.time) media().currentTime = sound.time;
  if (!sound.held) media().play().catch(refresh);
  // From now on links are followed within this page.
  import("./glide.js").catch(() => {});
  tellSystem();
  refresh();
}

function listen() {
  bar.querySelector(".play").addEventListener("click", toggle);
  bar.querySelector("[data-close]").addEventListener("click", () => close(true));
  bar.querySelector("input").addEventListener("input", ({ target }) => seek(Number(target.value)));
  bar.querySelector(".speed").addEventListener("click", ({ currentTarget }) => {
    faster(currentTarget, media());
    sound.speed = media().playbackRate;
  });
  for (const name of ["play", "pause", "timeupdate", "durationchange", "ended"]) media().addEventListener(name, refresh);
}

function toggle() {
  if (media().paused) play(media());
  else media().pause();
}

function seek(time) {
  media().currentTime = time;
  refresh();
}

/** Where it is, in the bar and in the post if that is on the page. */
function refresh() {
  if (!sound) return;
  const [player, post] = [media(), card()];
  const length = Number.isFinite(player.duration) ? player.duration : sound.length;
  const time = player.currentTime || (player.readyState ? 0 : sound.time);
  sound.length = Math.round(length);
  for (const place of [bar, post]) if (place) draw(place, time, length, player.paused);
  if (post) [post.querySelector(".times bdi").textContent, post.querySelector(".times bdi:last-child").textContent] = [clock(time), clock(length)];
  bar.querySelector(".num bdi").textContent = `${clock(time)} / ${clock(length)}`;
  if (Date.now() - since > 1000) keep();
}

function draw(place, time, length, paused) {
  const input = place.querySelector("input");
  input.max = Math.round(length);
  input.value = time;
  input.setAttribute("aria-valuetext", of.replace("%n%", clock(time)).replace("%count%", clock(length)));
  place.querySelector(".done").style.clipPath = `inset(0 ${100 - (100 * time) / (length || 1)}% 0 0)`;
  place.querySelector(".play").setAttribute("aria-pressed", String(!paused));
}

function close(refocus = false) {
  if (!sound) return;
  const post = card();
  media().pause();
  if (post) draw(post, 0, sound.length, true);
  bar.remove();
  bar = sound = null;
  sessionStorage.removeItem(KEPT);
  if (refocus) (post?.querySelector(".play") ?? document.getElementById("main"))?.focus();
}

/** For the next page of this window, and for no longer than that. */
function keep() {
  if (!sound) return;
  since = Date.now();
  const time = media().currentTime || sound.time;
  sessionStorage.setItem(KEPT, JSON.stringify({ ...sound, time, held: media().paused }));
}

/** The keys of a keyboard or a headset, and what a telephone shows when it is locked. */
function tellSystem() {
  if (!navigator.mediaSession) return;
  const { title, artist, cover } = sound;
  navigator.mediaSession.metadata = new MediaMetadata({ title, artist, artwork: cover ? [{ src: cover }] : [] });
}

addEventListener("pagehide", keep);

// Whoever signs out leaves nothing behind.
document.addEventListener("submit", (event) => {
  if (new URL(event.target.action).pathname === "/sign-out/") close();
});

if (form) {
  each(".audio[data-sound]", prepare);
  const kept = sessionStorage.getItem(KEPT);
  if (kept) begin(JSON.parse(kept));
}
