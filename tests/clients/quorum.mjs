// Starts the real binary, for tests with official clients.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const binary = process.env.QUORUM_BIN ?? join(root, "build/release/quorum");

// Whoever stops the tests stops the server too.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

async function freePort() {
  const probe = createSocket();
  await new Promise((ready) => probe.listen(0, "127.0.0.1", ready));
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  return port;
}

/** Starts it with these variables, and with this as its YAML file. */
export async function startQuorum(environment, yaml = "") {
  if (!existsSync(binary)) throw new Error(`There is no ${binary}. Say: make build`);
  const data = mkdtempSync(join(tmpdir(), "quorum-clients-"));
  const port = await freePort();
  const { PATH, HOME } = process.env;
  const config = join(data, "quorum.yaml");
  writeFileSync(config, yaml);
  const child = spawn(binary, ["serve", ...(yaml ? ["--config", config] : [])], {
    cwd: data,
    stdio: ["ignore", "ignore", "inherit"],
    env: { PATH, HOME, PORT: port, QUORUM_DATA_DIR: data, ...environment },
  });
  process.on("exit", () => child.kill("SIGKILL"));
  const origin = `http://127.0.0.1:${port}`;
  for (let attempt = 0; ; ++attempt) {
    try {
      if ((await fetch(`${origin}/health`)).ok) break;
    } catch (problem) {
      if (attempt > 200 || child.exitCode !== null) throw problem;
    }
    await new Promise((wake) => setTimeout(wake, 50));
  }
  return {
    origin,
    async close() {
      const ended = new Promise((done) => child.on("exit", done));
      child.kill("SIGTERM");
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}
