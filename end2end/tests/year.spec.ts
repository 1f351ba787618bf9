import { expect, test } from "@playwright/test";

test("the year 2023 prints the centre's published totals", async ({ page }) => {
  await page.goto("/year/2023");
  const text = (await page.locator("main").innerText()).replaceAll(/(?<=\d)[,\u00a0\u202f](?=\d{3})/g, "");
  for (const figure of [52, 37, 8, 1215000, 61, 39, 15, 27, 12, 20]) {
    expect(text).toMatch(new RegExp(`(?<!\\d)${figure}(?!\\d)`));
  }
});
