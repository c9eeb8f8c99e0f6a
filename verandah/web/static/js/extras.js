// What a post can carry besides words and files: fields that come when they are wanted.

const FEWEST = 2;
const coming = new WeakSet();

/** Open the part that `link` names, fetching it when it is wanted for the first time. */
export async function open(link) {
  const form = link.closest("form");
  if (coming.has(form)) return;
  if (!form.querySelector(".extras") && !(await fetched(form, link.dataset.from))) return location.assign(link.href);
  const part = form.querySelector(`.extra[data-part="${link.dataset.extra}"]`);
  part.open = true;
  (part.querySelector("input:checked") ?? part.querySelector("input")).focus();
}

async function fetched(form, address) {
  coming.add(form);
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  coming.delete(form);
  if (!answer?.ok || answer.redirected) return false;
  form.querySelector(".acts").insertAdjacentHTML("beforebegin", await answer.text());
  prepare(form.querySelector(".extras"));
  return true;
}

/** Let answers be added and taken out, and keep in sight what is filled in. */
export function prepare(extras) {
  if (extras.dataset.ready) return;
  extras.dataset.ready = "yes";
  extras.querySelector("[data-add]").hidden = false;
  // Empty fields are for those who cannot add any.
  for (const line of answers(extras).slice(FEWEST)) if (!line.querySelector("input").value) line.remove();
  number(extras);
  extras.addEventListener("click", ({ target }) => {
    if (target.closest("[data-add]")) add(extras)?.focus();
    const line = target.closest("[data-remove]")?.closest("li");
    if (line) remove(extras, line);
  });
  extras.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && onwards(extras, event));
  for (const name of ["input", "change"]) extras.addEventListener(name, () => mark(extras));
}

const answers = (extras) => [...extras.querySelectorAll(".answers li")];

function add(extras) {
  if (answers(extras).length >= Number(extras.dataset.most)) return null;
  const line = extras.querySelector("template").content.firstElementChild.cloneNode(true);
  extras.querySelector(".answers").append(line);
  number(extras);
  return line.querySelector("input");
}

function remove(extras, line) {
  const next = line.nextElementSibling ?? line.previousElementSibling;
  line.remove();
  number(extras);
  mark(extras);
  next.querySelector("input").focus();
  next.querySelector("input").dispatchEvent(new Event("input", { bubbles: true }));
}

/** Every answer says which one it is; two of them stay. */
function number(extras) {
  const [line, button] = extras.querySelectorAll("template");
  const words = line.content.querySelector("input").placeholder;
  const lines = answers(extras);
  for (const [place, one] of lines.entries()) {
    const name = words.replace("%n%", place + 1);
    one.querySelector("input").placeholder = one.querySelector(".sr").textContent = name;
    one.querySelector("[data-remove]")?.remove();
    if (lines.length <= FEWEST) continue;
    one.append(button.content.cloneNode(true));
    const taking = one.querySelector("[data-remove]");
    taking.setAttribute("aria-label", taking.getAttribute("aria-label").replace("%n%", place + 1));
  }
  extras.querySelector("[data-add]").disabled = lines.length >= Number(extras.dataset.most);
}

/** Enter goes on to the next answer, and makes one at the end; it sends nothing. */
function onwards(extras, event) {
  if (event.ctrlKey || event.metaKey || !event.target.matches("input:not([type=radio], [type=checkbox])")) return;
  event.preventDefault();
  const inputs = answers(extras).map((line) => line.querySelector("input"));
  const place = inputs.indexOf(event.target);
  if (place >= 0) (inputs[place + 1] ?? add(extras))?.focus();
}

function mark(extras) {
  for (const part of extras.querySelectorAll(".extra")) {
    const fields = [...part.querySelectorAll("input:not([type=checkbox], [type=radio]), input:checked[type=radio]")];
    part.classList.toggle("filled", fields.some((one) => one.value.trim()));
  }
}
