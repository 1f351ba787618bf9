import { expect, test } from "@playwright/test";
import { signIn } from "../account";
import { expectSound } from "../sound";

test("a participant's own pages are sound", async ({ page }) => {
  await signIn(page, "participant");
  for (const address of ["/applications", "/timetable", "/account", "/account/password", "/account/sign-ins"]) {
    const answer = await page.goto(address);
    expect(answer?.status(), address).toBe(200);
    await expectSound(page);
  }
});

test("a timetable shows the venue's time and the reader's own", async ({ page }) => {
  await signIn(page, "participant");
  await page.goto("/timetable");
  await expect(page.locator(".yours").first()).toContainText("Nairobi");
});

test("somebody who waits is told their position", async ({ page }) => {
  await signIn(page, "waiting");
  await page.goto("/programmes/ai-for-public-services/second");
  await expect(page.locator("main .standing").first()).toContainText("2");
  await expectSound(page);
});
