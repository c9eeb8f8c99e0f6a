// Marks what was looked for in what was found, and remembers on this device alone what was searched.
const MOST = 8;
const KEY = "searched";
const main = document.getElementById("main");
const words = (main.dataset.words || "").split(" ").filter(Boolean);
const bare = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

if (words.length && CSS.highlights) CSS.highlights.set("found", new Highlight(...ranges()));
remember(new URLSearchParams(location.search).get("q"));
show(document.getElementById("recent"));

function* ranges() {
  const wanted = words.map(bare);
  for (const body of main.querySelectorAll(".post .body")) {
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) yield* within(node, wanted);
  }
}

function* within(node, wanted) {
  for (const { 0: word, index } of node.data.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    const found = wanted.find((one) => bare(word).includes(one));
    if (!found) continue;
    const range = new Range();
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    yield range;
  }
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

function remember(text) {
  if (!text?.trim()) return;
  const rest = kept().filter((one) => one !== text.trim());
  localStorage.setItem(KEY, JSON.stringify([text.trim(), ...rest].slice(0, MOST)));
}

function show(section) {
  const before = kept();
  if (!section || !before.length) return;
  const title = Object.assign(document.createElement("h2"), { textContent: section.dataset.title, className: "mb" });
  const list = Object.assign(document.createElement("p"), { className: "row wrap" });
  for (const text of before) {
    const link = Object.assign(document.createElement("a"), { className: "chip", textContent: text, dir: "auto" });
    link.href = `?${new URLSearchParams({ q: text })}`;
    list.append(link);
  }
  const erase = Object.assign(document.createElement("button"), { className: "btn s", textContent: section.dataset.erase });
  erase.addEventListener("click", () => {
    localStorage.removeItem(KEY);
    section.hidden = true;
    main.querySelector("h1").focus();
  });
  section.append(title, list, erase);
  section.hidden = false;
}
