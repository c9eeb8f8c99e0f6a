// Settings of notifications: has this browser told in the background, and proposes its time zone.
const place = document.querySelector("[data-push]");
const button = place.querySelector("button[type=button]");
const trouble = place.querySelector(".err");
const zone = document.querySelector("[data-zone]");

/** A key as the browser wants it: its bytes. */
function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}

function complain(text) {
  trouble.textContent = text;
  trouble.hidden = false;
}

async function subscription() {
  await navigator.serviceWorker.register("/sw.js");
  const worker = await navigator.serviceWorker.ready;
  const key = bytes(place.dataset.push);
  const before = await worker.pushManager.getSubscription();
  // One with another key is of no use to this site.
  if (before && String(new Uint8Array(before.options.applicationServerKey)) !== String(key)) await before.unsubscribe();
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function turnOn() {
  button.setAttribute("aria-busy", "true");
  trouble.hidden = true;
  try {
    if ((await Notification.requestPermission()) !== "granted") return complain(place.dataset.textDenied);
    const answer = await fetch(place.dataset.url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value },
      body: JSON.stringify(await subscription()),
    });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    location.reload();
  } catch {
    complain(place.dataset.textFailed);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** The push service forgets it as well. */
async function turnOff(event) {
  event.preventDefault();
  const known = await navigator.serviceWorker.getRegistration();
  await (await known?.pushManager.getSubscription())?.unsubscribe().catch(() => {});
  event.target.submit();
}

if (button && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
  button.hidden = false;
  button.addEventListener("click", turnOn);
}
if ("serviceWorker" in navigator) place.querySelector("form")?.addEventListener("submit", turnOff, { once: true });

const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !zone.value && [...zone.options].some((option) => option.value === mine)) {
  zone.value = mine;
  zone.parentElement.querySelector(".help").hidden = false;
}
