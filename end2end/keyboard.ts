import { expect, type Locator, type Page } from "@playwright/test";

/** Presses Tab until a thing has the focus, as somebody without a mouse does; fails when it cannot be reached. */
export async function reach(page: Page, what: Locator) {
  await expect(what).toHaveCount(1);
  for (let presses = 0; presses < 150; presses++) {
    if (await what.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not reach ${what}`);
}

/** Reaches a link or button and presses Enter. */
export async function press(page: Page, what: Locator) {
  await reach(page, what);
  await page.keyboard.press("Enter");
}
