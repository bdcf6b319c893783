/** `status`: how the service fares, from what it left on disk. */
import { z } from 'zod';
import { readConfigFile, readProxyEnvironment } from '../config.ts';
import { keepInFile } from '../durable.ts';
import { readKeyFile } from '../keyFile.ts';
import { chooseProxy } from '../net/proxy.ts';
import { lookAtSpool, type SpoolSeen } from '../spool/inspectSpool.ts';
import { explainReason, type Way } from './explainReason.ts';
import type { ExitCode, Io } from './io.ts';
import { statusFile } from './run.ts';

const statusSchema = z.looseObject({
  at: z.string(),
  event: z.string(),
  lastSentAt: z.string().nullable(),
  waiting: z.number().optional(),
  reason: z.string().optional(),
});
type LastWord = z.infer<typeof statusSchema>;

const sentences: Readonly<Record<string, string>> = {
  'agent.started': 'It has started and sent nothing yet.',
  'telemetry.sent': 'The platform confirms what is sent.',
  'telemetry.deferred': 'The platform cannot be reached; what is observed is kept.',
  'telemetry.keyRefused': 'The platform refuses the key; what is observed is kept.',
};

/** Prints it, as sentences or as JSON. */
export function status(settingsFile: string, asJson: boolean, io: Io): ExitCode {
  const read = readConfigFile(settingsFile);
  if (!read.ok) {
    io.error(`The settings have faults:\n${read.faults.map((fault) => `  ${fault}`).join('\n')}\n`);
    return 1;
  }
  const { server, device, spoolFolder, keyFile, proxy } = read.config;
  const last = keepInFile(
    statusFile(spoolFolder),
    (value) => statusSchema.safeParse(value).data ?? null,
  ).read();
  const spool = lookAtSpool(spoolFolder);
  const key = readKeyFile(keyFile);
  const isWell = last?.event === 'telemetry.sent' && key.ok;
  const way = { server, proxy: chooseProxy(server, proxy, readProxyEnvironment()) };
  const why = last === null ? null : explain(last, way);
  if (asJson) {
    const { position, ...unsent } = spool;
    io.out(`${JSON.stringify({ server, device, isWell, last, why, unsent, position })}\n`);
    return isWell ? 0 : 1;
  }
  const lines = [
    `Device ${device} at ${server}`,
    last === null
      ? 'It has not run with these settings.'
      : `${sentences[last.event] ?? last.event} (${last.at})`,
    ...(why === null ? [] : [`Reason: ${why}`]),
    ...(last === null ? [] : [`Last confirmed: ${last.lastSentAt ?? 'never'}`]),
    ...describe(spool),
    ...(key.ok ? [] : [key.sentence, key.mend]),
  ];
  io.out(`${lines.join('\n')}\n`);
  return isWell ? 0 : 1;
}

/** Why the last attempt failed: the platform's own sentence, or what the network's error means. */
function explain({ event, reason = '' }: LastWord, way: Way): string | null {
  if (reason === '') return null;
  return event === 'telemetry.deferred' ? explainReason(reason, way) : reason;
}

function describe({ waiting, oldestAt, position }: SpoolSeen): string[] {
  const { dropped, setAside } = position ?? { dropped: 0, setAside: 0 };
  return [
    waiting === 0
      ? 'Unsent: nothing.'
      : `Unsent: ${waiting} messages${oldestAt === null ? '' : `, the oldest of ${oldestAt}`}.`,
    ...(dropped > 0 ? [`Let go because the spool was full: ${dropped} messages.`] : []),
    ...(setAside > 0 ? [`Set aside in the rejected folder: ${setAside}.`] : []),
  ];
}
