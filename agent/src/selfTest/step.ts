/** One step of the self-test and how it went, in words for whoever stands before the device. */

export const stepNames = [
  'settings',
  'key file',
  'name',
  'proxy',
  'connection',
  'TLS',
  'key',
  'clock',
  'telemetry',
] as const;
export type StepName = (typeof stepNames)[number];

export type Step = {
  readonly step: StepName;
  readonly verdict: 'passed' | 'failed' | 'skipped';
  readonly sentence: string;
  /** What to do; with a passed step something worth knowing. */
  readonly advice?: string;
};

export function pass(step: StepName, sentence: string, advice?: string): Step {
  return { step, verdict: 'passed', sentence, ...(advice === undefined ? {} : { advice }) };
}

export function fail(step: StepName, sentence: string, advice: string): Step {
  return { step, verdict: 'failed', sentence, advice };
}

export function skip(step: StepName, because: StepName): Step {
  return { step, verdict: 'skipped', sentence: `Not tried, because of "${because}".` };
}

const marks = { passed: '✓', failed: '✗', skipped: '–' } as const;

/** The steps as lines, each with what to do below it. */
export function renderSteps(steps: readonly Step[]): string {
  return steps
    .flatMap(({ step, verdict, sentence, advice }) => [
      `${marks[verdict]} ${step}: ${sentence}`,
      ...(advice === undefined ? [] : [`  → ${advice}`]),
    ])
    .join('\n');
}
