// The composer keeps a draft, counts what is left, sends by Ctrl+Enter, and never loses a word.

const SENT = "draft-sent";
let published = false;
const forms = () => document.querySelectorAll("form[data-compose]");
const field = (form) => form.elements.text;
// By whose it is: the next person at this window must not find it.
const draft = (form) => `draft:${form.dataset.compose}:${new URL(form.action).pathname}`;
const number = new Intl.NumberFormat(document.documentElement.lang, { numberingSystem: "latn" });

function prepare(form) {
  if (form.dataset.ready) return;
  form.dataset.ready = "yes";
  if (sessionStorage.getItem(SENT) && /^#([pc]\d+|waiting)$/.test(location.hash)) sessionStorage.removeItem(draft(form));
  sessionStorage.removeItem(SENT);
  const kept = sessionStorage.getItem(draft(form));
  if (kept && !field(form).value) field(form).value = kept;
  count(form);
}

function count(form) {
  const limit = Number(form.dataset.limit);
  const left = limit - Array.from(field(form).value).length;
  const shown = form.querySelector("output.counter");
  if (!shown || !limit) return;
  shown.value = left < limit / 10 ? number.format(left) : "";
  shown.classList.toggle("over", left < 0);
}

function keep(form) {
  const { value } = field(form);
  if (value.trim()) sessionStorage.setItem(draft(form), value);
  else sessionStorage.removeItem(draft(form));
}

function busy(form, yes) {
  form.dataset.sending = yes ? "yes" : "";
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    button.toggleAttribute("aria-busy", yes);
    if (yes) button.setAttribute("aria-busy", "true");
    button.disabled = yes;
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-compose]");
  if (!form || event.target !== field(form)) return;
  keep(form);
  count(form);
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-compose]");
  if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  if (!form.dataset.sending) form.requestSubmit();
});

// Before htmx looks at it: a second click while the first is on its way is no second post.
document.addEventListener(
  "submit",
  (event) => {
    if (!event.target.matches("form[data-compose]") || !event.target.dataset.sending) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement.matches("form[data-compose]")) busy(ctx.sourceElement, true);
});

// The form may have been replaced meanwhile; it is asked before the new one comes in.
document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement;
  if (!form.matches("form[data-compose]")) return;
  sessionStorage.removeItem(SENT);
  if (ctx.response.status < 400) sessionStorage.removeItem(draft(form));
  published = ctx.response.status < 400;
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  for (const form of forms()) {
    busy(form, false);
    prepare(form);
    if (ctx.response?.status === 422) field(form).focus();
  }
  if (published) arrive();
  published = false;
});

/** Go on from what has just been written: a comment, or the newest post. */
function arrive() {
  const comment = document.querySelector("[data-fresh]");
  comment?.removeAttribute("data-fresh");
  if (comment) comment.focus();
  else document.querySelector("#feed > article.post")?.focus({ preventScroll: true });
}

// A form that htmx does not send leads to the new post or to an error; only the post ends the draft.
document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-compose]")) sessionStorage.setItem(SENT, "yes");
});

// Whoever signs out leaves nothing behind.
document.addEventListener("submit", (event) => {
  if (new URL(event.target.action).pathname === "/sign-out/") sessionStorage.clear();
});

const prepareAll = () => forms().forEach(prepare);
document.addEventListener("arrived", prepareAll);
prepareAll();
