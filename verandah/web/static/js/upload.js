// One file on its way, piece by piece (tus 1.0): it goes on where a dropped line has left it.

const LEAST = 256 * 1024;
const MOST = 8 * 1024 * 1024;
const PAUSES = [1, 2, 4, 8, 15, 30];
const FINAL = [400, 401, 403, 411, 412, 413, 415, 422];

export class Upload {
  /** `changed` is called whenever `state`, `sent` or `said` has changed. */
  constructor(place, file, token, changed) {
    Object.assign(this, { place, file, token, changed, url: "", sent: 0, state: "queued", said: "", media: "" });
    this.size = LEAST;
  }

  async run() {
    let tries = 0;
    this.set("uploading");
    while (this.state === "uploading") {
      try {
        await this.step();
        tries = 0;
        if (this.state === "offline") this.state = "uploading";
      } catch (problem) {
        if (this.state !== "uploading") return;
        if (problem.final) return this.set("failed", problem.said);
        if (problem.gone) this.url = "";
        this.known = false;
        this.changed(true);
        await this.pauseFor(problem.seconds || PAUSES[Math.min(tries++, PAUSES.length - 1)]);
      }
    }
  }

  /** Announce it, ask how far it is, or send the next piece. */
  async step() {
    if (!this.url) {
      this.url = (await this.ask("POST", this.place, { "Upload-Length": this.file.size })).get("Location");
      this.sent = 0;
    } else if (this.known) {
      const began = performance.now();
      const from = this.sent;
      const piece = this.file.slice(from, from + this.size);
      this.hear(await this.ask("PATCH", this.url, { "Upload-Offset": from }, piece));
      const took = performance.now() - began;
      this.size = Math.max(LEAST, Math.min(MOST, took < 1500 ? this.size * 2 : took > 5000 ? this.size / 2 : this.size));
    } else this.hear(await this.ask("HEAD", this.url));
    this.known = true;
    if (this.media) this.set("done");
    else this.changed();
  }

  hear(headers) {
    this.sent = Number(headers.get("Upload-Offset"));
    this.media = headers.get("Upload-Media-Id") || "";
  }

  ask(method, url, headers = {}, body = null) {
    const from = this.sent;
    return new Promise((done, fail) => {
      const asked = (this.asked = new XMLHttpRequest());
      asked.open(method, url);
      asked.timeout = 120_000;
      const type = body ? { "Content-Type": "application/offset+octet-stream" } : {};
      const all = { "Tus-Resumable": "1.0.0", "X-CSRFToken": this.token, ...type, ...headers };
      for (const [name, value] of Object.entries(all)) asked.setRequestHeader(name, value);
      if (body) asked.upload.onprogress = ({ loaded }) => ((this.sent = from + loaded), this.changed());
      asked.onloadend = () => {
        const get = (name) => asked.getResponseHeader(name);
        const { status } = asked;
        if (status >= 200 && status < 300 && get("Tus-Resumable")) return done({ get });
        if (body) this.sent = from;
        // An answer that does not know the protocol comes from the sign-in page, or from something between us.
        const final = FINAL.includes(status) || (status >= 200 && status < 300);
        const said = get("Tus-Resumable") ? asked.responseText : "";
        fail({ final, said, gone: status === 404 || status === 410, seconds: Number(status && get("Retry-After")) });
      };
      asked.send(body);
    });
  }

  pauseFor(seconds) {
    return new Promise((done) => {
      this.wake = done;
      setTimeout(done, seconds * 1000);
    });
  }

  pause() {
    this.set("paused");
    this.stop();
  }

  async cancel() {
    this.set("cancelled");
    this.stop();
    if (this.url) await this.ask("DELETE", this.url).catch(() => {});
  }

  stop() {
    this.known = false;
    this.asked?.abort();
    this.wake?.();
  }

  set(state, said = "") {
    this.state = state;
    this.said = said;
    this.changed();
  }
}
