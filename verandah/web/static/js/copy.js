// "Copy link" appears where the browser can do it.
import { toast, trouble } from "./toast.js";

function reveal() {
  for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = !navigator.clipboard;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
    toast(document.body.dataset.textCopied);
  } catch {
    trouble();
  }
});

// Posts may come later.
document.addEventListener("toggle", reveal, true);
