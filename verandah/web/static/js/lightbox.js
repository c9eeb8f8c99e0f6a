// One picture large, its neighbours a key, a press or a swipe away, closer by wheel, pinch or double tap.

const MOST = 5;
const NEAR = 2.5;
const SWIPE = 60;
const TAP = 300;
const dialog = document.getElementById("light");
const [stage, count, words] = [".stage", "header p", ".words p"].map((name) => dialog.querySelector(name));
const [before, after, post] = [".before", ".after", "[data-post]"].map((name) => dialog.querySelector(name));
const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
const number = new Intl.NumberFormat(document.documentElement.dataset.locale);

let shown = [];
let place = 0;
let opener = null;
let picture = null;
let view = { scale: 1, x: 0, y: 0 };
const fingers = new Map();
let start = null;
let lastTap = { at: 0, x: 0, y: 0 };

/** Show the picture behind `link`, with all others of its grid. */
export function open(link) {
  const grid = link.closest(".photos, .pictures") ?? link.parentElement;
  const rest = grid.querySelector(":scope > template")?.content.querySelectorAll("[data-light]") ?? [];
  shown = [...grid.querySelectorAll("[data-light]"), ...rest].map((one) => told(one, grid));
  opener = link;
  dialog.showModal();
  show([...grid.querySelectorAll("[data-light]")].indexOf(link));
}

function told(link, grid) {
  const { light: url, small, words: alt, width, height, post = grid.dataset.post } = link.dataset;
  const image = link.querySelector("img:not(.blur)");
  if (!image) return { url, small, alt, width, height, post };
  const [across, down] = ["width", "height"].map((side) => image.getAttribute(side));
  return { url, small: image.currentSrc || image.src, alt: image.alt, width: across, height: down, post };
}

function show(next) {
  place = Math.max(0, Math.min(shown.length - 1, next));
  const { url, small, alt, width, height, post: path } = shown[place];
  picture?.remove();
  picture = Object.assign(new Image(), { alt, src: small, draggable: false });
  if (width && height) fit(picture, width, height);
  stage.prepend(picture);
  const [here, full] = [picture, new Image()];
  full.src = url;
  full.decode().then(() => here.isConnected && (here.src = url), () => {});
  for (const near of [shown[place + 1], shown[place - 1]]) if (near) new Image().src = near.url;
  count.textContent = document.body.dataset.textOf
    .replace("%n%", number.format(place + 1))
    .replace("%count%", number.format(shown.length));
  words.textContent = alt;
  before.hidden = place === 0;
  after.hidden = place === shown.length - 1;
  post.hidden = !path || path === location.pathname;
  if (path) post.href = path;
  look(1);
  // The button that was pressed may be gone, with the focus on it.
  if (!dialog.contains(document.activeElement) || document.activeElement.hidden) stage.focus();
}

/** The room it takes is known before it has come. */
function fit(image, width, height) {
  image.width = width;
  image.height = height;
  image.style.width = `min(100%, ${width}px, calc(${stage.clientHeight}px * ${width / height}))`;
  image.style.height = "auto";
}

/** Look from `scale` times as near, so that what is at (x, y) from the middle stays there. */
function look(scale, x = 0, y = 0) {
  const next = Math.max(1, Math.min(MOST, scale));
  const by = next / view.scale;
  view = { scale: next, x: x - (x - view.x) * by, y: y - (y - view.y) * by };
  settle();
}

function settle() {
  const [across, down] = ["Width", "Height"].map((side) =>
    Math.max(0, (picture[`offset${side}`] * view.scale - stage[`client${side}`]) / 2),
  );
  view.x = Math.max(-across, Math.min(across, view.x));
  view.y = Math.max(-down, Math.min(down, view.y));
  picture.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
  stage.classList.toggle("near", view.scale > 1);
}

/** Where an event is, from the middle of the stage. */
function spot(event) {
  const box = stage.getBoundingClientRect();
  return [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2];
}

const keys = {
  [forward]: () => show(place + 1),
  [forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight"]: () => show(place - 1),
  Home: () => show(0),
  End: () => show(shown.length - 1),
  "+": () => look(view.scale * 1.5),
  "=": () => look(view.scale * 1.5),
  "-": () => look(view.scale / 1.5),
  0: () => look(1),
};

dialog.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

dialog.addEventListener("click", (event) => {
  if (event.target.closest(".before")) show(place - 1);
  else if (event.target.closest(".after")) show(place + 1);
  else if (event.target.closest("[data-close]")) dialog.close();
});

dialog.addEventListener("close", () => {
  picture?.remove();
  fingers.clear();
  opener?.focus();
});

stage.addEventListener(
  "wheel",
  (event) => {
    event.preventDefault();
    look(view.scale * Math.exp(-event.deltaY / 400), ...spot(event));
  },
  { passive: false },
);

stage.addEventListener("pointerdown", (event) => {
  if (event.target.closest("button") || event.button) return;
  stage.setPointerCapture(event.pointerId);
  fingers.set(event.pointerId, event);
  start = begin();
  stage.classList.add("held");
});

/** What a movement is measured from: the middle of the fingers and how far they are apart. */
function begin() {
  const at = [...fingers.values()].map(spot);
  const middle = [0, 1].map((axis) => at.reduce((sum, one) => sum + one[axis], 0) / at.length);
  const apart = at.length > 1 ? Math.hypot(at[0][0] - at[1][0], at[0][1] - at[1][1]) : 0;
  return { middle, apart, ...view, many: at.length > 1 || start?.many };
}

stage.addEventListener("pointermove", (event) => {
  if (!fingers.has(event.pointerId)) return;
  fingers.set(event.pointerId, event);
  const { middle, apart } = begin();
  if (apart) look((start.scale * apart) / start.apart, ...middle);
  else if (view.scale > 1) {
    view.x = start.x + middle[0] - start.middle[0];
    view.y = start.y + middle[1] - start.middle[1];
    settle();
  } else picture.style.transform = `translate(${middle[0] - start.middle[0]}px)`;
});

for (const name of ["pointerup", "pointercancel"]) stage.addEventListener(name, letGo);

function letGo(event) {
  if (!fingers.delete(event.pointerId)) return;
  if (fingers.size) return (start = begin());
  stage.classList.remove("held");
  const [x, y] = spot(event);
  const [across, down] = [x - start.middle[0], y - start.middle[1]];
  const moved = Math.hypot(across, down);
  if (view.scale === 1) swiped(across, down);
  if (moved < 8 && !start.many && event.type === "pointerup") tapped(event, x, y);
  start = null;
}

function swiped(across, down) {
  settle();
  if (start.many || Math.abs(across) < SWIPE || Math.abs(across) < Math.abs(down)) return;
  show(place + (across < 0 === (forward === "ArrowRight") ? 1 : -1));
}

/** Twice on a spot brings it near, or all of it back; once beside the picture ends the showing. */
function tapped(event, x, y) {
  const box = picture.getBoundingClientRect();
  const beside = event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
  if (beside) return dialog.close();
  const again = event.timeStamp - lastTap.at < TAP && Math.hypot(x - lastTap.x, y - lastTap.y) < 30;
  lastTap = again ? { at: 0, x: 0, y: 0 } : { at: event.timeStamp, x, y };
  if (again) look(view.scale > 1 ? 1 : NEAR, x, y);
}
