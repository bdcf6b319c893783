/** What the Monitoring Software writes to its log: event names from a closed union, one JSON line each. */

/** Everything the Monitoring Software logs or tells its embedder. */
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

/** Hears of an event with its flat fields: never a key, never a body. */
export type OnEvent = (event: AgentEvent, fields?: LogFields) => void;

const quietEvents: readonly AgentEvent[] = [
  'agent.started',
  'agent.stopped',
  'telemetry.sent',
  'command.started',
  'command.finished',
  'logs.sent',
];

/** Writes each event as one JSON line. */
export function createLog(write: (line: string) => void, now: () => Date): OnEvent {
  return (event, fields = {}) => {
    const level = quietEvents.includes(event) ? 'info' : 'warn';
    write(`${JSON.stringify({ time: now().toISOString(), level, event, ...fields })}\n`);
  };
}

/** What an error says, as a log field: its code where it has one, its message otherwise. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, 200);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const cause = error.cause instanceof Error ? reasonOf(error.cause) : null;
  return (cause ?? code ?? error.message).slice(0, 200);
}
