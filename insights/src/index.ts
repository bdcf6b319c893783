/** The entry point of the package: the log, and reports to Application Insights, which are off by default. */
export { insightsSetting, startInsights } from './insights.ts';
export type { Insights, InsightsSettings } from './insightsOptions.ts';
export {
  createLogOf,
  type Destination,
  deployedRateLimits,
  type Level,
  type Line,
  type LogFields,
  type LogOf,
  type LogRateLimits,
  type Report,
} from './log.ts';
