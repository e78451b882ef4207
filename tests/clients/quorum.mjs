// Starts the real binary beside a scripted provider, for tests with official clients.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const binary = process.env.QUORUM_BINARY ?? join(root, "build/release/quorum");

/** An upstream that answers as `script(body)` says: `{status, json}` or `{events, cut, delayMs}`. */
export async function startProvider(script) {
  const left = [];
  const server = createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const answer = script(JSON.parse(Buffer.concat(pieces).toString() || "{}"));
    response.on("close", () => response.writableFinished || left.push(Date.now()));
    if (answer.json) {
      response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers });
      return response.end(JSON.stringify(answer.json));
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of answer.events) {
      if (response.destroyed) return;
      response.write(`data: ${typeof event === "string" ? event : JSON.stringify(event)}\n\n`);
      await new Promise((wake) => setTimeout(wake, answer.delayMs ?? 1));
    }
    answer.cut ? response.destroy() : response.end();
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${server.address().port}/v1`, left, close: () => server.close() };
}

async function freePort() {
  const probe = createSocket();
  await new Promise((ready) => probe.listen(0, "127.0.0.1", ready));
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  return port;
}

export async function startQuorum(environment) {
  const data = mkdtempSync(join(tmpdir(), "quorum-clients-"));
  const port = await freePort();
  const { PATH, HOME } = process.env;
  const child = spawn(binary, ["serve"], {
    cwd: data,
    stdio: "ignore",
    env: { PATH, HOME, PORT: port, QUORUM_DATA_DIR: data, ...environment },
  });
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
