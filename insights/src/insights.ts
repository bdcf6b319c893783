/** The setting that turns on Application Insights, and the function that loads the SDK if it is set. */
import { z } from 'zod';
import type { Report } from './log.ts';

export type InsightsSettings = {
  /** Connection string; empty: nothing is loaded or reported. */
  readonly insights: string;
  /** Client id of the managed identity that reports; empty: the connection string is sufficient. */
  readonly identity: string;
};

/** Options for reports beside log lines and metrics. */
export type InsightsOptions = {
  /** Name of the service, where Azure does not set one. */
  readonly service: string;
  /** Whether to report requests with this path; absent: none, for example where the host reports them. */
  readonly tellsOf?: (path: string) => boolean;
};

/** The running connection to Application Insights. */
export type Insights = {
  /** The report for the log. */
  readonly report: Report;
  /** Sends waiting data within a few seconds, then stops. Never throws. */
  stop(): Promise<void>;
};

/** The setting, for the schema of a deployable. */
export const insightsSetting = z
  .string()
  .regex(
    /^$|(^|;)InstrumentationKey=[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}(;|$)/i,
    'not a connection string',
  )
  .default('')
  .describe('Where log lines, metrics and requests are reported; empty: nowhere.');

/**
 * Starts the reports, or returns `null` when no connection string is set. Await it before you open the
 * store and start servers: instruments that were created earlier count nothing.
 */
export async function startInsights(
  settings: InsightsSettings,
  options: InsightsOptions,
): Promise<Insights | null> {
  if (settings.insights === '') return null;
  const { startSdk } = await import('./sdk.ts');
  return startSdk(settings, options);
}
