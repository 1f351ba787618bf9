import { expect, test, type Locator, type Page } from "@playwright/test";
import { signIn } from "../account";
import { expectSound } from "../sound";

/** The projects share a database: each takes a roll of its own. */
const WHICH: Record<string, number> = { scripting: 0, "no-scripting": 1, "right-to-left": 2, "small-screen": 3 };

/** Saves with the first button, the one that the return key presses. */
async function save(page: Page) {
  await page.locator(".save-bar button").first().click();
  await expect(page).toHaveURL(/done=saved/);
}

/** Taps a mark of one person. */
async function tap(line: Locator, mark: string) {
  await line.locator(`label:has(input[value="${mark}"])`).click();
  await expect(line.locator(`input[value="${mark}"]`)).toBeChecked();
}

/** The rolls that can be taken, of all editions that are not over. */
async function openRolls(page: Page, wanted: number) {
  await page.goto("/staff");
  const editions = await page.locator('main a[href$="/sessions"]').evaluateAll((links) =>
    links.map((link) => link.getAttribute("href")!),
  );
  const open: string[] = [];
  for (const edition of editions) {
    await page.goto(edition);
    const rolls = await page.locator('main a[href$="/roll"]').evaluateAll((links) =>
      links.map((link) => link.getAttribute("href")!),
    );
    for (const roll of rolls.slice(0, 8)) {
      await page.goto(roll);
      if ((await page.locator(".save-bar").count()) > 0) {
        open.push(roll);
      }
      if (open.length > wanted) {
        return open;
      }
    }
  }
  return open;
}

test("a roll is tapped, saved, taken back, and everybody else is present", async ({ page }, { project }) => {
  await signIn(page, "administrator");
  const which = WHICH[project.name];
  const rolls = await openRolls(page, which);
  await page.goto(rolls[which]);
  await expectSound(page);

  const line = page.locator(".roll > li").first();
  await tap(line, "late");
  await line.locator(".late input").fill("7");
  await save(page);
  await expect(line.locator('input[value="late"]')).toBeChecked();
  await expect(line.locator(".late input")).toHaveValue("7");

  await tap(line, "excused");
  await line.locator(".reason input").fill("At the embassy");
  await save(page);
  await expect(line.locator('input[value="excused"]')).toBeChecked();

  await tap(line, "unmarked");
  await save(page);
  await expect(line.locator('input[value="unmarked"]')).toBeChecked();
  await line.locator("details.earlier summary").click();
  await expect(line.locator("details.earlier li").nth(2)).toBeVisible();

  await page.locator('.save-bar button[name="rest"]').click();
  await expect(page).toHaveURL(/done=saved/);
  await expect(line.locator('input[value="present"]')).toBeChecked();
  await expect(page.locator('.roll input[value="unmarked"]:checked')).toHaveCount(0);
  await expectSound(page);
});
