/** The only code that knows OpenTelemetry's SDK and Azure Monitor's exporter; loaded when needed. */
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
import type { Insights, InsightsOptions, InsightsSettings } from './insights.ts';
import { createRecords } from './records.ts';
import { createSampler, nameByRoute, rateLimitRequests, redactPersons } from './requests.ts';

const metricsEveryMs = 60_000;
const stopWithinMs = 5_000;

/** Starts it for the whole process. */
export function startSdk(
  { insights, identity }: InsightsSettings,
  options: InsightsOptions,
): Insights {
  beQuiet();
  const exporting = {
    connectionString: insights,
    ...(identity === ''
      ? {}
      : { credential: new ManagedIdentityCredential({ clientId: identity }) }),
  };
  const resource = resourceOf(options.service);
  const parts = [
    startTraces(exporting, resource, options),
    startMetrics(exporting, resource),
    startLogs(exporting, resource),
  ];
  return {
    report: createRecords(),
    async stop() {
      const ended = Promise.allSettled(parts.map((part) => part.shutdown()));
      await Promise.race([ended, wait(stopWithinMs, undefined, { ref: false })]);
    },
  };
}

/** What the exporter would tell its maker about itself; it takes this from the environment alone. */
function beQuiet(): void {
  process.env['APPLICATION_INSIGHTS_NO_STATSBEAT'] = 'true';
  process.env['APPLICATIONINSIGHTS_OPENTELEMETRY_RESOURCE_METRIC_DISABLED'] = 'true';
}

/** On Azure: the name of the app, as its own logs have it. */
function resourceOf(service: string): Resource {
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
  const exportIntervalMillis = metricsEveryMs;
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis });
  const provider = new MeterProvider({ resource, readers: [reader] });
  metrics.setGlobalMeterProvider(provider);
  return provider;
}

/** Also what keeps log lines with the request that they belong to, where requests are not told. */
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
 * Requests that come in, and what is asked of others because of them. What is asked without one (the
 * feed twice a second, cards) would be most of the bill; log lines and metrics tell of it.
 */
function watchRequests(tellsOf: (path: string) => boolean): void {
  const instrumentation = new HttpInstrumentation({
    requireParentforOutgoingSpans: true,
    applyCustomAttributesOnSpan: nameByRoute,
    ignoreIncomingRequestHook: ({ url = '' }) => !tellsOf(url.split('?', 1)[0] ?? ''),
  });
  // Its histograms, by route and status, would cost more than the requests and say no more.
  const meterProvider = { getMeter: () => createNoopMeter() };
  registerInstrumentations({ instrumentations: [instrumentation], meterProvider });
  // It takes hold when they are required the next time; in a bundle nobody would.
  const require = createRequire(import.meta.url);
  for (const name of ['http', 'https']) require(name);
  syncBuiltinESMExports();
}
