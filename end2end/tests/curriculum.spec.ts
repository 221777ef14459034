// A specialty's real delmål put in from a file: looked at first, whole or not at all. Of a specialty that no other story uses.
import { as, makeClinic, REGION } from './clinic.ts';
import { expect, signIn, test } from './fixtures.ts';

const file = (activity: string) => ({
  name: 'geriatrik.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    ['kod;titel;krav;aktiviteter', ...[1, 2, 3, 4, 5, 6, 7].map((n) => `STa${n};;;`), ...[1, 2, 3, 4].map((n) => `STb${n};;;`),
      `STc1;Den sköra patienten;Kunna bedöma äldre med flera sjukdomar;${activity}`].join('\r\n'),
  ),
});

test.slow();

test('a director of studies looks at a file of delmål, mends it and puts it in', async ({ browser, page, axe }) => {
  const region = await as(browser, REGION);
  const clinic = await makeClinic(region, 'Målen', 'Geriatrik');
  await region.context().close();
  await signIn(page, clinic.director);
  await page.goto(`/kliniker/${clinic.id}/malbeskrivningar`);
  await expect(page.getByRole('heading', { level: 1, name: 'Målbeskrivningar' })).toBeVisible();
  await expect(page.getByRole('table', { name: /Målbeskrivningar för/ })).toContainText('Utkast');
  await axe();

  await page.getByRole('link', { name: 'Lägg in en målbeskrivning' }).click();
  await page.getByLabel('CSV-fil').setInputFiles(file('trolleri'));
  await expect(page.getByRole('table', { name: 'Fel i filen' })).toContainText('13');
  await axe();
  await page.getByLabel('CSV-fil').setInputFiles(file('kurs'));
  await expect(page.getByText(/Filen har 12 delmål/)).toBeVisible();
  await expect(page.getByRole('table', { name: 'Vad som ändras' })).toContainText('Den sköra patienten');
  await axe();
  await page.getByLabel('Versionens namn').fill('Socialstyrelsens 2021');
  await page.getByRole('button', { name: 'Lägg in som ny version' }).click();
  await expect(page.getByText('Målbeskrivningen är inlagd.')).toBeVisible();
  await expect(page.getByRole('row', { name: /Socialstyrelsens 2021/ })).toContainText('Senaste');
  await axe();
});
