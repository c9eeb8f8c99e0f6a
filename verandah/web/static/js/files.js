// The files of a form: chosen, dropped or pasted; sent several at a time; put in order, described, taken out.
import { address, all, box, drawn, fetched, items, listed, mark, number, percent, remember, say, token, watch } from "./items.js";
import { forget, keep, kept } from "./kept.js";
import { unique } from "./unique.js";
import { Upload } from "./upload.js";

const AT_ONCE = 3;
const ICONS = { video: "#clapperboard", audio: "#music" };

function add(place, files) {
  for (const file of files) {
    if (all(place).length >= Number(place.dataset.most)) {
      say(place, place.dataset.textMany.replace("%n%", number.format(place.dataset.most)));
      break;
    }
    const same = all(place).find((item) => items.get(item)?.wants === mark(file));
    if (same) begin(place, same, file, items.get(same).url);
    else begin(place, blank(place, file.name), file);
  }
  next(place);
}

/** An item for something that is on its way. */
function blank(place, name) {
  const item = place.querySelector("template").content.firstElementChild.cloneNode(true);
  item.querySelector("b").textContent = name;
  item.querySelector("progress").setAttribute("aria-label", name);
  for (const button of item.querySelectorAll("button")) button.setAttribute("aria-label", `${button.ariaLabel}: ${name}`);
  place.querySelector("ol").append(item);
  return item;
}

function begin(place, item, file, url = "") {
  const upload = new Upload(place.dataset.uploads, file, token(place), (isOffline) => show(place, item, isOffline));
  upload.key = items.get(item)?.key ?? unique();
  upload.url = url;
  items.set(item, upload);
  keep(upload.key, file);
  thumbnail(item, file);
  const kind = file.type.split("/")[0];
  const icon = item.querySelector(".up-pic use")?.href;
  if (icon && kind in ICONS) icon.baseVal = icon.baseVal.replace("#image", ICONS[kind]);
  const most = Number(place.dataset[kind] || place.dataset.video);
  if (file.size > most * 1e6) upload.set("failed", place.dataset.textLarge.replace("%n%", number.format(most)));
  else show(place, item);
}

async function thumbnail(item, file) {
  const canvas = file.type.startsWith("image/") && (await drawn(file, 104));
  if (canvas) item.querySelector(".up-pic")?.replaceChildren(canvas);
}

/** Let as many go on as may be on their way at once, and then the post that waits for them. */
function next(place) {
  const uploads = all(place).map((item) => items.get(item)).filter(Boolean);
  const busy = uploads.filter((upload) => upload.state === "uploading").length;
  for (const upload of uploads.filter(({ state, file }) => state === "queued" && file).slice(0, Math.max(0, AT_ONCE - busy))) upload.run();
  remember(place);
  const form = place.closest("form");
  if (!form?.dataset.soon) return;
  if (uploads.some(({ state }) => ["failed", "paused", "lost"].includes(state))) {
    form.dataset.soon = "";
    say(place, place.dataset.textStuck);
  } else if (!uploads.length) {
    form.dataset.soon = "";
    say(place, "");
    form.requestSubmit();
  }
}

function show(place, item, isOffline) {
  const upload = items.get(item);
  const { state, sent, said, file } = upload;
  if (state === "cancelled") return;
  if (state === "done") return arrived(place, item, upload);
  const { textOffline, textPaused, textQueued, textAgain, textResume, textPause } = place.dataset;
  const share = file?.size ? sent / file.size : 0;
  const words = { failed: said || document.body.dataset.textError, paused: textPaused, queued: textQueued, lost: textAgain };
  item.dataset.state = state;
  item.querySelector("progress").value = share;
  item.querySelector("[data-said]").textContent = isOffline ? textOffline : (words[state] ?? percent.format(share));
  if (state === "failed") item.dataset.tone = "red";
  else delete item.dataset.tone;
  const pause = item.querySelector("[data-pause]");
  pause.hidden = !["uploading", "paused"].includes(state);
  pause.ariaLabel = `${state === "paused" ? textResume : textPause}: ${item.querySelector("b").textContent}`;
  item.querySelector("[data-retry]").hidden = state !== "failed";
  if (state !== "uploading") next(place);
  else if (upload.url !== upload.noted) {
    upload.noted = upload.url;
    remember(place);
  }
}

/** It is here: from now on the server says how it stands. */
async function arrived(place, item, upload) {
  forget(upload.key);
  const hadFocus = item.contains(document.activeElement);
  const fresh = await fetched(place, upload.media);
  if (!fresh) return item.remove(), next(place);
  const canvas = item.querySelector("canvas");
  if (canvas && !fresh.querySelector("img")) fresh.querySelector(".up-pic").replaceChildren(canvas);
  item.replaceWith(fresh);
  if (hadFocus) fresh.querySelector("textarea")?.focus();
  watch(place, fresh);
  next(place);
}

async function restore(place) {
  const form = place.closest("form");
  if (form.dataset.filesReady) return;
  form.dataset.filesReady = "yes";
  form.querySelector("[data-pick]").hidden = false;
  for (const item of all(place)) watch(place, item);
  // Those that are here may stand in the form already, out of a draft.
  const here = new Set(all(place).map((item) => item.dataset.file));
  const rows = JSON.parse(sessionStorage.getItem(listed(form)) || "[]").filter(({ id }) => !here.has(id));
  for (const row of rows) {
    if (row.id) {
      const item = await fetched(place, row.id);
      if (item) place.querySelector("ol").append(item), watch(place, item);
      continue;
    }
    const item = blank(place, row.name);
    const file = await kept(row.key);
    items.set(item, { ...row, state: "lost", sent: 0 });
    if (file) begin(place, item, file, row.url);
    else if (row.url) show(place, item);
    else item.remove();
  }
  if (rows.length) next(place);
}

function remove(place, item) {
  const upload = items.get(item);
  const near = item.nextElementSibling ?? item.previousElementSibling;
  item.remove();
  if (upload) forget(upload.key), upload.cancel?.();
  else fetch(address(place, item.dataset.file), { method: "DELETE", headers: { "X-CSRFToken": token(place) } }).catch(() => {});
  (near?.querySelector("[data-remove]") ?? place.closest("form").elements.text).focus();
  next(place);
}

document.addEventListener("click", (event) => {
  const item = event.target.closest(".up-item");
  const place = item && box(item);
  const button = event.target.closest("button");
  if (!place) return;
  const upload = items.get(item);
  if (button?.matches("[data-remove]")) remove(place, item);
  else if (button?.matches("[data-pause]")) upload.state === "paused" ? upload.set("queued") : upload.pause();
  else if (button?.matches("[data-retry]")) upload.set("queued");
});

document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-pick] input")) return;
  add(box(target), [...target.files]);
  target.value = "";
});

for (const name of ["drop", "paste"])
  document.addEventListener(name, (event) => {
    const place = box(event.target);
    const files = [...((event.dataTransfer ?? event.clipboardData)?.files ?? [])];
    if (!place || !files.length) return;
    event.preventDefault();
    add(place, files);
  });

// A post waits for its files; and once it reminds of what nobody has described.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const place = form.matches("form[data-compose]") && box(form.elements.text);
    if (!place) return;
    const stop = (text) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      say(place, text);
    };
    const uploads = all(place).map((item) => items.get(item)).filter(Boolean);
    const bare = [...place.querySelectorAll("textarea.says")].find((field) => !field.value.trim());
    if (bare && !form.dataset.reminded) {
      form.dataset.reminded = "yes";
      stop(place.dataset.textUndescribed);
      bare.focus();
    } else if (uploads.length) {
      stop(place.dataset.textSoon);
      form.dataset.soon = "yes";
      next(place);
    }
  },
  true,
);

const start = () => {
  for (const place of document.querySelectorAll("[data-uploads]")) restore(place);
};
document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  if (ctx.sourceElement.matches("form[data-compose]") && ctx.response.status < 400) sessionStorage.removeItem(listed(ctx.sourceElement));
});
for (const name of ["htmx:finally:request", "arrived", "opened"]) document.addEventListener(name, start);
addEventListener("online", () => {
  for (const item of document.querySelectorAll(".up-item")) items.get(item)?.wake?.();
});
start();
