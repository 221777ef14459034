// The clinic's own figures from its ST-läkare beside the answers of the self-assessment.
import { as, criterion, json, type Clinic } from './clinic.ts';
import { expect, signIn, test } from './fixtures.ts';
import { makePlace, startTraining } from './training.ts';
import type { Browser } from '@playwright/test';

test.slow();

/** Opens this year's self-assessment by the API; gives the address of its pages. */
async function open(browser: Browser, clinic: Clinic): Promise<string> {
  const director = await as(browser, clinic.director);
  const data = { clinic: clinic.id, specialty: clinic.specialty, year: new Date().getFullYear() };
  const { id } = await json(director.request.post('/api/self-assessments', { data }));
  await director.context().close();
  return `/sjalvvarderingar/${id}`;
}

test('the figures stand beside the answer, say where it parts from them, and go into the comment', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Uppgifter');
  await startTraining(browser, place);
  const assessment = await open(browser, place);
  await signIn(page, place.director);
  await page.goto(`${assessment}/omrade/E`);
  const named = criterion(page, 'E2');
  const figures = named.getByRole('group', { name: 'Era egna uppgifter till E2' });
  await expect(figures).toContainText('1 av 1 ST-läkare har en huvudansvarig handledare.');
  // Neither introductions nor supervisors' education are kept, so nothing is said of them.
  await expect(criterion(page, 'E10').getByRole('group', { name: /Era egna uppgifter/ })).toHaveCount(0);
  await axe();

  // What is read does not move: the figures are there when the criteria are.
  const answer = named.getByRole('group', { name: 'Bedömning av E2' });
  await answer.scrollIntoViewIfNeeded();
  const before = await answer.boundingBox();
  await named.getByRole('radio', { name: 'Ej uppfyllt' }).check();
  await expect(named.getByRole('status')).toContainText('Svaret är Ej uppfyllt, men era egna uppgifter visar inget som saknas.');
  expect(await answer.boundingBox()).toEqual(before);
  await axe();
  await named.getByRole('radio', { name: 'Uppfyllt', exact: true }).check();
  await expect(named.getByRole('status')).toBeEmpty();
  const next = criterion(page, 'E8');
  await next.getByRole('radio', { name: 'Uppfyllt', exact: true }).check();
  await expect(next.getByRole('status')).toContainText('Svaret är Uppfyllt, men era egna uppgifter når inte ända fram. Stämmer svaret?');

  // By keyboard: from the figures to the answer.
  const comment = next.getByRole('textbox', { name: 'Kommentar till E8' });
  await comment.fill('Vi bokar terminsvis.');
  await next.getByRole('link', { name: /^Visa vilka det gäller/ }).focus();
  await page.keyboard.press('Tab');
  const add = next.getByRole('button', { name: /^Lägg till i kommentaren/ });
  await expect(add).toBeFocused();
  await page.keyboard.press('Enter');
  const written = /^Vi bokar terminsvis\.\nEnligt klinikens uppgifter \d+ \S+ \d{4}: 0 av 1 ST-läkare har nästa handledarsamtal inplanerat\.$/;
  await expect(comment).toHaveValue(written);
  await expect(add).toBeFocused();
  await add.click();
  await expect(comment).toHaveValue(written);
  await expect(next).toContainText(/Sparat/);
  await page.reload();
  await expect(comment).toHaveValue(written);

  await page.emulateMedia({ media: 'print' });
  await expect(figures).toBeVisible();
  await expect(next.getByRole('status')).toBeVisible();
  await expect(add).toBeHidden();
});

test('the way from a figure leads to the ST-läkare behind it first', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Bakom');
  await startTraining(browser, place);
  const assessment = await open(browser, place);
  await signIn(page, place.director);
  await page.goto(`${assessment}/omrade/E#E8`);
  await criterion(page, 'E8').getByRole('link', { name: /^Visa vilka det gäller/ }).click();
  await expect(page.getByText('1 av 1 visas, de som saknar något vid E8 först')).toBeVisible();
  await expect(page.getByRole('row', { name: /Elev Bakom/ })).toContainText('Saknar något vid E8');
  await axe();
});

test('a supervisor sees the figures but no way to the others, and a clinic without ST-läkare sees nothing', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Handledarna');
  const assessment = await open(browser, place);
  await signIn(page, place.director);
  await page.goto(`${assessment}/omrade/E`);
  await expect(criterion(page, 'E2')).toBeVisible();
  await expect(page.getByRole('group', { name: /Era egna uppgifter/ })).toHaveCount(0);

  await startTraining(browser, place);
  const supervisor = await as(browser, place.supervisor);
  await supervisor.goto(`${assessment}/omrade/E`);
  const figures = criterion(supervisor, 'E2').getByRole('group', { name: 'Era egna uppgifter till E2' });
  await expect(figures).toContainText('1 av 1');
  await expect(figures.getByRole('link')).toHaveCount(0);
  await axe(supervisor);
  await supervisor.context().close();
});
