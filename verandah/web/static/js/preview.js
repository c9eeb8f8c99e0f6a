// A picture that was chosen for a profile is shown before it is sent.
import { drawn } from "./items.js";

document.addEventListener("change", async ({ target }) => {
  if (!target.matches("[data-preview]") || !target.files[0]) return;
  const canvas = await drawn(target.files[0], 288);
  if (canvas) target.closest(".field").nextElementSibling.querySelector(".shown").replaceChildren(canvas);
});
