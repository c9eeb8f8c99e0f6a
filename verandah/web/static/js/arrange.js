// The files of a form that are here: put in order by dragging or by buttons, described, and what must stay in view.
import { address, all, box, number, remember, say, token } from "./items.js";
import { trouble } from "./toast.js";

document.addEventListener("click", (event) => {
  const item = event.target.closest(".up-item");
  const by = Number(event.target.closest("[data-move]")?.dataset.move);
  if (item && by) move(box(item), item, by);
  else if (item && event.target.closest(".spot")) point(event, item);
});

function move(place, item, by) {
  const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  const focused = document.activeElement;
  if (by < 0) other.before(item);
  else other.after(item);
  focused?.focus();
  const where = all(place).indexOf(item) + 1;
  const { textMoved } = place.dataset;
  say(place, textMoved.replace("%n%", number.format(where)).replace("%m%", number.format(all(place).length)));
  remember(place);
}

/** What must stay in view: where the picture was pressed. */
function point(event, item) {
  const { left, top, width, height } = item.querySelector(".spot").getBoundingClientRect();
  const [across, up] = item.querySelectorAll("[type=range]");
  across.value = Math.round((200 * (event.clientX - left)) / width - 100);
  up.value = Math.round(100 - (200 * (event.clientY - top)) / height);
  across.dispatchEvent(new Event("change", { bubbles: true }));
}

function markSpot(item) {
  const [across, up] = item.querySelectorAll("[type=range]");
  const dot = item.querySelector(".spot i");
  if (!dot) return;
  dot.style.left = `${(Number(across.value) + 100) / 2}%`;
  dot.style.top = `${(100 - Number(up.value)) / 2}%`;
}

document.addEventListener("toggle", (event) => event.target.matches?.(".up-focus") && markSpot(event.target.closest(".up-item")), true);

// What is said of a file is stored at once, so that no reload loses it.
document.addEventListener("change", ({ target }) => save(target.closest(".up-item[data-file]")));
let timer;
document.addEventListener("input", ({ target }) => {
  const item = target.closest(".up-item[data-file]");
  if (!item) return;
  markSpot(item);
  clearTimeout(timer);
  timer = setTimeout(() => save(item), 600);
});

function save(item) {
  const place = item && box(item);
  if (!place) return;
  markSpot(item);
  const said = new FormData();
  for (const field of item.querySelectorAll("textarea, [type=range]")) said.append(field.name, field.value);
  const headers = { "X-CSRFToken": token(place) };
  fetch(address(place, item.dataset.file), { method: "POST", body: said, headers }).then((answer) => answer.ok || trouble(), () => trouble());
}

// Where files would go if they were let go of now.
let lit = null;
function light(place) {
  lit?.removeAttribute("data-over");
  lit = place?.closest(".composer, .reply") ?? null;
  lit?.setAttribute("data-over", "");
}
document.addEventListener("drop", () => light(null));
document.addEventListener("dragleave", ({ relatedTarget }) => lit?.contains(relatedTarget) || light(null));

let dragged = null;
document.addEventListener("pointerdown", ({ target }) => {
  const item = target.closest?.(".up-item");
  if (item) item.draggable = !target.closest("textarea, input, button, summary, .spot");
});
document.addEventListener("dragstart", (event) => (dragged = event.target.closest?.(".up-item") ?? null));
document.addEventListener("dragend", () => {
  if (dragged && box(dragged)) remember(box(dragged));
  dragged = null;
});
document.addEventListener("dragover", (event) => {
  const place = box(event.target);
  if (!place || !(dragged || event.dataTransfer.types.includes("Files"))) return;
  event.preventDefault();
  if (!dragged) light(place);
  const over = event.target.closest(".up-item");
  if (!dragged || !over || over === dragged) return;
  const isBelow = dragged.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING;
  if (isBelow) over.after(dragged);
  else over.before(dragged);
});
