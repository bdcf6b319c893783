/** The one door to the log and to what Application Insights hears of it; off until it is configured. */
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
