// The net goes while one writes: nothing typed is lost, and the page says how it stands.
import { EYE, criterion, openYear } from './assessment.ts';
import { REGION, as, assess, makeClinic } from './clinic.ts';
import { expect, signIn, test } from './fixtures.ts';

test('what is written without a net is sent when it is back', async ({ page, context, axe }) => {
  const opened = await openYear(page, EYE, 2017);
  await page.goto(`${opened.page}/omrade/D`);
  const comment = page.getByLabel('Kommentar till D6');
  await expect(comment).toBeVisible();
  await context.setOffline(true);
  await comment.fill('Skrivet utan nät');
  await criterion(page, 'D6').getByRole('radio', { name: 'Delvis uppfyllt' }).check();
  await expect(criterion(page, 'D6')).toContainText('Väntar på nät');
  await expect(page.getByText('Väntar på nät – 1 svar sparas i webbläsaren')).toBeVisible();
  await axe();
  await context.setOffline(false);
  await expect(criterion(page, 'D6')).toContainText(/Sparat \d\d:\d\d/);
  await expect(page.getByText('Väntar på nät')).toHaveCount(0);
  await page.reload();
  await expect(comment).toHaveValue('Skrivet utan nät');
});

test('what could not be sent survives a reload and is sent after it', async ({ page }) => {
  const opened = await openYear(page, EYE, 2020);
  const answers = '**/api/self-assessments/*/answers/*';
  await page.route(answers, (route) => route.abort());
  await page.goto(`${opened.page}/omrade/E`);
  const comment = page.getByLabel('Kommentar till E2');
  await comment.fill('Ska inte försvinna');
  await expect(criterion(page, 'E2')).toContainText('Väntar på nät');
  await page.reload();
  await expect(comment).toHaveValue('Ska inte försvinna');
  await page.unroute(answers);
  await expect(criterion(page, 'E2')).toContainText(/Sparat \d\d:\d\d/);
});

test('what was left unsent on a page one has left is delivered from elsewhere', async ({ page }) => {
  const opened = await openYear(page, EYE, 2021);
  const answers = '**/api/self-assessments/*/answers/*';
  await page.route(answers, (route) => route.abort());
  await page.goto(`${opened.page}/omrade/F`);
  await page.getByLabel('Kommentar till F1').fill('Skickas i efterhand');
  await expect(criterion(page, 'F1')).toContainText('Väntar på nät');
  await page.getByRole('link', { name: 'Stins' }).click();
  const sent = page.waitForResponse((response) => response.url().includes('/answers/F1') && response.ok());
  await page.unroute(answers);
  await sent;
  await page.goto(`${opened.page}/omrade/F`);
  await expect(page.getByLabel('Kommentar till F1')).toHaveValue('Skickas i efterhand');
});

test('signing out asks before what is unsent is taken away', async ({ page }) => {
  const opened = await openYear(page, EYE, 2022);
  await page.route('**/api/self-assessments/*/answers/*', (route) => route.abort());
  await page.goto(`${opened.page}/omrade/A`);
  await page.getByLabel('Kommentar till A1').fill('Osparat');
  await expect(criterion(page, 'A1')).toContainText('Väntar på nät');
  await page.getByText('Studierektor').first().click();
  await page.getByRole('button', { name: 'Logga ut', exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText('inte');
});

test('a reason stays in its dialog when the step could not be sent, and no longer than until it is', async ({ browser, page, context, axe }) => {
  const region = await as(browser, REGION);
  const clinic = await makeClinic(region, 'Ångrakliniken');
  await region.context().close();
  const id = await assess(browser, clinic, 2024);
  await signIn(page, clinic.head);
  await page.goto(`/sjalvvarderingar/${id}`);
  const reopen = page.getByRole('button', { name: 'Öppna igen' }).first();
  const dialog = page.getByRole('dialog', { name: 'Öppna självvärderingen 2024 igen?' });
  const reason = dialog.getByLabel('Varför?');
  const confirm = dialog.getByRole('button', { name: 'Öppna igen' });
  await reopen.click();
  await reason.fill('En uppgift om område D var fel.');

  // While it is on its way it is neither lost nor sent once more.
  let lose = () => {};
  const lost = new Promise<void>((done) => (lose = done));
  await page.route('**/reopening', (route) => lost.then(() => route.abort()));
  await confirm.click();
  await reopen.click();
  await expect(reason).toHaveValue('En uppgift om område D var fel.');
  await expect(confirm).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');
  lose();
  await expect(page.getByRole('alert')).toContainText('Kontrollera att du är uppkopplad');
  await page.unroute('**/reopening');

  await context.setOffline(true);
  await reopen.click();
  await confirm.click();
  await expect(page.getByRole('alert')).toContainText('Kontrollera att du är uppkopplad');
  await axe();
  await context.setOffline(false);
  await reopen.click();
  await expect(reason).toHaveValue('En uppgift om område D var fel.');
  await confirm.click();
  await expect(page.getByText('Självvärderingen är öppnad igen.')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);

  await page.getByRole('button', { name: 'Underteckna' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Underteckna' }).click();
  await reopen.click();
  await expect(reason).toHaveValue('');
});
