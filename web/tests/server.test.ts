/// The page before a real server, where QUORUM_URL names one whose models answer
/// (`tests/e2e/page_test` starts such a one).
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium, openBrowser } from "./browser.ts";

const url = process.env["QUORUM_URL"];

describe.skipIf(!url || !hasChromium)("the page before a real server", { timeout: 90_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  test("starts a debate, shows it live and for ever after", async () => {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    await page.goto(url!);
    await page.getByLabel("Question", { exact: true }).fill("Tea or coffee?");
    for (const letter of ["A", "B"]) await page.getByLabel(`Model of seat ${letter}`).selectOption("gpt-4");
    await page.getByRole("button", { name: "Start the debate" }).click();
    await page.waitForURL("**/#/d/dbt_*");

    // Live: both seats are seen writing at the same time.
    await expect.poll(() => page.locator(".lane-speaking").count(), { interval: 20, timeout: 30_000 }).toBe(2);
    await expect.poll(() => page.locator("#verdict h2").innerText(), { timeout: 60_000 }).toContain("Tea wins");
    expect(await page.locator(".lane .state").allInnerTexts()).toEqual(Array(4).fill("● done"));
    const words = await page.locator(".lane .words").allInnerTexts();
    expect(words).toEqual(["One leaf makes three cups.", "A bag lasts a month.", "One leaf makes three cups.", "A bag lasts a month."]);

    await page.reload();
    await expect.poll(() => page.locator(".lane .words").allInnerTexts()).toEqual(words);
    await page.getByRole("link", { name: "Quorum" }).click();
    await expect.poll(() => page.locator(".recent-question").first().innerText()).toBe("Tea or coffee?");
    expect(faults).toEqual([]);
  });
});
