// The first year of an ST-läkare: from the day it is put in to what the first page says of it when the year has gone.
import type { Page } from '@playwright/test';
import { as, json } from './clinic.ts';
import { expect, signIn, test } from './fixtures.ts';
import { day, makePlace, type Place } from './training.ts';

test.slow();
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };

/** The director of studies puts in the ST, begun a year ago; gives the address of its first page. */
async function putIn(director: Page, place: Place): Promise<string> {
  await director.goto(`/kliniker/${place.id}/st-lakare/ny`);
  await director.getByLabel('ST-läkare', { exact: true }).selectOption({ label: `Elev ${place.name}` });
  await director.getByLabel('Målbeskrivning').selectOption({ index: 1 });
  await director.getByLabel('Legitimation, dag').fill(day(-500));
  await director.getByLabel('ST:ns första dag').fill(day(-365));
  await director.getByLabel('Huvudansvarig handledare').selectOption({ label: `Handledare ${place.name}` });
  await director.getByRole('button', { name: 'Lägg in ST:n' }).click();
  await expect(director.getByRole('heading', { level: 1, name: `Elev ${place.name}` })).toBeVisible();
  return new URL(director.url()).pathname;
}

/** The ST-läkare writes the eight parts of a draft and plans a placement. */
async function write(trainee: Page, words: string): Promise<void> {
  const parts = trainee.locator('textarea[id^="del-"]');
  await expect(parts).toHaveCount(8);
  for (const part of await parts.all()) await part.fill(words);
  await plan(trainee, 'Ortopedkliniken', [-365, -120]);
  await expect(trainee.getByText(/^Sparat/)).toHaveCount(9);
}

/** Plans a placement in a draft. */
async function plan(trainee: Page, where: string, [from, to]: [number, number]): Promise<void> {
  const planned = trainee.getByRole('region', { name: 'Planerade placeringar' });
  await planned.getByRole('button', { name: 'Lägg till en placering' }).click();
  await planned.getByLabel('Plats').fill(where);
  await planned.getByLabel('Första dag').fill(day(from));
  await planned.getByLabel('Sista dag').fill(day(to));
  await planned.getByRole('button', { name: 'Lägg till', exact: true }).click();
  await expect(planned.getByRole('listitem').filter({ hasText: where })).toBeVisible();
}

/** Both sign the programme and the head of unit approves it. */
async function sign(iup: string, [trainee, supervisor, head]: [Page, Page, Page], number: number): Promise<void> {
  await trainee.getByRole('button', { name: 'Underteckna' }).click();
  await expect(trainee.getByRole('heading', { name: `Version ${number}: undertecknat av en` })).toBeVisible();
  for (const [who, step] of [[supervisor, 'Underteckna'], [head, 'Godkänn']] as const) {
    await who.goto(iup);
    await who.getByRole('button', { name: step, exact: true }).click();
    await expect(who.getByRole('button', { name: step, exact: true })).toHaveCount(0);
  }
  await expect(head.getByRole('heading', { name: `Version ${number}: godkänt` })).toBeVisible();
}

/** The ST-läkare puts in a placement. */
async function put(trainee: Page, st: string, where: string, [from, to]: [number, number], elsewhere = false): Promise<void> {
  await trainee.goto(`${st}/placeringar?form=placering`);
  if (elsewhere) await trainee.getByLabel('Slag av tjänstgöring').selectOption('elsewhere');
  await trainee.getByLabel('Plats', { exact: true }).fill(where);
  await trainee.getByLabel('Första dag').fill(day(from));
  await trainee.getByLabel('Sista dag').fill(day(to));
  if (elsewhere) {
    await trainee.getByLabel('Handledare på platsen').fill('Handledaren på handkirurgen');
    await trainee.getByLabel('Mål för placeringen').fill('Nervskador och senskador');
    await trainee.getByLabel('Kontrakt, dag').fill(day(from - 14));
  }
  await trainee.getByRole('button', { name: 'Spara placeringen' }).click();
  await expect(trainee.getByRole('row', { name: new RegExp(where) })).toBeVisible();
}

/** The ST-läkare asks for an assessment, the supervisor fills it in, and the ST-läkare confirms it: all on phones. */
async function assessed(st: string, trainee: Page, supervisor: Page, form: { code: string; name: string; assessor: string }): Promise<void> {
  await trainee.goto(`${st}/bedomningar?bedomning=ny`);
  await trainee.getByLabel('Mall').selectOption(form.code);
  await trainee.getByLabel('Bedömare').selectOption({ label: form.assessor });
  await trainee.getByRole('button', { name: 'Be om bedömningen' }).click();
  await supervisor.goto(`${st}/bedomningar`);
  await supervisor.getByRole('link', { name: `Fyll i ${form.name}` }).click();
  await supervisor.getByLabel('Detta gjordes bra').fill('Lugn och tydlig.');
  await supervisor.getByRole('group', { name: 'Helhet' }).getByText('Utför självständigt, handledare kan nås').click();
  await expect(supervisor.getByText(/^Sparat/)).toBeVisible();
  await supervisor.getByRole('button', { name: 'Skicka bedömningen' }).click();
  await expect(supervisor.getByText(/Väntar på att ST-läkaren bekräftar/)).toBeVisible();
  await trainee.goto(`${st}/bedomningar`);
  await trainee.getByRole('link', { name: `Läs och bekräfta ${form.name}` }).click();
  await trainee.getByRole('button', { name: 'Bekräfta', exact: true }).click();
  await expect(trainee.getByText('Bekräftad').first()).toBeVisible();
}

/** A meeting that the supervisor plans, holds and writes down, and both confirm. */
async function met(st: string, trainee: Page, supervisor: Page, on: number): Promise<void> {
  await supervisor.goto(`${st}/handledning?samtal=nytt`);
  await supervisor.getByLabel('Dag', { exact: true }).fill(day(on));
  await supervisor.getByRole('button', { name: 'Planera samtalet' }).click();
  await supervisor.getByRole('button', { name: 'Samtalet är hållet' }).click();
  await supervisor.getByLabel('Det här talade ni om').fill('Jourerna och läsningen');
  await supervisor.getByRole('button', { name: 'Spara anteckningarna' }).click();
  await supervisor.getByRole('button', { name: 'Bekräfta samtalet' }).click();
  await expect(supervisor.getByText('Väntar på ST-läkaren').first()).toBeVisible();
  await trainee.goto(supervisor.url());
  await trainee.getByRole('button', { name: 'Bekräfta samtalet' }).click();
  await expect(trainee.getByText('Bekräftat av båda').first()).toBeVisible();
}

/** The same by the API, for the months that go as the first did. */
async function metAgain(st: string, trainee: Page, supervisor: Page, on: number): Promise<void> {
  const all = `/api/trainings${st.slice(3)}/meetings`;
  const { record } = await json(supervisor.request.post(all, { data: { planned_on: day(on) } }));
  const at = (version: number) => ({ 'If-Match': `"${version}"` });
  const one = `${all}/${record.id}`;
  await json(supervisor.request.post(`${one}/held`, { headers: at(1), data: { on: day(on), minutes: 60 } }));
  await json(supervisor.request.put(`${one}/notes`, { headers: at(2), data: { topics: 'Månaden som gått', agreements: '' } }));
  await json(supervisor.request.post(`${one}/confirmation`, { headers: at(3), data: null }));
  await json(trainee.request.post(`${one}/confirmation`, { headers: at(4), data: null }));
}

/** The yearly review with the director of studies, planned and confirmed by the ST-läkare. */
async function reviewed(st: string, trainee: Page, director: Page): Promise<void> {
  await trainee.goto(`${st}/handledning`);
  await trainee.getByRole('link', { name: /Planera: Studierektor, ST-läkare och huvudansvarig/ }).click();
  await trainee.getByLabel('Avstämningens dag').fill(day(0));
  await trainee.getByRole('button', { name: 'Planera avstämningen' }).click();
  const review = trainee.getByRole('region', { name: 'Studierektor, ST-läkare och huvudansvarig handledare' });
  await expect(review).toContainText('Planerad');
  await director.goto(trainee.url());
  await director.getByLabel('Sammanfattning').fill('Första året följer programmet.');
  await director.getByRole('button', { name: 'Avstämningen är hållen' }).click();
  await expect(director.getByText(/^Väntar på att Elev/)).toBeVisible();
  await trainee.reload();
  await trainee.getByRole('button', { name: 'Bekräfta avstämningen' }).click();
  await expect(review).toContainText('Första året följer programmet.');
}

test('a whole first year, from the ST put in to the first page that shows it', async ({ browser, page: trainee, axe }) => {
  const place = await makePlace(browser, 'Forstaarade');
  const director = await as(browser, place.director);
  const supervisor = await as(browser, place.supervisor);
  const head = await as(browser, place.head);
  await signIn(trainee, place.trainee);
  const st = await putIn(director, place);
  const iup = `${st}/iup`;

  await test.step('the programme is written, signed by both and approved', async () => {
    await trainee.goto(iup);
    await trainee.getByRole('button', { name: 'Börja på programmet' }).click();
    await write(trainee, 'Akut ortopedi och frakturer.');
    await axe(trainee);
    await sign(iup, [trainee, supervisor, head], 1);
  });

  await test.step('two placements, the second elsewhere and followed up', async () => {
    await put(trainee, st, 'Ortopedkliniken', [-365, -121]);
    await put(trainee, st, 'Handkirurgen', [-120, -30], true);
    await supervisor.goto(`${st}/placeringar`);
    await supervisor.getByRole('link', { name: 'Ändra Handkirurgen' }).click();
    await supervisor.getByLabel('Återkoppling från platsen').fill('Arbetar säkert och frågar när det behövs.');
    await supervisor.getByLabel('Uppföljd, dag').fill(day(-25));
    await supervisor.getByLabel('Målen uppnådda').selectOption({ label: 'Ja' });
    await supervisor.getByRole('button', { name: 'Spara placeringen' }).click();
    await expect(supervisor.getByRole('row', { name: /Handkirurgen/ })).toContainText('uppföljd');
  });

  await test.step('three assessments on a phone', async () => {
    await trainee.setViewportSize(PHONE);
    await supervisor.setViewportSize(PHONE);
    for (const form of [
      { code: 'mini-cex', name: 'Mini-CEX' },
      { code: 'medsittning-rond', name: 'Medsittning vid rond' },
      { code: 'operation', name: 'Återkoppling vid operation' },
    ]) {
      await assessed(st, trainee, supervisor, { ...form, assessor: `Handledare ${place.name}` });
    }
    await trainee.setViewportSize(DESK);
    await supervisor.setViewportSize(DESK);
  });

  await test.step('a supervision meeting every month', async () => {
    await met(st, trainee, supervisor, -350);
    for (let month = 1; month < 12; month += 1) await metAgain(st, trainee, supervisor, -350 + month * 30);
  });

  await test.step('the yearly review', async () => {
    await reviewed(st, trainee, director);
  });

  await test.step('the programme is revised, compared with the first, and approved anew', async () => {
    await trainee.goto(iup);
    await trainee.getByRole('button', { name: 'Börja på nästa version' }).click();
    await trainee.getByLabel('Kliniska tjänstgöringar').fill('Akut ortopedi, frakturer och handkirurgi.');
    await plan(trainee, 'Handkirurgen', [-120, -30]);
    await trainee.getByRole('button', { name: 'Ändra Ortopedkliniken' }).click();
    await trainee.getByLabel('Omfattning').fill('80');
    await trainee.getByRole('button', { name: 'Spara placeringen' }).click();
    await expect(trainee.getByText(/^Sparat/)).toHaveCount(2);
    await axe(trainee);
    await trainee.getByRole('link', { name: 'Jämför med version 1' }).click();
    await expect(trainee.getByRole('heading', { name: 'Version 1 och version 2' })).toBeVisible();
    await expect(trainee.locator('ins').filter({ hasText: 'Handkirurgen, 100 %' })).toBeVisible();
    await expect(trainee.locator('del').filter({ hasText: 'Ortopedkliniken, 100 %' })).toBeVisible();
    await expect(trainee.locator('ins').filter({ hasText: 'Ortopedkliniken, 80 %' })).toBeVisible();
    await expect(trainee.locator('ins').filter({ hasText: 'handkirurgi' })).toBeVisible();
    await axe(trainee);
    await trainee.goto(iup);
    await sign(iup, [trainee, supervisor, head], 2);
  });

  await test.step('the first page shows the year', async () => {
    await trainee.setViewportSize(PHONE);
    await trainee.goto(st);
    await expect(trainee.getByRole('heading', { level: 1, name: 'Min ST' })).toBeVisible();
    const figures = trainee.getByRole('definition');
    await expect(figures.filter({ hasText: 'Version 2' })).toBeVisible();
    await expect(figures.filter({ hasText: /^11(,\d)? av 66$/ })).toBeVisible();
    const measures = trainee.getByRole('region', { name: 'Så ligger det till' });
    await expect(measures.getByRole('listitem').filter({ hasText: 'Bedömningar senaste året' })).toContainText('3 bedömningar');
    await expect(measures.getByRole('listitem').filter({ hasText: 'Handledning i månaden' })).toContainText('1 timme');
    const line = trainee.getByRole('img', { name: /Tidslinje från/ });
    await expect(line).toHaveAccessibleName(/placeringar 2, .*bedömningar 3, handledarsamtal 12, avstämningar 1/);
    await axe(trainee);
  });
});
