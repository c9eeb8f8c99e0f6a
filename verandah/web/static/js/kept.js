// Files that are on their way, kept by the browser, so that they go on after the page was reloaded.
import { unique } from "./unique.js";

const NAME = "verandah-files";
const MOST = 300_000_000;
// Whoever signs out waits no longer than this for their words to be kept, in milliseconds.
const LONGEST = 3000;

function store(mode) {
  return new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("files");
    asked.onerror = () => fail(asked.error);
    asked.onsuccess = () => {
      const deed = asked.result.transaction("files", mode);
      deed.oncomplete = () => asked.result.close();
      done(deed.objectStore("files"));
    };
  });
}

/** Where there is no room for it, someone must choose the file again. */
export const keep = (key, file) => file.size < MOST && store("readwrite").then((all) => all.put(file, key)).catch(() => {});
export const forget = (key) => store("readwrite").then((all) => all.delete(key)).catch(() => {});

export async function kept(key) {
  try {
    const asked = (await store("readonly")).get(key);
    return await new Promise((done) => (asked.onsuccess = asked.onerror = () => done(asked.result)));
  } catch {
    return undefined;
  }
}

// Whoever signs out leaves nothing behind; and whoever signs in finds nothing of anyone else.
const { me } = document.body.dataset;
const drafts = () => Object.keys(localStorage).filter((name) => name.startsWith("draft:"));
for (const name of drafts()) if (me && !name.startsWith(`draft:${me}:`)) localStorage.removeItem(name);
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (new URL(form.action).pathname !== "/sign-out/") return;
  const names = drafts();
  if (names.length) {
    event.preventDefault();
    await Promise.allSettled(names.map((name) => tell(name, form.elements.csrfmiddlewaretoken.value)));
    for (const name of names) localStorage.removeItem(name);
    return form.requestSubmit(event.submitter);
  }
  sessionStorage.clear();
  for (const name of [NAME, "verandah-outbox"]) indexedDB.deleteDatabase(name);
  navigator.serviceWorker?.controller?.postMessage("leave");
});

/** Words that only this browser may have: a page that was left in haste need not have reached the server with them. */
async function tell(name, token, anew) {
  const { key, seen, by, turn, said } = JSON.parse(localStorage.getItem(name));
  const from = anew ? { key: unique(), seen: 0 } : { key, seen };
  const asked = new URLSearchParams({ ...from, at: name.split(":")[2], by, turn: turn + 1 });
  const sent = { method: "POST", body: new URLSearchParams(said), headers: { "X-CSRFToken": token }, signal: AbortSignal.timeout(LONGEST) };
  const { status } = await fetch(`/drafts/save/?${asked}`, sent);
  // Another window has kept something else in the meantime: these become a draft of their own.
  if (status === 409 && !anew) await tell(name, token, true);
}
