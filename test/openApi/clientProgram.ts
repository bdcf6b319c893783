/** The program that a test compiles and runs with the client generated from `docs/openapi.json`. */

/** `./api.ts` is what the generator writes beside the program. */
export const clientProgram = `
import createClient from 'openapi-fetch';
import type { paths } from './api.ts';

type Options = {
  readonly baseUrl: string;
  readonly now: () => string;
  readonly pass: (ms: number) => void;
};

/** Enrols a device, sends its telemetry until an incident opens, responds to it, and reads the ticket. */
export async function openAndRespond({ baseUrl, now, pass }: Options) {
  const people = createClient<paths>({ baseUrl });
  const device = 'mtr-9-01';
  const code = await people.POST('/api/settings/codes', { body: { device, room: null } });
  if (!code.data) throw new Error(code.error.error.sentence);
  const enrolled = await people.POST('/api/enrol', { body: { code: code.data.code, device } });
  if (!enrolled.data) throw new Error(enrolled.error.error.sentence);
  const headers = { authorization: 'Bearer ' + enrolled.data.key };
  const devices = createClient<paths>({ baseUrl, headers });
  let seq = 0;
  async function send(state: 'healthy' | 'unhealthy') {
    seq += 1;
    const item = { form: 'reading', signal: 'camera', state, observedAt: now() } as const;
    const body = { device, sentAt: now(), seq, items: [item] };
    const { data, error } = await devices.POST('/api/telemetry', { body });
    if (!data) throw new Error(error.error.sentence);
    return data.results.flatMap(({ items }) => items.map(({ verdict }) => verdict));
  }
  const verdicts = await send('healthy');
  const rooms = await people.GET('/api/rooms', { params: { query: { text: device } } });
  const room = rooms.data?.rows[0]?.roomId ?? '';
  const enrol = { targets: [{ room }], action: { action: 'enrol' as const } };
  await people.POST('/api/commands', { body: enrol });
  verdicts.push(...(await send('unhealthy')));
  pass(6 * 60_000);
  verdicts.push(...(await send('unhealthy')));
  const incidents = await people.GET('/api/incidents', { params: { query: { category: 'camera' } } });
  const [row] = incidents.data?.rows ?? [];
  if (row === undefined || !('ticket' in row)) throw new Error('No incident opened.');
  const number = row.ticket;
  const action = { action: 'respond' as const, notes: 'Plugged the camera in again.' };
  const done = await people.POST('/api/commands', { body: { targets: [{ ticket: number }], action } });
  const ticket = await people.GET('/api/tickets/{number}', { params: { path: { number } } });
  // @ts-expect-error The contract has no such action.
  const refused = await people.POST('/api/commands', { body: { targets: [], action: { action: 'explode' } } });
  return {
    verdicts,
    result: done.data?.results[0]?.code,
    notes: ticket.data?.response?.notes,
    refused: refused.error?.error.code,
  };
}
`;
