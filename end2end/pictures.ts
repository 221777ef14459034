// Photographs pages as the demo shows them, at two widths, light and dark, into end2end/pictures/.
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { signIn, test } from './tests/fixtures.ts';

/** Where a page is, once somebody is signed in: ids are looked up, since the demo makes them anew. */
type Place = string | ((page: Page) => Promise<string>);

async function read<T>(page: Page, path: string): Promise<T> {
  return (await page.request.get(`/api${path}`)).json() as Promise<T>;
}

type Named = { id: string; name: string };
type Review = { id: string; year?: number; phase: string; clinic: Named };

async function clinic(page: Page, name: string): Promise<string> {
  const clinics = await read<Named[]>(page, '/clinics');
  const found = clinics.find((one) => one.name === name);
  if (!found) throw new Error(`The demo has no clinic ${name}`);
  return found.id;
}

const ofClinic = (name: string, rest = ''): Place => async (page) => `/kliniker/${await clinic(page, name)}${rest}`;

/** The draft of the director's own clinic. */
const assessment = (rest = ''): Place => async (page) => {
  const own = await clinic(page, 'Ortopedkliniken');
  const all = await read<Review[]>(page, `/clinics/${own}/self-assessments`);
  const draft = all.find((one) => one.phase === 'draft');
  if (!draft) throw new Error('The demo has no self-assessment underway');
  return `/sjalvvarderingar/${draft.id}${rest}`;
};

const inspection = (phase: string, rest = ''): Place => async (page) => {
  const all = await read<Review[]>(page, '/inspections');
  const found = all.find((one) => one.phase === phase);
  if (!found) throw new Error(`The demo has no inspection that is ${phase}`);
  return `/granskningar/${found.id}${rest}`;
};

const plan: Place = async (page) => {
  const own = await clinic(page, 'Ortopedkliniken');
  const [first] = await read<{ id: string }[]>(page, `/clinics/${own}/action-plans`);
  if (!first) throw new Error('The demo has no action plan');
  return `/handlingsplaner/${first.id}`;
};

/** The own training of whoever is signed in, or the first they supervise. */
const training = (rest = '') => async (page: Page) => {
  const [first] = await read<{ training: { id: string } }[]>(page, '/trainings');
  if (!first) throw new Error('The demo has no training');
  return `/st/${first.training.id}${rest}`;
};

type Asked = { id: string; training: string; phase: string };

/** The numbers of the own care provider. */
const thresholds: Place = async (page) => {
  const [own] = await read<{ id: string }[]>(page, '/care-providers');
  return `/administration/riktvarden/${own!.id}`;
};

/** An assessment that has been sent, of the own training. */
const sentAssessment: Place = async (page) => {
  const own = await training()(page);
  const { assessments } = await read<{ assessments: Asked[] }>(page, `/trainings/${own.slice(4)}`);
  const found = assessments.findLast((one) => one.phase === 'confirmed');
  if (!found) throw new Error('The demo has no assessment that is confirmed');
  return `${own}/bedomningar?bedomning=${found.id}`;
};

/** An assessment that is asked of whoever is signed in. */
const askedAssessment: Place = async (page) => {
  const all = await read<Asked[]>(page, '/assessments');
  const found = all.find((one) => one.phase === 'requested');
  if (!found) throw new Error('The demo has no assessment that is asked for');
  return `/st/${found.training}/bedomningar?bedomning=${found.id}`;
};

/** A new assessment, of a ST-läkare whose training isn't seen by whoever is signed in. */
const assessmentToBegin: Place = async (page) => {
  const all = await read<{ training: string }[]>(page, '/trainees-to-assess');
  const seen = await read<{ training: { id: string } }[]>(page, '/trainings');
  const found = all.find((one) => seen.every(({ training }) => training.id !== one.training));
  if (!found) throw new Error('The demo has nobody to assess unseen');
  return `/st/${found.training}/bedomningar?bedomning=ny`;
};

/** A certificate of the own training in a phase. */
const certificate = (phase: string): Place => async (page) => {
  const own = await training()(page);
  const { certificates } = await read<{ certificates: Asked[] }>(page, `/trainings/${own.slice(4)}`);
  const found = certificates.find((one) => one.phase === phase);
  if (!found) throw new Error(`The demo has no certificate that is ${phase}`);
  return `${own}/delmal?intyg=${found.id}`;
};

/** An activity of a kind in the own training. */
const activity = (kind: string): Place => async (page) => {
  const own = await training()(page);
  const { activities } = await read<{ activities: { id: string; kind: string }[] }>(page, `/trainings/${own.slice(4)}`);
  const found = activities.find((one) => one.kind === kind);
  if (!found) throw new Error(`The demo has no activity that is ${kind}`);
  return `${own}/aktiviteter?aktivitet=${found.id}`;
};

/** A certificate that is asked of whoever is signed in. */
const askedCertificate: Place = async (page) => {
  const [found] = await read<Asked[]>(page, '/certificates');
  if (!found) throw new Error('The demo has no certificate that is asked for');
  return `/st/${found.training}/delmal?intyg=${found.id}`;
};

/** The training of the ST-läkare at risk, for others than them. */
const ofAtRisk = (rest: string): Place => async (page) => {
  const own = await clinic(page, 'Kvinnokliniken');
  const all = await read<{ training: { id: string; trainee: Named } }[]>(page, `/clinics/${own}/trainings`);
  const found = all.find((one) => one.training.trainee.name === 'ST-läkaren Förlossning');
  if (!found) throw new Error('The demo has nobody at risk');
  return `/st/${found.training.id}${rest}`;
};

const TRAINEE = 'st-lakare@exempel.se';
const AT_RISK = 'st-lakare.forlossning@exempel.se';
const SUPERVISOR = 'handledare.hand@exempel.se';
const DIRECTOR = 'studierektor@exempel.se';
const INSPECTOR = 'inspektor1@exempel.se';
const REGION = 'region@exempel.se';

/** Name of the picture, who looks (`null`: nobody is signed in), and where. */
const PAGES: [name: string, email: string | null, place: Place][] = [
  ['sign-in', null, '/'],
  ['start-director', DIRECTOR, '/'],
  ['start-region', REGION, '/'],
  ['start-inspector', INSPECTOR, '/'],
  ['start-trainee', TRAINEE, '/'],
  ['start-supervisor', 'handledare@exempel.se', '/'],
  ['start-head', 'verksamhetschef@exempel.se', '/'],
  ['training', TRAINEE, training()],
  ['training-objectives', TRAINEE, training('/delmal')],
  ['training-objective', TRAINEE, training('/delmal#STc4')],
  ['training-certificate-new', TRAINEE, training('/delmal?intyg=nytt')],
  ['training-certificate-withdrawn', TRAINEE, certificate('withdrawn')],
  ['training-certificate-asked', SUPERVISOR, askedCertificate],
  ['assessor', SUPERVISOR, '/bedomningar'],
  ['assessor-new', SUPERVISOR, assessmentToBegin],
  ['training-placements', TRAINEE, training('/placeringar')],
  ['training-placement-new', TRAINEE, training('/placeringar?form=placering')],
  ['training-activities', TRAINEE, training('/aktiviteter')],
  ['training-activity', TRAINEE, activity('scientific_work')],
  ['training-activity-other', TRAINEE, activity('other')],
  ['training-activity-certified', 'st-lakare.gips@exempel.se', activity('other')],
  ['training-activity-other-new', TRAINEE, training('/aktiviteter?aktivitet=ny-annan-aktivitet')],
  ['training-activity-new', TRAINEE, training('/aktiviteter?aktivitet=nytt-vetenskapligt-arbete')],
  ['training-particulars', TRAINEE, training('/uppgifter')],
  ['training-certificates-all', TRAINEE, training('/delmal?intyg=alla')],
  ['training-own-records', TRAINEE, training('/ta-med')],
  ['training-activity-approving', 'handledare@exempel.se', activity('scientific_work')],
  ['training-support-plan-supervisor', 'handledare@exempel.se', training('/stod')],
  ['training-particulars-director', 'studierektor.kvinno@exempel.se', ofAtRisk('/uppgifter')],
  ['training-supervisor-new', 'studierektor.kvinno@exempel.se', ofAtRisk('/uppgifter?form=handledare')],
  ['training-completing', 'studierektor.kvinno@exempel.se', ofAtRisk('/uppgifter?form=fullgjord')],
  ['training-iup', TRAINEE, training('/iup')],
  ['training-meetings', TRAINEE, training('/handledning')],
  ['training-support-plan', AT_RISK, training('/stod')],
  ['training-support-plan-director', 'studierektor.kvinno@exempel.se', ofAtRisk('/stod')],
  ['training-panel', AT_RISK, training('/kollegium')],
  ['training-panel-director', 'studierektor.kvinno@exempel.se', ofAtRisk('/kollegium')],
  ['training-panel-new', 'studierektor.kvinno@exempel.se', ofAtRisk('/kollegium?kollegium=nytt')],
  ['training-assessments', TRAINEE, training('/bedomningar')],
  ['training-assessment-new', TRAINEE, training('/bedomningar?bedomning=ny')],
  ['training-assessment', TRAINEE, sentAssessment],
  ['training-assessment-form', SUPERVISOR, askedAssessment],
  ['trainings', DIRECTOR, ofClinic('Ortopedkliniken', '/st-lakare')],
  ['trainings-behind-figure', DIRECTOR, ofClinic('Ortopedkliniken', '/st-lakare?sortera=E4')],
  ['training-new', DIRECTOR, ofClinic('Ortopedkliniken', '/st-lakare/ny')],
  ['clinics', REGION, '/kliniker'],
  ['clinic', DIRECTOR, ofClinic('Ortopedkliniken')],
  ['people', 'verksamhetschef@exempel.se', ofClinic('Ortopedkliniken', '/personer')],
  ['comparison', DIRECTOR, ofClinic('Ortopedkliniken', '/jamforelse')],
  ['findings', DIRECTOR, ofClinic('Ortopedkliniken', '/brister')],
  ['assessment', DIRECTOR, assessment()],
  ['assessment-area', DIRECTOR, assessment('/omrade/D')],
  ['assessment-area-figures', DIRECTOR, assessment('/omrade/E')],
  ['assessment-history', DIRECTOR, assessment('/historik')],
  ['inspections', INSPECTOR, '/granskningar'],
  ['inspection-new', REGION, '/granskningar/ny'],
  ['inspection-replan', REGION, inspection('planned', '/planering')],
  ['inspection', INSPECTOR, inspection('underway')],
  ['inspection-area', INSPECTOR, inspection('underway', '/omrade/D')],
  ['report', DIRECTOR, inspection('final', '/rapport')],
  ['plan', DIRECTOR, plan],
  ['import', REGION, '/importera'],
  ['checklists', REGION, '/checklistor'],
  ['administration', 'administrator@exempel.se', '/administration'],
  ['thresholds', REGION, thresholds],
  ['curricula', DIRECTOR, ofClinic('Ortopedkliniken', '/malbeskrivningar')],
  ['curriculum-new', DIRECTOR, ofClinic('Ortopedkliniken', '/malbeskrivningar?form=ny')],
  ['accessibility', DIRECTOR, '/tillganglighet'],
  ['not-found', DIRECTOR, '/finns-inte'],
];

const WIDTHS = [390, 1440];
const THEMES = ['light', 'dark'] as const;

for (const [name, email, place] of PAGES) {
  test(name, async ({ page }) => {
    if (email) await signIn(page, email);
    const path = typeof place === 'string' ? place : await place(page);
    for (const colorScheme of THEMES) {
      for (const width of WIDTHS) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width, height: 900 });
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForTimeout(800);
        const file = join(import.meta.dirname, 'pictures', `${name}-${width}-${colorScheme}.png`);
        await page.screenshot({ path: file, fullPage: true });
      }
    }
  });
}
