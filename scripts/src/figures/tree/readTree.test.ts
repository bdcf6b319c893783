import { expect, it } from 'vitest';
import { smallTree } from './smallTree.suite.ts';

it('separates source from tests and from files that only tests use', () => {
  const tree = smallTree({
    'one/src/index.ts': "export * from './used.ts';\n",
    'one/src/used.ts': "import './shared.ts';\nexport const used = 1;\n",
    'one/src/shared.ts': '',
    'one/src/used.test.ts': "import './story.ts';\nimport './shared.ts';\n",
    'one/src/used.suite.ts': '',
    'one/src/story.ts': "import './fixtures.ts';\n",
    'one/src/fixtures.ts': '',
    'one/build.config.ts': '',
    'one/build.test.ts': "import './build.config.ts';\n",
    'test/package.json': '{}',
    'test/world.ts': "import '@small/one';\n",
    'start.mjs': '',
    'one/readme.md': '',
  });
  const roles = [...tree.files.values()].map((one) => [one.path, one.package, one.role]);
  expect(roles).toEqual([
    ['one/build.config.ts', 'one', 'source'],
    ['one/build.test.ts', 'one', 'test'],
    ['one/src/fixtures.ts', 'one', 'support'],
    ['one/src/index.ts', 'one', 'source'],
    ['one/src/shared.ts', 'one', 'source'],
    ['one/src/story.ts', 'one', 'support'],
    ['one/src/used.suite.ts', 'one', 'test'],
    ['one/src/used.test.ts', 'one', 'test'],
    ['one/src/used.ts', 'one', 'source'],
    ['start.mjs', '', 'source'],
    ['test/world.ts', 'test', 'support'],
  ]);
});
