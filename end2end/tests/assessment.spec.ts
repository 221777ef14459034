// Assessments: asked for on a phone, answered, confirmed and counted; and by link, by somebody without account.
import { as } from './clinic.ts';
import { expect, signIn, test } from './fixtures.ts';
import { colleague, makePlace, startTraining } from './training.ts';

test.slow();
const PHONE = { width: 390, height: 844 };

test('a ST-läkare asks, a supervisor answers on a phone, the ST-läkare confirms and it counts', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Bedömda');
  const id = await startTraining(browser, place);
  await page.setViewportSize(PHONE);
  await signIn(page, place.trainee);
  await page.goto('/st');
  await page.getByRole('navigation', { name: 'Huvudmeny' }).getByRole('link', { name: /^Bedöm/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bedömningar' })).toBeVisible();
  await expect(page.getByText('0 av 2')).toBeVisible();
  await axe();

  await page.getByRole('link', { name: 'Be om bedömning' }).click();
  await page.getByRole('button', { name: 'Be om bedömningen' }).click();
  await expect(page.getByRole('alert')).toContainText('Välj en mall.');
  await axe();
  await page.getByLabel('Mall').selectOption('mini-cex');
  await page.getByLabel('Bedömare').selectOption({ label: 'Handledare Bedömda' });
  await page.getByLabel('Plats och sammanhang').fill('Akuten, höftfraktur');
  await page.getByRole('button', { name: 'Be om bedömningen' }).click();
  await page.getByRole('link', { name: 'Mini-CEX' }).click();
  await expect(page.getByRole('button', { name: 'Ta tillbaka begäran' })).toBeVisible();
  await axe();

  const supervisor = await as(browser, place.supervisor);
  await supervisor.setViewportSize(PHONE);
  await supervisor.goto('/');
  await supervisor.getByRole('link', { name: /Bedöm Elev Bedömda|Gör det nu/ }).first().click();
  await supervisor.goto(`/st/${id}/bedomningar`);
  await supervisor.getByRole('link', { name: 'Fyll i Mini-CEX' }).click();
  await expect(supervisor.getByText('Skriv inget som kan röja vem patienten är.').first()).toBeVisible();
  await supervisor.getByRole('button', { name: 'Skicka bedömningen' }).click();
  await expect(supervisor.getByRole('alert')).toContainText('Skriv något som gjordes bra');
  await supervisor.getByLabel('Detta gjordes bra').fill('Lugn och tydlig anamnes.');
  await supervisor.getByLabel('Kan utvecklas').fill('Sammanfatta innan ni skiljs åt.');
  await supervisor.getByText(/^Delar: 0 av/).click();
  await supervisor.getByRole('group', { name: 'Anamnes' }).getByText('Utför självständigt, handledare kan nås').click();
  await supervisor.getByRole('group', { name: 'Helhet' }).getByText('Utför självständigt, handledare kan nås').click();
  await expect(supervisor.getByText(/^Sparat/)).toBeVisible();
  await axe(supervisor);

  // What is typed without net is kept, and sent when the net is back.
  await supervisor.context().setOffline(true);
  await supervisor.getByLabel('Förslag till nästa steg').fill('Gör om utan mig i rummet.');
  await expect(supervisor.getByText(/Väntar på nät/).first()).toBeVisible();
  await supervisor.context().setOffline(false);
  await expect(supervisor.getByText(/^Sparat/)).toBeVisible();
  await supervisor.getByRole('button', { name: 'Skicka bedömningen' }).click();
  await expect(supervisor.getByText(/Väntar på att ST-läkaren bekräftar/)).toBeVisible();
  await axe(supervisor);
  await supervisor.context().close();

  await page.goto(`/st/${id}/bedomningar`);
  await page.getByRole('link', { name: 'Läs och bekräfta Mini-CEX' }).click();
  await expect(page.getByText('Gör om utan mig i rummet.')).toBeVisible();
  await axe();
  await page.getByRole('button', { name: 'Bekräfta', exact: true }).click();
  await expect(page.getByText('Bekräftad').first()).toBeVisible();
  await expect(page.getByText('1 av 2')).toBeVisible();
  await axe();
});

test('somebody without account answers by a link that works once', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Länkade');
  const id = await startTraining(browser, place);
  await signIn(page, place.trainee);
  await page.goto(`/st/${id}/bedomningar?bedomning=ny`);
  await page.getByLabel('Mall').selectOption('kliniskt-ledarskap');
  await page.getByLabel('Bedömare').selectOption({ label: 'Någon utan konto' });
  await page.getByLabel('Namn').fill('Barnmorskan Berit');
  await page.getByLabel('Yrkeskategori').fill('Barnmorska');
  await page.getByLabel('E-post').fill('berit@exempel.se');
  await page.getByRole('button', { name: 'Be om bedömningen' }).click();
  const link = await page.getByLabel('Länk till bedömningen').inputValue();
  await axe();
  await page.getByRole('button', { name: 'Klar' }).click();

  const context = await browser.newContext({ viewport: PHONE });
  const assessor = await context.newPage();
  await assessor.goto(link);
  await expect(assessor.getByRole('heading', { level: 1, name: 'Bedömning av Elev Länkade' })).toBeVisible();
  await assessor.getByLabel('Detta gjordes bra').fill('Fick alla med sig.');
  await expect(assessor.getByText('Inte sparat än, men kvar i den här webbläsaren.')).toBeVisible();
  await axe(assessor);
  await assessor.reload();
  await expect(assessor.getByLabel('Detta gjordes bra')).toHaveValue('Fick alla med sig.');
  await assessor.getByRole('button', { name: 'Spara så länge' }).click();
  await expect(assessor.getByText(/^Sparat\./)).toBeVisible();
  await assessor.getByRole('button', { name: 'Skicka bedömningen' }).click();
  await expect(assessor.getByText('Tack, bedömningen är skickad')).toBeVisible();
  await axe(assessor);
  await assessor.goto(link);
  await expect(assessor.getByText('Länken går inte att använda')).toBeVisible();
  await axe(assessor);
  await context.close();

  await page.goto(`/st/${id}/bedomningar`);
  await page.getByRole('link', { name: 'Läs och bekräfta Kliniskt ledarskap' }).click();
  await expect(page.getByText('Fick alla med sig.')).toBeVisible();
  await axe();
});

test('a request is taken back, another is declined with a reason, and a supervisor begins unasked', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Avböjda');
  const id = await startTraining(browser, place);
  await signIn(page, place.trainee);
  const ask = async (form: string) => {
    await page.goto(`/st/${id}/bedomningar?bedomning=ny`);
    await page.getByLabel('Mall').selectOption(form);
    await page.getByLabel('Bedömare').selectOption({ label: 'Handledare Avböjda' });
    await page.getByRole('button', { name: 'Be om bedömningen' }).click();
  };
  await ask('cbd');
  await page.getByRole('link', { name: /^CBD/ }).click();
  await page.getByRole('button', { name: 'Ta tillbaka begäran' }).click();
  await page.getByRole('button', { name: 'Ta tillbaka', exact: true }).click();
  await expect(page.getByText(/ST-läkaren tog tillbaka begäran/)).toBeVisible();
  await ask('dops');

  const supervisor = await as(browser, place.supervisor);
  await supervisor.goto(`/st/${id}/bedomningar`);
  await supervisor.getByRole('link', { name: /^Fyll i DOPS/ }).click();
  await supervisor.getByRole('button', { name: 'Avböj', exact: true }).click();
  await supervisor.getByLabel('Varför?').fill('Jag är ledig den veckan.');
  await axe(supervisor);
  await supervisor.getByRole('dialog').getByRole('button', { name: 'Avböj' }).click();
  await expect(supervisor.getByText(/Jag är ledig den veckan/)).toBeVisible();
  await supervisor.getByRole('link', { name: 'Börja en bedömning' }).click();
  await supervisor.getByRole('combobox', { name: 'Mall' }).selectOption('medsittning-rond');
  await axe(supervisor);
  await supervisor.getByRole('button', { name: 'Börja fylla i' }).click();
  await expect(supervisor.getByLabel('Detta gjordes bra')).toBeVisible();
  await supervisor.context().close();

  await page.goto(`/st/${id}/bedomningar?mall=dops`);
  await page.getByRole('link', { name: /^DOPS/ }).last().click();
  await expect(page.getByText(/Jag är ledig den veckan/)).toBeVisible();
  await axe();
});

test('a supervisor who sees nothing else of a training finds it, begins and sends, and the ST-läkare confirms', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Sedda');
  const id = await startTraining(browser, place);
  const email = await colleague(browser, place, 'supervisor', 'Kollega Sedda');
  await page.setViewportSize(PHONE);
  await signIn(page, email);
  await page.goto('/');
  await page.getByRole('link', { name: 'Börja en bedömning' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bedömningar du gör' })).toBeVisible();
  await axe();
  await page.getByRole('link', { name: 'Elev Sedda' }).click();
  await expect(page.getByText(`Elev Sedda, ${place.specialty.toLowerCase()}`)).toBeVisible();
  await page.getByRole('combobox', { name: 'Mall' }).selectOption('medsittning-rond');
  await axe();
  await page.getByRole('button', { name: 'Börja fylla i' }).click();
  await page.getByLabel('Detta gjordes bra').fill('Samlade teamet före ronden.');
  await page.getByRole('group', { name: 'Helhet' }).getByText('Utför självständigt, handledare kan nås').click();
  await expect(page.getByText(/^Sparat/)).toBeVisible();
  await page.getByRole('button', { name: 'Skicka bedömningen' }).click();
  await expect(page.getByText(/Väntar på att ST-läkaren bekräftar/)).toBeVisible();
  await axe();
  await page.getByRole('link', { name: 'Bedömningar du gör' }).click();
  await expect(page.getByRole('region', { name: 'Andra, nyast först' }).getByText(/^Elev Sedda, /)).toBeVisible();
  await axe();
  expect((await page.request.get(`/api/trainings/${id}`)).status()).toBe(404);

  const trainee = await as(browser, place.trainee);
  await trainee.goto(`/st/${id}/bedomningar`);
  await trainee.getByRole('link', { name: /^Läs och bekräfta/ }).click();
  await expect(trainee.getByText('Samlade teamet före ronden.')).toBeVisible();
  await trainee.getByRole('button', { name: 'Bekräfta', exact: true }).click();
  await expect(trainee.getByText('Bekräftad').first()).toBeVisible();
  await trainee.context().close();
});
