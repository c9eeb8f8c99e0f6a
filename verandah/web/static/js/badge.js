// How many notifications are new, on every page: one window of the browser listens to the server and tells the others.
const badges = () => document.querySelectorAll("[data-unread]");
const digits = new Intl.NumberFormat(document.documentElement.dataset.locale);
const channel = badges().length && window.BroadcastChannel && new BroadcastChannel("verandah-unread");
let waits = 0;

function show(count) {
  for (const badge of badges()) {
    badge.textContent = digits.format(count);
    badge.hidden = !count;
    const link = badge.closest("[data-text-new]");
    link?.setAttribute("aria-label", link.dataset.textNew.replace("%n%", digits.format(count)));
  }
  mark(count);
}

/** The icon of the installed app. */
function mark(count) {
  if (count) navigator.setAppBadge?.(count).catch(() => {});
  else navigator.clearAppBadge?.().catch(() => {});
}

/** Several that come at once are counted once. */
function ask() {
  clearTimeout(waits);
  waits = setTimeout(async () => {
    const answer = await fetch("/notifications/count/").catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const { count } = await answer.json();
    channel.postMessage(count);
    show(count);
  }, 200);
}

function listen() {
  const source = new EventSource("/live/?feed=notices");
  source.addEventListener("notices", ask);
  source.addEventListener("catchup", ask);
  // After a break nobody knows what was missed, nor while another window listened that is gone.
  let opened = 0;
  source.addEventListener("open", () => (opened++ || performance.now() > 2000) && ask());
  return new Promise((done) => addEventListener("pagehide", () => (source.close(), done()), { once: true }));
}

function start() {
  if (navigator.locks) navigator.locks.request("verandah-live-notices", listen).catch(() => {});
  else listen();
}

if (channel && window.EventSource) {
  channel.onmessage = (event) => show(event.data);
  const count = Number(badges()[0].textContent.replace(/\D/g, "")) || 0;
  mark(count);
  // A page that has just come with nothing new knows better than those that were there before.
  if (!count) channel.postMessage(count);
  start();
  addEventListener("pageshow", (event) => event.persisted && (start(), ask()));
}
