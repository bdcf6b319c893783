/** Whether Application Insights is told at all: the setting, and the switch that loads the rest. */
import { z } from 'zod';
import type { Report } from './log.ts';

export type InsightsSettings = {
  /** Connection string; empty: nothing is loaded and nobody is told. */
  readonly insights: string;
  /** Client id of the managed identity that may report; empty: the string itself must suffice. */
  readonly identity: string;
};

/** What is told apart from log lines and metrics. */
export type InsightsOptions = {
  /** Who reports, where Azure does not say so. */
  readonly service: string;
  /** Which requests are told, by their paths; left out: none, as where the host tells of them. */
  readonly tellsOf?: (path: string) => boolean;
};

/** Application Insights, listening. */
export type Insights = {
  /** To be given to the log. */
  readonly report: Report;
  /** Sends what waits, within a few seconds, and ends it. Never throws. */
  stop(): Promise<void>;
};

/** The setting, as a deployable's schema takes it. */
export const insightsSetting = z
  .string()
  .regex(
    /^$|(^|;)InstrumentationKey=[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}(;|$)/i,
    'not a connection string',
  )
  .default('')
  .describe('Where log lines, metrics and requests are reported; empty: nowhere.');

/**
 * Starts it, or answers `null` where no connection string is set. To be awaited before the store is
 * opened and anything is listened to: instruments that were made before it count nothing.
 */
export async function startInsights(
  settings: InsightsSettings,
  options: InsightsOptions,
): Promise<Insights | null> {
  if (settings.insights === '') return null;
  const { startSdk } = await import('./sdk.ts');
  return startSdk(settings, options);
}
