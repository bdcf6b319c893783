/** `status`: shows the state of the service from its files on disk. */
import { z } from 'zod';
import { readConfigFile, readProxyEnvironment } from '../config.ts';
import { persistInFile } from '../durable.ts';
import { readKeyFile } from '../keyFile.ts';
import { chooseProxy } from '../net/proxy.ts';
import { inspectSpool, type SpoolSnapshot } from '../spool/inspectSpool.ts';
import { explainReason, type Route } from './explainReason.ts';
import type { ExitCode, Io } from './io.ts';
import { statusFile } from './run.ts';

const statusSchema = z.looseObject({
  at: z.string(),
  event: z.string(),
  lastSentAt: z.string().nullable(),
  waiting: z.number().optional(),
  reason: z.string().optional(),
});
type LastStatus = z.infer<typeof statusSchema>;

const sentences: Readonly<Record<string, string>> = {
  'agent.started': 'The service has started and has sent nothing yet.',
  'telemetry.sent': 'The platform confirms the messages.',
  'telemetry.deferred': 'The platform cannot be reached; the messages stay in the spool.',
  'telemetry.keyRefused': 'The platform refuses the key; the messages stay in the spool.',
};

/** Prints the state as sentences or as JSON. */
export function status(settingsFile: string, asJson: boolean, io: Io): ExitCode {
  const read = readConfigFile(settingsFile);
  if (!read.ok) {
    io.error(`The settings have faults:\n${read.faults.map((fault) => `  ${fault}`).join('\n')}\n`);
    return 1;
  }
  const { server, device, spoolFolder, keyFile, proxy } = read.config;
  const last = persistInFile(
    statusFile(spoolFolder),
    (value) => statusSchema.safeParse(value).data ?? null,
  ).read();
  const spool = inspectSpool(spoolFolder);
  const key = readKeyFile(keyFile);
  const isWell = last?.event === 'telemetry.sent' && key.ok;
  const route = { server, proxy: chooseProxy(server, proxy, readProxyEnvironment()) };
  const why = last === null ? null : explain(last, route);
  if (asJson) {
    const { position, isDamaged, ...unsent } = spool;
    const state = { server, device, isWell, last, why, unsent, isDamaged, position };
    io.out(`${JSON.stringify(state)}\n`);
    return isWell ? 0 : 1;
  }
  const lines = [
    `Device ${device} at ${server}`,
    last === null
      ? 'The service has never run with these settings.'
      : `${sentences[last.event] ?? last.event} (${last.at})`,
    ...(why === null ? [] : [`Reason: ${why}`]),
    ...(last === null ? [] : [`Last confirmed: ${last.lastSentAt ?? 'never'}`]),
    ...describe(spool),
    ...(key.ok ? [] : [key.sentence, key.advice]),
  ];
  io.out(`${lines.join('\n')}\n`);
  return isWell ? 0 : 1;
}

/** Why the last attempt failed: the platform's sentence, or an explanation of the network error. */
function explain({ event, reason = '' }: LastStatus, route: Route): string | null {
  if (reason === '') return null;
  return event === 'telemetry.deferred' ? explainReason(reason, route) : reason;
}

function describe({ waiting, oldestAt, position, isDamaged }: SpoolSnapshot): string[] {
  if (isDamaged)
    return [
      'The file of the unsent messages is damaged. The service repairs it at its next start.',
    ];
  const { dropped, setAside } = position ?? { dropped: 0, setAside: 0 };
  return [
    waiting === 0
      ? 'Unsent: nothing.'
      : `Unsent: ${waiting} messages${oldestAt === null ? '' : `, the oldest from ${oldestAt}`}.`,
    ...(dropped > 0 ? [`Dropped because the spool was full: ${dropped} messages.`] : []),
    ...(setAside > 0 ? [`Moved to the folder "rejected": ${setAside}.`] : []),
  ];
}
