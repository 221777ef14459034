// Delmål and certificates: evidence chosen, a certificate prepared, certified and withdrawn; and the right to certify delegated.
import { as, json } from './clinic.ts';
import { expect, signIn, test } from './fixtures.ts';
import { day, makePlace, startTraining } from './training.ts';
import type { Page } from '@playwright/test';

test.slow();

/** Adds a placement that has ended, by the API; STc1 is one of its delmål. */
async function placement(page: Page, id: string): Promise<void> {
  const data = {
    kind: 'own_clinic', place: 'Handkirurgen', from: day(-300), to: day(-60), percent: 100,
    goals: 'Nervskador och senskador', objectives: ['STc1'], feedback: '',
  };
  await json(page.request.post(`/api/trainings/${id}/placements`, { data }));
}

/** Opens an objective of the list, by its code. */
async function open(page: Page, code: string): Promise<ReturnType<Page['locator']>> {
  const objective = page.getByRole('group').filter({ hasText: new RegExp(`^${code} `) });
  if (!(await objective.getAttribute('open').then((is) => is !== null))) await objective.locator('summary').first().click();
  return objective;
}

/** Presses "Skriv ut" of the open certificate. The browser is asked to print, and then shows the form, as on paper. */
async function print(page: Page): Promise<ReturnType<Page['locator']>> {
  await page.evaluate(() => { window.print = () => { document.documentElement.dataset.printed = 'yes'; }; });
  await page.getByRole('button', { name: 'Skriv ut' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-printed', 'yes');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(0);
  await expect(page.getByRole('button')).toHaveCount(0);
  return page.getByRole('region', { name: /^Intyg:/ }).getByRole('region');
}

test('evidence is chosen, a certificate is prepared and certified, and a withdrawal shows with its reason', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Intygade');
  const id = await startTraining(browser, place);
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, place.trainee);
  await placement(page, id);
  await page.goto(`/st/${id}`);
  await page.getByRole('link', { name: 'Delmål och intyg' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Delmål och intyg' })).toBeFocused();
  await expect(page.getByRole('heading', { name: 'Här står intygen' })).toBeVisible();
  await axe();

  const objective = await open(page, 'STc1');
  await expect(objective).toContainText('1 till nämner delmålet');
  await objective.getByRole('button', { name: /^Välj vad som talar för det/ }).click();
  await objective.getByRole('checkbox', { name: /^Handkirurgen/ }).check();
  await expect(objective.getByRole('status')).toHaveText('1 av högst 5 valda');
  await axe();
  await objective.getByRole('button', { name: 'Spara valet' }).click();
  await expect(objective.getByRole('link', { name: 'Handkirurgen' })).toBeVisible();
  await expect(objective).toContainText('Pågår');

  await page.getByRole('link', { name: 'Förbered ett intyg' }).click();
  await page.getByLabel('Placering').selectOption({ index: 1 });
  await expect(page.getByLabel('Beskrivning')).toHaveValue('Nervskador och senskador');
  await expect(page.getByText('Delmål som intyget gäller: 1 valt')).toBeVisible();
  await page.getByLabel('Sista dag').fill(day(-400));
  await page.getByRole('button', { name: 'Förbered intyget' }).click();
  await expect(page.getByRole('alert')).toContainText('Sista dagen ligger före den första.');
  await axe();
  await page.getByLabel('Sista dag').fill(day(30));
  await page.getByRole('button', { name: 'Förbered intyget' }).click();
  const card = (on: Page) => on.getByRole('region', { name: 'Intyg: Klinisk tjänstgöring under handledning' });
  await expect(card(page)).toContainText('Förberett');
  await expect(page.getByRole('button', { name: 'Intyga' })).toHaveCount(0);
  await axe();
  const draft = await print(page);
  await expect(draft).toContainText('Utkast – inte intygat');
  await expect(draft).not.toContainText('Handledare Intygade');
  await page.emulateMedia({ media: 'screen' });

  const supervisor = await as(browser, place.supervisor);
  await supervisor.goto(page.url());
  await supervisor.getByRole('button', { name: 'Intyga' }).click();
  await expect(supervisor.getByRole('alert')).toContainText('Skriv orten.');
  await supervisor.getByLabel('Ort', { exact: true }).fill('Exempelstad');
  await supervisor.getByRole('button', { name: 'Intyga' }).click();
  await expect(supervisor.getByRole('alert')).toContainText('Intyga när den är slut.');
  await expect(supervisor.getByLabel('Ort', { exact: true })).toHaveValue('Exempelstad');
  await axe(supervisor);
  await supervisor.getByRole('button', { name: 'Ändra intyget' }).click();
  await supervisor.getByLabel('Sista dag').fill(day(-60));
  await supervisor.getByRole('button', { name: 'Spara intyget' }).click();
  await expect(supervisor.getByText('Intyget är sparat.')).toBeVisible();
  await supervisor.getByLabel('Ort', { exact: true }).fill('Exempelstad');
  await supervisor.getByRole('button', { name: 'Intyga' }).click();
  await expect(card(supervisor)).toContainText('Utfärdat');
  await expect(card(supervisor)).toContainText('Handledare Intygade, handledare, specialist i ortopedi');
  await axe(supervisor);
  const issued = await print(supervisor);
  await expect(issued).not.toContainText('Utkast');
  await expect(issued).toContainText('HSLF-FS 2021:8, bilaga 9');
  await expect(issued).toContainText('Nervskador och senskador');
  const field = (on: Page, term: string) => on.getByRole('term').filter({ hasText: term, visible: true });
  const given = (on: Page, text: string) => on.getByRole('definition').filter({ hasText: text, visible: true });
  for (const term of ['Sökandens personnummer', 'Namnteckning', 'Ort och datum', 'Bilaga nr']) await expect(field(supervisor, term)).toBeVisible();
  for (const text of ['Elev Intygade', 'STc1', 'Handkirurgen', 'Handledare Intygade']) await expect(given(supervisor, text)).toBeVisible();
  await expect(given(supervisor, 'Exempelstad')).toHaveCount(0);
  await supervisor.emulateMedia({ media: 'screen' });

  await page.reload();
  await expect(await open(page, 'STc1')).toContainText('Allt som delmålet kräver är intygat.');
  await page.getByRole('navigation', { name: 'Urval' }).getByRole('link', { name: 'Intygat 1' }).click();
  await expect(page.getByRole('group').filter({ hasText: /^STc1 / })).toBeVisible();
  await expect(page.getByRole('group').filter({ hasText: /^STc2 / })).toHaveCount(0);

  await supervisor.getByRole('button', { name: 'Återta intyget' }).click();
  const dialog = supervisor.getByRole('dialog', { name: 'Återta intyget?' });
  await dialog.getByRole('button', { name: 'Återta' }).click();
  await expect(dialog).toContainText('Skriv en motivering');
  await axe(supervisor);
  await dialog.getByLabel('Varför?').fill('Fel period på intyget');
  await dialog.getByRole('button', { name: 'Återta' }).click();
  await expect(card(supervisor)).toContainText(/Återtaget .* av Handledare Intygade: Fel period på intyget/);
  await axe(supervisor);
  await expect(await print(supervisor)).toContainText('Återtaget – gäller inte');
  await supervisor.context().close();

  await page.goto(`/st/${id}/delmal`);
  await page.getByRole('link', { name: 'Klinisk tjänstgöring under handledning' }).click();
  await expect(card(page)).toContainText('Fel period på intyget');
  await expect(await open(page, 'STc1')).toContainText('Pågår');
});

test('completed training is certified with its service row by row, and all certificates are printed at once', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Fullgjorda');
  const id = await startTraining(browser, place, 2400);
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, place.trainee);
  const part = (from: number, to: number, where: string) => ({
    kind: 'own_clinic', place: where, from: day(from), to: day(to), percent: 100, goals: '', objectives: [], feedback: '',
  });
  await json(page.request.post(`/api/trainings/${id}/placements`, { data: part(-2400, -1000, 'Ortopedkliniken Fullgjorda') }));
  await page.goto(`/st/${id}/delmal?intyg=nytt`);
  await page.getByLabel('Intyg om').selectOption({ label: 'Fullgjord ST' });
  await page.getByRole('button', { name: 'Förbered intyget' }).click();
  const card = (on: Page) => on.getByRole('region', { name: 'Intyg: Fullgjord ST' }).first();
  const row = (on: Page, where: string) => card(on).getByRole('row').filter({ hasText: where, visible: true });
  await expect(row(page, 'Ortopedkliniken')).toContainText('100 %');
  await expect(page.getByRole('link', { name: 'Skriv ut alla' })).toHaveCount(0);
  await axe();

  const head = await as(browser, place.head);
  await head.goto(page.url());
  await head.getByLabel('Ort', { exact: true }).fill('Exempelstad');
  await head.getByRole('button', { name: 'Intyga' }).click();
  await expect(head.getByRole('alert')).toContainText('innan ST:n kan intygas som fullgjord');
  await json(page.request.post(`/api/trainings/${id}/placements`, { data: part(-999, -1, 'Rehabkliniken Fullgjorda') }));
  await head.reload();
  await head.getByLabel('Ort', { exact: true }).fill('Exempelstad');
  await head.getByRole('button', { name: 'Intyga' }).click();
  await expect(card(head)).toContainText('Utfärdat');
  await expect(row(head, 'Rehabkliniken')).toBeVisible();
  await axe(head);

  await head.getByRole('link', { name: 'Skriv ut alla' }).click();
  await expect(head.getByRole('region', { name: 'Alla utfärdade intyg' })).toContainText('1 intyg är utfärdat.');
  await axe(head);
  await head.evaluate(() => { window.print = () => { document.documentElement.dataset.printed = 'yes'; }; });
  await head.getByRole('button', { name: 'Skriv ut' }).click();
  await expect(head.locator('html')).toHaveAttribute('data-printed', 'yes');
  await head.emulateMedia({ media: 'print' });
  const paper = head.getByRole('region', { name: 'Intyg: Fullgjord ST' });
  for (const where of ['Ortopedkliniken', 'Rehabkliniken']) await expect(paper.getByRole('row').filter({ hasText: where })).toBeVisible();
  await expect(paper.getByRole('row').filter({ hasText: /^Summa7[89],/ })).toBeVisible();
  await head.emulateMedia({ media: 'screen' });
  await head.getByRole('link', { name: 'Stäng' }).click();
  await expect(head.getByRole('region', { name: 'Alla utfärdade intyg' })).toHaveCount(0);
  await head.context().close();
});

test('who is asked to certify finds it under Att göra, and sees nothing else of the ST', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Tillfragade');
  const id = await startTraining(browser, place);
  const other = await makePlace(browser, 'Utifran');
  const elsewhere = await as(browser, other.supervisor);
  const { id: asked } = await json(elsewhere.request.get('/api/session'));
  await signIn(page, place.trainee);
  const content = {
    objectives: ['STc1'], description: 'Sidotjänstgöring', evaluation: '', workplace: 'Utifran', from: day(-90), to: day(-30),
  };
  await json(page.request.post(`/api/trainings/${id}/certificates`, { data: { kind: 'clinical_service', content, asked: [asked] } }));
  await elsewhere.goto('/');
  await expect(elsewhere.getByRole('heading', { name: 'Intyga åt Elev Tillfragade' })).toBeVisible();
  await elsewhere.getByRole('link', { name: 'Gör det nu' }).click();
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Intyg' })).toBeVisible();
  await expect(elsewhere.getByLabel('Ditt tjänsteställe')).toHaveValue(/Utifran/);
  await elsewhere.getByLabel('Ort', { exact: true }).fill('Exempelstad');
  await axe(elsewhere);
  await elsewhere.getByRole('button', { name: 'Intyga' }).click();
  await expect(elsewhere.getByRole('region', { name: /^Intyg:/ })).toContainText('Utfärdat');
  await axe(elsewhere);
  await elsewhere.context().close();
});

test('a head of unit delegates the right to certify, and ends it with a reason', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Delegerade');
  await signIn(page, place.head);
  await page.goto(`/kliniker/${place.id}/personer`);
  const section = page.getByRole('region', { name: 'Delegering att intyga' });
  await expect(section).toContainText('Ingen delegering.');
  await section.getByRole('button', { name: 'Delegera' }).click();
  await expect(section.getByRole('alert')).toContainText('Välj vem som ska intyga.');
  await axe();
  await section.getByLabel('Till').selectOption({ label: 'Handledare Delegerade' });
  await section.getByLabel('Sista dag').fill(day(-10));
  await section.getByRole('button', { name: 'Delegera' }).click();
  await expect(section.getByRole('alert')).toContainText('Delegeringen slutar innan den börjar.');
  await section.getByLabel('Sista dag').fill(day(100));
  await section.getByRole('button', { name: 'Delegera' }).click();
  await expect(section.getByRole('listitem')).toContainText('Gäller');
  await axe();
  await section.getByRole('button', { name: /^Avsluta/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Avsluta delegeringen?' });
  await dialog.getByLabel('Varför?').fill('Ny verksamhetschef');
  await dialog.getByRole('button', { name: 'Avsluta' }).click();
  await expect(section.getByRole('listitem')).toContainText(/Avslutad .* av Chefen Delegerade: Ny verksamhetschef/);
  await axe();
});

test('service at another clinic is certified by the supervisor there, chosen by name', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Utsända');
  const host = await makePlace(browser, 'Mottagande');
  const id = await startTraining(browser, place);
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, place.trainee);
  await page.goto(`/st/${id}/placeringar?form=placering`);
  await page.getByLabel('Slag av tjänstgöring').selectOption({ label: 'Sidotjänstgöring' });
  await page.getByRole('combobox', { name: 'Klinik', exact: true }).selectOption(host.id);
  await expect(page.getByLabel('Plats', { exact: true })).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Handledare på platsen' }).selectOption({ label: 'Handledare Mottagande' });
  await page.getByLabel('Första dag').fill(day(-120));
  await page.getByLabel('Sista dag').fill(day(-10));
  await page.getByLabel('Mål för placeringen').fill('Handkirurgi med jour');
  await axe();
  await page.getByRole('button', { name: 'Spara placeringen' }).click();
  await expect(page.getByText('Placeringen är sparad.')).toBeVisible();

  await page.goto(`/st/${id}/delmal?intyg=nytt`);
  await page.getByText('Be någon intyga: ingen tillfrågad').click();
  await expect(page.getByRole('checkbox', { name: 'Handledare Utsända' })).toBeVisible();
  await page.getByLabel('Placering').selectOption({ index: 1 });
  await expect(page.getByRole('checkbox', { name: 'Handledare Utsända' })).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'Handledare Mottagande, handledare för placeringen' }).check();
  await expect(page.getByText('Be någon intyga: 1 tillfrågad')).toBeVisible();
  await axe();
  // Who is asked stays, also when another clinic is looked at.
  await page.getByRole('combobox', { name: 'Klinik där den som intygar arbetar' }).selectOption(place.id);
  await expect(page.getByRole('checkbox', { name: 'Handledare Utsända' })).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: /^Handledare Mottagande/ })).toBeChecked();
  await page.getByText(/^Delmål som intyget gäller/).click();
  await page.getByRole('checkbox', { name: /^STc1( |$)/ }).check();
  await page.getByRole('button', { name: 'Förbered intyget' }).click();
  const card = (on: Page) => on.getByRole('region', { name: 'Intyg: Klinisk tjänstgöring under handledning' });
  await expect(card(page)).toContainText('Förberett');

  const supervisor = await as(browser, host.supervisor);
  await supervisor.goto('/');
  await supervisor.getByRole('link', { name: /Elev Utsända|Gör det nu/ }).first().click();
  await supervisor.getByLabel('Ditt tjänsteställe').fill('Mottagande');
  await supervisor.getByLabel('Ort', { exact: true }).fill('Exempelstad');
  await supervisor.getByRole('button', { name: 'Intyga' }).click();
  await expect(card(supervisor)).toContainText('Utfärdat');
  await axe(supervisor);
  // The placement is lately over, so what was seen there may still be assessed.
  await supervisor.goto('/bedomningar');
  await expect(supervisor.getByRole('link', { name: 'Elev Utsända' })).toBeVisible();
  await supervisor.context().close();
});
