import { expect, test, type Page } from "@playwright/test";
import axe from "axe-core";

/** Fails with every fault that axe-core finds on the page as it stands. */
export async function expectAccessible(page: Page) {
  if (test.info().project.use.javaScriptEnabled === false) {
    await expectAccessibleCopy(page);
  } else {
    await expectNoFaults(page);
  }
}

/**
 * axe-core is a script too. Where none may run, a second page shows what the first one holds, with what stands
 * inside `<noscript>`, and runs no script but axe-core.
 */
async function expectAccessibleCopy(page: Page) {
  const body = (await page.content()).replaceAll(/<\/?noscript>/g, "");
  const context = await page.context().browser()!.newContext({
    javaScriptEnabled: true,
    viewport: page.viewportSize(),
  });
  const copy = await context.newPage();
  await copy.route(page.url(), (route) =>
    route.fulfill({
      body,
      contentType: "text/html; charset=utf-8",
      headers: { "content-security-policy": "script-src 'none'" },
    }),
  );
  await copy.goto(page.url());
  await expectNoFaults(copy);
  await context.close();
}

async function expectNoFaults(page: Page) {
  await page.evaluate(axe.source);
  const faults = await page.evaluate(async () => {
    const { violations } = await (window as any).axe.run();
    return violations.map(({ id, help, nodes }: any) => ({ id, help, where: nodes.map((node: any) => node.html) }));
  });
  expect(faults).toEqual([]);
}
