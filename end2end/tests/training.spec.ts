// A ST-läkare's way: put in by the director of studies, followed by the ST-läkare, with placements, supervision and programme.
import { as } from './clinic.ts';
import { expect, signIn, test } from './fixtures.ts';
import { day, makePlace, startTraining } from './training.ts';

test.slow();

test('a director of studies puts in a ST, and it stands in the list of the clinic', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Inlagda');
  await signIn(page, place.director);
  await page.getByRole('link', { name: 'Se klinikens ST-läkare' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'ST-läkare' })).toBeFocused();
  await axe();

  await page.getByRole('link', { name: 'Lägg in en ST' }).click();
  await page.getByRole('button', { name: 'Lägg in ST:n' }).click();
  await expect(page.getByRole('alert')).toContainText('Välj vem ST:n gäller.');
  await axe();
  await page.getByLabel('ST-läkare', { exact: true }).selectOption({ label: 'Elev Inlagda' });
  await page.getByLabel('Målbeskrivning').selectOption({ index: 1 });
  await page.getByLabel('Legitimation, dag').fill(day(-10));
  await page.getByLabel('ST:ns första dag').fill(day(-20));
  await page.getByLabel('Huvudansvarig handledare').selectOption({ label: 'Handledare Inlagda' });
  await page.getByRole('button', { name: 'Lägg in ST:n' }).click();
  await expect(page.getByRole('alert')).toContainText('ST kan inte börja före legitimationen.');
  await page.getByLabel('Legitimation, dag').fill(day(-100));
  await page.getByRole('button', { name: 'Lägg in ST:n' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Elev Inlagda' })).toBeVisible();
  await axe();

  await page.getByRole('navigation', { name: 'Brödsmulor' }).getByRole('link', { name: 'ST-läkare' }).click();
  const row = page.getByRole('row', { name: /Elev Inlagda/ });
  await expect(row).toContainText('0 av 66');
  await page.getByRole('link', { name: 'Beräknat klar' }).click();
  await expect(page).toHaveURL(/sortera=klar/);
  await axe();
});

test('a ST-läkare sees where they are, and how a placement and leave move the end', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Placerade');
  await startTraining(browser, place);
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, place.trainee);
  await page.goto('/st');
  await expect(page.getByRole('heading', { level: 1, name: 'Min ST' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Näst på tur' })).toBeVisible();
  await expect(page.getByRole('img', { name: /Tidslinje från/ })).toBeVisible();
  await page.getByText('Visa som tabell').click();
  await axe();

  await page.getByRole('navigation', { name: 'Huvudmeny' }).getByRole('link', { name: 'Placer' }).click();
  await page.getByRole('link', { name: 'Lägg in placering' }).click();
  await page.getByLabel('Första dag').fill(day(-400));
  await page.getByLabel('Sista dag').fill(day(-410));
  await page.getByRole('button', { name: 'Spara placeringen' }).click();
  await expect(page.getByRole('alert')).toContainText('ligger före första dagen');
  await axe();
  await page.getByLabel('Sista dag').fill(day(-1));
  await expect(page.getByText(/Beräknat slut blir/)).toBeVisible();
  await page.getByRole('button', { name: 'Spara placeringen' }).click();
  await expect(page.getByRole('table', { name: 'Placeringar efter första dag' })).toContainText('Placerade');

  await page.getByRole('link', { name: 'Lägg in ledighet' }).click();
  await page.getByLabel('Omfattning').fill('140');
  await page.getByLabel('Första dag').fill(day(-100));
  await page.getByLabel('Sista dag').fill(day(-40));
  await page.getByRole('button', { name: 'Spara ledigheten' }).click();
  await expect(page.getByRole('alert')).toContainText('140 % går inte.');
  await page.getByLabel('Omfattning').fill('100');
  await expect(page.getByText(/senare\.$/)).toBeVisible();
  await page.getByRole('button', { name: 'Spara ledigheten' }).click();
  await expect(page.getByRole('table', { name: 'Ledighet efter första dag' })).toContainText('Föräldraledig');
  await axe();
});

test('a meeting is planned, prepared by both, written down and confirmed by both', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Samtal');
  const id = await startTraining(browser, place);
  await signIn(page, place.trainee);
  await page.goto(`/st/${id}/handledning`);
  await axe();
  await page.getByRole('link', { name: 'Planera ett samtal' }).click();
  await page.getByLabel('Dag', { exact: true }).fill(day(0));
  await page.getByRole('button', { name: 'Planera samtalet' }).click();
  await page.getByLabel('Du vill ta upp').fill('Höftfrakturerna');
  // Another step with the meeting leaves what is being written.
  await page.getByText('Flytta eller ställ in').click();
  await page.getByRole('button', { name: 'Flytta samtalet' }).click();
  await expect(page.getByText('Samtalet är flyttat.')).toBeVisible();
  await expect(page.getByLabel('Du vill ta upp')).toHaveValue('Höftfrakturerna');
  await page.getByRole('button', { name: 'Spara förberedelsen' }).click();
  await expect(page.getByText('Förberedelsen är sparad.')).toBeVisible();
  await axe();

  const supervisor = await as(browser, place.supervisor);
  await supervisor.goto(page.url());
  await expect(supervisor.getByText('Höftfrakturerna')).toBeVisible();
  await supervisor.getByLabel('Minuter').fill('45');
  // The answer is slow to come: what is written meanwhile stays.
  let answer = (): void => {};
  const slow = new Promise<void>((go) => { answer = go; });
  await supervisor.route('**/held', async (route) => {
    await slow;
    await route.continue();
  });
  await supervisor.getByRole('button', { name: 'Samtalet är hållet' }).click();
  await supervisor.getByLabel('Det här talade ni om').fill('Höfter och planering');
  answer();
  await expect(supervisor.getByRole('button', { name: 'Ändra dag och tid' })).toBeVisible();
  await expect(supervisor.getByLabel('Det här talade ni om')).toHaveValue('Höfter och planering');
  await supervisor.getByRole('button', { name: 'Spara anteckningarna' }).click();
  await expect(supervisor.getByText('Anteckningarna är sparade.')).toBeVisible();
  await supervisor.getByRole('button', { name: 'Bekräfta samtalet' }).click();
  await expect(supervisor.getByText('Väntar på ST-läkaren').first()).toBeVisible();
  await axe(supervisor);
  await supervisor.context().close();

  await page.reload();
  await page.getByRole('button', { name: 'Bekräfta samtalet' }).click();
  await expect(page.getByText('Bekräftat av båda').first()).toBeVisible();
  await axe();
});

test('a programme is written, signed by both, approved, revised and compared', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Program');
  const id = await startTraining(browser, place);
  await signIn(page, place.trainee);
  await page.goto(`/st/${id}/iup`);
  await axe();
  await page.getByRole('button', { name: 'Börja på programmet' }).click();
  const parts = page.locator('textarea[id^="del-"]');
  await expect(parts).toHaveCount(8);
  for (const part of await parts.all()) {
    await part.fill('Som vi kom överens om.');
    await part.blur();
  }
  await expect(page.getByText(/^Sparat/)).toHaveCount(8);
  await axe();
  await page.getByRole('button', { name: 'Underteckna' }).click();
  await expect(page.getByRole('heading', { name: /Version 1: undertecknat av en/ })).toBeVisible();

  const supervisor = await as(browser, place.supervisor);
  await supervisor.goto(`/st/${id}/iup`);
  await supervisor.getByRole('button', { name: 'Underteckna' }).click();
  await expect(supervisor.getByRole('heading', { name: /väntar på godkännande/ })).toBeVisible();
  await supervisor.context().close();
  const head = await as(browser, place.head);
  await head.goto(`/st/${id}/iup`);
  await head.getByRole('button', { name: 'Godkänn' }).click();
  await expect(head.getByRole('heading', { name: /Version 1: godkänt/ })).toBeVisible();
  await axe(head);
  await head.context().close();

  await page.reload();
  await page.getByRole('button', { name: 'Börja på nästa version' }).click();
  const first = page.getByLabel('Kliniska tjänstgöringar');
  await first.fill('Som vi kom överens om i höst.');
  await first.blur();
  await expect(page.getByText(/^Sparat/).first()).toBeVisible();
  await page.getByRole('link', { name: 'Jämför med version 1' }).click();
  await expect(page.getByRole('heading', { name: 'Version 1 och version 2' })).toBeVisible();
  await expect(page.locator('ins')).toContainText('i höst');
  await axe();
});
