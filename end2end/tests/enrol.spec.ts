import { expect, test } from "@playwright/test";
import { addressOf, PASSWORD, type Account } from "../account";
import { press, reach } from "../keyboard";
import { expectSound } from "../sound";

/** The projects share a database, and nobody enrols twice: each has somebody of its own. */
const WHO: Record<string, Account> = {
  scripting: "participant",
  "no-scripting": "waiting",
  "right-to-left": "auditor",
  "small-screen": "focal-point",
};

const EDITION = "/programmes/marine-economy/fifth";

test("somebody without a mouse signs in, enrols, and finds the place again", async ({ page }, { project }) => {
  await page.goto(EDITION);
  await press(page, page.locator(`main a[href="${EDITION}/enrol"]`));
  await expect(page).toHaveURL(`${EDITION}/enrol`);
  await press(page, page.locator('main a[href^="/sign-in"]').first());

  await reach(page, page.locator("input[name=email]"));
  await page.keyboard.type(addressOf(WHO[project.name]));
  await reach(page, page.locator("input[name=password]"));
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${EDITION}/enrol`);

  await reach(page, page.locator("select[name=delegation]"));
  await page.keyboard.type("Kenya");
  await press(page, page.locator('form[action="/api/enrol"] button'));
  await expect(page).toHaveURL(/done=placed/);
  await expectSound(page);

  await page.goto("/applications");
  await expect(page.locator(`main a[href^="${EDITION}"]`).first()).toBeVisible();
  await expectSound(page);
});

test("the first thing the keyboard reaches skips the head", async ({ page }) => {
  await page.goto("/programmes");
  await page.keyboard.press("Tab");
  await expect(page.locator("a.skip")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#main$/);
});
