// What is only fetched when someone wants it: a conversation that is on the page is listened to, "Comment" opens one
// below its card, and the button beside "Like" opens all reactions.

const listen = () => document.querySelector("[data-talk]") && import("./talk.js").then((talk) => talk.arrive());
const isPlain = (event) =>
  !event.defaultPrevented && !event.button && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-comment], a[data-pick]");
  if (!link || !isPlain(event) || !window.htmx) return;
  event.preventDefault();
  if ("pick" in link.dataset) import("./pick.js").then((pick) => pick.open(link));
  else import("./talk.js").then((talk) => talk.open(link));
});

document.addEventListener("arrived", listen);
listen();
