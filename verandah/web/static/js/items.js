// The files of a form as they stand in it: those that are here are asked after, and all are remembered for a reload.

export const items = new WeakMap();
export const number = new Intl.NumberFormat(document.documentElement.dataset.locale);
export const percent = new Intl.NumberFormat(document.documentElement.dataset.locale, { style: "percent" });

export const box = (node) => node.closest?.("form")?.querySelector("[data-uploads]");
export const all = (place) => [...place.querySelectorAll(".up-item")];
export const say = (place, text) => (place.querySelector(".up-said").textContent = text ?? "");
export const token = (place) => place.closest("form").elements.csrfmiddlewaretoken.value;
export const listed = (form) => `files:${form.dataset.compose}:${new URL(form.action).pathname}`;
export const address = (place, id) => place.dataset.files.replace("/0/", `/${id}/`);
export const mark = ({ name, size, lastModified }) => `${name} ${size} ${lastModified}`;

const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** A file as the server shows it; null when it is not there any more. */
export async function fetched(place, id) {
  const answer = await fetch(address(place, id)).catch(() => null);
  if (answer?.status === 404 || answer?.redirected) return null;
  if (!answer?.ok) return sleep(3).then(() => fetched(place, id));
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  return template.content.querySelector("li");
}

/** Ask now and then whether it is ready; what has been typed there meanwhile stays. */
export async function watch(place, item, seconds = 1) {
  if (item.dataset.state !== "waiting") return;
  await sleep(seconds);
  if (!item.isConnected) return;
  const fresh = await fetched(place, item.dataset.file);
  if (!item.isConnected) return;
  if (!fresh || fresh.dataset.state === "waiting") return watch(place, item, Math.min(10, seconds * 1.5));
  item.dataset.state = fresh.dataset.state;
  if (fresh.dataset.tone) return item.replaceWith(fresh);
  item.querySelector("progress").previousElementSibling.remove();
  item.querySelector("progress").remove();
  item.querySelector(".up-pic").replaceWith(fresh.querySelector(".up-pic"));
  const focus = fresh.querySelector(".up-focus");
  if (focus) item.querySelector(".up-acts").before(focus);
}

/** What a reload needs: ids of files that are here, and where the others are sent to. */
export function remember(place) {
  const form = place.closest("form");
  if (!form) return;
  const rows = all(place).map((item) => {
    const upload = items.get(item);
    if (!upload) return { id: item.dataset.file };
    const { url, key, file, wants } = upload;
    return { url, key, name: item.querySelector("b").textContent, wants: wants ?? mark(file) };
  });
  if (rows.length) sessionStorage.setItem(listed(form), JSON.stringify(rows));
  else sessionStorage.removeItem(listed(form));
}

/** A small drawing of a picture; undefined when the browser does not know its kind, which the server may. */
export async function drawn(file, resizeHeight) {
  try {
    const picture = await createImageBitmap(file, { resizeHeight, resizeQuality: "medium" });
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: picture.width, height: picture.height });
    canvas.getContext("2d").drawImage(picture, 0, 0);
    return canvas;
  } catch {
    return undefined;
  }
}
