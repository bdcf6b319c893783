/** The contract of every storage of attachments: the tests of each storage run it. */
import { Buffer } from 'node:buffer';
import type { TicketNumber } from '@rooms-pro/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noon } from '../contract/sampleRooms.suite.ts';
import type { Attachments, NewAttachment } from './attachments.ts';

/** An empty storage under test, with a limit of `largestBytes`, and a function that removes it. */
export type OpenedAttachments = {
  readonly attachments: Attachments;
  /** The same storage, opened again. */
  reopen(): Promise<Attachments>;
  dispose(): Promise<void>;
};

/** The limit that the contract's tests expect. */
export const largestBytes = 6 * 1024 * 1024;

const ticket: TicketNumber = '1042-1';

function file(text: string | Uint8Array, more: Partial<NewAttachment> = {}): NewAttachment {
  const content = piecesOf(typeof text === 'string' ? Buffer.from(text) : text);
  return { name: 'screen.png', contentType: 'image/png', at: noon, content, ...more };
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const piece = 100_000;
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}

async function readAll(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** The storage of a test: a new one for each test. */
type Trial = Omit<OpenedAttachments, 'dispose'>;

/** Declares the tests of the contract. */
export function describeAttachments(name: string, open: () => Promise<OpenedAttachments>): void {
  describe(`${name} keeps attachments`, () => {
    const trial = {} as { -readonly [Key in keyof Trial]: Trial[Key] };
    let opened: OpenedAttachments | undefined;
    beforeEach(async () => {
      opened = await open();
      trial.attachments = opened.attachments;
      trial.reopen = opened.reopen;
    });
    afterEach(() => opened?.dispose());

    describeKeeping(trial);
    describeLimits(trial);
    describeHostility(trial);
  });
}

function describeKeeping(trial: Trial): void {
  it('unchanged across a restart', async () => {
    const bytes = Uint8Array.from({ length: 5_000_000 }, (_, n) => (n * 31) % 251);
    const put = await trial.attachments.put(ticket, file(bytes));
    expect(put).toMatchObject({ name: 'screen.png', contentType: 'image/png', at: noon });
    const reopened = await trial.reopen();
    const found = await reopened?.get(ticket, put.id);
    expect(found?.attachment).toEqual({ ...put, sizeBytes: 5_000_000 });
    expect(found && (await readAll(found.content)).equals(bytes)).toBe(true);
  });

  it('of each ticket separately, oldest first', async () => {
    const later = { at: '2026-11-22T13:00:00.000Z', name: 'second.log' };
    const second = await trial.attachments.put(ticket, file('two', later));
    const first = await trial.attachments.put(ticket, file('one'));
    await trial.attachments.put('1042-10', file('of another ticket'));
    expect(await trial.attachments.list(ticket)).toEqual([first, second]);
    expect(await trial.attachments.list('1042-2')).toEqual([]);
    expect(await trial.attachments.get('1042-10', first.id)).toBeNull();
  });

  it('until they are deleted', async () => {
    const { id } = await trial.attachments.put(ticket, file('one'));
    await trial.attachments.delete(ticket, id);
    await trial.attachments.delete(ticket, id);
    expect(await trial.attachments.get(ticket, id)).toBeNull();
    expect(await trial.attachments.list(ticket)).toEqual([]);
  });
}

function describeLimits(trial: Trial): void {
  it('up to the limit, and nothing of a larger attachment', async () => {
    const full = await trial.attachments.put(ticket, file(new Uint8Array(largestBytes)));
    expect(full.sizeBytes).toBe(largestBytes);
    await trial.attachments.delete(ticket, full.id);
    const tooMuch = file(new Uint8Array(largestBytes + 1));
    await expect(trial.attachments.put(ticket, tooMuch)).rejects.toMatchObject({
      code: 'tooLarge',
      retryable: false,
    });
    expect(await trial.attachments.list(ticket)).toEqual([]);
  });

  it('of zero bytes', async () => {
    const { id, sizeBytes } = await trial.attachments.put(ticket, file(''));
    expect(sizeBytes).toBe(0);
    const found = await trial.attachments.get(ticket, id);
    expect(found && (await readAll(found.content)).length).toBe(0);
  });

  it('and nothing of an attachment whose sender disconnected', async () => {
    async function* broken() {
      yield Buffer.from('half of ');
      throw new Error('the sender disconnected');
    }
    const half = file('', { content: broken() });
    await expect(trial.attachments.put(ticket, half)).rejects.toThrow('the sender disconnected');
    expect(await trial.attachments.list(ticket)).toEqual([]);
  });
}

function describeHostility(trial: Trial): void {
  it.each([
    ['../../../../etc/passwd', '../../../../etc/passwd'],
    ['C:\\Windows\\system32\\drivers', 'C:\\Windows\\system32\\drivers'],
    ['a\u0000b\r\nX-Evil: 1', 'a b X-Evil: 1'],
    ['Bildschirm «groß» 📷.png', 'Bildschirm «groß» 📷.png'],
    ['photo\u202Egnp.exe', 'photognp.exe'],
    ['x'.repeat(1000), `${'x'.repeat(254)}…`],
    ['  ', 'file'],
  ])('under the name %j as %j, which is no address', async (given, shown) => {
    const put = await trial.attachments.put(ticket, file('hostile', { name: given }));
    expect(put.name).toBe(shown);
    expect(await trial.attachments.list(ticket)).toEqual([put]);
    expect((await trial.attachments.get(ticket, put.id))?.attachment.name).toBe(shown);
  });

  it('with a type only if the type is well-formed', async () => {
    const typed = (contentType: string) =>
      trial.attachments.put(ticket, file('x', { contentType }));
    expect((await typed('VIDEO/mp4')).contentType).toBe('video/mp4');
    expect((await typed('text/html\r\nSet-Cookie: a=b')).contentType).toBe(
      'application/octet-stream',
    );
  });

  it('at addresses that cannot leave the folder', async () => {
    const { id } = await trial.attachments.put(ticket, file('mine'));
    for (const bent of [`../${ticket}/${id}`, `${id}/..`, '..', '', `${id}.json`, '%2e%2e']) {
      expect(await trial.attachments.get(ticket, bent)).toBeNull();
      await trial.attachments.delete(ticket, bent);
    }
    const elsewhere = '../1042-1' as TicketNumber;
    expect(await trial.attachments.get(elsewhere, id)).toBeNull();
    await expect(trial.attachments.put(elsewhere, file('x'))).rejects.toThrow(RangeError);
    await expect(trial.attachments.list(elsewhere)).rejects.toThrow(RangeError);
    expect(await trial.attachments.list(ticket)).toHaveLength(1);
  });
}
