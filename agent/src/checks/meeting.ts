/** Whether a meeting is on, as the device can tell: the app holds the microphone. */
import { closeSync, readSync } from 'node:fs';
import { openFileWithoutWaiting } from '../folders/openFile.ts';
import { type RunProgram, textOf } from '../runProgram.ts';

const patienceMs = 15_000;
const consentStore =
  'Software\\Microsoft\\Windows\\CurrentVersion\\CapabilityAccessManager\\ConsentStore\\microphone';
/** How the keys of the Teams Rooms app and of what it runs in begin. */
const roomsApps = /\\(Microsoft\.SkypeRoomSystem|MSTeamsRooms|MSTeams)_[^\\]*$/i;

/** Asks the registry of each signed-in user; `null` when the app has never used a microphone. */
export async function askMicrophone(run: RunProgram, windows: string): Promise<boolean | null> {
  const reg = `${windows}\\System32\\reg.exe`;
  const users = textOf(await run(reg, ['query', 'HKU'], patienceMs)) ?? '';
  const ids = users.match(/S-1-5-21-[\d-]+(?=\s|$)/g) ?? [];
  let answer: boolean | null = null;
  for (const id of new Set(ids)) {
    const args = ['query', `HKU\\${id}\\${consentStore}`, '/s', '/v', 'LastUsedTimeStop'];
    const isUsed = readMicrophoneUse(textOf(await run(reg, args, patienceMs)) ?? '');
    if (isUsed !== null) answer = answer === true || isUsed;
  }
  return answer;
}

/** `LastUsedTimeStop` is zero for as long as an app holds the microphone. */
export function readMicrophoneUse(output: string): boolean | null {
  let isRooms = false;
  let answer: boolean | null = null;
  for (const line of output.split(/\r?\n/)) {
    if (line.startsWith('HKEY_')) isRooms = roomsApps.test(line.trim());
    const stop = /^\s+LastUsedTimeStop\s+REG_QWORD\s+0x([\da-f]{1,16})\s*$/i.exec(line)?.[1];
    if (isRooms && stop !== undefined) answer = answer === true || /^0+$/.test(stop);
  }
  return answer;
}

/** Room for the word, a byte order mark and white space. */
const mostBytes = 64;

/** The file's word: `true` or `false`, anything else is unknown. */
export function readMeetingFile(file: string): boolean | null {
  try {
    const descriptor = openFileWithoutWaiting(file);
    const start = Buffer.alloc(mostBytes);
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
