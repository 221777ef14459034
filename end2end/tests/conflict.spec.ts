// Two people answer the same criterion: nobody is overwritten unseen.
import type { Page } from '@playwright/test';
import { EYE, criterion, openYear } from './assessment.ts';
import { expect, signIn, test } from './fixtures.ts';

/** Keeps a page from hearing of others' changes, as if both wrote in the same second. */
async function deafen(page: Page, id: string): Promise<void> {
  await page.route(`**/api/self-assessments/${id}`, (route) => route.abort());
}

test('two who write at once see both answers and choose one', async ({ page, browser, axe }) => {
  const opened = await openYear(page, EYE, 2018);
  const area = `${opened.page}/omrade/D`;
  const context = await browser.newContext();
  const other = await context.newPage();
  await signIn(other, EYE.head);
  await page.goto(area);
  await other.goto(area);
  await expect(criterion(other, 'D8')).toBeVisible();
  await deafen(other, opened.id);

  for (const [code, choice] of [['D8', 'Behåll mitt svar'], ['D9', 'Ta svaret från Rektorn Öga']] as const) {
    await page.getByLabel(`Kommentar till ${code}`).fill('Studierektorns text');
    await criterion(page, code).getByRole('radio', { name: 'Uppfyllt', exact: true }).check();
    await expect(criterion(page, code)).toContainText(/Sparat/);
    await other.getByLabel(`Kommentar till ${code}`).fill('Verksamhetschefens text');
    // Leaving the comment sends it, so that the conflict may come before the click has been looked at.
    await criterion(other, code).getByRole('radio', { name: 'Delvis uppfyllt' }).click();

    const both = criterion(other, code).getByRole('group', { name: /samtidigt/ });
    await expect(both).toContainText('Studierektorns text');
    await expect(both).toContainText('Verksamhetschefens text');
    await axe(other);
    await both.getByRole('button', { name: choice }).click();
    await expect(both).toBeHidden();
  }
  await expect(other.getByLabel('Kommentar till D8')).toHaveValue('Verksamhetschefens text');
  await expect(other.getByLabel('Kommentar till D9')).toHaveValue('Studierektorns text');
  // The answer that was kept reaches the colleague, who isn't writing, within seconds.
  await expect(page.getByLabel('Kommentar till D8')).toHaveValue('Verksamhetschefens text');
  await expect(criterion(page, 'D8')).toContainText('Ändrat av Chefen Öga');
  await context.close();
});

test('the same person in two windows sees both texts', async ({ page, context }) => {
  const opened = await openYear(page, EYE, 2023);
  const area = `${opened.page}/omrade/B`;
  const other = await context.newPage();
  await page.goto(area);
  await other.goto(area);
  await expect(criterion(other, 'B3')).toBeVisible();
  await deafen(other, opened.id);
  await page.getByLabel('Kommentar till B3').fill('I det ena fönstret');
  await page.getByLabel('Kommentar till B3').blur();
  await expect(criterion(page, 'B3')).toContainText(/Sparat/);
  await other.getByLabel('Kommentar till B3').fill('I det andra fönstret');
  const both = criterion(other, 'B3').getByRole('group', { name: /två fönster/ });
  await expect(both).toContainText('I det ena fönstret');
  await expect(both).toContainText('I det andra fönstret');
  await both.getByRole('button', { name: 'Ta det andra svaret' }).click();
  await expect(other.getByLabel('Kommentar till B3')).toHaveValue('I det ena fönstret');
  await other.getByRole('button', { name: 'Ångra' }).click();
  await expect(other.getByLabel('Kommentar till B3')).toHaveValue('I det andra fönstret');
  await expect(criterion(other, 'B3')).toContainText(/Sparat/);
});
