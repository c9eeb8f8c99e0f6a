// While a sound plays, a link brings its page into this one, so that the sound goes on without a gap.
// Whatever is unclear is left to the browser: it opens the page anew, and the sound goes on from where it was.

const STAYS = ".skip, .top, #toasts, #dlg, #light, #keys, .soundbar, template, script";
// Pages whose scripts want to begin with them.
const FRESH = "script:not([src]), [data-slides], [data-order], [data-push]";
const plays = () => document.querySelector(".soundbar audio")?.paused === false;
const place = () => location.pathname + location.search;
let shown = place();

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const plain = !event.defaultPrevented && !event.button && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || !plays() || link.target || link.hasAttribute("download")) return;
  const to = new URL(link.href);
  const isHere = to.pathname + to.search === shown && to.hash;
  // What is being sent from here would be cut off, and be begun again at the next visit; a fresh page does both well.
  if (to.origin !== location.origin || isHere || document.querySelector(".up-item")) return;
  event.preventDefault();
  history.replaceState({ ...history.state, top: scrollY }, "");
  go(to, true);
});

addEventListener("popstate", (event) => {
  if (place() !== shown) go(new URL(location.href), false, event.state?.top);
});

async function go(to, isNew, top = 0) {
  const page = await fetched(to).catch(() => null);
  if (!page) return isNew ? location.assign(to) : location.reload();
  if (isNew) history.pushState({}, "", page.address + to.hash);
  shown = place();
  bringIn(page.document);
  const mark = isNew && to.hash && document.getElementById(decodeURIComponent(to.hash.slice(1)));
  if (mark) mark.scrollIntoView({ behavior: "instant" });
  else scrollTo({ top, behavior: "instant" });
}

/** The page, if it is one of ours that can take the place of this one. */
async function fetched(to) {
  const answer = await fetch(to);
  const address = new URL(answer.url);
  if (!answer.ok || address.origin !== location.origin || !answer.headers.get("Content-Type")?.startsWith("text/html")) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [now, next] = [document.documentElement, page.documentElement];
  const isAlike = ["lang", "dir"].every((name) => now[name] === next[name]) && ["theme", "contrast", "size", "motion"].every((name) => now.dataset[name] === next.dataset[name]);
  if (!isAlike || !page.getElementById("main") || page.querySelector(FRESH)) return null;
  return { address: address.pathname + address.search, document: page };
}

function bringIn(page) {
  document.title = page.title;
  for (const old of [...document.body.children]) if (!old.matches(STAYS) && old.id !== "deeds") old.remove();
  const [now, next] = [document, page].map((one) => one.getElementById("deeds"));
  if (now && next) now.replaceWith(next);
  const news = [document, page].map((one) => one.querySelector(".top .dotted"));
  if (news[0] && news[1]) news[0].replaceWith(news[1]);
  const fresh = [...page.body.children].filter((one) => !one.matches(STAYS) && one.id !== "deeds");
  const toasts = document.getElementById("toasts");
  for (const one of fresh) toasts.before(one);
  toasts.append(...page.getElementById("toasts").children);
  for (const one of [next, ...fresh]) if (one) window.htmx?.process(one);
  document.dispatchEvent(new Event("arrived"));
  const title = document.querySelector("main h1[tabindex]") ?? document.getElementById("main");
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
}
