// Courses and works: put in by the ST-läkare, accounted for, approved, and certified on the page of delmål.
import { as } from './clinic.ts';
import { expect, signIn, test } from './fixtures.ts';
import { day, makePlace, startTraining } from './training.ts';

test.slow();

test('a course is put in, accounted for and then certified', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Kursade');
  const id = await startTraining(browser, place);
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, place.trainee);
  await page.goto('/st');
  await page.getByRole('navigation', { name: 'ST-läkarens delar' }).getByRole('link', { name: 'Kurser och aktiviteter' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Kurser och aktiviteter' })).toBeFocused();
  await expect(page.getByRole('heading', { name: 'Här står kurser, arbeten och andra aktiviteter' })).toBeVisible();
  await axe();

  await page.getByRole('link', { name: 'Lägg in kurs' }).click();
  await page.getByRole('button', { name: 'Lägg in' }).click();
  await expect(page.getByRole('alert')).toContainText('Skriv vad den heter.');
  await expect(page.getByRole('alert')).toContainText('Välj första dagen.');
  await axe();
  await page.getByLabel('Kursens namn').fill('Ledarskap i vården');
  await page.getByLabel('Första dag').fill(day(-30));
  await page.getByLabel('Sista dag').fill(day(-40));
  await page.getByLabel('Arrangör').fill('Region Exempel');
  await page.getByText('Delmål som den ger: inga valda').click();
  await page.getByRole('checkbox', { name: /^STa5 / }).check();
  await page.getByRole('button', { name: 'Lägg in' }).click();
  await expect(page.getByRole('alert')).toContainText('ligger före första dagen');
  await page.getByLabel('Sista dag').fill(day(-28));
  await page.getByRole('button', { name: 'Lägg in' }).click();

  const course = page.getByRole('region', { name: 'Ledarskap i vården' });
  await expect(course).toContainText('Något saknas');
  await expect(course).toContainText('ST-läkaren har inte redovisat den, muntligt eller skriftligt.');
  await expect(course.getByRole('link', { name: 'Förbered ett intyg' })).toHaveCount(0);
  await axe();

  await course.getByRole('button', { name: 'Ändra' }).click();
  await course.getByLabel('ST-läkarens redovisning').fill('Jag leder ronden på ett annat sätt.');
  await course.getByRole('button', { name: 'Spara ändringen' }).click();
  await expect(page.getByRole('alert')).toContainText('Välj dagen när den redovisades.');
  await course.getByLabel('Redovisad, dag').fill(day(-2));
  await course.getByRole('button', { name: 'Spara ändringen' }).click();
  await expect(course).toContainText('Inget saknas. Den kan intygas.');
  await expect(course).toContainText('Jag leder ronden på ett annat sätt.');
  await axe();

  await course.getByRole('link', { name: 'Förbered ett intyg' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Delmål och intyg' })).toBeVisible();
  await expect(page.getByLabel('Intyg om')).toHaveValue('course');
  await expect(page.getByLabel('Kursanordnare')).toHaveValue('Region Exempel');
  await expect(page.getByText('Delmål som intyget gäller: 1 valt')).toBeVisible();
  await page.getByRole('button', { name: 'Förbered intyget' }).click();
  await expect(page.getByRole('region', { name: /^Intyg:/ })).toContainText('Förberett');

  const supervisor = await as(browser, place.supervisor);
  await supervisor.goto(page.url());
  await supervisor.getByLabel('Ort', { exact: true }).fill('Exempelstad');
  await supervisor.getByRole('button', { name: 'Intyga' }).click();
  await expect(supervisor.getByRole('region', { name: /^Intyg:/ })).toContainText('Utfärdat');
  await supervisor.context().close();

  await page.goto(`/st/${id}/aktiviteter`);
  const row = page.getByRole('region', { name: 'Kurser' }).getByRole('listitem').filter({ hasText: 'Ledarskap i vården' });
  await expect(row).toContainText('Intygad');
  await axe();
});

test('an auskultation is certified by its form, and a reflection in group only speaks for a delmål', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Auskulterande');
  const id = await startTraining(browser, place);
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, place.trainee);
  await page.goto(`/st/${id}/aktiviteter`);

  await page.getByRole('link', { name: 'Annan aktivitet' }).click();
  await expect(page.getByRole('heading', { name: 'Ny aktivitet' })).toBeVisible();
  await page.getByRole('button', { name: 'Lägg in' }).click();
  await expect(page.getByRole('alert')).toContainText('Välj vad det är.');
  await expect(page.getByRole('alert')).toContainText('Skriv vad den gäller.');
  await axe();
  const what = page.getByLabel('Aktivitet', { exact: true });
  await expect(page.getByLabel('Arrangör')).toBeVisible();
  await what.selectOption({ label: 'Auskultation' });
  await page.getByLabel('Vad den gäller').fill('Palliativ vård i hemmet');
  await page.getByLabel('Första dag').fill(day(-20));
  await page.getByLabel('Sista dag').fill(day(-19));
  await page.getByLabel('Tjänstgöringsställe').fill('Palliativa enheten');
  await page.getByText('Delmål som den gäller: inga valda').click();
  await page.getByRole('checkbox', { name: /^STb4 / }).check();
  await axe();
  await page.getByRole('button', { name: 'Lägg in' }).click();
  const visit = page.getByRole('region', { name: 'Palliativ vård i hemmet' });
  await expect(visit).toContainText('Inget saknas. Den kan intygas.');
  await expect(visit).toContainText('TjänstgöringsställePalliativa enheten');
  await axe();

  await page.goto(`/st/${id}/aktiviteter`);
  await page.getByRole('link', { name: 'Annan aktivitet' }).click();
  await what.selectOption({ label: 'Reflektion i grupp' });
  await page.getByLabel('Vad den gäller').fill('När patienten säger nej');
  await page.getByLabel('Första dag').fill(day(-8));
  await page.getByLabel('Sista dag').fill(day(-8));
  await page.getByRole('button', { name: 'Lägg in' }).click();
  const reflection = page.getByRole('region', { name: 'När patienten säger nej' });
  await expect(reflection).toContainText('Genomförd');
  await expect(reflection).toContainText('Det finns inget intyg för den. Den kan väljas som det som talar för ett delmål.');
  await expect(reflection).not.toContainText('Innan den kan intygas');
  await expect(reflection.getByRole('link', { name: 'Förbered ett intyg' })).toHaveCount(0);
  const others = page.getByRole('region', { name: 'Andra aktiviteter' }).getByRole('listitem');
  await expect(others).toHaveCount(2);
  await expect(others.filter({ hasText: 'Reflektion i grupp' })).toContainText('Genomförd');
  await expect(others.filter({ hasText: 'Auskultation' })).toContainText('Kan intygas');
  await axe();

  await page.goto(`/st/${id}/delmal#STb4`);
  const objective = page.locator('#STb4');
  await objective.getByRole('button', { name: /^Välj vad som talar för det/ }).click();
  await objective.getByRole('checkbox', { name: /^Auskultation: Palliativ vård i hemmet/ }).check();
  await objective.getByText('Annat i din ST, 1').click();
  await expect(objective.getByRole('checkbox', { name: /^Reflektion i grupp: När patienten säger nej/ })).toBeVisible();
  await axe();
  await objective.getByRole('button', { name: 'Spara valet' }).click();
  await objective.getByRole('link', { name: 'Auskultation: Palliativ vård i hemmet' }).click();

  await visit.getByRole('link', { name: 'Förbered ett intyg' }).click();
  await expect(page.getByLabel('Intyg om')).toHaveValue('auscultation');
  await expect(page.getByLabel('Auskultation eller placering').locator('option:checked')).toContainText('Auskultation: Palliativ vård i hemmet');
  await expect(page.getByLabel('Tjänstgöringsställe')).toHaveValue('Palliativa enheten');
  await expect(page.getByLabel('Beskrivning')).toHaveValue('Palliativ vård i hemmet');
  await expect(page.getByLabel('Första dag')).toHaveValue(day(-20));
  await expect(page.getByLabel('Sista dag')).toHaveValue(day(-19));
  await expect(page.getByText('Delmål som intyget gäller: 1 valt')).toBeVisible();
  await axe();
  await page.getByRole('button', { name: 'Förbered intyget' }).click();
  await expect(page.getByRole('region', { name: 'Intyg: Auskultation' })).toContainText('Förberett');

  const supervisor = await as(browser, place.supervisor);
  await supervisor.goto(page.url());
  await supervisor.getByLabel('Ort', { exact: true }).fill('Exempelstad');
  await supervisor.getByRole('button', { name: 'Intyga' }).click();
  await expect(supervisor.getByRole('region', { name: 'Intyg: Auskultation' })).toContainText('Utfärdat');
  await supervisor.context().close();
  await page.goto(`/st/${id}/aktiviteter`);
  await expect(others.filter({ hasText: 'Auskultation' })).toContainText('Intygad');
});

test('a project plan is approved by the supervisor and the head of unit, and anew when it is worded anew', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Forskande');
  const id = await startTraining(browser, place);
  await signIn(page, place.trainee);
  await page.goto(`/st/${id}/aktiviteter`);
  await page.getByRole('link', { name: 'Vetenskapligt arbete' }).click();
  await page.getByLabel('Arbetets titel').fill('Väntetid och vårdtid');
  await page.getByLabel('Första dag').fill(day(30));
  await page.getByLabel('Projektplan med tidsplan').fill('Journalgranskning, fyra veckor i höst.');
  await page.getByLabel('Veckor på heltid').fill('200');
  await page.getByRole('button', { name: 'Lägg in' }).click();
  await expect(page.getByRole('alert')).toContainText('200 veckor går inte.');
  await page.getByLabel('Veckor på heltid').fill('3');
  await page.getByLabel('Ska arbetet publiceras').selectOption({ label: 'Ja' });
  await expect(page.getByLabel('Etikgodkännandets nummer')).toBeVisible();
  await axe();
  await page.getByRole('button', { name: 'Lägg in' }).click();
  const work = page.getByRole('region', { name: 'Väntetid och vårdtid' });
  await expect(work).toContainText('Planerad');
  await expect(work).toContainText('Projektplanen är inte godkänd av verksamhetschefen.');
  await expect(work).toContainText('Arbetet bör omfatta 4–10 veckor med kurs, nu 3.');
  await expect(work.getByRole('button', { name: 'Godkänn projektplanen' })).toHaveCount(0);
  await axe();

  for (const [email, said] of [
    [place.supervisor, 'Huvudansvarig handledare: godkänd av Handledare Forskande'],
    [place.head, 'Verksamhetschef: godkänd av Chefen Forskande'],
  ] as const) {
    const approver = await as(browser, email);
    await approver.goto(page.url());
    const open = approver.getByRole('region', { name: 'Väntetid och vårdtid' });
    await open.getByRole('button', { name: 'Godkänn projektplanen' }).click();
    await expect(open).toContainText(said);
    await expect(open.getByRole('button', { name: 'Godkänn projektplanen' })).toHaveCount(0);
    await axe(approver);
    await approver.context().close();
  }

  // What somebody else has changed meanwhile is not written over.
  await work.getByRole('button', { name: 'Ändra' }).click();
  await work.getByLabel('Projektplan med tidsplan').fill('Enkät i stället.');
  await work.getByRole('button', { name: 'Spara ändringen' }).click();
  await expect(work.getByRole('alert')).toContainText('Någon annan har ändrat detta');
  await axe();
  await page.reload();
  await expect(work).toContainText('Verksamhetschef: godkänd av');
  await work.getByRole('button', { name: 'Ändra' }).click();
  await work.getByLabel('Projektplan med tidsplan').fill('Enkät i stället.');
  await work.getByRole('button', { name: 'Spara ändringen' }).click();
  await expect(work).toContainText('Verksamhetschef: inte godkänd än');

  await work.getByRole('button', { name: 'Ta bort' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ta bort Väntetid och vårdtid?' });
  await axe();
  await dialog.getByRole('button', { name: 'Ta bort' }).click();
  await expect(page.getByRole('heading', { name: 'Här står kurser, arbeten och andra aktiviteter' })).toBeVisible();
});
