// What a supervisor has is put in once, by themself or by the director of studies, and is told wherever they are named.
import { as } from './clinic.ts';
import { expect, signIn, test } from './fixtures.ts';
import { colleague, day, makePlace, startTraining } from './training.ts';

test.slow();

test('a supervisor puts in handledarutbildning and specialty, and whoever names them is warned by what is kept', async ({ browser, page, axe }) => {
  const place = await makePlace(browser, 'Behörigheten');
  await colleague(browser, place, 'supervisor', 'Handledare Annan');
  const id = await startTraining(browser, place);

  // The supervisor, on a phone.
  const supervisor = await as(browser, place.supervisor);
  await supervisor.setViewportSize({ width: 390, height: 844 });
  await supervisor.goto(`/kliniker/${place.id}/personer`);
  const own = supervisor.getByRole('region', { name: 'Handledarutbildning och specialitet' });
  const row = own.getByRole('row', { name: /Handledare Behörigheten/ });
  await expect(row).toContainText('Inget inlagt');
  await expect(own.getByRole('button', { name: /^Ändra/ })).toHaveCount(1);
  await own.getByRole('button', { name: 'Ändra det som Handledare Behörigheten har som handledare' }).click();
  await expect(own.getByLabel('Specialist i')).toBeFocused();
  await own.getByLabel('Specialist i').fill('Ortopedi');
  await own.getByLabel('Intyg finns').check();
  await own.getByRole('button', { name: 'Spara' }).click();
  await expect(own.getByRole('link', { name: /Välj utbildningens sista dag/ })).toBeVisible();
  await own.getByLabel('Utbildningens sista dag').fill(day(1));
  await own.getByRole('button', { name: 'Spara' }).click();
  await expect(own.getByRole('link', { name: /har inte varit än/ })).toBeVisible();
  await axe(supervisor);
  await own.getByLabel('Utbildningens sista dag').fill(day(-6 * 366));
  await own.getByRole('button', { name: 'Spara' }).click();
  await expect(row).toContainText('Bör förnyas');
  await expect(row).toContainText('Ortopedi');
  await supervisor.context().close();

  // The director of studies puts in what the other one has, and sorts by what lacks.
  await signIn(page, place.director);
  await page.goto(`/kliniker/${place.id}/personer`);
  const all = page.getByRole('region', { name: 'Handledarutbildning och specialitet' });
  await all.getByRole('button', { name: /^Ändra det som Handledare Annan/ }).click();
  await all.getByLabel('Specialist i').fill('Handkirurgi');
  await all.getByLabel('Saknas').check();
  await all.getByRole('button', { name: 'Spara' }).click();
  await expect(all.getByRole('row', { name: /Handledare Annan/ })).toContainText('Saknas');
  await all.getByRole('link', { name: 'Handledarutbildning' }).click();
  await expect(all.getByRole('row').nth(1)).toContainText('Handledare Annan');
  await axe();

  // What was put in before stands in the history, and by whom.
  await all.getByRole('button', { name: /^Ändra det som Handledare Behörigheten/ }).click();
  await all.getByLabel('Specialist i').fill('Ortopedi\nHandkirurgi');
  await all.getByRole('button', { name: 'Spara' }).click();
  await expect(all.getByRole('row', { name: /Handledare Behörigheten/ })).toContainText('Ortopedi, Handkirurgi');
  await all.getByRole('button', { name: 'Historik för Handledare Behörigheten som handledare' }).click();
  const history = all.getByRole('region', { name: 'Handledare Behörigheten som handledare: historik' });
  await expect(history.getByRole('heading')).toBeFocused();
  await expect(history.getByRole('listitem')).toHaveCount(2);
  await expect(history.getByRole('listitem').first()).toContainText('Rektorn Behörigheten');
  await expect(history.getByRole('listitem').first().getByRole('deletion')).toContainText('Specialitet: Ortopedi');
  await expect(history.getByRole('listitem').first().getByRole('insertion')).toContainText('Specialitet: Ortopedi, Handkirurgi');
  await axe();
  await history.getByRole('button', { name: 'Stäng' }).click();
  await expect(history).toHaveCount(0);
  await expect(all.getByRole('heading', { name: 'Handledarutbildning och specialitet' })).toBeFocused();

  // Named as huvudansvarig handledare.
  await page.goto(`/st/${id}/uppgifter`);
  await page.getByRole('link', { name: 'Byt huvudansvarig handledare' }).click();
  await page.getByLabel('Ny huvudansvarig handledare').selectOption({ label: 'Handledare Annan' });
  await expect(page.getByText('Handledarutbildning saknas.')).toBeVisible();
  await expect(page.getByText('Specialistkompetens i ST:ns specialitet saknas.')).toBeVisible();
  await axe();

  // Chosen by the ST-läkare as the supervisor of a placement.
  const trainee = await as(browser, place.trainee);
  await trainee.goto(`/st/${id}/placeringar?form=placering`);
  await trainee.getByLabel('Handledare på platsen').fill('Handledare Behörigheten');
  await expect(trainee.getByText('Handledarutbildningen är äldre än 5 år.')).toBeVisible();
  await trainee.getByLabel('Handledare på platsen').fill('Handledare Annan');
  await expect(trainee.getByText('Handledarutbildning saknas. En handledare ska ha gått en')).toBeVisible();
  await axe(trainee);
  await trainee.getByLabel('Första dag').fill(day(-20));
  await trainee.getByLabel('Sista dag').fill(day(20));
  await trainee.getByRole('button', { name: 'Spara placeringen' }).click();
  await expect(trainee.getByText('Placeringen är sparad.')).toBeVisible();
  const { placements } = await (await trainee.request.get(`/api/trainings/${id}`)).json();
  expect(placements[0].supervisor.kind).toBe('person');
  await trainee.context().close();
});
