/** Reports requests and faults to Application Insights, where the settings name one; else loads nothing. */

/** Starts reporting; to be awaited before anything is listened to. Empty: it does nothing. */
export async function startInsights(connectionString: string): Promise<void> {
  if (connectionString === '') return;
  const { useAzureMonitor } = await import('@azure/monitor-opentelemetry');
  useAzureMonitor({ azureMonitorExporterOptions: { connectionString } });
}
