// `cargo xtask pictures`: the same server and browser as the stories, but what comes out is looked at.
import base from './playwright.config.ts';

export default {
  ...base,
  testDir: '.',
  testMatch: 'pictures.ts',
  retries: 0,
  projects: [{ name: 'pictures' }],
};
