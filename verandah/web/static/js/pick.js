// All reactions, above the button that opens them: chosen by a press, closed by Escape or a press elsewhere.
import { trouble } from "./toast.js";

let [pop, opener] = [];

export async function open(link) {
  const again = opener === link;
  close();
  if (again) return;
  opener = link;
  const answer = await fetch(link.href, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return close(), trouble(answer ? await answer.text() : "");
  const made = document.createElement("template");
  made.innerHTML = await answer.text();
  if (opener !== link) return;
  pop = made.content.firstElementChild;
  link.after(pop);
  link.setAttribute("aria-expanded", "true");
  window.htmx.process(pop);
  // It stays within the window, whichever way the page is written.
  const { left, right } = pop.getBoundingClientRect();
  const over = Math.min(0, document.documentElement.clientWidth - 8 - right) || Math.max(0, 8 - left);
  if (over) pop.style.translate = `${over}px`;
  (pop.querySelector("[aria-pressed=true]") ?? pop.querySelector("button")).focus();
}

function close(refocus) {
  pop?.remove();
  opener?.removeAttribute("aria-expanded");
  if (refocus) opener?.focus();
  [pop, opener] = [];
}

document.addEventListener("click", (event) => {
  if (pop && !pop.contains(event.target) && !opener.contains(event.target)) close();
});

document.addEventListener("keydown", (event) => {
  if (!pop) return;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const buttons = [...pop.querySelectorAll("button")];
  const here = buttons.indexOf(document.activeElement);
  if (event.key === "Escape") event.preventDefault(), close(true);
  else if (step && here >= 0) {
    const forward = document.documentElement.dir === "rtl" ? -step : step;
    buttons[(here + forward + buttons.length) % buttons.length].focus();
  }
});

// What was chosen has taken the place of the button, and the keyboard goes on from there.
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (!ctx.sourceElement.matches?.(".pick button")) return;
  const foot = ctx.sourceElement.getAttribute("hx-target");
  close();
  document.querySelector(foot)?.querySelector("[data-pick]")?.focus({ preventScroll: true });
});
