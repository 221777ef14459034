// Stories run against the binary that is delivered, with a demo region of their own.
// `cargo xtask test e2e` builds it and gives the STINS_ variables; by hand, `npx playwright test` uses what was built last.
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

// Playwright reads this file in each of its processes; the first one decides.
const server = (process.env['STINS_SERVER'] ??= join(import.meta.dirname, '../target/release/server'));
const data = (process.env['STINS_DATA'] ??= mkdtempSync(join(tmpdir(), 'stins-end2end-')));
const port = (process.env['STINS_PORT'] ??= '8700');
const address = `127.0.0.1:${port}`;
// The one that `cargo xtask test` installs comes first.
const usual = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
const chromium = process.env['CHROMIUM'] ?? usual.find((path) => existsSync(path)) ?? 'chromium';

export default defineConfig({
  testDir: './tests',
  fullyParallel: true,
  forbidOnly: true,
  retries: process.env['CI'] ? 1 : 0,
  workers: 2,
  // Stories say what happens, not how fast: a slow machine comes through them too.
  timeout: 600_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    baseURL: `http://${address}`,
    locale: 'sv-SE',
    timezoneId: 'Europe/Stockholm',
    actionTimeout: 60_000,
    navigationTimeout: 60_000,
    trace: 'on-first-retry',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [{ name: 'stories' }],
  webServer: {
    command: `"${server}" --listen ${address} --data "${data}" --demo`,
    url: `http://${address}/health`,
    reuseExistingServer: false,
    // Ask it to stop, so that it closes its store.
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5000 },
  },
});
