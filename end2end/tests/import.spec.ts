// Import of a published report by page.
import { join } from 'node:path';
import { REGION, makeClinic } from './clinic.ts';
import { expect, signIn, test } from './fixtures.ts';

const REPORT = join(import.meta.dirname, '../../shared/tests/fixtures/report-two-areas.txt');

test('a report is read beside its source, what it lacks is asked for, and it becomes an inspection', async ({ page, axe }) => {
  await signIn(page, REGION);
  const clinic = await makeClinic(page, 'Importkliniken');
  await page.goto('/importera');
  await page.getByLabel('Klinik', { exact: true }).selectOption(clinic.id);
  await axe();

  // A text that is no report.
  await page.getByLabel('Rapportens text').fill('Protokoll från mötet i måndags.');
  await page.getByRole('button', { name: 'Läs texten' }).click();
  await expect(page.getByRole('alert')).toContainText('Texten är ingen granskningsrapport');
  await expect(page.getByRole('alert')).toContainText('Inget har sparats.');
  await expect(page.getByLabel('Rapportens text')).toHaveValue('Protokoll från mötet i måndags.');

  await page.getByLabel('Textfil').setInputFiles(REPORT);
  await expect(page.getByLabel('Rapportens text')).toHaveValue(/STRUKTUR/);
  await page.getByRole('button', { name: 'Läs texten' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Stäm av det som lästes' })).toBeFocused();
  await expect(page.getByText('74 av 74 kriterier kändes igen.')).toBeVisible();
  await axe();

  // Nothing is guessed: what isn't answered is asked for.
  await page.getByRole('button', { name: 'Spara som granskning' }).click();
  const summary = page.getByRole('alert');
  await expect(summary).toContainText('Skriv när platsbesöket var');
  await expect(summary).toContainText('Välj betyg för A. Verksamheten');
  await axe();
  await page.getByLabel('Specialitet', { exact: true }).selectOption('Ortopedi');
  await page.getByLabel('Platsbesök', { exact: true }).fill('12–13 maj 2025');
  await expect(page.getByText('Läses som 12–13 maj 2025')).toBeVisible();
  for (const area of await page.getByRole('group', { name: /^Betyg för / }).all()) {
    // The letter lies over the button.
    await area.getByRole('radio').first().check({ force: true });
  }
  for (const item of await page.getByRole('group', { name: /^Punkt \d+$/ }).all()) {
    await item.getByRole('radio').first().check();
  }

  // What is filled in stays when the page is opened anew.
  await page.reload();
  await expect(page.getByLabel('Platsbesök', { exact: true })).toHaveValue('12–13 maj 2025');
  await page.getByRole('button', { name: 'Spara som granskning' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Importkliniken/ })).toBeVisible();
  await expect(page.getByText('platsbesök 12–13 maj 2025')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Handlingsplan' })).toBeVisible();
  await axe();
});

test('an import is thrown away after a question', async ({ page }) => {
  await signIn(page, REGION);
  const clinic = await makeClinic(page, 'Kastkliniken');
  await page.goto('/importera');
  await page.getByLabel('Klinik', { exact: true }).selectOption(clinic.id);
  await page.getByLabel('Textfil').setInputFiles(REPORT);
  await expect(page.getByLabel('Rapportens text')).toHaveValue(/STRUKTUR/);
  await page.getByRole('button', { name: 'Läs texten' }).click();
  await page.getByRole('button', { name: 'Kasta importen' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Kasta' }).click();
  await expect(page).toHaveURL(/\/importera$/);
  await expect(page.getByRole('link', { name: /Kastkliniken/ })).toHaveCount(0);
});
