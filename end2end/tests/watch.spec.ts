import { expect, test, type Page } from "@playwright/test";

const SESSION = "/programmes/entering-the-chinese-market/fourth/sessions/1";

async function fileOf(page: Page) {
  const video = page.locator("video");
  await expect(video).toHaveCount(1);
  return (await video.getAttribute("src")) ?? (await video.locator("source").first().getAttribute("src"));
}

test("a public recording plays, and is sent in pieces", async ({ page, request }) => {
  await page.goto(SESSION);
  const file = await fileOf(page);
  const piece = await request.get(file!, { headers: { range: "bytes=0-99" } });
  expect(piece.status()).toBe(206);
  expect((await piece.body()).length).toBe(100);
});

test("the picture moves", async ({ page }, { project }) => {
  test.skip(project.name === "no-scripting", "only a script can ask a video for its time");
  await page.goto(SESSION);
  const time = () => page.locator("video").evaluate((video: HTMLVideoElement) => video.currentTime);
  await page.locator("video").evaluate(async (video: HTMLVideoElement) => {
    video.muted = true;
    await video.play();
  });
  await expect.poll(time, { timeout: 10_000 }).toBeGreaterThan(1);
});

type Beat = { sequence: number; from: number; to: number; beacon: boolean };

/** Everything that the page's player tells, in the order in which it does. Beacons go to nobody. */
async function beatsOf(page: Page) {
  const beats: Beat[] = [];
  const hear = (body: string, beacon: boolean) => {
    const told = new URLSearchParams(body);
    const number = (name: string) => Number(told.get(name));
    beats.push({ sequence: number("sequence"), from: number("from_ms"), to: number("to_ms"), beacon });
  };
  await page.exposeFunction("hearBeacon", (body: string) => hear(body, true));
  await page.addInitScript(() => {
    navigator.sendBeacon = (_, body) => {
      (window as unknown as { hearBeacon(body: string): void }).hearBeacon(String(body));
      return true;
    };
  });
  page.on("request", (request) => {
    if (new URL(request.url()).pathname === "/api/beat") hear(request.postData() ?? "", false);
  });
  return beats;
}

const film = (page: Page) => page.locator("video");

async function play(page: Page) {
  await film(page).evaluate(async (video: HTMLVideoElement) => {
    video.muted = true;
    await video.play();
  });
}

/** Until the picture has moved on by so many seconds. */
async function watch(page: Page, seconds: number) {
  const time = () => film(page).evaluate((video: HTMLVideoElement) => video.currentTime);
  const begin = await time();
  await expect.poll(time, { timeout: 15_000, intervals: [100] }).toBeGreaterThan(begin + seconds);
}

const pause = (page: Page) => film(page).evaluate((video: HTMLVideoElement) => video.pause());

/** The player listens once its script has come. */
async function listening(page: Page) {
  await expect(film(page)).toHaveCount(1);
  await page.waitForLoadState("networkidle");
}

test.describe("the player tells", () => {
  test.beforeEach(({}, { project }) => {
    test.skip(project.name !== "scripting", "without a script nothing is measured");
  });

  test("that it plays, and what was watched on a pause and on leaving", async ({ page }) => {
    const beats = await beatsOf(page);
    await page.goto(SESSION);
    await listening(page);
    expect(beats).toEqual([]);

    await play(page);
    await expect.poll(() => beats.length).toBe(1);
    expect(beats[0]).toEqual({ sequence: 1, from: 0, to: 0, beacon: false });

    await watch(page, 1);
    await pause(page);
    await expect.poll(() => beats.length).toBe(2);
    expect(beats[1].sequence).toBe(2);
    expect(beats[1].from).toBeLessThan(500);
    expect(beats[1].to).toBeGreaterThan(900);
    expect(beats[1].to).toBeLessThan(6_000);

    await play(page);
    await watch(page, 1);
    await page.evaluate(() => window.dispatchEvent(new Event("pagehide")));
    await expect.poll(() => beats.some((beat) => beat.beacon)).toBe(true);
    const last = beats.find((beat) => beat.beacon)!;
    expect(last.sequence).toBe(3);
    expect(last.from).toBeGreaterThanOrEqual(beats[1].to - 500);
    expect(last.to - last.from).toBeGreaterThan(700);
  });

  test("what was watched before and after a jump, and nothing between", async ({ page }) => {
    const beats = await beatsOf(page);
    await page.goto(SESSION);
    await listening(page);
    await play(page);
    await watch(page, 0.8);
    const to = await film(page).evaluate((video: HTMLVideoElement) => {
      video.currentTime = video.duration / 2;
      return (video.duration / 2) * 1_000;
    });
    await watch(page, 1);
    await pause(page);
    await expect.poll(() => beats.filter((beat) => beat.to > beat.from).length).toBe(2);
    const [before, after] = beats.filter((beat) => beat.to > beat.from);
    expect(before.to).toBeLessThan(to);
    expect(after.from).toBeGreaterThanOrEqual(to - 300);
    expect(after.to - after.from).toBeGreaterThan(700);
    expect(after.to - after.from).toBeLessThan(6_000);
  });

  test("about every half minute", async ({ page }) => {
    await page.clock.install();
    const beats = await beatsOf(page);
    await page.goto(SESSION);
    await listening(page);
    await play(page);
    await expect.poll(() => beats.length).toBe(1);
    await watch(page, 1);
    await page.clock.fastForward(20_000);
    expect(beats.length).toBe(1);
    await page.clock.fastForward(12_000);
    await expect.poll(() => beats.length).toBe(2);
    expect(beats[1].to - beats[1].from).toBeGreaterThan(700);
  });
});
