// Single keys for those who like them: never in a field, never with a modifier, and not at all when switched off.

const OFF = "keys-off";
const within = "input, textarea, select, [contenteditable], dialog[open]";
const places = { h: "/", n: "/notifications/", p: "/people/" };
const sheet = document.getElementById("keys");
let afterG = false;

const deeds = {
  j: () => step(true),
  k: () => step(false),
  l: () => press("[id$=-like]"),
  r: () => press("a[data-pick]"),
  n: () => focus("form[data-compose] textarea") || location.assign("/p/new/"),
  "/": () => focus("input[type=search]"),
  "?": () => sheet?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest?.(within)) return;
  if (localStorage.getItem(OFF)) return;
  const place = afterG && places[event.key];
  afterG = event.key === "g";
  if (place) location.assign(place);
  else if (deeds[event.key]) deeds[event.key]();
  else return;
  // So that the letter does not land in the field it opens.
  event.preventDefault();
});

function step(forward) {
  const posts = [...document.querySelectorAll("article.post")];
  const here = posts.indexOf(document.activeElement?.closest("article.post"));
  const next = posts[here < 0 ? 0 : here + (forward ? 1 : -1)];
  if (!next) return;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

/** Press a button of the post or comment that the keyboard is in. */
function press(selector) {
  const here = document.activeElement?.closest(".thread li, article.post");
  (here?.querySelector(":scope > .cm") ?? here)?.querySelector(selector)?.click();
}

function focus(selector) {
  const found = document.querySelector(selector);
  found?.focus();
  return Boolean(found);
}

if (sheet) {
  for (const button of document.querySelectorAll("[data-keys]")) {
    button.hidden = false;
    button.addEventListener("click", () => sheet.showModal());
  }
  const choice = sheet.querySelector("input");
  choice.checked = !localStorage.getItem(OFF);
  choice.addEventListener("change", () => {
    if (choice.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
  });
}
