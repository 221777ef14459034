// A whole self-assessment without a pointer: 74 answers, a comment that is needed, and the signature.
import { EYE, criterion, openYear } from './assessment.ts';
import { expect, signIn, test } from './fixtures.ts';

test('a self-assessment is answered and signed by keyboard alone', async ({ page, axe, browser }) => {
  const opened = await openYear(page, EYE, 2016);
  await page.goto(opened.page);
  const first = page.getByRole('link', { name: 'Nästa obesvarade' });
  await first.focus();
  await page.keyboard.press('Enter');

  for (const code of opened.codes) {
    const radios = page.getByRole('group', { name: `Bedömning av ${code}` }).getByRole('radio');
    await expect(radios.first()).toBeFocused();
    if (code === 'A2') {
      await page.keyboard.press('4');
      await expect(criterion(page, code)).toContainText('Kommentar behövs');
      await page.keyboard.press('k');
      await expect(page.getByLabel(`Kommentar till ${code}`)).toBeFocused();
      // Letters belong to the comment while one writes.
      await page.keyboard.type('Kliniken har ingen 1 jour n');
      await page.keyboard.press('Escape');
      await expect(page.getByLabel(`Kommentar till ${code}`)).toHaveValue('Kliniken har ingen 1 jour n');
      await expect(radios.nth(3)).toBeFocused();
      await expect(criterion(page, code)).not.toContainText('Kommentar behövs');
    } else {
      await page.keyboard.press(code === 'D6' ? '3' : '1');
    }
    if (code === 'D6') await axe();
    await page.keyboard.press('n');
  }
  await expect(page.getByText('Allt är besvarat.')).toBeVisible();
  await page.getByRole('link', { name: 'Till översikten' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: `Självvärdering ${opened.year}` })).toBeFocused();
  await expect(page.getByText('74 av 74 besvarade')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Underteckna' })).toHaveCount(0);

  const context = await browser.newContext();
  const head = await context.newPage();
  await signIn(head, EYE.head);
  await head.goto(opened.page);
  const sign = head.getByRole('button', { name: 'Underteckna' });
  await expect(sign).toBeEnabled();
  await sign.focus();
  await head.keyboard.press('Enter');
  const dialog = head.getByRole('dialog', { name: 'Underteckna självvärderingen?' });
  await expect(dialog).toBeVisible();
  await axe(head);
  await dialog.getByRole('button', { name: 'Underteckna' }).focus();
  await head.keyboard.press('Enter');
  await expect(head.getByText('Låst.')).toBeVisible();
  await axe(head);
  await context.close();

  // The director, who still has the page open, sees it locked within seconds.
  await expect(page.getByText('Låst.')).toBeVisible();
});

test('N begins at the first unanswered criterion and goes on past it, also by the button', async ({ page }) => {
  const opened = await openYear(page, EYE, 2015);
  await page.goto(`${opened.page}/omrade/C`);
  await expect(criterion(page, 'C1')).toBeVisible();
  const first = (code: string) => criterion(page, code).getByRole('radio').first();
  await page.keyboard.press('n');
  await expect(first('C1')).toBeFocused();
  await page.keyboard.press('n');
  await expect(first('C2')).toBeFocused();
  for (const code of ['C3', 'C4']) {
    await page.getByRole('button', { name: 'Nästa obesvarade' }).click();
    await expect(first(code)).toBeFocused();
  }
});

test('the keys are shown by ? and can be switched off', async ({ page, axe }) => {
  const opened = await openYear(page, EYE, 2019);
  await page.goto(`${opened.page}/omrade/C`);
  await expect(criterion(page, 'C1')).toBeVisible();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Tangenter' });
  await expect(help).toBeVisible();
  await axe();
  await help.getByLabel('Använd tangenter utan Ctrl').press('Space');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await page.keyboard.press('1');
  await expect(criterion(page, 'C1').getByRole('radio', { name: 'Uppfyllt', exact: true })).not.toBeChecked();
});
