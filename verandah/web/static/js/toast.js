// Messages at the foot of the window: gone after a while, unless they are read, touched or bad news.

const STAYS = 8000;
const place = document.getElementById("toasts");
const { textError, textOffline, textClose } = document.body.dataset;

/** Say something in passing; with the tone "red" it stays until it is put away. */
export function toast(text, { tone = "", title = "" } = {}) {
  const box = document.createElement("div");
  box.className = "toast";
  if (tone) box.dataset.tone = tone;
  const words = document.createElement("span");
  words.className = "grow";
  if (title) words.append(Object.assign(document.createElement("b"), { textContent: title }), document.createElement("br"));
  words.append(text);
  const close = document.createElement("button");
  Object.assign(close, { type: "button", className: "btn bare s", textContent: textClose });
  close.dataset.close = "";
  box.append(words, close);
  place.append(box);
}

/** Say that a request failed, in the words of the server's page where there is one; once is enough. */
export function trouble(page = "") {
  const main = page && new DOMParser().parseFromString(page, "text/html").querySelector("main");
  const title = main?.querySelector?.("h1")?.textContent.trim() ?? "";
  const said = main?.querySelector?.(".lead")?.textContent.trim();
  const text = said || (navigator.onLine ? textError : textOffline);
  if (![...place.children].some((box) => box.textContent.includes(text))) toast(text, { tone: "red", title });
}

function begin(box) {
  for (const button of box.querySelectorAll("[data-close][hidden]")) button.hidden = false;
  if (box.dataset.tone === "red") return;
  let timer;
  const start = () => (timer = setTimeout(() => box.remove(), STAYS));
  const pause = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) box.addEventListener(name, pause);
  for (const name of ["pointerleave", "focusout"]) box.addEventListener(name, () => (pause(), start()));
  start();
}

place?.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) event.target.closest(".toast").remove();
});

if (place) {
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node.matches?.(".toast")) begin(node);
  }).observe(place, { childList: true });
  for (const box of place.querySelectorAll(".toast")) begin(box);
}
