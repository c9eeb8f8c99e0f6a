// The queue and a case by single keys. Where they are switched off, or someone is writing, they rest (see keys.js).

if (document.querySelector("[data-sifts]")) import("./sift.js");
if (document.querySelector("[data-colour]")) import("./hue.js");

const within = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]";
const queue = document.querySelector("[data-queue]");
const cases = () => [...document.querySelectorAll("li.case")];
const current = () => document.activeElement?.closest("li.case");

function step(forward) {
  const all = cases();
  const here = all.indexOf(current());
  const next = all[here < 0 ? 0 : here + (forward ? 1 : -1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** Press a button of the case that the keyboard is in; on the page of a case, the one that there is. */
const press = (key) => (queue && key === "c" ? current() : document)?.querySelector(`[data-key=${key}]`)?.click();

const inQueue = {
  j: () => step(true),
  k: () => step(false),
  Enter: () => current()?.querySelector("a.name")?.click(),
  c: () => press("c"),
  x: () => current()?.querySelector("input[type=checkbox]")?.click(),
  t: () => press("t"),
};

const inCase = {
  c: () => press("c"),
  m: () => {
    const all = [...document.querySelectorAll("details[data-media]")];
    const open = all.some((one) => !one.open);
    for (const one of all) one.open = open;
  },
  d: () => document.querySelector(".beside form :is(input:not([type=hidden]), select, textarea)")?.focus(),
  u: () => document.querySelector(".casehead nav a")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || localStorage.getItem("keys-off")) return;
  const { target, key } = event;
  if (target.closest?.(within)) return;
  // Enter belongs to whatever it would press anyway.
  if (key === "Enter" && target.closest("a, button, summary, input")) return;
  const deed = (queue ? inQueue : inCase)[key];
  if (!deed) return;
  deed();
  event.preventDefault();
});
