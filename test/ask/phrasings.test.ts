/** What people write to the bot, and what it understands: our own set, and a given set where it is there. */
import { existsSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { runAsk } from '@rooms-pro/scripts';
import { describe, expect, it } from 'vitest';
import {
  type Phrasing,
  phrasing,
  type Score,
  score,
  type Understood,
  understood,
} from './score.ts';

const fileAt = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const ownWorld = fileAt('world.json');
const given = fileAt('../../../shared/cases/phrasings.jsonl');
const givenWorld = fileAt('../../../shared/cases/phrasings.world.json');

function readSet(file: string): Phrasing[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => phrasing.parse(JSON.parse(line)));
}

/** The answers of `npm run ask` to all lines, each from the same world. */
async function askAll(set: readonly Phrasing[], world: string): Promise<Understood[]> {
  const input = set.map(({ say, context }) =>
    JSON.stringify({ say, under: context?.ticket, before: context?.before }),
  );
  const out: string[] = [];
  const errors: string[] = [];
  const code = await runAsk(['--json', '--world', world, '-'], {
    stdin: Readable.from(`${input.join('\n')}\n`),
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => errors.push(text) },
  });
  expect([code, errors]).toEqual([0, []]);
  return out.map((line) => understood.parse(JSON.parse(line)));
}

async function scores(set: readonly Phrasing[], world: string) {
  const answers = await askAll(set, world);
  expect(answers).toHaveLength(set.length);
  return set.map((line, nth) => {
    const answer = answers[nth];
    if (answer === undefined) throw new Error('An answer is missing.');
    return { line, answer, ...score(line, answer) };
  });
}

type Scored = Score & { readonly line: Phrasing; readonly answer: Understood };

const described = (some: readonly Scored[]) =>
  some.map(({ line, answer }) => [line.say, answer.intent, JSON.stringify(answer.slots)]);

describe.each([
  ['our own set', fileAt('own.jsonl'), ownWorld],
  ['our wider set', fileAt('wider.jsonl'), ownWorld],
  ['the given set', given, givenWorld],
])('%s', (_, file, world) => {
  it.skipIf(!existsSync(file))(
    'is understood, and changes nothing that was not ordered',
    async () => {
      const all = await scores(readSet(file), world);
      const share = (wrong: readonly Scored[]) => 1 - wrong.length / all.length;
      const intents = all.filter(({ isIntentWrong }) => isIntentWrong);
      const slots = all.filter(({ areSlotsWrong }) => areSlotsWrong);
      if (process.env['SHOW_MISSES'])
        console.log(
          all.length,
          described(intents),
          described(slots),
          all
            .filter(({ line, answer }) => line.changes !== answer.changes)
            .map(({ line, answer }) => [line.say, line.changes, answer.answer]),
        );
      expect(described(all.filter(({ isWrongChange }) => isWrongChange))).toEqual([]);
      expect(described(all.filter(({ isFalseAnswer }) => isFalseAnswer))).toEqual([]);
      expect(share(intents), JSON.stringify(described(intents))).toBeGreaterThanOrEqual(0.97);
      expect(share(slots), JSON.stringify(described(slots))).toBeGreaterThanOrEqual(0.95);
    },
  );
});
