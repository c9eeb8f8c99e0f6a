"""What is measured on a page: in its own script, so that it is seen as a browser lays it out."""

from playwright.sync_api import Page

LAYOUT = """() => {
  const troubles = [], root = document.documentElement;
  const name = (one) => one.tagName.toLowerCase() + (one.id ? '#' + one.id : '') +
    (typeof one.className === 'string' && one.className ? '.' + one.className.trim().split(/\\s+/).join('.') : '');
  const said = (one) => (one.textContent || '').trim().replace(/\\s+/g, ' ').slice(0, 60);
  const shown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll('body *')].filter((one) => {
      const box = one.getBoundingClientRect();
      return shown(one) && box.width && (box.right > root.clientWidth + 1 || box.left < -1);
    });
    troubles.push(`sideways: ${root.scrollWidth} in ${root.clientWidth}: ` + wide.slice(-3).map(name).join(' '));
  }
  for (const one of document.querySelectorAll('main *, nav *, header *, footer *')) {
    const style = getComputedStyle(one);
    if (!shown(one) || one.closest('.sr, svg, [aria-hidden=true], [data-scrolls]')) continue;
    const hides = style.overflowX === 'hidden' || style.overflowX === 'clip';
    const isCut = one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1;
    const isMeant = style.textOverflow === 'ellipsis' || one.matches('textarea, input, select, .cut, video, img');
    const ownText = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (hides && isCut && !isMeant && ownText) troubles.push(`clipped: ${name(one)} “${said(one)}”`);
  }
  const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(shown);
  const first = levels.filter((one) => one.tagName === 'H1').length;
  if (first !== 1) troubles.push(`${first} h1`);
  let last = 0;
  for (const one of levels) {
    const level = Number(one.tagName[1]);
    if (last && level > last + 1) troubles.push(`h${level} after h${last}: “${said(one)}”`);
    last = level;
  }
  return troubles;
}"""

WORDS = """() => {
  const own = ['bdi', 'script', 'style', 'code', 'pre', 'textarea', 'template', 'option[lang]', '[dir=auto]',
    '[dir=ltr]', 'svg', '[lang]:not(html)'].join(',');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim().replace(/\\s+/g, ' ');
    const parent = walker.currentNode.parentElement;
    if (text && !parent.closest(own)) found.push([text, !!parent.closest('option')]);
  }
  for (const one of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
    if (one.closest(own)) continue;
    for (const name of ['aria-label', 'title', 'placeholder']) {
      const text = (one.getAttribute(name) || '').trim();
      if (text) found.push([text, false]);
    }
  }
  return found;
}"""

FOCUS = """() => {
  const one = document.activeElement;
  // In a field for text the caret shows where one is.
  if (!one || one === document.body || one.matches('textarea, [contenteditable]')) return '';
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const seen = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  return seen || !box.width ? '' : one.outerHTML.slice(0, 120);
}"""


def layout(page: Page) -> list[str]:
    """What is wider than the page, cut off, or out of order."""
    found: list[str] = page.evaluate(LAYOUT)
    return found


def own_words(page: Page) -> list[tuple[str, bool]]:
    """All that the page itself says, neither people's words nor codes; and whether it is one of many to choose from."""
    return [(text, is_choice) for text, is_choice in page.evaluate(WORDS)]


def unseen_focus(page: Page, steps: int = 12) -> list[str]:
    """What has the focus after so many steps of the keyboard and does not show it."""
    found = []
    for _step in range(steps):
        page.keyboard.press("Tab")
        if one := page.evaluate(FOCUS):
            found.append(one)
    return found
