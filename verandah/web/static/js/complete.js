// What #, @ and a colon begin is completed from a list below the text: by keyboard, by touch, in any script.
import { insert } from "./insert.js";

// As the server reads them: neither a name nor a tag begins in the middle of a word.
const NAMED = /(?<![\p{L}\p{M}\p{N}_@＠#＃/&])([@＠#＃])([\p{L}\p{M}\p{N}_.\-\u200c\u200d]*)$/u;
const EMOJI = /(?<![A-Za-z0-9_:：/])([:：])([\p{L}\p{M}\p{N}_+-]{2,}):?$/u;
const SIGNS = { "＠": "@", "＃": "#", "：": ":" };
const PAUSE = 120;
const MOST_KEPT = 200;

const list = document.createElement("div");
const said = document.createElement("output");
const kept = new Map();
let shown = null;
let asked = 0;
let timer = 0;
// The key that was pressed before the list had caught up.
let hasty = "";
list.className = "offers pop";
said.className = "sr";

/** Offer what fits the word before the cursor; nothing where there is none. */
export function look(field) {
  const word = begun(field);
  clearTimeout(timer);
  if (!word) {
    hasty = "";
    return close();
  }
  const number = ++asked;
  timer = setTimeout(async () => {
    const html = await offers(word);
    const now = begun(field);
    if (number === asked && now?.start === word.start && now.from === word.from) show(field, word, html);
    if (number === asked) settle(field);
  }, kept.has(address(word)) ? 0 : PAUSE);
}

function begun(field) {
  const to = field.selectionStart;
  if (document.activeElement !== field || to !== field.selectionEnd) return null;
  const before = field.value.slice(Math.max(0, to - 120), to);
  const found = NAMED.exec(before) ?? EMOJI.exec(before);
  if (!found) return null;
  const [whole, sign, start] = found;
  return { sign: SIGNS[sign] ?? sign, start, from: to - whole.length, to, ended: /[^:：].*[:：]$/.test(whole) };
}

const address = ({ sign, start }) => `/complete/?${new URLSearchParams({ sign, start })}`;

async function offers(word) {
  const url = address(word);
  if (kept.has(url)) return kept.get(url);
  const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return "";
  const html = await answer.text();
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(url, html);
  return html;
}

function show(field, word, html) {
  list.innerHTML = html;
  const box = list.querySelector("[role=listbox]");
  if (!box) return close();
  shown = { field, word, at: -1, options: [...box.children] };
  const row = field.closest(".row") ?? field;
  row.after(list, said);
  list.style.insetBlockStart = `${row.offsetTop + row.offsetHeight}px`;
  said.value = box.dataset.said;
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", box.id);
  // A new tag is as good as a known one: Enter ends the line there, unless one has been gone to.
  if (word.sign !== "#") go(0);
  if (word.ended && shown.options[0].dataset.name === word.start) choose(shown.options[0]);
}

/** Choose what was asked for while the list was still on its way; where there is nothing, end the line after all. */
function settle(field) {
  const key = hasty;
  hasty = "";
  if (key && shown) choose(shown.options[0]);
  else if (key === "Enter") insert(field, "\n");
}

function close() {
  if (!shown) return;
  for (const name of ["aria-activedescendant", "aria-controls", "aria-autocomplete"]) shown.field.removeAttribute(name);
  list.remove();
  said.remove();
  shown = null;
}

/** Whether more has been typed than the list knows of. */
function isBehind() {
  const now = begun(shown.field);
  return now?.start !== shown.word.start || now.from !== shown.word.from;
}

function go(place) {
  const { field, options, at } = shown;
  options[at]?.removeAttribute("aria-selected");
  shown.at = (place + options.length) % options.length;
  const option = options[shown.at];
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", option.id);
}

function choose(option) {
  const { field, word } = shown;
  const end = word.sign === ":" || /^\s/.test(field.value.slice(word.to)) ? "" : " ";
  close();
  field.focus();
  field.setSelectionRange(word.from, word.to);
  insert(field, option.dataset.value + end);
}

// Before anything else hears of the key: a dialog around the text stays open, and no line is ended.
document.addEventListener(
  "keydown",
  (event) => {
    // While a word is put together by an input method, its keys are its own.
    if (!shown || event.target !== shown.field || event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const { at, options } = shown;
    if (event.key === "ArrowDown") go(at + 1);
    else if (event.key === "ArrowUp") go(at < 0 ? -1 : at - 1);
    else if (event.key === "Escape") close();
    else if (isBehind() && (event.key === "Tab" || (event.key === "Enter" && at >= 0))) hasty = event.key;
    else if (event.key === "Tab") choose(options[Math.max(at, 0)]);
    else if (event.key === "Enter" && at >= 0) choose(options[at]);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

// The text keeps the focus, so that the keyboard of a phone stays where it is.
list.addEventListener("pointerdown", (event) => event.preventDefault());
list.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  event.preventDefault();
  if (option && shown) choose(option);
});
document.addEventListener("selectionchange", () => shown && look(shown.field));
document.addEventListener("focusout", ({ target }) => target === shown?.field && close());
