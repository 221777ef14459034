// What every story has at hand: signing in, and axe.
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';

/** The password of everybody in the demo region. */
export const DEMO_PASSWORD = 'prova stins lokalt';

/** WCAG 2.1 AA, contrast of colours included. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

interface Fixtures {
  /** Expects axe to find nothing on the page, or on `page` if another is given. Call it on every page a story shows. */
  axe: (page?: Page) => Promise<void>;
}

export const test = base.extend<Fixtures>({
  axe: async ({ page: own }, use) => {
    await use(async (page = own) => {
      const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
      const found = violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}\n${n.failureSummary}`));
      expect(found, `axe on ${page.url()}`).toEqual([]);
    });
  },
});

/** Signs in by the form, as a person does, and waits for the page that follows. */
export async function signIn(page: Page, email: string, password = DEMO_PASSWORD): Promise<void> {
  await page.goto('/');
  await page.getByLabel('E-post').fill(email);
  await page.getByLabel('Lösenord').fill(password);
  await page.getByRole('button', { name: 'Logga in' }).click();
  await expect(page.getByRole('navigation', { name: 'Huvudmeny' })).toBeVisible();
}

export { expect };
