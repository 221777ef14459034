// Riktvärden: the numbers a care provider follows its ST-läkare by. Of a region of its own, since they hold for all its clinics.
import { expect, signIn, test } from './fixtures.ts';

test('a regional director chooses numbers, is told what is beyond sense, and goes back to the guideline’s', async ({ page, axe }) => {
  await signIn(page, 'region@annorlunda.se');
  await page.goto('/administration');
  await page.getByRole('link', { name: /^Riktvärden för/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Riktvärden för/ })).toBeFocused();
  const wanted = page.getByLabel('Bedömningar om året (stycken)');
  await expect(wanted).toHaveValue('2');
  await expect(wanted).toHaveAccessibleDescription('Riktlinjen: 2. R57.');
  await axe();

  await wanted.fill('0');
  await page.getByRole('button', { name: 'Spara riktvärdena' }).click();
  await expect(page.getByRole('alert')).toContainText('Bedömningar om året: skriv ett tal från 1 till 50.');
  await axe();
  await wanted.fill('4');
  await page.getByRole('button', { name: 'Spara riktvärdena' }).click();
  await expect(page.getByText('Riktvärdena är sparade.')).toBeVisible();
  await page.reload();
  await expect(wanted).toHaveValue('4');

  await page.getByRole('button', { name: 'Fyll i riktlinjens tal' }).click();
  await expect(wanted).toHaveValue('2');
  await page.getByRole('button', { name: 'Spara riktvärdena' }).click();
  await expect(page.getByText('Riktvärdena är sparade.')).toBeVisible();
});
