/** The one door to ingest: handlers, the sweep, keys, and how rooms come to be. */
export {
  type CodeFault,
  type EnrolmentCodeListing,
  issueEnrolmentCode,
  issueKey,
  type KeyDocument,
  type KeyListing,
  type KeyOwner,
  keyId,
  listEnrolmentCodes,
  listKeys,
  registerKey,
  revokeEnrolmentCode,
  revokeKey,
} from '@rooms-pro/store';
export { composeIngest, type Ingest, type IngestDeps } from './compose.ts';
export {
  describeConfig as describeIngestConfig,
  type GraphConfig,
  type IngestConfig,
  readConfig as readIngestConfig,
} from './config.ts';
export type { RoomDeps, TelemetryDeps } from './deps.ts';
export { createAttachmentHandler } from './devices/handleAttachment.ts';
export { createEnrolHandler, createRotateHandler } from './devices/handleEnrol.ts';
export { createKeyRing, type KeyRing, type KeyVerdict } from './devices/keyRing.ts';
export { defaultQuotas, type Quotas } from './devices/quotas.ts';
export {
  type NewRoom,
  type RegisterDeps,
  registerRoom,
} from './devices/registerRoom.ts';
export { type FunctionHandlers, registerFunctions } from './functions.ts';
export {
  type Collector,
  type CollectorDeps,
  type CollectResult,
  collectEveryMs,
  createCollector,
} from './graph/collector.ts';
export { createGraphTokens } from './graph/graphTokens.ts';
export { asFunction, createIngestTelemetry } from './http/asFunction.ts';
export { locateJsonFault } from './http/locateJsonFault.ts';
export type { IngestResponse } from './http/refusal.ts';
export {
  type DeviceStateRequest,
  type EnrolRequest,
  type FileRequest,
  type IngestRequest,
  readFileHeaders,
  type TelemetryRequest,
} from './http/request.ts';
export { createLog, type Log, type LogEvent } from './log.ts';
export {
  createSweep,
  type Sweep,
  type SweepDeps,
  type SweepResult,
  sweepEveryMs,
} from './sweep/sweep.ts';
export { createDeviceStateHandler } from './telemetry/handleDeviceState.ts';
export { createTelemetryHandler } from './telemetry/handleTelemetry.ts';
export { availabilityFrom } from './telemetry/warmUp.ts';
