// What htmx asks for: failures become a message, and older posts take the focus where they begin.
import { trouble } from "./toast.js";

// htmx would put the page of an error in the place of the button that was pressed.
document.addEventListener("htmx:before:swap", (event) => {
  const status = event.detail.ctx.response?.status ?? 200;
  if (status < 400 || status === 422) return;
  event.preventDefault();
  trouble(event.detail.ctx.text);
});

document.addEventListener("htmx:error", () => trouble());

// The post after which the older ones begin.
let last = null;

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (!ctx.sourceElement.matches("[data-older]")) return;
  ctx.sourceElement.setAttribute("aria-busy", "true");
  last = [...document.querySelectorAll("#feed > article.post")].at(-1);
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (!last) return;
  ctx.sourceElement.removeAttribute?.("aria-busy");
  if (ctx.response?.status < 400) next(last)?.focus({ preventScroll: true });
  last = null;
});

/** The post below `post`; a line may stand between them. */
function next(post) {
  let below = post.nextElementSibling;
  while (below && !below.matches("article.post")) below = below.nextElementSibling;
  return below;
}

// What was pressed is gone, with the focus on it; whoever uses the keyboard goes on from the top of the page's content.
document.addEventListener("htmx:after:settle", () => {
  if (document.activeElement !== document.body) return;
  const main = document.getElementById("main");
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
});
