/** The log of the Monitoring Software: one JSON line for each event; a closed union names the events. */

/** All events that the Monitoring Software logs or reports to the embedding process. */
export type AgentEvent =
  | 'agent.started'
  | 'agent.stopped'
  | 'agent.failed'
  | 'telemetry.sent'
  | 'telemetry.deferred'
  | 'telemetry.keyRefused'
  | 'telemetry.halved'
  | 'message.setAside'
  | 'item.rejected'
  | 'item.tooLarge'
  | 'spool.dropped'
  | 'spool.damaged'
  | 'spool.failed'
  | 'spool.takenOver'
  | 'log.restarted'
  | 'log.unreadable'
  | 'log.failed'
  | 'check.failed'
  | 'check.skipped'
  | 'beat.failed'
  | 'command.started'
  | 'command.finished'
  | 'command.refused'
  | 'logs.sent'
  | 'logs.deferred'
  | 'logs.kept';

export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Receives an event with flat fields. The fields never contain a key or a body. */
export type OnEvent = (event: AgentEvent, fields?: LogFields) => void;

const infoEvents: readonly AgentEvent[] = [
  'agent.started',
  'agent.stopped',
  'telemetry.sent',
  'spool.takenOver',
  'command.started',
  'command.finished',
  'logs.sent',
];

/** Writes each event as one JSON line. */
export function createLog(write: (line: string) => void, now: () => Date): OnEvent {
  return (event, fields = {}) => {
    const level = infoEvents.includes(event) ? 'info' : 'warn';
    write(`${JSON.stringify({ time: now().toISOString(), level, event, ...fields })}\n`);
  };
}

/** Every error of SQLite has this code, and its message names the reason. */
const sqliteCode = 'ERR_SQLITE_ERROR';

/** The reason of an error for a log field: that of its cause, else its code, else its message. */
export function errorReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, 200);
  const isNamed = 'code' in error && typeof error.code === 'string' && error.code !== sqliteCode;
  const code = isNamed ? String(error.code) : null;
  const cause = error.cause instanceof Error ? errorReason(error.cause) : null;
  return (cause ?? code ?? error.message).slice(0, 200);
}
