// Files that are on their way, kept by the browser, so that they go on after the page was reloaded.

const NAME = "verandah-files";
const MOST = 300_000_000;

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
document.addEventListener("submit", (event) => {
  if (new URL(event.target.action).pathname !== "/sign-out/") return;
  sessionStorage.clear();
  for (const name of drafts()) localStorage.removeItem(name);
  for (const name of [NAME, "verandah-outbox"]) indexedDB.deleteDatabase(name);
  navigator.serviceWorker?.controller?.postMessage("leave");
});
