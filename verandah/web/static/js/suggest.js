// While someone types into the field that searches: people and tags that may be meant, chosen by keyboard or by touch.
const PAUSE = 150;
const MOST_KEPT = 100;

const kept = new Map();
let shown = null;
let asked = 0;
let timer = 0;

/** Begin to offer below this field; what it sends stays as it is. */
export function offer(field) {
  if (field.getAttribute("role")) return;
  const list = Object.assign(document.createElement("div"), { className: "offers found pop" });
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-autocomplete", "list");
  field.addEventListener("input", () => look(field, list));
  field.addEventListener("focus", () => look(field, list));
  field.addEventListener("blur", () => setTimeout(() => close(field, list), 150));
  field.addEventListener("keydown", (event) => press(event, field, list));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
  look(field, list);
}

function look(field, list) {
  clearTimeout(timer);
  const words = field.value.trim();
  if (!words) return close(field, list);
  const number = ++asked;
  timer = setTimeout(async () => {
    const html = await found(words);
    if (number === asked && field.value.trim() === words && document.activeElement === field) show(field, list, html);
  }, kept.has(words) ? 0 : PAUSE);
}

async function found(words) {
  if (kept.has(words)) return kept.get(words);
  const url = `/search/suggest/?${new URLSearchParams({ q: words })}`;
  const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return "";
  const html = await answer.text();
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(words, html);
  return html;
}

function show(field, list, html) {
  list.innerHTML = html;
  const box = list.querySelector("[role=listbox]");
  if (!box) return close(field, list);
  field.closest("form").append(list);
  shown = { at: -1, options: [...box.children] };
  field.setAttribute("aria-controls", box.id);
  field.setAttribute("aria-expanded", "true");
  field.removeAttribute("aria-activedescendant");
}

function close(field, list) {
  asked += 1;
  shown = null;
  list.remove();
  field.setAttribute("aria-expanded", "false");
  for (const name of ["aria-activedescendant", "aria-controls"]) field.removeAttribute(name);
}

function press(event, field, list) {
  if (!shown || event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    mark(field, shown.at + step);
  } else if (event.key === "Enter" && shown.at >= 0) {
    event.preventDefault();
    go(shown.options[shown.at]);
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    close(field, list);
  }
}

// Before the first stands the text itself, and after the last again.
function mark(field, at) {
  const count = shown.options.length;
  shown.at = at < -1 ? count - 1 : at >= count ? -1 : at;
  for (const option of shown.options) option.removeAttribute("aria-selected");
  const chosen = shown.options[shown.at];
  if (!chosen) return field.removeAttribute("aria-activedescendant");
  chosen.setAttribute("aria-selected", "true");
  field.setAttribute("aria-activedescendant", chosen.id);
  chosen.scrollIntoView({ block: "nearest" });
}

function go(option) {
  if (option) location.assign(option.dataset.href);
}
