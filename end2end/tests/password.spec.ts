// Somebody who has forgotten the password comes in again by a link from a colleague.
import { REGION, as, makeClinic } from './clinic.ts';
import { DEMO_PASSWORD, expect, test } from './fixtures.ts';

const NEW_PASSWORD = 'fyra ord efter varandra';

test('a forgotten password is replaced by a link from the head of unit, once', async ({ browser, page, axe }) => {
  const region = await as(browser, REGION);
  const clinic = await makeClinic(region, 'Glömskekliniken');
  const before = await as(browser, clinic.director);

  // The director of studies has nobody above to make a link for.
  await before.goto(`/kliniker/${clinic.id}/personer`);
  await expect(before.getByRole('row', { name: clinic.head })).toBeVisible();
  await expect(before.getByRole('button', { name: /Ny lösenordslänk/ })).toHaveCount(0);

  const head = await as(browser, clinic.head);
  await head.goto(`/kliniker/${clinic.id}/personer`);
  await head.getByRole('button', { name: 'Ny lösenordslänk för Rektorn Glömskekliniken' }).click();
  const dialog = head.getByRole('dialog', { name: 'Ge länken till Rektorn Glömskekliniken' });
  await expect(dialog).toContainText('Den visas bara nu');
  await axe(head);
  const link = await dialog.getByLabel('Lösenordslänk').inputValue();
  await dialog.getByRole('button', { name: 'Klar' }).click();
  await expect(dialog).toBeHidden();

  await page.goto('/');
  await expect(page.getByText('Har du glömt lösenordet?')).toBeVisible();
  await axe();
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1, name: 'Välj ett nytt lösenord' })).toBeVisible();
  await expect(page.getByText(clinic.director)).toBeVisible();
  await axe();
  await page.getByLabel('Nytt lösenord', { exact: true }).fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Spara och logga in' }).click();
  await expect(page.getByRole('navigation', { name: 'Huvudmeny' })).toBeVisible();

  // The window that was signed in with the old password is signed out, and the old password and the link are spent.
  await before.goto('/kliniker');
  await expect(before.getByRole('heading', { level: 1, name: 'Logga in' })).toBeVisible();
  await before.getByLabel('E-post').fill(clinic.director);
  await before.getByLabel('Lösenord').fill(DEMO_PASSWORD);
  await before.getByRole('button', { name: 'Logga in' }).click();
  await expect(before.getByText('E-postadressen eller lösenordet stämmer inte.')).toBeVisible();
  await before.goto(link);
  await expect(before.getByRole('heading', { name: 'Länken går inte att använda' })).toBeVisible();
  await axe(before);
});
