/** The last steps of the self-test: sends one heartbeat and checks key, clock and telemetry. */
import { errorReason } from '../log.ts';
import type { Fetch } from '../net/fetch.ts';
import { type PlatformResponse, readPlatformResponse } from '../sending/readResponse.ts';
import { agentVersion } from '../version.ts';
import { fail, pass, type Step, skip } from './step.ts';

export type ExchangeDeps = {
  readonly server: string;
  readonly device: string;
  /** `null` when the device has no key. */
  readonly key: string | null;
  readonly fetch: Fetch;
  readonly now: () => Date;
};

const timeoutMs = 15_000;
const tolerableMs = 5 * 60_000;

/** Sends one heartbeat and evaluates the response. */
export async function testExchange(deps: ExchangeDeps): Promise<Step[]> {
  const { key, now } = deps;
  if (key === null) return [skip('key', 'key file'), skip('clock', 'key file'), skipTelemetry()];
  try {
    const response = await deps.fetch(`${deps.server}/api/telemetry`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ messages: [heartbeat(deps)] }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const clock = testClock(response.headers.get('date'), now());
    const httpResponse = { status: response.status, retryAfter: null, text: await response.text() };
    return toSteps(
      readPlatformResponse(httpResponse, 1, now()),
      response.status,
      deps.device,
      clock,
    );
  } catch (error) {
    const sentence = `No response arrived (${errorReason(error)}).`;
    const advice =
      'Try again. If this error remains, the server or a system in front of it has a problem.';
    return [
      skip('key', 'telemetry'),
      skip('clock', 'telemetry'),
      fail('telemetry', sentence, advice),
    ];
  }
}

function skipTelemetry(): Step {
  return skip('telemetry', 'key file');
}

function heartbeat({ device, now }: ExchangeDeps) {
  return { device, sentAt: now().toISOString(), seq: 0, agent: agentVersion, items: [] };
}

function toSteps(response: PlatformResponse, status: number, device: string, clock: Step): Step[] {
  if (response.kind === 'keyRefused') {
    const platformReason = response.reason === '' ? '' : ` Its reason: ${response.reason}`;
    const key =
      response.status === 401
        ? fail(
            'key',
            `The platform does not accept the key (401).${platformReason}`,
            'Ask a manager for a new enrolment code, and enrol the device again.',
          )
        : fail(
            'key',
            `The key is valid, but not for "${device}" (403).${platformReason}`,
            'Check "device" in the settings: it must be the device that was enrolled.',
          );
    return [key, clock, skip('telemetry', 'key')];
  }
  if (response.kind !== 'taken')
    return [
      skip('key', 'telemetry'),
      clock,
      fail(
        'telemetry',
        `The platform did not accept the telemetry (status ${status}).`,
        status === 429 || status >= 500
          ? 'The platform has an error or is busy. The messages stay in the spool and are sent later.'
          : 'A server responds there, but it is not the platform: check "server" in the settings.',
      ),
    ];
  const rejected = response.results[0]?.rejected;
  const telemetry =
    rejected === undefined
      ? pass('telemetry', 'The platform accepted a heartbeat.')
      : fail(
          'telemetry',
          `The heartbeat was refused: ${rejected.reason}`,
          'Check "device" in the settings.',
        );
  return [pass('key', 'The platform accepts the key.'), clock, telemetry];
}

function testClock(date: string | null, now: Date): Step {
  const serverMs = Date.parse(date ?? '');
  if (Number.isNaN(serverMs)) return pass('clock', 'The server does not send its time.');
  const aheadMs = now.getTime() - serverMs;
  if (Math.abs(aheadMs) <= tolerableMs) return pass('clock', 'The clock is right.');
  const minutes = Math.round(Math.abs(aheadMs) / 60_000);
  return fail(
    'clock',
    `The clock of this device is ${minutes} minutes ${aheadMs > 0 ? 'ahead' : 'behind'}.`,
    'Correct it: run "w32tm /resync" on Windows; on other systems enable time synchronisation.',
  );
}
