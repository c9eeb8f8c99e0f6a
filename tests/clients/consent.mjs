// A person in a browser: signs in, lets an app in, and copies the code that the page shows.

export async function codeFor(wish, name, password) {
  const browser = new Browser();
  await browser.open(wish);
  if (browser.page.includes('name="login"')) {
    await browser.open(browser.address, { ...browser.filled(), login: name, password });
  }
  await browser.open(browser.address, { ...browser.filled(), decision: "allow" });
  const found = /id="code" value="([^"]+)"/.exec(browser.page);
  if (!found) throw new Error(`No code at ${browser.address}`);
  return found[1];
}

class Browser {
  cookies = new Map();
  address = "";
  page = "";

  // Follows where it is sent, as browsers do. A form is sent to where it stands.
  async open(address, form) {
    const body = form && new URLSearchParams(form);
    const headers = { cookie: [...this.cookies].map((pair) => pair.join("=")).join("; ") };
    if (form) headers.referer = address;
    const answer = await fetch(address, { method: form ? "POST" : "GET", body, headers, redirect: "manual" });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      this.cookies.set(name, value);
    }
    const further = answer.headers.get("location");
    if (further) return this.open(new URL(further, address).href);
    this.address = address;
    this.page = await answer.text();
  }

  // What stands hidden in the forms of the page: the seal against forged requests, and where to go next.
  filled() {
    const hidden = this.page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
    return Object.fromEntries([...hidden].map(([, name, value]) => [name, value.replaceAll("&amp;", "&")]));
  }
}
