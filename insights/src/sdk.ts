/** The only code that uses OpenTelemetry's SDK and Azure Monitor's exporter; loaded when needed. */
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import { ManagedIdentityCredential } from '@azure/identity';
import {
  type AzureMonitorExporterOptions,
  AzureMonitorLogExporter,
  AzureMonitorMetricExporter,
  AzureMonitorTraceExporter,
} from '@azure/monitor-opentelemetry-exporter';
import { createNoopMeter, metrics } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import {
  azureAppServiceDetector,
  azureFunctionsDetector,
} from '@opentelemetry/resource-detector-azure';
import { detectResources, type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Insights, InsightsOptions, InsightsSettings } from './insightsOptions.ts';
import { createRecords } from './records.ts';
import { createSampler, nameByRoute, rateLimitRequests, redactPersons } from './requests.ts';

const metricsIntervalMs = 60_000;
const stopTimeoutMs = 5_000;

/** Starts the reports of the whole process. */
export function startSdk(
  { insights, identity }: InsightsSettings,
  options: InsightsOptions,
): Insights {
  disableSelfReports();
  const exporting = {
    connectionString: insights,
    ...(identity === ''
      ? {}
      : { credential: new ManagedIdentityCredential({ clientId: identity }) }),
  };
  const resource = detectResource(options.service);
  const parts = [
    startTraces(exporting, resource, options),
    startMetrics(exporting, resource),
    startLogs(exporting, resource),
  ];
  return {
    report: createRecords(),
    async stop() {
      const ended = Promise.allSettled(parts.map((part) => part.shutdown()));
      await Promise.race([ended, wait(stopTimeoutMs, undefined, { ref: false })]);
    },
  };
}

/** Turns off the exporter's reports to Microsoft about itself; environment variables are the only way. */
function disableSelfReports(): void {
  process.env['APPLICATION_INSIGHTS_NO_STATSBEAT'] = 'true';
  process.env['APPLICATIONINSIGHTS_OPENTELEMETRY_RESOURCE_METRIC_DISABLED'] = 'true';
}

/** On Azure the resource has the name of the app, as in the logs of Azure. */
function detectResource(service: string): Resource {
  const detectors = [azureAppServiceDetector, azureFunctionsDetector];
  return resourceFromAttributes({ 'service.name': service }).merge(detectResources({ detectors }));
}

function startLogs(exporting: AzureMonitorExporterOptions, resource: Resource) {
  const exporter = new AzureMonitorLogExporter(exporting);
  const provider = new LoggerProvider({
    resource,
    processors: [new BatchLogRecordProcessor({ exporter })],
  });
  logs.setGlobalLoggerProvider(provider);
  return provider;
}

function startMetrics(exporting: AzureMonitorExporterOptions, resource: Resource) {
  const exporter = new AzureMonitorMetricExporter(exporting);
  const exportIntervalMillis = metricsIntervalMs;
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis });
  const provider = new MeterProvider({ resource, readers: [reader] });
  metrics.setGlobalMeterProvider(provider);
  return provider;
}

/** Traces also connect log lines with their request, where requests are not reported. */
function startTraces(
  exporting: AzureMonitorExporterOptions,
  resource: Resource,
  { tellsOf }: InsightsOptions,
) {
  const exporter = tellsOf && new AzureMonitorTraceExporter(exporting);
  const provider = new NodeTracerProvider({
    resource,
    sampler: createSampler(),
    spanProcessors: exporter
      ? [redactPersons, rateLimitRequests(new BatchSpanProcessor(exporter))]
      : [],
  });
  provider.register();
  if (tellsOf) watchRequests(tellsOf);
  return provider;
}

/**
 * Reports incoming requests and the outgoing requests that they cause. Other outgoing requests (the feed
 * twice a second, cards) would be most of the cost; log lines and metrics describe those.
 */
function watchRequests(tellsOf: (path: string) => boolean): void {
  const instrumentation = new HttpInstrumentation({
    requireParentforOutgoingSpans: true,
    applyCustomAttributesOnSpan: nameByRoute,
    ignoreIncomingRequestHook: ({ url = '' }) => !tellsOf(url.split('?', 1)[0] ?? ''),
  });
  // Its histograms, by route and status, would cost more than the requests and add no information.
  const meterProvider = { getMeter: () => createNoopMeter() };
  registerInstrumentations({ instrumentations: [instrumentation], meterProvider });
  // The instrumentation takes effect at the next `require` of these modules, and a bundle has no such call.
  const require = createRequire(import.meta.url);
  for (const name of ['http', 'https']) require(name);
  syncBuiltinESMExports();
}
