import { expect, test, type Page } from "@playwright/test";
import { signIn } from "../account";
import { expectSound } from "../sound";

async function visit(page: Page, address: string) {
  const answer = await page.goto(address);
  expect(answer?.status(), address).toBe(200);
  await expectSound(page);
}

/** Where the first link of the page to an address that fits leads. */
async function way(page: Page, pattern: RegExp) {
  const addresses = await page.locator("a").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  const found = addresses.find((address) => pattern.test(address));
  expect(found, `a link to ${pattern} on ${page.url()}`).toBeTruthy();
  return found!;
}

test("an administrator's pages are sound", async ({ page }) => {
  test.slow();
  await signIn(page, "administrator");
  for (const address of [
    "/staff",
    "/staff/catalogue",
    "/staff/programmes/new",
    "/staff/figures/2023",
    "/staff/reported-views",
    "/staff/people",
    "/staff/roles",
    "/staff/mail",
    "/staff/log",
    "/staff/invariants",
  ]) {
    await visit(page, address);
  }
});

test("the pages of deciding are sound", async ({ page }) => {
  test.slow();
  await signIn(page, "administrator");
  await page.goto("/staff/catalogue");
  const editions = await page.locator('a[href^="/staff/editions/"]').evaluateAll((links) =>
    links.filter((link) => link.textContent?.startsWith("Port Management")).map((link) => link.getAttribute("href")!),
  );
  expect(editions.length).toBe(2);
  for (const edition of editions) {
    await visit(page, `${edition}/seats/what-if`);
    await visit(page, `${edition}/form`);
    await visit(page, `${edition}/review`);
    const decide = `${edition}/decide?decision=decline&decline_reason=seats&scope=found`;
    const application = await way(page, /^\/staff\/applications\/[0-9a-f-]{36}$/);
    await visit(page, decide);
    for (const part of ["", "/answers", "/correct"]) {
      await visit(page, application + part);
    }
  }
  const refused = await page.goto(`${editions[0]}/decide?decision=decline&scope=found`);
  expect(refused?.status()).toBe(422);
  await expectSound(page);
});

test("a focal point's pages are sound", async ({ page }) => {
  await signIn(page, "focal-point");
  await visit(page, "/focal-point");
  await visit(page, await way(page, /^\/focal-point\/editions\//));
  await visit(page, await way(page, /^\/focal-point\/nominations\//));
});

test("a coordinator's pages are sound", async ({ page }) => {
  test.slow();
  await signIn(page, "coordinator");
  await visit(page, "/staff");
  const edition = (await way(page, /^\/staff\/editions\/[0-9a-f-]{36}/)).slice(0, "/staff/editions/".length + 36);
  for (const part of ["", "/people", "/review", "/seats", "/seats/new", "/sessions", "/figures", "/cancel"]) {
    await visit(page, edition + part);
  }
});

test("a trainer's roll is sound", async ({ page }) => {
  await signIn(page, "trainer");
  await visit(page, "/staff");
  await visit(page, await way(page, /^\/staff\/sessions\/[0-9a-f-]{36}\/roll$/));
});

test("an auditor's pages are sound", async ({ page }) => {
  await signIn(page, "auditor");
  for (const address of ["/staff", "/staff/figures/2023", "/staff/log"]) {
    await visit(page, address);
  }
});
