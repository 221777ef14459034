// Avstämningar and the evaluation of the supervision: due, planned, written down, confirmed, followed up.
import { as } from './clinic.ts';
import { expect, signIn, test } from './fixtures.ts';
import { day, makePlace, startTraining } from './training.ts';

test.slow();

test('a review is planned by the ST-läkare, written down by the director of studies and confirmed', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Avstämda');
  const id = await startTraining(browser, place);
  await signIn(page, place.trainee);
  await page.goto(`/st/${id}`);
  await page.getByRole('link', { name: 'Planera avstämningar' }).first().click();
  const reviews = page.getByRole('region', { name: 'Avstämningar' });
  await expect(reviews).toBeVisible();
  await expect(reviews.getByRole('link', { name: /Specialistkollegium/ })).toHaveCount(0);
  await axe();

  await reviews.getByRole('link', { name: /Planera: Studierektor, ST-läkare och huvudansvarig/ }).click();
  await page.getByLabel('Avstämningens dag').fill(day(0));
  await page.getByRole('button', { name: 'Planera avstämningen' }).click();
  const review = page.getByRole('region', { name: 'Studierektor, ST-läkare och huvudansvarig handledare' });
  await expect(review).toContainText('Planerad');
  await axe();

  const director = await as(browser, place.director);
  await director.goto(page.url());
  await expect(director.getByLabel('Deltog')).toHaveValue('Elev Avstämda\nHandledare Avstämda');
  await director.getByLabel('Deltog').fill('');
  await director.getByRole('button', { name: 'Avstämningen är hållen' }).click();
  await expect(director.getByText('Skriv vilka som deltog.')).toBeVisible();
  await axe(director);
  await director.getByLabel('Deltog').fill('Elev\nHandledare\nStudierektor');
  await director.getByLabel('Sammanfattning').fill('Delmålen följer programmet.');
  await director.getByLabel('Det här är överenskommet').fill('En kurs till våren');
  await director.getByRole('button', { name: 'Avstämningen är hållen' }).click();
  await expect(director.getByText('Väntar på att Elev Avstämda bekräftar.')).toBeVisible();
  await axe(director);
  await director.context().close();

  await page.reload();
  await page.getByRole('button', { name: 'Bekräfta avstämningen' }).click();
  await expect(review).toContainText('Elev Avstämda bekräftade');
  await expect(review).toContainText('Delmålen följer programmet.');
  await expect(reviews.getByRole('listitem').filter({ hasText: 'Bekräftad' })).toHaveCount(1);
  await axe();
});

test('the supervision is evaluated by the ST-läkare and followed up by the director of studies', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Utvärderade');
  const id = await startTraining(browser, place);
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, place.trainee);
  await page.goto(`/st/${id}/handledning`);
  const evaluation = page.getByRole('region', { name: 'Utvärdering av handledningen' });
  await expect(evaluation).toContainText('Skulle ha gjorts senast');
  await evaluation.getByRole('link', { name: 'Utvärdera handledningen' }).click();
  await page.getByRole('button', { name: 'Spara utvärderingen' }).click();
  await expect(page.getByText('Svara på minst en fråga.')).toBeVisible();
  await axe();
  await page.getByLabel('Vad fungerar bra i handledningen?').fill('Samtalen blir av.');
  await page.getByRole('button', { name: 'Spara utvärderingen' }).click();
  await expect(evaluation).toContainText('Väntar på studierektorns uppföljning.');
  await expect(evaluation).toContainText('Nästa görs senast');
  await axe();

  const director = await as(browser, place.director);
  await director.goto(`/st/${id}/handledning`);
  await director.getByText(/^Utvärderingen /).click();
  await expect(director.getByText('Samtalen blir av.')).toBeVisible();
  await director.getByRole('button', { name: 'Jag har följt upp den' }).click();
  await expect(director.getByText(/^Uppföljd av/)).toBeVisible();
  await axe(director);
  await director.context().close();
});
