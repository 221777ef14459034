// Åtgärdsplan: from draft to followed up, and who finds it at all.
import type { Browser, Page } from '@playwright/test';
import { REGION, as, json } from './clinic.ts';
import { expect, signIn, test } from './fixtures.ts';
import { colleague, day, hearsNothingNew, makePlace, startTraining, type Place } from './training.ts';

test.slow();

/** No tab, and on the page nothing but their own notes: what is not for these eyes isn't there. */
async function findsOnlyNotes(page: Page, id: string, axe: (page: Page) => Promise<void>) {
  await page.goto(`/st/${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('Hämtar …')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Åtgärdsplan' })).toHaveCount(0);
  await page.goto(`/st/${id}/stod`);
  await expect(page.getByRole('heading', { level: 1, name: 'Anteckningar om ST-läkaren' })).toBeVisible();
  await expect(page.getByText('Ingen anteckning som du kan se.')).toBeVisible();
  await expect(page.getByText('Journalerna')).toHaveCount(0);
  await axe(page);
  await page.context().close();
}

/** Neither a tab nor a page. */
async function findsNothing(page: Page, id: string, axe: (page: Page) => Promise<void>) {
  await page.goto(`/st/${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('Hämtar …')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Åtgärdsplan' })).toHaveCount(0);
  await page.goto(`/st/${id}/stod`);
  await expect(page.getByRole('heading', { level: 1, name: 'Sidan finns inte' })).toBeVisible();
  await axe(page);
  await page.context().close();
}

test('a support plan is written, signed by both, returned, approved and followed up', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Stödda');
  const id = await startTraining(browser, place);
  await signIn(page, place.supervisor);
  await page.goto(`/st/${id}`);
  await page.getByRole('link', { name: 'Åtgärdsplan', exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'Ingen åtgärdsplan finns' })).toBeVisible();
  await axe();
  await page.getByRole('button', { name: 'Börja på en åtgärdsplan' }).click();
  await page.getByLabel('Svårigheterna').fill('Journalerna blir inte klara i tid.');
  await page.getByLabel('Åtgärd', { exact: true }).fill('Medsittning varje vecka');
  await page.getByLabel('Ansvarig').fill('Handledaren');
  await page.getByLabel('Till och med').fill(day(60));
  await page.getByRole('button', { name: 'Underteckna' }).click();
  await expect(page.getByText('Spara det först.')).toBeVisible();
  await page.getByLabel('Tidsplan').fill('Två månader');
  await page.getByRole('button', { name: 'Spara utkastet' }).click();
  await expect(page.getByText(/^Sparat av/)).toBeVisible();
  await page.getByRole('button', { name: 'Underteckna' }).click();
  await expect(page.getByText('ska alltid ha en plan för uppföljning')).toBeVisible();
  await expect(page.getByLabel('Svårigheterna')).toHaveValue('Journalerna blir inte klara i tid.');
  await axe();
  await page.getByLabel('Plan för uppföljning').fill('Vid samtalen varannan vecka');
  await page.getByRole('button', { name: 'Spara utkastet' }).click();
  await expect(page.getByText(/^Sparat av/)).toBeVisible();
  await page.getByRole('button', { name: 'Underteckna' }).click();
  await expect(page.getByRole('heading', { name: 'Undertecknad av en' })).toBeVisible();
  await axe();
  await hearsNothingNew(page, id);

  const trainee = await as(browser, place.trainee);
  await trainee.setViewportSize({ width: 390, height: 844 });
  await trainee.goto(`/st/${id}`);
  await trainee.getByRole('link', { name: 'Åtgärdsplan', exact: true }).click();
  await expect(trainee.getByText('Medsittning varje vecka')).toBeVisible();
  await axe(trainee);
  await trainee.getByRole('button', { name: 'Underteckna' }).click();
  await expect(trainee.getByRole('heading', { name: 'Väntar på godkännande' })).toBeVisible();
  await axe(trainee);
  // Who has the page open all the while is told, and sees it when they ask to.
  const shownNew = async () => {
    await page.getByRole('button', { name: 'Visa det nya' }).click();
    await expect(page.getByText('Någon annan har ändrat här sedan du öppnade sidan.')).toHaveCount(0);
  };
  await shownNew();
  await expect(page.getByRole('heading', { name: 'Väntar på godkännande' })).toBeVisible();

  const director = await as(browser, place.director);
  await director.goto(`/st/${id}/stod`);
  await director.getByRole('button', { name: 'Återlämna' }).click();
  const returning = director.getByRole('dialog', { name: 'Återlämna åtgärdsplanen?' });
  await returning.getByLabel('Vad behöver ändras?').fill('Skriv vem som deltar i uppföljningen.');
  await returning.getByRole('button', { name: 'Återlämna' }).click();
  await expect(director.getByText('Skriv vem som deltar i uppföljningen.')).toBeVisible();
  await shownNew();
  await expect(page.getByLabel('Plan för uppföljning')).toHaveValue('Vid samtalen varannan vecka');
  await trainee.reload();
  await trainee.getByLabel('Plan för uppföljning').fill('Vid samtalen varannan vecka, studierektorn är med efter sex veckor');
  await trainee.getByRole('button', { name: 'Spara utkastet' }).click();
  await expect(trainee.getByText(/^Sparat av/)).toBeVisible();
  await shownNew();
  await expect(page.getByLabel('Plan för uppföljning')).toHaveValue(/efter sex veckor$/);
  await trainee.getByRole('button', { name: 'Underteckna' }).click();
  await expect(trainee.getByRole('heading', { name: 'Undertecknad av en' })).toBeVisible();
  await shownNew();
  await expect(page.getByRole('heading', { name: 'Undertecknad av en' })).toBeVisible();
  await page.getByRole('button', { name: 'Underteckna' }).click();
  await expect(page.getByRole('heading', { name: 'Väntar på godkännande' })).toBeVisible();
  await director.reload();
  await director.getByRole('button', { name: 'Godkänn' }).click();
  await expect(director.getByRole('heading', { name: 'Gäller' })).toBeVisible();
  await axe(director);

  await page.reload();
  await page.getByLabel('Målen är uppnådda', { exact: true }).check();
  await page.getByLabel('Med egna ord').fill('Journalerna är klara varje dag.');
  await page.getByRole('button', { name: 'Spara uppföljningen' }).click();
  await expect(page.getByRole('heading', { name: 'Uppföljd' })).toBeVisible();
  await axe();
  await director.reload();
  await director.getByRole('button', { name: 'Avsluta planen' }).click();
  const closing = director.getByRole('dialog', { name: 'Avsluta åtgärdsplanen?' });
  await closing.getByLabel('Varför?').fill('Målen är uppnådda.');
  await closing.getByRole('button', { name: 'Avsluta' }).click();
  await expect(director.getByRole('heading', { name: 'Avslutad' })).toBeVisible();
  await director.getByText('Historik', { exact: true }).click();
  await expect(director.getByText('Skriv vem som deltar i uppföljningen.').last()).toBeVisible();
  await axe(director);
  await Promise.all([trainee, director].map((one) => one.context().close()));
});

test('an onlooking supervisor, the region and the head of unit find neither tab nor page', async ({ browser, axe }) => {
  const place = await makePlace(browser, 'Osedda');
  const onlooker = await colleague(browser, place, 'supervisor', 'Kollega Osedda');
  const id = await startTraining(browser, place);
  await inForce(browser, place, id);
  await findsNothing(await as(browser, REGION), id, axe);
  for (const email of [onlooker, place.head]) {
    await findsOnlyNotes(await as(browser, email), id, axe);
  }
});

test('a gap in competence is noted, reported to the principal supervisor and leads to a plan', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Noterade');
  const onlooker = await colleague(browser, place, 'supervisor', 'Kollega Noterade');
  const id = await startTraining(browser, place);
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, onlooker);
  await page.goto(`/st/${id}/stod`);
  await expect(page.getByText('Elev Noterade')).toBeVisible();
  await page.getByRole('button', { name: 'Skriv en anteckning' }).click();
  await page.getByRole('button', { name: 'Spara anteckningen' }).click();
  await expect(page.getByRole('alert')).toContainText('Skriv vad som har märkts.');
  await axe();
  await page.getByLabel('Vad som har märkts').fill('Stressas av akuta sökningar.');
  await page.reload();
  await expect(page.getByLabel('Vad som har märkts')).toHaveValue('Stressas av akuta sökningar.');
  await page.getByRole('button', { name: 'Spara anteckningen' }).click();
  const notes = page.getByRole('region', { name: 'Anteckningar om kompetensbrister' });
  await expect(notes).toContainText('Stressas av akuta sökningar.');
  await expect(notes).toContainText('Väntar på den huvudansvariga handledaren');
  await expect(notes.getByRole('button', { name: 'Påbörja åtgärdsplan' })).toHaveCount(0);
  await axe();
  await page.reload();
  await expect(notes.getByRole('button', { name: 'Skriv en anteckning' })).toBeVisible();
  await expect(page.getByLabel('Vad som har märkts')).toHaveCount(0);

  const supervisor = await as(browser, place.supervisor);
  await expect(supervisor.getByText('Läs anteckningen om Elev Noterade')).toBeVisible();
  await expect(supervisor.getByText('Stressas av akuta sökningar.')).toHaveCount(0);
  await supervisor.getByRole('link', { name: /Gör det nu|Läs anteckningen om Elev Noterade/ }).first().click();
  const told = supervisor.getByRole('region', { name: 'Anteckningar om kompetensbrister' });
  await expect(told).toContainText('Stressas av akuta sökningar.');
  await told.getByRole('button', { name: 'Jag har tagit del' }).click();
  await expect(told).toContainText('Handledare Noterade tog del');
  await told.getByRole('button', { name: 'Påbörja åtgärdsplan' }).click();
  await expect(supervisor.getByLabel('Svårigheterna')).toBeVisible();
  await expect(told.getByRole('link', { name: 'Till åtgärdsplanen' })).toBeVisible();
  await axe(supervisor);
  await supervisor.goto('/');
  await expect(supervisor.getByRole('heading', { level: 1, name: 'Att göra' })).toBeVisible();
  await expect(supervisor.getByText('Läs anteckningen om Elev Noterade')).toHaveCount(0);
  await supervisor.context().close();
});

test('what is written in a plan and not saved is there when one comes back, until one signs out', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Glömska');
  const id = await startTraining(browser, place);
  await signIn(page, place.supervisor);
  await page.goto(`/st/${id}/stod`);
  await page.getByRole('button', { name: 'Börja på en åtgärdsplan' }).click();
  await page.getByLabel('Svårigheterna').fill('Journalerna blir inte klara i tid.');
  await page.getByLabel('Åtgärd', { exact: true }).fill('Medsittning varje vecka');
  await expect(page.getByText('Texten finns kvar i den här webbläsaren tills du sparar eller loggar ut.')).toBeVisible();
  await page.goto(`/st/${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'Åtgärdsplan', exact: true }).first().click();
  await expect(page.getByLabel('Svårigheterna')).toHaveValue('Journalerna blir inte klara i tid.');
  await expect(page.getByLabel('Åtgärd', { exact: true })).toHaveValue('Medsittning varje vecka');
  await expect(page.getByText('Inte sparat än.')).toBeVisible();
  await axe();

  // What the other has saved meanwhile is not written over.
  const trainee = await as(browser, place.trainee);
  await trainee.goto(`/st/${id}/stod`);
  await expect(trainee.getByLabel('Svårigheterna')).toHaveValue('');
  await trainee.getByLabel('Svårigheterna').fill('Jag hinner inte med journalerna.');
  await trainee.getByRole('button', { name: 'Spara utkastet' }).click();
  await expect(trainee.getByText(/^Sparat av/)).toBeVisible();
  await trainee.context().close();
  await page.reload();
  await expect(page.getByLabel('Svårigheterna')).toHaveValue('Journalerna blir inte klara i tid.');
  await page.getByRole('button', { name: 'Spara utkastet' }).click();
  await expect(page.getByText('Jag hinner inte med journalerna.')).toBeVisible();
  await axe();

  const kept = () => page.evaluate(() => JSON.stringify({ ...localStorage }).includes('Medsittning'));
  expect(await kept()).toBe(true);
  await page.request.delete('/api/session');
  await signIn(page, place.director);
  await page.goto(`/st/${id}/stod`);
  await expect(page.getByRole('heading', { level: 1, name: 'Åtgärdsplan' })).toBeVisible();
  await expect(page.getByText('Medsittning varje vecka')).toHaveCount(0);
});

test('the head of unit finds a plan once asked in, hears a second opinion and decides', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Inkopplade');
  const id = await startTraining(browser, place);
  await inForce(browser, place, id);
  await signIn(page, place.head);
  await page.goto(`/st/${id}`);
  const parts = page.getByRole('navigation', { name: 'ST-läkarens delar' });
  await expect(parts.getByRole('link', { name: 'IUP' })).toBeVisible();
  await expect(parts.getByRole('link', { name: 'Åtgärdsplan' })).toHaveCount(0);

  const director = await as(browser, place.director);
  await director.goto(`/st/${id}/stod`);
  await director.getByRole('button', { name: 'Koppla in verksamhetschefen' }).click();
  const asking = director.getByRole('dialog', { name: 'Koppla in verksamhetschefen?' });
  await asking.getByLabel('Vad behövs?').fill('Mer tid i schemat under våren.');
  await asking.getByRole('button', { name: 'Koppla in' }).click();
  await expect(director.getByText('Verksamhetschefen är inkopplad och ser den också.')).toBeVisible();
  await director.getByText('Skriv in en second opinion').click();
  await director.getByRole('button', { name: 'Spara bedömningen' }).click();
  await expect(director.getByRole('link', { name: 'Skriv vem som gjorde bedömningen.' })).toBeVisible();
  await axe(director);
  await director.getByLabel('Vems bedömning').fill('En handledare vid en annan klinik');
  await director.getByLabel('Det här kom den fram till').fill('Delad bild, men målen kan nås.');
  await director.getByRole('button', { name: 'Spara bedömningen' }).click();
  await expect(director.getByText('Delad bild, men målen kan nås.')).toBeVisible();

  await page.reload();
  await parts.getByRole('link', { name: 'Åtgärdsplan' }).click();
  await page.getByRole('button', { name: 'Godkänn förändringarna och resurserna' }).click();
  await expect(page.getByText(/godkände förändringarna/)).toBeVisible();
  await page.getByRole('button', { name: 'Spara beslutet' }).click();
  await expect(page.getByRole('link', { name: /Skriv en motivering/ })).toBeVisible();
  await axe();
  await page.getByLabel('ST fortsätter').check();
  await page.getByLabel('Motivering till beslutet').fill('Med mer tid nås målen.');
  await page.getByRole('button', { name: 'Spara beslutet' }).click();
  await expect(page.getByText('Med mer tid nås målen.')).toBeVisible();
  await axe();
  await director.context().close();
});

test('a secondary plan goes on where the first was not enough', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Fortsatta');
  const id = await startTraining(browser, place);
  const plan = await inForce(browser, place, id);
  const supervisor = await as(browser, place.supervisor);
  const followed = { data: { outcome: 'not_followed', note: '' }, headers: { 'If-Match': '"5"' } };
  await json(supervisor.request.post(`${plan}/follow-up`, followed));
  await supervisor.context().close();
  await signIn(page, place.director);
  await page.goto(`/st/${id}/stod`);
  await page.getByLabel('Ja', { exact: true }).check();
  await page.getByLabel('Alla berörda fick veta det').fill(day(3));
  await page.getByRole('button', { name: 'Börja på den nya planen' }).click();
  await expect(page.getByRole('link', { name: /har inte varit än/ })).toBeVisible();
  await axe();
  await page.getByLabel('Alla berörda fick veta det').fill(day(0));
  await page.getByRole('button', { name: 'Börja på den nya planen' }).click();
  const plans = page.getByRole('region', { name: 'Åtgärdsplaner' });
  await expect(plans.getByRole('listitem')).toHaveCount(2);
  await expect(page.getByRole('heading', { name: 'Utkast' })).toBeVisible();
  await axe();
});

/** A plan that both have signed and the director of studies has approved, by the API; gives its id. */
async function inForce(browser: Browser, place: Place, id: string): Promise<string> {
  const trainee = await as(browser, place.trainee);
  const supervisor = await as(browser, place.supervisor);
  const director = await as(browser, place.director);
  const all = `/api/trainings/${id}/support-plans`;
  const { record } = await json(trainee.request.post(all));
  const plan = `${all}/${record.id}`;
  const measures = [{ what: 'Medsittning', responsible: 'Handledaren', until: day(60) }];
  const data = { problems: 'Journalerna', measures, time_plan: 'Två månader', follow_up_plan: 'Vid samtalen' };
  await json(trainee.request.put(plan, { data, headers: { 'If-Match': '"0"' } }));
  await json(trainee.request.post(`${plan}/signature`, { data: { read: 2 } }));
  await json(supervisor.request.post(`${plan}/signature`, { data: { read: 2 } }));
  await json(director.request.post(`${plan}/approval`, { data: { read: 4 } }));
  await Promise.all([trainee, supervisor, director].map((page) => page.context().close()));
  return plan;
}
