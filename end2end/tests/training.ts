// A ST-läkare that a story has for itself: a clinic with its people, and a training that has begun.
import { expect, type Browser, type Page } from '@playwright/test';
import { REGION, as, day, json, makeClinic, type Clinic } from './clinic.ts';
import { DEMO_PASSWORD } from './fixtures.ts';

export { day };

/** A clinic with a ST-läkare and a supervisor, by e-mail. */
export interface Place extends Clinic {
  trainee: string;
  supervisor: string;
}

async function invite(page: Page, clinic: Clinic, role: string, name: string): Promise<string> {
  const email = `${role}.${crypto.randomUUID().slice(0, 8)}@exempel.se`;
  const data = { name, email, role, clinic: clinic.id };
  const { link } = await json(page.request.post('/api/invitations', { data }));
  const context = await page.context().browser()!.newContext();
  const accepted = new URL(`/api/invitations/${link.split('/').at(-1)}`, page.url()).href;
  await json(context.request.post(accepted, { data: { password: DEMO_PASSWORD } }));
  await context.close();
  return email;
}

/** One more of a role at a clinic; gives the e-mail. */
export async function colleague(browser: Browser, clinic: Clinic, role: string, name: string): Promise<string> {
  const director = await as(browser, clinic.director);
  const email = await invite(director, clinic, role, name);
  await director.context().close();
  return email;
}

/** Makes a clinic with a ST-läkare and a supervisor. */
export async function makePlace(browser: Browser, name: string): Promise<Place> {
  const region = await as(browser, REGION);
  const clinic = await makeClinic(region, name);
  await region.context().close();
  const director = await as(browser, clinic.director);
  const trainee = await invite(director, clinic, 'trainee', `Elev ${name}`);
  const supervisor = await invite(director, clinic, 'supervisor', `Handledare ${name}`);
  await director.context().close();
  return { ...clinic, trainee, supervisor };
}

/** Asks for news of the training now, and there is none: one's own steps are nobody else's change. */
export async function hearsNothingNew(page: Page, id: string): Promise<void> {
  const answer = page.waitForResponse((one) => one.url().endsWith(`/api/trainings/${id}`));
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
  expect((await answer).status()).toBe(304);
}

/** Starts the training by the API, as the director of studies; gives its id. */
export async function startTraining(browser: Browser, place: Place, daysAgo = 400): Promise<string> {
  const director = await as(browser, place.director);
  const people: { person: { id: string }; email: string }[] = await json(director.request.get(`/api/people?clinic=${place.id}`));
  const person = (email: string) => people.find((one) => one.email === email)!.person.id;
  const curricula: { id: string; regulation: string; specialty: string }[] = await json(director.request.get('/api/curricula'));
  const curriculum = curricula.find((one) => one.specialty === place.specialty && one.regulation === 'hslf2021')!;
  const data = {
    trainee: person(place.trainee),
    clinic: place.id,
    specialty: place.specialty,
    curriculum: curriculum.id,
    regulation: curriculum.regulation,
    licensed_on: day(-400 - daysAgo),
    starts_on: day(-daysAgo),
    principal_supervisor: person(place.supervisor),
  };
  const { record } = await json(director.request.post('/api/trainings', { data }));
  await director.context().close();
  return record.id;
}
