// On a phone the tabs scroll sideways; the chosen one must not start out of sight.

for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  tab.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
}
