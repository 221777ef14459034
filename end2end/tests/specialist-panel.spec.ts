// Specialistkollegium: opened, rated, judged by each alone, held, agreed and fed back.
import type { Page } from '@playwright/test';
import { as, json } from './clinic.ts';
import { expect, signIn, test } from './fixtures.ts';
import { colleague, day, hearsNothingNew, makePlace, startTraining } from './training.ts';

test.slow();

const AREAS = ['Tekniska färdigheter', 'Bedömningar', 'Patientkommunikation', 'Personalkommunikation', 'Pedagogik', 'Ledarskap', 'Etik', 'Professionalitet'];

/** The same mark in every area. */
async function mark(page: Page, words: string): Promise<void> {
  for (const area of AREAS) await page.getByRole('group', { name: area, exact: true }).getByLabel(words).check();
}

test('a panel goes from opening by the director of studies to the feedback', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Kollegiala');
  const judge = await colleague(browser, place, 'supervisor', 'Specialist Kollegiala');
  const id = await startTraining(browser, place);
  await signIn(page, place.director);
  await page.goto(`/st/${id}`);
  await page.getByRole('link', { name: 'Kollegium' }).click();
  await expect(page.getByRole('heading', { name: 'Inget specialistkollegium än' })).toBeVisible();
  await page.getByRole('link', { name: 'Öppna ett kollegium' }).click();
  await page.getByLabel('Handledare Kollegiala').check();
  await page.getByRole('button', { name: 'Öppna kollegiet' }).click();
  await expect(page.getByRole('link', { name: /minst 2 specialister/ })).toBeVisible();
  await axe();
  await page.getByLabel('Specialist Kollegiala').check();
  await page.getByRole('button', { name: 'Öppna kollegiet' }).click();
  await expect(page.getByText(/^Väntar på självskattning/)).toBeVisible();
  await axe();

  const trainee = await as(browser, place.trainee);
  await trainee.setViewportSize({ width: 390, height: 844 });
  await trainee.goto(`/st/${id}/kollegium`);
  await trainee.getByRole('group', { name: 'Etik', exact: true }).getByLabel('Styrka').check();
  await trainee.getByRole('button', { name: 'Lämna självskattningen' }).click();
  await expect(trainee.getByRole('link', { name: /Välj ett svar för Tekniska färdigheter/ })).toBeVisible();
  await expect(trainee.getByRole('group', { name: 'Etik', exact: true }).getByLabel('Styrka')).toBeChecked();
  await axe(trainee);
  await mark(trainee, 'Som förväntat');
  await trainee.getByRole('button', { name: 'Lämna självskattningen' }).click();
  await expect(trainee.getByText('Du har lämnat den. Återkopplingen får du av din handledare.')).toBeVisible();
  await hearsNothingNew(trainee, id);
  await axe(trainee);

  // Who judges and has no other part in the training is led here from what there is to do.
  const specialist = await as(browser, judge);
  await specialist.setViewportSize({ width: 390, height: 844 });
  await expect(specialist.getByRole('heading', { name: 'Bedöm Elev Kollegiala' })).toBeVisible();
  await specialist.getByRole('link', { name: 'Gör det nu' }).click();
  await mark(specialist, 'Behöver utvecklas');
  await specialist.getByLabel('Med egna ord').fill('Behöver operera mer.');
  await specialist.getByRole('button', { name: 'Lämna bedömningen' }).click();
  await expect(specialist.getByText(/^Du har lämnat den\. Ingen annan ser den/)).toBeVisible();
  await axe(specialist);
  const supervisor = await as(browser, place.supervisor);
  await supervisor.goto(`/st/${id}/kollegium`);
  await expect(supervisor.getByText('Behöver operera mer.')).toHaveCount(0);
  await mark(supervisor, 'Styrka');
  // What somebody else changes meanwhile isn't shown over marks that aren't saved.
  const credit = { kind: 'before_licence', months: '4,5', reason: 'Vikariat hösten 2023' };
  await json(trainee.request.post(`/api/trainings/${id}/credits`, { data: credit }));
  await expect(supervisor.getByText('Spara det du har skrivit, så kan du visa det nya.')).toBeVisible();
  await axe(supervisor);
  await supervisor.getByRole('button', { name: 'Lämna bedömningen' }).click();
  await expect(supervisor.getByText('Bedömning av Specialist Kollegiala')).toBeVisible();
  await supervisor.getByRole('button', { name: 'Visa det nya' }).click();
  await expect(supervisor.getByText('Någon annan har ändrat här')).toHaveCount(0);

  await page.reload();
  await page.getByRole('button', { name: 'Kollegiet är hållet' }).click();
  await page.getByText('Visa som tabell').click();
  await expect(page.getByRole('row', { name: /^Etik/ })).toContainText('Som förväntat');
  await page.getByLabel('Styrkor').fill('Lugn och tydlig.');
  await page.getByLabel('Utvecklingsbehov').fill('Operera mer.');
  for (const [number, area] of [[1, 'Etik'], [2, 'Ledarskap'], [3, 'Pedagogik']] as const) {
    await page.getByLabel(`Område ${number}`).selectOption(area);
    await page.getByLabel(`Fokus ${number}`).fill(`Sak ${number}`);
  }
  await page.getByRole('button', { name: 'Spara slutsatserna' }).click();
  await expect(page.getByRole('link', { name: /Välj högst 2 tekniska/ })).toBeVisible();
  await expect(page.getByLabel('Fokus 3')).toHaveValue('Sak 3');
  await axe();
  await page.getByLabel('Område 3').selectOption('Tekniska färdigheter');
  await page.getByRole('button', { name: 'Spara slutsatserna' }).click();
  await expect(page.getByText('Slutsatserna är sparade.')).toBeVisible();

  await trainee.reload();
  await expect(trainee.getByRole('heading', { name: 'Kollegiet' })).toBeVisible();
  await expect(trainee.getByText('Operera mer.')).toHaveCount(0);
  await supervisor.reload();
  await supervisor.getByLabel('Vi talades vid').fill(day(3));
  await supervisor.getByRole('button', { name: 'Jag har återkopplat' }).click();
  await expect(supervisor.getByRole('link', { name: /har inte varit än/ })).toBeVisible();
  await supervisor.getByLabel('Vi talades vid').fill(day(0));
  await supervisor.getByRole('button', { name: 'Jag har återkopplat' }).click();
  await expect(supervisor.getByText(/^Handledare Kollegiala återkopplade/)).toBeVisible();
  await axe(supervisor);
  await trainee.reload();
  await expect(trainee.getByText('Operera mer.')).toBeVisible();
  await expect(trainee.getByText('Bedömning av Specialist Kollegiala')).toHaveCount(0);
  // What has been done is told to each as far as the panel shows it.
  await trainee.getByText('Historik', { exact: true }).click();
  await expect(trainee.getByText('Återkopplingen given')).toBeVisible();
  await expect(trainee.getByText(/^Slutsatserna sparade|^Bedömningen lämnad/)).toHaveCount(0);
  await axe(trainee);
  await specialist.reload();
  await specialist.getByText('Historik', { exact: true }).click();
  await expect(specialist.getByText('Bedömningen lämnad')).toHaveCount(2);
  await expect(specialist.getByRole('listitem').filter({ hasText: 'Slutsatserna sparade' })).toContainText('Operera mer.');
  await axe(specialist);
  await Promise.all([trainee, specialist, supervisor].map((one) => one.context().close()));
});

test('a panel is called off, and who it does not concern finds no page', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Inställda');
  const judge = await colleague(browser, place, 'supervisor', 'Specialist Inställda');
  const onlooker = await colleague(browser, place, 'supervisor', 'Kollega Inställda');
  const id = await startTraining(browser, place);
  await signIn(page, place.director);
  await page.goto(`/st/${id}/kollegium?kollegium=nytt`);
  for (const name of ['Handledare Inställda', 'Specialist Inställda']) await page.getByLabel(name).check();
  await page.getByRole('button', { name: 'Öppna kollegiet' }).click();
  await page.getByRole('button', { name: 'Ställ in kollegiet' }).click();
  const cancelling = page.getByRole('dialog', { name: 'Ställa in kollegiet?' });
  await cancelling.getByLabel('Varför?').fill('Flyttas till våren.');
  await cancelling.getByRole('button', { name: 'Ställ in' }).click();
  await expect(page.getByText('Inställt: Flyttas till våren.')).toBeVisible();
  await axe();
  const other = await as(browser, onlooker);
  await other.goto(`/st/${id}/kollegium`);
  await expect(other.getByRole('heading', { level: 1, name: 'Sidan finns inte' })).toBeVisible();
  const specialist = await as(browser, judge);
  await specialist.goto(`/st/${id}/kollegium`);
  await expect(specialist.getByText('Inställt: Flyttas till våren.')).toBeVisible();
  await axe(specialist);
  await Promise.all([other, specialist].map((one) => one.context().close()));
});
