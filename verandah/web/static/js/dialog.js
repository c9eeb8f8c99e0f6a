// A link with data-dialog opens what it leads to in the one <dialog> of the page.
import { trouble } from "./toast.js";

const dialog = document.getElementById("dlg");
let opener = null;

async function show(link) {
  try {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return location.assign(link.href);
    dialog.innerHTML = await answer.text();
  } catch {
    return trouble();
  }
  opener = link.closest("details.menu")?.querySelector("summary") ?? link;
  const title = dialog.querySelector("h1, h2");
  title.id ||= "dlg-title";
  dialog.setAttribute("aria-labelledby", title.id);
  window.htmx?.process(dialog);
  dialog.showModal();
  dialog.dispatchEvent(new Event("opened", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (link && plain && dialog?.showModal) {
    event.preventDefault();
    show(link);
  } else if (event.target === dialog || event.target.closest("#dlg [data-close]")) {
    event.preventDefault();
    dialog.close();
  }
});

dialog?.addEventListener("close", () => {
  dialog.replaceChildren();
  // What opened the dialog may have been deleted by it, or be another one of the same name.
  const again = opener?.isConnected ? opener : opener?.id && document.getElementById(opener.id);
  const next = again || (document.querySelector("article.post") ?? document.getElementById("main"));
  next?.focus();
  opener = null;
});

// What is done in it ends it, unless the answer stands in it again.
document.addEventListener("htmx:finally:request", (event) => {
  const { sourceElement, response } = event.detail.ctx;
  if (sourceElement.matches("#dlg *:not([hx-target='#dlg'])") && response?.status < 400) dialog.close();
});
