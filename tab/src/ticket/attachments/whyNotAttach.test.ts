import { mostAttachments } from '@rooms-pro/core';
import { describe, expect, it } from 'vitest';
import { whyNotAttach } from './whyNotAttach.ts';

const many = (count: number) => Array.from({ length: count });

describe('whyNotAttach', () => {
  it('returns no reason for a person who may attach', () => {
    expect(whyNotAttach({ actions: ['message', 'attach'], attachments: [] })).toBeNull();
  });

  it('distinguishes a reader, a full ticket, and a deployment without storage', () => {
    const full = many(mostAttachments);
    expect(whyNotAttach({ actions: [], attachments: full })).toMatch(/^You can open/);
    expect(whyNotAttach({ actions: ['message'], attachments: full })).toMatch(/Remove one/);
    expect(whyNotAttach({ actions: ['message'], attachments: full.slice(1) })).toMatch(
      /no storage/,
    );
  });
});
