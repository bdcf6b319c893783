/** Reports requests and faults to Application Insights, where the settings name one; else loads nothing. */

export type InsightsSettings = {
  /** Connection string; empty: nothing is reported. */
  readonly insights: string;
  /** Client id of the managed identity that may report; empty: the string itself must suffice. */
  readonly identity: string;
};

/** Starts reporting; to be awaited before anything is listened to. */
export async function startInsights({ insights, identity }: InsightsSettings): Promise<void> {
  if (insights === '') return;
  const [{ useAzureMonitor }, { ManagedIdentityCredential }] = await Promise.all([
    import('@azure/monitor-opentelemetry'),
    import('@azure/identity'),
  ]);
  const credential =
    identity === '' ? {} : { credential: new ManagedIdentityCredential({ clientId: identity }) };
  useAzureMonitor({ azureMonitorExporterOptions: { connectionString: insights, ...credential } });
}
