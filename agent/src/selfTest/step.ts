/** One step of the self-test and its result, for the person in front of the device. */

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
  /** What to do; for a passed step: useful information. */
  readonly advice?: string;
};

export function pass(step: StepName, sentence: string, advice?: string): Step {
  return { step, verdict: 'passed', sentence, ...(advice === undefined ? {} : { advice }) };
}

export function fail(step: StepName, sentence: string, advice: string): Step {
  return { step, verdict: 'failed', sentence, advice };
}

export function skip(step: StepName, because: StepName): Step {
  return { step, verdict: 'skipped', sentence: `Skipped, because "${because}" failed.` };
}

const marks = { passed: '✓', failed: '✗', skipped: '–' } as const;

/** Formats the steps as lines; the advice is below its step. */
export function renderSteps(steps: readonly Step[]): string {
  return steps
    .flatMap(({ step, verdict, sentence, advice }) => [
      `${marks[verdict]} ${step}: ${sentence}`,
      ...(advice === undefined ? [] : [`  → ${advice}`]),
    ])
    .join('\n');
}
