import { expect, test } from "@playwright/test";
import { signIn, type Account } from "../account";
import { expectSound } from "../sound";

/** The projects share a database, and nobody applies twice: each has somebody of its own. */
const WHO: Record<string, Account> = {
  scripting: "participant",
  "no-scripting": "waiting",
  "right-to-left": "auditor",
  "small-screen": "focal-point",
};

const EDITION = "/programmes/port-management/first";

test("somebody applies, is offered a place, and takes it", async ({ page, browser }, { project }) => {
  test.slow();
  const who = WHO[project.name];
  await signIn(page, who);
  await page.goto(EDITION);
  await page.locator(`main a[href="${EDITION}/apply"]`).click();
  await expectSound(page);
  await page.locator("textarea").fill("Our port opens in May.");
  await page.locator('button[value="save"]').click();
  await expect(page).toHaveURL(/done=saved/);
  await expect(page.locator("textarea")).toHaveValue("Our port opens in May.");
  await page.locator('button[value="submit"]').click();
  await expect(page).toHaveURL(/done=sent/);
  await expectSound(page);

  // The office, in a browser of its own.
  const office = await browser.newContext(project.use);
  const staff = await office.newPage();
  await signIn(staff, "administrator");
  await staff.goto("/staff/catalogue");
  const editions = await staff.locator('a[href^="/staff/editions/"]').evaluateAll((links) =>
    links.map((link) => [link.textContent ?? "", link.getAttribute("href") ?? ""]),
  );
  const edition = editions.find(([title]) => title.trim() === "Port Management and the Single Window")?.[1];
  expect(edition, "the edition in the catalogue").toBeTruthy();
  const name = await page.locator("details.account-menu summary").innerText();
  await staff.goto(`${edition}/review?q=${encodeURIComponent(name.trim())}`);
  await expectSound(staff);
  if (project.name === "scripting") {
    await expect(staff.locator("leptos-island span", { hasText: "j and k" })).toBeVisible();
    await staff.locator('tbody input[name="chosen[]"]').first().focus();
    await staff.keyboard.press("j");
    await staff.keyboard.press("k");
    await staff.keyboard.press("x");
  } else {
    await staff.locator('tbody input[name="chosen[]"]').first().check();
  }
  await expect(staff.locator('tbody input[name="chosen[]"]').first()).toBeChecked();
  await staff.locator('button[value="admit"]').click();
  await expect(staff).toHaveURL(/\/decide\?/);
  await expectSound(staff);
  await staff.locator('form[action="/api/decide"] button').click();
  await expect(staff).toHaveURL(/\/staff\/applications\/.*done=decided/);
  await expectSound(staff);
  await office.close();

  await page.goto("/applications");
  await expect(page.locator("main .standing.warn").first()).toBeVisible();
  await expectSound(page);
  await page.locator(`main a.btn[href="${EDITION}/enrol"]`).click();
  await expectSound(page);
  await page.locator('form[action="/api/accept_offer"] button').click();
  await expect(page).toHaveURL(/done=accepted/);
  await expect(page.locator(`main a[href="${EDITION}/withdraw"]`)).toBeVisible();
  await expectSound(page);
});

test("what was typed is kept when the page is left", async ({ page }, { project }) => {
  test.skip(project.name !== "scripting", "Without scripting the button keeps it; the draft of one account is enough.");
  await signIn(page, "coordinator");
  await page.goto(`${EDITION}/apply`);
  // The line appears once the page listens.
  await expect(page.locator("leptos-island span", { hasText: "when you leave" })).toBeVisible();
  await page.locator("textarea").fill("Half a sentence");
  await page.goto("/programmes");
  await expect(async () => {
    await page.goto(`${EDITION}/apply`);
    await expect(page.locator("textarea")).toHaveValue("Half a sentence", { timeout: 1_000 });
  }).toPass();
  await expectSound(page);
});
