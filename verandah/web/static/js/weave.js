// Puts comments that were fetched between those that are there. Nothing that has not changed is touched.

const own = (item, name) => item.querySelector(`:scope > ${name}`);

/** Weave the items of `incoming` into `list`; `isWhole`: what is not among them has gone; `isCut`: the end of the
 *  conversation is on another page. */
export function weave(list, incoming, isWhole, isCut = false, isTop = true) {
  const fresh = [];
  let elsewhere = "";
  const ids = new Set([...incoming.children].map((item) => item.id));
  for (const item of [...incoming.children]) {
    const mine = document.getElementById(item.id);
    if (!mine && isCut) {
      elsewhere = item.id.slice(1);
    } else if (!mine) {
      fresh.push(item);
      insert(list, item);
      window.htmx.process(item);
    } else {
      if (mine.parentElement !== list && isTop) insert(list, mine);
      renew(mine, item);
      if (!isTop) continue;
      const below = weave(own(mine, "ul"), own(item, "ul"), isWhole, false, false);
      fresh.push(...below.fresh);
    }
  }
  if (isWhole) for (const item of [...list.children]) if (!ids.has(item.id) && !isWritten(item)) item.remove();
  return { fresh, elsewhere };
}

/** Comments stand in the order in which they were made. */
function insert(list, item) {
  const isLater = (other) => BigInt(other.id.slice(1)) > BigInt(item.id.slice(1));
  list.insertBefore(item, [...list.children].find(isLater) ?? null);
}

/** The same comment as it is now; the answer that someone writes below it stays. */
function renew(mine, item) {
  const more = own(item, ".more");
  const shown = own(mine, ".more");
  if (more?.textContent !== shown?.textContent && !own(mine, "ul").children.length) {
    shown?.remove();
    if (more) mine.append(more), window.htmx.process(more);
  }
  if (Number(mine.dataset.rev) >= Number(item.dataset.rev)) return;
  mine.dataset.rev = item.dataset.rev;
  const [old, now] = [own(mine, ".cm"), own(item, ".cm")];
  const [form, place] = [old, now].map((one) => one.querySelector(`#${mine.id}-reply`));
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  if (form?.children.length) place?.replaceWith(form);
  old.replaceWith(now);
  window.htmx.process(now);
  if (focused) (focused.isConnected ? focused : focused.id && document.getElementById(focused.id))?.focus();
}

const isWritten = (item) => [...item.querySelectorAll("textarea")].some((field) => field.value);

/** Branches that someone has opened are fetched again; the comments that are new in them. */
export async function continued(section) {
  const fresh = [];
  for (const item of section.querySelectorAll("#thread > li > ul > li:has(> ul > li)")) {
    const answer = await fetch(`/p/${item.id.slice(1)}/rest/`, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) continue;
    const news = document.createElement("template");
    news.innerHTML = `<ul>${await answer.text()}</ul>`;
    const list = news.content.querySelector("ul");
    const isAll = !list.querySelector(":scope > a[href]");
    for (const other of [...list.children]) if (!other.matches("li")) other.remove();
    for (const one of list.children) if (!document.getElementById(one.id)) fresh.push(one);
    weave(own(item, "ul"), list, isAll, false, false);
  }
  return fresh;
}

/** The numbers below the post itself. */
export function renewFoot(news) {
  const foot = news.querySelector("article.post [id$=-foot]");
  const shown = foot && document.getElementById(foot.id);
  if (!shown || shown.textContent === foot.textContent) return;
  const focused = shown.contains(document.activeElement) && document.activeElement.id;
  shown.replaceWith(foot);
  window.htmx.process(foot);
  if (focused) document.getElementById(focused)?.focus();
}

/** Of two that are the same comment, the one stays that came with the form. */
export function once(section) {
  for (const item of section?.querySelectorAll("li[data-fresh]") ?? []) {
    for (const other of document.querySelectorAll(`[id="${item.id}"]`)) if (other !== item) other.remove();
  }
}
