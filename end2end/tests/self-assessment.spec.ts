// Answering with comments and evidence, last year's answers, the suggested grade and the history.
import { CHILD, answer, criterion, openYear } from './assessment.ts';
import { expect, signIn, test } from './fixtures.ts';

test('an area is answered, with evidence, and its grade is suggested with the reasons', async ({ page, axe }) => {
  const opened = await openYear(page, CHILD, 2017);
  await page.goto(`${opened.page}/omrade/C`);
  await expect(page.getByRole('heading', { level: 1, name: /^C\. / })).toBeVisible();
  await axe();
  for (const code of ['C1', 'C3', 'C4']) {
    await criterion(page, code).getByRole('radio', { name: 'Uppfyllt', exact: true }).check();
  }
  const card = page.getByRole('region', { name: 'Föreslaget betyg' });
  await expect(card).toContainText('Ett kriterium återstår: C2.');
  await criterion(page, 'C2').getByRole('radio', { name: 'Delvis uppfyllt' }).check();
  await expect(card).toContainText('Förslaget är D.');
  await expect(card).toContainText('C2 kvar till A');
  await expect(criterion(page, 'C2')).toContainText(/Sparat/);

  await criterion(page, 'C2').getByRole('button', { name: 'Lägg till länk' }).click();
  await page.getByLabel('Vad länken visar').fill('Utrustningslista');
  await page.getByLabel('Webbadress').fill('exempel.se');
  await page.getByRole('button', { name: 'Spara länken' }).click();
  await expect(page.getByText('Skriv en hel webbadress')).toBeVisible();
  await axe();
  await page.getByLabel('Webbadress').fill('https://exempel.se/lista');
  await page.getByRole('button', { name: 'Spara länken' }).click();
  const links = criterion(page, 'C2').getByRole('link', { name: 'Utrustningslista' });
  await expect(links).toBeVisible();

  const file = { name: 'rutin.txt', mimeType: 'text/plain', buffer: Buffer.from('Rutin för utrustning') };
  await page.getByLabel('Fil till C2').setInputFiles(file);
  await expect(criterion(page, 'C2').getByRole('link', { name: 'rutin.txt' })).toBeVisible();
  await page.getByLabel('Fil till C2').setInputFiles({ ...file, name: 'program.exe' });
  await expect(page.getByText('Filen kan inte tas emot.')).toBeVisible();
  await criterion(page, 'C2').getByRole('button', { name: 'Ta bort Utrustningslista' }).click();
  await expect(links).toBeHidden();
  await page.getByRole('button', { name: 'Ångra' }).click();
  await expect(links).toBeVisible();

  // Left in the middle of a sentence: the browser carries it through.
  const text = page.getByRole('textbox', { name: 'Områdestext' });
  await text.fill('Lokalerna räcker, utrustningen är gammal.');
  await page.goto(`${opened.page}/historik`);
  await expect(page.getByRole('table')).toContainText('Delvis uppfyllt');
  await axe();
  await page.goto(`${opened.page}/omrade/C`);
  await expect(text).toHaveValue('Lokalerna räcker, utrustningen är gammal.');
});

test('last year’s answers come along to be confirmed one by one', async ({ page, axe }) => {
  const before = await openYear(page, CHILD, 2015);
  await answer(page, before, before.codes.slice(0, 3), 'fulfilled', 'Som förra året');
  const now = await openNext();
  await page.goto(now.page);
  await page.getByRole('button', { name: 'Ta med förra årets svar' }).click();
  await expect(page.getByText(`3 svar från ${before.year} är ifyllda.`).first()).toBeVisible();
  await expect(page.getByRole('link', { name: '3 svar från förra året ska bekräftas' })).toBeVisible();
  await axe();
  await page.getByRole('link', { name: '3 svar från förra året ska bekräftas' }).click();
  await expect(criterion(page, 'A1')).toContainText('Att bekräfta');
  await axe();
  await criterion(page, 'A1').getByRole('button', { name: /Ja, det stämmer/ }).click();
  await expect(criterion(page, 'A1')).not.toContainText('Att bekräfta');
  // By key, which also goes on to the next one.
  await criterion(page, 'A2').getByRole('radio').first().focus();
  await page.keyboard.press('b');
  await expect(criterion(page, 'A2')).not.toContainText('Att bekräfta');
  await expect(page.getByText('2 av 4 besvarade').first()).toBeVisible();

  async function openNext() {
    await page.context().clearCookies();
    return await openYear(page, CHILD, before.year + 1);
  }
});

test('a supervisor of another clinic does not find it', async ({ page }) => {
  const opened = await openYear(page, CHILD, 2018);
  await page.context().clearCookies();
  await signIn(page, 'studierektor.kvinno@exempel.se');
  await page.goto(opened.page);
  await expect(page.getByRole('alert')).toBeVisible();
});
