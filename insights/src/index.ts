/** The entry point of the package: the log, and reports to Application Insights, which are off by default. */
export {
  type Insights,
  type InsightsSettings,
  insightsSetting,
  startInsights,
} from './insights.ts';
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
