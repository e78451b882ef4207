// A client in Python: `python/NAME.py` in a process of its own, asked over its standard streams.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

class PythonError extends Error {
  constructor({ type, message, status, retryAfter }) {
    super(message);
    this.name = type;
    this.status = status;
    this.headers = { "retry-after": retryAfter };
  }
}

class Process {
  #waiting = new Map();
  #number = 0;

  constructor(python, module) {
    const script = fileURLToPath(new URL("../python/serve.py", import.meta.url));
    const { PATH, HOME } = process.env;
    this.child = spawn(python, [script, module], { stdio: ["pipe", "pipe", "inherit"], env: { PATH, HOME } });
    this.lines = createInterface({ input: this.child.stdout });
    this.rows = new Promise((done, fail) => {
      this.lines.once("line", (line) => done(JSON.parse(line)));
      this.child.once("exit", (code) => fail(new Error(`${module} ended with ${code}`)));
    });
    this.rows.then(() => this.lines.on("line", (line) => this.#take(JSON.parse(line))), () => {});
  }

  #take({ number, heard, error, outcome }) {
    const { listen, done, fail } = this.#waiting.get(number);
    if (heard) return listen();
    this.#waiting.delete(number);
    return error ? fail(new PythonError(error)) : done(outcome);
  }

  ask(origin, row, mode, request, { signal, heard }) {
    const number = ++this.#number;
    return new Promise((done, fail) => {
      this.#waiting.set(number, { done, fail, listen: heard });
      // A signal says that the first piece is to be the last; the other side leaves by itself.
      const body = { number, origin, row, mode, request, leave: signal !== undefined };
      this.child.stdin.write(JSON.stringify(body) + "\n");
    });
  }
}

/** The rows of one module; the interpreter's own start is waited for here. */
export async function python(interpreter, module) {
  const served = new Process(interpreter, module);
  return (await served.rows).map(({ modes, ...row }, index) => ({
    ...row,
    open: (origin) => origin,
    ...Object.fromEntries(modes.map((mode) => [mode,
      (origin, request, control) => served.ask(origin, index, mode, request, control)])),
    ...(row.lists ? { models: (origin) => served.ask(origin, index, "models", {}, {}) } : {}),
    close: () => { served.child.kill(); },
  }));
}
