/** Detects a meeting on the device: a meeting is on while the app uses the microphone. */
import { closeSync, readSync } from 'node:fs';
import { openFileWithoutWaiting } from '../folders/openFile.ts';
import { outputText, type RunProgram } from '../runProgram.ts';

const timeoutMs = 15_000;
const consentStore =
  'Software\\Microsoft\\Windows\\CurrentVersion\\CapabilityAccessManager\\ConsentStore\\microphone';
/** The registry keys of the Teams Rooms app and of the programs in which it runs. */
const roomsApps = /\\(Microsoft\.SkypeRoomSystem|MSTeamsRooms|MSTeams)_[^\\]*$/i;

/** Reads the registry of each signed-in user; `null` when the app has never used a microphone. */
export async function isMicrophoneInUse(run: RunProgram, windows: string): Promise<boolean | null> {
  const reg = `${windows}\\System32\\reg.exe`;
  const users = outputText(await run(reg, ['query', 'HKU'], timeoutMs)) ?? '';
  const ids = users.match(/S-1-5-21-[\d-]+(?=\s|$)/g) ?? [];
  let isInUse: boolean | null = null;
  for (const id of new Set(ids)) {
    const args = ['query', `HKU\\${id}\\${consentStore}`, '/s', '/v', 'LastUsedTimeStop'];
    const isUsed = readMicrophoneUse(outputText(await run(reg, args, timeoutMs)) ?? '');
    if (isUsed !== null) isInUse = isInUse === true || isUsed;
  }
  return isInUse;
}

/** Reads the output of `reg`. `LastUsedTimeStop` is zero while an app uses the microphone. */
export function readMicrophoneUse(output: string): boolean | null {
  let isRooms = false;
  let isInUse: boolean | null = null;
  for (const line of output.split(/\r?\n/)) {
    if (line.startsWith('HKEY_')) isRooms = roomsApps.test(line.trim());
    const stop = /^\s+LastUsedTimeStop\s+REG_QWORD\s+0x([\da-f]{1,16})\s*$/i.exec(line)?.[1];
    if (isRooms && stop !== undefined) isInUse = isInUse === true || /^0+$/.test(stop);
  }
  return isInUse;
}

/** Enough for the word, a byte order mark and white space. */
const maxWordBytes = 64;

/** Reads `true` or `false` from the file; any other content returns `null` (unknown). */
export function readMeetingFile(file: string): boolean | null {
  try {
    const descriptor = openFileWithoutWaiting(file);
    const start = Buffer.alloc(maxWordBytes);
    try {
      const text = start.toString('utf8', 0, readSync(descriptor, start)).trim();
      return text === 'true' ? true : text === 'false' ? false : null;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
}
