import { expect, test } from "@playwright/test";
import { expectAccessible } from "../accessible";

test("home has one heading and no accessibility faults", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expectAccessible(page);
});
