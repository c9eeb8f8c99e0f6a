// Menus are <details>: close on Escape, on a click elsewhere, and after a choice.

const open = () => [...document.querySelectorAll("details.menu[open]")];

function close(menu, refocus) {
  menu.open = false;
  if (refocus) menu.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && open().at(-1);
  if (!menu) return;
  // A dialog around the menu stays open for this one key press.
  event.preventDefault();
  close(menu, menu.contains(document.activeElement));
});

document.addEventListener("click", (event) => {
  for (const menu of open()) {
    const chosen = event.target.closest(".pop :is(a, button)");
    if (!menu.contains(event.target) || menu.contains(chosen)) close(menu, false);
  }
});

// What belongs to a choice, to be filled in: lists to tick, and a field of names.
const whom = (label) => (label.nextElementSibling?.matches(".whom") ? label.nextElementSibling : null);

function named(part) {
  const ticked = [...part.querySelectorAll("label:has(:checked)")].map((label) => label.textContent.trim());
  const chips = [...part.querySelectorAll(".chip")].map((chip) => chip.textContent.trim());
  const typed = part.querySelector("[data-people]")?.value.split(/[,،、，;؛]/) ?? [];
  const names = [...ticked, ...(chips.length ? chips : typed)].map((name) => name.trim()).filter(Boolean);
  if (!names.length) return "";
  return part.dataset.words.replace("%s", () => new Intl.ListFormat(document.documentElement.dataset.locale).format(names));
}

// The summary of a menu of choices names what is chosen.
document.addEventListener("change", (event) => {
  const menu = event.target.closest("details.menu");
  const label = menu?.querySelector(".pop input[type=radio]:checked")?.closest("label");
  const shown = menu?.querySelector("[data-chosen]");
  if (!shown || !label) return;
  const name = document.createElement("span");
  name.className = "cut";
  name.textContent = (whom(label) && named(whom(label))) || label.querySelector("b").textContent;
  shown.replaceChildren(label.querySelector("svg").cloneNode(true), name);
});

// Names become chips, with people to choose from.
document.addEventListener("focusin", ({ target }) => {
  if (target.matches("[data-people]")) import("./people.js").then(({ begin }) => begin(target));
});

// A mouse has chosen when it clicks; the arrow keys pass by, and only Escape or Enter end them.
document.addEventListener("click", (event) => {
  const radio = event.target.closest("details.menu .pop input[type=radio]");
  if (radio && event.detail > 0 && !whom(radio.closest("label"))) close(radio.closest("details"), true);
});
