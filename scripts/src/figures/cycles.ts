/** Import cycles: sets of files of which each leads to every other one. */
import { resolveImport } from './tree/resolve.ts';
import type { Tree } from './tree/tree.ts';

export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Which file imports which. `values`: only by imports that load the other file at once. */
export function importGraph(tree: Tree, kind: 'values' | 'all'): Graph {
  const graph = new Map<string, Set<string>>();
  for (const { path: file, facts } of tree.files.values()) {
    const taken = facts.imports.filter((one) => kind === 'all' || one.kind === 'value');
    const targets = taken.flatMap(({ from }) => resolveImport(tree, file, from) ?? []);
    graph.set(file, new Set(targets.filter((target) => target !== file)));
  }
  return graph;
}

/** The strongly connected sets of two or more files (Tarjan's algorithm), the largest first. */
export function findCycles(graph: Graph): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const cycles: string[][] = [];

  function connect(file: string): void {
    const own = order.size;
    order.set(file, own);
    lowest.set(file, own);
    stack.push(file);
    onStack.add(file);
    for (const next of graph.get(file) ?? []) {
      if (!order.has(next)) connect(next);
      if (onStack.has(next)) {
        lowest.set(file, Math.min(lowest.get(file) ?? own, lowest.get(next) ?? own));
      }
    }
    if (lowest.get(file) !== own) return;
    const set = stack.splice(stack.indexOf(file));
    for (const one of set) onStack.delete(one);
    if (set.length > 1) cycles.push(set.toSorted());
  }

  for (const file of graph.keys()) if (!order.has(file)) connect(file);
  return cycles.toSorted((one, other) => other.length - one.length);
}
