import { expect, test } from "@playwright/test";
import { expectSound } from "../sound";

const PAGES = [
  "/",
  "/programmes",
  "/programmes?mode=online&q=market",
  "/programmes?q=nothing-is-called-so",
  "/programmes/marine-economy",
  "/programmes/marine-economy/2023",
  "/programmes/marine-economy/fifth",
  "/programmes/marine-economy/fifth/enrol",
  "/programmes/port-management/first",
  "/programmes/rural-development/fourth",
  "/programmes/rural-development/fifth",
  "/programmes/industrial-internet/fourth",
  "/programmes/industrial-internet/fourth/courses/artificial-intelligence",
  "/programmes/industrial-internet/fourth/sessions/4",
  "/programmes/ai-for-public-services/second",
  "/programmes/entering-the-chinese-market/fourth/sessions/1",
  "/programmes/entering-the-chinese-market/fourth/sessions/7",
  "/year",
  "/year/2023",
  "/definitions",
  "/privacy",
  "/accessibility",
  "/sign-in",
  "/register",
  "/forgotten",
];

for (const address of PAGES) {
  test(`${address} is sound`, async ({ page }) => {
    const answer = await page.goto(address);
    expect(answer?.status()).toBe(200);
    await expectSound(page);
  });
}

test("a trainer's page is sound", async ({ page }) => {
  await page.goto("/programmes/industrial-internet/fourth/courses/artificial-intelligence");
  await page.locator('main a[href^="/trainers/"]').first().click();
  await expect(page).toHaveURL(/\/trainers\//);
  await expectSound(page);
});

test("what is not there, or not for everybody, says so on a sound page", async ({ page }) => {
  for (const address of ["/no-such-page", "/programmes/marine-economy/sixth", "/year/1815"]) {
    const answer = await page.goto(address);
    expect(answer?.status(), address).toBe(404);
    await expectSound(page);
  }
});

test("the document says in which direction it is read", async ({ page }, { project }) => {
  await page.goto("/programmes");
  await expect(page.locator("html")).toHaveAttribute("dir", project.name === "right-to-left" ? "rtl" : "ltr");
});

test("Chinese is one press away and stays", async ({ page }) => {
  await page.goto("/programmes");
  await page.locator('button[lang="zh"]').click();
  await expect(page).toHaveURL(/\/programmes/);
  await expect(page.locator("html")).toHaveAttribute("lang", "zh");
  await expect(page.locator("main")).toContainText("海洋经济高质量发展研修班");
  await expectSound(page);
});
