import { mostAttachments } from '@rooms-pro/core';
import { describe, expect, it } from 'vitest';
import { whyNotAttach } from './whyNotAttach.ts';

const many = (count: number) => Array.from({ length: count });

describe('whyNotAttach', () => {
  it('says nothing to who may', () => {
    expect(whyNotAttach({ actions: ['message', 'attach'], attachments: [] })).toBeNull();
  });

  it('tells a reader from a full ticket, and that from a house without a place for files', () => {
    const full = many(mostAttachments);
    expect(whyNotAttach({ actions: [], attachments: full })).toMatch(/^You can see/);
    expect(whyNotAttach({ actions: ['message'], attachments: full })).toMatch(/Remove one/);
    expect(whyNotAttach({ actions: ['message'], attachments: full.slice(1) })).toMatch(/no place/);
  });
});
