// A clinic that a story has for itself, with its own director of studies and head of unit.
import { type APIRequestContext, type Browser, expect, type Page } from '@playwright/test';
import { DEMO_PASSWORD, signIn } from './fixtures.ts';

/** A clinic of the demo region, made for one story. */
export interface Clinic {
  id: string;
  name: string;
  specialty: string;
  /** E-mail of the studierektor. */
  director: string;
  /** E-mail of the verksamhetschef. */
  head: string;
}

export const INSPECTORS = ['inspektor1@exempel.se', 'inspektor2@exempel.se'] as const;
export const REGION = 'region@exempel.se';

/** A day so many days from today in Sweden, whatever the hour elsewhere, as the forms and the API write it. */
export function day(from: number): string {
  return new Date(Date.now() + from * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' });
}

/** The answer of a call to the API, which must have gone well. */
export async function json(answered: ReturnType<APIRequestContext['get']>): Promise<any> {
  const response = await answered;
  expect(response.ok(), `${response.url()}: ${await response.text()}`).toBe(true);
  return response.status() === 204 ? null : await response.json();
}

/** Signs somebody in, by the form, in a window of their own. */
export async function as(browser: Browser, email: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, email);
  return page;
}

/** Makes a clinic by the regional director's own means; both its people accept their invitations. */
export async function makeClinic(region: Page, name: string, specialty = 'Ortopedi'): Promise<Clinic> {
  const api = region.request;
  const [provider] = await json(api.get('/api/care-providers'));
  // A story that is told again after a failure makes its clinic anew.
  const told = crypto.randomUUID().slice(0, 8);
  const place = { care_provider: provider.id, name, site: `Hus ${told}`, specialties: [specialty] };
  const { id } = await json(api.post('/api/clinics', { data: place }));
  const slug = `${name.toLowerCase().replace(/[^a-z]/g, '')}.${told}`;
  const invite = async (role: string, title: string): Promise<string> => {
    const email = `${role.replaceAll('_', '-')}.${slug}@exempel.se`;
    const data = { name: `${title} ${name}`, email, role, clinic: id };
    const { link } = await json(api.post('/api/invitations', { data }));
    const token = link.split('/').at(-1);
    const context = await region.context().browser()!.newContext();
    await json(context.request.post(new URL(`/api/invitations/${token}`, region.url()).href, { data: { password: DEMO_PASSWORD } }));
    await context.close();
    return email;
  };
  const head = await invite('head_of_unit', 'Chefen');
  const director = await invite('director_of_studies', 'Rektorn');
  return { id, name, specialty, head, director };
}

/** Plans an inspection of a clinic by the two demo inspectors, as the regional director. */
export async function plan(region: Page, clinic: Clinic): Promise<string> {
  const choices: { person: { id: string; name: string } }[] = await json(region.request.get('/api/inspectors'));
  const inspectors = ['Inspektör Ett', 'Inspektör Två'].map((name) => choices.find((one) => one.person.name === name)!.person.id);
  const today = day(0);
  const data = { clinic: clinic.id, specialty: clinic.specialty, starts: today, ends: today, inspectors };
  return (await json(region.request.post('/api/inspections', { data }))).id;
}

/** The codes of a checklist's criteria, in order. */
export async function codes(page: Page, checklist: string): Promise<string[]> {
  const { areas } = await json(page.request.get(`/api/checklists/${checklist}`));
  return areas.flatMap((area: { criteria: { code: string }[] }) => area.criteria.map((one) => one.code));
}

/** A criterion's own part of the page. */
export function criterion(page: Page, code: string) {
  return page.getByRole('article', { name: new RegExp(`^${code}\\. `) });
}

/** What the inspectors find on a criterion. */
export function judgement(page: Page, code: string) {
  return criterion(page, code).getByRole('group', { name: 'Inspektörernas bedömning' });
}

/** Answers a criterion of a self-assessment by the API, for the first time. */
export async function answer(page: Page, id: string, code: string, verdict: string, comment = ''): Promise<void> {
  const headers = { 'If-Match': '"0"' };
  await json(page.request.put(`/api/self-assessments/${id}/answers/${code}`, { headers, data: { verdict, comment } }));
}

/** Opens a self-assessment, answers all of it and has it signed; `but` says which criteria are not fulfilled. */
export async function assess(browser: Browser, clinic: Clinic, year: number, but: string[] = []): Promise<string> {
  const director = await as(browser, clinic.director);
  const data = { clinic: clinic.id, specialty: clinic.specialty, year };
  const { id, checklist } = await json(director.request.post('/api/self-assessments', { data }));
  for (const code of await codes(director, checklist)) {
    await answer(director, id, code, but.includes(code) ? 'partly' : 'fulfilled', `Klinikens ord om ${code}`);
  }
  await director.context().close();
  const head = await as(browser, clinic.head);
  const { revision } = await json(head.request.get(`/api/self-assessments/${id}`));
  await json(head.request.post(`/api/self-assessments/${id}/signature`, { headers: { 'If-Match': `"${revision}"` } }));
  await head.context().close();
  return id;
}

/** Judges a criterion by the API, for the first time. */
export async function judge(page: Page, id: string, code: string, found = 'fulfilled', note = ''): Promise<void> {
  const headers = { 'If-Match': '"0"' };
  await json(page.request.put(`/api/inspections/${id}/observations/${code}`, { headers, data: { judgement: found, note } }));
}

/** Grades an area by the API, for the first time. */
export async function grade(page: Page, id: string, area: string, letter: string, motivation = ''): Promise<void> {
  const headers = { 'If-Match': '"0"' };
  await json(page.request.put(`/api/inspections/${id}/gradings/${area}`, { headers, data: { grade: letter, motivation } }));
}

/** Takes a step of an inspection by the API, such as `start`. */
export async function step(page: Page, id: string, name: string): Promise<void> {
  const { revision } = await json(page.request.get(`/api/inspections/${id}`));
  await json(page.request.post(`/api/inspections/${id}/${name}`, { headers: { 'If-Match': `"${revision}"` } }));
}
