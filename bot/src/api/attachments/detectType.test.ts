/** The type in the first bytes of files, also of disguised ones. */
import { describe, expect, it } from 'vitest';
import { detectType, typeNamed } from './detectType.ts';

const hex = (digits: string) => Buffer.from(digits.replaceAll(' ', ''), 'hex');
const png = hex(
  '89504e470d0a1a0a 0000000d49484452 0000000100000001 0802000000907753de 0000000c49444154 08d763f8cfc000000301010018dd8db0',
);
const apng = Buffer.concat([
  png.subarray(0, 33),
  hex('00000008 6163544c 0000000100000000 f38d93cd'),
  png.subarray(33),
]);
/** A colour profile that is larger than the examined bytes, as in screenshots. */
const pngWithLargeProfile = Buffer.concat([
  png.subarray(0, 33),
  hex('00004000'),
  Buffer.from('iCCP'),
  Buffer.alloc(4100),
]).subarray(0, 4100);
const mp4 = Buffer.concat([
  hex('00000018'),
  Buffer.from('ftypisom'),
  hex('00000200'),
  Buffer.from('isommp42'),
]);
const quickTime = Buffer.concat([
  hex('00000014'),
  Buffer.from('ftypqt  '),
  hex('00000200'),
  Buffer.from('qt  '),
]);
const heic = Buffer.concat([
  hex('00000018'),
  Buffer.from('ftypheic'),
  hex('00000000'),
  Buffer.from('mif1heic'),
]);
const webm = hex(
  '1a45dfa3 9f 4286 81 01 42f7 81 01 42f2 81 04 42f3 81 08 4282 84 7765626d 4287 81 04 4285 81 02',
);
const matroska = hex(
  '1a45dfa3 a3 4286 81 01 42f7 81 01 42f2 81 04 42f3 81 08 4282 88 6d6174726f736b61 4287 81 04 4285 81 02',
);
const webp = Buffer.concat([Buffer.from('RIFF'), hex('24000000'), Buffer.from('WEBPVP8 ')]);

describe('a file is found to be', () => {
  it.each([
    ['a PNG', png, 'image/png', 'image'],
    ['a moving PNG', apng, 'image/png', 'image'],
    ['a PNG with a large profile', pngWithLargeProfile, 'image/png', 'image'],
    ['a JPEG', hex('ffd8ffe0 00104a464946 0001'), 'image/jpeg', 'image'],
    ['a GIF', Buffer.from('GIF89a\u0001\u0000\u0001\u0000'), 'image/gif', 'image'],
    ['a WebP', webp, 'image/webp', 'image'],
    ['an MP4', mp4, 'video/mp4', 'video'],
    ['a WebM', webm, 'video/webm', 'video'],
  ])('%s', async (_what, head, contentType, preview) => {
    expect(await detectType(head)).toEqual({ contentType, preview });
  });

  it.each([
    ['nothing at all', Buffer.alloc(0)],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['an SVG after a declaration', Buffer.from('<?xml version="1.0"?><svg onload="alert(1)"/>')],
    ['a PDF', Buffer.from('%PDF-1.7\n')],
    ['a ZIP', hex('504b0304 1400 0000 0000 00000000 00000000 00000000 00000000 0000 0000')],
    ['a QuickTime film', quickTime],
    ['a HEIC', heic],
    ['a Matroska film', matroska],
    ['a text', Buffer.from('2026-11-22 the app stopped\n')],
    ['the first half of what begins a PNG', png.subarray(0, 4)],
    ['a page behind a blank', Buffer.from(' \u0089PNG\r\n<script>alert(1)</script>')],
  ])('any bytes: %s', async (_what, head) => {
    const found = await detectType(head);
    expect(found).toEqual({ contentType: 'application/octet-stream', preview: null });
  });

  it('of no type that is not one of those, whatever it is called', () => {
    for (const name of ['text/html', 'image/svg+xml', 'constructor', '__proto__', '']) {
      expect(typeNamed(name).preview).toBeNull();
    }
  });
});
