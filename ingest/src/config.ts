/** Every setting of ingest, checked at once and frozen. The only reader of the environment here. */
import { z } from 'zod';
import { logLevels } from './log.ts';

const schema = z.object({
  LOG_LEVEL: z.enum(logLevels).default('info').describe('Least level of log lines written.'),
  SWEEP_SCHEDULE: z
    .string()
    .regex(/^(\S+ ){5}\S+$/, 'Six fields, as in "0 * * * * *".')
    .default('0 * * * * *')
    .describe('When the sweep runs, as Azure Functions reads it (with seconds).'),
});

export type IngestConfig = {
  readonly logLevel: (typeof logLevels)[number];
  readonly sweepSchedule: string;
};

/** Reads the settings; throws one error that names every fault. Empty values count as not set. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): IngestConfig {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value));
  const read = schema.safeParse(given);
  if (read.success) {
    return Object.freeze({
      logLevel: read.data.LOG_LEVEL,
      sweepSchedule: read.data.SWEEP_SCHEDULE,
    });
  }
  const faults = read.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The settings of ingest have faults:\n${faults.join('\n')}`);
}
