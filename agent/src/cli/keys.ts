/** `enrol` and `rotate-key`: how a device comes to its key, and to the next one. */
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type EnrolBody, enrolBody } from '@rooms-pro/core/contracts';
import {
  type AgentConfig,
  type ConfigRead,
  readConfig,
  readConfigFile,
  readProxyEnvironment,
} from '../config.ts';
import { makeWritable, readIfThere, writeDurably } from '../durable.ts';
import { type DeviceKey, readKeyAnswer, readKeyFile, writeKeyFile } from '../keyFile.ts';
import { reasonOf } from '../log.ts';
import { parseObject } from '../logSource/readEvents.ts';
import { chooseProxy } from '../net/proxy.ts';
import { createTransport } from '../net/transport.ts';
import { sentenceIn } from '../sending/readResponse.ts';
import { agentVersion } from '../version.ts';
import { explainReason } from './explainReason.ts';
import type { ExitCode, Io } from './io.ts';

const patienceMs = 30_000;

export type EnrolOptions = {
  readonly settingsFile: string;
  readonly server: string | undefined;
  readonly code: string;
  /** The computer's name unless told otherwise. */
  readonly device: string | undefined;
};

/** Turns a one-time code into the key of this device; writes settings if there are none. */
export async function enrol(options: EnrolOptions, io: Io): Promise<ExitCode> {
  const { settingsFile, code } = options;
  const read = settingsFor(options);
  if (!read.ok) return say(io, `The settings have faults:\n  ${read.faults.join('\n  ')}`);
  const { config } = read;
  const body = enrolBody.safeParse({ code, device: config.device, agent: agentVersion });
  if (!body.success) return say(io, 'The code must have 1 to 64 characters.');
  // A code is good once: it must not be spent on a key that cannot be kept.
  makeWritable(path.dirname(config.keyFile));
  if (!existsSync(settingsFile)) makeWritable(path.dirname(settingsFile));
  const answer = await ask(config, '/api/enrol', null, body.data);
  if (!answer.ok) return say(io, `The device is not enrolled. ${answer.sentence}`);
  // The platform has the last word on the device's name; the key comes first, it is told only once.
  writeKeyFile(config.keyFile, answer.value);
  writeSettings(settingsFile, config, answer.value.device);
  io.out(`Enrolled as "${answer.value.device}". The key is in ${config.keyFile}.\n`);
  return 0;
}

/** The settings as they are, or new ones from what was told. */
function settingsFor({ settingsFile, server, device }: EnrolOptions): ConfigRead {
  if (!existsSync(settingsFile)) {
    const settings = { server, device: device ?? os.hostname() };
    return readConfig(settings, path.dirname(path.resolve(settingsFile)));
  }
  const read = readConfigFile(settingsFile);
  if (!read.ok) return read;
  const { server: known, device: name } = read.config;
  const told = readConfig({ server: server ?? known, device: device ?? name }, '/');
  if (!told.ok) return told;
  const { server: wanted, device: wantedName } = told.config;
  return { ok: true, config: { ...read.config, server: wanted, device: wantedName } };
}

/** Notes server and device in the settings; everything else in them stays. */
function writeSettings(file: string, { server }: AgentConfig, device: string): void {
  const before = parseObject((readIfThere(file) ?? '{}').replace(/^\uFEFF/, '')) ?? {};
  if (before['server'] === server && before['device'] === device) return;
  const text = JSON.stringify({ ...before, server, device }, null, 2);
  writeDurably(file, `${text}\n`, 0o644);
}

/** Asks for a new key with the old one, which stays good until the new one is used. */
export async function rotateKey(settingsFile: string, io: Io): Promise<ExitCode> {
  const read = readConfigFile(settingsFile);
  if (!read.ok) return say(io, `The settings have faults:\n  ${read.faults.join('\n  ')}`);
  const { config } = read;
  const current = readKeyFile(config.keyFile);
  // A key that others could read is the best reason for a new one.
  if (!current.ok) return say(io, `${current.sentence}\n${current.mend}`);
  makeWritable(path.dirname(config.keyFile));
  const answer = await ask(config, '/api/rotate-key', current.value.key, null);
  if (!answer.ok) return say(io, `The key stays as it is. ${answer.sentence}`);
  writeKeyFile(config.keyFile, answer.value);
  io.out('The device has a new key; the old one ends with its first use.\n');
  return 0;
}

function say(io: Io, sentence: string): ExitCode {
  io.error(`${sentence}\n`);
  return 1;
}

type Asked =
  | { readonly ok: true; readonly value: DeviceKey }
  | { readonly ok: false; readonly sentence: string };

async function ask(
  config: AgentConfig,
  pathname: string,
  key: string | null,
  body: EnrolBody | null,
): Promise<Asked> {
  const { server, caFile } = config;
  const proxy = chooseProxy(server, config.proxy, readProxyEnvironment());
  const fetch = createTransport({ proxy, caFile });
  try {
    const response = await fetch(`${server}${pathname}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify(body ?? {}),
      signal: AbortSignal.timeout(patienceMs),
    });
    const text = await response.text();
    const value = response.status === 200 || response.status === 201 ? readKeyAnswer(text) : null;
    if (value !== null) return { ok: true, value };
    const sentence = sentenceIn(text) || `The server answered with status ${response.status}.`;
    return { ok: false, sentence };
  } catch (error) {
    const why = explainReason(reasonOf(error), { server, proxy });
    return { ok: false, sentence: `${why} The self-test says more.` };
  }
}
