// One line for each thing that a client has done: ok, or what was wrong.

const WIDTH = 74;

export class Telling {
  done = 0;
  wrong = 0;

  constructor(client) {
    this.client = client;
  }

  // Whatever fails inside is told, and the next step is taken all the same. What `deed` gives is handed on.
  async step(name, deed) {
    try {
      const given = await deed();
      this.done += 1;
      this.line(name, "ok");
      return given;
    } catch (error) {
      this.wrong += 1;
      this.line(name, `wrong: ${reason(error)}`);
    }
  }

  // Steps that need what others before them have made. It is told only when they cannot go on.
  async chapter(name, deeds) {
    try {
      await deeds();
    } catch (error) {
      this.wrong += 1;
      this.line(name, `broken off: ${reason(error)}`);
    }
  }

  line(name, words) {
    process.stdout.write(`${`${this.client} ${name}`.padEnd(WIDTH)} ${words}\n`);
  }

  // The last line; what the program leaves with.
  sumUp() {
    this.line(`${this.done + this.wrong} steps:`, `${this.done} ok, ${this.wrong} wrong`);
    return this.wrong || !this.done ? 1 : 0;
  }
}

function reason(error) {
  const place = /\/([\w.]+\.mjs:\d+)/.exec(error.stack ?? "")?.[1] ?? "";
  return `${error.message} (${place})`.replaceAll(/\s+/g, " ").slice(0, 700);
}
