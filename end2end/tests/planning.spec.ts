// After an inspection is planned: an inspector falls ill and is replaced, the days move, or all of it is called off.
import type { Browser } from '@playwright/test';
import { INSPECTORS, REGION, as, assess, criterion, json, judge, makeClinic, plan, step } from './clinic.ts';
import { DEMO_PASSWORD, expect, signIn, test } from './fixtures.ts';

const YEAR = new Date().getFullYear();

/** One more inspector, invited by the administrator; gives the e-mail. */
async function makeInspector(browser: Browser, name: string): Promise<string> {
  const administrator = await as(browser, 'administrator@exempel.se');
  const email = `inspektor.${crypto.randomUUID().slice(0, 8)}@exempel.se`;
  const data = { name, email, role: 'inspector' };
  const { link } = await json(administrator.request.post('/api/invitations', { data }));
  const accepted = new URL(`/api/invitations/${link.split('/').at(-1)}`, administrator.url()).href;
  await administrator.context().close();
  const context = await browser.newContext();
  await json(context.request.post(accepted, { data: { password: DEMO_PASSWORD } }));
  await context.close();
  return email;
}

test('the region replaces an inspector who has fallen ill, who then no longer sees the inspection', async ({ browser, page, axe }) => {
  await signIn(page, REGION);
  const clinic = await makeClinic(page, 'Omplaneringskliniken');
  const name = `Inspektör Ersättare ${clinic.id.slice(-6)}`;
  const email = await makeInspector(browser, name);
  const id = await plan(page, clinic);
  const one = await as(browser, INSPECTORS[0]);
  const ill = await as(browser, INSPECTORS[1]);
  await step(one, id, 'start');
  await judge(ill, id, 'A1', 'finding', 'Sett på plats.');
  await ill.goto(`/granskningar/${id}/omrade/A`);
  await expect(ill.getByLabel('Iakttagelse om A1')).toHaveValue('Sett på plats.');

  await page.goto(`/granskningar/${id}`);
  await expect(page.getByRole('region', { name: 'Planering' })).toBeVisible();
  await axe();
  await page.getByRole('link', { name: 'Ändra planeringen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ändra planeringen' })).toBeFocused();
  const second = page.getByLabel('Andra inspektören');
  await expect(second.locator('option:checked')).toHaveText('Inspektör Två');
  await second.selectOption('Inspektör Ett');
  await page.getByRole('button', { name: 'Spara ändringen' }).click();
  const summary = page.getByRole('alert');
  await expect(summary).toContainText('Välj två olika inspektörer.');
  await expect(summary).toContainText('Skriv en motivering');
  await expect(summary).toBeFocused();
  await axe();
  await second.selectOption(name);
  await page.getByLabel('Besökets första dag').fill(`${YEAR + 1}-05-11`);
  await page.getByLabel('Besökets sista dag').fill(`${YEAR + 1}-05-12`);
  await page.getByLabel('Varför ändras planeringen?').fill('Inspektör Två är sjuk.');
  // What the inspectors write meanwhile is in no way of it.
  await judge(one, id, 'A2');
  await page.getByRole('button', { name: 'Spara ändringen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Granskning ${YEAR + 1}` })).toBeVisible();
  await expect(page.getByText(`platsbesök 11–12 maj ${YEAR + 1}`)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Underskrifter' })).toContainText(name);

  await expect(ill.getByText('Du har inte längre tillgång till granskningen.')).toBeVisible();
  await expect(criterion(ill, 'A1').getByRole('radio')).toHaveCount(0);
  await axe(ill);
  await ill.goto('/granskningar?q=Omplaneringskliniken');
  await expect(ill.getByRole('heading', { level: 1, name: 'Granskningar' })).toBeVisible();
  await expect(ill.getByRole('row', { name: new RegExp(clinic.name) })).toHaveCount(0);

  const replacement = await as(browser, email);
  await replacement.goto(`/granskningar/${id}/omrade/A`);
  await expect(replacement.getByLabel('Iakttagelse om A1')).toHaveValue('Sett på plats.');
  await page.getByRole('link', { name: 'Historik' }).click();
  const row = page.getByRole('row', { name: /Inspektör Två är sjuk/ }).filter({ hasText: 'Inspektörer' });
  await expect(row).toContainText(`Inspektör Ett och ${name}`);
  await axe();
  for (const somebody of [one, ill, replacement]) await somebody.context().close();
});

test('an inspection is called off with a reason, stays in lists as inställd, and lets the self-assessment go', async ({ browser, page, axe }) => {
  await signIn(page, REGION);
  const clinic = await makeClinic(page, 'Inställda kliniken');
  const assessment = await assess(browser, clinic, YEAR);
  const id = await plan(page, clinic);
  const one = await as(browser, INSPECTORS[0]);
  await step(one, id, 'start');
  await judge(one, id, 'A1', 'finding', 'Sett på plats.');
  const head = await as(browser, clinic.head);
  await head.goto(`/sjalvvarderingar/${assessment}`);
  await expect(head.getByText('En granskning använder svaren')).toBeVisible();

  await page.goto(`/granskningar/${id}`);
  await page.getByRole('button', { name: 'Ställ in granskningen' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ställa in granskningen?' });
  await expect(dialog).toContainText('räknas inte som en granskning');
  await expect(dialog).toContainText('Klinikens självvärdering släpps');
  await dialog.getByRole('button', { name: 'Ställ in' }).click();
  await expect(dialog).toContainText('Skriv en motivering');
  await axe();
  await dialog.getByLabel('Varför?').fill('Kliniken slås ihop med en annan.');
  await dialog.getByRole('button', { name: 'Ställ in' }).click();
  const told = page.getByRole('region', { name: `Granskningen ${YEAR} är inställd` });
  await expect(told).toContainText('Kliniken slås ihop med en annan.');
  await expect(told).toContainText('Inställd av Regionala Rektorn');
  await expect(page.getByText('Ortopedi · var planerad till')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Ställ in granskningen' })).toHaveCount(0);
  await axe();

  await page.goto('/granskningar?q=Inst%C3%A4llda%20kliniken&filter=installda');
  await expect(page.getByRole('row', { name: /Inställda kliniken/ })).toContainText('Inställd');
  await axe();
  await page.goto(`/kliniker/${clinic.id}`);
  await expect(page.getByRole('region', { name: 'Självvärderingar och granskningar' })).toContainText('Inställd');
  await expect(page.getByRole('region', { name: 'Nästa granskning' })).toContainText('Ingen granskning finns registrerad.');
  await axe();
  await page.goto(`/granskningar/${id}/historik`);
  await expect(page.getByRole('row', { name: /Kliniken slås ihop/ })).toContainText('Inställd');

  await head.reload();
  await expect(head.getByRole('button', { name: 'Öppna igen' })).toBeVisible();
  await one.goto(`/granskningar/${id}/omrade/A`);
  await expect(one.getByText('Granskningen är inställd.')).toBeVisible();
  await expect(criterion(one, 'A1')).toContainText('Sett på plats.');
  await axe(one);
  await one.goto(`/granskningar/${id}`);
  await expect(one.getByRole('region', { name: `Granskningen ${YEAR} är inställd` })).toBeVisible();
  await axe(one);
  for (const somebody of [one, head]) await somebody.context().close();
});
