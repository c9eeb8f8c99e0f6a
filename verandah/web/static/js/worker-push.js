// The part of the service worker that shows what is pushed, and opens it. The worker imports it.
/* global self, clients */

self.addEventListener("push", (event) => {
  const told = event.data?.json();
  if (!told) return;
  const { title, body, icon, tag, language, dir, url } = told;
  event.waitUntil(
    Promise.all([
      self.registration.showNotification(title, { body, icon, badge: icon, tag, lang: language, dir, data: { url } }),
      self.navigator.setAppBadge?.().catch(() => {}),
    ]),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const to = new URL(event.notification.data?.url ?? "/notifications/", self.location.origin);
  // A push is only ever about this site, whatever it says.
  const address = to.origin === self.location.origin ? to.href : "/notifications/";
  event.waitUntil(open(address));
});

/** In a window of the site that is there already, or a new one. */
async function open(address) {
  const windows = await clients.matchAll({ type: "window" });
  for (const one of windows) {
    const there = await one.focus().then((it) => it.navigate(address)).catch(() => null);
    if (there) return;
  }
  await clients.openWindow(address);
}
