// A field of names becomes chips, with people to choose from while someone types.

const BETWEEN = /[,،、，;؛\n]/;
const ICON = "http://www.w3.org/2000/svg";
let fields = 0;

/** Take over a field; it stays in the form, hidden, with all names in it. */
export function begin(field) {
  if (field.type === "hidden") return;
  fields += 1;
  const box = document.createElement("div");
  const input = field.cloneNode();
  const list = document.createElement("div");
  for (const name of ["name", "value", "data-people", "maxlength"]) input.removeAttribute(name);
  Object.assign(list, { id: `people-${fields}`, className: "pop", hidden: true });
  const marks = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(marks)) input.setAttribute(name, value);
  box.className = "chips row wrap";
  box.append(input);
  const state = { field, box, input, list, asked: 0, at: -1 };
  for (const name of field.value.split(BETWEEN)) add(state, name.trim(), name.trim());
  field.type = "hidden";
  field.before(box, list);
  input.value = "";
  input.addEventListener("input", () => typed(state));
  input.addEventListener("keydown", (event) => pressed(state, event));
  input.addEventListener("blur", () => setTimeout(() => leave(state), 200));
  input.focus();
}

function add(state, value, words) {
  if (!value) return;
  const taken = [...state.box.querySelectorAll(".chip")].some((chip) => chip.dataset.value === value);
  if (taken) return;
  const chip = document.createElement("button");
  Object.assign(chip, { type: "button", className: "chip" });
  chip.dataset.value = value;
  chip.setAttribute("aria-label", state.field.dataset.textRemove.replace("%s", () => words));
  const name = document.createElement("bdi");
  name.textContent = words;
  chip.append(name, cross());
  chip.addEventListener("click", (event) => {
    // The menu around it stays open, although what was clicked has gone.
    event.stopPropagation();
    chip.remove();
    noted(state);
    state.input.focus();
  });
  state.input.before(chip);
}

function cross() {
  const svg = document.createElementNS(ICON, "svg");
  const use = document.createElementNS(ICON, "use");
  const known = document.querySelector("svg.i use").getAttribute("href");
  use.setAttribute("href", known.replace(/#.*/, "#x"));
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** The hidden field holds all names, and whoever listens to it hears of it. */
function noted(state) {
  const names = [...state.box.querySelectorAll(".chip")].map((chip) => chip.dataset.value);
  state.field.value = [...names, state.input.value.trim()].filter(Boolean).join(", ");
  for (const kind of ["input", "change"]) state.field.dispatchEvent(new Event(kind, { bubbles: true }));
}

async function typed(state) {
  const { input } = state;
  if (BETWEEN.test(input.value)) {
    for (const name of input.value.split(BETWEEN)) add(state, name.trim(), name.trim());
    input.value = "";
  }
  noted(state);
  state.asked += 1;
  const mine = state.asked;
  const start = input.value.trim().replace(/^[@＠]/, "");
  if (!start) return shut(state);
  const address = `${state.field.dataset.people}?${new URLSearchParams({ sign: "@", start })}`;
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (mine !== state.asked) return;
  if (!answer?.ok) return shut(state);
  show(state, await answer.text());
}

function show(state, html) {
  const { list, input } = state;
  const found = new DOMParser().parseFromString(html, "text/html").querySelector("[role=listbox]");
  if (!found) return shut(state);
  found.id = `${list.id}-box`;
  for (const [place, option] of [...found.children].entries()) {
    option.id = `${list.id}-${place}`;
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      choose(state, option);
    });
  }
  list.replaceChildren(found);
  list.hidden = false;
  input.setAttribute("aria-controls", found.id);
  input.setAttribute("aria-expanded", "true");
  mark(state, 0);
}

function mark(state, place) {
  const options = [...state.list.querySelectorAll("[role=option]")];
  state.at = (place + options.length) % options.length;
  for (const [number, option] of options.entries()) option.setAttribute("aria-selected", number === state.at);
  state.input.setAttribute("aria-activedescendant", options[state.at].id);
  options[state.at].scrollIntoView({ block: "nearest" });
}

function choose(state, option) {
  add(state, option.dataset.value, option.querySelector("bdi").textContent);
  state.input.value = "";
  state.asked += 1;
  shut(state);
  noted(state);
}

function pressed(state, event) {
  const options = [...state.list.querySelectorAll("[role=option]")];
  const { input, list } = state;
  if (event.isComposing) return;
  if (event.key === "Backspace" && !input.value) {
    [...state.box.querySelectorAll(".chip")].at(-1)?.remove();
    noted(state);
  } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    if (!list.hidden && options[state.at]) choose(state, options[state.at]);
    else take(state);
  } else if (!list.hidden && event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    shut(state);
  } else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    mark(state, state.at + (event.key === "ArrowDown" ? 1 : -1));
  }
}

/** What is typed is a name as well, whether or not it was offered. */
function take(state) {
  add(state, state.input.value.trim(), state.input.value.trim());
  state.input.value = "";
  noted(state);
}

function leave(state) {
  shut(state);
  if (state.input.value.trim()) take(state);
}

function shut({ list, input }) {
  list.hidden = true;
  list.replaceChildren();
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}
