/** What the connection to Application Insights needs and offers. */
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
