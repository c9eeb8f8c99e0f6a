// The pictures of an album one after the other, over the whole screen. Whoever wants little motion starts it themselves.

const SECONDS = 5;
const dialog = document.getElementById("slides");
const button = document.querySelector("[data-slides]");
const links = [...document.querySelectorAll("#pictures [data-light]")];
const calm = matchMedia(document.documentElement.dataset.motion ? "all" : "(prefers-reduced-motion: reduce)");
const number = new Intl.NumberFormat(document.documentElement.dataset.locale);
const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
let place = 0;
let timer = 0;

if (dialog && button && links.length) {
  const [frame, words, count, play] = ["slide", "words", "count", "play"].map((name) => dialog.querySelector(`[data-${name}]`));

  /** Show the picture at `next`, round and round, as soon as it is here. */
  const show = async (next) => {
    place = (next + links.length) % links.length;
    const here = place;
    const image = Object.assign(new Image(), { src: links[here].dataset.light, alt: links[here].querySelector("img:not(.blur)")?.alt ?? "" });
    await image.decode().catch(() => {});
    if (here !== place || !dialog.open) return;
    const before = [...frame.children];
    frame.append(image);
    image.getBoundingClientRect();
    image.className = "on";
    for (const old of before) old.className = "";
    setTimeout(() => before.forEach((old) => old.remove()), calm.matches ? 0 : 700);
    words.textContent = image.alt;
    count.textContent = document.body.dataset.textOf.replace("%n%", number.format(here + 1)).replace("%count%", number.format(links.length));
    new Image().src = links[(here + 1) % links.length].dataset.light;
    if (timer) wait();
  };

  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (document.hidden ? wait() : show(place + 1)), SECONDS * 1000);
  };

  /** Go on by itself, or stand still; while it goes, the number is not read out each time. */
  const run = (goes) => {
    clearTimeout(timer);
    timer = 0;
    if (goes) wait();
    play.setAttribute("aria-pressed", String(goes));
    count.setAttribute("aria-live", goes ? "off" : "polite");
  };

  button.hidden = false;
  button.addEventListener("click", () => {
    dialog.showModal();
    dialog.requestFullscreen?.().catch(() => {});
    run(!calm.matches);
    show(0);
    play.focus();
  });
  dialog.addEventListener("click", (event) => {
    const step = Number(event.target.closest("[data-step]")?.dataset.step);
    if (step) show(place + step);
    else if (event.target.closest("[data-play]")) run(!timer);
    else if (event.target.closest("[data-close]")) dialog.close();
  });
  const keys = { [forward]: () => show(place + 1), [forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight"]: () => show(place - 1), Home: () => show(0), End: () => show(links.length - 1), p: () => run(!timer) };
  dialog.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  dialog.addEventListener("close", () => {
    run(false);
    frame.replaceChildren();
    if (document.fullscreenElement === dialog) document.exitFullscreen();
    button.focus();
  });
  // Escape leaves the full screen first, without a word to the dialog.
  document.addEventListener("fullscreenchange", () => document.fullscreenElement || (dialog.open && !matchMedia("(display-mode: fullscreen)").matches && dialog.close()));
}
