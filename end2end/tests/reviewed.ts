// A clinic that has been through a whole review: signed self-assessment, final report, plan asked for.
import type { Browser, Page } from '@playwright/test';
import { INSPECTORS, REGION, as, assess, codes, grade, json, judge, makeClinic, plan, step, type Clinic } from './clinic.ts';

export interface Reviewed {
  clinic: Clinic;
  assessment: string;
  inspection: string;
  /** The plan that is asked for, if any criterion was a finding. */
  plan: string;
  inspector: Page;
}

/** Reviews a clinic of the story's own: `partly` is what the clinic saw itself, `findings` what the inspectors found. */
export async function review(browser: Browser, name: string, partly: string[], findings: string[]): Promise<Reviewed> {
  const region = await as(browser, REGION);
  const clinic = await makeClinic(region, name);
  const assessment = await assess(browser, clinic, new Date().getFullYear(), partly);
  const inspection = await plan(region, clinic);
  const [inspector, other] = [await as(browser, INSPECTORS[0]), await as(browser, INSPECTORS[1])];
  await step(inspector, inspection, 'start');
  const { checklist } = await json(inspector.request.get(`/api/inspections/${inspection}`));
  for (const code of await codes(inspector, checklist)) {
    const found = findings.includes(code);
    await judge(inspector, inspection, code, found ? 'finding' : 'fulfilled', found ? `Fynd om ${code}` : '');
  }
  for (const area of 'ABCDEFGH') {
    await grade(inspector, inspection, area, findings.some((code) => code.startsWith(area)) ? 'D' : 'A');
  }
  await step(inspector, inspection, 'signature');
  await step(other, inspection, 'signature');
  const head = await as(browser, clinic.head);
  await step(head, inspection, 'comments-done');
  await step(inspector, inspection, 'final');
  const { action_plan } = await json(inspector.request.get(`/api/inspections/${inspection}`));
  await Promise.all([region, other, head].map((page) => page.context().close()));
  return { clinic, assessment, inspection, plan: action_plan, inspector };
}
