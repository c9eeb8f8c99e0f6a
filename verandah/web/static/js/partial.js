// What htmx asks for: failures become a message, and older posts take the focus where they begin.
import { trouble } from "./toast.js";

// htmx would put the page of an error in the place of the button that was pressed.
document.addEventListener("htmx:before:swap", (event) => {
  const status = event.detail.ctx.response?.status ?? 200;
  if (status < 400 || status === 422) return;
  event.preventDefault();
  trouble();
});

document.addEventListener("htmx:error", trouble);

let place = null;

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (!ctx.sourceElement.matches("[data-older]")) return;
  ctx.sourceElement.setAttribute("aria-busy", "true");
  place = { before: ctx.sourceElement.previousElementSibling, among: document.getElementById("feed") };
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (!place) return;
  ctx.sourceElement.removeAttribute?.("aria-busy");
  const first = place.before?.isConnected ? place.before.nextElementSibling : place.among?.querySelector("article.post");
  const post = first?.matches("article.post") ? first : first?.nextElementSibling;
  if (ctx.response?.status < 400) post?.focus({ preventScroll: true });
  place = null;
});
