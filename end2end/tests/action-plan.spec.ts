// The action plan: dates as people write them, coverage, approval, acceptance, follow-up, the thread of a finding.
import { as } from './clinic.ts';
import { expect, test } from './fixtures.ts';
import { review } from './reviewed.ts';

test('a plan is written, approved, accepted and followed up, and the finding keeps its thread', async ({ browser, axe }) => {
  const { clinic, inspection, plan, inspector } = await review(browser, 'Handlingskliniken', [], ['D6', 'D7']);
  const director = await as(browser, clinic.director);
  await director.goto(`/handlingsplaner/${plan}`);
  await expect(director.getByRole('heading', { name: '0 av 2 brister mot föreskrift täckta' })).toBeVisible();
  await axe(director);

  await director.getByRole('link', { name: 'Lägg till åtgärd för D6' }).click();
  await expect(director.getByRole('heading', { level: 1, name: 'Åtgärd för D6' })).toBeFocused();
  await director.getByRole('button', { name: 'Spara', exact: true }).click();
  await expect(director.getByRole('alert')).toContainText('Skriv vad som ska göras.');
  await director.getByRole('alert').getByRole('link').click();
  await expect(director.getByLabel('Planerad åtgärd')).toBeFocused();
  await director.keyboard.type('Mall med väg till varje delmål');
  await director.getByLabel('Klar', { exact: true }).fill('v 23 2026');
  await expect(director.getByText('v 23 2026 → 1–7 juni 2026')).toBeVisible();
  await director.getByLabel('Ansvarig', { exact: true }).fill('Studierektor, Handledare');
  await director.getByLabel('Uppföljning', { exact: true }).fill('v 18 2026');
  await expect(director.getByText('Uppföljningen ligger före')).toBeVisible();
  await director.getByLabel('Uppföljning', { exact: true }).fill('när det passar');
  await expect(director.getByText('”när det passar” är inget datum')).toBeVisible();
  await director.getByLabel('Uppföljning', { exact: true }).fill('v 40 2026, vår 2027');
  await director.getByRole('checkbox', { name: /^D7/ }).check();
  await axe(director);

  // The request fails: what is written stays, also when the page is opened anew.
  await director.route('**/entries', (route) => route.abort());
  await director.getByRole('button', { name: 'Spara', exact: true }).click();
  await expect(director.getByRole('alert')).toContainText('Det du skrivit finns kvar.');
  await director.unroute('**/entries');
  await director.reload();
  await expect(director.getByRole('heading', { name: 'Det här hade du skrivit men inte sparat' })).toBeVisible();
  await expect(director.getByLabel('Planerad åtgärd')).toHaveValue('Mall med väg till varje delmål');
  await director.getByRole('button', { name: 'Spara', exact: true }).click();
  await expect(director.getByRole('heading', { name: '2 av 2 brister mot föreskrift täckta' })).toBeVisible();
  await expect(director.getByRole('article', { name: /D6, D7/ })).toContainText('Studierektor, Handledare');

  const head = await as(browser, clinic.head);
  await head.goto(`/handlingsplaner/${plan}`);
  await head.getByRole('button', { name: 'Godkänn och lämna in' }).click();
  await head.getByRole('dialog').getByRole('button', { name: 'Godkänn och lämna in' }).click();
  await expect(head.getByRole('heading', { name: 'Väntar på inspektörerna' })).toBeVisible();

  await inspector.goto(`/handlingsplaner/${plan}`);
  await inspector.getByRole('radio', { name: /Skicka tillbaka/ }).check();
  await inspector.getByRole('button', { name: 'Skicka tillbaka' }).click();
  await expect(inspector.getByText('Skriv vad kliniken ska ändra.')).toBeVisible();
  await axe(inspector);
  await inspector.getByRole('radio', { name: /Godkänn planen/ }).check();
  await inspector.getByRole('button', { name: 'Godkänn planen' }).click();
  await expect(inspector.getByRole('heading', { name: 'Planen gäller' })).toBeVisible();

  await director.goto(`/handlingsplaner/${plan}`);
  await director.getByRole('link', { name: 'Mall med väg till varje delmål' }).first().click();
  await expect(director.getByRole('heading', { level: 1, name: 'Uppföljning' })).toBeFocused();
  await director.getByRole('radio', { name: 'Pågår' }).check();
  await director.getByLabel('Vad har det lett till?').fill('Hälften av programmen är skrivna.');
  await director.getByLabel('Vad länken visar').fill('Mallen');
  await director.getByLabel('Webbadress').fill('exempel.se/mall');
  await director.getByRole('button', { name: 'Lägg till länk' }).click();
  await expect(director.getByText('Skriv en hel webbadress')).toBeVisible();
  await director.getByLabel('Webbadress').fill('https://exempel.se/mall');
  await director.getByRole('button', { name: 'Lägg till länk' }).click();
  await axe(director);
  await director.getByRole('button', { name: 'Spara', exact: true }).click();
  await expect(director.getByText('Hälften av programmen är skrivna.')).toBeVisible();
  await axe(director);

  await director.goto(`/kliniker/${clinic.id}/brister`);
  await expect(director.getByRole('article', { name: /^D6/ })).toContainText('Mall med väg till varje delmål');
  await axe(director);
  await director.getByRole('link', { name: 'Följ D6 från början' }).click();
  await expect(director.getByRole('heading', { name: 'Inspektörerna godkände planen' })).toBeVisible();
  await axe(director);

  await director.goto(`/granskningar/${inspection}/rapport`);
  await expect(director.getByRole('navigation', { name: 'Innehåll' })).toContainText('C (ändrad från D efter handlingsplan)');
  await expect(director.getByText('Mall med väg till varje delmål')).toBeVisible();
  await axe(director);

  await director.goto(`/handlingsplaner/${plan}/historik`);
  await expect(director.getByRole('heading', { level: 1, name: 'Historik' })).toBeVisible();
  await expect(director.getByRole('row').nth(1)).toBeVisible();
  await axe(director);
});

test('two who change the same entry see both and choose', async ({ browser, axe }) => {
  const { clinic, plan } = await review(browser, 'Krockkliniken', [], ['D6']);
  const one = await as(browser, clinic.director);
  const two = await as(browser, clinic.head);
  await one.goto(`/handlingsplaner/${plan}?punkt=ny&brist=D6`);
  await one.getByLabel('Planerad åtgärd').fill('Ny rutin');
  await one.getByRole('button', { name: 'Spara', exact: true }).click();
  await one.getByRole('link', { name: /^Ändra/ }).click();
  await two.goto(one.url());
  await expect(two.getByLabel('Planerad åtgärd')).toHaveValue('Ny rutin');
  await one.getByLabel('Planerad åtgärd').fill('Ny rutin för alla');
  await one.getByRole('button', { name: 'Spara', exact: true }).click();
  await expect(one.getByRole('link', { name: /^Ändra/ })).toBeVisible();
  await two.getByLabel('Planerad åtgärd').fill('Rutinen skrivs om');
  await two.getByRole('button', { name: 'Spara', exact: true }).click();
  await expect(two.getByText('Ny rutin för alla')).toBeVisible();
  await axe(two);
  await two.getByRole('button', { name: 'Behåll mitt svar' }).click();
  await two.getByRole('button', { name: 'Spara', exact: true }).click();
  await expect(two.getByText('Rutinen skrivs om').first()).toBeVisible();

  await two.getByRole('link', { name: /^Ändra/ }).click();
  await two.getByRole('button', { name: 'Ta bort punkten' }).click();
  await two.getByRole('dialog').getByRole('button', { name: 'Ta bort' }).click();
  await expect(two.getByRole('heading', { name: 'Här står åtgärderna' })).toBeVisible();
  await two.getByRole('button', { name: 'Ångra' }).click();
  await expect(two.getByText('Rutinen skrivs om').first()).toBeVisible();
});
