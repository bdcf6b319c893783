/** `enrol` and `rotate-key`: fetch the first key of a device and replace it later. */
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
import { type DeviceKey, readKeyFile, readKeyResponse, writeKeyFile } from '../keyFile.ts';
import { errorReason } from '../log.ts';
import { parseObject } from '../logSource/readEvents.ts';
import { chooseProxy } from '../net/proxy.ts';
import { createTransport } from '../net/transport.ts';
import { sentenceIn } from '../sending/readResponse.ts';
import { agentVersion } from '../version.ts';
import { explainReason } from './explainReason.ts';
import type { ExitCode, Io } from './io.ts';

const timeoutMs = 30_000;

export type EnrolOptions = {
  readonly settingsFile: string;
  readonly server: string | undefined;
  readonly code: string;
  /** The default is the computer's name. */
  readonly device: string | undefined;
};

/** Exchanges a one-time code for the key of this device; writes the settings file if it does not exist. */
export async function enrol(options: EnrolOptions, io: Io): Promise<ExitCode> {
  const { settingsFile, code } = options;
  const read = settingsFor(options);
  if (!read.ok) return failWith(io, `The settings have faults:\n  ${read.faults.join('\n  ')}`);
  const { config } = read;
  const body = enrolBody.safeParse({ code, device: config.device, agent: agentVersion });
  if (!body.success) return failWith(io, 'The code must have 1 to 64 characters.');
  // A code is valid once: do not use it when the key cannot be stored.
  makeWritable(path.dirname(config.keyFile));
  if (!existsSync(settingsFile)) makeWritable(path.dirname(settingsFile));
  const response = await requestKey(config, '/api/enrol', null, body.data);
  if (!response.ok) return failWith(io, `The device is not enrolled. ${response.sentence}`);
  // The platform decides the device's name. The key is written first, because it is sent only once.
  writeKeyFile(config.keyFile, response.value);
  writeSettings(settingsFile, config, response.value.device);
  io.out(`Enrolled as "${response.value.device}". The key is in ${config.keyFile}.\n`);
  return 0;
}

/** The existing settings with the given overrides, or new settings from the options. */
function settingsFor({ settingsFile, server, device }: EnrolOptions): ConfigRead {
  if (!existsSync(settingsFile)) {
    const settings = { server, device: device ?? os.hostname() };
    return readConfig(settings, path.dirname(path.resolve(settingsFile)));
  }
  const read = readConfigFile(settingsFile);
  if (!read.ok) return read;
  const { server: known, device: name } = read.config;
  const overrides = readConfig({ server: server ?? known, device: device ?? name }, '/');
  if (!overrides.ok) return overrides;
  const { server: wanted, device: wantedName } = overrides.config;
  return { ok: true, config: { ...read.config, server: wanted, device: wantedName } };
}

/** Writes server and device into the settings file and keeps all other settings. */
function writeSettings(file: string, { server }: AgentConfig, device: string): void {
  const before = parseObject((readIfThere(file) ?? '{}').replace(/^\uFEFF/, '')) ?? {};
  if (before['server'] === server && before['device'] === device) return;
  const text = JSON.stringify({ ...before, server, device }, null, 2);
  writeDurably(file, `${text}\n`, 0o644);
}

/** Requests a new key with the old key. The old key stays valid until the new key is first used. */
export async function rotateKey(settingsFile: string, io: Io): Promise<ExitCode> {
  const read = readConfigFile(settingsFile);
  if (!read.ok) return failWith(io, `The settings have faults:\n  ${read.faults.join('\n  ')}`);
  const { config } = read;
  const current = readKeyFile(config.keyFile);
  // An unprotected key file is refused, too: the advice is to fix its rights first.
  if (!current.ok) return failWith(io, `${current.sentence}\n${current.advice}`);
  makeWritable(path.dirname(config.keyFile));
  const response = await requestKey(config, '/api/rotate-key', current.value.key, null);
  if (!response.ok) return failWith(io, `The key stays as it is. ${response.sentence}`);
  writeKeyFile(config.keyFile, response.value);
  io.out('The device has a new key. The old key becomes invalid when the new key is first used.\n');
  return 0;
}

function failWith(io: Io, sentence: string): ExitCode {
  io.error(`${sentence}\n`);
  return 1;
}

type KeyResponse =
  | { readonly ok: true; readonly value: DeviceKey }
  | { readonly ok: false; readonly sentence: string };

async function requestKey(
  config: AgentConfig,
  pathname: string,
  key: string | null,
  body: EnrolBody | null,
): Promise<KeyResponse> {
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
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    const value = response.status === 200 || response.status === 201 ? readKeyResponse(text) : null;
    if (value !== null) return { ok: true, value };
    const sentence = sentenceIn(text) || `The server responded with status ${response.status}.`;
    return { ok: false, sentence };
  } catch (error) {
    const why = explainReason(errorReason(error), { server, proxy });
    return { ok: false, sentence: `${why} Run self-test for details.` };
  }
}
