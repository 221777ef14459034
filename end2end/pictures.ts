// Photographs pages as the demo shows them, at two widths, light and dark, into end2end/pictures/.
import { join } from 'node:path';
import { signIn, test } from './tests/fixtures.ts';

/** Name of the picture, who looks (`null`: nobody is signed in), and where. */
const PAGES: [name: string, email: string | null, path: string][] = [['sign-in', null, '/']];

const WIDTHS = [390, 1440];
const THEMES = ['light', 'dark'] as const;

for (const [name, email, path] of PAGES) {
  test(name, async ({ page }) => {
    if (email) await signIn(page, email);
    for (const colorScheme of THEMES) {
      for (const width of WIDTHS) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width, height: 900 });
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle');
        const file = join(import.meta.dirname, 'pictures', `${name}-${width}-${colorScheme}.png`);
        await page.screenshot({ path: file, fullPage: true });
      }
    }
  });
}
