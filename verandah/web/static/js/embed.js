// What other sites play is loaded when someone presses the button, and not before.

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-frame]");
  // Whoever wants another tab gets the page itself.
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  link.replaceWith(frame(link.dataset));
});

function frame({ frame: source, referrer, sandbox, allow, height, title }) {
  const made = document.createElement("iframe");
  // Before its address, so that nothing is asked for without them.
  made.setAttribute("sandbox", sandbox);
  made.setAttribute("referrerpolicy", referrer);
  made.setAttribute("allow", allow);
  made.title = title;
  made.height = height;
  made.src = source;
  return made;
}
