// Settings are sifted while someone types; the form asks the server the same where no script runs.
const field = document.querySelector("[data-sifts]");
const groups = [...document.querySelectorAll("[data-sift-group]")];
const nothing = document.querySelector("[data-sift-none]");
const folded = (text) => text.normalize("NFKC").toLocaleLowerCase();

function sift() {
  const words = folded(field.value).split(/\s+/).filter(Boolean);
  for (const group of groups) {
    const rows = [...group.querySelectorAll("[data-sift]")];
    for (const row of rows) row.hidden = !words.every((word) => row.dataset.sift.includes(word));
    group.hidden = rows.every((row) => row.hidden);
  }
  nothing.hidden = groups.some((group) => !group.hidden);
}

field.addEventListener("input", sift);
