/** The one door to ingest: handlers, the sweep, keys, and how rooms come to be. */
export {
  type CodeFault,
  type EnrolmentCodeListing,
  issueEnrolmentCode,
  issueKey,
  type KeyDocument,
  type KeyListing,
  keyId,
  listEnrolmentCodes,
  listKeys,
  registerKey,
  revokeEnrolmentCode,
  revokeKey,
  type Speaker,
} from '@rooms-pro/store';
export { createAttachmentAnswer } from './answerAttachment.ts';
export { createDeviceStateAnswer } from './answerDeviceState.ts';
export { createTelemetryAnswer } from './answerTelemetry.ts';
export { StoreUnavailable } from './atStore.ts';
export {
  type Collector,
  type CollectorDeps,
  type CollectResult,
  collectEveryMs,
  createCollector,
} from './collect/collector.ts';
export { createGraphTokens } from './collect/graphTokens.ts';
export { composeIngest, type Ingest, type IngestDeps } from './composeIngest.ts';
export {
  describeConfig as describeIngestConfig,
  type GraphConfig,
  type IngestConfig,
  readConfig as readIngestConfig,
} from './config.ts';
export type { RoomDeps, TelemetryDeps } from './deps.ts';
export { createEnrolAnswer, createRotateAnswer } from './enrol.ts';
export { type FunctionHandlers, registerFunctions } from './functions.ts';
export { asFunction, createIngestTelemetry } from './ingestTelemetry.ts';
export { createKeyRing, type KeyRing, type KeyVerdict } from './keyRing.ts';
export { listeningFrom } from './listening.ts';
export { locateJsonFault } from './locateJsonFault.ts';
export { createLog, type Log, type LogEvent } from './log.ts';
export { defaultQuotas, type Quotas } from './quotas/quotas.ts';
export type { IngestResponse } from './refusal.ts';
export {
  type NewRoom,
  type RegisterDeps,
  registerRoom,
} from './registerRoom.ts';
export {
  type DeviceStateRequest,
  type EnrolRequest,
  type FileRequest,
  fileIn,
  type IngestRequest,
  type TelemetryRequest,
} from './request.ts';
export {
  createSweep,
  type Sweep,
  type SweepDeps,
  type SweepResult,
  sweepEveryMs,
} from './sweep.ts';
