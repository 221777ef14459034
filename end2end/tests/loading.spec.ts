// What is seen before the app is there, and when it never comes.
import { expect, test } from './fixtures.ts';

test('the page shows its frame before the app is there', async ({ page, axe }) => {
  await page.route('**/*.wasm', () => {});
  await page.goto('/', { waitUntil: 'commit' });
  await expect(page.getByRole('banner')).toHaveText('Stins');
  await expect(page.getByRole('status')).toHaveText('Stins laddas');
  await axe();
});

test('the app takes the place of the frame', async ({ page }) => {
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  // A script, style or module that the content security policy refuses is told here.
  page.on('console', (message) => /Content.Security.Policy|preload/i.test(message.text()) && troubles.push(message.text()));
  await page.goto('/');
  await expect(page.locator('#shell')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  // Chromium waits a few seconds before it says that something was preloaded in vain.
  await page.waitForTimeout(4000);
  expect(troubles).toEqual([]);
});

test('an app that cannot be loaded is told, and loaded anew by the button', async ({ page, axe }) => {
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Stins kunde inte laddas' })).toBeFocused();
  await axe();
  await page.unroute('**/*.wasm');
  await page.getByRole('button', { name: 'Ladda om sidan' }).click();
  await expect(page.locator('#shell')).toHaveCount(0);
});

test('a page whose code cannot be fetched says so, and comes when it can', async ({ page, axe }) => {
  await page.route('**/split_*.wasm', (route) => route.abort());
  await page.goto('/tillganglighet');
  await expect(page.getByRole('heading', { name: 'Sidan kunde inte hämtas' })).toBeVisible();
  await axe();
  await page.unroute('**/split_*.wasm');
  await page.getByRole('button', { name: 'Försök igen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Tillgänglighet' })).toBeVisible();
});

test('a chosen theme holds before the app is there', async ({ page, axe }) => {
  await page.addInitScript(() => localStorage.setItem('theme', '"dark"'));
  await page.route('**/*.wasm', () => {});
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/', { waitUntil: 'commit' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('banner')).toBeVisible();
  await axe();
});
