// The page shows a colour while its slider is moved. What is stored, and whether it can be read, the server says.
const root = document.documentElement.style;

document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-colour]")) root.setProperty("--brand-h", target.value);
  if (target.matches("[data-strength]")) root.setProperty("--brand-c", target.value / 100);
});
