// Self-assessments that a story has for itself: a clinic and a year nobody else uses.
import { type APIRequestContext, expect, type Page } from '@playwright/test';
import { signIn } from './fixtures.ts';

/** A clinic of the demo region with its people. */
export const EYE = {
  director: 'studierektor.ogon@exempel.se',
  head: 'verksamhetschef.ogon@exempel.se',
  specialty: 'Ögonsjukdomar',
};
export const CHILD = {
  director: 'studierektor.barn@exempel.se',
  head: 'verksamhetschef.barn@exempel.se',
  specialty: 'Barn- och ungdomsmedicin',
};

/** A self-assessment that is open. */
export interface Opened {
  id: string;
  /** Address of its overview. */
  page: string;
  year: number;
  /** All criteria in order: `A1` … `H13`. */
  codes: string[];
}

/**
 * Signs the director of studies in and opens a year's self-assessment at their clinic; the next free year, if a first try
 * of the story has opened that one.
 */
export async function openYear(page: Page, clinic: typeof EYE, year: number): Promise<Opened> {
  await signIn(page, clinic.director);
  const me = await json(page.request.get('/api/session'));
  const place = me.memberships[0].clinic as string;
  const open = () => page.request.post('/api/self-assessments', { data: { clinic: place, specialty: clinic.specialty, year } });
  let opened = await open();
  for (; opened.status() === 409; opened = await open()) year += 1;
  const record = await json(Promise.resolve(opened));
  const checklist = await json(page.request.get(`/api/checklists/${record.checklist}`));
  const codes = checklist.areas.flatMap((area: { criteria: { code: string }[] }) => area.criteria.map((one) => one.code));
  return { id: record.id, page: `/sjalvvarderingar/${record.id}`, year, codes };
}

/** Answers criteria by the API, as if done before the story begins. */
export async function answer(page: Page, { id }: Opened, codes: string[], verdict = 'fulfilled', comment = ''): Promise<void> {
  for (const code of codes) await save(page.request, id, code, { verdict, comment }, 0);
}

async function save(request: APIRequestContext, id: string, code: string, data: object, version: number): Promise<void> {
  const headers = { 'If-Match': `"${version}"` };
  await json(request.put(`/api/self-assessments/${id}/answers/${code}`, { data, headers }));
}

async function json(answered: ReturnType<APIRequestContext['get']>): Promise<any> {
  const response = await answered;
  expect(response.ok(), await response.text()).toBe(true);
  return await response.json();
}

/** The address of a criterion's workspace. */
export function place({ page }: Opened, code: string): string {
  return `${page}/omrade/${code[0]}#${code}`;
}

/** A criterion's own part of the page. */
export function criterion(page: Page, code: string) {
  return page.getByRole('article', { name: new RegExp(`^${code}\\. `) });
}
