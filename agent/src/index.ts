/** The entry point of the Monitoring Software for packages that run it in their process. */
export type { CommandOutcome } from './commands/commandRunner.ts';
export type { LedgerEntry } from './commands/ledger.ts';
export type { PersistedValue } from './durable.ts';
export type { AgentEvent, LogFields, OnEvent } from './log.ts';
export type { LogSource, ObservedEvent } from './logSource/logSource.ts';
export type { DeviceFacts, Observation } from './loop/items.ts';
export type { Wait } from './loop/wait.ts';
export type { Fetch, FetchInit, FetchResponse } from './net/fetch.ts';
export { createMemorySpool } from './spool/memorySpool.ts';
export type { Spool, SpooledMessage, SpoolState } from './spool/spool.ts';
export { type Agent, type AgentOptions, startAgent } from './startAgent.ts';
export { agentVersion } from './version.ts';
