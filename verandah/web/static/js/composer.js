// The composer counts what is left, sends by Ctrl+Enter, and is sent once. `drafts.js` keeps its words.

// What may be completed ends the text.
const BEGUN = /[#＃@＠:：]\S{0,100}$/;
let completing = null;
let published = false;
let looked = false;
const forms = () => document.querySelectorAll("form[data-compose]");
const field = (form) => form.elements.text;
const number = new Intl.NumberFormat(document.documentElement.dataset.locale);

function prepare(form) {
  if (form.dataset.ready) return;
  form.dataset.ready = "yes";
  count(form);
  const extras = form.querySelector(".extras");
  if (extras) import("./extras.js").then(({ prepare: ready }) => ready(extras));
}

function count(form) {
  const limit = Number(form.dataset.limit);
  const shown = form.querySelector(".counter");
  if (!shown || !limit) return;
  const left = limit - Array.from(counted(field(form).value)).length;
  shown.textContent = left < limit / 10 ? number.format(left) : "";
  shown.classList.toggle("over", left < 0);
  announce(shown.nextElementSibling, left, limit);
}

/** The text as the server counts it: in one form, without blanks at the ends of lines and empty lines around it. */
function counted(text) {
  const lines = text.replace(/\r\n?|[\x85\u2028\u2029]/g, "\n").normalize("NFC").split("\n");
  const kept = lines.map((line) => line.replace(/[^\S\ufeff]+$/, "")).join("\n");
  return kept.replace(/^\n+|\n+$/g, "").replace(/\n{4,}/g, "\n\n\n");
}

/** Who does not see the number hears of it now and then, not at every letter. */
function announce(said, left, limit) {
  const step = [0, 1, 5, 10, 20, 50, 100].find((most) => left <= most) ?? (left < limit / 10 ? limit : "");
  if (said.dataset.step === String(step)) return;
  said.dataset.step = step;
  const words = left < 0 ? said.dataset.over : said.dataset.left;
  said.value = step === "" ? "" : words.replace("%n%", number.format(Math.abs(left)));
}

function busy(form, yes) {
  form.dataset.sending = yes ? "yes" : "";
  for (const button of form.querySelectorAll("button:not([type=button], [hidden])")) {
    button.toggleAttribute("aria-busy", yes);
    if (yes) button.setAttribute("aria-busy", "true");
    button.disabled = yes;
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-compose]");
  if (!form || event.target !== field(form)) return;
  count(form);
  form.classList.toggle("has-link", /https?:\/\//i.test(field(form).value));
  const to = field(form).selectionStart;
  const before = field(form).value.slice(Math.max(0, to - 101), to);
  if (completing || BEGUN.test(before)) (completing ??= import("./complete.js")).then(({ look }) => look(field(form)));
});

document.addEventListener("paste", (event) => {
  const form = event.target.closest?.("form[data-compose]");
  const html = event.clipboardData?.getData("text/html");
  if (!form || event.target !== field(form) || event.defaultPrevented || event.clipboardData.files.length) return;
  if (!/<(a|li)\b/i.test(html)) return;
  event.preventDefault();
  import("./paste.js").then(({ paste }) => paste(field(form), html));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-extra]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  import("./extras.js").then(({ open }) => open(link));
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
    if (!event.target.matches("form[data-compose]")) return;
    if (!event.target.dataset.sending) event.target.dataset.sender = event.submitter?.name ?? "";
    else {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
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
  // What is only looked at is still being written.
  looked = ctx.response.status < 400 && form.dataset.sender === "preview";
  published = ctx.response.status < 400 && !looked && !("edit" in form.dataset);
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  for (const form of forms()) {
    busy(form, false);
    prepare(form);
    if (ctx.response?.status === 422) field(form).focus();
    if (looked) form.querySelector("#preview-title")?.focus();
  }
  if (published) arrive();
  published = looked = false;
});

/** Go on from what has just been written: a comment, or the newest post. */
function arrive() {
  const comment = document.querySelector("[data-fresh]");
  comment?.removeAttribute("data-fresh");
  if (comment) comment.focus();
  else document.querySelector("#feed > article.post")?.focus({ preventScroll: true });
}

const prepareAll = () => forms().forEach(prepare);
for (const name of ["arrived", "opened"]) document.addEventListener(name, prepareAll);
prepareAll();
