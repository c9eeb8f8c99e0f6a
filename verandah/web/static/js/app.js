// Everything here only smooths what already works with links and forms.
import "./menu.js";
import "./tabs.js";
import "./dialog.js";
import "./toast.js";
import "./partial.js";
import "./composer.js";
import "./files.js";
import "./arrange.js";
import "./preview.js";
import "./live.js";
import "./badge.js";
import "./time.js";
import "./copy.js";
import "./keys.js";
import "./gallery.js";
import "./video.js";
import "./audio.js";
import "./embed.js";
import "./order.js";
import "./answers.js";

if (document.querySelector("[data-slides]")) import("./slides.js");
if (document.querySelector("[data-staff]")) import("./staff.js");

// Of a form in a dialog, too, and on a page that comes into this one.
const write = () => document.querySelector("[data-draft]") && import("./drafts.js").catch(() => {});
for (const name of ["arrived", "opened"]) document.addEventListener(name, write);
addEventListener("online", write);
write();

// What makes the site an app: pages without a connection, and what is written there.
if (document.body.dataset.me && navigator.serviceWorker) import("./installed.js").catch(() => {});
if (document.querySelector("[data-push]")) import("./push.js");

// Who begins to search is offered what may be meant, also who began before this was there.
const search = ({ target }) => {
  if (target?.matches?.(".search input")) import("./suggest.js").then(({ offer }) => offer(target), () => {});
};
document.addEventListener("focusin", search);
search({ target: document.activeElement });
