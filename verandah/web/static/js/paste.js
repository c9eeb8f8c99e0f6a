// What was copied from a page becomes plain text that has kept its links: "words (address)", each item of a list a line.
import { insert } from "./insert.js";

const BLOCKS = "ADDRESS ARTICLE ASIDE BLOCKQUOTE DD DIV DL DT FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN OL P PRE SECTION TABLE TR UL";
const BLOCK = new Set(BLOCKS.split(" "));
const PARAGRAPHS = /^(?:P|BLOCKQUOTE|H[1-6]|UL|OL|PRE|TABLE)$/;
// Where a line or a paragraph begins and ends; no text holds these signs.
const LINE = "\u0001";
const PARAGRAPH = "\u0002";
const BREAK = /[ \t]*(?:[\n\u0001\u0002][ \t]*)+/g;
const UNSEEN = new Set(["SCRIPT", "STYLE", "TITLE", "HEAD", "TEMPLATE", "NOSCRIPT"]);

export function paste(field, html) {
  insert(field, asText(html));
}

export function asText(html) {
  const text = said(new DOMParser().parseFromString(html, "text/html").body, false);
  return text.replace(BREAK, broken).trim();
}

/** What stands where something ends: an empty line between paragraphs, else as many ends of lines as there were. */
function broken(run) {
  if (run.includes(PARAGRAPH)) return "\n\n";
  return "\n".repeat(Math.min(2, run.split("\n").length - 1) || 1);
}

function said(node, isPlain) {
  if (node.nodeType === Node.TEXT_NODE) return isPlain ? node.data : node.data.replace(/\s+/g, " ");
  if (node.nodeType !== Node.ELEMENT_NODE || UNSEEN.has(node.tagName)) return "";
  if (node.tagName === "BR") return "\n";
  const inner = [...node.childNodes].map((child) => said(child, isPlain || node.tagName === "PRE")).join("");
  if (node.tagName === "A") return linked(inner, node.getAttribute("href") ?? "");
  if (node.tagName === "IMG") return "";
  if (node.tagName === "TD" || node.tagName === "TH") return `${inner} `;
  if (!BLOCK.has(node.tagName)) return inner;
  // What stands within an item of a list goes on below it.
  const gap = PARAGRAPHS.test(node.tagName) && !node.parentElement.closest("li") ? PARAGRAPH : LINE;
  return gap + inner + gap;
}

function linked(text, href) {
  const words = text.trim();
  if (!/^https?:\/\//i.test(href)) return text;
  // A person or a tag of this site is linked anew.
  if (/^[@＠#＃]/.test(words) && new URL(href).host === location.host) return text;
  if (!words || isAddress(words, href)) return href;
  return `${text.trimEnd()} (${href})`;
}

/** Whether what is shown is the address itself, perhaps without its beginning or its end. */
function isAddress(words, href) {
  const bare = (address) => address.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, "");
  const shown = bare(words);
  return shown === bare(href) || (shown.endsWith("…") && bare(href).startsWith(shown.slice(0, -1)));
}
