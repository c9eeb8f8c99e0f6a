// Films wait to be asked, and one at a time is heard. Pictures that move do so only in sight, for who likes movement.

const SPEEDS = [1, 1.25, 1.5, 2, 0.5, 0.75];
// What is chosen in the settings is so for good; what the device says can change.
const still = matchMedia(document.documentElement.dataset.motion ? "all" : "(prefers-reduced-motion: reduce)");

/** Call `prepare` for each element of this kind, now and whenever one comes. */
export function each(selector, prepare) {
  const all = (root) => root.querySelectorAll(selector);
  for (const one of all(document)) prepare(one);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (node.matches?.(selector)) prepare(node);
        for (const one of node.querySelectorAll ? all(node) : []) prepare(one);
      }
    }
  }).observe(document.body, { childList: true, subtree: true });
}

/** Play, if the browser lets us and nothing else is wanted meanwhile. */
export const play = (media) => media.play().catch(() => {});

/** The next speed, on the button and for what plays. */
export function faster(button, media) {
  media.playbackRate = SPEEDS[(SPEEDS.indexOf(media.playbackRate) + 1) % SPEEDS.length];
  button.querySelector("bdi").textContent = `${media.playbackRate}×`;
}

const watching = new IntersectionObserver(
  (seen) => {
    for (const { target, isIntersecting } of seen) {
      target.dataset.seen = isIntersecting ? "yes" : "";
      move(target);
    }
  },
  { threshold: 0.4 },
);

function move(video) {
  const held = video.closest(".gifv").querySelector(".stop").getAttribute("aria-pressed") === "true";
  if (video.dataset.seen && !held) play(video);
  else video.pause();
}

function prepareMoving(box) {
  const [video, stop] = [box.querySelector("video"), box.querySelector(".stop")];
  if (!stop.hidden) return;
  video.controls = false;
  stop.hidden = false;
  stop.setAttribute("aria-pressed", String(still.matches));
  stop.addEventListener("click", () => {
    stop.setAttribute("aria-pressed", String(stop.getAttribute("aria-pressed") !== "true"));
    move(video);
  });
  watching.observe(video);
}

function prepareFilm(box) {
  const [video, begin, also] = ["video", ".play", ".also"].map((name) => box.querySelector(name));
  if (!also.hidden) return;
  video.controls = false;
  also.hidden = begin.hidden = false;
  const aside = also.querySelector("[data-aside]");
  aside.hidden = !document.pictureInPictureEnabled;
  begin.addEventListener("click", () => {
    play(video);
    video.focus();
  });
  video.addEventListener("click", () => video.controls || play(video));
  video.addEventListener("play", () => {
    video.controls = begin.hidden = true;
    box.querySelector(".told").hidden = true;
  });
  also.querySelector("[data-speed]").addEventListener("click", (event) => faster(event.currentTarget, video));
  aside.addEventListener("click", async () => {
    if (document.pictureInPictureElement === video) return document.exitPictureInPicture();
    if (!video.readyState) await play(video);
    video.requestPictureInPicture().catch(() => {});
  });
}

// What makes no sound of itself may go on.
document.addEventListener(
  "play",
  ({ target }) => {
    if (target.closest(".gifv")) return;
    for (const other of document.querySelectorAll("video, audio")) {
      if (other !== target && !other.paused && !other.closest(".gifv")) other.pause();
    }
  },
  true,
);

still.addEventListener("change", () => {
  for (const stop of document.querySelectorAll(".gifv .stop")) {
    stop.setAttribute("aria-pressed", String(still.matches));
    move(stop.closest(".gifv").querySelector("video"));
  }
});

each(".video:not(.gifv)", prepareFilm);
each(".gifv", prepareMoving);
