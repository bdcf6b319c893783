/** Checks that every form of the tab uses the shared components: another form could send twice or cut texts. */
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('..', import.meta.url).pathname;
const files = globSync('**/*.{ts,tsx}', { cwd: root })
  .filter((file) => !/\.test\.tsx?$/.test(file))
  .map((file) => ({ file, source: readFileSync(`${root}${file}`, 'utf8') }));

const filesWith = (pattern: RegExp) =>
  files.filter(({ source }) => pattern.test(source)).map(({ file }) => file);

it('sends every change through the submission that ignores repeats', () => {
  expect(filesWith(/\buseMutation\b/)).toEqual(['forms/useSubmission.ts']);
});

it('draws every form with the component that refuses texts over their limit', () => {
  expect(filesWith(/<form\b/)).toEqual(['forms/Form.tsx']);
});

it('cuts no text during typing', () => {
  expect(filesWith(/\bmaxLength\b/)).toEqual([]);
});

it('gives every field for free text its limit', () => {
  const boxes = filesWith(/<(Textarea|SearchBox|SuggestedInput)\b/);
  expect(boxes.length).toBeGreaterThan(4);
  expect(boxes.filter((file) => !filesWith(/<LimitedField\b/).includes(file))).toEqual([]);
});
