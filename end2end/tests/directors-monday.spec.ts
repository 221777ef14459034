// A director of studies' Monday: who lags, why, and acting on it.
import { as } from './clinic.ts';
import { expect, signIn, test } from './fixtures.ts';
import { day, makePlace, startTraining } from './training.ts';

test.slow();

test('a director of studies sees who lags and why, acts, and sees that it counts', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Måndagen');
  const id = await startTraining(browser, place);
  await signIn(page, place.director);
  await page.getByRole('link', { name: 'Se klinikens ST-läkare' }).click();

  // Who: the list begins with the one who has most to be done, and says what is worst.
  await expect(page.getByText(/Hos 1 är något försenat eller inte uppfyllt\./)).toBeVisible();
  const row = page.getByRole('row', { name: /Elev Måndagen/ });
  await expect(row).toContainText(/saker till är försenade eller inte uppfyllda/);
  const before = await row.textContent();
  await axe();

  // Why: each rule with what is wanted, what is missing and where it is from.
  await row.getByRole('link', { name: 'Elev Måndagen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Elev Måndagen' })).toBeFocused();
  const standing = page.getByRole('region', { name: 'Så ligger det till' });
  await standing.getByText(/regler som gäller nu, \d+ inte följda/).click();
  await expect(standing).toContainText('Enligt Riktlinje Västmanland');
  await axe();

  // Acting: the review with all three is planned, held and written down.
  await page.getByRole('link', { name: 'Planera avstämningar' }).first().click();
  const reviews = page.getByRole('region', { name: 'Avstämningar' });
  await reviews.getByRole('link', { name: /Planera: Studierektor, ST-läkare och huvudansvarig/ }).click();
  await page.getByLabel('Avstämningens dag').fill(day(0));
  await page.getByRole('button', { name: 'Planera avstämningen' }).click();
  await page.getByLabel('Sammanfattning').fill('IUP skrivs i veckan, två bedömningar före jul.');
  await page.getByRole('button', { name: 'Avstämningen är hållen' }).click();
  await expect(page.getByText('Väntar på att Elev Måndagen bekräftar.')).toBeVisible();
  await axe();

  const trainee = await as(browser, place.trainee);
  await trainee.goto(page.url());
  await trainee.getByRole('button', { name: 'Bekräfta avstämningen' }).click();
  await expect(trainee.getByText('Elev Måndagen bekräftade')).toBeVisible();
  await trainee.context().close();

  // It counts: one thing less in the list.
  await page.goto(`/kliniker/${place.id}/st-lakare`);
  await expect(row).toContainText(/saker till är försenade|En sak till/);
  expect(await row.textContent()).not.toEqual(before);
  await page.goto(`/st/${id}/handledning`);
  await expect(reviews.getByRole('listitem').filter({ hasText: 'Bekräftad' })).toHaveCount(1);
});
