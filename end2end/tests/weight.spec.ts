import { expect, test, type Page } from "@playwright/test";

const KB = 1000;

/** Bytes that a first visit takes, as they travel and without video; and which files those were. */
async function weigh(page: Page, address: string) {
  const files: { url: string; bytes: number }[] = [];
  const pending: Promise<void>[] = [];
  page.on("requestfinished", (request) => {
    if (request.resourceType() === "media") return;
    pending.push(
      request.sizes().then(({ responseBodySize }) => {
        files.push({ url: new URL(request.url()).pathname, bytes: responseBodySize });
      }),
    );
  });
  await page.goto(address, { waitUntil: "load" });
  // Islands load after the page.
  await page.waitForTimeout(1_500);
  await Promise.all(pending);
  return { files, bytes: files.reduce((sum, file) => sum + file.bytes, 0) };
}

test.beforeEach(({}, { project }) => {
  test.skip(project.name !== "scripting", "weighed once, where everything is loaded");
});

for (const address of ["/", "/programmes", "/year/2023"]) {
  test(`${address} weighs at most 40 kB and brings no wasm`, async ({ page }) => {
    const { files, bytes } = await weigh(page, address);
    const wasm = files.filter((file) => file.url.endsWith(".wasm"));
    expect(wasm).toEqual([]);
    expect(bytes, JSON.stringify(files)).toBeLessThanOrEqual(40 * KB);
  });
}

for (const address of [
  "/programmes/entering-the-chinese-market/fourth/sessions/1",
  "/programmes/marine-economy/fifth",
]) {
  test(`${address} weighs at most 160 kB with its islands`, async ({ page }) => {
    const { files, bytes } = await weigh(page, address);
    expect(bytes, JSON.stringify(files)).toBeLessThanOrEqual(160 * KB);
  });
}
