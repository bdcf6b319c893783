/**
 * The order of the test files. Files of one project follow each other, since a worker keeps its modules only
 * until it runs a file of another project. In each, those that take longest come first, so that no worker
 * waits for the last.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const projects = ['alone', 'slow', 'unit', 'tab'];

/**
 * Measured, in this order: beginnings of names after which the rest follows as Vitest sorts it. The first one
 * builds the tab. The next two, which take as long, need no tab, so it is not built twice.
 */
const longest = [
  'test/browser/tab.int',
  'test/crash.int',
  'test/disconnected.flow',
  'test/browser/teamsClient.int',
  'scripts/src/package/attacks',
  'test/browser/signIn.int',
  'scripts/src/package/',
  'scripts/src/check/infrastructure/',
  'bench/src/',
  'test/agent.int',
  'demo/src/',
  'test/browser/',
  'test/truth.flow',
  'test/races.flow',
  'scripts/src/',
  'test/',
  'bot/src/quarantine/',
  'bot/src/teams/conversations/',
  'store/src/',
];

export class LongestFirst extends BaseSequencer {
  /** Vitest's own order, with the longest before the others. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rankOf = ({ moduleId }: TestSpecification): number => {
      const rank = longest.findIndex((name) => moduleId.includes(`/${name}`));
      return rank < 0 ? longest.length : rank;
    };
    const orderOf = ({ project }: TestSpecification) => projects.indexOf(project.name);
    return sorted.toSorted(
      (one, other) => orderOf(one) - orderOf(other) || rankOf(one) - rankOf(other),
    );
  }
}
