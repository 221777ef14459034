// A training's particulars: another supervisor, an interruption, another målbeskrivning and another clinic, each a decision that stays.
import { as } from './clinic.ts';
import { expect, signIn, test } from './fixtures.ts';
import { colleague, day, makePlace, startTraining } from './training.ts';

test.slow();

test('a supervisor is changed with a warning, and the training is interrupted and taken up again', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Uppgiften');
  const other = await colleague(browser, place, 'supervisor', 'Handledare Nästa');
  const id = await startTraining(browser, place);
  await signIn(page, place.director);
  await page.goto(`/st/${id}`);
  await page.getByRole('navigation', { name: 'ST-läkarens delar' }).getByRole('link', { name: 'Uppgifter' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Uppgifter om ST:n' })).toBeVisible();
  await expect(page.getByText('Handledare Uppgiften')).toBeVisible();
  await axe();

  await page.getByRole('link', { name: 'Byt huvudansvarig handledare' }).click();
  await page.getByRole('button', { name: 'Spara handledaren' }).click();
  await expect(page.getByRole('link', { name: 'Välj vem som ska vara huvudansvarig handledare.' })).toBeVisible();
  await page.getByLabel('Ny huvudansvarig handledare').selectOption({ label: 'Handledare Nästa' });
  await expect(page.getByText('Om det finns en handledarutbildning går inte att veta')).toBeVisible();
  await expect(page.getByText('Riktlinje Västmanland 3.2, ska; SPUR B1')).toBeVisible();
  await page.getByLabel('Från och med').fill(day(2));
  await page.getByRole('button', { name: 'Spara handledaren' }).click();
  await expect(page.getByRole('link', { name: /har inte varit än/ })).toBeVisible();
  await axe();
  await page.getByLabel('Från och med').fill(day(-30));
  await page.getByRole('button', { name: 'Spara handledaren' }).click();
  const decisions = page.getByRole('region', { name: 'Beslut' });
  await expect(decisions.getByText('Huvudansvarig handledare: Handledare Nästa, efter Handledare Uppgiften')).toBeVisible();
  await expect(decisions.getByText('SPUR B1')).toBeVisible();

  await page.getByRole('link', { name: 'Märk ST:n som fullgjord' }).click();
  await expect(page.getByText(/^Det återstår .* på heltid innan/)).toBeVisible();
  await expect(page.getByText(/delmål är inte intygade: STa1/)).toBeVisible();
  await axe();
  await page.getByRole('button', { name: 'Märk som fullgjord' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Det återstår' })).toBeVisible();
  await page.getByRole('link', { name: 'Stäng utan att spara' }).click();

  await page.getByRole('link', { name: 'Avbryt ST:n' }).click();
  await page.getByLabel('Första dag som inte räknas').fill(day(-20));
  await page.getByRole('button', { name: 'Spara avbrottet' }).click();
  await expect(page.getByRole('link', { name: /Skriv en motivering/ })).toBeVisible();
  await page.getByLabel('Varför?').fill('Forskning på heltid.');
  await page.getByRole('button', { name: 'Spara avbrottet' }).click();
  await expect(decisions.getByText('ST:n avbryts')).toBeVisible();
  await axe();

  // What the ST-läkare sees of it, on a phone.
  const trainee = await as(browser, place.trainee);
  await trainee.setViewportSize({ width: 390, height: 844 });
  await trainee.goto(`/st/${id}`);
  await expect(trainee.getByText(/^ST:n är avbruten sedan .*Forskning på heltid/)).toBeVisible();
  await trainee.getByRole('link', { name: 'Beslutet och de andra uppgifterna' }).click();
  await expect(trainee.getByRole('region', { name: 'Beslut' }).getByText('Forskning på heltid.')).toBeVisible();
  await expect(trainee.getByRole('region', { name: 'Ändra' })).toHaveCount(0);
  await axe(trainee);

  await page.getByRole('link', { name: 'Återuppta ST:n' }).click();
  await page.getByRole('button', { name: 'Återuppta ST:n' }).click();
  await expect(decisions.getByText('ST:n återupptas')).toBeVisible();
  await trainee.reload();
  await expect(trainee.getByText('ST:n avbryts')).toBeVisible();
  await expect(trainee.getByText('Pågår')).toBeVisible();

  const now = await as(browser, other);
  await now.goto(`/st/${id}/uppgifter`);
  await expect(now.getByText('ST:n återupptas')).toBeVisible();
  await Promise.all([trainee, now].map((one) => one.context().close()));
});

test('a training moves to a clinic where the ST-läkare has the role, and the days are mended', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Lämnade');
  const next = await makePlace(browser, 'Mottagande');
  const id = await startTraining(browser, place);
  await signIn(page, place.director);
  await page.goto(`/st/${id}/uppgifter`);
  await page.getByRole('link', { name: 'Rätta legitimation och första dag' }).click();
  await page.getByLabel('ST:ns första dag').fill(day(-900));
  await page.getByRole('button', { name: 'Spara dagarna' }).click();
  await expect(page.getByRole('link', { name: /ST kan inte börja före legitimationen/ })).toBeVisible();
  await axe();
  await page.getByLabel('ST:ns första dag').fill(day(-410));
  await page.getByRole('button', { name: 'Spara dagarna' }).click();
  await expect(page.getByText('Dagarna är sparade.')).toBeVisible();

  await page.getByRole('link', { name: 'Byt klinik' }).click();
  await expect(page.getByText('har inte rollen ST-läkare på någon annan klinik')).toBeVisible();
  await axe();
  const director = await as(browser, next.director);
  const data = { name: 'Elev Lämnade', email: place.trainee, role: 'trainee', clinic: next.id };
  expect((await director.request.post('/api/invitations', { data })).ok()).toBe(true);
  await page.reload();
  await page.getByLabel('Ny klinik').selectOption(next.id);
  await page.getByLabel('Varför?').fill('Flyttar till en annan ort.');
  await axe();
  await page.getByRole('button', { name: 'Byt klinik' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'ST-läkare' })).toBeVisible();
  await page.goto(`/st/${id}`);
  await expect(page.getByText('Det du söker finns inte.')).toBeVisible();
  await director.goto(`/st/${id}/uppgifter`);
  await expect(director.getByText(/^Byter klinik från/)).toBeVisible();
  await expect(director.getByText('Inte utsedd')).toBeVisible();
  await director.getByRole('link', { name: 'Utse huvudansvarig handledare' }).click();
  await director.getByLabel('Ny huvudansvarig handledare').selectOption({ label: 'Handledare Mottagande' });
  await director.getByRole('button', { name: 'Spara handledaren' }).click();
  await expect(director.getByText('Huvudansvarig handledare: Handledare Mottagande', { exact: true })).toBeVisible();
  await director.context().close();
});
