import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible";

/** What holds for every page: one heading, a title, nothing to scroll sideways for, no accessibility faults. */
export async function expectSound(page: Page) {
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page).toHaveTitle(/\S/);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
}

/** Fails when some part of the page lies beside the screen, and names what sticks out. */
export async function expectNoSidewaysScroll(page: Page) {
  const beside = await page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const sticksOut = [...document.querySelectorAll("body *")].filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return right > root.clientWidth + 1 || left < -1;
    });
    return [`${root.scrollWidth} > ${root.clientWidth}`, ...sticksOut.slice(0, 5).map((element) => element.outerHTML.slice(0, 160))];
  });
  expect(beside).toEqual([]);
}
