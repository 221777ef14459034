// Comparison of self-assessment and inspection, with filters in the address.
import { as } from './clinic.ts';
import { expect, test } from './fixtures.ts';
import { review } from './reviewed.ts';

test('differences come first, and the filters stand in the address', async ({ browser, axe }) => {
  const { clinic } = await review(browser, 'Jämförelsekliniken', ['A4', 'D7'], ['D6', 'D7']);
  const page = await as(browser, clinic.director);
  await page.goto(`/kliniker/${clinic.id}/jamforelse`);
  await expect(page.getByRole('heading', { level: 1, name: /^Självvärdering \d{4} mot granskning \d{4}$/ })).toBeVisible();
  // The clinic was higher on D6 and lower on A4; its partly meets the brist on D7.
  await expect(page.getByText('Lika i 72 av 74 kriterier, 97 %.')).toBeVisible();
  const rows = page.getByRole('region', { name: 'Kriterier' }).getByRole('row');
  await expect(rows).toHaveCount(3);
  await expect(page.getByRole('row', { name: /D6/ })).toContainText('Fynd om D6');
  await axe(page);

  await page.getByRole('navigation', { name: 'Visa' }).getByRole('link', { name: /^Kliniken högre/ }).click();
  await expect(page).toHaveURL(/filter=hogre/);
  await expect(rows).toHaveCount(2);
  await page.getByRole('navigation', { name: 'Område' }).getByRole('link', { name: /^A / }).click();
  await expect(page).toHaveURL(/filter=hogre&omrade=A|omrade=A&filter=hogre/);
  await expect(page.getByText('Inget kriterium stämmer in på filtret.')).toBeVisible();

  // The address is enough to see the same.
  const address = page.url().replace('hogre', 'alla').replace('omrade=A', 'omrade=D');
  await page.goto(address);
  await expect(rows.nth(1)).toContainText('D6');
  await page.getByRole('link', { name: 'Samma siffror som tabell' }).click();
  await expect(page.getByRole('row', { name: /Tjänstgöringens upplägg/ })).toContainText('D');
  await axe(page);

  await page.getByLabel('Jämför', { exact: true }).selectOption({ index: 0 });
  await expect(page).toHaveURL(/forsta=/);
});
