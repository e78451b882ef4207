/// The page in Chromium: against a fake server by default; `QUORUM_PAGE` names another build.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { LogEvent } from "../src/debate/fold.ts";
import { hasChromium, openBrowser } from "./browser.ts";
import { golden, startFakeServer, type FakeServer, type Script } from "./fake_server.ts";

function buildPage(): string {
  const built = process.env["QUORUM_PAGE"];
  if (built) return readFileSync(built, "utf8");
  const folder = mkdtempSync(join(tmpdir(), "quorum-page-"));
  const root = fileURLToPath(new URL("..", import.meta.url));
  execFileSync(process.execPath, ["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn", "--outDir", folder, "--emptyOutDir"], {
    cwd: root, env: { ...process.env, NODE_ENV: "production" },
  });
  return readFileSync(join(folder, "index.html"), "utf8");
}

if (!hasChromium) console.log("page tests: skipped, there is no Chromium (apt-get install -y chromium)");

describe.skipIf(!hasChromium)("the page", { timeout: 60_000 }, () => {
  let html = "";
  let browser: Browser;
  let server: FakeServer;
  let page: Page;
  let faults: string[] = [];

  beforeAll(async () => {
    html = buildPage();
    browser = await openBrowser();
  }, 120_000);
  afterAll(() => browser?.close());
  afterEach(async () => {
    await page.context().close();
    await server.close();
    expect(faults).toEqual([]);
  });

  async function open(path: string, script: Partial<Script> = {}, look: BrowserContextOptions = {}) {
    server = await startFakeServer({ page: html, ...script });
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, reducedMotion: "reduce", ...look });
    page = await context.newPage();
    faults = [];
    page.on("pageerror", (error) => faults.push(error.message));
    // Whatever the page asks for must come from its own server.
    page.on("request", (request) => {
      if (!request.url().startsWith(server.url + "/") && !request.url().startsWith("data:")) faults.push(request.url());
    });
    await page.goto(server.url + path);
  }
  const lanes = () => page.locator(".lane .words").allInnerTexts();

  test("is one file that asks for nothing but the API", async () => {
    await open("/");
    await page.locator("form").waitFor();
    await page.waitForLoadState("networkidle");
    expect(new Set(server.requests.map((request) => request.path))).toEqual(new Set(["/", "/v1/models", "/v1/debates?limit=12"]));
    expect(html.length).toBeLessThan(400_000);
  });

  test("starts the debate that was asked for and goes to it", async () => {
    await open("/");
    await page.getByLabel("Question", { exact: true }).fill("Cats or dogs?");
    await expect.poll(() => page.getByLabel("Position of seat B, optional").inputValue()).toBe("Dogs");
    await page.getByLabel("Rounds").fill("3");
    await page.getByLabel("Judge").selectOption("local/qwen2.5-coder-0.5b");
    await page.getByLabel("Question", { exact: true }).press("Enter");
    await page.waitForURL("**/#/d/dbt_1");
    const posts = server.requests.filter((request) => request.method === "POST");
    expect(posts[0]!.body).toMatchObject({
      question: "Cats or dogs?", rounds: 3, judges: [{ model: "local/qwen2.5-coder-0.5b" }],
      seats: [{ model: "local/smollm2-135m", position: "Cats" }, { model: "local/qwen2.5-coder-0.5b", position: "Dogs" }],
    });
    expect(posts[0]!.body.idempotency_key).toBeTruthy();
  });

  test("asks for the key that the server wants, keeps it, and follows a debate with it", async () => {
    await open("/#/d/dbt_1", { key: "sk-good" });
    await expect.poll(() => page.getByRole("alert").innerText()).toContain("none of this server");
    await page.getByLabel("Key", { exact: true }).fill("sk-bad");
    await page.getByRole("button", { name: "Use this key" }).click();
    await expect.poll(() => server.requests.filter((one) => one.path.endsWith("/events")).length).toBeGreaterThan(1);
    await page.getByLabel("Key", { exact: true }).fill("sk-good");
    await page.getByRole("button", { name: "Use this key" }).click();
    server.release(golden.length);
    await page.locator("#verdict h2").waitFor();
    await page.reload();
    await page.locator("#verdict h2").waitFor();
    expect(server.requests.every((one) => !one.path.includes("sk-"))).toBe(true);
  });

  test("shows a refusal in the server's words, beside the field it names", async () => {
    await open("/", { refusal: { status: 422, message: "There is no model local/smollm2-135m.", param: "seats.0.model" } });
    await page.getByLabel("Question", { exact: true }).fill("Cats or dogs?");
    await page.getByRole("button", { name: "Start the debate" }).click();
    await expect.poll(() => page.getByRole("alert").innerText()).toContain("There is no model local/smollm2-135m.");
    expect(await page.getByLabel("Model of seat A").getAttribute("aria-invalid")).toBe("true");
    expect(await page.getByRole("button", { name: "Start the debate" }).isEnabled()).toBe(true);
  });

  test("says the one command that helps where no model is", async () => {
    await open("/", { models: [{ id: "debate/default", owned_by: "quorum" }] });
    await expect.poll(() => page.locator("pre").innerText()).toBe("quorum models pull starter");
    expect(await page.locator("form").count()).toBe(0);
  });

  test("streams all seats side by side", async () => {
    await open("/#/d/dbt_1");
    server.release(8);
    await expect.poll(lanes).toEqual(["Tea is the better choice because it calms", "Coffee is the better choice because the café"]);
    const [first, second] = await Promise.all([0, 1].map((at) => page.locator(".lane").nth(at).boundingBox()));
    expect(first!.y).toBe(second!.y);
    expect(first!.x + first!.width).toBeLessThan(second!.x);
    expect(await page.locator(".lane .state").allInnerTexts()).toEqual(["◑ speaking", "◑ speaking"]);
    server.release(9);
    await expect.poll(lanes).toContain("Tea is the better choice because it calms without making you drowsy");
  });

  test("ends with the verdict and everything that speaks against it", async () => {
    await open("/#/d/dbt_1");
    server.release(33);
    await expect.poll(() => page.locator("#verdict h2").innerText()).toBe("Too close to call");
    const verdict = await page.locator("#verdict").innerText();
    expect(verdict).toContain("The judge leans to Tea, but not by enough to name a winner.");
    expect(verdict).toContain("the interval covers a tie");
    expect(verdict).toContain("The judge is one of the debaters");
    expect(verdict).toContain("Very small models");
    await page.locator("#verdict summary").click();
    expect(await page.locator("#verdict td").allInnerTexts()).toEqual([
      "local/qwen2.5-coder-0.5b", "A · Tea", "for A · Tea, 0.42",
      "local/qwen2.5-coder-0.5b", "B · Coffee", "for B · Coffee, 0.10",
    ]);
    // It is over: the page must not connect again.
    const connections = () => server.requests.filter((request) => request.path.endsWith("/events")).length;
    const before = connections();
    await page.waitForTimeout(400);
    expect(connections()).toBe(before);
  });

  test("shows what the ballots found, each claim with the words it rests on", async () => {
    const findings = {
      cruxes: ["Whether trials outweigh price."], agreements: ["Both are drunk hot."],
      criteria: [{ seat: "s1", total: null, scores: { new_information: { mean: 3.5, order_gap: 1, ballots: 2 } } },
        { seat: "s2", total: null, scores: {} }],
      claims: [{ id: "c1", text: "Tea is cheap.", holders: ["s1"], status: "upheld",
        evidence: [{ quote: "one leaf makes three cups", quote_match: true, turn: "trn_2a" }] }],
      did_debate_change_anything: { flips: [{ seat: "s2", from: "Coffee", to: "Tea", round: 2, argued_by: ["s1"] }] },
      assessment: { ballots: 2, missing: [{ judge: "local/qwen", reason: "It is too small to be asked for more than a preference." }] },
    };
    await open("/#/d/dbt_1", {
      log: golden.map((event) => event.event === "verdict" ? { ...event, data: { ...event.data, ...findings } } : event),
    });
    server.release(33);
    await expect.poll(() => page.locator("#verdict .findings h3").allInnerTexts()).toEqual(
      ["What it turns on", "What both accept", "Who changed sides", "No scores or claims from"]);
    const verdict = await page.locator("#verdict").innerText();
    expect(verdict).toContain("Whether trials outweigh price.");
    expect(verdict).toContain("B · Coffee went from Coffee to Tea in round 2, on what A · Tea said.");
    expect(verdict).toContain("local/qwen: It is too small to be asked for more than a preference.");
    await page.locator("#verdict .claims summary").click();
    expect(await page.locator("#verdict .claims td").allInnerTexts()).toEqual(
      ["A · Tea", "Tea is cheap.\n“one leaf makes three cups”", "upheld"]);
    await page.locator("#verdict .scores summary").click();
    expect(await page.locator("#verdict .scores td").allInnerTexts()).toEqual(
      ["New information", "3.5\norders 1.0 apart", "not scored"]);
  });

  test("goes on after a cut connection from the last event it saw", async () => {
    await open("/#/d/dbt_1");
    server.release(10);
    await expect.poll(lanes).toContain("Coffee is the better choice because the café wakes you – quickly");
    server.cut();
    server.release(14);
    await expect.poll(lanes).toEqual([
      "Tea is the better choice because it calms without making you drowsy.",
      "Coffee is the better choice because the café wakes you – quickly.",
    ]);
    const reconnect = server.requests.filter((request) => request.path.endsWith("/events")).at(-1)!;
    expect(reconnect.lastEventId).toBe("10");
  });

  test("shows a late viewer the same", async () => {
    await open("/#/d/dbt_1");
    server.release(22);
    await expect.poll(lanes).toContain("Tea is the better choice because one leaf");
    const second = await page.context().newPage();
    await second.goto(server.url + "/#/d/dbt_1");
    await expect.poll(() => second.locator(".lane .words").allInnerTexts()).toEqual(await lanes());
  });

  test("pauses, resumes and cancels", async () => {
    const log: LogEvent[] = [
      ...golden.slice(0, 8),
      { id: 9, event: "debate.paused", data: { reason: "requested" } },
      { id: 10, event: "debate.resumed", data: { reason: "requested" } },
      { id: 11, event: "debate.cancelled", data: { reason: "requested" } },
    ];
    await open("/#/d/dbt_1", { log });
    server.release(8);
    await page.getByRole("button", { name: "Pause" }).click();
    server.release(9);
    await page.getByRole("button", { name: "Resume" }).click();
    server.release(10);
    await page.getByRole("button", { name: "Cancel" }).click();
    server.release(11);
    await expect.poll(() => page.locator(".facts .pill").innerText()).toBe("cancelled");
    expect(server.requests.filter((request) => request.method === "POST").map((request) => request.path)).toEqual([
      "/v1/debates/dbt_1/pause", "/v1/debates/dbt_1/resume", "/v1/debates/dbt_1/cancel",
    ]);
  });

  test("shows text of a model as text, whatever it holds", async () => {
    const hostile = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
    const log = golden.map((event) => (event.id === 13 ? { ...event, data: { ...event.data, text: hostile } } : event));
    await open("/#/d/dbt_1", { log });
    server.release(13);
    await expect.poll(lanes).toContain(hostile);
    expect(await page.title()).toBe("Tea or coffee? · Quorum");
  });

  test("says why a debate cannot be shown", async () => {
    await open("/#/d/none");
    await expect.poll(() => page.getByRole("alert").innerText()).toBe("There is no such debate here.");
  });

  test("announces the end of turns to those who listen", async () => {
    await open("/#/d/dbt_1");
    server.release(13);
    await expect.poll(() => page.locator("[aria-live=polite]").innerText()).toContain("A · Tea has finished: Tea is the better choice");
  });

  test("can be used with the keyboard alone", async () => {
    await open("/");
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("question");
    await page.keyboard.type("Cats or dogs?");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/#/d/dbt_1");
  });

  test("changes its colours by its own switch", async () => {
    await open("/", {}, { colorScheme: "light" });
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    expect(await paper()).toBe("rgb(247, 246, 243)");
    const button = page.getByRole("button", { name: /^Colours/ });
    await button.click();
    await button.click();
    await expect.poll(paper).toBe("rgb(19, 20, 23)");
  });

  test("shows one seat at a time on a phone, and swipes to the next", async () => {
    await open("/#/d/dbt_1", {}, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    server.release(14);
    await expect.poll(async () => (await lanes()).length).toBe(2);
    const box = async (at: number) => (await page.locator(".lane").nth(at).boundingBox())!;
    expect((await box(0)).width).toBeGreaterThan(300);
    expect((await box(1)).x).toBeGreaterThan(300);
    await page.locator(".seat-strip button").nth(1).tap();
    await expect.poll(async () => (await box(1)).x).toBeLessThan(80);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });

  test.each(["light", "dark"] as const)("can be read in the %s", async (colorScheme) => {
    await open("/#/d/dbt_1", {}, { colorScheme });
    server.release(33);
    await page.locator("#verdict").waitFor();
    const worst = await page.evaluate(worstContrast);
    expect(worst.ratio, worst.text).toBeGreaterThanOrEqual(4.5);
  });
});

/// The least contrast of any text with what is behind it (WCAG asks for 4.5). Runs in the page.
function worstContrast() {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
  const rgba = (colour: string) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = (colour: string) => {
    const [r, g, b] = [...rgba(colour)].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const behind = (element: Element | null): string => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (rgba(colour)[3] === 255) return colour;
    }
    return "white";
  };
  let worst = { ratio: 99, text: "" };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement!;
    const text = texts.currentNode.textContent!.trim();
    if (!text || !element.checkVisibility() || element.closest("script, style, noscript, .visually-hidden")) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].sort((x, y) => y - x);
    const ratio = (a! + 0.05) / (b! + 0.05);
    if (ratio < worst.ratio) worst = { ratio, text };
  }
  return worst;
}
