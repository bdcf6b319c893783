/** `status`: how the service fares, from what it left on disk. */
import path from 'node:path';
import { z } from 'zod';
import { readConfigFile } from '../config.ts';
import { keepInFile, readIfThere } from '../durable.ts';
import { readKeyFile } from '../keyFile.ts';
import type { ExitCode, Io } from './io.ts';
import { statusFile } from './run.ts';

const statusSchema = z.looseObject({
  at: z.string(),
  event: z.string(),
  lastSentAt: z.string().nullable(),
  waiting: z.number().optional(),
  reason: z.string().optional(),
});
const positionSchema = z.object({
  lastSeq: z.number(),
  confirmed: z.number(),
  dropped: z.number(),
  setAside: z.number(),
});

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
  const { server, device, spoolFolder, keyFile } = read.config;
  const last = keepInFile(
    statusFile(spoolFolder),
    (value) => statusSchema.safeParse(value).data ?? null,
  ).read();
  const position = keepInFile(
    path.join(spoolFolder, 'position.json'),
    (value) => positionSchema.safeParse(value).data ?? null,
  ).read();
  const isWell = last?.event === 'telemetry.sent' && readKeyFile(keyFile).ok;
  if (asJson) {
    io.out(`${JSON.stringify({ server, device, isWell, last, position })}\n`);
    return isWell ? 0 : 1;
  }
  const lines = [
    `Device ${device} at ${server}`,
    last === null
      ? 'It has not run with these settings.'
      : `${sentences[last.event] ?? last.event} (${last.at})`,
    ...(last?.reason === undefined ? [] : [`Reason: ${last.reason}`]),
    ...(last === null ? [] : [`Last confirmed: ${last.lastSentAt ?? 'never'}`]),
    ...(position === null ? [] : describe(position)),
    ...(readIfThere(keyFile) === null ? ['There is no key file: enrol this device.'] : []),
  ];
  io.out(`${lines.join('\n')}\n`);
  return isWell ? 0 : 1;
}

function describe({ dropped, setAside }: z.infer<typeof positionSchema>): string[] {
  return [
    ...(dropped > 0 ? [`Let go because the spool was full: ${dropped} messages.`] : []),
    ...(setAside > 0 ? [`Set aside in the rejected folder: ${setAside}.`] : []),
  ];
}
