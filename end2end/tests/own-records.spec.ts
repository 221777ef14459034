// An ST-läkare takes all of the own training along in a file, and takes it in at another clinic. The file comes out of the demo; it is
// given other ids, as one from another installation has, and is broken first.
import { readFile } from 'node:fs/promises';
import { as, json } from './clinic.ts';
import { expect, signIn, test } from './fixtures.ts';
import { makePlace, startTraining } from './training.ts';

const TRAINEE = 'st-lakare@exempel.se';
const MARK = 'Från Ortopedkliniken, Region Exempel';

test.slow();

/** The same with other ids, each the same wherever it stands. */
function elsewhere(text: string): string {
  const ids = new Map<string, string>();
  return text.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
    if (!ids.has(id)) ids.set(id, crypto.randomUUID());
    return ids.get(id)!;
  });
}

test('all of a training goes along to another clinic, where it is marked and stays as it was', async ({ browser, page, axe }) => {
  const there = await as(browser, TRAINEE);
  const [own] = await json(there.request.get('/api/trainings'));
  await there.goto(`/st/${own.training.id}/uppgifter`);
  await there.getByRole('link', { name: 'Hämta eller ta in' }).click();
  await expect(there.getByRole('heading', { level: 1, name: 'Ta med mina uppgifter' })).toBeVisible();
  await axe(there);
  const downloading = there.waitForEvent('download');
  await there.getByRole('link', { name: 'Hämta filen' }).click();
  const downloaded = await downloading;
  expect(downloaded.suggestedFilename()).toMatch(/^stins-uppgifter-\d{4}-\d\d-\d\d\.json$/);
  const text = elsewhere(await readFile((await downloaded.path())!, 'utf8'));
  await there.context().close();
  const { portfolio } = JSON.parse(text);
  const file = (name: string, text: string) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) });

  const place = await makePlace(browser, 'Flytten');
  const id = await startTraining(browser, place);
  const director = await as(browser, place.director);
  const data = { licensed_on: portfolio.training.licensed_on, starts_on: portfolio.training.starts_on };
  await json(director.request.put(`/api/trainings/${id}`, { data, headers: { 'If-Match': '"1"' } }));

  await signIn(page, place.trainee);
  await page.goto(`/st/${id}/ta-med`);
  const chosen = page.getByLabel('Fil med egna uppgifter');
  await chosen.setInputFiles(file('halv.json', text.slice(0, text.length / 2)));
  await expect(page.getByRole('alert')).toContainText('Filen tar slut mitt i');
  await axe();
  await chosen.setInputFiles(file('annat.json', '{"kod": 1}'));
  await expect(page.getByRole('alert')).toContainText('ingen fil med egna uppgifter från Stins');
  await chosen.setInputFiles(file('stins-uppgifter.json', text));
  await expect(page.getByRole('table', { name: 'Det som tas in' })).toContainText('Handledarsamtal');
  await expect(page.getByText(/Från Ortopedkliniken, Exempelsjukhuset \(Region Exempel\)/)).toBeVisible();
  await axe();
  // Another name stands in the file.
  await page.getByRole('button', { name: 'Ta in uppgifterna' }).click();
  await expect(page.getByRole('alert')).toContainText('Bekräfta att uppgifterna är dina');
  await page.getByLabel('Ja, uppgifterna är mina').check();
  await page.getByRole('button', { name: 'Ta in uppgifterna' }).click();
  await expect(page.getByText('Uppgifterna är intagna.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Taget med hit' })).toContainText(`av Elev Flytten`);
  await axe();

  for (const [rest, of] of [['placeringar', 'Placeringar'], ['aktiviteter', 'Kurser'], ['bedomningar', 'Alla, nyast först'], ['handledning', 'Hållna'], ['delmal', 'Utfärdade och återtagna']] as const) {
    await page.goto(`/st/${id}/${rest}`);
    await expect(page.getByRole('region', { name: of, exact: true }).getByText(MARK).first()).toBeVisible();
    await axe();
  }
  await page.goto(`/st/${id}/placeringar`);
  await expect(page.getByRole('link', { name: /^Ändra / })).toHaveCount(0);
  await page.getByRole('link', { name: /^Läs / }).first().click();
  await expect(page.getByText(/Kommer från Ortopedkliniken, .* och ändras inte här/)).toBeVisible();
  await axe();
  await page.goto(`/st/${id}/handledning`);
  await page.getByRole('region', { name: 'Hållna' }).getByRole('link').first().click();
  const meeting = page.getByRole('region', { name: /^Samtal / });
  await expect(meeting.getByText(/Kommer från Ortopedkliniken, .* och ändras inte här/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Öppna igen' })).toHaveCount(0);

  // Whoever directs the studies sees where it comes from, and can't fetch it.
  await director.goto(`/st/${id}/ta-med`);
  await expect(director.getByRole('region', { name: 'Taget med hit' })).toContainText('Ortopedkliniken');
  await expect(director.getByRole('link', { name: 'Hämta filen' })).toHaveCount(0);
  await director.context().close();

  // What came is taken away again, and the file can be taken in once more.
  await page.goto(`/st/${id}/ta-med`);
  const came = page.getByRole('region', { name: 'Taget med hit' });
  await came.getByRole('button', { name: /^Ta bort det som togs med/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Ta bort det som togs med?' });
  await expect(dialog).toContainText('filen kan tas in igen');
  await axe();
  await dialog.getByRole('button', { name: 'Ta bort' }).click();
  await expect(came).toContainText('Inget är taget med hit');
  await axe();
  await page.getByLabel('Fil med egna uppgifter').setInputFiles(file('stins-uppgifter.json', text));
  await expect(page.getByRole('table', { name: 'Det som tas in' })).toContainText('Handledarsamtal');
});
