import { expect, test, type Page } from "@playwright/test";
import { addressOf, PASSWORD, type Account } from "../account";
import { press, reach } from "../keyboard";

/** Signs in with the keyboard alone. */
async function enter(page: Page, account: Account) {
  await page.goto("/sign-in");
  await reach(page, page.locator("input[name=email]"));
  await page.keyboard.type(addressOf(account));
  await reach(page, page.locator("input[name=password]"));
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.locator("details.account-menu")).toBeVisible();
}

/** The projects share a database: each rewrites a session of its own. */
const WHICH: Record<string, number> = { scripting: 0, "no-scripting": 1, "right-to-left": 2, "small-screen": 3 };

test("a coordinator without a mouse rewrites a session", async ({ page }, { project }) => {
  await enter(page, "coordinator");
  await page.goto("/staff");
  const edition = await page.locator('main a[href^="/staff/editions/"]').first().getAttribute("href");
  await page.goto(`/staff/editions/${edition!.split("/")[3]}/sessions`);
  const editing = page.locator('main a[href^="/staff/sessions/"]:not([href$="/roll"]):not([href$="/recording"])');
  await press(page, editing.nth(WHICH[project.name]));
  await expect(page).toHaveURL(/\/staff\/sessions\/[0-9a-f-]{36}$/);

  await reach(page, page.locator("input[name=title_en]"));
  await page.keyboard.press("End");
  await page.keyboard.type(", once more");
  await press(page, page.locator('form[action="/api/edit_session"] button'));
  await expect(page).toHaveURL(/done=saved/);
  await expect(page.locator("input[name=title_en]")).toHaveValue(/, once more$/);
});

test("an administrator without a mouse answers how far the sessions reached, and what counts", async ({ page }) => {
  await enter(page, "administrator");
  await page.goto("/staff/figures/2023");
  const meaning = page.locator("main details.definition, main .tile details, main details").nth(1);
  await reach(page, meaning.locator("summary").first());
  await page.keyboard.press("Enter");
  await expect(meaning).toHaveAttribute("open", "");
  await press(page, page.locator('main a[href$="/staff/reported-views"]').first());
  await expect(page).toHaveURL(/\/staff\/reported-views/);
});
