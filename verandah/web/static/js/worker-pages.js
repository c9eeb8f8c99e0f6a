// The part of the service worker that keeps pages: the last readable copy of home, and of posts opened lately.
// It touches only what a window goes to, and files whose name changes with their content; never what scripts ask.
/* global self, caches, clients */

const { version, files, offline } = self.shell;
const SHELL = `shell-${version}`;
const PAGES = "pages-";
const MOST_POSTS = 30;
const HASHED = /^\/static\/.+\.[0-9a-f]{12}\.\w+$/;
// Files of people, answers to apps and what never ends.
const LEFT = /^\/(api|media|live|oauth)\//;
const LISTS = ["/", "/all/"];
const POST = /^\/p\/\d+\/$/;
const BRAND = "/brand.css";
const OWN = /<body data-me="(\d+)"/;
const KEY = /(name="key" value=")[0-9a-f]{32}"/g;
const keptAt = "X-Kept-At";

self.addEventListener("install", (event) => event.waitUntil(fillShell().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) =>
  event.waitUntil(Promise.all([forget((name) => name.startsWith("shell-") && name !== SHELL), self.registration.navigationPreload?.enable()]).then(() => self.clients.claim())),
);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (origin !== self.location.origin || request.method !== "GET" || request.headers.has("range")) return;
  if (LEFT.test(pathname)) return;
  if (request.mode === "navigate") event.respondWith(pageFor(event, search ? "" : pathname));
  else if (HASHED.test(pathname) && files.includes(pathname)) event.respondWith(fileFor(request));
  else if (pathname === BRAND) event.respondWith(brandFor(request));
});

/** All files of the shell; what cannot be had now is fetched when it is needed. */
async function fillShell() {
  const shell = await caches.open(SHELL);
  await Promise.all(files.map((file) => shell.add(file).catch(() => {})));
  // As nobody: no name may stand on it.
  await shell.put(offline, await fetch(offline, { credentials: "omit" }));
  await shell.add(BRAND).catch(() => {});
}

async function fileFor(request) {
  const found = await (await caches.open(SHELL)).match(request.url, { ignoreVary: true });
  return found ?? fetch(request);
}

async function brandFor(request) {
  const shell = await caches.open(SHELL);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await shell.put(BRAND, fresh.clone());
    return fresh;
  } catch (problem) {
    const found = await shell.match(BRAND);
    if (found) return found;
    throw problem;
  }
}

/** The network first, always: what is kept is shown only where there is none. */
async function pageFor(event, path) {
  try {
    const fresh = (await event.preloadResponse) || (await fetch(event.request));
    const isPage = fresh.ok && fresh.type === "basic" && !fresh.redirected && fresh.headers.get("Content-Type")?.startsWith("text/html");
    if (isPage) event.waitUntil(keep(path, fresh.clone()));
    return fresh;
  } catch (problem) {
    const found = (await keptPage(path)) ?? (await (await caches.open(SHELL)).match(offline));
    if (found) return found;
    throw problem;
  }
}

/** Keep a page for whom it was made, and nothing of anyone else. */
async function keep(path, page) {
  const text = await page.text();
  const own = PAGES + (OWN.exec(text)?.[1] ?? "");
  await forget((name) => name.startsWith(PAGES) && name !== own);
  if (own === PAGES || !(LISTS.includes(path) || POST.test(path))) return;
  const shelf = await caches.open(own);
  const headers = { "Content-Type": "text/html; charset=utf-8", [keptAt]: new Date().toISOString() };
  const policy = page.headers.get("Content-Security-Policy");
  if (policy) headers["Content-Security-Policy"] = policy;
  // Put in anew, so that the oldest stand first.
  await shelf.delete(path);
  await shelf.put(path, new Response(text, { headers }));
  const posts = (await shelf.keys()).filter(({ url }) => POST.test(new URL(url).pathname));
  await Promise.all(posts.slice(0, Math.max(0, posts.length - MOST_POSTS)).map((post) => shelf.delete(post)));
}

/** A page as it was kept, with words over it that say so. */
async function keptPage(path) {
  const own = path && (await caches.keys()).find((name) => name.startsWith(PAGES));
  const found = own && (await (await caches.open(own)).match(path));
  if (!found) return undefined;
  const words = await (await caches.open(SHELL)).match(offline).then((page) => page?.text() ?? "");
  const banner = /<template data-banner>(.*?)<\/template>/s.exec(words)?.[1] ?? "";
  const moment = found.headers.get(keptAt);
  const over = banner.replace("<time data-kept>", `<time data-kept datetime="${moment}">`);
  const text = (await found.text()).replace(/<main id="main"[^>]*>/, (main) => main + over);
  // What is written here on different days is as many posts; a draft goes on being the same.
  const fresh = /data-version="[1-9]/.test(text) ? text : text.replace(KEY, (_all, start) => `${start}${self.crypto.randomUUID().replaceAll("-", "")}"`);
  return new Response(fresh, { headers: found.headers });
}

async function forget(isOld) {
  const names = await caches.keys();
  await Promise.all(names.filter(isOld).map((name) => caches.delete(name)));
}

// Who signs out, or is not signed in any more, leaves nothing behind.
self.addEventListener("message", (event) => {
  if (event.data === "leave") event.waitUntil(forget((name) => name.startsWith(PAGES)));
});
