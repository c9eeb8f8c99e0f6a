// One conversation of this page, as it goes on: the server says which comments are new, changed or gone, and they are
// fetched and put where they belong. What is fetched is what a visit would show.
import { continued, once, renewFoot, weave } from "./weave.js";

const AGAIN = 3000;
const MANY = 40;
const language = document.documentElement.lang;
const plural = new Intl.PluralRules(language);
const number = new Intl.NumberFormat(document.documentElement.dataset.locale);
const wanted = new Set();
// What came in above or below what is being read.
const unseen = new Set();
const seen = new IntersectionObserver((items) => {
  for (const { isIntersecting, target } of items) if (isIntersecting && unseen.delete(target.id)) show();
});
let [section, source, whole, busy, opened, later] = [];

/** Listen to the conversation of the page that is here now, and no longer to another one. */
export function arrive() {
  const found = document.querySelector("[data-talk]");
  if (found === section) return;
  close();
  section = found;
  opened = whole = later = false;
  wanted.clear();
  unseen.clear();
  if (!section) return;
  lead();
  listen();
}

/** Show the comments below the card of `link`; where they are shown already, begin to write. */
export async function open(link) {
  const card = link.closest("article.post");
  const shown = document.getElementById("comments");
  const isHere = shown?.dataset.talk === link.dataset.comment;
  const isBusy = shown && (!shown.closest("article.post") || shown.querySelector("textarea")?.value);
  if (isHere && document.querySelector("#reply textarea")) return document.querySelector("#reply textarea").focus();
  if (isHere || isBusy || !card) return location.assign(link.href);
  shown?.remove();
  const answer = await fetch(link.dataset.comment, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return location.assign(link.href);
  const place = document.createElement("template");
  place.innerHTML = await answer.text();
  const talk = place.content.querySelector("[data-talk]");
  card.append(talk);
  window.htmx.process(talk);
  document.dispatchEvent(new Event("opened"));
  arrive();
  (talk.querySelector("#reply textarea") ?? talk).focus();
}

/** A link to a comment that stands on another page of a long conversation leads there. */
function lead() {
  const [, id] = location.hash.match(/^#c(\d+)$/) ?? [];
  if (!id || document.getElementById(`c${id}`) || location.search.includes("at=") || section.closest("article")) return;
  location.replace(`?at=${id}#c${id}`);
}

function listen() {
  if (source || document.hidden || !section?.isConnected) return;
  const post = section.dataset.talk.match(/\d+/)[0];
  const mine = (source = new EventSource(`/live/?feed=talk&post=${post}&after=${section.dataset.newest}`));
  for (const kind of ["post", "back", "changed"]) mine.addEventListener(kind, (event) => look(idOf(event)));
  mine.addEventListener("gone", (event) => lose(idOf(event)));
  mine.addEventListener("catchup", all);
  mine.addEventListener("open", () => {
    // While nobody listened, something may have changed that is older than the newest.
    if (opened) all();
    opened = true;
    section.dataset.heard = "";
  });
  mine.addEventListener("error", () => {
    if (mine.readyState !== EventSource.CLOSED || source !== mine) return;
    close();
    setTimeout(listen, AGAIN * 3);
  });
}

function close() {
  source?.close();
  source = null;
}

const idOf = (event) => JSON.parse(event.data).id;

function look(id) {
  wanted.add(id);
  bring();
}

function all() {
  whole = true;
  bring();
}

/** What answers a comment that has gone stands elsewhere. */
function lose(id) {
  const item = document.getElementById(`c${id}`);
  if (item?.querySelector("ul li, textarea")) return all();
  item?.remove();
  look(id);
}

/** Fetch what is asked for, one answer after the other; what fails is asked for again. */
async function bring() {
  if (busy || !section) return;
  busy = true;
  try {
    while (section && (whole || wanted.size)) await fetchNews();
  } catch {
    whole = true;
    clearTimeout(later);
    later = setTimeout(bring, AGAIN);
  } finally {
    busy = false;
  }
}

async function fetchNews() {
  const here = section;
  const { talk, place } = here.dataset;
  const isWhole = whole || wanted.size > MANY || place.startsWith("here");
  const asked = isWhole ? "whole=1" : `look=${[...wanted].join()}`;
  whole = false;
  wanted.clear();
  const answer = await fetch(`${talk}?${place}&${asked}`, { headers: { "HX-Request": "true" } });
  // The post has gone, or is for others now; the next visit will say so.
  if (answer.status === 404 || answer.redirected) return close();
  if (!answer.ok) throw new Error(answer.status);
  const news = document.createElement("template");
  news.innerHTML = await answer.text();
  if (section === here) await take(news.content, isWhole);
}

async function take(news, isWhole) {
  renewFoot(news);
  const count = news.querySelector("#comments-count");
  document.getElementById("comments-count")?.replaceWith(count);
  const isCut = !isWhole && "goesOn" in section.dataset;
  const { fresh, elsewhere } = weave(document.getElementById("thread"), news.querySelector("#thread"), isWhole, isCut);
  if (isWhole) document.getElementById("talk-end").replaceWith(news.querySelector("#talk-end"));
  fresh.push(...(await continued(section)));
  section.dataset.newest = news.querySelector("[data-newest]").dataset.newest;
  tell(fresh, elsewhere);
}

/** Say that there is something new; what one reads stays where it is. */
function tell(fresh, elsewhere) {
  for (const item of fresh) unseen.add(item.id), seen.observe(item);
  if (elsewhere) Object.assign(chip(), { href: `${location.pathname}?at=${elsewhere}#c${elsewhere}` }).dataset.elsewhere = "";
  const said = section.querySelector(".talkchip .sr");
  if (fresh.length) said.textContent = counted(fresh.length);
  // Whatever is in view says so at once.
  requestAnimationFrame(() => requestAnimationFrame(show));
}

const chip = () => section.querySelector(".talkchip a");

function show() {
  if (!section) return;
  for (const id of unseen) if (!document.getElementById(id)) unseen.delete(id);
  const link = chip();
  link.hidden = !unseen.size && !("elsewhere" in link.dataset);
  if (link.hidden) return;
  if (unseen.size) link.href = `#${[...unseen][0]}`;
  link.querySelector("span").textContent = counted(unseen.size || 1);
}

function counted(count) {
  const form = plural.select(count);
  const { dataset } = section;
  return (dataset[`text${form[0].toUpperCase()}${form.slice(1)}`] ?? dataset.textOther).replace("%n%", number.format(count));
}

// The answer of a form brings its comment, and so does the stream: whichever comes last stays.
document.addEventListener("htmx:after:swap", () => once(section));
let above = 0;
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement.matches?.(".more")) above = ctx.sourceElement.parentElement.querySelectorAll("li").length;
});
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  const list = ctx.sourceElement.matches?.(".more") && document.querySelector(ctx.sourceElement.getAttribute("hx-target"));
  if (list) list.querySelectorAll("li")[above]?.focus({ preventScroll: true });
});
document.addEventListener("visibilitychange", () => (document.hidden ? close() : listen()));
addEventListener("online", () => section && all());
addEventListener("pagehide", close);
addEventListener("pageshow", (event) => event.persisted && listen());
