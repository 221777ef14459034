// Riktvärden: the numbers a care provider follows its ST-läkare by. They hold for all its clinics, so the story changes one that no
// other story depends on.
import { REGION } from './clinic.ts';
import { expect, signIn, test } from './fixtures.ts';

test('a regional director chooses numbers, is told what is beyond sense, and goes back to the guideline’s', async ({ page, axe }) => {
  await signIn(page, REGION);
  await page.goto('/administration');
  await page.getByRole('link', { name: /^Riktvärden för/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Riktvärden för/ })).toBeFocused();
  const wanted = page.getByLabel('Kvalitetsarbete, minst (veckor)');
  await expect(wanted).toHaveValue('2');
  await expect(wanted).toHaveAccessibleDescription('Förvalt: 2. Riktlinjens avsnitt 7.');
  await axe();

  await wanted.fill('0');
  await page.getByRole('button', { name: 'Spara riktvärdena' }).click();
  await expect(page.getByRole('alert')).toContainText('Kvalitetsarbete, minst: skriv ett tal från 1 till 52.');
  await axe();
  await wanted.fill('3');
  await page.getByRole('button', { name: 'Spara riktvärdena' }).click();
  await expect(page.getByText('Riktvärdena är sparade.')).toBeVisible();
  await page.reload();
  await expect(wanted).toHaveValue('3');

  await page.getByRole('button', { name: 'Fyll i riktlinjens tal' }).click();
  await expect(wanted).toHaveValue('2');
  await page.getByRole('button', { name: 'Spara riktvärdena' }).click();
  await expect(page.getByText('Riktvärdena är sparade.')).toBeVisible();
});
