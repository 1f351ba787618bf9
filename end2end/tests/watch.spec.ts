import { expect, test } from "@playwright/test";

const SESSION = "/programmes/entering-the-chinese-market/fourth/sessions/1";

async function fileOf(page: import("@playwright/test").Page) {
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
