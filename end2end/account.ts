import { expect, type Page } from "@playwright/test";

/** The password of every account of the demonstration. */
export const PASSWORD = "egret-demonstration";

/** The roles that the demonstration has an account for. */
export type Account =
  | "administrator"
  | "auditor"
  | "coordinator"
  | "trainer"
  | "focal-point"
  | "participant"
  | "waiting";

/** The address of an account. */
export const addressOf = (account: Account) => `demo-${account}@example.org`;

/** Signs in, whatever language the page speaks. */
export async function signIn(page: Page, account: Account) {
  await page.goto("/sign-in");
  await page.locator("input[name=email]").fill(addressOf(account));
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.locator('form[action="/api/sign_in"] button').click();
  await expect(page.locator("details.account-menu")).toBeVisible();
}
