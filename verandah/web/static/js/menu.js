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

// The summary of a menu of choices names the one that is chosen.
document.addEventListener("change", (event) => {
  const label = event.target.closest("details.menu .pop label");
  const shown = label?.closest("details").querySelector("[data-chosen]");
  if (!shown) return;
  const name = document.createElement("span");
  name.textContent = label.querySelector("b").textContent;
  shown.replaceChildren(label.querySelector("svg").cloneNode(true), name);
});

// A mouse has chosen when it clicks; the arrow keys pass by, and only Escape or Enter end them.
document.addEventListener("click", (event) => {
  const radio = event.target.closest("details.menu .pop input[type=radio]");
  if (radio && event.detail > 0) close(radio.closest("details"), true);
});
