// New posts are announced, never pushed in. One tab of a feed listens to the server and tells the others.

const language = document.documentElement.lang;
const plural = new Intl.PluralRules(language);
// The digits the server writes.
const number = new Intl.NumberFormat(document.documentElement.dataset.locale);
const unseen = new Set();
const PAGE = 20;
let [place, chip, feed, channel, title] = [];
let unsure = false;
let leaving = new AbortController();

const isNewer = (id) => BigInt(id) > BigInt(place.dataset.newest || 0);

function hear({ kind, id }) {
  if (kind === "catchup") return look();
  if (kind !== "post" || !isNewer(id) || document.getElementById(`p${id}`)) return;
  unseen.add(id);
  show();
}

/** Events were missed: ask what is new. A full page of it may not be all. */
async function look() {
  const posts = await fetchNewer("&peek=1").catch(() => null);
  const ids = [...(posts?.querySelectorAll("article.post") ?? [])].map((post) => post.id.slice(1));
  for (const id of ids) unseen.add(id);
  unsure = ids.length >= PAGE;
  show();
}

function show() {
  if (!feed) return;
  for (const id of unseen) if (document.getElementById(`p${id}`)) unseen.delete(id);
  chip.hidden = !unsure && !unseen.size;
  document.title = chip.hidden ? title : `(${unsure ? "•" : number.format(unseen.size)}) ${title}`;
  if (chip.hidden) return;
  chip.querySelector("span").textContent = unsure ? place.dataset.textSome : counted(unseen.size);
}

function counted(count) {
  const form = plural.select(count);
  const text = place.dataset[`text${form[0].toUpperCase()}${form.slice(1)}`] ?? place.dataset.textOther;
  return text.replace("%n%", number.format(count));
}

async function fetchNewer(more = "") {
  const url = new URL(place.dataset.newer + (place.dataset.newest || 0) + more, location.href);
  const answer = await fetch(url, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  return template.content;
}

async function bringIn(event) {
  event.preventDefault();
  chip.setAttribute("aria-busy", "true");
  try {
    const posts = await fetchNewer();
    for (const post of posts.querySelectorAll("article.post")) if (document.getElementById(post.id)) post.remove();
    insert([...posts.children]);
  } catch {
    // A plain visit shows the same.
    location.assign(chip.href);
  } finally {
    chip.removeAttribute("aria-busy");
  }
}

function insert(posts) {
  const list = document.getElementById("feed");
  list.prepend(...posts);
  for (const post of posts) window.htmx?.process(post);
  remember();
  unsure = false;
  unseen.clear();
  show();
  list.querySelector("article.post")?.focus();
}

/** The newest post on the page is the one to ask after next time. */
function remember() {
  const ids = [...document.querySelectorAll("#feed article.post")].map((post) => post.id.slice(1));
  const newest = ids.reduce((most, id) => (BigInt(id) > BigInt(most) ? id : most), place.dataset.newest || "0");
  place.dataset.newest = newest;
}

function listen() {
  const { signal } = leaving;
  const source = new EventSource(`/live/?feed=${feed}&after=${place.dataset.newest || 0}`);
  const tell = (event) => {
    const news = { kind: event.type, id: event.data ? String(JSON.parse(event.data).id ?? 0) : "0" };
    channel.postMessage(news);
    hear(news);
  };
  source.addEventListener("post", tell);
  source.addEventListener("catchup", tell);
  // A page that is put away for later must let go, or no other tab could take over.
  return new Promise((done) => {
    const letGo = () => (source.close(), done());
    addEventListener("pagehide", letGo, { once: true, signal });
    signal.addEventListener("abort", letGo);
  });
}

function start() {
  const { signal } = leaving;
  // Whoever has left meanwhile waits no more.
  if (navigator.locks) navigator.locks.request(`verandah-live-${feed}`, { signal }, listen).catch(() => {});
  else listen();
}

/** Listen for the feed of this page, if it is one, and no longer for that of the page before. */
function arrive() {
  leaving.abort();
  leaving = new AbortController();
  channel?.close();
  unseen.clear();
  unsure = false;
  place = document.querySelector("[data-live]");
  chip = document.querySelector(".newposts");
  feed = chip && window.EventSource && place?.dataset.live;
  if (!feed) return;
  title = document.title;
  channel = new BroadcastChannel(`verandah-live-${feed}`);
  channel.onmessage = (event) => hear(event.data);
  chip.addEventListener("click", bringIn);
  start();
}

// What I have just posted stands in my feed already.
document.addEventListener("htmx:after:swap", show);
document.addEventListener("arrived", arrive);
addEventListener("pageshow", (event) => event.persisted && feed && (start(), look()));
arrive();
