/** The one door to ingest: handlers, the sweep, keys, and how rooms come to be. */
export { createTelemetryAnswer, type TelemetryRequest } from './answerTelemetry.ts';
export { StoreUnavailable } from './atStore.ts';
export { type IngestConfig, readConfig as readIngestConfig } from './config.ts';
export type { RoomDeps, TelemetryDeps } from './deps.ts';
export { type FunctionHandlers, registerFunctions } from './functions.ts';
export { createIngestTelemetry } from './ingestTelemetry.ts';
export {
  createKeyRing,
  issueKey,
  type KeyDocument,
  type KeyRing,
  type KeyVerdict,
  keyId,
  registerKey,
  revokeKey,
  type Speaker,
} from './keys.ts';
export { locateJsonFault } from './locateJsonFault.ts';
export { createLog, type Log, type LogEvent } from './log.ts';
export type { TelemetryResponse } from './refusal.ts';
export {
  type DeviceDocument,
  type NewRoom,
  type RegisterDeps,
  registerRoom,
} from './registerRoom.ts';
export {
  createSweep,
  type Sweep,
  type SweepDeps,
  type SweepResult,
  sweepEveryMs,
} from './sweep.ts';
