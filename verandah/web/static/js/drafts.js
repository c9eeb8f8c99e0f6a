// What is typed is kept by the server every few seconds, and by this browser until the server has said so.
import { unique } from "./unique.js";

const QUIET = 2000;
const LONGEST = 5000;
const AGAIN = 15_000;
const SENT = "draft-sent";
const states = new WeakMap();
// The server gives a form back that has a mistake, or that someone wanted to look at: it is the same one.
const known = new Map();
const line = (form) => form.querySelector("[data-draft]");
const forms = () => [...document.querySelectorAll("form[data-compose]")].filter(line);
// By whose it is: the next person at this browser must not find it.
const shelf = (form) => `draft:${form.dataset.compose}:${line(form).dataset.draft}`;
const say = (form, text) => (line(form).querySelector("output").value = text);
const isOurs = (field) => !["csrfmiddlewaretoken", "key"].includes(field);

function fields(form) {
  return [...new FormData(form)].filter(([field, value]) => isOurs(field) && typeof value === "string");
}

function prepare(form) {
  if (states.has(form)) return;
  const key = form.elements.key.value;
  const state = known.get(key) ?? { by: unique(), turn: 0, seen: Number(line(form).dataset.version) };
  known.set(key, state);
  states.set(form, state);
  if (sessionStorage.getItem(SENT) === shelf(form) && /^#([pc]\d+|waiting)$/.test(location.hash)) localStorage.removeItem(shelf(form));
  sessionStorage.removeItem(SENT);
  const files = form.querySelector(".up-list");
  if (files) new MutationObserver(() => touched(form)).observe(files, { childList: true });
  const left = JSON.parse(localStorage.getItem(shelf(form)) || "null");
  const early = typed(form);
  if (left) fill(form, state, left);
  if (early) join(form.elements.text, early);
}

/** What was written while this was still on its way; a browser that shows a page again fills its fields itself. */
function typed(form) {
  const { value, defaultValue } = form.elements.text;
  const [visit] = performance.getEntriesByType("navigation");
  return visit?.type === "navigate" && value !== defaultValue ? value : "";
}

/** Words that came early stand below those that were left, unless they are among them. */
function join(text, early) {
  if (text.value !== early && !text.value.includes(early)) text.value += `\n${early}`;
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

/** What this browser has kept and the server has not heard of: the page was left, or the line was down. */
function fill(form, state, { key, seen, by, turn, said }) {
  form.elements.key.value = key;
  Object.assign(state, { seen, by, turn });
  const left = new Map();
  for (const [field, value] of said) left.set(field, [...(left.get(field) ?? []), value]);
  for (const field of form.elements) {
    if (!isOurs(field.name) || field.type === "hidden" || field.type === "file") continue;
    const values = left.get(field.name);
    if (field.type === "radio" || field.type === "checkbox") field.checked = Boolean(values?.includes(field.value));
    else if (values?.length) field.value = values.shift();
  }
  form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
}

function touched(form) {
  const state = states.get(form);
  if (!state || state.gone) return;
  state.dirty = true;
  const { seen, by, turn } = state;
  const left = { key: form.elements.key.value, seen, by, turn, said: fields(form) };
  try {
    localStorage.setItem(shelf(form), JSON.stringify(left));
  } catch {
    // The browser keeps nothing; the server still does.
  }
  clearTimeout(state.quiet);
  state.quiet = setTimeout(save, QUIET, form);
  state.latest ??= setTimeout(save, LONGEST, form);
}

async function save(form, keepalive = false) {
  const state = states.get(form);
  if (!state?.dirty || state.gone || (state.saving && !keepalive)) return;
  clearTimeout(state.quiet);
  clearTimeout(state.latest);
  state.latest = null;
  state.dirty = false;
  state.saving = true;
  const answer = await send(form, state, keepalive).catch(() => null);
  state.saving = false;
  if (state.gone) return;
  const told = (await answer?.json?.().catch(() => null)) ?? {};
  if (answer?.ok && "version" in told) return saved(form, state, told.version);
  state.dirty = true;
  if (answer?.status === 409) return anew(form, state);
  // Signed out, or no line: it stays in this browser, and is tried again.
  say(form, answer?.status === 422 ? told.error : line(form).dataset.textOffline);
  if (answer?.status !== 422) state.latest = setTimeout(save, AGAIN, form);
}

function send(form, state, keepalive) {
  const { draft, save: place } = line(form).dataset;
  const { seen, by } = state;
  const asked = new URLSearchParams({ key: form.elements.key.value, at: draft, seen, by, turn: ++state.turn });
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  return fetch(`${place}?${asked}`, { method: "POST", body: new URLSearchParams(fields(form)), headers, keepalive, redirect: "error" });
}

function saved(form, state, version) {
  state.seen = version;
  if (state.dirty) return touched(form);
  localStorage.removeItem(shelf(form));
  say(form, version ? line(form).dataset.textSaved : "");
}

/** Another window has written something newer, or sent it: nothing is written over, this becomes a draft of its own. */
function anew(form, state) {
  form.elements.key.value = unique();
  Object.assign(state, { seen: 0, by: unique(), turn: 0 });
  save(form).then(() => say(form, line(form).dataset.textOther));
}

/** It has been sent or put away; what is still on its way is told so by the server. */
function ended(form) {
  const state = states.get(form);
  if (!state) return;
  state.gone = true;
  clearTimeout(state.quiet);
  clearTimeout(state.latest);
  localStorage.removeItem(shelf(form));
}

/** What it held waits to be sent; what is written in it now is something else. */
document.addEventListener("put-away", ({ detail: form }) => {
  ended(form);
  states.delete(form);
  line(form).dataset.version = 0;
  say(form, "");
  for (const old of line(form).querySelectorAll("button, a")) old.remove();
  prepare(form);
});

const prepareAll = () => forms().forEach(prepare);
const saveAll = () => forms().forEach((form) => save(form, true));

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-compose]");
  if (form && states.has(form)) touched(form);
});

document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement.closest?.("form[data-compose]");
  const isSent = ctx.sourceElement === form && form.dataset.sender !== "preview";
  const isEnd = isSent || ctx.sourceElement.closest?.("[data-draft]");
  if (form && isEnd && ctx.response.status < 400) ended(form);
});

// A form that htmx does not send leads to the new post or to an error; only the post ends the draft.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!states.has(form) || event.defaultPrevented) return;
  sessionStorage.setItem(SENT, shelf(form));
  if (!form.hasAttribute("hx-post")) states.get(form).dirty = false;
});

addEventListener("pagehide", saveAll);
document.addEventListener("visibilitychange", () => document.hidden && saveAll());
addEventListener("online", () => forms().forEach((form) => save(form)));
for (const event of ["htmx:finally:request", "arrived", "opened"]) document.addEventListener(event, prepareAll);
prepareAll();
