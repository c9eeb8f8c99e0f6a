// Pictures open large over the page; without this a link leads to the picture itself.

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-light]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  try {
    const { open } = await import("./lightbox.js");
    open(link);
  } catch {
    location.assign(link.href);
  }
});

/** What stood for a picture is not needed any more, and would shine through a transparent one. */
function arrived(picture) {
  const blur = picture.closest("picture")?.previousElementSibling;
  if (blur?.matches(".blur")) blur.remove();
}

document.addEventListener("load", (event) => event.target.matches?.("picture img") && arrived(event.target), true);
for (const picture of document.querySelectorAll("picture img")) if (picture.complete) arrived(picture);

// Escape closes the words of a picture, as it closes a menu.
document.addEventListener("keydown", (event) => {
  const words = event.key === "Escape" && event.target.closest?.(".alt[open]");
  if (!words) return;
  words.open = false;
  words.querySelector("summary").focus();
});
