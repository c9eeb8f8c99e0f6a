// An invitation is copied, or handed to another app, where the browser can do it.
import { trouble } from "./toast.js";

for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = !navigator.clipboard;
for (const button of document.querySelectorAll("[data-share][hidden]")) button.hidden = !navigator.share;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-share]");
  if (!button) return;
  try {
    await navigator.share({ title: button.dataset.title, url: button.dataset.share });
  } catch (error) {
    // Whoever thinks better of it is told nothing.
    if (error.name !== "AbortError") trouble();
  }
});
