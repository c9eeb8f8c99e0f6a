// The page's side of the service worker: it is registered, and what is written without a connection waits for it.
import { toast, trouble } from "./toast.js";
import { unique } from "./unique.js";

const BOX = "verandah-outbox";
const { me } = document.body.dataset;
const worker = () => navigator.serviceWorker.controller;
const page = document.documentElement;
const form = { year: "numeric", month: "short", day: "numeric", hour: "numeric", minute: "numeric" };
const clock = new Intl.DateTimeFormat(page.dataset.locale, form);

function box(mode) {
  return new Promise((done, fail) => {
    const asked = indexedDB.open(BOX, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("posts", { keyPath: "key" });
    asked.onerror = () => fail(asked.error);
    asked.onsuccess = () => {
      const deed = asked.result.transaction("posts", mode);
      deed.oncomplete = () => asked.result.close();
      done(deed.objectStore("posts"));
    };
  });
}

const answerOf = (asked) => new Promise((done) => (asked.onsuccess = asked.onerror = () => done(asked.result)));
const all = async () => (await answerOf((await box("readonly")).getAll())) ?? [];
const text = ({ fields }) => fields.find(([name]) => name === "text")?.[1] ?? "";

/** Those of others are not this member's to see, nor to leave lying. */
async function mine() {
  const posts = await all().catch(() => []);
  for (const post of posts) if (post.me !== me) (await box("readwrite")).delete(post.key);
  return posts.filter((post) => post.me === me).sort((one, other) => one.at - other.at);
}

async function ask() {
  const registration = await navigator.serviceWorker.ready;
  if (registration.sync) await registration.sync.register(BOX).catch(() => worker()?.postMessage("send"));
  if (navigator.onLine) worker()?.postMessage("send");
}

/** Put a form that could not be sent away until it can be. */
async function put(form) {
  const fields = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
  const post = { key: form.elements.key.value, me, action: form.getAttribute("action"), fields, at: Date.now() };
  await answerOf((await box("readwrite")).put(post));
  ask();
}

function empty(form) {
  form.reset();
  form.elements.text.value = "";
  form.elements.key.value = unique();
  form.querySelector(".up-list")?.replaceChildren();
  document.dispatchEvent(new CustomEvent("put-away", { detail: form }));
  form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
}

async function show() {
  const place = document.querySelector("[data-waiting]");
  if (!place) return;
  const posts = await mine();
  const template = place.querySelector("template").content.firstElementChild;
  const rows = posts.map((post) => {
    const row = template.cloneNode(true);
    row.querySelector("[data-words]").textContent = text(post);
    row.querySelector("[data-refused]").hidden = !post.refused;
    row.querySelector("h2").hidden = post.refused;
    if (post.refused) row.dataset.tone = "red";
    row.querySelector("button").addEventListener("click", () => takeBack(post));
    return row;
  });
  for (const row of place.querySelectorAll("section")) row.remove();
  place.append(...rows);
  place.hidden = !rows.length;
}

/** Its words are put back into the form, if that is empty, and else copied into a draft of their own by it. */
async function takeBack(post) {
  (await box("readwrite")).delete(post.key);
  const form = [...document.querySelectorAll("form[data-compose]")].find((one) => one.getAttribute("action") === post.action);
  if (!form) return location.assign(`/share/?${new URLSearchParams({ text: text(post) })}`);
  const field = form.elements.text;
  field.value = [text(post), field.value].filter(Boolean).join("\n\n");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  show();
}

// htmx could not reach the server. Whether it has heard is unknown; sent again it is the same post.
document.addEventListener(
  "htmx:error",
  (event) => {
    const { ctx } = event.detail;
    const form = ctx?.sourceElement;
    const place = document.querySelector("[data-waiting]");
    const isSent = form?.matches?.("form[data-compose]:not([data-edit])") && !ctx.response && form.dataset.sender !== "preview";
    if (!isSent || !worker() || !place) return;
    event.stopImmediatePropagation();
    put(form).then(() => (empty(form), toast(place.dataset.textWaits), show()), () => trouble());
  },
  true,
);

navigator.serviceWorker.addEventListener("message", ({ data }) => {
  if (data?.kind !== "outbox") return;
  show();
  if (data.sent) toast(document.querySelector("[data-waiting]")?.dataset.textSent ?? "");
});

const kept = document.querySelector("time[data-kept]");
if (kept) {
  kept.textContent = clock.format(new Date(kept.dateTime));
  // As soon as there is a connection, the page as it is now.
  addEventListener("online", () => document.querySelector("form[data-compose] textarea:not(:placeholder-shown)") || location.reload());
}

addEventListener("online", ask);
for (const name of ["arrived", "htmx:finally:request"]) document.addEventListener(name, show);
navigator.serviceWorker.register("/sw.js").catch(() => {});
show();
mine().then((posts) => posts.length && ask());
