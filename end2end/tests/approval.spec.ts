// What waits for approval in a ST-läkare's training is met on Att göra, and each task leads to where it is approved.
import { as, json } from './clinic.ts';
import { expect, signIn, test } from './fixtures.ts';
import { colleague, day, makePlace, startTraining } from './training.ts';

test.slow();

/** A scientific work whose plan is written. */
const WORK = {
  kind: 'scientific_work',
  title: 'Väntetid och vårdtid',
  from: day(30),
  external: false,
  objectives: [],
  plan: 'Journalgranskning, fyra veckor i höst.',
  publication: { intended: 'no' },
};

test('credits and a project plan wait on Att göra until the head of unit has approved them', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Väntande');
  const id = await startTraining(browser, place);
  const trainee = await as(browser, place.trainee);
  const credit = { kind: 'before_licence', months: '4,5', reason: 'Vikariat hösten 2023' };
  await json(trainee.request.post(`/api/trainings/${id}/credits`, { data: credit }));
  await json(trainee.request.post(`/api/trainings/${id}/activities`, { data: WORK }));
  await trainee.goto(`/st/${id}/placeringar`);
  const own = trainee.getByRole('region', { name: 'Tillgodoräknat' });
  await expect(own).toBeVisible();

  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, place.head);
  const waits = page.getByRole('link', { name: 'Godkänn tillgodoräknad tid för Elev Väntande' });
  await expect(waits).toBeVisible();
  await axe();
  await waits.click();
  const credits = page.getByRole('region', { name: 'Tillgodoräknat' });
  await expect(credits).toBeFocused();
  await axe();
  await credits.getByRole('button', { name: 'Godkänn tillgodoräkning' }).click();
  await expect(credits).toContainText('Godkänd av Chefen Väntande');

  // The ST-läkare, who has the page open all the while, is told, and sees it when they ask to.
  const changed = trainee.getByText('Någon annan har ändrat här sedan du öppnade sidan.');
  await expect(changed).toBeVisible();
  await expect(own).not.toContainText('Godkänd av');
  await axe(trainee);
  await trainee.getByRole('button', { name: 'Visa det nya' }).click();
  await expect(own).toContainText('Godkänd av Chefen Väntande');
  await expect(changed).toHaveCount(0);
  await expect(trainee.getByRole('heading', { level: 1 })).toBeFocused();
  await trainee.context().close();

  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Att göra' })).toBeVisible();
  const plan = page.getByText('Godkänn projektplanen för Elev Väntande');
  await expect(plan).toBeVisible();
  await expect(waits).toHaveCount(0);
  // It has a last day, so it is the most urgent and stands on its own.
  await page.getByRole('link', { name: 'Gör det nu' }).click();
  const open = page.getByRole('region', { name: 'Väntetid och vårdtid' });
  await open.getByRole('button', { name: 'Godkänn projektplanen' }).click();
  await expect(open).toContainText('Verksamhetschef: godkänd av Chefen Väntande');
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Att göra' })).toBeVisible();
  await expect(plan).toHaveCount(0);
});

test('a scientific supervisor who sees nothing else of the training is named and approves the plan', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Vetande');
  const id = await startTraining(browser, place);
  const scientific = await colleague(browser, place, 'supervisor', 'Docenten Vetande');
  const trainee = await as(browser, place.trainee);
  const { record } = await json(trainee.request.post(`/api/trainings/${id}/activities`, { data: WORK }));
  await trainee.goto(`/st/${id}/aktiviteter?aktivitet=${record.id}`);
  const open = trainee.getByRole('region', { name: 'Väntetid och vårdtid' });
  await open.getByRole('button', { name: 'Välj vetenskaplig handledare' }).click();
  await axe(trainee);
  await open.getByRole('combobox', { name: 'Vetenskaplig handledare' }).selectOption({ label: 'Docenten Vetande' });
  await open.getByRole('button', { name: 'Spara valet' }).click();
  await expect(open).toContainText('Vetenskaplig handledare: inte godkänd än');

  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, scientific);
  await expect(page.getByText('Godkänn projektplanen för Elev Vetande')).toBeVisible();
  await page.getByRole('link', { name: 'Gör det nu' }).click();
  const seen = page.getByRole('region', { name: 'Väntetid och vårdtid' });
  await expect(seen).toContainText('Journalgranskning, fyra veckor i höst.');
  await expect(page.getByRole('navigation', { name: 'ST-läkarens delar' })).toHaveCount(0);
  await axe();
  await seen.getByRole('button', { name: 'Godkänn projektplanen' }).click();
  await expect(seen).toContainText('Vetenskaplig handledare: godkänd av Docenten Vetande');
  await expect(seen.getByRole('button', { name: 'Godkänn projektplanen' })).toHaveCount(0);
  // Nothing else of the training is there for them.
  expect((await page.request.get(`/api/trainings/${id}`)).status()).toBe(404);
  await page.goto(`/st/${id}/placeringar`);
  await expect(page.getByText('Väntetid och vårdtid')).toHaveCount(0);

  await trainee.reload();
  await expect(open).toContainText('Vetenskaplig handledare: godkänd av Docenten Vetande');
  await trainee.context().close();
});
