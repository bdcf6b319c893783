/** The setting that turns on Application Insights, and the function that loads the SDK if it is set. */
import { z } from 'zod';
import type { Insights, InsightsOptions, InsightsSettings } from './insightsOptions.ts';

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
