import { describe, expect, it } from 'vitest';
import { smallTree } from '../tree/smallTree.suite.ts';
import { countAddition, countFlow } from './countWalks.ts';
import type { Step } from './walks.ts';

const files = {
  'one/src/index.ts':
    "export { change } from './change.ts';\nexport type { Store } from './store.ts';\n",
  'one/src/store.ts': 'export type Store = string;\n',
  'one/src/change.ts':
    "import type { Store } from './store.ts';\nimport { step } from './step.ts';\nexport const change = step;\nexport const more = 1;\n",
  'one/src/step.ts': 'export const step = (): void => {};\n',
  'two/receive.ts': "import { change } from '@small/one';\nexport const receive = change;\n",
  'two/show.ts': 'export const show = 1;\n',
  'two/connect.ts':
    "import type { Store } from '@small/one';\nimport { show } from './show.ts';\nexport const connect = (store: Store) => show;\n",
  'two/alone.ts': 'export const alone = 1;\n',
  'two/again.test.ts': 'export const receive = 1;\n',
};
const tree = () => smallTree(files);
const receive: Step = { in: 'two', names: ['receive'] };
const change: Step = { in: 'one', names: ['changed', 'change'] };
const show: Step = { in: 'two', names: ['show'], by: [['connect']] };
const flow = (...steps: readonly Step[]) => ({ name: 'a → b', steps });

describe('a flow', () => {
  it('counts the distinct files of its functions, and apart those that connect them', () => {
    const same: Step = { in: 'one', names: ['more'] };
    expect(
      countFlow(flow(receive, change, same, { in: 'one', names: ['step'] }, show), tree()),
    ).toEqual({
      files: ['two/receive.ts', 'one/src/change.ts', 'one/src/step.ts', 'two/show.ts'],
      connecting: ['two/connect.ts'],
    });
  });

  it('goes on from any step before, as a function does that returns to its caller', () => {
    const late = { in: 'two', names: ['late'] };
    const withLate = smallTree({
      ...files,
      'two/receive.ts': `import { late } from './late.ts';\n${files['two/receive.ts']}`,
      'two/late.ts': 'export const late = 1;\n',
    });
    expect(countFlow(flow(receive, change, late), withLate).files).toHaveLength(3);
  });

  it('is out of date where a name is gone, and names what may be the new one', () => {
    const gone: Step = { in: 'one', names: ['gone', 'lost'] };
    expect(() => countFlow(flow(receive, gone), tree())).toThrow(
      'The walk “a → b” is out of date: one exports no gone or lost; see scripts/src/figures/walks/walks.ts. The files before it import from there: change.',
    );
  });

  it('is out of date where nothing refers to a step', () => {
    expect(() => countFlow(flow(receive, { in: 'two', names: ['alone'] }), tree())).toThrow(
      'no file before it refers to alone (two/alone.ts).',
    );
  });

  it('is out of date where the function that connects it does not use the step', () => {
    const wrong: Step = { in: 'two', names: ['alone'], by: [['connect']] };
    expect(() => countFlow(flow(receive, change, wrong), tree())).toThrow('refers to alone');
  });

  it('is out of date where the function that connects it uses nothing from before', () => {
    const start: Step = { in: 'two', names: ['alone'] };
    expect(() => countFlow(flow(start, show), tree())).toThrow('refers to show');
  });

  it('is out of date where a name stands in two files that are referred to', () => {
    const twice = smallTree({
      'two/a.ts': "import { b } from './b.ts';\nimport { c } from './c.ts';\nexport const a = 1;\n",
      'two/b.ts': 'export const b = 1;\nexport const d = 1;\n',
      'two/c.ts': 'export const c = 1;\nexport const d = 1;\n',
    });
    const steps = flow({ in: 'two', names: ['a'] }, { in: 'two', names: ['d'] });
    expect(() => countFlow(steps, twice)).toThrow('d stands in two/b.ts and in two/c.ts.');
  });
});

describe('an addition', () => {
  const named = () =>
    smallTree({
      'one/a.ts': "export const words = ['sample-word'];\n",
      'one/b.ts': "export const table = { 'sample-word': 1 };\n",
      'one/c.ts': "// sample-word\nexport const text = 'a sample-word in a text';\n",
      'one/d.test.ts': "expect('sample-word');\n",
    });

  it('counts the files that name its example, source and tests apart', () => {
    expect(countAddition({ name: 'a sample', names: ['sample-word'] }, named())).toEqual({
      source: ['one/a.ts', 'one/b.ts'],
      tests: ['one/d.test.ts'],
    });
  });

  it('uses the first of its names that exists', () => {
    const addition = { name: 'a sample', names: ['newer-word', 'sample-word'] };
    expect(countAddition(addition, named()).source).toHaveLength(2);
  });

  it('is out of date where no file names it', () => {
    expect(() => countAddition({ name: 'a sample', names: ['none'] }, named())).toThrow(
      'The walk “a sample” is out of date: no file names none.',
    );
  });
});
