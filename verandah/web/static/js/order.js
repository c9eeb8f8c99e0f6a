// Pictures of an album are put in order by buttons or by dragging; without this by the numbers beside them.

const list = document.querySelector("[data-order]");
let dragged = null;

if (list) {
  const said = list.parentElement.querySelector("[data-said]");
  const number = new Intl.NumberFormat(document.documentElement.dataset.locale);

  const count = () => [...list.children].forEach((item, place) => (item.querySelector("[type=number]").value = place + 1));

  const move = (item, by) => {
    const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    const focused = document.activeElement;
    if (by < 0) other.before(item);
    else other.after(item);
    focused?.focus();
    count();
    const place = [...list.children].indexOf(item) + 1;
    said.textContent = list.dataset.textMoved.replace("%n%", number.format(place)).replace("%m%", number.format(list.children.length));
  };

  for (const item of list.children) {
    item.draggable = true;
    item.querySelector(".moves").hidden = false;
  }
  list.addEventListener("click", (event) => {
    const step = Number(event.target.closest("[data-step]")?.dataset.step);
    if (step) move(event.target.closest("li"), step);
  });
  list.addEventListener("change", (event) => {
    if (event.target.type !== "number") return;
    const item = event.target.closest("li");
    const others = [...list.children].filter((one) => one !== item);
    const place = Math.max(0, Math.min(others.length, Number(event.target.value) - 1));
    if (others[place]) others[place].before(item);
    else list.append(item);
    count();
    event.target.focus();
  });
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("li");
    dragged.classList.add("held");
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li");
    if (!dragged || !over) return;
    event.preventDefault();
    if (over === dragged) return;
    if (dragged.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING) over.after(dragged);
    else over.before(dragged);
  });
  list.addEventListener("dragend", () => {
    dragged?.classList.remove("held");
    dragged = null;
    count();
  });
}
