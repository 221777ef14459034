// The main job from beginning to end, by five people: studierektor, verksamhetschef, region and two inspectors.
import type { Locator, Page } from '@playwright/test';
import { INSPECTORS, REGION, answer, as, codes, criterion, grade, json, judge, judgement, makeClinic } from './clinic.ts';
import { expect, test } from './fixtures.ts';

const YEAR = new Date().getFullYear();

/** Confirms a step in the dialog that asks. */
async function confirm(page: Page, action: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: action }).click();
}

async function check(group: Locator, choice: string): Promise<void> {
  await group.getByRole('radio', { name: choice, exact: true }).check();
}

test('a clinic is assessed, inspected, graded D and mended to C, and asked about it the year after', async ({ browser, axe }) => {
  const region = await as(browser, REGION);
  const clinic = await makeClinic(region, 'Berättelsekliniken');

  // The studierektor opens the year's self-assessment and answers it, an area of it by the screen.
  const director = await as(browser, clinic.director);
  await director.goto(`/kliniker/${clinic.id}`);
  await director.getByRole('button', { name: `Öppna självvärderingen ${YEAR}` }).click();
  await expect(director.getByRole('heading', { level: 1, name: `Självvärdering ${YEAR}` })).toBeVisible();
  await axe(director);
  const assessment = new URL(director.url()).pathname.split('/').at(-1)!;
  const { checklist } = await json(director.request.get(`/api/self-assessments/${assessment}`));
  const all = await codes(director, checklist);
  await director.goto(`/sjalvvarderingar/${assessment}/omrade/C`);
  for (const code of ['C1', 'C2', 'C3', 'C4']) {
    await check(criterion(director, code), 'Uppfyllt');
    await director.getByLabel(`Kommentar till ${code}`).fill(`Så här gör vi: ${code}`);
    await director.getByLabel(`Kommentar till ${code}`).blur();
    await expect(criterion(director, code)).toContainText(/Sparat/);
  }
  await expect(director.getByText('Förslaget är A.')).toBeVisible();
  await axe(director);
  for (const code of all.filter((code) => !code.startsWith('C'))) {
    await answer(director, assessment, code, code === 'D7' ? 'partly' : 'fulfilled', `Klinikens ord om ${code}`);
  }

  // The verksamhetschef signs; the region sees it.
  const head = await as(browser, clinic.head);
  await head.goto(`/sjalvvarderingar/${assessment}`);
  await head.getByRole('button', { name: 'Underteckna' }).click();
  await confirm(head, 'Underteckna');
  await expect(head.getByText('Låst.')).toBeVisible();
  await region.goto(`/sjalvvarderingar/${assessment}`);
  await expect(region.getByText('Undertecknad av Chefen Berättelsekliniken')).toBeVisible();
  await axe(region);

  // The region plans the inspection.
  await region.goto(`/kliniker/${clinic.id}`);
  await region.getByRole('link', { name: 'Planera granskning' }).click();
  await region.getByLabel('Besökets första dag').fill(`${YEAR}-05-12`);
  await region.getByLabel('Besökets sista dag').fill(`${YEAR}-05-13`);
  await region.getByLabel('Första inspektören').selectOption('Inspektör Ett');
  await region.getByLabel('Andra inspektören').selectOption('Inspektör Två');
  await region.getByRole('button', { name: 'Planera granskningen' }).click();
  await expect(region.getByRole('heading', { level: 1, name: `Granskning ${YEAR}` })).toBeVisible();
  const id = new URL(region.url()).pathname.split('/').at(-1)!;

  // Two inspectors judge in the same protocol, with the clinic's own view beside.
  const one = await as(browser, INSPECTORS[0]);
  const two = await as(browser, INSPECTORS[1]);
  await one.goto(`/granskningar/${id}`);
  await one.getByRole('button', { name: 'Börja' }).click();
  await confirm(one, 'Börja');
  await expect(one.getByText('0 av 74 bedömda')).toBeVisible();
  await axe(one);
  await one.getByRole('link', { name: /^D\. / }).click();
  await expect(one.getByRole('heading', { level: 1, name: /^D\. / })).toBeFocused();
  await two.goto(`/granskningar/${id}/omrade/D`);
  await expect(criterion(one, 'D7')).toContainText('Delvis uppfyllt');
  await expect(criterion(two, 'D6')).toContainText('Klinikens ord om D6');
  await check(judgement(one, 'D6'), 'Brist');
  await one.getByLabel('Iakttagelse om D6').fill('Ett program saknar väg till delmålen.');
  await check(judgement(two, 'D7'), 'Brist');
  await expect(two.getByLabel('Iakttagelse om D6')).toHaveValue('Ett program saknar väg till delmålen.');
  await expect(judgement(one, 'D7').getByRole('radio', { name: 'Brist' })).toBeChecked();
  await expect(criterion(one, 'D6')).toContainText('Skiljer sig från er bedömning');
  await expect(criterion(one, 'D7')).not.toContainText('Skiljer sig');
  for (const code of all.filter((code) => code !== 'D6' && code !== 'D7')) await judge(one, id, code);
  for (const area of 'ABCEFGH') await grade(two, id, area, 'A');
  const card = one.getByRole('region', { name: 'Betyg för området' });
  await expect(card).toContainText('Förslaget är D.');
  // The letter lies over the button that it labels.
  await card.getByRole('radio', { name: /^Betyg D/ }).check({ force: true });
  await one.getByRole('textbox', { name: 'Områdestext' }).fill('Engagerad studierektor med avsatt tid.');
  await one.getByRole('textbox', { name: 'Områdestext' }).blur();
  await expect(card).toContainText(/Sparat/);
  await axe(one);

  // Both sign: the report is preliminary.
  await one.getByRole('link', { name: /Berättelsekliniken/ }).click();
  await one.getByRole('textbox', { name: 'Styrkor' }).fill('Tid för handledning\nGoda lokaler');
  await one.getByRole('textbox', { name: 'Styrkor' }).blur();
  await one.getByRole('button', { name: 'Underteckna' }).first().click();
  await confirm(one, 'Underteckna');
  await expect(one.getByRole('heading', { name: 'Väntar på att Inspektör Två undertecknar' })).toBeVisible();
  await two.goto(`/granskningar/${id}`);
  await two.getByRole('button', { name: 'Underteckna' }).first().click();
  await confirm(two, 'Underteckna');
  await expect(two.getByRole('link', { name: 'Preliminär rapport' })).toBeVisible();
  await axe(two);

  // The clinic comments on facts and is done; an inspector makes the report final.
  await director.goto(`/granskningar/${id}`);
  await expect(director.getByRole('row', { name: /^D\. / })).toContainText('D6, D7');
  await director.getByLabel('Vad gäller synpunkten?').selectOption({ label: 'D. Tjänstgöringens upplägg' });
  await director.getByLabel('Synpunkt om sakfel').fill('Vi har tre ST-läkare sedan mars, inte två.');
  await director.getByRole('button', { name: 'Skicka synpunkten' }).click();
  await expect(director.getByRole('article')).toContainText('Vi har tre ST-läkare');
  await axe(director);
  await director.getByRole('button', { name: 'Vi är klara med synpunkter' }).click();
  await confirm(director, 'Ja, vi är klara');
  await expect(director.getByText('Kliniken meddelade')).toBeVisible();
  await expect(one.getByRole('article')).toContainText('Vi har tre ST-läkare');
  await one.getByRole('button', { name: 'Gör slutlig' }).click();
  await expect(one.getByRole('dialog')).toContainText('Område D fick D.');
  await confirm(one, 'Gör slutlig');
  await expect(one.getByRole('link', { name: 'Till handlingsplanen' })).toBeVisible();
  await axe(one);

  // D asks for an action plan: written, approved, accepted.
  await director.reload();
  await director.getByRole('link', { name: 'Till handlingsplanen' }).click();
  await expect(director.getByRole('heading', { name: '0 av 2 brister mot föreskrift täckta' })).toBeVisible();
  const planned = director.url();
  await director.getByRole('link', { name: 'Lägg till åtgärd för D6' }).click();
  await director.getByLabel('Planerad åtgärd').fill('Mall med väg till varje delmål');
  await director.getByLabel('Klar', { exact: true }).fill(`v 40 ${YEAR + 1}`);
  await director.getByLabel('Ansvarig', { exact: true }).fill('Studierektor');
  await director.getByLabel('Uppföljning', { exact: true }).fill(`v 45 ${YEAR + 1}`);
  await director.getByRole('checkbox', { name: /^D7/ }).check();
  await director.getByRole('button', { name: 'Spara' }).click();
  await expect(director.getByRole('heading', { name: '2 av 2 brister mot föreskrift täckta' })).toBeVisible();
  await head.goto(planned);
  await head.getByRole('button', { name: 'Godkänn och lämna in' }).click();
  await confirm(head, 'Godkänn och lämna in');
  await expect(head.getByRole('heading', { name: 'Väntar på inspektörerna' })).toBeVisible();
  await one.goto(planned);
  await one.getByRole('radio', { name: /Godkänn planen/ }).check();
  await one.getByRole('button', { name: 'Godkänn planen' }).click();
  await expect(one.getByRole('heading', { name: 'Planen gäller' })).toBeVisible();

  // C, with the D kept: in the report and on the clinic's page.
  await director.goto(`/granskningar/${id}/rapport`);
  await expect(director.getByText('D, ändrad till C efter handlingsplan').first()).toBeAttached();
  await axe(director);
  await region.goto(`/kliniker/${clinic.id}`);
  await expect(region.getByRole('table', { name: 'Betyg per område och år' })).toContainText('D → C');
  await axe(region);

  // The year after, the finding is asked about by name, and what is left to do is there.
  const next = { clinic: clinic.id, specialty: clinic.specialty, year: YEAR + 1 };
  const opened = await json(director.request.post('/api/self-assessments', { data: next }));
  await director.goto(`/sjalvvarderingar/${opened.id}/omrade/D`);
  await expect(criterion(director, 'D6')).toContainText(`Brist vid granskningen ${YEAR}`);
  await expect(criterion(director, 'D6')).toContainText('Ett program saknar väg till delmålen.');
  await expect(criterion(director, 'D6')).toContainText('Mall med väg till varje delmål');
  await axe(director);
  await director.goto(`/granskningar/${id}/historik`);
  await expect(director.getByRole('table')).toContainText('Slutlig rapport');
  await axe(director);
  for (const somebody of [region, director, head, one, two]) await somebody.context().close();
});
