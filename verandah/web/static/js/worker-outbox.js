// The part of the service worker that sends what was written without a connection. The key of its form makes it one
// post, however often it is sent: an answer that is lost costs nothing.
/* global self, clients */

const BOX = "verandah-outbox";
const SECRET = "X-CSRFToken";
let sending = null;

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

const answerOf = (asked) => new Promise((done, fail) => ((asked.onsuccess = () => done(asked.result)), (asked.onerror = () => fail(asked.error))));

/** One after the other, oldest first; what cannot be sent now is sent later. */
async function sendAll() {
  const posts = (await answerOf((await box("readonly")).getAll())).filter(({ refused }) => !refused);
  if (!posts.length) return;
  const who = await (await fetch("/visitor/")).json();
  posts.sort((one, other) => one.at - other.at);
  for (const post of posts) if (post.me === who.me) await sendOne(post, who.token);
}

async function sendOne(post, token) {
  const body = new URLSearchParams(post.fields);
  const answer = await fetch(post.action, { method: "POST", body, headers: { [SECRET]: token, "HX-Request": "true" }, redirect: "error" });
  // Too often, or a server in trouble: another time.
  if (answer.status === 429 || answer.status >= 500) throw new Error(answer.status);
  if (answer.ok) await answerOf((await box("readwrite")).delete(post.key));
  else if (answer.status !== 401 && answer.status !== 403) await answerOf((await box("readwrite")).put({ ...post, refused: true }));
  for (const window of await clients.matchAll({ type: "window" })) window.postMessage({ kind: "outbox", sent: answer.ok });
}

/** Two reasons to send at once are one. */
function send() {
  sending ??= sendAll().finally(() => (sending = null));
  return sending;
}

// The browser tries again by itself when this fails.
self.addEventListener("sync", (event) => event.tag === BOX && event.waitUntil(send()));
self.addEventListener("message", (event) => event.data === "send" && event.waitUntil(send().catch(() => {})));
