// Two inspectors in the same protocol: planning, differences, one sees the other, conflict, keys, locked.
import type { Page } from '@playwright/test';
import { INSPECTORS, REGION, as, assess, criterion, grade, judge, judgement, makeClinic, plan, step } from './clinic.ts';
import { expect, signIn, test } from './fixtures.ts';

const YEAR = new Date().getFullYear();

/** Keeps a page from hearing of the other's changes, as if both wrote in the same second. */
async function deafen(page: Page, id: string): Promise<void> {
  await page.route(`**/api/inspections/${id}`, (route) => route.abort());
}

test('an inspection is planned, with every mistake told at its field', async ({ page, axe }) => {
  await signIn(page, REGION);
  const clinic = await makeClinic(page, 'Planeringskliniken');
  await page.goto('/granskningar');
  await expect(page.getByRole('heading', { level: 1, name: 'Granskningar' })).toBeVisible();
  await axe();
  await page.goto(`/granskningar/ny?klinik=${clinic.id}`);
  await expect(page.getByLabel('Klinik', { exact: true })).toHaveValue(clinic.id);
  await page.getByRole('button', { name: 'Planera granskningen' }).click();
  const summary = page.getByRole('alert');
  await expect(summary).toContainText('Välj besökets första dag.');
  await expect(summary).toBeFocused();
  await axe();
  await page.getByLabel('Besökets första dag').fill('2026-05-13');
  await page.getByLabel('Besökets sista dag').fill('2026-05-12');
  await page.getByLabel('Första inspektören').selectOption('Inspektör Ett');
  await page.getByLabel('Andra inspektören').selectOption('Inspektör Två');
  await page.getByRole('button', { name: 'Planera granskningen' }).click();
  await expect(summary).toContainText('Besöket slutar före det börjar.');
  await summary.getByRole('link').click();
  await expect(page.getByLabel('Besökets sista dag')).toBeFocused();
  await page.getByLabel('Besökets sista dag').fill('2026-05-14');
  await page.getByRole('button', { name: 'Planera granskningen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Granskning 2026' })).toBeVisible();
  await expect(page.getByText('platsbesök 13–14 maj 2026')).toBeVisible();
  await axe();
  await page.goto('/granskningar?q=Planeringskliniken&filter=planerade');
  await expect(page.getByRole('row', { name: /Planeringskliniken/ })).toContainText('Inspektör Ett och Inspektör Två');
  await page.goto('/granskningar?q=Planeringskliniken&filter=slutliga');
  await expect(page.getByText('Ingen granskning stämmer')).toBeVisible();
});

test('an inspector judges by key, sees the differences, and the other’s change within seconds', async ({ browser, page, axe }) => {
  await signIn(page, REGION);
  const clinic = await makeClinic(page, 'Skillnadskliniken');
  await assess(browser, clinic, YEAR, ['C2']);
  const id = await plan(page, clinic);
  const one = await as(browser, INSPECTORS[0]);
  const two = await as(browser, INSPECTORS[1]);
  await step(one, id, 'start');
  await one.goto(`/granskningar/${id}/omrade/C`);
  await two.goto(`/granskningar/${id}/omrade/C`);
  await expect(criterion(one, 'C1')).toContainText('Klinikens ord om C1');
  await expect(criterion(one, 'C2')).toContainText('Delvis uppfyllt');

  // By key only: next, a judgement, the next, the one before, a note, out of it.
  await one.keyboard.press('n');
  await one.keyboard.press('2');
  await expect(criterion(one, 'C1').getByRole('radio', { name: 'Brist' })).toBeChecked();
  await expect(judgement(one, 'C1')).toContainText(/Sparat/);
  await one.keyboard.press('n');
  await one.keyboard.press('2');
  await expect(criterion(one, 'C2').getByRole('radio', { name: 'Brist' })).toBeChecked();
  await one.keyboard.press('p');
  await one.keyboard.press('k');
  await expect(one.getByLabel('Iakttagelse om C1')).toBeFocused();
  await one.keyboard.type('Två rum saknas.');
  await one.keyboard.press('Escape');
  await one.keyboard.press('n');
  await one.keyboard.press('1');
  await expect(criterion(one, 'C3').getByRole('radio', { name: 'Uppfyllt' })).toBeChecked();
  await one.keyboard.press('?');
  await expect(one.getByRole('dialog', { name: 'Tangenter' })).toBeVisible();
  await axe(one);
  await one.getByRole('button', { name: 'Stäng' }).click();

  // The other one sees it, without having touched anything.
  await expect(criterion(two, 'C1').getByRole('radio', { name: 'Brist' })).toBeChecked();
  await expect(two.getByLabel('Iakttagelse om C1')).toHaveValue('Två rum saknas.');
  await expect(judgement(two, 'C1')).toContainText('Ändrat av Inspektör Ett');
  await expect(two.getByText('3 av 74 bedömda')).toBeAttached();

  // C1 differs; at C2 both see a shortcoming.
  await expect(criterion(one, 'C1')).toContainText('Skiljer sig från er bedömning');
  await expect(criterion(one, 'C2')).not.toContainText('Skiljer sig');
  await one.getByRole('link', { name: 'Bara skillnader (1)' }).click();
  await expect(one).toHaveURL(/visa=skillnader/);
  await expect(criterion(one, 'C1')).toBeVisible();
  await expect(criterion(one, 'C2')).toBeHidden();
  await axe(one);
  await one.getByRole('link', { name: 'Visa alla kriterier' }).click();
  await expect(criterion(one, 'C2')).toBeVisible();

  // The suggestion and its reasons stand at once when all is judged, and another grade asks why.
  const card = one.getByRole('region', { name: 'Betyg för området' });
  await expect(card).toContainText('Ett kriterium återstår: C4.');
  await criterion(one, 'C4').getByRole('radio', { name: 'Uppfyllt' }).check();
  await expect(card).toContainText('Förslaget är D.');
  // The letter lies over the button that it labels.
  await card.getByRole('radio', { name: /^Betyg B/ }).check({ force: true });
  await card.getByLabel('Varför B i stället för D?').fill('Bristerna är ringa.');
  await card.getByLabel('Varför B i stället för D?').blur();
  await expect(card).toContainText(/Sparat/);
  await one.getByRole('textbox', { name: 'Områdestext' }).fill('Ljusa lokaler.');
  await axe(one);
  await one.goto(`/granskningar/${id}/historik`);
  await expect(one.getByRole('table')).toContainText('Brist: Två rum saknas.');
  await axe(one);
  await one.context().close();
  await two.context().close();
});

test('two inspectors who write at once see both and choose one', async ({ browser, page, axe }) => {
  await signIn(page, REGION);
  const clinic = await makeClinic(page, 'Samtidiga kliniken');
  const id = await plan(page, clinic);
  const one = await as(browser, INSPECTORS[0]);
  const two = await as(browser, INSPECTORS[1]);
  await step(one, id, 'start');
  await one.goto(`/granskningar/${id}/omrade/A`);
  await two.goto(`/granskningar/${id}/omrade/A`);
  await expect(criterion(two, 'A1')).toContainText('ingen självvärdering');
  await deafen(two, id);
  for (const [code, choice] of [['A1', 'Behåll mitt svar'], ['A2', 'Ta svaret från Inspektör Ett']] as const) {
    await criterion(one, code).getByRole('radio', { name: 'Brist' }).check();
    await expect(judgement(one, code)).toContainText(/Sparat/);
    await two.getByLabel(`Iakttagelse om ${code}`).fill('Vad den andra såg');
    const both = criterion(two, code).getByRole('group', { name: /samtidigt/ });
    await expect(both).toContainText('Brist');
    await expect(both).toContainText('Vad den andra såg');
    await axe(two);
    await both.getByRole('button', { name: choice }).click();
    await expect(both).toBeHidden();
  }
  await expect(criterion(two, 'A2').getByRole('radio', { name: 'Brist' })).toBeChecked();
  await expect(one.getByLabel('Iakttagelse om A1')).toHaveValue('Vad den andra såg');
  await one.context().close();
  await two.context().close();
});

test('a signature locks the protocol for both, and taking it back needs a reason', async ({ browser, page, axe }) => {
  await signIn(page, REGION);
  const clinic = await makeClinic(page, 'Låskliniken');
  const id = await plan(page, clinic);
  const one = await as(browser, INSPECTORS[0]);
  const two = await as(browser, INSPECTORS[1]);
  await step(one, id, 'start');
  await judge(one, id, 'A1');
  for (const area of 'ABCDEFGH') await grade(one, id, area, 'B', 'Bedömt på plats.');
  await two.goto(`/granskningar/${id}/omrade/A`);
  await expect(criterion(two, 'A1').getByRole('radio', { name: 'Uppfyllt' })).toBeEnabled();
  await one.goto(`/granskningar/${id}`);
  await one.getByRole('button', { name: 'Underteckna' }).first().click();
  const dialog = one.getByRole('dialog', { name: 'Underteckna protokollet?' });
  await expect(dialog).toContainText('73 kriterier är inte bedömda.');
  await axe(one);
  await dialog.getByRole('button', { name: 'Underteckna' }).click();
  await expect(one.getByRole('heading', { name: 'Väntar på att Inspektör Två undertecknar' })).toBeVisible();
  await axe(one);

  await expect(two.getByText('Inspektör Ett undertecknade')).toBeVisible();
  await expect(criterion(two, 'A1').getByRole('radio')).toHaveCount(0);
  await axe(two);

  await one.getByRole('button', { name: 'Ta tillbaka underskriften' }).click();
  const back = one.getByRole('dialog', { name: 'Ta tillbaka underskriften?' });
  await back.getByRole('button', { name: 'Ta tillbaka' }).click();
  await expect(back).toContainText('Skriv en motivering');
  await back.getByLabel('Varför?').fill('Område C behöver ses över.');
  await back.getByRole('button', { name: 'Ta tillbaka' }).click();
  await expect(one.getByText('Inte undertecknad').first()).toBeVisible();
  await expect(criterion(two, 'A1').getByRole('radio', { name: 'Uppfyllt' })).toBeEnabled();
  await one.goto(`/granskningar/${id}/historik`);
  await expect(one.getByRole('table')).toContainText('Område C behöver ses över.');

  // The clinic sees that it is underway, and nothing of what was found.
  const director = await as(browser, clinic.director);
  await director.goto(`/granskningar/${id}`);
  await expect(director.getByRole('heading', { name: 'Här kommer betyg och iakttagelser' })).toBeVisible();
  await expect(director.getByText('Bedömt på plats.')).toHaveCount(0);
  await axe(director);
  for (const somebody of [one, two, director]) await somebody.context().close();
});
