/** The self-test's last steps: one heartbeat, and what the platform says of key, clock and telemetry. */
import { reasonOf } from '../log.ts';
import type { Fetch } from '../net/fetch.ts';
import { type Answer, readAnswer } from '../sending/readResponse.ts';
import { agentVersion } from '../version.ts';
import { fail, pass, type Step, skip } from './step.ts';

export type ExchangeDeps = {
  readonly server: string;
  readonly device: string;
  /** `null`: there is none to try. */
  readonly key: string | null;
  readonly fetch: Fetch;
  readonly now: () => Date;
};

const patienceMs = 15_000;
const tolerableMs = 5 * 60_000;

/** Sends one heartbeat and judges the answer. */
export async function testExchange(deps: ExchangeDeps): Promise<Step[]> {
  const { key, now } = deps;
  if (key === null) return [skip('key', 'key file'), skip('clock', 'key file'), lastSkip()];
  try {
    const response = await deps.fetch(`${deps.server}/api/telemetry`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ messages: [heartbeat(deps)] }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const clock = testClock(response.headers.get('date'), now());
    const answered = { status: response.status, retryAfter: null, text: await response.text() };
    return judge(readAnswer(answered, 1, now()), response.status, deps.device, clock);
  } catch (error) {
    const sentence = `No answer came (${reasonOf(error)}).`;
    const advice = 'Try again; if it stays so, the server or something before it is in trouble.';
    return [
      skip('key', 'telemetry'),
      skip('clock', 'telemetry'),
      fail('telemetry', sentence, advice),
    ];
  }
}

function lastSkip(): Step {
  return skip('telemetry', 'key file');
}

function heartbeat({ device, now }: ExchangeDeps) {
  return { device, sentAt: now().toISOString(), seq: 0, agent: agentVersion, items: [] };
}

function judge(answer: Answer, status: number, device: string, clock: Step): Step[] {
  if (answer.kind === 'keyRefused') {
    const said = answer.reason === '' ? '' : ` It says: ${answer.reason}`;
    const key =
      answer.status === 401
        ? fail(
            'key',
            `The platform does not accept the key (401).${said}`,
            'Ask a manager for a new enrolment code, and enrol the device again.',
          )
        : fail(
            'key',
            `The key is good, but not for "${device}" (403).${said}`,
            'Check "device" in the settings: it must be the device that was enrolled.',
          );
    return [key, clock, skip('telemetry', 'key')];
  }
  if (answer.kind !== 'taken')
    return [
      skip('key', 'telemetry'),
      clock,
      fail(
        'telemetry',
        `Telemetry was not taken (status ${status}).`,
        status === 429 || status >= 500
          ? 'The platform is in trouble or busy; what is observed is kept and sent later.'
          : 'Something answers there, but not as the platform does: check "server" in the settings.',
      ),
    ];
  const rejected = answer.results[0]?.rejected;
  const telemetry =
    rejected === undefined
      ? pass('telemetry', 'A heartbeat was taken.')
      : fail(
          'telemetry',
          `The heartbeat was refused: ${rejected.reason}`,
          'Check "device" in the settings.',
        );
  return [pass('key', 'The platform accepts the key.'), clock, telemetry];
}

function testClock(date: string | null, now: Date): Step {
  const serverMs = Date.parse(date ?? '');
  if (Number.isNaN(serverMs)) return pass('clock', 'The server does not tell the time.');
  const aheadMs = now.getTime() - serverMs;
  if (Math.abs(aheadMs) <= tolerableMs) return pass('clock', 'The clock is right.');
  const minutes = Math.round(Math.abs(aheadMs) / 60_000);
  return fail(
    'clock',
    `The clock of this device is ${minutes} minutes ${aheadMs > 0 ? 'ahead' : 'behind'}.`,
    'Mend it: on Windows "w32tm /resync", elsewhere switch time synchronisation on.',
  );
}
