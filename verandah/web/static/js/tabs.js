// On a phone the tabs scroll sideways; the chosen one must not start out of sight.

function centre() {
  for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
    const row = tab.closest(".tabs");
    const [here, there] = [row, tab].map((one) => one.getBoundingClientRect());
    // Only the row moves, in either direction of writing: a page never starts below its top.
    row.scrollLeft += there.left + there.width / 2 - (here.left + here.width / 2);
  }
}

document.addEventListener("arrived", centre);
centre();
